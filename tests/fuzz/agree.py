"""What fuzz_json.c tries with each input: its first character says which record, its second one how that record reads
the rest, and the C module and the twin must do the same with it: the same refusal, or records that say the same of
themselves and write the same JSON, which reads back as the same records."""

import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from support import installed, load, outcome

# Letters are for ever: the corpus names its readers by them.
RECORDS = {
    "a": ("chains", "Tree"),
    "b": ("constraints", "Trade"),
    "c": ("constraints", "Ints"),
    "d": ("constraints", "Floats"),
    "e": ("constraints", "Decimals"),
    "f": ("constraints", "Lengths"),
    "g": ("constraints", "Containers"),
    "h": ("containers", "Sets"),
    "i": ("containers", "Pair"),
    "j": ("containers", "Keys"),
    "k": ("containers", "Words"),
    "l": ("dates", "Event"),
    "m": ("dates", "Named"),
    "n": ("dates", "Log"),
    "o": ("enums", "Open"),
    "p": ("every_option", "Every"),
    "q": ("every_option", "Rest"),
    "r": ("everything", "Everything"),
    "s": ("everything", "Holder"),
    "t": ("everything", "Words"),
    "u": ("json_options", "Aliased"),
    "v": ("json_options", "Camel"),
    "w": ("json_options", "Strict"),
    "x": ("json_options", "OpenMore"),
    "y": ("json_options", "Short"),
    "z": ("json_options", "Nan"),
    "A": ("json_options", "Interned"),
    "B": ("unions", "Drawing"),
    "C": ("unions", "Mixed"),
    "D": ("unions", "Log"),
    "E": ("unions", "Either"),
    "F": ("unions", "Options"),
    "G": ("unions", "Contained"),
    "H": ("unions", "Sets"),
    "I": ("unions", "Any3"),
    "J": ("unions", "Shape"),
    "K": ("unions", "Event"),
}


def iterate(record, data):
    """The records and the mistakes of lines, in the order in which they come."""
    found = []
    for item in record.iter_json_lines(io.BytesIO(data), on_error=lambda error: found.append(str(error))):
        found.append(item)
    return found


READERS = {
    "0": lambda record, data: [record.from_json(data)],
    "1": lambda record, data: record.from_json_array(data),
    "2": lambda record, data: record.from_json_lines(data),
    "3": iterate,
    "4": lambda record, data: [record.from_dict(json.loads(data.decode()))],
    "5": lambda record, data: [record.from_dict(json.loads(data.decode()), strict=False)],
}
TAKES_STR = "012"


def facts(item):
    """What a record says of itself."""
    if isinstance(item, str):
        return item
    text = item.to_json()
    assert json.dumps(item.to_dict(), separators=(",", ":"), ensure_ascii=False).encode() == text, "to_dict is another"
    again = type(item).from_json(text)
    assert again == item or repr(again) == repr(item), f"read back as {again!r}"
    return repr(item), text


def behaviour(module, name, reader, data):
    """What reading gives, as data."""
    with installed(module):
        return outcome(lambda: [facts(item) for item in reader(getattr(module, name), data)])


def expect_same(what, data, first, second):
    assert first == second, f"{what}\ninput: {data!r}\n    C: {first}\nother: {second}"


def agree(data):
    """Fails where C module and twin do not, or where C reads a str otherwise than its UTF-8."""
    head = data[:2].decode("latin-1").ljust(2)
    if head[0] not in RECORDS or head[1] not in READERS:
        return
    module, name = RECORDS[head[0]]
    reader = READERS[head[1]]
    found = behaviour(load(module, "c"), name, reader, data[2:])
    expect_same(f"{module}.{name}: C and twin", data, found, behaviour(load(module, "python"), name, reader, data[2:]))
    text = data[2:].decode(errors="replace")
    if head[1] in TAKES_STR and text.encode() == data[2:]:
        expect_same(f"{module}.{name}: bytes and str", data, found, behaviour(load(module, "c"), name, reader, text))
