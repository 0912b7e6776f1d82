/* sg_document.h: json_schema(): the JSON Schema (2020-12) of a record, made from the tables when somebody
   asks. It describes what to_json() writes and from_json() reads, as far as JSON Schema can say it. */
#ifndef SG_DOCUMENT_H
#define SG_DOCUMENT_H

#include "sg_judge.h"
#include "sg_schema.h"

/* What the default is in JSON, as a new reference; NULL with an exception, or without one where there is
   none that JSON could say. */
SG_COLD PyObject *sg_schema_default(SgState *state, const SgRecord *record, const SgField *field)
{
    if (!field->default_json || field->flags & SG_FACTORY) return NULL;
    if (strcmp(field->default_json, "...") == 0) return NULL;
    PyObject *value = sg_default_make(state, field);
    if (!value) { /* one that its own pattern refuses is none */
        if (PyErr_ExceptionMatches(PyExc_ValueError)) PyErr_Clear();
        return NULL;
    }
    SgRoot root = {state, state, SG_ENCODE,    record->name,   NULL,
                   0,     0,     record->name, SG_TEXT_IS_TEXT};
    const SgPlace top = {&root, NULL, NULL, NULL, -1, -1};
    SgPlace place = sg_place_below(&top, NULL);
    place.field = field;
    PyObject *dumped = field->type->kind->dump(&place, field->type, value);
    Py_DECREF(value);
    return dumped;
}

SG_COLD PyObject *sg_schema_field(SgSchema *schema, const SgRecord *record, const SgField *field)
{
    PyObject *described = sg_schema_of(schema, field->type);
    if (!described) return NULL;
    const char *doc = field->doc;
    int status = doc ? sg_schema_put(described, "description", PyUnicode_FromString(doc)) : 0;
    if (status == 0 && field->flags & SG_DEPRECATED)
        status = sg_schema_put(described, "deprecated", Py_NewRef(Py_True));
    if (status == 0) {
        PyObject *value = sg_schema_default(schema->state, record, field);
        if (value) status = sg_schema_put(described, "default", value);
        else if (PyErr_Occurred()) status = -1;
    }
    if (status < 0) Py_CLEAR(described);
    return described;
}

/* Adds the fields to "properties", and to "required" those that have no default. */
SG_COLD int sg_schema_fields(SgSchema *schema, const SgRecord *record, PyObject *properties,
                             PyObject *required)
{
    int status = 0;
    for (int i = 0; status == 0 && i < record->field_count; i++) {
        const SgField *field = &record->fields[i];
        if (field->flags & SG_HIDDEN) continue;
        PyObject *key = sg_field_key(schema->state, field);
        PyObject *described = key ? sg_schema_field(schema, record, field) : NULL;
        status = described ? PyDict_SetItem(properties, key, described) : -1;
        if (status == 0 && !field->default_json) status = PyList_Append(required, key);
        Py_XDECREF(described);
        Py_XDECREF(key);
    }
    return status;
}

/* Adds the tag to "properties". It is required only where there is a choice. */
SG_COLD int sg_schema_tag(SgSchema *schema, const SgTag *tag, PyObject *properties)
{
    PyObject *key = tag->work->key(schema->state, tag), *name = tag->work->text(schema->state, tag);
    PyObject *described = key && name ? Py_BuildValue("{sO}", "const", name) : NULL;
    const int status = described ? PyDict_SetItem(properties, key, described) : -1;
    Py_XDECREF(described);
    Py_XDECREF(name);
    Py_XDECREF(key);
    return status;
}

/* Adds what describes an instance of `record` to the dict `described`. */
SG_COLD int sg_schema_record(SgSchema *schema, const SgRecord *record, PyObject *described)
{
    PyObject *properties = PyDict_New(), *required = PyList_New(0);
    int status = properties && required ? 0 : -1;
    if (status == 0 && record->tag && record->tag->field < 0)
        status = sg_schema_tag(schema, record->tag, properties);
    if (status == 0) status = sg_schema_fields(schema, record, properties, required);
    if (status == 0) status = sg_schema_put(described, "type", PyUnicode_FromString("object"));
    if (status == 0) status = PyDict_SetItemString(described, "properties", properties);
    if (status == 0 && PyList_GET_SIZE(required) > 0)
        status = PyDict_SetItemString(described, "required", required);
    if (status == 0 && (record->flags & SG_FORBID_UNKNOWN))
        status = PyDict_SetItemString(described, "additionalProperties", Py_False);
    Py_XDECREF(required);
    Py_XDECREF(properties);
    return status;
}

/* Makes all definitions that are referred to, also by each other. */
SG_COLD int sg_schema_definitions(SgSchema *schema)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(schema->pending); i++) {
        PyTypeObject *type;
        const SgRecord *record =
            sg_record_of((PyTypeObject *)PyList_GET_ITEM(schema->pending, i), &type);
        const char *name = sg_schema_name(schema, record->qualified_name, record->name);
        schema->state = sg_state_of(type);
        PyObject *described = sg_schema_titled(record->name, record->doc);
        int status = described ? sg_schema_record(schema, record, described) : -1;
        if (status == 0) status = PyDict_SetItemString(schema->defs, name, described);
        Py_XDECREF(described);
        if (status < 0) return -1;
    }
    return 0;
}

/* Fills in `document`. A record that refers to itself stands among the definitions. */
SG_COLD int sg_schema_document(SgSchema *schema, const SgRecord *record, PyObject *document)
{
    const SgChoice *family = record->family;
    const bool is_choice = family && (family->count > 1 || family->members[0] != record->index);
    PyObject *body = sg_schema_titled(record->name, record->doc), *members = NULL;
    int status = body ? 0 : -1;
    if (status == 0 && is_choice) {
        members = sg_choice_schema(schema, family);
        status = members ? PyDict_Update(body, members) : -1;
        Py_XDECREF(members);
    } else if (status == 0) {
        status = sg_schema_record(schema, record, body);
    }
    if (status == 0) status = sg_schema_definitions(schema);
    if (status == 0) {
        PyObject *itself = PyDict_GetItemString(schema->defs, record->name);
        if (itself && !is_choice) Py_SETREF(body, sg_schema_ref(record->name));
        status = body ? PyDict_Update(document, body) : -1;
    }
    if (status == 0 && PyDict_GET_SIZE(schema->defs) > 0)
        status = PyDict_SetItemString(document, "$defs", schema->defs);
    Py_XDECREF(body);
    return status;
}

SG_COLD PyObject *sg_json_schema(PyObject *type, PyObject *unused)
{
    (void)unused;
    PyTypeObject *record_type;
    const SgRecord *record = sg_record_of((PyTypeObject *)type, &record_type);
    if (!record) {
        PyErr_Format(PyExc_TypeError, "%s is no record", sg_type_name((PyTypeObject *)type));
        return NULL;
    }
    SgState *state = sg_state_of(record_type);
    SgSchema schema = {state->module, state, PyDict_New(), PyList_New(0)};
    PyObject *document =
        Py_BuildValue("{ss}", "$schema", "https://json-schema.org/draft/2020-12/schema");
    if (!schema.defs || !schema.pending || !document ||
        sg_schema_document(&schema, record, document) < 0)
        Py_CLEAR(document);
    Py_XDECREF(schema.pending);
    Py_XDECREF(schema.defs);
    return document;
}

#endif
