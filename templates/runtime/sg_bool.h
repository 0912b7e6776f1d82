/* sg_bool.h: the native scalar bool, one byte. Instantiated by sg_scalars.h. */
#ifndef SG_BOOL_H
#define SG_BOOL_H

#include "sg_native.h"

SG_FN PyObject *sg_bool_get(const bool *slot)
{
    return PyBool_FromLong(*slot);
}

SG_FN int sg_bool_set(bool *slot, PyObject *value)
{
    if (!PyBool_Check(value)) return -1;
    *slot = value == Py_True;
    return 0;
}

SG_FN bool sg_bool_eq(bool value, bool other)
{
    return value == other;
}

SG_FN Py_hash_t sg_bool_hash(bool value)
{
    return value;
}

SG_FN int sg_bool_read(SgReader *r, bool *slot)
{
    return sg_read_bool(r, slot);
}

SG_FN char *sg_bool_put(char *p, bool value)
{
    memcpy(p, value ? "true" : "fals", 4);
    p[4] = 'e';
    return p + 5 - value;
}

/* No constraint fits bool. */
SG_FN bool sg_bool_within(bool value, const SgLimits *limits)
{
    (void)value, (void)limits;
    return true;
}

#define SG_DEFINE_BOOL(sg_name, sg_native_name, sg_type_name, name, T, least, greatest)            \
    SG_DEFINE_NATIVE(sg_name, sg_native_name, sg_type_name, name, T, least, greatest, SG_BOOL,     \
                     "bool")

#endif
