/* What a target of the fuzzer is: one function, called with one input after the other. libFuzzer makes the inputs up,
   replay.c has them from files. A target that finds something ends the process; the sanitizers do so, too. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Tries one input; 0, as libFuzzer wants it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
