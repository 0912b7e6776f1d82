"""What the rules of the repository share: its files, and how a file asks for an exception.

A line that contains `lint: allow RULE` (in a comment) is excepted from the rule of that name; in the
first ten lines of a file it excepts the whole file. Every exception is thus visible where it is made.
"""

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns):
    """The repository's files that match one of the globs; all where none is given. Files that are new
    and not ignored count too: a rule should not wait for the commit."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, check=True)
    names = listing.stdout.decode().split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def name(path):
    return str(path.relative_to(ROOT))


def text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def allows(line, rule):
    return re.search(rf"lint: allow {re.escape(rule)}\b", line) is not None


def file_allows(path, rule):
    return any(allows(line, rule) for line in text(path).splitlines()[:10])


def rows(path, macro):
    """The first argument and the others of each row `MACRO(a, b, ...)` of a table in gen/."""
    found = re.findall(rf"^{macro}\(([^)]*)\)", text(ROOT / path), re.MULTILINE)
    return [[cell.strip().strip('"') for cell in row.split(",")] for row in found]


class RuleTest(unittest.TestCase):
    """A test case that reports all offenders of a rule at once, one per line."""

    def assertNone(self, offenders, rule):
        offenders = list(offenders)
        if offenders:
            lines = "\n  ".join(offenders)
            self.fail(f"{rule}:\n  {lines}")
