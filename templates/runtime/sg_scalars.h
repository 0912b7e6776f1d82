/* sg_scalars.h: one set of functions, one SgNative and one SgType per row of the table of scalars. Types
   that are stored as objects have their constants in their own headers. */
#ifndef SG_SCALARS_H
#define SG_SCALARS_H

#include "sg_bool.h"
#include "sg_float.h"
#include "sg_getter.h"
#include "sg_int.h"

/* The tail of every native row: the functions again over untyped slots, and the constants. */
#define SG_DEFINE_NATIVE(sg_name, sg_native_name, sg_type_name, name, T, least, greatest, family,  \
                         python)                                                                   \
    static PyObject *sg_name##_get_slot(const void *slot)                                          \
    {                                                                                              \
        return sg_name##_get((const T *)slot);                                                     \
    }                                                                                              \
    static PyObject *sg_name##_getter(PyObject *self, void *offset)                                \
    {                                                                                              \
        return sg_got(self, sg_name##_get((const T *)((const char *)self + (size_t)offset)));      \
    }                                                                                              \
    static int sg_name##_set_slot(void *slot, PyObject *value)                                     \
    {                                                                                              \
        return sg_name##_set((T *)slot, value);                                                    \
    }                                                                                              \
    static int sg_name##_read_slot(SgReader *r, void *slot)                                        \
    {                                                                                              \
        return sg_name##_read(r, (T *)slot);                                                       \
    }                                                                                              \
    static char *sg_name##_put_slot(char *p, const void *slot)                                     \
    {                                                                                              \
        return sg_name##_put(p, *(const T *)slot);                                                 \
    }                                                                                              \
    SG_INLINE char *sg_name##_write(char *p, const SgField *field, T value)                        \
    {                                                                                              \
        return sg_name##_put(sg_put_key(p, field), value);                                         \
    }                                                                                              \
    static bool sg_name##_within_slot(const void *slot, const SgLimits *limits)                    \
    {                                                                                              \
        return sg_name##_within(*(const T *)slot, limits);                                         \
    }                                                                                              \
    static bool sg_name##_eq_slot(const void *slot, const void *other)                             \
    {                                                                                              \
        return sg_name##_eq(*(const T *)slot, *(const T *)other);                                  \
    }                                                                                              \
    static Py_hash_t sg_name##_hash_slot(const void *slot)                                         \
    {                                                                                              \
        return sg_name##_hash(*(const T *)slot);                                                   \
    }                                                                                              \
    SG_FN bool sg_name##_decides(T value, T other, int how, PyObject **result)                     \
    {                                                                                              \
        if (value == other) return false;                                                          \
        *result = sg_ordered(value<other, value> other, how);                                      \
        return true;                                                                               \
    }                                                                                              \
    SG_CONST SgNative sg_native_name = {                                                           \
        name,                                                                                      \
        family,                                                                                    \
        (Py_ssize_t)sizeof(T),                                                                     \
        (int64_t)(least),                                                                          \
        (uint64_t)(greatest),                                                                      \
        sg_name##_get_slot,                                                                        \
        sg_name##_getter,                                                                          \
        sg_name##_set_slot,                                                                        \
        sg_name##_read_slot,                                                                       \
        sg_name##_put_slot,                                                                        \
        sg_name##_within_slot,                                                                     \
        sg_name##_eq_slot,                                                                         \
        sg_name##_hash_slot,                                                                       \
    };                                                                                             \
    SG_CONST SgType sg_type_name = {&sg_kind_native, NULL, NULL, &sg_native_name, 0, python};

#define SG_DEFINE_BIGINT(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_TEXT(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_BYTES(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_DATETIME(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_DATE(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_TIME(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_TIMEDELTA(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_UUID(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_DECIMAL(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)
#define SG_DEFINE_ANY(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)

/* Names are pasted here, where `bool` is still the row's word and not <stdbool.h>'s macro. */
#define SCALAR(name, storage, module, python, family, size, least, greatest)                       \
    SG_DEFINE_##family(sg_##name, sg_native_##name, sg_type_##name, #name, storage, least, greatest)
#include "types/scalars.def"
#undef SCALAR

#undef SG_DEFINE_NATIVE
#undef SG_DEFINE_BOOL
#undef SG_DEFINE_INT
#undef SG_DEFINE_FLOAT
#undef SG_DEFINE_BIGINT
#undef SG_DEFINE_TEXT
#undef SG_DEFINE_BYTES
#undef SG_DEFINE_DATETIME
#undef SG_DEFINE_DATE
#undef SG_DEFINE_TIME
#undef SG_DEFINE_TIMEDELTA
#undef SG_DEFINE_UUID
#undef SG_DEFINE_DECIMAL
#undef SG_DEFINE_ANY

#endif
