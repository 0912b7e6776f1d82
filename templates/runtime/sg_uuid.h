/* sg_uuid.h: uuid.UUID; canonical and lower case in JSON, read also without hyphens and in any case. */
#ifndef SG_UUID_H
#define SG_UUID_H

#include "sg_textual.h"

enum { SG_UUID_BYTES = 16, SG_UUID_TEXT = 36 };

/* The 16 bytes, most significant first, of the int that a UUID is; refuses what is none. */
SG_FN int sg_uuid_bytes(PyObject *number, unsigned char *bytes)
{
    if (!PyLong_Check(number)) return -1;
#if PY_VERSION_HEX >= 0x030D0000
    const int flags = Py_ASNATIVEBYTES_BIG_ENDIAN | Py_ASNATIVEBYTES_UNSIGNED_BUFFER |
                      Py_ASNATIVEBYTES_REJECT_NEGATIVE;
    const Py_ssize_t needed = PyLong_AsNativeBytes(number, bytes, SG_UUID_BYTES, flags);
    if (needed >= 0 && needed <= SG_UUID_BYTES) return 0;
#else
    if (_PyLong_AsByteArray((PyLongObject *)number, bytes, SG_UUID_BYTES, 0, 0) == 0) return 0;
#endif
    PyErr_Clear();
    return -1;
}

/* What somebody has made of a UUID that is no longer one: as the class itself would spell it. */
SG_COLD int sg_uuid_put_odd(SgWriter *w, PyObject *value)
{
    PyObject *text = PyObject_Str(value);
    const int status = text ? sg_write_str(w, text) : -1;
    Py_XDECREF(text);
    return status;
}

/* The int that a UUID is: a new reference. UUID keeps it in a slot, whose descriptor gives it at once. */
SG_FN PyObject *sg_uuid_number(SgState *state, PyObject *value)
{
#if SG_FAST_PATHS
    PyObject *slot = sg_lazy(state, SG_LAZY_UUID_INT);
    if (!slot) return NULL;
    if (Py_TYPE(slot) == &PyMemberDescr_Type)
        return PyMember_GetOne((const char *)value, ((PyMemberDescrObject *)slot)->d_member);
#else
    (void)state;
#endif
    return PyObject_GetAttrString(value, "int");
}

/* Writes four bytes as eight hexadecimal digits. */
SG_FN void sg_put_hex(char *out, const unsigned char *bytes)
{
#if SG_FAST_PATHS && PY_LITTLE_ENDIAN
    uint32_t four;
    memcpy(&four, bytes, sizeof four);
    uint64_t word = four; /* becomes one nibble in each byte, */
    word = (word | word << 16) & UINT64_C(0x0000FFFF0000FFFF);
    word = (word | word << 8) & UINT64_C(0x00FF00FF00FF00FF);
    word = (word >> 4 & UINT64_C(0x000F000F000F000F)) | (word & UINT64_C(0x000F000F000F000F)) << 8;
    const uint64_t letters =
        (word + UINT64_C(0x0606060606060606)) >> 4 & UINT64_C(0x0101010101010101);
    word += UINT64_C(0x3030303030303030) + letters * ('a' - '9' - 1); /* and then its digit */
    memcpy(out, &word, sizeof word);
#else
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < 4; i++) {
        out[2 * i] = hex[bytes[i] >> 4];
        out[2 * i + 1] = hex[bytes[i] & 15];
    }
#endif
}

static int sg_uuid_put(SgWriter *w, PyObject *value)
{
    unsigned char bytes[SG_UUID_BYTES];
    PyObject *number = sg_uuid_number(w->state, value);
    if (!number) return -1;
    const int status = sg_uuid_bytes(number, bytes);
    Py_DECREF(number);
    if (status < 0) return sg_uuid_put_odd(w, value);
    if (sg_reserve(w, SG_UUID_TEXT + 2) < 0) return -1;
    char digits[2 * SG_UUID_BYTES], *p = w->p;
    for (int i = 0; i < SG_UUID_BYTES; i += 4) sg_put_hex(digits + 2 * i, bytes + i);
    *p = p[SG_UUID_TEXT + 1] = '"';
    memcpy(p + 1, digits, 8);
    memcpy(p + 10, digits + 8, 4);
    memcpy(p + 15, digits + 12, 4);
    memcpy(p + 20, digits + 16, 4);
    memcpy(p + 25, digits + 20, 12);
    p[9] = p[14] = p[19] = p[24] = '-';
    w->p = p + SG_UUID_TEXT + 2;
    return 0;
}

/* 32 hex digits, or with hyphens as 8-4-4-4-12. */
SG_FN bool sg_uuid_digits(const char *text, Py_ssize_t n, unsigned char *bytes)
{
    const bool has_hyphens = n == SG_UUID_TEXT;
    if (!has_hyphens && n != 2 * SG_UUID_BYTES) return false;
    for (int i = 0; i < SG_UUID_BYTES; i++) {
        if (has_hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-') return false;
        int value = 0;
        for (int half = 0; half < 2; half++, text++) {
            const char letter = (char)(*text | 0x20);
            if (sg_is_digit(*text)) value = value << 4 | (*text - '0');
            else if (letter >= 'a' && letter <= 'f') value = value << 4 | (letter - 'a' + 10);
            else return false;
        }
        bytes[i] = (unsigned char)value;
    }
    return true;
}

/* An attribute past the class's own __setattr__, which refuses all. Steals `value`. */
SG_FN int sg_uuid_set(PyObject *self, const char *name, PyObject *value)
{
    PyObject *key = value ? PyUnicode_InternFromString(name) : NULL;
    const int status = key ? PyObject_GenericSetAttr(self, key, value) : -1;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return status;
}

SG_FN PyObject *sg_uuid_int(const unsigned char *bytes)
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyLong_FromUnsignedNativeBytes(bytes, SG_UUID_BYTES, Py_ASNATIVEBYTES_BIG_ENDIAN);
#else
    return _PyLong_FromByteArray(bytes, SG_UUID_BYTES, 0, 0);
#endif
}

/* Without UUID.__init__, which is ten times as slow. */
static PyObject *sg_uuid_parse(SgState *state, const char *text, Py_ssize_t n)
{
    unsigned char bytes[SG_UUID_BYTES];
    if (!sg_uuid_digits(text, n, bytes)) return NULL;
    PyTypeObject *type = (PyTypeObject *)sg_lazy(state, SG_LAZY_UUID);
    PyObject *safety = type ? sg_lazy(state, SG_LAZY_UUID_SAFETY) : NULL;
    PyObject *uuid = safety ? type->tp_alloc(type, 0) : NULL;
    if (uuid && (sg_uuid_set(uuid, "int", sg_uuid_int(bytes)) < 0 ||
                 sg_uuid_set(uuid, "is_safe", Py_NewRef(safety)) < 0))
        Py_CLEAR(uuid);
    return uuid;
}

SG_CONST SgForm sg_form_uuid = {"UUID", "uuid", NULL, sg_uuid_put, sg_uuid_parse};

SG_CONST SgType sg_type_uuid = {&sg_kind_textual, NULL, NULL, &sg_form_uuid, SG_LAZY_UUID, "UUID"};

#endif
