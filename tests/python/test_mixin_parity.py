"""Records with mixins: nothing leaks, and C module and twin are alike."""

import abc
import copy
import inspect
import pickle
import types
import unittest

import mixin_classes
import test_memory
from pair import Pair
from support import IS_C, IS_CPYTHON, installed, new_module, outcome, setUpModule


@unittest.skipUnless(IS_CPYTHON, "reference counts are CPython's")
class References(test_memory.References):
    modules = ("market", "everything", "scalars", "mixins")
    test_destructors_run_once = None

    def operations(self):
        m = self.mixins
        marker = "a text that nobody else has"
        plain, tree, checked = m.Plain(1.5), m.Tree(marker, [m.Tree(marker)]), m.Checked(1, 5)
        car, shadowed = m.Car(4), m.Shadowed(1, 2)

        def refuse(call, *args):
            try:
                call(*args)
            except (TypeError, ValueError, AttributeError, LookupError, RuntimeError):
                pass
            else:
                raise AssertionError("not refused")

        def cache():
            tree.size, tree.leaves, checked.label, checked.parts, car.summary, car.area
            del tree.size, tree.leaves, checked.label
            checked.low = 2
            car.wheels = 3
            tree.leaves

        def closed():
            m.Loose(marker), m.Handle(marker), m.Handle.from_json('{"name":"a"}')
            mixin_classes.closed.clear()

        def judged():
            m.Checked(1, 2), m.Checked.from_json('{"low":1,"high":2}'), checked.__init__(1, 5)
            mixin_classes.judged.clear()

        def not_judged():
            refuse(m.Checked, 5, 1)
            refuse(m.Checked.from_json, '{"low":5,"high":1}')
            refuse(m.Checked.from_json, '{"low":13,"high":1}')
            refuse(m.Checked.from_json, '{"low":15,"high":1}')
            refuse(m.Checked.from_dict, {"low": 14, "high": 1})
            mixin_classes.judged.clear()

        yield "make", lambda: (m.Plain(1.5), m.Ping(), m.Tree(marker), m.Car(4), m.Truck(4), m.Bike(1))
        yield "make refused", lambda: (refuse(m.Plain, marker), refuse(m.Truck, 1, 1, -1.0), refuse(m.Plain))
        yield "own", lambda: (m.Own(1, 2), setattr(m.Own(1), "x", 3), refuse(m.Own))
        yield "methods", lambda: (plain.doubled(), m.Plain.origin())
        yield "cached", cache
        yield "cached refused", lambda: (
            refuse(getattr, m.Checked(98, 99), "label"),
            refuse(getattr, m.Checked(99, 99), "label"),
            refuse(getattr, m.Checked(97, 99), "parts"),
            refuse(setattr, checked, "label", marker),
            refuse(delattr, m.Checked(1, 2), "label"),
            mixin_classes.judged.clear(),
        )
        yield "destructors", closed
        yield "judged", judged
        yield "not judged", not_judged
        yield "shadowed", lambda: (refuse(setattr, shadowed, "level", 5), setattr(shadowed, "other", 5))
        yield "copies", lambda: (copy.copy(tree), copy.deepcopy(car), pickle.loads(pickle.dumps(tree)))
        yield "subclasses", lambda: type("Sub", (m.Plain,), {"__slots__": ()})(1.0)
        yield "subclasses refused", lambda: (
            type("X", (m._PlainFields,), {}),
            refuse(type, "X", (m.Plain, m.Vehicle), {}),
            refuse(type, "X", (m.Truck,), {}),
        )
        yield "behind", lambda: IS_C and refuse(m._PlainFields, 1.0)


class Parity(Pair):
    TEXTS = (
        '{"low":1,"high":2}',
        '{"low":2,"high":1}',
        '{"low":13,"high":1}',
        '{"low":14,"high":1}',
        '{"low":15,"high":1}',
        '{"low":15,"high":1,"low":2}',
        '{"low":15,"high":1',
        '{"low":1,"high":2,"inner":{"low":2,"high":1}}',
        '{"low":1,"high":2,"inner":{"low":2,"high":1},"x":[}',
        '{"low":9,"high":2,"inner":{"low":15,"high":1}}',
        '{"low":9,"high":2,"inner":{"low":13,"high":1}}',
        '{"low":9,"high":"\\u00e9","inner":null}',
        "[]",
    )

    def test_decoding(self):
        for text in self.TEXTS:
            self.agree("mixins", lambda m: m.Checked.from_json(text), text)
            self.agree("mixins", lambda m: m.Checked.from_json_array(f"[{text},{text}]"), text)
            self.agree("mixins", lambda m: m.Checked.from_json_lines(f"{text}\n{text}\n"), text)

    def test_given_classes(self):
        class Base:
            __slots__ = ()

        class Loose:
            pass

        for given in (None, 5, Loose, Base, int, type, abc.ABC, True, Exception, type("Wide", (), {"__slots__": "a"})):
            module = types.ModuleType("given_classes")
            module.Base = Base
            module.Given = given
            with installed(module):
                results = [outcome(new_module, "mixin_given", one) for one in ("c", "python")]
            self.assertEqual(*results)
            self.assertEqual(results[0][0], "TypeError" if given is Base else "ImportError", results[0])

    def test_classes(self):
        for name, record in self.records("mixins"):
            for fact in (
                lambda cls: [base.__name__ for base in cls.__mro__ if base.__name__ != "_Json"],
                lambda cls: (cls.__slots__, cls.__match_args__, cls.__doc__),
                lambda cls: repr(cls.__annotations__),
                lambda cls: str(inspect.signature(cls)),
                lambda cls: cls(),
                lambda cls: cls(1, 2, 3, 4, 5),
                lambda cls: cls("a", nope=1),
            ):
                self.agree(name, lambda m: fact(getattr(m, record)), record)


if __name__ == "__main__":
    unittest.main()
