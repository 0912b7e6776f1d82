"""A member of a generated struct must not be called as a macro of Python.h or of what it includes:
gen/plan/keywords.def lists those that begin with a lower-case letter (all others get an underscore)."""

import os
import re
import shutil
import subprocess
import sysconfig
import unittest
from pathlib import Path

from repo import RuleTest, rows

TABLE = "gen/plan/keywords.def"

# What slotgen_runtime.h includes.
HEADERS = ["Python.h", "structmember.h", "math.h", "stdbool.h", "stddef.h", "stdint.h", "string.h"]


def compiler():
    return shutil.which(os.environ.get("CC", "cc").split()[0])


def object_like_macros(include, standard):
    """The names of macros without parameters that are defined behind the HEADERS."""
    source = "#define PY_SSIZE_T_CLEAN\n" + "".join(f"#include <{header}>\n" for header in HEADERS)
    run = subprocess.run([compiler(), f"-std={standard}", f"-I{include}", "-dM", "-E", "-x", "c", "-"],
                         input=source, capture_output=True, text=True, check=True)
    return set(re.findall(r"^#define (\w+)(?!\()(?:\s|$)", run.stdout, re.MULTILINE))


class Keywords(RuleTest):
    def words(self):
        return [row[0] for row in rows(TABLE, "KEYWORD")]

    def test_words_stand_once(self):
        words = self.words()
        self.assertGreater(len(words), 100)
        self.assertNone(sorted({word for word in words if words.count(word) > 1}), f"twice in {TABLE}")

    def test_words_begin_in_lower_case(self):
        self.assertNone((word for word in self.words() if not re.match("[a-z]", word)),
                        f"names.c gives these an underscore anyway; not for {TABLE}")

    def test_macros_of_the_headers_are_listed(self):
        include = Path(sysconfig.get_path("include"))
        if not compiler():
            self.skipTest("no C compiler here")
        if not (include / "Python.h").is_file():
            self.skipTest(f"no Python.h in {include}")
        listed = set(self.words())
        for standard in ("c11", "gnu11"):
            with self.subTest(standard):
                macros = object_like_macros(include, standard)
                self.assertIn("NULL", macros)
                self.assertNone(sorted(macro for macro in macros
                                       if re.match("[a-z]", macro) and macro not in listed),
                                f"macros of Python.h that are not in {TABLE}")


if __name__ == "__main__":
    unittest.main()
