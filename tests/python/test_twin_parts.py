"""The texts that twins are put together from (templates/python) as modules of their own: they import each
other, bring what they use, and the strict scanner agrees with the standard library about what JSON is."""

import ast
import builtins
import importlib
import json
import random
import re
import sys
import unittest

from support import DATA, IS_C, ROOT

FOLDER = ROOT / "templates" / "python"
PARTS = sorted(path.stem for path in FOLDER.glob("*.py"))
MARK = "# [twin]"


def part(name):
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


@unittest.skipIf(IS_C, "tested in the run of the twins")
class Parts(unittest.TestCase):
    def test_importable(self):
        self.assertGreater(len(PARTS), 10)
        for name in PARTS:
            with self.subTest(name):
                self.assertTrue(part(name).__doc__)

    def test_marked_once(self):
        for name in PARTS:
            with self.subTest(name):
                lines = (FOLDER / f"{name}.py").read_text().splitlines()
                self.assertEqual(lines.count(MARK), 1)

    def test_every_name_is_imported_above_the_mark(self):
        """What one part uses of another, it names; so a part left out is a part not needed."""
        for name in PARTS:
            tree = ast.parse((FOLDER / f"{name}.py").read_text())
            bound = set(dir(builtins)) | {"__slots__"}
            used = {}
            for node in ast.walk(tree):
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    bound.add(node.name)
                elif isinstance(node, ast.Name):
                    if isinstance(node.ctx, ast.Load):
                        used.setdefault(node.id, node.lineno)
                    else:
                        bound.add(node.id)
                elif isinstance(node, ast.arg):
                    bound.add(node.arg)
                elif isinstance(node, (ast.Import, ast.ImportFrom)):
                    bound.update(alias.asname or alias.name for alias in node.names)
                elif isinstance(node, ast.ExceptHandler) and node.name:
                    bound.add(node.name)
            missing = {name: line for name, line in used.items() if name not in bound}
            self.assertEqual(missing, {}, name)

    def test_no_import_is_idle(self):
        for name in PARTS:
            if name == "core_imports":
                continue
            text = (FOLDER / f"{name}.py").read_text()
            body = text.split(MARK)[1]
            for node in ast.walk(ast.parse(text.split(MARK)[0])):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    if getattr(node, "module", "") in ("__future__", "typing"):
                        continue  # for annotations, as the twin has it, and the `if` around their words
                    for alias in node.names:
                        word = alias.asname or alias.name
                        self.assertRegex(body, rf"\b{word}\b", f"{name} does not use {word}")

    def test_only_the_standard_library(self):
        for name in PARTS:
            for node in ast.walk(ast.parse((FOLDER / f"{name}.py").read_text().split(MARK)[1])):
                if isinstance(node, ast.Import):
                    for alias in node.names:
                        self.assertIn(alias.name.split(".")[0], sys.stdlib_module_names)
                        self.assertTrue(alias.asname.startswith("_"))
                self.assertNotIsInstance(node, ast.ImportFrom)

    def test_module_names_are_private(self):
        """Records and enums may be called anything that does not begin with an underscore."""
        for name in PARTS:
            for node in ast.parse((FOLDER / f"{name}.py").read_text().split(MARK)[1]).body:
                names = (
                    [node.name]
                    if hasattr(node, "name")
                    else [
                        target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)
                    ]
                )
                for word in names:
                    self.assertTrue(word.startswith("_") or word == "ValidationError", f"{name}: {word}")

    def test_families_have_parts(self):
        families = re.findall(
            r"^FAMILY\(\w+,\s*(\w+)", (ROOT / "gen/types/families.def").read_text(), re.MULTILINE
        )
        self.assertEqual(
            {f"family_{family}" for family in families}, {name for name in PARTS if name.startswith("family")}
        )


@unittest.skipIf(IS_C, "tested in the run of the twins")
class Scan(unittest.TestCase):
    def scan(self, data):
        text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
        return part("core_scan")._scan(text, text, isinstance(data, bytes))

    def standard(self, data):
        """What the standard library makes of it, told to be strict."""

        def refuse(name):
            raise ValueError(name)

        if isinstance(data, bytes):
            data = data.decode()
        data.encode()
        tree = json.loads(
            data, object_pairs_hook=tuple, parse_int=str.encode, parse_float=str.encode, parse_constant=refuse
        )
        json.dumps(json.loads(data), ensure_ascii=False).encode()
        return tree

    def test_tree_and_places(self):
        text = ' {"a" : [1, "x",{}] ,\n"b":null}'
        tree, where = self.scan(text)
        self.assertEqual(tree, (("a", [b"1", "x", ()]), ("b", None)))
        self.assertEqual(where, (1, 30, [(2, (8, 18, [9, 12, (16, 17, [])])), (22, 26)]))
        self.assertEqual(self.scan("-1.5e3"), (b"-1.5e3", 0))
        self.assertEqual(self.scan("[]"), ([], (0, 1, [])))

    def agree(self, data):
        try:
            expected = self.standard(data), True
        except (ValueError, RecursionError):
            expected = None
        try:
            found = self.scan(data)[0], True
        except json.JSONDecodeError as error:
            self.assertTrue(0 <= error.pos <= len(data))
            found = None
        self.assertEqual(found, expected, data)
        if expected:
            self.assertEqual(part("core_scan")._parse(data), expected[0])

    def test_agrees_with_the_standard_library(self):
        generator = random.Random(7)
        alphabet = list('{}[],:"\\ \n01.-eEu') + [
            "true",
            "null",
            '"a"',
            '"\\u00e9"',
            '"\\ud83d\\ude00"',
            "\\ud800",
            "1.5",
            "\u20ac",
            "\x00",
            "NaN",
        ]
        for _ in range(20_000):
            self.agree("".join(generator.choice(alphabet) for _ in range(generator.randrange(1, 12))))

    @unittest.skipUnless((DATA / "json-test-suite").is_dir(), f"not here: {DATA / 'json-test-suite'}")
    def test_suite(self):
        for path in sorted((DATA / "json-test-suite").glob("*.json")):
            with self.subTest(path.name):
                self.agree(path.read_bytes())

    def test_depth_is_told_without_reading(self):
        is_shallow = part("core_scan")._is_shallow
        deep, flat = b"[" * 501 + b"]" * 501, b"[[]," * 300 + b"[" * 199
        for text, expected in [
            (b"[]" * 1000, True),
            (deep, False),
            (flat, True),
            (b'{"a":' * 500, True),
            (b'{"a":' * 501, False),
            (b"[{" * 250 + b"]}" * 250, True),
            (b'["' + b"[" * 1000 + b'"]', True),
            (b'["\\"' + b"[" * 1000 + b'"]', True),
            (b'["\\\\"' + b"[" * 1000, False),
            (b'["\\\\\\"' + b"[" * 1000 + b'"]', True),
            (b'["a","]]]]",' + b"[" * 501, False),
            (b'["' + b"]" * 600 + b'",' + b"[" * 501, False),
            (b'"' + b"[" * 1000, True),
            (b'["\\u005c"' + b"[" * 600, False),
            (b'["\\n","\\\\n",' + b"[" * 499, True),
            (b'["\\n","\\\\n",' + b"[" * 500, False),
        ]:
            with self.subTest(text[:20]):
                self.assertEqual(is_shallow(text), expected)


if __name__ == "__main__":
    unittest.main()
