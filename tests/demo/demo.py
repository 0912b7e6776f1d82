"""The main job, shown: what records of generated types cost beside those of plain Python classes, and a
real JSON file decoded, encoded again and compared with what the standard library makes of it.

    demo.py [TIMELINE.json]     with the compiled modules in the folder SLOTGEN_DEMO_MODULES

The same 200,000 records are made of each class. Rounds take the classes in turn, and the least time of
all rounds counts, so that a disturbance of the machine hits all or none. Standard library only.
"""

import gc
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter

RECORDS = 200_000
ROUNDS = 5
SECONDS = 25                 # no new round is begun after this
MODULES = os.environ.get("SLOTGEN_DEMO_MODULES", "")

# Module, record, fields with their annotations, and record number i as an expression. Each value is a new
# object, as when records come from a file; only what repeats in real data repeats here.
SUBJECTS = [
    ("market", "MarketTick",
     {"symbol": "str", "timestamp": "float", "bid": "float", "ask": "float"},
     'SYMBOLS[i % 8], 1700000000.25 + i, 100.0 + i * 0.01, 100.5 + i * 0.01'),
    ("item", "DataItem",
     {"name": "str", "age": "int", "address": "str"},
     '"name %d" % i, i % 90, "%d Main Street" % i'),
    ("telemetry", "TelemetryPoint",
     {"x": "float", "y": "float", "timestamp": "float", "sensor_id": "int"},
     'i * 0.5, i * -0.25, 1700000000.25 + i, 5000 + i % 1000'),
]
SYMBOLS = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOG", "META", "AVGO", "TSLA"]
KINDS = ["class", "class, __slots__", "@dataclass(slots=True)", "slotgen"]

# How each is timed. The source is compiled anew for each class, so that the interpreter specialises it for
# that class alone, as it would in a program. A stock class is encoded from a dict that is written out, by
# one encoder made beforehand: the fastest that the standard library offers.
TIMED = """
def make(rows):
    return [Record({row}) for {row} in rows]

def pass_over(records):
    for record in records: pass

def read(records):
    for record in records:
        {reads}

def stock_to_json(records):
    return [encode({{{pairs}}}).encode() for record in records]

def stock_from_json(texts):
    return [Record(**loads(text)) for text in texts]

def own_to_json(records):
    return [record.to_json() for record in records]

def own_from_json(texts):
    from_json = Record.from_json
    return [from_json(text) for text in texts]

def values(i):
    return {values}
"""


def stock_source(kind, name, fields):
    names = ", ".join(fields)
    if kind.startswith("@dataclass"):
        body = "".join(f"    {field}: {annotation}\n" for field, annotation in fields.items())
        return f"from dataclasses import dataclass\n@dataclass(slots=True)\nclass {name}:\n{body}"
    slots = f"    __slots__ = {tuple(fields)!r}\n" if "__slots__" in kind else ""
    body = "".join(f"        self.{field} = {field}\n" for field in fields)
    return f"class {name}:\n{slots}    def __init__(self, {names}):\n{body}"


class Subject:
    """One class and the functions that time it."""

    def __init__(self, kind, module, name, fields, values):
        self.kind, self.fields = kind, fields
        self.is_generated = kind == "slotgen"
        scope = {"SYMBOLS": SYMBOLS, "loads": json.loads,
                 "encode": json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode}
        if self.is_generated:
            sys.path.insert(0, MODULES)
            self.cls = getattr(importlib.import_module(module), name)
        else:
            exec(stock_source(kind, name, fields), scope)
            self.cls = scope[name]
        scope["Record"] = self.cls
        exec(TIMED.format(row=", ".join(fields), reads="; ".join(f"record.{field}" for field in fields),
                          pairs=", ".join(f'"{field}": record.{field}' for field in fields),
                          values=values), scope)
        self.values, self.make, self.read, self.pass_over = (
            scope[name] for name in ("values", "make", "read", "pass_over"))
        which = "own" if self.is_generated else "stock"
        self.to_json, self.from_json = scope[which + "_to_json"], scope[which + "_from_json"]
        self.least = {}

    def time(self, what, function, argument):
        gc.collect()
        start = time.perf_counter()
        result = function(argument)
        spent = time.perf_counter() - start
        self.least[what] = min(spent, self.least.get(what, spent))
        return result

    def run(self, rows):
        records = self.time("create", self.make, rows)
        self.time("pass", self.pass_over, records)
        self.time("read", self.read, records)
        texts = self.time("out", self.to_json, records)
        del records
        self.time("in", self.from_json, texts)
        return texts

    def nanoseconds(self, what):
        spent = self.least[what]
        if what == "read":
            spent = max(spent - self.least["pass"], 0.0) / len(self.fields)
        return spent / RECORDS * 1e9

    def counted_bytes(self):
        """Of one record: the object, its dict, and the values that it alone refers to. A field that gives
        a new object at each read is stored inside the record."""
        records = [self.cls(*self.values(i)) for i in range(1000)]
        kept = [getattr(record, field) for record in records for field in self.fields
                if getattr(record, field) is getattr(record, field)]
        users = Counter(map(id, kept))
        size = sum(sys.getsizeof(value) for value in kept if users[id(value)] == 1)
        for record in records:
            size += sys.getsizeof(record)
            if hasattr(record, "__dict__"):
                size += sys.getsizeof(record.__dict__)
        return size / len(records)


def resident():
    """Bytes of memory that this process occupies."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure_memory(subject):
    """Prints the memory that RECORDS records take; in a process of its own, which has done nothing else."""
    records = [None] * RECORDS
    for i in range(100):
        records[i] = subject.cls(*subject.values(i))
    gc.collect()
    before = resident()
    for i in range(100, RECORDS):
        records[i] = subject.cls(*subject.values(i))
    print((resident() - before) / (RECORDS - 100))


def in_child(*arguments, **environment):
    return subprocess.run([sys.executable, __file__, *arguments], env={**os.environ, **environment},
                          stdout=subprocess.PIPE, text=True)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def show_table(name, fields, subjects, memory):
    columns = ["bytes", "in memory", "create", "read", "to JSON", "from JSON"]
    print(f"\n{name}({', '.join(fields)})")
    print(f"  {'':24}" + "".join(f"{column:>11}" for column in columns))
    for subject, occupied in zip(subjects, memory):
        numbers = [subject.counted_bytes(), occupied, *map(subject.nanoseconds, ("create", "read", "out", "in"))]
        cells = [f"{number:.1f}" if column == "read" else f"{number:.0f}" for column, number in zip(columns, numbers)]
        print(f"  {subject.kind:24}" + "".join(f"{cell:>11}" for cell in cells))


def compare_classes():
    begin = time.perf_counter()
    groups = []
    for module, name, fields, values in SUBJECTS:
        groups.append([Subject(kind, module, name, fields, values) for kind in KINDS])
    memory = []
    for at, group in enumerate(groups):
        progress(f"measuring the memory of {RECORDS:,} {SUBJECTS[at][1]} records in processes of their own")
        answers = [in_child("--memory", str(at), str(kind)) for kind in range(len(KINDS))]
        memory.append([float(answer.stdout) for answer in answers])
    for turn in range(ROUNDS):
        for at, group in enumerate(groups):
            if turn and time.perf_counter() - begin > SECONDS:
                break
            progress(f"timing {SUBJECTS[at][1]}, round {turn + 1} of up to {ROUNDS}")
            rows = [group[0].values(i) for i in range(RECORDS)]
            texts = [subject.run(rows) for subject in group]
            if any(text != texts[0] for text in texts):
                sys.exit(f"demo: {SUBJECTS[at][1]}: the JSON of the generated type is not the standard library's")
            del rows, texts
    progress("")
    print(f"{RECORDS:,} records of each class, {platform.python_implementation()} {platform.python_version()},"
          f" {platform.system()} {platform.machine()}")
    for (_, name, fields, _), subjects, occupied in zip(SUBJECTS, groups, memory):
        show_table(name, fields, subjects, occupied)
    print("\n  bytes: of one record, the values that it alone holds included; in memory: resident memory taken,"
          "\n  per record. Times in nanoseconds: to create and keep a record, to read a field, to write a record's"
          f"\n  JSON, to make a record from JSON. Took {time.perf_counter() - begin:.0f} seconds.")


def check_timeline(path):
    """Decodes and encodes a timeline with the implementation that the environment asks for."""
    sys.path.insert(0, MODULES)
    import timeline
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        sys.exit(f"demo: {path}: {error.strerror}")
    try:
        spent, record = fastest(timeline.Timeline.from_json, data)
    except ValueError as error:
        sys.exit(f"demo: {path} is not a timeline as schemas/timeline.yaml describes it: {error}")
    spent_out, encoded = fastest(record.to_json)
    stock_in, parsed = fastest(json.loads, data)
    stock_out, _ = fastest(json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode, parsed)
    same_values = json.loads(encoded) == parsed
    same_bytes = encoded == json.dumps(record.to_dict(), separators=(",", ":"), ensure_ascii=False).encode()
    which = {"c": "C module", "python": "twin"}[timeline.__slotgen__["implementation"]]
    print(f"  {which:9} {len(record.statuses)} statuses in {len(data):,} bytes: from_json {spent * 1e3:.2f} ms"
          f" (json.loads {stock_in * 1e3:.2f}), to_json {spent_out * 1e3:.2f} ms (json {stock_out * 1e3:.2f})")
    print(f"  {'':9} json.loads of what was encoded equals json.loads of the file: {'yes' if same_values else 'NO'}")
    print(f"  {'':9} the bytes equal json.dumps(record.to_dict(), ...): {'yes' if same_bytes else 'NO'}")
    sys.exit(0 if same_values and same_bytes else 1)


def fastest(function, *arguments):
    """The least time of five calls, and what the last gave."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        result = function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times), result


def main():
    match sys.argv[1:]:
        case ["--memory", at, kind]:
            module, name, fields, values = SUBJECTS[int(at)]
            measure_memory(Subject(KINDS[int(kind)], module, name, fields, values))
        case ["--timeline", path]:
            check_timeline(path)
        case [] | [_]:
            compare_classes()
            if sys.argv[1:]:
                print(f"\nTimeline, {sys.argv[1]}")
                sys.stdout.flush()
                failed = False
                for implementation in ("c", "python"):
                    answer = in_child("--timeline", sys.argv[1], SLOTGEN_IMPLEMENTATION=implementation)
                    print(answer.stdout, end="", flush=True)
                    failed = failed or answer.returncode != 0
                sys.exit(1 if failed else 0)
            print("\nmake demo JSON=path decodes and encodes a timeline, such as the twitter.json of JSON benchmarks.")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
