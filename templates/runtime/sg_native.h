/* sg_native.h: what native scalars have in common: the kind that stands for them where their values are
   boxed (items of containers, `boxed` fields, optionals), the accessors of optional native fields, and the
   hash of numbers in closed form. */
#ifndef SG_NATIVE_H
#define SG_NATIVE_H

#include "sg_annotation.h"
#include "sg_limits.h"
#include "sg_node.h"
#include "sg_read_double.h"
#include "sg_read_number.h"
#include "sg_reader.h"
#include "sg_schema.h"
#include "sg_wide.h"
#include "sg_write_number.h"
#include "sg_writer.h"

#include <float.h>
#include <math.h>

/* Room for any native value. */
typedef union {
    int64_t integer;
    double number;
    unsigned char bytes[8];
} SgSlot;

/* ---- hashes, as CPython defines them (see "Hashing of numeric types" in its documentation) ---- */

#define SG_HASH_PRIME ((UINT64_C(1) << 61) - 1)

SG_FN Py_hash_t sg_hash_finish(uint64_t hash, bool is_negative)
{
    Py_hash_t signed_hash = is_negative ? -(Py_hash_t)hash : (Py_hash_t)hash;
    return signed_hash == -1 ? -2 : signed_hash;
}

/* hash(int). On 32-bit platforms CPython's prime is another one. */
SG_FN Py_hash_t sg_hash_magnitude(uint64_t magnitude, bool is_negative)
{
    if (sizeof(Py_hash_t) < 8)
        return sg_hash_finish(magnitude % ((UINT64_C(1) << 31) - 1), is_negative);
    uint64_t hash = (magnitude & SG_HASH_PRIME) + (magnitude >> 61); /* 2**61 is 1 there */
    return sg_hash_finish(hash >= SG_HASH_PRIME ? hash - SG_HASH_PRIME : hash, is_negative);
}

SG_FN Py_hash_t sg_hash_int64(int64_t value)
{
    return sg_hash_magnitude(value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value,
                             value < 0);
}

/* Of any double, and on any platform. Makes no object: an exception may be set, of a field hashed before. */
SG_COLD Py_hash_t sg_hash_double_slowly(double value)
{
    if (!isfinite(value)) return isnan(value) ? 0 : value > 0 ? 314159 : -314159;
    int exponent;
    const int width = sizeof(Py_hash_t) < 8 ? 31 : 61;
    const uint64_t prime = (UINT64_C(1) << width) - 1;
    const uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), DBL_MANT_DIG) % prime;
    const int turn = ((exponent - DBL_MANT_DIG) % width + width) % width;
    return sg_hash_finish(((mantissa << turn) & prime) | (mantissa >> (width - turn)), value < 0);
}

/* hash(float), NaN counting as 0: the mantissa times a power of two modulo 2**61 - 1 is a rotation. */
SG_FN Py_hash_t sg_hash_double(double value)
{
#if SG_FAST_NUMBERS
    const uint64_t bits = sg_double_bits(value), one = UINT64_C(1) << 52;
    const unsigned biased = (unsigned)(bits >> 52) & 0x7FF;
    /* neither 0, tiny, infinite nor NaN */
    if (SG_LIKELY(biased - 1 < 0x7FE && sizeof(Py_hash_t) >= 8)) {
        const uint64_t mantissa = (bits & (one - 1)) | one;
        const unsigned turn = (biased + 23) % 61; /* 23 is -1075 modulo 61 */
        const uint64_t hash = ((mantissa << turn) & SG_HASH_PRIME) | (mantissa >> (61 - turn));
        return sg_hash_finish(hash, bits >> 63);
    }
#endif
    return sg_hash_double_slowly(value);
}

#undef SG_HASH_PRIME

/* ---- boxed values of native scalars ---- */

SG_FN bool sg_is_float64(const SgNative *native)
{
    return native->family == SG_FLOAT && native->size == (Py_ssize_t)sizeof(double);
}

SG_FN const SgNative *sg_native_of(const SgType *type)
{
    return (const SgNative *)type->extra;
}

SG_ENTRY PyObject *sg_native_accept(SgState *state, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    (void)state;
    /* The same object where it is exact already; float32 rounds, so it makes a new one. */
    if (PyFloat_CheckExact(value) && sg_is_float64(native)) return Py_NewRef(value);
    if (native->set(&slot, value) < 0) return NULL;
    if (PyLong_CheckExact(value) && native->family == SG_INT) return Py_NewRef(value);
    return native->get(&slot);
}

SG_ENTRY int sg_native_check(SgState *state, const SgType *type, PyObject *value)
{
    SgSlot slot;
    (void)state;
    return sg_native_of(type)->set(&slot, value);
}

/* Writes a native value behind what was written. */
SG_FN int sg_write_slot(SgWriter *w, const SgNative *native, const void *slot)
{
    if (sg_reserve(w, SG_NUMBER_ROOM) < 0) return -1;
    char *p = native->put(w->p, slot);
    if (!p) return -1;
    w->p = p;
    return 0;
}

#if SG_FAST_PATHS
/* Writes at `p` an int or a float that is of the exact class and, as the type wants it, nothing else;
   NULL for all that may need another look. Runs no Python code. */
SG_FN char *sg_put_exact_number(char *p, const SgNative *native, PyObject *value)
{
    if (sg_is_float64(native))
        return PyFloat_CheckExact(value) ? sg_put_double(p, PyFloat_AS_DOUBLE(value)) : NULL;
    if (native->family != SG_INT || !PyLong_CheckExact(value)) return NULL;
    int overflow;
    const int64_t number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (overflow || number < native->least || (number > 0 && (uint64_t)number > native->greatest))
        return NULL;
    return sg_put_int64(p, number);
}
#endif

SG_ENTRY int sg_native_write(SgWriter *w, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    if (native->set(&slot, value) < 0) return -1;
    return sg_write_slot(w, native, &slot);
}

SG_ENTRY PyObject *sg_native_read(SgReader *r, const SgType *type)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    if (native->read(r, &slot) < 0) return NULL;
    return native->get(&slot);
}

SG_ENTRY int sg_native_refuse(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    const PyNumberMethods *number = Py_TYPE(value)->tp_as_number;
    bool fits_family = number && !PyBool_Check(value) && !PyUnicode_Check(value) &&
                       ((native->family == SG_INT && number->nb_index) ||
                        (native->family == SG_FLOAT && number->nb_float));
    if (!fits_family) return sg_refuse_expected(place, type, value);

    PyObject *shown = native->family == SG_INT ? PyNumber_Index(value) : Py_NewRef(value);
    PyObject *text = shown ? sg_show(shown) : NULL;
    if (text) {
        /* A value that float() cannot hold is out of float64's range, whatever the field's width. */
        bool is_float =
            native->family != SG_FLOAT || PyFloat_AsDouble(value) != -1.0 || !PyErr_Occurred();
        PyErr_Clear();
        sg_fail(place, PyExc_OverflowError, "%U is out of range for %s", text,
                is_float ? native->name : "float64");
    }
    Py_XDECREF(text);
    Py_XDECREF(shown);
    return -1;
}

SG_COLD PyObject *sg_native_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    if (native->set(&slot, value) < 0) {
        if (!PyErr_Occurred()) sg_native_refuse(place, type, value);
        return NULL;
    }
    PyObject *plain = native->get(&slot);
    if (plain && native->family == SG_FLOAT && !isfinite(PyFloat_AS_DOUBLE(plain))) {
        sg_fail_not_finite(place, plain);
        Py_CLEAR(plain);
    }
    return plain;
}

SG_COLD PyObject *sg_native_load(const SgPlace *place, const SgType *type, PyObject *node,
                                 PyObject *where)
{
    (void)where;
    const SgNative *native = sg_native_of(type);
    PyObject *value = native->family == SG_BOOL  ? sg_node_bool(place, type, node)
                      : native->family == SG_INT ? sg_node_int(place, type, node)
                                                 : sg_node_float(place, type, node);
    if (!value) return NULL;
    PyObject *accepted = sg_native_accept(place->root->state, type, value);
    if (!accepted && !PyErr_Occurred()) sg_native_refuse(place, type, value);
    Py_DECREF(value);
    return accepted;
}

SG_COLD PyObject *sg_native_schema(SgSchema *schema, const SgType *type)
{
    const SgNative *native = sg_native_of(type);
    (void)schema;
    if (native->family == SG_BOOL) return sg_schema_type("boolean");
    if (native->family == SG_FLOAT) return sg_schema_type("number");
    return Py_BuildValue("{sssLsK}", "type", "integer", "minimum", (long long)native->least,
                         "maximum", (unsigned long long)native->greatest);
}

SG_COLD PyObject *sg_native_annotation(SgState *state, const SgType *type)
{
    const SgFamily family = sg_native_of(type)->family;
    (void)state;
    return sg_annotation_class(family == SG_BOOL  ? &PyBool_Type
                               : family == SG_INT ? &PyLong_Type
                                                  : &PyFloat_Type);
}

SG_CONST SgKind sg_kind_native = {
    sg_native_accept, sg_native_check, sg_native_write,  sg_native_read,       sg_native_refuse,
    sg_native_dump,   sg_native_load,  sg_native_schema, sg_native_annotation, SG_KIND_NATIVE,
};

/* What `how` says of two values that are not equal; neither less nor greater where one is NaN. */
SG_FN PyObject *sg_ordered(bool is_less, bool is_greater, int how)
{
    PyObject *result = (how == Py_LT || how == Py_LE ? is_less : is_greater) ? Py_True : Py_False;
    return Py_NewRef(result);
}

/* ---- optional native fields: a presence bit beside the value ---- */

SG_FN bool sg_optional_is_present(const SgField *field, const PyObject *self)
{
    return ((const unsigned char *)self)[field->presence / 8] >> field->presence % 8 & 1;
}

SG_FN void sg_optional_mark(const SgField *field, PyObject *self, bool is_present)
{
    unsigned char *byte = (unsigned char *)self + field->presence / 8;
    const unsigned bit = 1u << field->presence % 8;
    *byte = (unsigned char)(is_present ? *byte | bit : *byte & ~bit);
}

SG_FN void *sg_slot(const SgField *field, PyObject *self)
{
    return (char *)self + field->offset;
}

/* The constraints of a native field that is SG_LIMITED. */
SG_FN const SgLimits *sg_field_limits(const SgField *field)
{
    const SgType *type = field->presence ? field->type->a : field->type;
    return (const SgLimits *)type->extra;
}

/* Sets a native slot; refuses, and leaves it as it is. */
SG_INLINE int sg_native_assign(const SgField *field, PyObject *self, PyObject *value)
{
    if (!(field->flags & SG_LIMITED)) return field->native->set(sg_slot(field, self), value);
    SgSlot slot;
    if (field->native->set(&slot, value) < 0) return -1;
    if (!field->native->within(&slot, sg_field_limits(field))) return -1;
    memcpy(sg_slot(field, self), &slot, (size_t)field->native->size);
    return 0;
}

SG_FN int sg_optional_set(const SgField *field, PyObject *self, PyObject *value)
{
    bool is_present = value != Py_None;
    if (is_present && sg_native_assign(field, self, value) < 0) return -1;
    sg_optional_mark(field, self, is_present);
    return 0;
}

SG_FN int sg_optional_read(SgReader *r, const SgField *field, PyObject *self)
{
    bool is_present = !sg_read_null(r);
    void *slot = sg_slot(field, self);
    if (is_present && field->native->read(r, slot) < 0) return -1;
    if (is_present && (field->flags & SG_LIMITED) &&
        !field->native->within(slot, sg_field_limits(field)))
        return -1;
    sg_optional_mark(field, self, is_present);
    return 0;
}

/* Appends key and value of an optional native field; room was reserved. */
SG_INLINE char *sg_optional_write(char *p, const SgField *field, PyObject *self)
{
    p = sg_put_key(p, field);
    if (!sg_optional_is_present(field, self)) return sg_put_text(p, "null", 4);
    return field->native->put(p, sg_slot(field, self));
}

SG_FN int sg_optional_eq(const SgField *field, PyObject *self, PyObject *other)
{
    bool is_present = sg_optional_is_present(field, self);
    if (is_present != sg_optional_is_present(field, other)) return 0;
    return !is_present || field->native->eq(sg_slot(field, self), sg_slot(field, other));
}

/* New reference: the value of an optional native field. */
SG_FN PyObject *sg_optional_get(const SgField *field, PyObject *self)
{
    if (!sg_optional_is_present(field, self)) Py_RETURN_NONE;
    return field->native->get(sg_slot(field, self));
}

/* Whether optional native fields differ, and so decide the order of two records: then *result is what
   `how` says of them, or NULL with an exception, as for None against a number. */
SG_FN bool sg_optional_decides(const SgField *field, PyObject *self, PyObject *other, int how,
                               PyObject **result)
{
    if (sg_optional_eq(field, self, other)) return false;
    PyObject *value = sg_optional_get(field, self);
    PyObject *against = sg_optional_get(field, other);
    *result = value && against ? PyObject_RichCompare(value, against, how) : NULL;
    Py_XDECREF(against);
    Py_XDECREF(value);
    return true;
}

SG_FN Py_hash_t sg_optional_hash(const SgField *field, PyObject *self)
{
    if (!sg_optional_is_present(field, self)) return PyObject_Hash(Py_None);
    return field->native->hash(sg_slot(field, self));
}

#endif
