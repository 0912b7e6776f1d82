"""A record that carries every option at once: each still does what it does alone."""

import copy
import dataclasses
import gc
import inspect
import json
import pickle
import weakref
from pathlib import PurePosixPath

from support import IS_C, ModuleCase

NAN = float("nan")


class Every(ModuleCase):
    modules = ("every_option",)

    def setUp(self):
        super().setUp()
        self.Every = self.every_option.Every
        self.values = {
            "kind": "",
            "full_name": "ann",
            "reading": 2.0,
            "level": self.every_option.Level.HIGH,
            "share": 0.5,
            "where": PurePosixPath("/a/b"),
            "note": "new",
            "sums": [1.0, 0.25],
            "secret": b"x",
            "drift": 0.5,
        }
        self.record = self.Every(7, **self.values)

    def test_construction(self):
        self.assertEqual([getattr(self.record, name) for name in self.values], list(self.values.values()))
        self.assertEqual(self.Every.__match_args__, ("part_id",))
        self.assertEqual(list(inspect.signature(self.Every).parameters), ["part_id", *self.values])
        self.refused(TypeError, "Every.__init__() takes 2 positional arguments but 3 were given", self.Every, 7, "ann")
        self.refused(
            TypeError, "Part: an abstract record cannot be instantiated", self.every_option.Part, 7
        )
        first, second = self.Every(1), self.Every(1)
        self.assertEqual((first.sums, first.note, first.where), ([], ..., PurePosixPath("/tmp")))
        self.assertIsNot(first.sums, second.sums)

    def test_every_way_in_is_checked(self):
        cases = (
            ({"part_id": 0}, ValueError, "Every.part_id: 0 is not >= 1"),
            ({"full_name": "x"}, ValueError, "Every.full_name: length 1 is not >= 2"),
            ({"full_name": "x" * 21}, ValueError, "Every.full_name: length 21 is not <= 20"),
            ({"full_name": "Ann"}, ValueError, "Every.full_name: 'Ann' does not match '^a'".replace("^a", "^[a-z]")),
            ({"full_name": 5}, TypeError, "Every.full_name: expected str, got int"),
            ({"full_name": "refused"}, ValueError, "that name is refused"),
            ({"reading": -100.0}, ValueError, "Every.reading: -100.0 is not > -100"),
            ({"reading": -99.75}, ValueError, "Every.reading: -99.75 is not >= -99.5"),
            ({"reading": 1000.0}, ValueError, "Every.reading: 1000.0 is not < 1000"),
            ({"reading": 999.75}, ValueError, "Every.reading: 999.75 is not <= 999.5"),
            ({"reading": 0.75}, ValueError, "Every.reading: 0.75 is not a multiple of 0.5"),
            ({"share": 0.0}, ValueError, "Every.share: 0.0 is not > 0"),
            ({"level": "HIGH"}, TypeError, "Every.level: expected Level, got str"),
            ({"where": "/a"}, TypeError, "Every.where: expected Path, got str"),
            ({"note": "longer"}, ValueError, "Every.note: length 6 is not <= 5"),
            ({"sums": [1.0, 2.0]}, ValueError, "Every.sums[1]: 2.0 is not <= 1"),
            ({"sums": [1.0] * 4}, ValueError, "Every.sums: length 4 is not <= 3"),
            ({"drift": 1e39}, OverflowError, "Every.drift: 1e+39 is out of range for float32"),
        )
        for changes, category, text in cases:
            with self.subTest(text):
                arguments = {"part_id": 7, **self.values, **changes}
                self.refused(category, text, self.Every, **arguments)
                self.refused(category, text, self.record.__replace__, **changes)

    def test_nothing_can_be_assigned(self):
        for name in ("part_id", *self.values):
            text = f"Every.{name}: cannot assign to a field of a frozen record"
            self.refused(AttributeError, text, setattr, self.record, name, getattr(self.record, name))
        self.record.anything = 1  # `dict: true`
        self.assertEqual(self.record.__dict__, {"anything": 1})

    def test_subclasses(self):
        with self.assertRaisesRegex(TypeError, "type '.*Every' is not an acceptable base type"):
            type("Sub", (self.Every,), {})
        self.assertTrue(issubclass(self.Every, self.every_option.Part))
        self.assertEqual(self.Every.__mro__[1].__name__, "EveryMixin")

    def test_comparing(self):
        same = self.record.__replace__(secret=b"y", drift=9.0, sums=[])
        self.assertEqual(same, self.record)
        self.assertEqual(hash(same), hash(self.record))
        self.assertEqual(hash(self.record), hash(self.record))
        compared = [7, *(self.values[name] for name in self.values if name not in ("secret", "drift", "sums"))]
        self.assertEqual(hash(self.record), hash(tuple(compared)))
        more = self.record.__replace__(reading=2.5)
        self.assertTrue(self.record < more and more > self.record and self.record <= same and not more <= same)
        self.assertNotEqual(more, self.record)

    def test_cached(self):
        self.assertEqual((self.record.summary, self.record.weight), ("ann 2.0", 4.0))
        self.assertIs(self.record.summary, self.record.summary)
        del self.record.summary
        self.assertEqual(self.record.summary, "ann 2.0")

    def test_describing(self):
        self.assertEqual(
            repr(self.record),
            "Every(part_id=7, kind='', full_name='ann', reading=2.0, level=<Level.HIGH: 2>, share=0.5, "
            "where=PurePosixPath('/a/b'), note='new', sums=[1.0, 0.25], drift=0.5)",
        )
        if IS_C:  # attributes that `__slots__` makes have no docstrings of their own
            text = "All options that a text has.\n\nDeprecated: say it in words"
            self.assertEqual(self.Every.full_name.__doc__, text)
        self.assertEqual(self.Every.__doc__, "Every option of records at once.")
        self.assertEqual(dataclasses.asdict(self.record), {"part_id": 7, **self.values})

    def test_json(self):
        text = (
            '{"kind":"every","partId":7,"name":"ann","reading":2.0,"level":2,"share":0.5,'
            '"where":"/a/b","note":"new","sums":[1.0,0.25],"drift":0.5}'
        )
        tagged = self.record.__replace__(kind="every")
        self.assertEqual(tagged.to_json().decode(), text)
        back = self.Every.from_json(text)
        self.assertEqual((back, back.secret), (tagged, b""))
        self.assertEqual(self.every_option.Part.from_json(text), tagged)
        self.assertEqual(self.Every.from_json(text.replace('"name"', '"title"')), tagged)
        self.assertEqual(self.Every(1, kind="every").to_json(), b'{"kind":"every","partId":1}')
        self.assertEqual(self.Every(1, kind="new").to_json(), b'{"kind":"new","partId":1}')
        strange = self.every_option.Part.from_json('{"partId":1,"kind":"strange","drift":null}')
        self.assertEqual((type(strange), strange.kind), (self.Every, "strange"))
        self.assertNotEqual(strange.drift, strange.drift)
        self.assertEqual(strange.to_json(), b'{"kind":"strange","partId":1,"drift":null}')
        invalid = (
            ('{"kind":"every","partId":1,"secret":""}', "unknown field 'secret' - at $.secret"),
            ('{"kind":"every","partId":1,"formerName":1}', "unknown field 'formerName' - at $.formerName"),
            ('{"kind":"every","partId":0}', "0 is not >= 1 - at $.partId"),
            ('{"kind":"every"}', "missing field 'partId' - at $"),
            ('{"kind":"every","partId":1,"name":"ann","label":"bob"}', "field 'label' appears twice - at $.label"),
            ('{"kind":"every","partId":1,"title":"Ann"}', "'Ann' does not match '^[a-z]' - at $.title"),
            ('{"kind":"every","partId":1,"name":"refused"}', "that name is refused - at $"),
            ('{"kind":"every","partId":1,"sums":[0.5,2]}', "2.0 is not <= 1 - at $.sums[1]"),
            ('{"kind":5,"partId":1}', "expected str, got int - at $.kind"),
        )
        for document, message in invalid:
            with self.subTest(document):
                self.invalid(message, self.Every.from_json, document)
                self.invalid(message, self.every_option.Part.from_json, document)
                self.invalid(message, self.Every.from_dict, json.loads(document))

    def test_the_schema_of_its_json(self):
        properties = self.Every.json_schema()["properties"]
        self.assertEqual(
            list(properties),
            ["partId", "kind", "name", "reading", "level", "share", "where", "note", "sums", "drift"],
        )
        self.assertTrue(properties["name"]["deprecated"])
        self.assertEqual(properties["reading"]["multipleOf"], 0.5)

    def test_copies_and_pickles(self):
        self.record.anything = [1]
        for made in (
            copy.copy(self.record),
            copy.deepcopy(self.record),
            pickle.loads(pickle.dumps(self.record)),
        ):
            self.assertEqual((made, made.secret, made.anything), (self.record, b"x", [1]))

    def test_memory(self):
        reference = weakref.ref(self.record)
        self.assertIs(reference(), self.record)
        self.assertTrue(gc.is_tracked(self.record))
        self.record.anything = self.record
        del self.record
        gc.collect()
        self.assertIsNone(reference())

    def test_the_promise_of_no_cycles(self):
        rest = self.every_option.Rest(1, 6, {"more": 1})
        self.assertEqual(gc.is_tracked(rest), not IS_C)
        self.assertEqual(rest.to_json(), b'{"kind":"rest","partId":1,"amount":6,"more":1}')
        self.assertEqual(self.every_option.Part.from_json(rest.to_json()).others, {"more": 1})
        self.refused(ValueError, "Rest.amount: 7 is not a multiple of 3", self.every_option.Rest, 1, 7)
