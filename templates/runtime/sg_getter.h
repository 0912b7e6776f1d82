/* sg_getter.h: native fields as attributes: their getters. */
#ifndef SG_GETTER_H
#define SG_GETTER_H

#include "sg_record.h"

/* Keeps a number that was read from an instance of a Python subclass until the next one is. orjson lets go of
   what it reads from a dataclass with __slots__ before it uses it, sure that the instance has it; but native
   numbers are made when they are read. Records themselves are no dataclasses to orjson, which looks into a
   class's own __dict__ (sg_class_attribute.h); @dataclass subclasses are. */
SG_COLD PyObject *sg_lend(PyObject *self, PyObject *value)
{
#ifdef Py_GIL_DISABLED
    (void)self; /* there is no orjson, and threads would have to agree */
#else
    PyTypeObject *type;
    if (value && sg_record_of(Py_TYPE(self), &type)) {
        SgState *state = sg_state_of(type);
        PyObject *before = state->lent;
        state->lent = Py_NewRef(value);
        Py_XDECREF(before);
    }
#endif
    return value;
}

/* What a getter returns, `value` having been made for it. A record's own type has methods, a Python subclass
   has not. */
SG_INLINE PyObject *sg_got(PyObject *self, PyObject *value)
{
    return SG_LIKELY(Py_TYPE(self)->tp_methods != NULL) ? value : sg_lend(self, value);
}

/* The closure is the SgField. */
SG_FN PyObject *sg_optional_getter(PyObject *self, void *closure)
{
    return sg_got(self, sg_optional_get((const SgField *)closure, self));
}

/* The closure is the offset of the field. */
#define SG_GETTER(sg_name, T)                                                                      \
    SG_FN PyObject *sg_name##_getter(PyObject *self, void *offset)                                 \
    {                                                                                              \
        return sg_got(self, sg_name##_get((const T *)((const char *)self + (size_t)offset)));      \
    }
#define SG_NO_GETTER(sg_name, T)
#define SG_GETTER_BOOL SG_GETTER
#define SG_GETTER_INT SG_GETTER
#define SG_GETTER_FLOAT SG_GETTER
#define SG_GETTER_BIGINT SG_NO_GETTER
#define SG_GETTER_TEXT SG_NO_GETTER
#define SG_GETTER_BYTES SG_NO_GETTER
#define SG_GETTER_DATETIME SG_NO_GETTER
#define SG_GETTER_DATE SG_NO_GETTER
#define SG_GETTER_TIME SG_NO_GETTER
#define SG_GETTER_TIMEDELTA SG_NO_GETTER
#define SG_GETTER_UUID SG_NO_GETTER
#define SG_GETTER_DECIMAL SG_NO_GETTER
#define SG_GETTER_ANY SG_NO_GETTER

/* Names are pasted here, where `bool` is still the row's word and not <stdbool.h>'s macro. */
#define SCALAR(name, storage, module, python, family, size, least, greatest)                       \
    SG_GETTER_##family(sg_##name, storage)
#include "types/scalars.def"
#undef SCALAR

#endif
