/* The plan: everything the templates print, decided. Layout, collector, constants and every
   identifier that appears in generated text are made here; templates only arrange. */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/buf.h"
#include "base/run.h"
#include "model/model.h"

#define OUTPUT_FORMAT 1 /* bumped when, and only when, some schema's bytes change */

typedef VEC(size_t) Indices;

/* The records that an object can be, by their indices in Plan.records. */
typedef struct {
    Str name;        /* in messages: "Shape", "Circle | Square" */
    Indices members; /* empty: no tag is looked at */
    Indices bases;   /* of a union: what its values are instances of */
    int open;        /* the member that takes unknown tags; -1 */
} FamilyPlan;

/* A run-time type constant of the C module: one per distinct boxed type, items first. */
typedef struct {
    Str c_name;         /* "type_list_float64"; scalars use the runtime's own sg_type_<name> */
    Str kind;           /* "list", "optional", "literal", "record", "limited": sg_kind_<kind> */
    VEC(Str) items;     /* C expressions of its item types, "&sg_type_float64" */
    bool has_item_list; /* they stand in a list of their own (SgItems), being of any number */
    VEC(Str) limits;    /* of a limited type: initialisers of its SgLimit rows */
    VEC(Str) foreign;   /* of a foreign type: the lines of its SgForeign */
    Str extra;          /* C expression of what else the kind needs, or "NULL" */
    size_t index; /* of the enum or record in the module's table; of a dict its SG_KEY_*; else 0 */
    Str expected; /* in messages: "list", "bool | None", "Leg" */
    FamilyPlan family;       /* of kind "tagged" */
    Str by_kind[JSON_KINDS]; /* of kind "union": the item for each kind of JSON value, or "NULL" */
} TypeConst;

/* The items of a constant as text: "&sg_type_str, &type_Leg"; "NULL" where it has none. */
Str constant_items(Arena *arena, const TypeConst *constant);

typedef struct {
    const Field *field;
    const Scalar *native; /* stored inline, or NULL: a pointer */
    Str c_name;           /* struct member */
    Str c_type;           /* "double", "PyObject *" */
    Str comment;          /* "float64", "str | None": the type as the schema spells it */
    Str enumerator;       /* "TRADE_bid" */
    Str type_const;       /* C expression of its SgType: "&sg_type_float64" */
    Str write_const;      /* the same without constraints where values cannot change */
    Str limits_c;         /* of a native field that has any: "type_Price_limits"; else empty */
    Str kind;             /* of that SgType: "float64", "str", "list", "optional", "record" */
    Str key_literal;      /* C string literal of ,"key": as it stands in JSON text */
    size_t key_length;    /* bytes of that text */
    Str default_literal;  /* C string literal of the default's JSON text; or "NULL" */
    Str factory_c;        /* of a default that a function makes: its SgReference; else empty */
    Str py_annotation, pyi_annotation; /* "_builtins.float | None" */
    Str py_type;                       /* twin's type expression: "_optional(_t_float64)" */
    Str py_default;                    /* Python expression; empty where required */
    size_t offset, size;               /* bytes, 64-bit CPython with a 16-byte object header */
    bool is_optional_native;           /* has a presence bit: */
    size_t presence_bit;               /* from the start of the member */
    Str presence_member;               /* struct member of those bits: "present" */
    Str presence_enumerator;           /* "TRADE_HAS_bid": the bit, in generated C */
    Str codec;       /* of a native slot: "float64", "float64_or_null": how JSON has it */
    bool is_omitted; /* not written where it is the default */
    bool is_float;   /* floats and optional floats, native or boxed: NaN hashes as 0 */
} Slot;

typedef struct {
    Str c_name, c_type; /* "bid", "double" */
    Str length;         /* of an array, as a C expression; else empty */
    Str comment;        /* "float64", "str | None", "presence bits of a, b" */
    size_t offset, size;
} Member; /* of the struct, in order */

/* The presence bits that one record adds to those of its base. */
typedef struct {
    Str member;         /* "present" */
    Str end_enumerator; /* "TRADE_PRESENT": how many they are */
    VEC(size_t) slots;  /* whose bits they are, in order */
} Presence;

typedef struct Plan Plan;
typedef struct RecordPlan RecordPlan;

struct RecordPlan {
    const Plan *plan; /* that it is of */
    const Record *record;
    const RecordPlan *base; /* or NULL; maybe of another plan */
    size_t index;           /* in Plan.records */
    Str fingerprint;        /* of all that another module relies on */
    Str struct_name;        /* "TradeObject" */
    Str c_name;             /* first word of its functions and constants: "Trade" */
    Str enum_prefix;        /* "TRADE" */
    Str self_name;       /* twin: first parameter of __init__; "self" unless a field is so named */
    VEC(Slot) slots;     /* constructor order; the last own_fields.len are its own */
    VEC(Slot) cached;    /* the last own_cached.len are its own */
    VEC(Member) members; /* memory order, after the object header */
    size_t inherited;    /* members[0..inherited) are the base's, at the base's offsets */
    size_t used;         /* end of the last member; `size` is this, rounded up */
    VEC(Presence) presences;     /* inherited and own */
    size_t size;                 /* sizeof the struct */
    bool has_weaklist, has_dict; /* inherited or own */
    bool own_weaklist, own_dict;
    bool has_hash_slot, own_hash_slot; /* where the hash is kept: inherited or own */
    bool is_tracked;
    Str tracked_because;   /* for comments and `layout`: "field 'legs' can reach a container" */
    bool is_hashable;      /* by value: frozen and eq */
    const Slot *extra;     /* the one that holds the unknown keys; or NULL */
    FamilyPlan family;     /* of a tagged record at least itself */
    Str family_py;         /* names of its members: `("Circle", "Square")` */
    bool has_tag;          /* it has a SgTag: */
    Str tag_literal;       /* C string literal of ,"type":"circle" as in JSON text; open: its key */
    size_t tag_length;     /* bytes of that text, */
    size_t tag_key_length; /* and of its key with commas and colon */
    int tag_slot;          /* open: the field that keeps the tag; else -1 */
    bool can_nest;         /* its release can release another record, and so on: see dealloc */
    bool is_mixed;         /* it or a base has a mixin: its class can be changed */
    Str fields_class;      /* "_TradeFields", behind its own mixin in the class's bases; or empty */
    Str mixin_alias;       /* stub: "_TradeMixin" */
};

typedef struct {
    const Plan *plan; /* that it is of */
    const EnumType *enumeration;
    Str fingerprint;
    Str word;     /* first word of its constants: "Side" */
    Str c_name;   /* "Side_enum" */
    size_t index; /* in Plan.enums */
} EnumPlan;

/* Another name for a class, for the stub: `_Leg`, where some field is called Leg and hides it. */
typedef struct {
    Str name, target;
} Alias;

/* The twin's object of a named type with constraints, or of a foreign one: _t_Price. */
typedef struct {
    Str name, py_type;
} NamedPlan;

/* A class of the user's, as twin and stub import it. */
typedef struct {
    const Definition *definition;
    Str alias;      /* "_Path_class" */
    Str c_constant; /* "type_Path_foreign" */
} ForeignPlan;

/* A module whose classes are used here. */
typedef struct {
    const Plan *plan;
    Str alias;    /* what twin and stub call it: "_m_pkg_common" */
    bool is_used; /* some field or base is of it */
} ImportPlan;

struct Plan {
    const Schema *schema;
    Str module;      /* dotted */
    Str module_last; /* after the last dot: file base name and PyInit_ suffix */
    Str fingerprint; /* 64 hex digits: SHA-256 of dump_model(), and of what is used of imports */
    VEC(TypeConst) constants;
    VEC(EnumPlan *) enums;     /* schema order */
    VEC(EnumPlan *) literals;  /* as they are met */
    VEC(RecordPlan *) records; /* bases first */
    VEC(ImportPlan) imports;   /* direct ones and, for fields of bases, those behind them */
    /* What is used of them. In the tables of the C module they stand behind its own. */
    VEC(const RecordPlan *) imported_records;
    VEC(const EnumPlan *) imported_enums;
    VEC(Alias) aliases;
    VEC(Str) kept;               /* enumerators: see planner_keep() */
    VEC(ForeignPlan) foreign;    /* those that fields use */
    VEC(NamedPlan) named;        /* those that fields use, before those made of them */
    VEC(const Scalar *) scalars; /* used by fields, directly or inside; in the table's order */
    bool has_choices;            /* there are tags, unions or abstract records */
    bool has_interned, has_nan_as_null; /* some field's type has that form */
    bool uses_kinds[TYPE_KIND_COUNT];   /* of types, in fields or inside */
    bool uses_families[FAMILY_COUNT];   /* those of `scalars` */
    bool has_mixins, has_factories;
};

/* NULL where `schema` is NULL. Cannot fail otherwise: every rule was checked by the model. */
const Plan *plan_build(Run *run, const Schema *schema);

enum { HEADER_SIZE = 16 }; /* bytes of PyObject_HEAD: 64-bit CPython, default build */

/* The plan as text, for --dump=plan and the golden files. */
void dump_plan(Buf *out, const Plan *plan);

/* How data is spelled in generated text (spell.c). Results live in the arena. */
Str spell_c_string(Arena *arena, Str bytes);       /* literal, the same bytes in C11 and C++17 */
Str spell_c_doc(Arena *arena, Str doc);            /* the same; NULL where there is none */
Str spell_c_comment(Arena *arena, Str text);       /* what may stand in a comment */
Str spell_c_integer(Arena *arena, int64_t number); /* constant expression */
Str spell_py_string(Arena *arena, Str text);       /* ASCII literal */
Str spell_py_bytes(Arena *arena, Str bytes);       /* ASCII literal */
Str spell_py_default(Arena *arena, const Plan *plan,
                     const Field *field); /* expression; fresh ones: _FACTORY; required: empty */

/* What twin and stub of `plan` call a class that `schema` declares: "Money", "_m_common.Money". */
Str plan_class_name(Arena *arena, const Plan *plan, const Schema *schema, Str name);

/* A record's index in the tables of the C module: its own, or that among the imported ones behind. */
size_t plan_record_index(const Plan *plan, const RecordPlan *record);

#endif
