"""datetime, date, time, timedelta, UUID and Decimal in records: what Python itself says of the spelling, time
zones, decimal contexts, keys and values in Any, defaults, copies and pickles. Value by value they are in
tests/vectors; here is what a table cannot say."""

import copy
import datetime as dt
import decimal
import gc
import inspect
import json
import os
import pickle
import random
import re
import subprocess
import sys
import textwrap
import typing
import unittest
import uuid
import zoneinfo
from decimal import Decimal

from support import IMPLEMENTATION, IS_C, IS_CPYTHON, MODULES, ROOT, ModuleCase, load, outcome, path_of, setUpModule
from values import Zone, utc

MOMENT = dt.datetime(2021, 4, 2, 18, 18, 10, 123)
KEY = uuid.UUID("12345678-9abc-def0-1234-56789abcdef0")


class Case(ModuleCase):
    modules = ("dates",)

    def event(self, **fields):
        return self.dates.Event(**{"at": MOMENT, **fields})

    def through_json(self, **fields):
        return self.dates.Event.from_json(self.event(**fields).to_json())


class Defaults(Case):
    def test_are_values(self):
        event = self.event()
        self.assertEqual(event.day, dt.date(2021, 4, 2))
        self.assertEqual(event.clock, dt.time(18, 18, 10))
        self.assertEqual(event.length, dt.timedelta(seconds=-1.5))
        self.assertEqual(event.key, KEY)
        self.assertEqual(str(event.price), "12.30")

    def test_may_be_spelled_in_other_ways(self):
        text = self.dates.Defaults().to_json()
        self.assertEqual(
            text,
            b'{"a":"2022-01-01T00:00:00Z","b":"2021-04-02T18:18:10.500000-03:30","c":"11:00:00",'
            b'"d":"P2DT48600S","e":"-1E-9","f":"-0","g":["2021-04-02","2024-02-29"],"h":"P0D"}',
        )
        self.assertEqual(self.dates.Defaults.from_json(b"{}").to_json(), text)

    def test_names_of_types_are_free_for_fields(self):
        named = self.dates.Named()
        self.assertIsNone(named.datetime)
        self.assertEqual(named.time, dt.time(0, 0, 0, 100000, dt.timezone.utc))
        self.assertEqual(str(named.decimal), "1E+3")
        self.assertEqual(named.also, dt.date.min)
        self.assertIs(named.timedelta, ...)

    def test_in_signature_and_annotations(self):
        signature = inspect.signature(self.dates.Event)
        self.assertEqual(signature.parameters["price"].default, Decimal("12.30"))
        hints = typing.get_type_hints(self.dates.Event)
        self.assertEqual(
            hints,
            {
                "at": dt.datetime,
                "day": dt.date,
                "clock": dt.time,
                "length": dt.timedelta,
                "key": uuid.UUID,
                "price": Decimal,
            },
        )
        named = self.dates.Named.__annotations__
        self.assertEqual(named["date"], dt.date | None)
        self.assertEqual(named["timedelta"], dt.timedelta | None | type(...))


class Objects(Case):
    def test_hash_equality_and_copies(self):
        key = self.dates.Key(MOMENT, KEY, Decimal("1.50"))
        self.assertEqual(hash(key), hash((MOMENT, KEY, Decimal("1.5"))))
        self.assertEqual(key, self.dates.Key(MOMENT, uuid.UUID(int=KEY.int), Decimal("1.5")))
        self.assertNotEqual(key, self.dates.Key(MOMENT.replace(tzinfo=utc()), KEY, Decimal("1.5")))
        other = self.dates.Key(MOMENT.replace(tzinfo=utc(60)), KEY, Decimal(0))
        self.assertEqual(other, self.dates.Key(MOMENT.replace(hour=17, tzinfo=utc()), KEY, Decimal(0)))
        for made in (copy.copy(key), copy.deepcopy(key), key.__replace__()):
            self.assertEqual(made, key)
            self.assertIs(type(made.id), uuid.UUID)

    def test_pickles(self):
        event = self.event(at=MOMENT.replace(tzinfo=utc(90)), price=Decimal("NaN"))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(event, protocol))
            self.assertEqual(repr(again), repr(event))
        read = self.through_json()
        self.assertEqual(pickle.loads(pickle.dumps(read)), read)

    @unittest.skipUnless(IS_C and IS_CPYTHON, "of the C module")
    def test_the_collector_need_not_look(self):
        self.assertFalse(gc.is_tracked(self.event()))
        self.assertFalse(gc.is_tracked(self.dates.Named()))
        self.assertTrue(gc.is_tracked(self.dates.Anything(1)))

    def test_uuids_read_are_whole(self):
        read = self.through_json().key
        self.assertEqual((read, hash(read), str(read)), (KEY, hash(KEY), str(KEY)))
        self.assertIs(read.is_safe, uuid.SafeUUID.unknown)
        self.assertEqual(copy.deepcopy(read), KEY)
        with self.assertRaises(TypeError):
            read.int = 5

    def test_broken_uuids_do_no_harm(self):
        for number in ("x", -1, 2**128, 1.5, None):
            broken = uuid.UUID(int=1)
            object.__setattr__(broken, "int", number)
            with self.subTest(number):
                event = self.event(key=broken)
                try:
                    text = str(broken)
                except TypeError:
                    self.assertRaises(TypeError, event.to_json)
                    self.assertRaises(TypeError, event.to_dict)
                else:
                    self.assertEqual(event.to_dict()["key"], text)
                    self.assertIn(f'"key":"{text}"'.encode(), event.to_json())
        object.__delattr__(broken, "int")
        self.assertRaises(AttributeError, self.event(key=broken).to_json)
        self.assertRaises(AttributeError, self.event(key=broken).to_dict)


class Zones(Case):
    def test_daylight_saving(self):
        zone = zoneinfo.ZoneInfo("Europe/Berlin") if zoneinfo.available_timezones() else None
        if zone is None:
            self.skipTest("no time zones on this machine")
        for month, end in [(1, "+01:00"), (7, "+02:00")]:
            event = self.event(at=dt.datetime(2021, month, 1, tzinfo=zone), clock=dt.time(1, tzinfo=zone))
            self.assertIn(f'"2021-{month:02}-01T00:00:00{end}"'.encode(), event.to_json())
            self.assertEqual(event.to_dict()["clock"], "01:00:00")  # no offset without a date
        london = dt.datetime(2021, 1, 1, tzinfo=zoneinfo.ZoneInfo("Europe/London"))
        self.assertTrue(self.event(at=london).to_dict()["at"].endswith("T00:00:00Z"))

    def test_no_offset_is_naive(self):
        at = MOMENT.replace(tzinfo=Zone(None))
        self.assertEqual(self.event(at=at).to_dict()["at"], "2021-04-02T18:18:10.000123")
        self.assertIn(b'"2021-04-02T18:18:10.000123"', self.event(at=at).to_json())

    def test_exceptions_pass(self):
        for error in (ZeroDivisionError("no zone"), ValueError("odd"), RuntimeError()):
            event = self.event(at=MOMENT.replace(tzinfo=Zone(error)))
            for write in (event.to_json, event.to_dict, lambda: self.dates.Event.to_json_array([event])):
                with self.assertRaises(type(error)) as caught:
                    write()
                self.assertIs(caught.exception, error)
        event = self.event(clock=dt.time(1, tzinfo=Zone(5)))
        self.assertRaises(TypeError, event.to_json)

    def test_fold_is_not_written(self):
        at = MOMENT.replace(fold=1)
        self.assertEqual(self.event(at=at).to_json(), self.event(at=MOMENT).to_json())

    def test_zones_are_shared(self):
        log = self.dates.Log.from_json(b'{"moments":["2021-04-02T18:18:10+06:00","2021-04-03T18:18:10+06:00"]}')
        self.assertIs(log.moments[0].tzinfo, log.moments[1].tzinfo)
        self.assertIs(type(log.moments[0].tzinfo), dt.timezone)
        read = self.dates.Log.from_json(b'{"moments":["2021-04-02T18:18:10-00:00"]}')
        self.assertIs(read.moments[0].tzinfo, dt.timezone.utc)

    def test_a_zone_that_changes_the_record(self):
        log = self.dates.Log()

        class Clearing(dt.tzinfo):
            def utcoffset(self, moment):
                log.moments.clear()
                return dt.timedelta(hours=1)

        log.moments = [dt.datetime(2021, 1, day, tzinfo=Clearing()) for day in range(1, 9)]
        outcome(log.to_json)
        log.moments = [dt.datetime(2021, 1, day, tzinfo=Clearing()) for day in range(1, 9)]
        outcome(log.to_dict)


class Contexts(Case):
    def contexts(self):
        yield decimal.Context(prec=1, Emax=1, Emin=-1, capitals=0, traps=list(decimal.Context().flags))
        yield decimal.Context(prec=1, traps=[])

    def test_no_context_has_a_say(self):
        for context in self.contexts():
            with self.subTest(context), decimal.localcontext(context) as used:
                price = Decimal("1.23456789E+50")
                event = self.event(price=price)
                self.assertIn(b'"price":"1.23456789E+50"', event.to_json())
                self.assertEqual(event.to_dict()["price"], "1.23456789E+50")
                self.assertTrue(self.through_json(price=price).price.compare_total(price).is_zero())
                read = self.dates.Event.from_json(b'{"at":"2021-01-01T00:00:00","price":1234567.89e3}')
                self.assertTrue(read.price.compare_total(Decimal("1234567.89E+3")).is_zero())
                for text in (b'"1E+9999999999999999999"', b"1E+9999999999999999999", b'"NaN"'):
                    document = b'{"at":"2021-01-01T00:00:00","price":' + text + b"}"
                    self.assert_raises_one("ValidationError", self.dates.Event.from_json, document)
                self.assertFalse(any(used.flags.values()), used)

    def test_from_dict(self):
        def read(value):
            return self.dates.Event.from_dict({"at": "2021-01-01T00:00:00", "price": value}).price

        class Real(float):
            def __repr__(self):
                return "seven"

        class Whole(int):
            def __repr__(self):
                return "seven"

        for given, expected in [
            ("1.50", "1.50"), (7, "7"), (0.1, "0.1"), (1e22, "1E+22"), (-0.0, "-0.0"), (Real(2.5), "2.5"),
            (Whole(-3), "-3"), (10**5000, str(Decimal(10**5000))), (1.0, "1.0"),
        ]:
            made = read(given)
            self.assertEqual((type(made), str(made)), (Decimal, expected))
        self.invalid("nan has no JSON spelling - at $.price", read, float("nan"))
        self.invalid("-inf has no JSON spelling - at $.price", read, float("-inf"))
        self.invalid("expected Decimal, got bool - at $.price", read, True)
        self.invalid("expected Decimal, got Decimal - at $.price", read, Decimal(1))
        self.invalid("expected Decimal, got bytes - at $.price", read, b"1")
        self.invalid("'1_0' is not a Decimal - at $.price", read, "1_0")


class Dicts(Case):
    def test_given_values_are_json(self):
        read = self.dates.Event.from_dict
        self.invalid("expected datetime, got datetime - at $.at", read, {"at": MOMENT})
        self.invalid("expected date, got date - at $.day", read, {"at": "2021-01-01T00:00:00", "day": dt.date.min})
        self.invalid("'soon' is not a datetime - at $.at", read, {"at": "soon"})

        class Text(str):
            def __len__(self):
                return 3

        self.assertEqual(read({"at": Text("2021-04-02T18:18:10.000123")}).at, MOMENT)

    def test_errors_have_their_place(self):
        error = self.invalid(
            "'2021' is not a datetime - at $.moments[1]",
            self.dates.Log.from_json,
            '{"moments":[null,\n "2021"]}',
        )
        self.assertEqual((error.offset, error.lineno), (19, 2))
        error = self.invalid(
            "expected datetime | None, got int - at $.moments[0]", self.dates.Log.from_json, b'{"moments":[5]}'
        )
        error = self.invalid(
            "'1,5' is not a Decimal - at $.prices['a b']", self.dates.Log.from_json, b'{"prices":{"a b":"1,5"}}'
        )
        self.assertEqual(error.offset, 17)
        log = self.dates.Log([None, MOMENT], {"a": Decimal("Infinity")})
        self.refused(ValueError, "Log.prices['a']: Decimal('Infinity') has no JSON spelling", log.to_json)
        log.moments.append(dt.date.min)
        self.refused(TypeError, "Log.moments[2]: expected datetime | None, got date", log.to_json)
        self.refused(TypeError, "Log.moments[2]: expected datetime | None, got date", log.to_dict)

    def test_malformed_text_comes_first(self):
        read = self.dates.Log.from_json
        self.malformed("invalid UTF-8", 13, read, b'{"moments":["\xff"]}')
        self.malformed("lone surrogate", 13, read, b'{"moments":["\\ud800"]}')
        self.malformed("unexpected end of text", 18, read, b'{"moments":["2021"')
        self.malformed("expected a value", 15, read, b'{"prices":{"a":01}}')


class Anything(Case):
    def texts(self):
        return [
            (MOMENT, '"2021-04-02T18:18:10.000123"'),
            (MOMENT.replace(tzinfo=utc(-90)), '"2021-04-02T18:18:10.000123-01:30"'),
            (dt.date(2021, 4, 2), '"2021-04-02"'),
            (dt.time(1, tzinfo=utc()), '"01:00:00Z"'),
            (dt.timedelta(-1), '"-P1D"'),
            (KEY, f'"{KEY}"'),
            (Decimal("1E+5"), '"1E+5"'),
        ]

    def test_values(self):
        for value, text in self.texts():
            with self.subTest(text):
                for made, written in [
                    (value, text),
                    ([value, None], f"[{text},null]"),
                    ({"k": value}, f'{{"k":{text}}}'),
                ]:
                    record = self.dates.Anything(made)
                    self.assertEqual(record.to_json().decode(), f'{{"value":{written}}}')
                    again = self.dates.Anything.from_dict(record.to_dict())
                    self.assertEqual(again.to_json(), record.to_json())
                    self.assertIs(record.value, made)

    def test_keys(self):
        for value, text in self.texts():
            record = self.dates.Anything({value: 1})
            if type(value) in (dt.datetime, dt.date, uuid.UUID):
                self.assertEqual(record.to_json().decode(), f'{{"value":{{{text}:1}}}}')
                self.assertEqual(record.to_dict(), {"value": {text[1:-1]: 1}})
            else:
                words = f"Anything.value: key of type {type(value).__name__} has no JSON spelling"
                self.refused(TypeError, words, record.to_json)
                self.refused(TypeError, words, record.to_dict)
        record = self.dates.Anything({KEY: 1, str(KEY): 2})
        self.refused(ValueError, f"Anything.value: two keys are both '{KEY}' in JSON", record.to_json)
        odd = dt.datetime(2021, 4, 2, tzinfo=Zone(dt.timedelta(seconds=1)))
        words = f"Anything.value: {repr(odd)[:57]}... has no JSON spelling"
        for value in ({odd: 1}, odd):
            self.refused(ValueError, words, self.dates.Anything(value).to_json)
            self.refused(ValueError, words, self.dates.Anything(value).to_dict)
        zone = Zone(dt.timedelta(0))
        raising = self.dates.Anything({MOMENT.replace(tzinfo=zone): 1})
        zone.offset = ZeroDivisionError()
        self.assertRaises(ZeroDivisionError, raising.to_json)
        self.assertRaises(ZeroDivisionError, raising.to_dict)

    def test_only_the_classes_themselves(self):
        class UUID:
            pass

        class Decimal(decimal.Decimal):
            pass

        class datetime(dt.datetime):
            pass

        for value in (UUID(), Decimal(1), datetime(2021, 1, 1), utc()):
            words = f"Anything.value: object of type {type(value).__name__} has no JSON spelling"
            self.refused(TypeError, words, self.dates.Anything(value).to_json)
            self.refused(TypeError, words, self.dates.Anything(value).to_dict)
        self.refused(ValueError, "Anything.value: Decimal('NaN') has no JSON spelling",
                     self.dates.Anything(decimal.Decimal("NaN")).to_json)


class Schemas(Case):
    def test_what_is_said_of_each(self):
        fields = self.dates.Event.json_schema()["properties"]
        self.assertEqual(fields["day"], {"type": "string", "format": "date", "default": "2021-04-02"})
        self.assertEqual((fields["key"]["type"], fields["key"]["format"]), ("string", "uuid"))
        self.assertEqual(fields["price"]["type"], ["string", "number"])
        self.assertEqual(fields["price"]["default"], "12.30")

    def test_patterns_are_those_of_the_reader(self):
        fields = self.dates.Event.json_schema()["properties"]
        scalars = load("scalars")
        for name, scalar in [("at", "datetime"), ("clock", "time"), ("length", "timedelta"), ("price", "Decimal")]:
            pattern = re.compile(fields[name]["pattern"])
            record = getattr(scalars, f"Of_{scalar}")
            rows = json.loads((ROOT / "tests/vectors" / f"{scalar}.json").read_text())
            for text in [row[1] for row in rows["json"]] + [row[0] for row in rows["read"]]:
                if type(json.loads(text)) is str:
                    self.assertTrue(pattern.search(json.loads(text)), text)
            self.assertEqual(record.json_schema()["properties"]["plain"]["pattern"], pattern.pattern)


class Random(Case):
    def moment(self, r):
        day = dt.date.fromordinal(r.randint(1, dt.date.max.toordinal()))
        odd = Zone(dt.timedelta(seconds=r.randint(-86399, 86399)))
        zone = r.choice([None, utc(), utc(r.randint(-1439, 1439)), odd])
        return dt.datetime.combine(day, self.time(r, zone))

    @staticmethod
    def time(r, zone=None):
        return dt.time(
            r.randrange(24), r.randrange(60), r.randrange(60), r.choice([0, r.randrange(10**6)]), zone
        )

    @staticmethod
    def length(r):
        days = r.choice([0, r.randint(-999999999, 999999998)])
        return dt.timedelta(days, r.randrange(86400), r.choice([0, r.randrange(10**6)]))

    @staticmethod
    def decimal(r):
        digits = [r.randrange(10) for _ in range(r.randrange(1, 30))]
        return Decimal((r.randrange(2), digits, r.randrange(-30, 30)))

    def value(self, r):
        return r.choice(
            [
                lambda: self.moment(r),
                lambda: dt.date.fromordinal(r.randint(1, dt.date.max.toordinal())),
                lambda: self.time(r, r.choice([None, utc(r.randint(-1439, 1439))])),
                lambda: self.length(r),
                lambda: uuid.UUID(int=r.getrandbits(128)),
                lambda: self.decimal(r),
            ]
        )()

    def test_written_as_python_says(self):
        r = random.Random(11)
        for _ in range(3000):
            value = self.value(r)
            found = outcome(lambda: self.dates.Anything(value).to_dict()["value"])
            if type(value) in (dt.datetime, dt.time):
                text = value.isoformat()
                tail = value.utcoffset()
                if tail is not None and tail.seconds % 60:
                    self.assertEqual(found[0], "ValueError", value)
                    continue
                if tail is not None and not tail:
                    text = text[: -len("+00:00")] + "Z"
                self.assertEqual(found, ("str", repr(text)))
            elif type(value) is not dt.timedelta:
                self.assertEqual(found, ("str", repr(str(value))))

    def test_c_and_twin_agree(self):
        r = random.Random(12)
        c, twin = load("dates", "c"), load("dates", "python")
        fields = {dt.datetime: "at", dt.date: "day", dt.time: "clock", dt.timedelta: "length", uuid.UUID: "key"}
        for _ in range(3000):
            value = self.value(r)
            name = fields.get(type(value), "price")
            facts = {"at": MOMENT, name: value}
            texts = [outcome(module.Event(**facts).to_json) for module in (c, twin)]
            self.assertEqual(*texts)
            if texts[0][0] != "bytes":
                continue
            text = c.Event(**facts).to_json()
            for data in (text, self.spoilt(r, text, name)):
                self.assertEqual(outcome(c.Event.from_json, data), outcome(twin.Event.from_json, data), data)
            again = getattr(c.Event.from_json(text), name)
            self.assertEqual(again, value)

    @staticmethod
    def spoilt(r, text, name):
        """One to three characters of the value changed, doubled or gone."""
        start = text.index(f'"{name}":"'.encode()) + len(name) + 4
        end = text.index(b'"', start)
        value = bytearray(text[start:end])
        for _ in range(r.randint(1, 3)):
            at = r.randrange(len(value) + 1)
            value[at : at + r.randrange(3)] = bytes(
                r.choice(b"0123456789.:-+TZPDSEHMtz e_a") for _ in range(r.randrange(4))
            )
        return text[:start] + bytes(value) + text[end:]

    def test_fractions_of_any_length(self):
        r = random.Random(13)
        c, twin = load("dates", "c"), load("dates", "python")
        for _ in range(1000):
            digits = r.choice(["", "9" * 5, "49", "5", "50", "4" * 9]) + "".join(
                r.choice("0059") for _ in range(r.randint(1, 12))
            )
            for document in (
                f'{{"at":"2021-12-31T23:59:59.{digits}"}}',
                f'{{"at":"2021-12-31T23:59:59","clock":"12:00:59.{digits}"}}',
                f'{{"at":"2021-12-31T23:59:59","length":"-PT59.{digits}S"}}',
            ):
                found = outcome(twin.Event.from_json, document)
                self.assertEqual(outcome(c.Event.from_json, document), found, document)
            exact = round(Decimal(f"0.{digits}") * 10**6)  # half to even, as Python rounds
            expected = dt.datetime(2021, 12, 31, 23, 59, 59) + dt.timedelta(microseconds=exact)
            self.assertEqual(c.Event.from_json(f'{{"at":"2021-12-31T23:59:59.{digits}"}}').at, expected)
            length = self.dates.Event.from_json(f'{{"at":"2021-12-31T23:59:59","length":"-PT59.{digits}S"}}').length
            self.assertEqual(length, -dt.timedelta(seconds=59, microseconds=exact))


@unittest.skipUnless(IS_CPYTHON, "CPython only")
class Interpreters(ModuleCase):
    modules = ("dates",)
    SCRIPT = """
        import importlib.machinery, importlib.util, sys
        def load(path):
            kind = "SourceFileLoader" if path.endswith(".py") else "ExtensionFileLoader"
            loader = getattr(importlib.machinery, kind)("dates", path)
            spec = importlib.util.spec_from_file_location("dates", path, loader=loader)
            module = importlib.util.module_from_spec(spec)
            sys.modules["dates"] = module
            loader.exec_module(module)
            return module
        dates = load({path!r})
        import datetime, decimal, uuid
        for zone in (None, datetime.timezone.utc, datetime.timezone(datetime.timedelta(hours=-5))):
            at = datetime.datetime(2021, 4, 2, 18, 18, 10, 123, zone)
            event = dates.Event(at, datetime.date(1, 2, 3), datetime.time(4, 5, 6, 7, zone),
                                datetime.timedelta(-1, 5, 7), uuid.UUID(int=7), decimal.Decimal("1.50"))
            assert dates.Event.from_json(event.to_json()) == event, event
            assert dates.Event.from_dict(event.to_dict()) == event, event
            text = dates.Anything(list(event.to_dict())).to_json()
            assert repr(dates.Event.from_json(event.to_json()).at) == repr(at)
        for wrong in (at, datetime.time(1)):
            try:
                event.day = wrong
            except TypeError as error:
                assert str(error).startswith("Event.day: expected date, got "), error
            else:
                raise AssertionError(wrong)
        assert dates.Anything({{at: at}}).to_json().count(b"2021-04-02T18:18:10.000123-05:00") == 2
        assert dates.Defaults().to_json().startswith(b'{{"a":"2022-01-01T00:00:00Z"'), dates.Defaults()
    """

    def script(self):
        return textwrap.dedent(self.SCRIPT).format(path=str(path_of("dates", IMPLEMENTATION)))

    def test_here(self):
        exec(self.script(), {})

    def test_in_a_fresh_sub_interpreter(self):
        run = textwrap.dedent(
            """
            try:
                import _interpreters as interpreters
            except ImportError:
                import _xxsubinterpreters as interpreters
            script = {script!r}
            try:
                interpreter = interpreters.create(isolated=True)
            except TypeError:
                interpreter = interpreters.create()
            run = getattr(interpreters, "run_string")
            result = run(interpreter, script)
            assert result is None, result
            print("done")
            """
        ).format(script=self.script())
        done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True)
        if "No module named" in done.stderr and "interpreters" in done.stderr:
            self.skipTest("no sub-interpreters here")
        self.assertEqual(done.stdout, "done\n", done.stderr)


@unittest.skipUnless(IS_CPYTHON, "CPython only")
class Imports(unittest.TestCase):
    def imported(self, script):
        """Which of the modules in question `script` imports."""
        wanted = {"datetime", "uuid", "decimal"}
        script = f"""
            import sys
            sys.path.insert(0, {str(MODULES)!r})
            before = set(sys.modules)
            {script}
            print(*sorted({wanted!r} & (set(sys.modules) - before)))
        """
        environment = {**os.environ, "SLOTGEN_IMPLEMENTATION": IMPLEMENTATION, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-S", "-c", textwrap.dedent(script)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_only_what_the_schema_needs(self):
        self.assertEqual(self.imported("import cache"), [])
        self.assertLessEqual({"datetime", "decimal", "uuid"}, set(self.imported("import dates")))

    def test_any_imports_nothing_to_find_out(self):
        script = """import chains
            class UUID: pass
            class Decimal: pass
            for value in (1, [UUID()], Decimal(), {UUID(): 1}):
                try: chains.Anything(any=value).to_json()
                except TypeError: pass"""
        self.assertEqual(self.imported(script), [])


if __name__ == "__main__":
    unittest.main()
