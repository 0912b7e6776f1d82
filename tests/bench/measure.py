"""Measures one group of figures on the interpreter that runs this, and prints them as JSON: one process of the
many that run.py starts.

    measure.py GROUP [--seconds S] [--only WORD...]        with SLOTGEN_BENCH_MODULES as run.py sets it
    measure.py contestants --only SHAPE                    who can be had here, such as for market.MarketTick
    measure.py about                                       versions, and who cannot take part and why

The answer of a group is {measure: {"unit": "ns", "results": {contestant: number}}}.
"""

import argparse
import importlib
import json
import sys
from importlib import metadata

import classes
import json_work
import objects
import turns

DISTRIBUTIONS = ["msgspec", "orjson", "attrs", "pydantic", "recordclass", "Cython"]
GROUPS = ["objects", "json_work", "streams", "builds"]


def wanted(name, words):
    return not words or any(word in name for word in words)


def measure(group, seconds, words):
    """All figures of a group whose names contain one of `words`."""
    module = importlib.import_module(group)
    answer = {}
    for name, make in getattr(module, "TIMED", {}).items():
        if wanted(name, words):
            entries, count = make()
            least = turns.take_turns(entries, seconds)
            answer[name] = {"unit": "ns", "results": {title: spent / count * 1e9 for title, spent in least.items()}}
    for name, (make, unit) in getattr(module, "COUNTED", {}).items():
        if wanted(name, words):
            answer[name] = {"unit": unit, "results": make()}
    return answer


def about():
    versions = {}
    for name in DISTRIBUTIONS:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return {"python": sys.version.split()[0], "versions": versions,
            "absent": classes.why_not(objects.ALL, "market"), "skipped": json_work.skipped()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("group")
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    if options.group == "contestants":
        answer = list(objects.contestants(objects.ALL, options.only[0]))
    elif options.group == "about":
        answer = about()
    else:
        answer = measure(options.group, options.seconds, options.only)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
