/* sg_getter.h: what getters of native fields return. */
#ifndef SG_GETTER_H
#define SG_GETTER_H

#include "sg_instance.h"

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

#endif
