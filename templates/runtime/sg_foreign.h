/* sg_foreign.h: the kind of classes that are the user's: in memory their instances, in JSON what the type `a`
   is. What encode() gives is judged as any value of that type; what decode() gives must be an instance. */
#ifndef SG_FOREIGN_H
#define SG_FOREIGN_H

#include "sg_annotation.h"
#include "sg_limited.h"
#include "sg_optional.h"
#include "sg_reference.h"
#include "sg_text.h"

SG_FN const SgForeign *sg_foreign_of(const SgType *type)
{
    return (const SgForeign *)type->extra;
}

static int sg_foreign_check(SgState *state, const SgType *type, PyObject *value)
{
    PyObject *expected = sg_reference(state, &sg_foreign_of(type)->class_);
    const int is_instance = expected ? PyObject_IsInstance(value, expected) : -1;
    return is_instance > 0 ? 0 : -1;
}

static PyObject *sg_foreign_accept(SgState *state, const SgType *type, PyObject *value)
{
    return sg_foreign_check(state, type, value) < 0 ? NULL : Py_NewRef(value);
}

/* What makes a value of the type in JSON where there is no encode(): str, int or float. */
SG_FN PyObject *sg_foreign_converter(const SgType *as)
{
    if (as->kind->id == SG_KIND_LIMITED) as = as->a;
    if (as->kind->id == SG_KIND_TEXT) return (PyObject *)&PyUnicode_Type;
    const bool is_float = as->kind->id == SG_KIND_NATIVE && sg_native_of(as)->family == SG_FLOAT;
    return (PyObject *)(is_float ? &PyFloat_Type : &PyLong_Type);
}

/* What stands for an instance in JSON, a new reference; or raises what the user's code does. */
SG_FN PyObject *sg_foreign_encode(SgState *state, const SgType *type, PyObject *value)
{
    const SgReference *encode = &sg_foreign_of(type)->encode;
    PyObject *call = encode->name ? sg_reference(state, encode) : sg_foreign_converter(type->a);
    return call ? PyObject_CallOneArg(call, value) : NULL;
}

static int sg_foreign_write(SgWriter *w, const SgType *type, PyObject *value)
{
    if (sg_foreign_check(w->state, type, value) < 0) return -1;
    PyObject *plain = sg_foreign_encode(w->state, type, value);
    const int status = plain ? type->a->kind->write(w, type->a, plain) : -1;
    Py_XDECREF(plain);
    return status;
}

/* What the user's code makes of a value of the type in JSON; steals it. */
SG_FN PyObject *sg_foreign_decode(SgState *state, const SgType *type, PyObject *plain)
{
    const SgForeign *foreign = sg_foreign_of(type);
    const SgReference *decode = foreign->decode.name ? &foreign->decode : &foreign->class_;
    PyObject *call = plain ? sg_reference(state, decode) : NULL;
    PyObject *value = call ? PyObject_CallOneArg(call, plain) : NULL;
    Py_XDECREF(plain);
    return value;
}

/* Where it fails, the user's code is called once more, by the judge, which has words for that. */
static PyObject *sg_foreign_read(SgReader *r, const SgType *type)
{
    PyObject *plain = type->a->kind->read(r, type->a);
    sg_reader_wake(r);
    PyObject *value = sg_foreign_decode(r->state, type, plain);
    if (value && sg_foreign_check(r->state, type, value) < 0) Py_CLEAR(value);
    return value;
}

SG_COLD PyObject *sg_foreign_dump(const SgPlace *place, const SgType *type, PyObject *value)
{
    const SgForeign *foreign = sg_foreign_of(type);
    if (sg_foreign_check(place->root->state, type, value) < 0) {
        if (!PyErr_Occurred()) sg_refuse_expected(place, type, value);
        return NULL;
    }
    PyObject *plain = sg_foreign_encode(place->root->state, type, value);
    if (!plain) return NULL;
    SgType as = *type->a;
    if (foreign->encode.name) as.expected = foreign->encoded;
    PyObject *dumped = as.kind->dump(place, &as, plain);
    Py_DECREF(plain);
    return dumped;
}

SG_COLD PyObject *sg_foreign_load(const SgPlace *place, const SgType *type, PyObject *node,
                                  PyObject *where)
{
    SgState *state = place->root->state;
    PyObject *plain = sg_inner_load(place, type, node, where);
    if (!plain) return NULL;
    SgPlace end = *place;
    if (where && PyTuple_Check(where)) end.offset = sg_where_end(where);
    PyObject *value = sg_foreign_decode(state, type, plain);
    if (!value) {
        sg_fail_because(&end);
        return NULL;
    }
    if (sg_foreign_check(state, type, value) < 0) {
        if (!PyErr_Occurred())
            sg_fail(&end, PyExc_TypeError, "expected %s, got %s", sg_foreign_of(type)->decoded,
                    sg_type_name(Py_TYPE(value)));
        Py_CLEAR(value);
    }
    return value;
}

SG_COLD PyObject *sg_foreign_schema(SgSchema *schema, const SgType *type)
{
    return sg_schema_of(schema, type->a);
}

SG_COLD PyObject *sg_foreign_annotation(SgState *state, const SgType *type)
{
    return Py_XNewRef(sg_reference(state, &sg_foreign_of(type)->class_));
}

SG_CONST SgKind sg_kind_foreign = {
    sg_foreign_accept,     sg_foreign_check, sg_foreign_write, sg_foreign_read,
    sg_refuse_expected,    sg_foreign_dump,  sg_foreign_load,  sg_foreign_schema,
    sg_foreign_annotation, SG_KIND_OTHER,
};

/* Imports the classes: a step of importing the module. */
SG_COLD int sg_foreign_exec(SgState *state, PyObject *module)
{
    (void)module;
    for (int i = 0; i < state->module->foreign_count; i++) {
        const SgForeign *foreign = state->module->foreign[i];
        PyObject *found = sg_reference_class(state->module, foreign->name, &foreign->class_);
        Py_XSETREF(state->kept[foreign->class_.kept], found);
        if (!found) return -1;
    }
    return 0;
}

#endif
