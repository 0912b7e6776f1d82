/* sg_base64.h: bytes as JSON strings: base64 as RFC 4648, section 4, has it, padded; in reading
   that one spelling and no other. Fast; may refuse without an exception. */
#ifndef SG_BASE64_H
#define SG_BASE64_H

#include "sg_base.h"
#include "sg_read_string.h"
#include "sg_reader.h"
#include "sg_writer.h"

/* Writes `n` bytes as base64 with quotes around it. */
SG_FN int sg_write_base64(SgWriter *w, const char *bytes, Py_ssize_t n)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (n > PY_SSIZE_T_MAX / 2 - 16) {
        PyErr_NoMemory();
        return -1;
    }
    if (sg_reserve(w, (n + 2) / 3 * 4 + 2) < 0) return -1;
    const unsigned char *in = (const unsigned char *)bytes;
    char *p = w->p;
    *p++ = '"';
    for (; n >= 3; n -= 3, in += 3, p += 4) {
        const unsigned group = (unsigned)in[0] << 16 | (unsigned)in[1] << 8 | in[2];
        p[0] = letters[group >> 18];
        p[1] = letters[group >> 12 & 63];
        p[2] = letters[group >> 6 & 63];
        p[3] = letters[group & 63];
    }
    if (n > 0) {
        const unsigned group = (unsigned)in[0] << 16 | (n > 1 ? (unsigned)in[1] << 8 : 0U);
        p[0] = letters[group >> 18];
        p[1] = letters[group >> 12 & 63];
        p[2] = n > 1 ? letters[group >> 6 & 63] : '=';
        p[3] = '=';
        p += 4;
    }
    *p = '"';
    w->p = p + 1;
    return 0;
}

enum { SG_NO_BASE64 = 0xFF };

#define SG_BASE64_OF(c)                                                                            \
    ((c) >= 'A' && (c) <= 'Z'   ? (c) - 'A'                                                        \
     : (c) >= 'a' && (c) <= 'z' ? (c) - 'a' + 26                                                   \
     : (c) >= '0' && (c) <= '9' ? (c) - '0' + 52                                                   \
     : (c) == '+'               ? 62                                                               \
     : (c) == '/'               ? 63                                                               \
                                : SG_NO_BASE64)

/* The 24 bits of four letters; greater than that where one of them is none. */
SG_INLINE uint32_t sg_base64_group(const char *text)
{
    static const unsigned char values[] = SG_TABLE_256(SG_BASE64_OF);
    const unsigned char *p = (const unsigned char *)text;
    const uint32_t a = values[p[0]], b = values[p[1]], c = values[p[2]], d = values[p[3]];
    return (a | b | c | d) & 0x80 ? UINT32_MAX : a << 18 | b << 12 | c << 6 | d;
}

/* The last four letters, of which `pad` are padding: the bytes to `out`, or refused. */
SG_FN int sg_base64_last(const char *text, int pad, char *out)
{
    char whole[4];
    memcpy(whole, text, 4);
    for (int i = 4 - pad; i < 4; i++) whole[i] = 'A'; /* 0 */
    const uint32_t group = sg_base64_group(whole);
    if (group > 0xFFFFFF || (group & ((UINT32_C(1) << 8 * pad) - 1)))
        return -1; /* a pad bit is set */
    for (int i = 0; i < 3 - pad; i++) out[i] = (char)(group >> (16 - 8 * i) & 0xFF);
    return 0;
}

/* The bytes that `n` characters of base64 stand for; refuses text without its padding, with
   anything else between, or with a pad bit that is not zero. */
SG_FN PyObject *sg_base64_decode(const char *text, Py_ssize_t n)
{
    if (n % 4 != 0) return NULL;
    const int pad = n > 0 && text[n - 1] == '=' ? 1 + (text[n - 2] == '=') : 0;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n / 4 * 3 - pad);
    if (!bytes || n == 0) return bytes;
    char *out = PyBytes_AS_STRING(bytes);
    const char *const last = text + n - 4;
    uint32_t group = 0;
    for (; text < last; text += 4, out += 3) {
        group = sg_base64_group(text);
        if (group > 0xFFFFFF) break;
        out[0] = (char)(group >> 16);
        out[1] = (char)(group >> 8 & 0xFF);
        out[2] = (char)(group & 0xFF);
    }
    if (SG_UNLIKELY(group > 0xFFFFFF || sg_base64_last(last, pad, out) < 0)) Py_CLEAR(bytes);
    return bytes;
}

SG_COLD PyObject *sg_escaped_base64(SgReader *r, const SgToken *token)
{
    SgWriter text;
    sg_writer_init(&text, r->state);
    PyObject *bytes = NULL;
    if (sg_reserve(&text, token->end - token->start) == 0 && sg_unescape(&text, token) == 0)
        bytes = sg_base64_decode(text.start, text.p - text.start);
    sg_writer_free(&text);
    return bytes;
}

SG_FN PyObject *sg_read_base64(SgReader *r)
{
    SgToken token;
    if (sg_take_string(r, &token) < 0) return NULL;
    if (SG_UNLIKELY(token.has_escapes)) return sg_escaped_base64(r, &token);
    return sg_base64_decode(token.start, token.end - token.start);
}

#endif
