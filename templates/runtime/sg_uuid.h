/* sg_uuid.h: uuid.UUID; canonical and lower case in JSON, read also without hyphens and in any case. */
#ifndef SG_UUID_H
#define SG_UUID_H

#include "sg_textual.h"

#if PY_VERSION_HEX < 0x030B0000
#include <longintrepr.h>
#endif

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

/* Eight hexadecimal digits as four bytes; false where one of them is none. */
SG_FN bool sg_take_hex(const char *text, unsigned char *bytes)
{
#if SG_FAST_PATHS && PY_LITTLE_ENDIAN
    uint64_t word = sg_load_word(text);
    const uint64_t letters = word >> 6 & SG_EACH_BYTE(1);
    uint64_t nibbles = (word & SG_EACH_BYTE(0x0F)) + letters * 9;
    word |= letters << 5; /* in lower case: it must be what sg_put_hex() makes of these nibbles */
    const uint64_t digits =
        nibbles + SG_EACH_BYTE('0') +
        (((nibbles + SG_EACH_BYTE(6)) >> 4) & SG_EACH_BYTE(1)) * ('a' - '9' - 1);
    if ((digits ^ word) | (nibbles & SG_EACH_BYTE(0xF0))) return false;
    nibbles = (nibbles << 4 | nibbles >> 8) & UINT64_C(0x00FF00FF00FF00FF);
    nibbles = (nibbles | nibbles >> 8) & UINT64_C(0x0000FFFF0000FFFF);
    const uint32_t four = (uint32_t)(nibbles | nibbles >> 16);
    memcpy(bytes, &four, sizeof four);
    return true;
#else
    unsigned others = 0;
    for (int i = 0; i < 4; i++) {
        const unsigned high = sg_hex_value(text[2 * i]), low = sg_hex_value(text[2 * i + 1]);
        others |= high | low;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return !(others & 0x80);
#endif
}

/* 32 hex digits, or with hyphens as 8-4-4-4-12. */
SG_FN bool sg_uuid_digits(const char *text, Py_ssize_t n, unsigned char *bytes)
{
    char digits[2 * SG_UUID_BYTES];
    if (SG_LIKELY(n == SG_UUID_TEXT)) {
        if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
        memcpy(digits, text, 8);
        memcpy(digits + 8, text + 9, 4);
        memcpy(digits + 12, text + 14, 4);
        memcpy(digits + 16, text + 19, 4);
        memcpy(digits + 20, text + 24, 4);
        memcpy(digits + 24, text + 28, 8);
    } else {
        if (n != 2 * SG_UUID_BYTES) return false;
        memcpy(digits, text, sizeof digits);
    }
    for (int i = 0; i < SG_UUID_BYTES; i += 4)
        if (!sg_take_hex(digits + 2 * i, bytes + i)) return false;
    return true;
}

/* ---- the int that it is ---- */

#if SG_FAST_PATHS && PYLONG_BITS_IN_DIGIT == 30

enum { SG_UUID_DIGITS = 5 }; /* of 30 bits */

/* The int of these digits, the lowest first, of which there are two at least. */
SG_FN PyObject *sg_int_of_digits(const digit *digits, int count)
{
#if PY_VERSION_HEX >= 0x030E0000
    void *room;
    PyLongWriter *writer = PyLongWriter_Create(0, count, &room);
    if (!writer) return NULL;
    memcpy(room, digits, (size_t)count * sizeof *digits);
    return PyLongWriter_Finish(writer);
#else
    PyLongObject *number = _PyLong_New(count);
    if (!number) return NULL;
#if PY_VERSION_HEX >= 0x030C0000
    memcpy(number->long_value.ob_digit, digits, (size_t)count * sizeof *digits);
#else
    memcpy(number->ob_digit, digits, (size_t)count * sizeof *digits);
#endif
    return (PyObject *)number;
#endif
}

#endif

SG_FN uint64_t sg_uuid_half(const unsigned char *bytes)
{
    uint64_t half = 0;
    for (int i = 0; i < 8; i++) half = half << 8 | bytes[i];
    return half;
}

SG_FN PyObject *sg_uuid_int(const unsigned char *bytes)
{
#if SG_FAST_PATHS && PYLONG_BITS_IN_DIGIT == 30
    const uint64_t high = sg_uuid_half(bytes), low = sg_uuid_half(bytes + 8);
    const uint64_t mask = (UINT64_C(1) << 30) - 1;
    const digit digits[SG_UUID_DIGITS] = {(digit)(low & mask), (digit)(low >> 30 & mask),
                                          (digit)((low >> 60 | high << 4) & mask),
                                          (digit)(high >> 26 & mask), (digit)(high >> 56)};
    int count = SG_UUID_DIGITS;
    while (count > 1 && !digits[count - 1]) count--;
    if (SG_LIKELY(count > 1)) return sg_int_of_digits(digits, count);
#endif
#if PY_VERSION_HEX >= 0x030D0000
    return PyLong_FromUnsignedNativeBytes(bytes, SG_UUID_BYTES, Py_ASNATIVEBYTES_BIG_ENDIAN);
#else
    return _PyLong_FromByteArray(bytes, SG_UUID_BYTES, 0, 0);
#endif
}

/* ---- the object ---- */

/* An attribute past the class's own __setattr__, which refuses all. Steals `value`. */
SG_COLD int sg_uuid_set(PyObject *self, const char *name, PyObject *value)
{
    PyObject *key = value ? PyUnicode_InternFromString(name) : NULL;
    const int status = key ? PyObject_GenericSetAttr(self, key, value) : -1;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return status;
}

/* Where instances of `type` have the attribute, which is a slot that Python code made: where not, -1. */
SG_COLD Py_ssize_t sg_slot_offset(PyTypeObject *type, const char *name)
{
    Py_ssize_t offset = -1;
    PyObject *found = PyObject_GetAttrString((PyObject *)type, name);
    if (!found) PyErr_Clear();
    if (found && Py_IS_TYPE(found, &PyMemberDescr_Type)) {
        const PyMemberDescrObject *descriptor = (const PyMemberDescrObject *)found;
        const PyMemberDef *member = descriptor->d_member;
        if (descriptor->d_common.d_type == type && member->type == T_OBJECT_EX && !member->flags)
            offset = member->offset;
    }
    Py_XDECREF(found);
    return offset;
}

/* Fills the slots of a new UUID. Steals `number`. */
SG_FN int sg_uuid_fill(SgState *state, PyObject *self, PyObject *number, PyObject *safety)
{
#if SG_FAST_PATHS
    if (SG_UNLIKELY(!state->uuid_int)) {
        state->uuid_int = sg_slot_offset(Py_TYPE(self), "int");
        state->uuid_safety = sg_slot_offset(Py_TYPE(self), "is_safe");
    }
    if (SG_LIKELY(number && state->uuid_int > 0 && state->uuid_safety > 0)) {
        *(PyObject **)((char *)self + state->uuid_int) = number;
        *(PyObject **)((char *)self + state->uuid_safety) = Py_NewRef(safety);
#ifndef Py_GIL_DISABLED
        PyObject_GC_UnTrack(self); /* an int and an enum member are no part of a cycle */
#endif
        return 0;
    }
#else
    (void)state;
#endif
    if (sg_uuid_set(self, "int", number) < 0) return -1;
    return sg_uuid_set(self, "is_safe", Py_NewRef(safety));
}

/* Without UUID.__init__, which is ten times as slow. */
static PyObject *sg_uuid_parse(SgState *state, const char *text, Py_ssize_t n)
{
    unsigned char bytes[SG_UUID_BYTES];
    if (!sg_uuid_digits(text, n, bytes)) return NULL;
    PyTypeObject *type = (PyTypeObject *)sg_lazy_known(state, SG_LAZY_UUID);
    PyObject *safety = type ? sg_lazy_known(state, SG_LAZY_UUID_SAFETY) : NULL;
    PyObject *uuid = safety ? type->tp_alloc(type, 0) : NULL;
    if (uuid && sg_uuid_fill(state, uuid, sg_uuid_int(bytes), safety) < 0) Py_CLEAR(uuid);
    return uuid;
}

SG_CONST SgForm sg_form_uuid = {"UUID", "uuid", NULL, sg_uuid_put, sg_uuid_parse};

SG_CONST SgType sg_type_uuid = {&sg_kind_textual, NULL, NULL, &sg_form_uuid, SG_LAZY_UUID, "UUID"};

#endif
