"""The map of the project, gen/README.md, names every header of the run time."""

import unittest

from repo import ROOT, RuleTest, text, tracked


class Map(RuleTest):
    def test_headers(self):
        words = text(ROOT / "gen" / "README.md")
        self.assertNone((path.name for path in tracked("templates/runtime/*.h") if f"`{path.name}`" not in words),
                        "headers that gen/README.md does not name")


if __name__ == "__main__":
    unittest.main()
