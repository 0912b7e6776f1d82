/* replay.c: a target's main without libFuzzer. Tries the files that are named, and says which one it is at if that is
   the process's last word. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

/* The bytes of the file in a block of just that size, so that the sanitizers see who reads past them. */
static uint8_t *read_bytes(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    const long length = ftell(file);
    rewind(file);
    uint8_t *const data = length >= 0 ? malloc(length ? (size_t)length : 1) : NULL;
    *size = data ? fread(data, 1, (size_t)length, file) : 0;
    fclose(file);
    return data;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        uint8_t *data = read_bytes(argv[i], &size);
        if (!data) {
            perror(argv[i]);
            return 2;
        }
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput(data, size);
        free(data);
    }
    return 0;
}
