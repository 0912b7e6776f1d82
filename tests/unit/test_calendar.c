/* Dates and times: what stands for one, and the one way to spell it. */
#include "types/calendar.h"

#include <criterion/criterion.h>
#include <string.h>

typedef bool (*Add)(Buf *out, Str text);

/* `expected` is NULL where `text` stands for nothing. */
static void assert_spelled(Add add, const char *text, const char *expected)
{
    Arena *arena = arena_new();
    Buf out = buf_new(arena);
    const bool is_one = add(&out, str_from(text));
    const Str made = buf_take(&out);
    cr_assert_eq(is_one, expected != NULL, "%s", text);
    cr_assert(str_is(made, expected ? expected : ""), "%s: %.*s", text, STR_ARG(made));
    arena_free(arena);
}

Test(calendar, datetimes)
{
    const Add add = calendar_add_datetime;
    assert_spelled(add, "2021-04-02t18:18:10", "2021-04-02T18:18:10");
    assert_spelled(add, "2021-04-02 18:18:10.5+0600", "2021-04-02T18:18:10.500000+06:00");
    assert_spelled(add, "2021-04-02T18:18:10-00:00", "2021-04-02T18:18:10Z");
    assert_spelled(add, "2021-04-02T18:18:10z", "2021-04-02T18:18:10Z");
    assert_spelled(add, "2021-12-31T23:59:59.9999995", "2022-01-01T00:00:00");
    assert_spelled(add, "2020-02-28T23:59:59.9999995", "2020-02-29T00:00:00");
    assert_spelled(add, "9999-12-31T23:59:59.9999994", "9999-12-31T23:59:59.999999");
    static const char *const wrong[] = {
        "",
        "2021-04-02",
        "2021-04-02T",
        "2021-04-02T24:00:00",
        "2021-04-02T23:59:60",
        "2021-02-29T00:00:00",
        "0000-01-01T00:00:00",
        "9999-12-31T23:59:59.9999995",
        "2021-04-02T18:18:10.",
        "2021-04-02T18:18:10+24:00",
        "2021-04-02T18:18:10+06",
        "2021-04-02T18:18:10ZZ",
        "2021-04-02T18:18:10 ",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_spelled(add, wrong[i], NULL);
}

Test(calendar, fractions_are_rounded_half_to_even)
{
    const Add add = calendar_add_time;
    assert_spelled(add, "01:02:03.1", "01:02:03.100000");
    assert_spelled(add, "01:02:03.0000005", "01:02:03");
    assert_spelled(add, "01:02:03.0000015", "01:02:03.000002");
    assert_spelled(add, "01:02:03.00000050001", "01:02:03.000001");
    assert_spelled(add, "01:59:59.9999999", "02:00:00");
    assert_spelled(add, "23:59:59.9999999", NULL);
    assert_spelled(add, "23:59:59.9999994Z", "23:59:59.999999Z");
}

Test(calendar, dates)
{
    const Add add = calendar_add_date;
    assert_spelled(add, "2000-02-29", "2000-02-29");
    assert_spelled(add, "1900-02-29", NULL);
    assert_spelled(add, "2021-04-31", NULL);
    assert_spelled(add, "2021-13-01", NULL);
    assert_spelled(add, "2021-4-1", NULL);
    assert_spelled(add, "2021-04-02T00:00:00", NULL);
}

Test(calendar, durations)
{
    const Add add = calendar_add_timedelta;
    assert_spelled(add, "-PT0S", "P0D");
    assert_spelled(add, "P1DT2H3M4.5S", "P1DT7384.5S");
    assert_spelled(add, "PT36H", "P1DT43200S");
    assert_spelled(add, "+PT0.000001S", "PT0.000001S");
    assert_spelled(add, "-PT59.9999999S", "-PT60S");
    assert_spelled(add, "P0000000000000000000000000001D", "P1D");
    assert_spelled(add, "P999999999DT86399.999999S", "P999999999DT86399.999999S");
    assert_spelled(add, "-P999999999D", "-P999999999D");
    static const char *const wrong[] = {
        "P",
        "PT",
        "P1W",
        "P1Y",
        "1D",
        "P1DT",
        "P1.5D",
        "PT1.S",
        "PT1S1M",
        "p1d",
        "--P1D",
        "P1D ",
        "P1000000000D",
        "-P1000000000D",
        "-P999999999DT0.000001S",
        "PT1S.5S",
        "PT1.5M",
        "PT99999999999999999999999999S",
        "P999999999DT86399.9999995S",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_spelled(add, wrong[i], NULL);
}
