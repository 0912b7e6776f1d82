"""Hypothesis strategies made from a record's own json_schema(): documents that fit it, and documents that
nearly do."""

import base64
import json
import math
import re

from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from([0, 1, -1, 127, 128, 255, 256, 2**31, 2**53 + 1, 2**63, 2**64, 10**30]),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from(["", "1", "2021-04-02", "18:18:10", "2021-04-02T18:18:10Z", "P1DT2S", "AAEC", "1E+5"]),
)
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)

OFFSETS = st.sampled_from(["", "Z", "+06:00", "-23:59", "+0530", "z"])


def _fraction(microsecond, digits):
    return f".{microsecond:06d}{digits}" if microsecond or digits else ""


def _date_time(value, offset, digits, letter):
    return f"{value:%H:%M:%S}{_fraction(value.microsecond, digits)}{offset}" if letter is None else (
        f"{value.isoformat(letter, 'seconds')}{_fraction(value.microsecond, digits)}{offset}"
    )


DIGITS = st.sampled_from(["", "", "", "4", "5", "50", "51", "9999"])
FORMATS = {
    "date-time": st.builds(_date_time, st.datetimes(), OFFSETS, DIGITS, st.sampled_from("Tt ")),
    "date": st.dates().map(str),
    "time": st.builds(_date_time, st.datetimes(), OFFSETS, DIGITS, st.none()),
    "duration": st.from_regex(r"\A[+-]?P([0-9]{1,4}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?[0-9]{1,3}(\.[0-9]{1,8})?S)?\Z"),
    "uuid": st.uuids().flatmap(lambda u: st.sampled_from([str(u), u.hex, str(u).upper()])),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False).map(str),
}
# How the patterns begin of texts that a pattern cannot wholly describe, and what they stand for.
PATTERNS = {
    "^[0-9]{4}-": "date-time",
    "^[0-9]{2}:": "time",
    "^[+-]?P": "duration",
    "^[+-]?[0-9]+(": "decimal",
}


class Fitting:
    """Strategies for the schema `root`; $defs are looked up in it."""

    def __init__(self, root):
        self.definitions = root.get("$defs", {})
        self.made = {}

    def of(self, schema):
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in self.made:
                self.made[name] = st.deferred(lambda: self.of(self.definitions[name]))
            return self.made[name]
        for part in schema.get("allOf", ()):  # the constraints of a field beside those of its named type
            schema = {**schema, **part}
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        for key in ("anyOf", "oneOf"):
            if key in schema:
                # the simplest last: None ends what refers to itself
                return st.one_of([self.of(part) for part in reversed(schema[key])])
        kinds = schema.get("type", "any")
        if isinstance(kinds, list):
            return st.one_of([self.of({**schema, "type": kind}) for kind in reversed(kinds)])
        return getattr(self, kinds)(schema)

    def any(self, schema):
        return JSON

    def null(self, schema):
        return st.none()

    def boolean(self, schema):
        return st.booleans()

    def integer(self, schema):
        least = schema.get("minimum", schema.get("exclusiveMinimum", -(2**70)))
        greatest = schema.get("maximum", schema.get("exclusiveMaximum", 2**70))
        step = schema.get("multipleOf", 1)
        inside = st.integers(-(-least // step), greatest // step).map(lambda n: n * step)
        return inside | st.sampled_from([least, greatest])

    def number(self, schema):
        least = schema.get("minimum", schema.get("exclusiveMinimum"))
        greatest = schema.get("maximum", schema.get("exclusiveMaximum"))
        floats = st.floats(least, greatest, allow_nan=False, allow_infinity=False)
        if "multipleOf" in schema:
            floats = st.integers(-5, 5).map(lambda n: n * float(schema["multipleOf"])) | floats
        return floats | floats.map(lambda x: math.floor(x) if abs(x) < 2**60 else x)

    def string(self, schema):
        if schema.get("contentEncoding") == "base64":
            return st.binary(max_size=9).map(lambda data: base64.b64encode(data).decode())
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        if "pattern" in schema:
            texts = self.matching(schema["pattern"], schema.get("maxLength"))
            for start, name in PATTERNS.items():
                if schema["pattern"].startswith(start):
                    return FORMATS[name] | texts
            return texts
        text = st.text(
            st.characters(exclude_categories=("Cs",)),
            min_size=schema.get("minLength", 0),
            max_size=max(schema.get("minLength", 0), min(schema.get("maxLength", 8), 40)),
        )
        return text | st.sampled_from(schema["examples"]) if schema.get("examples") else text

    def matching(self, pattern, longest):
        try:
            re.compile(pattern)
        except re.error:
            return TEXT
        texts = st.from_regex(pattern, alphabet=st.characters(exclude_categories=("Cs",)))
        return texts.map(lambda text: text[:longest])

    def array(self, schema):
        if "prefixItems" in schema:
            return st.tuples(*[self.of(item) for item in schema["prefixItems"]]).map(list)
        least = schema.get("minItems", 0)
        items = self.of(schema.get("items", {}))
        return st.lists(items, min_size=least, max_size=max(least, min(schema.get("maxItems", 3), 5)))

    def object(self, schema):
        properties = {name: self.of(part) for name, part in schema.get("properties", {}).items()}
        required = set(schema.get("required", ()))
        own = st.fixed_dictionaries(
            {name: part for name, part in properties.items() if name in required},
            optional={name: part for name, part in properties.items() if name not in required},
        )
        more = schema.get("additionalProperties", None)
        if properties or not isinstance(more, dict):
            return own
        names = self.names(schema.get("propertyNames", {}))
        least = schema.get("minProperties", 0)
        return st.dictionaries(names, self.of(more), min_size=least, max_size=max(least, 3))

    def names(self, schema):
        if "pattern" in schema and "[0-9]" in schema["pattern"]:
            return st.integers(-300, 70000).map(str)
        return self.string(schema) if "enum" not in schema else st.sampled_from(schema["enum"])


def _parts(value, path=()):
    """The paths of all values inside."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from _parts(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _parts(item, (*path, index))


def _replaced(value, path, new):
    if not path:
        return new
    if isinstance(value, dict):
        return {key: _replaced(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [_replaced(item, path[1:], new) if i == path[0] else item for i, item in enumerate(value)]


@st.composite
def nearly(draw, fitting):
    """A value that fits, most of the time with one of its parts replaced, taken away, added or moved."""
    value = draw(fitting)
    how = draw(st.integers(0, 5))
    if how == 0:
        return value
    path = draw(st.sampled_from(list(_parts(value))))
    if how <= 2 or not path:
        return _replaced(value, path, draw(JSON))
    *outer, last = path
    inside = value
    for step in outer:
        inside = inside[step]
    if isinstance(inside, list):
        changed = inside[:last] + inside[last + 1 :] if how == 3 else inside + [inside[last]]
    else:
        changed = dict(inside)
        kept = changed.pop(last)
        if how == 4:  # moved to the end, and an unknown key before it
            changed = {draw(TEXT): draw(SCALAR), **changed, last: kept}
        elif how == 5:
            changed = {**inside, draw(TEXT): kept}
    return _replaced(value, outer, changed)


def _text(value, separators, ascii_only):
    return json.dumps(value, separators=separators, ensure_ascii=ascii_only)


def texts(values):
    """JSON texts of values: compact or spaced, escaped or not."""
    separators = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t: ")])
    return st.builds(_text, values, separators, st.booleans())


PIECES = st.sampled_from(
    # fmt: off
    ["", "{", "}", "[", "]", ",", ":", '"', "\\", "\\u0061", "\\ud800", "\\u00e9", "0", "-", "-0", "1e400", ".", "e5",
     "null", "true", "NaN", "Infinity", " ", "\n", "\x00", "\x1f", "\u00e9", "\U0001f600", "/", "//", "1.0", "00"]
    # fmt: on
)


@st.composite
def broken(draw, text):
    """A text with some of it replaced by something else, as bytes or str."""
    text = draw(text)
    for _ in range(draw(st.integers(1, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 5])))
        piece = draw(PIECES | st.just(text[start : start + 12]))
        text = text[:start] + piece + text[end:]
    if draw(st.booleans()):
        return text
    data = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 4)) == 0 and data:
        at = draw(st.integers(0, len(data) - 1))
        data = data[:at] + draw(st.sampled_from([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b""])) + data[at + 1 :]
    return data
