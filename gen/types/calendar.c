/* Dates, times of day and durations, from text to canonical text. A moment is taken apart, rounded to
   microseconds, checked, and put together again; there is no time zone but a fixed offset. */
#include "types/calendar.h"

#include <inttypes.h>
#include <stdlib.h>

enum { MICROSECONDS = 1000000, YEAR_MAX = 9999, DAY_SECONDS = 86400, DELTA_DAYS_MAX = 999999999 };

typedef struct {
    Str text;
    size_t at;
} Cursor;

typedef struct {
    int year, month, day, hour, minute, second;
    int microsecond; /* up to MICROSECONDS, until it is carried */
    bool has_offset;
    int offset; /* minutes east */
} Moment;

/* ---- what both directions need -------------------------------------------------------------------- */

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && is_leap);
}

static char peek(const Cursor *c)
{
    return c->at < c->text.len ? c->text.ptr[c->at] : '\0';
}

static bool is_at_end(const Cursor *c)
{
    return c->at == c->text.len;
}

static bool take(Cursor *c, char wanted)
{
    if (is_at_end(c) || peek(c) != wanted) return false;
    c->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Exactly `count` digits. */
static bool take_digits(Cursor *c, int count, int *value)
{
    *value = 0;
    for (; count; count--) {
        if (!is_digit(peek(c))) return false;
        *value = *value * 10 + (peek(c) - '0');
        c->at++;
    }
    return true;
}

/* The digits behind a point, as microseconds, rounded half to even; none of them is 0. */
static bool take_fraction(Cursor *c, int *microsecond)
{
    *microsecond = 0;
    if (!take(c, '.')) return true;
    if (!is_digit(peek(c))) return false;
    for (int i = 0; i < 6; i++) {
        *microsecond *= 10;
        if (is_digit(peek(c))) *microsecond += c->text.ptr[c->at++] - '0';
    }
    if (!is_digit(peek(c))) return true;
    const char first = c->text.ptr[c->at++];
    bool has_more = false;
    for (; is_digit(peek(c)); c->at++)
        if (peek(c) != '0') has_more = true;
    const bool is_odd = *microsecond % 2 == 1;
    if (first > '5' || (first == '5' && (has_more || is_odd))) ++*microsecond;
    return true;
}

/* ---- moments -------------------------------------------------------------------------------------- */

static bool take_date(Cursor *c, Moment *m)
{
    if (!take_digits(c, 4, &m->year) || !take(c, '-')) return false;
    if (!take_digits(c, 2, &m->month) || !take(c, '-')) return false;
    if (!take_digits(c, 2, &m->day)) return false;
    if (m->year < 1 || m->month < 1 || m->month > 12) return false;
    return m->day >= 1 && m->day <= days_in_month(m->year, m->month);
}

static bool take_offset(Cursor *c, Moment *m)
{
    int hours, minutes;
    if (is_at_end(c)) return true;
    m->has_offset = true;
    if (take(c, 'Z') || take(c, 'z')) return true;
    const bool is_west = peek(c) == '-';
    if (!take(c, '-') && !take(c, '+')) return false;
    if (!take_digits(c, 2, &hours)) return false;
    (void)take(c, ':');
    if (!take_digits(c, 2, &minutes) || hours > 23 || minutes > 59) return false;
    m->offset = (is_west ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

static bool take_clock(Cursor *c, Moment *m)
{
    if (!take_digits(c, 2, &m->hour) || !take(c, ':')) return false;
    if (!take_digits(c, 2, &m->minute) || !take(c, ':')) return false;
    if (!take_digits(c, 2, &m->second) || !take_fraction(c, &m->microsecond)) return false;
    return m->hour <= 23 && m->minute <= 59 && m->second <= 59 && take_offset(c, m);
}

/* Carries a full second that rounding made; false where the day ends with it. */
static bool carry_clock(Moment *m)
{
    if (m->microsecond < MICROSECONDS) return true;
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
static bool carry(Moment *m)
{
    if (carry_clock(m)) return true;
    if (++m->day <= days_in_month(m->year, m->month)) return true;
    m->day = 1;
    if (++m->month <= 12) return true;
    m->month = 1;
    return ++m->year <= YEAR_MAX;
}

static void add_date(Buf *out, const Moment *m)
{
    buf_addf(out, "%04d-%02d-%02d", m->year, m->month, m->day);
}

static void add_clock(Buf *out, const Moment *m)
{
    buf_addf(out, "%02d:%02d:%02d", m->hour, m->minute, m->second);
    if (m->microsecond) buf_addf(out, ".%06d", m->microsecond);
    if (!m->has_offset) return;
    const int minutes = abs(m->offset);
    if (!minutes) buf_add_char(out, 'Z');
    else buf_addf(out, "%c%02d:%02d", m->offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

bool calendar_add_date(Buf *out, Str text)
{
    Cursor c = {text, 0};
    Moment m = {0};
    if (!take_date(&c, &m) || !is_at_end(&c)) return false;
    add_date(out, &m);
    return true;
}

bool calendar_add_time(Buf *out, Str text)
{
    Cursor c = {text, 0};
    Moment m = {0};
    if (!take_clock(&c, &m) || !is_at_end(&c) || !carry_clock(&m)) return false;
    add_clock(out, &m);
    return true;
}

bool calendar_add_datetime(Buf *out, Str text)
{
    Cursor c = {text, 0};
    Moment m = {0};
    if (!take_date(&c, &m)) return false;
    if (!take(&c, 'T') && !take(&c, 't') && !take(&c, ' ')) return false;
    if (!take_clock(&c, &m) || !is_at_end(&c) || !carry(&m)) return false;
    add_date(out, &m);
    buf_add_char(out, 'T');
    add_clock(out, &m);
    return true;
}

/* ---- durations ------------------------------------------------------------------------------------ */

/* A number of `unit` seconds each, where that unit's letter stands behind it; else nothing is taken.
   Numbers out of all range are cut so that their sum still fits. */
static bool take_part(Cursor *c, char letter, int64_t unit, int64_t *seconds)
{
    const int64_t greatest = INT64_C(100000000000000);
    size_t end = c->at;
    int64_t value = 0;
    for (; end < c->text.len && is_digit(c->text.ptr[end]); end++)
        if (value < greatest) value = value * 10 + (c->text.ptr[end] - '0');
    if (end == c->at || end == c->text.len || c->text.ptr[end] != letter) return false;
    c->at = end + 1;
    *seconds += (value < greatest ? value : greatest) * unit;
    return true;
}

/* n[.n]S */
static bool take_seconds(Cursor *c, int64_t *seconds, int *microsecond)
{
    const size_t start = c->at;
    if (take_part(c, 'S', 1, seconds)) return true;
    if (take_part(c, '.', 1, seconds)) {
        c->at--; /* the point belongs to the fraction */
        if (take_fraction(c, microsecond) && take(c, 'S')) return true;
    }
    c->at = start;
    return false;
}

/* Seconds and microseconds without the sign; true where the text is a duration. */
static bool take_duration(Cursor *c, int64_t *seconds, int *microsecond)
{
    if (!take(c, 'P')) return false;
    bool has_part = take_part(c, 'D', DAY_SECONDS, seconds);
    if (take(c, 'T')) {
        has_part = take_part(c, 'H', 3600, seconds);
        has_part |= take_part(c, 'M', 60, seconds);
        has_part |= take_seconds(c, seconds, microsecond);
    }
    return has_part && is_at_end(c);
}

static void add_duration(Buf *out, bool is_negative, int64_t seconds, int microsecond)
{
    const int64_t days = seconds / DAY_SECONDS;
    const int rest = (int)(seconds % DAY_SECONDS);
    if (is_negative && (seconds || microsecond)) buf_add_char(out, '-');
    buf_add_char(out, 'P');
    if (days || (!rest && !microsecond)) buf_addf(out, "%" PRId64 "D", days);
    if (!rest && !microsecond) return;
    buf_addf(out, "T%d", rest);
    int digits = 6;
    for (; microsecond && microsecond % 10 == 0; digits--) microsecond /= 10;
    if (microsecond) buf_addf(out, ".%0*d", digits, microsecond);
    buf_add_char(out, 'S');
}

bool calendar_add_timedelta(Buf *out, Str text)
{
    Cursor c = {text, 0};
    const bool is_negative = take(&c, '-');
    if (!is_negative) (void)take(&c, '+');
    int64_t seconds = 0;
    int microsecond = 0;
    if (!take_duration(&c, &seconds, &microsecond)) return false;
    if (microsecond == MICROSECONDS) {
        microsecond = 0;
        seconds++;
    }
    /* the range of Python's timedelta, which has one more day above zero, less a microsecond */
    const int64_t greatest = (int64_t)DELTA_DAYS_MAX * DAY_SECONDS;
    if (is_negative ? seconds > greatest || (seconds == greatest && microsecond)
                    : seconds >= greatest + DAY_SECONDS)
        return false;
    add_duration(out, is_negative, seconds, microsecond);
    return true;
}
