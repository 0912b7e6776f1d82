/* sg_timedelta.h: datetime.timedelta; ISO 8601 in days and seconds in JSON: P0D, P1DT30.000123S,
   -PT1.5S. Read are hours and minutes, too. */
#ifndef SG_TIMEDELTA_H
#define SG_TIMEDELTA_H

#include "sg_calendar.h"
#include "sg_write_number.h"

/* ---- writing ---- */

/* Without the sign: seconds and microseconds of a duration. */
SG_FN void sg_put_duration(SgWriter *w, int64_t seconds, int microseconds)
{
    const uint64_t days = (uint64_t)(seconds / SG_DAY_SECONDS);
    const uint64_t rest = (uint64_t)(seconds % SG_DAY_SECONDS);
    const bool has_time = rest || microseconds;
    *w->p++ = 'P';
    if (days || !has_time) {
        const int count = sg_digit_count(days);
        sg_put_digits(w->p, days, count);
        w->p[count] = 'D';
        w->p += count + 1;
    }
    if (!has_time) return;
    const int count = sg_digit_count(rest);
    *w->p++ = 'T';
    sg_put_digits(w->p, rest, count);
    w->p += count;
    if (microseconds) {
        *w->p = '.';
        sg_put_digits(w->p + 1, (uint64_t)microseconds, 6);
        w->p += 7;
        while (w->p[-1] == '0') w->p--;
    }
    *w->p++ = 'S';
}

static int sg_timedelta_put(SgWriter *w, PyObject *value)
{
    SgDelta delta;
    if (sg_delta_numbers(w->state, value, &delta) < 0) return -1;
    if (sg_reserve(w, SG_MOMENT_ROOM) < 0) return -1;
    int64_t seconds = (int64_t)delta.days * SG_DAY_SECONDS + delta.seconds;
    int microseconds = delta.microseconds;
    *w->p++ = '"';
    if (seconds < 0) {
        *w->p++ = '-';
        seconds = -seconds - (microseconds != 0);
        if (microseconds) microseconds = SG_MICROSECONDS - microseconds;
    }
    sg_put_duration(w, seconds, microseconds);
    *w->p++ = '"';
    return 0;
}

/* ---- reading ---- */

/* A number of `unit` seconds each, where that unit's letter stands behind it; else nothing is taken.
   Numbers out of all range are cut so that their sum still fits. */
SG_FN bool sg_cursor_part(SgCursor *c, char letter, int64_t unit, int64_t *seconds)
{
    const int64_t greatest = INT64_C(100000000000000);
    const char *p = c->p;
    int64_t value = 0;
    for (; p < c->end && sg_is_digit(*p); p++) {
        if (value < greatest) value = value * 10 + (*p - '0');
    }
    if (p == c->p || p == c->end || *p != letter) return false;
    c->p = p + 1;
    *seconds += (value < greatest ? value : greatest) * unit;
    return true;
}

/* n[.n]S */
SG_FN bool sg_cursor_seconds(SgCursor *c, int64_t *seconds, int *microseconds)
{
    if (sg_cursor_part(c, 'S', 1, seconds)) return true;
    if (!sg_cursor_part(c, '.', 1, seconds)) return false;
    c->p--; /* the point belongs to the fraction */
    return sg_cursor_fraction(c, microseconds) && sg_cursor_take(c, 'S');
}

/* P[nD][T[nH][nM][n[.n]S]], with a part, and one behind T, to the end of the text. */
SG_FN bool sg_cursor_duration(SgCursor *c, int64_t *seconds, int *microseconds)
{
    *seconds = 0;
    *microseconds = 0;
    if (!sg_cursor_take(c, 'P')) return false;
    bool has_part = sg_cursor_part(c, 'D', SG_DAY_SECONDS, seconds);
    if (sg_cursor_take(c, 'T')) {
        has_part = sg_cursor_part(c, 'H', 3600, seconds);
        has_part |= sg_cursor_part(c, 'M', 60, seconds);
        has_part |= sg_cursor_seconds(c, seconds, microseconds);
    }
    return has_part && c->p == c->end;
}

static PyObject *sg_timedelta_parse(SgState *state, const char *text, Py_ssize_t n)
{
    SgCursor c = {text, text + n};
    const bool is_negative = sg_cursor_take(&c, '-');
    if (!is_negative) (void)sg_cursor_take(&c, '+');
    int64_t seconds;
    int microseconds;
    if (!sg_cursor_duration(&c, &seconds, &microseconds)) return NULL;
    seconds += microseconds / SG_MICROSECONDS; /* rounding may have made one */
    microseconds %= SG_MICROSECONDS;

    /* the range of Python's timedelta, which has one more day above zero, less a microsecond */
    const int64_t greatest = INT64_C(999999999) * SG_DAY_SECONDS;
    if (is_negative ? seconds > greatest || (seconds == greatest && microseconds)
                    : seconds >= greatest + SG_DAY_SECONDS)
        return NULL;
    const int sign = is_negative ? -1 : 1; /* the constructor makes it days below zero */
    const SgDelta delta = {sign * (int)(seconds / SG_DAY_SECONDS),
                           sign * (int)(seconds % SG_DAY_SECONDS), sign * microseconds};
    return sg_delta_new(state, &delta);
}

SG_CONST SgForm sg_form_timedelta = {"timedelta", NULL,
                                     "^[+-]?P(?!$)([0-9]+D)?"
                                     "(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?$",
                                     sg_timedelta_put, sg_timedelta_parse};

SG_CONST SgType sg_type_timedelta = {&sg_kind_textual,  NULL,       NULL, &sg_form_timedelta,
                                     SG_LAZY_TIMEDELTA, "timedelta"};

#endif
