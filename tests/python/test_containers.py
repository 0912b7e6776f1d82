"""Sets, tuples, dicts with keys of all types, and literals: what enters, what is written in which order, what is
read, and what is said about all that does not fit."""

import copy
import datetime
import gc
import inspect
import json
import pickle
import random
import typing
import unittest
import uuid
from decimal import Decimal

from pair import Pair
from support import IS_C, IS_CPYTHON, HAS_SANITIZER, ModuleCase, setUpModule, thread_with_stack
from values import Index, StrSubclass

SEED = 20240517


class Containers(ModuleCase):
    modules = ("containers",)

    def both_ways(self, record, text, name):
        """The field `name` of a record with that JSON; it writes itself and is read back as before."""
        cls = type(record)
        data = record.to_json()
        self.assertEqual(json.loads(data)[name], json.loads(text))
        self.assertIn(f'"{name}":{text}'.encode(), data)
        self.assertEqual(data, json.dumps(record.to_dict(), separators=(",", ":"), ensure_ascii=False).encode())
        self.assertEqual(cls.from_json(data), record)
        self.assertEqual(cls.from_dict(record.to_dict()), record)
        self.assertEqual(cls.from_json(data).to_json(), data)


class Sets(Containers):
    def test_kept_and_not_copied(self):
        words, blobs = {"a"}, {b"a"}
        record = self.containers.Sets(words, blobs=blobs)
        self.assertIs(record.words, words)
        self.assertIs(record.blobs, blobs)

    def test_exact_types(self):
        Sets = self.containers.Sets
        self.refused(TypeError, "Sets.words: expected set, got frozenset", Sets, frozenset())
        self.refused(TypeError, "Sets.words: expected set, got list", Sets, ["a"])
        self.refused(TypeError, "Sets.words: expected set, got Sub", Sets, type("Sub", (set,), {})())
        self.refused(TypeError, "Sets.floats: expected frozenset, got set", Sets, floats={1.0})
        self.refused(TypeError, "Sets.none: expected frozenset | None, got set", Sets, none=set())
        self.refused(TypeError, "Sets.gone: expected set | ..., got NoneType", Sets, gone=None)

    def test_items_are_checked(self):
        Sets = self.containers.Sets
        self.refused(TypeError, "Sets.words[0]: expected str, got int", Sets, {1})
        self.refused(OverflowError, "Sets.pairs[0][1]: 128 is out of range for int8", Sets, pairs={("a", 128)})
        self.refused(TypeError, "Sets.pairs[0]: expected 2 items, got 1", Sets, pairs={("a",)})
        self.refused(
            TypeError, "Sets.deep[0][0][0]: expected frozenset, got int", Sets, deep={frozenset([(1,)])}
        )
        record = Sets({"a"})
        record.words.add(5)
        index = list(record.words).index(5)
        self.refused(TypeError, f"Sets.words[{index}]: expected str, got int", record.to_json)
        self.refused(TypeError, f"Sets.words[{index}]: expected str, got int", record.to_dict)

    def test_order(self):
        Sets, Side, Level = self.containers.Sets, self.containers.Side, self.containers.Level
        self.both_ways(Sets(numbers={10, 9, -1, -10, 0, 10**18}), "[-10,-1,0,9,10,1000000000000000000]", "numbers")
        self.both_ways(Sets(big={10**30, -(10**30), 5}), f"[-{10**30},5,{10**30}]", "big")
        self.both_ways(
            Sets({"b", "a b", "a", 'a"', "a\n", "", "\uffff", "\U00010000", "é", "a\\", "a\x7f", "a\x01"}),
            r'["","a","a\u0001","a\n","a b","a\"","a\\","a' + '\x7f","b","é","\uffff","\U00010000"]',
            "words",
        )
        self.both_ways(Sets(floats=frozenset([10.5, 2, 1])), "[1.0,10.5,2.0]", "floats")
        self.both_ways(Sets(flags={True, False}), "[false,true]", "flags")
        self.both_ways(Sets(blobs={b"\xff", b"\x00", b""}), '["","/w==","AA=="]', "blobs")
        self.both_ways(Sets(sides=frozenset(Side)), r'["a \"b\"","buy","sell"]', "sides")
        self.both_ways(Sets(levels=set(Level)), "[-1,1,10]", "levels")
        self.both_ways(Sets(maybe={"b", None, "a"}), '["a","b",null]', "maybe")
        self.both_ways(
            Sets(pairs={("b", 1), ("a", -1), ("a", 10), ("a", 9)}), '[["a",-1],["a",10],["a",9],["b",1]]', "pairs"
        )
        self.both_ways(
            Sets(deep={frozenset([(frozenset([2, 1]),), ()]), frozenset()}), "[[[[1,2]],[]],[]]", "deep"
        )
        self.both_ways(Sets(any={1, 2.5, "a", None, 10}), '["a",1,10,2.5,null]', "any")

    def test_order_of_what_strings_stand_for(self):
        Sets = self.containers.Sets
        times = {datetime.datetime(2024, 1, 10), datetime.datetime(2024, 1, 9), datetime.datetime(1, 1, 1)}
        self.both_ways(
            Sets(times=times), '["0001-01-01T00:00:00","2024-01-09T00:00:00","2024-01-10T00:00:00"]', "times"
        )
        self.both_ways(Sets(amounts=frozenset([Decimal("10"), Decimal("9")])), '["10","9"]', "amounts")
        self.invalid("item Decimal('1.0') appears twice - at $.amounts[1]", Sets.from_json, '{"amounts":["1",1.0]}')

    def test_items_with_one_text_are_written_once(self):
        class Number:
            def __init__(self, number):
                self.number = number

            def __index__(self):
                return self.number

        Sets = self.containers.Sets
        for field, value, text in (
            ("floats", frozenset([2**53, 2**53 + 1, 2**53 + 2]), "[9007199254740992.0,9007199254740994.0]"),
            ("floats", frozenset([2**53, 2**53 + 1]), "[9007199254740992.0]"),
            ("numbers", {Number(3), Number(3), Number(-4), 3}, "[-4,3]"),
            ("any", {"YQ==", b"a", "b"}, '["YQ==","b"]'),
            ("any", {"YQ==", b"a", None}, '["YQ==",null]'),
            ("any", {frozenset(["YQ==", b"a"]), ("YQ==",), 1}, '[1,["YQ=="]]'),
        ):
            record = Sets(**{field: value})
            self.assertIn(f'"{field}":{text}'.encode(), record.to_json())
            self.assertEqual(record.to_dict()[field], json.loads(text))
            if field != "any":
                self.assertEqual(sorted(getattr(Sets.from_json(record.to_json()), field)), json.loads(text))

    def test_order_does_not_depend_on_insertion(self):
        rng = random.Random(SEED)
        words = [f"{n:03}" for n in range(500)]
        numbers = list(range(-200, 300))
        for _ in range(3):
            rng.shuffle(words)
            rng.shuffle(numbers)
            data = self.containers.Sets(set(words), set(numbers)).to_json()
            self.assertEqual(json.loads(data)["words"], sorted(words))
            self.assertEqual(json.loads(data)["numbers"], sorted(numbers))

    def test_read(self):
        record = self.containers.Sets.from_json(b'{"words":["b","a"],"floats":[1,2.5],"none":[],"gone":["x"]}')
        self.assertEqual(record.words, {"a", "b"})
        self.assertEqual(record.floats, frozenset([1.0, 2.5]))
        self.assertIs(type(record.floats), frozenset)
        self.assertEqual({type(item) for item in record.floats}, {float})
        self.assertEqual((record.none, record.gone), (frozenset(), {"x"}))

    def test_an_item_twice(self):
        Sets = self.containers.Sets
        error = self.invalid("item 'b' appears twice - at $.words[2]", Sets.from_json, '{"words": ["b","a","\\u0062"]}')
        self.assertEqual((error.offset, error.lineno), (19, 1))
        self.invalid("item 1.0 appears twice - at $.any[1]", Sets.from_json, '{"any":[1,1.0]}')
        self.invalid("item True appears twice - at $.any[1]", Sets.from_json, '{"any":[1,true]}')
        self.invalid("item 1.0 appears twice - at $.floats[1]", Sets.from_json, '{"floats":[1,1.0]}')
        self.invalid("item ('a', 1) appears twice - at $.pairs[1]", Sets.from_dict, {"pairs": [["a", 1], ["a", 1]]})
        self.invalid("item <Side.BUY: 'buy'> appears twice - at $.sides[1]", Sets.from_json, '{"sides":["buy","buy"]}')

    def test_unhashable(self):
        Sets, Table = self.containers.Sets, self.containers.Table
        error = self.invalid("expected hashable, got list - at $.any[1]", Sets.from_json, '{"any":[1,[2]]}')
        self.assertEqual(error.offset, 10)
        self.invalid("expected hashable, got dict - at $.any[0]", Sets.from_dict, {"any": [{}]})
        self.invalid("expected hashable, got list - at $.tuples[0]", Table.from_json, '{"tuples":[[[]]]}')
        self.invalid("expected hashable, got dict - at $.frozen[0]", Table.from_json, '{"frozen":[{"any":[[]]}]}')

    def test_wrong_nodes(self):
        Sets = self.containers.Sets
        self.invalid("expected set, got str - at $.words", Sets.from_json, '{"words":"a"}')
        self.invalid("expected frozenset | None, got dict - at $.none", Sets.from_json, '{"none":{}}')
        self.invalid("expected list, got set - at $.words", Sets.from_dict, {"words": {"a"}})
        self.invalid("expected list, got tuple - at $.none", Sets.from_dict, {"none": ()})
        self.invalid("expected str, got int - at $.words[1]", Sets.from_json, '{"words":["a",1]}')

    def test_a_set_that_changes_while_it_is_checked(self):
        Sets = self.containers.Sets

        class Sly:
            def __index__(self):
                numbers.clear()
                numbers.update(range(1000))
                return 1

        numbers = {Sly(), 2, 3}
        record = Sets(numbers=numbers)
        record.numbers.add(Sly())
        self.assertEqual(len(json.loads(record.to_json())["numbers"]) > 0, True)

    def test_defaults(self):
        Sets = self.containers.Sets
        one, two = Sets(), Sets()
        self.assertEqual((one.numbers, one.any, one.floats), ({1, 3}, {1, "a", None}, frozenset([0.5, 1.0])))
        self.assertIsNot(one.numbers, two.numbers)
        self.assertIs(one.floats, two.floats)
        self.assertIs(one.gone, ...)

    def test_any(self):
        Table = self.containers.Table
        self.both_write(Table(anything={3, 1, 2}), "[1,2,3]")
        self.both_write(Table(anything=frozenset(["b", "a"])), '["a","b"]')
        self.both_write(Table(anything={"k": {(1, 2), (1,), frozenset([3, 2])}}), '{"k":[[1,2],[1],[2,3]]}')
        self.both_write(Table(anything={b"a", self.containers.Side.BUY}), '["YQ==","buy"]')
        self.refused(
            TypeError,
            "Table.anything[0]: object of type object has no JSON spelling",
            Table(anything={object()}).to_json,
        )

    def both_write(self, record, text):
        self.assertIn(f'"anything":{text},'.encode(), record.to_json())
        self.assertEqual(record.to_dict()["anything"], json.loads(text))

    def test_nested_deeper_than_500(self):
        def nested(depth):
            value = frozenset()
            for _ in range(depth - 1):
                value = frozenset([value])
            return self.containers.Table(anything=value)

        self.assertEqual(nested(499).to_json().count(b"["), 501)
        self.refused(ValueError, "Table: nested deeper than 500 levels", nested(500).to_json)
        self.refused(ValueError, "Table: nested deeper than 500 levels", nested(500).to_dict)


class Tuples(Containers):
    def test_kept(self):
        pair, many = ("a", 1), (1, 2)
        record = self.containers.Pair(pair, many=many)
        self.assertIs(record.pair, pair)
        self.assertIs(record.many, many)

    def test_what_enters(self):
        Pair = self.containers.Pair
        self.refused(TypeError, "Pair.pair: expected tuple, got list", Pair, ["a", 1])
        self.refused(TypeError, "Pair.pair: expected tuple, got Sub", Pair, type("Sub", (tuple,), {})(("a", 1)))
        self.refused(TypeError, "Pair.pair: expected 2 items, got 1", Pair, ("a",))
        self.refused(TypeError, "Pair.pair: expected 2 items, got 3", Pair, (1, 1, 1))
        self.refused(TypeError, "Pair.one: expected 1 item, got 0", Pair, one=())
        self.refused(TypeError, "Pair.pair[1]: expected int, got str", Pair, ("a", "b"))
        self.refused(TypeError, "Pair.many[2]: expected int, got NoneType", Pair, many=(1, 2, None))
        self.refused(
            TypeError, "Pair.sides[1]: expected Level | None, got int", Pair, sides=(self.containers.Side.BUY, 1)
        )
        self.refused(TypeError, "Pair.nested[0][1]: expected str, got int", Pair, nested=(("a", 1), (True, 1)))
        self.refused(TypeError, "Pair.maybe: expected tuple | None, got str", Pair, maybe="a")

    def test_written_and_read(self):
        Pair, Side, Level = self.containers.Pair, self.containers.Side, self.containers.Level
        self.both_ways(Pair(("é", -1)), '["é",-1]', "pair")
        self.both_ways(Pair(one=(1,)), "[1.0]", "one")
        self.both_ways(Pair(many=tuple(range(100))), json.dumps(list(range(100)), separators=(",", ":")), "many")
        self.both_ways(Pair(many=tuple(range(8))), "[0,1,2,3,4,5,6,7]", "many")
        self.both_ways(Pair(many=tuple(range(9))), "[0,1,2,3,4,5,6,7,8]", "many")
        self.both_ways(Pair(sides=(Side.SELL, Level.MINUS)), '["sell",-1]', "sides")
        self.both_ways(Pair(nested=((), (False, 0))), "[[],[false,0]]", "nested")
        self.both_ways(Pair(maybe=()), "[]", "maybe")

    def test_number_of_items_in_documents(self):
        Pair = self.containers.Pair
        error = self.invalid("expected 2 items, got 1 - at $.pair", Pair.from_json, '{"pair": ["a" ]}')
        self.assertEqual(error.offset, 14)
        error = self.invalid("expected 2 items, got 4 - at $.pair", Pair.from_json, '{"pair":["a",1,[],{}]}')
        self.assertEqual(error.offset, 20)
        self.invalid("expected int, got str - at $.pair[1]", Pair.from_json, '{"pair":["a","b","c"]}')
        self.invalid("expected str, got int - at $.pair[0]", Pair.from_json, '{"pair":[1]}')
        self.invalid("expected 2 items, got 0 - at $.pair", Pair.from_dict, {"pair": []})
        self.invalid("expected list, got tuple - at $.pair", Pair.from_dict, {"pair": ("a", 1)})
        self.invalid("expected tuple, got dict - at $.pair", Pair.from_json, '{"pair":{}}')
        self.malformed("expected a value", 16, Pair.from_json, '{"pair":["a",1, ]}')

    def test_defaults(self):
        one, two = self.containers.Pair(), self.containers.Pair()
        self.assertEqual(one.nested, (("x",), (True, -5)))
        self.assertIs(one.nested, two.nested)
        self.assertEqual(type(one.one[0]), float)
        one, two = self.containers.Mutables(), self.containers.Mutables()
        self.assertEqual(one.inside, ([1], {"a": {"b"}}))
        self.assertIsNot(one.inside[0], two.inside[0])
        self.assertIsNot(one.any[0], two.any[0])

    def test_signature(self):
        text = str(inspect.signature(self.containers.Pair))
        self.assertIn("pair: tuple[str, int] = ('a', 1), one: tuple[float] = (1.0,)", text)
        self.assertIn(
            "inside: tuple[list[int], dict[str, set[str]]] = <factory>",
            str(inspect.signature(self.containers.Mutables)),
        )

    def test_hash(self):
        Frozen = self.containers.Frozen
        one = Frozen(("a",), frozenset([1]), 2, (1,))
        self.assertEqual(hash(one), hash((("a",), frozenset([1]), 2, (1,))))
        self.assertEqual(len({one, Frozen(("a",), frozenset([1]), 2, (1,))}), 1)
        with self.assertRaises(TypeError):
            hash(Frozen(any=([],)))

    @unittest.skipUnless(IS_C, "the twin's instances are tracked")
    def test_not_tracked_where_no_item_can_be_part_of_a_cycle(self):
        Pair, Leg, Mutables = self.containers.Pair, self.containers.Leg, self.containers.Mutables
        self.assertEqual([gc.is_tracked(r) for r in (Pair(), Leg("l"), Mutables())], [False, False, True])

    @unittest.skipUnless(IS_C and IS_CPYTHON, "of the C module")
    def test_long_chains_through_tuples_are_freed(self):
        Link, Node = self.containers.Link, self.containers.Node
        for make in (
            lambda last: Link((last, 1)),
            lambda last: Node(children=() if last is None else (last,)),
            lambda last: Node(by_name={} if last is None else {"a": [(1, last)]}),
        ):
            def chain():
                last = None
                for _ in range(100_000):
                    last = make(last)
                return last

            box = [chain()]
            thread_with_stack((1024 if HAS_SANITIZER else 256) * 1024, box.clear)


class Keys(Containers):
    def test_written_and_read(self):
        Keys, Side, Level = self.containers.Keys, self.containers.Side, self.containers.Level
        self.both_ways(Keys({"b": 1, "a": 2}), '{"b":1,"a":2}', "words")
        self.both_ways(Keys(small={65535: "x", 0: "y"}), '{"65535":"x","0":"y"}', "small")
        self.both_ways(
            Keys(wide={-(2**63): [], 2**63 - 1: [1]}), '{"-9223372036854775808":[],"9223372036854775807":[1]}', "wide"
        )
        self.both_ways(Keys(most={2**64 - 1: "x"}), '{"18446744073709551615":"x"}', "most")
        self.both_ways(Keys(big={10**40: "x", -(10**40): "y"}), f'{{"{10**40}":"x","-{10**40}":"y"}}', "big")
        self.both_ways(Keys(sides={Side.ODD: 1, Side.BUY: 2.5}), r'{"a \"b\"":1.0,"buy":2.5}', "sides")
        self.both_ways(Keys(levels={Level.MINUS: "m", Level.LOW: "l"}), '{"-1":"m","1":"l"}', "levels")
        self.both_ways(Keys(nested={1: {Side.SELL: (1, 2)}}), '{"1":{"sell":[1,2]}}', "nested")
        self.both_ways(Keys(maybe={}), "{}", "maybe")
        self.both_ways(
            Keys(words={f"k{n}": n for n in range(100)}),
            json.dumps({f"k{n}": n for n in range(100)}, separators=(",", ":")),
            "words",
        )

    def test_read(self):
        Keys, Side = self.containers.Keys, self.containers.Side
        self.assertEqual(Keys.from_json(r'{"small":{"1\u0030":"x"}}').small, {10: "x"})
        self.assertEqual(Keys.from_json(r'{"small":{"\u0031":"x","-0":"y"}}').small, {1: "x", 0: "y"})
        self.assertEqual(Keys.from_json(r'{"sides":{"b\u0075y":1}}').sides, {Side.BUY: 1.0})
        self.assertIs(list(Keys.from_json('{"sides":{"buy":1}}').sides)[0], Side.BUY)
        self.assertEqual(Keys.from_dict({"levels": {"10": "x"}}).levels, {self.containers.Level.HIGH: "x"})

    def test_keys_that_are_no_integers(self):
        Keys = self.containers.Keys
        wrong = ("01", " 1", "1 ", "1.0", "1e3", "+1", "", "-", "--1", "x", "1x", "\u0661", "0x1", "1_000", "-01", "null")
        for text in wrong:
            data = json.dumps({"small": {text: "x"}})
            error = self.invalid(f"expected int as key, got str - at $.small[{text!r}]", Keys.from_json, data)
            self.assertEqual(error.offset, 11)
            self.invalid(f"expected int as key, got str - at $.small[{text!r}]", Keys.from_dict, json.loads(data))
            self.invalid(
                f"expected Level as key, got str - at $.levels[{text!r}]",
                Keys.from_json, data.replace("small", "levels"),
            )

    def test_keys_out_of_range(self):
        Keys = self.containers.Keys
        self.invalid(
            "70000 is out of range for uint16 - at $.small['70000']", Keys.from_json, '{"small":{"70000":"x"}}'
        )
        self.invalid("-1 is out of range for uint16 - at $.small['-1']", Keys.from_json, '{"small":{"-1":1}}')
        self.invalid(
            f"{2**64} is out of range for uint64 - at $.most['{2**64}']", Keys.from_dict, {"most": {str(2**64): "x"}}
        )
        digits = "9" * 4301
        for data in (json.dumps({"big": {digits: "x"}}), json.dumps({"big": {"-" + digits: "x"}})):
            self.invalid(
                "int of more than 4300 digits - at $.big['%s']" % list(json.loads(data)["big"])[0], Keys.from_json, data
            )
            self.invalid(
                "int of more than 4300 digits - at $.big['%s']" % list(json.loads(data)["big"])[0],
                Keys.from_dict, json.loads(data),
            )
        self.assertEqual(Keys.from_json('{"big":{"%s":"x"}}' % digits[1:]).big, {int(digits[1:]): "x"})

    def test_unknown_members(self):
        Keys = self.containers.Keys
        error = self.invalid("'x' is not a valid Side - at $.sides['x']", Keys.from_json, '{"sides":{"buy":1,"x":"y"}}')
        self.assertEqual(error.offset, 18)
        self.invalid("2 is not a valid Level - at $.levels['2']", Keys.from_dict, {"levels": {"2": "x"}})

    def test_a_key_twice(self):
        Keys = self.containers.Keys
        error = self.invalid(
            "key '1' appears twice - at $.small['1']", Keys.from_json, r'{"small":{"1":"a","\u0031":"b"}}'
        )
        self.assertEqual(error.offset, 18)
        self.invalid("key '-0' appears twice - at $.wide['-0']", Keys.from_json, '{"wide":{"0":[],"-0":[]}}')
        self.invalid("key 'buy' appears twice - at $.sides['buy']", Keys.from_json, r'{"sides":{"buy":1,"bu\u0079":1}}')

    def test_wrong_keys_in_memory(self):
        Keys, Side = self.containers.Keys, self.containers.Side
        self.refused(TypeError, "Keys.words: expected str as key, got int", Keys, {1: 1})
        self.refused(TypeError, "Keys.small: expected int as key, got str", Keys, small={"1": "x"})
        self.refused(TypeError, "Keys.small: expected int as key, got bool", Keys, small={True: "x"})
        self.refused(TypeError, "Keys.small: expected int as key, got float", Keys, small={1.0: "x"})
        self.refused(OverflowError, "Keys.small: 70000 is out of range for uint16", Keys, small={70000: "x"})
        self.refused(TypeError, "Keys.sides: expected Side as key, got str", Keys, sides={"buy": 1.0})
        self.refused(TypeError, "Keys.levels: expected Level as key, got int", Keys, levels={1: "x"})
        self.refused(TypeError, "Keys.nested['5']: expected Side as key, got str", Keys, nested={5: {"buy": ()}})
        self.refused(
            TypeError, "Keys.nested['5']['buy'][0]: expected int, got str", Keys, nested={5: {Side.BUY: ("x",)}}
        )
        self.refused(TypeError, "Keys.big['<int of 16610 bits>']: expected str, got int", Keys, big={10**5000: 2})
        self.refused(ValueError, "Keys.big: int of more than 4300 digits", Keys(big={10**5000: "2"}).to_json)
        record = Keys()
        for keys, error in (({"1": "x"}, "expected int as key, got str"), ({2: 3}, None)):
            record.small = {}
            record.small.update(keys)
            words = f"Keys.small: {error}" if error else "Keys.small['2']: expected str, got int"
            self.refused(TypeError, words, record.to_json)
            self.refused(TypeError, words, record.to_dict)

    def test_keys_of_types_whose_text_is_a_string(self):
        Keys = self.containers.Keys
        one, day = uuid.UUID(int=2**127), datetime.date(2024, 2, 29)
        time = datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc)
        self.both_ways(Keys(uuids={one: 1}), '{"80000000-0000-0000-0000-000000000000":1}', "uuids")
        self.both_ways(Keys(dates={day: "x"}), '{"2024-02-29":"x"}', "dates")
        self.both_ways(Keys(times={time: "x"}), '{"2024-02-29T01:02:03Z":"x"}', "times")
        self.assertEqual(Keys().uuids, {uuid.UUID(int=1): 1})
        self.assertEqual(Keys.from_json(r'{"dates":{"2024-\u00302-29":"x"}}').dates, {day: "x"})
        self.invalid("key '80000000000000000000000000000000' appears twice - at "
                     "$.uuids['80000000000000000000000000000000']", Keys.from_json,
                     '{"uuids":{"80000000-0000-0000-0000-000000000000":1,"80000000000000000000000000000000":1}}')
        self.invalid("key '2024-02-29T02:02:03+01:00' appears twice - at $.times['2024-02-29T02:02:03+01:00']",
                     Keys.from_dict, {"times": {"2024-02-29T01:02:03Z": "x", "2024-02-29T02:02:03+01:00": "y"}})
        self.refused(TypeError, "Keys.dates: expected date as key, got datetime", Keys, dates={time: "x"})
        self.refused(TypeError, "Keys.dates['2024-02-29']: expected str, got int", Keys, dates={day: 1})
        self.refused(TypeError, "Keys.uuids: expected UUID as key, got str", Keys, uuids={str(one): 1})
        for field in ("uuids", "dates", "times"):
            error = self.assert_raises_one("ValidationError", Keys.from_json, '{"%s":{"x":1}}' % field)
            self.assertEqual((error.path, error.offset), (f"$.{field}['x']", 10))

    def test_keys_with_one_text(self):
        class Odd(str):
            def __eq__(self, other):
                return self is other

            def __hash__(self):
                return id(self)

        Keys = self.containers.Keys
        one = Index(1)
        self.assertIn(b'"small":{"1":"x","2":"y"}', Keys(small={one: "x", 2: "y"}).to_json())
        for record in (Keys(small={one: "x", 1: "y"}), Keys(small={one: "x", Index(1): "y"})):
            self.refused(ValueError, "Keys.small: two keys are both '1' in JSON", record.to_json)
            self.refused(ValueError, "Keys.small: two keys are both '1' in JSON", record.to_dict)
        self.refused(ValueError, "Keys.words: two keys are both 'a' in JSON", Keys({"a": 1, Odd("a"): 2}).to_json)
        self.refused(TypeError, "Keys.words['a']: expected int, got str", Keys, {StrSubclass("a"): "x"})

    def test_defaults(self):
        one, two = self.containers.Keys(), self.containers.Keys()
        self.assertEqual((one.small, one.big, one.maybe), ({1: "a", 20: "b"}, {-1: "x"}, None))
        self.assertEqual(one.sides, {self.containers.Side.BUY: 1.0})
        self.assertIsNot(one.small, two.small)


class Literals(Containers):
    def test_what_enters(self):
        Words = self.containers.Words
        kind = "".join(["", "a"])
        self.assertIs(Words(kind).kind, kind)
        self.refused(TypeError, 'Words.kind: expected Literal["a", "b"], got int', Words, 1)
        self.refused(TypeError, 'Words.kind: expected Literal["a", "b"], got StrSubclass', Words, StrSubclass("a"))
        self.refused(ValueError, 'Words.kind: \'c\' is not a valid Literal["a", "b"]', Words, "c")
        self.refused(TypeError, "Words.number: expected Literal[1, -2, 300], got bool", Words, number=True)
        self.refused(TypeError, "Words.number: expected Literal[1, -2, 300], got float", Words, number=1.0)
        self.refused(TypeError, "Words.number: expected Literal[1, -2, 300], got str", Words, number="1")
        self.refused(ValueError, "Words.number: 2 is not a valid Literal[1, -2, 300]", Words, number=2)
        self.refused(
            ValueError, "Words.number: <int of 20001 bits> is not a valid Literal[1, -2, 300]", Words, number=2**20000
        )
        self.refused(ValueError, 'Words.many[1]: \'c\' is not a valid Literal["a", "b"]', Words, many=("a", "c"))
        words = 'Words.maybe: expected Literal["x y", "it\'s", "\\"q\\"\\\\"] | None, got int'
        self.refused(TypeError, words, Words, maybe=1)
        words = 'Words.maybe: \'\' is not a valid Literal["x y", "it\'s", "\\"q\\"\\\\"]'
        self.refused(ValueError, words, Words, maybe="")

    def test_written_and_read(self):
        Words = self.containers.Words
        self.both_ways(Words("b"), '"b"', "kind")
        self.both_ways(Words(number=300), "300", "number")
        self.both_ways(Words(maybe='"q"\\'), r'"\"q\"\\"', "maybe")
        self.both_ways(Words(gone="é*/"), '"é*/"', "gone")
        self.both_ways(Words(gone=""), '""', "gone")
        self.both_ways(Words(set={2, 1}), "[1,2]", "set")
        self.assertEqual(Words.from_json(r'{"kind":"\u0062"}').kind, "b")
        self.assertEqual(Words.from_json(r'{"maybe":"%s"}' % "".join(f"\\u{ord(c):04x}" for c in "x y")).maybe, "x y")

    def test_one_object_for_each_value(self):
        Words = self.containers.Words
        records = Words.from_json_array('[{"kind":"b","number":300},{"kind":"\\u0062","number":300}]')
        self.assertIs(records[0].kind, records[1].kind)
        self.assertIs(records[0].number, records[1].number)

    def test_wrong_documents(self):
        Words = self.containers.Words
        error = self.invalid('\'c\' is not a valid Literal["a", "b"] - at $.kind', Words.from_json, '{"kind": "c"}')
        self.assertEqual(error.offset, 9)
        self.invalid('expected Literal["a", "b"], got NoneType - at $.kind', Words.from_json, '{"kind":null}')
        self.invalid("expected Literal[1, -2, 300], got float - at $.number", Words.from_json, '{"number":1.0}')
        self.invalid("expected Literal[1, -2, 300], got bool - at $.number", Words.from_dict, {"number": True})
        self.invalid("2 is not a valid Literal[1, -2, 300] - at $.number", Words.from_json, '{"number":2}')
        self.invalid("int of more than 4300 digits - at $.number", Words.from_json, '{"number":%s}' % ("1" * 4301))
        long = "x" * 1000
        shown = repr(long)[:57] + "..."
        self.invalid(
            f'{shown} is not a valid Literal["a", "b"] - at $.kind', Words.from_json, '{"kind":"%s\\n"}' % long
        )
        self.malformed("lone surrogate", 10, Words.from_json, '{"kind":"a\\ud800"}')

    def test_annotations(self):
        annotations = self.containers.Words.__annotations__
        self.assertEqual(annotations["kind"], typing.Literal["a", "b"])
        self.assertEqual(annotations["many"], tuple[typing.Literal["a", "b"], ...])
        self.assertEqual(annotations["maybe"], typing.Literal["x y", "it's", '"q"\\'] | None)
        self.assertEqual(self.containers.Pair.__annotations__["many"], tuple[int, ...])
        self.assertEqual(self.containers.Keys.__annotations__["sides"], dict[self.containers.Side, float])
        self.assertEqual(self.containers.Sets.__annotations__["deep"], set[frozenset[tuple[frozenset[int], ...]]])


class Objects(Containers):
    def node(self):
        Node, Leg, Side = self.containers.Node, self.containers.Leg, self.containers.Side
        leg = Leg("l", (1, 2))
        child = Node("c", legs=frozenset([leg]))
        return Node(
            "n",
            (child,),
            {"k": [(1, None), (2, child)]},
            {-5: child},
            frozenset([leg, Leg("m")]),
            {Side.BUY: {(leg, 1.5), None}},
        )

    def test_copies_and_pickles(self):
        node = self.node()
        copied = copy.deepcopy(node)
        self.assertEqual(copied, node)
        self.assertIsNot(copied.children[0], node.children[0])
        self.assertIs(copied.children[0], copied.by_number[-5])
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(node, protocol)), node)
        for cls in (self.containers.Sets, self.containers.Pair, self.containers.Keys, self.containers.Words):
            self.assertEqual(pickle.loads(pickle.dumps(cls())), cls())
            self.assertEqual(copy.deepcopy(cls()), cls())

    def test_everything_inside_everything(self):
        node = self.node()
        data = node.to_json()
        self.assertEqual(self.containers.Node.from_json(data), node)
        self.assertEqual(self.containers.Node.from_dict(json.loads(data)), node)
        self.assertEqual(node.to_dict(), json.loads(data))
        self.assertIn(b'"mixed":{"buy":[[{"name":"l","sizes":[1,2]},1.5],null]}', data)

    def test_depth(self):
        Node = self.containers.Node

        def nested(levels):  # a record and its tuple are two
            return '{"children":[' * (levels // 2) + "]}" * (levels // 2)

        read = thread_with_stack((2048 if HAS_SANITIZER else 256) * 1024, lambda: Node.from_json(nested(500)))
        data = thread_with_stack((2048 if HAS_SANITIZER else 256) * 1024, read.to_json)
        self.assertEqual(Node.from_json(data), read)
        self.malformed("nested deeper than 500 levels", 13 * 250, Node.from_json, nested(502))
        self.refused(ValueError, "Node: nested deeper than 500 levels", Node(children=(read,)).to_json)

    def test_json_schema(self):
        properties = self.containers.Sets.json_schema()["properties"]
        self.assertEqual(
            {name: properties["words"][name] for name in ("type", "items", "uniqueItems")},
            {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        )
        pair = self.containers.Pair.json_schema()["properties"]["pair"]
        self.assertEqual((pair["minItems"], pair["maxItems"], pair["items"]), (2, 2, False))
        self.assertEqual(pair["prefixItems"][0], {"type": "string"})
        keys = self.containers.Keys.json_schema()["properties"]
        self.assertNotIn("propertyNames", keys["words"])
        self.assertEqual(keys["small"]["propertyNames"], {"pattern": "^-?(0|[1-9][0-9]*)$"})
        self.assertEqual(keys["sides"]["propertyNames"], {"$ref": "#/$defs/Side"})
        self.assertEqual(keys["levels"]["propertyNames"], {"enum": ["1", "10", "-1"]})
        words = self.containers.Words.json_schema()["properties"]
        self.assertEqual({**words["kind"], "default": 0}, {"type": "string", "enum": ["a", "b"], "default": 0})
        self.assertEqual(words["number"]["enum"], [1, -2, 300])


class Agreement(Pair):
    """Random values and documents: C module and twin do the same."""

    def random_value(self, rng, depth=0):
        kinds = ("none", "bool", "int", "float", "str", "bytes", "list", "tuple", "set", "frozenset", "dict")
        kind = rng.choice(kinds[:6] if depth > 2 else kinds)
        if kind == "none":
            return "None"
        if kind == "bool":
            return rng.choice(("True", "False"))
        if kind == "int":
            return repr(rng.choice((0, 1, -1, 5, 10, 127, 128, -129, 10**20)))
        if kind == "float":
            return repr(rng.choice((0.0, 1.0, -2.5, 1e300)))
        if kind == "str":
            return repr(rng.choice(("", "a", "b", "buy", "1", 'a"', "é", "\n")))
        if kind == "bytes":
            return repr(rng.choice((b"", b"a")))
        items = [self.random_value(rng, depth + 1) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
        if kind == "dict":
            return "{%s}" % ", ".join(f"{rng.choice((1, 'a', 'buy', 300, None))!r}: {item}" for item in items)
        inside = ", ".join(items)
        return {
            "list": f"[{inside}]",
            "tuple": f"({inside}{',' if items else ''})",
            "set": f"hashed(set, [{inside}])",
            "frozenset": f"hashed(frozenset, [{inside}])",
        }[kind]

    @staticmethod
    def hashed(kind, items):
        try:
            return kind(items)
        except TypeError:
            return kind()

    def test_random_values(self):
        rng = random.Random(SEED)
        fields = {
            name: [f for f in getattr(self.pair("containers")[1], name).__match_args__]
            for name in ("Sets", "Pair", "Keys", "Words", "Node", "Table", "Mutables")
        }
        for _ in range(4000):
            name = rng.choice(list(fields))
            field = rng.choice(fields[name])
            expression = self.random_value(rng)

            def call(module):
                names = {"hashed": self.hashed}
                record = getattr(module, name)(**{field: eval(expression, names)})
                return repr(record.to_dict()), record.to_json()

            self.agree("containers", call, name, field, expression)

    def random_document(self, rng, depth=0):
        kind = rng.choice("nbifs" if depth > 2 else "nbifsaaao")
        if kind == "n":
            return None
        if kind == "b":
            return rng.random() < 0.5
        if kind == "i":
            return rng.choice((0, 1, -1, 2, 127, 128, 70000, 10**20))
        if kind == "f":
            return rng.choice((0.0, 1.0, 2.5))
        if kind == "s":
            return rng.choice(("", "a", "b", "buy", "1", "YQ==", "é"))
        items = [self.random_document(rng, depth + 1) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
        if kind == "a":
            return items
        return {rng.choice(("1", "a", "buy", "-0", "0", "300", "10", "01")): item for item in items}

    def test_random_documents(self):
        rng = random.Random(SEED + 1)
        twin = self.pair("containers")[1]
        for _ in range(6000):
            name = rng.choice(("Sets", "Pair", "Keys", "Words", "Node", "Table", "Mutables"))
            field = rng.choice(getattr(twin, name).__match_args__)
            document = {field: self.random_document(rng)}
            data = json.dumps(document, indent=rng.choice((None, 1)), ensure_ascii=rng.random() < 0.5)
            self.agree("containers", lambda m: getattr(m, name).from_json(data).to_json(), data)
            self.agree("containers", lambda m: getattr(m, name).from_dict(document).to_json(), document)
            self.agree("containers", lambda m: getattr(m, name).from_dict(document, strict=False).to_json(), document)


if __name__ == "__main__":
    unittest.main()
