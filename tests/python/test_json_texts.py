"""Texts in JSON at every length, with what needs an escape at every place, and whatever the room is that is
left for them: writers copy many bytes at once, and make room for many values at once."""

import base64
import datetime
import json
import random
import unittest
import uuid

from support import IS_C, ModuleCase, setUpModule

STEP = 1 if IS_C else 7  # the twin has no room that could be too small
SPECIAL = ('"', "\\", "\x00", "\x1f", "\n", "\x7f", "/", "\x80", "\xff", "\u0100", "\u07ff", "\u0800", "\ud7ff", "\ue000",
           "\u65e5", "\uffff", "\U00010000", "\U0010ffff")  # fmt: skip
HEADS = ("a", "\xe9", "\u65e5", "\U0001f600")  # a string is as wide as its widest character


def dumped(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


class Strings(ModuleCase):
    modules = ("scalars",)

    def written(self, text):
        return self.scalars.Of_str(text).to_json()[len(b'{"plain":') : -len(self.rest)]

    def setUp(self):
        super().setUp()
        self.rest = self.scalars.Of_str("").to_json()[len(b'{"plain":""') :]

    def check(self, text):
        self.assertEqual(self.written(text), dumped(text), ascii(text))

    def test_plain_of_every_length(self):
        for length in range(300):
            for letter in "a \x7f~\xe9\u65e5\U0001f600":
                self.check(letter * length)

    def test_special_characters_everywhere(self):
        for length in range(1, 71):
            for place in range(length):
                for special in SPECIAL:
                    self.check("x" * place + special + "y" * (length - place - 1))

    def test_two_special_characters(self):
        for length in range(2, 40):
            for first in range(length):
                for second in range(first + 1, length, STEP):
                    letters = ["z"] * length
                    letters[first], letters[second] = '"', "\x01"
                    self.check("".join(letters))

    def test_escapes_in_wide_strings(self):
        for head in HEADS:
            for length in range(40):
                for special in SPECIAL[:6]:
                    self.check(head + "x" * length + special + "y")
                    self.check("x" * length + special + head)

    def test_long_runs(self):
        for head in HEADS:
            for special in SPECIAL:
                for count in (255, 256, 257, 511, 512, 513, 5000):
                    self.check(head + special * count)
                    self.check(special * count + head)

    def test_random_mixtures(self):
        made = random.Random(4)
        for _ in range(5000 // STEP):
            self.check("".join(made.choices(SPECIAL + ("abc", "0123456789"), k=made.randrange(60))))

    def test_lone_surrogates(self):
        for head in ("", "\u65e5", "\U0001f600", "x" * 100):
            for length in (0, 1, 7, 255, 256, 257):
                for lone in ("\ud800", "\udbff", "\udc00", "\udfff"):
                    record = self.scalars.Of_str(head + "a" * length + lone + "b")
                    self.assertRaises(UnicodeEncodeError, record.to_json)
                    record = self.scalars.Of_str("", items=["a", head + "a" * length + lone])
                    self.assertRaises(UnicodeEncodeError, record.to_json)

    def test_encoding_keeps_no_copy(self):
        text = "".join(["\xe9\u65e5"] * 100)
        size = text.__sizeof__()
        self.check(text)
        self.assertEqual(text.__sizeof__(), size)

    def test_items_and_keys(self):
        for length in range(40):
            text = "k" * length
            record = self.scalars.Of_str("", items=[text, text + '"', "\u65e5" + text], by_key={text: text, '"' + text: ""})
            self.assertEqual(json.loads(record.to_json())["items"], record.items)
            self.assertIn(b'"items":' + dumped(record.items) + b',"by_key":' + dumped(record.by_key), record.to_json())


class Room(ModuleCase):
    """Text before a value decides how much room is left where its record, or its list, asks for more."""

    modules = ("scalars", "market", "wide", "vehicle")

    def sweep(self, write, start=0, around=(2048, 4096, 8192)):
        lengths = set(range(start, 40))
        for size in around:
            lengths.update(range(size - 1100, size + 40, 1 if size == 2048 else 3))
        for length in sorted(lengths)[::STEP]:
            record = write("p" * length)
            self.assertEqual(record.to_json(), dumped(record.to_dict()), length)

    def test_native_fields(self):
        self.sweep(lambda text: self.market.MarketTick(text, -1.7976931348623157e308, 1e-5, 0.1))
        self.sweep(lambda text: self.vehicle.Car(text, 4, 0.1, electric=True))

    def test_fields_of_any_length(self):
        of = self.scalars.Of_str
        self.sweep(lambda text: of(text, "o", "a", ["i" * 9, text[:3]], {"k": "v\x00"}, {"n": [None, "x"]}))
        self.sweep(lambda text: of("", text, "a\u65e5", ["i"], {"k": "v"}, {"n": [None, "x"]}))
        self.sweep(lambda text: of("", None, text, ["i"], {"k": "v"}))
        self.sweep(lambda text: of("", None, "", [text, "", "i"], {"k": "v"}))
        self.sweep(lambda text: of("", None, "", [], {text: "v"}, {"n": [text]}))

    def test_lists_of_numbers(self):
        for length in list(range(60)) + list(range(60, 700, 7)):
            record = self.scalars.Of_float64(1, items=[-1.7976931348623157e308 / 3] * length)
            self.assertEqual(record.to_json(), dumped(record.to_dict()))
            record = self.scalars.Of_int64(1, items=[-(2**63)] * length, by_key={"k": 1})
            self.assertEqual(record.to_json(), dumped(record.to_dict()))
            record = self.scalars.Of_uint64(1, items=[2**64 - 1] * length, nested={"k": [1, None] * length})
            self.assertEqual(record.to_json(), dumped(record.to_dict()))
            record = self.scalars.Of_bool(True, items=[True, False] * length)
            self.assertEqual(record.to_json(), dumped(record.to_dict()))

    def test_many_fields(self):
        row = [-0.1, -1, "t", True, None, 0.5, 7, [1], None, 1.0, b"x", -8, 2**64 - 1, {"k": 1}, 5, 10**20]
        values = [row[i % 16] for i in range(40)]
        self.sweep(lambda text: self.wide.Wide(*values[:2], text, *values[3:]), around=(2048, 4096, 8192))
        self.sweep(lambda text: self.wide.Wide(*values[:34], text, *values[35:]), around=(2048, 4096, 8192))

    def test_arrays_and_lines(self):
        ticks = [self.market.MarketTick("s" * (i % 23), i / 7, 1.0 / (i + 1), -i) for i in range(800)]
        for count in list(range(60)) + [799, 800]:
            written = [tick.to_json() for tick in ticks[:count]]
            self.assertEqual(self.market.MarketTick.to_json_array(ticks[:count]), b"[" + b",".join(written) + b"]")
            self.assertEqual(self.market.MarketTick.to_json_array(iter(ticks[:count])), b"[" + b",".join(written) + b"]")
            self.assertEqual(self.market.MarketTick.to_json_lines(tuple(ticks[:count])), b"".join(w + b"\n" for w in written))


class Changed(ModuleCase):
    modules = ("scalars", "market")

    def test_items_of_other_types(self):
        record = self.scalars.Of_float64(1, items=[1.0])
        for bad in ("x", None, True, 10**400, []):
            record.items[:] = [1.5, bad]
            self.assertRaises((TypeError, OverflowError), record.to_json)
        record.items[:] = [1.5, 2, 2**53 + 1]
        self.assertIn(b'"items":[1.5,2.0,9007199254740992.0]', record.to_json())
        for bad in (float("nan"), float("inf")):
            record.items[:] = [bad]
            self.assertRaises(ValueError, record.to_json)
        record = self.scalars.Of_int8(1, items=[1])
        for bad in (128, -129, 2**63, -(2**63) - 1, 2**64, 1.0, "1", True):
            record.items[:] = [-128, 127, bad]
            self.assertRaises((TypeError, OverflowError), record.to_json)
        record = self.scalars.Of_uint64(1, items=[1])
        for bad in (-1, 2**64, -(2**63)):
            record.items[:] = [0, 2**63, 2**64 - 1, bad]
            self.assertRaises(OverflowError, record.to_json)

    def test_an_item_that_empties_its_list(self):
        class Index:
            def __index__(self):
                items.clear()
                return 7

        record = self.scalars.Of_int32(1, items=[1])
        items = record.items
        items[:] = [1, Index(), 2, 3]
        try:
            written = record.to_json()  # what is left is nothing; what was asked for was an int once
        except TypeError:
            written = b""
        self.assertEqual(items, [])
        self.assertIn(written[: len(b'{"plain":1')], (b"", b'{"plain":1'))

    def test_floats_that_change_their_list(self):
        class Float:
            def __init__(self, items):
                self.items = items

            def __float__(self):
                items[3:] = self.items
                return 0.25

        record = self.scalars.Of_float64(1, items=[1])
        for more in ([], [0.5] * 1000, [1 / 3] * 1000):
            items = record.items
            items[:] = [1.5, 1 / 3, Float(more), 2.5, 3.5]
            try:
                written = record.to_json()
            except TypeError:
                continue
            texts = [b",".join(repr(item).encode() for item in [1.5, 1 / 3, 0.25, *rest]) for rest in (more, [2.5, 3.5])]
            self.assertIn(written, [b'{"plain":1.0,"optional":null,"items":[%b],"by_key":{},"nested":null,"boxed":null}' % text for text in texts])

    def test_records_that_leave_their_list(self):
        ticks = [self.market.MarketTick("a", 1, 2, 3) for _ in range(3)]

        class Records(list):
            def __iter__(self):
                yield ticks[0]
                del ticks[1:]
                yield from ticks

        self.assertEqual(self.market.MarketTick.to_json_array(Records()), b"[" + b",".join([ticks[0].to_json()] * 2) + b"]")


class Values(ModuleCase):
    modules = ("scalars",)

    def test_every_byte_of_a_uuid(self):
        for place in range(16):
            for byte in range(256):
                value = uuid.UUID(bytes=bytes([byte ^ 0xA5 if i == place else (byte + i) % 256 for i in range(16)]))
                self.assertIn(b'{"plain":"%s"' % str(value).encode(), self.scalars.Of_UUID(value).to_json())
        for bits in range(129):
            for number in (2**bits - 1, 2**bits % 2**128):
                value = uuid.UUID(int=number)
                self.assertIn(b'{"plain":"%s"' % str(value).encode(), self.scalars.Of_UUID(value).to_json())

    def test_base64_of_every_length(self):
        made = random.Random(4)
        for length in range(101):
            for data in (made.randbytes(length), b"\x00" * length, b"\xff" * length, bytes(range(length))):
                record = self.scalars.Of_bytes(data, items=[data, b"f"])
                text = base64.b64encode(data)
                self.assertIn(b'{"plain":"%s"' % text, record.to_json())
                self.assertIn(b'"items":["%s","Zg=="]' % text, record.to_json())

    def test_moments(self):
        zones = [None, datetime.timezone.utc, datetime.timezone(datetime.timedelta(0))]
        zones += [datetime.timezone(datetime.timedelta(minutes=m)) for m in (-1439, -90, -1, 1, 59, 60, 330, 1439)]
        moments = [datetime.datetime(y, m, d, h, n, s, u)
                   for y, m, d in ((1, 1, 1), (99, 9, 9), (1000, 10, 10), (2021, 4, 2), (9999, 12, 31))
                   for h, n, s in ((0, 0, 0), (9, 9, 9), (10, 10, 10), (23, 59, 59))
                   for u in (0, 1, 9, 10, 99, 100, 9999, 10000, 123456, 999999)]  # fmt: skip
        for moment in moments:
            date, clock = moment.date(), moment.time()
            self.assertIn(b'{"plain":"%s"' % date.isoformat().encode(), self.scalars.Of_date(date).to_json())
            for zone in zones:
                value, time = moment.replace(tzinfo=zone), clock.replace(tzinfo=zone)
                for text, record in ((value.isoformat(), self.scalars.Of_datetime(value)), (time.isoformat(), self.scalars.Of_time(time))):
                    if text.endswith("+00:00"):
                        text = text[:-6] + "Z"
                    self.assertIn(b'{"plain":"%s"' % text.encode(), record.to_json())


if __name__ == "__main__":
    unittest.main()
