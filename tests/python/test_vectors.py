"""Every scalar type against its vectors, tests/vectors/<scalar>.json: what enters a field and what does not,
how it is written, how it is read; plain, optional, absent, boxed, and inside containers."""

import json
import re
import unittest

from support import ROOT, ModuleCase, setUpModule
from values import same, value_of

ROWS = re.findall(r"^SCALAR\((\w+)", (ROOT / "gen/types/scalars.def").read_text(), re.MULTILINE)
ERRORS = (TypeError, ValueError, OverflowError, UnicodeEncodeError, ZeroDivisionError)
ERROR_NAMES = {error.__name__: error for error in ERRORS}


def vectors(scalar):
    with open(ROOT / "tests/vectors" / f"{scalar}.json", encoding="utf-8") as file:
        return json.load(file)


class Vectors(ModuleCase):
    modules = ("scalars",)

    def each(self, section, check):
        """check(scalar, its record, row) for every row of a section, each in a subtest."""
        for scalar in ROWS:
            record = getattr(self.scalars, f"Of_{scalar}")
            for row in vectors(scalar)[section]:
                with self.subTest(scalar=scalar, row=row):
                    check(scalar, record, row)

    def test_every_scalar_has_vectors(self):
        for scalar in ROWS:
            with self.subTest(scalar=scalar):
                found = vectors(scalar)
                self.assertEqual(found["type"], scalar)
                for section in ("accept", "json", "refuse_json"):
                    self.assertTrue(found[section])

    def assert_same(self, value, expected):
        self.assertTrue(same(value, expected), (type(value), type(expected)))

    def test_accepted_by_constructor_and_assignment(self):
        def check(scalar, record, row):
            given, stored = row
            given, stored = value_of(given), value_of(stored)
            made = record(given)
            self.assert_same(made.plain, stored)
            made.plain = given
            self.assert_same(made.plain, stored)
            self.assert_same(record(plain=given).plain, stored)

        self.each("accept", check)

    def test_accepted_in_other_types(self):
        def check(scalar, record, row):
            given, stored = row
            given, stored = value_of(given), value_of(stored)
            made = record(stored, absent=given, items=[given], by_key={"k": given}, nested={"k": [given]})
            self.assert_same(made.absent, stored)
            self.assertIs(made.items[0], given)
            self.assertIs(made.by_key["k"], given)
            if scalar != "Any":
                made.optional = given
                self.assert_same(made.optional, stored)
                made.optional = None
                self.assertIsNone(made.optional)
            if hasattr(made, "boxed"):
                made.boxed = given
                self.assert_same(made.boxed, stored)
                made.boxed = None
                self.assertIsNone(made.boxed)

        self.each("accept", check)

    def refusals(self, record, name, made, given, category, text, step=""):
        where = f"{record.__name__}.{name}{step}: " if category is not ZeroDivisionError else ""
        before = repr(made)
        arguments = {"plain": made.plain, name: given}
        self.refused(category, where + text, lambda: record(**arguments))
        self.refused(category, where + text, setattr, made, name, given)
        self.refused(category, where + text, lambda: made.__replace__(**{name: given}))
        self.assertEqual(repr(made), before)

    def test_refused_by_constructor_and_assignment(self):
        def check(scalar, record, row):
            given, category, text = row
            given, category = value_of(given), ERROR_NAMES[category]
            made = record(value_of(vectors(scalar)["accept"][0][1]))
            self.refusals(record, "plain", made, given, category, text)
            self.refusals(record, "items", made, [given], category, text, "[0]")
            self.refusals(record, "by_key", made, {"a b": given}, category, text, "['a b']")
            if given is not ...:
                words = text.replace(
                    f"expected {self.expected(scalar)},", f"expected {self.expected(scalar)} | ...,"
                )
                self.refusals(record, "absent", made, given, category, words)
            if given is not None:
                words = text.replace(
                    f"expected {self.expected(scalar)},", f"expected {self.expected(scalar)} | None,"
                )
                self.refusals(record, "optional", made, given, category, words)
                self.refusals(record, "nested", made, {"k": [None, given]}, category, words, "['k'][1]")
                if hasattr(made, "boxed"):
                    self.refusals(record, "boxed", made, given, category, words)

        self.each("refuse", check)

    @staticmethod
    def expected(scalar):
        native = re.fullmatch("(u?int|float)[0-9]*", scalar)
        return native[1].lstrip("u") if native else scalar

    def test_json_texts(self):
        def check(scalar, record, row):
            expression, text = row
            value = value_of(expression)
            made = record(value, absent=value, items=[value], by_key={"k": value}, nested={"n": [value]})
            if hasattr(made, "boxed"):
                made.boxed = made.optional = value
            document = made.to_json()
            self.assertIn(f'"plain":{text},'.encode(), document)
            self.assertIn(f'"absent":{text},"items":[{text}],"by_key":{{"k":{text}}}'.encode(), document)
            self.assertIn(f'"nested":{{"n":[{text}]}}'.encode(), document)
            dumped = json.dumps(made.to_dict(), separators=(",", ":"), ensure_ascii=False).encode()
            self.assertEqual(dumped, document)
            again = record.from_json(document)
            self.assert_same(again.plain, made.plain)
            self.assert_same(again.items[0], made.plain)
            self.assertEqual(again.to_json(), document)
            self.assertEqual(record.from_dict(made.to_dict()).to_json(), document)
            self.assertEqual(record.from_json(document.decode()).to_json(), document)

        self.each("json", check)

    def documents(self, text):
        """(document, path and offset of the value in it) in all kinds of fields."""
        for before, after, path in [
            ('{"plain":', "}", "$.plain"),
            ('{"items": [', "]}", "$.items[0]"),
            ('{"by_key":{"a b":', "}}", "$.by_key['a b']"),
        ]:
            yield before + text + after, path, len(before) + len(text) - len(text.lstrip(" \t\r\n"))

    def test_read(self):
        def check(scalar, record, row):
            text, expression = row
            expected = value_of(expression)
            self.assert_same(record.from_json(f'{{"plain":{text}}}').plain, expected)
            self.assert_same(
                record.from_json(f'{{"plain":{text},"items":[{text}]}}'.encode()).items[0], expected
            )
            self.assert_same(
                record.from_json(f'{{"by_key":{{"":{text}}},"plain":{text}}}').by_key[""], expected
            )

        self.each("read", check)

    def test_refused_json(self):
        def check(scalar, record, row):
            text, message = row
            for document, path, offset in self.documents(text):
                for data in (document, document.encode()):
                    error = self.invalid(f"{message} - at {path}", record.from_json, data)
                    self.assertEqual((error.message, error.path, error.offset), (message, path, offset))

        self.each("refuse_json", check)

    def test_refused_when_written(self):
        def check(scalar, record, row):
            expression, category, text = row
            value, category = value_of(expression), ERROR_NAMES[category]
            where = "" if category is UnicodeEncodeError else f"{record.__name__}.plain: "
            item = "" if category is UnicodeEncodeError else f"{record.__name__}.items[1]: "
            made = record(value)
            for write in (made.to_json, made.to_dict, lambda: record.to_json_array([made])):
                self.refused(category, where + text, write)
            good = value_of(vectors(record.__name__[3:])["accept"][0][1])
            made = record(good)
            made.items = [good, value]
            self.refused(category, item + text, made.to_json)
            self.refused(category, item + text, made.to_dict)

        self.each("refuse_write", check)


if __name__ == "__main__":
    unittest.main()
