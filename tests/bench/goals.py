"""The figures to reach, and whether they are: one table. Times are against msgspec's Struct(gc=False) in the
same run unless a row names another."""

from dataclasses import dataclass

OURS, BASE = "slotgen", "msgspec gc=False"
SLOTS, CYTHON = "class, __slots__", "Cython"
DATACLASSES = "orjson, @dataclass", "orjson, @dataclass(slots=True)"

JUDGED = {"3.11", "3.12", "3.13"}     # on others the figures are only shown


@dataclass(frozen=True)
class Goal:
    what: str
    measure: str
    sense: str               # "of": ours is at most so much of theirs; "times": theirs at least so many times ours;
    bound: float             # otherwise the unit of a number that ours must not exceed
    theirs: object = BASE    # of several the best
    ours: str = OURS
    scale: float = 1.0       # of the number shown
    digits: int = 2          # to which a number is rounded before it is judged


GOALS = [
    Goal("tick in memory", "memory, tick", "bytes", 48, digits=0),
    Goal("tick in memory, of msgspec", "memory, tick", "of", 0.40),
    Goal("tick in memory, of a plain class", "memory, tick", "of", 0.27, "class"),
    Goal("construct and drop, positional", "construct tick, positional", "of", 0.70),
    Goal("construct and drop, keywords", "construct tick, keywords", "of", 0.80),
    Goal("construct and keep", "construct and keep tick", "of", 0.85),
    Goal("equality", "equality", "of", 0.60),
    Goal("hash (frozen)", "hash (frozen)", "of", 0.60),
    Goal("copy", "copy", "of", 0.80),
    Goal("ordering", "ordering", "of", 0.60),
    Goal("pickle 10,000 ticks", "pickle 10,000 ticks", "of", 0.90),
    Goal("unpickle 10,000 ticks", "unpickle 10,000 ticks", "of", 0.90),
    Goal("size of the pickle", "pickle size", "of", 1.00),
    Goal("read a str, of a slot", "read str", "of", 1.10, SLOTS),
    Goal("read a boxed float, of a slot", "read boxed float", "of", 1.10, SLOTS),
    Goal("assign a str", "assign str", "of", 1.00),
    Goal("assign a boxed float", "assign boxed float", "of", 1.00),
    Goal("read a native float, of Cython", "read float", "of", 1.00, CYTHON),
    Goal("read a native float, of a slot", "read float", "of", 4.50, SLOTS),
    Goal("read a native int, of Cython", "read int", "of", 1.00, CYTHON),
    Goal("read a native int, of a slot", "read int", "of", 4.50, SLOTS),
    *(row for what, bound in [("ticks, prices", 3.0), ("ticks, wild", 1.7), ("events", 1.5), ("timeline, compact", 1.5),
                              ("floats", 1.7)]
      for row in [Goal(f"JSON encode: {what}", f"encode {what}", "times", bound),
                  Goal(f"JSON encode: {what}, of orjson with dataclasses", f"encode {what}", "times", 1.0, DATACLASSES)]),
    *(Goal(f"JSON decode: {what}", f"decode {what}", "times", bound)
      for what, bound in [("ticks, prices", 3.0), ("ticks, wild", 2.3), ("events", 2.0), ("timeline, pretty", 1.5),
                          ("timeline, compact", 1.3), ("floats", 1.5)]),
    Goal("one message, encode", "encode one message", "times", 1.3),
    Goal("one message, decode", "decode one message", "times", 1.5),
    Goal("iter_json_lines, of from_json_lines", "lines of a file", "of", 1.20, "from_json_lines", "iter_json_lines"),
    Goal("iter_json_lines, memory above the start", "lines of a file, memory", "MiB", 16, ours="iter_json_lines", scale=2**-20),
    Goal("import of 100 records of 10 fields, a class", "import", "us", 10, digits=1),
    Goal("generate 2,000 records of 10 fields", "generate", "s", 0.6, ours="2,000 records", scale=1e-3),
    Goal("2,000 records, of the time for 500", "generate", "of", 4.4, "500 records", "2,000 records"),
    Goal("compile 10 records of 12 fields, -O2", "compile", "s", 2.5),
    Goal("size of that module", "size of the compiled module", "KB", 120, scale=1e-3, digits=0),
]


def value(goal, measures):
    """The number that is judged; None where it was not measured."""
    results = measures.get(goal.measure, {}).get("results", {})
    ours = results.get(goal.ours)
    if ours is None:
        return None
    if goal.sense not in ("of", "times"):
        return round(ours * goal.scale, goal.digits)
    named = goal.theirs if isinstance(goal.theirs, tuple) else (goal.theirs,)
    theirs = [results[title] for title in named if title in results]
    if not theirs:
        return None
    return round(ours / min(theirs) if goal.sense == "of" else min(theirs) / ours, goal.digits)


def is_missed(goal, number, version):
    return number is not None and version in JUDGED and not is_reached(goal, number)


def is_reached(goal, number):
    return number >= goal.bound if goal.sense == "times" else number <= goal.bound


def bound_text(goal):
    if goal.sense == "of":
        return f"at most {goal.bound:.2f}"
    return f"{goal.bound:.1f} times" if goal.sense == "times" else f"at most {goal.bound:g} {goal.sense}"


def number_text(goal, number):
    if goal.sense in ("of", "times"):
        return f"{number:.2f}"
    return f"{number:g} {goal.sense}"
