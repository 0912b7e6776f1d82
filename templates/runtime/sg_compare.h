/* sg_compare.h: how records compare and hash: field by field with `==`, without the shortcut for identical
   objects that tuples take (NaN equals nothing), and as the tuple of the compared fields would hash. */
#ifndef SG_COMPARE_H
#define SG_COMPARE_H

#include "sg_record.h"

SG_FN PyObject *sg_bool_object(bool value)
{
    PyObject *object = value ? Py_True : Py_False;
    return Py_NewRef(object);
}

/* ---- strings ---- */

/* Whether both are exact strings in the one form that all have since CPython 3.12. */
SG_FN bool sg_are_texts(PyObject *value, PyObject *other)
{
#if !SG_FAST_PATHS
    (void)value, (void)other;
    return false;
#else
    if (!PyUnicode_CheckExact(value) || !PyUnicode_CheckExact(other)) return false;
#if PY_VERSION_HEX < 0x030C0000
    return PyUnicode_IS_READY(value) && PyUnicode_IS_READY(other);
#else
    return true;
#endif
#endif
}

/* The same string is always stored in the same way, so bytes decide. */
SG_FN bool sg_text_equals(PyObject *value, PyObject *other)
{
    const Py_ssize_t length = PyUnicode_GET_LENGTH(value);
    const int kind = (int)PyUnicode_KIND(value);
    if (length != PyUnicode_GET_LENGTH(other) || kind != (int)PyUnicode_KIND(other)) return false;
    return memcmp(PyUnicode_DATA(value), PyUnicode_DATA(other), (size_t)length * (size_t)kind) == 0;
}

/* Less than, equal to or greater than 0, by code points. */
SG_FN int sg_text_compare(PyObject *value, PyObject *other)
{
    if (PyUnicode_KIND(value) != PyUnicode_1BYTE_KIND ||
        PyUnicode_KIND(other) != PyUnicode_1BYTE_KIND)
        return PyUnicode_Compare(value, other);
    const Py_ssize_t length = PyUnicode_GET_LENGTH(value), others = PyUnicode_GET_LENGTH(other);
    const Py_UCS1 *text = PyUnicode_1BYTE_DATA(value), *against = PyUnicode_1BYTE_DATA(other);
    if (text[0] != against[0]) return (int)text[0] - (int)against[0]; /* behind the last is a 0 */
    const int order = memcmp(text, against, (size_t)(length < others ? length : others));
    return order ? order : (length > others) - (length < others);
}

/* ---- boxed values ---- */

/* 1, 0 or -1, by `==`. */
SG_NOINLINE int sg_boxed_equals(PyObject *value, PyObject *other)
{
    if (!value || !other) return value == other;
    if (sg_are_texts(value, other)) return sg_text_equals(value, other);
    if (SG_FAST_PATHS && value == Py_None && other == Py_None) return 1;
    PyObject *result = PyObject_RichCompare(value, other, Py_EQ);
    if (!result) return -1;
    int is_equal = PyObject_IsTrue(result);
    Py_DECREF(result);
    return is_equal;
}

SG_FN int sg_boxed_eq(PyObject *value, PyObject *other)
{
    if (SG_FAST_PATHS && value == other && value && PyUnicode_CheckExact(value)) return 1;
    return sg_boxed_equals(value, other);
}

/* What sg_boxed_decides() finds of values that are not the same string. */
SG_NOINLINE bool sg_boxed_decide_slowly(PyObject *value, PyObject *other, int how,
                                        PyObject **result)
{
    if (value && other && sg_are_texts(value, other)) {
        const int order = sg_text_compare(value, other);
        if (order == 0) return false;
        *result = sg_ordered(order<0, order> 0, how);
        return true;
    }
    int is_equal = sg_boxed_equals(value, other);
    if (is_equal > 0) return false;
    if (is_equal < 0) *result = NULL;
    else if (value && other) *result = PyObject_RichCompare(value, other, how);
    else *result = sg_ordered(!value, !other, how); /* one was never set */
    return true;
}

/* The same; of ASCII strings whose first characters differ, which is most of them, in less time. */
SG_NOINLINE bool sg_boxed_decide(PyObject *value, PyObject *other, int how, PyObject **result)
{
#if SG_FAST_PATHS
    if (SG_LIKELY(value && other && PyUnicode_CheckExact(value) && PyUnicode_CheckExact(other) &&
                  PyUnicode_IS_COMPACT_ASCII(value) && PyUnicode_IS_COMPACT_ASCII(other))) {
        /* behind the last one is a 0 */
        const unsigned char first = *(unsigned char *)((PyASCIIObject *)value + 1);
        const unsigned char against = *(unsigned char *)((PyASCIIObject *)other + 1);
        if (SG_LIKELY(first != against)) {
            *result = sg_bool_object((first < against) == (how <= Py_LE));
            return true;
        }
    }
#endif
    return sg_boxed_decide_slowly(value, other, how, result);
}

/* Whether two values differ, and so decide the order of two records: then *result is what `how` says of
   them, or NULL with an exception. */
SG_FN bool sg_boxed_decides(PyObject *value, PyObject *other, int how, PyObject **result)
{
    if (SG_FAST_PATHS && value == other && value && PyUnicode_CheckExact(value)) return false;
    return sg_boxed_decide(value, other, how, result);
}

/* ---- hashes ---- */

/* The hash of a tuple, built item by item: the multiply-rotate round of xxHash (Collet, 2014), as CPython
   has used it since 3.8. */
typedef struct {
    Py_uhash_t sum;
    Py_ssize_t count;
    bool failed; /* an item's hash raised */
} SgHash;

#define SG_HASH_WIDE (sizeof(Py_uhash_t) >= 8)
#define SG_HASH_PRIME_1                                                                            \
    (SG_HASH_WIDE ? (Py_uhash_t)UINT64_C(11400714785074694791) : (Py_uhash_t)2654435761U)
#define SG_HASH_PRIME_2                                                                            \
    (SG_HASH_WIDE ? (Py_uhash_t)UINT64_C(14029467366897019727) : (Py_uhash_t)2246822519U)
#define SG_HASH_PRIME_5                                                                            \
    (SG_HASH_WIDE ? (Py_uhash_t)UINT64_C(2870177450012600261) : (Py_uhash_t)374761393U)

SG_FN SgHash sg_hash_begin(void)
{
    SgHash hash = {SG_HASH_PRIME_5, 0, false};
    return hash;
}

SG_INLINE void sg_hash_add(SgHash *hash, Py_hash_t item)
{
    int width = (int)sizeof(Py_uhash_t) * 8, turn = SG_HASH_WIDE ? 31 : 13;
    hash->sum += (Py_uhash_t)item * SG_HASH_PRIME_2;
    hash->sum = (hash->sum << turn) | (hash->sum >> (width - turn));
    hash->sum *= SG_HASH_PRIME_1;
    hash->count++;
}

/* hash(value) where that may be of another record, and so recurse: PyObject_Hash() does not look. */
SG_NOINLINE Py_hash_t sg_hash_object(PyObject *value)
{
    if (Py_EnterRecursiveCall(" while hashing a record")) return -1;
    Py_hash_t hash = PyObject_Hash(value);
    Py_LeaveRecursiveCall();
    return hash;
}

SG_INLINE void sg_hash_add_boxed(SgHash *hash, PyObject *value)
{
    Py_hash_t item = value ? -1 : 0;
#if SG_FAST_PATHS
    if (value && PyUnicode_CheckExact(value))
        item = ((PyASCIIObject *)value)->hash; /* -1: none yet */
#endif
    if (SG_UNLIKELY(item == -1) && !hash->failed) item = sg_hash_object(value);
    if (SG_UNLIKELY(item == -1)) hash->failed = true;
    sg_hash_add(hash, item);
}

/* Of a boxed float or None: NaN counts as 0. */
SG_INLINE void sg_hash_add_float(SgHash *hash, PyObject *value)
{
    if (value && PyFloat_CheckExact(value))
        sg_hash_add(hash, sg_hash_double(PyFloat_AS_DOUBLE(value)));
    else sg_hash_add_boxed(hash, value);
}

SG_FN Py_hash_t sg_hash_end(const SgHash *hash)
{
    if (hash->failed) return -1;
    Py_uhash_t sum =
        hash->sum + ((Py_uhash_t)hash->count ^ (SG_HASH_PRIME_5 ^ (Py_uhash_t)3527539));
    return sum == (Py_uhash_t)-1 ? 1546275796 : (Py_hash_t)sum;
}

#undef SG_HASH_WIDE
#undef SG_HASH_PRIME_1
#undef SG_HASH_PRIME_2
#undef SG_HASH_PRIME_5

/* ---- the slots of types ---- */

/* `!=` where a Python subclass has an __eq__ of its own: what that says, turned round, as for any class. */
SG_COLD PyObject *sg_not_equal(PyObject *self, PyObject *other)
{
    PyObject *equal = Py_TYPE(self)->tp_richcompare(self, other, Py_EQ);
    if (!equal || equal == Py_NotImplemented) return equal;
    int is_true = PyObject_IsTrue(equal);
    Py_DECREF(equal);
    return is_true < 0 ? NULL : PyBool_FromLong(!is_true);
}

/* Two records of the same class. The depth of records in records is counted by the PyObject_RichCompare()
   that compares their fields. */
SG_INLINE PyObject *sg_compare(const SgRecord *record, PyObject *self, PyObject *other, int how)
{
    PyObject *result;
    if (how == Py_EQ || how == Py_NE) {
        int is_equal;
        SG_LOCK_2(self, other);
        is_equal = record->equal(self, other);
        SG_UNLOCK_2;
        result = is_equal < 0 ? NULL : sg_bool_object(is_equal == (how == Py_EQ));
    } else if (record->order) {
        SG_LOCK_2(self, other);
        result = record->order(self, other, how);
        SG_UNLOCK_2;
    } else {
        result = Py_NewRef(Py_NotImplemented);
    }
    return result;
}

SG_NOINLINE PyObject *sg_compare_any(PyObject *self, PyObject *other, int how)
{
    if (Py_TYPE(self) != Py_TYPE(other)) Py_RETURN_NOTIMPLEMENTED;
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    return sg_compare(record, self, other, how);
}

SG_ENTRY PyObject *sg_richcompare(PyObject *self, PyObject *other, int how)
{
    PyTypeObject *type = Py_TYPE(self);
    if (SG_UNLIKELY(how == Py_NE && type->tp_richcompare != sg_richcompare))
        return sg_not_equal(self, other);
#if SG_FAST_PATHS
    if (SG_LIKELY(type == Py_TYPE(other) && type->tp_vectorcall == sg_vectorcall))
        return sg_compare((const SgRecord *)type->tp_methods, self, other, how);
#endif
    return sg_compare_any(self, other, how);
}

SG_NOINLINE Py_hash_t sg_hash_any(PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    Py_hash_t *kept =
        record->hash_offset ? (Py_hash_t *)(void *)((char *)self + record->hash_offset) : NULL;
    if (kept && *kept) return *kept;
    Py_hash_t hash;
    SG_LOCK(self);
    hash = record->hash(self);
    SG_UNLOCK;
    if (kept && hash != -1) *kept = hash;
    return hash;
}

SG_ENTRY Py_hash_t sg_hash(PyObject *self)
{
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
    const PyTypeObject *type = Py_TYPE(self);
    if (SG_LIKELY(type->tp_vectorcall == sg_vectorcall)) {
        const SgRecord *record = (const SgRecord *)type->tp_methods;
        if (!record->hash_offset) return record->hash(self);
    }
#endif
    return sg_hash_any(self);
}

#endif
