"""Records as values: repr, equality, hash, copies, replacement."""

import copy
import sys
import unittest

from support import ModuleCase, setUpModule

NAN = float("nan")


class Repr(ModuleCase):
    modules = ("market", "vehicle", "chains", "options", "everything", "scalars")

    def test_text(self):
        self.assertEqual(
            repr(self.market.MarketTick("it's", 1, -0.0, 1e16)),
            'MarketTick(symbol="it\'s", timestamp=1.0, bid=-0.0, ask=1e+16)',
        )
        self.assertEqual(
            repr(self.vehicle.Car("p", 4, 0.5)),
            "Car(plate='p', wheels=4, mass=0.5, seats=5, electric=False, range=None)",
        )
        self.assertEqual(repr(self.options.Empty()), "Empty()")
        self.assertEqual(repr(self.everything.Words()), "Words(word=<Word.EMPTY: ''>, level=None, words=[])")
        self.assertIn("absent=Ellipsis", repr(self.scalars.Of_str("a")))

    def test_qualified_name_of_subclasses(self):
        class Mine(self.market.MarketTick):
            pass

        self.assertEqual(
            repr(Mine("a", 1, 2, 3)).split("(")[0], "Repr.test_qualified_name_of_subclasses.<locals>.Mine"
        )

    def test_recursion(self):
        tree = self.chains.Tree("t")
        tree.parent = tree
        tree.children.append(tree)
        self.assertEqual(repr(tree), "Tree(name='t', parent=..., children=[...])")
        node = self.chains.Node(1, self.chains.Node(2))
        node.next.next = node
        self.assertEqual(repr(node), "Node(value=1, next=Node(value=2, next=...))")

    def test_errors_of_values(self):
        class Bad:
            def __repr__(self):
                raise ZeroDivisionError

        holder = self.everything.Holder(Bad())
        for _ in range(2):
            with self.assertRaises(ZeroDivisionError):
                repr(holder)


class Equality(ModuleCase):
    modules = ("market", "options", "chains", "point3d", "scalars", "everything")

    def test_field_by_field(self):
        tick = self.market.MarketTick
        self.assertEqual(tick("a", 1, 2, 3), tick("a", 1, 2, 3))
        for other in (tick("b", 1, 2, 3), tick("a", 1, 2, 4), tick("a", 0, 2, 3)):
            self.assertNotEqual(tick("a", 1, 2, 3), other)
            self.assertFalse(tick("a", 1, 2, 3) == other)
        self.assertEqual(tick("a", 0.0, 2, 3), tick("a", -0.0, 2, 3))

    def test_nan_equals_nothing(self):
        point = self.point3d.Point3D(NAN)
        self.assertFalse(point == point)
        self.assertTrue(point != point)
        boxed = self.options.Frozen(1.0, NAN, boxed=2.0)
        self.assertFalse(boxed == boxed)
        holder = self.everything.Holder(NAN)
        self.assertFalse(holder == holder)

    def test_exactly_the_same_class(self):
        base, derived = self.options.Base(1), self.options.Same(1)
        self.assertIs(base.__eq__(derived), NotImplemented)
        self.assertIs(derived.__eq__(base), NotImplemented)
        self.assertNotEqual(base, derived)
        sub = type("Sub", (self.options.Base,), {})
        self.assertEqual(sub(1), sub(1))
        self.assertNotEqual(sub(1), base)
        self.assertIs(base.__eq__(1), NotImplemented)
        self.assertIs(base.__ne__(1), NotImplemented)

    def test_optional_and_absent(self):
        record = self.scalars.Of_int32
        self.assertNotEqual(record(1, None), record(1, 0))
        self.assertNotEqual(record(1, None, ...), record(1, None, 0))
        self.assertEqual(record(1, None, 0), record(1, None, 0))

    def test_ends_at_the_first_difference(self):
        class Never:
            def __eq__(self, other):
                raise ZeroDivisionError

        holder = self.scalars.Of_Any
        one, other = holder(Never()), holder(Never())
        with self.assertRaises(ZeroDivisionError):
            one == other
        left = self.options.Everywhere(1, ["x"])
        right = self.options.Everywhere(2, ["x"])
        self.assertNotEqual(left, right)
        node = self.chains.Node
        self.assertNotEqual(node(1), node(2))

    def test_no_order(self):
        with self.assertRaises(TypeError):
            self.options.Base(1) < self.options.Base(2)

    def test_identity(self):
        first, second = self.options.Identity(1), self.options.Identity(1)
        self.assertNotEqual(first, second)
        self.assertEqual(first, first)
        self.assertEqual(len({first, second, first}), 2)
        self.assertEqual(hash(first), object.__hash__(first))


class Hash(ModuleCase):
    modules = ("market", "options", "point3d", "everything", "chains")

    def test_of_the_tuple(self):
        point = self.point3d.Point3D
        for values in [
            (0, 0, 0),
            (1, 2, 3),
            (-0.0, 1e300, -1),
            (float("inf"), float("-inf"), 5e-324),
            (0.1, 2**53, -2.5),
        ]:
            values = tuple(map(float, values))
            self.assertEqual(hash(point(*values)), hash(values), values)
        frozen = self.options.Frozen
        self.assertEqual(hash(frozen(1.5, None, "x", 2.5)), hash((1.5, None, "x", 2.5)))
        self.assertEqual(hash(self.everything.Leaf(-1, "x")), hash((-1, "x")))
        self.assertEqual(hash(self.everything.Leaf(2**31 - 1, "")), hash((2**31 - 1, "")))
        self.assertEqual(hash(self.chains.FrozenNode(3)), hash((3, None)))

    def test_nan_counts_as_zero(self):
        self.assertEqual(hash(self.point3d.Point3D(NAN, 1, NAN)), hash((0, 1, 0)))
        self.assertEqual(hash(self.options.Frozen(NAN, NAN, "", NAN)), hash((0, 0, "", 0)))

    def test_equal_records_hash_equally(self):
        point = self.point3d.Point3D
        self.assertEqual({point(1): "a"}[point(1.0)], "a")
        self.assertEqual(len({point(0.0), point(-0.0)}), 1)

    def test_unhashable(self):
        self.refused(TypeError, "unhashable type: 'MarketTick'", hash, self.market.MarketTick("a", 1, 2, 3))
        self.assertIsNone(self.market.MarketTick.__hash__)
        with self.assertRaises(TypeError):
            hash(self.options.Everywhere(1, []))
        hash(self.options.FrozenIdentity(1))


class Copies(ModuleCase):
    modules = ("market", "options", "chains", "point3d", "everything", "employee", "scalars")

    def test_copy_shares(self):
        tree = self.chains.Tree("t", None, [])
        other = copy.copy(tree)
        self.assertIsNot(other, tree)
        self.assertIs(other.children, tree.children)
        self.assertEqual(other, tree)
        holder = copy.copy(self.scalars.Of_float64(1.5, None, ..., boxed=2.5))
        self.assertEqual((holder.plain, holder.optional, holder.absent, holder.boxed), (1.5, None, ..., 2.5))

    def test_copy_of_subclasses(self):
        class Dicted(self.chains.Tree):
            pass

        class Slotted(self.chains.Tree):
            __slots__ = ("extra", "unset", "__private")

            def hide(self, value):
                self.__private = value

            def hidden(self):
                return self.__private

        class NoInit(self.chains.Tree):
            def __init__(self, *args):
                raise AssertionError("copies are not constructed")

        dicted = Dicted("d")
        dicted.extra = [1]
        for other in (copy.copy(dicted), copy.deepcopy(dicted)):
            self.assertIs(type(other), Dicted)
            self.assertEqual(other.extra, [1])
            self.assertIsNot(other.__dict__, dicted.__dict__)
        self.assertIs(copy.copy(dicted).extra, dicted.extra)
        self.assertIsNot(copy.deepcopy(dicted).extra, dicted.extra)

        slotted = Slotted("s")
        slotted.extra = [2]
        slotted.hide("secret")
        for other in (copy.copy(slotted), copy.deepcopy(slotted)):
            self.assertEqual((other.name, other.extra, other.hidden()), ("s", [2], "secret"))
            self.assertFalse(hasattr(other, "unset"))

        without = NoInit.from_json(b"{}")
        self.assertIs(type(copy.copy(without)), NoInit)
        self.assertIs(type(copy.deepcopy(without)), NoInit)

    def test_copy_with_dict(self):
        record = self.options.WithDict(1)
        record.more = [1]
        other = copy.copy(record)
        self.assertIs(other.more, record.more)
        other.more = 2
        self.assertEqual(record.more, [1])
        self.assertEqual(copy.deepcopy(record).more, [1])
        self.assertIsNot(copy.deepcopy(record).more, record.more)

    def test_deepcopy(self):
        root = self.chains.Tree("root")
        child = self.chains.Tree("child", root)
        root.children.append(child)
        other = copy.deepcopy(root)
        self.assertIsNot(other, root)
        self.assertIs(other.children[0].parent, other)
        self.assertEqual([tree.name for tree in other.children], ["child"])
        both = copy.deepcopy([root, child])
        self.assertIs(both[0].children[0], both[1])

    def test_deepcopy_is_checked(self):
        class Turncoat(self.chains.Tree):
            def __deepcopy__(self, memo):
                return 5

        holder = self.chains.Tree("t", Turncoat())
        self.refused(TypeError, "Tree.parent: expected Tree | None, got int", copy.deepcopy, holder)

    def test_copy_of_frozen(self):
        point = self.point3d.Point3D(1, 2, 3)
        self.assertEqual(copy.copy(point), point)
        self.assertEqual(copy.deepcopy(point), point)
        everywhere = self.options.Everywhere(1, ["a"])
        everywhere.__dict__["x"] = 1
        self.assertEqual(copy.deepcopy(everywhere).x, 1)

    def test_replace(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        other = tick.__replace__(bid=9)
        self.assertEqual((other.symbol, other.bid, tick.bid), ("a", 9.0, 2.0))
        self.assertEqual(tick.__replace__(), tick)
        self.refused(
            TypeError,
            "MarketTick.__init__() got an unexpected keyword argument 'other'",
            lambda: tick.__replace__(other=1),
        )
        self.refused(TypeError, "MarketTick.bid: expected float, got str", lambda: tick.__replace__(bid="x"))
        with self.assertRaises(TypeError):
            tick.__replace__(1)
        self.assertEqual(self.options.Named(1.0, a=1).__replace__(b="z").b, "z")
        self.assertEqual(self.options.Names.__replace__.__name__, "__replace__")

    @unittest.skipUnless(sys.version_info >= (3, 13), "copy.replace() is new in 3.13")
    def test_copy_replace(self):
        self.assertEqual(copy.replace(self.point3d.Point3D(1), y=2), self.point3d.Point3D(1, 2))

    def test_replace_of_fields_called_self(self):
        names = self.options.Names
        given = [1, 2, [], {}, "", 3, 4, "", "", None, "", 1, b"", [1], "", "", "", "", 1, 3, 4]
        made = names(*given)
        self.assertEqual(made.__replace__(self=7, cls=8).self, 7)

    def test_replace_of_subclasses(self):
        class Sub(self.market.MarketTick):
            def __init__(self, *args, **keywords):
                super().__init__(*args, **keywords)
                self.counted = True

        other = Sub("a", 1, 2, 3).__replace__(bid=5)
        self.assertIs(type(other), Sub)
        self.assertTrue(other.counted)


if __name__ == "__main__":
    unittest.main()
