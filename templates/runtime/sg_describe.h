/* sg_describe.h: what a record says of itself: repr, annotations and the constructor's signature. The last
   is made when somebody asks (sg_class_attribute.h); annotations cannot be, because
   typing.get_type_hints() takes them from the class's __dict__. */
#ifndef SG_DESCRIBE_H
#define SG_DESCRIBE_H

#include "sg_annotation.h"
#include "sg_construct.h"

/* ---- repr ---- */

SG_COLD PyObject *sg_repr_fields(const SgRecord *record, PyObject *self)
{
    PyObject *parts = PyList_New(0), *separator = PyUnicode_FromString(", "), *joined = NULL;
    int status = parts && separator ? 0 : -1;
    for (int i = 0; status == 0 && i < record->field_count; i++) {
        if (record->fields[i].flags & SG_UNSHOWN) continue;
        PyObject *value = sg_field_get(&record->fields[i], self);
        PyObject *part =
            value ? PyUnicode_FromFormat("%s=%R", record->fields[i].name, value) : NULL;
        status = part ? PyList_Append(parts, part) : -1;
        Py_XDECREF(part);
        Py_XDECREF(value);
    }
    if (status == 0) joined = PyUnicode_Join(separator, parts);
    Py_XDECREF(separator);
    Py_XDECREF(parts);
    return joined;
}

/* Trade(symbol='AAPL', bid=1.0), as dataclasses write it; `...` where it contains itself. */
SG_COLD PyObject *sg_repr(PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    int entered = Py_ReprEnter(self);
    if (entered != 0) return entered > 0 ? PyUnicode_FromString("...") : NULL;
    PyObject *name = NULL, *fields = NULL, *text = NULL;
    if (Py_EnterRecursiveCall(" while getting the repr of a record") == 0) {
        name = PyObject_GetAttrString((PyObject *)Py_TYPE(self), "__qualname__");
        if (name) fields = sg_repr_fields(record, self);
        if (fields) text = PyUnicode_FromFormat("%S(%U)", name, fields);
        Py_LeaveRecursiveCall();
    }
    Py_XDECREF(fields);
    Py_XDECREF(name);
    Py_ReprLeave(self);
    return text;
}

/* ---- annotations ---- */

/* {name: annotation} of the record's own fields. */
SG_COLD PyObject *sg_annotations(SgState *state, const SgRecord *record)
{
    PyObject *annotations = PyDict_New();
    for (int i = record->field_count - record->own_count; annotations && i < record->field_count;
         i++) {
        PyObject *annotation = sg_annotation(state, record->fields[i].type);
        if (!annotation ||
            PyDict_SetItem(annotations, state->records[record->index].names[i], annotation) < 0)
            Py_CLEAR(annotations);
        Py_XDECREF(annotation);
    }
    return annotations;
}

/* ---- the constructor's signature ---- */

/* What stands for a default that is made anew for each instance: prints as <factory>. */
SG_COLD PyObject *sg_factory_mark(void)
{
    PyObject *names = PyDict_New(), *mark = NULL;
    PyObject *result = names ? PyRun_String("class _Factory:\n"
                                            "    def __repr__(self): return '<factory>'\n"
                                            "mark = _Factory()\n",
                                            Py_file_input, names, names)
                             : NULL;
    if (result) mark = Py_XNewRef(PyDict_GetItemString(names, "mark"));
    Py_XDECREF(result);
    Py_XDECREF(names);
    return mark;
}

SG_COLD PyObject *sg_parameter(SgState *state, const SgRecord *record, int index,
                               PyObject *factory_mark)
{
    const SgField *field = &record->fields[index];
    PyObject *type = sg_lazy(state, SG_LAZY_PARAMETER);
    if (!type) return NULL;
    const char *kind_name = field->flags & SG_KW_ONLY ? "KEYWORD_ONLY" : "POSITIONAL_OR_KEYWORD";
    PyObject *kind = PyObject_GetAttrString(type, kind_name);
    PyObject *annotation = sg_annotation(state, field->type), *shown = NULL;
    if (!field->default_json) shown = PyObject_GetAttrString(type, "empty");
    else if (field->flags & SG_FRESH) shown = Py_XNewRef(factory_mark);
    else shown = Py_XNewRef(sg_default(state, record, index));

    PyObject *parameter = NULL;
    if (kind && annotation && shown) {
        PyObject *args = Py_BuildValue("(sO)", field->name, kind);
        PyObject *keywords = Py_BuildValue("{sOsO}", "default", shown, "annotation", annotation);
        if (args && keywords) parameter = PyObject_Call(type, args, keywords);
        Py_XDECREF(args);
        Py_XDECREF(keywords);
    }
    Py_XDECREF(shown);
    Py_XDECREF(annotation);
    Py_XDECREF(kind);
    return parameter;
}

SG_COLD PyObject *sg_signature_make(SgState *state, const SgRecord *record)
{
    PyObject *parameters = PyList_New(0), *mark = sg_factory_mark(), *signature = NULL;
    int status = parameters && mark ? 0 : -1;
    for (int keyword_only = 0; keyword_only < 2; keyword_only++) {
        for (int i = 0; status == 0 && i < record->field_count; i++) {
            if (((record->fields[i].flags & SG_KW_ONLY) != 0) != keyword_only) continue;
            PyObject *parameter = sg_parameter(state, record, i, mark);
            status = parameter ? PyList_Append(parameters, parameter) : -1;
            Py_XDECREF(parameter);
        }
    }
    PyObject *type = status == 0 ? sg_lazy(state, SG_LAZY_SIGNATURE) : NULL;
    if (type) {
        PyObject *keywords = Py_BuildValue("{sO}", "return_annotation", Py_None);
        PyObject *args = PyTuple_Pack(1, parameters);
        if (args && keywords) signature = PyObject_Call(type, args, keywords);
        Py_XDECREF(args);
        Py_XDECREF(keywords);
    }
    Py_XDECREF(mark);
    Py_XDECREF(parameters);
    return signature;
}

#endif
