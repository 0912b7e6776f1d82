/* sg_nan.h: floats of records with `nan: as_null`: NaN is null in JSON, and null is NaN. Infinities have no
   spelling, as ever. */
#ifndef SG_NAN_H
#define SG_NAN_H

#include "sg_scalars.h"

#include <math.h>

/* NaN is the one value that does not equal itself. */
static int sg_nan_write(SgWriter *w, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    if (native->set(&slot, value) < 0) return -1;
    return native->eq(&slot, &slot) ? sg_write_slot(w, native, &slot) : sg_write_null(w);
}

static PyObject *sg_nan_read(SgReader *r, const SgType *type)
{
    return sg_read_null(r) ? PyFloat_FromDouble(Py_NAN) : sg_native_read(r, type);
}

SG_COLD PyObject *sg_nan_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgNative *native = sg_native_of(type);
    SgSlot slot;
    if (native->set(&slot, value) == 0 && !native->eq(&slot, &slot)) return Py_NewRef(Py_None);
    return PyErr_Occurred() ? NULL : sg_native_dump(place, type, value);
}

SG_COLD PyObject *sg_nan_load(const SgPlace *place, const SgType *type, PyObject *node,
                              PyObject *where)
{
    if (node == Py_None) return PyFloat_FromDouble(Py_NAN);
    PyObject *number = sg_native_load(place, type, node, where);
    if (number || !sg_is_null_text(place, node)) return number;
    PyErr_Clear();
    return PyFloat_FromDouble(Py_NAN);
}

SG_COLD PyObject *sg_nan_schema(SgSchema *schema, const SgType *type)
{
    (void)schema, (void)type;
    return Py_BuildValue("{s[ss]}", "type", "number", "null");
}

SG_CONST SgKind sg_kind_nan = {
    sg_native_accept, sg_native_check, sg_nan_write,  sg_nan_read,          sg_native_refuse,
    sg_nan_dump,      sg_nan_load,     sg_nan_schema, sg_native_annotation, SG_KIND_NAN,
};

/* What values of the type are compared by; NULL where they are no native numbers. */
SG_FN const SgNative *sg_native_behind(const SgType *type)
{
    const bool is_native = type->kind->id == SG_KIND_NATIVE || type->kind->id == SG_KIND_NAN;
    return is_native ? sg_native_of(type) : NULL;
}

/* The native functions, and the type where values are boxed. */
#define SG_DEFINE_NAN(name, T)                                                                     \
    SG_INLINE char *sg_##name##_or_null_write(char *p, const SgField *field, T value)              \
    {                                                                                              \
        p = sg_put_key(p, field);                                                                  \
        return isnan(value) ? sg_put_text(p, "null", 4) : sg_##name##_put(p, value);               \
    }                                                                                              \
    SG_FN int sg_##name##_or_null_read(SgReader *r, T *slot)                                       \
    {                                                                                              \
        if (SG_LIKELY(!sg_read_null(r))) return sg_##name##_read(r, slot);                         \
        *slot = (T)Py_NAN;                                                                         \
        return 0;                                                                                  \
    }                                                                                              \
    SG_CONST SgType sg_type_##name##_or_null = {&sg_kind_nan,      NULL, NULL,                     \
                                                &sg_native_##name, 0,    "float"};

SG_DEFINE_NAN(float32, float)
SG_DEFINE_NAN(float64, double)

#undef SG_DEFINE_NAN

#endif
