/* sg_base.h: the words that all of the slotgen run time is written in: how a module, a record, a field and
   the type of a boxed value are described (constants, made by the generator), what a module keeps per
   interpreter (SgState), and where a value stands when something is wrong with it (SgPlace).

   Conventions. A function that returns int returns 0, or -1; one that returns a pointer, NULL for failure.
   "Fast" functions (accept, check, read, write and all they call) may fail without setting an exception:
   that means "refused". Their callers' cold paths (sg_refuse_*, sg_explain_*) then repeat the work slowly
   and raise with the words; where an exception is set already (no memory, an error in user code), they leave
   it alone. Everything else sets an exception whenever it fails. */
#ifndef SG_BASE_H
#define SG_BASE_H

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
/* Else every macro of Python.h brings an assertion with its text, where a user's compiler is not told better. */
#if !defined(NDEBUG) && !defined(SG_STRICT)
#define NDEBUG
#endif
#include <Python.h>
#include <structmember.h>

/* The structs of datetime without its static pointer, which would be one for all interpreters. */
#define _PY_DATETIME_IMPL
#include <datetime.h>
#undef _PY_DATETIME_IMPL

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Modules that import one another share the structs of this file, of SgReader and of SgWriter: a release that
   changes them counts on, and then refuses modules of the one before (sg_import.h). */
#define SG_RUNTIME_VERSION 2

/* What is there for speed alone, where plain code or CPython's own would give the same result, stands under
   `#if SG_FAST_PATHS`; -DSG_FAST_PATHS=0 compiles it out, for whoever doubts it. */
#ifndef SG_FAST_PATHS
#define SG_FAST_PATHS 1
#endif

#define SG_MAX_DEPTH 500   /* brackets open at once in a JSON document */
#define SG_MAX_DIGITS 4300 /* of an integer in JSON: the default limit of CPython's own int() */

#if defined(__GNUC__) || defined(__clang__)
#define SG_LIKELY(x) __builtin_expect(!!(x), 1)
#define SG_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define SG_FN static __attribute__((unused)) /* whether to inline it is for the compiler to say */
#define SG_INLINE static inline __attribute__((unused, always_inline))
#define SG_COLD static __attribute__((unused, cold, noinline))
#define SG_NOINLINE static __attribute__((unused, noinline)) /* big, or kept out of what is fast */
#define SG_ENTRY static __attribute__((unused))              /* named by a table: never inlined */
#define SG_CONST static const __attribute__((unused))
#else
#define SG_LIKELY(x) (x)
#define SG_UNLIKELY(x) (x)
#define SG_FN static inline
#define SG_INLINE static inline
#define SG_COLD static
#define SG_NOINLINE static
#define SG_ENTRY static
#define SG_CONST static const
#endif

typedef struct SgState SgState;
typedef struct SgType SgType;
typedef struct SgField SgField;
typedef struct SgRecord SgRecord;
typedef struct SgRecordState SgRecordState;
typedef struct SgEnum SgEnum;
typedef struct SgPlace SgPlace;
typedef struct SgReader SgReader;
typedef struct SgWriter SgWriter;
typedef struct SgSchema SgSchema;
typedef struct SgLimits SgLimits;
typedef struct SgKeptText SgKeptText;

/* The kinds that somebody asks for. By number and not by the constant's address, which would bring all that
   the kind can do into every module. */
typedef enum {
    SG_KIND_OTHER,
    SG_KIND_ABSENT,
    SG_KIND_BIGINT,
    SG_KIND_DECIMAL,
    SG_KIND_ENUM,
    SG_KIND_LIMITED,
    SG_KIND_NAN,
    SG_KIND_NATIVE,
    SG_KIND_SET,
    SG_KIND_TEXT
} SgKindId;

/* What can be done with a boxed value of one kind. One constant per kind, in the kind's header. */
typedef struct {
    /* New reference to what is stored for `value`: itself, or the exact base value of a subclass. */
    PyObject *(*accept)(SgState *, const SgType *, PyObject *value);
    /* Whether `value` may stand in a container of this type, unchanged. */
    int (*check)(SgState *, const SgType *, PyObject *value);
    /* Appends the JSON text of `value`, checking it as `check` does. */
    int (*write)(SgWriter *, const SgType *, PyObject *value);
    /* New reference to the value at the reader's position, which is then behind it. */
    PyObject *(*read)(SgReader *, const SgType *);
    /* Raises what is wrong with `value`, which accept or check refused; -1 always. Where nothing is (user
       code changed its mind between two calls): TypeError. */
    int (*refuse)(const SgPlace *, const SgType *, PyObject *value);
    /* New reference to what json.loads() would give for the text that `write` writes; or raises. The
       place is of root SG_ENCODE. */
    PyObject *(*dump)(const SgPlace *, const SgType *, PyObject *value);
    /* New reference to the value that `node` (sg_explain.h) stands for; or raises ValidationError. The
       place is of root SG_DECODE. */
    PyObject *(*load)(const SgPlace *, const SgType *, PyObject *node, PyObject *where);
    /* New dict: the JSON Schema of such values (sg_schema.h); or raises. */
    PyObject *(*schema)(SgSchema *, const SgType *);
    /* New reference: what Python annotates such a field with (sg_annotation.h); or raises. */
    PyObject *(*annotation)(SgState *, const SgType *);
    SgKindId id;
} SgKind;

/* The type of a boxed value: a constant, of this runtime (sg_type_str) or of the generated module. */
struct SgType {
    const SgKind *kind;
    /* item types: list, set, tuple of any length, optional, absent a; dict a -> b */
    const SgType *a, *b;
    /* of a native scalar: its SgNative; of a textual type: its SgForm; of types with many items:
       their SgItems; of a Literal: its SgLiteral; of a limited type: its SgLimits; of a
       foreign one: its SgForeign */
    const void *extra;
    /* of a record or enum in its module; of a textual type: its SgLazyId; of a dict what its keys are
       (sg_dict_keys.h) */
    int index;
    const char *expected; /* in messages: "list", "float | None", "Leg" */
};

/* The types of a container's items where their number is not fixed by the kind. */
typedef struct {
    const SgType *const *types; /* NULL behind the last */
    int count;
} SgItems;

/* The kinds of JSON values, and the members of a union: at most one for each kind. */
enum { SG_JSON_STRING, SG_JSON_NUMBER, SG_JSON_BOOL, SG_JSON_ARRAY, SG_JSON_OBJECT, SG_JSON_KINDS };

typedef struct {
    const SgType *const *members; /* in the schema's order; NULL behind the last */
    const SgType *by_kind[SG_JSON_KINDS];
} SgUnion;

typedef enum { SG_BOOL, SG_INT, SG_FLOAT } SgFamily;

/* A scalar that lives in the struct. */
typedef struct {
    const char *name; /* in schemas: "uint16" */
    SgFamily family;
    Py_ssize_t size;
    int64_t least; /* of SG_INT... */
    uint64_t greatest;
    PyObject *(*get)(const void *slot);      /* new reference */
    getter attribute;                        /* its closure is the offset of the slot */
    int (*set)(void *slot, PyObject *value); /* or refuses, slot unchanged */
    int (*read)(SgReader *, void *slot);
    char *(*put)(char *p, const void *slot); /* at `p`; SG_NUMBER_ROOM bytes are free */
    bool (*within)(const void *slot, const SgLimits *);
    bool (*eq)(const void *slot, const void *other);
    Py_hash_t (*hash)(const void *slot); /* that of the Python value; NaN counts as 0 */
} SgNative;

enum {
    SG_READONLY = 1,
    SG_KW_ONLY = 2,
    SG_FRESH = 4,  /* a new default per instance */
    SG_HIDDEN = 8, /* no key of JSON is this field's */
    SG_EXTRA = 16, /* holds the unknown keys; hidden, too */
    SG_UNSHOWN = 32,
    SG_UNCOMPARED = 64,
    SG_DEPRECATED = 128,
    SG_LIMITED = 256, /* native, and its type has constraints */
    SG_FACTORY = 512  /* a function makes the default: SgRecord.factories; SG_FRESH, too */
};

#define SG_NO_KEY "--" /* the key of a hidden field: no JSON text has it where a key may stand */

/* Three initialisers of an SgField: its name, and its key as it stands in JSON text. One string holds both: each
   pointer in a table is one that the loader has to set. */
#define SG_NAMES(name, key) name "\0" key, (int)sizeof(key) - 1, (int)sizeof(name)
#define SG_NAME(name) SG_NAMES(name, ",\"" name "\":")

/* An initialiser of an SgField: where its presence bit is, counted in bits. */
#define SG_PRESENCE(Struct, member, bit) (int)(8 * offsetof(Struct, member) + (bit))
#define SG_NO_PRESENCE 0

struct SgField {
    const char *name;         /* and behind its end the key: sg_key_text() */
    int key_length;           /* ,"name": with all of that */
    unsigned short name_size; /* with its end */
    unsigned short flags;
    const SgType *type;
    const SgNative *native; /* NULL: the slot is a PyObject * */
    int offset;
    int presence;             /* of an optional native field; by SG_PRESENCE or SG_NO_PRESENCE */
    const char *default_json; /* the default as JSON text, "..." for Ellipsis, "" where a function
                                 makes it; NULL: required */
    const char *doc;          /* or NULL */
};

/* The field's key, as it stands in JSON text: ,"name": */
SG_INLINE const char *sg_key_text(const SgField *field)
{
    return field->name + field->name_size;
}

/* A Python object that the schema names: "module:name"; both NULL for none. */
typedef struct {
    const char *module, *name; /* both may have dots */
    int kept;                  /* index in SgState.kept; 0: not kept */
} SgReference;

/* The function that makes the default of a field. */
typedef struct {
    int field;
    SgReference reference;
} SgFactory;

typedef struct SgFactoryWork SgFactoryWork;

typedef struct {
    const SgFactory *rows;     /* in the order of fields; the last has no name */
    const SgFactoryWork *work; /* &sg_factory_work */
} SgFactories;

/* What is done with factories (sg_factory.h). */
struct SgFactoryWork {
    int (*fill)(SgState *, const SgRecord *, PyObject *self, PyObject *const *values);
    int (*fill_unseen)(SgState *, const SgRecord *, PyObject *self, const uint64_t *seen);
    int (*read)(SgReader *, const SgRecord *, PyObject *self, const uint64_t *seen);
    PyObject *(*call)(SgState *, const SgRecord *, int index);
};

/* An older name of a field. */
typedef struct {
    const char *key;       /* "name" with its quotes, as it stands in JSON text */
    Py_ssize_t key_length; /* of that text */
    int field;
} SgAlias;

enum {
    SG_FINAL = 1,
    SG_FROZEN = 2,
    SG_EQ = 4,
    SG_TRACKED = 8,
    SG_WEAKREF = 16,
    SG_DICT = 32,
    SG_FORBID_UNKNOWN = 64,
    SG_OMIT_DEFAULTS = 128,
    SG_MIXED = 256, /* it or a base has a mixin, so its class can be changed */
    SG_ABSTRACT = 512,
    SG_NESTS = 1024 /* freeing one may free another record, and so on */
};

typedef struct SgMixinWork SgMixinWork;

/* What a record's mixin is, and the slots that it, or that of a base, fills. Every record that is SG_MIXED has
   one. */
typedef struct {
    const char *module, *name; /* NULL: has none of its own */
    const char *fields_qualified_name;
    const char *fields_name; /* "_TradeFields": the class that stands behind the mixin */
    const SgField *cached;   /* those of the bases first; each a PyObject *, NULL while empty */
    int cached_count, own_cached_count;
    const SgMixinWork *work; /* &sg_mixin_work */
} SgMixin;

/* What is done with mixins (sg_mixin.h, sg_cached.h). */
struct SgMixinWork {
    PyTypeObject *(*make_class)(PyObject *module, const SgRecord *, PyTypeObject *fields);
    int (*exec)(const SgRecord *, SgRecordState *);
    int (*post_init)(SgState *, const SgRecord *, PyObject *self);
    int (*post_init_read)(SgReader *, const SgRecord *, PyObject *self);
    int (*post_init_load)(const SgPlace *, const SgRecord *, PyObject *self, PyObject *where);
    getter cached_get; /* of a slot that it fills; the closure is the SgField */
    setter cached_set;
};

typedef struct SgTagWork SgTagWork;

/* How JSON text says which record it is. */
typedef struct {
    const char *text;  /* ,"type":"circle" as it stands in JSON text; without a tag its key alone */
    Py_ssize_t length; /* of that text */
    Py_ssize_t key_length; /* of its key, with comma and colon */
    int field;             /* of an open record: the one that keeps the tag; else -1 */
    const SgTagWork *work; /* &sg_tag_work */
} SgTag;

/* The records that an object may become, told apart by their tags, which all have one key. */
typedef struct {
    const char *name;   /* in messages: "Shape", "Circle | Square" */
    const int *members; /* indices of records */
    int count;
    int open;              /* the member that takes unknown tags; -1 */
    const int *bases;      /* of a union: what its values are instances of; -1 behind the last */
    const SgTagWork *work; /* &sg_tag_work */
} SgChoice;

/* What is done with tags (sg_tag.h), for those who meet records that may have none. */
struct SgTagWork {
    const SgRecordState *(*choose)(SgReader *, const SgChoice *);
    const SgRecordState *(*judge)(const SgPlace *object, const SgChoice *, PyObject *pairs,
                                  PyObject *where);
    int (*judge_alone)(const SgPlace *object, const SgRecord *, PyObject *pairs, PyObject *where);
    PyObject *(*key)(SgState *, const SgTag *);
    PyObject *(*text)(SgState *, const SgTag *);
};

/* The one entry of SgRecord.methods. Its name says that the table ends here, so that nobody else looks at
   its flags: they tell records of this version of the run time, of whatever module, from other types. */
#define SG_RECORD_FLAGS (0x51670E00 + SG_RUNTIME_VERSION)
#define SG_RECORD_METHODS                                                                          \
    {                                                                                              \
        {                                                                                          \
            NULL, NULL, SG_RECORD_FLAGS, NULL                                                      \
        }                                                                                          \
    }

/* A record type. `methods` comes first and stays empty: the type's tp_methods points at it, which is how a
   record is found from a type without a look-up (sg_record_of). */
struct SgRecord {
    PyMethodDef methods[1];
    const char *qualified_name; /* "market.Trade" */
    const char *name;
    const char *fingerprint; /* of what modules that import it rely on */
    const char *doc;
    int base;              /* its index in SgState.records; -1: none */
    const SgField *fields; /* those of the bases first: all fields, in constructor order */
    int field_count, own_count;
    const SgAlias *aliases; /* of all fields; the last has no key; NULL: there are none */
    int index;              /* in SgModule.records and SgState.records */
    unsigned flags;
    Py_ssize_t size, weaklist_offset, dict_offset, hash_offset; /* offsets 0: none */
    const int
        *references; /* offsets of all that refer to objects; the last is 0; NULL: there are none */
    int (*equal)(PyObject *self, PyObject *other); /* 1, 0 or -1; NULL unless SG_EQ */
    Py_hash_t (*hash)(PyObject *self);             /* NULL unless hashed by value */
    PyObject *(*order)(PyObject *self, PyObject *other, int how);    /* or NULL */
    int (*fill)(SgState *, PyObject *self, PyObject *const *values); /* of a zeroed record */
    int (*write)(SgWriter *, PyObject *self);
    int (*read)(SgReader *, const SgRecord *, PyObject *self); /* into a zeroed record */
    const SgMixin *mixin;                                      /* or NULL */
    const SgTag *tag;                                          /* NULL: has none */
    const SgChoice *family; /* what an object may become where it is expected; NULL: untagged */
    const SgFactories *factories; /* NULL: has none */
};

typedef struct {
    const char *name;
    const char *text; /* JSON value of a str enum, UTF-8 */
    Py_ssize_t length;
    long long number; /* JSON value of an int enum */
} SgMember;

/* A class of the user's, whose instances are in JSON what another type is. */
typedef struct {
    SgReference class_, encode, decode;
    const char *name;              /* in the schema */
    const char *encoded, *decoded; /* in messages: "Decimal from encode()", "Money from decode()" */
} SgForeign;

struct SgEnum {
    const char *qualified_name; /* "market.Side" */
    const char *name;
    const char *fingerprint; /* of what modules that import it rely on */
    const char *doc;
    const SgMember *members;
    int member_count, index;
    bool is_str, is_open;
    SgReference class_; /* of an existing enum */
};

/* Literal[...], whose values are members without names. */
typedef struct {
    const char *name; /* in messages: Literal["a", "b"] */
    const SgMember *values;
    int count, index; /* in SgModule.literals */
    bool is_str;
} SgLiteral;

/* A record or enum of another module. */
typedef struct {
    const char *module, *name;
    const char *fingerprint; /* that this module was generated against */
} SgImport;

typedef int (*SgStep)(SgState *, PyObject *module);

typedef struct {
    const char *name;      /* dotted */
    const char *last_name; /* after the last dot: the twin is LAST_NAME.py beside the module */
    const char *doc;
    const char *fingerprint;
    const SgRecord *const *records; /* bases first */
    int record_count;
    const SgEnum *const *enums;
    int enum_count;
    const SgLiteral *const *literals;
    int literal_count;
    const SgForeign *const *foreign;
    int foreign_count;
    int kept_count;                   /* of the objects in SgState.kept */
    const SgImport *imported_records; /* the state has them behind the module's own */
    int imported_record_count;
    const SgImport *imported_enums;
    int imported_enum_count;
    /* What importing does before records are made, NULL behind the last; or NULL. A module names what it needs, and so
       it is all that it carries: as with SgTag.work and its like. */
    const SgStep *steps;
    /* Gives a class what its base of another module lacks (sg_import.h); NULL where nothing is imported. */
    int (*adopt)(SgState *, const SgRecord *, PyTypeObject *);
} SgModule;

/* What a module keeps about one of its records, per interpreter; of one that it imports no more than
   record, state and type. */
struct SgRecordState {
    PyGetSetDef end_of_getset[1]; /* empty: sg_kept_of() in sg_instance.h */
    const SgRecord *record;
    SgState *state; /* of the module that the record is of */
    PyTypeObject *type;
    PyObject *free_list;       /* instances that wait to be used again... */
    int free_room;             /* ...and how many more may */
    int plain_count;           /* arguments that are all fields in order; -1: not for this record */
    PyTypeObject *fields_type; /* of a record with a mixin: what stands behind it */
    PyObject **names;          /* interned: of the fields, then of the cached slots */
    PyGetSetDef *getset;       /* of its own native fields and cached slots... */
    PyMemberDef *members;      /* ...and of its other fields: what their descriptors point to */
    PyObject **assigned;  /* the same, NULL for fields that a mixin has put something else over */
    PyObject *post_init;  /* "__post_init__" where its mixin has one */
    PyObject **defaults;  /* made at first use; NULL for required and fresh ones */
    int positional_count; /* constructor parameters that are not keyword-only */
    PyObject *binder;     /* def __init__(...): pass, for the interpreter's own error texts */
    PyObject *shape;      /* of the exact type, for pickling */
    PyObject *signature;  /* these three are made at first use */
    PyObject *dataclass_fields;
    PyObject *dataclass_params;
    PyObject **default_texts; /* made at first use: sg_omit.h */
};

typedef struct {
    const SgEnum *listed;
    PyObject *type;
    PyObject **members; /* in the order of SgEnum.members */
    PyObject **values;  /* of an existing enum: their values; else NULL */
} SgEnumState;

/* Names of attributes that every class has. */
enum {
    SG_WORD_MODULE,
    SG_WORD_SLOTS,
    SG_WORD_MATCH_ARGS,
    SG_WORD_ANNOTATIONS,
    SG_WORD_COPY,
    SG_WORD_COUNT
};

struct SgState {
    int version, size; /* SG_RUNTIME_VERSION and sizeof(SgState): other modules look here first */
    const SgModule *module;
    newfunc make; /* tp_new of its records */
    /* What row `row` of sg_class_attribute_rows is for a class of its records. */
    PyObject *(*class_attribute)(int row, PyTypeObject *record_type, PyTypeObject *owner,
                                 PyObject *instance);
    PyTypeObject *base_type;  /* _Record */
    PyTypeObject *shape_type; /* _Shape */
    PyTypeObject *lines_type; /* _JsonLines */
    PyObject *validation_error;
    PyObject *words[SG_WORD_COUNT]; /* interned */
    SgRecordState *records;
    SgEnumState *enums;
    PyObject *literals;        /* for each of SgModule.literals the tuple of its values */
    PyDateTime_CAPI *calendar; /* of datetime, once needed; NULL where Python has it in Python */
    PyObject **interned;       /* made at first use: sg_interned.h */
    Py_ssize_t uuid_int, uuid_safety; /* where a UUID has them; 0: not known, -1: in no slot */
    SgKeptText *texts;                /* the same: sg_read_string.h */
    PyObject *lent;                   /* sg_lend() in sg_getter.h */
    PyObject **kept;                  /* the schema's own objects, made or imported at first use */
    PyObject *lazy[48];               /* Python objects made or imported at first use: sg_lazy.h */
};

/* The record that `record`, of the module of `*state`, extends; `*state` is then that of the base's module.
   NULL where there is none. */
SG_FN const SgRecord *sg_base_of(SgState **state, const SgRecord *record)
{
    if (record->base < 0) return NULL;
    const SgRecordState *kept = &(*state)->records[record->base];
    *state = kept->state;
    return kept->record;
}

/* Where a value stands: one step of a path, the innermost first; lives on the C stack. */
typedef enum { SG_ENTER, SG_ENCODE, SG_DECODE } SgPurpose;

/* What a str is to types that take no text. */
typedef enum {
    SG_TEXT_IS_TEXT, /* refused */
    SG_TEXT_SPELLS, /* from_dict(strict=False): the literal that it spells, `1e3`, `true` or `null` */
    SG_TEXT_SPELLED /* ...and this node is such a literal, as if scanned */
} SgTextRule;

typedef struct {
    SgState *state;  /* of the module whose values these are */
    SgState *caller; /* of the module whose method was called: its ValidationError is raised */
    SgPurpose purpose;
    const char *record;    /* ENTER, ENCODE: name of the record made, assigned to or encoded */
    PyObject *text;        /* DECODE: the document as str; NULL for from_dict() */
    Py_ssize_t line;       /* DECODE of lines: number of the input's line, from 1; else 0 */
    int depth;             /* DECODE, ENCODE: brackets open */
    const char *outermost; /* ENCODE: name of the record that all this stands in */
    SgTextRule text_rule;  /* DECODE */
} SgRoot;

enum { SG_FIELD_KEY = -2 };

struct SgPlace {
    SgRoot *root;
    const SgPlace *outer; /* NULL: the root itself */
    const SgField *field; /* this step is a field... */
    PyObject *key;        /* ...or a key of a dict, or of a record's JSON object, borrowed str... */
    Py_ssize_t index;     /* ...or an item; -1 where it is not, SG_FIELD_KEY with a record's key */
    Py_ssize_t offset;    /* DECODE: where the value starts in the text, in characters; or -1 */
};

#endif
