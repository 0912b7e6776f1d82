"""How each contestant writes and reads JSON: encoders and decoders made once, as their documentations say.

A workload is one of four kinds: "array" and "lines" of one record type, one "document", or "messages", many small
documents each by a call of its own."""

import json
import sys
from base64 import b64encode
from dataclasses import dataclass

import classes
import shapes
import stock

LINE = b"\n"


@dataclass(frozen=True)
class Codec:
    module: object           # the classes; None where dicts are decoded
    encode: object           # None where it only decodes
    decode: object


def each(call, **scope):
    """A codec's function for messages: `call`, such as "encode(item)", once for each. Compiled anew, so that the
    interpreter specialises it for one contestant."""
    exec(f"def run(items):\n    for item in items: {call}\ndef one(item): return {call}\n", scope)
    scope["run"].one = scope["one"]
    return scope["run"]


def slotgen(module, name, kind):
    record = getattr(module, name)
    if kind == "array":
        return Codec(module, record.to_json_array, record.from_json_array)
    if kind == "lines":
        return Codec(module, record.to_json_lines, record.from_json_lines)
    if kind == "messages":
        return Codec(module, each("item.to_json()"), each("decode(item)", decode=record.from_json))
    return Codec(module, record.to_json, record.from_json)


def msgspec(module, name, kind):
    from msgspec.json import Decoder, Encoder
    record = getattr(module, name)
    encoder = Encoder()
    if kind == "array":
        return Codec(module, encoder.encode, Decoder(list[record]).decode)
    if kind == "lines":
        return Codec(module, encoder.encode_lines, Decoder(record).decode_lines)
    if kind == "messages":
        return Codec(module, each("encode(item)", encode=encoder.encode), each("decode(item)", decode=Decoder(record).decode))
    return Codec(module, encoder.encode, Decoder(record).decode)


def pydantic(module, name, kind):
    from pydantic import TypeAdapter
    record = getattr(module, name)
    lacks = any(field.may_lack for shape in shapes.of_module(classes.load(classes.OURS, module.__name__.split("_")[1])).values()
                for field in shape.fields)
    options = {"exclude_unset": True} if lacks else {}
    adapter = TypeAdapter(list[record] if kind == "array" else record)

    def encode(value):
        return adapter.dump_json(value, **options)

    if kind == "lines":
        return Codec(module, lambda records: LINE.join(map(encode, records)) + LINE,
                     lambda text: [adapter.validate_json(line) for line in text.splitlines()])
    if kind == "messages":
        return Codec(module, each("encode(item)", encode=encode), each("decode(item)", decode=adapter.validate_json))
    return Codec(module, encode, adapter.validate_json)


def orjson(module, name, kind):
    """Dataclasses are written by orjson itself, and made from its dicts by what a person would write."""
    from orjson import OPT_UTC_Z, dumps, loads

    def default(value):
        return b64encode(value).decode()

    def encode(value):
        return dumps(value, default, OPT_UTC_Z)

    return Codec(module, _over(encode, kind), _read(module, loads, name, kind))


def orjson_dicts(module, name, kind):
    from orjson import loads
    return Codec(None, None, _plain(loads, kind))


def json_dicts(module, name, kind):
    return Codec(None, None, _plain(json.loads, kind))


def json_dataclass(module, name, kind):
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    write = _stock(module)[f"write_{name}"]
    if kind == "array":
        return Codec(module, lambda records: dumps([write(record) for record in records]).encode(),
                     _read(module, json.loads, name, kind))
    return Codec(module, _over(lambda record: dumps(write(record)).encode(), kind), _read(module, json.loads, name, kind))


def _over(encode, kind):
    if kind == "lines":
        return lambda records: LINE.join([encode(record) for record in records]) + LINE
    return each("encode(item)", encode=encode) if kind == "messages" else encode


def _plain(loads, kind):
    if kind == "lines":
        return lambda text: [loads(line) for line in text.splitlines()]
    return each("decode(item)", decode=loads) if kind == "messages" else loads


def _read(module, loads, name, kind):
    read = _stock(module)[f"read_{name}"]
    if kind == "array":
        return lambda text: [read(item) for item in loads(text)]
    if kind == "lines":
        return lambda text: [read(loads(line)) for line in text.splitlines()]

    def decode(text):
        return read(loads(text))

    return each("decode(item)", decode=decode) if kind == "messages" else decode


def _stock(module):
    if not hasattr(module, "stock_functions"):
        ours = classes.load(classes.OURS, module.__name__.split("_")[-1])
        scope = dict(vars(module))
        exec(compile(stock.source(ours, sys.version_info), f"<stock_{ours.__name__}>", "exec"), scope)
        module.stock_functions = scope
    return module.stock_functions


# title: (whose classes, how)
CODECS = {
    classes.OURS: (classes.OURS, slotgen),
    "msgspec": ("msgspec", msgspec),
    classes.BASE: (classes.BASE, msgspec),
    "pydantic": ("pydantic", pydantic),
    "orjson, @dataclass": ("@dataclass", orjson),
    "orjson, @dataclass(slots=True)": ("@dataclass(slots=True)", orjson),
    "orjson, dicts": ("@dataclass", orjson_dicts),
    "json, @dataclass(slots=True)": ("@dataclass(slots=True)", json_dataclass),
    "json, dicts": ("@dataclass", json_dicts),
    classes.TWIN: (classes.TWIN, slotgen),
}


def codecs(module, name, kind):
    """{title: Codec} of those that can be had here."""
    found = {}
    for title, (whose, make) in CODECS.items():
        try:
            found[title] = make(classes.load(whose, module), name, kind)
        except (classes.Unavailable, ImportError):
            continue
    return found
