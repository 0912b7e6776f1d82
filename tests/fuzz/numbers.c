/* numbers.c: doubles at random, both ways, against CPython: `make fuzz`. Every core takes a share; what is
   found is shown with the double's bits, for a line in tests/runtime/test_numbers.c.

       fuzz-numbers SEED COUNT */
#include "sg_read_double.h"
#include "sg_write_number.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t seed;

/* Random enough, and any seed will do (Steele, Lea and Flood, SplitMix, 2014). */
static uint64_t random_word(void)
{
    uint64_t word = seed += UINT64_C(0x9E3779B97F4A7C15);
    word = (word ^ word >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ word >> 27) * UINT64_C(0x94D049BB133111EB);
    return word ^ word >> 31;
}

/* Whether the number of `length` characters at `text` is read as CPython reads it. */
static bool reads(const char *text, size_t length, size_t size, double expected)
{
    double value = 0;
    SgReader r;
    sg_reader_init(&r, NULL, text, (Py_ssize_t)size);
    const int done = sg_read_double(&r, &value);
    if (isinf(expected)) return done < 0;
    return done == 0 && r.p == text + length && sg_double_bits(value) == sg_double_bits(expected);
}

/* The same at the end of a document, and in front of more. */
static bool reads_right(const char *text)
{
    char document[128];
    const double expected = PyOS_string_to_double(text, NULL, NULL);
    const size_t length = strlen(text);
    const int size =
        snprintf(document, sizeof document, "%s,\"0123456789012345678901234567890\"", text);
    return reads(text, length, length, expected) && reads(document, length, (size_t)size, expected);
}

/* Whether `value` is written as CPython writes it, and read back. */
static bool is_right(double value)
{
    char text[SG_NUMBER_ROOM + 1];
    char *const end = sg_put_double(text, value);
    char *const expected = PyOS_double_to_string(value, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
    if (!end || !expected) return false;
    *end = '\0';
    const bool is_same = strcmp(text, expected) == 0 && reads_right(expected);
    PyMem_Free(expected);
    return is_same;
}

static double random_double(int kind)
{
    const uint64_t bits = random_word(), more = random_word();
    double value;
    switch (kind) {
    case 0: return (double)(bits % 100000000) / 100;          /* a price */
    case 1: return (double)(bits >> 11) / 9007199254740992.0; /* random() */
    case 2: return (double)(bits >> more % 64);               /* a whole number */
    case 3: return (double)(bits >> more % 64) / pow(10, (double)(more >> 32) / 2e8); /* some */
    default: memcpy(&value, &bits, sizeof value); return value; /* any at all */
    }
}

/* 1 to 24 digits, with a point and an exponent or without. */
static void random_text(char *p)
{
    const int count = 1 + (int)(random_word() % 24), point = (int)(random_word() % 30);
    *p++ = (char)('1' + random_word() % 9);
    for (int i = 1; i < count; i++) {
        if (i == point) *p++ = '.';
        *p++ = (char)('0' + random_word() % 10);
    }
    *p = '\0';
    if (random_word() % 2) sprintf(p, "e%d", (int)(random_word() % 680) - 350);
}

static int share(long count)
{
    for (long i = 0; i < count; i++) {
        const double value = random_double((int)(i & 7));
        char text[64];
        random_text(text);
        if (isfinite(value) && !is_right(value)) {
            printf("wrong: %.17g, bits 0x%016llx\n", value,
                   (unsigned long long)sg_double_bits(value));
            return 1;
        }
        if (!reads_right(text)) {
            printf("wrong: %s\n", text);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: fuzz-numbers SEED COUNT\n", stderr);
        return 2;
    }
    seed = strtoull(argv[1], NULL, 0);
    const long count = atol(argv[2]), cores = sysconf(_SC_NPROCESSORS_ONLN),
               jobs = cores > 0 ? cores : 1;
    printf("%ld doubles and as many texts, seed %s\n", count, argv[1]);
    fflush(stdout);
    for (long i = 0; i < jobs; i++) {
        if (fork()) continue;
        seed = random_word() + (uint64_t)i * UINT64_C(0xD1342543DE82EF95);
        Py_Initialize();
        const int found = share((count + jobs - 1) / jobs);
        fflush(stdout);
        _exit(found);
    }
    int status, found = 0;
    while (wait(&status) > 0) found |= status != 0;
    return found;
}
