"""Instances as memory that is used again, and what is compared, hashed, copied and called by ways of our own."""

import copy
import gc
import itertools
import os
import pickle
import subprocess
import sys
import unittest
import weakref

from support import IMPLEMENTATION, IS_C, IS_CPYTHON, MODULES, ModuleCase, new_module, setUpModule

TEXTS = ["", "a", "b", "ab", "abc", "abd", "\0", "a\0", "\x7f", "é", "ÿ", "aé", "€", "a€", "ab€", "\ud800",
         "\uffff", "\U0001f600", "a\U0001f600", "\U0010ffff", "x" * 40, "x" * 39 + "y", "é" * 40]
ORDERINGS = ("__lt__", "__le__", "__gt__", "__ge__")


def again(text):
    """An equal string that is another object, with no hash yet."""
    return "".join(list(text)) if len(text) != 1 else (text + "z")[:1]


class Reuse(ModuleCase):
    modules = ("instances", "options", "market")

    def test_a_new_one_has_nothing_of_the_old(self):
        many, weak = self.instances.Many, self.instances.Weak
        for _ in range(5):
            old = many(7, 7.5, "seven", True, 77)
            del old
            self.assertEqual(repr(many(1, 2.0, "c")), "Many(a=1, b=2.0, c='c', d=False, e=None)")
            old = weak("seven", 7)
            del old
            self.assertEqual(weak("a"), weak("a", None))
            self.assertIsNone(weak.from_json('{"text":"a"}').number)

    @unittest.skipUnless(IS_C, "the twin has no values then")
    def test_made_by_new_alone_it_is_empty(self):
        many = self.instances.Many
        old = many(7, 7.5, "seven", True, 77)
        del old
        made = many.__new__(many)
        self.assertEqual((made.a, made.b, made.d, made.e), (0, 0.0, False, None))
        with self.assertRaises(AttributeError):
            made.c

    def test_more_than_are_kept(self):
        tick = self.market.MarketTick
        for count in (1, 10, 5000):
            made = [tick(f"s{i}", i, i + 1, i + 2) for i in range(count)]
            self.assertEqual([t.ask for t in made], [float(i + 2) for i in range(count)])
            self.assertEqual(len({id(t) for t in made}), count)
            del made

    def test_a_refused_one_can_be_used_again(self):
        many = self.instances.Many
        for _ in range(3):
            for bad in ((1, 2.0, 3), (1, "x", "c"), ("x", 2.0, "c"), (1, 2.0, "c", 1)):
                with self.assertRaises(TypeError):
                    many(*bad)
            with self.assertRaises(OverflowError):
                many(1, 2.0, "c", False, 256)
            self.assertEqual(many(1, 2.0, "c").c, "c")

    def test_subclasses(self):
        tick = self.market.MarketTick

        class WithDict(tick):
            pass

        class WithSlot(tick):
            __slots__ = ("extra",)

        for _ in range(100):
            made = [cls("a", 1, 2, 3) for cls in (tick, WithDict, WithSlot, tick, WithSlot)]
            made[1].anything = made[2].extra = made
            self.assertEqual([type(m) for m in made], [tick, WithDict, WithSlot, tick, WithSlot])
            self.assertFalse(hasattr(made[4], "extra"))
            del made
        gc.collect()
        self.assertFalse(any(isinstance(found, tick) for found in gc.get_objects()))

    def test_weak_references(self):
        for weak in (lambda: self.instances.Weak("a"), lambda: self.options.WeakTracked([])):
            called = []
            for _ in range(3):
                made = weak()
                reference = weakref.ref(made, called.append)
                del made
                gc.collect()
                self.assertIsNone(reference())
                other = weak()
                self.assertEqual(weakref.getweakrefcount(other), 0)
                self.assertIsNone(reference())
            self.assertEqual(len(called), 3)

    def test_copies(self):
        """More than wait to be used again, twice: of new memory, and of what the first ones left."""
        tick = self.market.MarketTick("a" * 50, 1, 2, 3)
        for _ in range(2):
            copies = [copy.copy(tick) for _ in range(1000)]
            self.assertEqual({id(made.symbol) for made in copies}, {id(tick.symbol)})
            copies[0].bid = 5
            copies[1].symbol = "b"
            self.assertEqual((tick.bid, tick.symbol), (2, "a" * 50))
            self.assertEqual(copies[2:], [tick] * 998)
            copies.clear()
        self.assertEqual(copy.copy(tick), tick)

        class Sub(self.market.MarketTick):
            __slots__ = ("more",)

        sub = Sub("s", 1, 2, 3)
        sub.more = [sub]
        made = copy.copy(sub)
        self.assertEqual((type(made), made, made.more), (Sub, sub, [sub]))
        made = self.market.MarketTick.__copy__(sub)
        self.assertEqual((type(made), made, made.more), (Sub, sub, [sub]))

    def test_a_kept_hash_is_not_anothers(self):
        lasting = self.instances.Lasting
        for text in ("a", "b", "c"):
            made = lasting(text)
            self.assertEqual(hash(made), hash((text,)))
            del made
            made = lasting(text * 2)
            self.assertEqual(hash(copy.copy(made)), hash((text * 2,)))

    def test_without_fields(self):
        nothing = self.instances.Nothing
        for _ in range(3):
            self.assertEqual([nothing() for _ in range(3)], [copy.copy(nothing()) for _ in range(3)])
            self.assertEqual(pickle.loads(pickle.dumps(nothing())), nothing())


@unittest.skipUnless(IS_CPYTHON, "reference counts are CPython's")
class Unloading(ModuleCase):
    modules = ("instances",)

    @unittest.skipUnless(IS_C, "of C modules")
    def test_types_are_not_held(self):
        weak = self.instances.Weak
        made = [weak("a") for _ in range(50)]
        del made
        count = sys.getrefcount(weak)
        made = [weak("a") for _ in range(50)]
        self.assertEqual(sys.getrefcount(weak), count + 50)
        del made
        self.assertEqual(sys.getrefcount(weak), count)

    def test_modules_go(self):
        module = new_module("instances", IMPLEMENTATION)
        made = [module.Weak("a") for _ in range(50)]
        del made
        gone = weakref.ref(module.Weak)
        del module
        gc.collect()
        self.assertIsNone(gone())

    def test_instances_outlive_their_module(self):
        module = new_module("instances", IMPLEMENTATION)
        weak, many = module.Weak("a", 5), module.Many(1, 2.0, "c")
        del module
        gc.collect()
        self.assertEqual(repr(copy.copy(weak)), "Weak(text='a', number=5)")
        self.assertEqual(type(many)(1, 2.0, "c"), many)
        del weak, many
        gc.collect()

    def test_freed_when_python_ends(self):
        code = f"""
import sys; sys.path.insert(0, {str(MODULES)!r})
import instances
class Last:
    def __del__(self):
        made = type(self.kept)("later"); del made; del self.kept
last = Last(); last.kept = instances.Weak("a"); last.loop = last
sys.kept = [instances.Many(1, 2.0, "c"), instances.Weak("b"), instances.Lasting("d")]
import builtins; builtins.kept = instances.Words("e")
class Holder: pass
holder = Holder(); holder.self = holder; holder.made = [instances.Numbers(1) for _ in range(600)]
"""
        environment = dict(os.environ)
        if IMPLEMENTATION == "python":
            environment["SLOTGEN_IMPLEMENTATION"] = "python"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


class Calls(ModuleCase):
    """Names that are equal but not the same object, in every order."""

    modules = ("instances",)

    def test_keywords_in_every_order(self):
        many, values = self.instances.Many, {"a": 1, "b": 2.0, "c": "c", "d": True, "e": 5}
        expected = many(1, 2.0, "c", True, 5)
        for names in itertools.permutations(values):
            self.assertEqual(many(**{name: values[name] for name in names}), expected)
            self.assertEqual(many(**{again(name): values[name] for name in names}), expected)
        for count in range(6):
            names = list(values)[count:]
            positional = list(values.values())[:count]
            self.assertEqual(many(*positional, **{name: values[name] for name in names}), expected)

    def test_keyword_only_ones_between(self):
        few = self.instances.Few
        self.assertEqual(repr(few(1, 3, b=2)), "Few(a=1, b=2, c=3)")
        self.assertEqual(few(a=1, b=2, c=3), few(1, 3, b=2))
        self.assertEqual(few(1, b=2, c=3), few(1, 3, b=2))
        for bad in (lambda: few(1, 2, 3), lambda: few(1, 2), lambda: few(1, 2, c=3), lambda: few(1, b=2)):
            self.assertRaises(TypeError, bad)

    def test_refused(self):
        many = self.instances.Many
        for bad in (
            lambda: many(1, 2.0, "c", True, 5, 6),
            lambda: many(1, 2.0, "c", True, e=5, f=6),
            lambda: many(1, 2.0, "c", True, d=5),
            lambda: many(a=1, b=2.0, c="c", d=True, x=5),
            lambda: many(1, b=2.0),
        ):
            self.assertRaises(TypeError, bad)
        with self.assertRaisesRegex(TypeError, r"Many.c: expected str, got int"):
            many(a=1, b=2.0, c=3, d=True, e=5)


class Texts(ModuleCase):
    modules = ("instances",)

    def test_equal_and_ordered_as_tuples_are(self):
        words = self.instances.Words
        for first, second in itertools.product(TEXTS, repeat=2):
            left, right = words(first), words(again(second))
            self.assertIs(left == right, first == second)
            self.assertIs(left != right, first != second)
            for name in ORDERINGS:
                self.assertIs(getattr(left, name)(right), getattr(first, name)(second), (first, second, name))
                self.assertIs(getattr(words("k", first), name)(words("k", again(second))),
                              getattr(first, name)(second))

    def test_none_and_text(self):
        words = self.instances.Words
        self.assertEqual(words("a", None), words("a"))
        self.assertNotEqual(words("a", None), words("a", ""))
        self.assertTrue(words("a") <= words("a"))
        self.assertTrue(words("a") < words("b", "c"))
        self.assertRaises(TypeError, lambda: words("a") < words("a", "b"))

    def test_hashes(self):
        words = self.instances.Words
        for text in TEXTS:
            for _ in range(2):
                self.assertEqual(hash(words(again(text), again(text))), hash((text, text)))

    def test_subclasses_of_str_are_stored_as_str(self):
        class Odd(str):
            __eq__ = __lt__ = lambda self, other: 1 / 0
            __hash__ = str.__hash__

        words = self.instances.Words
        self.assertEqual(words(Odd("a")), words("a"))
        self.assertFalse(words(Odd("a")) < words(Odd("a")))


class NumbersAsTuples(ModuleCase):
    modules = ("instances",)
    prime = 2**61 - 1
    unsigned = sorted({
        n for base in (0, 2**31, 2**32, 2**60, 2**61, 2**62, 2**63, prime, 2 * prime, 3 * prime, 7 * prime,
                       8 * prime, 2**64)
        for n in range(base - 3, base + 4) if 0 <= n < 2**64
    })

    def test_hashes(self):
        numbers = self.instances.Numbers
        for number in self.unsigned:
            self.assertEqual(hash(numbers(0, number)), hash((0, number, None, None)))
            for signed in (number, -number):
                if -(2**63) <= signed < 2**63:
                    self.assertEqual(hash(numbers(signed)), hash((signed, 0, None, None)))

    def test_orders(self):
        numbers, nan = self.instances.Numbers, float("nan")
        rows = [(n, 5) for n in (-(2**63), -1, 0, 1, 2**63 - 1)] + [(0, n) for n in (0, 6, 2**64 - 1)]
        rows += [(0, 5, n, 0.0) for n in (-128, 0, 127)]
        for left, right in itertools.product(rows, repeat=2):
            if left[:2] == right[:2] and len(left) != len(right):
                continue
            for name in ORDERINGS:
                self.assertIs(getattr(numbers(*left), name)(numbers(*right)), getattr(left, name)(right))
        for name in ORDERINGS:
            compare = lambda a, b: getattr(numbers(0, 0, 0, a), name)(numbers(0, 0, 0, b))
            self.assertIs(compare(0.0, -0.0), name in ("__le__", "__ge__"))
            self.assertIs(compare(nan, nan), False)
            self.assertIs(compare(nan, 1.0), False)
            self.assertIs(compare(1.0, float("inf")), name in ("__lt__", "__le__"))


if __name__ == "__main__":
    unittest.main()
