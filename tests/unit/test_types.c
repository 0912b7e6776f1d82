/* The table of types: what follows from a row. */
#include "types/types.h"

#include <criterion/criterion.h>
#include <string.h>

Test(types, every_scalar_is_found_by_its_name)
{
    size_t count;
    const Scalar *scalars = types_scalars(&count);
    cr_assert_gt(count, 10);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(types_find_scalar(str_from(scalars[i].name)), &scalars[i]);
}

Test(types, float_is_float64)
{
    cr_assert_eq(types_find_scalar(STR("float")), types_find_scalar(STR("float64")));
}

Test(types, unknown_names_are_not_found)
{
    cr_assert_null(types_find_scalar(STR("")));
    cr_assert_null(types_find_scalar(STR("int6")));
    cr_assert_null(types_find_scalar(STR("int644")));
    cr_assert_null(types_find_scalar(STR("list")));
    cr_assert_null(types_find_container(STR("int64")));
}

Test(types, containers_know_their_parameters)
{
    cr_assert_eq(types_find_container(STR("list"))->parameters, 1);
    cr_assert_eq(types_find_container(STR("dict"))->parameters, 2);
    size_t count;
    const Container *containers = types_containers(&count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(types_find_container(str_from(containers[i].name)), &containers[i]);
}

Test(types, what_is_native_is_stored_in_its_own_size)
{
    size_t count;
    const Scalar *scalars = types_scalars(&count);
    for (size_t i = 0; i < count; i++) {
        const Scalar *scalar = &scalars[i];
        const bool is_object = strcmp(scalar->storage, "object") == 0;
        cr_assert_eq(types_family(scalar)->is_native, !is_object, "%s", scalar->name);
        if (is_object) cr_assert_eq(scalar->size, 8, "%s", scalar->name);
    }
}

Test(types, integers_have_the_range_of_their_size)
{
    size_t count;
    const Scalar *scalars = types_scalars(&count);
    for (size_t i = 0; i < count; i++) {
        if (scalars[i].family != FAMILY_INT) continue;
        const unsigned bits = (unsigned)scalars[i].size * 8;
        const bool is_signed = scalars[i].least < 0;
        cr_assert_eq(scalars[i].greatest, UINT64_MAX >> (64 - bits + is_signed), "%s",
                     scalars[i].name);
        if (is_signed)
            cr_assert_eq(scalars[i].least, -(int64_t)scalars[i].greatest - 1, "%s",
                         scalars[i].name);
    }
}
