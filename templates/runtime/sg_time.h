/* sg_time.h: datetime.time; 18:18:10.000123 in JSON, with an offset where its tzinfo has one. */
#ifndef SG_TIME_H
#define SG_TIME_H

#include "sg_calendar.h"

SG_FN int sg_time_numbers(SgState *state, PyObject *value, SgMoment *m)
{
    if (SG_LIKELY(state->calendar != NULL)) {
        m->hour = PyDateTime_TIME_GET_HOUR(value);
        m->minute = PyDateTime_TIME_GET_MINUTE(value);
        m->second = PyDateTime_TIME_GET_SECOND(value);
        m->microsecond = PyDateTime_TIME_GET_MICROSECOND(value);
        return sg_offset_of(state, value, PyDateTime_TIME_GET_TZINFO(value), m);
    }
    return sg_clock_attributes(value, m) < 0 ? -1 : sg_ask_offset(state, value, m);
}

static int sg_time_put(SgWriter *w, PyObject *value)
{
    SgMoment m;
    if (sg_time_numbers(w->state, value, &m) < 0 || sg_reserve(w, SG_MOMENT_ROOM) < 0) return -1;
    *w->p = '"';
    char *p = sg_put_clock(w->p + 1, &m);
    *p = '"';
    w->p = p + 1;
    return 0;
}

static PyObject *sg_time_parse(SgState *state, const char *text, Py_ssize_t n)
{
    SgMoment m;
    SgCursor c = {text, text + n};
    if (!sg_cursor_clock(&c, &m) || !sg_carry_clock(&m)) return NULL;
    PyObject *type = sg_lazy_known(state, SG_LAZY_TIME), *time = NULL;
    PyObject *zone = type ? sg_zone_of(state, &m) : NULL;
    if (zone && state->calendar)
        time = state->calendar->Time_FromTime(m.hour, m.minute, m.second, m.microsecond, zone,
                                              (PyTypeObject *)type);
    else if (zone)
        time =
            PyObject_CallFunction(type, "iiiiO", m.hour, m.minute, m.second, m.microsecond, zone);
    Py_XDECREF(zone);
    return time;
}

SG_CONST SgForm sg_form_time = {
    "time", NULL, "^[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$",
    sg_time_put, sg_time_parse};

SG_CONST SgType sg_type_time = {&sg_kind_textual, NULL, NULL, &sg_form_time, SG_LAZY_TIME, "time"};

#endif
