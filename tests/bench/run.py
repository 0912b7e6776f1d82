"""The bench: measures everything on each interpreter, one process after the other, and writes what was found.

    run.py [--only WORD...] --output RESULTS.json [--partial OTHER.json] [--quick] [--check] VERSION=FOLDER...

A FOLDER has the compiled modules and a virtual environment, venv/, with the contestants. Whole rounds are
repeated, each group of measures in a process of its own, and the least time of all rounds counts: neither a
disturbance of some seconds nor a process with bad luck in its memory's layout decides anything."""

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import goals
from measure import GROUPS, wanted
from report import show_goals

HERE = Path(__file__).resolve().parent
ROUNDS, SECONDS = 3, 0.06          # of each contestant in each measure and round
QUICK_ROUNDS, QUICK_SECONDS = 1, 0.06
ONCE = ["streams", "builds"]       # groups that repeat by themselves

# What is counted in memory: name, shape, how many. The last two take a while and are for one interpreter.
MEMORY = [("tick", "market.MarketTick", 1_000_000), ("item", "item.DataItem", 100_000),
          ("telemetry point", "telemetry.TelemetryPoint", 50_000), ("employee", "employee.Employee", 10_000),
          ("event", "event.Event", 10_000)]
MILLIONS = [("5,000,000 ticks", "market.MarketTick", 5_000_000), ("5,000,000 3-D points", "variants.Point3D", 5_000_000)]


class Failed(Exception):
    """A process of the bench ended with an error, which it has said itself."""


class Interpreter:
    """One CPython with its modules and contestants."""

    def __init__(self, version, folder, quick):
        self.version, self.folder, self.quick = version, Path(folder).resolve(), quick
        self.python = str(self.folder / "venv/bin/python")
        self.measures = {}

    def run(self, *command):
        environment = {**os.environ, "SLOTGEN_BENCH_MODULES": str(self.folder)}
        environment.pop("SLOTGEN_IMPLEMENTATION", None)
        if self.quick:
            environment["SLOTGEN_BENCH_QUICK"] = "1"
        answer = subprocess.run([self.python, *map(str, command)], cwd=HERE, env=environment, stdout=subprocess.PIPE, text=True)
        if answer.returncode:
            raise Failed(f"Python {self.version}: {' '.join(map(str, command[:3]))}")
        return json.loads(answer.stdout)

    def merge(self, found):
        """The least of what was found before and now."""
        for name, measure in found.items():
            known = self.measures.setdefault(name, measure)["results"]
            for title, number in measure["results"].items():
                known[title] = min(number, known.get(title, number))

    def measure_group(self, group, words):
        seconds = QUICK_SECONDS if self.quick else SECONDS
        self.merge(self.run("measure.py", group, "--seconds", seconds, "--only", *words))

    def measure_memory(self, name, shape, count):
        titles = self.run("measure.py", "contestants", "--only", shape)
        found = {title: self.run("memory.py", title, shape, count) for title in titles}
        for what, unit in (("bytes", "bytes"), ("seconds", "s")):
            label = f"memory, {name}" if what == "bytes" else f"time to make all, {name}"
            self.merge({label: {"unit": unit, "count": count, "results": {title: one[what] for title, one in found.items()}}})

    def about(self):
        left_out = json.loads((self.folder / "venv/left_out.json").read_text())
        return {**self.run("measure.py", "about"), "left_out": left_out}


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def measure(interpreter, options, has_millions, failures):
    words, version = options.only, interpreter.version
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    about = interpreter.about()
    steps = []
    for turn in range(rounds):
        for group in GROUPS:
            if not turn or group not in ONCE:
                steps.append((f"round {turn + 1} of {rounds}, {group}", interpreter.measure_group, group, words))
    for name, shape, count in MEMORY + (MILLIONS if has_millions else []):
        if wanted(f"memory, {name}", words):
            few = min(count, 100_000) if options.quick else count
            steps.append((f"memory, {name}", interpreter.measure_memory, name, shape, few))
    for what, step, *arguments in steps:
        say(f"Python {version}, {what}")
        try:
            step(*arguments)
        except Failed as error:
            failures.append(str(error))
    return {**about, "measures": interpreter.measures}


def cpu_model():
    try:
        with open("/proc/cpuinfo") as info:
            return next(line.split(":")[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def said(*command):
    """The first line that a command says; empty where it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, cwd=HERE).stdout.split("\n")[0]
    except OSError:
        return ""


def machine():
    return {"processor": cpu_model(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}",
            "compiler": said(os.environ.get("CC", "cc"), "--version"),
            "commit": said("git", "describe", "--always", "--dirty", "--abbrev=12")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", required=True)
    parser.add_argument("--partial", help="written instead where a process failed")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail where a figure is missed")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--millions", default="", help="the version that counts five million records")
    parser.add_argument("interpreters", nargs="+", metavar="VERSION=FOLDER")
    options = parser.parse_intermixed_args()
    found, failures = {"machine": machine(), "quick": options.quick, "pythons": {}}, []
    for place in options.interpreters:
        version, folder = place.split("=", 1)
        has_millions = version == options.millions and not options.quick
        found["pythons"][version] = measure(Interpreter(version, folder, options.quick), options, has_millions, failures)
    output = Path(options.output)
    if failures and options.partial:    # what is there already stays
        output = Path(options.partial)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(rounded(found), indent=1) + "\n")
    missed = show_goals(found)
    for failure in failures:
        say(f"failed: {failure}")
    sys.exit(1 if failures or (missed and options.check) else 0)


def rounded(value):
    """Numbers with four digits: more are noise."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
