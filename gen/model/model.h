/* The model: what a schema means. Built in three steps (declare, resolve, check); const afterwards. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/buf.h"
#include "base/map.h"
#include "base/run.h"
#include "base/vec.h"
#include "syntax/syntax.h"
#include "types/types.h"

typedef struct Record Record;
typedef struct EnumType EnumType;
typedef struct TypeRef TypeRef;
typedef struct Definition Definition;
typedef struct Field Field;
typedef struct Schema Schema;

/* Constraints, in the order in which they are checked: LIMIT_gt, LIMIT_ge, ... */
typedef enum {
#define CONSTRAINT_KEY(key, value, meaning) LIMIT_##key,
#include "model/keys.def"
    LIMIT_COUNT
} LimitRule;

typedef struct {
    LimitRule rule;
    Str text; /* the bound, canonical: "0", "0.5", "1e-09"; or the pattern */
    Span span;
} Limit;

typedef VEC(Limit) Limits;

/* A Python object that a schema names: "module:name". */
typedef struct {
    Str module, name; /* empty: none */
    Span span;
} Reference;

typedef enum {
    TYPE_ERROR, /* unknown; already reported; every check accepts it silently */
    TYPE_SCALAR,
    TYPE_LIST,      /* items[0] */
    TYPE_SET,       /* items[0] */
    TYPE_FROZENSET, /* items[0] */
    TYPE_TUPLE,     /* one of each of items */
    TYPE_TUPLE_OF,  /* any number of items[0] */
    TYPE_DICT,      /* items[0] -> items[1] */
    TYPE_OPTIONAL,  /* items[0] | None; never nested, never of Any */
    TYPE_ABSENT,    /* items[0] | ...: outermost, items[0] may be TYPE_OPTIONAL */
    TYPE_UNION, /* any of two or more items: records, and one type for each other kind of JSON value */
    TYPE_LITERAL, /* the values are members of an `enumeration` without a name */
    TYPE_ENUM,
    TYPE_RECORD,
    TYPE_FOREIGN, /* a class of the user's, in JSON as items[0]: see `definition` */
    TYPE_LIMITED, /* items[0], within `limits`; never nested, never around optional and absent */
    TYPE_KIND_COUNT
} TypeKind;

/* How a scalar is treated beside what its type says. */
typedef enum {
    FORM_PLAIN,
    FORM_NAN_AS_NULL, /* a float whose NaN is null in JSON */
    FORM_INTERNED     /* a str of which decoding keeps one for many */
} ScalarForm;

struct TypeRef {
    TypeKind kind;
    Span span;
    const Scalar *scalar;
    ScalarForm form;       /* of `scalar` */
    const TypeRef **items; /* types inside, `item_count` of them */
    size_t item_count;
    const EnumType *enumeration; /* of a Literal, too: its name is its text */
    const Record *record;
    const Limits *limits; /* all that hold, those of named types before those of the field */
    const Definition *definition; /* of a foreign type, or a limited one with a name */
    Str name; /* of an enum or record; TYPE_RECORD until it is resolved. Of a limited or foreign type:
                 the named type that it is, or empty */
};

typedef struct {
    Str name;
    Span span;
    Str text;       /* JSON value of a str enum, unescaped */
    int64_t number; /* JSON value of an int enum */
} EnumMember;

struct EnumType {
    const Schema *schema; /* that it stands in */
    Str name, doc;
    Span name_span;
    bool is_str;     /* else int */
    bool is_open;    /* unknown values are values, too */
    Reference class; /* an existing enum: its class; else empty */
    VEC(EnumMember) members;
};

/* A name in a list of names. */
typedef struct {
    Str text;
    Span span;
} Word;
typedef VEC(Word) Words;

/* A type of the section `types`. */
struct Definition {
    const Schema *schema; /* that it stands in */
    Str name, doc;
    Span name_span;
    const TypeRef *type;             /* what the name stands for; filled by resolve */
    const TypeRef *inner;            /* the same without the constraints given here */
    Limits limits;                   /* those alone */
    Reference class, encode, decode; /* of a foreign type, in JSON as `inner`; else empty */
};

/* A default is kept as JSON text: canonical, compact, checked against the field's type. */
struct Field {
    Str name, doc;
    Span name_span, default_span;
    Str json_name;  /* as written; or made of the field's name, as the record's `rename` says */
    bool is_hidden; /* `json: false`, or extra: no key of JSON, whatever json_name says */
    bool is_extra;  /* holds the unknown keys; hidden, too */
    bool is_interned;
    Span hidden_span, extra_span, intern_span;
    Words aliases; /* older names: JSON keys, and names in pickles */
    const TypeRef *type;
    const Record *owner;
    bool has_default;
    const Node *default_node;  /* as written; NULL where the default follows from the type */
    Str default_json;          /* "..." never appears here: an absent default is is_absent */
    bool default_is_absent;    /* the default is Ellipsis: a key that is not there */
    bool default_is_mutable;   /* list, dict: fresh per instance */
    Reference factory;         /* what makes the default, in the place of JSON text; or empty */
    struct LimitNodes *limits; /* as written, until resolve makes them part of `type`; or NULL */
    bool is_readonly, is_kw_only, is_boxed;
    Str deprecated;                 /* why not to use it; empty: it may be used */
    bool is_unshown, is_uncompared; /* `repr: false`, `compare: false` */
    Span boxed_span;
};

/* How JSON names are made of the names of fields. */
typedef enum { RENAME_NONE, RENAME_CAMEL, RENAME_PASCAL, RENAME_KEBAB, RENAME_UPPER } Rename;

typedef enum { GC_AUTO, GC_ALWAYS, GC_NEVER } GcChoice;

struct Record {
    const Schema *schema; /* that it stands in */
    size_t index;         /* in Schema.records */
    Str name, doc;
    Span name_span;
    VEC(Field *) own_fields;   /* in schema order */
    VEC(const Field *) fields; /* those of the bases first; filled by resolve */
    VEC(Field *) own_cached;   /* slots filled at first read: name and type are all that is set */
    VEC(const Field *) cached; /* those of the bases first; filled by resolve */
    Str base_name;
    Span base_span;
    bool has_family;           /* it has tagged descendants */
    const Record *near_family; /* the nearest of its bases that has */
    const Record *reserving;   /* the nearest of it and its bases with names reserved */
    const Record *mixed; /* the nearest of it and its bases that has a mixin of its own; or NULL */
    bool is_ordered;     /* by an option of its own or of a base */
    const Record *base;
    bool weakref, dict, order, cache_hash, frozen, final, eq, kw_only, open, abstract;
    bool forbid_unknown_fields, omit_defaults, nan_as_null;
    Rename rename;
    Words reserved; /* names that neither its fields nor those of its descendants may have */
    bool has_tag, has_own_tag_field;
    Str tag, tag_field; /* tag_field: that of the base where it has none of its own */
    Span tag_span, tag_field_span, open_span, abstract_span;
    VEC(const Record *)
    family; /* what an object can become where this record is expected: itself unless
                                   abstract, and its descendants; empty where none of these has a tag */
    GcChoice gc;
    Span gc_span;
    Reference mixin;       /* its own */
    bool mixin_is_default; /* it is that of `record_defaults` */
    Span cached_span;
};

struct Schema {
    const Source *source;
    Str module; /* "market"; dots allowed */
    Span module_span;
    Str doc;
    VEC(const Schema *) imports; /* in schema order */
    VEC(Definition *) types;     /* in schema order */
    bool single_file;            /* the C module carries the run time itself */
    VEC(EnumType *) enums;       /* in schema order */
    VEC(Record *) records;       /* in schema order */
    VEC(const Record *) ordered; /* bases before those that extend them, else schema order */
};

/* A schema file of the run. What an error left nothing of is NULL. */
typedef struct {
    Str path; /* as the user spells it, or else the schema that first imported it */
    const Source *source;
    const Node *tree;
    const Schema *schema;
} SchemaFile;

/* The schema in the file at `path`, and all that it imports; each file is read once per run. */
const SchemaFile *library_read(Run *run, Str path);

/* From now on that file is spelled so, whoever imports it. Call it before anything is read. */
void library_spell(Run *run, Str path);

/* The files read so far, in that order. */
typedef VEC(const SchemaFile *) SchemaFiles;
SchemaFiles library_files(Run *run);

/* All that `schema` imports, directly or not, in the order in which it was read first. */
typedef VEC(const Schema *) Schemas;
Schemas schema_imports(Arena *arena, const Schema *schema);

/* The name by which `schema` refers to what `owner` declares: with the module in front where that is
   another. */
Str schema_name_of(Arena *arena, const Schema *schema, const Schema *owner, Str name);

/* NULL where `tree` is NULL, or where an error was reported. */
const Schema *model_build(Run *run, const Source *source, const Node *tree);

/* The model as text, one fact a line, without places and comments: also what the schema's fingerprint
   is taken of, so equal text means an equal schema. */
void dump_model(Buf *out, const Schema *schema);

/* What values of the type are as keys of a dict. */
KeyKind model_key_kind(const TypeRef *type);
/* The field of an open record that keeps its tag; NULL where there is none. */
const Field *model_tag_field(const Record *record);

/* The records that an object can be where the union (or record) `type` is expected, each once. */
typedef VEC(const Record *) Members;
Members model_members(Arena *arena, const TypeRef *type);

/* The kinds of JSON values that values of `type` are written as, as bits 1 << JsonKind; null is no matter
   of a type. */
typedef enum { JSON_STRING, JSON_NUMBER, JSON_BOOL, JSON_ARRAY, JSON_OBJECT, JSON_KINDS } JsonKind;
unsigned model_json_kinds(const TypeRef *type);

/* The key of a constraint: "ge". */
const char *model_limit_key(LimitRule rule);

/* A part of that text. */
void dump_model_enum(Buf *out, const EnumType *enumeration);
void dump_model_record(Buf *out, const Record *record);

/* What the named types in `type` stand for, a line each, but for those of `except`, whose text has them. */
void dump_model_named(Buf *out, const TypeRef *type, const Schema *except);

/* A type as schemas spell it, canonical: "list[float64 | None]". */
Str model_type_text(Arena *arena, const TypeRef *type);

#endif
