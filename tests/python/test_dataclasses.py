"""Records as dataclasses: dataclasses.fields and its like, @dataclass subclasses, __rich_repr__."""

import copy
import dataclasses
import inspect
import os
import subprocess
import sys
import unittest
import warnings

from support import IMPLEMENTATION, IS_C, MODULES, ModuleCase, setUpModule  # noqa: F401

MISSING = dataclasses.MISSING


class ProtocolCase(ModuleCase):
    modules = ("protocols",)

    def setUp(self):
        super().setUp()
        self.m = self.protocols
        self.point = self.m.Point(1.0, 2.0)
        self.shape = self.m.Shape("s", self.point, path=[self.m.Point(3.0)])


class FieldsTest(ProtocolCase):
    def test_is_dataclass(self):
        for kind in (self.m.Point, self.m.Shape, self.m.Solid, self.m.Bare):
            self.assertTrue(dataclasses.is_dataclass(kind))
        self.assertTrue(dataclasses.is_dataclass(self.point))

    def test_names_and_types(self):
        fields = dataclasses.fields(self.m.Shape)
        self.assertEqual([f.name for f in fields], ["name", "at", "color", "note", "path", "tags", "gap", "size"])
        for kind in (self.m.Shape, self.m.Solid):
            types = {p.name: p.annotation for p in inspect.signature(kind).parameters.values()}
            self.assertEqual({f.name: f.type for f in dataclasses.fields(kind)}, types)
        self.assertEqual([f.name for f in dataclasses.fields(self.m.Solid)][-1], "height")
        self.assertEqual(dataclasses.fields(self.m.Bare), ())

    def test_defaults(self):
        fields = self.m.Shape.__dataclass_fields__
        self.assertEqual((fields["name"].default, fields["name"].default_factory), (MISSING, MISSING))
        self.assertIs(fields["color"].default, self.m.Color.RED)
        self.assertIs(fields["note"].default, None)
        self.assertIs(fields["gap"].default, ...)
        self.assertEqual(fields["size"].default, 1)
        for name, value in {"path": [], "tags": {"a": 1}}.items():
            self.assertIs(fields[name].default, MISSING)
            first, second = fields[name].default_factory(), fields[name].default_factory()
            self.assertEqual((first, second), (value, value))
            self.assertIsNot(first, second)

    def test_other_facts(self):
        for kind in (self.m.Shape, self.m.Fixed):
            for field in dataclasses.fields(kind):
                self.assertIs(type(field), dataclasses.Field)
                self.assertIs(field._field_type, dataclasses._FIELD)
                self.assertEqual((field.init, field.repr, field.compare, field.hash), (True, True, True, None))
                self.assertEqual(field.kw_only, field.name == "size")
        x, y = dataclasses.fields(self.m.Point)
        self.assertEqual((dict(x.metadata), dict(y.metadata)), ({"doc": "To the right."}, {}))
        if sys.version_info >= (3, 14):
            self.assertEqual((x.doc, y.doc), ("To the right.", None))

    def test_shown_and_compared(self):
        facts = [(f.name, f.repr, f.compare, f.hash) for f in dataclasses.fields(self.m.Ordered)]
        expected = [("a", True, True, None), ("unshown", False, True, None), ("uncompared", True, False, None)]
        self.assertEqual(facts, expected)
        self.assertEqual(list(self.m.Ordered(7).__rich_repr__()), [("a", 7), ("uncompared", 2, 2)])

    def test_same_object_each_time(self):
        fields = self.m.Point.__dataclass_fields__
        self.assertIs(self.m.Point.__dataclass_fields__, fields)
        self.assertIs(self.point.__dataclass_fields__, fields)
        self.assertIs(type("Sub", (self.m.Point,), {}).__dataclass_fields__, fields)

    def test_not_in_the_class_itself(self):
        """Where orjson would look, and then use values that are gone."""
        for kind in (self.m.Point, self.m.Shape):
            dataclasses.fields(kind)
            for name in ("__dataclass_fields__", "__dataclass_params__"):
                self.assertNotIn(name, vars(kind))

    def test_base_of_all(self):
        base = self.m.Point.__base__
        self.assertFalse(dataclasses.is_dataclass(base))
        words = "type object '_Record' has no attribute '__dataclass_fields__'"
        self.refused(AttributeError, words, lambda: base.__dataclass_fields__)

    def test_params(self):
        facts = {"Point": (True, False, False), "Fixed": (True, False, True), "Unequal": (False, False, False)}
        facts["Ordered"] = True, True, False
        for name, expected in facts.items():
            params = getattr(self.m, name).__dataclass_params__
            self.assertEqual((params.eq, params.order, params.frozen), expected)

    def test_import_is_not_paid_before(self):
        code = f"import sys; sys.path.insert(0, {str(MODULES)!r}); import protocols; protocols.Point(1.0).to_dict();"
        code += "assert 'dataclasses' not in sys.modules, protocols"
        environment = {**os.environ, "SLOTGEN_IMPLEMENTATION": IMPLEMENTATION}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class FunctionsTest(ProtocolCase):
    def test_asdict(self):
        result = dataclasses.asdict(self.shape)
        expected = {
            "name": "s",
            "at": {"x": 1.0, "y": 2.0},
            "color": self.m.Color.RED,
            "note": None,
            "path": [{"x": 3.0, "y": 0.0}],
            "tags": {"a": 1},
            "gap": ...,
            "size": 1,
        }
        self.assertEqual(result, expected)
        self.assertEqual(list(result), list(expected))
        self.assertIsNot(result["tags"], self.shape.tags)

    def test_astuple(self):
        expected = ("s", (1.0, 2.0), self.m.Color.RED, None, [(3.0, 0.0)], {"a": 1}, ..., 1)
        self.assertEqual(dataclasses.astuple(self.shape), expected)
        self.assertEqual(dataclasses.astuple(self.m.Bare()), ())

    def test_asdict_of_a_dataclass_that_holds_records(self):
        @dataclasses.dataclass
        class Holder:
            points: list

        self.assertEqual(dataclasses.asdict(Holder([self.point])), {"points": [{"x": 1.0, "y": 2.0}]})

    def test_replace(self):
        changed = dataclasses.replace(self.shape, name="t", size=7)
        self.assertEqual(type(changed), self.m.Shape)
        self.assertEqual((changed.name, changed.size, changed.at), ("t", 7, self.point))
        self.assertEqual(dataclasses.replace(self.m.Fixed(1), b="c"), self.m.Fixed(1, "c"))
        words = "Shape.size: 256 is out of range for uint8"
        self.refused(OverflowError, words, dataclasses.replace, self.shape, size=256)
        with self.assertRaises(TypeError):
            dataclasses.replace(self.shape, other=1)
        if sys.version_info >= (3, 13):
            self.assertEqual(copy.replace(self.point, y=5.0), self.m.Point(1.0, 5.0))

    def test_match(self):
        Point = self.m.Point
        match self.shape:
            case self.m.Shape("s", Point(1.0, y=y), size=1):
                self.assertEqual(y, 2.0)
            case _:
                self.fail("no match")


class SubclassTest(ProtocolCase):
    def test_dataclass_subclass(self):
        @dataclasses.dataclass
        class Labelled(self.m.Point):
            label: str = "none"
            seen: list = dataclasses.field(default_factory=list)

        self.assertEqual([f.name for f in dataclasses.fields(Labelled)], ["x", "y", "label", "seen"])
        self.assertEqual([f.name for f in dataclasses.fields(self.m.Point)], ["x", "y"])
        made = Labelled(1, label="a")
        self.assertEqual((made.x, made.y, made.label, made.seen), (1.0, 0.0, "a", []))
        self.assertEqual(dataclasses.asdict(made), {"x": 1.0, "y": 0.0, "label": "a", "seen": []})
        self.assertEqual(made, Labelled(1.0, 0.0, "a"))
        self.assertFalse(made == Labelled(1.0, 0.0, "b"))
        self.assertTrue(made != Labelled(1.0, 0.0, "b"))
        self.assertTrue(repr(made).endswith("Labelled(x=1.0, y=0.0, label='a', seen=[])"), repr(made))
        self.assertEqual(str(inspect.signature(Labelled)).split(" ->")[0].count(","), 3)
        self.assertEqual(dataclasses.replace(made, label="b").label, "b")
        self.assertEqual(made.to_json(), b'{"x":1.0,"y":0.0}')
        self.refused(TypeError, "Point.x: expected float, got str", Labelled, "x")
        words = "__init__() missing 1 required positional argument: 'x'"
        with self.assertRaises(TypeError) as caught:
            Labelled()
        self.assertTrue(str(caught.exception).endswith(words), caught.exception)

    def test_unequal_follows_eq(self):
        class Never(self.m.Point):
            def __eq__(self, other):
                return False

        class Ordered(self.m.Point):
            def __lt__(self, other):
                return True

        class Super(self.m.Point):
            def __eq__(self, other):
                return super().__eq__(other)

        self.assertTrue(Never(1.0) != Never(1.0))
        self.assertFalse(Never(1.0) == Never(1.0))
        for kind in (Ordered, Super):
            self.assertTrue(kind(1.0) == kind(1.0))
            self.assertFalse(kind(1.0) != kind(1.0))
            self.assertTrue(kind(1.0) != kind(2.0))
            self.assertTrue(kind(1.0) != 1.0)

    def test_with_fresh_defaults_and_keywords(self):
        @dataclasses.dataclass
        class Named(self.m.Shape):
            title: str = ""

        first, second = Named("a", self.point, size=2), Named("b", self.point, title="T")
        self.assertEqual((first.path, first.size, second.title), ([], 2, "T"))
        self.assertIsNot(first.path, second.path)

    def test_slots(self):
        @dataclasses.dataclass(slots=True)
        class Labelled(self.m.Point):
            label: str = "none"

        made = Labelled(1.0, 2.0, "a")
        self.assertEqual((made.x, made.label), (1.0, "a"))
        self.assertFalse(hasattr(made, "__dict__"))

    def test_super_init(self):
        @dataclasses.dataclass(init=False)
        class Origin(self.m.Point):
            label: str

            def __init__(self, label):
                super().__init__(0.5, 1.5)
                self.label = label

        made = Origin("o")
        self.assertEqual((made.x, made.y, made.label), (0.5, 1.5, "o"))
        self.assertEqual(dataclasses.asdict(made), {"x": 0.5, "y": 1.5, "label": "o"})

    def test_frozen_mismatch(self):
        words = "cannot inherit frozen dataclass from a non-frozen one"
        self.refused(TypeError, words, dataclasses.dataclass(frozen=True), type("A", (self.m.Point,), {}))
        words = "cannot inherit non-frozen dataclass from a frozen one"
        self.refused(TypeError, words, dataclasses.dataclass, type("B", (self.m.Fixed,), {}))

    def test_frozen_subclass(self):
        """The __init__ that dataclasses writes cannot fill a frozen record; one's own, with super(), can."""

        @dataclasses.dataclass(frozen=True, init=False)
        class Sub(self.m.Fixed):
            def __init__(self, a):
                super().__init__(a, "sub")

        made = Sub(3)
        self.assertEqual((made.a, made.b), (3, "sub"))
        with self.assertRaises(AttributeError):
            made.a = 4
        self.assertEqual(dataclasses.replace(self.m.Fixed(1), a=2), self.m.Fixed(2))


class DeprecatedTest(ProtocolCase):
    def test_docstring(self):
        Aging = self.m.Aging
        if IS_C:
            self.assertEqual(Aging.old.__doc__, 'Deprecated: Say "new".')
            self.assertEqual(Aging.older.__doc__, "The oldest.\n\nDeprecated: Nobody needs it.")
        fields = Aging.__dataclass_fields__
        self.assertEqual(dict(fields["new"].metadata), {})
        self.assertEqual(dict(fields["old"].metadata), {"doc": 'Deprecated: Say "new".'})

    def test_json_schema(self):
        properties = self.m.Aging.json_schema()["properties"]
        self.assertEqual(properties.keys(), {"new", "old"})
        self.assertNotIn("deprecated", properties["new"])
        self.assertIs(properties["old"]["deprecated"], True)
        self.assertEqual(properties["old"]["description"], 'Deprecated: Say "new".')
        self.assertIs(self.m.FrozenAging.json_schema()["properties"]["old"]["deprecated"], True)

    def test_nothing_at_run_time(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            aging = self.m.Aging(1, old=2, older="x")
            aging.old += 1
            self.assertEqual((aging.old, aging.older, aging.to_json()), (3, "x", b'{"new":1,"old":3}'))


class RichTest(ProtocolCase):
    def test_parts(self):
        self.assertEqual(list(self.point.__rich_repr__()), [("x", 1.0), ("y", 2.0, 0.0)])
        expected = [
            ("name", "s"),
            ("at", self.point),
            ("color", self.m.Color.RED, self.m.Color.RED),
            ("note", None, None),
            ("path", [self.m.Point(3.0)]),
            ("tags", {"a": 1}),
            ("gap", ..., ...),
            ("size", 1, 1),
        ]
        self.assertEqual(list(self.shape.__rich_repr__()), expected)
        self.assertEqual(list(self.m.Solid("s", self.point).__rich_repr__())[-1], ("height", 1.5, 1.5))
        self.assertEqual(list(self.m.Bare().__rich_repr__()), [])

    def test_parts_hold_what_they_show(self):
        parts = self.m.Point(7.5).__rich_repr__()
        self.assertEqual(next(parts), ("x", 7.5))


if __name__ == "__main__":
    unittest.main()
