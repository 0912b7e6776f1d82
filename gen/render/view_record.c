/* The view of a record: its struct, its fields in the orders they are used in, its constructor. */
#include "render/joined.h"
#include "render/view.h"
#include "types/literal.h"

#include <string.h>

static Str record_flags(Arena *arena, const RecordPlan *plan)
{
    Joined flags = joined_new(arena);
    flags_add(&flags, plan->record->final, "SG_FINAL");
    flags_add(&flags, plan->record->frozen, "SG_FROZEN");
    flags_add(&flags, plan->record->eq, "SG_EQ");
    flags_add(&flags, plan->is_tracked, "SG_TRACKED");
    flags_add(&flags, plan->has_weaklist, "SG_WEAKREF");
    flags_add(&flags, plan->has_dict, "SG_DICT");
    flags_add(&flags, plan->record->omit_defaults, "SG_OMIT_DEFAULTS");
    flags_add(&flags, plan->record->forbid_unknown_fields, "SG_FORBID_UNKNOWN");
    flags_add(&flags, plan->is_mixed, "SG_MIXED");
    flags_add(&flags, plan->record->abstract, "SG_ABSTRACT");
    flags_add(&flags, plan->can_nest, "SG_NESTS");
    return flags_take(&flags);
}

static Str offset_of(Arena *arena, const RecordPlan *plan, Str member)
{
    return str_fmt(arena, "offsetof(%.*s, %.*s)", STR_ARG(plan->struct_name), STR_ARG(member));
}

static Str declaration(Arena *arena, const Member *member)
{
    const bool is_pointer = str_ends_with(member->c_type, STR("*"));
    const Str length =
        member->length.len ? str_fmt(arena, "[%.*s]", STR_ARG(member->length)) : (Str){0};
    return str_fmt(arena, "%.*s%s%.*s%.*s;", STR_ARG(member->c_type), is_pointer ? "" : " ",
                   STR_ARG(member->c_name), STR_ARG(length));
}

/* Comments do not line up: a longer member would change the lines of all others. */
static View *view_member(Arena *arena, const Member *member)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "declaration", declaration(arena, member));
    noun_text(noun, "c_name", member->c_name);
    noun_text(noun, "comment", member->comment);
    noun_number(noun, "offset", (int64_t)(member->offset - HEADER_SIZE));
    return noun.view;
}

static void add_members(Noun noun, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    View *members = view_list(arena), *inherited = view_list(arena);
    for (size_t i = 0; i < plan->members.len; i++) {
        View *member = view_member(arena, &plan->members.items[i]);
        noun_append(arena, members, "member", member);
        if (i < plan->inherited) noun_append(arena, inherited, "member", member);
    }
    noun_list(noun, "members", members);
    noun_list(noun, "inherited", inherited);
}

/* The bits of optional natives, a list for each record of the chain of bases that has some. */
static void add_presences(Noun noun, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    View *presences = view_list(arena);
    for (size_t i = 0; i < plan->presences.len; i++) {
        const Presence *presence = &plan->presences.items[i];
        const Noun item = noun_new(arena);
        View *bits = view_list(arena);
        for (size_t k = 0; k < presence->slots.len; k++) {
            const Noun bit = noun_new(arena);
            noun_text(bit, "enumerator",
                      plan->slots.items[presence->slots.items[k]].presence_enumerator);
            noun_append(arena, bits, "bit", bit.view);
        }
        noun_list(item, "bits", bits);
        noun_text(item, "end_enumerator", presence->end_enumerator);
        noun_append(arena, presences, "presence", item.view);
    }
    noun_list(noun, "presences", presences);
}

/* The generated function `suffix`, where the record has it; else NULL. */
static Str function_c(Arena *arena, const RecordPlan *plan, bool has_it, const char *suffix)
{
    return has_it ? str_fmt(arena, "%.*s_%s", STR_ARG(plan->c_name), suffix) : STR("NULL");
}

/* What a record's JSON needs beside its values of variable length: the bytes of all keys, and of a tag. */
static Str room_c(Arena *arena, const RecordPlan *plan)
{
    size_t bytes = plan->has_tag && plan->tag_slot < 0 ? plan->tag_length : 0;
    for (size_t i = 0; i < plan->slots.len; i++)
        if (!plan->slots.items[i].field->is_hidden) bytes += plan->slots.items[i].key_length;
    return str_fmt(arena, "SG_ROOM(%zu, %.*s_FIELDS)", bytes, STR_ARG(plan->enum_prefix));
}

/* The fields that are written and read, in the order of writing, and what generated code for that needs. */
static void add_json_fields(Noun noun, const RecordPlan *plan, View *const *fields)
{
    View *list = view_list(noun.arena);
    const Slot *const first = view_next_written(plan, -1);
    bool has_fields = plan->extra != NULL, uses_self = has_fields, omits = false;
    for (size_t i = 0; i < plan->slots.len; i++) omits |= plan->slots.items[i].is_omitted;
    for (const Slot *slot = first; slot;
         slot = view_next_written(plan, (int)(slot - plan->slots.items))) {
        view_append(noun.arena, list, fields[slot - plan->slots.items]);
        has_fields = true;
        if (!slot->is_optional_native) uses_self = true;
    }
    noun_list(noun, "json_fields", list);
    noun_text(noun, "first_key", first ? first->enumerator : (Str){0});
    noun_truth(noun, "has_keys", first != NULL);
    noun_text(noun, "room_c", room_c(noun.arena, plan));
    noun_truth(noun, "has_json_fields", has_fields);
    noun_truth(noun, "json_uses_self", uses_self);
    noun_truth(noun, "omits_fields", omits);
    View *extra = view_list(noun.arena);
    if (plan->extra) view_append(noun.arena, extra, fields[plan->extra - plan->slots.items]);
    noun_list(noun, "extra", extra);
    noun_truth(noun, "skips_unknown", !plan->extra && !plan->record->forbid_unknown_fields);
}

/* The fields that equality, order and the hash go over. */
static void add_compared_fields(Noun noun, const RecordPlan *plan, View *const *fields)
{
    View *list = view_list(noun.arena);
    bool has_fields = false, uses_self = false;
    for (size_t i = 0; i < plan->slots.len; i++) {
        const Slot *slot = &plan->slots.items[i];
        if (slot->field->is_uncompared) continue;
        view_append(noun.arena, list, fields[i]);
        has_fields = true;
        if (!slot->is_optional_native) uses_self = true;
    }
    noun_list(noun, "compared_fields", list);
    noun_truth(noun, "has_compared_fields", has_fields);
    noun_truth(noun, "compares_self", uses_self);
}

static void add_tag(Noun noun, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    const Record *record = plan->record;
    const bool is_open = plan->tag_slot >= 0;
    view_family(noun, &plan->family);
    noun_truth(noun, "has_tag", plan->has_tag);
    noun_truth(noun, "writes_tag", plan->has_tag && !is_open);
    noun_truth(noun, "is_open", is_open);
    noun_truth(noun, "is_abstract", record->abstract);
    noun_text(noun, "tag_text_c", plan->has_tag ? plan->tag_literal : STR("NULL"));
    noun_number(noun, "tag_length", (int64_t)plan->tag_length);
    noun_number(noun, "tag_key_length", (int64_t)plan->tag_key_length);
    noun_number(noun, "tag_slot", plan->tag_slot);
    noun_text(noun, "tag_c",
              plan->has_tag ? str_fmt(arena, "&%.*s_tag", STR_ARG(plan->c_name)) : STR("NULL"));
    noun_text(noun, "family_c",
              plan->family.members.len ? str_fmt(arena, "&%.*s_family", STR_ARG(plan->c_name))
                                       : STR("NULL"));
    noun_truth(noun, "has_tag_name", record->has_tag);
    noun_text(noun, "tag_py", spell_py_string(arena, record->tag));
    noun_text(noun, "tag_field_py", spell_py_string(arena, record->tag_field));
    noun_text(noun, "family_py", plan->family_py);
}

static void add_fields(Noun noun, Noun item, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    View *all = view_list(arena), *own = view_list(arena), *made = view_list(arena);
    const size_t first_own = plan->base ? plan->base->slots.len : 0;
    bool has_pointers = false, uses_self = false, has_made = false;
    View **fields = arena_array(arena, View *, plan->slots.len);
    for (size_t i = 0; i < plan->slots.len; i++) {
        View *field = fields[i] = noun_item(arena, "field", view_field(arena, plan, i));
        const bool is_native = plan->slots.items[i].native != NULL;
        view_append(arena, all, field);
        if (i >= first_own) view_append(arena, own, field);
        if (!is_native) has_pointers = true;
        const bool is_made = plan->slots.items[i].factory_c.len > 0;
        if (is_made) view_append(arena, made, field);
        has_made |= is_made;
        if (!plan->slots.items[i].is_optional_native && !is_made) uses_self = true;
    }
    noun_list(noun, "fields", all);
    noun_list(noun, "made_fields", made);
    noun_truth(noun, "has_factories", has_made);
    noun_text(noun, "factories_c",
              has_made ? str_fmt(arena, "&%.*s_factories", STR_ARG(plan->c_name)) : STR("NULL"));
    add_json_fields(noun, plan, fields);
    add_compared_fields(noun, plan, fields);
    noun_list(noun, "own_fields", own);
    noun_list(item, "own_fields", own);
    noun_list(item, "layout_fields", plan->base && plan->base->plan != plan->plan ? all : own);
    noun_truth(noun, "fill_uses_state", has_pointers || has_made);
    noun_truth(noun, "uses_self", uses_self); /* optional natives go by row, not by member */
    const bool has_references = has_pointers || plan->has_dict || plan->cached.len > 0;
    noun_truth(noun, "has_references", has_references);
    noun_text(noun, "references_c", function_c(arena, plan, has_references, "references"));
    noun_truth(noun, "has_fields", plan->slots.len > 0);
}

static Str parameter(Arena *arena, const Slot *slot, bool is_stub)
{
    const Str annotation = is_stub ? slot->pyi_annotation : slot->py_annotation;
    const Str text = str_fmt(arena, "%.*s: %.*s", STR_ARG(slot->field->name), STR_ARG(annotation));
    if (!slot->field->has_default) return text;
    const Str value = is_stub ? STR("...") : slot->py_default;
    return str_fmt(arena, "%.*s = %.*s", STR_ARG(text), STR_ARG(value));
}

static void append_parameter(Arena *arena, View *list, Str text_py, Str text_pyi)
{
    const Noun noun = noun_new(arena);
    noun_text(noun, "text_py", text_py);
    noun_text(noun, "text_pyi", text_pyi);
    noun_append(arena, list, "param", noun.view);
}

/* The constructor's signature: positional parameters, a bare `*`, keyword-only ones. */
static View *view_parameters(Arena *arena, const RecordPlan *plan)
{
    View *list = view_list(arena);
    bool has_star = false;
    for (int kw_only = 0; kw_only < 2; kw_only++) {
        for (size_t i = 0; i < plan->slots.len; i++) {
            const Slot *slot = &plan->slots.items[i];
            if (slot->field->is_kw_only != (kw_only == 1)) continue;
            if (kw_only && !has_star) append_parameter(arena, list, STR("*"), STR("*"));
            has_star = kw_only;
            append_parameter(arena, list, parameter(arena, slot, false),
                             parameter(arena, slot, true));
        }
    }
    return list;
}

static Str slots_py(Arena *arena, const RecordPlan *plan)
{
    Joined tuple = joined_new(arena);
    for (size_t i = plan->base ? plan->base->slots.len : 0; i < plan->slots.len; i++)
        tuple_add(&tuple, spell_py_string(arena, plan->slots.items[i].field->name));
    for (size_t i = plan->base ? plan->base->cached.len : 0; i < plan->cached.len; i++)
        tuple_add(&tuple, spell_py_string(arena, plan->cached.items[i].field->name));
    if (plan->own_weaklist) tuple_add(&tuple, STR("\"__weakref__\""));
    if (plan->own_dict) tuple_add(&tuple, STR("\"__dict__\""));
    return tuple_take(&tuple);
}

static Str values_py(Arena *arena, const RecordPlan *plan)
{
    Joined tuple = joined_new(arena);
    for (size_t i = 0; i < plan->slots.len; i++)
        tuple_add(&tuple, plan->slots.items[i].field->name);
    return tuple_take(&tuple);
}

static Str match_args_py(Arena *arena, const RecordPlan *plan)
{
    Joined tuple = joined_new(arena);
    for (size_t i = 0; i < plan->slots.len; i++) {
        const Field *field = plan->slots.items[i].field;
        if (!field->is_kw_only) tuple_add(&tuple, spell_py_string(arena, field->name));
    }
    return tuple_take(&tuple);
}

static View *view_alias(Arena *arena, const Slot *slot, Str alias)
{
    const Noun noun = noun_new(arena);
    Buf key = buf_new(arena);
    literal_add_string(&key, alias);
    noun_number(noun, "key_length", (int64_t)key.len);
    noun_text(noun, "key_c", spell_c_string(arena, buf_take(&key)));
    noun_text(noun, "enumerator", slot->enumerator);
    return noun.view;
}

static void add_aliases(Noun noun, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    View *list = view_list(arena);
    bool has_aliases = false;
    for (size_t i = 0; i < plan->slots.len; i++) {
        const Slot *slot = &plan->slots.items[i];
        for (size_t a = 0; a < slot->field->aliases.len; a++) {
            View *alias = view_alias(arena, slot, slot->field->aliases.items[a].text);
            noun_append(arena, list, "alias", alias);
            has_aliases = true;
        }
    }
    noun_list(noun, "aliases", list);
    noun_truth(noun, "has_aliases", has_aliases);
    noun_text(noun, "aliases_c", function_c(arena, plan, has_aliases, "aliases"));
}

/* Whether some record that it extends is of another module, whose _Layout is another class. */
static bool is_of_imported(const RecordPlan *plan)
{
    for (const RecordPlan *base = plan->base; base; base = base->base)
        if (base->plan != plan->plan) return true;
    return false;
}

static void add_python(Noun noun, Noun item, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    noun_text(noun, "doc_py", spell_py_string(arena, plan->record->doc));
    noun_truth(noun, "has_doc", plan->record->doc.len > 0);
    const RecordPlan *base = plan->base;
    noun_truth(noun, "has_imported_base", base && base->plan != plan->plan);
    noun_truth(noun, "is_of_imported", is_of_imported(plan));
    noun_text(noun, "base_py",
              base ? plan_class_name(arena, plan->plan, base->plan->schema, base->record->name)
                   : STR("_Record"));
    noun_text(noun, "self_name", plan->self_name);
    noun_text(noun, "slots_py", slots_py(arena, plan));
    noun_text(noun, "match_args_py", match_args_py(arena, plan));
    noun_text(noun, "values_py", values_py(arena, plan));
    noun_list(item, "params", view_parameters(arena, plan));
}

/* By enumerators, so that a new field changes no number. */
static Str own_count(Arena *arena, const RecordPlan *plan)
{
    const Str count = str_fmt(arena, "%.*s_FIELDS", STR_ARG(plan->enum_prefix));
    if (!plan->base) return count;
    if (plan->base->plan != plan->plan)
        return str_fmt(arena, "%.*s - %zu", STR_ARG(count), plan->base->slots.len);
    return str_fmt(arena, "%.*s - %.*s_FIELDS", STR_ARG(count), STR_ARG(plan->base->enum_prefix));
}

/* The base's index in the module's tables, with its name where that cannot be seen from the index. */
static Str base_c(Arena *arena, const RecordPlan *plan)
{
    const RecordPlan *base = plan->base;
    if (!base) return STR("-1");
    const Str name =
        schema_name_of(arena, plan->plan->schema, base->plan->schema, base->record->name);
    return str_fmt(arena, "%zu /* %.*s */", plan_record_index(plan->plan, base), STR_ARG(name));
}

static void add_c(Noun noun, const RecordPlan *plan)
{
    Arena *arena = noun.arena;
    const RecordPlan *base = plan->base;
    noun_text(noun, "c_name", plan->c_name);
    noun_text(noun, "struct", plan->struct_name);
    noun_text(noun, "prefix", plan->enum_prefix);
    noun_text(noun, "doc_c", spell_c_doc(arena, plan->record->doc));
    noun_number(noun, "index", (int64_t)plan->index);
    noun_truth(noun, "has_base", base != NULL);
    noun_text(noun, "fingerprint", plan->fingerprint);
    noun_truth(noun, "has_own_base", base && base->plan == plan->plan);
    noun_text(noun, "base_c", base_c(arena, plan));
    noun_text(noun, "own_count_c", own_count(arena, plan));
    noun_text(noun, "base_struct", base ? base->struct_name : STR("PyObject"));
    noun_text(noun, "flags_c", record_flags(arena, plan));
    noun_number(noun, "size", (int64_t)(plan->size - HEADER_SIZE));
    noun_text(noun, "fields_c", function_c(arena, plan, plan->slots.len > 0, "fields"));
    noun_text(noun, "equal_c", function_c(arena, plan, plan->record->eq, "equal"));
    noun_text(noun, "hash_c", function_c(arena, plan, plan->is_hashable, "hash"));
    noun_text(noun, "order_c", function_c(arena, plan, plan->record->is_ordered, "order"));
    noun_text(noun, "hash_offset_c",
              plan->has_hash_slot ? offset_of(arena, plan, STR("hash_slot")) : STR("0"));
    noun_text(noun, "weaklist_offset_c",
              plan->has_weaklist ? offset_of(arena, plan, STR("weaklist")) : STR("0"));
    noun_text(noun, "dict_offset_c",
              plan->has_dict ? offset_of(arena, plan, STR("dict")) : STR("0"));
}

View *view_record(Arena *arena, const RecordPlan *plan)
{
    const Record *record = plan->record;
    const Noun noun = noun_new(arena);
    noun_text(noun, "name", record->name);
    noun_truth(noun, "is_final", record->final);
    noun_truth(noun, "is_frozen", record->frozen);
    noun_truth(noun, "has_eq", record->eq);
    noun_truth(noun, "is_hashable", plan->is_hashable);
    noun_truth(noun, "has_order", record->is_ordered);
    noun_truth(noun, "has_own_order", record->order);
    /* else as its base, so that what a mixin of the base says of it holds */
    noun_truth(noun, "has_own_eq", !plan->base || plan->base->record->eq != record->eq);
    noun_truth(noun, "is_tracked", plan->is_tracked);
    noun_truth(noun, "omits_defaults", record->omit_defaults);
    noun_truth(noun, "forbids_unknown", record->forbid_unknown_fields);
    noun_text(noun, "tracked_because", plan->tracked_because);
    noun_truth(noun, "has_weaklist", plan->has_weaklist);
    noun_truth(noun, "has_dict", plan->has_dict);
    add_c(noun, plan);
    add_tag(noun, plan);
    const Noun item = noun_new(arena);
    noun_list(item, "record", noun.view);
    add_python(noun, item, plan);
    add_members(noun, plan);
    add_presences(noun, plan);
    add_fields(noun, item, plan);
    add_aliases(noun, plan);
    view_mixin(noun, item, plan);
    return item.view;
}
