"""Options that shape JSON: older names, hidden fields, renamed keys, unknown keys."""

import json
import pickle
import unittest

from pair import Pair
from support import ModuleCase, setUpModule


class Case(ModuleCase):
    modules = ("json_options",)

    def setUp(self):
        super().setUp()
        self.m = self.json_options

    def written(self, record, text):
        """The record's JSON text is that, as json.dumps() of its to_dict() is."""
        self.assertEqual(record.to_json(), text.encode())
        dumped = json.dumps(record.to_dict(), separators=(",", ":"), ensure_ascii=False)
        self.assertEqual(dumped, text)


class Aliases(Case):
    def test_older_keys_are_read(self):
        Aliased = self.m.Aliased
        for text in ('{"bid":1.5}', '{"offer":1.5}', '{"old bid":1.5}', '{"a\\"b\u20ac":1.5}', '{"\\u006fffer":1.5}'):
            self.assertEqual(Aliased.from_json(text), Aliased(1.5))
            self.assertEqual(Aliased.from_dict(json.loads(text)), Aliased(1.5))
        self.assertEqual(
            Aliased.from_json('{"amount":9,"parts":[{"offer":1}],"bid":2}'), Aliased(2.0, 9, [Aliased(1.0)])
        )

    def test_newer_keys_are_written(self):
        self.written(self.m.Aliased.from_json('{"offer":1,"amount":2}'), '{"bid":1.0,"SIZE":2,"legs":[]}')

    def test_inherited(self):
        record = self.m.AliasedMore.from_json('{"offer":1,"final":"x"}')
        self.assertEqual(record, self.m.AliasedMore(1.0, last="x"))

    def test_an_alias_counts_as_its_field(self):
        load = self.m.Aliased.from_json
        error = self.invalid("field 'offer' appears twice - at $.offer", load, '{"bid":1,"offer":2}')
        self.assertEqual(error.offset, 9)
        self.invalid("field 'bid' appears twice - at $.bid", load, '{"old bid":1,"bid":2}')
        self.invalid("field 'old bid' appears twice - at $['old bid']", load, '{"offer":1,"old bid":2}')
        self.invalid("missing field 'bid' - at $", load, "{}")
        self.invalid(
            "field 'offer' appears twice - at $.offer", self.m.Aliased.from_dict, {"bid": 1, "offer": 2}
        )

    def test_paths_have_the_key_of_the_document(self):
        load = self.m.Aliased.from_json
        self.invalid("expected float, got str - at $.offer", load, '{"offer":"x"}')
        self.invalid("expected float, got str - at $['old bid']", load, '{"old bid":"x"}')
        self.invalid("300 is out of range for uint8 - at $.parts[0].SIZE", load, '{"bid":1,"parts":[{"SIZE":300}]}')
        self.invalid("300 is out of range for uint8 - at $.amount", self.m.Aliased.from_dict, {"amount": 300})

    def test_memory_has_the_name(self):
        self.refused(TypeError, "Aliased.bid: expected float, got str", self.m.Aliased, "x")
        self.refused(
            TypeError, "Aliased.__init__() got an unexpected keyword argument 'offer'", self.m.Aliased, offer=1.0
        )

    def test_pickles(self):
        shape, Aliased = self.m._shape, self.m.Aliased
        self.assertEqual(shape(Aliased, ("offer", "amount"))(1.0, 2), Aliased(1.0, 2))
        self.assertEqual(shape(Aliased, ("old bid", "hidden"))(1.0, 2), Aliased(1.0, secret=2))
        self.assertEqual(shape(Aliased, ("SIZE", "bid"))(5, 1.0), Aliased(1.0))  # no name of a field

    def test_pickles_where_an_older_name_is_another_field(self):
        shape, Aliased = self.m._shape, self.m.Aliased
        for names, values in (("bid", "offer"), (1.0, 2.0)), (("offer", "bid"), (2.0, 1.0)):
            self.assertEqual(shape(Aliased, names)(*values), Aliased(1.0))

    def test_pickles_round_trip(self):
        record = self.m.Aliased(1.0, 2, [], 9)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(record, protocol)), record)


class Hidden(Case):
    def test_never_written(self):
        self.written(self.m.Hidden(name="n", count=5, cache={"a": 1}, rest=2), '{"name":"n","end":0}')
        self.written(self.m.Secret(5), "{}")

    def test_an_unknown_key_in_input(self):
        Hidden = self.m.Hidden
        text = '{"cache":5,"name":"n","count":"x","note":[],"note":{},"rest":1,"end":4}'
        self.assertEqual(Hidden.from_json(text), Hidden(name="n", end=4))
        self.assertEqual(Hidden.from_dict({"name": "n", "count": "x"}), Hidden(name="n"))
        self.assertEqual(self.m.Secret.from_json('{"number":"x"}'), self.m.Secret(1))
        self.assertEqual(self.m.Aliased.from_json('{"bid":1,"hidden":"x"}').secret, 7)

    def test_defaults_are_fresh(self):
        one, other = (self.m.Hidden.from_json('{"name":"n"}') for _ in range(2))
        self.assertEqual(one.cache, {})
        self.assertIsNot(one.cache, other.cache)

    def test_only_json_is_concerned(self):
        record = self.m.Hidden(name="n", count=5)
        self.assertEqual(
            repr(record), "Hidden(cache={}, name='n', count=5, note=None, rest=Ellipsis, end=0)"
        )
        self.assertNotEqual(record, self.m.Hidden(name="n"))
        self.assertEqual(pickle.loads(pickle.dumps(record)).count, 5)
        self.assertEqual(hash(self.m.Secret(5)), hash((5,)))
        self.refused(TypeError, "Hidden.count: expected int, got str", setattr, record, "count", "x")

    def test_garbage_for_a_key(self):
        for text in ('{"name":"n",--:1}', '{--"name":"n"}', "{--}", "{,--}"):
            self.assert_raises_one("JSONDecodeError", self.m.Hidden.from_json, text)


class Renamed(Case):
    def test_keys(self):
        m = self.m
        self.written(
            m.Camel("a"),
            '{"firstName":"a","class":"","private":0,"x":0,"line2End":0,"as_given":0,"_":0}',
        )
        self.written(m.Pascal("a"), '{"FirstName":"a","Class":""}')
        self.written(m.Kebab("a"), '{"first-name":"a","class":""}')
        self.written(m.Upper("a"), '{"FIRST_NAME":"a","CLASS":""}')

    def test_read_back(self):
        for name in ("Camel", "Pascal", "Kebab", "Upper"):
            record = getattr(self.m, name)("a", "b")
            self.assertEqual(type(record).from_json(record.to_json()), record)
            self.assertEqual(type(record).from_dict(record.to_dict()), record)
            self.invalid_name(record)

    def invalid_name(self, record):
        key = next(iter(record.to_dict()))
        step = f".{key}" if key.isidentifier() else f"['{key}']"
        self.invalid(f"expected str, got int - at ${step}", type(record).from_json, '{"%s":1}' % key)
        self.invalid(f"missing field '{key}' - at $", type(record).from_json, '{"first_name":""}')

    def test_aliases_stay_as_written(self):
        self.assertEqual(self.m.Camel.from_json('{"firstName":"a","older_name":5}').given, 5)
        self.assertEqual(self.m.Camel.from_json('{"firstName":"a","olderName":5}').given, 0)

    def test_inherited_fields_keep_their_keys(self):
        self.written(self.m.CamelOfKebab("a"), '{"first-name":"a","class":"","lastName":""}')
        self.written(self.m.NotRenamed("a"), '{"first-name":"a","class":"","last_name":""}')


class UnknownFields(Case):
    def test_forbidden(self):
        load = self.m.Strict.from_json
        error = self.invalid("unknown field 'x' - at $.x", load, '{"number":1, "x":[1]}')
        self.assertEqual((error.path, error.offset, error.lineno), ("$.x", 13, 1))
        self.invalid("unknown field 'a b' - at $.next['a b']", load, '{"next":{"a b":1}}')
        self.invalid("unknown field 'hidden' - at $.hidden", load, '{"hidden":1}')
        self.invalid("unknown field '' - at $['']", load, '{"":1}')
        self.invalid("unknown field 'a' - at $.a", self.m.StrictEmpty.from_json, '{"a":1}')
        self.invalid("unknown field 'x' - at $.x", self.m.Strict.from_dict, {"x": 1})

    def test_malformed_first(self):
        self.malformed("expected a value", 5, self.m.Strict.from_json, '{"x":tru}')

    def test_known_ones_are_read(self):
        Strict = self.m.Strict
        self.assertEqual(Strict.from_json('{"count":1,"next":{"number":2}}'), Strict(1, Strict(2)))
        self.assertEqual(self.m.StrictEmpty.from_json(" { } "), self.m.StrictEmpty())

    def test_the_record_s_own_option(self):
        self.assertEqual(self.m.LaxOfStrict.from_json('{"number":1,"x":2}'), self.m.LaxOfStrict(1))


class Schemas(Case):
    def test_keys(self):
        described = self.m.Aliased.json_schema()
        described = described["$defs"]["Aliased"]
        self.assertEqual(list(described["properties"]), ["bid", "SIZE", "legs"])
        self.assertEqual(described["required"], ["bid"])
        self.assertNotIn("additionalProperties", described)
        self.assertEqual(list(self.m.Kebab.json_schema()["properties"]), ["first-name", "class"])
        self.assertEqual(list(self.m.Hidden.json_schema()["properties"]), ["name", "end"])

    def test_unknown_fields(self):
        self.assertIs(self.m.StrictEmpty.json_schema()["additionalProperties"], False)
        self.assertNotIn("additionalProperties", self.m.LaxOfStrict.json_schema())


class Agree(Pair):
    """C and twin, on documents with keys of all sorts."""

    KEYS = ("bid", "offer", "old bid", "SIZE", "size", "amount", "legs", "parts", "secret", "hidden", "number",
            "count", "next", "x", "firstName", "first_name", "class", "class_", "final", "last")  # fmt: skip
    VALUES = (1, "x", None, [], {"bid": 1}, [{"offer": 1, "x": 2}], {"x": 1}, 300, 1.5)

    def test_pairs_of_keys(self):
        records = [name for _, name in self.records("json_options")]
        for record in records:
            for first in self.KEYS:
                for second in self.KEYS:
                    for value in (1, {"x": 1}):
                        text = '{"%s":1, "%s":%s}' % (first, second, json.dumps(value))
                        self.agree("json_options", lambda m: getattr(m, record).from_json(text), record, text)

    def test_values(self):
        for _, record in self.records("json_options"):
            for key in self.KEYS:
                for value in self.VALUES:
                    given = {"bid": 1, "first-name": "a", key: value}
                    text = json.dumps(given)
                    self.agree("json_options", lambda m: getattr(m, record).from_json(text), record, text)
                    self.agree("json_options", lambda m: getattr(m, record).from_dict(given), record, given)

    def test_schemas(self):
        for _, record in self.records("json_options"):
            self.agree("json_options", lambda m: json.dumps(getattr(m, record).json_schema()), record)

    def test_pickled_names(self):
        for names in ((), ("bid",), ("offer", "old bid"), ("old bid", "offer"), ("amount", "offer", "bid")):
            values = [float(number) for number in range(len(names))]
            self.agree("json_options", lambda m: m._shape(m.Aliased, names)(*values), names)


if __name__ == "__main__":
    unittest.main()
