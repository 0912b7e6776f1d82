"""Memory: nothing leaks, long chains are freed, and what recurses through them ends in an error, not a crash."""

import copy
import gc
import pickle
import sys
import tracemalloc
import unittest

from support import (
    HAS_SANITIZER,
    IS_C,
    IS_CPYTHON,
    ModuleCase,
    resident,
    setUpModule,
    thread_with_stack,
)

LONG = 1_000_000 if IS_C and not HAS_SANITIZER else 50_000
LEAST_LEAK = 150 * 28  # bytes, if every run lost the smallest object there is
TICK = b'{"symbol":"AAPL","timestamp":1.0,"bid":2.0,"ask":3.0}'


@unittest.skipUnless(IS_CPYTHON, "reference counts are CPython's")
class References(ModuleCase):
    """Every operation, good or refused, many times over: no object's count and no memory may grow."""

    modules = ("market", "chains", "everything", "options", "scalars", "employee", "containers")

    def operations(self):
        market, chains, everything, options = self.market, self.chains, self.everything, self.options
        tick, tree = market.MarketTick, chains.Tree
        marker = "a text that nobody else has"
        made = tick(marker, 1, 2, 3)
        holder = everything.Holder([marker, {"k": marker}])
        frozen = options.Frozen(1.5, None, marker)
        sub = type("Sub", (tree,), {})(marker)
        state = sub.__reduce_ex__(2)
        shape, values = made.__reduce_ex__(2)
        words = everything.Words
        loop = chains.Tree(marker)
        loop.parent = loop
        pickled = pickle.dumps([made, sub.parent, holder, frozen, loop])

        def refuse(call, *args, **options):
            try:
                call(*args, **options)
            except (TypeError, ValueError, AttributeError, OverflowError):
                pass
            else:
                raise AssertionError("not refused")

        yield "make", lambda: tick(marker, 1, 2, ask=3)
        yield "make refused", lambda: refuse(tick, marker, 1, 2, "x")
        yield "make refused first", lambda: refuse(tick, 1, 1, 2, 3)
        yield "make with defaults", lambda: tree(marker)
        yield "binding", lambda: refuse(tick, marker)
        yield "binding by name", lambda: refuse(tick, marker, other=marker)
        yield "binding twice", lambda: refuse(tick, marker, symbol=marker)
        yield "assign", lambda: setattr(made, "symbol", marker)
        yield "assign native", lambda: setattr(made, "bid", 2.5)
        yield "assign refused", lambda: refuse(setattr, made, "symbol", 5)
        yield "assign refused in depth", lambda: refuse(setattr, sub, "children", [sub, marker])
        yield "assign unknown", lambda: refuse(setattr, made, marker, 5)
        yield "delete", lambda: refuse(delattr, made, "symbol")
        yield "read", lambda: (made.symbol, made.bid)
        yield "repr", lambda: (repr(made), repr(sub), repr(holder), repr(loop))
        yield "eq", lambda: (made == tick(marker, 1, 2, 3), made == 5, sub == sub, holder == holder)
        yield "hash", lambda: hash(frozen)
        yield "copy", lambda: (copy.copy(made), copy.copy(sub), copy.copy(holder))
        yield "deepcopy", lambda: (
            copy.deepcopy(made),
            copy.deepcopy(sub),
            copy.deepcopy(holder),
            copy.deepcopy(loop),
        )
        yield "replace", lambda: made.__replace__(bid=5)
        yield "replace refused", lambda: refuse(made.__replace__, other=marker)
        yield "reduce", lambda: (made.__reduce_ex__(2), sub.__reduce_ex__(2))
        yield "restore", lambda: (shape(*values), state[0](), state[0]().__setstate__(state[2]))
        yield "restore refused", lambda: (
            refuse(shape, marker),
            refuse(shape, *values[:-1], marker),
            refuse(sub.__setstate__, marker),
        )
        yield "shape", lambda: market._shape(tick, ("symbol", "gone"))
        yield "pickle", lambda: pickle.loads(pickle.dumps(made))
        yield "to_json", lambda: (made.to_json(), sub.to_json(), holder.to_json())
        yield "to_json refused", lambda: (
            refuse(everything.Holder([range(1)]).to_json),
            refuse(tick(marker, float("nan"), 1, 1).to_json),
            refuse(loop.to_json),
        )
        yield "to_dict", lambda: (made.to_dict(), sub.to_dict(), holder.to_dict())
        yield "to_dict refused", lambda: refuse(everything.Holder([range(1)]).to_dict)
        yield "from_json", lambda: tick.from_json(TICK)
        yield "from_json str", lambda: tick.from_json(TICK.decode())
        yield "from_json nested", lambda: tree.from_json(
            '{"name":"a","children":[{"name":"\u20ac"},{"parent":{}}]}'
        )
        yield "from_json enums", lambda: words.from_json('{"word":"\\u20ac","words":["",""],"level":1}')
        yield "from_json refused", lambda: (
            refuse(tick.from_json, '{"symbol":1}'),
            refuse(tick.from_json, '{"symbol":"a","bid":1,"bid":2}'),
            refuse(tick.from_json, "{}"),
        )
        yield "from_json refused in depth", lambda: refuse(
            tree.from_json, '{"children":[{"children":[{"name":"a"},{"name":null}]}]}'
        )
        yield "from_json malformed", lambda: (
            refuse(tick.from_json, "{"),
            refuse(tick.from_json, b'{"symbol":"\xff"}'),
            refuse(tick.from_json, '{"symbol":"a"]'),
        )
        yield "from_json unfit", lambda: (
            refuse(words.from_json, '{"word":"x"}'),
            refuse(words.from_json, '{"words":["","x"]}'),
        )
        yield "from_json type", lambda: refuse(tick.from_json, 5)
        yield "array", lambda: tick.from_json_array(tick.to_json_array([made, made]))
        yield "array refused", lambda: (
            refuse(tick.from_json_array, b"[" + TICK + b",{}]"),
            refuse(tick.to_json_array, [made, marker]),
        )
        yield "lines", lambda: tick.from_json_lines(tick.to_json_lines([made, made]))
        yield "lines refused", lambda: (
            refuse(tick.from_json_lines, TICK + b"\n{}"),
            refuse(tick.from_json_lines, TICK + b"\n{"),
            refuse(tick.to_json_lines, [made, marker]),
        )
        yield "from_dict", lambda: (
            tick.from_dict({"symbol": marker, "timestamp": 1, "bid": 2, "ask": 3}),
            everything.Holder.from_dict({"value": [marker, {"k": marker}]}),
        )
        yield "from_dict refused", lambda: (
            refuse(tick.from_dict, {"symbol": 5}),
            refuse(everything.Holder.from_dict, {"value": [marker, {1: 2}]}),
        )
        yield from self.container_operations(refuse)
        yield "new", lambda: tick.__new__(tick)
        yield "subclass", lambda: type("Short", (tick,), {"__slots__": ()})(marker, 1, 2, 3)
        yield "final", lambda: refuse(lambda: type("X", (options.Final,), {}))
        yield "error", lambda: everything.ValidationError(marker, marker)
        yield "pickles", lambda: pickle.loads(pickled)

    def container_operations(self, refuse):
        marker = "a text that nobody else has"
        containers, Side = self.containers, self.containers.Side
        Sets, Pair, Keys, Words = containers.Sets, containers.Pair, containers.Keys, containers.Words
        sets = Sets({marker, "b"}, {1, 300, 10**18}, any={marker, 1, None}, pairs={(marker, 1), (marker, 2)})
        pair = Pair((marker, 1), (1000.5,), tuple(range(1000, 1020)), (Side.BUY, None))
        keys = Keys({marker: 1}, {1000: marker}, {10**15: [1]}, sides={Side.BUY: 1000.5}, nested={1: {Side.SELL: (1,)}})
        words = Words("b", 300, many=("a", "b"))
        for record in (sets, pair, keys, words):
            cls, name = type(record), type(record).__name__
            text, given = record.to_json(), record.to_dict()
            yield f"{name} made", lambda cls=cls, record=record: cls(*[getattr(record, n) for n in cls.__match_args__])
            yield f"{name} to_json", record.to_json
            yield f"{name} to_dict", record.to_dict
            yield f"{name} from_json", lambda cls=cls, text=text: cls.from_json(text)
            yield f"{name} from_dict", lambda cls=cls, given=given: cls.from_dict(given)
            yield f"{name} pickled", lambda record=record: pickle.loads(pickle.dumps(record))
            yield f"{name} json_schema", cls.json_schema
        yield "containers refused", lambda: (
            refuse(Sets, {1}),
            refuse(Sets, pairs={(marker,)}),
            refuse(Pair, (marker, marker)),
            refuse(Keys, {1: 1}),
            refuse(Keys, small={marker: marker}),
            refuse(Keys, small={1000: 1000}),
            refuse(Keys, sides={Side.BUY: marker}),
            refuse(Words, marker),
            refuse(Words, number=marker),
        )
        for document in (
            {"words": [marker, marker]},
            {"words": [marker, 1]},
            {"any": [[marker]]},
            {"pairs": [[marker, 1], [marker]]},
            {"pair": [marker, 1, 2]},
            {"pair": [marker]},
            {"many": [1000, 1000, marker]},
            {"small": {"70000": marker}},
            {"small": {"01": marker}},
            {"small": {"1": 1}},
            {"wide": {"0": [], "-0": []}},
            {"sides": {marker: 1}},
            {"kind": marker},
            {"many": ["a", marker]},
        ):
            cls = next(c for c in (Sets, Pair, Keys, Words) if next(iter(document)) in c.__match_args__)
            text = str(document).replace("'", '"')
            yield f"from_json refused {text}", lambda cls=cls, text=text: refuse(cls.from_json, text)
            yield f"from_dict refused {text}", lambda cls=cls, node=document: refuse(cls.from_dict, node)
        odd = Sets()
        odd.words.add(5)
        wrong = Keys(small={1: marker})
        wrong.small[marker] = marker
        yield "containers not written", lambda: (
            refuse(odd.to_json),
            refuse(odd.to_dict),
            refuse(wrong.to_json),
            refuse(wrong.to_dict),
            refuse(containers.Table(anything={marker, object}).to_json),
        )

    def assert_steady(self, operation, measure, limits, times=150, rounds=30):
        """`measure()` stays within `limits` in one of many rounds: free lists fill up slowly."""
        for _ in range(20):
            operation()
        for _ in range(rounds):
            gc.collect()
            before = measure()
            for _ in range(times):
                operation()
            gc.collect()
            grown = [new - old for old, new in zip(before, measure())]
            if all(size < limit for size, limit in zip(grown, limits)):
                return
        self.fail(f"grew by {grown} in {times} runs")

    def test_nothing_grows(self):
        for name, operation in self.operations():
            with self.subTest(name):
                tracemalloc.start()
                try:
                    self.assert_steady(operation, self.memory, (LEAST_LEAK, 75))
                finally:
                    tracemalloc.stop()

    @staticmethod
    def memory():
        return tracemalloc.get_traced_memory()[0], sys.getallocatedblocks()

    @unittest.skipUnless(IS_C, "a twin cannot miscount")
    def test_counts_of_shared_objects(self):
        market, everything = self.market, self.everything
        shared = [
            None,
            True,
            ...,
            1.5,
            market.MarketTick,
            market.Side.BUY,
            market.ValidationError,
            everything.Word.EURO,
        ]
        for name, operation in self.operations():
            with self.subTest(name):
                limits = [75] * len(shared)
                self.assert_steady(operation, lambda: [sys.getrefcount(value) for value in shared], limits)
                self.assert_steady(operation, lambda: [-sys.getrefcount(value) for value in shared], limits)

    def test_destructors_run_once(self):
        seen = []

        class Loud:
            def __del__(self):
                seen.append(1)

        for make in (
            lambda: self.everything.Holder(Loud()),
            lambda: self.scalars.Of_Any(Loud(), items=[Loud()]),
        ):
            seen.clear()
            made = make()
            self.assertEqual(seen, [])
            del made
            gc.collect()
            self.assertIn(len(seen), (1, 2))
            count = len(seen)
            gc.collect()
            self.assertEqual(len(seen), count)


class Million(ModuleCase):
    modules = ("market", "item", "chains")

    @unittest.skipUnless(IS_C and not HAS_SANITIZER, "measured for C modules without sanitizers")
    def test_made_and_dropped(self):
        tick = self.market.MarketTick
        count = LONG
        for _ in range(count // 10):
            tick("a", 1.0, 2.0, 3.0)
        before = resident()
        for number in range(count):
            tick("a", 1.0, 2.0, 3.0)
        for _ in range(count // 20):
            tick.from_json(TICK).to_json()
        self.assertLess(resident() - before, 4_000_000)

    @unittest.skipUnless(
        IS_C and resident() and not HAS_SANITIZER, "measured for C modules without sanitizers"
    )
    def test_resident_size(self):
        tick = self.market.MarketTick
        kept = [None] * LONG
        gc.collect()
        before = resident()
        for number in range(LONG):
            kept[number] = tick("a", 1.0, 2.0, 3.0)
        each = (resident() - before) / LONG
        self.assertLess(each, 1.15 * sys.getsizeof(kept[0]))


class Chains(ModuleCase):
    modules = ("chains", "everything")

    def chain(self, make, length=LONG):
        """A chain made from its end, so that no call nests."""
        last = None
        for _ in range(length):
            last = make(last)
        return last

    def makers(self):
        chains = self.chains
        yield lambda last: chains.Node(1, last)
        yield lambda last: chains.Link(last)
        yield lambda last: chains.FrozenNode(1, last)
        yield lambda last: chains.Tree("t", last)
        yield lambda last: chains.Tree("t", None, [] if last is None else [last])
        yield lambda last: chains.Anything([last])
        yield lambda last: chains.Anything(last)
        yield lambda last: (
            chains.Left(last) if type(last) in (chains.Right, type(None)) else chains.Right(last)
        )
        sub = type("Sub", (chains.Node,), {"__slots__": ()})
        yield lambda last: sub(1, last)
        dicted = type("Dicted", (chains.Node,), {})
        yield lambda last: dicted(1, last)
        link = type("SubLink", (chains.Link,), {"__slots__": ()})
        yield lambda last: (link if type(last) is chains.Link else chains.Link)(last)

    def test_freed(self):
        for number, make in enumerate(self.makers()):
            with self.subTest(number):
                head = self.chain(make)
                self.assertIsNotNone(head)
                del head
        gc.collect()

    @unittest.skipUnless(
        IS_C, "how deep CPython nests when it frees objects of Python classes is its own affair"
    )
    def test_freed_on_a_small_stack(self):
        chains = self.chains
        for make in (
            lambda last: chains.Link(last),
            lambda last: (
                chains.Left(last) if type(last) in (chains.Right, type(None)) else chains.Right(last)
            ),
        ):
            box = [self.chain(make)]
            thread_with_stack((1024 if HAS_SANITIZER else 256) * 1024, box.clear)

    def test_long_ones_end_in_errors(self):
        """RecursionError, or ValueError of JSON; or it works. But it never crashes."""
        for number, make in enumerate(self.makers()):
            one, other = self.chain(make, LONG // 10), self.chain(make, LONG // 10)
            for call in (
                repr,
                hash,
                lambda x, other=other: x == other,
                lambda x: x.to_json(),
                lambda x: x.to_dict(),
                copy.copy,
                copy.deepcopy,
                pickle.dumps,
                lambda x: type(x).to_json_array([x]),
            ):
                with self.subTest(number=number):
                    try:
                        call(one)
                    except (
                        RecursionError,
                        ValueError,
                        TypeError,
                        MemoryError,
                        pickle.PicklingError,
                        AttributeError,
                    ):
                        pass

    def test_errors_leave_records_usable(self):
        chains = self.chains
        head = self.chain(lambda last: chains.Node(1, last), LONG // 10)
        with self.assertRaises(RecursionError):
            repr(head)
        self.assertEqual(head.value, 1)
        head.next = None
        self.assertEqual(repr(head), "Node(value=1, next=None)")
        with self.assertRaises(ValueError):
            head.next = head
            head.to_json()
        with self.assertRaises(RecursionError):
            copied = chains.Node(1, head)
            self.assertEqual(head, copied)

    def test_moderate_ones_work(self):
        chains = self.chains
        head = self.chain(lambda last: chains.FrozenNode(1, last), 100)
        other = self.chain(lambda last: chains.FrozenNode(1, last), 100)
        self.assertEqual(head, other)
        self.assertEqual(hash(head), hash(other))
        self.assertEqual(repr(head).count("FrozenNode"), 100)
        self.assertEqual(pickle.loads(pickle.dumps(head)), head)
        self.assertEqual(copy.deepcopy(head), head)


if __name__ == "__main__":
    unittest.main()
