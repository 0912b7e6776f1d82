/* The rules that need the whole model. One mistake, one message; what was reported before and poisoned
   is passed over in silence. */
#include "model/steps.h"

/* ---- names of fields ------------------------------------------------------------------------------ */

/* Fields of `record` itself against the fields before them. */
static void check_duplicates(Model *model, const Record *record)
{
    Run *run = model->run;
    Map names = {0};
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        const Field *first = map_get(&names, field->name);
        if (!first) map_add(run->arena, &names, field->name, (void *)field);
        if (!first || field->owner != record) continue; /* said of the base already */
        diag_at(run->diags, DIAG_DUPLICATE_FIELD, field->name_span,
                "field '%.*s' is declared twice", STR_ARG(field->name));
        if (first->owner == record) diag_note(run->diags, first->name_span, "first declared here");
        else
            diag_note(run->diags, first->name_span,
                      "first declared here, in '%.*s', which '%.*s' extends",
                      STR_ARG(first->owner->name), STR_ARG(record->name));
    }
}

/* As in Python's own signatures, what is positional and required comes first. One message per record:
   it is one field that stands in the wrong place, or has a default too many. */
static void check_order(Model *model, const Record *record)
{
    const Field *defaulted = NULL, *first = NULL;
    Buf others = buf_new(model->run->arena);
    for (size_t i = 0; i < record->fields.len; i++) {
        const Field *field = record->fields.items[i];
        if (field->is_kw_only || field->type->kind == TYPE_ERROR) continue;
        if (field->has_default) {
            if (!defaulted) defaulted = field;
        } else if (defaulted && field->owner == record) {
            if (first) buf_addf(&others, ", '%.*s'", STR_ARG(field->name));
            else first = field;
        }
    }
    if (!first) return;
    Diags *diags = model->run->diags;
    const Str more = buf_take(&others);
    diag_at(diags, DIAG_REQUIRED_AFTER_DEFAULT, first->name_span,
            "'%.*s'%.*s without a default after '%.*s', which has one", STR_ARG(first->name),
            STR_ARG(more), STR_ARG(defaulted->name));
    if (defaulted->owner == record) diag_note(diags, defaulted->name_span, "declared here");
    else
        diag_note(diags, defaulted->name_span, "declared here, in '%.*s', which '%.*s' extends",
                  STR_ARG(defaulted->owner->name), STR_ARG(record->name));
    diag_help(diags, "give a default, move the field up, or add 'kw_only: true'");
}

/* ---- options of fields ---------------------------------------------------------------------------- */

static bool is_native(const TypeRef *type)
{
    if (type->kind == TYPE_OPTIONAL) type = type->items[0];
    if (type->kind == TYPE_LIMITED) type = type->items[0];
    return type->kind == TYPE_ERROR ||
           (type->kind == TYPE_SCALAR && types_family(type->scalar)->is_native);
}

static void check_boxed(Model *model, const Field *field)
{
    if (!field->is_boxed || is_native(field->type)) return;
    const Str type = model_type_text(model->run->arena, field->type);
    diag_at(model->run->diags, DIAG_INVALID_OPTION, field->boxed_span,
            "'boxed' has no meaning for '%.*s', which is stored as a pointer anyway",
            STR_ARG(type));
    diag_help(model->run->diags, "it is for bool and the integer and float types of fixed size");
}

static void check_hidden(Model *model, const Field *field)
{
    if (!field->is_hidden || field->has_default) return;
    diag_at(model->run->diags, DIAG_INVALID_OPTION, field->hidden_span,
            "'json: false' needs a default: a decoded record has no other value for '%.*s'",
            STR_ARG(field->name));
    diag_help(model->run->diags, "add 'default:' or 'default_factory:' to the field");
}

/* ---- bases ---------------------------------------------------------------------------------------- */

static void check_base(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    const Record *base = record->base;
    if (!base) return;
    if (base->final) {
        diag_at(diags, DIAG_FINAL_BASE, record->base_span, "'%.*s' is final: it cannot be extended",
                STR_ARG(base->name));
        diag_note(diags, base->name_span, "declared here");
    }
    if (base->frozen != record->frozen) {
        diag_at(diags, DIAG_FROZEN_BASE, record->base_span,
                record->frozen ? "'%.*s' is frozen, its base '%.*s' is not"
                               : "'%.*s' is not frozen, its base '%.*s' is",
                STR_ARG(record->name), STR_ARG(base->name));
        diag_note(diags, base->name_span, "declared here");
        diag_help(
            diags,
            "say 'frozen: true' or 'frozen: false' of both: whoever has a '%.*s' relies on it",
            STR_ARG(base->name));
    }
}

/* The collector is told of an object by its class: what a base asks for, its descendants cannot undo. */
static void check_gc(Model *model, const Record *record)
{
    if (record->gc != GC_NEVER) return;
    Diags *diags = model->run->diags;
    for (const Record *r = record; r; r = r->base) {
        if (r->dict) {
            diag_at(diags, DIAG_GC_PROMISE, record->gc_span,
                    "'gc: false' cannot be kept: cycles can run through the __dict__ of '%.*s'",
                    STR_ARG(r->name));
        } else if (r != record && r->gc == GC_ALWAYS) {
            diag_at(diags, DIAG_GC_PROMISE, record->gc_span,
                    "'gc: false' cannot be kept: its base '%.*s' says 'gc: true'",
                    STR_ARG(r->name));
        } else {
            continue;
        }
        if (r != record)
            diag_note(diags, r->name_span, "'%.*s' is declared here", STR_ARG(r->name));
        return;
    }
}

/* ---- mixins and cached slots ---------------------------------------------------------------------- */

static void check_mixin(Model *model, const Record *record)
{
    const Record *base = record->base;
    if (!record->mixin.name.len) return;
    for (base = base ? base->mixed : NULL; base; base = base->base ? base->base->mixed : NULL) {
        const Reference *mixin = &base->mixin;
        if (!str_eq(mixin->module, record->mixin.module) ||
            !str_eq(mixin->name, record->mixin.name))
            continue;
        diag_at(model->run->diags, DIAG_SAME_MIXIN, record->mixin.span,
                "'%.*s' has this mixin from its base '%.*s' already", STR_ARG(record->name),
                STR_ARG(base->name));
        diag_note(model->run->diags, mixin->span, "named there first");
        diag_help(model->run->diags, "leave it out: mixins are inherited");
        return;
    }
}

/* The field or cached slot of `record` that is called as `slot` is, other than itself; or NULL. */
static const Field *namesake(const Record *record, const Field *slot)
{
    for (size_t i = 0; i < record->fields.len; i++)
        if (str_eq(record->fields.items[i]->name, slot->name)) return record->fields.items[i];
    for (size_t i = 0; i < record->cached.len && record->cached.items[i] != slot; i++)
        if (str_eq(record->cached.items[i]->name, slot->name)) return record->cached.items[i];
    return NULL;
}

static void check_cached_slot(Model *model, const Record *record, const Field *slot)
{
    Diags *diags = model->run->diags;
    const Field *other = namesake(record, slot);
    if (other && (other->owner == record || slot->owner == record)) {
        const bool is_first =
            slot->owner != record; /* the base's: what is declared here is wrong */
        const Field *again = is_first ? other : slot, *first = is_first ? slot : other;
        diag_at(diags, DIAG_DUPLICATE_FIELD, again->name_span, "'%.*s' is declared twice",
                STR_ARG(slot->name));
        diag_note(diags, first->name_span, "first declared here");
    }
    if (slot->owner != record || slot->type->kind != TYPE_ABSENT) return;
    diag_at(diags, DIAG_CACHED, slot->type->span,
            "'%.*s' is cached: '| ...' has no meaning for what is never in JSON",
            STR_ARG(slot->name));
    diag_help(diags, "leave out '| ...'; say '| None' if there may be no value");
}

static void check_cached(Model *model, const Record *record)
{
    for (size_t i = 0; i < record->cached.len; i++)
        check_cached_slot(model, record, record->cached.items[i]);
    for (size_t i = 0; i < record->own_cached.len; i++)
        typerules_check(model, record->own_cached.items[i]->type);
    if (!record->own_cached.len || record->mixed) return;
    const Str name = record->own_cached.items[0]->name;
    diag_at(model->run->diags, DIAG_CACHED, record->cached_span,
            "nobody computes '%.*s': '%.*s' has no mixin", STR_ARG(name), STR_ARG(record->name));
    diag_help(model->run->diags,
              "name a class that has '_compute_%.*s(self)': 'mixin: \"module:Class\"'",
              STR_ARG(name));
}

/* ---- records that nobody can make ----------------------------------------------------------------- */

/* The record without which `field` has no value, or NULL. Those of other schemas were checked there. */
static const Record *needed_by(const Model *model, const Field *field)
{
    const bool is_needed = !field->has_default && field->type->kind == TYPE_RECORD;
    return is_needed ? model_own(model, field->type->record) : NULL;
}

/* Records that wait for another to be makable. */
typedef struct Waiter Waiter;
struct Waiter {
    const Record *record;
    Waiter *next;
};

/* Puts `record` behind each record that it needs; how many those are. */
static size_t wait_for_needed(Model *model, const Record *record, Waiter **waiting)
{
    Arena *arena = model->run->arena;
    size_t count = 0;
    for (size_t i = 0; i < record->fields.len; i++) {
        const Record *needed = needed_by(model, record->fields.items[i]);
        if (!needed) continue;
        Waiter *waiter = arena_make(arena, Waiter);
        *waiter = (Waiter){record, waiting[needed->index]};
        waiting[needed->index] = waiter;
        count++;
    }
    return count;
}

/* Marks the records that can be made: first those that need no other, then those that wait for them. */
static bool *find_makable(Model *model)
{
    Arena *arena = model->run->arena;
    const size_t count = model->schema->records.len;
    bool *is_makable = arena_array(arena, bool, count);
    size_t *missing = arena_array(arena, size_t, count);
    size_t *ready = arena_array(arena, size_t, count), ready_count = 0;
    Waiter **waiting = arena_array(arena, Waiter *, count);
    for (size_t i = 0; i < count; i++) {
        missing[i] = wait_for_needed(model, model->schema->records.items[i], waiting);
        if (!missing[i]) ready[ready_count++] = i;
    }
    while (ready_count) {
        const size_t made = ready[--ready_count];
        is_makable[made] = true;
        for (const Waiter *waiter = waiting[made]; waiter; waiter = waiter->next) {
            const size_t index = waiter->record->index;
            if (!--missing[index]) ready[ready_count++] = index;
        }
    }
    return is_makable;
}

/* The field of each record, by index, that leads to one which cannot be made; NULL where there is none. */
static const Field **find_blocking(Model *model)
{
    const bool *is_makable = find_makable(model);
    const size_t count = model->schema->records.len;
    const Field **blocking = arena_array(model->run->arena, const Field *, count);
    for (size_t i = 0; i < count; i++) {
        const Record *record = model->schema->records.items[i];
        for (size_t j = 0; !blocking[i] && j < record->fields.len; j++) {
            const Record *needed = needed_by(model, record->fields.items[j]);
            if (needed && !is_makable[needed->index]) blocking[i] = record->fields.items[j];
        }
    }
    return blocking;
}

static const Record *next_needed(const Model *model, const Record *record)
{
    const Field *field = model->blocking[record->index];
    return field ? field->type->record : NULL;
}

static void refuse_record_cycle(Model *model, const Cycle *cycle)
{
    Run *run = model->run;
    const Str first = cycle->items[0]->name;
    const TypeRef *type = model->blocking[cycle->items[0]->index]->type;
    Buf chain = buf_new(run->arena);
    for (size_t i = 0; i < cycle->len; i++) {
        const Record *record = cycle->items[i];
        const Field *field = model->blocking[record->index];
        buf_addf(&chain, "%.*s.%.*s -> ", STR_ARG(record->name), STR_ARG(field->name));
    }
    buf_add(&chain, first);
    const Str text = buf_take(&chain);
    diag_at(run->diags, DIAG_RECORD_CYCLE, type->span,
            "no '%.*s' can ever be made, as each needs another: %.*s", STR_ARG(first),
            STR_ARG(text));
    diag_help(run->diags, "let the chain end, as with the type '%.*s | None'", STR_ARG(type->name));
}

/* ---- comparing ------------------------------------------------------------------------------------ */

static void check_comparing(Model *model, const Record *record)
{
    Diags *diags = model->run->diags;
    if (record->is_ordered && !record->eq) {
        diag_at(diags, DIAG_INVALID_OPTION, record->name_span,
                "'%.*s' has an order, but 'eq: false': what is not greater and not less is equal",
                STR_ARG(record->name));
        diag_help(diags, "leave out 'order' or 'eq: false'");
    }
    if (record->cache_hash && (!record->frozen || !record->eq)) {
        diag_at(diags, DIAG_INVALID_OPTION, record->name_span,
                "'cache_hash' of '%.*s' has no meaning without 'frozen' and 'eq': there is no hash "
                "of its fields",
                STR_ARG(record->name));
        diag_help(diags, "add 'frozen: true', or leave it out");
    }
}

/* ---- all ------------------------------------------------------------------------------------------ */

void check_schema(Model *model)
{
    const Schema *schema = model->schema;
    for (size_t i = 0; i < schema->types.len; i++)
        typerules_check(model, schema->types.items[i]->type);
    for (size_t i = 0; i < schema->records.len; i++)
        for (size_t j = 0; j < schema->records.items[i]->own_fields.len; j++) {
            Field *field = schema->records.items[i]->own_fields.items[j];
            typerules_check(model, field->type);
            defaults_check(model, field);
            check_boxed(model, field);
            check_hidden(model, field);
        }
    for (size_t i = 0; i < schema->records.len; i++) {
        const Record *record = schema->records.items[i];
        check_duplicates(model, record);
        jsonkeys_check(model, record);
        check_order(model, record);
        check_base(model, record);
        check_gc(model, record);
        check_comparing(model, record);
        check_mixin(model, record);
        check_cached(model, record);
    }
    families_check(model);
    unions_check(model);
    model->blocking = find_blocking(model);
    cycles_each(model, next_needed, refuse_record_cycle);
}
