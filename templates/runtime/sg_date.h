/* sg_date.h: datetime.date; 2021-04-02 in JSON. */
#ifndef SG_DATE_H
#define SG_DATE_H

#include "sg_calendar.h"

static int sg_date_put(SgWriter *w, PyObject *value)
{
    SgMoment m;
    if (sg_date_numbers(w->state, value, &m) < 0 || sg_reserve(w, SG_MOMENT_ROOM) < 0) return -1;
    *w->p = '"';
    char *p = sg_put_date(w->p + 1, &m);
    *p = '"';
    w->p = p + 1;
    return 0;
}

static PyObject *sg_date_parse(SgState *state, const char *text, Py_ssize_t n)
{
    SgMoment m;
    SgCursor c = {text, text + n};
    if (!sg_cursor_date(&c, &m) || c.p != c.end) return NULL;
    PyObject *type = sg_lazy_known(state, SG_LAZY_DATE);
    if (!type) return NULL;
    if (state->calendar)
        return state->calendar->Date_FromDate(m.year, m.month, m.day, (PyTypeObject *)type);
    return PyObject_CallFunction(type, "iii", m.year, m.month, m.day);
}

SG_CONST SgForm sg_form_date = {"date", "date", NULL, sg_date_put, sg_date_parse};

SG_CONST SgType sg_type_date = {&sg_kind_textual, NULL, NULL, &sg_form_date, SG_LAZY_DATE, "date"};

#endif
