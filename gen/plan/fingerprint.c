/* The fingerprint of a schema: SHA-256 of its model as text. libcrypto does the work. */
#include "plan/parts.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

Str fingerprint_of(Arena *arena, Str text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (!EVP_Digest(text.ptr, text.len, digest, &length, EVP_sha256(), NULL)) {
        fputs("slotgen: libcrypto cannot compute SHA-256\n", stderr);
        exit(3);
    }
    Buf out = buf_new(arena);
    for (unsigned i = 0; i < length; i++) buf_addf(&out, "%02x", digest[i]);
    return buf_take(&out);
}
