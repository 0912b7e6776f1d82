"""The goals of the bench name measures that exist, and its pages say what its results are."""

import json
import re
import sys
import unittest

from repo import ROOT, RuleTest, tracked

sys.path.insert(0, str(ROOT / "tests/bench"))

import builds      # noqa: E402
import classes     # noqa: E402
import goals       # noqa: E402
import json_codecs # noqa: E402
import json_work   # noqa: E402
import objects     # noqa: E402
import page        # noqa: E402
import peers       # noqa: E402
import run         # noqa: E402
import streams     # noqa: E402
import summary     # noqa: E402

# of numbers that are no contestant's
OTHER = {"iter_json_lines", "from_json_lines", "500 records", "2,000 records"}


def measures():
    names = {name for group in (objects, streams, builds) for part in ("TIMED", "COUNTED")
             for name in getattr(group, part, {})}
    names |= {f"{verb} {work}" for work in json_work.WORKLOADS for verb in ("encode", "decode")}
    return names - {f"encode {work}" for work in json_work.NOT_ENCODED} | {f"memory, {name}" for name, *_ in run.MEMORY}


class Bench(RuleTest):
    def test_goals_name_measures(self):
        self.assertGreater(len(goals.GOALS), 40)
        self.assertNone(sorted({goal.measure for goal in goals.GOALS} - measures()), "goals without a measure")

    def test_goals_name_contestants(self):
        known = {*peers.KINDS, classes.OURS, *json_codecs.CODECS, *OTHER}
        named = {title for goal in goals.GOALS for title in (goal.ours, *([goal.theirs] if isinstance(goal.theirs, str) else goal.theirs))}
        self.assertNone(sorted(named - known), "goals against nobody")
        self.assertEqual(len({goal.what for goal in goals.GOALS}), len(goals.GOALS))

    def test_contestants_have_requirements(self):
        wanted = (ROOT / "tests/bench/requirements.txt").read_text()
        self.assertNone((needs for _, needs in peers.KINDS.values() if needs and f"\n{needs}==" not in wanted),
                        "contestants that are not installed")

    def test_requirements_are_exact(self):
        lines = [line for path in tracked("tests/bench/*.txt") for line in path.read_text().splitlines()]
        self.assertNone((line for line in lines if line and not line.startswith("#") and not re.fullmatch(r"\S+==[\d.]+", line)),
                        "requirements without an exact version")

    def test_pages_are_of_the_results(self):
        folder, readme = ROOT / "docs/bench", (ROOT / "README.md").read_text()
        found = json.loads((folder / "results.json").read_text())
        self.assertFalse(found["quick"])
        remake = "run make bench-page"
        self.assertEqual((folder / "README.md").read_text(), "".join(page.page(found)), remake)
        self.assertEqual((folder / "tables.md").read_text(), "".join(page.tables(found)), remake)
        self.assertEqual(readme, summary.updated(readme, found), remake)


if __name__ == "__main__":
    unittest.main()
