/* JSON names made of the names of fields. */
#include "support.h"

#include "model/steps.h"

static void expect(Rename rename, const char *name, const char *json_name)
{
    Arena *arena = arena_new();
    const Str made = rename_field(arena, rename, str_from(name));
    cr_assert(str_is(made, json_name), "%s became %.*s, not %s", name, STR_ARG(made), json_name);
    arena_free(arena);
}

Test(rename, words_are_what_stands_between_underscores)
{
    expect(RENAME_NONE, "first_name", "first_name");
    expect(RENAME_CAMEL, "first_name", "firstName");
    expect(RENAME_PASCAL, "first_name", "FirstName");
    expect(RENAME_KEBAB, "first_name", "first-name");
    expect(RENAME_UPPER, "first_name", "FIRST_NAME");
}

Test(rename, underscores_at_either_end_are_dropped)
{
    expect(RENAME_NONE, "class_", "class_");
    expect(RENAME_CAMEL, "class_", "class");
    expect(RENAME_PASCAL, "_class", "Class");
    expect(RENAME_KEBAB, "_my_class_", "my-class");
    expect(RENAME_UPPER, "_my__class_", "MY_CLASS");
}

Test(rename, other_characters_stay)
{
    expect(RENAME_CAMEL, "URL_path_2d", "URLPath2d");
    expect(RENAME_KEBAB, "URL_path", "URL-path");
    expect(RENAME_UPPER, "urlPath", "URLPATH");
}

Test(rename, a_name_of_underscores_stays)
{
    expect(RENAME_CAMEL, "_", "_");
    expect(RENAME_KEBAB, "___", "___");
}
