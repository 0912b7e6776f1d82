"""Random comparison of C module and twin, for every record of every schema: whatever is done to both has the
same result, or the same exception type, text, path and offset.

SLOTGEN_TEST_EXAMPLES   examples for each record and test; the same ones every time where it is not set
"""

import copy
import os
import pickle
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import JSON, Fitting, broken, nearly, texts
from support import MODULES, installed, load, load_all, outcome, plain

EXAMPLES = int(os.environ.get("SLOTGEN_TEST_EXAMPLES", 0))
RULES = settings(
    max_examples=EXAMPLES or 25,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
NAMES = sorted(path.stem for path in MODULES.glob("*.so"))
JUNK = st.one_of(
    JSON,
    st.floats(),
    st.binary(max_size=4),
    st.sampled_from([..., (), (1, 2), set(), {1}, frozenset({"a"}), 1j, object, bytearray(b"a"), 2**40, "\ud800"]),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.uuids(),
    st.decimals(),
)


def both(name):
    return load(name, "c"), load(name, "python")


def records(module):
    for name in module.__all__:
        if hasattr(getattr(module, name), "json_schema"):
            yield name


def results(name, call):
    """What call(module) did for each of the two."""
    found = []
    for implementation in ("c", "python"):
        modules = load_all(name, implementation)
        with installed(*modules):
            found.append(outcome(call, modules[-1]))
    return found


def behaviour(record):
    """What can be seen of a record, as data."""
    return [
        outcome(record.to_json),
        outcome(record.to_dict),
        outcome(hash, record) if type(record).__eq__(record, copy.copy(record)) is True else "by identity",
        outcome(lambda: record == copy.copy(record)),
        outcome(copy.deepcopy, record),
        outcome(lambda: pickle.loads(pickle.dumps(record))),
        outcome(lambda: type(record).from_dict(record.to_dict())),
        outcome(lambda: type(record).from_json(record.to_json()) == record),
        [outcome(getattr, record, name) for name in record.__match_args__],
    ]


class Random(unittest.TestCase):
    maxDiff = None

    def each(self):
        self.assertIn("market", NAMES)
        for name in NAMES:
            for record in records(both(name)[1]):
                with self.subTest(f"{name}.{record}"):
                    yield name, record, Fitting(schema := getattr(both(name)[1], record).json_schema()).of(schema)

    def agree(self, name, call):
        compiled, twin = results(name, call)
        self.assertEqual(compiled, twin)

    def test_documents(self):
        for name, record, fitting in self.each():

            @RULES
            @given(texts(nearly(fitting)))
            def check(text):
                self.agree(name, lambda module: getattr(module, record).from_json(text))

            check()

    def test_broken_documents(self):
        for name, record, fitting in self.each():

            @RULES
            @given(broken(texts(fitting)))
            def check(data):
                self.agree(name, lambda module: getattr(module, record).from_json(data))
                self.agree(name, lambda module: getattr(module, record).from_json_lines(data))

            check()

    def test_behaviour(self):
        for name, record, fitting in self.each():

            @RULES
            @given(texts(fitting))
            def check(text):
                self.agree(name, lambda module: behaviour(getattr(module, record).from_json(text)))

            check()

    def test_mappings(self):
        for name, record, fitting in self.each():

            @RULES
            @given(nearly(fitting), st.booleans())
            def check(value, strict):
                self.agree(name, lambda module: getattr(module, record).from_dict(value, strict=strict))

            check()

    def test_assignments(self):
        for name, record, fitting in self.each():

            @RULES
            @given(texts(fitting), st.data())
            def check(text, data):
                cls = getattr(both(name)[1], record)
                try:
                    fields = [field for base in cls.__mro__ for field in base.__dict__.get("__annotations__", ())]
                except AttributeError:
                    fields = []
                if not fields:
                    return
                field, value = data.draw(st.sampled_from(fields)), data.draw(JUNK)

                def assign(module):
                    made = getattr(module, record).from_json(text)
                    result = outcome(setattr, made, field, value)
                    return result, behaviour(made)

                self.agree(name, assign)

            check()

    def test_constructors(self):
        for name, record, fitting in self.each():

            @RULES
            @given(st.data())
            def check(data):
                names = getattr(both(name)[1], record).__match_args__
                positional = data.draw(st.lists(JUNK, max_size=len(names) + 1))
                keywords = data.draw(st.dictionaries(st.sampled_from([*names, "unknown"]), JUNK, max_size=3))
                self.agree(name, lambda module: getattr(module, record)(*positional, **keywords))

            check()


if __name__ == "__main__":
    unittest.main()
