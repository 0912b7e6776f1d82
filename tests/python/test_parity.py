"""C module and twin side by side in one process: the same calls must give the same results, exception types,
texts, paths and offsets. The run for the C modules compares; the run for the twins has nothing to add."""

import inspect
import json
import random
import unittest

from support import DATA, IS_C, ModuleCase, installed, load, outcome, path_of, setUpModule
from values import NAMES, BytesSubclass, Colour, FloatSubclass, Float, Index, IntSubclass, Number, StrSubclass

SEED = 20240229
BOTH = all(path_of("market", implementation).exists() for implementation in ("c", "python"))
NAN, INF = float("nan"), float("inf")


@unittest.skipUnless(IS_C and BOTH, "compared in the run of the C modules")
class Pair(ModuleCase):
    """Tests that have `name` as a pair of modules."""

    def pair(self, name):
        return load(name, "c"), load(name, "python")

    def agree(self, name, call, *note):
        """call(module) gives the same for both; that."""
        results = []
        for module in self.pair(name):
            with installed(module):
                results.append(outcome(call, module))
        if results[0] != results[1]:
            with self.subTest(note):
                self.assertEqual(*results)
        return results[0]

    def records(self, *names):
        for name in names:
            for record in self.pair(name)[1].__all__:
                if hasattr(getattr(self.pair(name)[1], record), "to_json"):
                    yield name, record


ALL = ("market", "item", "telemetry", "employee", "point3d", "vehicle", "cache", "timeline", "scalars", "everything",
       "options", "chains", "version1", "version2")

VALUES = [
    None, True, False, 0, 1, -1, 127, 128, -128, -129, 255, 256, 2**15, 2**31 - 1, 2**31, -2**31 - 1, 2**32, 2**63 - 1, 2**63,
    -2**63, -2**63 - 1, 2**64 - 1, 2**64, 10**39, 10**400, 1 << 20000, 0.0, -0.0, 1.5, 1e300, -1e39, 5e-324, NAN, INF, -INF, 1j, "", "a", "\u00e9",
    "\ud800", "buy", "x" * 100, b"", b"ab", b"\xff" * 100, bytearray(b"a"), [], [1], ["a"], [None], [[1.0]], [{}], (), (1,), {}, {"a": 1},
    {"a": [1, None]}, {"a": "x"}, {1: 2}, {"a": None}, {"\ud800": 1}, {1}, ..., object, len, Index(5), Index(2**70), Float(2.5), Float("x"), IntSubclass(7),
    FloatSubclass(2.5), StrSubclass("sub"), BytesSubclass(b"sub"), Number.SEVEN, Colour.RED, NAMES["Decimal"]("1.5"), NAMES["Fraction"](1, 3),
    NAMES["BadFloat"](), [1, "x"], [1, 2**70], [[1, "x"]], {"a b": [1, "x"]}, {"'": {"\"": [1, ()]}},
]


class Facts(Pair):
    def test_modules(self):
        for name in ALL:
            self.agree(name, lambda m: (m.__all__ and list(m.__all__), m.__doc__, m.__slotgen__["schema"], m.__slotgen__["version"]), name)

    def test_records(self):
        for name, record in self.records(*ALL):
            for fact in (
                lambda r: str(inspect.signature(r)), lambda r: r.__slots__, lambda r: r.__match_args__, lambda r: r.__doc__,
                lambda r: str(r.__annotations__), lambda r: (r.__name__, r.__qualname__, r.__module__),
                lambda r: [b.__name__ for b in r.__mro__ if b.__name__ not in ("_Json",)], lambda r: r.__hash__ is None,
                lambda r: r.__weakrefoffset__ != 0, lambda r: r.__dictoffset__ != 0,
                lambda r: [str(p) for p in inspect.signature(r).parameters.values()], lambda r: str(inspect.get_annotations(r)),
                lambda r: [str(inspect.signature(getattr(r, m))) for m in ("to_json", "from_json", "to_json_array", "from_json_array",
                                                                           "to_json_lines", "from_json_lines", "to_dict", "from_dict")],
            ):
                self.agree(name, lambda m: fact(getattr(m, record)), name, record, inspect.getsource(fact))

    def test_enums(self):
        for name in ("market", "employee", "everything"):
            for enum in [n for n in self.pair(name)[1].__all__ if hasattr(getattr(self.pair(name)[1], n), "__members__")]:
                self.agree(name, lambda m: [(x.name, x.value, str(x), repr(x), f"{x}") for x in getattr(m, enum)], enum)
                self.agree(name, lambda m: [b.__name__ for b in getattr(m, enum).__mro__][-3:], enum)
                self.agree(name, lambda m: (getattr(m, enum).__doc__ or "").split(".")[0] if enum != "Level" else "", enum)


def make(module, record, **changes):
    """A record with a value in every required field."""
    kind = getattr(module, record)
    samples = {bool: True, int: 1, float: 1.5, str: "s", bytes: b"b"}
    given = {}
    for name, parameter in inspect.signature(kind).parameters.items():
        if parameter.default is not parameter.empty or name in changes:
            continue
        annotation = parameter.annotation
        text = str(annotation)
        if annotation in samples:
            given[name] = samples[annotation]
        elif hasattr(annotation, "__members__"):
            given[name] = list(annotation)[0]
        elif text.startswith("list["):
            given[name] = []
        elif text.startswith("dict["):
            given[name] = {}
        elif isinstance(annotation, type):
            given[name] = make(module, annotation.__name__)
        else:
            given[name] = None
    return kind(**{**given, **changes})


class Values(Pair):
    FIELDS = ("everything", "scalars", "options", "chains", "cache", "vehicle")

    def fields(self):
        for name, record in self.records(*self.FIELDS):
            for field in inspect.signature(getattr(self.pair(name)[1], record)).parameters:
                yield name, record, field

    def test_constructor(self):
        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, lambda m: make(m, record, **{field: value}), record, field, value)

    def test_assignment(self):
        def assign(m):
            made = make(m, record)
            result = outcome(setattr, made, field, value)
            return result, made, outcome(getattr, made, field)

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, assign, record, field, value)

    def test_written(self):
        def write(m):
            made = make(m, record, **{field: value})
            return [outcome(call) for call in (made.to_json, made.to_dict, lambda: type(made).to_json_lines([made]))]

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, write, record, field, value)

    def test_given(self):
        def read(m):
            given = make(m, record).to_dict()
            given[field] = value
            return getattr(m, record).from_dict(given)

        for name, record, field in self.fields():
            for value in VALUES:
                self.agree(name, read, record, field, value)

    def test_members_and_records(self):
        for field in [f for n, r, f in self.fields() if r == "Everything"]:
            for of in (lambda m: m.Side.BUY, lambda m: m.Level.LOW, lambda m: m.Leg(1), lambda m: m.Leaf(), lambda m: [m.Leg(1)],
                       lambda m: {"a": m.Leg(1), "b": None}, lambda m: {"a": {"b": [m.Side.BUY]}}, lambda m: [m.Side.SELL, "sell"]):
                self.agree("everything", lambda m: make(m, "Everything", **{field: of(m)}).to_json(), field)
                self.agree("everything", lambda m: make(m, "Everything", **{field: of(m)}), field)

    def test_any(self):
        values = VALUES + [
            {1: 1, "1": 2}, {1.5: 1}, {None: 1, True: 2, False: 3}, {(): 1}, {NAN: 1}, {10**4300: 1}, {"\ud800": 1}, [10**4300], [NAN], {"k": {1}},
            (1, (2, [3, {}])), {Number.SEVEN: Colour.RED}, {"a": {"b": {"c": [object()]}}}, [[[[b"x"]]]], {b"": 1},
        ]
        for value in values:
            for of in (lambda v: v, lambda v: [v], lambda v: {"k": v}, lambda v: (1, {"a b": v})):
                for method in ("to_json", "to_dict"):
                    self.agree("everything", lambda m: getattr(m.Holder(of(value)), method)(), value)
                self.agree("everything", lambda m: m.Holder.from_dict({"value": of(value)}), value)

    def test_comparisons(self):
        for value in VALUES:
            for other in VALUES:
                def compare(m):
                    a, b = m.Holder(value), m.Holder(other)
                    return a == b, a != b
                self.agree("everything", compare, value, other)
        for x in (0.0, -0.0, 1.5, NAN, INF, 2.0**60, 1e300, 5e-324, -1.0):
            for y in (None, 0.0, NAN, 7.0):
                self.agree("options", lambda m: hash(m.Frozen(x, y, "", x)), x, y)
                self.agree("options", lambda m: m.Frozen(x, y) == m.Frozen(x, y), x, y)


DOCUMENTS = [
    ("market", "MarketTick", '{"symbol":"AAPL","timestamp":1.5,"bid":2,"ask":3e0}'),
    ("market", "MarketEvent", '{"symbol":"\u20ac\\u0041","timestamp":1e3,"side":"sell","price":-0,"size":7,"venue":null}'),
    ("employee", "Employee", '{"employee_id":1,"name":"n","department":"d","salary":1,"status":"left","manager":{"employee_id":2,'
     '"name":"m","department":"d","salary":2},"skills":["a","b"],"phone":{"m":"1","w":"2"},"class":3}'),
    ("vehicle", "Car", '{"plate":"p","wheels":4,"mass":1.5,"seats":5,"electric":true,"range":0.1}'),
    ("chains", "Tree", '{"name":"a","children":[{"name":"b","parent":{"name":"c"}},{"children":[{}]}]}'),
    ("everything", "Holder", '{"value":[1,2.5,"x\\n\\ud83d\\ude00",null,true,{"a":{"b":[-1e-5]},"c":[]}],"skip":{"a":[1,{"b":null}]}}'),
    ("everything", "Words", '{"word":"a\\"b\\\\c","level":-2,"words":["\u20ac",""]}'),
    ("scalars", "Of_bytes", '{"plain":"YWI=","absent":"","items":["YQ=="],"by_key":{"a":"AAH/"}}'),
    ("scalars", "Of_int", '{"plain":123456789012345678901234567890,"optional":null,"items":[1,-2],"nested":{"a":[1,null]}}'),
    ("scalars", "Of_float32", '{"plain":0.1,"absent":3.4e38,"boxed":1e-50,"by_key":{"":1}}'),
    ("scalars", "Of_uint8", '{"plain":255,"absent":0,"boxed":7,"items":[1,2,3]}'),
    ("options", "Derived", '{"a":1,"b":2,"c":3,"d":[{"a":1}]}'),
]
PIECES = ['"', "\\", "{", "}", "[", "]", ",", ":", "null", "true", "false", "1", "-1", "0", "1.5", "1e5", "1e400", "-", ".", "e", "E+", " ", "\n", "\t", '""',
          '"a"', "{}", "[]", "\\u0041", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\n", "\\x", "\u20ac", "\U0001f600", "\x00", "\x1f", "\x7f", "NaN", "Infinity",
          "300", "70000", "99999999999999999999", '"plain":', '"a":1,', ",null", "\ufeff", "\u2028", "'", "/", "tru", "01", "{\"a\":", "[[", "]]"]
RAW = [b"\xff", b"\xc3", b"\xc3\xa9", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\x80"]


def mutations(document, generator, count):
    """The document after random accidents: the same ones for the same seed."""
    tokens = json.JSONDecoder().scan_once and document
    for _ in range(count):
        text = tokens
        for _ in range(generator.choice((1, 1, 1, 2, 3))):
            at = generator.randrange(len(text) + 1)
            to = min(len(text), at + generator.choice((0, 1, 1, 2, 5, 20)))
            kind = generator.randrange(5)
            if kind == 0:
                text = text[:at] + text[to:]
            elif kind == 1:
                text = text[:at] + generator.choice(PIECES) + text[at:]
            elif kind == 2:
                text = text[:at] + generator.choice(PIECES) + text[to:]
            elif kind == 3:
                text = text[:to] + text[at:]
            else:
                text = text[:at] if generator.random() < 0.2 else text[:at] + text[at:].replace(
                    generator.choice('",:[]{}'), generator.choice(PIECES), 1)
            text = text or " "
        yield text


class Documents(Pair):
    COUNT = 1500

    def check(self, name, record, data):
        return self.agree(name, lambda m: getattr(m, record).from_json(data), record, data)

    def test_documents(self):
        for name, record, text in DOCUMENTS:
            found = self.check(name, record, text)
            self.assertEqual(found[0], record, found)

    def test_every_beginning(self):
        for name, record, text in DOCUMENTS:
            data = text.encode()
            for length in range(len(data)):
                self.check(name, record, data[:length])

    def test_every_character_lost_or_doubled(self):
        for name, record, text in DOCUMENTS:
            for at in range(len(text)):
                self.check(name, record, text[:at] + text[at + 1:])
                self.check(name, record, text[:at] + text[at] + text[at:])

    def test_mutations(self):
        generator = random.Random(SEED)
        refused = 0
        for name, record, text in DOCUMENTS:
            for mutated in mutations(text, generator, self.COUNT):
                found = self.check(name, record, mutated)
                refused += found[0].endswith("Error")
                if generator.random() < 0.2:
                    self.check(name, record, mutated.encode("utf-8", "surrogatepass"))
        self.assertGreater(refused, self.COUNT)

    def test_broken_bytes(self):
        generator = random.Random(SEED + 1)
        for name, record, text in DOCUMENTS:
            data = text.encode()
            for _ in range(self.COUNT // 5):
                at = generator.randrange(len(data) + 1)
                to = at + generator.choice((0, 1))
                self.check(name, record, data[:at] + generator.choice(RAW) + data[to:])

    def test_values_swapped(self):
        """Well-formed documents with values of other types, at every place."""
        values = [None, True, 0, -1, 1.5, 300, 2**70, "", "x", "YQ==", "buy", [], [1], {}, {"a": 1}, [[]], 1e39]

        def places(node, path=()):
            yield path
            pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            for key, item in pairs:
                yield from places(item, path + (key,))

        def changed(node, path, value):
            if not path:
                return value
            if isinstance(node, dict):
                return {key: changed(item, path[1:], value) if key == path[0] else item for key, item in node.items()}
            return [changed(item, path[1:], value) if i == path[0] else item for i, item in enumerate(node)]

        for name, record, text in DOCUMENTS:
            document = json.loads(text)
            for path in places(document):
                for value in values:
                    given = changed(document, path, value)
                    self.check(name, record, json.dumps(given, ensure_ascii=False))
                    self.agree(name, lambda m: getattr(m, record).from_dict(given), record, given)

    def test_keys_missing_and_doubled(self):
        for name, record, text in DOCUMENTS:
            pairs = list(json.loads(text).items())
            for i, (key, value) in enumerate(pairs):
                rest = pairs[:i] + pairs[i + 1:]
                for given in (rest, pairs + [(key, value)], [(key, value)] + pairs, rest + [("other", value)]):
                    data = "{" + " , ".join(f"{json.dumps(k)} : {json.dumps(v)}" for k, v in given) + "\n}"
                    self.check(name, record, data)

    def test_arrays_and_lines(self):
        generator = random.Random(SEED + 2)
        for name, record, text in DOCUMENTS:
            for _ in range(self.COUNT // 10):
                items = [text, next(mutations(text, generator, 1)), text]
                generator.shuffle(items)
                self.agree(name, lambda m: getattr(m, record).from_json_array("[" + ",\n".join(items) + "]"), items)
                for data in ("\n \n".join(items), ("\r\n".join(items) + "\n").encode("utf-8", "surrogatepass")):
                    self.agree(name, lambda m: getattr(m, record).from_json_lines(data), data)

    def test_numbers(self):
        generator = random.Random(SEED + 3)
        texts = ["0", "-0", "1", "00", "-", "1e", "1e5", "1E-400", "1e308", "1.8e308", "0.1", "123456789012345678", "1" * 400, "1" * 4301, "0." + "3" * 400,
                 "4.35", "2.5e-8", "9007199254740993", "1e22", "1e23", "-1e-7", "1.e5", "0e0", "1.0E+2"]
        for _ in range(600):
            digits = "".join(generator.choice("0123456789") for _ in range(generator.randrange(1, 25)))
            text = generator.choice(("", "-")) + (digits.lstrip("0") or "0")
            if generator.random() < 0.7:
                text += "." + "".join(generator.choice("0123456789") for _ in range(generator.randrange(1, 25)))
            if generator.random() < 0.5:
                text += "e" + str(generator.randrange(-340, 330))
            texts.append(text)
        for text in texts:
            for record in ("Of_float64", "Of_float32", "Of_int64", "Of_uint8", "Of_int", "Of_Any"):
                found = self.agree("scalars", lambda m: getattr(m, record).from_json('{"plain":%s}' % text), record, text)
                if found[0] == record:
                    self.agree("scalars", lambda m: getattr(m, record).from_json('{"plain":%s}' % text).to_json(), record, text)

    def test_floats_written(self):
        import struct

        generator = random.Random(SEED + 4)
        for _ in range(3000):
            number = struct.unpack("d", generator.getrandbits(64).to_bytes(8, "little"))[0]
            number = generator.choice((number, round(generator.uniform(-1e6, 1e6), generator.randrange(8)), float(generator.getrandbits(60))))
            if number - number == 0:
                found = self.pair("scalars")[0].Of_float64(number).to_json()
                self.assertIn(f'"plain":{number!r},'.encode(), found)

    def test_depth(self):
        for levels in (498, 499, 500, 501, 502, 600, 5000):
            for text in ('{"next":' * levels + "null" + "}" * levels, '{"next":' * levels, "[" * levels + "]" * levels,
                         '{"skip":' + "[" * levels + "]" * levels + "}", '{"next":' * levels + "5" + "}" * levels):
                self.agree("chains", lambda m: type(m.Node.from_json(text)).__name__, levels, text[:20])
                self.agree("chains", lambda m: len(m.Node.from_json_array("[" + text + "]")), levels, text[:20])

    @unittest.skipUnless((DATA / "json" / "twitter.json").is_file(), f"not here: {DATA / 'json' / 'twitter.json'}")
    def test_timeline_mutated(self):
        text = (DATA / "json" / "twitter.json").read_text(encoding="utf-8")
        status = json.dumps(json.loads(text)["statuses"][0], ensure_ascii=False)
        generator = random.Random(SEED + 5)
        for mutated in mutations(status, generator, 300):
            self.check("timeline", "Status", mutated)


if __name__ == "__main__":
    unittest.main()
