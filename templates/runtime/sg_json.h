/* sg_json.h: the JSON methods of records: SG_JSON_METHODS, for the table of their base type.
   Each runs the fast reader or writer; only when that refuses, sg_judge.h finds the words. */
#ifndef SG_JSON_H
#define SG_JSON_H

#include "sg_arguments.h"
#include "sg_document.h"
#include "sg_judge.h"
#include "sg_list.h"
#include "sg_reader.h"
#include "sg_record.h"
#include "sg_writer.h"

/* The record that a class method was called on. */
typedef struct {
    const SgRecord *record;
    PyTypeObject *type; /* the class itself: the record's type or a Python subclass */
    PyTypeObject *record_type;
    SgState *state;
} SgTarget;

SG_FN int sg_target_find(SgTarget *target, PyTypeObject *type)
{
    target->type = type;
    target->state = NULL;
    target->record = sg_record_of(type, &target->record_type);
    if (SG_UNLIKELY(!target->record)) {
        PyErr_Format(PyExc_TypeError, "%s is no record", sg_type_name(type));
        return -1;
    }
    target->state = sg_state_of(target->record_type);
    return 0;
}

/* ---- writing ---- */

SG_ENTRY PyObject *sg_to_json(PyObject *self, PyObject *unused)
{
    (void)unused;
    SgTarget target;
    if (sg_target_find(&target, Py_TYPE(self)) < 0) return NULL;
    SgWriter w;
    sg_writer_init(&w, target.state);
    PyObject *bytes = NULL;
    if (SG_LIKELY(sg_record_write_as(&w, target.record, target.state, self) == 0))
        bytes = sg_writer_bytes(&w);
    else sg_explain_writing(target.state, self, 0, NULL);
    sg_writer_free(&w);
    return bytes;
}

SG_COLD PyObject *sg_to_dict(PyObject *self, PyObject *unused)
{
    (void)unused;
    SgTarget target;
    if (sg_target_find(&target, Py_TYPE(self)) < 0) return NULL;
    return sg_dump_document(target.state, self, 0, NULL);
}

/* Item `index` of the records to write is none. */
SG_COLD int sg_refuse_record(const SgTarget *target, PyObject *item, Py_ssize_t index)
{
    SgRoot root = {
        target->state,        target->state,  SG_ENCODE, target->record->name, NULL, 0, 0,
        target->record->name, SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    const SgPlace place = {&root, &top, NULL, NULL, index, -1};
    return sg_fail(&place, PyExc_TypeError, "expected %s, got %s", target->record->name,
                   sg_type_name(Py_TYPE(item)));
}

/* Writes record number `index`, with `between` before all but the first and `after` behind each; '\0'
   for none. Raises where it fails. */
SG_FN int sg_write_item(SgWriter *w, const SgTarget *target, PyObject *item, Py_ssize_t index,
                        char between, char after)
{
    const int depth = w->depth; /* 1 in an array: then too deep is the array's fault */
    const bool is_exact = Py_TYPE(item) == target->record_type;
    if (!is_exact && !PyType_IsSubtype(Py_TYPE(item), target->record_type))
        return sg_refuse_record(target, item, index);
    if (between && index > 0 && sg_write_char(w, between) < 0) return -1;
    if ((is_exact ? sg_record_write_as(w, target->record, target->state, item)
                  : sg_record_write(w, item)) < 0)
        return sg_explain_writing(target->state, item, depth, depth ? target->record->name : NULL);
    return after ? sg_write_char(w, after) : 0;
}

/* Writes every record of an iterable. */
SG_FN int sg_write_records(SgWriter *w, const SgTarget *target, PyObject *records, char between,
                           char after)
{
    int status = 0;
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
    if (PyList_CheckExact(
            records)) { /* as its iterator does: until it ends, however long it is by then */
        for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(records); i++) {
            PyObject *item = Py_NewRef(PyList_GET_ITEM(records, i));
            status = sg_write_item(w, target, item, i, between, after);
            Py_DECREF(item);
        }
        return status;
    }
#endif
    PyObject *iterator = PyObject_GetIter(records), *item;
    if (!iterator) return -1;
    for (Py_ssize_t i = 0; status == 0 && (item = PyIter_Next(iterator)) != NULL; i++) {
        status = sg_write_item(w, target, item, i, between, after);
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return status < 0 || PyErr_Occurred() ? -1 : 0;
}

SG_ENTRY PyObject *sg_to_json_array(PyObject *type, PyObject *records)
{
    SgTarget target;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    SgWriter w;
    sg_writer_init(&w, target.state);
    PyObject *bytes = NULL;
    if (sg_open(&w) == 0 && sg_write_char(&w, '[') == 0 &&
        sg_write_records(&w, &target, records, ',', '\0') == 0 && sg_write_char(&w, ']') == 0)
        bytes = sg_writer_bytes(&w);
    sg_writer_free(&w);
    return bytes;
}

SG_ENTRY PyObject *sg_to_json_lines(PyObject *type, PyObject *records)
{
    SgTarget target;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    SgWriter w;
    sg_writer_init(&w, target.state);
    PyObject *bytes = NULL;
    if (sg_write_records(&w, &target, records, '\0', '\n') == 0) bytes = sg_writer_bytes(&w);
    sg_writer_free(&w);
    return bytes;
}

/* ---- reading ---- */

SG_COLD PyObject *sg_source_encode(PyObject *str)
{
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(str) < 0) return NULL;
#endif
    return PyUnicode_AsEncodedString(str, "utf-8", "surrogatepass");
}

/* Gets at the text of what a method was given. What can change while it is read is copied. */
SG_FN int sg_source_find(SgSource *source, const SgTarget *target, const char *method,
                         PyObject *data)
{
    source->is_str = PyUnicode_Check(data);
    if (source->is_str && PyUnicode_IS_COMPACT_ASCII(data)) {
        source->owner = Py_NewRef(data);
        source->text = (const char *)PyUnicode_1BYTE_DATA(data);
        source->length = PyUnicode_GET_LENGTH(data);
        return 0;
    }
    if (source->is_str) source->owner = sg_source_encode(data);
    else if (PyBytes_Check(data)) source->owner = Py_NewRef(data);
    else if (PyByteArray_Check(data) || PyMemoryView_Check(data))
        source->owner = PyBytes_FromObject(data);
    else {
        source->owner = NULL;
        PyErr_Format(PyExc_TypeError,
                     "%s.%s(): expected str, bytes, bytearray or memoryview, got %s",
                     target->record->name, method, sg_type_name(Py_TYPE(data)));
    }
    if (!source->owner) return -1;
    source->text = PyBytes_AS_STRING(source->owner);
    source->length = PyBytes_GET_SIZE(source->owner);
    return 0;
}

/* The same; until it is closed the collector rests. */
SG_FN int sg_source_open(SgSource *source, const SgTarget *target, const char *method,
                         PyObject *data)
{
    if (sg_source_find(source, target, method, data) < 0) return -1;
    source->rests = sg_rest(source->length);
    return 0;
}

SG_FN void sg_source_close(SgSource *source)
{
    sg_wake(&source->rests);
    Py_DECREF(source->owner);
}

/* Reads one record that is all of start..start+length; or raises. */
SG_FN PyObject *sg_read_document(const SgTarget *target, const SgDocument *document)
{
    SgReader r;
    sg_reader_init(&r, target->state, document->text, document->length);
    r.rests = &document->source->rests;
    PyObject *self = sg_record_read(&r, target->record, target->type);
    if (SG_LIKELY(self && sg_read_finish(&r) == 0)) return self;
    Py_CLEAR(self);
    if (r.has_raised || !sg_was_refused()) return NULL;
    return sg_explain(target->state, document, target->record, target->type);
}

SG_ENTRY PyObject *sg_from_json(PyObject *type, PyObject *data)
{
    SgTarget target;
    SgSource source;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    if (sg_source_open(&source, &target, "from_json", data) < 0) return NULL;
    const SgDocument document = {&source, source.text, source.length, false, 0, -1};
    PyObject *self = sg_read_document(&target, &document);
    sg_source_close(&source);
    return self;
}

/* The list of all records of an array; refuses. */
SG_FN PyObject *sg_read_records(SgReader *r, const SgTarget *target)
{
    if (sg_read_array_begin(r) < 0) return NULL;
    PyObject *list = PyList_New(0);
    int more = !sg_read_empty_array(r);
    while (list && more > 0) {
        PyObject *self = sg_record_read(r, target->record, target->type);
        if (!self || sg_list_push(list, self) < 0) Py_CLEAR(list);
        else more = sg_read_after_item(r);
    }
    if (list && (more < 0 || sg_read_finish(r) < 0)) Py_CLEAR(list);
    return list;
}

SG_ENTRY PyObject *sg_from_json_array(PyObject *type, PyObject *data)
{
    SgTarget target;
    SgSource source;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    if (sg_source_open(&source, &target, "from_json_array", data) < 0) return NULL;
    SgReader r;
    sg_reader_init(&r, target.state, source.text, source.length);
    r.rests = &source.rests;
    PyObject *list = sg_read_records(&r, &target);
    if (!list && !r.has_raised && sg_was_refused()) {
        const SgDocument document = {&source, source.text, source.length, true, 0, -1};
        list = sg_explain(target.state, &document, target.record, target.type);
    }
    sg_source_close(&source);
    return list;
}

SG_FN bool sg_is_blank(const char *line, const char *end)
{
    while (line < end && sg_is_space(*line)) line++;
    return line == end;
}

/* Reads a line into `list`, unless it is blank. */
SG_FN int sg_read_line(const SgTarget *target, SgDocument *document, PyObject *list)
{
    if (sg_is_blank(document->text, document->text + document->length)) return 0;
    document->index = PyList_GET_SIZE(list);
    PyObject *self = sg_read_document(target, document);
    return self ? sg_list_push(list, self) : -1;
}

SG_ENTRY PyObject *sg_from_json_lines(PyObject *type, PyObject *data)
{
    SgTarget target;
    SgSource source;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    if (sg_source_open(&source, &target, "from_json_lines", data) < 0) return NULL;
    PyObject *list = PyList_New(0);
    SgDocument document = {&source, source.text, 0, false, 1, -1};
    const char *const end = source.text + source.length;
    while (list) {
        const char *newline =
            (const char *)memchr(document.text, '\n', (size_t)(end - document.text));
        document.length = (newline ? newline : end) - document.text;
        if (sg_read_line(&target, &document, list) < 0) Py_CLEAR(list);
        if (!newline) break;
        document.text = newline + 1;
        document.line++;
    }
    sg_source_close(&source);
    return list;
}

SG_COLD PyObject *sg_from_dict(PyObject *type, PyObject *const *args, Py_ssize_t nargs,
                               PyObject *kwnames)
{
    static const SgParameters parameters = {"from_dict", "mapping, /, *, strict=None", 1, "strict"};
    SgTarget target;
    PyObject *strict;
    if (sg_take_arguments(&parameters, type, args, nargs, kwnames, &strict) < 0) return NULL;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    const int is_strict = strict ? PyObject_IsTrue(strict) : 1;
    if (is_strict < 0) return NULL;
    const SgTextRule text_rule = is_strict ? SG_TEXT_IS_TEXT : SG_TEXT_SPELLS;
    SgRoot root = {target.state,        target.state, SG_DECODE, target.record->name, NULL, 0, 0,
                   target.record->name, text_rule};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    return sg_record_load(&top, target.record->name, target.state, target.record, target.type,
                          args[0], NULL);
}

#define SG_METHOD_FUNCTION(function) ((PyCFunction)(void (*)(void))(function))

/* Rows for the PyMethodDef table of the records' base type. */
#define SG_JSON_METHODS                                                                            \
    {"to_json", sg_to_json, METH_NOARGS,                                                           \
     "to_json($self, /)\n--\n\nThis record as JSON text, UTF-8."},                                 \
        {"from_json", sg_from_json, METH_O | METH_CLASS,                                           \
         "from_json($type, data, /)\n--\n\nThe record that a JSON text, str or UTF-8, stands "     \
         "for."},                                                                                  \
        {"to_json_array", sg_to_json_array, METH_O | METH_CLASS,                                   \
         "to_json_array($type, records, /)\n--\n\n"                                                \
         "Records as the JSON text of an array, UTF-8."},                                          \
        {"from_json_array", sg_from_json_array, METH_O | METH_CLASS,                               \
         "from_json_array($type, data, /)\n--\n\n"                                                 \
         "The list of records that the JSON text of an array stands for."},                        \
        {"to_json_lines", sg_to_json_lines, METH_O | METH_CLASS,                                   \
         "to_json_lines($type, records, /)\n--\n\n"                                                \
         "Records as newline-delimited JSON, UTF-8; every record ends in a newline."},             \
        {"from_json_lines", sg_from_json_lines, METH_O | METH_CLASS,                               \
         "from_json_lines($type, data, /)\n--\n\n"                                                 \
         "The list of records that newline-delimited JSON stands for."},                           \
        {"to_dict", sg_to_dict, METH_NOARGS,                                                       \
         "to_dict($self, /)\n--\n\n"                                                               \
         "What json.loads(self.to_json()) gives; shares nothing with the record."},                \
        {"from_dict", SG_METHOD_FUNCTION(sg_from_dict),                                            \
         METH_FASTCALL | METH_KEYWORDS | METH_CLASS,                                               \
         "from_dict($type, mapping, /, *, strict=True)\n--\n\n"                                    \
         "The record that a mapping, as json.loads() makes it, stands for; strict=False also "     \
         "takes\n"                                                                                 \
         "text for numbers, bools and null."},                                                     \
        {"json_schema", sg_json_schema, METH_NOARGS | METH_CLASS,                                  \
         "json_schema($type, /)\n--\n\n"                                                           \
         "The JSON Schema (2020-12) of these records' JSON, as a dict."},

#endif
