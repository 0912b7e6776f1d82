"""Makes the pages and plots of docs/bench from its results.json, and the README's tables, without measuring
anything.

    page.py FOLDER README"""

import json
import sys
from pathlib import Path

import goals

OURS, BASE = goals.OURS, goals.BASE

CONTESTANTS = {
    "class": "a plain class with `__init__`",
    "class, __slots__": "the same with `__slots__`",
    "@dataclass(slots=True)": "the standard library's; `frozen=True` and `order=True` where a figure is about them",
    "attrs": "`@attrs.define`, which makes slots, or `@attrs.frozen`",
    "NamedTuple": "`typing.NamedTuple`",
    "msgspec": "`msgspec.Struct`",
    BASE: "`msgspec.Struct` with `gc=False`: what all ratios are to",
    "pydantic": "`BaseModel`; JSON by a `TypeAdapter`. It takes keywords only",
    "recordclass": "`dataobject` with `fast_new=True`",
    "Cython": "a `@dataclass` `cdef class` with `double` and `long long` fields, compiled with `-O2`",
    OURS: "the generated C, compiled with `-O2`",
    "slotgen twin": "the generated Python, which stands in where nothing was compiled",
    "orjson": "dataclasses are written by orjson itself, with and without slots (it is faster without), and made from its "
              "dicts by functions that are written out field by field; `dicts`: without making records",
    "json": "the standard library's, with functions that are written out field by field",
}

HEAD = """\
# The bench

What a record costs, and its JSON, beside the classes and libraries that people use instead: measured side by side, in
one run. `{command}` makes this page and everything in this folder; `make bench-page` makes it again from
[results.json](results.json). All numbers are in [tables.md](tables.md).

| | |
|---|---|
| processor | {processor}, {cores} cores |
| system | {system}, {compiler} |
| CPython | {pythons} |
| commit | {commit} |

Contestants take turns in one process, in an order that is shuffled at each turn, and the least time of each counts; whole rounds
are repeated in new processes. Times are of the processor. All have to show first that they give equal results: the
same values from the same JSON, the same JSON from the same values (dataclasses, which have no way to leave out what is absent, may write
null for it, and no tags). Memory is what the kernel says that a process has more after making the
records than before, one process for each contestant, every value being an object of its own as when it comes from a file.

## Figures to reach

Times are against `msgspec.Struct` with `gc=False` unless a row names another; *of* is their fraction, so less is better, and *times* how often
theirs takes ours. They are for CPython {judged}. {verdict}

"""


def main():
    import plots            # needs matplotlib, which the pages do without
    import summary
    folder, readme = map(Path, sys.argv[1:])
    found = json.loads((folder / "results.json").read_text())
    plots.draw(found, folder)
    (folder / "README.md").write_text("".join(page(found)))
    (folder / "tables.md").write_text("".join(tables(found)))
    readme.write_text(summary.updated(readme.read_text(), found))


def page(found):
    rows, missed = figures(found)
    machine = found["machine"]
    yield HEAD.format(command="make bench", pythons=", ".join(one["python"] for one in found["pythons"].values()),
                      judged=" and ".join(", ".join(sorted(goals.JUDGED)).rsplit(", ", 1)),
                      verdict=f"{missed} {'is' if missed == 1 else 'are'} missed, in bold." if missed else "All are reached.", **machine)
    yield from rows
    yield PLOTS
    yield from modules(found)
    yield from contestants(found)


def figures(found):
    versions = list(found["pythons"])
    rows, missed = [row("what", "goal", *versions), row("---", "---", *["---:"] * len(versions))], 0
    for goal in goals.GOALS:
        cells = []
        for version in versions:
            number = goals.value(goal, found["pythons"][version]["measures"])
            text = "" if number is None else goals.number_text(goal, number)
            is_missed = goals.is_missed(goal, number, version)
            missed += is_missed
            cells.append(f"**{text}**" if is_missed else text)
        if any(cells):
            rows.append(row(goal.what, goals.bound_text(goal), *cells))
    return [line + "\n" for line in rows], missed


PLOTS = """
## Records

![Bytes in memory of one tick, by contestant](memory.svg)

A native number is stored in the record, not beside it: nothing else is allocated, and the garbage collector has nothing to look at. Reading
it makes a new Python object each time, which costs a few times what reading a slot costs, as in Cython; `boxed: true` on a field keeps the object
instead.

![Nanoseconds to make, keep, compare, copy, unpickle and read a tick, by contestant](objects.svg)

## JSON

![Megabytes of JSON per second, written and read, by workload and library](json.svg)

Ticks are an array of 10,000; wild ticks have numbers of 17 digits, all others prices of two decimals. Events have twelve fields of nearly as many
types; the timeline is `twitter.json` and floats are `canada.json`, on which JSON libraries publish figures; the tree is of directories and
files, as libraries that check what they read publish figures on. A timeline is encoded right after it was decoded, when no string has its UTF-8 at
hand yet; one message is a tick per call.

"""


MODULES = """\
## Modules

Ten records of twelve fields, the C compiled with `-O2`. Those of Cython are classes alone, without JSON.

"""


def modules(found):
    """What the compiler takes for a module and makes of it."""
    columns = [("seconds", "compile", "{}", 1), ("KB", "size of the compiled module", "{}", 1e-3),
               ("KB, stripped", "size of the compiled module", "{}, stripped", 1e-3)]
    measured = {version: one["measures"] for version, one in found["pythons"].items() if "compile" in one["measures"]}
    titles = [title for title in (OURS, "Cython") if any(title in one["compile"]["results"] for one in measured.values())]
    if not titles:
        return
    yield MODULES + row("", *(f"{title}, {what}" for title in titles for what, *_ in columns)) + "\n"
    yield row("---", *["---:"] * len(titles) * len(columns)) + "\n"
    for version, measures in measured.items():
        numbers = [measures[name]["results"].get(key.format(title)) for title in titles for _, name, key, _ in columns]
        scales = [scale for _ in titles for *_, scale in columns]
        yield row(version, *("" if number is None else amount(number * scale) for number, scale in zip(numbers, scales))) + "\n"
    yield "\n"


def contestants(found):
    yield "## Contestants\n\n| contestant | what it is |\n|---|---|\n"
    for title, what in CONTESTANTS.items():
        yield row(title, what) + "\n"
    yield "\n| | " + " | ".join(found["pythons"]) + " |\n" + "|---" * (len(found["pythons"]) + 1) + "|\n"
    names = dict.fromkeys(name for one in found["pythons"].values() for name in one["versions"])
    for name in names:
        yield row(name, *(one["versions"].get(name, "-") for one in found["pythons"].values())) + "\n"
    notes = dict.fromkeys(absences(found))
    if notes:
        yield "\nNot measured:\n\n" + "".join(f"- {note}\n" for note in notes)


def absences(found):
    """What is missing from the figures, and why."""
    for version, one in found["pythons"].items():
        for title, why in {**one["left_out"], **one["absent"]}.items():
            yield f"CPython {version}: {title}: {why}"
        for name, why in one["skipped"].items():
            yield f"{name}: {why}"


def tables(found):
    yield "# All numbers\n\nMade by `make bench`; see [README.md](README.md). Behind each number its ratio to `msgspec.Struct` with `gc=False`; " \
          "JSON is in megabytes per second, where a ratio above 1 is better.\n"
    versions = list(found["pythons"])
    names = dict.fromkeys(name for version in versions for name in found["pythons"][version]["measures"])
    for name in names:
        measures = {version: found["pythons"][version]["measures"].get(name) for version in versions}
        if name != "size of workloads":
            yield from table(name, {version: one for version, one in measures.items() if one}, found)


def table(name, by_version, found):
    last = list(by_version.values())[-1]
    sizes = {version: found["pythons"][version]["measures"].get("size of workloads", {}).get("results", {}) for version in by_version}
    work = name.split(" ", 1)[-1] if name.startswith(("encode ", "decode ")) else None
    count = f"; {last['count']:,} records" if last.get("count") else ""
    yield f"\n## {name[0].upper()}{name[1:]}{count}\n\n{row('', *by_version)}\n{row('---', *['---:'] * len(by_version))}\n"
    ordered = sorted(last["results"], key=last["results"].get) if BASE in last["results"] else list(last["results"])
    for title in ordered:
        cells = [cell(one, title, sizes[version].get(work)) for version, one in by_version.items()]
        yield row(f"**{title}**" if title == OURS else title, *cells) + "\n"


def cell(measure, title, size):
    number, base = measure["results"].get(title), measure["results"].get(BASE)
    if number is None:
        return ""
    if size:
        text, ratio = f"{size / number * 1e3:,.1f} MB/s", base and base / number
    else:
        text, ratio = f"{amount(number)} {measure['unit']}".strip(), base and number / base
    return f"{text} ({ratio:.2f})" if ratio else text


def amount(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
