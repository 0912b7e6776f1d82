"""The cyclic garbage collector: it rests while a long text is read, and nobody sees it resting."""

import gc
import io
import unittest
import uuid
from unittest import mock

import factory_functions
import foreign
import mixin_classes
from support import ModuleCase, setUpModule  # noqa: F401

COUNT = 300  # records in a text, which thus is a long one
CHECKED = '{"low":1,"high":2}'


class CollectorCase(ModuleCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(gc.enable)
        self.seen = []

    def note(self, *_):
        self.seen.append(gc.isenabled())


class Rest(CollectorCase):
    modules = ("mixins",)

    def readers(self, text):
        """Each way to read many records that are `text`."""
        T = self.mixins.Checked
        yield "from_json_array", lambda: T.from_json_array(f"[{','.join([text] * COUNT)}]")
        yield "from_json_lines", lambda: T.from_json_lines(f"{text}\n" * COUNT)
        yield "iter_json_lines", lambda: list(T.iter_json_lines(io.BytesIO(f"{text}\n".encode() * COUNT)))
        yield "from_json", lambda: T.from_json(text + " " * 2000)

    def test_it_is_enabled_afterwards_if_it_was_before(self):
        for text in (CHECKED, '{"low":2,"high":1}', '{"low":"a"}', "{", '{"low":1}'):
            for name, read in self.readers(text):
                for was_enabled in (True, False):
                    with self.subTest(name, text=text, was_enabled=was_enabled):
                        (gc.enable if was_enabled else gc.disable)()
                        try:
                            read()
                        except ValueError:
                            self.assertNotEqual(text, CHECKED)
                        self.assertIs(gc.isenabled(), was_enabled)

    def test_post_init_sees_it_enabled(self):
        for name, read in self.readers(CHECKED):
            with self.subTest(name), mock.patch.object(mixin_classes, "judged") as judged:
                self.seen.clear()
                judged.append = self.note
                read()
                self.assertEqual(set(self.seen), {True})

    def test_post_init_may_disable_it(self):
        for name, read in self.readers(CHECKED):
            with self.subTest(name), mock.patch.object(mixin_classes, "judged") as judged:
                judged.append = lambda _: gc.disable()
                read()
                self.assertFalse(gc.isenabled())
                gc.enable()


class UserCode(CollectorCase):
    modules = ("containers", "factories", "foreign_types")

    def test_factories(self):
        with mock.patch.dict(factory_functions.instead, {"size": lambda: self.note() or 3}):
            self.factories.Plain.from_json_array(f"[{','.join(['{    }'] * COUNT)}]")
        self.assertEqual(self.seen, [True] * COUNT)

    def test_foreign_classes(self):
        def init(money, amount):
            self.note()
            money.amount = amount

        for text in ('{"money":"1.5"}', '{"odds": []}'):  # given, and made by default
            with self.subTest(text), mock.patch.object(foreign.Money, "__init__", init):
                self.seen.clear()
                self.foreign_types.Wallet.from_json_array(f"[{','.join([text] * COUNT)}]")
                self.assertEqual(self.seen, [True] * COUNT)

    def test_hashes_in_python(self):
        with mock.patch.object(uuid.UUID, "__hash__", lambda ident: self.note() or ident.int % 7):
            text = '{"uuids":{"00000000-0000-0000-0000-000000000003":1}}' + " " * 2000
            self.containers.Keys.from_json(text)
        self.assertEqual(set(self.seen), {True})


if __name__ == "__main__":
    unittest.main()
