/* sg_calendar.h: what datetime, date, time and timedelta share: moments and durations as numbers, from
   text and to text, from Python's objects and to them. Where datetime has its C API these go by
   its structs and constructors; else by attributes and calls. The generator reads defaults by the
   same rules (gen/types/calendar.c). */
#ifndef SG_CALENDAR_H
#define SG_CALENDAR_H

#include "sg_lazy.h"
#include "sg_reader.h"
#include "sg_textual.h"
#include "sg_write_number.h"
#include "sg_writer.h"

enum {
    SG_MICROSECONDS = 1000000, /* of a second */
    SG_DAY_SECONDS = 86400,
    SG_MOMENT_ROOM = 48 /* bytes of any moment: "2021-04-02T18:18:10.000123+06:00" and quotes */
};

typedef struct {
    int year, month, day, hour, minute, second;
    int microsecond; /* up to SG_MICROSECONDS, until it is carried */
    bool has_offset;
    int offset; /* minutes east */
} SgMoment;

/* As Python keeps a timedelta: only days may be negative. */
typedef struct {
    int days, seconds, microseconds;
} SgDelta;

/* Text that is being taken apart. */
typedef struct {
    const char *p, *end;
} SgCursor;

/* ---- text taken apart ---- */

SG_FN char sg_cursor_peek(const SgCursor *c)
{
    return c->p < c->end ? *c->p : '\0';
}

SG_FN bool sg_cursor_take(SgCursor *c, char wanted)
{
    if (c->p == c->end || *c->p != wanted) return false;
    c->p++;
    return true;
}

/* Exactly `count` digits, a constant. */
SG_INLINE bool sg_cursor_digits(SgCursor *c, int count, int *value)
{
    if (c->end - c->p < count) return false;
    unsigned number = 0, others = 0;
    for (int i = 0; i < count; i++) {
        const unsigned one = (unsigned)(unsigned char)c->p[i] - '0';
        others |= one > 9;
        number = number * 10 + one;
    }
    c->p += count;
    *value = (int)number;
    return !others;
}

/* A point and digits, if there is a point, as microseconds, rounded half to even; behind a second. */
SG_FN bool sg_cursor_fraction(SgCursor *c, int *microsecond)
{
    *microsecond = 0;
    if (!sg_cursor_take(c, '.')) return true;
#if SG_FAST_NUMBERS
    if (c->end - c->p == 6 || (c->end - c->p > 6 && !sg_is_digit(c->p[6]))) {
        /* as they mostly are six: with the point and what is in front of it, a word */
        const uint64_t digits = (sg_load_word(c->p - 2) ^ SG_DIGIT_ZEROS) >> 16 << 16;
        if (SG_LIKELY(!sg_no_digits(digits))) {
            *microsecond = (int)sg_join_digits(digits);
            c->p += 6;
            return true;
        }
    }
#endif
    if (!sg_is_digit(sg_cursor_peek(c))) return false;
    int value = 0, count = 0;
    for (; count < 6 && sg_is_digit(sg_cursor_peek(c)); count++) value = value * 10 + *c->p++ - '0';
    for (; count < 6; count++) value *= 10;
    *microsecond = value;
    if (!sg_is_digit(sg_cursor_peek(c))) return true;
    const char first = *c->p++;
    bool has_more = false;
    for (; sg_is_digit(sg_cursor_peek(c)); c->p++) has_more |= *c->p != '0';
    if (first > '5' || (first == '5' && (has_more || *microsecond % 2 == 1))) ++*microsecond;
    return true;
}

SG_FN int sg_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

SG_FN bool sg_is_date(const SgMoment *m)
{
    if (m->year < 1 || m->month < 1 || m->month > 12) return false;
    return m->day >= 1 && m->day <= sg_days_in_month(m->year, m->month);
}

SG_FN bool sg_is_clock(const SgMoment *m)
{
    return m->hour <= 23 && m->minute <= 59 && m->second <= 59;
}

/* 2021-04-02 */
SG_FN bool sg_cursor_date(SgCursor *c, SgMoment *m)
{
    if (!sg_cursor_digits(c, 4, &m->year) || !sg_cursor_take(c, '-')) return false;
    if (!sg_cursor_digits(c, 2, &m->month) || !sg_cursor_take(c, '-')) return false;
    if (!sg_cursor_digits(c, 2, &m->day)) return false;
    return sg_is_date(m);
}

/* Nothing, Z, +06:00 or +0600, to the end of the text. */
SG_FN bool sg_cursor_offset(SgCursor *c, SgMoment *m)
{
    int hours, minutes;
    m->has_offset = c->p != c->end;
    m->offset = 0;
    if (!m->has_offset) return true;
    if (sg_cursor_take(c, 'Z') || sg_cursor_take(c, 'z')) return c->p == c->end;
    const bool is_west = sg_cursor_take(c, '-');
    if (!is_west && !sg_cursor_take(c, '+')) return false;
    if (!sg_cursor_digits(c, 2, &hours)) return false;
    (void)sg_cursor_take(c, ':');
    if (!sg_cursor_digits(c, 2, &minutes) || hours > 23 || minutes > 59) return false;
    m->offset = (is_west ? -1 : 1) * (hours * 60 + minutes);
    return c->p == c->end;
}

/* 18:18:10.000123+06:00, to the end of the text. */
SG_FN bool sg_cursor_clock(SgCursor *c, SgMoment *m)
{
    if (!sg_cursor_digits(c, 2, &m->hour) || !sg_cursor_take(c, ':')) return false;
    if (!sg_cursor_digits(c, 2, &m->minute) || !sg_cursor_take(c, ':')) return false;
    if (!sg_cursor_digits(c, 2, &m->second)) return false;
    return sg_is_clock(m) && sg_cursor_fraction(c, &m->microsecond) && sg_cursor_offset(c, m);
}

#if SG_FAST_NUMBERS

/* Whether eight characters are digits where `form` has zeros, and otherwise as they are there: where `marks`
   has '\xFF'. Then *pairs is, at the place of each digit, what it makes with the next one. */
SG_INLINE bool sg_take_pairs(const char *text, const char *form, const char *marks, uint64_t *pairs)
{
    const uint64_t bytes = sg_load_word(text) ^ sg_load_word(form);
    *pairs = bytes * 10 + (bytes >> 8);
    return !(sg_no_digits(bytes) | (bytes & sg_load_word(marks)));
}

/* 2021-04-02T18:18:10, in three words; false for all else, and nothing is taken then. */
SG_FN bool sg_cursor_regular(SgCursor *c, SgMoment *m)
{
    uint64_t year, date, clock;
    if (c->end - c->p < 19) return false;
    if (!sg_take_pairs(c->p, "0000-00-", "\0\0\0\0\xFF\0\0\xFF", &year) ||
        !sg_take_pairs(c->p + 3, "0-00-00T", "\0\xFF\0\0\xFF\0\0\xFF", &date) ||
        !sg_take_pairs(c->p + 11, "00:00:00", "\0\0\xFF\0\0\xFF\0\0", &clock))
        return false;
    c->p += 19;
    m->year = (int)((year & 0xFF) * 100 + (year >> 16 & 0xFF));
    m->month = (int)(date >> 16 & 0xFF);
    m->day = (int)(date >> 40 & 0xFF);
    m->hour = (int)(clock & 0xFF);
    m->minute = (int)(clock >> 24 & 0xFF);
    m->second = (int)(clock >> 48 & 0xFF);
    return true;
}

#endif

/* 2021-04-02T18:18:10.000123+06:00, to the end of the text. */
SG_FN bool sg_cursor_moment(SgCursor *c, SgMoment *m)
{
#if SG_FAST_NUMBERS
    if (SG_LIKELY(sg_cursor_regular(c, m)))
        return sg_is_date(m) && sg_is_clock(m) && sg_cursor_fraction(c, &m->microsecond) &&
               sg_cursor_offset(c, m);
#endif
    if (!sg_cursor_date(c, m)) return false;
    if (!sg_cursor_take(c, 'T') && !sg_cursor_take(c, 't') && !sg_cursor_take(c, ' ')) return false;
    return sg_cursor_clock(c, m);
}

/* Carries a full second that rounding made; false where the day ends with it. */
SG_FN bool sg_carry_clock(SgMoment *m)
{
    if (SG_LIKELY(m->microsecond < SG_MICROSECONDS)) return true;
    m->microsecond = 0;
    if (++m->second < 60) return true;
    m->second = 0;
    if (++m->minute < 60) return true;
    m->minute = 0;
    if (++m->hour < 24) return true;
    m->hour = 0;
    return false;
}

/* The same for a moment with a date; false where the calendar ends with it. */
SG_FN bool sg_carry(SgMoment *m)
{
    if (SG_LIKELY(sg_carry_clock(m))) return true;
    if (++m->day <= sg_days_in_month(m->year, m->month)) return true;
    m->day = 1;
    if (++m->month <= 12) return true;
    m->month = 1;
    return ++m->year <= 9999;
}

/* ---- text put together at `p`, where SG_MOMENT_ROOM bytes are free; its end ---- */

SG_FN char *sg_put_date(char *p, const SgMoment *m)
{
    sg_put_two_digits(p, (unsigned)m->year / 100);
    sg_put_two_digits(p + 2, (unsigned)m->year % 100);
    p[4] = '-';
    sg_put_two_digits(p + 5, (unsigned)m->month);
    p[7] = '-';
    sg_put_two_digits(p + 8, (unsigned)m->day);
    return p + 10;
}

SG_FN char *sg_put_offset(char *p, const SgMoment *m)
{
    const unsigned minutes = (unsigned)(m->offset < 0 ? -m->offset : m->offset);
    if (!minutes) {
        *p = 'Z';
        return p + 1;
    }
    p[0] = m->offset < 0 ? '-' : '+';
    sg_put_two_digits(p + 1, minutes / 60);
    p[3] = ':';
    sg_put_two_digits(p + 4, minutes % 60);
    return p + 6;
}

SG_FN char *sg_put_clock(char *p, const SgMoment *m)
{
    const unsigned microsecond = (unsigned)m->microsecond;
    sg_put_two_digits(p, (unsigned)m->hour);
    p[2] = ':';
    sg_put_two_digits(p + 3, (unsigned)m->minute);
    p[5] = ':';
    sg_put_two_digits(p + 6, (unsigned)m->second);
    p += 8;
    if (microsecond) {
        *p = '.';
        sg_put_two_digits(p + 1, microsecond / 10000);
        sg_put_two_digits(p + 3, microsecond / 100 % 100);
        sg_put_two_digits(p + 5, microsecond % 100);
        p += 7;
    }
    return m->has_offset ? sg_put_offset(p, m) : p;
}

/* ---- Python's objects taken apart ---- */

/* An attribute that is a small int. */
SG_COLD int sg_int_attribute(PyObject *object, const char *name, int *value)
{
    PyObject *number = PyObject_GetAttrString(object, name);
    const long found = number ? PyLong_AsLong(number) : -1;
    Py_XDECREF(number);
    if (found == -1 && PyErr_Occurred()) return -1;
    *value = (int)found;
    return 0;
}

SG_FN int sg_delta_numbers(SgState *state, PyObject *value, SgDelta *delta)
{
    if (SG_LIKELY(state->calendar != NULL)) {
        delta->days = PyDateTime_DELTA_GET_DAYS(value);
        delta->seconds = PyDateTime_DELTA_GET_SECONDS(value);
        delta->microseconds = PyDateTime_DELTA_GET_MICROSECONDS(value);
        return 0;
    }
    if (sg_int_attribute(value, "days", &delta->days) < 0) return -1;
    if (sg_int_attribute(value, "seconds", &delta->seconds) < 0) return -1;
    return sg_int_attribute(value, "microseconds", &delta->microseconds);
}

SG_FN int sg_date_numbers(SgState *state, PyObject *value, SgMoment *m)
{
    if (SG_LIKELY(state->calendar != NULL)) {
        m->year = PyDateTime_GET_YEAR(value);
        m->month = PyDateTime_GET_MONTH(value);
        m->day = PyDateTime_GET_DAY(value);
        return 0;
    }
    if (sg_int_attribute(value, "year", &m->year) < 0) return -1;
    if (sg_int_attribute(value, "month", &m->month) < 0) return -1;
    return sg_int_attribute(value, "day", &m->day);
}

/* Of a datetime or time without C API. */
SG_COLD int sg_clock_attributes(PyObject *value, SgMoment *m)
{
    if (sg_int_attribute(value, "hour", &m->hour) < 0) return -1;
    if (sg_int_attribute(value, "minute", &m->minute) < 0) return -1;
    if (sg_int_attribute(value, "second", &m->second) < 0) return -1;
    return sg_int_attribute(value, "microsecond", &m->microsecond);
}

/* Asks a datetime or time for its offset, which runs code of the user's; refuses one with seconds. */
SG_COLD int sg_ask_offset(SgState *state, PyObject *value, SgMoment *m)
{
    SgDelta delta;
    Py_INCREF(value); /* that code may drop it where it stands */
    PyObject *offset = PyObject_CallMethod(value, "utcoffset", NULL);
    Py_DECREF(value);
    int status = offset ? 0 : -1;
    m->has_offset = offset && offset != Py_None;
    if (m->has_offset) status = sg_delta_numbers(state, offset, &delta);
    if (m->has_offset && status == 0) {
        m->offset = delta.days * 24 * 60 + delta.seconds / 60;
        if (delta.seconds % 60 || delta.microseconds) status = -1;
    }
    Py_XDECREF(offset);
    return status;
}

/* The offset of a datetime or time with this tzinfo. */
SG_FN int sg_offset_of(SgState *state, PyObject *value, PyObject *zone, SgMoment *m)
{
    m->offset = 0;
    m->has_offset = zone != Py_None;
    if (!m->has_offset || zone == state->lazy[SG_LAZY_UTC]) return 0;
    return sg_ask_offset(state, value, m);
}

/* ---- and made ---- */

SG_FN PyObject *sg_delta_new(SgState *state, const SgDelta *delta)
{
    PyObject *type = sg_lazy_known(state, SG_LAZY_TIMEDELTA);
    if (!type) return NULL;
    if (state->calendar)
        return state->calendar->Delta_FromDelta(delta->days, delta->seconds, delta->microseconds, 1,
                                                (PyTypeObject *)type);
    return PyObject_CallFunction(type, "iii", delta->days, delta->seconds, delta->microseconds);
}

/* datetime.timezone(timedelta(minutes=...)); one object for all that have the same offset. */
SG_COLD PyObject *sg_fixed_zone(SgState *state, int minutes)
{
    PyObject *zones = sg_lazy(state, SG_LAZY_ZONES), *type = sg_lazy(state, SG_LAZY_TIMEZONE);
    PyObject *key = zones && type ? PyLong_FromLong(minutes) : NULL;
    if (!key) return NULL;
    PyObject *zone = Py_XNewRef(PyDict_GetItemWithError(zones, key));
    if (!zone && !PyErr_Occurred()) {
        const SgDelta delta = {0, minutes * 60, 0};
        PyObject *offset = sg_delta_new(state, &delta);
        zone = offset ? PyObject_CallOneArg(type, offset) : NULL;
        Py_XDECREF(offset);
        if (zone && PyDict_SetItem(zones, key, zone) < 0) Py_CLEAR(zone);
    }
    Py_DECREF(key);
    return zone;
}

/* The tzinfo of a moment: a new reference to None, timezone.utc or another timezone. */
SG_FN PyObject *sg_zone_of(SgState *state, const SgMoment *m)
{
    if (!m->has_offset) return Py_NewRef(Py_None);
    if (m->offset) return sg_fixed_zone(state, m->offset);
    return Py_XNewRef(sg_lazy_known(state, SG_LAZY_UTC));
}

#endif
