"""Fields: every way in is checked, what is refused changes nothing, what cannot be assigned says so."""

import unittest

from support import IS_C, ModuleCase, setUpModule


class Assignment(ModuleCase):
    modules = (
        "market",
        "vehicle",
        "employee",
        "everything",
        "options",
        "chains",
        "cache",
        "point3d",
        "scalars",
    )

    def test_native_values_are_exact(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        tick.bid = 7
        self.assertEqual((tick.bid, type(tick.bid)), (7.0, float))
        car = self.vehicle.Car("p", 4, 0.1)
        self.assertEqual(car.mass, 0.10000000149011612)
        car.range = 16777217
        self.assertEqual(car.range, 16777216.0)
        car.range = None
        self.assertIsNone(car.range)

    def test_names_the_record_assigned_to(self):
        car = self.vehicle.Car("p", 4, 1)
        self.refused(OverflowError, "Car.wheels: 256 is out of range for uint8", setattr, car, "wheels", 256)
        sub = type("Mine", (self.vehicle.Car,), {"__slots__": ()})("p", 4, 1)
        self.refused(TypeError, "Car.seats: expected int, got str", setattr, sub, "seats", "x")
        self.assertEqual((car.wheels, sub.seats), (4, 5))

    def test_paths_into_containers(self):
        e = self.everything
        made = self.chains.Tree("root")
        self.refused(
            TypeError, "Tree.children[1]: expected Tree, got int", setattr, made, "children", [made, 1]
        )
        self.refused(TypeError, "Tree.children: expected list, got tuple", setattr, made, "children", ())
        self.refused(TypeError, "Tree.parent: expected Tree | None, got str", setattr, made, "parent", "x")
        self.assertEqual((made.children, made.parent), ([], None))
        words = e.Words()
        self.refused(TypeError, "Words.words[0]: expected Word, got str", setattr, words, "words", ["\u20ac"])
        self.refused(TypeError, "Words.word: expected Word, got str", setattr, words, "word", "\u20ac")
        self.refused(TypeError, "Words.level: expected Level | None, got int", setattr, words, "level", 1)
        words.word = e.Word.EURO
        self.assertIs(words.word, e.Word.EURO)

    def test_paths_into_nested_containers(self):
        made = self.scalars.Of_int16(1)
        cases = [
            ({"a": [1, None, "x"]}, "Of_int16.nested['a'][2]: expected int | None, got str"),
            ({"a": (1,)}, "Of_int16.nested['a']: expected list, got tuple"),
            ({"it's": [40000]}, 'Of_int16.nested["it\'s"][0]: 40000 is out of range for int16'),
            ([], "Of_int16.nested: expected dict | None, got list"),
            ({1: []}, "Of_int16.nested: expected str as key, got int"),
        ]
        for value, text in cases:
            with self.subTest(text):
                category = OverflowError if "range" in text else TypeError
                self.refused(category, text, setattr, made, "nested", value)
        self.assertIsNone(made.nested)

    def test_containers_are_kept(self):
        children, skills = [], ["a"]
        tree = self.chains.Tree("t", None, children)
        self.assertIs(tree.children, children)
        employee = self.employee.Employee(1, "n", "d", 1, skills=skills)
        self.assertIs(employee.skills, skills)
        for kind in (type("List", (list,), {}), tuple):
            self.refused(
                TypeError,
                f"Tree.children: expected list, got {kind.__name__}",
                setattr,
                tree,
                "children",
                kind(),
            )
        self.refused(
            TypeError,
            "Employee.phone: expected dict, got Dict",
            setattr,
            employee,
            "phone",
            type("Dict", (dict,), {})(),
        )

    def test_record_fields_take_subclasses(self):
        sub = type("Sub", (self.chains.Tree,), {})("child")
        tree = self.chains.Tree("t", sub, [sub])
        self.assertIs(tree.parent, sub)
        base = self.options.Derived(1, 2, 3, [self.options.Derived(1)])
        self.assertEqual(len(base.d), 1)

    def test_delete(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        for name in ("symbol", "bid"):
            self.refused(AttributeError, f"MarketTick.{name}: cannot delete a field", delattr, tick, name)
        point = self.point3d.Point3D()
        self.refused(AttributeError, "Point3D.x: cannot delete a field", delattr, point, "x")
        entry = self.cache.CacheEntry("k", b"", 1)
        self.refused(AttributeError, "CacheEntry.key: cannot delete a field", delattr, entry, "key")
        self.assertEqual(repr(tick), "MarketTick(symbol='a', timestamp=1.0, bid=2.0, ask=3.0)")

    def test_frozen_and_readonly(self):
        point = self.point3d.Point3D(1)
        words = "Point3D.x: cannot assign to a field of a frozen record"
        self.refused(AttributeError, words, setattr, point, "x", 2.0)
        self.refused(AttributeError, words, setattr, point, "x", "nonsense")
        entry = self.cache.CacheEntry("k", b"", 1)
        self.refused(
            AttributeError, "CacheEntry.key: cannot assign to a read-only field", setattr, entry, "key", "x"
        )
        entry.hits = 3
        self.assertEqual((point.x, entry.key, entry.hits), (1.0, "k", 3))

    def test_unknown_attributes(self):
        for record in (self.market.MarketTick("a", 1, 2, 3), self.point3d.Point3D()):
            with self.assertRaises(AttributeError) as caught:
                record.other = 1
            self.assertIn(f"'{type(record).__name__}' object has no attribute 'other'", str(caught.exception))
            with self.assertRaises(AttributeError):
                record.other
            with self.assertRaises(AttributeError):
                del record.other
            self.assertFalse(hasattr(record, "__dict__"))

    def test_every_value_of_an_optional_is_its_own(self):
        made = self.scalars.Of_int8(1, 2, 3)
        made.optional = None
        self.assertEqual((made.plain, made.optional, made.absent), (1, None, 3))
        made.boxed = -128
        made.optional = 127
        made.absent = ...
        self.assertEqual((made.plain, made.optional, made.absent, made.boxed), (1, 127, ..., -128))

    def test_checks_that_run_user_code(self):
        tick = self.market.MarketTick("a", 1, 2, 3)

        class Sly:
            def __float__(self):
                tick.bid = 9.0
                raise KeyError("sly")

        with self.assertRaises(KeyError):
            tick.bid = Sly()
        self.assertEqual(tick.bid, 9.0)

    @unittest.skipUnless(IS_C, "a twin cannot prevent this")
    def test_no_way_around_the_checks(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        for name in ("symbol", "bid"):
            with self.assertRaises((AttributeError, TypeError)):
                object.__setattr__(tick, name, None)
            with self.assertRaises((AttributeError, TypeError)):
                type(tick).__dict__[name].__set__(tick, None)
            with self.assertRaises((AttributeError, TypeError)):
                object.__delattr__(tick, name)
        self.assertEqual(tick, self.market.MarketTick("a", 1, 2, 3))


class OldValues(ModuleCase):
    """Releasing an old value can run any code; by then the new one is in place."""

    modules = ("scalars",)

    def test_destructors_see_the_new_value(self):
        seen = []

        class Loud:
            def __del__(self):
                seen.append(made.plain)

        made = self.scalars.Of_Any(Loud())
        made.plain = "new"
        self.assertEqual(seen, ["new"])

    def test_destructors_may_assign(self):
        class Loud:
            def __del__(self):
                made.plain = "from the destructor"

        made = self.scalars.Of_Any(Loud())
        made.plain = "new"
        self.assertEqual(made.plain, "from the destructor")


if __name__ == "__main__":
    unittest.main()
