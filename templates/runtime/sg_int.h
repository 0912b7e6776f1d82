/* sg_int.h: the native integers of fixed width. Instantiated per row of the table by sg_scalars.h.
   A value enters as anything with __index__, but bool, and must be in range. */
#ifndef SG_INT_H
#define SG_INT_H

#include "sg_native.h"

/* The int that `value` stands for by its __index__, as a new reference; NULL where it has none (no
   exception set) or where that raised. */
SG_COLD PyObject *sg_index(PyObject *value)
{
    if (PyBool_Check(value) || !PyIndex_Check(value)) return NULL;
    return PyNumber_Index(value);
}

SG_FN int sg_as_int64(PyObject *value, int64_t *out)
{
    if (SG_LIKELY(PyLong_CheckExact(value))) {
        int overflow;
        *out = PyLong_AsLongLongAndOverflow(value, &overflow);
        return overflow ? -1 : 0;
    }
    PyObject *index = sg_index(value);
    if (!index) return -1;
    int overflow;
    *out = PyLong_AsLongLongAndOverflow(index, &overflow);
    Py_DECREF(index);
    return overflow ? -1 : 0;
}

SG_FN int sg_as_uint64(PyObject *value, uint64_t *out)
{
    PyObject *index = PyLong_CheckExact(value) ? Py_NewRef(value) : sg_index(value);
    if (!index) return -1;
    *out = PyLong_AsUnsignedLongLong(index);
    Py_DECREF(index);
    if (*out != UINT64_MAX || !PyErr_Occurred()) return 0;
    PyErr_Clear(); /* out of range: in our own words, later */
    return -1;
}

/* All rows but uint64 go through int64, so `greatest` is compared only where it fits. */
#define SG_DEFINE_INT(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)             \
    enum { sg_name##_is_wide = (uint64_t)(greatest) > (uint64_t)INT64_MAX };                       \
                                                                                                   \
    SG_FN PyObject *sg_name##_get(const T *slot)                                                   \
    {                                                                                              \
        if (sg_name##_is_wide) return PyLong_FromUnsignedLongLong((unsigned long long)*slot);      \
        return PyLong_FromLongLong((long long)*slot);                                              \
    }                                                                                              \
                                                                                                   \
    SG_FN int sg_name##_narrow(T *slot, int64_t number)                                            \
    {                                                                                              \
        T narrowed = (T)number;                                                                    \
        if ((int64_t)narrowed != number) return -1;                                                \
        *slot = narrowed;                                                                          \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    SG_NOINLINE int sg_name##_set(T *slot, PyObject *value)                                        \
    {                                                                                              \
        if (sg_name##_is_wide) {                                                                   \
            uint64_t number;                                                                       \
            if (sg_as_uint64(value, &number) < 0) return -1;                                       \
            *slot = (T)number;                                                                     \
            return 0;                                                                              \
        }                                                                                          \
        int64_t number;                                                                            \
        if (sg_as_int64(value, &number) < 0) return -1;                                            \
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
        return sg_name##_is_wide ? sg_hash_magnitude((uint64_t)value, false)                       \
                                 : sg_hash_int64((int64_t)value);                                  \
    }                                                                                              \
                                                                                                   \
    SG_FN int sg_name##_read(SgReader *r, T *slot)                                                 \
    {                                                                                              \
        if (sg_name##_is_wide) {                                                                   \
            uint64_t number;                                                                       \
            if (sg_read_uint64(r, &number) < 0) return -1;                                         \
            *slot = (T)number;                                                                     \
            return 0;                                                                              \
        }                                                                                          \
        int64_t number;                                                                            \
        if (sg_read_int64(r, &number) < 0) return -1;                                              \
        return sg_name##_narrow(slot, number);                                                     \
    }                                                                                              \
                                                                                                   \
    SG_FN char *sg_name##_put(char *p, T value)                                                    \
    {                                                                                              \
        if ((least) == 0) return sg_put_uint64(p, (uint64_t)value);                                \
        return sg_put_int64(p, (int64_t)value);                                                    \
    }                                                                                              \
                                                                                                   \
    SG_FN bool sg_name##_within(T value, const SgLimits *limits)                                   \
    {                                                                                              \
        if (sg_name##_is_wide) return sg_within_uint64((uint64_t)value, limits);                   \
        return sg_within_int64((int64_t)value, limits);                                            \
    }                                                                                              \
                                                                                                   \
    SG_DEFINE_NATIVE(sg_name, sg_native_name, sg_type_name, name, T, least, greatest, SG_INT, "int")

#endif
