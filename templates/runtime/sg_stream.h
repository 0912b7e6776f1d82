/* sg_stream.h: records as lines of JSON in binary file objects: write_json_lines(), and iter_json_lines()
   with its iterator. Both hold a chunk, and never less than one whole line. */
#ifndef SG_STREAM_H
#define SG_STREAM_H

#include "sg_arguments.h"
#include "sg_json.h"

enum { SG_CHUNK = 1 << 16 }; /* bytes that are written, and asked for, at a time */

/* ---- exceptions put aside ---- */

/* Takes the exception that is set; a new reference. */
SG_COLD PyObject *sg_error_take(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *error, *traceback;
    PyErr_Fetch(&type, &error, &traceback);
    PyErr_NormalizeException(&type, &error, &traceback);
    if (traceback && PyException_SetTraceback(error, traceback) < 0) PyErr_Clear();
    Py_XDECREF(traceback);
    Py_XDECREF(type);
    return error;
#endif
}

/* Sets it again; steals the reference. */
SG_COLD void sg_error_put(PyObject *error)
{
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(error);
#else
    PyErr_Restore(Py_NewRef((PyObject *)Py_TYPE(error)), error, PyException_GetTraceback(error));
#endif
}

/* The exception that is set was raised while `earlier` was handled, as Python code would say. Steals the
   reference. */
SG_COLD void sg_error_chain(PyObject *earlier)
{
    PyObject *error = sg_error_take();
    if (error == earlier) Py_DECREF(earlier);
    else PyException_SetContext(error, earlier); /* steals it */
    sg_error_put(error);
}

/* ---- write_json_lines() ---- */

typedef struct {
    const SgTarget *target;
    PyObject *file, *write;
} SgSink;

/* How many of `length` bytes a call of write() has taken, by what it returned (NULL: it raised); or
   raises. A raw file says so, or None where it would block; other objects need not say anything. */
SG_COLD Py_ssize_t sg_sink_taken(const SgSink *sink, PyObject *result, Py_ssize_t length)
{
    const char *name = sink->target->record->name;
    if (!result) return -1;
    if (result == Py_None) {
        PyObject *raw = sg_lazy(sink->target->state, SG_LAZY_RAW_IO);
        const int is_raw = raw ? PyObject_IsInstance(sink->file, raw) : -1;
        if (is_raw == 0) return length;
        if (is_raw > 0)
            PyErr_Format(PyExc_BlockingIOError, "%s.write_json_lines(): write() would block", name);
        return -1;
    }
    if (!PyLong_Check(result)) {
        PyErr_Format(PyExc_TypeError,
                     "%s.write_json_lines(): write() must give int or None, got %s", name,
                     sg_type_name(Py_TYPE(result)));
        return -1;
    }
    const Py_ssize_t taken = PyNumber_AsSsize_t(result, NULL);
    if (taken > 0 && taken <= length) return taken;
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_OSError, "%s.write_json_lines(): write() took %S of %zd bytes", name,
                     result, length);
    return -1;
}

/* Gives all of `chunk` to the file; a raw one takes it in pieces. */
SG_COLD int sg_sink_write(const SgSink *sink, PyObject *chunk)
{
    const Py_ssize_t length = PyBytes_GET_SIZE(chunk);
    PyObject *view = NULL;
    Py_ssize_t done = 0, taken = 0;
    while (taken >= 0 && done < length) {
        PyObject *rest = NULL;
        if (done == 0) rest = Py_NewRef(chunk);
        else if (view || (view = PyMemoryView_FromObject(chunk)) != NULL)
            rest = PySequence_GetSlice(view, done, length);
        PyObject *result = rest ? PyObject_CallFunctionObjArgs(sink->write, rest, NULL) : NULL;
        taken = sg_sink_taken(sink, result, length - done);
        done += taken;
        Py_XDECREF(result);
        Py_XDECREF(rest);
    }
    Py_XDECREF(view);
    return taken < 0 ? -1 : 0;
}

/* Gives the file what the writer holds, which is then empty, whether that worked or not. */
SG_COLD int sg_sink_flush(const SgSink *sink, SgWriter *w)
{
    if (w->p == w->start) return 0;
    PyObject *chunk = PyBytes_FromStringAndSize(w->start, w->p - w->start);
    w->p = w->start;
    const int status = chunk ? sg_sink_write(sink, chunk) : -1;
    Py_XDECREF(chunk);
    return status;
}

/* Appends the line of record number `index`; or raises, and the writer is as it was. */
SG_FN int sg_write_line(SgWriter *w, const SgTarget *target, PyObject *item, Py_ssize_t index)
{
    const Py_ssize_t before = w->p - w->start;
    if (SG_LIKELY(sg_write_item(w, target, item, index, '\0', '\n') == 0)) return 0;
    if (w->p - w->start > before) w->p = w->start + before; /* not where memory ran out */
    return -1;
}

/* The number of records written; or -1, and those before the one that failed have been written. */
SG_ENTRY Py_ssize_t sg_write_lines(const SgSink *sink, SgWriter *w, PyObject *records)
{
    PyObject *iterator = PyObject_GetIter(records), *item;
    if (!iterator) return -1;
    Py_ssize_t count = 0;
    int status = 0;
    while (status == 0 && (item = PyIter_Next(iterator)) != NULL) {
        status = sg_write_line(w, sink->target, item, count++);
        if (status == 0 && w->p - w->start >= SG_CHUNK) status = sg_sink_flush(sink, w);
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    PyObject *error = PyErr_Occurred() ? sg_error_take() : NULL;
    status = sg_sink_flush(sink, w);
    if (error && status < 0) sg_error_chain(error);
    else if (error) sg_error_put(error);
    return error || status < 0 ? -1 : count;
}

SG_ENTRY PyObject *sg_write_json_lines(PyObject *type, PyObject *const *args, Py_ssize_t nargs,
                                       PyObject *kwnames)
{
    static const SgParameters parameters = {"write_json_lines", "records, file, /", 2, NULL};
    SgTarget target;
    PyObject *no_option;
    if (sg_take_arguments(&parameters, type, args, nargs, kwnames, &no_option) < 0) return NULL;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    const SgSink sink = {&target, args[1], PyObject_GetAttrString(args[1], "write")};
    if (!sink.write) return NULL;
    SgWriter w;
    sg_writer_init(&w, target.state);
    const Py_ssize_t count = sg_write_lines(&sink, &w, args[0]);
    sg_writer_free(&w);
    Py_DECREF(sink.write);
    return count < 0 ? NULL : PyLong_FromSsize_t(count);
}

/* ---- iter_json_lines() ---- */

/* The iterator, _JsonLines. */
typedef struct {
    PyObject_HEAD PyObject *type; /* the class whose records it gives */
    PyObject *read;               /* of the file; NULL once exhausted */
    PyObject *on_error;           /* NULL: bad lines raise */
    char *text;                   /* what was read and is still to be given, a '\0' behind it */
    Py_ssize_t room, start, looked, end; /* of `text`; start..looked has no newline */
    Py_ssize_t line, count;              /* lines so far; those that were not blank */
    bool at_end, is_running;
} SgLines;

SG_COLD PyObject *sg_iter_json_lines(PyObject *type, PyObject *const *args, Py_ssize_t nargs,
                                     PyObject *kwnames)
{
    static const SgParameters parameters = {"iter_json_lines", "file, /, *, on_error=None", 1,
                                            "on_error"};
    SgTarget target;
    PyObject *on_error;
    if (sg_take_arguments(&parameters, type, args, nargs, kwnames, &on_error) < 0) return NULL;
    if (sg_target_find(&target, (PyTypeObject *)type) < 0) return NULL;
    PyObject *read = PyObject_GetAttrString(args[0], "read");
    if (!read) return NULL;
    PyTypeObject *lines_type = target.state->lines_type;
    SgLines *self = (SgLines *)lines_type->tp_alloc(lines_type, 0); /* all zero */
    if (!self) {
        Py_DECREF(read);
        return NULL;
    }
    self->type = Py_NewRef(type);
    self->read = read;
    if (on_error && on_error != Py_None) self->on_error = Py_NewRef(on_error);
    return (PyObject *)self;
}

/* Makes room for `n` bytes and a '\0' behind what is still to be given. */
SG_COLD int sg_lines_reserve(SgLines *self, Py_ssize_t n)
{
    if (self->start > 0) {
        memmove(self->text, self->text + self->start, (size_t)(self->end - self->start));
        self->end -= self->start;
        self->looked -= self->start;
        self->start = 0;
    }
    if (self->room - self->end > n) return 0;
    if (n >= PY_SSIZE_T_MAX / 2 - self->end) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t room = self->end + n + 1;
    if (room < 2 * self->room) room = 2 * self->room;
    char *text = (char *)PyMem_Realloc(self->text, (size_t)room);
    if (!text) {
        PyErr_NoMemory();
        return -1;
    }
    self->text = text;
    self->room = room;
    return 0;
}

/* Reads more text. Nothing is the end. */
SG_COLD int sg_lines_fill(SgLines *self, const SgTarget *target)
{
    if (PyErr_CheckSignals() < 0) return -1; /* no other Python code may run for long */
    PyObject *chunk = PyObject_CallFunction(self->read, "i", (int)SG_CHUNK);
    if (!chunk) return -1;
    int status = -1;
    if (!PyBytes_Check(chunk)) {
        PyErr_Format(PyExc_TypeError, "%s.iter_json_lines(): read() must give bytes, got %s",
                     target->record->name, sg_type_name(Py_TYPE(chunk)));
    } else if (sg_lines_reserve(self, PyBytes_GET_SIZE(chunk)) == 0) {
        const Py_ssize_t n = PyBytes_GET_SIZE(chunk);
        memcpy(self->text + self->end, PyBytes_AS_STRING(chunk), (size_t)n);
        self->end += n;
        self->text[self->end] = '\0';
        self->at_end = n == 0;
        status = 0;
    }
    Py_DECREF(chunk);
    return status;
}

/* Takes the next line: 1, 0 at the end, or -1. It stays where it is until the next call. */
SG_FN int sg_lines_take(SgLines *self, const SgTarget *target, SgDocument *line)
{
    for (;;) {
        const char *newline = NULL;
        if (self->looked < self->end)
            newline = (const char *)memchr(self->text + self->looked, '\n',
                                           (size_t)(self->end - self->looked));
        if (newline || (self->at_end && self->start < self->end)) {
            const Py_ssize_t end = newline ? newline - self->text : self->end;
            line->text = self->text + self->start;
            line->length = end - self->start;
            line->line = ++self->line;
            self->start = self->looked = newline ? end + 1 : end;
            return 1;
        }
        self->looked = self->end;
        if (self->at_end) return 0;
        if (sg_lines_fill(self, target) < 0) return -1;
    }
}

/* Whether the exception that is set speaks of a bad line, and on_error() has taken it; or raises. */
SG_COLD int sg_lines_forgive(SgLines *self, const SgTarget *target)
{
    if (!self->on_error) return -1;
    PyObject *error = sg_error_take();
    PyObject *malformed = sg_lazy(target->state, SG_LAZY_JSON_DECODE_ERROR), *result = NULL;
    if (malformed && !PyErr_GivenExceptionMatches(error, malformed) &&
        !PyErr_GivenExceptionMatches(error, target->state->validation_error)) {
        sg_error_put(error);
        return -1;
    }
    if (malformed) result = PyObject_CallFunctionObjArgs(self->on_error, error, NULL);
    Py_DECREF(error);
    Py_XDECREF(result);
    return result ? 0 : -1;
}

/* The next record; NULL at the end, or with an exception. */
SG_FN PyObject *sg_lines_record(SgLines *self)
{
    SgTarget target;
    if (sg_target_find(&target, (PyTypeObject *)self->type) < 0) return NULL;
    SgSource source = {(PyObject *)self, NULL, 0, false, false};
    SgDocument line = {&source, NULL, 0, false, 0, -1};
    while (sg_lines_take(self, &target, &line) > 0) {
        if (sg_is_blank(line.text, line.text + line.length)) continue;
        line.index = self->count++;
        PyObject *record = sg_read_document(&target, &line);
        if (SG_LIKELY(record != NULL)) return record;
        if (sg_lines_forgive(self, &target) < 0) return NULL;
    }
    return NULL;
}

/* Lets go of the file; what follows is the end. */
SG_COLD void sg_lines_exhaust(SgLines *self)
{
    PyMem_Free(self->text);
    self->text = NULL;
    self->room = self->start = self->looked = self->end = 0;
    Py_CLEAR(self->read);
    Py_CLEAR(self->on_error);
}

/* What read() or on_error() raised must not look like the end: a generator says so in these words. */
SG_COLD void sg_lines_stop(void)
{
    PyObject *stop = sg_error_take();
    PyErr_SetString(PyExc_RuntimeError, "generator raised StopIteration");
    PyObject *error = sg_error_take();
    PyException_SetCause(error, Py_NewRef(stop)); /* steals it, and so does the next */
    PyException_SetContext(error, stop);
    sg_error_put(error);
}

SG_ENTRY PyObject *sg_lines_next(PyObject *op)
{
    SgLines *self = (SgLines *)op;
    PyObject *record = NULL;
    SG_LOCK(op);
    if (self->is_running) {
        PyErr_SetString(PyExc_ValueError, "iterator already executing");
    } else if (self->read) {
        self->is_running = true;
        record = sg_lines_record(self);
        if (!record && PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_StopIteration))
            sg_lines_stop();
        if (!record) sg_lines_exhaust(self);
        self->is_running = false;
    }
    SG_UNLOCK;
    return record;
}

SG_COLD int sg_lines_traverse(PyObject *op, visitproc visit, void *arg)
{
    SgLines *self = (SgLines *)op;
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(self->type);
    Py_VISIT(self->read);
    Py_VISIT(self->on_error);
    return 0;
}

SG_COLD int sg_lines_clear(PyObject *op)
{
    sg_lines_exhaust((SgLines *)op);
    Py_CLEAR(((SgLines *)op)->type);
    return 0;
}

SG_COLD void sg_lines_dealloc(PyObject *op)
{
    PyObject_GC_UnTrack(op);
    sg_lines_clear(op);
    sg_free(op);
}

/* Rows for the PyMethodDef table of the records' base type. */
#define SG_STREAM_METHODS                                                                          \
    {"write_json_lines", SG_METHOD_FUNCTION(sg_write_json_lines),                                  \
     METH_FASTCALL | METH_KEYWORDS | METH_CLASS,                                                   \
     "write_json_lines($type, records, file, /)\n--\n\n"                                           \
     "Writes records to a binary file as newline-delimited JSON; returns how many."},              \
        {"iter_json_lines", SG_METHOD_FUNCTION(sg_iter_json_lines),                                \
         METH_FASTCALL | METH_KEYWORDS | METH_CLASS,                                               \
         "iter_json_lines($type, file, /, *, on_error=None)\n--\n\n"                               \
         "An iterator over the records that the lines of a binary file stand for;\n"               \
         "on_error(exception) is called for a bad line, which is then skipped."},

#endif
