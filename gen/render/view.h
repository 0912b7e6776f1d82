/* What templates see of a plan, and nothing else. Each item of a list is wrapped in its noun, so
   that {{field.name}} can only be a field's name. Of use inside render/ only. */
#ifndef RENDER_VIEW_H
#define RENDER_VIEW_H

#include "plan/plan.h"
#include "render/template.h"

/* The whole: module, enums, constants, records, scalars, parts of the twin. */
View *view_plan(Arena *arena, const Plan *plan);

/* An item of the list of records: {record: {...}, own_fields: [...], params: [...]}. */
View *view_record(Arena *arena, const RecordPlan *plan);

/* A field of a record: what of it is written, in C, in the twin and in the stub. */
View *view_field(Arena *arena, const RecordPlan *plan, size_t index);

/* The field whose key is written behind that of slot `index`, or NULL; behind -1, the first one: a tag. */
const Slot *view_next_written(const RecordPlan *plan, int index);

/* Members of a noun, as texts, numbers and truths. */
typedef struct {
    Arena *arena;
    View *view;
} Noun;

Noun noun_new(Arena *arena);
Noun noun_of_many(Arena *arena, size_t count); /* with room for as many names */
void noun_text(Noun noun, const char *name, Str text);
void noun_number(Noun noun, const char *name, int64_t number);
void noun_truth(Noun noun, const char *name, bool truth);
void noun_list(Noun noun, const char *name, View *list);

/* The records that an object can be, as members of `noun` that begin with family_. */
void view_family(Noun noun, const FamilyPlan *family);

/* What templates call `noun`, with these members: for as many lists as it is in. */
View *noun_item(Arena *arena, const char *noun, View *members);

/* The same, appended to a list. */
void noun_append(Arena *arena, View *list, const char *noun, View *members);

/* Adds to a record's noun, and to its item in the list of records, what its mixin is about. */
void view_mixin(Noun noun, Noun item, const RecordPlan *plan);

#endif
