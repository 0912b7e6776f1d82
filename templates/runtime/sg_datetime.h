/* sg_datetime.h: datetime.datetime; RFC 3339 in JSON: 2021-04-02T18:18:10, with Z for offset 0, another
   offset, or none where it is naive. */
#ifndef SG_DATETIME_H
#define SG_DATETIME_H

#include "sg_calendar.h"

SG_FN int sg_datetime_numbers(SgState *state, PyObject *value, SgMoment *m)
{
    if (sg_date_numbers(state, value, m) < 0) return -1;
    if (SG_LIKELY(state->calendar != NULL)) {
        m->hour = PyDateTime_DATE_GET_HOUR(value);
        m->minute = PyDateTime_DATE_GET_MINUTE(value);
        m->second = PyDateTime_DATE_GET_SECOND(value);
        m->microsecond = PyDateTime_DATE_GET_MICROSECOND(value);
        return sg_offset_of(state, value, PyDateTime_DATE_GET_TZINFO(value), m);
    }
    return sg_clock_attributes(value, m) < 0 ? -1 : sg_ask_offset(state, value, m);
}

static int sg_datetime_put(SgWriter *w, PyObject *value)
{
    SgMoment m;
    if (sg_datetime_numbers(w->state, value, &m) < 0 || sg_reserve(w, SG_MOMENT_ROOM) < 0)
        return -1;
    *w->p = '"';
    char *p = sg_put_date(w->p + 1, &m);
    *p = 'T';
    p = sg_put_clock(p + 1, &m);
    *p = '"';
    w->p = p + 1;
    return 0;
}

static PyObject *sg_datetime_parse(SgState *state, const char *text, Py_ssize_t n)
{
    SgMoment m;
    SgCursor c = {text, text + n};
    if (!sg_cursor_moment(&c, &m) || !sg_carry(&m)) return NULL;
    PyObject *type = sg_lazy_known(state, SG_LAZY_DATETIME), *moment = NULL;
    PyObject *zone = type ? sg_zone_of(state, &m) : NULL;
    if (zone && state->calendar)
        moment = state->calendar->DateTime_FromDateAndTime(m.year, m.month, m.day, m.hour, m.minute,
                                                           m.second, m.microsecond, zone,
                                                           (PyTypeObject *)type);
    else if (zone)
        moment = PyObject_CallFunction(type, "iiiiiiiO", m.year, m.month, m.day, m.hour, m.minute,
                                       m.second, m.microsecond, zone);
    Py_XDECREF(zone);
    return moment;
}

SG_CONST SgForm sg_form_datetime = {
    "datetime", NULL,
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]"
    "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$",
    sg_datetime_put, sg_datetime_parse};

SG_CONST SgType sg_type_datetime = {&sg_kind_textual, NULL,      NULL, &sg_form_datetime,
                                    SG_LAZY_DATETIME, "datetime"};

#endif
