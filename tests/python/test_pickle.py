"""Pickles: keyed by name, so that they outlive changes of the schema; cycles; subclasses; C and twin."""

import copyreg
import io
import pickle
import unittest

from support import IMPLEMENTATION, ModuleCase, installed, load, setUpModule

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
OTHER = {"c": "python", "python": "c"}[IMPLEMENTATION]


class TreeWithDict:
    """Mixed into subclasses below, which pickle must find by name."""

    __slots__ = ()


def make_subclasses(chains, options):
    class SubTree(chains.Tree):
        pass

    class SlotTree(TreeWithDict, chains.Tree):
        __slots__ = ("extra", "unset")

    class SubFrozen(options.Frozen):
        __slots__ = ()

    for kind in (SubTree, SlotTree, SubFrozen):
        kind.__qualname__ = kind.__name__
        globals()[kind.__name__] = kind
    return SubTree, SlotTree, SubFrozen


class Round(ModuleCase):
    modules = ("market", "vehicle", "chains", "options", "everything", "scalars", "point3d")

    def again(self, value, protocol=pickle.HIGHEST_PROTOCOL):
        return pickle.loads(pickle.dumps(value, protocol))

    def test_every_protocol(self):
        e = self.everything
        values = [
            self.market.MarketTick("a", 1, 2, 3),
            self.vehicle.Car("p", 4, 0.1, range=2.5),
            self.options.Empty(),
            self.point3d.Point3D(1, 2, 3),
            self.options.Named(1.0, a=2),
            e.Leaf(7, "leaf"),
            e.Words(e.Word.EURO, e.Level.MOST, [e.Word.QUOTE]),
            self.scalars.Of_bytes(b"\x00"),
            self.options.Final(3),
            self.scalars.Of_int64(1, None, ..., [2], {"k": 3}),
            self.options.Untracked([1]),
        ]
        for protocol in PROTOCOLS:
            for value in values:
                with self.subTest(protocol=protocol, value=value):
                    other = self.again(value, protocol)
                    self.assertIs(type(other), type(value))
                    self.assertEqual(other, value)
        identity = self.again(self.options.Identity(5))
        self.assertEqual(identity.number, 5)

    def test_reduce(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        for reduced in (tick.__reduce__(), tick.__reduce_ex__(2), tick.__reduce_ex__(5)):
            shape, values = reduced
            self.assertEqual(values, ("a", 1.0, 2.0, 3.0))
            self.assertEqual(shape(*values), tick)
            make, arguments = shape.__reduce__()
            self.assertIs(make, self.market._shape)
            self.assertEqual(arguments, (self.market.MarketTick, ("symbol", "timestamp", "bid", "ask")))
            self.assertIs(make(*arguments), shape)
        tree = self.chains.Tree("t")
        shape, nothing, state = tree.__reduce_ex__(4)
        self.assertEqual((nothing, state), ((), (shape, "t", None, [])))

    def test_names_are_stored_once(self):
        ticks = [self.market.MarketTick("a", i, i, i) for i in range(100)]
        text = pickle.dumps(ticks)
        self.assertEqual(text.count(b"timestamp"), 1)
        self.assertLess(len(text), 100 * 45 + 200)
        self.assertEqual(self.again(ticks), ticks)
        trees = [self.chains.Tree(str(i)) for i in range(100)]
        self.assertEqual(pickle.dumps(trees).count(b"children"), 1)
        subclass = make_subclasses(self.chains, self.options)[0]
        self.assertEqual(pickle.dumps([subclass(str(i)) for i in range(100)]).count(b"children"), 1)

    def test_cycles(self):
        root = self.chains.Tree("root")
        child = self.chains.Tree("child", root)
        root.children.append(child)
        for protocol in PROTOCOLS:
            other = self.again(root, protocol)
            self.assertIs(other.children[0].parent, other)
            self.assertEqual(other.children[0].name, "child")
        node = self.chains.Node(1)
        node.next = node
        other = self.again(node)
        self.assertIs(other.next, other)

    def test_identity_of_shared_values(self):
        leg = self.everything.Leg(1.5)
        both = self.again([leg, leg, self.everything.Holder(leg)])
        self.assertIs(both[0], both[1])
        self.assertIs(both[0], both[2].value)

    def test_subclasses(self):
        sub_tree, slot_tree, sub_frozen = make_subclasses(self.chains, self.options)
        one = sub_tree("sub")
        one.more = [one]
        two = slot_tree("slots", one)
        two.extra = {"k": two}
        three = sub_frozen(1.5, None, "n", 2.5)
        for protocol in PROTOCOLS:
            other = self.again(one, protocol)
            self.assertIs(type(other), sub_tree)
            self.assertIs(other.more[0], other)
            other = self.again(two, protocol)
            self.assertIs(other.extra["k"], other)
            self.assertEqual((other.name, other.parent.name), ("slots", "sub"))
            self.assertFalse(hasattr(other, "unset"))
            self.assertEqual(self.again(three, protocol), three)

    def test_with_dict(self):
        record = self.options.WithDict(1)
        record.more = "x"
        everywhere = self.options.Everywhere(2, ["a"])
        everywhere.__dict__["y"] = everywhere
        for protocol in PROTOCOLS:
            self.assertEqual(self.again(record, protocol).more, "x")
            other = self.again(everywhere, protocol)
            self.assertIs(other.y, other)
            self.assertEqual(other.items, ["a"])

    def test_validation_errors(self):
        with self.assertRaises(ValueError) as caught:
            self.market.MarketTick.from_json('{"symbol":1}')
        error = caught.exception
        other = self.again(error)
        self.assertIs(type(other), self.market.ValidationError)
        self.assertEqual(str(other), str(error))
        self.assertEqual(
            (other.message, other.path, other.offset, other.lineno),
            ("expected str, got int", "$.symbol", 10, 1),
        )

    def test_registered_reducers_win(self):
        tick = self.market.MarketTick
        copyreg.pickle(tick, lambda record: (str, (record.symbol,)))
        try:
            self.assertEqual(self.again(tick("a", 1, 2, 3)), "a")
        finally:
            del copyreg.dispatch_table[tick]


class Renamed(pickle.Unpickler):
    """Finds the classes of one module in another, as if the program had been changed in between."""

    def __init__(self, text, old, module):
        super().__init__(io.BytesIO(text))
        self.old, self.module = old, module

    def find_class(self, module, name):
        if module == self.old:
            return getattr(self.module, name)
        return super().find_class(module, name)


class Versions(ModuleCase):
    modules = ("version1", "version2")

    def upgrade(self, value, protocol=4):
        return Renamed(pickle.dumps(value, protocol), "version1", self.version2).load()

    def downgrade(self, value):
        return Renamed(pickle.dumps(value), "version2", self.version1).load()

    def test_added_removed_reordered(self):
        for protocol in PROTOCOLS:
            new = self.upgrade(self.version1.Trade("sym", 1.5, 7, 42), protocol)
            self.assertEqual(new, self.version2.Trade(42, "sym", 1.5, venue="XNYS", notes=["new"]))
        self.assertIsNot(
            self.upgrade(self.version1.Trade("s", 1, 2, 3)).notes,
            self.upgrade(self.version1.Trade("s", 1, 2, 3)).notes,
        )

    def test_tracked(self):
        old = self.version1.Tracked("root", [], "gone")
        old.legs.append(old)
        new = self.upgrade(old)
        self.assertIs(new.legs[0], new)
        self.assertEqual((new.symbol, new.added, new.parent), ("root", {}, ...))

    def test_missing_without_default(self):
        self.refused(
            TypeError,
            "Broken: field 'required' is missing from the pickle and has no default",
            self.upgrade,
            self.version1.Broken(1),
        )
        self.refused(
            TypeError,
            "Trade: field 'gone' is missing from the pickle and has no default",
            self.downgrade,
            self.version2.Trade(1, "s", 1.0),
        )

    def test_values_are_checked(self):
        self.refused(
            OverflowError,
            "Narrow.size: 1000 is out of range for int8",
            self.upgrade,
            self.version1.Narrow(1000),
        )
        self.assertEqual(self.upgrade(self.version1.Narrow(100)).size, 100)


class State(ModuleCase):
    modules = ("market", "chains", "options")

    def test_shapes(self):
        shape = self.market._shape(self.market.MarketTick, ("bid", "symbol", "gone", "timestamp", "ask"))
        self.assertEqual(shape(2, "a", object, 1, 3), self.market.MarketTick("a", 1, 2, 3))
        self.assertEqual(
            shape.__reduce__()[1], (self.market.MarketTick, ("bid", "symbol", "gone", "timestamp", "ask"))
        )
        self.refused(TypeError, "MarketTick.bid: expected float, got str", shape, "x", "a", 0, 1, 3)
        self.refused(TypeError, "MarketTick: cannot restore this state", shape, 1, 2)
        self.refused(TypeError, "MarketTick: cannot restore this state", shape, *range(6))

    def test_bad_states(self):
        tree = self.chains.Tree("t")
        shape = tree.__reduce_ex__(2)[0]
        other = self.chains.Node().__reduce_ex__(2)[0]
        for state in (
            None,
            5,
            {},
            (),
            [],
            (shape,),
            (shape, 1),
            ("x", "a", None, []),
            (shape, "a", None, [], 5),
            (shape, "a", None, [], (1,)),
            (other, 1, None),
            (shape, "a", None, [], (None, None), 1),
        ):
            with self.subTest(state=state):
                self.refused(TypeError, "Tree: cannot restore this state", tree.__setstate__, state)
                self.assertEqual(repr(tree), "Tree(name='t', parent=None, children=[])")

    def test_good_states(self):
        tree = self.chains.Tree("t")
        shape = tree.__reduce_ex__(2)[0]
        tree.__setstate__((shape, "u", tree, []))
        self.assertIs(tree.parent, tree)
        tree.__setstate__((shape, "v", None, [], (None, None)))
        self.assertEqual(tree.name, "v")

    def test_shapes_of_no_record(self):
        for arguments in (
            (int, ()),
            (self.market.MarketTick, ["bid"]),
            (self.market.MarketTick, (1,)),
            (5, ()),
            (self.chains.Tree, ("name",)),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(TypeError):
                self.market._shape(*arguments)


class Between(ModuleCase):
    """What one implementation pickled, the other loads."""

    modules = ("market", "chains", "options", "everything")

    def other(self, name):
        try:
            return load(name, OTHER)
        except ImportError as error:
            self.skipTest(str(error))

    def across(self, value, name):
        other = self.other(name)
        for protocol in PROTOCOLS:
            text = pickle.dumps(value, protocol)
            with installed(other):
                yield pickle.loads(text)

    def test_values(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        for loaded in self.across(tick, "market"):
            self.assertIs(type(loaded), self.other("market").MarketTick)
            self.assertEqual(repr(loaded), repr(tick))
        event = self.market.MarketEvent("a", 1, self.market.Side.BUY, 2, 3, "v")
        for loaded in self.across(event, "market"):
            self.assertEqual(repr(loaded), repr(event))
            self.assertIs(loaded.side, self.other("market").Side.BUY)

    def test_cycles(self):
        root = self.chains.Tree("root")
        root.children.append(self.chains.Tree("child", root))
        for loaded in self.across(root, "chains"):
            self.assertIs(loaded.children[0].parent, loaded)

    def test_with_dict(self):
        record = self.options.WithDict(1)
        record.more = [1]
        for loaded in self.across(record, "options"):
            self.assertEqual((loaded.number, loaded.more), (1, [1]))

    def test_errors(self):
        with self.assertRaises(ValueError) as caught:
            self.market.MarketTick.from_json("{}")
        for loaded in self.across(caught.exception, "market"):
            self.assertEqual((str(loaded), loaded.offset), (str(caught.exception), 1))


if __name__ == "__main__":
    unittest.main()
