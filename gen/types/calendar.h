/* Dates and times as JSON spells them (JSON.md): whether a text stands for one, and its one canonical
   spelling. The run time (sg_calendar.h) and the twin read by the same rules. */
#ifndef TYPES_CALENDAR_H
#define TYPES_CALENDAR_H

#include "base/buf.h"

#include <stdbool.h>

/* Each appends the canonical spelling of what `text` stands for; or returns false and appends nothing. */
bool calendar_add_datetime(Buf *out, Str text);
bool calendar_add_date(Buf *out, Str text);
bool calendar_add_time(Buf *out, Str text);
bool calendar_add_timedelta(Buf *out, Str text);

#endif
