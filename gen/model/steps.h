/* The steps of model_build, each in a file of its own, and what they share. Of use inside model/ only. */
#ifndef MODEL_STEPS_H
#define MODEL_STEPS_H

#include "model/model.h"
#include "types/literal.h"

/* Constraints as they are written beside a type; NULL where there is none. */
typedef struct LimitNodes {
    const Node *nodes[LIMIT_COUNT];
} LimitNodes;

/* A named type while it is being resolved. */
typedef struct Defining Defining;
struct Defining {
    Definition *definition;
    const TypeRef *written; /* its names are not looked up */
    LimitNodes *limits;     /* or NULL */
    enum { DEFINING_NEW, DEFINING_OPEN, DEFINING_DONE } state;
    const Defining *outer; /* while it is open: the one whose type names this one, or NULL */
};

/* What a name of the schema stands for. */
typedef struct {
    TypeKind kind; /* TYPE_ENUM or TYPE_RECORD; of a named type that of no matter what */
    EnumType *enumeration;
    Record *record;
    Defining *defining; /* of a named type, else NULL */
    Span span;
} NamedType;

typedef struct {
    Run *run;
    Schema *schema;
    Map types; /* name -> NamedType; those of imported schemas with their module in front */
    bool has_broken_import;    /* what is not found may stand there */
    VEC(Defining *) defining;  /* in schema order */
    const Defining *innermost; /* of those that are open */
    /* by Record.index: its field that nobody can find a value for; filled by check.c */
    const Field **blocking;
} Model;

/* model.c: all steps. NULL as model_build(); the names declared are added to `names` in any case. */
const Schema *model_make(Run *run, const Source *source, const Node *tree, Map *names);

/* imports.c: reads the schemas that this one imports, and declares their names. */
void imports_read(Model *model, const Node *tree);

/* Whether an import that could not be read may have what `name` stands for: then nothing is said of it. */
bool imports_may_have(const Model *model, Str name);

/* The name with its module in front, where an import has what is called `name`; empty where none has. */
Str imports_with(const Model *model, Str name);

/* Says of a name with a dot what would make it known. */
void imports_help(Model *model, Str name);

/* `record`, where it is of the schema that is being made; else NULL. */
Record *model_own(const Model *model, const Record *record);

/* library.c: one file of the run as others import it. */
typedef struct {
    SchemaFile file;
    bool is_read, is_being_read;
    Map names; /* name -> NamedType: its own, and those of its imports */
} LibraryEntry;

LibraryEntry *library_entry(Run *run, Str path);

/* The paths of the files that are being read now, from the one at `path`: "a.yaml -> b.yaml -> ". */
Str library_chain(Run *run, Str path);

/* declare.c: the tree as a model whose names are not looked up yet. */
void declare_schema(Model *model, const Node *tree);

/* The documentation of `owner`, trimmed; empty where it has none. */
Str declare_doc(Run *run, const Node *owner);
/* The text under `key`, trimmed; empty where there is none. */
Str declare_text(Run *run, const Node *owner, const char *key);

/* The list of names under `key`; what is none is reported and left out. */
Words declare_words(Run *run, const Node *owner, const char *key);

/* enums.c, records.c, fields.c: what stands below a name of the schema. */
void enums_read(Run *run, const Node *node, EnumType *enumeration);
void records_read(Model *model, const Node *node, Record *record);
void records_read_options(Run *run, const Node *node, Record *record);
void fields_read(Model *model, const Node *fields, Record *record);
void fields_read_cached(Model *model, const Node *cached, Record *record);

/* references.c: reads "module:name", or reports that it is none, naming `what` it should be. */
bool references_read(Run *run, const Node *node, const char *what, Reference *reference);

/* rename.c: the JSON name of a field; `name` itself where nothing else is asked for. */
Str rename_field(Arena *arena, Rename rename, Str name);

/* jsonkeys.c: reports fields of `record` that share a key of JSON, aliases included, and names that are
   reserved. */
void jsonkeys_check(Model *model, const Record *record);

/* forms.c: the form of the scalars in the type of `field`, as options of it and of its record say. */
void forms_apply(Model *model, Field *field);

/* definitions.c: the section `types`. Reading leaves names alone; the second looks them up, and those of
   the named types that they lead to. TYPE_ERROR where that was reported. */
void definitions_read(Model *model, const Node *node, Defining *defining);
const TypeRef *definitions_resolve(Model *model, Defining *defining, Span span);

/* limits.c: the constraints beside a type: as written (NULL where there are none); and `type` with them.
   Those of `T | None` are T's. `definition`: the named type that they make; or NULL. What does not fit is
   reported and left out. */
LimitNodes *limits_read(Run *run, const Node *owner);
const TypeRef *limits_apply(Model *model, const TypeRef *type, const LimitNodes *nodes,
                            const Definition *definition);

/* The first constraint that a value breaks, or NULL: a scalar as JSON text; of a container the number
   of its items. Patterns are not looked at: they are Python's. */
const Limit *limits_broken(Arena *arena, const TypeRef *type, Str json, size_t count);

/* What is wrong with such a value, as generated modules say it: "-1.0 is not >= 0". */
Str limits_words(Arena *arena, const TypeRef *type, const Limit *limit, Str json, size_t count);

/* resolve.c: names to pointers, bases, the order of records. */
void resolve_schema(Model *model);
const TypeRef *resolve_type(Model *model, const TypeRef *type);

/* families.c: which records stand for which others, and the rules of tags; unions.c: those of unions. */
void families_find(Model *model);
void families_check(Model *model);
void unions_check(Model *model);

/* Reports what keeps the records of `members` from being told apart by their tags, unless two are of one
   family, of which it was said already. `whole` is what they are together, "'Circle | Square'". */
void families_check_members(Model *model, const Members *members, Str whole, const Span *place);

/* check.c: the rules that need the whole model. */
void check_schema(Model *model);

/* typerules.c: reports what may not stand where it does in `type`, as the keys of a dict. */
void typerules_check(Model *model, const TypeRef *type);

/* defaults.c: fills in the default of `field` as JSON text, or reports why it does not fit its type. */
void defaults_check(Model *model, Field *field);

/* Warns of plain text like `yes` that was taken for a string: older YAML readers see a boolean. */
void defaults_warn_boolean(Run *run, const Node *node);

/* misfits.c: the words for what a default cannot be. */
typedef struct {
    Run *run;
    const Field *field;
    const TypeRef *whole; /* what messages call the type: with its None and ... */
} DefaultPlace;

/* Reports that `node` is no value of `type`, a part of the whole one. False always. */
bool misfits_type(const DefaultPlace *at, const TypeRef *type, const Node *node);

/* Reports that Python's spelling of null would be taken for text. False always. */
bool misfits_none(const DefaultPlace *at, const Node *node);

/* The same of what literal_parse() found; true, and nothing reported, where the literal fits. */
bool misfits_literal(const DefaultPlace *at, const TypeRef *type, const Node *node, LiteralFit fit);

/* What stands there, as a message names it: "int 5", "str 'abc'", "list". */
Str misfits_describe(Run *run, const Node *node);

/* What a message underlines: nothing at all cannot be, its key can. */
Span misfits_span(const Node *node);

/* The text, shortened where it is long; and as JSON would spell it. */
Str misfits_cut(Run *run, Str text);
Str misfits_quoted(Run *run, Str text);

/* typeexpr.c: the type that the scalar `node` spells. Never NULL: TYPE_ERROR where it is none, and then
   reported. Names of enums and records are left to resolve.c. */
const TypeRef *typeexpr_parse(Model *model, const Node *node);

/* The same for a node of any kind, `what` being the user's name for it: quoting is asked for where YAML
   made something else of the text. */
#define TYPE_QUOTING_HELP                                                                          \
    "write types with '[', ']' or ',' in quotes, as in {type: \"dict[str, int64]\"}"
const TypeRef *typeexpr_read(Model *model, const Node *node, Str what);

/* A copy of `type`, to be changed, with items of its own. */
TypeRef *typeexpr_copy(Arena *arena, const TypeRef *type);

extern const TypeRef type_error;

/* cycles.c: walks a graph of records in which each has at most one successor, `next`, and calls `found`
   once per cycle, with its records in order, the first one declared first. */
typedef VEC(const Record *) Cycle;
typedef const Record *NextRecord(const Model *model, const Record *record);
void cycles_each(Model *model, NextRecord *next, void found(Model *model, const Cycle *cycle));

/* identifiers.c: reports a name that cannot be used for what it is meant to be. */
typedef enum {
    NAME_MODULE,
    NAME_TYPE,
    NAME_ENUM,
    NAME_RECORD,
    NAME_MEMBER,
    NAME_FIELD,
    NAME_CACHED
} NameUse;
void identifiers_check(Run *run, const Node *node, NameUse use);

/* Whether Python code may use `name` as an identifier. */
bool identifiers_is_free(Str name);

/* The same for enum members that Python would take for private names of class `enumeration`. */
void identifiers_check_private(Run *run, const Node *node, Str enumeration);

#endif
