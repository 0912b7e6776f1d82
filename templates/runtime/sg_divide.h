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

/* A finite Decimal: coefficient * 10 ** exponent, without its sign. */
typedef struct {
    PyObject *coefficient, *exponent; /* ints */
    Py_ssize_t digits;                /* of the coefficient */
} SgParts;

SG_COLD int sg_parts_of(SgParts *parts, PyObject *value)
{
    PyObject *tuple = PyObject_CallMethod(value, "as_tuple", NULL), *whole = NULL;
    parts->coefficient = parts->exponent = NULL;
    if (!tuple) return -1;
    PyObject *digits = PyTuple_GET_ITEM(tuple, 1);
    parts->digits = PyObject_Size(digits);
    whole = PyObject_CallFunction((PyObject *)Py_TYPE(value), "((iOi))", 0, digits, 0);
    if (whole) parts->coefficient = PyNumber_Long(whole);
    parts->exponent = Py_NewRef(PyTuple_GET_ITEM(tuple, 2));
    Py_XDECREF(whole);
    Py_DECREF(tuple);
    return parts->coefficient ? 0 : -1;
}

SG_FN void sg_parts_clear(SgParts *parts)
{
    Py_XDECREF(parts->coefficient);
    Py_XDECREF(parts->exponent);
}

/* An exponent may be as great as the user's text says, so a power of ten is only ever made modulo the divisor,
   or where the value has that many digits. `shift` is the difference of the exponents. */
SG_COLD int sg_parts_divide(const SgParts *value, const SgParts *divisor, PyObject *shift)
{
    const long long by = PyLong_AsLongLong(shift);
    if (by == -1 && PyErr_Occurred()) return -1;
    if (by < -value->digits) {
        const int is_true = PyObject_IsTrue(value->coefficient);
        return is_true < 0 ? -1 : !is_true;
    }
    PyObject *ten = PyLong_FromLong(10), *distance = PyNumber_Absolute(shift), *power = NULL;
    PyObject *product = NULL;
    if (ten && distance)
        power = PyNumber_Power(ten, distance, by >= 0 ? divisor->coefficient : Py_None);
    if (power)
        product = PyNumber_Multiply(by >= 0 ? value->coefficient : divisor->coefficient, power);
    const int divides = by >= 0 ? sg_int_divides(product, divisor->coefficient)
                                : sg_int_divides(value->coefficient, product);
    Py_XDECREF(product);
    Py_XDECREF(power);
    Py_XDECREF(distance);
    Py_XDECREF(ten);
    return divides;
}

/* 1, 0 or -1: the divisor is greater than 0. */
SG_COLD int sg_decimal_divides(PyObject *value, PyObject *divisor)
{
    const int is_finite = sg_decimal_is(value, "is_finite");
    if (is_finite <= 0) return is_finite;
    SgParts first, second = {NULL, NULL, 0};
    PyObject *shift = NULL;
    if (sg_parts_of(&first, value) == 0 && sg_parts_of(&second, divisor) == 0)
        shift = PyNumber_Subtract(first.exponent, second.exponent);
    const int divides = shift ? sg_parts_divide(&first, &second, shift) : -1;
    Py_XDECREF(shift);
    sg_parts_clear(&first);
    sg_parts_clear(&second);
    return divides;
}

#endif
