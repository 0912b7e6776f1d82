"""Type checkers on stubs and twins: mypy --strict and pyright find nothing to say about them, and do find
mistakes in code that uses them; stubtest finds that stubs describe the compiled modules."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

MODULES = Path(os.environ["SLOTGEN_TEST_MODULES"])
ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in MODULES.glob("*.pyi"))

# `T.__init__` of a compiled record is CPython's own slot wrapper, (self, /, *args, **kwargs), whatever the type.
# inspect.signature(T) tells the parameters; tests/python/test_stub.py holds the stubs to it.
ALLOWED = r".*\.__init__"

USES = '''\
import market

tick = market.MarketTick("AAPL", 1.0, bid=2.0, ask=3)
price: float = tick.bid
event = market.MarketEvent.from_json(b"{}")
side: market.Side = event.side
venue: str | None = event.venue
lines: bytes = market.MarketTick.to_json_lines([tick])
with open("ticks.jsonl", "rb") as file:
    for tick in market.MarketTick.iter_json_lines(file, on_error=lambda error: print(error.lineno)):
        price = tick.bid
with open("ticks.jsonl", "wb", buffering=0) as raw:
    count: int = market.MarketTick.write_json_lines(iter([tick]), raw)
tick = market.MarketTick.from_dict({"bid": "1.5"}, strict=False)
title: object = market.MarketTick.json_schema()["title"]
'''
MISUSES = (
    'market.MarketTick("AAPL", 1.0, 2.0)',
    'market.MarketTick("AAPL", 1.0, 2.0, "3.0")',
    "tick.bid = None",
    "tick.unknown",
    "venue_length: int = len(event.venue)",
    'market.MarketTick.to_json_lines([tick, "x"])',
    "class Wrong(market.MarketEvent): ...",
    'market.MarketTick.iter_json_lines(open("ticks.jsonl"))',
    'market.MarketTick.write_json_lines([tick], open("ticks.jsonl", "w"))',
)


# What stubs import: mixins, and where nobody promises types, classes of a user's.
MIXINS = [
    path
    for folder, names in (("tests/python", "*_classes.py"), ("tests/python", "*_functions.py"), ("schemas/mixins", "*.py"))
    for path in sorted((ROOT / folder).glob(names))
    if not path.name.startswith("test_")
]
UNTYPED = [ROOT / "tests/python/foreign.py"]


def run(folder, *command):
    """What a type checker prints, and whether it found nothing."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "MYPYPATH": str(folder), "MYPY_FORCE_COLOR": "0"}
    environment["PYRIGHT_PYTHON_IGNORE_WARNINGS"] = "1"
    environment["PATH"] = str(Path(sys.executable).parent) + os.pathsep + environment["PATH"]
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.stdout + done.stderr, done.returncode == 0


class Types(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for path in [*MIXINS, *UNTYPED]:
            shutil.copy(path, self.folder)
        self.assertIn("market", NAMES)

    def put(self, *suffixes):
        for name in NAMES:
            for suffix in suffixes:
                shutil.copy(MODULES / f"{name}{suffix}", self.folder)

    def accepted(self, *command):
        text, is_good = run(self.folder, *command)
        self.assertTrue(is_good, text)

    def test_stubs_pass_mypy(self):
        self.put(".pyi")
        names = [*[path.name for path in MIXINS], *[f"{name}.pyi" for name in NAMES]]
        self.accepted("mypy", "--strict", "--follow-imports=silent", *names)

    def test_stubs_pass_pyright(self):
        self.put(".pyi")
        self.accepted("pyright", *[f"{name}.pyi" for name in NAMES])

    def test_twins_pass_mypy_alone(self):
        self.put(".py")
        self.accepted("mypy", "--strict", "--follow-imports=silent", *[f"{name}.py" for name in NAMES])

    def test_twins_pass_pyright_alone(self):
        self.put(".py")
        self.accepted("pyright", *[f"{name}.py" for name in NAMES])

    def test_stubs_describe_the_compiled_modules(self):
        self.put(".pyi", ".so")
        (self.folder / "allowed").write_text(ALLOWED + "\n")
        options = ("--allowlist", "allowed", "--ignore-unused-allowlist")
        self.accepted("mypy.stubtest", *options, *NAMES)

    def test_uses_pass(self):
        self.uses_pass(".pyi")

    def test_uses_of_twins_pass(self):
        self.uses_pass(".py")

    def uses_pass(self, suffix):
        self.put(suffix)
        (self.folder / "uses.py").write_text(USES)
        self.accepted("mypy", "--strict", "uses.py")
        self.accepted("pyright", "uses.py")

    def test_misuses_are_found(self):
        self.misuses_are_found(".pyi")

    def test_misuses_of_twins_are_found(self):
        self.misuses_are_found(".py")

    def misuses_are_found(self, suffix):
        self.put(suffix)
        for index, line in enumerate(MISUSES):
            (self.folder / f"misuse{index}.py").write_text(USES + line + "\n")
        number = len(USES.splitlines()) + 1
        for checker in (("mypy", "--strict"), ("pyright",)):
            text, _ = run(self.folder, *checker, *[f"misuse{i}.py" for i in range(len(MISUSES))])
            for index, line in enumerate(MISUSES):
                with self.subTest(line, checker=checker):
                    self.assertRegex(text, rf"misuse{index}\.py:{number}:.*error")


if __name__ == "__main__":
    unittest.main()
