/* Families: a record stands for its tagged descendants too, and JSON tells them apart by a tag. Which
   records those are, and what keeps them from being told apart. */
#include "model/steps.h"

/* ---- who is of which family ----------------------------------------------------------------------- */

static bool says_which(const Record *record)
{
    return record->has_tag || record->open;
}

static void inherit_tag_field(Record *record)
{
    if (record->base && !record->has_own_tag_field) record->tag_field = record->base->tag_field;
    if (!record->tag_field.len) record->tag_field = STR("type");
}

/* Marks the records that a tagged one descends from. Whoever is marked, its bases are, too. Those of other
   modules know nothing of it. */
static void mark_bases(const Model *model, const Record *tagged)
{
    Record *base = model_own(model, tagged->base);
    for (; base && !base->has_family; base = model_own(model, base->base)) base->has_family = true;
}

/* Adds `record` to the families that it is of: its own, and those of the marked records it descends from. */
static void join_families(Arena *arena, Record *const *records, const Record *record)
{
    if (record->abstract) return;
    for (const Record *of = record->has_family ? record : record->near_family; of;
         of = of->near_family)
        vec_push(arena, &records[of->index]->family, record);
}

void families_find(Model *model)
{
    Schema *schema = model->schema;
    Record *const *records = schema->records.items;
    for (size_t i = 0; i < schema->ordered.len; i++) {
        Record *record = records[schema->ordered.items[i]->index];
        inherit_tag_field(record);
        if (says_which(record)) mark_bases(model, record);
    }
    for (size_t i = 0; i < schema->ordered.len; i++) {
        Record *record = records[schema->ordered.items[i]->index];
        const Record *base = model_own(model, record->base);
        if (base) record->near_family = base->has_family ? base : base->near_family;
        join_families(model->run->arena, records, record);
    }
}

const Field *model_tag_field(const Record *record)
{
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        if (!field->is_hidden && str_eq(field->json_name, record->tag_field)) return field;
    }
    return NULL;
}

static void add_member(Arena *arena, Members *members, const Record *record)
{
    for (size_t i = 0; i < members->len; i++)
        if (members->items[i] == record) return;
    vec_push(arena, members, record);
}

Members model_members(Arena *arena, const TypeRef *type)
{
    Members members = {0};
    const bool is_union = type->kind == TYPE_UNION;
    for (size_t i = 0; i < (is_union ? type->item_count : 1); i++) {
        const TypeRef *item = is_union ? type->items[i] : type;
        if (item->kind != TYPE_RECORD) continue;
        const Record *record = item->record;
        for (size_t j = 0; j < record->family.len; j++)
            add_member(arena, &members, record->family.items[j]);
        if (!record->family.len && !record->abstract) add_member(arena, &members, record);
    }
    return members;
}

/* ---- members that cannot be told apart ------------------------------------------------------------ */

static const Record *root_of(const Record *record)
{
    while (record->base) record = record->base;
    return record;
}

/* `place`: where the two come together, if that is elsewhere than where they are declared. */
static void note_place(Model *model, Str whole, const Span *place)
{
    if (place) diag_note(model->run->diags, *place, "they come together in %.*s", STR_ARG(whole));
}

static void check_tags(Model *model, const Record *first, const Record *second, Str whole,
                       const Span *place)
{
    Diags *diags = model->run->diags;
    if (!str_eq(first->tag_field, second->tag_field)) {
        diag_at(diags, DIAG_TAG_FIELD, second->name_span,
                "'%.*s' and '%.*s' have their tags under different keys, '%.*s' and '%.*s'",
                STR_ARG(first->name), STR_ARG(second->name), STR_ARG(first->tag_field),
                STR_ARG(second->tag_field));
        note_place(model, whole, place);
        diag_help(diags, "say 'tag_field: %.*s' of both", STR_ARG(first->tag_field));
    } else if (first->open && second->open) {
        diag_at(diags, DIAG_OPEN_RECORD, second->open_span,
                "'%.*s' and '%.*s' are both open: an unknown tag has one record to go to",
                STR_ARG(first->name), STR_ARG(second->name));
        note_place(model, whole, place);
        diag_help(diags, "leave 'open: true' to one of them");
    } else if (first->has_tag && second->has_tag && str_eq(first->tag, second->tag)) {
        diag_at(diags, DIAG_DUPLICATE_TAG, second->tag_span,
                "'%.*s' and '%.*s' have the same tag '%.*s'", STR_ARG(first->name),
                STR_ARG(second->name), STR_ARG(second->tag));
        diag_note(diags, first->tag_span, "first given here");
        note_place(model, whole, place);
        diag_help(diags, "give each a tag of its own");
    }
}

static void refuse_untagged(Model *model, const Record *record, Str whole, const Span *place)
{
    Diags *diags = model->run->diags;
    diag_at(diags, DIAG_MISSING_TAG, place ? *place : record->name_span,
            "'%.*s' has no tag, by which JSON could tell it from the others of %.*s",
            STR_ARG(record->name), STR_ARG(whole));
    if (place)
        diag_note(diags, record->name_span, "'%.*s' is declared here", STR_ARG(record->name));
    diag_help(diags,
              place ? "give it one, as in 'tag: %.*s'"
                    : "give it one, as in 'tag: %.*s', or say 'abstract: true' of it",
              STR_ARG(record->name));
}

void families_check_members(Model *model, const Members *members, Str whole, const Span *place)
{
    for (size_t i = 0; members->len > 1 && i < members->len; i++) {
        const Record *record = members->items[i];
        const bool is_said = place && root_of(record)->family.len;
        if (!says_which(record) && !is_said) refuse_untagged(model, record, whole, place);
    }
    for (size_t i = 0; i < members->len; i++)
        for (size_t j = 0; j < i; j++) {
            const Record *first = members->items[j], *second = members->items[i];
            if (!says_which(first) || !says_which(second)) continue;
            if (place && root_of(first) == root_of(second)) continue;
            check_tags(model, first, second, whole, place);
        }
}

/* ---- one record ----------------------------------------------------------------------------------- */

static bool is_str(const TypeRef *type)
{
    return type->kind == TYPE_ERROR ||
           (type->kind == TYPE_SCALAR && type->scalar->family == FAMILY_TEXT);
}

static void check_open(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    const Field *field = model_tag_field(record);
    if (field && is_str(field->type)) return;
    diag_at(diags, DIAG_OPEN_RECORD, record->open_span,
            "'%.*s' is open, but has no 'str' field to keep its tag in", STR_ARG(record->name));
    if (field) diag_note(diags, field->name_span, "'%.*s' has another type", STR_ARG(field->name));
    diag_help(diags, "a field whose JSON key is '%.*s' keeps it, as in '%.*s: str'",
              STR_ARG(record->tag_field), STR_ARG(record->tag_field));
}

/* A field that takes the key of the tag from it; NULL. */
static const Field *field_in_the_way(const Record *record)
{
    const Field *field = model_tag_field(record);
    for (size_t i = 0; !field && i < record->fields.len; i++) {
        const Field *other = record->fields.items[i];
        for (size_t a = 0; !other->is_hidden && a < other->aliases.len; a++)
            if (str_eq(other->aliases.items[a].text, record->tag_field)) field = other;
    }
    return field;
}

static void check_tagged(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    const Field *field = field_in_the_way(record);
    if (!field) return;
    diag_at(diags, DIAG_TAG_FIELD, record->tag_span,
            "the tag of '%.*s' and its field '%.*s' have the same JSON key '%.*s'",
            STR_ARG(record->name), STR_ARG(field->name), STR_ARG(record->tag_field));
    diag_note(diags, field->name_span, "'%.*s' is declared here", STR_ARG(field->name));
    if (field->owner->open && field->owner != record)
        diag_help(diags,
                  "let both extend an abstract record: an open one keeps its tag in a field");
    else
        diag_help(diags, "give the tag another key, as in 'tag_field: kind', or the field another "
                         "name or 'json_name'");
}

static void check_abstract(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    const char *other = record->final ? "final" : record->open ? "open" : NULL;
    if (other) {
        diag_at(diags, DIAG_INVALID_OPTION, record->abstract_span,
                "'%.*s' cannot be abstract and %s", STR_ARG(record->name), other);
        diag_help(diags, "leave '%s' to the records that extend it", other);
    } else if (record->has_tag) {
        diag_at(diags, DIAG_INVALID_OPTION, record->tag_span,
                "'%.*s' is abstract: no object is one, so it has no tag", STR_ARG(record->name));
        diag_help(diags, "give tags to the records that extend it");
    }
}

static void check_record(Model *model, const Record *record)
{
    if (record->abstract) check_abstract(model, record);
    else if (record->open) check_open(model, record);
    else if (record->has_tag) check_tagged(model, record);
    if (says_which(record) || record->family.len || !record->has_own_tag_field) return;
    diag_at(model->run->diags, DIAG_INVALID_OPTION, record->tag_field_span,
            "'tag_field' has no meaning for '%.*s', which has no tag", STR_ARG(record->name));
    diag_help(model->run->diags, "give it one, as in 'tag: %.*s'", STR_ARG(record->name));
}

void families_check(Model *model)
{
    const Schema *schema = model->schema;
    for (size_t i = 0; i < schema->records.len; i++) {
        const Record *record = schema->records.items[i];
        check_record(model, record);
        /* all that descends from a record is of one family; that of another module ends there */
        if (model_own(model, record->base)) continue;
        Members members = {0};
        for (size_t j = 0; j < record->family.len; j++)
            vec_push(model->run->arena, &members, record->family.items[j]);
        const Str whole = str_fmt(model->run->arena, "'%.*s'", STR_ARG(record->name));
        families_check_members(model, &members, whole, NULL);
    }
}
