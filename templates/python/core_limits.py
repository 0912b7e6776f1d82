"""Constraints: what a value must fulfil beside being of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _math, _operator, _re, _typing
from core_types import _Generator, _Type, _outer
from core_errors import _Refusal, _show

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _Comparison, _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


_KEYWORDS: dict[str, _typing.Any] = {  # of JSON Schema, by what it calls the type
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
    "multiple_of": "multipleOf",
    "pattern": "pattern",
    "min_length": {"array": "minItems", "object": "minProperties", "string": "minLength"},
    "max_length": {"array": "maxItems", "object": "maxProperties", "string": "maxLength"},
}


def _is_multiple(value: float, divisor: float) -> bool:
    if isinstance(value, float):
        return value - value == 0.0 and _math.fmod(value, divisor) == 0.0
    return value % divisor == 0


def _digits_modulo(digits: tuple[int, ...], by: int) -> int:
    """The int that the digits spell, modulo `by`. A block of them after the other: to make an int of all
    takes time that is quadratic in their number, which is the user's input's."""
    rest = 0
    for start in range(0, len(digits), 100):
        block = digits[start : start + 100]
        rest = (rest * 10 ** len(block) + int("".join(map(str, block)))) % by
    return rest


def _is_decimal_multiple(value: _typing.Any, divisor: _typing.Any) -> bool:
    """Without `%`, which rounds and signals as the caller's decimal context says. The shift may be as
    great as the user's text says, so a power of ten is only ever made modulo the divisor; one below 0
    takes digits away, which must be zeros."""
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    _, divisor_digits, divisor_exponent = divisor.as_tuple()
    by = int(type(value)((0, divisor_digits, 0)))
    shift: int = exponent - divisor_exponent
    kept = max(0, len(digits) + min(0, shift))
    if any(digits[kept:]):
        return False
    return _digits_modulo(digits[:kept], by) * pow(10, max(0, shift), by) % by == 0


def _decimal_holds(holds: _Comparison) -> _Comparison:
    """The same for Decimals: NaN fulfils nothing, and comparing it would be a signal of its context."""
    return lambda value, bound: not value.is_nan() and holds(value, bound)


_COMPARISONS: dict[str, tuple[_Comparison, str]] = {
    "gt": (_operator.gt, ">"),
    "ge": (_operator.ge, ">="),
    "lt": (_operator.lt, "<"),
    "le": (_operator.le, "<="),
    "multiple_of": (_is_multiple, "a multiple of"),
}


class _limited(_Type):
    """Values of another type within constraints, which are checked in the order in which they are given."""

    def __init__(self, inner: _Type, **limits: _typing.Any) -> None:
        self.inner = inner
        self.expected = inner.expected
        self.is_float = inner.is_float
        self.is_double = inner.is_double
        self.is_unsure = inner.is_unsure or "pattern" in limits
        self.limits = limits
        self.comparisons: list[tuple[_Comparison, _typing.Any, str]] = [
            (_COMPARISONS[rule][0], bound, f"is not {_COMPARISONS[rule][1]} {bound}")
            for rule, bound in limits.items()
            if rule in _COMPARISONS
        ]
        if inner.expected == "Decimal":
            self.comparisons = [
                (
                    _is_decimal_multiple if holds is _is_multiple else _decimal_holds(holds),
                    inner.annotation(bound),
                    words,
                )
                for holds, bound, words in self.comparisons
            ]
        self.least, self.most = limits.get("min_length", 0), limits.get("max_length")
        self.pattern = limits.get("pattern")
        self.regex: _re.Pattern[str] | None = None  # compiled at first use

    @property
    def annotation(self) -> _typing.Any:
        return self.inner.annotation

    def check(self, value: _typing.Any, spot: str = "start") -> object:
        """The value itself, which is of the inner type."""
        for holds, bound, words in self.comparisons:
            if not holds(value, bound):
                raise _Refusal(ValueError, f"{_show(value)} {words}", spot)
        if self.least and len(value) < self.least:
            raise _Refusal(ValueError, f"length {len(value)} is not >= {self.least}", spot)
        if self.most is not None and len(value) > self.most:
            raise _Refusal(ValueError, f"length {len(value)} is not <= {self.most}", spot)
        if self.pattern is not None:
            if self.regex is None:
                self.regex = _re.compile(self.pattern)
            if not self.regex.search(value):
                raise _Refusal(ValueError, f"{_show(value)} does not match {self.pattern!r}", spot)
        return value

    def accept(self, value: object) -> object:
        try:
            value = self.inner.accept(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)
        return self.check(value)

    def dump(self, value: object) -> _Task:
        try:
            dumped = self.inner.dump(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)
        if type(dumped) is _Generator:
            return self.dump_checked(dumped, value)
        self.check(self.inner.accept(value))
        return dumped

    def dump_checked(self, task: _Steps, value: object) -> _Steps:
        dumped = yield from task
        self.check(value)
        return dumped

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        try:
            value = self.inner.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)
        if type(value) is _Generator:
            return self.load_checked(value)
        return self.check(value)

    def load_checked(self, task: _Steps) -> _Steps:
        return self.check((yield from task), "end")

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        described = self.inner.schema(schemas)
        kind = described["type"]
        if type(kind) is not str or "contentEncoding" in described:
            return described  # a Decimal is text in JSON; of base64 the length there is another one
        for rule, bound in self.limits.items():
            keyword = _KEYWORDS[rule]
            if rule in ("min_length", "max_length"):
                keyword = keyword[kind]
            if self.is_given(rule):
                described.setdefault("allOf", []).append({keyword: bound})
            else:
                described[keyword] = bound
        return described

    def is_given(self, rule: str) -> bool:
        """Whether the inner type has a constraint of that rule, too."""
        inner = self.inner
        return isinstance(inner, _limited) and (rule in inner.limits or inner.is_given(rule))
