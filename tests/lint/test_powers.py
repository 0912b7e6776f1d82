"""The table of powers of ten is what its program makes."""

import subprocess
import sys
import unittest

from repo import ROOT, RuleTest, text


class Powers(RuleTest):
    def test_table_is_fresh(self):
        made = subprocess.run([sys.executable, ROOT / "gen/tools/powers.py"], capture_output=True, check=True, text=True)
        self.assertEqual(text(ROOT / "templates/runtime/sg_powers.h"), made.stdout, "make powers")


if __name__ == "__main__":
    unittest.main()
