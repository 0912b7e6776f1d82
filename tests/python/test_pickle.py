"""Pickles: keyed by name, so that they outlive changes of the schema; cycles; subclasses; C and twin."""

import copyreg
import gc
import io
import math
import pickle
import struct
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
            self.assertEqual(values, ("a", struct.pack("<3d", 1, 2, 3)))
            self.assertEqual(shape(*values), tick)
            make, arguments = shape.__reduce__()
            self.assertIs(make, self.market._shape)
            self.assertEqual(arguments, (self.market.MarketTick, ("symbol", ("timestamp", "bid", "ask"))))
            self.assertIs(make(*arguments), shape)
        tree = self.chains.Tree("t")
        shape, nothing, state = tree.__reduce_ex__(4)
        self.assertEqual((nothing, state), ((), (shape, "t", None, [])))

    def test_names_are_stored_once(self):
        ticks = [self.market.MarketTick("a", i, i, i) for i in range(100)]
        text = pickle.dumps(ticks)
        self.assertEqual(text.count(b"timestamp"), 1)
        self.assertLess(len(text), 100 * 36 + 200)
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


class VersionCase(ModuleCase):
    modules = ("version1", "version2")

    def upgrade(self, value, protocol=4):
        return Renamed(pickle.dumps(value, protocol), "version1", self.version2).load()

    def downgrade(self, value):
        return Renamed(pickle.dumps(value), "version2", self.version1).load()


class Versions(VersionCase):
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
            (self.market.MarketTick, ("bid", ())),
            (self.market.MarketTick, ("bid", ["ask"])),
            (self.market.MarketTick, ("bid", ("ask", 1))),
            (self.market.MarketTick, (("ask", ("bid",)),)),
            (self.market.MarketTick, ("bid", b"ask")),
            (5, ()),
            (self.chains.Tree, ("name",)),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(TypeError):
                self.market._shape(*arguments)


class Packed(VersionCase):
    """Three native floats and more are one value in a pickle: bytes."""

    # by their bits: an integer, the least, -0.0, infinities, a quiet NaN and one with a payload, and the greatest
    BITS = (
        0x3FF0000000000000,
        1,
        1 << 63,
        0x7FF0000000000000,
        0xFFF0000000000000,
        0x7FF8000000000000,
        0xFFF80000DEADBEEF,
        0x7FEFFFFFFFFFFFFF,
    )

    def names(self, value):
        return value.__reduce_ex__(4)[0].__reduce__()[1][1]

    def again(self, value, protocol=4):
        return pickle.loads(pickle.dumps(value, protocol))

    def test_what_is_packed(self):
        old, new = self.version1, self.version2
        for value, names in (
            (old.Quote("s", 1, 2, 3, 4), ("symbol", ("bid", "gone", "ask", "last"))),
            (old.More(1, 2), ("first", "second")),
            (old.Doubled(1, 2, 3), (("x", "y", "z"),)),
            (old.Loop(1, 2, 3, None), ("next", ("x", "y", "z"))),
            (new.Retyped(1, 2, 3, 4, 5, 6, maybe=7), ("free", "anything", "boxed", "maybe", ("single", "bounded", "kept"))),
            (new.Bounded(), (("low", "step", "single"),)),
            (new.Frozen(1, 2, 3, 4, 5), ("number", "maybe", ("x", "y", "z"))),
            (new.Boxes(1, 2, 3, 4), ("a", "b", "c", "d")),
            (new.Packed(1, 2, 3, 4, 5), ("a", "b", "f", ("c", "d", "e"))),
            (new.Summed(1, 2, 3), (("x", "y", "z"),)),
        ):
            with self.subTest(value=value):
                self.assertEqual(self.names(value), names)

    def test_the_bytes(self):
        old = self.version1
        self.assertEqual(
            old.Quote("s", 1.5, -0.0, 1e300, math.inf).__reduce__()[1],
            ("s", struct.pack("<4d", 1.5, -0.0, 1e300, math.inf)),
        )
        self.assertEqual(old.Doubled(1.5, 0.1, 3).__reduce__()[1], (struct.pack("<3d", 1.5, 0.10000000149011612, 3),))
        shape, nothing, state = old.Loop(1, 2, 3, None).__reduce__()
        self.assertEqual((nothing, state), ((), (shape, None, struct.pack("<3d", 1, 2, 3))))

    def test_round(self):
        new = self.version2
        loop = new.Loop(None, 1, 2.5, 3, added=4)
        loop.next = loop
        open_ = new.Open(1, 2, 3)
        open_.more = open_
        summed = new.Summed(1, 2, 3.5)
        self.assertEqual(summed.total, 6.5)
        sub = type("Sub", (new.Packed,), {"__slots__": ("more",), "__module__": __name__})
        self.addCleanup(globals().pop, "Sub")
        globals()["Sub"] = sub
        subbed = sub(1, 2, 3, 4, 5, 6)
        subbed.more = "x"
        for protocol in PROTOCOLS:
            with self.subTest(protocol=protocol):
                for value in (
                    new.Quote(1, "s", 3, 5, mid=2, spread=4),
                    new.Retyped(1, 2, 3, 4, 5, 6, maybe=7),
                    new.Retyped(None, None, 3, 4, 5, 7),
                    new.Bounded(3, 4.5, 5),
                    new.Frozen(1, 2, 3, 4, 5),
                    new.Frozen(1, 2, 3, 4, None),
                    new.Boxes(1, 2, 3, 4),
                    new.Packed(1, 2, 3, 4, 5),
                    new.Packed(1, 2, 3, 4, 5, 6),
                    summed,
                ):
                    other = self.again(value, protocol)
                    self.assertIs(type(other), type(value))
                    self.assertEqual(repr(other), repr(value))
                    self.assertEqual(other, value)
                self.assertEqual(hash(self.again(new.Frozen(1, 2, 3, 4, 5), protocol)), hash(new.Frozen(1, 2, 3, 4, 5)))
                other = self.again(summed, protocol)
                self.assertEqual((other.total, summed.total), (6.5, 6.5))
                other = self.again(loop, protocol)
                self.assertIs(other.next, other)
                self.assertEqual((other.x, other.y, other.z, other.added), (3, 2.5, 1, 4))
                other = self.again(open_, protocol)
                self.assertIs(other.more, other)
                self.assertEqual((other.x, other.y, other.z), (1, 2, 3))
                other = self.again(subbed, protocol)
                self.assertEqual((type(other), other, other.more), (sub, subbed, "x"))

    def test_bits(self):
        texts = self.version1.Texts
        for one, two, three in zip(self.BITS, self.BITS[1:] + self.BITS[:1], self.BITS[2:] + self.BITS[:2]):
            given = struct.pack("<3Q", one, two, three)
            shape = self.version1._shape(texts, (("x", "y", "z"),))
            made = shape(given)
            for protocol in PROTOCOLS:
                for value in (made, self.again(made, protocol)):
                    self.assertEqual(value.__reduce__()[1], (given,))
                    self.assertEqual(struct.pack("<3d", value.x, value.y, value.z), given)

    def test_many_at_once(self):
        ticks = [self.version1.Quote(f"s{i % 7}", i, i + 0.5, -i, 1 / (i + 1)) for i in range(500)]
        for protocol in PROTOCOLS:
            self.assertEqual(self.again(ticks, protocol), ticks)
        gc.collect()

    def test_added_removed_reordered_renamed(self):
        for protocol in PROTOCOLS:
            self.assertEqual(
                self.upgrade(self.version1.Quote("s", 1, 2, 3, 4), protocol),
                self.version2.Quote(last=4, symbol="s", price=1, ask=3, mid=0.5, spread=1.5),
            )
            self.assertEqual(self.upgrade(self.version1.More(1, 2), protocol), self.version2.More(1, 2, 2.5))
            self.assertEqual(self.upgrade(self.version1.Fewer(1, 2, 3), protocol), self.version2.Fewer(3, 1))
        self.assertEqual(self.downgrade(self.version2.More(1, 2, 3)), self.version1.More(1, 2))
        self.refused(
            TypeError,
            "Fewer: field 'second' is missing from the pickle and has no default",
            self.downgrade,
            self.version2.Fewer(1, 2),
        )
        self.refused(
            TypeError,
            "Quote: field 'bid' is missing from the pickle and has no default",
            self.downgrade,
            self.version2.Quote(1, "s", 3, 5, mid=2, spread=4),
        )

    def test_retyped(self):
        old, new = self.version1.Retyped(1, 2, 3, 0.1, 5, 6, 7), self.version2.Retyped
        made = self.upgrade(old)
        self.assertEqual(
            made, new(free=7, anything=5.0, single=0.1, bounded=6, boxed=2, maybe=3, kept=1)
        )
        self.assertEqual((type(made.anything), made.single), (float, 0.10000000149011612))
        self.assertEqual(self.downgrade(made), self.version1.Retyped(1, 2, 3, 0.10000000149011612, 5, 6, 7))
        old.single = 1e300
        self.refused(OverflowError, "Retyped.single: 1e+300 is out of range for float32", self.upgrade, old)
        old.single, old.bounded = 1, -1
        self.refused(ValueError, "Retyped.bounded: -1.0 is not >= 0", self.upgrade, old)
        made.free = None
        self.refused(TypeError, "Retyped.free: expected float, got NoneType", self.downgrade, made)
        self.refused(
            TypeError, "Texts.y: expected str, got float", self.upgrade, self.version1.Texts(1, 2, 3)
        )
        self.refused(
            TypeError, "Texts.y: expected float, got str", self.downgrade, self.version2.Texts(1, "2", 3)
        )

    def test_single_and_double(self):
        value = self.version1.Doubled(0.1, 2, -0.0)
        made = self.upgrade(value)
        self.assertEqual(made, self.version2.Doubled(0.10000000149011612, 2, -0.0))
        self.assertEqual(self.downgrade(made), value)
        self.assertEqual(self.downgrade(self.version2.Doubled(0.1, 2, math.inf)), self.version1.Doubled(0.1, 2, math.inf))
        words = "Doubled.y: 1e+39 is out of range for float32"
        self.refused(OverflowError, words, self.downgrade, self.version2.Doubled(0.1, 1e39, 0))

    def test_states_between_versions(self):
        loop = self.version1.Loop(1, 2, 3, None)
        loop.next = loop
        made = self.upgrade(loop)
        self.assertIs(made.next, made)
        self.assertEqual((made.x, made.y, made.z, made.added), (1, 2, 3, 3.5))
        made = self.downgrade(made)
        self.assertIs(made.next, made)
        self.assertEqual((made.x, made.y, made.z), (1, 2, 3))

    def test_flat_names(self):
        """As pickles had them before floats were packed."""
        shape = self.version1._shape(self.version1.Quote, ("symbol", "bid", "gone", "ask", "last"))
        self.assertEqual(shape("s", 1, 2, 3, 4), self.version1.Quote("s", 1, 2, 3, 4))
        self.refused(TypeError, "Quote.bid: expected float, got str", shape, "s", "1", 2, 3, 4)
        old, new = self.version1.Loop, self.version1.Loop(1, 2, 3, None)
        new.__setstate__((self.version1._shape(old, ("x", "y", "z", "next")), 4, 5, 6, new))
        self.assertEqual((new.x, new.y, new.z, new.next), (4, 5, 6, new))

    def test_values_are_checked_here_too(self):
        bounded = self.version2.Bounded
        shape = bounded().__reduce__()[0]
        self.assertEqual(shape(struct.pack("<3d", 0, 1.5, 9)), bounded(0, 1.5, 9))
        for given, error, words in (
            ((-1, 1, 1), ValueError, "Bounded.low: -1.0 is not >= 0"),
            ((math.nan, 1, 1), ValueError, "Bounded.low: nan is not >= 0"),
            ((1, 1.25, 1), ValueError, "Bounded.step: 1.25 is not a multiple of 0.5"),
            ((1, 1, 10), ValueError, "Bounded.single: 10.0 is not < 10"),
            ((1, 1, -1e39), OverflowError, "Bounded.single: -1e+39 is out of range for float32"),
        ):
            self.refused(error, words, shape, struct.pack("<3d", *given))
        frozen = self.version2.Frozen(1, 2, 3, 4, 5).__reduce__()[0]
        three = struct.pack("<3d", 1, 2, 3)
        self.assertEqual(frozen(4, None, three), self.version2.Frozen(1, 2, 3, 4, None))
        self.refused(OverflowError, "Frozen.number: 400 is out of range for int8", frozen, 400, None, three)

    def test_packed_anyhow(self):
        """Names that this version would not write."""
        quote = self.version1.Quote
        for names, values in (
            ((("bid",), "symbol", ("last", "ask"), "gone"), (struct.pack("<d", 1), "s", struct.pack("<2d", 4, 3), 2)),
            ((("bid", "gone", "ask", "last", "none"), "symbol"), (struct.pack("<5d", 1, 2, 3, 4, 5), "s")),
            (("symbol", ("last", "ask", "gone", "bid")), ("s", struct.pack("<4d", 4, 3, 2, 1))),
            (
                ("symbol", ("bid", "gone", "ask", "last"), ("x",), "y"),
                ("s", struct.pack("<4d", 1, 2, 3, 4), bytes(8), object()),
            ),
        ):
            with self.subTest(names=names):
                shape = self.version1._shape(quote, names)
                self.assertEqual(shape.__reduce__()[1], (quote, names))
                self.assertEqual(shape(*values), quote("s", 1, 2, 3, 4))
        shape = self.version1._shape(quote, (("symbol", "bid", "gone", "ask", "last"),))
        self.refused(TypeError, "Quote.symbol: expected str, got float", shape, bytes(40))
        shape = self.version2._shape(self.version2.Quote, (("last", "bid", "price", "ask"), "symbol"))
        self.assertEqual(
            shape(struct.pack("<4d", 1, 2, 3, 4), "s"), self.version2.Quote(1, "s", 3, 4)
        )

    def test_hostile_values(self):
        class Bytes(bytes):
            pass

        loop = self.version1.Loop(1, 2, 3, None)
        shape = loop.__reduce__()[0]
        quote = self.version1.Quote("s", 1, 2, 3, 4).__reduce__()[0]
        for value in (
            b"",
            bytes(23),
            bytes(25),
            bytes(32),
            bytearray(24),
            memoryview(bytes(24)),
            Bytes(24),
            "x" * 24,
            None,
            1.0,
            (1.0, 2.0, 3.0),
        ):
            with self.subTest(value=value):
                words = "Loop: cannot restore this state"
                self.refused(TypeError, words, shape, None, value)
                self.refused(TypeError, words, loop.__setstate__, (shape, None, value))
                self.refused(TypeError, words, loop.__setstate__, (shape, None, value, (None, None)))
                self.assertEqual((loop.x, loop.y, loop.z, loop.next), (1, 2, 3, None))
        self.refused(TypeError, "Quote: cannot restore this state", quote, "s", bytes(31))
        self.refused(TypeError, "Quote: cannot restore this state", quote, bytes(32), "s")
        self.refused(TypeError, "Quote: cannot restore this state", quote, bytes(32))
        self.refused(TypeError, "Quote: cannot restore this state", quote, "s", 1.0, 2.0, 3.0, 4.0)
        self.refused(TypeError, "Quote.symbol: expected str, got bytes", quote, b"s", bytes(32))
        loop.__setstate__((shape, loop, struct.pack("<3d", 4, 5, 6)))
        self.assertEqual((loop.x, loop.y, loop.z, loop.next), (4, 5, 6, loop))


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

    def test_packed(self):
        m, other = load("version2"), self.other("version2")
        with installed(m):
            for value in (
                m.Quote(1, "s", math.inf, 5, mid=-0.0),
                m.Retyped(1, 2, 0.1, 4, 5, 6, maybe=7),
                m.Frozen(1, 0.1, 3, 4, None),
                m.Packed(1, 2, 3, 4, 5, 6),
                m.Boxes(1, 2, 3, 4),
                m.Loop(m.Loop(None, 1, 2, 3), 4, 5, 6),
                m.Summed(1, 2, 3),
            ):
                for protocol in PROTOCOLS:
                    text = pickle.dumps(value, protocol)
                    with installed(other):
                        loaded = pickle.loads(text)
                        self.assertIs(type(loaded), getattr(other, type(value).__name__))
                        self.assertEqual(repr(loaded), repr(value))
                        back = pickle.dumps(loaded, protocol)
                    self.assertEqual(back, text)
                    self.assertEqual(repr(pickle.loads(back)), repr(value))

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
