/* sg_describe.h: what a record says of itself: repr, annotations and the constructor's signature. The last
   is made when somebody asks (sg_class_attribute.h); annotations cannot be, because
   typing.get_type_hints() takes them from the class's __dict__. */
#ifndef SG_DESCRIBE_H
#define SG_DESCRIBE_H

#include "sg_any.h"
#include "sg_construct.h"
#include "sg_interned.h"
#include "sg_nan.h"
#include "sg_union.h"

/* ---- repr ---- */

SG_ENTRY PyObject *sg_repr_fields(const SgRecord *record, PyObject *self)
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
SG_ENTRY PyObject *sg_repr(PyObject *self)
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

/* `left | right`, stealing both. */
SG_ENTRY PyObject *sg_annotation_or(PyObject *left, PyObject *right)
{
    PyObject *both = left && right ? PyNumber_Or(left, right) : NULL;
    Py_XDECREF(left);
    Py_XDECREF(right);
    return both;
}

SG_ENTRY PyObject *sg_annotation(SgState *state, const SgType *type);

/* container[items], stealing `items`, which may be NULL. */
SG_ENTRY PyObject *sg_annotation_with(PyTypeObject *container, PyObject *items)
{
    PyObject *annotation = items ? Py_GenericAlias((PyObject *)container, items) : NULL;
    Py_XDECREF(items);
    return annotation;
}

/* tuple[A, B], tuple[T, ...] */
SG_ENTRY PyObject *sg_annotation_of_tuple(SgState *state, const SgType *type)
{
    const Py_ssize_t count = type->a ? 1 : sg_tuple_count(type);
    PyObject *items = PyTuple_New(type->a ? 2 : count);
    for (Py_ssize_t i = 0; items && i < count; i++) {
        PyObject *item = sg_annotation(state, sg_tuple_item(type, i));
        if (item) PyTuple_SET_ITEM(items, i, item);
        else Py_CLEAR(items);
    }
    if (items && type->a) PyTuple_SET_ITEM(items, 1, Py_NewRef(Py_Ellipsis));
    return sg_annotation_with(&PyTuple_Type, items);
}

SG_ENTRY PyObject *sg_annotation_of_literal(SgState *state, const SgType *type)
{
    PyObject *literal = sg_lazy(state, SG_LAZY_TYPING_LITERAL);
    PyObject *values = PyTuple_GET_ITEM(state->literals, sg_literal_of(type)->index);
    return literal ? PyObject_GetItem(literal, values) : NULL;
}

SG_ENTRY PyObject *sg_annotation_tagged(SgState *state, const SgChoice *choice)
{
    PyObject *all = NULL;
    for (const int *base = choice->bases; *base >= 0; base++) {
        PyObject *one = Py_NewRef((PyObject *)state->records[*base].type);
        all = base == choice->bases ? one : sg_annotation_or(all, one);
    }
    return all;
}

SG_ENTRY PyObject *sg_annotation_union(SgState *state, const SgUnion *listed)
{
    PyObject *all = NULL;
    for (const SgType *const *member = listed->members; *member; member++) {
        PyObject *one = sg_annotation(state, *member);
        all = member == listed->members ? one : sg_annotation_or(all, one);
    }
    return all;
}

/* The type as Python annotates it: float, list[Leg], str | None. */
SG_ENTRY PyObject *sg_annotation(SgState *state, const SgType *type)
{
    const SgKind *kind = type->kind;
    if (sg_native_behind(type)) {
        SgFamily family = sg_native_of(type)->family;
        return Py_NewRef((PyObject *)(family == SG_BOOL  ? &PyBool_Type
                                      : family == SG_INT ? &PyLong_Type
                                                         : &PyFloat_Type));
    }
    if (kind == &sg_kind_bigint) return Py_NewRef((PyObject *)&PyLong_Type);
    if (kind == &sg_kind_text || kind == &sg_kind_interned)
        return Py_NewRef((PyObject *)&PyUnicode_Type);
    if (kind == &sg_kind_bytes) return Py_NewRef((PyObject *)&PyBytes_Type);
    if (kind == &sg_kind_open_enum) {
        const bool is_str = sg_enum_of(state, type)->is_str;
        PyObject *base = (PyObject *)(is_str ? &PyUnicode_Type : &PyLong_Type);
        return sg_annotation_or(Py_NewRef(state->enums[type->index].type), Py_NewRef(base));
    }
    if (kind == &sg_kind_enum) return Py_NewRef(state->enums[type->index].type);
    if (kind == &sg_kind_record) return Py_NewRef((PyObject *)state->records[type->index].type);
    if (kind == &sg_kind_textual || kind == &sg_kind_decimal)
        return Py_XNewRef(sg_textual_class(state, type));
    if (kind == &sg_kind_tagged) return sg_annotation_tagged(state, sg_choice_of(type));
    if (kind == &sg_kind_union) return sg_annotation_union(state, sg_union_of(type));
    if (kind == &sg_kind_any) return Py_XNewRef(sg_lazy(state, SG_LAZY_TYPING_ANY));
    if (kind == &sg_kind_foreign)
        return Py_XNewRef(sg_reference(state, &sg_foreign_of(type)->class_));
    if (kind == &sg_kind_limited) return sg_annotation(state, type->a);
    if (kind == &sg_kind_optional)
        return sg_annotation_or(sg_annotation(state, type->a), Py_NewRef(Py_None));
    if (kind == &sg_kind_absent)
        return sg_annotation_or(sg_annotation(state, type->a),
                                Py_NewRef((PyObject *)Py_TYPE(Py_Ellipsis)));

    if (kind == &sg_kind_tuple) return sg_annotation_of_tuple(state, type);
    if (kind == &sg_kind_literal) return sg_annotation_of_literal(state, type);
    if (kind == &sg_kind_dict) {
        PyObject *key = sg_annotation(state, type->a), *value = sg_annotation(state, type->b);
        return sg_annotation_with(&PyDict_Type, Py_BuildValue("(NN)", key, value));
    }
    PyTypeObject *container = kind == &sg_kind_list  ? &PyList_Type
                              : kind == &sg_kind_set ? &PySet_Type
                                                     : &PyFrozenSet_Type;
    return sg_annotation_with(container, sg_annotation(state, type->a));
}

/* {name: annotation} of the record's own fields. */
SG_ENTRY PyObject *sg_annotations(SgState *state, const SgRecord *record)
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
SG_ENTRY PyObject *sg_factory_mark(void)
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

SG_ENTRY PyObject *sg_parameter(SgState *state, const SgRecord *record, int index,
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

SG_ENTRY PyObject *sg_signature_make(SgState *state, const SgRecord *record)
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
