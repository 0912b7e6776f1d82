"""The values of the bench's records: the same for all contestants and at each run."""

import datetime
import random
import uuid

SYMBOLS = ["AAPL", "MSFT", "NVDA", "AMZN", "GOOG", "META", "AVGO", "TSLA"]
DEPARTMENTS = ["Engineering", "Sales", "Support", "Finance"]
USERS = [f"user{i:02}@example.org" for i in range(30)]


def price_tick(i):
    """Prices as they are: two decimals."""
    return SYMBOLS[i % 8], 1700000000.25 + i, (10000 + i % 40000) / 100, (10001 + i % 40000) / 100


def wild_tick(i):
    """Doubles with all 17 digits."""
    rand = random.Random(i)
    return SYMBOLS[i % 8], 1e9 + rand.random() * 1e9, rand.random() * rand.uniform(10, 500), rand.random()


def item(i):
    return "name %d" % i, 20 + i % 60, "%d Main Street" % i


def telemetry(i):
    return i * 0.5, i * -0.25, 1700000000.25 + i, 5000 + i % 1000


def employee(i):
    return i, "name %d" % i, DEPARTMENTS[i % 4], 40000.5 + i


def point(i):
    return i * 0.5, i * 0.25, i * -0.125


# The values of record number i by shape.
VALUES = {"market.MarketTick": price_tick, "variants.FrozenTick": price_tick, "variants.OrderedTick": price_tick,
          "variants.BoxedTick": price_tick, "variants.Point3D": point, "item.DataItem": item,
          "telemetry.TelemetryPoint": telemetry, "employee.Employee": employee}


def ticks(module, count, values=price_tick):
    return [module.MarketTick(*values(i)) for i in range(count)]


def event(module, rand):
    """The values of a random event; some are of the module's own classes."""
    return (rand.randrange(10**15), rand.randrange(-1000, 1000), rand.randrange(10**6), rand.random() < 0.5,
            f"name number {rand.randrange(1000)}", rand.choice([None, "a note on what happened"]),
            rand.choice([*module.Kind]), _moment(rand), uuid.UUID(int=rand.getrandbits(128)), rand.randbytes(24),
            [rand.randrange(10**6) for _ in range(6)], module.Place(x=rand.random(), y=round(rand.uniform(-90, 90), 2)))


def _moment(rand):
    start = datetime.datetime(2021, 4, 2, 18, 18, 10, tzinfo=datetime.timezone.utc)
    return start + datetime.timedelta(microseconds=rand.randrange(10**12) * 10 + 1)


def events(module, count):
    rand = random.Random(2)
    names = ("id", "level", "count", "handled", "name", "note", "kind", "at", "device", "payload", "samples", "place")
    return [module.Event(**dict(zip(names, event(module, rand)))) for _ in range(count)]


def values(shape, module, count):
    """Positional values of so many records, for the classes of `module`; each is a new object, as when records come
    from a file, and only what repeats in real data repeats here."""
    if shape == "event.Event":
        rand = random.Random(2)
        return (event(module, rand) for _ in range(count))
    return map(VALUES[shape], range(count))


def tree(module, count):
    """A directory with `count` entries below it, most of them files."""
    rand = random.Random(3)
    return _directory(module, rand, count, depth=0)


def _directory(module, rand, count, depth):
    contents = []
    while count:
        if depth < 8 and count > 4 and rand.random() < 0.2:
            inside = rand.randrange(1, count)
            contents.append(_directory(module, rand, inside - 1, depth + 1))
            count -= inside
        else:
            contents.append(module.File(**_entry(rand), nbytes=rand.randrange(10**6),
                                        permissions=rand.choice([*module.Permissions])))
            count -= 1
    return module.Directory(**_entry(rand), contents=contents)


def _entry(rand):
    entry = {"name": "".join(rand.choices("abcdefghijklmnopqrstuvwxyz", k=rand.randrange(4, 20))),
             "created_by": rand.choice(USERS), "created_at": _day(rand)}
    if rand.random() < 0.5:
        entry |= {"updated_by": rand.choice(USERS), "updated_at": _day(rand)}
    return entry


def _day(rand):
    return datetime.datetime.fromtimestamp(1514764800 + rand.randrange(157680000), datetime.timezone.utc)
