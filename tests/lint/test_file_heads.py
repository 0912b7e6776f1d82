"""Each source file opens with a comment on its job."""

import ast
import unittest

from repo import RuleTest, file_allows, name, text, tracked


class FileHeads(RuleTest):
    def test_c_files_open_with_a_comment(self):
        files = tracked("gen/**.c", "gen/**.h", "gen/**.def", "templates/runtime/*.h", "tests/**.c", "tests/**.h")
        self.assertNone((name(path) for path in files
                         if not text(path).startswith("/*") and not file_allows(path, "head")),
                        "files without an opening comment")

    def test_python_files_open_with_a_docstring(self):
        files = tracked("tests/**.py", "templates/python/*.py")
        self.assertNone((name(path) for path in files
                         if not opens_well(text(path)) and not file_allows(path, "head")),
                        "files without an opening comment or docstring")


def opens_well(source):
    return source.startswith("#") or ast.get_docstring(ast.parse(source)) is not None


if __name__ == "__main__":
    unittest.main()
