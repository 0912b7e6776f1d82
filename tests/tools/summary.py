"""Adds up the results that record.py wrote: summary.py RESULT... One line per suite, the names of what
failed, and at the end `N passed, N failed` alone on a line. Exit status 1 when anything failed. A suite
without a result, or that ran no test, has failed."""

import json
import sys
from pathlib import Path


def read(path):
    try:
        result = json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return {"passed": 0, "failed": 1, "skipped": 0, "failures": ["(the suite did not finish)"]}
    result.setdefault("skipped", 0)
    result.setdefault("failures", [])
    if not result["passed"] and not result["failed"]:
        result["failed"] = 1
        result["failures"] = ["(the suite ran no test)"]
    return result


def name_of(path):
    """build/plain/results/py3.11/c is "plain py3.11/c"."""
    parts = Path(path).parts
    at = parts.index("results")
    return f"{parts[at - 1]} {'/'.join(parts[at + 1:])}"


def counts(result):
    text = f"{result['passed']} passed, {result['failed']} failed"
    return text + (f", {result['skipped']} skipped" if result["skipped"] else "")


def main():
    total = {"passed": 0, "failed": 0, "skipped": 0}
    results = [(name_of(path), read(path)) for path in sys.argv[1:]]
    width = max((len(name) for name, _ in results), default=0)
    print()
    for name, result in results:
        print(f"  {name:{width}}  {counts(result)}")
        for key in total:
            total[key] += result[key]
    for name, result in results:
        for failure in result["failures"]:
            print(f"  FAILED {name}: {failure}")
    print(counts(total))
    sys.exit(1 if total["failed"] or not results else 0)


if __name__ == "__main__":
    main()
