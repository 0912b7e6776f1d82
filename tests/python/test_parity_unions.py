"""C module and twin must agree about families and unions: on values of every kind in every field, on
documents, and on what is left of those after random accidents."""

import json
import random
import unittest

from pair import Pair
from support import outcome, setUpModule
from test_parity_json import mutations
from values import BytesSubclass, Float, FloatSubclass, Index, IntSubclass, StrSubclass

SEED = 20240521
NAN = float("nan")

GIVEN = [
    # fmt: off
    None, ..., True, 0, 5, 200, 2**70, -1, 1.5, 1e300, NAN, "", "a", "x", "good", "\ud800", b"", b"ab", [], [1],
    [None], ["good"], [[1, None]], [{"a": True}], (), ("a", 1), {}, {"a": 1}, {"type": "circle"}, {1: 2}, {1},
    {1, "b"}, frozenset(), object, Index(5), Index(2**70), Float(2.5), IntSubclass(7), FloatSubclass(2.5),
    StrSubclass("sub"), BytesSubclass(b"sub"), "2021-04-02", [1, "x"], {"type": 5}, {"type": "circle", "r": "x"},
    # fmt: on
]
RECORDS = {
    "circle": lambda m: m.Circle(1.5),
    "square": lambda m: m.Square(2, m.Circle(1)),
    "tilted": lambda m: m.Tilted(1),
    "group": lambda m: m.Group([m.Circle(1), m.Group()]),
    "round": lambda m: m.Round(1),
    "flat": lambda m: m.Flat(1, 2),
    "login": lambda m: m.Login(1, "u"),
    "unknown": lambda m: m.Unknown(1, "n", "boom"),
    "named": lambda m: m.Named("circle"),
    "bare": lambda m: m.BareBelow(1),
    "moods": lambda m: [m.Mood.GOOD, m.Mood.BAD],
    "mood": lambda m: m.Mood.GOOD,
    "rank": lambda m: m.Rank.FIRST,
    "points": lambda m: {m.Point(1), m.Point(2), m.Contained()},
    "shapes": lambda m: [m.Tilted(1), m.Circle(1), m.Round(1)],
    "more": lambda m: {"a": m.Tilted(1), "b": m.Group()},
}
FIELDS = [
    # fmt: off
    ("Drawing", "main"), ("Drawing", "more"), ("Drawing", "maybe"), ("Drawing", "squares"), ("Drawing", "last"),
    ("Panel", "shape"), ("Panel", "label"), ("Untracked", "a"), ("Untracked", "b"), ("Untracked", "c"),
    ("Mixed", "value"), ("Mixed", "number"), ("Mixed", "deep"), ("Mixed", "many"), ("Mixed", "data"),
    ("Mixed", "rank"), ("Log", "events"), ("Log", "first"), ("Alone", "next"), ("Either", "it"),
    ("HasBare", "bare"), ("Options", "a"), ("Options", "b"), ("Options", "c"), ("Contained", "a"),
    ("Contained", "b"), ("Contained", "c"), ("Sets", "a"), ("Sets", "b"), ("Any3", "it"),
    # fmt: on
]
REQUIRED = {
    "Drawing": lambda m: {"main": m.Circle(1)},
    "Panel": lambda m: {"shape": m.Round(1)},
    "Untracked": lambda m: {"a": "x"},
    "Mixed": lambda m: {"value": 1},
    "Log": lambda m: {"events": []},
    "Either": lambda m: {"it": True},
    "HasBare": lambda m: {"bare": m.BareBelow(1)},
    "Any3": lambda m: {"it": m.Strict()},
}
DOCUMENTS = [
    ("Shape", '{"type":"gr\\"o\u00e9up","shapes":[{"id":4,"r":1.5,"type":"circle"},{"type":"tilted","side":2}]}'),
    ("Square", '{"side":1,"inside":{"type":"square","side":2},"id":-1,"typ\\u0065":"tilted","angle":1}'),
    ("Circle", '{"r":1e2,"type":"circle","id":1}'),
    (
        "Drawing",
        '{"main":{"type":"circle","r":1},"more":{"a":{"side":1,"type":"square"}},"maybe":null,'
        '"squares":[{"type":"tilted","side":1}],"last":{"r":1}}',
    ),
    (
        "Mixed",
        '{"value":[ "good"],"number":"bad","deep":["a",[1,null],{"k":true,"l":"x"}],'
        '"many":{"type":"circle","r":1},"data":{"a":[1]},"rank":1}',
    ),
    ("Mixed", '{"value":{"d":1,"type":"round"},"number":2,"many":"x","data":"aGk=","rank":"1"}'),
    ("Log", '{"events":[{"at":1,"note":"n","event type":"boom"},{"event type":"login","at":2,"user":"u"}]}'),
    ("Either", '{"it":{"type":"what","name":"x"}}'),
    ("Any3", '{"it":{"a":null,"b":"x","c":[null,true,1],"type":"options","more":{"type":1}}}'),
    ("Any3", '{"it":{"b":1,"type":"strict"}}'),
    ("Contained", '{"a":["x",1],"b":[1,"b"],"c":{"1":"good","2":5}}'),
    ("Sets", '{"a":[{"type":"point","x":1},{"type":"contained"}],"b":["1.5",1e3,false,[1,"y"]]}'),
    ("HasBare", '{"bare":5,"any":{"type":"circle"}}'),
]


class Values(Pair):
    def values(self):
        for value in GIVEN:
            yield lambda m, value=value: value
        yield from RECORDS.values()

    def made(self, m, record, changes):
        return getattr(m, record)(**{**REQUIRED.get(record, lambda m: {})(m), **changes})

    def test_constructed_and_written(self):
        for record, field in FIELDS:
            for of in self.values():

                def use(m):
                    made = self.made(m, record, {field: of(m)})
                    again = outcome(lambda: type(made).from_json(made.to_json()))
                    return made, outcome(made.to_json), outcome(made.to_dict), again

                self.agree("unions", use, record, field, of)

    def test_assigned(self):
        for record, field in FIELDS:
            for of in self.values():

                def use(m):
                    made = self.made(m, record, {})
                    return outcome(setattr, made, field, of(m)), made

                self.agree("unions", use, record, field, of)

    def test_given(self):
        for record, field in FIELDS:
            for value in GIVEN:
                for strict in (True, False):

                    def use(m):
                        given = self.made(m, record, {}).to_dict()
                        given[field] = value
                        return getattr(m, record).from_dict(given, strict=strict)

                    self.agree("unions", use, record, field, value, strict)

    def test_tags_given(self):
        for record in ("Shape", "Square", "Circle", "Event", "Unknown", "Alone", "Named", "OnlyBase", "Bare"):
            for value in GIVEN + ["square", "circle", StrSubclass("square"), "login", "alone", "only"]:
                for key in ("type", "event type", "kind", StrSubclass("type"), 5):
                    given = {"at": "x", key: value, "side": 1}
                    self.agree("unions", lambda m: getattr(m, record).from_dict(given), record, key, value)

    def test_hashes(self):
        for value in (0.0, NAN, 1.5, "a", "", 5):
            self.agree("unions", lambda m: hash(m.Untracked(value)) == hash(m.Untracked(value)), value)


class Documents(Pair):
    COUNT = 400

    def check(self, record, data):
        return self.agree("unions", lambda m: getattr(m, record).from_json(data), record, data)

    def test_documents(self):
        for record, text in DOCUMENTS:
            self.check(record, text)
            for reader in ("Shape", "Square", "Event", "Either", "Any3", "Bare"):
                self.check(reader, text)

    def test_pairs_in_every_order(self):
        generator = random.Random(SEED)
        for record, text in DOCUMENTS:
            for _ in range(20):
                self.check(record, json.dumps(shuffled(json.loads(text), generator)))

    def test_every_character_lost_or_doubled(self):
        for record, text in DOCUMENTS:
            for at in range(len(text)):
                self.check(record, text[:at] + text[at + 1 :])
                self.check(record, text[:at] + text[at] + text[at:])

    def test_mutations(self):
        generator = random.Random(SEED + 1)
        for record, text in DOCUMENTS:
            for data in mutations(text, generator, self.COUNT):
                self.check(record, data)


def shuffled(value, generator):
    """The same JSON, with the pairs of its objects in another order."""
    if isinstance(value, list):
        return [shuffled(item, generator) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = [(key, shuffled(item, generator)) for key, item in value.items()]
    generator.shuffle(pairs)
    return dict(pairs)


if __name__ == "__main__":
    unittest.main()
