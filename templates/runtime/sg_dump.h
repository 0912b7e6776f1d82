/* sg_dump.h: records written in the slow half of the codec: to_dict(), and the explanation of a record
   that the fast writer refused. */
#ifndef SG_DUMP_H
#define SG_DUMP_H

#include "sg_extra.h"
#include "sg_node.h"
#include "sg_omit.h"
#include "sg_record.h"

/* Whether that field keeps the tag of the record, which is always written. */
SG_FN bool sg_keeps_tag(const SgRecord *record, int index)
{
    return record->tag && record->tag->field == index;
}

/* What field number `index` of `self` is in JSON into `dict`. */
SG_COLD int sg_record_dump_field(const SgPlace *top, const SgRecord *record, int index,
                                 PyObject *self, PyObject *dict)
{
    const SgField *field = &record->fields[index];
    if (field->flags & SG_HIDDEN) return 0;
    PyObject *value = sg_field_get(field, self);
    if (!value) return -1;
    if (value == Py_Ellipsis && field->type->kind->id == SG_KIND_ABSENT) {
        Py_DECREF(value);
        return 0;
    }
    SgPlace place = sg_place_below(top, NULL);
    place.field = field;
    PyObject *key = sg_field_key(top->root->state, field);
    PyObject *dumped = key ? field->type->kind->dump(&place, field->type, value) : NULL;
    int status = dumped ? 0 : -1;
    if (dumped && (record->flags & SG_OMIT_DEFAULTS) && !sg_keeps_tag(record, index))
        status = sg_is_default(self, field, index, value);
    if (status == 0) status = PyDict_SetItem(dict, key, dumped);
    Py_XDECREF(dumped);
    Py_XDECREF(key);
    Py_DECREF(value);
    return status < 0 ? -1 : 0;
}

/* The pairs that the record keeps for unknown keys into `dict`. */
SG_COLD int sg_record_dump_extra(const SgPlace *top, const SgRecord *record, PyObject *self,
                                 PyObject *dict)
{
    const SgField *field = sg_extra_field(record);
    if (!field) return 0;
    SgPlace place = sg_place_below(top, NULL);
    place.field = field;
    PyObject *extra = sg_field_get(field, self);
    const int status = extra ? sg_extra_dump(&place, record, dict, extra) : -1;
    Py_XDECREF(extra);
    return status;
}

/* Puts the tag into what to_dict() gives. */
SG_COLD int sg_tag_dump(SgState *state, const SgTag *tag, PyObject *dict)
{
    PyObject *key = tag->work->key(state, tag), *name = tag->work->text(state, tag);
    const int status = key && name ? PyDict_SetItem(dict, key, name) : -1;
    Py_XDECREF(name);
    Py_XDECREF(key);
    return status;
}

SG_COLD int sg_record_dump_tag(const SgPlace *top, const SgRecord *record, PyObject *self,
                               PyObject *dict)
{
    const SgTag *tag = record->tag;
    if (tag->field < 0) return sg_tag_dump(top->root->state, tag, dict);
    return sg_record_dump_field(top, record, tag->field, self, dict);
}

/* What json.loads() would give for the record's JSON text, as a new dict; or raises. What is
   wrong in it is said of it, not of the record that it stands in. */
SG_COLD PyObject *sg_record_dump(const SgPlace *outer, PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    if (sg_deeper(outer) < 0) return NULL;
    const SgRoot *around = outer->root;
    SgRoot root = {sg_state_of(type), around->caller,    SG_ENCODE,      record->name, NULL, 0,
                   around->depth,     around->outermost, SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    PyObject *dict = PyDict_New();
    const int first = record->tag ? record->tag->field : -1; /* keeps the tag */
    if (dict && record->tag && sg_record_dump_tag(&top, record, self, dict) < 0) Py_CLEAR(dict);
    for (int i = 0; dict && i < record->field_count; i++) {
        if (i != first && sg_record_dump_field(&top, record, i, self, dict) < 0) Py_CLEAR(dict);
    }
    if (dict && sg_record_dump_extra(&top, record, self, dict) < 0) Py_CLEAR(dict);
    sg_shallower(outer);
    return dict;
}

/* The same for a record that stands in nothing but `depth` open brackets. Where that is too
   deep, the words name `outermost`, or the record itself where that is NULL. */
SG_COLD PyObject *sg_dump_document(SgState *state, PyObject *self, int depth, const char *outermost)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    if (!outermost) outermost = record->name;
    SgRoot root = {state, state, SG_ENCODE, record->name,   NULL,
                   0,     depth, outermost, SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    return sg_record_dump(&top, self);
}

/* Raises why `self` could not be written; -1 always. */
SG_COLD int sg_explain_writing(SgState *state, PyObject *self, int depth, const char *outermost)
{
    if (PyErr_Occurred()) return -1;
    PyObject *dict = sg_dump_document(state, self, depth, outermost);
    if (!dict) return -1;
    Py_DECREF(dict);
    PyErr_Format(PyExc_TypeError, "%s changed while it was written", sg_type_name(Py_TYPE(self)));
    return -1;
}

#endif
