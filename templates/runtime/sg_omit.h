/* sg_omit.h: `omit_defaults`: a field is written, and then taken back where its text is that of its default.
   So no type has to say when two of its values look alike. */
#ifndef SG_OMIT_H
#define SG_OMIT_H

#include "sg_record.h"

/* The JSON text of the field's default, as bytes. */
SG_COLD PyObject *sg_default_text(SgState *state, const SgField *field)
{
    PyObject *value = sg_default_make(state, field), *text = NULL;
    if (!value) return NULL;
    SgWriter w;
    sg_writer_init(&w, state);
    if (field->type->kind->write(&w, field->type, value) == 0) text = sg_writer_bytes(&w);
    else if (!PyErr_Occurred())
        PyErr_Format(PyExc_SystemError, "the default of field '%s' has no JSON text", field->name);
    sg_writer_free(&w);
    Py_DECREF(value);
    return text;
}

SG_COLD void sg_default_texts_free(const SgRecord *record, PyObject **texts)
{
    for (int i = 0; texts && i < record->field_count; i++) Py_CLEAR(texts[i]);
    PyMem_Free(texts);
}

/* Whether the field can have a text that is left out. */
SG_FN bool sg_has_default_text(const SgField *field)
{
    return field->default_json && !(field->flags & (SG_HIDDEN | SG_FACTORY)) &&
           strcmp(field->default_json, "...") != 0;
}

SG_COLD PyObject *const *sg_default_texts_make(SgState *state, const SgRecord *record)
{
    SgRecordState *kept = &state->records[record->index];
    PyObject **texts =
        (PyObject **)PyMem_Calloc((size_t)record->field_count + 1, sizeof(PyObject *));
    if (!texts) {
        PyErr_NoMemory();
        return NULL;
    }
    for (int i = 0; i < record->field_count; i++) {
        if (!sg_has_default_text(&record->fields[i])) continue;
        texts[i] = sg_default_text(state, &record->fields[i]);
        if (texts[i]) continue;
        sg_default_texts_free(record, texts);
        return NULL;
    }
    if (kept->default_texts) sg_default_texts_free(record, texts); /* somebody was faster */
    else kept->default_texts = texts;
    return kept->default_texts;
}

/* The JSON texts of the defaults of a record's fields, in their order; NULL with an exception. */
SG_FN PyObject *const *sg_default_texts(PyObject *self)
{
    PyTypeObject *type;
    const SgRecord *record = sg_record_of(Py_TYPE(self), &type);
    SgState *state = sg_state_of(type);
    PyObject *const *texts = state->records[record->index].default_texts;
    return SG_LIKELY(texts != NULL) ? texts : sg_default_texts_make(state, record);
}

/* Takes back what was written behind `mark` up to `p` where it is the field's key and the text of its
   default. */
SG_FN char *sg_omit_default(SgWriter *w, char *p, Py_ssize_t mark, const SgField *field,
                            PyObject *text)
{
    const Py_ssize_t n = PyBytes_GET_SIZE(text);
    const bool is_default = p - w->start - mark == field->key_length + n &&
                            memcmp(p - n, PyBytes_AS_STRING(text), (size_t)n) == 0;
    return is_default ? w->start + mark : p;
}

/* Whether the JSON text of `value`, of field number `index` of `self`, is that of the default: 1, 0 or -1. */
SG_COLD int sg_is_default(PyObject *self, const SgField *field, int index, PyObject *value)
{
    PyObject *const *texts = sg_default_texts(self);
    if (!texts) return -1;
    if (!texts[index]) return 0;
    const Py_ssize_t n = PyBytes_GET_SIZE(texts[index]);
    SgWriter w;
    PyTypeObject *type;
    (void)sg_record_of(Py_TYPE(self), &type);
    sg_writer_init(&w, sg_state_of(type));
    const bool is_equal = field->type->kind->write(&w, field->type, value) == 0 &&
                          w.p - w.start == n &&
                          memcmp(w.start, PyBytes_AS_STRING(texts[index]), (size_t)n) == 0;
    sg_writer_free(&w);
    PyErr_Clear(); /* what cannot be written is somebody else's to say */
    return is_equal;
}

#endif
