/* An output file: where it comes from. */
#include "emit/file.h"

Str output_schema(const OutputFile *file)
{
    const Plan *plan = file->text->plan;
    return plan ? plan->schema->source->path : STR("");
}

Schemas output_inputs(Arena *arena, const Plan *plan)
{
    Schemas inputs = {0};
    vec_push(arena, &inputs, plan->schema);
    const Schemas imports = schema_imports(arena, plan->schema);
    for (size_t i = 0; i < imports.len; i++) vec_push(arena, &inputs, imports.items[i]);
    return inputs;
}
