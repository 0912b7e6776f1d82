/* sg_extra.h: the field of a record that holds the unknown keys of its JSON object: a dict[str, Any], whose
   pairs stand behind the other fields in JSON. */
#ifndef SG_EXTRA_H
#define SG_EXTRA_H

#include "sg_dict.h"
#include "sg_keys.h"
#include "sg_record.h"

/* The field, or NULL. */
SG_COLD const SgField *sg_extra_field(const SgRecord *record)
{
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].flags & SG_EXTRA) return &record->fields[i];
    return NULL;
}

/* Reads the value of the unknown key that was just read, into the dict in `slot`, which is field number
   `field`. */
SG_FN int sg_extra_read(SgReader *r, const SgType *type, const SgKeys *keys, int field,
                        PyObject **slot)
{
    if (!*slot) *slot = PyDict_New();
    if (!*slot) return -1;
    keys->seen[field >> 6] |= UINT64_C(1) << (field & 63);
    r->p = keys->unknown; /* the key once more, now as an object */
    return sg_read_pair(r, type, type->b, *slot);
}

/* Writes `,"key":value`; refuses a key that is a field's. */
SG_FN int sg_extra_write_pair(SgWriter *w, const SgType *type, const SgRecord *record,
                              PyObject *key, PyObject *value)
{
    if (!PyUnicode_Check(key) || sg_write_char(w, ',') < 0) return -1;
    const Py_ssize_t mark = w->p - w->start;
    if (sg_write_str(w, key) < 0) return -1;
    const Py_ssize_t length = w->p - w->start - mark;
    if (sg_match_key(record, 0, w->start + mark, length) != SG_UNKNOWN) return -1;
    if (sg_write_char(w, ':') < 0) return -1;
    return type->b->kind->write(w, type->b, value);
}

/* Writes the pairs of `extra`, which `self` holds. */
static int sg_extra_write_pairs(SgWriter *w, const SgType *type, PyObject *self, PyObject *extra)
{
    if (!extra || !PyDict_CheckExact(extra)) return -1;
    if (PyDict_GET_SIZE(extra) == 0) return 0;
    PyTypeObject *record_type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &record_type);
    PyObject *dict = sg_steady_dict(extra), *key, *value;
    if (!dict) return -1;
    const Py_ssize_t size = PyDict_GET_SIZE(dict);
    Py_ssize_t at = 0;
    int more, status = 0;
    bool are_plain = true;
    while (status == 0 && (more = sg_next_pair(dict, size, &at, &key, &value)) != 0) {
        if (more < 0) {
            status = -1;
            break;
        }
        are_plain = are_plain && sg_is_plain_key(type, key);
        status = sg_extra_write_pair(w, type, record, key, value);
        Py_DECREF(key);
        Py_DECREF(value);
    }
    if (SG_UNLIKELY(!are_plain) && status == 0) status = sg_check_key_texts(w, type, dict);
    Py_DECREF(dict);
    return status;
}

/* The same at `p`, for a record's writer; behind them `room` bytes are free. */
SG_FN char *sg_extra_write(SgWriter *w, char *p, const SgType *type, PyObject *self,
                           PyObject *extra, Py_ssize_t room)
{
    w->p = p;
    return sg_extra_write_pairs(w, type, self, extra) < 0 ? NULL : sg_room(w, w->p, room);
}

/* Puts what the pair is in JSON into `dict`, which has the other fields; or raises. */
SG_COLD int sg_extra_dump_pair(const SgPlace *place, const SgRecord *record, PyObject *dict,
                               PyObject *key, PyObject *value)
{
    PyObject *text = sg_dump_key(place, place->field->type, key);
    if (!text) return -1;
    const SgType *item_type = place->field->type->b;
    int status = sg_match_str(place->root->state, record, text);
    if (status >= 0)
        status = sg_fail_showing(place, PyExc_ValueError, "two keys are both %U in JSON", text);
    else if (status == SG_UNKNOWN) status = sg_dump_pair(place, item_type, dict, text, text, value);
    Py_DECREF(text);
    return status;
}

/* The same for all pairs of `extra`; `place` is that of the field. */
SG_COLD int sg_extra_dump(const SgPlace *place, const SgRecord *record, PyObject *dict,
                          PyObject *extra)
{
    if (!PyDict_CheckExact(extra)) return sg_refuse_expected(place, place->field->type, extra);
    PyObject *pairs = PyDict_Items(extra);
    int status = pairs ? 0 : -1;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(pairs); i++) {
        PyObject *pair = PyList_GET_ITEM(pairs, i);
        status = sg_extra_dump_pair(place, record, dict, PyTuple_GET_ITEM(pair, 0),
                                    PyTuple_GET_ITEM(pair, 1));
    }
    Py_XDECREF(pairs);
    return status;
}

/* Judges the value under an unknown key and puts it into `extra`. `place` is that of the value, with the
   key; `where`, of both in the document. */
SG_COLD int sg_extra_load(SgPlace *place, const SgType *type, PyObject *extra, PyObject *node,
                          PyObject *where)
{
    const int is_there = PyDict_Contains(extra, place->key);
    if (is_there > 0) {
        if (where) place->offset = sg_where_start(where);
        return sg_fail_showing(place, PyExc_ValueError, "key %U appears twice", place->key);
    }
    PyObject *value_where = where ? PyTuple_GET_ITEM(where, 1) : NULL;
    PyObject *value = is_there == 0 ? type->b->kind->load(place, type->b, node, value_where) : NULL;
    const int status = value ? PyDict_SetItem(extra, place->key, value) : -1;
    Py_XDECREF(value);
    return status;
}

#endif
