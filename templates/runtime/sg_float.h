/* sg_float.h: the native floats. Instantiated per row of the table by sg_scalars.h. A value enters as
   anything with __float__, but bool and str; float32 rounds, and refuses a finite value that would become
   infinite. */
#ifndef SG_FLOAT_H
#define SG_FLOAT_H

#include "sg_native.h"

SG_COLD int sg_as_double_slowly(PyObject *value, double *out)
{
    const PyNumberMethods *number = Py_TYPE(value)->tp_as_number;
    if (PyBool_Check(value) || PyUnicode_Check(value) || !number || !number->nb_float) return -1;
    *out = PyFloat_AsDouble(value);
    if (*out != -1.0 || !PyErr_Occurred()) return 0;
    /* An int too large for a double is out of range, in our own words; the rest is the user's own error. */
    if (PyLong_Check(value) && PyErr_ExceptionMatches(PyExc_OverflowError)) PyErr_Clear();
    return -1;
}

SG_FN int sg_as_double(PyObject *value, double *out)
{
    if (SG_UNLIKELY(!PyFloat_CheckExact(value))) return sg_as_double_slowly(value, out);
    *out = PyFloat_AS_DOUBLE(value);
    return 0;
}

#define SG_DEFINE_FLOAT(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)           \
    SG_FN PyObject *sg_name##_get(const T *slot)                                                   \
    {                                                                                              \
        return PyFloat_FromDouble((double)*slot);                                                  \
    }                                                                                              \
                                                                                                   \
    SG_FN int sg_name##_narrow(T *slot, double number)                                             \
    {                                                                                              \
        T narrowed = (T)number;                                                                    \
        if (sizeof(T) < sizeof(double) && isinf(narrowed) && !isinf(number)) return -1;            \
        *slot = narrowed;                                                                          \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    SG_FN int sg_name##_set(T *slot, PyObject *value)                                              \
    {                                                                                              \
        double number;                                                                             \
        if (sg_as_double(value, &number) < 0) return -1;                                           \
        return sg_name##_narrow(slot, number);                                                     \
    }                                                                                              \
                                                                                                   \
    SG_FN bool sg_name##_eq(T value, T other)                                                      \
    {                                                                                              \
        return value == other;                                                                     \
    }                                                                                              \
                                                                                                   \
    SG_FN Py_hash_t sg_name##_hash(T value)                                                        \
    {                                                                                              \
        return sg_hash_double((double)value);                                                      \
    }                                                                                              \
                                                                                                   \
    SG_FN int sg_name##_read(SgReader *r, T *slot)                                                 \
    {                                                                                              \
        if (sizeof(T) == sizeof(double)) return sg_read_double(r, (double *)(void *)slot);         \
        double number;                                                                             \
        if (sg_read_double(r, &number) < 0) return -1;                                             \
        return sg_name##_narrow(slot, number);                                                     \
    }                                                                                              \
                                                                                                   \
    SG_FN char *sg_name##_put(char *p, T value)                                                    \
    {                                                                                              \
        return sg_put_double(p, (double)value);                                                    \
    }                                                                                              \
                                                                                                   \
    SG_FN bool sg_name##_within(T value, const SgLimits *limits)                                   \
    {                                                                                              \
        return sg_within_double((double)value, limits);                                            \
    }                                                                                              \
                                                                                                   \
    SG_DEFINE_NATIVE(sg_name, sg_native_name, sg_type_name, name, T, least, greatest, SG_FLOAT,    \
                     "float")

#endif
