"""Types within types, and options beside options: what each does alone has tests of its own."""

import copy
import datetime
import json
import pickle
import unittest
import uuid
from decimal import Decimal
from pathlib import PurePosixPath as Path

from support import ModuleCase, setUpModule


class NestedTest(ModuleCase):
    modules = ("combinations",)

    def values(self):
        m = self.combinations
        login, other = m.Login("ann", at=1), m.Other("door", at=2)
        day, id = datetime.date(2020, 1, 2), uuid.UUID(int=5)
        return [
            ("nodes", {"a": [(1, None), (2, m.Node(3, m.Node(4)))]}),
            ("keys", {m.Side.BUY: {day: {id: {-5: m.Level.LOW, 6: 9}}}}),
            ("events", {1: (login, other), 2: ()}),
            ("sets", frozenset([frozenset([m.Side.BUY, m.Side.SELL]), frozenset()])),
            ("any_of", "text"),
            ("any_of", True),
            ("any_of", 1.5),
            ("any_of", [login, m.Logout(at=3)]),
            ("any_of", other),
            ("any_of", None),
            ("any_of", ...),
            ("paths", [{"a": Path("x/y"), "b": None}, {}]),
            ("prices", (1.5, {0.0, 2.0})),
            ("prices", (None, set())),
        ]

    def test_there_and_back(self):
        Nested = self.combinations.Nested
        for name, value in self.values():
            with self.subTest(name, value=value):
                record = Nested(**{name: value})
                text = record.to_json()
                dumped = json.dumps(record.to_dict(), separators=(",", ":"), ensure_ascii=False)
                self.assertEqual(text, dumped.encode())
                self.assertEqual(Nested.from_json(text), record)
                self.assertEqual(Nested.from_dict(record.to_dict()), record)
                self.assertEqual(copy.deepcopy(record), record)
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                    self.assertEqual(pickle.loads(pickle.dumps(record, protocol)), record)

    def test_refused_on_entry(self):
        m = self.combinations
        cases = [
            (TypeError, "nodes", {"a b": [(1, None), (1,)]}, "['a b'][1]: expected 2 items, got 1"),
            (OverflowError, "nodes", {"a": [(300, None)]}, "['a'][0][0]: 300 is out of range for int8"),
            (TypeError, "nodes", {"a": [(1, 5)]}, "['a'][0][1]: expected Node | None, got int"),
            (TypeError, "keys", {m.Side.BUY: {"x": {}}}, "['buy']: expected date as key, got str"),
            (TypeError, "events", {1: (None,)}, "['1'][0]: expected Event, got NoneType"),
            (TypeError, "any_of", [1], "[0]: expected Event, got int"),
            (TypeError, "any_of", b"", ": expected str | bool | float | list | Event | None | ..., got bytes"),
            (TypeError, "paths", [{"a": "x"}], "[0]['a']: expected Path | None, got str"),
            (ValueError, "prices", (-1, set()), "[0]: -1.0 is not >= 0"),
        ]
        for category, name, value, text in cases:
            text = f"Nested.{name}{text}"
            self.refused(category, text, m.Nested, **{name: value})
            record = m.Nested()
            self.refused(category, text, setattr, record, name, value)
            self.assertEqual(record, m.Nested())

    def test_refused_in_json(self):
        from_json = self.combinations.Nested.from_json
        self.invalid(
            "1000 is out of range for int8 - at $.nodes['a'][0][1].value",
            from_json,
            '{"nodes":{"a":[[1,{"value":1000}]]}}',
        )
        self.invalid(
            "missing field 'user' - at $.events['1'][1]",
            from_json,
            '{"events":{"1":[{"kind":"x","at":1},{"kind":"login","at":1}]}}',
        )
        self.invalid("missing field 'kind' - at $.any_of[0]", from_json, '{"any_of":[{}]}')
        self.invalid(
            "item frozenset() appears twice - at $.sets[1]", from_json, '{"sets":[[],[]]}'
        )


class OmittingTest(ModuleCase):
    modules = ("combinations",)

    def test_every_default(self):
        Omitting = self.combinations.Omitting
        self.assertEqual(Omitting().to_json(), b"{}")
        self.assertEqual(Omitting().to_dict(), {})
        self.assertEqual(Omitting.from_json("{}"), Omitting())

    def test_what_is_written(self):
        m = self.combinations
        cases = [
            ("flag", False, False),
            ("real", -0.0, -0.0),
            ("short", 0.25, 0.25),
            ("data", b"", ""),
            ("any", {"a": [1, 2]}, {"a": [1, 2]}),
            ("moment", datetime.datetime(2020, 1, 1), "2020-01-01T00:00:00"),
            ("exact", Decimal("1.5"), "1.5"),
            ("items", [], []),
            ("numbers", {3, 1, 2}, [1, 2, 3]),
            ("sides", {m.Side.SELL: [1]}, {"sell": [1]}),
            ("level", m.Level.HIGH, 2),
            ("price", None, None),
            ("path", Path("c"), "c"),
            ("nothing", "", ""),
            ("absent", m.Node(1), {"value": 1, "next": None}),
            ("union", "4", "4"),
            ("boxed", 0, 0),
        ]
        for name, value, written in cases:
            with self.subTest(name):
                record = m.Omitting(**{name: value})
                self.assertEqual(repr(record.to_dict()), repr({name: written}))
                self.assertEqual(m.Omitting.from_json(record.to_json()), record)

    def test_another_value_with_the_same_text(self):
        cases = {"items": [1], "short": 0.1, "high": 2, "numbers": {1, 2}, "union": True + 3}
        self.assertEqual(self.combinations.Omitting(**cases).to_json(), b"{}")

    def test_fresh(self):
        make = self.combinations.Omitting
        for name in ("any", "items", "numbers", "sides"):
            for one, other in ((make(), make()), (make.from_json("{}"), make.from_json("{}"))):
                self.assertIsNot(getattr(one, name), getattr(other, name))


class KeptTest(ModuleCase):
    modules = ("combinations",)

    def test_hidden_in_json_but_pickled(self):
        Kept = self.combinations.Kept
        record = Kept("a", [1], {"z": 2})
        self.assertEqual(record.to_json(), b'{"firstName":"a","z":2}')
        again = pickle.loads(pickle.dumps(record))
        self.assertEqual((again.first_name, again.secret, again.rest), ("a", [1], {"z": 2}))

    def test_hidden_keys_are_unknown_ones(self):
        record = self.combinations.Kept.from_json('{"given name":"a","secret":[1],"rest":2,"others":3}')
        self.assertEqual(record.secret, [7])
        self.assertEqual(record.rest, {"secret": [1], "rest": 2, "others": 3})
        self.assertEqual(
            record.to_json(), b'{"firstName":"a","secret":[1],"rest":2,"others":3}'
        )

    def test_older_names_in_pickles(self):
        m = self.combinations
        shape = m._shape(m.Kept, ("fname", "old_secret", "others", "gone"))
        record = shape("a", [3], {"z": 1}, object())
        self.assertEqual((record.first_name, record.secret, record.rest), ("a", [3], {"z": 1}))

    def test_extra_with_the_key_of_a_field(self):
        for key in ("firstName", "fname"):
            record = self.combinations.Kept("a", rest={key: 1})
            text = f"Kept.rest: two keys are both {key!r} in JSON"
            self.refused(ValueError, text, record.to_json)
            self.refused(ValueError, text, record.to_dict)


if __name__ == "__main__":
    unittest.main()
