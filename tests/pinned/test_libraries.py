"""Other people's libraries meet records of C modules and of twins: what works, and that what does not says so.
docs/libraries.md tells the users.

Each test runs in a process of its own, with PYTHONMALLOC=debug: a library that uses values which are gone
would go unnoticed, or take the other tests with it."""

import importlib.util
import inspect
import os
import subprocess
import sys
import textwrap
import unittest
from pathlib import Path

PYTHON_TESTS = Path(__file__).resolve().parents[1] / "python"
START = f"""
import sys
sys.path.insert(0, {str(PYTHON_TESTS)!r})
from support import load
m = load("protocols", sys.argv[1])
sys.modules["protocols"] = m
import dataclasses
from dataclasses import dataclass
IS_C = sys.argv[1] == "c"
point, text = m.Point(1.5, 2.5), b'{{"x":1.5,"y":2.5}}'

def fails(category, call, *args, **options):
    try:
        result = call(*args, **options)
    except category as error:
        return str(error)
    raise AssertionError(f"{{call}} returned {{result!r}}")

"""


class Libraries(unittest.TestCase):
    """Every test_NAME_... runs its function's text, where NAME is installed."""

    def run_both(self, function):
        library = function.__name__.split("_")[1]
        if not importlib.util.find_spec(library):
            self.skipTest(f"{library} is not installed")
        body = inspect.getsource(function).split("\n", 2)[2]
        for implementation in ("c", "python"):
            with self.subTest(implementation):
                done = subprocess.run(
                    [sys.executable, "-c", START + textwrap.dedent(body), implementation],
                    env={**os.environ, "PYTHONMALLOC": "debug"},
                    capture_output=True,
                    text=True,
                )
                self.assertEqual((done.returncode, done.stderr), (0, ""))


def test(function):
    return lambda self: self.run_both(function)


class Orjson(Libraries):
    @test
    def test_orjson_records():
        import orjson

        assert fails(TypeError, orjson.dumps, point) == "Type is not JSON serializable: Point"
        assert fails(TypeError, orjson.dumps, m.Bare()) == "Type is not JSON serializable: Bare"
        dataclasses.fields(m.Point)
        assert fails(TypeError, orjson.dumps, [point]) == "Type is not JSON serializable: Point"
        assert orjson.dumps([point], default=lambda record: record.to_dict()) == b"[" + text + b"]"
        assert orjson.dumps([point], default=lambda record: orjson.Fragment(record.to_json())) == b"[" + text + b"]"
        assert m.Point.from_dict(orjson.loads(text)) == point

    @test
    def test_orjson_dataclass_subclasses():
        import orjson

        @dataclass(slots=True)
        class Labelled(m.Point):
            label: str = "a"

        @dataclass
        class Same(m.Point):
            __slots__ = ()

        @dataclass(slots=True)
        class Solid(m.Solid):
            pass

        for number in range(300):
            assert orjson.loads(orjson.dumps(Labelled(1.25, number + 0.5))) == {"x": 1.25, "y": number + 0.5, "label": "a"}
            solid = Solid("s", Same(number + 0.25, 3.5), gap="", size=200, height=number + 1.5)
            found = orjson.loads(orjson.dumps(solid))
            assert found["at"] == {"x": number + 0.25, "y": 3.5}, found
            assert (found["size"], found["height"]) == (200, number + 1.5), found

        @dataclass
        class WithDict(m.Point):
            label: str = "a"

        assert orjson.dumps(WithDict(1.0)) == b'{"label":"a"}'


class Msgspec(Libraries):
    @test
    def test_msgspec_encoding():
        import msgspec

        class Struct(msgspec.Struct):
            at: m.Point

        assert msgspec.json.encode(point) == text
        assert msgspec.json.encode([Struct(point)]) == b'[{"at":' + text + b"}]"
        assert msgspec.to_builtins(m.Shape("s", point, gap=""))["at"] == {"x": 1.5, "y": 2.5}
        assert msgspec.json.encode(msgspec.Raw(point.to_json())) == text

    @test
    def test_msgspec_decoding():
        import msgspec

        if IS_C:
            words = "cannot set '__msgspec_cache__' attribute of immutable type 'Point'"
            assert fails(TypeError, msgspec.json.decode, text, type=m.Point) == words
            assert fails(TypeError, msgspec.convert, {"x": 1.0}, m.Point) == words

        class Sub(m.Fixed):
            __slots__ = ()

        if IS_C:
            fails(AttributeError, msgspec.json.decode, b'{"a":1}', type=Sub)
        raw = msgspec.json.decode(b"[" + text + b"]", type=list[msgspec.Raw])[0]
        assert m.Point.from_json(memoryview(raw)) == point


class Pydantic(Libraries):
    @test
    def test_pydantic_instances():
        import pydantic

        class Model(pydantic.BaseModel):
            at: m.Point

        adapter = pydantic.TypeAdapter(m.Point)
        assert adapter.validate_python(point) is point
        assert adapter.dump_python(point) == {"x": 1.5, "y": 2.5}
        assert adapter.dump_json(point) == text
        assert adapter.json_schema()["properties"].keys() == {"x", "y"}
        assert Model(at=point).at is point
        assert Model(at=point).model_dump_json() == '{"at":' + text.decode() + "}"

    @test
    def test_pydantic_making_records():
        import typing

        import pydantic

        if IS_C:
            words = "attribute 'x' of 'Point' objects is not writable"
            assert fails(AttributeError, pydantic.TypeAdapter(m.Point).validate_python, {"x": 1.0}) == words

        def read(value):
            return value if isinstance(value, m.Point) else m.Point.from_dict(value)

        class Model(pydantic.BaseModel):
            at: typing.Annotated[m.Point, pydantic.PlainValidator(read), pydantic.PlainSerializer(m.Point.to_dict)]

        assert Model.model_validate_json(b'{"at":' + text + b"}").at == point
        assert Model(at=point).model_dump_json() == '{"at":' + text.decode() + "}"
        assert "expected float, got str - at $.x" in fails(ValueError, Model, at={"x": "a"})

    @test
    def test_pydantic_dataclass_subclass():
        import pydantic.dataclasses

        class Sub(m.Point):
            label: str = ""

        fails(AttributeError, pydantic.dataclasses.dataclass, Sub)


class Cattrs(Libraries):
    @test
    def test_cattrs_both_ways():
        import cattrs

        assert cattrs.unstructure(point) == {"x": 1.5, "y": 2.5}
        assert cattrs.structure({"x": 1.5, "y": 2.5}, m.Point) == point
        assert cattrs.structure({"x": 1}, m.Point) == m.Point(1.0)
        assert cattrs.structure({"a": 1}, m.Fixed) == m.Fixed(1)
        assert cattrs.unstructure(m.Shape("s", point))["at"] == {"x": 1.5, "y": 2.5}
        fails(Exception, cattrs.structure, {}, m.Point)


class Attrs(Libraries):
    @test
    def test_attrs_is_told_no():
        import attrs

        assert not attrs.has(m.Point)
        fails(attrs.exceptions.NotAnAttrsClassError, attrs.asdict, point)

        @attrs.define
        class Holder:
            at: m.Point

        assert attrs.asdict(Holder(point)) == {"at": point}


class Rich(Libraries):
    @test
    def test_rich_pretty():
        from rich.pretty import pretty_repr

        assert pretty_repr(m.Point(1.0)) == "Point(x=1.0)"
        shape = m.Shape("name", point, note="x", size=2)
        lines = ["Shape(", "    name='name',", "    at=Point(x=1.5, y=2.5),", "    note='x',", "    path=[],"]
        lines += ["    tags={'a': 1},", "    size=2", ")"]
        assert pretty_repr(shape, max_width=30).split("\n") == lines, pretty_repr(shape, max_width=30)


if __name__ == "__main__":
    unittest.main()
