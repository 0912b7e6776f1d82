"""Options of records as objects: what repr shows, what is compared, ordering, kept hashes."""

import copy
import itertools
import math
import operator
import pickle
import unittest

from pair import Pair
from support import IS_C, ModuleCase, setUpModule

NAN = float("nan")
ORDERINGS = (operator.lt, operator.le, operator.gt, operator.ge)


class Counting:
    """Counts how often it is hashed."""

    def __init__(self):
        self.hashed = 0

    def __hash__(self):
        self.hashed += 1
        return 17


class Shown(ModuleCase):
    modules = ("objects",)

    def test_repr_leaves_out(self):
        ranked = self.objects.Ranked("a", 1, secret=b"key")
        self.assertEqual(repr(ranked), "Ranked(name='a', points=1, rate=0.0, bonus=None, note=None)")
        self.assertEqual(ranked.secret, b"key")
        self.assertEqual(repr(self.objects.Silent(1.0)), "Silent()")
        senior = self.objects.Senior("a", 1, years=2)
        self.assertEqual(repr(senior), "Senior(name='a', points=1, rate=0.0, bonus=None, note=None, years=2)")


class Compared(ModuleCase):
    modules = ("objects",)

    def test_equality_leaves_out(self):
        ranked = self.objects.Ranked
        self.assertEqual(ranked("a", 1, note="x"), ranked("a", 1, note="y"))
        self.assertNotEqual(ranked("a", 1, secret=b"x"), ranked("a", 1, secret=b"y"))
        self.assertEqual(self.objects.Silent(1.0), self.objects.Silent(2.0))

    def test_hash_leaves_out(self):
        kept = self.objects.Kept
        self.assertEqual(hash(kept("a", [1])), hash(("a", None)))
        self.assertEqual(hash(kept("a", [], number=NAN)), hash(("a", 0)))

    def test_hash_refused_by_one_field_is_told_whatever_follows(self):
        for number in (None, 0.0, 5e-324, 1e-310, 1.5, -math.inf, NAN):
            with self.subTest(number=number):
                self.refused(TypeError, "unhashable type: 'list'", hash, self.objects.Kept([], number=number))


class Ordered(ModuleCase):
    modules = ("objects",)

    def test_first_difference_decides(self):
        ranked = self.objects.Ranked
        rows = [("a", 1), ("a", 2), ("a", 2, 0.5), ("a", 2, 0.5, 3), ("b", -1), ("\u00e9", 0)]
        made = [ranked(*row) for row in rows]
        for (i, left), (j, right) in itertools.product(enumerate(made), repeat=2):
            if {len(rows[i]), len(rows[j])} >= {3, 4}:
                continue  # None against 3
            for compare in ORDERINGS:
                with self.subTest(left=left, right=right, compare=compare.__name__):
                    self.assertIs(compare(left, right), compare(i, j))
        self.assertEqual(sorted(reversed(made[:3])), made[:3])

    def test_what_has_no_order_raises_as_its_values_do(self):
        ranked = self.objects.Ranked
        for compare, sign in zip(ORDERINGS, ("<", "<=", ">", ">=")):
            text = f"'{sign}' not supported between instances of 'NoneType' and 'int'"
            self.refused(TypeError, text, compare, ranked("a", 1), ranked("a", 1, bonus=3))

    def test_nan_is_neither(self):
        ranked = self.objects.Ranked
        left, right = ranked("a", 1, NAN, 5), ranked("a", 1, NAN, 4)
        for compare in ORDERINGS:
            self.assertIs(compare(left, right), False)
            self.assertIs(compare(left, left), False)

    def test_of_the_same_class_only(self):
        ranked, senior = self.objects.Ranked("a", 1), self.objects.Senior("a", 1)
        self.assertIs(ranked.__lt__(senior), NotImplemented)
        self.assertIs(senior.__ge__(ranked), NotImplemented)
        self.assertIs(ranked.__le__(("a", 1)), NotImplemented)
        with self.assertRaises(TypeError):
            ranked < senior

        class Sub(self.objects.Ranked):
            pass

        self.assertTrue(Sub("a", 1) < Sub("a", 2))
        self.assertIs(ranked.__lt__(Sub("a", 2)), NotImplemented)

    def test_derived_records_are_ordered_by_all_fields(self):
        senior = self.objects.Senior
        self.assertTrue(senior("a", 1, years=1) < senior("a", 1, years=2))
        self.assertTrue(senior("a", 2, years=1) > senior("a", 1, years=2))
        self.assertTrue(self.objects.Silent(1.0) <= self.objects.Silent(2.0))
        self.assertFalse(self.objects.Silent(1.0) < self.objects.Silent(2.0))

    def test_exceptions_of_values_come_through(self):
        class Odd:
            def __eq__(self, other):
                raise ZeroDivisionError

        kept = self.objects.Kept
        for compare in ORDERINGS:
            with self.assertRaises(ZeroDivisionError):
                compare(kept(Odd()), kept(Odd()))

    def test_recursion_is_bounded(self):
        left, right = self.objects.Kept([]), self.objects.Kept([])
        left.key.append(left)
        right.key.append(right)
        with self.assertRaises(RecursionError):
            left < right


class KeptHash(ModuleCase):
    modules = ("objects",)

    @unittest.skipUnless(IS_C, "the twin computes it every time")
    def test_is_computed_once(self):
        for record in (self.objects.Kept, self.objects.KeptLonger):
            key = Counting()
            made = record(key)
            first = hash(made)
            self.assertEqual((hash(made), key.hashed), (first, 1))

    def test_failure_is_not_kept(self):
        made = self.objects.Kept([])
        for _ in range(2):
            self.refused(TypeError, "unhashable type: 'list'", hash, made)

    def test_copies_hash_alike(self):
        made = self.objects.Kept("a", number=1.5)
        expected = hash(made)
        for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.__replace__()):
            self.assertEqual(hash(other), expected)
        self.assertEqual(hash(made.__replace__(key="b")), hash(("b", 1.5)))

    def test_init_again_forgets(self):
        made = self.objects.Kept("a")
        hash(made)
        made.__init__("b")
        self.assertEqual(hash(made), hash(("b", None)))

    @unittest.skipUnless(IS_C, "promised for C")
    def test_takes_a_word(self):
        self.assertEqual(self.objects.hash_slot.__basicsize__, 16 + 8 + 8)
        self.assertEqual(self.objects.hash_slot(5).hash_slot, 5)
        self.assertEqual(hash(self.objects.hash_slot(5)), hash((5,)))


class Alike(Pair):
    def test_orderings(self):
        rows = [("a", 1), ("a", 2), ("a", 1, NAN), ("a", 1, 0.0, 3), ("a", 1, -0.0, -3, "n", b"z"), ("b", 1)]
        for left, right in itertools.product(rows, repeat=2):
            for compare in (*ORDERINGS, operator.eq, operator.ne):
                for name in ("Ranked", "Senior"):
                    self.agree(
                        "objects",
                        lambda m: compare(getattr(m, name)(*left), getattr(m, name)(*right)),
                        left,
                        right,
                        compare,
                    )


if __name__ == "__main__":
    unittest.main()
