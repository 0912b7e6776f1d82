/* sg_enum_make.h: the classes of enums, made or imported when the module is. */
#ifndef SG_ENUM_MAKE_H
#define SG_ENUM_MAKE_H

#include "sg_enum.h"
#include "sg_reference.h"

/* [(name, value), ...] as the functional interface of `enum` takes it. */
SG_COLD PyObject *sg_enum_pairs(const SgEnum *listed)
{
    PyObject *pairs = PyList_New(listed->member_count);
    for (int i = 0; pairs && i < listed->member_count; i++) {
        const SgMember *member = &listed->members[i];
        PyObject *pair = listed->is_str
                             ? Py_BuildValue("(ss#)", member->name, member->text, member->length)
                             : Py_BuildValue("(sL)", member->name, member->number);
        if (pair) PyList_SET_ITEM(pairs, i, pair);
        else Py_CLEAR(pairs);
    }
    return pairs;
}

/* Python 3.10 has no StrEnum: a str and Enum that prints as its value does the same. */
SG_COLD int sg_enum_print_as_value(PyObject *type)
{
    PyObject *str_type = (PyObject *)&PyUnicode_Type;
    PyObject *str = PyObject_GetAttrString(str_type, "__str__");
    PyObject *format = PyObject_GetAttrString(str_type, "__format__");
    int status = -1;
    if (str && format && PyObject_SetAttrString(type, "__str__", str) == 0 &&
        PyObject_SetAttrString(type, "__format__", format) == 0)
        status = 0;
    Py_XDECREF(str);
    Py_XDECREF(format);
    return status;
}

SG_COLD PyObject *sg_enum_make(const SgModule *module, const SgEnum *listed)
{
    PyObject *enum_module = PyImport_ImportModule("enum");
    if (!enum_module) return NULL;
    bool lacks_str_enum = listed->is_str && !PyObject_HasAttrString(enum_module, "StrEnum");
    PyObject *base = PyObject_GetAttrString(enum_module, lacks_str_enum   ? "Enum"
                                                         : listed->is_str ? "StrEnum"
                                                                          : "IntEnum");
    Py_DECREF(enum_module);

    PyObject *pairs = sg_enum_pairs(listed), *args = NULL, *keywords = NULL, *type = NULL;
    if (base && pairs) {
        args = Py_BuildValue("(sO)", listed->name, pairs);
        keywords = lacks_str_enum
                       ? Py_BuildValue("{sssssO}", "module", module->name, "qualname", listed->name,
                                       "type", (PyObject *)&PyUnicode_Type)
                       : Py_BuildValue("{ssss}", "module", module->name, "qualname", listed->name);
    }
    if (args && keywords) type = PyObject_Call(base, args, keywords);
    if (type && lacks_str_enum && sg_enum_print_as_value(type) < 0) Py_CLEAR(type);
    if (type && listed->doc) {
        PyObject *doc = PyUnicode_FromString(listed->doc);
        if (!doc || PyObject_SetAttrString(type, "__doc__", doc) < 0) Py_CLEAR(type);
        Py_XDECREF(doc);
    }
    Py_XDECREF(keywords);
    Py_XDECREF(args);
    Py_XDECREF(pairs);
    Py_XDECREF(base);
    return type;
}

/* ---- existing enums ---- */

/* The value of member `i` as the schema has it. */
SG_COLD PyObject *sg_enum_listed_value(const SgEnum *listed, int i)
{
    const SgMember *member = &listed->members[i];
    return listed->is_str ? PyUnicode_FromStringAndSize(member->text, member->length)
                          : PyLong_FromLongLong(member->number);
}

/* Whether the member's value is `wanted`, of that very type but for subclasses: 1, 0 or -1. */
SG_COLD int sg_enum_has_value(PyObject *member, PyObject *wanted)
{
    PyObject *value = PyObject_GetAttrString(member, "value");
    if (!value) return -1;
    const bool is_alike = PyUnicode_Check(wanted) ? PyUnicode_Check(value)
                                                  : PyLong_Check(value) && !PyBool_Check(value);
    const int is_equal = is_alike ? PyObject_RichCompareBool(value, wanted, Py_EQ) : 0;
    Py_DECREF(value);
    return is_equal;
}

/* Keeps the member that the schema lists as number `i`; `members` are those of the class, by name, aliases
   apart. */
SG_COLD int sg_enum_adopt_member(const SgModule *module, const SgEnum *listed, SgEnumState *kept,
                                 PyObject *members, int i)
{
    kept->values[i] = sg_enum_listed_value(listed, i);
    if (!kept->values[i]) return -1;
    PyObject *member = PyDict_GetItemString(members, listed->members[i].name); /* borrowed */
    const int has_value = member ? sg_enum_has_value(member, kept->values[i]) : 0;
    if (has_value < 0) return -1;
    if (!has_value)
        return sg_reference_refuse(module, listed->name, &listed->class_,
                                   "has no member %s with value %R", listed->members[i].name,
                                   kept->values[i]);
    kept->members[i] = Py_NewRef(member);
    return PyDict_DelItemString(members, listed->members[i].name);
}

/* {name: member} of an Enum class, without aliases. */
SG_COLD PyObject *sg_enum_members(PyObject *type)
{
    PyObject *members = PyDict_New(), *listed = PySequence_List(type);
    for (Py_ssize_t i = 0; members && listed && i < PyList_GET_SIZE(listed); i++) {
        PyObject *member = PyList_GET_ITEM(listed, i);
        PyObject *name = PyObject_GetAttrString(member, "name");
        if (!name || PyDict_SetItem(members, name, member) < 0) Py_CLEAR(members);
        Py_XDECREF(name);
    }
    if (!listed) Py_CLEAR(members);
    Py_XDECREF(listed);
    return members;
}

/* 1, 0 or -1: whether `type` is a subclass of enum.NAME. */
SG_COLD int sg_enum_extends(PyObject *type, const char *name)
{
    const SgReference reference = {"enum", name, 0};
    PyObject *base = sg_reference_import(&reference);
    const int extends = base ? PyObject_IsSubclass(type, base) : -1;
    Py_XDECREF(base);
    return extends;
}

/* Imports the class of an existing enum and its members, which must be those that the schema lists. */
SG_COLD int sg_enum_adopt(const SgModule *module, const SgEnum *listed, SgEnumState *kept)
{
    kept->values = (PyObject **)PyMem_Calloc((size_t)listed->member_count + 1, sizeof(PyObject *));
    if (!kept->values) {
        PyErr_NoMemory();
        return -1;
    }
    kept->type = sg_reference_class(module, listed->name, &listed->class_);
    if (!kept->type) return -1;
    const int is_enum = sg_enum_extends(kept->type, "Enum");
    const int is_flag = is_enum > 0 ? sg_enum_extends(kept->type, "Flag") : 0;
    if (is_enum < 0 || is_flag < 0) return -1;
    if (!is_enum || is_flag)
        return sg_reference_refuse(module, listed->name, &listed->class_,
                                   is_flag ? "is a Flag, whose members combine" : "is no Enum");
    PyObject *members = sg_enum_members(kept->type), *key, *member;
    int status = members ? 0 : -1;
    for (int i = 0; status == 0 && i < listed->member_count; i++)
        status = sg_enum_adopt_member(module, listed, kept, members, i);
    Py_ssize_t at = 0;
    if (status == 0 && PyDict_Next(members, &at, &key, &member))
        status = sg_reference_refuse(module, listed->name, &listed->class_,
                                     "has member %U that the schema lacks", key);
    Py_XDECREF(members);
    return status;
}

/* Makes the class of `listed`, or imports it, keeps it and its members in the state and adds it to the module. */
SG_COLD int sg_enum_exec(SgState *state, PyObject *module, const SgEnum *listed)
{
    SgEnumState *kept = &state->enums[listed->index];
    kept->listed = listed;
    kept->members = PyMem_New(PyObject *, listed->member_count ? listed->member_count : 1);
    if (!kept->members) {
        PyErr_NoMemory();
        return -1;
    }
    memset(kept->members, 0, sizeof(PyObject *) * (size_t)listed->member_count);
    if (listed->class_.module) {
        if (sg_enum_adopt(state->module, listed, kept) < 0) return -1;
        return PyModule_AddObjectRef(module, listed->name, kept->type);
    }
    kept->type = sg_enum_make(state->module, listed);
    if (!kept->type) return -1;
    for (int i = 0; i < listed->member_count; i++) {
        kept->members[i] = PyObject_GetAttrString(kept->type, listed->members[i].name);
        if (!kept->members[i]) return -1;
    }
    return PyModule_AddObjectRef(module, listed->name, kept->type);
}

/* A step of importing a module. */
SG_COLD int sg_enums_exec(SgState *state, PyObject *module)
{
    for (int i = 0; i < state->module->enum_count; i++)
        if (sg_enum_exec(state, module, state->module->enums[i]) < 0) return -1;
    return 0;
}

#endif
