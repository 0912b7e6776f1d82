"""C module and twin must be alike: what classes show of themselves, and every value in every field."""

import inspect
import unittest

from pair import Pair
from support import outcome, setUpModule
from values import (
    NAMES,
    BytesSubclass,
    Colour,
    Float,
    FloatSubclass,
    Index,
    IntSubclass,
    Number,
    StrSubclass,
)

NAN, INF = float("nan"), float("inf")


ALL = (
    # fmt: off
    "market", "item", "telemetry", "employee", "point3d", "vehicle", "cache", "timeline", "scalars",
    "everything", "options", "chains", "version1", "version2", "protocols", "factories",
    # fmt: on
)

VALUES = [
    # fmt: off
    None, True, False, 0, 1, -1, 127, 128, -128, -129, 255, 256, 2**15, 2**31 - 1, 2**31, -(2**31) - 1, 2**32,
    2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 10**39, 10**400, 1 << 20000, 0.0, -0.0, 1.5,
    1e300, -1e39, 5e-324, NAN, INF, -INF, 1j, "", "a", "\u00e9", "\ud800", "buy", "x" * 100, b"", b"ab",
    b"\xff" * 100, bytearray(b"a"), [], [1], ["a"], [None], [[1.0]], [{}], (), (1,), {}, {"a": 1}, {"a": [1,
    None]}, {"a": "x"}, {1: 2}, {"a": None}, {"\ud800": 1}, {1}, ..., object, len, Index(5), Index(2**70),
    Float(2.5), Float("x"), IntSubclass(7), FloatSubclass(2.5), StrSubclass("sub"), BytesSubclass(b"sub"),
    Number.SEVEN, Colour.RED, NAMES["Decimal"]("1.5"), NAMES["Fraction"](1, 3), NAMES["BadFloat"](), [1, "x"],
    [1, 2**70], [[1, "x"]], {"a b": [1, "x"]}, {"'": {'"': [1, ()]}},
    # fmt: on
]


def parameters_of(method):
    """Its parameters, without the annotations that only the twin's methods have."""
    parameters = inspect.signature(method).parameters.values()
    return [(each.name, each.kind.name, repr(each.default)) for each in parameters]


class Facts(Pair):
    def test_modules(self):
        for name in ALL:
            self.agree(
                name,
                lambda m: (
                    m.__all__ and list(m.__all__),
                    m.__doc__,
                    m.__slotgen__["schema"],
                    m.__slotgen__["version"],
                ),
                name,
            )

    def test_records(self):
        for name, record in self.records(*ALL):
            for fact in (
                lambda r: str(inspect.signature(r)),
                lambda r: r.__slots__,
                lambda r: r.__match_args__,
                lambda r: r.__doc__,
                lambda r: str(r.__annotations__),
                lambda r: (r.__name__, r.__qualname__, r.__module__),
                lambda r: [b.__name__ for b in r.__mro__ if b.__name__ not in ("_Json",)],
                lambda r: r.__hash__ is None,
                lambda r: r.__weakrefoffset__ != 0,
                lambda r: r.__dictoffset__ != 0,
                lambda r: [str(p) for p in inspect.signature(r).parameters.values()],
                lambda r: str(inspect.get_annotations(r)),
                lambda r: [
                    parameters_of(getattr(r, m))
                    for m in (
                        "to_json",
                        "from_json",
                        "to_json_array",
                        "from_json_array",
                        "to_json_lines",
                        "from_json_lines",
                        "to_dict",
                        "from_dict",
                    )
                ],
            ):
                self.agree(name, lambda m: fact(getattr(m, record)), name, record, inspect.getsource(fact))

    def test_methods(self):
        for method in (
            # fmt: off
            "to_json", "from_json", "to_json_array", "from_json_array", "to_json_lines", "from_json_lines",
            "write_json_lines", "iter_json_lines", "to_dict", "from_dict", "json_schema", "__replace__",
            "__rich_repr__",
            # fmt: on
        ):
            self.agree(
                "market",
                lambda m, n=method: (
                    parameters_of(getattr(m.MarketTick, n)),
                    inspect.getdoc(getattr(m.MarketTick, n)),
                ),
                method,
            )

    def test_enums(self):
        for name in ("market", "employee", "everything"):
            for enum in [
                n
                for n in self.pair(name)[1].__all__
                if hasattr(getattr(self.pair(name)[1], n), "__members__")
            ]:
                self.agree(
                    name,
                    lambda m: [(x.name, x.value, str(x), repr(x), f"{x}") for x in getattr(m, enum)],
                    enum,
                )
                self.agree(name, lambda m: [b.__name__ for b in getattr(m, enum).__mro__][-3:], enum)
                self.agree(
                    name,
                    lambda m: (getattr(m, enum).__doc__ or "").split(".")[0] if enum != "Level" else "",
                    enum,
                )


def make(module, record, **changes):
    """A record with a value in every required field."""
    kind = getattr(module, record)
    samples = {bool: True, int: 1, float: 1.5, str: "s", bytes: b"b"}
    given = {}
    for name, parameter in inspect.signature(kind).parameters.items():
        if parameter.default is not parameter.empty or name in changes:
            continue
        annotation = parameter.annotation
        text = str(annotation)
        if annotation in samples:
            given[name] = samples[annotation]
        elif hasattr(annotation, "__members__"):
            given[name] = list(annotation)[0]
        elif text.startswith("list["):
            given[name] = []
        elif text.startswith("dict["):
            given[name] = {}
        elif isinstance(annotation, type):
            given[name] = make(module, annotation.__name__)
        else:
            given[name] = None
    return kind(**{**given, **changes})


class Values(Pair):
    FIELDS = ("everything", "scalars", "options", "chains", "cache", "vehicle")

    def fields(self):
        for name, record in self.records(*self.FIELDS):
            for field in inspect.signature(getattr(self.pair(name)[1], record)).parameters:
                yield name, record, field

    def test_constructor(self):
        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, lambda m: make(m, record, **{field: value}), record, field, value)

    def test_assignment(self):
        def assign(m):
            made = make(m, record)
            result = outcome(setattr, made, field, value)
            return result, made, outcome(getattr, made, field)

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, assign, record, field, value)

    def test_written(self):
        def write(m):
            made = make(m, record, **{field: value})
            return [
                outcome(call)
                for call in (made.to_json, made.to_dict, lambda: type(made).to_json_lines([made]))
            ]

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, write, record, field, value)

    def test_given(self):
        def read(m):
            given = make(m, record).to_dict()
            given[field] = value
            return getattr(m, record).from_dict(given)

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, read, record, field, value)

    def test_members_and_records(self):
        for field in [f for n, r, f in self.fields() if r == "Everything"]:
            for of in (
                lambda m: m.Side.BUY,
                lambda m: m.Level.LOW,
                lambda m: m.Leg(1),
                lambda m: m.Leaf(),
                lambda m: [m.Leg(1)],
                lambda m: {"a": m.Leg(1), "b": None},
                lambda m: {"a": {"b": [m.Side.BUY]}},
                lambda m: [m.Side.SELL, "sell"],
            ):
                self.agree("everything", lambda m: make(m, "Everything", **{field: of(m)}).to_json(), field)
                self.agree("everything", lambda m: make(m, "Everything", **{field: of(m)}), field)

    def test_any(self):
        values = VALUES + [
            {1: 1, "1": 2},
            {1.5: 1},
            {None: 1, True: 2, False: 3},
            {(): 1},
            {NAN: 1},
            {10**4300: 1},
            {"\ud800": 1},
            [10**4300],
            [NAN],
            {"k": {1}},
            (1, (2, [3, {}])),
            {Number.SEVEN: Colour.RED},
            {"a": {"b": {"c": [object()]}}},
            [[[[b"x"]]]],
            {b"": 1},
        ]
        for value in values:
            for of in (lambda v: v, lambda v: [v], lambda v: {"k": v}, lambda v: (1, {"a b": v})):
                for method in ("to_json", "to_dict"):
                    self.agree("everything", lambda m: getattr(m.Holder(of(value)), method)(), value)
                self.agree("everything", lambda m: m.Holder.from_dict({"value": of(value)}), value)

    def test_comparisons(self):
        for value in VALUES:
            for other in VALUES:

                def compare(m):
                    a, b = m.Holder(value), m.Holder(other)
                    return a == b, a != b

                self.agree("everything", compare, value, other)
        for x in (0.0, -0.0, 1.5, NAN, INF, 2.0**60, 1e300, 5e-324, -1.0):
            for y in (None, 0.0, NAN, 7.0):
                self.agree("options", lambda m: hash(m.Frozen(x, y, "", x)), x, y)
                self.agree("options", lambda m: m.Frozen(x, y) == m.Frozen(x, y), x, y)


if __name__ == "__main__":
    unittest.main()
