"""Runs one suite and writes what became of it where summary.py finds it; exits 0 whenever that worked, so
that make goes on to the next suite and the summary decides.

    record.py RESULT step COMMAND...        one check: passed if the command exits 0
    record.py RESULT criterion PROGRAM...   a Criterion binary
    record.py RESULT unittest FOLDER [-k PATTERN] [--only FILE... | --except FILE...]
                                            the test_*.py of a folder, on the interpreter this runs on
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path


def run_step(command):
    status = subprocess.run(command).returncode
    return {"passed": int(status == 0), "failed": int(status != 0)}


# what XML may not have, raw or by its number; the messages of Criterion's tests have it nevertheless
NOT_XML = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|&#(?:x0*1?[0-9a-fA-F]|0*[12]?[0-9]|0*3[01]);"
)


def read_report(path):
    text = Path(path).read_bytes().decode(errors="replace")
    return xml.fromstring(NOT_XML.sub("?", text).encode())


def run_criterion(command):
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.xml")
        status = subprocess.run([*command, "--xml=" + report, "--timeout", "120"]).returncode
        cases = []
        if os.path.exists(report):
            for suite in read_report(report):
                for case in suite:
                    cases.append((case.get("status"), f"{suite.get('name')}::{case.get('name')}"))
    failures = [name for state, name in cases if state in ("FAILED", "ERRORED")]
    skipped = sum(state == "SKIPPED" for state, _ in cases)
    if status and not failures:
        failures.append(f"{command[0]} (exit status {status})")
    passed = sum(state == "PASSED" for state, _ in cases)
    return {"passed": passed, "failed": len(failures), "skipped": skipped, "failures": failures}


class Result(unittest.TextTestResult):
    """Counts each test method once, however many of its subtests failed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.good = set()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.good.add(test.id())


def test_name(test):
    return getattr(test, "test_case", test).id()


def load(folder, only, excepted, patterns):
    loader = unittest.TestLoader()
    if patterns:
        loader.testNamePatterns = [p if "*" in p else f"*{p}*" for p in patterns]
    suite = unittest.TestSuite()
    for file in sorted(Path(folder).glob("test_*.py")):
        if (only and file.name not in only) or file.name in excepted:
            continue
        suite.addTests(loader.discover(folder, pattern=file.name, top_level_dir=folder))
    return suite


def run_unittest(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("-k", action="append", default=[])
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--except", nargs="+", default=[], dest="excepted")
    options = parser.parse_args(arguments)
    suite = load(options.folder, options.only, options.excepted, options.k)
    result = unittest.TextTestRunner(resultclass=Result).run(suite)
    wrong = [test for test, _ in result.failures + result.errors] + result.unexpectedSuccesses
    failures = list(dict.fromkeys(test_name(test) for test in wrong))
    skipped = {test_name(test) for test, _ in result.skipped} - result.good - set(failures)
    passed = len(result.good - set(failures)) + len(result.expectedFailures)
    return {"passed": passed, "failed": len(failures), "skipped": len(skipped), "failures": failures}


def main():
    result, kind, *command = sys.argv[1:]
    path = Path(result)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    run = {"step": run_step, "criterion": run_criterion, "unittest": run_unittest}[kind]
    path.write_text(json.dumps(run(command)) + "\n")


if __name__ == "__main__":
    main()
