/* An output file: where it comes from. */
#include "emit/file.h"

Str output_schema(const OutputFile *file)
{
    const Plan *plan = file->text->plan;
    return plan ? plan->schema->source->path : STR("");
}
