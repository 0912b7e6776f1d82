"""Files of lines: iter_json_lines() against from_json_lines(), and the memory that it takes.

    streams.py LINES           prints the most memory above the start, in bytes, of a process that iterates over a file"""

import io
import json
import os
import subprocess
import sys
import tempfile

import classes
import data
from memory import resident
from turns import Entry

LINES = 1_000_000
if os.environ.get("SLOTGEN_BENCH_QUICK"):
    LINES = 50_000


def lines(count):
    """JSON lines of `count` ticks; the same 10,000 over and over."""
    module = classes.load(classes.OURS, "market")
    text = module.MarketTick.to_json_lines(data.ticks(module, 10_000))
    return text * (count // 10_000)


def iterating():
    tick, text = classes.load(classes.OURS, "market").MarketTick, lines(LINES)

    def stream():
        for _ in tick.iter_json_lines(io.BytesIO(text)):
            pass

    return {"iter_json_lines": Entry(stream), "from_json_lines": Entry(lambda: tick.from_json_lines(text))}, LINES


def peak():
    """The most memory that this process ever had."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return resident()


def peak_memory():
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(lines(LINES))
        file.flush()
        answer = subprocess.run([sys.executable, __file__, file.name], stdout=subprocess.PIPE, check=True)
    return {"iter_json_lines": json.loads(answer.stdout)}


def iterate(path):
    tick = classes.load(classes.OURS, "market").MarketTick
    count = 0
    with open(path, "rb") as file:
        start = resident()
        for record in tick.iter_json_lines(file):
            count += 1
    assert count and record.bid
    return max(peak() - start, 0)


TIMED = {"lines of a file": iterating}
COUNTED = {"lines of a file, memory": (peak_memory, "bytes")}

if __name__ == "__main__":
    json.dump(iterate(sys.argv[1]), sys.stdout)
