"""The Mustache engine against the specification's own cases.

MUSTACHE_CLI names the program tests/unit/mustache_cli.c; SLOTGEN_TEST_DATA the folder that holds
mustache-spec/*.json. The cases are not part of the project: without them this says so and skips.
HTML escaping is not for templates that make code, so its cases do not apply; optional modules
(file names that begin with ~) are not covered.
"""

import json
import os
import subprocess
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SLOTGEN_TEST_DATA") or TOP.parent / "shared" / "data")
CASES = sorted((DATA / "mustache-spec").glob("[!~]*.json"))
PROGRAM = os.environ.get("MUSTACHE_CLI")


def encode_text(text):
    data = text.encode()
    return b"%d:%s" % (len(data), data)


def encode_view(value):
    if value is None:
        return b"s" + encode_text("")
    if isinstance(value, bool):
        return b"b%d;" % value
    if isinstance(value, dict):
        parts = [encode_text(name) + encode_view(item) for name, item in value.items()]
        return b"m%d;" % len(parts) + b"".join(parts)
    if isinstance(value, list):
        return b"l%d;" % len(value) + b"".join(map(encode_view, value))
    return b"s" + encode_text(str(value))


def encode_case(case):
    partials = case.get("partials", {})
    texts = [encode_text(name) + encode_text(text) for name, text in partials.items()]
    return (
        encode_text(case["template"])
        + b"%d;" % len(partials)
        + b"".join(texts)
        + encode_view(case["data"])
    )


def expand(case):
    done = subprocess.run([PROGRAM], input=encode_case(case), capture_output=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode()


@unittest.skipUnless(PROGRAM, "MUSTACHE_CLI is not set")
@unittest.skipUnless(CASES, f"skipped, not here: {DATA / 'mustache-spec'}")
class MustacheSpecification(unittest.TestCase):
    def test_every_case_that_applies(self):
        count = 0
        for path in CASES:
            for case in json.loads(path.read_text(encoding="utf-8"))["tests"]:
                if "HTML Escaping" in case["name"]:
                    continue
                count += 1
                with self.subTest(file=path.name, case=case["name"]):
                    self.assertEqual(expand(case), case["expected"])
        self.assertGreater(count, 100)


if __name__ == "__main__":
    unittest.main()
