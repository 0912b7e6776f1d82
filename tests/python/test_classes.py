"""Records as classes: subclassing, slots, sizes, weak references, the collector; the module around them."""

import gc
import os
import subprocess
import sys
import unittest
import weakref

from support import (
    HEADER,
    IMPLEMENTATION,
    IS_C,
    IS_CPYTHON,
    IS_FREE_THREADED,
    MODULES,
    WORD,
    ModuleCase,
    new_module,
    setUpModule,
)

GC_HEAD = 0 if IS_FREE_THREADED else 16


class Module(ModuleCase):
    modules = ("market", "options", "everything")

    def test_slotgen(self):
        facts = self.market.__slotgen__
        self.assertEqual(set(facts), {"implementation", "schema", "version"})
        self.assertEqual((facts["implementation"], facts["version"]), (IMPLEMENTATION, 1))
        self.assertRegex(facts["schema"], "^[0-9a-f]{64}$")
        self.assertNotEqual(facts["schema"], self.options.__slotgen__["schema"])

    def test_all(self):
        self.assertEqual(list(self.market.__all__), ["Side", "MarketTick", "MarketEvent", "ValidationError"])
        self.assertTrue(all(hasattr(self.everything, name) for name in self.everything.__all__))

    def test_names(self):
        for kind in (self.market.MarketTick, self.market.Side, self.market.ValidationError):
            self.assertEqual((kind.__module__, kind.__qualname__), ("market", kind.__name__))
        self.assertTrue(issubclass(self.market.ValidationError, ValueError))

    def test_two_of_one_module_are_apart(self):
        first, second = (new_module("market", IMPLEMENTATION) for _ in range(2))
        self.assertIsNot(first.MarketTick, second.MarketTick)
        tick = first.MarketTick("a", 1, 2, 3)
        self.assertNotEqual(tick, second.MarketTick("a", 1, 2, 3))
        self.refused(
            TypeError,
            "MarketTick[0]: expected MarketTick, got MarketTick",
            second.MarketTick.to_json_array,
            [tick],
        )
        self.assertRaises(first.ValidationError, first.MarketTick.from_dict, {})

    def test_modules_come_and_go(self):
        made = [weakref.ref(new_module("market", IMPLEMENTATION).MarketTick) for _ in range(5)]
        gc.collect()
        self.assertEqual([reference() for reference in made], [None] * 5)


class Enums(ModuleCase):
    modules = ("market", "everything")

    def test_text(self):
        side = self.market.Side
        self.assertEqual([(m.name, m.value) for m in side], [("BUY", "buy"), ("SELL", "sell")])
        self.assertIsInstance(side.BUY, str)
        self.assertEqual(
            (str(side.BUY), f"{side.BUY}", f"{side.BUY:>5}", repr(side.BUY)),
            ("buy", "buy", "  buy", "<Side.BUY: 'buy'>"),
        )
        self.assertIs(side("sell"), side.SELL)
        self.assertEqual(side.BUY, "buy")

    def test_numbers(self):
        level = self.everything.Level
        self.assertIsInstance(level.LOW, int)
        self.assertEqual([m.value for m in level], [1, -2, 2**53 + 1])
        self.assertEqual(level.HIGH + 1, -1)


@unittest.skipUnless(IS_C, "the twin's are made by Python")
class Attributes(ModuleCase):
    modules = ("market", "options", "vehicle", "mixins", "everything")

    def own_fields(self):
        """Each field that is a class's own: with the class, its name and the attribute."""
        for module in (self.market, self.options, self.vehicle, self.everything):
            for kind in map(vars(module).get, module.__all__):
                for name in kind.__dict__.get("__slots__", ()) if hasattr(kind, "json_schema") else ():
                    if not name.startswith("__"):
                        yield kind, name, vars(kind)[name]

    def test_are_descriptors_as_cpython_makes_them(self):
        seen = set()
        for kind, name, attribute in self.own_fields():
            with self.subTest(kind=kind, name=name):
                seen.add(type(attribute).__name__)
                self.assertIs(attribute.__objclass__, kind)
                self.assertEqual((attribute.__name__, attribute.__qualname__), (name, f"{kind.__name__}.{name}"))
                self.assertIs(attribute.__name__, sys.intern(name))
                self.assertIn(f"'{name}' of '{kind.__name__}' objects", repr(attribute))
                self.assertIs(getattr(kind, name), attribute)
                self.assertTrue(gc.is_tracked(attribute))
                with self.assertRaises(TypeError):
                    attribute.__get__(object())
        self.assertEqual(seen, {"getset_descriptor", "member_descriptor"})

    def test_stand_in_the_order_of_the_schema(self):
        own = {}
        for kind, name, _ in self.own_fields():
            own.setdefault(kind, []).append(name)
        for kind, names in own.items():
            self.assertEqual([name for name in vars(kind) if name in names], names)

    def test_of_cached_slots(self):
        fields = self.mixins.Checked.__mro__[2]
        self.assertEqual([name for name in vars(fields) if not name.startswith("_")],
                         ["low", "high", "inner", "span", "middle", "label", "parts"])
        self.assertEqual(fields.span.__qualname__, f"{fields.__name__}.span")

    def test_outlive_the_module_that_made_them(self):
        attribute = new_module("market", IMPLEMENTATION).MarketTick.bid
        gc.collect()
        self.assertEqual(attribute.__get__(attribute.__objclass__("a", 1, 2, 3)), 2.0)


class Subclasses(ModuleCase):
    modules = ("market", "options", "vehicle", "chains", "point3d")

    def test_plain(self):
        class Sub(self.market.MarketTick):
            def spread(self):
                return self.ask - self.bid

        made = Sub("a", 1, 2, 3)
        made.note = "x"
        self.assertEqual((made.spread(), made.note, made.__dict__), (1.0, "x", {"note": "x"}))
        self.assertIs(type(Sub.from_json(made.to_json())), Sub)
        self.refused(TypeError, "MarketTick.bid: expected float, got str", setattr, made, "bid", "x")

    def test_empty_slots(self):
        class Sub(self.market.MarketTick):
            __slots__ = ()

        self.assertFalse(hasattr(Sub("a", 1, 2, 3), "__dict__"))
        with self.assertRaises(AttributeError):
            Sub("a", 1, 2, 3).note = 1

    def test_more_slots(self):
        class Sub(self.market.MarketTick):
            __slots__ = ("note",)

            def __init__(self, *args, note, **options):
                super().__init__(*args, **options)
                self.note = note

        made = Sub("a", 1, 2, ask=3, note="n")
        self.assertEqual((made.note, made.ask), ("n", 3.0))
        self.assertEqual(made.to_json(), b'{"symbol":"a","timestamp":1.0,"bid":2.0,"ask":3.0}')

    def test_other_constructors(self):
        class Sub(self.point3d.Point3D):
            def __init__(self, both):
                super().__init__(both, y=both)

        self.assertEqual((Sub(2).x, Sub(2).y, Sub(2).z), (2.0, 2.0, 0.0))
        other = Sub.from_json(b'{"x":5}')
        self.assertEqual((type(other), other.x, other.y), (Sub, 5.0, 0.0))

    def test_dataclass(self):
        import dataclasses

        @dataclasses.dataclass
        class Sub(self.market.MarketTick):
            extra: int = 0

            def __post_init__(self):
                super().__init__("a", 1, 2, ask=3)

        made = Sub("b", 0, 0, 0, 7)
        self.assertEqual((made.extra, made.ask, Sub("b", 0, 0, 0).extra), (7, 3.0, 0))
        self.assertEqual(made.to_json(), b'{"symbol":"a","timestamp":1.0,"bid":2.0,"ask":3.0}')

    def test_redefined_names_are_the_subclass_s(self):
        class Sub(self.market.MarketTick):
            @property
            def bid(self):
                return -1.0

            @bid.setter
            def bid(self, value):
                self.__dict__["given"] = value

        made = Sub("a", 1, 2, 3)
        made.bid = "not even a float"
        self.assertEqual((made.bid, made.given), (-1.0, "not even a float"))
        self.assertIn(b'"bid":2.0', made.to_json())
        made.ask = 7
        self.assertEqual(made.ask, 7.0)

    def test_final(self):
        for record in (self.options.Final, self.market.MarketEvent):
            with self.assertRaises(TypeError) as caught:
                type("X", (record,), {})
            self.assertEqual(
                str(caught.exception), f"type '{record.__name__}' is not an acceptable base type"
            )

    def test_two_bases(self):
        for bases in [
            (self.options.Plain, self.options.Frozen),
            (self.market.MarketTick, self.vehicle.Car),
            (self.options.Derived, self.options.Other),
            (self.chains.Node, self.chains.Link),
        ]:
            with self.subTest(bases=bases):
                self.refused(
                    TypeError, "multiple bases have instance lay-out conflict", lambda: type("X", bases, {})
                )

    def test_mixins(self):
        class Mixin:
            __slots__ = ()

            def twice(self):
                return 2 * self.bid

        class Sub(Mixin, self.market.MarketTick):
            __slots__ = ()

        self.assertEqual(Sub("a", 1, 2, 3).twice(), 4.0)
        self.assertFalse(hasattr(Sub("a", 1, 2, 3), "__dict__"))

    def test_init_subclass_sees_its_arguments(self):
        seen = []

        class Hook:
            __slots__ = ()

            def __init_subclass__(cls, /, tag=None, **options):
                super().__init_subclass__(**options)
                seen.append(tag)

        class Sub(self.market.MarketTick, Hook, tag="x"):
            pass

        self.assertEqual(seen, ["x"])

    def test_generic(self):
        import typing

        kind = typing.TypeVar("kind")

        class Sub(self.market.MarketTick, typing.Generic[kind]):
            pass

        self.assertEqual(Sub[int]("a", 1, 2, 3).bid, 2.0)

    def test_collected(self):
        class Sub(self.chains.Tree):
            pass

        made = Sub("x")
        made.self = made
        reference = weakref.ref(made)
        del made
        gc.collect()
        self.assertIsNone(reference())
        reference = weakref.ref(Sub)
        del Sub
        gc.collect()
        self.assertIsNone(reference())


class Raw(ModuleCase):
    """T.__new__(T) alone: field values are unspecified, but nothing crashes."""

    modules = ("market", "vehicle", "chains", "options", "everything", "scalars", "point3d")

    def test_robust(self):
        import copy
        import pickle

        for module in (
            self.market,
            self.vehicle,
            self.chains,
            self.options,
            self.everything,
            self.scalars,
            self.point3d,
        ):
            for name in module.__all__:
                record = getattr(module, name)
                if not hasattr(record, "to_json"):
                    continue
                made = record.__new__(record)
                calls = [
                    repr,
                    hash,
                    str,
                    copy.copy,
                    copy.deepcopy,
                    pickle.dumps,
                    record.to_json,
                    record.to_dict,
                    lambda x: x == x,
                    lambda x: x == record.__new__(record),
                    lambda x: x.__reduce_ex__(2),
                    lambda x: x.__replace__(),
                    lambda x: record.to_json_lines([x]),
                    gc.get_referents,
                    sys.getsizeof,
                ]
                calls += [lambda x, field=field: getattr(x, field) for field in record.__slots__]
                for call in calls:
                    try:
                        call(made)
                    except Exception:
                        pass
                for field in record.__slots__:
                    if not field.startswith("__"):
                        try:
                            setattr(made, field, None)
                        except Exception:
                            pass

    def test_any_arguments(self):
        tick = self.market.MarketTick
        tick.__new__(tick, 1, 2, x=3)
        made = tick.__new__(tick)
        made.__init__("a", 1, 2, 3)
        self.assertEqual(made, tick("a", 1, 2, 3))
        with self.assertRaises(TypeError):
            tick.__new__(int)
        if IS_C:
            with self.assertRaises(TypeError):
                tick.__new__(self.vehicle.Car)


@unittest.skipUnless(IS_C, "sizes and the collector's view are promised for C modules")
class Layout(ModuleCase):
    modules = (
        "market",
        "item",
        "telemetry",
        "options",
        "chains",
        "cache",
        "vehicle",
        "point3d",
        "scalars",
        "everything",
        "employee",
    )

    def size(self, record, *args, **options):
        made = record(*args, **options)
        extra = GC_HEAD if gc.is_tracked(made) else 0
        return sys.getsizeof(made) - extra - HEADER

    def test_sizes(self):
        self.assertEqual(self.size(self.market.MarketTick, "a", 1, 2, 3), 32)
        self.assertEqual(self.size(self.item.DataItem, "a", 1, "b"), 24)
        self.assertEqual(self.size(self.telemetry.TelemetryPoint, 1, 2, 3, 4), 32)
        self.assertEqual(self.size(self.point3d.Point3D), 24)
        self.assertEqual(self.size(self.options.Weak, 1), 8 + WORD)
        self.assertEqual(self.size(self.options.Empty), 0)
        if HEADER == 16:
            self.assertEqual(sys.getsizeof(self.market.MarketTick("a", 1, 2, 3)), 48)
            self.assertEqual(sys.getsizeof(self.item.DataItem("a", 1, "b")), 40)

    def test_small_fields_leave_no_holes(self):
        self.assertEqual(self.size(self.scalars.Of_int8, 1), 8 * 5 + 8)
        self.assertEqual(self.market.MarketTick.__basicsize__, HEADER + 32)

    def test_untracked(self):
        event = self.market.MarketEvent("a", 1, self.market.Side.BUY, 2)
        for made in (
            self.market.MarketTick("a", 1, 2, 3),
            event,
            self.item.DataItem("a", 1, "b"),
            self.options.Weak(1),
            self.point3d.Point3D(),
            self.options.Untracked([]),
            self.chains.Link(),
            self.everything.Leaf(),
            self.cache.CacheEntry("k", b"", 1),
            self.vehicle.Car("p", 4, 1),
            self.options.Empty(),
        ):
            with self.subTest(made):
                self.assertFalse(gc.is_tracked(made))

    def test_tracked(self):
        for made in (
            self.chains.Tree(),
            self.chains.Node(),
            self.options.Tracked(1),
            self.options.Derived(1),
            self.everything.Holder(None),
            self.options.WeakTracked(None),
            self.employee.Employee(1, "n", "d", 1),
        ):
            with self.subTest(made):
                self.assertTrue(gc.is_tracked(made))

    def test_cycles_are_collected(self):
        made = self.options.WeakTracked(None)
        made.any = [made]
        reference = weakref.ref(made)
        del made
        gc.collect()
        self.assertIsNone(reference())

    def test_referents(self):
        child = self.chains.Tree("child")
        found = gc.get_referents(self.chains.Tree("t", child))
        self.assertTrue(any(item is child for item in found))

    def test_immutable_types(self):
        for name, value in [("__init__", None), ("bid", 5), ("new", 1), ("__doc__", "x"), ("__eq__", None)]:
            with self.subTest(name), self.assertRaises(TypeError):
                setattr(self.market.MarketTick, name, value)
        with self.assertRaises(TypeError):
            del self.market.MarketTick.bid

    def test_class_assignment(self):
        class One(self.market.MarketTick):
            __slots__ = ()

        class Two(self.market.MarketTick):
            __slots__ = ()

        made = One("a", 1, 2, 3)
        made.__class__ = Two
        self.assertIs(type(made), Two)
        with self.assertRaises(TypeError):
            self.market.MarketTick("a", 1, 2, 3).__class__ = self.vehicle.Car


class WeakReferences(ModuleCase):
    modules = ("options", "cache", "market")

    @unittest.skipUnless(IS_CPYTHON, "every object of PyPy can be weakly referenced")
    def test_only_where_opted_in(self):
        with self.assertRaises(TypeError):
            weakref.ref(self.market.MarketTick("a", 1, 2, 3))

    def test_references_and_callbacks(self):
        for make in (
            lambda: self.options.Weak(1),
            lambda: self.options.WeakTracked([]),
            lambda: self.options.Twice(1),
            lambda: self.options.Everywhere(1),
        ):
            seen = []
            made = make()
            reference = weakref.ref(made, seen.append)
            self.assertIs(reference(), made)
            del made
            gc.collect()
            self.assertIsNone(reference())
            self.assertEqual(seen, [reference])

    def test_value_dictionary(self):
        entries = weakref.WeakValueDictionary()
        kept = self.cache.CacheEntry("kept", b"", 1)
        entries["kept"] = kept
        entries["gone"] = self.cache.CacheEntry("gone", b"", 1)
        gc.collect()
        self.assertEqual(list(entries), ["kept"])

    def test_subclasses(self):
        class Sub(self.options.Weak):
            pass

        class Plain(self.options.Plain):
            pass

        for made in (Sub(1), Plain(1)):
            self.assertIs(weakref.ref(made)(), made)


CHOOSE = """
import sys
sys.path.insert(0, {folder!r})
import market
print(market.__slotgen__["implementation"], market.__file__, sorted(m for m in sys.modules if "market" in m))
import pickle
tick = pickle.loads(pickle.dumps(market.MarketTick("a", 1, 2, 3)))
print(tick == market.MarketTick("a", 1, 2, 3), market.MarketTick.__module__, market.__doc__ is not None)
"""


@unittest.skipUnless(IS_C, "it is the compiled module that loads its twin")
class Choice(unittest.TestCase):
    def run_with(self, **environment):
        result = subprocess.run(
            [sys.executable, "-B", "-c", CHOOSE.format(folder=str(MODULES))],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout.splitlines()

    def test_compiled(self):
        first, second = self.run_with()
        self.assertTrue(first.startswith("c "), first)
        self.assertEqual(second, "True market True")

    def test_twin_on_demand(self):
        first, second = self.run_with(SLOTGEN_IMPLEMENTATION="python")
        self.assertTrue(first.startswith("python "), first)
        self.assertEqual(second, "True market True")

    def test_other_values_mean_nothing(self):
        self.assertTrue(self.run_with(SLOTGEN_IMPLEMENTATION="c")[0].startswith("c "))
        self.assertTrue(self.run_with(SLOTGEN_IMPLEMENTATION="")[0].startswith("c "))


INSIDE = """
import sys
sys.path.insert(0, {folder!r})
sys.dont_write_bytecode = True
import importlib.machinery, importlib.util
sys.path.insert(0, {tests!r})
import support
market, chains = support.load("market", {implementation!r}), support.load("chains", {implementation!r})
tick = market.MarketTick("a", 1, 2, 3)
assert market.MarketTick.from_json(tick.to_json()) == tick
assert repr(tick) == "MarketTick(symbol='a', timestamp=1.0, bid=2.0, ask=3.0)"
try:
    market.MarketTick.from_json("{{")
except ValueError as error:
    assert error.pos == 1
else:
    raise AssertionError
tree = chains.Tree("t"); tree.parent = tree
"""


@unittest.skipUnless(IS_CPYTHON, "sub-interpreters are CPython's")
class Interpreters(unittest.TestCase):
    def make(self):
        """(create, run, destroy) of this version of Python."""
        try:
            import _interpreters as interpreters
        except ImportError:
            try:
                import _xxsubinterpreters as interpreters
            except ImportError:
                self.skipTest("no module for sub-interpreters")
        return interpreters

    def test_in_several(self):
        interpreters = self.make()
        code = INSIDE.format(
            folder=str(MODULES),
            tests=os.path.dirname(os.path.abspath(__file__)),
            implementation=IMPLEMENTATION,
        )
        for _ in range(3):
            made = interpreters.create()
            try:
                failure = interpreters.run_string(made, code)
                self.assertIsNone(failure)
            finally:
                interpreters.destroy(made)


if __name__ == "__main__":
    unittest.main()
