/* The view of a plan as a whole, of its enums and type constants, and of what the twin is put
   together from. Records and their fields: view_record.c. */
#include "render/view.h"

#include "render/embedded.h"
#include "render/runtime.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The JSON value of a member, as C. */
static Noun view_value(Arena *arena, const EnumType *enumeration, const EnumMember *member)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "text_c",
              enumeration->is_str ? spell_c_string(arena, member->text) : STR("NULL"));
    noun_number(noun, "length", enumeration->is_str ? (int64_t)member->text.len : 0);
    noun_text(noun, "number", spell_c_integer(arena, enumeration->is_str ? 0 : member->number));
    return noun;
}

static View *view_enum_members(Arena *arena, const EnumType *enumeration)
{
    View *list = view_list(arena);
    for (size_t i = 0; i < enumeration->members.len; i++) {
        const EnumMember *member = &enumeration->members.items[i];
        const Noun noun = view_value(arena, enumeration, member);
        noun_text(noun, "name", member->name);
        noun_text(noun, "py_value",
                  enumeration->is_str ? spell_py_string(arena, member->text)
                                      : str_fmt(arena, "%" PRId64, member->number));
        noun_append(arena, list, "member", noun.view);
    }
    return list;
}

/* Where the class of an existing enum is; the name in its first part is what is imported. */
static void add_reference(Noun noun, const Reference *reference)
{
    Arena *arena = noun.arena;
    const char *dot =
        reference->name.len ? memchr(reference->name.ptr, '.', reference->name.len) : NULL;
    const Str first =
        dot ? str_slice(reference->name, 0, (size_t)(dot - reference->name.ptr)) : reference->name;
    noun_truth(noun, "has_class", reference->name.len > 0);
    noun_truth(noun, "is_nested_class", dot != NULL);
    noun_text(noun, "class_module", reference->module);
    noun_text(noun, "class_name", reference->name);
    noun_text(noun, "class_first", first);
    noun_text(noun, "class_rest", str_slice(reference->name, first.len, reference->name.len));
    noun_text(noun, "class_c",
              reference->name.len ? str_fmt(arena, "{\"%.*s\", \"%.*s\", 0}",
                                            STR_ARG(reference->module), STR_ARG(reference->name))
                                  : STR("{NULL, NULL, 0}"));
}

static View *view_enum(Arena *arena, const EnumPlan *item)
{
    const EnumType *enumeration = item->enumeration;
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", enumeration->name);
    noun_text(noun, "c_name", item->c_name);
    noun_text(noun, "fingerprint", item->fingerprint);
    noun_text(noun, "doc_c", spell_c_doc(arena, enumeration->doc));
    noun_text(noun, "doc_py", spell_py_string(arena, enumeration->doc));
    noun_truth(noun, "has_doc", enumeration->doc.len > 0);
    noun_number(noun, "index", (int64_t)item->index);
    noun_number(noun, "count", (int64_t)enumeration->members.len);
    noun_truth(noun, "is_str", enumeration->is_str);
    noun_text(noun, "is_open_c", enumeration->is_open ? STR("true") : STR("false"));
    add_reference(noun, &enumeration->class);
    noun_text(noun, "is_str_c", enumeration->is_str ? STR("true") : STR("false"));
    noun_text(noun, "base", enumeration->is_str ? STR("_StrEnum") : STR("_IntEnum"));
    noun_list(noun, "members", view_enum_members(arena, enumeration));
    return noun.view;
}

static View *view_literal(Arena *arena, const EnumPlan *item)
{
    const EnumType *literal = item->enumeration;
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", spell_c_comment(arena, literal->name));
    noun_text(noun, "name_c", spell_c_string(arena, literal->name));
    noun_text(noun, "c_name", item->c_name);
    noun_number(noun, "index", (int64_t)item->index);
    noun_number(noun, "count", (int64_t)literal->members.len);
    noun_text(noun, "is_str_c", literal->is_str ? STR("true") : STR("false"));
    View *values = view_list(arena);
    for (size_t i = 0; i < literal->members.len; i++)
        noun_append(arena, values, "value",
                    view_value(arena, literal, &literal->members.items[i]).view);
    noun_list(noun, "values", values);
    return noun.view;
}

static void append_index(Arena *arena, View *list, const char *noun, size_t index)
{
    const Noun item = noun_new(arena);
    noun_number(item, "index", (int64_t)index);
    noun_append(arena, list, noun, item.view);
}

void view_family(Noun noun, const FamilyPlan *family)
{
    Arena *arena = noun.arena;
    View *members = view_list(arena), *bases = view_list(arena);
    for (size_t i = 0; i < family->members.len; i++)
        append_index(arena, members, "member", family->members.items[i]);
    for (size_t i = 0; i < family->bases.len; i++)
        append_index(arena, bases, "base", family->bases.items[i]);
    noun_truth(noun, "has_family", family->members.len > 0);
    noun_list(noun, "family_members", members);
    noun_list(noun, "family_bases", bases);
    noun_number(noun, "family_count", (int64_t)family->members.len);
    noun_number(noun, "family_base_count", (int64_t)family->bases.len);
    noun_number(noun, "family_open", family->open);
    noun_text(noun, "family_name_c", spell_c_string(arena, family->name));
}

/* The item for each kind of JSON value, of a union. */
static Str kinds_c(Arena *arena, const TypeConst *constant)
{
    Buf out = buf_new(arena);
    for (size_t i = 0; i < JSON_KINDS; i++)
        buf_addf(&out, "%s%.*s", i ? ", " : "", STR_ARG(constant->by_kind[i]));
    return buf_take(&out);
}

static Str extra_c(Arena *arena, const TypeConst *constant)
{
    const char *suffix = constant->has_item_list           ? "items"
                         : str_is(constant->kind, "union") ? "union"
                         : constant->family.members.len    ? "family"
                         : constant->limits.len            ? "limits"
                         : constant->foreign.len           ? "foreign"
                                                           : NULL;
    return suffix ? str_fmt(arena, "&%.*s_%s", STR_ARG(constant->c_name), suffix) : constant->extra;
}

static View *view_constant(Arena *arena, const TypeConst *constant)
{
    const Str none = STR("NULL");
    const bool is_union = str_is(constant->kind, "union");
    const bool is_list = constant->has_item_list || is_union;
    View *items = view_list(arena);
    for (size_t i = 0; is_list && i < constant->items.len; i++) {
        const Noun item = noun_new(arena);
        noun_text(item, "type_c", constant->items.items[i]);
        noun_append(arena, items, "item", item.view);
    }
    const Noun noun = noun_new(arena);
    noun_text(noun, "c_name", constant->c_name);
    noun_text(noun, "kind", constant->kind);
    noun_text(noun, "a_c", constant->items.len > 0 && !is_list ? constant->items.items[0] : none);
    noun_text(noun, "b_c", constant->items.len > 1 && !is_list ? constant->items.items[1] : none);
    noun_truth(noun, "has_item_list", constant->has_item_list);
    noun_truth(noun, "is_union", is_union);
    noun_text(noun, "kinds_c", is_union ? kinds_c(arena, constant) : none);
    view_family(noun, &constant->family);
    noun_list(noun, "items", items);
    noun_number(noun, "item_count", (int64_t)constant->items.len);
    View *limits = view_list(arena);
    for (size_t i = 0; i < constant->limits.len; i++) {
        const Noun limit = noun_new(arena);
        noun_text(limit, "row_c", constant->limits.items[i]);
        noun_append(arena, limits, "limit", limit.view);
    }
    noun_list(noun, "limits", limits);
    View *foreign = view_list(arena);
    for (size_t i = 0; i < constant->foreign.len; i++) {
        const Noun line = noun_new(arena);
        noun_text(line, "text_c", constant->foreign.items[i]);
        noun_append(arena, foreign, "line", line.view);
    }
    noun_list(noun, "foreign", foreign);
    noun_truth(noun, "is_foreign", constant->foreign.len > 0);
    noun_truth(noun, "has_limits", constant->limits.len > 0);
    noun_number(noun, "limit_count", (int64_t)constant->limits.len);
    noun_text(noun, "extra_c", extra_c(arena, constant));
    noun_number(noun, "index", (int64_t)constant->index);
    noun_text(noun, "expected_c", spell_c_string(arena, constant->expected));
    return noun.view;
}

/* The part of the path behind the last slash: the same text wherever slotgen runs. Control
   characters would end the comment it stands in. */
static Str source_name(Arena *arena, const Source *source)
{
    if (!source) return STR("");
    size_t start = source->path.len;
    while (start > 0 && source->path.ptr[start - 1] != '/') start--;
    Buf out = buf_new(arena);
    for (size_t i = start; i < source->path.len; i++) {
        const char c = source->path.ptr[i];
        buf_add_char(&out, iscntrl((unsigned char)c) ? '?' : c);
    }
    return buf_take(&out);
}

/* Whether importing the module has something to do beside making records. */
static bool has_steps(const Plan *plan)
{
    if (plan->enums.len || plan->foreign.len || plan->literals.len) return true;
    for (size_t i = 0; i < plan->imports.len; i++)
        if (plan->imports.items[i].is_used) return true;
    return false;
}

static View *view_module(Arena *arena, const Plan *plan)
{
    const Schema *schema = plan->schema;
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", plan->module);
    noun_text(noun, "last", plan->module_last);
    noun_text(noun, "doc_py", spell_py_string(arena, schema->doc));
    noun_text(noun, "doc_c", spell_c_doc(arena, schema->doc));
    noun_truth(noun, "has_doc", schema->doc.len > 0);
    noun_text(noun, "source", source_name(arena, schema->source));
    noun_number(noun, "format", OUTPUT_FORMAT);
    noun_text(noun, "fingerprint", plan->fingerprint);
    noun_truth(noun, "is_single_file", schema->single_file);
    noun_text(noun, "runtime", schema->single_file ? runtime_text(arena) : STR(""));
    noun_text(noun, "records_c", plan->records.len ? STR("module_records") : STR("NULL"));
    noun_number(noun, "record_count", (int64_t)plan->records.len);
    noun_text(noun, "enums_c", plan->enums.len ? STR("module_enums") : STR("NULL"));
    noun_number(noun, "enum_count", (int64_t)plan->enums.len);
    noun_text(noun, "literals_c", plan->literals.len ? STR("module_literals") : STR("NULL"));
    noun_number(noun, "literal_count", (int64_t)plan->literals.len);
    noun_text(noun, "foreign_c", plan->foreign.len ? STR("module_foreign") : STR("NULL"));
    noun_number(noun, "foreign_count", (int64_t)plan->foreign.len);
    noun_text(noun, "kept_count_c", plan->kept.len ? STR("KEPT_COUNT") : STR("0"));
    const size_t records = plan->imported_records.len, enums = plan->imported_enums.len;
    noun_text(noun, "imported_records_c", records ? STR("module_imported_records") : STR("NULL"));
    noun_number(noun, "imported_record_count", (int64_t)records);
    noun_text(noun, "imported_enums_c", enums ? STR("module_imported_enums") : STR("NULL"));
    noun_number(noun, "imported_enum_count", (int64_t)enums);
    noun_text(noun, "steps_c", has_steps(plan) ? STR("module_steps") : STR("NULL"));
    noun_text(noun, "adopt_c", records ? STR("sg_adopt") : STR("NULL"));
    return noun.view;
}

/* `__all__`: enums in schema order, records bases first. */
static Str all_py(Arena *arena, const Plan *plan)
{
    Buf out = buf_new(arena);
    buf_add(&out, STR("["));
    for (size_t i = 0; i < plan->enums.len; i++)
        buf_addf(&out, "\"%.*s\", ", STR_ARG(plan->enums.items[i]->enumeration->name));
    for (size_t i = 0; i < plan->records.len; i++)
        buf_addf(&out, "\"%.*s\", ", STR_ARG(plan->records.items[i]->record->name));
    buf_add(&out, STR("\"ValidationError\"]"));
    return buf_take(&out);
}

static View *view_scalar(Arena *arena, const Scalar *scalar)
{
    const char *family = types_family(scalar)->header;
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", str_from(scalar->name));
    noun_text(noun, "class_py",
              str_fmt(arena, "_%c%sType", toupper((unsigned char)family[0]), family + 1));
    noun_number(noun, "size", (int64_t)scalar->size);
    noun_number(noun, "least", scalar->least);
    noun_text(noun, "greatest", str_fmt(arena, "%" PRIu64, scalar->greatest));
    return noun.view;
}

/* Behind the line "# [twin]": what stands before it is for the part as a module of its own. */
static Str twin_text(const EmbeddedFile *file)
{
    static const char mark[] = "\n# [twin]\n";
    const char *at = strstr(file->text, mark);
    if (!at) {
        fprintf(stderr, "slotgen: %s has no line '# [twin]'\n", file->name);
        exit(3);
    }
    const size_t start = (size_t)(at - file->text) + sizeof mark - 1;
    return (Str){file->text + start, file->len - start};
}

static void add_part(Arena *arena, View *list, const char *name)
{
    const EmbeddedFile *file = embedded_find(str_fmt(arena, "python/%s.py", name));
    if (!file) {
        fprintf(stderr, "slotgen: templates/python/%s.py is not in this program\n", name);
        exit(3);
    }
    const Noun noun = noun_new(arena);
    noun_text(noun, "text", twin_text(file));
    noun_append(arena, list, "part", noun.view);
}

/* Whether a field holds, directly or inside, values of a class of this module of Python's. */
static bool uses_module(const Plan *plan, const char *module)
{
    for (size_t i = 0; i < plan->scalars.len; i++)
        if (strcmp(plan->scalars.items[i]->module, module) == 0) return true;
    return false;
}

/* Whether it holds classes whose values are strings in JSON; Any can hold those, too. */
static bool uses_textual(const Plan *plan)
{
    return plan->uses_families[FAMILY_ANY] || uses_module(plan, "datetime") ||
           uses_module(plan, "uuid") || uses_module(plan, "decimal");
}

/* The parts of the twin that this schema needs, in the order of twin.def. */
static View *view_parts(Arena *arena, const Plan *plan)
{
    const struct {
        const char *name;
        bool is_needed;
    } parts[] = {
#define PART(name, is_needed) {#name, is_needed},
#include "render/twin.def"
#undef PART
    };
    View *list = view_list(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].is_needed) add_part(arena, list, parts[i].name);
    return list;
}

static View *view_import(Arena *arena, const Plan *of, Str name, Str fingerprint)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "module", of->module);
    noun_text(noun, "name", name);
    noun_text(noun, "fingerprint", fingerprint);
    return noun.view;
}

/* Imported modules, and what is used of them. */
static void add_imports(Noun top, const Plan *plan)
{
    Arena *arena = top.arena;
    View *modules = view_list(arena), *records = view_list(arena), *enums = view_list(arena);
    bool has_imports = false;
    for (size_t i = 0; i < plan->imports.len; i++) {
        if (!plan->imports.items[i].is_used) continue;
        has_imports = true;
        const Noun noun = noun_new(arena);
        noun_text(noun, "module", plan->imports.items[i].plan->module);
        noun_text(noun, "alias", plan->imports.items[i].alias);
        noun_append(arena, modules, "import", noun.view);
    }
    for (size_t i = 0; i < plan->imported_records.len; i++) {
        const RecordPlan *item = plan->imported_records.items[i];
        noun_append(arena, records, "import",
                    view_import(arena, item->plan, item->record->name, item->fingerprint));
    }
    for (size_t i = 0; i < plan->imported_enums.len; i++) {
        const EnumPlan *item = plan->imported_enums.items[i];
        noun_append(arena, enums, "import",
                    view_import(arena, item->plan, item->enumeration->name, item->fingerprint));
    }
    noun_list(top, "imports", modules);
    noun_list(top, "imported_records", records);
    noun_list(top, "imported_enums", enums);
    noun_truth(top, "has_imports", has_imports);
    noun_truth(top, "has_steps", has_steps(plan));
    noun_truth(top, "has_imported_records", plan->imported_records.len > 0);
    noun_truth(top, "has_imported_enums", plan->imported_enums.len > 0);
}

static View *view_alias(Arena *arena, const Alias *alias)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", alias->name);
    noun_text(noun, "target", alias->target);
    return noun.view;
}

/* Lists of `plan`, each item under its noun. */
static void add_lists(Noun top, const Plan *plan)
{
    Arena *arena = top.arena;
    View *enums = view_list(arena), *constants = view_list(arena), *records = view_list(arena);
    View *scalars = view_list(arena), *aliases = view_list(arena), *literals = view_list(arena);
    View *kept = view_list(arena), *named = view_list(arena);
    for (size_t i = 0; i < plan->literals.len; i++)
        noun_append(arena, literals, "literal", view_literal(arena, plan->literals.items[i]));
    for (size_t i = 0; i < plan->enums.len; i++)
        noun_append(arena, enums, "enum", view_enum(arena, plan->enums.items[i]));
    for (size_t i = 0; i < plan->constants.len; i++)
        noun_append(arena, constants, "constant", view_constant(arena, &plan->constants.items[i]));
    for (size_t i = 0; i < plan->records.len; i++)
        view_append(arena, records, view_record(arena, plan->records.items[i]));
    for (size_t i = 0; i < plan->scalars.len; i++)
        noun_append(arena, scalars, "scalar", view_scalar(arena, plan->scalars.items[i]));
    for (size_t i = 0; i < plan->aliases.len; i++)
        noun_append(arena, aliases, "alias", view_alias(arena, &plan->aliases.items[i]));
    for (size_t i = 0; i < plan->kept.len; i++) {
        const Noun item = noun_new(arena);
        noun_text(item, "enumerator", plan->kept.items[i]);
        noun_append(arena, kept, "kept", item.view);
    }
    for (size_t i = 0; i < plan->named.len; i++) {
        const Noun item = noun_new(arena);
        noun_text(item, "name", plan->named.items[i].name);
        noun_text(item, "type_py", plan->named.items[i].py_type);
        noun_append(arena, named, "named", item.view);
    }
    noun_list(top, "kept", kept);
    noun_list(top, "named", named);
    View *foreign = view_list(arena);
    for (size_t i = 0; i < plan->foreign.len; i++) {
        const Noun item = noun_new(arena);
        noun_text(item, "name", plan->foreign.items[i].definition->name);
        noun_text(item, "alias", plan->foreign.items[i].alias);
        noun_text(item, "c_constant", plan->foreign.items[i].c_constant);
        add_reference(item, &plan->foreign.items[i].definition->class);
        noun_append(arena, foreign, "foreign", item.view);
    }
    noun_list(top, "foreigns", foreign);
    noun_list(top, "enums", enums);
    noun_list(top, "constants", constants);
    noun_list(top, "records", records);
    noun_list(top, "scalars", scalars);
    noun_list(top, "literals", literals);
    noun_list(top, "aliases", aliases);
}

static bool has_deprecated(const Plan *plan)
{
    for (size_t r = 0; r < plan->records.len; r++) {
        const Record *record = plan->records.items[r]->record;
        for (size_t f = 0; f < record->own_fields.len; f++)
            if (record->own_fields.items[f]->deprecated.len) return true;
    }
    return false;
}

View *view_plan(Arena *arena, const Plan *plan)
{
    const Noun top = noun_new(arena);
    noun_list(top, "module", view_module(arena, plan));
    add_lists(top, plan);
    noun_list(top, "py_parts", view_parts(arena, plan));
    noun_text(top, "all_py", all_py(arena, plan));
    add_imports(top, plan);
    noun_truth(top, "has_enums", plan->enums.len > 0);
    noun_truth(top, "uses_datetime", uses_module(plan, "datetime"));
    noun_truth(top, "uses_decimal", uses_module(plan, "decimal"));
    noun_truth(top, "uses_uuid", uses_module(plan, "uuid"));
    noun_truth(top, "has_deprecated", has_deprecated(plan));
    noun_truth(top, "has_literals", plan->literals.len > 0);
    noun_truth(top, "has_records", plan->records.len > 0);
    noun_truth(top, "has_constants", plan->constants.len > 0);
    noun_truth(top, "has_aliases", plan->aliases.len > 0);
    noun_truth(top, "has_choices", plan->has_choices);
    noun_truth(top, "has_foreign", plan->foreign.len > 0);
    noun_truth(top, "has_named", plan->named.len > 0);
    noun_truth(top, "has_kept", plan->kept.len > 0);
    return top.view;
}
