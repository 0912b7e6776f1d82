"""Mixins: Python classes in front of records, and what they may define."""

import abc
import copy
import gc
import inspect
import pickle
import sys
import types
import typing
import unittest
import unittest.mock
import weakref

import mixin_classes
from support import (
    HEADER,
    IMPLEMENTATION,
    IS_C,
    WORD,
    ModuleCase,
    installed,
    new_module,
    setUpModule,
)


class Classes(ModuleCase):
    modules = ("mixins",)

    def test_order_of_methods(self):
        m = self.mixins
        behind = m._PlainFields
        self.assertEqual(m.Plain.__mro__[:3], (m.Plain, mixin_classes.Doubles, behind))
        self.assertEqual(
            [cls.__name__ for cls in m.Truck.__mro__][:6],
            ["Truck", "Trucks", "_TruckFields", "Vehicle", "Vehicles", "_VehicleFields"],
        )
        self.assertEqual(m.Car.__bases__, (m.Vehicle,))
        self.assertEqual(m.Plain.__bases__, (mixin_classes.Doubles, m._PlainFields))
        self.assertIs(type(m.Plain), type)

    def test_names(self):
        m = self.mixins
        self.assertEqual((m.Plain.__name__, m.Plain.__qualname__, m.Plain.__module__), ("Plain", "Plain", "mixins"))
        self.assertEqual(m._PlainFields.__name__, "_PlainFields")
        self.assertNotIn("_PlainFields", m.__all__)
        self.assertEqual(m.Plain.__doc__, "Nothing but a method comes from the mixin.")

    def test_what_classes_show(self):
        m = self.mixins
        self.assertEqual(m.Plain.__slots__, ("x", "y"))
        self.assertEqual(m.Tree.__slots__, ("name", "children", "size", "leaves", "__weakref__"))
        self.assertEqual(m.Car.__slots__, ("doors", "area"))
        self.assertEqual(m.Loose.__slots__, ("name", "__dict__"))
        self.assertEqual(m.Tree.__match_args__, ("name", "children"))
        self.assertEqual(m.Plain.__annotations__, {"x": float, "y": float})
        self.assertEqual(typing.get_type_hints(m.Car), {"wheels": int, "seats": int, "doors": int})
        self.assertEqual(str(inspect.signature(m.Plain)), "(x: float, y: float = 2.0) -> None")
        self.assertEqual(list(inspect.signature(m.Own).parameters), ["args", "options"])

    def test_methods(self):
        m = self.mixins
        made = m.Plain(1.5)
        self.assertEqual(repr(made.doubled()), "Plain(x=3.0, y=4.0)")
        self.assertEqual(made.sum, 3.5)
        self.assertEqual(m.Plain.origin(), m.Plain(0.0, 0.0))
        self.assertEqual(m.Ping().name(), "Ping")

    def test_errors_of_calls(self):
        plain = self.mixins.Plain
        self.refused(TypeError, "Plain.__init__() missing 1 required positional argument: 'x'", plain)
        self.refused(
            TypeError, "Plain.__init__() takes from 2 to 3 positional arguments but 4 were given", plain, 1, 2, 3
        )
        self.refused(TypeError, "Plain.x: expected float, got str", plain, "a")

    def test_records_without_fields(self):
        ping = self.mixins.Ping
        self.assertEqual((repr(ping()), ping().to_json(), ping.from_json("{}")), ("Ping()", b"{}", ping()))
        self.assertEqual(pickle.loads(pickle.dumps(copy.copy(ping()))), ping())

        class Other:
            __slots__ = ()

        class Mixed(Other, ping):
            pass

        made = Mixed()
        self.assertEqual(made.to_json(), b"{}")
        self.assertIs(type(Mixed.from_json("{}")), Mixed)
        self.assertIs(type(copy.deepcopy(made)), Mixed)

    def test_everything_that_a_mixin_defines(self):
        own = self.mixins.Own(1, 5)
        self.assertEqual(own.x, 2)
        self.assertEqual((repr(own), str(own), hash(own)), ("<Own(x=2, y=5)>", "own", 17))
        self.assertEqual((own == own, own < own, len(own), list(own)), ("equal", "less", 3, [2, 5]))
        self.assertEqual((own[5], 4 in own, 5 in own, own(1, 2)), (5, True, False, (1, 2)))
        self.assertEqual((own + 1, 1 + own, own.foo), (("add", 1), ("radd", 1), "no foo"))
        with own as entered:
            self.assertEqual(entered, "entered")
        own.x = 5
        self.assertEqual(own.x, 10)
        self.assertEqual(own.to_dict(), {"own": {"x": 10, "y": 5}})
        self.assertEqual(own.to_json(), b'{"x":10,"y":5}')
        self.refused(OverflowError, f"Own.x: {2**63} is out of range for int64", setattr, own, "x", 2**62)

    def test_methods_put_there_later(self):
        plain, doubles = self.mixins.Plain, mixin_classes.Doubles
        fields = self.mixins._PlainFields
        doubles.__init__ = lambda self, x: fields.__init__(self, x * 100)
        try:
            self.assertEqual(plain(1.0).x, 100.0)
        finally:
            del doubles.__init__
        self.assertEqual(plain(1.0).x, 1.0)
        doubles.__repr__ = lambda self: "later"
        try:
            self.assertEqual(repr(plain(1.0)), "later")
        finally:
            del doubles.__repr__
        self.assertEqual(repr(plain(1.0)), "Plain(x=1.0, y=2.0)")
        plain.__hash__ = lambda self: 5
        try:
            self.assertEqual(hash(plain(1.0)), 5)
        finally:
            plain.__hash__ = None

    def test_a_property_over_a_field(self):
        made = self.mixins.Shadowed(1, 2)
        self.assertEqual((made.level, repr(made)), (10, "Shadowed(level=1, other=2)"))
        self.refused(LookupError, "level 4", setattr, made, "level", 4)
        made.other = 3
        self.refused(AttributeError, "Shadowed.other: cannot delete a field", delattr, made, "other")
        self.assertEqual(made.to_json(), b'{"level":1,"other":3}')
        self.assertEqual(made.__replace__(other=5).to_dict(), {"level": 1, "other": 5})

    def test_below_a_base_with_a_mixin(self):
        m = self.mixins
        car, truck, bike = m.Car(4), m.Truck(6, 2, 1.0), m.Bike(2)
        self.assertEqual([repr(made) for made in (car, truck, bike)], ["Car!", "Truck!", "Bike!"])
        self.assertEqual(car.summary, "Car with 4 wheels")
        self.assertEqual(truck.summary, "truck: Truck with 6 wheels")
        self.assertEqual(bike.seats, 2)
        self.assertTrue(car == m.Car(3))
        self.assertFalse(car == m.Vehicle(4))
        self.refused(TypeError, "type 'Truck' is not an acceptable base type", type, "T", (m.Truck,), {})
        self.assertEqual(m.Car.from_json(car.to_json()).to_dict(), {"wheels": 4, "seats": 1, "doors": 4})

    def test_subclasses_are_announced(self):
        announced = [cls.__name__ for cls in mixin_classes.announced if cls.__module__ == "mixins"]
        expected = ["Vehicle", "Car", "_TruckFields", "Truck", "_BikeFields", "Bike"]
        self.assertEqual(announced[: len(expected)], expected)

    def test_python_subclasses(self):
        m = self.mixins

        class Sub(m.Plain):
            __slots__ = ("z",)

            def __init__(self, x):
                super().__init__(x, x)
                self.z = x

        class Both(m.Plain, mixin_classes.Named):
            pass

        made = Sub(3.0)
        self.assertEqual((made.x, made.y, made.z, made.sum), (3.0, 3.0, 3.0, 6.0))
        self.assertEqual(copy.copy(made).z, 3.0)
        self.assertEqual(Both(1.0).name(), "Both")
        self.assertEqual(type(Both.from_json('{"x":1}')), Both)
        text = "multiple bases have instance lay-out conflict"
        self.refused(TypeError, text, type, "X", (m.Plain, m.Vehicle), {})

    def test_methods_of_a_bases_mixin(self):
        """A record that extends one with a mixin has nothing of its own in front of what that defines."""
        for name in ("__copy__", "__reduce_ex__", "to_json"):
            setattr(self.mixins.Vehicle, name, lambda self, *args: name)
            try:
                for made in (self.mixins.Car(4), self.mixins.Bike(2)):
                    self.assertEqual(getattr(made, name)(), name)
            finally:
                delattr(self.mixins.Vehicle, name)
        self.assertEqual(copy.copy(self.mixins.Car(4)), self.mixins.Car(4))

    @unittest.skipUnless(IS_C, "in the twin it is a class like others")
    def test_the_class_behind_has_no_instances(self):
        behind = self.mixins._PlainFields
        text = "cannot create '_PlainFields' instances"
        self.refused(TypeError, text, behind, 1.0)
        self.refused(TypeError, text, behind.__new__, behind)
        self.refused(TypeError, "_PlainFields is no record", behind.from_json, "{}")
        for behind in (behind, self.mixins._TruckFields, self.mixins._BikeFields):
            below = type("Below", (behind,), {"__slots__": ()})
            self.refused(TypeError, "cannot create 'Below' instances", below, 1)
            self.refused(TypeError, "Below is no record", below.from_json, "{}")

    def test_as_fields(self):
        m = self.mixins
        text = '{"plain":{"x":1.0,"y":2.0},"handle":{"name":"h"},"checked":[{"low":1,"high":2,"inner":null}]}'
        holder = m.Holder.from_json(text)
        self.assertEqual(holder.plain.sum, 3.0)
        self.assertEqual(holder.to_json().decode(), text)
        self.refused(TypeError, "Holder.plain: expected Plain, got Vehicle", m.Holder, m.Vehicle(1), None)
        self.assertEqual(copy.deepcopy(holder).to_json().decode(), text)


class Life(ModuleCase):
    modules = ("mixins",)

    @unittest.skipUnless(IS_C, "of C records")
    def test_sizes(self):
        m = self.mixins
        for made, size in (
            (m.Plain(1.0), 16),
            (m.Ping(), 0),
            (m.Handle("a"), 8),
            (m.Own(1), 16),
            (m.Vehicle(1), 16),
            (m.Car(1), 24),
            (m.Truck(1), 24),
            (m.Bike(1), 16),
        ):
            with self.subTest(made.to_dict()):
                self.assertEqual(sys.getsizeof(made), HEADER + size)
                self.assertFalse(gc.is_tracked(made))
                self.assertFalse(gc.is_tracked(copy.copy(made)))
                self.assertFalse(gc.is_tracked(type(made).from_json(made.to_json())))
        for made in (m.Tree("a"), m.Loose("a"), m.Checked(1, 2)):
            self.assertTrue(gc.is_tracked(made))
            self.assertTrue(gc.is_tracked(type(made).from_json(made.to_json())))

    def test_destructors(self):
        closed = mixin_classes.closed
        gc.collect()  # what other tests left
        for record in (self.mixins.Loose, self.mixins.Handle):
            closed.clear()
            made = record("one")
            made = record.from_json('{"name":"two"}')
            self.assertEqual(closed, ["one"])
            del made
            gc.collect()
            self.assertEqual(closed, ["one", "two"])
        looped = self.mixins.Loose("loop")
        looped.me = looped
        del looped
        gc.collect()
        self.assertEqual(closed, ["one", "two", "loop"])

        class Sub(self.mixins.Loose):
            pass

        Sub("sub")
        gc.collect()
        self.assertEqual(closed, ["one", "two", "loop", "sub"])
        closed.clear()

    def test_weak_references(self):
        made = self.mixins.Tree("a")
        there = weakref.ref(made)
        self.assertIs(there(), made)
        del made
        gc.collect()
        self.assertIsNone(there())

    def test_copies_and_pickles(self):
        m = self.mixins
        for made in (m.Plain(1.5), m.Tree("a", [m.Tree("b")]), m.Checked(1, 2), m.Car(4, 2, 3), m.Truck(6)):
            for other in (
                copy.copy(made),
                copy.deepcopy(made),
                pickle.loads(pickle.dumps(made)),
                made.__replace__(),
                type(made).from_dict(made.to_dict()),
            ):
                self.assertIs(type(other), type(made))
                self.assertEqual(other.to_json(), made.to_json())

    def test_modules_can_be_freed(self):
        def one():
            module = new_module("mixins", IMPLEMENTATION)
            with installed(module):
                made = module.Tree("a", [module.Tree("b")])
                self.assertEqual(made.size, 2)
            return weakref.ref(module.Tree)

        gone = one()
        mixin_classes.announced[:] = [
            cls for cls in mixin_classes.announced if cls.__module__ != "mixins" or cls is self.mixins.Vehicle
        ]
        for _ in range(3):
            gc.collect()
        self.assertIsNone(gone())


class Schemas(ModuleCase):
    """The mixins of schemas/."""

    modules = ("point3d", "account")

    def test_points(self):
        point = self.point3d.Point3D
        made = point(1, 2, 3)
        self.assertEqual(made.distance_to(point(4, 6, 3)), 5.0)
        self.assertEqual(made.translate(dz=-3), point(1, 2, 0))
        self.assertEqual(made, point(1, 2, 3))
        self.assertEqual({made: 1}[point(1, 2, 3)], 1)
        if IS_C:
            self.assertEqual(sys.getsizeof(made), HEADER + 3 * WORD)
            self.assertFalse(gc.is_tracked(made))

    def test_accounts(self):
        account = self.account.Account("DE02", "Ada", 1050)
        self.assertEqual(account.summary, "DE02 (Ada): 10.50")
        account.deposit(250)
        self.assertEqual((account.balance, account.summary), (1300, "DE02 (Ada): 13.00"))
        account.withdraw(1300)
        text = "Account.balance: -1 is not >= 0"
        self.refused(ValueError, text, account.withdraw, 1)
        self.refused(ValueError, text, setattr, account, "balance", -1)
        self.refused(ValueError, text, self.account.Account, "DE02", "Ada", -1)
        self.refused(ValueError, "cannot deposit 0", account.deposit, 0)
        self.assertEqual((account.balance, account.summary), (0, "DE02 (Ada): 0.00"))
        words = "cannot assign to a read-only field"
        self.refused(AttributeError, f"Account.number: {words}", setattr, account, "number", "x")
        self.refused(AttributeError, "Account.summary: cannot assign to a cached slot", setattr, account, "summary", "")
        self.assertEqual(account.to_json(), b'{"number":"DE02","owner":"Ada","balance":0}')


class Base:
    __slots__ = ()


class Given(unittest.TestCase):
    """What may be a mixin, and what is said of the rest when the module is imported."""

    def import_with(self, given=None, base=Base):
        module = types.ModuleType("given_classes")
        if base is not None:
            module.Base = base
        if given is not None:
            module.Given = given
        with installed(module):
            return new_module("mixin_given", IMPLEMENTATION)

    def refused(self, reason, given=None, base=Base, record="Given"):
        with self.assertRaises(ImportError) as caught:
            self.import_with(given, base)
        text = str(caught.exception)
        prefix = f"{record}: cannot use the mixin 'given_classes:{record}': "
        self.assertEqual(text[: len(prefix)], prefix)
        self.assertEqual(text[len(prefix) :], reason)
        return caught.exception

    @staticmethod
    def made(*bases, **names):
        return type("Given", bases, {"__slots__": (), "_compute_total": lambda self: self.x + self.y, **names})

    def test_accepted(self):
        module = self.import_with(self.made())
        self.assertEqual(module.Given(1, 2).total, 3)
        self.assertEqual(module.Below(1, 2).total, 3)
        self.import_with(self.made(Base))
        T = typing.TypeVar("T")

        class Generic(typing.Generic[T]):
            __slots__ = ()
            _compute_total = len

        self.import_with(Generic)

    def test_not_there(self):
        error = self.refused("module 'given_classes' has no attribute 'Given'")
        self.assertIs(type(error.__cause__), AttributeError)
        with unittest.mock.patch.dict(sys.modules, {"given_classes": None}):
            with self.assertRaises(ImportError) as caught:
                new_module("mixin_given", IMPLEMENTATION)
        self.assertEqual(
            str(caught.exception),
            "Base: cannot use the mixin 'given_classes:Base': "
            "import of given_classes halted; None in sys.modules",
        )
        self.assertIs(type(caught.exception.__cause__), ModuleNotFoundError)

    def test_no_class(self):
        self.refused("it is no class, but of type int", given=5)
        self.refused("it is no class, but of type builtin_function_or_method", given=len)

    def test_metaclass(self):
        class Abstract(abc.ABC):
            __slots__ = ()

        self.refused("its metaclass is ABCMeta, not type", given=Abstract)

    def test_dict(self):
        class Loose:
            pass

        self.refused("instances would have a __dict__, because Loose has no '__slots__ = ()'", given=Loose)
        given = self.made(Loose)
        self.refused("instances would have a __dict__, because Loose has no '__slots__ = ()'", given=given)
        self.refused(
            "instances would have a __dict__, because Loose has no '__slots__ = ()'", base=Loose, record="Base"
        )

    def test_weakref(self):
        class Weak:
            __slots__ = ("__weakref__",)

        self.refused("instances would have a __weakref__, because Weak has no '__slots__ = ()'", given=Weak)

    def test_slots(self):
        class Wide:
            __slots__ = ("a",)

        self.refused("instances would have what Wide has beside their own fields", given=Wide)
        self.refused("instances would have what Wide has beside their own fields", given=self.made(Wide))
        self.refused("instances would have what int has beside their own fields", given=int)

    def test_a_record(self):
        module = self.import_with(self.made())
        behind = module._BaseFields
        self.refused(f"instances would have what {behind.__name__} has beside their own fields", given=module.Base)

    def test_no_way_to_compute(self):
        self.refused("it has no _compute_total(self) for the cached slot 'total'", given=type("Given", (), {"__slots__": ()}))

    def test_a_base_that_forgets_the_next(self):
        class Alone:
            __slots__ = ()

            def __init_subclass__(cls):
                pass

        module = self.import_with(self.made(), Alone)
        self.assertEqual(module.Below(1, 2).total, 3)
        self.assertEqual(module.Below.from_json('{"x":5}').to_dict(), {"x": 5, "y": 0})

    def test_an_instance_too_early(self):
        class Early:
            __slots__ = ()

            def __init_subclass__(cls):
                try:
                    cls(1)
                except (TypeError, AttributeError):
                    pass

        self.assertEqual(self.import_with(self.made(), Early).Below(1).x, 1)

    def test_other_errors_pass(self):
        class Raises:
            __slots__ = ()

            def __init_subclass__(cls):
                raise KeyError("no")

        with self.assertRaises(KeyError):
            self.import_with(self.made(), Raises)

    def test_new_and_init(self):
        class Counts:
            __slots__ = ()
            count = []

            def __new__(cls, *args, **options):
                Counts.count.append(cls.__name__)
                return super().__new__(cls)

        module = self.import_with(self.made(), Counts)
        self.assertEqual((module.Base(1).x, module.Given(2).x, module.Below(3).x), (1, 2, 3))
        self.assertEqual(Counts.count, ["Base", "Given", "Below"])
        module.Base.from_json('{"x":1}')
        self.assertEqual(len(Counts.count), 3)


if __name__ == "__main__":
    unittest.main()
