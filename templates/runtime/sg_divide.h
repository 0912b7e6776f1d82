/* sg_divide.h: whether one number is a multiple of another: ints of any size, and Decimals, without `%`,
   which rounds and signals as the caller's decimal context says. */
#ifndef SG_DIVIDE_H
#define SG_DIVIDE_H

#include "sg_decimal.h"

/* 1, 0 or -1: whether `value % divisor` is 0, of ints; of NULL -1. */
SG_FN int sg_int_divides(PyObject *value, PyObject *divisor)
{
    PyObject *rest = value && divisor ? PyNumber_Remainder(value, divisor) : NULL;
    const int is_rest = rest ? PyObject_IsTrue(rest) : -1;
    Py_XDECREF(rest);
    return is_rest < 0 ? -1 : !is_rest;
}

/* 1, 0 or -1: what a method of a Decimal without arguments says. */
SG_COLD int sg_decimal_is(PyObject *value, const char *question)
{
    PyObject *answer = PyObject_CallMethod(value, question, NULL);
    const int is_true = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return is_true;
}

/* New reference: what `operation` makes of two operands, which are released; NULL of NULL. */
SG_COLD PyObject *sg_apply(binaryfunc operation, PyObject *a, PyObject *b)
{
    PyObject *result = a && b ? operation(a, b) : NULL;
    Py_XDECREF(a);
    Py_XDECREF(b);
    return result;
}

SG_FN unsigned long sg_digit(PyObject *digits, Py_ssize_t i)
{
    return PyLong_AsUnsignedLong(PyTuple_GET_ITEM(digits, i));
}

/* New reference: the int that the first `count` digits of a tuple spell, modulo `by`. A block of them after the other: to
   make an int of all takes time that is quadratic in their number, which is the user's input's. */
SG_COLD PyObject *sg_digits_modulo(PyObject *digits, Py_ssize_t count, PyObject *by)
{
    PyObject *rest = PyLong_FromLong(0);
    for (Py_ssize_t i = 0; rest && i < count;) {
        unsigned long long block = 0, scale = 1;
        for (; i < count && scale < 1000000000000000000u; i++) {
            block = block * 10 + sg_digit(digits, i);
            scale *= 10;
        }
        rest = sg_apply(PyNumber_Multiply, rest, PyLong_FromUnsignedLongLong(scale));
        rest = sg_apply(PyNumber_Add, rest, PyLong_FromUnsignedLongLong(block));
        rest = sg_apply(PyNumber_Remainder, rest, Py_NewRef(by));
    }
    return rest;
}

/* 1, 0 or -1: whether digits * 10 ** shift is a multiple of `by`. The shift may be as great as the user's text says, so
   a power of ten is only ever made modulo `by`; one below 0 takes digits away, which must be zeros. */
SG_COLD int sg_digits_divide(PyObject *digits, long long shift, PyObject *by)
{
    const Py_ssize_t count = PyTuple_GET_SIZE(digits);
    const Py_ssize_t kept = shift >= 0 ? count : shift > -count ? (Py_ssize_t)(count + shift) : 0;
    for (Py_ssize_t i = kept; i < count; i++)
        if (sg_digit(digits, i)) return 0;
    PyObject *rest = sg_digits_modulo(digits, kept, by), *ten = PyLong_FromLong(10);
    PyObject *distance = PyLong_FromLongLong(shift > 0 ? shift : 0);
    PyObject *power = ten && distance ? PyNumber_Power(ten, distance, by) : NULL;
    rest = sg_apply(PyNumber_Multiply, rest, power);
    const int divides = sg_int_divides(rest, by);
    Py_XDECREF(rest);
    Py_XDECREF(distance);
    Py_XDECREF(ten);
    return divides;
}

/* New reference: the digits of a Decimal as an int; `parts` is what as_tuple() says of it. */
SG_COLD PyObject *sg_decimal_digits(PyObject *value, PyObject *parts)
{
    PyObject *whole = PyObject_CallFunction((PyObject *)Py_TYPE(value), "((iOi))", 0,
                                            PyTuple_GET_ITEM(parts, 1), 0);
    PyObject *number = whole ? PyNumber_Long(whole) : NULL;
    Py_XDECREF(whole);
    return number;
}

/* 1, 0 or -1: the divisor is greater than 0. */
SG_COLD int sg_decimal_divides(PyObject *value, PyObject *divisor)
{
    const int is_finite = sg_decimal_is(value, "is_finite");
    if (is_finite <= 0) return is_finite;
    PyObject *parts = PyObject_CallMethod(value, "as_tuple", NULL);
    PyObject *others = parts ? PyObject_CallMethod(divisor, "as_tuple", NULL) : NULL;
    PyObject *by = others ? sg_decimal_digits(divisor, others) : NULL;
    int divides = -1;
    if (by) {
        /* exponents of finite Decimals have 19 digits, and fit */
        const long long shift = PyLong_AsLongLong(PyTuple_GET_ITEM(parts, 2)) -
                                PyLong_AsLongLong(PyTuple_GET_ITEM(others, 2));
        divides = sg_digits_divide(PyTuple_GET_ITEM(parts, 1), shift, by);
    }
    Py_XDECREF(by);
    Py_XDECREF(others);
    Py_XDECREF(parts);
    return divides;
}

#endif
