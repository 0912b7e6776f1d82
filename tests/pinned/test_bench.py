"""The bench still runs: every measure is made ready and done once, on few records, against those contestants that are
installed here. Getting ready is where contestants must agree on every value and on all JSON. The twins stand in for
compiled modules."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "bench"
ROOT = BENCH.parents[1]
SCHEMAS = [*BENCH.glob("schemas/*.yaml"), *(ROOT / f"schemas/{name}.yaml" for name in
                                            ("market", "item", "telemetry", "employee", "timeline"))]


def setUpModule():
    global folder
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    subprocess.run([os.environ["SLOTGEN"], "generate", "-o", folder.name, *SCHEMAS], check=True)
    os.environ["SLOTGEN_BENCH_MODULES"] = folder.name
    os.environ["SLOTGEN_BENCH_DATA"] = os.environ.get("SLOTGEN_TEST_DATA", "")
    sys.path.insert(0, str(BENCH))
    unittest.addModuleCleanup(sys.path.remove, str(BENCH))


class Bench(unittest.TestCase):
    def done(self, group, **few):
        """{measure: contestants} of a group, each having done it once."""
        import turns
        for name, number in few.items():
            setattr(group, name, number)
        found = {}
        for name, make in group.TIMED.items():
            with self.subTest(name):
                entries, count = make()
                self.assertGreater(count, 0)
                for entry in entries.values():
                    self.assertGreaterEqual(turns.once(entry), 0)
                found[name] = list(entries)
        return found

    def test_objects(self):
        import objects
        found = self.done(objects, RECORDS=20, PICKLED=20)
        self.assertEqual(len(found), len(objects.TIMED))
        for name in ("construct tick, keywords", "equality", "unpickle 10,000 ticks"):
            for title in ("slotgen", "msgspec gc=False", "attrs", "pydantic", "@dataclass(slots=True)"):
                self.assertIn(title, found[name])

    def test_json(self):
        import json_work
        found = self.done(json_work, TICKS=20, EVENTS=20, FILES=20, MESSAGES=5)
        for name, titles in found.items():
            self.assertIn("msgspec gc=False", titles, name)
            self.assertIn("slotgen", titles, name)
            self.assertIn("orjson, @dataclass", titles, name)

    def test_memory(self):
        import memory
        self.assertGreaterEqual(memory.measure("msgspec", "market.MarketTick", 1000)["bytes"], 0)
        self.assertGreaterEqual(memory.measure("pydantic", "employee.Employee", 200)["seconds"], 0)

    def test_who_is_left_out_is_said(self):
        import classes
        import measure
        about = measure.about()
        self.assertIn("msgspec", about["versions"])
        self.assertEqual({"recordclass", "Cython"} - about["versions"].keys(), set(about["absent"]))
        for title in about["absent"]:
            self.assertNotIn(title, classes.available(["msgspec", title], "market"))

    def test_pages(self):
        import goals
        import page
        measures = {goal.measure: {"unit": "ns", "results": {}} for goal in goals.GOALS}
        for goal in goals.GOALS:
            theirs = goal.theirs if isinstance(goal.theirs, tuple) else (goal.theirs,)
            measures[goal.measure]["results"] |= {title: 2.0 for title in (goal.ours, *theirs)}
        one = {"python": "3.99.0", "versions": {"msgspec": "1"}, "left_out": {"attrs": "no wheel"}, "absent": {},
               "skipped": {"floats": "no canada.json"}, "measures": measures}
        machine = {"processor": "p", "cores": 2, "system": "s", "compiler": "c", "commit": "c"}
        text = "".join(page.page({"machine": machine, "pythons": {"3.13": one}}))
        for words in ("| equality | at most 0.60 | **1.00** |", "3.13: attrs: no wheel", "floats: no canada.json"):
            self.assertIn(words, text)
        self.assertIn("## Equality", "".join(page.tables({"machine": machine, "pythons": {"3.13": one}})))


if __name__ == "__main__":
    unittest.main()
