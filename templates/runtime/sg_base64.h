/* sg_base64.h: bytes as JSON strings: base64 as RFC 4648, section 4, has it, padded; in reading
   that one spelling and no other. Fast; may refuse without an exception. */
#ifndef SG_BASE64_H
#define SG_BASE64_H

#include "sg_base.h"
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

SG_FN int sg_base64_value(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The bytes that `n` characters of base64 stand for; refuses text without its padding, with
   anything else between, or with a pad bit that is not zero. */
SG_FN PyObject *sg_base64_decode(const char *text, Py_ssize_t n)
{
    if (n % 4 != 0) return NULL;
    const int pad = n > 0 && text[n - 1] == '=' ? 1 + (text[n - 2] == '=') : 0;
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, n / 4 * 3 - pad);
    if (!bytes) return NULL;
    char *out = PyBytes_AS_STRING(bytes), *const end = out + PyBytes_GET_SIZE(bytes);
    for (Py_ssize_t i = 0; i < n; i += 4) {
        const int padding = i + 4 == n ? pad : 0;
        unsigned group = 0;
        for (int k = 0; k < 4; k++) {
            const int value = k < 4 - padding ? sg_base64_value(text[i + k]) : 0;
            if (value < 0) goto refused;
            group = group << 6 | (unsigned)value;
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (out < end) *out++ = (char)(group >> shift & 0xFF);
            else if (group >> shift & 0xFF) goto refused; /* a pad bit is set */
        }
    }
    return bytes;

refused:
    Py_DECREF(bytes);
    return NULL;
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
