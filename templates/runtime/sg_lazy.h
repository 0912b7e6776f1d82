/* sg_lazy.h: Python objects that a module imports when it first needs them, so that importing the module
   itself stays cheap. One row each. */
#ifndef SG_LAZY_H
#define SG_LAZY_H

#include "sg_base.h"

/*            id                 module             attribute                                          */
#define SG_LAZY_ROWS(ROW)                                                                          \
    ROW(SG_LAZY_JSON_DECODE_ERROR, "json", "JSONDecodeError")                                      \
    ROW(SG_LAZY_MAPPING, "collections.abc", "Mapping")                                             \
    ROW(SG_LAZY_ENUM, "enum", "Enum")                                                              \
    ROW(SG_LAZY_DEEPCOPY, "copy", "deepcopy")                                                      \
    ROW(SG_LAZY_SLOTNAMES, "copyreg", "_slotnames")                                                \
    ROW(SG_LAZY_SIGNATURE, "inspect", "Signature")                                                 \
    ROW(SG_LAZY_PARAMETER, "inspect", "Parameter")                                                 \
    ROW(SG_LAZY_TYPING_ANY, "typing", "Any")

typedef enum {
#define SG_LAZY_ID(id, module, attribute) id,
    SG_LAZY_ROWS(SG_LAZY_ID)
#undef SG_LAZY_ID
        SG_LAZY_COUNT
} SgLazyId;

/* The object of row `id`, borrowed from the state; or NULL where the import fails. */
SG_COLD PyObject *sg_lazy(SgState *state, SgLazyId id)
{
    static const char *const rows[][2] = {
#define SG_LAZY_NAMES(id, module, attribute) {module, attribute},
        SG_LAZY_ROWS(SG_LAZY_NAMES)
#undef SG_LAZY_NAMES
    };
    if (state->lazy[id]) return state->lazy[id];

    PyObject *module = PyImport_ImportModule(rows[id][0]);
    if (!module) return NULL;
    PyObject *found = PyObject_GetAttrString(module, rows[id][1]);
    Py_DECREF(module);
    if (!found) return NULL;
    if (state->lazy[id]) Py_DECREF(found); /* the import ran other code, which came here too */
    else state->lazy[id] = found;
    return state->lazy[id];
}

#endif
