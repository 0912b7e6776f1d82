/* sg_lazy.h: Python objects that a module imports when it first needs them, so that importing the module
   itself stays cheap. One row each. */
#ifndef SG_LAZY_H
#define SG_LAZY_H

#include "sg_base.h"

/* What is named by a dotted path in a module; with () behind it, what a call of that makes. The rows of
   datetime come first.

                  id                 module             path                                           */
#define SG_LAZY_ROWS(ROW)                                                                          \
    ROW(SG_LAZY_DATETIME, "datetime", "datetime")                                                  \
    ROW(SG_LAZY_DATE, "datetime", "date")                                                          \
    ROW(SG_LAZY_TIME, "datetime", "time")                                                          \
    ROW(SG_LAZY_TIMEDELTA, "datetime", "timedelta")                                                \
    ROW(SG_LAZY_UTC, "datetime", "timezone.utc")                                                   \
    ROW(SG_LAZY_TIMEZONE, "datetime", "timezone")                                                  \
    ROW(SG_LAZY_ZONES, "builtins", "dict()")                                                       \
    ROW(SG_LAZY_UUID, "uuid", "UUID")                                                              \
    ROW(SG_LAZY_UUID_INT, "uuid", "UUID.int")                                                      \
    ROW(SG_LAZY_UUID_SAFETY, "uuid", "SafeUUID.unknown")                                           \
    ROW(SG_LAZY_DECIMAL, "decimal", "Decimal")                                                     \
    ROW(SG_LAZY_DECIMAL_CONTEXT, "decimal", "Context()")                                           \
    ROW(SG_LAZY_JSON_DECODE_ERROR, "json", "JSONDecodeError")                                      \
    ROW(SG_LAZY_MAPPING, "collections.abc", "Mapping")                                             \
    ROW(SG_LAZY_ENUM, "enum", "Enum")                                                              \
    ROW(SG_LAZY_RAW_IO, "io", "RawIOBase")                                                         \
    ROW(SG_LAZY_DATACLASS, "dataclasses", "dataclass")                                             \
    ROW(SG_LAZY_DATACLASS_FIELD, "dataclasses", "field")                                           \
    ROW(SG_LAZY_DATACLASS_FIELD_MARK, "dataclasses", "_FIELD")                                     \
    ROW(SG_LAZY_DEEPCOPY, "copy", "deepcopy")                                                      \
    ROW(SG_LAZY_SLOTNAMES, "copyreg", "_slotnames")                                                \
    ROW(SG_LAZY_SIGNATURE, "inspect", "Signature")                                                 \
    ROW(SG_LAZY_PARAMETER, "inspect", "Parameter")                                                 \
    ROW(SG_LAZY_TYPING_ANY, "typing", "Any")                                                       \
    ROW(SG_LAZY_TYPING_LITERAL, "typing", "Literal")

typedef enum {
#define SG_LAZY_ID(id, module, path) id,
    SG_LAZY_ROWS(SG_LAZY_ID)
#undef SG_LAZY_ID
        SG_LAZY_COUNT
} SgLazyId;

/* Keeps `found` as the object of row `id`. */
SG_COLD void sg_lazy_keep(SgState *state, SgLazyId id, void *found)
{
    if (!state->lazy[id]) state->lazy[id] = Py_NewRef((PyObject *)found);
}

/* The classes of datetime, from its C API, because only of those are the structs known: what the names in
   the module stand for may be somebody's substitute. An isolated sub-interpreter of 3.12 has no such API;
   there the names are all there is. */
SG_COLD int sg_load_calendar(SgState *state)
{
    PyDateTime_CAPI *calendar = (PyDateTime_CAPI *)PyCapsule_Import(PyDateTime_CAPSULE_NAME, 0);
    if (!calendar) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
        PyErr_Clear();
        return 0;
    }
    sg_lazy_keep(state, SG_LAZY_DATETIME, calendar->DateTimeType);
    sg_lazy_keep(state, SG_LAZY_DATE, calendar->DateType);
    sg_lazy_keep(state, SG_LAZY_TIME, calendar->TimeType);
    sg_lazy_keep(state, SG_LAZY_TIMEDELTA, calendar->DeltaType);
    sg_lazy_keep(state, SG_LAZY_UTC, calendar->TimeZone_UTC);
    state->calendar = calendar;
    return 0;
}

/* A new reference to what `path` names below `module`; or raises. */
SG_COLD PyObject *sg_find_path(const char *module, const char *path)
{
    PyObject *found = PyImport_ImportModule(module);
    while (found && *path && *path != '(') {
        const size_t length = strcspn(path, ".(");
        PyObject *name = PyUnicode_FromStringAndSize(path, (Py_ssize_t)length);
        PyObject *next = name ? PyObject_GetAttr(found, name) : NULL;
        Py_XDECREF(name);
        Py_DECREF(found);
        found = next;
        path += length;
        if (*path == '.') path++;
    }
    if (found && *path == '(') {
        PyObject *made = PyObject_CallNoArgs(found);
        Py_DECREF(found);
        found = made;
    }
    return found;
}

/* The object of row `id`, borrowed from the state; or NULL where the import fails. */
SG_COLD PyObject *sg_lazy(SgState *state, SgLazyId id)
{
    static const char *const rows[][2] = {
#define SG_LAZY_NAMES(id, module, path) {module, path},
        SG_LAZY_ROWS(SG_LAZY_NAMES)
#undef SG_LAZY_NAMES
    };
    if (id <= SG_LAZY_UTC && !state->lazy[id] && sg_load_calendar(state) < 0) return NULL;
    if (state->lazy[id]) return state->lazy[id];

    PyObject *found = sg_find_path(rows[id][0], rows[id][1]);
    if (!found) return NULL;
    sg_lazy_keep(state, id, found); /* unless the import ran other code, which came here too */
    Py_DECREF(found);
    return state->lazy[id];
}

/* The same where it mostly is there already. */
SG_INLINE PyObject *sg_lazy_known(SgState *state, SgLazyId id)
{
    PyObject *known = state->lazy[id];
    return SG_LIKELY(known != NULL) ? known : sg_lazy(state, id);
}

#endif
