"""Families of records, unions of records, and unions by the kind of JSON value."""

import copy
import inspect
import json
import pickle
import types
import unittest

from support import HAS_SANITIZER, ModuleCase, resident, setUpModule, thread_with_stack


class Tags(ModuleCase):
    modules = ("unions",)

    def test_written_first(self):
        u = self.unions
        circle = u.Circle(2.0, id=3)
        self.assertEqual(circle.to_json(), b'{"type":"circle","id":3,"r":2.0}')
        self.assertEqual(list(circle.to_dict().items()), [("type", "circle"), ("id", 3), ("r", 2.0)])
        self.assertEqual(
            u.Group([circle], id=1).to_json().decode(),
            '{"type":"gr\\"o\u00e9up","id":1,"shapes":[{"type":"circle","id":3,"r":2.0}]}',
        )
        self.assertEqual(u.Login(1, "u").to_json(), b'{"event type":"login","at":1,"user":"u"}')
        self.assertEqual(u.Alone().to_json(), b'{"kind":"alone","next":null}')

    def test_is_no_field(self):
        u = self.unions
        circle = u.Circle(2.0)
        self.assertEqual(repr(circle), "Circle(id=0, r=2.0)")
        self.assertFalse(hasattr(circle, "type"))
        self.assertEqual(u.Circle.__slots__, ("r",))
        self.assertEqual(str(inspect.signature(u.Circle)), "(r: float, *, id: int = 0) -> None")
        below = type("Below", (u.Circle,), {})
        self.assertEqual(str(inspect.signature(below)), "(r: float, *, id: int = 0) -> None")
        other = type("Other", (u.Circle,), {"__init__": lambda self, x: None})
        self.assertEqual(str(inspect.signature(other)), "(x)")

    def test_may_be_absent_where_the_record_is_read_as_itself(self):
        u = self.unions
        for text in (
            '{"r":1}',
            '{"type":"circle","r":1}',
            ' { "type" : "circle" , "r" : 1 } ',
            '{"r":1,"type":"circle"}',
            '{"id":0,"type":"circle","r":1}',
            '{"typ\\u0065":"circ\\u006ce","r":1}',
        ):
            with self.subTest(text):
                self.assertEqual(u.Circle.from_json(text), u.Circle(1.0))
                self.assertEqual(u.Circle.from_dict(json.loads(text)), u.Circle(1.0))
        self.assertEqual(u.Alone.from_json('{"next":{"kind":"alone"}}'), u.Alone(u.Alone()))
        self.assertEqual(u.OnlyBase.from_json('{"a":1}'), u.OnlyOne(1))

    def test_must_be_its_own(self):
        u = self.unions
        read = u.Circle.from_json
        error = self.invalid("'square' is not a valid tag of Circle - at $.type", read, '{"type":"square"}')
        self.assertEqual((error.path, error.offset, error.lineno), ("$.type", 8, 1))
        error = self.invalid("expected str, got int - at $.type", read, '{"type":5,"r":1}')
        self.assertEqual(error.offset, 8)
        error = self.invalid("field 'type' appears twice - at $.type", read, '{"type":"circle","type":"circle"}')
        self.assertEqual(error.offset, 17)
        self.invalid("field 'type' appears twice - at $.type", read, '{"type":"circle","r":1,"type":5}')
        self.invalid("'' is not a valid tag of Circle - at $.type", u.Circle.from_dict, {"type": ""})
        words = "'only' is not a valid tag of Login - at $['event type']"
        self.invalid(words, u.Login.from_json, '{"at":1,"user":"u","event type":"only"}')

    def test_is_judged_before_all_else_in_its_object(self):
        u = self.unions
        text = '{"r":"x","r":[],"type":"square"}'
        self.invalid("'square' is not a valid tag of Circle - at $.type", u.Circle.from_json, text)
        self.invalid("'x' is not a valid tag of Shape - at $.type", u.Shape.from_dict, {1: 2, "type": "x"})
        words = "expected float, got str - at $.main.r"
        text = '{"main":{"r":"x","type":"circle"},"last":{"type":"x"}}'
        self.invalid(words, u.Drawing.from_json, text)

    def test_copies_and_pickles(self):
        u = self.unions
        for made in (u.Circle(1.0), u.Group([u.Tilted(1.0)]), u.Unknown(1, "n", "boom")):
            self.assertEqual(copy.copy(made), made)
            self.assertEqual(copy.deepcopy(made), made)
            self.assertEqual(pickle.loads(pickle.dumps(made)), made)


class Families(ModuleCase):
    modules = ("unions",)

    def test_decoding_picks_the_class(self):
        u = self.unions
        shapes = [
            u.Circle(1.0),
            u.Square(2.0, u.Circle(3.0)),
            u.Tilted(1.0),
            u.Group([u.Group(), u.Circle(0.0)]),
        ]
        for shape in shapes:
            with self.subTest(shape):
                text = shape.to_json()
                back = json.dumps(dict(reversed(json.loads(text).items())))  # the tag is not first
                for data in (text, text.decode(), back, b" " + text.replace(b":", b" : ")):
                    self.assertEqual(u.Shape.from_json(data), shape)
                self.assertEqual(u.Shape.from_dict(shape.to_dict()), shape)
                self.assertIs(type(u.Shape.from_json(back)), type(shape))
        self.assertEqual(u.Shape.from_json_array(u.Shape.to_json_array(shapes)), shapes)
        self.assertEqual(u.Shape.from_json_lines(u.Shape.to_json_lines(shapes)), shapes)
        drawing = u.Drawing(shapes[0], {"a": shapes[2]}, shapes[1], [shapes[1], shapes[2]], shapes[0])
        self.assertEqual(u.Drawing.from_json(drawing.to_json()), drawing)
        self.assertEqual(u.Drawing.from_dict(drawing.to_dict()), drawing)

    def test_a_concrete_base_stands_for_itself_too(self):
        u = self.unions
        self.assertEqual(u.Square.from_json('{"type":"square","side":1}'), u.Square(1.0))
        self.assertEqual(u.Square.from_json('{"type":"tilted","side":1}'), u.Tilted(1.0))
        self.invalid("missing field 'type' - at $", u.Square.from_json, '{"side":1}')
        words = "'circle' is not a valid tag of Square - at $.type"
        self.invalid(words, u.Square.from_json, '{"type":"circle","r":1}')

    def test_refused(self):
        u = self.unions
        read = u.Shape.from_json
        error = self.invalid("missing field 'type' - at $", read, '{"r":"x", "r":1 }')
        self.assertEqual(error.offset, 16)
        self.invalid("expected Shape, got int - at $", read, "5")
        self.invalid("expected Shape, got NoneType - at $", read, "null")
        self.invalid("'x' is not a valid tag of Shape - at $.type", read, '{"r":[],"type":"x"}')
        self.invalid("expected str, got NoneType - at $.type", read, '{"type":null}')
        self.invalid("missing field 'r' - at $", read, '{"type":"circle"}')
        text = '[{"type":"circle","r":1},5]'
        self.invalid("expected Shape, got int - at $[1]", u.Shape.from_json_array, text)
        self.invalid("'x' is not a valid tag of Shape - at $[0].type", u.Shape.from_json_lines, '{"type":"x"}')
        words = "'x' is not a valid tag of Shape - at $.main.shapes[1].type"
        group = '{"main":{"shapes":[{"r":1,"type":"circle"},{"type":"x"}],"type":"gr\\"o\u00e9up"}}'
        self.invalid(words, u.Drawing.from_json, group)
        self.invalid("expected str as key, got int - at $", u.Shape.from_dict, {1: 2})
        self.invalid("expected str as key, got int - at $", u.Shape.from_dict, {1: 2, "type": "circle"})
        self.invalid("missing field 'type' - at $", u.Shape.from_dict, {"r": 1})

    def test_a_malformed_document_is_told_first(self):
        u = self.unions
        self.malformed("unexpected end of text", 12, u.Shape.from_json, '{"type":"x",')
        self.malformed("expected a value", 9, u.HasBare.from_json, '{"bare": }')

    def test_assignment_and_construction(self):
        u = self.unions
        self.refused(TypeError, "Drawing.main: expected Shape, got Round", u.Drawing, u.Round(1.0))
        drawing = u.Drawing(u.Circle(1.0))
        drawing.main = u.Tilted(1.0)
        words = "Drawing.more['a']: expected Square | Circle, got Group"
        self.refused(TypeError, words, setattr, drawing, "more", {"a": u.Group()})
        words = "Drawing.maybe: expected Square | Circle | None, got str"
        self.refused(TypeError, words, setattr, drawing, "maybe", "x")
        drawing.more["b"] = u.Group()
        words = "Drawing.more['b']: expected Square | Circle, got Group"
        for write in (drawing.to_json, drawing.to_dict):
            self.refused(TypeError, words, write)

    def test_deep(self):
        u = self.unions
        shape = u.Circle(1.0)
        for _ in range(249):
            shape = u.Group([shape])
        self.assertEqual(u.Shape.from_json(shape.to_json()).to_dict(), shape.to_dict())
        deeper = u.Group([u.Group([shape])])
        self.refused(ValueError, "Group: nested deeper than 500 levels", deeper.to_json)


class Abstract(ModuleCase):
    modules = ("unions",)

    def test_has_no_instances(self):
        u = self.unions
        words = "Shape: an abstract record cannot be instantiated"
        self.refused(TypeError, words, u.Shape)
        self.refused(TypeError, words, u.Shape, 1, 2, nonsense=3)
        self.refused(TypeError, words, u.Shape.__new__, u.Shape)
        self.refused(TypeError, words, u._shape(u.Shape, ("id",)), 1)
        self.refused(TypeError, words, u._shape(u.Shape, ("id",)))

    def test_is_a_base(self):
        u = self.unions
        self.assertIsInstance(u.Circle(1.0), u.Shape)
        self.assertEqual(str(inspect.signature(u.Shape)), "(*, id: int = 0) -> None")

        class Mine(u.Shape):
            __slots__ = ()

        self.assertEqual(repr(Mine(id=4)), "Abstract.test_is_a_base.<locals>.Mine(id=4)")
        self.assertEqual(Mine.from_json('{"id":5}').id, 5)
        self.assertEqual(Mine(id=4).to_json(), b'{"id":4}')
        u.Drawing(Mine())

    def test_without_tags_below(self):
        u = self.unions
        words = "Bare: an abstract record cannot be instantiated"
        made = u.HasBare(u.BareBelow(1))
        self.assertEqual(made.to_json(), b'{"bare":{"a":1,"b":2},"any":null}')
        for read, data in (
            (u.Bare.from_json, '{"a":1}'),
            (u.Bare.from_dict, {"a": 1}),
            (u.HasBare.from_json, '{"bare":{"a":1},"any":{"a":1,"a":2}}'),
            (u.HasBare.from_dict, {"bare": {}}),
        ):
            self.refused(TypeError, words, read, data)
        self.malformed("unexpected end of text", 16, u.HasBare.from_json, '{"bare":{"a":1},')
        self.invalid("expected Bare, got int - at $.bare", u.HasBare.from_json, '{"bare":1}')
        words = "key 'a' appears twice - at $.any['a']"
        self.invalid(words, u.HasBare.from_json, '{"any":{"a":1,"a":2},"bare":{"a":1}}')

    def test_python_subclasses_are_of_no_family(self):
        u = self.unions

        class Mine(u.Square):
            pass

        for text in ('{"side":1}', '{"type":"square","side":1}'):
            self.assertIs(type(Mine.from_json(text)), Mine)
        self.assertIs(type(Mine.from_dict({"side": 1})), Mine)
        self.assertEqual(Mine(1.0).to_json(), b'{"type":"square","id":0,"side":1.0,"inside":null}')
        words = "'tilted' is not a valid tag of Square - at $.type"
        self.invalid(words, Mine.from_json, '{"side":1,"type":"tilted"}')
        self.invalid("expected Square, got int - at $", Mine.from_json, "1")


class Open(ModuleCase):
    modules = ("unions",)

    def test_keeps_unknown_tags(self):
        u = self.unions
        text = '{"events":[{"at":1,"note":"n","event type":"boom"},{"event type":"login","at":2,"user":"u"}]}'
        log = u.Log.from_json(text)
        self.assertEqual(log.events, [u.Unknown(1, "n", "boom"), u.Login(2, "u")])
        unknown = log.events[0]
        self.assertEqual((unknown.type, unknown.note), ("boom", "n"))
        self.assertEqual(unknown.to_json(), b'{"event type":"boom","at":1,"note":"n"}')
        self.assertEqual(list(unknown.to_dict()), ["event type", "at", "note"])
        self.assertEqual(u.Unknown.__match_args__, ("at", "note", "type"))
        self.assertEqual(u.Event.from_json(unknown.to_json()), unknown)
        self.assertEqual(u.Unknown.from_json(unknown.to_json()), unknown)
        self.assertEqual(u.Event.from_json('{"event type":"\\u00e9","at":1,"note":""}').type, "\u00e9")

    def test_needs_a_tag_still(self):
        u = self.unions
        self.invalid("missing field 'event type' - at $", u.Event.from_json, '{"at":1,"note":""}')
        self.invalid("missing field 'event type' - at $", u.Unknown.from_json, '{"at":1,"note":""}')
        words = "expected str, got int - at $['event type']"
        self.invalid(words, u.Event.from_json, '{"at":[],"event type":1}')
        self.invalid(words, u.Unknown.from_json, '{"at":[],"event type":1}')
        words = "field 'event type' appears twice - at $['event type']"
        self.invalid(words, u.Event.from_json, '{"event type":"a","at":1,"event type":"b","note":""}')

    def test_of_a_union(self):
        u = self.unions
        self.assertEqual(u.Either.from_json('{"it":{"type":"zzz"}}').it, u.Named("zzz"))
        self.assertEqual(u.Either.from_json('{"it":{"type":"named"}}').it, u.Named("named"))
        self.assertEqual(u.Either.from_json('{"it":{"r":1,"type":"circle"}}').it, u.Circle(1.0))
        self.assertIs(u.Either.from_json('{"it":true}').it, True)
        log = u.Log([], u.Unknown(1, "", "x"))
        self.assertEqual(u.Log.from_json(log.to_json()), log)
        # an instance whose tag another record has is read back as that
        self.assertEqual(u.Either(u.Named("circle")).to_json(), b'{"it":{"type":"circle","name":""}}')


class ByKind(ModuleCase):
    modules = ("unions",)

    def mixed(self, value, **others):
        return self.unions.Mixed(value, **others)

    def test_values(self):
        u = self.unions
        for value, text in (
            ("a", '"a"'),
            (5, "5"),
            (True, "true"),
            ([u.Mood.GOOD], '["good"]'),
            (u.Round(1), '{"type":"round","d":1.0}'),
        ):
            made = self.mixed(value)
            self.assertIs(made.value, value)
            self.assertIn(f'"value":{text},', made.to_json().decode())
            for again in (u.Mixed.from_json(made.to_json()), u.Mixed.from_dict(made.to_dict())):
                self.assertEqual(again, made)
                self.assertIs(type(again.value), type(value))
        self.assertEqual(u.Mixed.from_json('{"value":{"d":1}}').value, u.Round(1.0))

    def test_refused(self):
        u = self.unions
        expected = "expected str | int | bool | list | Round, got"
        for value in (None, 1.5, (), {}, u.Circle(1)):
            got = type(value).__name__
            self.refused(TypeError, f"Mixed.value: {expected} {got}", u.Mixed, value)
        self.refused(OverflowError, f"Mixed.value: {2**70} is out of range for int64", u.Mixed, 2**70)
        self.refused(TypeError, "Mixed.value[1]: expected Mood, got str", u.Mixed, [u.Mood.BAD, "bad"])
        for text, words in (
            ("1.5", f"{expected} float - at $.value"),
            ("null", f"{expected} NoneType - at $.value"),
            ("{}", "missing field 'd' - at $.value"),
            ('["x"]', "'x' is not a valid Mood - at $.value[0]"),
            (str(2**70), f"{2**70} is out of range for int64 - at $.value"),
        ):
            self.invalid(words, u.Mixed.from_json, f'{{"value":{text}}}')
        words = "expected Circle | str | Square | None, got int - at $.many"
        self.invalid(words, u.Mixed.from_json, '{"value":1,"many":5}')
        words = "'group' is not a valid tag of Circle | Square - at $.many.type"
        self.invalid(words, u.Mixed.from_json, '{"value":1,"many":{"type":"group"}}')
        self.invalid(f"{expected} tuple - at $.value", u.Mixed.from_dict, {"value": ()})

    def test_changed_behind_our_back(self):
        u = self.unions
        made = self.mixed([], deep=[[1]])
        made.value.append("bad")
        for write in (made.to_json, made.to_dict):
            self.refused(TypeError, "Mixed.value[0]: expected Mood, got str", write)
        made.value.clear()
        made.deep[0].append(1.5)
        for write in (made.to_json, made.to_dict):
            self.refused(TypeError, "Mixed.deep[0][1]: expected int | None, got float", write)
        made = self.mixed(1, number=float("nan"))
        for write in (made.to_json, made.to_dict):
            self.refused(ValueError, "Mixed.number: nan has no JSON spelling", write)

    def test_items_are_written_as_their_type(self):
        u = self.unions
        made = u.Untracked(1, 5)
        self.assertEqual((made.a, type(made.a)), (1.0, float))
        self.assertEqual(made.to_json(), b'{"a":1.0,"b":5,"c":"bad"}')
        made = self.mixed(1, number=0.1)
        self.assertEqual(made.number, 0.10000000149011612)
        deep = ["a", [1, None], {"k": True, "l": "x"}]
        self.assertEqual(self.mixed(1, deep=deep).to_dict()["deep"], deep)

    def test_defaults(self):
        u = self.unions
        made = u.Mixed(1)
        self.assertEqual((made.number, made.data, made.many), (1.5, b"hi", None))
        self.assertIs(made.rank, u.Rank.SECOND)
        self.assertIs(u.Untracked("").c, u.Mood.BAD)
        self.assertEqual(u.Panel(u.Round(1)).label, "x")
        self.assertEqual(u.Mixed.from_json('{"value":1}'), made)

    def test_hash(self):
        u = self.unions
        nan = float("nan")
        self.assertEqual(hash(u.Untracked(nan)), hash((0, None, u.Mood.BAD)))
        self.assertEqual(hash(u.Untracked("a", True)), hash(("a", True, u.Mood.BAD)))
        self.assertNotEqual(u.Untracked(nan), u.Untracked(nan))

    def test_annotations(self):
        u = self.unions
        self.assertEqual(u.Panel.__annotations__["label"], str | int | bool)
        self.assertEqual(u.Panel.__annotations__["shape"], u.Round | u.Flat)
        self.assertEqual(u.Drawing.__annotations__["maybe"], u.Square | u.Circle | None)
        self.assertEqual(u.Drawing.__annotations__["last"], u.Circle | types.EllipsisType)
        self.assertEqual(u.Mixed.__annotations__["data"].__args__[0], bytes)


class Schemas(ModuleCase):
    modules = ("unions",)

    def test_tags(self):
        u = self.unions
        schema = u.Circle.json_schema()
        self.assertEqual(list(schema["properties"].items())[0], ("type", {"const": "circle"}))
        self.assertEqual(schema["required"], ["r"])

    def test_choices(self):
        u = self.unions
        refs = [{"$ref": f"#/$defs/{name}"} for name in ("Square", "Tilted", "Circle")]
        choice = {"anyOf": refs, "required": ["type"]}
        schema = u.Drawing.json_schema()["properties"]["maybe"]
        self.assertEqual(schema["anyOf"], [choice, {"type": "null"}])
        schema = u.Shape.json_schema()
        self.assertEqual(schema["title"], "Shape")
        self.assertEqual(len(schema["anyOf"]), 4)
        self.assertEqual(sorted(schema["$defs"]), ["Circle", "Group", "Square", "Tilted"])
        schema = u.Square.json_schema()
        self.assertEqual(schema["anyOf"], refs[:2])
        self.assertIn("side", schema["$defs"]["Square"]["properties"])
        self.assertEqual(u.OnlyBase.json_schema()["$ref"], "#/$defs/OnlyOne")
        schema = u.Panel.json_schema()["properties"]["label"]
        self.assertEqual([item["type"] for item in schema["anyOf"]], ["string", "integer", "boolean"])
        schema = u.Event.json_schema()
        self.assertEqual(schema["required"], ["event type"])
        self.assertEqual(schema["$defs"]["Unknown"]["properties"]["event type"], {"type": "string"})


class Options(ModuleCase):
    """Tags and unions beside other options of JSON."""

    modules = ("unions",)

    def test_tags_are_never_omitted(self):
        u = self.unions
        self.assertEqual(u.Options().to_json(), b'{"type":"options"}')
        self.assertEqual(u.Rest().to_json(), b'{"type":"rest"}')
        self.assertEqual(u.Rest().to_dict(), {"type": "rest"})
        for made in (u.Options(), u.Rest(), u.Rest(type="x", text="y"), u.Strict(1)):
            self.assertEqual(u.Any3.from_json(u.Any3(made).to_json()).it, made)

    def test_tags_are_known_keys(self):
        u = self.unions
        self.assertEqual(u.Strict.from_json('{"b":1,"type":"strict"}'), u.Strict(1))
        self.invalid("unknown field 'c' - at $.c", u.Strict.from_json, '{"type":"strict","c":1}')
        self.assertEqual(u.Options.from_json('{"k":1,"type":"options"}').rest, {"k": 1})
        words = "Options.rest: two keys are both 'type' in JSON"
        self.refused(ValueError, words, u.Options(rest={"type": "x"}).to_json)

    def test_nan_as_null(self):
        u = self.unions
        nan = float("nan")
        self.assertEqual(u.Options(nan, None, [nan, True]).to_json(), b'{"type":"options","a":null,"c":[null,true]}')
        self.assertNotEqual(u.Options.from_json('{"a":null}').a, u.Options.from_json('{"a":null}').a)
        self.assertIsNone(u.Options.from_json('{"a":1,"b":null}').b)
        self.refused(ValueError, "Options.b: nan has no JSON spelling", u.Options("", nan).to_json)

    def test_text(self):
        u = self.unions
        read = u.Untracked.from_dict
        self.assertEqual(read({"a": "5", "b": "5"}, strict=False), u.Untracked("5", 5))
        self.assertEqual(read({"a": "5", "b": "true"}, strict=False), u.Untracked("5", True))
        self.assertEqual(read({"a": "5", "b": ""}, strict=False), u.Untracked("5", None))
        with self.assertRaisesRegex(ValueError, r"expected bool \| int \| None, got str - at \$.b"):
            read({"a": "5", "b": "x"}, strict=False)


class Containers(ModuleCase):
    modules = ("unions",)

    def test_items(self):
        u = self.unions
        made = u.Contained()
        self.assertEqual((made.a, made.b, made.c), (("a", 1), frozenset((1, 2, "b")), "x"))
        self.assertIs(made.a, u.Contained().a)
        self.assertEqual(made.to_json(), b'{"type":"contained","a":["a",1],"b":["b",1,2],"c":"x"}')
        self.assertEqual(u.Contained.from_json('{"c":{"1":"good","2":5}}').c, {1: u.Mood.GOOD, 2: 5})
        self.assertEqual(hash(made), hash(u.Contained()))

    def test_records_in_sets(self):
        u = self.unions
        made = u.Sets({u.Point(1), u.Point(0), u.Contained("q")})
        self.assertEqual(u.Sets.from_json(made.to_json()), made)
        text = '{"a":[{"type":"point","x":1},{"x":1,"type":"point"}]}'
        self.invalid("item Point(x=1) appears twice - at $.a[1]", u.Sets.from_json, text)

    def test_decimals_are_text_and_numbers(self):
        u = self.unions
        made = u.Sets.from_json('{"a":5,"b":[1.50,"1.5",true]}')
        self.assertEqual([str(item) for item in made.b], ["1.50", "1.5", "True"])


class Events(ModuleCase):
    modules = ("events",)

    def test_unknown_events_survive(self):
        lines = (
            b'{"event":"login","at":1.5,"request":"r1","user":7,"method":"passkey","address":null}\n'
            b'{"event":"rename","at":2.5,"request":"r2","from":"/a","to":"/b"}\n'
            b'{"event":"upload","at":3.5,"request":"r3","user":7,"path":"/a","size":10,"owner":9}\n'
        )
        events = self.events.Event.from_json_lines(lines)
        self.assertEqual([type(event).__name__ for event in events], ["Login", "OtherEvent", "Upload"])
        self.assertEqual(events[1].rest, {"from": "/a", "to": "/b"})
        self.assertEqual(self.events.Event.to_json_lines(events), lines)
        page = self.events.Page(events, events[0])
        self.assertEqual(self.events.Page.from_json(page.to_json()), page)


class Memory(ModuleCase):
    modules = ("unions",)

    def test_deep_documents_on_a_small_stack(self):
        u = self.unions
        size = (1024 if HAS_SANITIZER else 256) * 1024

        def run():
            made = u.Square.from_json('{"side":1,"inside":' * 500 + "null" + ',"type":"square"}' * 500)
            self.assertEqual(u.Shape.from_dict(made.to_dict()).to_json(), made.to_json())
            self.assertEqual(made.to_json(), u.Shape.from_json(made.to_json()).to_json())
            deep = '{"it":{"type":"options","rest":' * 249 + "1" + "}}" * 249
            self.assertEqual(u.Any3.from_json(deep).it.rest["rest"]["it"]["type"], "options")
            words = "expected Shape | None, got int - at $" + ".inside" * 500
            text = '{"type":"square","side":1,"inside":' * 500 + "1" + "}" * 500
            self.invalid(words, u.Square.from_json, text)

        thread_with_stack(size, run)

    @unittest.skipIf(HAS_SANITIZER, "memory is not given back at once")
    def test_nothing_leaks(self):
        u = self.unions
        texts = [
            '{"type":"square","side":1,"inside":{"side":1,"type":"tilted"}}',
            '{"type":"square","side":1,"inside":{"side":1,"type":"what"}}',
            '{"side":1,"typ\\u0065":"squar\\u0065"}',
            '{"type":"circle","r":"x"}',
        ]

        def use():
            for text in texts:
                try:
                    u.Shape.from_dict(json.loads(text))
                    u.Shape.from_json(text)
                except ValueError:
                    pass
            for value in ("x", 5, 1.5, [u.Mood.GOOD], [1], 2**70):
                try:
                    u.Mixed(value).to_dict()
                except (TypeError, OverflowError):
                    pass

        for _ in range(50):
            use()
        before = resident()
        for _ in range(2000):
            use()
        self.assertLess(resident() - before, 2_000_000)

    def test_untracked(self):
        u = self.unions
        flag = 1 << 14  # Py_TPFLAGS_HAVE_GC
        if u.__slotgen__["implementation"] == "c":
            self.assertFalse(u.Panel.__flags__ & flag)
            self.assertFalse(u.Untracked.__flags__ & flag)
            self.assertTrue(u.Mixed.__flags__ & flag)


if __name__ == "__main__":
    unittest.main()
