/* sg_factory.h: defaults that a function of the user's makes, anew for each instance that lacks a value. It is
   called when all else of the instance is in its place and nothing else can be wrong with it. */
#ifndef SG_FACTORY_H
#define SG_FACTORY_H

#include "sg_keys.h"
#include "sg_record.h"
#include "sg_reference.h"

SG_FN bool sg_was_seen(const uint64_t *seen, int index)
{
    return seen[index >> 6] >> (index & 63) & 1;
}

/* Raises ImportError for a reference that was found to be `found`, or nothing. */
SG_COLD void sg_factory_refuse(const SgRecord *record, const SgFactory *factory, PyObject *found)
{
    const SgReference *reference = &factory->reference;
    if (!found && !PyErr_ExceptionMatches(PyExc_AttributeError)) return;
    PyObject *cause = found ? NULL : sg_take_error();
    PyErr_Format(PyExc_ImportError, "%s.%s: %s:%s is not %s", record->name,
                 record->fields[factory->field].name, reference->module, reference->name,
                 found ? "callable" : "there");
    if (cause) sg_set_cause(cause);
}

/* A new reference to the function; or raises. */
SG_FN PyObject *sg_factory_find(SgState *state, const SgRecord *record, const SgFactory *factory)
{
    PyObject *found = sg_reference(state, &factory->reference);
    if (SG_LIKELY(found && PyCallable_Check(found))) return Py_NewRef(found);
    sg_factory_refuse(record, factory, found);
    Py_CLEAR(state->kept[factory->reference.kept]); /* it may be one the next time */
    return NULL;
}

/* What the function makes, not checked yet, as a new reference; or raises. */
SG_FN PyObject *sg_factory_call(SgState *state, const SgRecord *record, const SgFactory *factory)
{
    PyObject *function = sg_factory_find(state, record, factory);
    PyObject *value = function ? PyObject_CallNoArgs(function) : NULL;
    Py_XDECREF(function);
    return value;
}

/* The same by the field's index. */
SG_COLD PyObject *sg_factory_call_of(SgState *state, const SgRecord *record, int index)
{
    const SgFactory *factory = record->factories->rows;
    while (factory->field != index) factory++;
    return sg_factory_call(state, record, factory);
}

/* Gives the field its value; or raises. */
SG_FN int sg_factory_fill(SgState *state, const SgRecord *record, const SgFactory *factory,
                          PyObject *self)
{
    const SgField *field = &record->fields[factory->field];
    PyObject *value = sg_factory_call(state, record, factory);
    if (!value) return -1;
    const int status = sg_field_set(state, field, self, value);
    if (SG_UNLIKELY(status < 0)) sg_refuse_field(state, record, field, value);
    Py_DECREF(value);
    return status;
}

/* The constructor's share: fields that `values` has NULL for. */
SG_ENTRY int sg_factories_fill(SgState *state, const SgRecord *record, PyObject *self,
                               PyObject *const *values)
{
    for (const SgFactory *factory = record->factories->rows; factory->reference.name; factory++)
        if (!values[factory->field] && sg_factory_fill(state, record, factory, self) < 0) return -1;
    return 0;
}

/* The same for fields that have no bit in `seen`. */
SG_COLD int sg_factories_fill_unseen(SgState *state, const SgRecord *record, PyObject *self,
                                     const uint64_t *seen)
{
    for (const SgFactory *factory = record->factories->rows; factory->reference.name; factory++)
        if (!sg_was_seen(seen, factory->field) && sg_factory_fill(state, record, factory, self) < 0)
            return -1;
    return 0;
}

/* Whether the whole text is JSON, which the reader otherwise finds out on its way. */
SG_COLD bool sg_is_json(SgReader *r)
{
    SgReader whole;
    sg_reader_init(&whole, r->state, r->start, r->end - r->start);
    r->is_json = sg_skip(&whole) == 0 && sg_read_finish(&whole) == 0;
    return r->is_json;
}

/* The same in the fast reader. No function is called for what is no JSON; so what is raised here is what the
   judge would raise, and it is not asked. It will call the functions again where the document does not fit the
   schema, for what stands before the mistake. */
SG_ENTRY int sg_factories_read(SgReader *r, const SgRecord *record, PyObject *self,
                               const uint64_t *seen)
{
    for (const SgFactory *factory = record->factories->rows; factory->reference.name; factory++) {
        if (sg_was_seen(seen, factory->field)) continue;
        if (!r->is_json && !sg_is_json(r)) return -1;
        sg_reader_wake(r);
        if (sg_factory_fill(r->state, record, factory, self) == 0) continue;
        r->has_raised = true;
        return -1;
    }
    return 0;
}

SG_CONST SgFactoryWork sg_factory_work = {
    sg_factories_fill,
    sg_factories_fill_unseen,
    sg_factories_read,
    sg_factory_call_of,
};

#endif
