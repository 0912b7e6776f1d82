"""JSON: workloads written and read by every contestant, after all have shown that they write and read the same."""

import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path

import classes
import data
import shapes
from json_codecs import codecs
from turns import Entry

TICKS, EVENTS, FILES, MESSAGES = 10_000, 2_000, 1_000, 1_000
FOUND = Path(os.environ.get("SLOTGEN_BENCH_DATA", "../shared/data")) / "json"


@dataclass(frozen=True)
class Workload:
    module: str
    record: str
    kind: str                # as json_codecs says
    make: object             # the JSON text or, for messages, the records
    fresh: bool = False      # encoded once after each decoding, when nothing is cached inside of strings yet


def written(module, make):
    """The JSON array of records that `make` makes of a module's classes."""
    records = make(classes.load(classes.OURS, module))
    return type(records[0]).to_json_array(records)


def file(name, compact=False):
    text = (FOUND / name).read_bytes()
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode() if compact else text


def lines(text):
    return b"".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for item in json.loads(text))


def prices():
    return written("market", lambda module: data.ticks(module, TICKS))


WORKLOADS = {
    "ticks, prices": Workload("market", "MarketTick", "array", prices),
    "ticks, prices, lines": Workload("market", "MarketTick", "lines", lambda: lines(prices())),
    "ticks, wild": Workload("market", "MarketTick", "array",
                            lambda: written("market", lambda module: data.ticks(module, TICKS, data.wild_tick))),
    "events": Workload("event", "Event", "array", lambda: written("event", lambda module: data.events(module, EVENTS))),
    "one message": Workload("market", "MarketTick", "messages", prices),
    "timeline, pretty": Workload("timeline", "Timeline", "document", lambda: file("twitter.json"), fresh=True),
    "timeline, compact": Workload("timeline", "Timeline", "document", lambda: file("twitter.json", compact=True), fresh=True),
    "floats": Workload("geojson", "FeatureCollection", "document", lambda: file("canada.json")),
    "tree": Workload("files", "Directory", "document",
                     lambda: data.tree(classes.load(classes.OURS, "files"), FILES).to_json()),
}
# what a text is written from does not depend on its white space
NOT_ENCODED = ["timeline, pretty"]
# pure Python takes its time, so the twin shows itself here only
TWIN_TOO = ["ticks, prices", "one message"]


def skipped():
    """{workload: why} of those whose files are not here."""
    return {name: f"no {needed} in {FOUND.name}/ of the data folder"
            for name, needed in [("timeline, pretty", "twitter.json"), ("timeline, compact", "twitter.json"),
                                 ("floats", "canada.json")] if not (FOUND / needed).is_file()}


@functools.lru_cache(maxsize=None)
def text_of(name):
    text = WORKLOADS[name].make()
    if WORKLOADS[name].kind == "messages":
        return [json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode() for item in json.loads(text)[:MESSAGES]]
    return text


def contestants(name):
    work = WORKLOADS[name]
    found = codecs(work.module, work.record, work.kind)
    return {title: codec for title, codec in found.items() if title != classes.TWIN or name in TWIN_TOO}


def decoding(name):
    work, text = WORKLOADS[name], text_of(name)
    entries = {}
    expected = None
    for title, codec in contestants(name).items():
        expected = check_decoding(work, title, codec, text, expected)
        entries[title] = Entry(codec.decode, lambda: (text,))
    return entries, len(text) if work.kind == "messages" else 1


def check_decoding(work, title, codec, text, expected):
    """What the first contestant decoded, as plain values: the others must agree."""
    if codec.module is None:
        return expected
    value = [codec.decode.one(item) for item in text] if work.kind == "messages" else codec.decode(text)
    value = plain(value, shapes_of(work.module))
    assert expected is None or value == expected, f"{title} decodes something else"
    return value


def encoding(name):
    work, text = WORKLOADS[name], text_of(name)
    entries = {}
    expected = [json.loads(item) for item in text] if work.kind == "messages" else loaded(text, work.kind)
    for title, codec in contestants(name).items():
        if codec.encode is None:
            continue
        values = [codec.decode.one(item) for item in text] if work.kind == "messages" else codec.decode(text)
        got = [json.loads(codec.encode.one(v)) for v in values] if work.kind == "messages" else loaded(codec.encode(values), work.kind)
        lenient = "@dataclass" in title
        assert same(got, expected, lenient), f"{title} encodes something else"
        if work.fresh:
            entries[title] = Entry(codec.encode, lambda decode=codec.decode: (decode(text),))
        else:
            entries[title] = Entry(codec.encode, lambda values=values: (values,))
    return entries, len(text) if work.kind == "messages" else 1


def loaded(text, kind):
    return [json.loads(line) for line in text.splitlines()] if kind == "lines" else json.loads(text)


def same(got, expected, lenient):
    """Whether two JSON trees are the same. Base64 has two alphabets, and a time two spellings; a `lenient`
    contestant knows no absent keys and writes null, and no tags."""
    if isinstance(got, dict) and isinstance(expected, dict):
        keys = got.keys() | expected.keys() if lenient else expected.keys()
        if not lenient and got.keys() != expected.keys():
            return False
        return all(same(got.get(key), expected.get(key), lenient) for key in keys if key != "type" or key in got)
    if isinstance(got, list) and isinstance(expected, list):
        return len(got) == len(expected) and all(same(a, b, lenient) for a, b in zip(got, expected))
    if isinstance(got, str) and isinstance(expected, str) and got != expected:
        return got.translate(ALPHABETS) == expected.translate(ALPHABETS)
    return got == expected


ALPHABETS = str.maketrans("-_", "+/")


@functools.lru_cache(maxsize=None)
def shapes_of(module):
    """{name: fields} of the records of a generated module."""
    return {name: shape.fields for name, shape in shapes.of_module(classes.load(classes.OURS, module)).items()}


def plain(value, known):
    """Values that can be compared across contestants; what is absent is left out."""
    if isinstance(value, list):
        return [plain(item, known) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item, known) for item in value)
    if isinstance(value, dict):
        return {key: plain(item, known) for key, item in value.items()}
    fields = known.get(type(value).__name__)
    if fields:
        return {field.name: plain(item, known) for field in fields
                for item in [getattr(value, field.name)] if not (field.may_lack and is_absent(item))}
    return getattr(value, "value", value)


def is_absent(value):
    return value is None or value is ... or type(value).__name__ == "UnsetType"


def timed():
    absent = skipped()
    for name in WORKLOADS:
        if name in absent:
            continue
        if name not in NOT_ENCODED:
            yield f"encode {name}", functools.partial(encoding, name)
        yield f"decode {name}", functools.partial(decoding, name)


def sizes():
    """Bytes of each workload's text, for throughputs."""
    absent = skipped()
    return {name: sum(map(len, text)) / len(text) if isinstance(text, list) else len(text)
            for name in WORKLOADS if name not in absent for text in [text_of(name)]}


TIMED = dict(timed())
COUNTED = {"size of workloads": (sizes, "bytes")}
