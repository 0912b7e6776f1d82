/* sg_dataclass.h: records as dataclasses: what the functions of dataclasses, @dataclass on a Python subclass
   and the libraries that know dataclasses want to see of a class; and what rich wants to see of an instance.
   dataclasses is imported only when somebody asks. */
#ifndef SG_DATACLASS_H
#define SG_DATACLASS_H

#include "sg_describe.h"
#include "sg_document.h"

/* Puts an item into a dict. Steals `value`; NULL is -1. */
SG_COLD int sg_dict_put(PyObject *dict, const char *key, PyObject *value)
{
    int status = value ? PyDict_SetItemString(dict, key, value) : -1;
    Py_XDECREF(value);
    return status;
}

/* What a Field's default_factory does; `self` is (class, index of the field). */
SG_COLD PyObject *sg_default_factory_call(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(self, 0);
    const SgRecord *record = sg_record_of(type, &type);
    SgState *state = sg_state_of(type);
    const int index = (int)PyLong_AsLong(PyTuple_GET_ITEM(self, 1));
    const SgField *field = &record->fields[index];
    if (field->flags & SG_FACTORY) return record->factories->work->call(state, record, index);
    return sg_default_make(state, field);
}

static PyMethodDef sg_default_factory_method = {"default_factory", sg_default_factory_call,
                                                METH_NOARGS, "The default of a field, made anew."};

/* Puts the field's default into the arguments of dataclasses.field(). */
SG_COLD int sg_dataclass_put_default(SgState *state, const SgRecord *record, int index,
                                     PyObject *keywords)
{
    const SgField *field = &record->fields[index];
    if (!field->default_json) return 0;
    if (!(field->flags & SG_FRESH))
        return sg_dict_put(keywords, "default", Py_XNewRef(sg_default(state, record, index)));
    PyObject *self = Py_BuildValue("(Oi)", state->records[record->index].type, index);
    PyObject *factory = self ? PyCFunction_New(&sg_default_factory_method, self) : NULL;
    Py_XDECREF(self);
    return sg_dict_put(keywords, "default_factory", factory);
}

/* The arguments of dataclasses.field(). */
SG_COLD PyObject *sg_dataclass_field_keywords(SgState *state, const SgRecord *record, int index)
{
    const SgField *field = &record->fields[index];
    const char *doc = field->doc;
    PyObject *keywords =
        Py_BuildValue("{sOsOsO}", "kw_only", field->flags & SG_KW_ONLY ? Py_True : Py_False, "repr",
                      field->flags & SG_UNSHOWN ? Py_False : Py_True, "compare",
                      field->flags & SG_UNCOMPARED ? Py_False : Py_True);
    int status = keywords ? sg_dataclass_put_default(state, record, index, keywords) : -1;
    if (status == 0 && doc)
        status = sg_dict_put(keywords, "metadata", Py_BuildValue("{ss}", "doc", doc));
#if PY_VERSION_HEX >= 0x030E0000
    if (status == 0 && doc) status = sg_dict_put(keywords, "doc", PyUnicode_FromString(doc));
#endif
    if (status < 0) Py_CLEAR(keywords);
    return keywords;
}

/* A dataclasses.Field. */
SG_COLD PyObject *sg_dataclass_field(SgState *state, const SgRecord *record, int index)
{
    PyObject *make = sg_lazy(state, SG_LAZY_DATACLASS_FIELD);
    PyObject *mark = sg_lazy(state, SG_LAZY_DATACLASS_FIELD_MARK);
    PyObject *none = PyTuple_New(0), *type = sg_annotation(state, record->fields[index].type);
    PyObject *keywords = sg_dataclass_field_keywords(state, record, index), *field = NULL;
    if (make && mark && none && type && keywords) field = PyObject_Call(make, none, keywords);
    if (field &&
        (PyObject_SetAttrString(field, "name", state->records[record->index].names[index]) < 0 ||
         PyObject_SetAttrString(field, "type", type) < 0 ||
         PyObject_SetAttrString(field, "_field_type", mark) < 0))
        Py_CLEAR(field);
    Py_XDECREF(keywords);
    Py_XDECREF(type);
    Py_XDECREF(none);
    return field;
}

/* {name: dataclasses.Field} */
SG_COLD PyObject *sg_dataclass_fields_make(SgState *state, const SgRecord *record)
{
    PyObject *fields = PyDict_New();
    for (int i = 0; fields && i < record->field_count; i++)
        if (sg_dict_put(fields, record->fields[i].name, sg_dataclass_field(state, record, i)) < 0)
            Py_CLEAR(fields);
    return fields;
}

/* What @dataclass(...) with the record's options would say of a class; taken from one, because only
   dataclasses itself knows the shape that this has in its version. */
SG_COLD PyObject *sg_dataclass_params_make(SgState *state, const SgRecord *record)
{
    PyObject *decorate = sg_lazy(state, SG_LAZY_DATACLASS), *params = NULL;
    PyObject *empty = PyObject_CallFunction((PyObject *)&PyType_Type, "s(){}", record->name);
    PyObject *args = empty ? PyTuple_Pack(1, empty) : NULL;
    PyObject *keywords = Py_BuildValue("{sOsOsO}", "eq", record->flags & SG_EQ ? Py_True : Py_False,
                                       "order", record->order ? Py_True : Py_False, "frozen",
                                       record->flags & SG_FROZEN ? Py_True : Py_False);
    PyObject *made = decorate && args && keywords ? PyObject_Call(decorate, args, keywords) : NULL;
    if (made) params = PyObject_GetAttrString(made, "__dataclass_params__");
    Py_XDECREF(made);
    Py_XDECREF(keywords);
    Py_XDECREF(args);
    Py_XDECREF(empty);
    return params;
}

/* ---- rich ---- */

/* (name, value), and the default where there is one that all instances share: rich leaves out what equals it. */
SG_COLD PyObject *sg_rich_part(SgState *state, const SgRecord *record, int index, PyObject *self)
{
    const SgField *field = &record->fields[index];
    PyObject *value = sg_field_get(field, self);
    if (!value) return NULL;
    if (!field->default_json || field->flags & SG_FRESH)
        return Py_BuildValue("(sN)", field->name, value);
    PyObject *standard = sg_default(state, record, index);
    if (standard) return Py_BuildValue("(sNO)", field->name, value, standard);
    Py_DECREF(value);
    return NULL;
}

/* __rich_repr__() */
SG_COLD PyObject *sg_rich_repr(PyObject *self, PyObject *unused)
{
    (void)unused;
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    PyObject *parts = PyList_New(0);
    for (int i = 0; parts && i < record->field_count; i++) {
        if (record->fields[i].flags & SG_UNSHOWN) continue;
        PyObject *part = sg_rich_part(sg_state_of(type), record, i, self);
        if (!part || PyList_Append(parts, part) < 0) Py_CLEAR(parts);
        Py_XDECREF(part);
    }
    PyObject *iterator = parts ? PyObject_GetIter(parts) : NULL;
    Py_XDECREF(parts);
    return iterator;
}

#endif
