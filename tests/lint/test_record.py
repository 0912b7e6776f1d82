"""tests/tools/record.py understands what the suites write, whatever a failed test has to say."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from repo import ROOT

# a program that writes a report as Criterion does: messages as they are
SUITE = """\
import sys
report = next(word for word in sys.argv if word.startswith("--xml="))[len("--xml="):]
with open(report, "wb") as file:
    file.write(b'''<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Criterion Tests">
  <testsuite name="text">
    <testcase name="good" status="PASSED"/>
    <testcase name="bad" status="FAILED">
      <failure type="assert" message="got &#x1b;&#0;&#31;">a \\x00 \\x1b[1m \\xff \\xed\\xa0\\x80 b</failure>
    </testcase>
    <testcase name="left" status="SKIPPED"/>
  </testsuite>
</testsuites>
''')
sys.exit(1)
"""


class Record(unittest.TestCase):
    def test_control_characters_in_messages(self):
        with tempfile.TemporaryDirectory() as folder:
            suite, result = Path(folder, "suite.py"), Path(folder, "result")
            suite.write_text(SUITE)
            record = [sys.executable, ROOT / "tests/tools/record.py", result, "criterion"]
            subprocess.run([*record, sys.executable, suite], check=True)
            self.assertEqual(
                json.loads(result.read_text()),
                {"passed": 1, "failed": 1, "skipped": 1, "failures": ["text::bad"]},
            )


if __name__ == "__main__":
    unittest.main()
