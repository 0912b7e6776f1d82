"""The README's part about the bench, between two marks: what a tick costs as each contestant keeps it, and how fast
its JSON is, on the newest CPython of the results."""

import goals
from page import amount, row

BEGIN, END = "<!-- made by make bench -->\n", "<!-- up to here -->\n"

# column: measure, unit
RECORDS = {"in memory": ("memory, tick", "bytes"), "create": ("construct tick, positional", "ns"),
           "create and keep": ("construct and keep tick", "ns"), "`==`": ("equality", "ns"), "`copy.copy`": ("copy", "ns"),
           "read a float": ("read float", "ns"), "read a str": ("read str", "ns")}
JSON = {goals.OURS: "slotgen", goals.BASE: "msgspec", "orjson, @dataclass": "orjson with dataclasses", "pydantic": "pydantic",
        "json, @dataclass(slots=True)": "json with dataclasses"}
WORKLOADS = {"ticks, prices": "ticks, prices of two decimals", "ticks, wild": "ticks, numbers of 17 digits", "events": "events of 12 fields",
             "timeline, compact": "twitter.json", "floats": "canada.json", "one message": "one tick per call"}


def updated(text, found):
    """The README's text with the tables of now between the marks."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return before + BEGIN + "".join(summary(found)) + END + after


def summary(found):
    version = list(found["pythons"])[-1]
    measures = {name: one["results"] for name, one in found["pythons"][version]["measures"].items()}
    python = found["pythons"][version]["python"]
    yield "\n![Bytes in memory of one tick, by contestant](docs/bench/memory.svg)\n\n"
    yield f"A tick (`str`, three `float`), CPython {python}; times in nanoseconds:\n\n"
    yield row("", *(f"{title}{', bytes' if unit == 'bytes' else ''}" for title, (_, unit) in RECORDS.items())) + "\n"
    yield row("---", *["---:"] * len(RECORDS)) + "\n"
    for title in sorted(measures["memory, tick"], key=lambda title: (title != goals.OURS, measures["memory, tick"][title])):
        yield row(shown(title), *(number(measures.get(name, {}).get(title)) for name, _ in RECORDS.values())) + "\n"
    yield "\n![Megabytes of JSON per second, written and read, by workload and library](docs/bench/json.svg)\n\n"
    yield "JSON in megabytes per second, written / read:\n\n"
    yield row("", *JSON.values()) + "\n" + row("---", *["---:"] * len(JSON)) + "\n"
    sizes = measures.get("size of workloads", {})
    for work, what in WORKLOADS.items():
        if work in sizes:
            yield row(what, *(" / ".join(rate(sizes[work], measures.get(f"{verb} {work}", {}).get(title))
                                         for verb in ("encode", "decode")) for title in JSON)) + "\n"
    yield "\n"


def shown(title):
    return f"**{title}**" if title == goals.OURS else f"`{title}`" if title.startswith(("class", "@")) else title


def number(found):
    return "" if found is None else amount(found)


def rate(size, nanoseconds):
    return "-" if nanoseconds is None else f"{size / nanoseconds * 1e3:,.0f}"
