"""A row of a table brings its files: a type its test vectors, a family its header and the twin's text, a
diagnostic the input that shows it."""

import re
import unittest

from repo import ROOT, RuleTest, allows, rows, text, tracked


def absent(paths):
    return (path for path in paths if not (ROOT / path).is_file())


class Tables(RuleTest):
    def test_scalars_have_vectors(self):
        scalars = [row[0] for row in rows("gen/types/scalars.def", "SCALAR")]
        self.assertGreater(len(scalars), 10)
        self.assertNone(absent(f"tests/vectors/{scalar}.json" for scalar in scalars), "vectors missing")

    def test_vectors_have_scalars(self):
        scalars = {row[0] for row in rows("gen/types/scalars.def", "SCALAR")}
        found = {path.stem for path in tracked("tests/vectors/*.json")}
        self.assertNone(sorted(found - scalars), "vectors of no scalar")

    def test_families_have_their_files(self):
        headers = [row[1] for row in rows("gen/types/families.def", "FAMILY")]
        self.assertGreater(len(headers), 5)
        self.assertNone(absent(f"templates/runtime/sg_{header}.h" for header in headers), "headers missing")
        self.assertNone(absent(f"templates/python/family_{header}.py" for header in headers),
                        "the twin's texts missing")

    def test_diagnostics_have_a_bad_input(self):
        table = ROOT / "gen/base/diags.def"
        slugs = [row[1] for row in rows("gen/base/diags.def", "DIAG")]
        excepted = {match.group(1) for line in text(table).splitlines() if allows(line, "no-bad-file")
                    for match in [re.search(r'"([^"]+)"', line)] if match}
        self.assertGreater(len(slugs), 5)
        shown = {path.name.split(".")[0] for path in tracked("tests/bad/*")}
        shown |= {path.relative_to(ROOT / "tests/bad").parts[0] for path in tracked("tests/bad/*/*")}
        self.assertNone((slug for slug in slugs if slug not in shown | excepted),
                        "diagnostics without a file tests/bad/<slug>.*")


if __name__ == "__main__":
    unittest.main()
