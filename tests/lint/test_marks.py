"""What is committed is finished and belongs to no one machine."""

import re
import unittest

from repo import RuleTest, allows, file_allows, name, text, tracked

# Written apart, so that this file does not find itself.
MARKS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b"
                   r"|not " r"implemented|for " r"now\b|NotImplemented" r"Error|place" r"holder")
PATHS = re.compile(r"(?<![\w.*/-])/(?:home|root|work|tmp|Users)" r"/\w")
TEXTS = {".c", ".h", ".def", ".py", ".pyi", ".tmpl", ".yaml", ".yml", ".json", ".md", ".sh", ".toml", ""}


def lines(rule):
    for path in tracked():
        if path.suffix not in TEXTS or file_allows(path, rule):
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            if not allows(line, rule):
                yield f"{name(path)}:{number}: {line.strip()[:100]}", line


class Marks(RuleTest):
    def test_no_unfinished_work(self):
        self.assertNone((place for place, line in lines("marks") if MARKS.search(line)), "marks of unfinished work")

    def test_no_paths_of_one_machine(self):
        self.assertNone((place for place, line in lines("paths") if PATHS.search(line)), "paths of one machine")

    def test_text_is_clean(self):
        def unclean(path):
            content = path.read_bytes()
            return b"\r" in content or (content and not content.endswith(b"\n"))
        files = (path for path in tracked("gen", "templates", "schemas", "tests/**.py", "tests/**.c", "*.md", "Makefile")
                 if path.suffix in TEXTS and not file_allows(path, "clean"))
        self.assertNone((name(path) for path in files if unclean(path)), "carriage returns, or no final newline")


if __name__ == "__main__":
    unittest.main()
