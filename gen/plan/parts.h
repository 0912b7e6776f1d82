/* What the files of plan/ share and nobody else sees: the plan while it is being made. */
#ifndef PLAN_PARTS_H
#define PLAN_PARTS_H

#include "base/map.h"
#include "plan/plan.h"

typedef struct {
    Run *run;
    Arena *arena;
    Plan *plan;
    Map records;     /* name -> RecordPlan */
    Map enums;       /* name -> EnumPlan */
    Map constants;   /* kind and item of a constant -> its C expression (Str *) */
    Map scalars;     /* those used, by name */
    Map identifiers; /* words that begin identifiers of the C file, and constants */
    Map named;       /* named types that the twin has an object for */
    Map factories;   /* "module:name" of a default's function -> its SgReference (Str *) */
} Planner;

/* The plan of a record or enum, of this module or of an imported one. */
RecordPlan *planner_record(const Planner *planner, const Record *record);
EnumPlan *planner_enum(const Planner *planner, const EnumType *enumeration);

/* Its index in the tables of the C module; an imported one is added to them. */
size_t planner_use_record(Planner *planner, const Record *record);
size_t planner_use_enum(Planner *planner, const EnumType *enumeration);

/* What messages call a type: its Python name, without item types. */
Str planner_expected(Arena *arena, const TypeRef *type);

/* A new index of the module's state, for an object that is made or imported at first use: an enumerator,
   KEPT_ and `stem`, with a number behind it where need be. */
Str planner_keep(Planner *planner, Str stem);

/* An SgReference, kept under a new index: `{"shop", "Money", KEPT_Money_class}`. */
Str planner_reference(Planner *planner, const Reference *reference, Str stem);

/* The type without `| None`, `| ...` and constraints. */
const TypeRef *type_inside(const TypeRef *type);

/* names.c: names of enums, records and fields. Records come bases first. */
void names_assign(Planner *planner);

/* constants.c: type_const, kind, key, default of each slot, and the constants themselves. */
void constants_collect(Planner *planner);

/* tags.c: tags and families of records, and the family of a union of records. */
void tags_describe(Planner *planner);
FamilyPlan tags_family(Planner *planner, const TypeRef *type, Str name);

/* The records of a union as a union of their own, in the order given; NULL where there is but one. */
const TypeRef *type_tagged(Arena *arena, const TypeRef *type);

/* Whether a float can be the value itself. */
bool type_has_float(const TypeRef *type);

/* limits.c: the constraints of a limited type: its rows, into the constant, which has its name already; what
   tells it from others; what its constant is called; and the twin's object around `inner`. */
void limits_spell(Planner *planner, const TypeRef *type, TypeConst *constant);
Str limits_key(Arena *arena, const TypeRef *type);
Str limits_stem(Arena *arena, const TypeRef *type, Str inner);
Str limits_python(Arena *arena, const TypeRef *type, Str inner);

/* foreign.c: what the C module knows of a foreign type, into its constant; and the twin's object of it. */
void foreign_spell(Planner *planner, const TypeRef *type, TypeConst *constant);
Str foreign_python(Planner *planner, const TypeRef *type, Str as);

/* What twin and stub import of it; it has been spelled for C. */
const ForeignPlan *planner_foreign(const Planner *planner, const Definition *definition);

/* annotate.c: what the twin and the stub say about types and defaults. */
void annotate_slots(Planner *planner);

/* collect.c: which records the garbage collector must track, and why. */
void collect_decide(Planner *planner);

/* layout.c: members, offsets, presence bits. The base has been laid out. */
void layout_record(Planner *planner, RecordPlan *plan);

/* fingerprint.c: SHA-256, as 64 hex digits. */
Str fingerprint_of(Arena *arena, Str text);

/* Fills in the fingerprints of the plan and of its records and enums; all else has been decided. */
void fingerprint_plan(Planner *planner);

#endif
