"""Records, enums and bases of other generated modules: as fields, as items, as bases, in chains of three."""

import copy
import dataclasses
import gc
import inspect
import json
import pickle
import sys
import unittest
import weakref

from support import HEADER, IS_C, IS_CPYTHON, ModuleCase, new_module, installed, setUpModule  # noqa: F401


class ImportsCase(ModuleCase):
    modules = ("imports_common", "imports_market", "imports_third")

    def setUp(self):
        super().setUp()
        self.common, self.market, self.third = self.imports_common, self.imports_market, self.imports_third

    def trade(self):
        common, market, third = self.common, self.market, self.third
        euro = common.Currency("EUR")
        return market.Trade(
            common.Money(1.0, euro, common.Level.HIGH, 3),
            common.Side.SELL,
            prices=[common.Money(2.0), None, market.Price(3.0, venue="NYSE"), third.Third(4.0, more=5)],
            by_code={"EUR": euro},
            any=[market.Price(5.0), common.Money(6.0), third.Holder()],
        )


class Fields(ImportsCase):
    def test_take_records_of_the_other_module(self):
        common, market, third = self.common, self.market, self.third
        money = common.Money(1.0)
        self.assertIs(market.Trade(money).money, money)
        for value in (market.Price(1.0), market.Deep(1.0), third.Third(1.0)):
            trade = market.Trade(value, maybe=value)
            self.assertIs(trade.maybe, value)
            trade.money = value
        self.refused(TypeError, "Trade.money: expected Money, got Currency", market.Trade, common.Currency("EUR"))
        self.refused(TypeError, "Trade.money: expected Money, got Money", market.Trade, market.Money())
        self.refused(TypeError, "Trade.maybe: expected Money | None, got str", market.Trade, money, maybe="x")
        self.refused(
            TypeError, "Trade.prices[1]: expected Money | None, got int", market.Trade, money, prices=[money, 1]
        )
        self.refused(TypeError, "Trade.side: expected Side, got str", market.Trade, money, "buy")
        self.refused(TypeError, "Trade.level: expected Level | ..., got int", market.Trade, money, level=1)

    def test_take_python_subclasses(self):
        class Mine(self.common.Money):
            pass

        class Ours(self.market.Price):
            __slots__ = ()

        for cls in (Mine, Ours):
            trade = self.market.Trade(cls(1.0))
            self.assertEqual(type(trade.money), cls)
            self.assertEqual(json.loads(trade.to_json()), trade.to_dict())

    def test_defaults_are_members_of_the_imported_enum(self):
        trade = self.market.Trade(self.common.Money(1.0))
        self.assertIs(trade.side, self.common.Side.BUY)
        self.assertIs(trade.level, ...)
        self.assertIs(self.market.Trade.from_json(b'{"money":{"amount":1}}').side, self.common.Side.BUY)

    def test_annotations(self):
        annotations = self.market.Trade.__annotations__
        self.assertIs(annotations["money"], self.common.Money)
        self.assertIs(annotations["side"], self.common.Side)
        self.assertEqual(annotations["by_code"], dict[str, self.common.Currency])
        self.assertEqual(self.market.Price.__annotations__["box"], self.common.Box | None)
        parameters = inspect.signature(self.market.Price).parameters
        self.assertEqual(parameters["level"].annotation, self.common.Level | None)

    def test_a_record_of_the_same_name(self):
        mine, theirs = self.market.Money, self.common.Money
        self.assertIsNot(mine, theirs)
        record = mine(theirs(1.0), mine())
        self.assertEqual(mine.from_json(record.to_json()), record)
        self.refused(TypeError, "Money.own: expected Money | None, got Money", mine, mine())


class Json(ImportsCase):
    TEXT = (
        b'{"money":{"amount":1.0,"currency":{"code":"EUR","digits":2},"level":2,"cents":3,"tags":[]},"side":"sell",'
        b'"prices":[{"amount":2.0,"currency":null,"level":null,"cents":null,"tags":[]},null,'
        b'{"amount":3.0,"currency":null,"level":null,"cents":null,"tags":[],"venue":"NYSE","tick":null,"box":null},'
        b'{"amount":4.0,"currency":null,"level":null,"cents":null,"tags":[],"venue":"X","tick":null,"box":null,'
        b'"more":5}],"by_code":{"EUR":{"code":"EUR","digits":2}},"maybe":null,'
        b'"any":[{"amount":5.0,"currency":null,"level":null,"cents":null,"tags":[],"venue":"X","tick":null,'
        b'"box":null},{"amount":6.0,"currency":null,"level":null,"cents":null,"tags":[]},'
        b'{"price":null,"third":[]}]}'
    )

    def test_each_is_written_as_its_own_class_writes_it(self):
        trade = self.trade()
        self.assertEqual(trade.to_json(), self.TEXT)
        self.assertEqual(trade.to_dict(), json.loads(self.TEXT))
        self.assertEqual(self.market.Trade.to_json_lines([trade]), self.TEXT + b"\n")
        prices = [self.market.Price(1.0), self.third.Third(2.0)]
        text = self.common.Money.to_json_array(prices)
        self.assertEqual(json.loads(text), [price.to_dict() for price in prices])
        box = self.common.Box([self.market.Price(1.0), self.third.Third(2.0), self.common.Money(3.0)])
        self.assertEqual(json.loads(box.to_json()), box.to_dict())
        self.assertEqual([sorted(item)[-1] for item in box.to_dict()["items"]], ["venue", "venue", "tags"])

    def test_read(self):
        trade = self.market.Trade.from_json(self.TEXT)
        self.assertEqual(trade, self.market.Trade.from_dict(json.loads(self.TEXT)))
        self.assertEqual([type(price) for price in trade.prices], [self.common.Money, type(None)] + 2 * [self.common.Money])
        self.assertIs(trade.money.level, self.common.Level.HIGH)
        self.assertEqual(trade.by_code, {"EUR": self.common.Currency("EUR")})

    def test_derived_records_read_themselves(self):
        for record in (
            self.market.Price(1.5, self.common.Currency("EUR"), self.common.Level.LOW, 3, ["a"], "n", "V", 4, self.common.Box()),
            self.market.Deep(1.0, z=False),
            self.third.Third(2.0, cents=1, tick=2, more=3),
            self.market.Link(self.market.Link(number=1), 2),
            self.market.Pixel(1.0, "a", 2.0),
            self.market.Filled("x"),
        ):
            cls = type(record)
            text = record.to_json()
            with self.subTest(cls):
                self.assertEqual(json.loads(text), record.to_dict())
                if cls is not self.market.Link:
                    self.assertEqual(cls.from_json(text), record)
                    self.assertEqual(cls.from_dict(record.to_dict()), record)
                    self.assertEqual(cls.from_json_lines(cls.to_json_lines([record, record])), [record, record])
                self.assertIs(type(cls.from_json(text)), cls)

    def invalid_of(self, module, text, offset, call, *args):
        error = self.invalid(text, call, *args)
        self.assertIs(type(error), module.ValidationError)
        self.assertEqual(error.offset, offset)
        self.assertEqual(error.lineno, None if offset is None else 1)

    def test_errors_are_of_the_module_that_was_called(self):
        common, market, third = self.common, self.market, self.third
        read = market.Trade.from_json
        text = '{"money":{"amount":1,"currency":{"code":5}}}'
        self.invalid_of(market, "expected str, got int - at $.money.currency.code", 40, read, text)
        self.invalid_of(market, "missing field 'amount' - at $.money", 10, read, '{"money":{}}')
        self.invalid_of(market, "expected Money, got list - at $.money", 9, read, '{"money":[]}')
        self.invalid_of(
            market, "expected Money | None, got str - at $.maybe", 33, read, '{"money":{"amount":1}, "maybe":  "x"}'
        )
        self.invalid_of(
            market,
            "field 'amount' appears twice - at $.prices[1].amount",
            51,
            read,
            '{"money":{"amount":1},"prices":[null,{ "amount":1, "amount":2}]}',
        )
        self.invalid_of(market, "'x' is not a valid Side - at $.side", 30, read, '{"money":{"amount":1},"side":"x"}'.replace(",", ", "))
        self.invalid_of(market, "1000 is out of range for int8 - at $.money.cents", 29, read, '{"money":{"amount":1,"cents":1000}}')
        self.invalid_of(market, "expected float, got str - at $.amount", 10, market.Price.from_json, '{"amount":"x"}')
        self.invalid_of(third, "expected float, got str - at $.amount", 10, third.Third.from_json, '{"amount":"x"}')
        self.invalid_of(third, "expected float, got str - at $.price.amount", 19, third.Holder.from_json, '{"price":{"amount":"x"}}')
        self.invalid_of(common, "expected float, got str - at $.amount", 10, common.Money.from_json, '{"amount":"x"}')
        self.invalid_of(market, "expected str, got int - at $.by_code['a b'].code", None, market.Trade.from_dict,
                        {"money": {"amount": 1}, "by_code": {"a b": {"code": 1}}})
        self.invalid_of(third, "expected float, got str - at $.third[0].amount", None, third.Holder.from_dict, {"third": [{"amount": "x"}]})
        self.invalid_of(market, "expected str, got int - at $.box.items[0].tags[0]", None, market.Price.from_dict,
                        {"amount": 1, "box": {"items": [{"amount": 1, "tags": [1]}]}})

    def test_errors_of_arrays_and_lines(self):
        error = self.invalid("expected float, got str - at $[1].money.amount", self.market.Trade.from_json_lines,
                             '{"money":{"amount":1}}\n\n{"money":{"amount":"x"}}\n')
        self.assertEqual((type(error), error.offset, error.lineno), (self.market.ValidationError, 19, 3))
        error = self.invalid("expected float, got str - at $[0].amount", self.market.Price.from_json_array, '[{"amount":\n"x"}]')
        self.assertEqual((type(error), error.offset, error.lineno), (self.market.ValidationError, 12, 2))

    def test_malformed(self):
        self.malformed("expected a value", 10, self.market.Trade.from_json, '{"money": x}')

    def test_errors_of_writing_name_the_record(self):
        common, market = self.common, self.market
        trade = market.Trade(common.Money(float("nan")))
        self.refused(ValueError, "Money.amount: nan has no JSON spelling", trade.to_json)
        self.refused(ValueError, "Money.amount: nan has no JSON spelling", trade.to_dict)
        trade = market.Trade(market.Price(float("inf")))
        self.refused(ValueError, "Price.amount: inf has no JSON spelling", trade.to_json)
        money = common.Money(1.0)
        money.tags.append(5)
        self.refused(TypeError, "Money.tags[0]: expected str, got int", market.Trade(money).to_json)
        box = common.Box([market.Price(1.0)])
        box.items.append("x")
        self.refused(TypeError, "Box.items[1]: expected Money, got str", box.to_json)
        self.refused(TypeError, "Box.any[0]: object of type slice has no JSON spelling", common.Box(any=[slice(1)]).to_json)

    def test_depth_counts_across_modules(self):
        price = self.market.Price(1.0)
        price.box = self.common.Box([price])
        for call in (price.to_json, price.to_dict):
            self.refused(ValueError, "Price: nested deeper than 500 levels", call)
        for call in (price.box.to_json, price.box.to_dict):
            self.refused(ValueError, "Box: nested deeper than 500 levels", call)
        deep = {"amount": 1}
        for _ in range(100):
            deep = {"amount": 1, "box": {"items": [], "any": deep}}
        self.assertEqual(self.market.Price.from_dict(deep).box.any, deep["box"]["any"])
        nested = []
        for _ in range(500):
            nested = [nested]
        error = self.invalid_text(self.market.Price.from_dict, {"amount": 1, "box": {"any": nested}})
        self.assertTrue(error.startswith("nested deeper than 500 levels - at $.box.any[0][0]"), error)
        text = json.dumps({"amount": 1, "box": {"any": 0}}).replace("0", "[" * 498 + "]" * 498)
        self.assertEqual(self.market.Price.from_json(text).to_json().count(b"["), 500)
        self.malformed("nested deeper than 500 levels", 527, self.market.Price.from_json, text.replace("[]", "[[]]"))

    def invalid_text(self, call, *args):
        return str(self.assert_raises_one("ValidationError", call, *args))

    def test_any_takes_records_of_every_module(self):
        box = self.common.Box(any=[self.market.Price(1.0), self.third.Holder(), {"k": self.market.Filled()}])
        self.assertEqual(json.loads(box.to_json()), box.to_dict())
        self.assertEqual(box.to_dict()["any"][2], {"k": {"text": ""}})

    def test_schema(self):
        schema = self.market.Trade.json_schema()
        self.assertEqual(schema["properties"]["money"], {"$ref": "#/$defs/imports_common.Money"})
        self.assertEqual(schema["properties"]["side"], {"$ref": "#/$defs/imports_common.Side", "default": "buy"})
        names = ["imports_common.Money", "imports_common.Side", "imports_common.Level", "imports_common.Currency"]
        self.assertEqual(sorted(schema["$defs"]), sorted(names))
        money = schema["$defs"]["imports_common.Money"]
        self.assertEqual(money["properties"]["amount"], {"type": "number", "description": "How much."})
        self.assertEqual(money["description"], "An amount.")
        price = self.market.Price.json_schema()
        self.assertEqual(price["properties"]["amount"], {"type": "number", "description": "How much."})
        mine = self.market.Money.json_schema()
        self.assertEqual(mine["$ref"], "#/$defs/Money")
        self.assertIn("imports_common.Money", mine["$defs"])
        # and as the other module's records see it
        self.assertIn("Money", self.common.Box.json_schema()["$defs"])


class Derived(ImportsCase):
    def test_is_an_ordinary_subclass(self):
        market, common = self.market, self.common
        self.assertEqual(market.Price.__bases__, (common.Money,))
        self.assertEqual(market.Price.__module__, "imports_market")
        self.assertEqual(market.Price.__slots__, ("venue", "tick", "box"))
        self.assertEqual(
            market.Price.__match_args__,
            ("amount", "currency", "level", "cents", "tags", "note", "venue", "tick", "box"),
        )
        self.assertIsInstance(self.third.Third(1.0), common.Money)
        self.assertEqual(common.Money.__slots__, ("amount", "currency", "level", "cents", "tags", "note"))

    def test_construction(self):
        price = self.market.Price(1, cents=5, tick=-3)
        self.assertEqual((price.amount, price.cents, price.tick, price.tags, price.note), (1.0, 5, -3, [], ...))
        self.assertIsNot(price.tags, self.market.Price(1).tags)
        self.refused(TypeError, "Price.__init__() missing 1 required positional argument: 'amount'", self.market.Price)
        self.refused(TypeError, "Price.amount: expected float, got str", self.market.Price, "x")
        self.refused(OverflowError, "Third.cents: 300 is out of range for int8", self.third.Third, 1, cents=300)

    def test_assignment_names_the_derived_record(self):
        third = self.third.Third(1.0)
        third.amount, third.cents, third.tick, third.more = 2, 3, 4, 5
        self.assertEqual((third.amount, third.cents, third.tick, third.more), (2.0, 3, 4, 5))
        for name, text in (
            ("amount", "Third.amount: expected float, got str"),
            ("currency", "Third.currency: expected Currency | None, got str"),
            ("venue", None),
        ):
            if text:
                self.refused(TypeError, text, setattr, third, name, "x")
        third.cents = None
        self.assertIsNone(third.cents)
        self.assertEqual(third.tick, 4)
        pixel = self.market.Pixel(1.0)
        self.refused(AttributeError, "Pixel.x: cannot assign to a field of a frozen record", setattr, pixel, "x", 1.0)
        self.refused(AttributeError, "Price.amount: cannot delete a field", delattr, self.market.Price(1.0), "amount")

    def test_equality_and_hash(self):
        price, money = self.market.Price(1.0), self.common.Money(1.0)
        self.assertNotEqual(price, money)
        self.assertEqual(price, self.market.Price(1.0))
        self.assertNotEqual(price, self.third.Third(1.0))
        self.assertRaises(TypeError, hash, price)
        self.assertEqual(hash(self.market.Pixel(1.0, "a", 2.0)), hash((1.0, "a", 2.0)))

    def test_repr(self):
        self.assertEqual(repr(self.market.Filled("a")), "Filled(text='a')")
        self.assertEqual(repr(self.market.Pixel(1.0)), "Pixel(x=1.0, label='', y=0.0)")

    def test_copies_and_pickles(self):
        for record in (self.trade(), self.third.Third(1.0, tick=3), self.market.Pixel(1.0, "a", 2.0), self.market.Deep(2.0)):
            for made in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
                self.assertEqual(made, record)
                self.assertIs(type(made), type(record))
        link = self.market.Link()
        link.next = link
        made = pickle.loads(pickle.dumps(link))
        self.assertIs(made.next, made)
        made = copy.deepcopy(link)
        self.assertIs(made.next, made)
        self.assertEqual(self.market.Price(1.0).__replace__(amount=2), self.market.Price(2.0))

    def test_pickles_of_python_subclasses(self):
        global Mine

        class Mine(self.third.Third):
            pass

        Mine.__qualname__ = "Mine"
        mine = Mine(1.0)
        mine.extra = 5
        made = pickle.loads(pickle.dumps(mine))
        self.assertEqual((type(made), made.amount, made.extra), (Mine, 1.0, 5))

    def test_as_dataclasses(self):
        for cls in (self.market.Price, self.market.Deep, self.third.Third):
            with self.subTest(cls):
                fields = {field.name: field for field in dataclasses.fields(cls)}
                self.assertEqual(tuple(fields), cls.__match_args__)
                self.assertIs(fields["amount"].default, dataclasses.MISSING)
                self.assertEqual(fields["amount"].metadata, {"doc": "How much."})
                self.assertEqual((fields["venue"].default, fields["venue"].type), ("X", str))
                self.assertEqual(fields["tags"].default_factory(), [])
                self.assertEqual(fields["currency"].type, self.common.Currency | None)
                self.assertFalse(cls.__dataclass_params__.frozen)
                record = cls(1.0, cents=2)
                self.assertEqual(dataclasses.replace(record, amount=2.0).amount, 2.0)
                self.assertEqual(dataclasses.asdict(record)["cents"], 2)
                self.assertIn(("amount", 1.0), list(record.__rich_repr__()))
                # what stands there is taken by orjson as leave to borrow values
                self.assertNotIn("__dataclass_fields__", vars(cls))
        self.assertTrue(self.market.Pixel.__dataclass_params__.frozen)

        @dataclasses.dataclass
        class Sub(self.market.Price):
            own: int = 5

        self.assertEqual(Sub(1.0, venue="V").own, 5)

    def test_python_subclasses(self):
        class Sub(self.market.Price):
            def __init_subclass__(cls, /, **options):
                super().__init_subclass__(**options)
                cls.was_told = True

        class Mixin:
            __slots__ = ()

            def __init_subclass__(cls, **options):
                super().__init_subclass__()
                cls.options = options

        class SubSub(Sub, Mixin, key=1):
            __slots__ = ()

        self.assertTrue(SubSub.was_told)
        self.assertEqual(SubSub.options, {"key": 1})
        self.assertEqual(type(SubSub.from_json('{"amount":1}')), SubSub)
        self.assertEqual(SubSub(1.0).to_dict(), self.market.Price(1.0).to_dict())
        for bases in ((self.market.Trade, self.common.Money), (self.market.Deep, self.third.Third)):
            self.refused(TypeError, "multiple bases have instance lay-out conflict", type, "X", bases, {})
        self.refused(
            TypeError, "type 'Pixel' is not an acceptable base type", type, "X", (self.market.Pixel,), {}
        )

    @unittest.skipUnless(IS_C and IS_CPYTHON, "sizes of C instances")
    def test_layout(self):
        self.assertEqual(sys.getsizeof(self.market.Pixel(1.0)), HEADER + 24)
        self.assertFalse(gc.is_tracked(self.market.Pixel(1.0)))
        self.assertTrue(gc.is_tracked(self.market.Price(1.0)))
        self.assertEqual(self.common.Money.__basicsize__, HEADER + 48)

    def test_weak_references(self):
        link = self.market.Link()
        kept = weakref.ref(link)
        self.assertIs(kept(), link)
        del link
        gc.collect()
        self.assertIsNone(kept())

    def test_cycles_are_collected(self):
        price = self.market.Price(1.0)
        box = price.box = self.common.Box([price])
        link = self.market.Link()
        link.next = link
        kept = weakref.ref(link)
        del price, box, link
        gc.collect()
        self.assertIsNone(kept())


class Mixins(ImportsCase):
    """The base of another module has a mixin; so have some records that extend it."""

    def test_what_the_mixin_defines_wins(self):
        market = self.market
        for cls, text in ((market.Plain, "V"), (market.Mixed, "W"), (market.Lower, "W")):
            record = cls("a", 1)
            with self.subTest(cls):
                self.assertEqual(repr(record), "<a>")
                self.assertEqual(record.shown, "<a, 1>")
                record.name = "b"
                self.assertEqual(record.shown, "<b, 1>")
                self.assertEqual(record.to_dict()["named"]["venue"], text)
                self.assertEqual(json.loads(record.to_json()), record.to_dict()["named"])
                self.assertEqual(cls.from_json(record.to_json()), record)
                self.assertEqual(pickle.loads(pickle.dumps(record)), record)
                self.assertEqual(copy.deepcopy(record), record)
                self.refused(ValueError, "no name", cls, "")
                self.refused(AttributeError, f"{cls.__name__}.shown: cannot assign to a cached slot",
                             setattr, record, "shown", "x")
                error = self.invalid("no name - at $", cls.from_json, '{"name":"" }')
                self.assertEqual((type(error), error.offset), (market.ValidationError, 11))
                error = self.invalid("expected str, got int - at $.name", cls.from_json, '{"name": 1}')
                self.assertEqual((type(error), error.offset), (market.ValidationError, 9))
        self.assertEqual(market.Lower("a").loud, "<A, NONE>W")
        self.assertEqual(market.Mixed.__slots__, ("venue", "loud"))

    def test_order_of_bases(self):
        names = [cls.__name__ for cls in self.market.Lower.__mro__ if cls.__name__ != "_Json"]
        self.assertEqual(
            names,
            ["Lower", "Mixed", "Loud", "_MixedFields", "Named", "Named", "_NamedFields", "_Record", "object"],
        )

    def test_python_subclasses(self):
        class Sub(self.market.Mixed):
            pass

        self.assertEqual(Sub("a").loud, "<A, NONE>W")
        self.assertIs(type(Sub.from_json('{"name":"a"}')), Sub)


class Unions(ImportsCase):
    def pictures(self):
        common, market = self.common, self.market
        return (
            market.Picture(common.Circle("c", 2.0), market.Dot(1), "text", market.Left(), common.Alone()),
            market.Picture(common.Square(side=3), common.Circle(), common.Alone(5)),
            market.Picture(common.Odd("x", "strange"), common.Square(), [1, 2], market.Right(z=3)),
        )

    def test_round_trips(self):
        for picture in self.pictures():
            text = picture.to_json()
            self.assertEqual(json.loads(text), picture.to_dict())
            self.assertEqual(self.market.Picture.from_json(text), picture)
            self.assertEqual(self.market.Picture.from_dict(picture.to_dict()), picture)
        self.assertEqual(
            self.pictures()[0].to_dict(),
            {
                "shape": {"kind": "circle", "name": "c", "radius": 2.0},
                "either": {"kind": "dot", "at": 1},
                "mixed": "text",
                "pair": {"kind": "left", "name": "", "z": 0},
                "alone": {"type": "alone", "x": 1},
            },
        )

    def test_what_extends_a_family_elsewhere_is_written_but_not_chosen(self):
        picture = self.market.Picture(self.market.Round(colour="blue"))
        self.assertEqual(picture.to_dict()["shape"], {"kind": "round", "name": "", "radius": 1.0, "colour": "blue"})
        self.assertIs(type(self.market.Picture.from_json(picture.to_json()).shape), self.common.Odd)
        record = self.market.Round(colour="blue")
        self.assertEqual(self.market.Round.from_json(record.to_json()), record)
        record = self.market.Left(z=3)
        self.assertEqual(self.market.Pair.from_json(record.to_json()), record)

    def test_refused(self):
        read, Picture = self.market.Picture.from_json, self.market.Picture
        for text, words, offset in (
            ('{"shape":{"radius":1}}', "missing field 'kind' - at $.shape", 20),
            ('{"shape":{"kind":"circle","radius":"x"}}', "expected float, got str - at $.shape.radius", 35),
            ('{"shape":5}', "expected Shape | None, got int - at $.shape", 9),
            ('{"either":{"kind":"odd"}}', "'odd' is not a valid tag of Dot | Circle | Square - at $.either.kind", 18),
            ('{"either":{"side":1,"kind":"square","side":2}}', "field 'side' appears twice - at $.either.side", 36),
            ('{"either":{"kind":"circle","radius":"x"}}', "expected float, got str - at $.either.radius", 36),
            ('{"mixed":{"x":"y"}}', "expected int, got str - at $.mixed.x", 14),
            ('{"mixed":true}', "expected str | list | Alone | None, got bool - at $.mixed", 9),
            ('{"alone":{"type":"x"}}', "'x' is not a valid tag of Alone - at $.alone.type", 17),
        ):
            with self.subTest(text):
                error = self.invalid(words, read, text)
                self.assertEqual((type(error), error.offset), (self.market.ValidationError, offset))
        self.refused(TypeError, "Picture.either: expected Dot | Circle | Square | None, got Odd", Picture,
                     either=self.common.Odd())
        self.refused(TypeError, "Shape: an abstract record cannot be instantiated", self.common.Shape)
        self.refused(TypeError, "Pair: an abstract record cannot be instantiated", self.market.Pair)

    def test_annotations(self):
        self.assertEqual(
            self.market.Picture.__annotations__["either"],
            self.market.Dot | self.common.Circle | self.common.Square | None,
        )

    def test_schema(self):
        schema = self.market.Picture.json_schema()
        either = schema["properties"]["either"]["anyOf"][0]["anyOf"]
        self.assertEqual(
            [item["$ref"] for item in either],
            ["#/$defs/Dot", "#/$defs/imports_common.Circle", "#/$defs/imports_common.Square"],
        )
        self.assertIn("imports_common.Odd", schema["$defs"])


class Modules(ImportsCase):
    def test_signature_and_all(self):
        self.assertEqual(
            self.market.__all__,
            ["Price", "Deep", "Trade", "Link", "Pixel", "Filled", "Money", "Plain", "Mixed", "Lower", "Dot", "Round",
             "Pair", "Left", "Right", "Picture", "Offer", "ValidationError"],
        )

    def test_a_fresh_import_of_one_keeps_the_others_working(self):
        implementation = self.market.__slotgen__["implementation"]
        fresh = new_module("imports_common", implementation)
        with installed(fresh):
            self.assertIsNot(fresh.Money, self.common.Money)
            self.refused(TypeError, "Trade.money: expected Money, got Money", self.market.Trade, fresh.Money(1.0))
            self.assertEqual(type(self.market.Trade.from_json('{"money":{"amount":1}}').money), self.common.Money)
            with installed(self.common):
                again = new_module("imports_market", implementation)
        # one base, two instances of the module that extends it
        price = again.Price(1.0, venue="A")
        trade = self.market.Trade(price)
        self.assertEqual(json.loads(trade.to_json()), trade.to_dict())
        self.assertEqual(trade.to_dict()["money"]["venue"], "A")
        del fresh, again, price, trade
        gc.collect()

    def test_shapes_are_of_the_record_s_own_module(self):
        shape = self.market.Price(1.0).__reduce_ex__(2)[0]
        self.assertIs(shape.__reduce__()[0], self.market._shape)
        self.refused(
            TypeError, "_shape() takes a record of this module and a tuple of names", self.common._shape, self.market.Price, ()
        )


if __name__ == "__main__":
    unittest.main()
