"""What records do as objects: made, compared, hashed, copied, ordered, pickled, read and assigned.

Each loop is compiled anew for each contestant, so that the interpreter specialises it for that class alone, as
it would in a program."""

import copy
import pickle

import classes
import data
from turns import Entry

TICK = "market.MarketTick"
RECORDS = 2_000          # a pass over them is short enough to escape disturbances
PICKLED = 10_000

ALL = ["class", "class, __slots__", "@dataclass(slots=True)", "attrs", "NamedTuple", "msgspec", classes.BASE, "pydantic",
       "recordclass", classes.CYTHON, classes.OURS]
COMPARABLE = ALL[2:]
ORDERED = [title for title in COMPARABLE if title != "pydantic"]
CHANGEABLE = [title for title in ALL if title != "NamedTuple"]

MADE = {"positional": "for {row} in rows: Record({row})",
        "keywords": "for {row} in rows: Record({pairs})",
        "keep": "return [Record({row}) for {row} in rows]",
        "keep by keywords": "return [Record({pairs}) for {row} in rows]"}


def contestants(titles, shape):
    """{title: class} of a shape such as "market.MarketTick"."""
    module, name = shape.split(".")
    return {title: getattr(found, name) for title, found in classes.available(titles, module).items()}


def function(body, **scope):
    """A function of `rows` with this body; what it names beside them is in `scope`."""
    exec(f"def run(rows):\n    {body}\n", scope)
    return scope["run"]


def made(record, names, how):
    pairs = ", ".join(f"{name}={name}" for name in names)
    return function(MADE[how].format(row=", ".join(names), pairs=pairs), Record=record)


def rows_of(shape, title, count=None):
    return list(data.values(shape, classes.load(title, shape.split(".")[0]), count or RECORDS))


def names_of(shape, rows):
    module, name = shape.split(".")
    annotations = getattr(classes.load(classes.OURS, module), name).__annotations__
    return list(annotations)[:len(rows[0])]


def construct(shape, how, titles=ALL):
    entries = {}
    for title, record in contestants(titles, shape).items():
        rows = rows_of(shape, title)
        names = names_of(shape, rows)
        if title == "pydantic" and "keywords" not in how:
            if how == "positional":
                continue                # it takes keywords only
            run = made(record, names, "keep by keywords")
        else:
            run = made(record, names, how)
        entries[title] = Entry(run, lambda rows=rows: (rows,))
        first = record(**dict(zip(names, rows[0])))
        assert tuple(getattr(first, name) for name in names) == rows[0], title
    return entries, RECORDS


def records_of(shape, titles, count=None):
    """{title: records}, the values of each contestant's being objects of its own."""
    made_of = {}
    for title, record in contestants(titles, shape).items():
        rows = rows_of(shape, title, count)
        names = names_of(shape, rows)
        made_of[title] = made(record, names, "keep by keywords")(rows)
    return made_of


def equality():
    entries = {}
    others = records_of(TICK, COMPARABLE)
    for title, records in records_of(TICK, COMPARABLE).items():
        pairs = list(zip(records, others[title]))
        assert all(a == b and a is not b for a, b in pairs) and records[0] != records[1], title
        entries[title] = Entry(function("for a, b in rows: a == b"), lambda pairs=pairs: (pairs,))
    return entries, RECORDS


def hashing():
    entries = {}
    for title, records in records_of("variants.FrozenTick", COMPARABLE).items():
        assert len({*map(hash, records)}) > RECORDS * 0.99, title
        entries[title] = Entry(function("for a in rows: hash(a)"), lambda records=records: (records,))
    return entries, RECORDS


def ordering():
    entries = {}
    for title, records in records_of("variants.OrderedTick", ORDERED).items():
        # of two symbols, which decide, and of one, where the next field does
        others = [records[(at + (8 if at % 2 else 1)) % RECORDS] for at in range(RECORDS)]
        pairs = list(zip(records, others))
        if title == "recordclass" and not _orders(pairs):
            continue
        assert _orders(pairs), title
        entries[title] = Entry(function("for a, b in rows: a < b"), lambda pairs=pairs: (pairs,))
    return entries, RECORDS


def _orders(pairs):
    def values(record):
        return record.symbol, record.timestamp, record.bid, record.ask
    return all((a < b) == (values(a) < values(b)) for a, b in pairs)


def copying():
    entries = {}
    for title, records in records_of(TICK, ALL).items():
        same = copy.copy(records[5])
        assert same is not records[5] and same.bid == records[5].bid, title
        entries[title] = Entry(function("for a in rows: copy(a)", copy=copy.copy), lambda records=records: (records,))
    return entries, RECORDS


def pickled():
    """{title: (records, their pickle)} of those that can."""
    found = {}
    for title, records in records_of(TICK, ALL, PICKLED).items():
        text = pickle.dumps(records, 5)
        back = pickle.loads(text)
        assert [tick.ask for tick in back] == [tick.ask for tick in records] and type(back[0]) is type(records[0]), title
        found[title] = records, text
    return found


def pickling():
    return {title: Entry(lambda records: pickle.dumps(records, 5), lambda records=records: (records,))
            for title, (records, _) in pickled().items()}, PICKLED


def unpickling():
    return {title: Entry(pickle.loads, lambda text=text: (text,)) for title, (_, text) in pickled().items()}, PICKLED


def pickle_sizes():
    return {title: len(text) / PICKLED for title, (_, text) in pickled().items()}


def reading(shape, field, titles=ALL):
    body = "for a in rows: " + "; ".join([f"a.{field}"] * 10)
    return {title: Entry(function(body), lambda records=records: (records,))
            for title, records in records_of(shape, titles).items()}, RECORDS * 10


def assigning(shape, field, value):
    body = "for a in rows: " + "; ".join([f"a.{field} = value"] * 10)
    entries = {}
    for title, records in records_of(shape, CHANGEABLE).items():
        run = function(f"value = {value!r}\n    {body}")
        run(records)
        assert getattr(records[7], field) == value, title
        entries[title] = Entry(run, lambda records=records: (records,))
    return entries, RECORDS * 10


# name of the measure: what gives its entries, and how many times each run does the thing
TIMED = {
    "construct tick, positional": lambda: construct(TICK, "positional", [*ALL, classes.TWIN]),
    "construct tick, keywords": lambda: construct(TICK, "keywords", [*ALL, classes.TWIN]),
    "construct and keep tick": lambda: construct(TICK, "keep"),
    "construct and keep item": lambda: construct("item.DataItem", "keep"),
    "construct and keep telemetry point": lambda: construct("telemetry.TelemetryPoint", "keep"),
    "construct and keep employee": lambda: construct("employee.Employee", "keep"),
    "construct and keep 3-D point": lambda: construct("variants.Point3D", "keep"),
    "construct and keep event": lambda: construct("event.Event", "keep"),
    "equality": equality,
    "hash (frozen)": hashing,
    "copy": copying,
    "ordering": ordering,
    "pickle 10,000 ticks": pickling,
    "unpickle 10,000 ticks": unpickling,
    "read str": lambda: reading(TICK, "symbol"),
    "read boxed float": lambda: reading("variants.BoxedTick", "bid"),
    "read float": lambda: reading(TICK, "bid"),
    "read int": lambda: reading("telemetry.TelemetryPoint", "sensor_id"),
    "assign str": lambda: assigning(TICK, "symbol", "GOOG"),
    "assign boxed float": lambda: assigning("variants.BoxedTick", "bid", 2.5),
    "assign float": lambda: assigning(TICK, "bid", 2.5),
    "assign int": lambda: assigning("telemetry.TelemetryPoint", "sensor_id", 7000),
}
COUNTED = {"pickle size": (pickle_sizes, "bytes")}
