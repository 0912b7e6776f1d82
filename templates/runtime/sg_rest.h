/* sg_rest.h: the cyclic garbage collector rests while a long text is read. Reading makes thousands of objects and no
   garbage, so that each collection it sets off goes over what was made last and finds nothing: a fifth of the time
   that records with lists take. What was made counts as ever, and the collector looks at it once, later.

   Python code never finds the collector resting, nor does another thread: whoever calls some from a reader wakes it
   before, and then it stays awake until the end of the text. (Not for what the standard library does once, at
   first use.) It is global where threads run side by side, and does not rest there. */
#ifndef SG_REST_H
#define SG_REST_H

#include "sg_base.h"

enum { SG_LONG_TEXT = 1024 }; /* bytes that are worth it */

/* Begins to rest, if the text is long and the collector at work. Whether it does: keep it for sg_wake(). */
SG_FN bool sg_rest(Py_ssize_t length)
{
#if SG_FAST_PATHS && !defined(Py_GIL_DISABLED)
    return length >= SG_LONG_TEXT && PyGC_Disable();
#else
    (void)length;
    return false;
#endif
}

/* Ends that rest, if it has not ended. */
SG_FN void sg_wake(bool *rests)
{
    if (!*rests) return;
    *rests = false;
    PyGC_Enable();
}

#endif
