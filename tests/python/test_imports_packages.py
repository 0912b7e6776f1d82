"""Packages on disk, generated and compiled here: what is imported from where, as C, as Python and mixed; and
modules that were generated against something else.

SLOTGEN names the program; without it, or without a compiler, this says so and skips.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
import unittest
from pathlib import Path

from support import IS_C, IS_CPYTHON

PROGRAM = os.environ.get("SLOTGEN")
COMPILER = (sysconfig.get_config_var("CC") or "cc").split()[0]

COMMON = """\
slotgen: 1
module: shop.base.common
enums:
  Side: {values: [buy, sell]}
records:
  Money: {fields: {amount: float64, side: {type: Side, default: buy}}}
  Point: {final: true, frozen: true, fields: {x: int32}}
  Unused: {fields: {x: int32}}
"""
MARKET = """\
slotgen: 1
module: shop.market
imports: [base/common.yaml]
records:
  Price: {base: shop.base.common.Money, fields: {venue: {type: str, default: X}}}
  Trade:
    fields:
      money: shop.base.common.Money
      side: {type: shop.base.common.Side, default: sell}
"""
THIRD = """\
slotgen: 1
module: third
imports: [shop/market.yaml, shop/base/common.yaml]
records:
  Third: {base: shop.market.Price, fields: {more: {type: int64, default: 7}}}
  Holder: {fields: {third: Third, point: shop.base.common.Point}}
"""
USE = """
import json, pickle, third
from shop import market
from shop.base import common
holder = third.Holder(third.Third(1.0, venue="V"), common.Point(3))
assert third.Holder.from_json(holder.to_json()) == holder
assert pickle.loads(pickle.dumps(holder)) == holder
trade = market.Trade(holder.third)
assert json.loads(trade.to_json()) == trade.to_dict()
assert trade.to_dict() == {"money": {"amount": 1.0, "side": "buy", "venue": "V", "more": 7}, "side": "sell"}
assert type(market.Trade.from_json(trade.to_json()).money) is common.Money
assert third.Third.__module__ == "third" and market.Price.__module__ == "shop.market"
assert [cls.__name__ for cls in third.Third.__mro__[:3]] == ["Third", "Price", "Money"]
print(*(module.__slotgen__["implementation"] for module in (common, market, third)))
"""
INTERPRETERS = """
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
for _ in range(3):
    made = interpreters.create()
    failure = interpreters.run_string(made, "import sys; sys.path = {path!r}\\n" + {use!r})
    assert failure is None, failure
    interpreters.destroy(made)
"""


@unittest.skipUnless(PROGRAM, "SLOTGEN is not set")
@unittest.skipUnless(IS_C and IS_CPYTHON and shutil.which(COMPILER), "there is nothing to compile with")
class Packages(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.made = Path(folder.name).resolve() / "made"
        cls.make(cls.made)

    @classmethod
    def make(cls, folder, common=COMMON, names=("shop/base/common", "shop/market", "third")):
        """Generates all and compiles those."""
        for path, text in (("shop/base/common", common), ("shop/market", MARKET), ("third", THIRD)):
            path = folder / f"{path}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent / "__init__.py").touch()
            path.write_text(text)
        for name in names:
            path = folder / f"{name}.yaml"
            done = subprocess.run(
                [str(Path(PROGRAM).resolve()), "generate", "-I", str(folder), str(path)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
        include = f"-I{sysconfig.get_paths()['include']}"
        flags = ("-shared", "-fPIC", "-O0", "-D_POSIX_C_SOURCE=200809L")
        started = [
            subprocess.Popen([COMPILER, *flags, include, str(folder / f"{n}.c"), "-o", str(folder / f"{n}.so")])
            for n in names
        ]
        assert [process.wait() for process in started] == [0] * len(started)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve() / "copy"
        shutil.copytree(self.made, self.folder)

    def run_python(self, code, **environment):
        environment = {**os.environ, "PYTHONPATH": str(self.folder), **environment}
        environment.pop("LD_PRELOAD", None)
        return subprocess.run(
            [sys.executable, "-B", "-c", textwrap.dedent(code)], env=environment, capture_output=True, text=True
        )

    def loaded(self, code=USE, **environment):
        done = self.run_python(code, **environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def refused(self, words, code=USE, **environment):
        done = self.run_python(code, **environment)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.splitlines()[-1], f"ImportError: {words}")

    def remove(self, *names):
        for name in names:
            (self.folder / name).unlink()

    def test_compiled(self):
        self.assertEqual(self.loaded(), ["c", "c", "c"])

    def test_in_python(self):
        self.assertEqual(self.loaded(SLOTGEN_IMPLEMENTATION="python"), ["python"] * 3)
        self.remove("shop/base/common.so", "shop/market.so", "third.so")
        self.assertEqual(self.loaded(), ["python"] * 3)

    def test_in_sub_interpreters(self):
        code = INTERPRETERS.format(path=[str(self.folder), *sys.path], use=USE)
        self.loaded(code)
        self.loaded(USE + code)

    def test_compiled_modules_need_compiled_ones(self):
        self.remove("shop/base/common.so")
        market, common = self.folder / "shop/market.so", self.folder / "shop/base/common.py"
        words = f"{market} is compiled and imports {common}, which is not: compile both, or load both as Python"
        self.refused(f"{words} with SLOTGEN_IMPLEMENTATION=python")

    def test_a_twin_takes_either(self):
        self.remove("third.so")
        words = "is pure Python and extends Price of"
        self.refused(
            f"{self.folder / 'third.py'} {words} {self.folder / 'shop/market.so'}, which is compiled: compile both, "
            "or load both as Python with SLOTGEN_IMPLEMENTATION=python"
        )
        self.remove("shop/market.so")
        done = self.run_python("from shop import market")
        self.assertIn("shop/market.py is pure Python and extends Money of", done.stderr)

    def make_common(self, text):
        """Compiles another common module, which the others know nothing of."""
        with tempfile.TemporaryDirectory() as folder:
            self.make(Path(folder), text, ["shop/base/common"])
            shutil.copy(Path(folder) / "shop/base/common.so", self.folder / "shop/base/common.so")

    def test_another_module_is_refused(self):
        market, common = self.folder / "shop/market.so", self.folder / "shop/base/common.so"
        words = "{} was generated against another {}, whose {} has changed: run slotgen generate for both, and compile them"
        self.make_common(COMMON.replace("amount: float64", "amount: float32"))
        self.refused(words.format(market, common, "Money"))
        self.make_common(COMMON.replace("[buy, sell]", "[buy, sell, hold]"))
        self.refused(words.format(market, common, "Side"))

    def test_what_is_not_used_may_change(self):
        self.make_common(
            COMMON.replace("Unused: {", "Unused: {doc: Changed., ").replace("x: int32}}\n  Unused", "x: int32}, doc: A point.}\n  Unused")
        )
        self.assertEqual(self.loaded(), ["c", "c", "c"])

    def test_circles(self):
        """A mixin of what is imported imports what imports that."""
        (self.folder / "shop/mixins.py").write_text("import shop.market\n\nclass Mixin:\n    __slots__ = ()\n")
        self.make_common(COMMON.replace("Money: {", 'Money: {mixin: "shop.mixins:Mixin", '))
        words = "imports {}, which is still being imported, or not of slotgen"
        common = self.folder / "shop/base/common.so"
        mixin = "Money: cannot use the mixin 'shop.mixins:Mixin'"
        self.refused(f"{mixin}: {self.folder / 'shop/market.so'} {words.format(common)}", "import shop.base.common")

    def test_imports_that_fail(self):
        shutil.rmtree(self.folder / "shop/base")
        done = self.run_python("import shop.market")
        self.assertEqual(done.stderr.splitlines()[-1], "ModuleNotFoundError: No module named 'shop.base'")
        code = """
            import gc, sys
            for _ in range(20):
                for name in ("shop.market", "third"):
                    try:
                        __import__(name)
                    except ImportError:
                        sys.modules.pop(name, None)
                gc.collect()
            """
        self.loaded(code)


if __name__ == "__main__":
    unittest.main()
