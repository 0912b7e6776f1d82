"""What mixins do in the life of a record: __post_init__, and the slots that they fill."""

import copy
import gc
import pickle
import unittest
import weakref

import mixin_classes
from support import ModuleCase, setUpModule


class PostInit(ModuleCase):
    modules = ("mixins",)

    def setUp(self):
        super().setUp()
        mixin_classes.judged.clear()

    def test_construction(self):
        checked = self.mixins.Checked
        self.refused(ValueError, "low 5 is above high 1", checked, 5, 1)
        self.refused(RuntimeError, "thirteen", checked, 13, 1)
        mixin_classes.judged.clear()
        checked(1, high=2)
        self.assertEqual(mixin_classes.judged, [(1, 2)])
        checked.__init__(checked(1, 2), 3, 4)
        self.assertEqual(mixin_classes.judged, [(1, 2), (1, 2), (3, 4)])
        self.assertEqual(self.mixins.Bike(2).seats, 2)

    def test_a_field_that_is_refused_comes_first(self):
        self.refused(TypeError, "Checked.high: expected int, got str", self.mixins.Checked, 5, "a")
        self.assertEqual(mixin_classes.judged, [])

    def test_replace(self):
        made = self.mixins.Checked(1, 5)
        self.refused(ValueError, "low 6 is above high 5", lambda: made.__replace__(low=6))

    def test_not_after_copying(self):
        made = self.mixins.Checked(1, 5)
        made.low = 10
        mixin_classes.judged.clear()
        for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
            self.assertEqual(other.low, 10)
        self.assertEqual(mixin_classes.judged, [])

    def test_decoding(self):
        checked = self.mixins.Checked
        self.assertEqual(checked.from_json('{"low":1,"high":2}').span, 1)
        self.assertEqual(mixin_classes.judged, [(1, 2)])
        error = self.invalid("low 5 is above high 1 - at $", checked.from_json, '{"low":5,\n"high":1}')
        self.assertEqual((error.message, error.path, error.offset, error.lineno), ("low 5 is above high 1", "$", 18, 2))
        self.assertIs(type(error.__cause__), ValueError)
        self.assertEqual(str(error.__cause__), "low 5 is above high 1")
        error = self.invalid("fourteen - at $", checked.from_dict, {"low": 14, "high": 15})
        self.assertEqual((error.offset, error.lineno, type(error.__cause__)), (None, None, TypeError))
        self.invalid("ValueError - at $", checked.from_json, '{"low":15,"high":16}')
        self.refused(RuntimeError, "thirteen", checked.from_json, '{"low":13,"high":14}')

    def test_inside_documents(self):
        m = self.mixins
        text = '{"low":1,"high":2,"inner":{"low":3,"high":2},"other":1}'
        error = self.invalid("low 3 is above high 2 - at $.inner", m.Checked.from_json, text)
        self.assertEqual(error.offset, text.index("}"))
        text = '{"plain":{"x":1},"handle":null,"checked":[{"low":1,"high":1},{"low":9,"high":1}]}'
        self.invalid("low 9 is above high 1 - at $.checked[1]", m.Holder.from_json, text)
        self.invalid("low 9 is above high 1 - at $[1]", m.Checked.from_json_array, b'[{"low":1,"high":1},{"low":9,"high":1}]')
        error = self.invalid("low 9 is above high 1 - at $[0]", m.Checked.from_json_lines, '\n{"low":9,"high":1}\n{')
        self.assertEqual((error.lineno, error.offset), (2, 17))

    def test_order_of_mistakes(self):
        checked = self.mixins.Checked
        self.malformed("extra data", 21, checked.from_json, '{"low":13,"high":14} x')
        self.malformed("unexpected end of text", 44, checked.from_json, '{"low":1,"inner":{"low":13,"high":1},"high":')
        self.invalid("missing field 'high' - at $", checked.from_json, '{"low":13}')
        self.invalid("low 9 is above high 1 - at $.inner", checked.from_json, '{"inner":{"low":9,"high":1},"low":"x"}')
        self.invalid("expected int, got str - at $.low", checked.from_json, '{"low":"x","inner":{"low":9,"high":1}}')

    def test_in_families(self):
        m = self.mixins
        text = '{"happenings":[{"type":"begin","at":1,"who":"a"},{"at":2,"type":"end"}],"last":{"type":"end","at":3}}'
        story = m.Story.from_json(text)
        self.assertEqual([made.label for made in story.happenings], ["Begin@1", "End@2"])
        self.assertEqual(story.last.label, "End@3")
        self.invalid("before time - at $.last", m.Story.from_json, text.replace("3", "-3"))
        self.invalid("before time - at $.happenings[0]", m.Story.from_json, text.replace("1", "-1"))
        self.invalid("a bad end - at $", m.Happening.from_json, '{"type":"end","at":2,"why":"bad"}')
        self.refused(TypeError, "Happening: an abstract record cannot be instantiated", m.Happening, 1)
        self.refused(ValueError, "before time", m.Begin, -1, "a")

    def test_of_python_subclasses(self):
        class Sub(self.mixins.Checked):
            __slots__ = ("sum",)

            def __post_init__(self):
                super().__post_init__()
                self.sum = self.low + self.high

        self.assertEqual(Sub(1, 2).sum, 3)
        self.assertEqual(Sub.from_json('{"low":1,"high":4}').sum, 5)
        self.invalid("low 5 is above high 4 - at $", Sub.from_json, '{"low":5,"high":4}')

    def test_only_of_mixins(self):
        class Sub(self.mixins.Plain):
            def __post_init__(self):
                raise AssertionError

        Sub(1.0)
        Sub.from_json('{"x":1}')


class Cached(ModuleCase):
    modules = ("mixins",)

    def test_filled_once(self):
        made = self.mixins.Checked(1, 5)
        self.assertEqual((made.span, made.label), (4, "1..5"))
        self.assertIs(made.label, made.label)
        self.assertIs(made.parts, made.parts)
        self.assertEqual((made.middle, type(made.middle)), (3.0, float))
        self.assertIsNone(self.mixins.Checked(0, 1).label)

    def test_assignment_empties(self):
        made = self.mixins.Checked(1, 5)
        label = made.label
        self.refused(TypeError, "Checked.low: expected int, got str", setattr, made, "low", "x")
        self.assertIs(made.label, label)
        made.low = 2
        self.assertEqual((made.span, made.label), (3, "2..5"))
        made.__init__(3, 10)
        self.assertEqual((made.span, made.label), (7, "3..10"))
        made.__setstate__(self.mixins.Checked(4, 5).__reduce__()[2])
        self.assertEqual((made.span, made.label), (1, "4..5"))

    def test_below_a_base(self):
        car = self.mixins.Car(4, 1, 3)
        self.assertEqual((car.summary, car.area), ("Car with 4 wheels", 401))
        car.wheels = 3
        self.assertEqual((car.summary, car.area), ("Car with 3 wheels", 301))
        car.doors = 1
        self.refused(AttributeError, "Car.summary: is not computed yet", delattr, car, "summary")
        self.refused(AttributeError, "Car.area: cannot assign to a cached slot", setattr, car, "area", 1)

    def test_deleting(self):
        made = self.mixins.Checked(1, 5)
        self.refused(AttributeError, "Checked.span: is not computed yet", delattr, made, "span")
        label, span = made.label, made.span
        del made.span
        self.assertIs(made.label, label)
        self.refused(AttributeError, "Checked.span: is not computed yet", delattr, made, "span")
        self.assertEqual(made.span, span)
        with self.assertRaises((AttributeError, TypeError)):
            object.__setattr__(made, "span", 5)

    def test_of_frozen_records(self):
        m = self.mixins
        tree = m.Tree("a", [m.Tree("b"), m.Tree("c", [m.Tree("d")])])
        self.assertEqual((tree.size, [leaf.name for leaf in tree.leaves]), (4, ["b", "d"]))
        self.refused(AttributeError, "Tree.size: cannot assign to a cached slot", setattr, tree, "size", 1)
        del tree.size
        self.assertEqual(tree.size, 4)

    def test_results_are_checked(self):
        checked = self.mixins.Checked
        made = checked(98, 100)
        self.refused(TypeError, "Checked.label: expected str | None, got int", getattr, made, "label")
        self.refused(TypeError, "Checked.parts['high']: expected int, got str", lambda: checked(97, 100).parts)
        made = checked(99, 100)
        for _ in range(2):
            self.refused(LookupError, "no label", getattr, made, "label")
        self.refused(AttributeError, "Checked.label: is not computed yet", delattr, made, "label")

    def test_recursion(self):
        tree = self.mixins.Tree("a")
        tree.children.append(tree)
        with self.assertRaises(RecursionError):
            tree.size

    def test_not_part_of_the_record(self):
        m = self.mixins
        made, other = m.Checked(1, 5), m.Checked(1, 5)
        text = repr(made)
        made.label
        self.assertEqual(made, other)
        self.assertEqual(repr(made), text)
        self.assertEqual(made.to_dict(), {"low": 1, "high": 5, "inner": None})
        self.assertEqual(made.__reduce__()[2][1:], (1, 5, None))
        for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.__replace__()):
            self.refused(AttributeError, "Checked.label: is not computed yet", delattr, again, "label")
        self.assertEqual(m.Checked.__match_args__, ("low", "high", "inner"))
        self.refused(
            TypeError, "Checked.__init__() got an unexpected keyword argument 'span'", m.Checked, 1, 2, span=1
        )

    def test_of_python_subclasses(self):
        class Sub(self.mixins.Checked):
            __slots__ = ("more",)

            def _compute_label(self):
                return "sub"

        made = Sub(1, 5)
        made.more = [1]
        self.assertEqual((made.label, made.span), ("sub", 4))
        for again in (copy.copy(made), copy.deepcopy(made)):
            self.assertEqual(again.more, [1])
            self.refused(AttributeError, "Checked.label: is not computed yet", delattr, again, "label")
        self.assertEqual(made.__reduce__()[2][-1], (None, {"more": [1]}))
        made.low = 2
        self.assertEqual(made.span, 3)

    def test_beside_other_options(self):
        key = self.mixins.Key
        made = key(1)
        self.assertEqual(made.text, "1/x")
        self.assertEqual((hash(made), hash(made)), (hash(key(1, "y")),) * 2)
        self.assertEqual((made < key(0), made <= key(1), made > key(2), made == key(1, "y")), ("less", True, False, True))
        del made.text
        self.assertEqual((made.text, key.__slots__), ("1/x", ("a", "b", "text")))

    def test_cycles_are_collected(self):
        tree = self.mixins.Tree("a")
        self.assertIs(tree.leaves[0], tree)
        there = weakref.ref(tree)
        del tree
        gc.collect()
        self.assertIsNone(there())

    def test_schema(self):
        self.assertEqual(list(self.mixins.Car.json_schema()["properties"]), ["wheels", "seats", "doors"])


if __name__ == "__main__":
    unittest.main()
