"""Keys of records: guessed in order and searched where the guess fails, which nobody may notice; records of
as many fields as a word has bits, one less and one more."""

import io
import json
import random
import sys
import unittest

from support import HAS_SANITIZER, IS_C, IS_CPYTHON, IS_FREE_THREADED, ModuleCase, load, new_module, resident, setUpModule

COUNTS = (1, 63, 64, 65)


def escaped(name, at):
    """The name as a JSON string with its character number `at` as an escape."""
    return '"%s\\u%04x%s"' % (name[:at], ord(name[at]), name[at + 1 :])


class Keys(ModuleCase):
    modules = ("wide", "market")

    def setUp(self):
        super().setUp()
        self.random = random.Random(4)

    def records(self):
        for count in COUNTS:
            cls = getattr(self.wide, f"Of{count}")
            names = [f"k{i}" for i in range(count)]
            yield cls, names, cls(**{name: 1000 + i for i, name in enumerate(names)})

    def test_in_order_and_permuted(self):
        for cls, names, record in self.records():
            pairs = [f'"{name}":{1000 + i}' for i, name in enumerate(names)]
            self.assertEqual(cls.from_json("{%s}" % ",".join(pairs)), record)
            self.assertEqual(cls.from_json("{%s}" % ",".join(reversed(pairs))), record)
            for _ in range(20):
                self.random.shuffle(pairs)
                self.assertEqual(cls.from_json("{%s}" % ",".join(pairs)), record)

    def test_white_space_at_every_place(self):
        tokens = ["{", '"symbol"', ":", '"a"', ",", '"timestamp"', ":", "1", ",", '"bid"', ":", "2", ",", '"ask"', ":", "3", "}"]
        Tick = self.market.MarketTick
        expected = Tick("a", 1, 2, 3)
        for at in range(len(tokens) + 1):
            for space in (" ", "\n", "\r\n", "\t", "  ", "\n" + " " * 7, "\n" + " " * 8, "\n" + " " * 9, " \n" * 20, " " * 33):
                text = "".join(tokens[:at]) + space + "".join(tokens[at:])
                self.assertEqual(Tick.from_json(text), expected, text)
            for wrong in ("\v", "\f", "\0", "\u00a0", "/**/"):
                text = "".join(tokens[:at]) + wrong + "".join(tokens[at:])
                self.assert_raises_one("JSONDecodeError", Tick.from_json, text)
        for space in (" ", "\n    ", "\n" + " " * 16, "\t"):
            self.assertEqual(Tick.from_json(space + space.join(tokens) + space), expected)

    def test_pretty_printed(self):
        for cls, _, record in self.records():
            for indent in (0, 1, 4, 8, 15, 16, 17, 40):
                text = json.dumps(record.to_dict(), indent=indent)
                self.assertEqual(cls.from_json(text), record)
                self.assertEqual(cls.from_json_array(json.dumps([record.to_dict()] * 3, indent=indent)), [record] * 3)

    def texts(self):
        """A tick as its own encoder writes it and as others do."""
        record = self.market.MarketTick("a", 1, 2, 3)
        yield record.to_json().decode()
        for indent in (None, 2, 20):
            yield json.dumps(record.to_dict(), indent=indent)

    def test_truncated_at_every_byte(self):
        Tick = self.market.MarketTick
        for text in self.texts():
            for n in range(len(text)):
                self.assert_raises_one("JSONDecodeError", Tick.from_json, text[:n].encode())
                self.assert_raises_one("JSONDecodeError", Tick.from_json_array, f"[{text},{text[:n]}")

    def test_one_byte_wrong(self):
        Tick = self.market.MarketTick
        for text in self.texts():
            for at, right in enumerate(text):
                for wrong in '{}[],:" x1\n\\':
                    changed = text[:at] + wrong + text[at + 1 :]
                    try:
                        fields = json.loads(changed)
                    except ValueError:
                        self.assert_raises_one("JSONDecodeError", Tick.from_json, changed)
                        continue
                    if fields.keys() >= {"symbol", "timestamp", "bid", "ask"}:
                        self.assertEqual(Tick.from_json(changed).to_dict(), fields, changed)
                    else:
                        self.assert_raises_one("ValidationError", Tick.from_json, changed)

    def test_a_key_twice_in_a_row(self):
        names = ("symbol", "timestamp", "bid", "ask")
        for comma in (",", ", ", ",\n    "):
            for index, name in enumerate(names):
                pairs = [f'"{other}":{1 if at else chr(34) + "a" + chr(34)}' for at, other in enumerate(names)]
                pairs.insert(index, pairs[index])
                text = "{%s}" % comma.join(pairs)
                self.invalid(f"field '{name}' appears twice - at $.{name}", self.market.MarketTick.from_json, text)

    def test_escaped(self):
        Tick = self.market.MarketTick
        names = ("symbol", "timestamp", "bid", "ask")
        for index, name in enumerate(names):
            for at in range(len(name)):
                keys = ['"%s"' % other for other in names]
                keys[index] = escaped(name, at)
                text = "{%s:%s,%s:%s,%s:%s,%s:%s}" % (keys[0], '"a"', keys[1], 1, keys[2], 2, keys[3], 3)
                self.assertEqual(Tick.from_json(text), Tick("a", 1, 2, 3), text)
                twice = text[:-1] + ',"%s":%s}' % (name, 9)
                self.invalid(f"field '{name}' appears twice - at $.{name}", Tick.from_json, twice)

    def test_double_at_every_place(self):
        for cls, names, _ in self.records():
            pairs = [f'"{name}":{i}' for i, name in enumerate(names)]
            for again in {0, 1, len(names) // 2, len(names) - 2, len(names) - 1}:
                if not 0 <= again < len(names):
                    continue
                for place in {again + 1, len(names)}:
                    text = "{%s}" % ",".join(pairs[:place] + [pairs[again]] + pairs[place:])
                    name = names[again]
                    self.invalid(f"field '{name}' appears twice - at $.{name}", cls.from_json, text)

    def test_missing_at_every_place(self):
        for cls, names, record in self.records():
            pairs = [f'"{name}":{1000 + i}' for i, name in enumerate(names)]
            for i, name in enumerate(names):
                text = "{%s}" % ",".join(pairs[:i] + pairs[i + 1 :])
                if i % 3 == 2:
                    self.assertEqual(getattr(cls.from_json(text), name), i)
                else:
                    self.invalid(f"missing field '{name}' - at $", cls.from_json, text)
            required = "{%s}" % ",".join(pair for i, pair in enumerate(pairs) if i % 3 != 2)
            expected = [i if i % 3 == 2 else 1000 + i for i in range(len(names))]
            self.assertEqual([getattr(cls.from_json(required), name) for name in names], expected)

    def test_names_that_almost_match(self):
        Tick = self.market.MarketTick
        good = '{"symbol":"a","timestamp":1,"bid":2,"ask":3}'
        for name in ("symbol", "timestamp", "bid", "ask"):
            for at in range(len(name)):
                for other in (name[:at] + "_" + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + "_" + name[at:], name + "_"):
                    text = good.replace(f'"{name}"', f'"{other}"')
                    self.invalid(f"missing field '{name}' - at $", Tick.from_json, text)
                    unknown = good[:-1] + f',"{other}":[1,{{"a":"\\n"}}]}}'
                    self.assertEqual(Tick.from_json(unknown), Tick.from_json(good))


class TaggedKeys(ModuleCase):
    """A tag stands first, or between the keys, or not at all."""

    modules = ("unions",)

    def test_tag_at_every_place(self):
        Round = self.unions.Round
        for comma in (",", ", ", ",\n  "):
            for place in range(2):
                pairs = ['"d":2.5']
                pairs.insert(place, '"type":"round"')
                self.assertEqual(Round.from_json("{%s}" % comma.join(pairs)), Round(2.5))
            self.assertEqual(Round.from_json('{"d":2.5}'), Round(2.5))
            for wrong in ('{,"d":2.5}', '{"type":"round","d":2.5,}', '{"type":"round",,"d":2.5}', '{"type":"round"{"d":2.5}'):
                self.assert_raises_one("JSONDecodeError", Round.from_json, wrong.replace(",", comma))


class ShortTexts(ModuleCase):
    """Short texts that come again may be one object; that must not show but in memory."""

    modules = ("market",)

    def tick(self, module, text):
        return module.MarketTick.from_json(json.dumps({"symbol": text, "timestamp": 1, "bid": 1, "ask": 1}))

    def test_many_texts(self):
        texts = [f"{'x' * (i % 18)}{i}" for i in range(3000)]
        for _ in range(2):
            for text in texts:
                self.assertEqual(self.tick(self.market, text).symbol, text)

    @unittest.skipUnless(IS_C and IS_CPYTHON and not IS_FREE_THREADED, "counts references")
    def test_lifetime(self):
        module = new_module("market", "c")
        symbol = self.tick(module, "lifetime test").symbol
        kept = sys.getrefcount(symbol)
        again = self.tick(module, "lifetime test").symbol
        if again is not symbol:
            self.skipTest("compiled without fast paths")
        self.assertEqual(sys.getrefcount(symbol), kept + 1)
        other = self.tick(self.market, "lifetime test").symbol
        self.assertIsNot(other, symbol, "modules keep their own")
        for i in range(20000):  # whatever place it has, another text gets
            self.tick(module, f"other {i}")
        self.assertEqual(sys.getrefcount(symbol), kept, "only `again` and `symbol`, and not the table")


class Streams(ModuleCase):
    modules = ("market",)

    def test_lines_that_cross_a_chunk_at_every_offset(self):
        Tick = self.market.MarketTick
        line = Tick("AAPL", 1, 2.5, 3).to_json() + b"\n"
        chunk = 1 << 16
        for offset in range(len(line) + 2):
            first = Tick("s", 0, 0, 0).to_json() + b" " * 300
            pad = chunk - offset
            data = first + b" " * (pad - len(first) - 1) + b"\n" + line * 3
            for end in (data, data[:-1]):
                self.assertEqual(len(list(Tick.iter_json_lines(io.BytesIO(end)))), 4, offset)
                self.assertEqual([*Tick.iter_json_lines(io.BytesIO(end))], Tick.from_json_lines(end))

    @unittest.skipIf(HAS_SANITIZER or not IS_CPYTHON, "measures memory")
    def test_memory_does_not_grow_with_the_file(self):
        Tick = self.market.MarketTick
        count = 100000 if IS_C else 20000
        line = b'{"symbol":"AAPL","timestamp":1600000000.25,"bid":187.5,"ask":187.75}\n'

        class Endless:
            left = count * len(line)

            def read(self, n):
                n = min(n, self.left)
                self.left -= n
                start = -(self.left + n) % len(line)
                return (line * (n // len(line) + 2))[start : start + n]

        iterator = Tick.iter_json_lines(Endless())
        next(iterator)
        before, most = resident(), 0
        for i, _ in enumerate(iterator, 2):
            if i % 10000 == 0:
                most = max(most, resident() - before)
        self.assertEqual(i, count)
        self.assertLess(most, 16 << 20)


if __name__ == "__main__":
    unittest.main()
