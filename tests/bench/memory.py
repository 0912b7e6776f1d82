"""The memory that records take: one process for each contestant, which makes them and asks the kernel.

    memory.py TITLE SHAPE COUNT        prints {"bytes": per record, "seconds": taken to make all}

Each value is a new object, as when records come from a file, so what a record refers to counts, and so does
what the allocator rounds up."""

import gc
import json
import os
import sys
import time

import classes
import data

FIRST = 100           # made before the first look, so that what the class itself needs is there


def resident():
    """Bytes of memory that this process occupies."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def maker(title, shape):
    """A function that makes a record of a row of values, by position where the class allows it."""
    module, name = shape.split(".")
    record = getattr(classes.load(title, module), name)
    if title != "pydantic":
        return lambda row: record(*row)
    names = list(getattr(classes.load(classes.OURS, module), name).__annotations__)
    return lambda row: record(**dict(zip(names, row)))


def measure(title, shape, count):
    make = maker(title, shape)
    rows = data.values(shape, classes.load(title, shape.split(".")[0]), count)
    records = [None] * count
    for i in range(FIRST):
        records[i] = make(next(rows))
    gc.collect()
    before = resident()
    start = time.perf_counter()
    for i, row in enumerate(rows, FIRST):
        records[i] = make(row)
    spent = time.perf_counter() - start
    return {"bytes": (resident() - before) / (count - FIRST), "seconds": spent * count / (count - FIRST)}


if __name__ == "__main__":
    json.dump(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])), sys.stdout)
