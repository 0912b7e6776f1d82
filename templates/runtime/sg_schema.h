/* sg_schema.h: what the `schema` functions of all kinds build JSON Schemas (2020-12) from. Records and
   enums stand in `$defs`, once each, in the order in which they are first referred to, which is the twin's
   order too; whole documents are made in sg_document.h. */
#ifndef SG_SCHEMA_H
#define SG_SCHEMA_H

#include "sg_base.h"

struct SgSchema {
    const SgModule *module; /* of the record whose schema it is */
    SgState *state;         /* of the module whose types are being described */
    PyObject *defs;         /* {name: schema}; None where it is still to be made */
    PyObject *
        pending; /* types of the records whose definitions are still to be made: a list that grows */
};

/* A new dict that describes values of `type`. */
SG_COLD PyObject *sg_schema_of(SgSchema *schema, const SgType *type)
{
    return type->kind->schema(schema, type);
}

/* {"type": name} */
SG_COLD PyObject *sg_schema_type(const char *name)
{
    return Py_BuildValue("{ss}", "type", name);
}

/* {"type": name, key: the schema of `item`} */
SG_COLD PyObject *sg_schema_around(SgSchema *schema, const char *name, const char *key,
                                   const SgType *item)
{
    PyObject *inner = sg_schema_of(schema, item);
    return inner ? Py_BuildValue("{sssN}", "type", name, key, inner) : NULL;
}

/* What a record or enum is called in `$defs`: with its module in front where that is not the document's. */
SG_COLD const char *sg_schema_name(SgSchema *schema, const char *qualified_name, const char *name)
{
    const size_t length = strlen(schema->module->name);
    const bool is_own = strncmp(qualified_name, schema->module->name, length) == 0 &&
                        qualified_name[length] == '.' &&
                        strcmp(qualified_name + length + 1, name) == 0;
    return is_own ? name : qualified_name;
}

/* {"$ref": "#/$defs/NAME"} */
SG_COLD PyObject *sg_schema_ref(const char *name)
{
    PyObject *target = PyUnicode_FromFormat("#/$defs/%s", name);
    return target ? Py_BuildValue("{sN}", "$ref", target) : NULL;
}

/* Keeps a place for the definition of `name`: 1 where there was none yet, else 0. */
SG_COLD int sg_schema_reserve(SgSchema *schema, const char *name)
{
    PyObject *key = PyUnicode_FromString(name);
    const int is_there = key ? PyDict_Contains(schema->defs, key) : -1;
    int status = is_there;
    if (is_there == 0) status = PyDict_SetItem(schema->defs, key, Py_None);
    Py_XDECREF(key);
    return status < 0 ? -1 : !is_there;
}

/* Sets `key` of a schema; steals `value`, where NULL is -1. */
SG_COLD int sg_schema_put(PyObject *dict, const char *key, PyObject *value)
{
    const int status = value ? PyDict_SetItemString(dict, key, value) : -1;
    Py_XDECREF(value);
    return status;
}

/* {"title": name, "description": doc} as a new dict, without the latter where there is no doc. */
SG_COLD PyObject *sg_schema_titled(const char *name, const char *doc)
{
    return doc ? Py_BuildValue("{ssss}", "title", name, "description", doc)
               : Py_BuildValue("{ss}", "title", name);
}

#endif
