"""default_factory: functions of the user's that make defaults."""

import copy
import dataclasses
import gc
import inspect
import io
import pickle
import sys
import unittest
import uuid
from decimal import Decimal

import factory_functions as functions
from support import IMPLEMENTATION, IS_CPYTHON, ModuleCase, new_module, setUpModule  # noqa: F401

IDENT = uuid.UUID(int=7)
MADE_OF_EVENT = ["ident", "size", "ratio", "share", "ratio", "note"]


def raising(error):
    def make():
        raise error

    return make


class FactoryCase(ModuleCase):
    modules = ("factories",)

    def setUp(self):
        super().setUp()
        functions.calls.clear()
        functions.instead.clear()
        self.addCleanup(functions.instead.clear)
        self.m = self.factories

    def calls(self):
        made = functions.calls[:]
        functions.calls.clear()
        return made

    def instead(self, name, make):
        functions.instead[name] = make

    def ways(self):
        """Each way to make a Plain that lacks its values."""
        Plain = self.m.Plain
        yield "constructor", Plain
        yield "from_json", lambda: Plain.from_json("{}")
        yield "from_json_array", lambda: Plain.from_json_array("[{}]")[0]
        yield "from_json_lines", lambda: Plain.from_json_lines("{}\n")[0]
        yield "iter_json_lines", lambda: list(Plain.iter_json_lines(io.BytesIO(b"{}\n")))[0]
        yield "from_dict", lambda: Plain.from_dict({})
        yield "pickle", lambda: self.m._shape(Plain, ("gone",))(1)


class Making(FactoryCase):
    def test_every_kind_of_field(self):
        event = self.m.Event("a")
        self.assertEqual((event.id, event.size, event.tags), (IDENT, 3, []))
        self.assertEqual((event.ratio, event.share, event.boxed), (0.5, 0.25, 0.5))
        self.assertEqual((event.price, event.note), (Decimal(0), "made"))
        self.assertEqual(self.calls(), MADE_OF_EVENT)
        self.assertIsNot(event.tags, self.m.Event("a").tags)

    def test_what_is_given_is_not_made(self):
        other = uuid.UUID(int=8)
        event = self.m.Event("a", other, 4, ["x"], ratio=None, share=1, boxed=2, price=Decimal(5), note=...)
        self.assertEqual(self.calls(), [])
        self.assertEqual((event.id, event.size, event.tags, event.ratio), (other, 4, ["x"], None))
        self.assertEqual((event.share, event.boxed, event.price, event.note), (1.0, 2.0, Decimal(5), ...))
        self.m.Event("a", size=4, share=0)
        self.assertEqual(self.calls(), ["ident", "ratio", "ratio", "note"])

    def test_once_for_each_instance_however_it_is_made(self):
        for way, make in self.ways():
            with self.subTest(way):
                plain = make()
                self.assertEqual((plain.a, plain.b), (3, None))
                self.assertEqual(self.calls(), ["size", "flag"])

    def test_what_has_its_values_is_not_asked_again(self):
        event = self.m.Event("a")
        self.calls()
        for made in (
            copy.copy(event),
            copy.deepcopy(event),
            event.__replace__(),
            pickle.loads(pickle.dumps(event)),
            self.m.Event.from_json(event.to_json()),
            self.m.Event.from_dict(event.to_dict()),
        ):
            self.assertEqual(made, event)
        self.assertEqual(self.calls(), [])

    def test_derived_records_inherit_it(self):
        alarm = self.m.Alarm("a", level=2)
        self.assertEqual((alarm.size, alarm.flag), (3, False))
        self.assertEqual(self.calls(), MADE_OF_EVENT)
        self.instead("size", lambda: "three")
        self.refused(TypeError, "Alarm.size: expected int, got str", self.m.Alarm, "a", level=2)
        self.refused(TypeError, "Event.size: expected int, got str", self.m.Event, "a")

    def test_python_subclasses(self):
        class Sub(self.m.Plain):
            pass

        for make in (Sub, lambda: Sub.from_json("{}"), lambda: Sub.from_dict({})):
            self.assertEqual((make().a, type(make())), (3, Sub))

    def test_what_is_given_is_checked_first(self):
        self.refused(TypeError, "Event.note: expected str | ..., got int", self.m.Event, "a", note=1)
        self.refused(TypeError, "Event.name: expected str, got int", self.m.Event, 1)
        self.assertRaises(TypeError, self.m.Event)
        self.assertRaises(TypeError, self.m.Event, "a", nobody=1)
        self.assertRaises(TypeError, self.m._shape(self.m.Event, ("size",)), 1)
        self.assertRaises(TypeError, self.m._shape(self.m.Event, ("name",)), 1)
        self.assertEqual(self.calls(), [])

    def test_functions_are_called_in_the_order_of_fields(self):
        self.instead("size", lambda: "three")
        self.instead("ratio", lambda: "half")
        self.refused(TypeError, "Event.size: expected int, got str", self.m.Event, "a")
        self.assertEqual(self.calls(), ["ident", "size"])

    def test_post_init_sees_it(self):
        self.m.Watched()
        self.assertEqual(self.calls(), ["size", "__post_init__ 3"])
        self.m.Watched.from_json("{}")
        self.assertEqual(self.calls(), ["size", "__post_init__ 3"])

    def test_hash_and_equality(self):
        self.assertEqual(hash(self.m.Plain()), hash((3, None)))
        self.assertEqual(self.m.Plain(), self.m.Plain(3, None))


class Refusing(FactoryCase):
    def test_what_it_makes_is_checked(self):
        for value, category, text in (
            ("x", TypeError, "Plain.a: expected int, got str"),
            (300, OverflowError, "Plain.a: 300 is out of range for int8"),
        ):
            self.instead("size", lambda value=value: value)
            for way, make in self.ways():
                with self.subTest(way):
                    self.refused(category, text, make)

    def test_constraints(self):
        self.instead("share", lambda: 1.5)
        self.refused(ValueError, "Event.share: 1.5 is not <= 1", self.m.Event, "a")
        self.refused(
            ValueError, "Event.share: 1.5 is not <= 1", self.m.Event.from_json, '{"kind":"event","name":"a"}'
        )

    def test_numbers_are_converted(self):
        self.instead("ratio", lambda: 1)
        event = self.m.Event("a")
        self.assertIs(type(event.ratio), float)
        self.assertIs(type(event.boxed), float)
        self.instead("size", lambda: True)
        self.refused(TypeError, "Event.size: expected int, got bool", self.m.Event, "a")

    def test_what_it_raises_is_raised(self):
        class Own(BaseException):
            pass

        class Odd(Exception):
            def __init__(self, one, two):
                super().__init__(one, two)

        try:
            self.m.Plain.from_json('{"a": "x"}')
        except ValueError as error:
            invalid = error
        for error in (
            ValueError("no"),
            TypeError("no"),
            AttributeError("no"),
            ImportError("no"),
            StopIteration("no"),
            RuntimeError("generator raised StopIteration"),
            RecursionError("no"),
            MemoryError(),
            Own(),
            Odd(1, 2),
            invalid,
        ):
            self.instead("flag", raising(error))
            for way, make in self.ways():
                if way == "iter_json_lines" and isinstance(error, StopIteration):
                    continue  # from an iterator it would be the end: RuntimeError, as of a generator
                with self.subTest(way, error=error):
                    self.calls()
                    with self.assertRaises(BaseException) as caught:
                        make()
                    self.assertIs(caught.exception, error)
                    self.assertEqual(self.calls(), ["size", "flag"])

    def test_a_stop_in_an_iterator_is_no_end(self):
        self.instead("flag", raising(StopIteration()))
        lines = self.m.Plain.iter_json_lines(io.BytesIO(b"{}\n{}\n"))
        self.refused(RuntimeError, "generator raised StopIteration", next, lines)

    def test_deep_inside_a_document(self):
        error = StopIteration("no")
        self.instead("anything", raising(error))
        with self.assertRaises(StopIteration) as caught:
            self.m.Node.from_json('{"children": [{"children": [{}]}]}')
        self.assertIs(caught.exception, error)

    def test_a_record_is_made_whole_or_not_at_all(self):
        node = self.m.Node(1)
        self.instead("anything", raising(KeyError("no")))
        self.assertRaises(KeyError, node.__init__, 2)
        self.assertEqual(node.value, 1)
        shape = self.m._shape(self.m.Node, ("value",))
        self.assertRaises(KeyError, node.__setstate__, (shape, 2))
        self.assertEqual(node.value, 1)

    def test_references_that_lead_nowhere(self):
        text = "NoName.at: factory_functions:Texts.nothing is not there"
        for make in (self.m.NoName, lambda: self.m.NoName.from_json("{}"), lambda: self.m.NoName.from_dict({})):
            error = self.refused(ImportError, text, make)
            self.assertIs(type(error.__cause__), AttributeError)
        self.refused(ImportError, text.replace("NoName", "OtherNoName"), self.m.OtherNoName)
        text = "NoFunction.at: factory_functions:number is not callable"
        self.refused(ImportError, text, self.m.NoFunction)
        text = "No module named 'factory_functions_of_nobody'"
        self.refused(ModuleNotFoundError, text, self.m.NoModule)
        self.refused(ModuleNotFoundError, text, self.m.NoModule.from_json, "{}")
        self.assertEqual(self.m.NoModule(1).at, 1)

    def test_it_is_imported_at_first_use(self):
        NoModule = new_module("factories", IMPLEMENTATION).NoModule
        NoModule.json_schema()
        inspect.signature(NoModule)
        dataclasses.fields(NoModule)
        sys.modules["factory_functions_of_nobody"] = functions
        self.addCleanup(sys.modules.pop, "factory_functions_of_nobody")
        self.assertRaises(ImportError, NoModule)
        functions.now = 5
        self.addCleanup(delattr, functions, "now")
        self.assertRaises(ImportError, NoModule)
        functions.now = int
        self.assertEqual(NoModule().at, 0)
        functions.now = None  # it is kept
        self.assertEqual(NoModule().at, 0)


class Decoding(FactoryCase):
    def test_text_that_is_no_json_calls_nothing(self):
        for text in (
            '{"kind":"event","name":"a"}]',
            '{"kind":"event","name":"a","x":tru}',
            '{"kind":"event","name":"a"} "',
            '{"kind":"event","name":"a"',
        ):
            self.assert_raises_one("JSONDecodeError", self.m.Event.from_json, text)
        self.assert_raises_one("JSONDecodeError", self.m.Plain.from_json_array, b'[{}, {"a": "\xff"}]')
        self.assert_raises_one("JSONDecodeError", self.m.Plain.from_json_array, "[{}, {}, 01]")
        self.assertEqual(self.calls(), [])

    def test_no_json_goes_before_what_it_raises(self):
        self.instead("size", raising(ValueError("no")))
        self.malformed("unexpected end of text", 4, self.m.Plain.from_json_array, "[{},")
        self.refused(ValueError, "no", self.m.Plain.from_json_array, "[{}, 5]")
        self.assertEqual(self.calls(), ["size"])

    def test_records_that_do_not_fit_call_nothing(self):
        self.invalid("missing field 'name' - at $", self.m.Event.from_dict, {"kind": "event"})
        self.invalid("missing field 'name' - at $", self.m.Event.from_json, '{"kind":"event"}')
        self.invalid("expected bool | None, got str - at $.b", self.m.Plain.from_json, '{"b":""}')
        self.assertEqual(self.calls(), [])

    @unittest.skipUnless(IS_CPYTHON, "other decoders are slow from the start")
    def test_the_explanation_calls_again(self):
        self.assertRaises(ValueError, self.m.Plain.from_json_array, "[{}, 5]")
        self.assertEqual(self.calls(), ["size", "flag"] * 2)
        self.assertRaises(ValueError, self.m.Plain.from_dict, 5)
        self.assertEqual(self.calls(), [])

    def test_lines_are_documents_of_their_own(self):
        self.assert_raises_one("JSONDecodeError", self.m.Plain.from_json_lines, "{}\n{]\n")
        self.assertEqual(self.calls(), ["size", "flag"])
        bad = []
        lines = self.m.Plain.iter_json_lines(io.BytesIO(b"{]\n{}\n5\n"), on_error=bad.append)
        self.assertEqual([(plain.a, plain.b) for plain in lines], [(3, None)])
        self.assertEqual((self.calls(), len(bad)), (["size", "flag"], 2))

    def test_many_records(self):
        numbers = iter(range(100))
        self.instead("size", lambda: next(numbers))
        made = self.m.Plain.from_json_array("[" + ", ".join(["{}"] * 100) + "]")
        self.assertEqual([plain.a for plain in made], list(range(100)))

    def test_null_and_text(self):
        self.assertEqual(self.m.Plain.from_dict({"a": "4", "b": ""}, strict=False), self.m.Plain(4, None))
        self.assertEqual(self.m.Plain.from_json('{"b":null,"a":5}'), self.m.Plain(5))

    def test_fields_that_are_not_in_json(self):
        kept = self.m.Kept.from_json('{"hidden": 5}')
        self.assertEqual(kept.hidden, 3)

    def test_nothing_made_is_left_out(self):
        self.assertEqual(self.m.Kept().to_json(), b'{"tags":[]}')
        self.assertEqual(self.m.Kept().to_dict(), {"tags": []})
        self.assertEqual(self.m.Kept(5, ["x"]).to_json(), b'{"size":5,"tags":["x"]}')


class Describing(FactoryCase):
    def test_signature(self):
        self.assertEqual(
            [(name, repr(p.default)) for name, p in inspect.signature(self.m.Node).parameters.items()],
            [("value", "0"), ("children", "<factory>"), ("other", "<factory>"), ("anything", "<factory>")],
        )

    def test_dataclass_fields(self):
        fields = {field.name: field for field in dataclasses.fields(self.m.Event)}
        self.assertIs(fields["name"].default_factory, dataclasses.MISSING)
        self.assertIs(fields["id"].default, dataclasses.MISSING)
        self.assertEqual(fields["id"].default_factory(), IDENT)
        self.assertEqual((fields["tags"].default_factory(), fields["price"].default_factory()), ([], Decimal(0)))
        self.assertEqual(self.calls(), ["ident"])
        fields = dataclasses.fields(self.m.NoName)
        self.refused(
            ImportError, "NoName.at: factory_functions:Texts.nothing is not there", fields[0].default_factory
        )

    def test_dataclasses_made_of_it(self):
        @dataclasses.dataclass
        class Named(self.m.Node):
            name: str = ""

        named = Named(name="x")
        self.assertEqual((named.other, named.anything, named.name), (None, None, "x"))
        self.assertEqual(self.calls(), ["node", "anything"])

    def test_schema(self):
        described = self.m.Event.json_schema()
        event = described["$defs"]["Event"]
        self.assertEqual(event["required"], ["name"])
        self.assertEqual(event["properties"]["tags"], {"type": "array", "items": {"type": "string"}})
        self.assertEqual(self.calls(), [])

    def test_rich(self):
        node = self.m.Node()
        self.assertEqual(
            list(node.__rich_repr__()), [("value", 0, 0), ("children", []), ("other", None), ("anything", None)]
        )


class Reentering(FactoryCase):
    def test_it_makes_records(self):
        Node = self.m.Node
        left = [3]

        def node():
            if not left[0]:
                return None
            left[0] -= 1
            return Node(left[0])

        self.instead("node", node)
        self.assertEqual(Node(9).other.other.other.value, 0)
        left[0] = 3
        self.assertEqual(Node.from_json("{}").other.other.other.other, None)
        left[0] = 3
        self.instead("anything", lambda: Node.from_json_array("[{}]"))
        with self.assertRaises(RecursionError):
            Node()

    def test_without_end(self):
        self.instead("node", self.m.Node)
        self.assertRaises(RecursionError, self.m.Node)
        self.assertRaises(RecursionError, self.m.Node.from_json, "{}")
        self.assertRaises(RecursionError, self.m.Node.from_dict, {})

    def test_it_changes_what_was_given(self):
        children = [self.m.Node()]
        mapping = {"value": 1}

        def clear():
            children.clear()
            mapping["other"] = 5
            gc.collect()

        self.instead("node", clear)
        self.assertEqual(self.m.Node.from_dict(mapping).other, None)
        self.assertEqual(mapping["other"], 5)
        self.assertEqual(self.m.Node(1, children).children, [])

    def test_it_sees_no_half_of_a_record(self):
        Node = self.m.Node

        class Sub(Node):
            pass

        seen = []

        def look():
            seen.extend(thing for thing in gc.get_objects() if type(thing) in (Node, Sub))
            for thing in seen:
                try:
                    repr(thing), thing == thing, thing.other, thing.__copy__()
                except AttributeError:
                    pass  # a field that was not set yet

        self.instead("anything", look)
        for cls in (Node, Sub):
            cls(), cls.from_json("{}"), cls.from_dict({}), self.m._shape(cls, ("value",))(1)
        for thing in seen:
            self.assertEqual(thing.anything, None)

    @unittest.skipUnless(IS_CPYTHON, "counts references")
    def test_no_reference_is_lost(self):
        value, error = object(), KeyError("no")
        self.instead("anything", lambda: value)
        ways = (
            self.m.Node,
            lambda: self.m.Node.from_json('{"children":[{}]}'),
            lambda: self.m.Node.from_dict({"children": [{}]}),
            lambda: self.m._shape(self.m.Node, ("value",))(1),
        )
        for make in ways:
            make()
            before = sys.getrefcount(value)
            for _ in range(50):
                make()
            gc.collect()
            self.assertEqual(sys.getrefcount(value), before)
        self.instead("node", lambda: value)  # refused
        for make in ways:
            before = sys.getrefcount(value), sys.getrefcount(functions.node)
            for _ in range(50):
                self.assertRaises(TypeError, make)
            gc.collect()
            self.assertEqual((sys.getrefcount(value), sys.getrefcount(functions.node)), before)
        del functions.instead["node"]
        given = object()
        before = sys.getrefcount(given)
        self.instead("anything", raising(error))
        for _ in range(50):
            self.assertRaises(KeyError, self.m.Node, other=None, children=[], value=1)
        error.__traceback__ = None
        gc.collect()
        self.assertEqual(sys.getrefcount(given), before)


class Imported(FactoryCase):
    """Records of another module, and records that extend them."""

    modules = ("factories", "factories_imported")

    def ways(self):
        m = self.factories_imported
        yield "Remade", m.Remade
        yield "Remade", lambda: m.Remade.from_json("{}")
        yield "Remade", lambda: m.Remade.from_dict({})
        yield "Remade", lambda: m._shape(m.Remade, ("tags",))([])
        yield "Plain", lambda: m.Makes.from_json('{"many":[{}]}').many[0]
        yield "Plain", lambda: m.Makes.from_dict({"many": [{}]}).many[0]

    def test_values(self):
        for name, make in self.ways():
            made = make()
            self.assertEqual((type(made).__name__, made.a, made.b), (name, 3, None))
            self.assertEqual(self.calls(), ["size", "flag"])
        self.assertEqual(self.factories_imported.Remade().tags, [])

    def test_errors(self):
        for name, make in self.ways():
            self.instead("size", lambda: "x")
            self.refused(TypeError, f"{name}.a: expected int, got str", make)
            for error in (KeyError("no"), StopIteration("no"), ValueError("no")):
                self.instead("size", raising(error))
                with self.assertRaises(type(error)) as caught:
                    make()
                self.assertIs(caught.exception, error)


if __name__ == "__main__":
    unittest.main()
