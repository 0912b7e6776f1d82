/* Cycles among records that each lead to at most one other: bases, and fields that need a value. */
#include "model/steps.h"

/* The cycle that runs through `start`, from its record declared first. */
static Cycle cycle_of(Model *model, NextRecord *next, const Record *start)
{
    const Record *first = start;
    for (const Record *r = next(model, start); r != start; r = next(model, r))
        if (r->index < first->index) first = r;
    Cycle cycle = {0};
    const Record *r = first;
    do {
        vec_push(model->run->arena, &cycle, r);
        r = next(model, r);
    } while (r != first);
    return cycle;
}

void cycles_each(Model *model, NextRecord *next, void found(Model *model, const Cycle *cycle))
{
    const size_t count = model->schema->records.len;
    size_t *walk =
        arena_array(model->run->arena, size_t, count); /* number of the walk that saw it */
    VEC(Cycle) cycles = {0};
    for (size_t i = 0; i < count; i++) {
        const Record *r = model->schema->records.items[i];
        while (r && !walk[r->index]) {
            walk[r->index] = i + 1;
            r = next(model, r);
        }
        if (r && walk[r->index] == i + 1)
            vec_push(model->run->arena, &cycles, cycle_of(model, next, r));
    }
    /* only now, because `found` may break the cycle that it is told of */
    for (size_t i = 0; i < cycles.len; i++) found(model, &cycles.items[i]);
}
