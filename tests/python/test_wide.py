"""A record of 200 fields: more than a machine word has bits, for keys seen and for values present alike."""

import copy
import dataclasses
import inspect
import json
import pickle
import re
import unittest

from support import IS_C, MODULES, ROOT, ModuleCase

# One value other than the default for each type of the schema.
VALUES = {
    "float64": 0.1,
    "float32": 0.25,
    "int8": -128,
    "int32": -(2**31),
    "uint8": 255,
    "uint32": 2**32 - 1,
    "uint64": 2**64 - 2,
    "int": 10**40,
    "bool": False,
    "str": "é\n",
    "bytes": b"\xff\x00",
    "list[int32]": [1, 2],
    "dict[str, int64]": {"a": -1},
    "uint16 | None": 65535,
    "str | None": "x",
    "bool | None": False,
    "float64 | None": -0.0,
    "int64 | ...": -(2**63),
    "int16 | ...": 5,
    "Wide | None": None,
}
REQUIRED = 40
COUNT = 200


def schema_types():
    """The types of the fields, as the schema says them."""
    text = (ROOT / "tests" / "schemas" / "wide.yaml").read_text()
    return re.findall(r'^      f\d+: (?:\{type: )?"?(.*?)"?(?:, default: .*\})?$', text, re.M)


class Wide(ModuleCase):
    modules = ("wide",)

    def setUp(self):
        super().setUp()
        self.names = [f"f{n:03}" for n in range(COUNT)]
        self.values = [VALUES[text] for text in schema_types()]
        self.record = self.wide.Wide(*self.values)

    def read_back(self, record):
        return [getattr(record, name) for name in self.names]

    def test_construction(self):
        self.assertEqual(self.read_back(self.record), self.values)
        self.assertEqual(self.wide.Wide(**dict(zip(self.names, self.values))), self.record)
        half = self.wide.Wide(*self.values[:100], **dict(zip(self.names[100:], self.values[100:])))
        self.assertEqual(half, self.record)
        self.assertEqual(len(inspect.signature(self.wide.Wide).parameters), COUNT)
        self.assertEqual(self.wide.Wide.__match_args__, tuple(self.names))
        text = f"Wide.__init__() takes from {REQUIRED + 1} to {COUNT + 1} positional arguments but {COUNT + 2} were given"
        self.refused(TypeError, text, self.wide.Wide, *self.values, 1)
        with self.assertRaisesRegex(TypeError, r"missing 40 required positional arguments: 'f000', .* and 'f039'"):
            self.wide.Wide()

    def test_every_field_is_its_own(self):
        other = self.wide.Wide(*self.values[:REQUIRED])
        for name, value in zip(self.names, self.values):
            before = self.read_back(other)
            setattr(other, name, value)
            after = self.read_back(other)
            before[self.names.index(name)] = value
            self.assertEqual(after, before, name)
        self.assertEqual(other, self.record)
        self.assertEqual(repr(other), repr(self.record))

    def test_a_difference_in_any_field_counts(self):
        for name, value in zip(self.names, self.values):
            changed = copy.copy(self.record)
            other = {type(None): self.record, bool: True, float: 1.5}.get(type(value))
            setattr(changed, name, type(value)() if other is None else other)
            self.assertFalse(changed == self.record, name)

    def test_json_there_and_back(self):
        for record in (self.record, self.wide.Wide(*self.values[:REQUIRED])):
            text = record.to_json()
            self.assertEqual(json.loads(text), record.to_dict())
            back = self.wide.Wide.from_json(text)
            self.assertEqual(back, record)
            self.assertEqual(self.read_back(back), self.read_back(record))
            backwards = json.dumps(dict(reversed(list(record.to_dict().items()))))
            self.assertEqual(self.wide.Wide.from_json(backwards), record)
            self.assertEqual(self.wide.Wide.from_dict(record.to_dict()), record)

    def test_each_missing_and_each_double_key_is_found(self):
        document = self.record.to_dict()
        for number, name in enumerate(self.names):
            rest = {key: value for key, value in document.items() if key != name}
            text = json.dumps(rest)
            if number < REQUIRED:
                self.invalid(f"missing field '{name}' - at $", self.wide.Wide.from_json, text)
            else:
                fresh = self.wide.Wide(*self.values[:REQUIRED])
                self.assertEqual(getattr(self.wide.Wide.from_json(text), name), getattr(fresh, name))
            twice = json.dumps(document)[:-1] + f', "{name}": {json.dumps(document[name])}}}'
            self.invalid(f"field '{name}' appears twice - at $.{name}", self.wide.Wide.from_json, twice)

    def test_copies_and_pickles(self):
        for made in (copy.copy(self.record), copy.deepcopy(self.record), pickle.loads(pickle.dumps(self.record))):
            self.assertEqual(self.read_back(made), self.values)
        self.assertEqual(dataclasses.astuple(self.record), tuple(self.values))
        self.assertEqual(self.record.__replace__(f199=-1).f199, -1)

    @unittest.skipUnless(IS_C, "the C module's text")
    def test_the_module_carries_its_run_time(self):
        text = (MODULES / "wide.c").read_text()
        self.assertNotIn('#include "slotgen_runtime.h"', text)
        self.assertEqual(text.count("#define SG_RUNTIME_VERSION"), 1)
