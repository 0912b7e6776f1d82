/* The rows of scalars.def, containers.def and families.def as arrays, and the ways to find one. */
#include "types/types.h"

static const Scalar scalars[] = {
#define SCALAR(name, storage, module, python, family, size, least, greatest)                       \
    {#name, #storage, module, python, FAMILY_##family, size, least, greatest},
#include "types/scalars.def"
#undef SCALAR
};

static const Container containers[] = {
#define CONTAINER(name, kind, parameters, spelling, json) {#name, parameters, spelling, json},
#include "types/containers.def"
#undef CONTAINER
};

static const Family families[FAMILY_COUNT] = {
#define FAMILY(id, header, native, atomic, key, json) {#header, native, atomic, key, json},
#include "types/families.def"
#undef FAMILY
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const Scalar *types_find_scalar(Str name)
{
    const Str wanted = str_is(name, "float") ? STR("float64") : name;
    for (size_t i = 0; i < COUNT(scalars); i++)
        if (str_is(wanted, scalars[i].name)) return &scalars[i];
    return NULL;
}

const Container *types_find_container(Str name)
{
    for (size_t i = 0; i < COUNT(containers); i++)
        if (str_is(name, containers[i].name)) return &containers[i];
    return NULL;
}

const Family *types_family(const Scalar *scalar)
{
    return &families[scalar->family];
}

const Scalar *types_scalars(size_t *count)
{
    *count = COUNT(scalars);
    return scalars;
}

const Container *types_containers(size_t *count)
{
    *count = COUNT(containers);
    return containers;
}
