"""Constructors: what they take, in the words of the interpreter's own __init__; signatures, annotations."""

import inspect
import types
import typing
import unittest

from support import ModuleCase, setUpModule


def plain_class(name, record):
    """A Python class whose __init__ has the same parameters: the oracle for errors of binding."""
    signature = inspect.signature(record)
    parameters = [
        parameter.replace(
            annotation=parameter.empty, default=parameter.empty if parameter.default is parameter.empty else 0
        )
        for parameter in signature.parameters.values()
    ]
    first = inspect.Parameter("this", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    text = str(inspect.Signature([first, *parameters])).replace("this", "self_", 1)
    names = {}
    exec(f"class {name}:\n    def __init__{text}: pass\n", names)
    return names[name]


class Binding(ModuleCase):
    modules = ("market", "options", "vehicle", "everything", "timeline", "point3d")

    def check(self, record, *args, **keywords):
        oracle = plain_class(record.__name__, record)
        with self.assertRaises(TypeError) as expected:
            oracle(*args, **keywords)
        text = str(expected.exception)
        self.refused(TypeError, text, record, *args, **keywords)
        subclass = type("Sub", (record,), {})
        self.refused(TypeError, text, subclass, *args, **keywords)
        made = subclass.__new__(subclass)
        self.refused(TypeError, text, made.__init__, *args, **keywords)

    def test_too_few(self):
        self.check(self.market.MarketTick)
        self.check(self.market.MarketTick, "a")
        self.check(self.market.MarketTick, "a", 1.0, 2.0)
        self.check(self.market.MarketTick, "a", ask=1.0)
        self.check(self.options.Named)
        self.check(self.options.Named, 1.0)
        self.check(self.options.Derived)
        self.check(self.everything.Everything)

    def test_too_many(self):
        self.check(self.market.MarketTick, "a", 1.0, 2.0, 3.0, 4.0)
        self.check(self.market.MarketTick, "a", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
        self.check(self.point3d.Point3D, 1.0, 2.0, 3.0, 4.0)
        self.check(self.options.Empty, 1)
        self.check(self.options.Plain, 1, "a", 2)
        self.check(self.options.Named, 1.0, 2)
        self.check(self.options.Named, 1.0, 2, a=1)
        self.check(self.options.Named, 1.0, 2, a=1, b="x")

    def test_unexpected(self):
        self.check(self.market.MarketTick, "a", 1.0, 2.0, 3.0, other=4.0)
        self.check(self.market.MarketTick, other=4.0)
        self.check(self.market.MarketTick, "a", 1.0, 2.0, 3.0, **{"": 1})
        self.check(self.options.Empty, a=1)
        self.check(self.options.Derived, 1, a1=1)

    def test_twice(self):
        self.check(self.market.MarketTick, "a", 1.0, 2.0, 3.0, symbol="b")
        self.check(self.market.MarketTick, "a", symbol="b")
        self.check(self.options.Derived, 1, 2, b=3)

    def test_names_that_are_built_when_called(self):
        name = "".join(["sym", "bol"])
        made = self.market.MarketTick(**{name: "a", "time" + "stamp": 1, "b" + "id": 2, "ask": 3})
        self.assertEqual(repr(made), "MarketTick(symbol='a', timestamp=1.0, bid=2.0, ask=3.0)")
        self.refused(TypeError, "keywords must be strings", lambda: self.market.MarketTick(**{1: 2}))

    def test_positions_and_names_mix(self):
        tick = self.market.MarketTick("a", 1, ask=3, bid=2)
        self.assertEqual(tick, self.market.MarketTick("a", 1.0, 2.0, 3.0))
        named = self.options.Named(1.5, a=1)
        self.assertEqual((named.a, named.b, named.c), (1, "b", 1.5))

    def test_fields_called_as_parameters_are(self):
        names = self.options.Names
        values = inspect.signature(names).parameters
        self.assertEqual(list(values)[:3], ["self", "cls", "list"])
        given = dict(self=1, cls=2, list=[], dict={}, date="", int=3, float=4, str="", type="", object=None)
        given.update(template="", double=1, data=b"", values=[1], record="", fields="", name="", key="")
        given.update(_Record=1, _self=3, _Field=4)
        made = names(**given)
        self.assertEqual((made.self, made.cls, made.values, made._Field, made.NULL), (1, 2, [1], 4, 0))
        self.assertEqual(names.from_json(made.to_json()), made)
        self.assertEqual(names(*given.values()), made)

    def test_the_first_refused_is_reported_and_nothing_is_made(self):
        self.refused(
            TypeError, "MarketTick.bid: expected float, got str", self.market.MarketTick, "a", 1, "b", "c"
        )
        self.refused(
            TypeError,
            "MarketTick.symbol: expected str, got int",
            lambda: self.market.MarketTick(ask="x", symbol=1, timestamp="y", bid=1),
        )
        self.refused(TypeError, "Car.plate: expected str, got int", self.vehicle.Car, 1, 2, 3)
        self.refused(
            OverflowError, "Car.seats: 300 is out of range for uint8", self.vehicle.Car, "a", 2, 3, 300
        )

    def test_init_again(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        tick.__init__("b", 4, 5, ask=6)
        self.assertEqual(tick, self.market.MarketTick("b", 4, 5, 6))
        self.refused(TypeError, "MarketTick.ask: expected float, got str", tick.__init__, "c", 7, 8, "x")
        self.assertEqual(tick, self.market.MarketTick("b", 4, 5, 6))


class Defaults(ModuleCase):
    modules = ("everything", "options")

    def required(self):
        e = self.everything
        return dict(
            flag=True,
            tiny=1,
            small=2,
            middle=3,
            large=4,
            utiny=5,
            usmall=6,
            umiddle=7,
            ularge=8,
            single=0.5,
            double=1.5,
            alias=2,
            huge=10**30,
            text="t",
            raw=b"r",
            whatever=None,
            side=e.Side.BUY,
            level=e.Level.LOW,
            leg=e.Leg(1),
            leaf=e.Leaf(),
            legs=[],
            matrix=[[1.0]],
            table={},
            tables={},
            whatevers=[],
            only_by_name=9,
        )

    def test_values(self):
        made = self.everything.Everything(**self.required())
        expected = dict(
            maybe_flag=None,
            maybe_ularge=7,
            maybe_single=0.5,
            maybe_side=self.everything.Side.SELL,
            absent_flag=...,
            absent_number=3,
            absent_null=...,
            boxed_flag=True,
            boxed_number=-5,
            boxed_double=2.5,
            fresh_list=[1.0, 2.0],
            fresh_dict={"a": [1], "b": []},
            fresh_any={"a": [1, 2.5, None]},
            level_default=self.everything.Level.HIGH,
            fresh_sides=[self.everything.Side.BUY, self.everything.Side.SELL],
            raw_default=b"\x00\x01\xff",
            text_default="tab\t, quote \", 'single', back\\slash, \u20ac and \U0001f600",
            large_default=2**64 - 1,
            fixed=1.5,
            named_default="named",
            renamed=0,
            class_="",
        )
        self.assertEqual({name: getattr(made, name) for name in expected}, expected)
        self.assertEqual([type(x) for x in made.fresh_list], [float, float])

    def test_mutable_ones_are_fresh(self):
        first, second = (self.everything.Everything(**self.required()) for _ in range(2))
        for name in ("fresh_list", "fresh_dict", "fresh_any", "fresh_sides"):
            self.assertEqual(getattr(first, name), getattr(second, name))
            self.assertIsNot(getattr(first, name), getattr(second, name))
        first.fresh_dict["a"].append(2)
        first.fresh_any["a"].append(2)
        third = self.everything.Everything(**self.required())
        self.assertEqual(second, third)
        decoded = self.everything.Everything.from_json(
            b"{" + first.to_json()[1:].split(b',"fresh_list"')[0] + b',"only_by_name":9}'
        )
        self.assertEqual(decoded.fresh_dict, {"a": [1], "b": []})


class Signatures(ModuleCase):
    modules = ("market", "employee", "options", "everything", "vehicle", "chains", "scalars")

    def test_text(self):
        self.assertEqual(
            str(inspect.signature(self.market.MarketTick)),
            "(symbol: str, timestamp: float, bid: float, ask: float) -> None",
        )
        self.assertEqual(
            str(inspect.signature(self.options.Named)), "(c: float, *, a: int, b: str = 'b') -> None"
        )
        self.assertEqual(str(inspect.signature(self.options.Empty)), "() -> None")
        self.assertEqual(
            str(inspect.signature(self.vehicle.Car)),
            "(plate: str, wheels: int, mass: float, seats: int = 5, electric: bool = False, "
            "range: float | None = None) -> None",
        )
        text = str(inspect.signature(self.employee.Employee))
        self.assertIn("status: employee.Status = <Status.ACTIVE: 'active'>", text)
        self.assertIn("manager: employee.Employee | None = None", text)
        self.assertIn("skills: list[str] = <factory>, phone: dict[str, str] = <factory>", text)
        text = str(inspect.signature(self.scalars.Of_Any))
        self.assertIn(
            "absent: Union[Any, ellipsis] = Ellipsis" if "Union" in text else "ellipsis = Ellipsis", text
        )

    def test_annotations(self):
        self.assertEqual(
            self.market.MarketTick.__annotations__,
            {"symbol": str, "timestamp": float, "bid": float, "ask": float},
        )
        self.assertEqual(list(self.vehicle.Car.__annotations__), ["seats", "electric", "range"])
        found = self.everything.Everything.__annotations__
        expected = {
            "flag": bool,
            "huge": int,
            "raw": bytes,
            "whatever": typing.Any,
            "side": self.everything.Side,
            "legs": list[self.everything.Leg],
            "matrix": list[list[float]],
            "tables": dict[str, dict[str, list[self.everything.Side]]],
            "maybe_dict": dict[str, self.everything.Leg | None] | None,
            "absent_text": str | types.EllipsisType,
            "absent_null": float | None | types.EllipsisType,
        }
        self.assertEqual({name: found[name] for name in expected}, expected)
        self.assertEqual(typing.get_type_hints(self.chains.Tree)["children"], list[self.chains.Tree])
        self.assertEqual(self.options.Same.__annotations__, {})
        self.assertEqual(self.options.Empty.__annotations__, {})

    def test_match_args(self):
        self.assertEqual(
            self.vehicle.Car.__match_args__, ("plate", "wheels", "mass", "seats", "electric", "range")
        )
        self.assertEqual(self.options.Named.__match_args__, ("c",))
        self.assertEqual(self.options.Empty.__match_args__, ())
        match self.vehicle.Car("p", 4, 1.0):
            case self.vehicle.Car(plate, wheels, seats=seats):
                self.assertEqual((plate, wheels, seats), ("p", 4, 5))

    def test_slots(self):
        self.assertEqual(self.market.MarketTick.__slots__, ("symbol", "timestamp", "bid", "ask"))
        self.assertEqual(self.vehicle.Car.__slots__, ("seats", "electric", "range"))
        self.assertEqual(self.options.Weak.__slots__, ("number", "__weakref__"))
        self.assertEqual(self.options.WithDict.__slots__, ("number", "__dict__"))
        self.assertEqual(self.options.Everywhere.__slots__, ("number", "items", "__weakref__", "__dict__"))
        self.assertEqual(self.options.Twice.__slots__, ("e", "__weakref__"))
        self.assertEqual(self.options.Empty.__slots__, ())

    def test_documentation(self):
        self.assertEqual(self.everything.Leg.__doc__, "One leg of a trade.")
        self.assertIn('with an indentation, and """quotes""".', self.everything.Everything.__doc__)
        self.assertIsNone(self.options.Plain.__doc__)
        self.assertEqual(self.everything.Side.__doc__, "Which side.")
        self.assertEqual(
            self.everything.__doc__,
            "Every type and option at once: \"quotes\", 'single' ones, a backslash \\ and \u20ac signs.",
        )


if __name__ == "__main__":
    unittest.main()
