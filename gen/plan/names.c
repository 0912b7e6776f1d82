/* Names: every identifier that appears in generated C is made here, so that nothing can collide.

   A record or enum has one word, its name without underscores; all its identifiers are that word,
   an underscore and more (Trade_fields, Side_members), or the word and Object (TradeObject). As no
   word holds an underscore and all words differ, no two identifiers are equal, whatever records are
   called. The enumerators of a record have a word of their own (TRADE_bid). */
#include "plan/parts.h"

#include <ctype.h>
#include <string.h>

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static const char *const keywords[] = {
#define KEYWORD(word) #word,
#include "plan/keywords.def"
#undef KEYWORD
};

static bool is_keyword(Str name)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_is(name, keywords[i])) return true;
    return false;
}

/* The C constructs that generated modules put in front of an underscore themselves. */
static bool is_taken_word(Str word)
{
    static const char *const words[] = {"literal", "module", "native", "type", "KEPT"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i])) return true;
    return false;
}

static bool begins_with(Str word, const char *lower)
{
    for (size_t i = 0; lower[i]; i++)
        if (i >= word.len || tolower((unsigned char)word.ptr[i]) != lower[i]) return false;
    return true;
}

static Str without_underscores(Arena *arena, Str name)
{
    Buf out = buf_new(arena);
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '_') buf_add_char(&out, name.ptr[i]);
    return buf_take(&out);
}

/* A word for `name` that no other has: with a number behind it where need be. Py and Sg belong to
   others, and PyLong must not become PyLongObject. */
static Str make_word(Planner *planner, Str name)
{
    Arena *arena = planner->arena;
    Str word = without_underscores(arena, name);
    const bool is_bad = word.len == 0 || (word.ptr[0] >= '0' && word.ptr[0] <= '9') ||
                        begins_with(word, "py") || begins_with(word, "sg") || is_taken_word(word);
    if (is_bad) word = str_fmt(arena, "R%.*s", STR_ARG(word));
    const Str stem = word;
    for (size_t n = 2; !map_add(arena, &planner->identifiers, word, planner); n++)
        word = str_fmt(arena, "%.*s%zu", STR_ARG(stem), n);
    return word;
}

static Str upper(Arena *arena, Str word)
{
    Buf out = buf_new(arena);
    for (size_t i = 0; i < word.len; i++)
        buf_add_char(&out, (char)toupper((unsigned char)word.ptr[i]));
    return buf_take(&out);
}

/* present, and present_1 and so on, hold the presence bits: layout.c. */
static bool is_presence_name(Str name)
{
    const Str stem = STR("present_");
    if (!str_starts_with(name, stem)) return false;
    for (size_t i = stem.len; i < name.len; i++)
        if (name.ptr[i] < '0' || name.ptr[i] > '9') return false;
    return true;
}

static bool is_free_member(Str name)
{
    return is_lower(name.ptr[0]) && !is_keyword(name) && !is_presence_name(name) &&
           !str_is(name, "hash_slot");
}

static void inherit_name(Arena *arena, Map *used, Slot *slot, const Slot *from)
{
    slot->c_name = from->c_name;
    map_add(arena, used, slot->c_name, slot);
}

static void keep_name(Arena *arena, Map *used, Slot *slot)
{
    const Str name = slot->field->name;
    if (!slot->c_name.ptr && is_free_member(name) && map_add(arena, used, name, slot))
        slot->c_name = name;
}

static void change_name(Arena *arena, Map *used, Slot *slot)
{
    for (Str name = slot->field->name; !slot->c_name.ptr;) {
        name = str_fmt(arena, "%.*s_", STR_ARG(name));
        if (map_add(arena, used, name, slot)) slot->c_name = name;
    }
}

/* Members of the record's own fields and cached slots; those of the base keep their names. First those
   whose names can stay, so that `class` and `class_` become class__ and class_. */
static void name_members(Arena *arena, RecordPlan *plan)
{
    Map used = {0};
    const RecordPlan *base = plan->base;
    for (size_t i = 0; base && i < base->slots.len; i++)
        inherit_name(arena, &used, &plan->slots.items[i], &base->slots.items[i]);
    for (size_t i = 0; base && i < base->cached.len; i++)
        inherit_name(arena, &used, &plan->cached.items[i], &base->cached.items[i]);
    for (size_t i = 0; i < plan->slots.len; i++) keep_name(arena, &used, &plan->slots.items[i]);
    for (size_t i = 0; i < plan->cached.len; i++) keep_name(arena, &used, &plan->cached.items[i]);
    for (size_t i = 0; i < plan->slots.len; i++) change_name(arena, &used, &plan->slots.items[i]);
    for (size_t i = 0; i < plan->cached.len; i++) change_name(arena, &used, &plan->cached.items[i]);
}

/* INT_MAX and POINT_FIELDS are names of others; so a field that does not begin in lower case gets
   an underscore here too. */
static Str enumerator(Arena *arena, const RecordPlan *plan, Str name)
{
    return str_fmt(arena, "%.*s_%.*s%s", STR_ARG(plan->enum_prefix), STR_ARG(name),
                   is_lower(name.ptr[0]) ? "" : "_");
}

static void name_enumerators(Arena *arena, RecordPlan *plan)
{
    for (size_t i = 0; i < plan->slots.len; i++) {
        Slot *slot = &plan->slots.items[i];
        const Str name = slot->field->name;
        slot->enumerator = enumerator(arena, plan, name);
        slot->presence_enumerator =
            str_fmt(arena, "%.*s_HAS_%.*s", STR_ARG(plan->enum_prefix), STR_ARG(name));
    }
    for (size_t i = 0; i < plan->cached.len; i++)
        plan->cached.items[i].enumerator =
            enumerator(arena, plan, plan->cached.items[i].field->name);
}

static bool has_field(const RecordPlan *plan, Str name)
{
    for (size_t i = 0; i < plan->slots.len; i++)
        if (str_eq(plan->slots.items[i].field->name, name)) return true;
    return false;
}

/* The first parameter of the twin's methods, which a field's parameter must not repeat. */
static Str self_name(Arena *arena, const RecordPlan *plan)
{
    if (!has_field(plan, STR("self"))) return STR("self");
    Str name = STR("_self"); /* type checkers take such names for it, too */
    while (has_field(plan, name)) name = str_fmt(arena, "%.*s_", STR_ARG(name));
    return name;
}

/* No class of a schema begins with an underscore. */
static void name_mixin(Arena *arena, RecordPlan *plan)
{
    if (!plan->record->mixin.name.len) return;
    plan->fields_class = str_fmt(arena, "_%.*sFields", STR_ARG(plan->record->name));
    plan->mixin_alias = str_fmt(arena, "_%.*sMixin", STR_ARG(plan->record->name));
}

/* Names for imported modules that no field hides, and that differ where dots became underscores. */
static void name_imports(Planner *planner, const Map *fields)
{
    Arena *arena = planner->arena;
    Map taken = {0};
    for (size_t i = 0; i < planner->plan->imports.len; i++) {
        ImportPlan *import = &planner->plan->imports.items[i];
        Buf name = buf_new(arena);
        buf_add(&name, STR("_m_"));
        for (size_t c = 0; c < import->plan->module.len; c++) {
            const char letter = import->plan->module.ptr[c];
            buf_add_char(&name, letter == '.' ? '_' : letter);
        }
        import->alias = buf_take(&name);
        while (map_get(fields, import->alias) || !map_add(arena, &taken, import->alias, import))
            import->alias = str_fmt(arena, "%.*s_", STR_ARG(import->alias));
    }
}

/* Inside a class of the stub, a field called as a class is hides it. */
static void name_aliases(Planner *planner)
{
    Plan *plan = planner->plan;
    Map fields = {0};
    for (size_t r = 0; r < plan->records.len; r++) {
        const RecordPlan *record = plan->records.items[r];
        for (size_t i = 0; i < record->slots.len; i++)
            map_add(planner->arena, &fields, record->slots.items[i].field->name, plan);
        for (size_t i = 0; i < record->cached.len; i++)
            map_add(planner->arena, &fields, record->cached.items[i].field->name, plan);
    }
    name_imports(planner, &fields);
    const Schema *schema = plan->schema;
    Map taken = {0};
    for (size_t i = 0; i < schema->enums.len; i++)
        map_add(planner->arena, &taken, schema->enums.items[i]->name, plan);
    for (size_t i = 0; i < schema->records.len; i++)
        map_add(planner->arena, &taken, schema->records.items[i]->name, plan);
    const size_t classes = taken.len;
    for (size_t i = 0; i < plan->records.len; i++) {
        if (!plan->records.items[i]->fields_class.len) continue;
        map_add(planner->arena, &taken, plan->records.items[i]->fields_class, plan);
        map_add(planner->arena, &taken, plan->records.items[i]->mixin_alias, plan);
    }
    for (size_t i = 0; i < classes; i++) {
        const Str target = taken.entries[i].key;
        if (!map_get(&fields, target)) continue;
        Str name = target;
        do name = str_fmt(planner->arena, "_%.*s", STR_ARG(name));
        while (map_get(&fields, name) || !map_add(planner->arena, &taken, name, plan));
        const Alias alias = {.name = name, .target = target};
        vec_push(planner->arena, &plan->aliases, alias);
    }
}

void names_assign(Planner *planner)
{
    Arena *arena = planner->arena;
    Plan *plan = planner->plan;
    for (size_t i = 0; i < plan->enums.len; i++) {
        EnumPlan *item = plan->enums.items[i];
        item->word = make_word(planner, item->enumeration->name);
        item->c_name = str_fmt(arena, "%.*s_enum", STR_ARG(item->word));
    }
    for (size_t i = 0; i < plan->records.len; i++) {
        RecordPlan *record = plan->records.items[i];
        record->c_name = make_word(planner, record->record->name);
        record->struct_name = str_fmt(arena, "%.*sObject", STR_ARG(record->c_name));
    }
    for (size_t i = 0; i < plan->records.len; i++) {
        RecordPlan *record = plan->records.items[i];
        record->enum_prefix = make_word(planner, upper(arena, record->c_name));
        name_members(arena, record);
        name_enumerators(arena, record);
        record->self_name = self_name(arena, record);
        name_mixin(arena, record);
    }
    name_aliases(planner);
}
