"""iter_json_lines() and write_json_lines(): records from and to binary file objects."""

import gc
import gzip
import io
import os
import sys
import tempfile
import unittest
import warnings
import weakref

from support import (
    HAS_SANITIZER,
    IMPLEMENTATION,
    IS_C,
    ModuleCase,
    load,
    outcome,
    path_of,
    plain,
    resident,
    setUpModule,
)

OTHER = "python" if IS_C else "c"
CHUNK = 1 << 16
GOOD = b'{"x":1}\n{"x":2.5,"y":3}\n'


class Pieces:
    """A file whose read() gives these pieces, whatever is asked for."""

    def __init__(self, *pieces):
        self.pieces = [*pieces]
        self.asked = []

    def read(self, n):
        self.asked.append(n)
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, BaseException):
            raise piece
        return piece


class Sink:
    """A file whose write() takes what `takes` says, then everything."""

    def __init__(self, *takes):
        self.takes = [*takes]
        self.calls = []
        self.data = b""

    def write(self, data):
        self.calls.append(type(data).__name__)
        taken = self.takes.pop(0) if self.takes else len(data)
        if isinstance(taken, BaseException):
            raise taken
        self.data += bytes(data[:taken] if type(taken) is int else data)
        return taken


class RawSink(io.RawIOBase):
    def __init__(self, *takes):
        self.sink = Sink(*takes)

    def write(self, data):
        return self.sink.write(data)


def streamed(record, data, pieces=None, **options):
    """What a stream gives: the records, and what ended it."""
    file = Pieces(*pieces) if pieces is not None else io.BytesIO(data)
    records = []
    try:
        for item in record.iter_json_lines(file, **options):
            records.append(item)
    except Exception:
        error = records_error(record, data, pieces, **options)
        return [plain(item) for item in records], error
    return [plain(item) for item in records], None


def records_error(record, data, pieces, **options):
    file = Pieces(*pieces) if pieces is not None else io.BytesIO(data)
    return outcome(lambda: list(record.iter_json_lines(file, **options)))


class Reading(ModuleCase):
    modules = ("calls",)

    def points(self, *pieces, **options):
        return list(self.calls.Point.iter_json_lines(Pieces(*pieces), **options))

    def test_records(self):
        calls = self.calls
        self.assertEqual(self.points(GOOD), [calls.Point(1), calls.Point(2.5, 3)])
        self.assertEqual(self.points(), [])
        self.assertEqual(self.points(b"\n \t\r\n"), [])
        self.assertEqual(self.points(b'{"x":1}'), [calls.Point(1)])
        self.assertEqual(self.points(b'\r\n{"x":1}\r\n\r\n {"x":2} \r'), [calls.Point(1), calls.Point(2)])

    def test_is_lazy(self):
        file = Pieces(GOOD, b'{"x":4}')
        records = self.calls.Point.iter_json_lines(file)
        self.assertEqual(file.asked, [])
        self.assertEqual(next(records).x, 1)
        self.assertEqual(next(records).x, 2.5)
        self.assertEqual(file.asked, [CHUNK])
        self.assertEqual(next(records).x, 4)
        self.assertEqual(file.asked, [CHUNK] * 3)
        for _ in range(3):
            with self.assertRaises(StopIteration):
                next(records)
        self.assertEqual(file.asked, [CHUNK] * 3)

    def test_iterator(self):
        records = self.calls.Point.iter_json_lines(io.BytesIO(GOOD))
        self.assertIs(iter(records), records)
        self.assertEqual(type(records).__name__, "_JsonLines")
        self.assertEqual(type(records).__module__, "calls")
        self.assertFalse(hasattr(records, "__dict__"))
        if IS_C:
            self.refused(TypeError, "cannot create '_JsonLines' instances", type(records))
            with self.assertRaises(TypeError):
                type(records).x = 1

    def test_subclass(self):
        class Sub(self.calls.Point):
            pass

        self.assertEqual([type(r) for r in Sub.iter_json_lines(io.BytesIO(GOOD))], [Sub, Sub])

    def test_the_file_stays_open(self):
        file = io.BytesIO(GOOD + b"{")
        with self.assertRaises(ValueError):
            list(self.calls.Point.iter_json_lines(file))
        self.assertFalse(file.closed)

    def test_every_boundary(self):
        Trade = self.calls.Trade
        text = (
            '{"symbol":"ä€\U0001f600","px":1,"note":"\\u00e9\\n"}\r\n'
            "\r\n"
            '{"px":-0.5e1,"tags":["x\\"","\\\\"],"symbol":""}\n'
            ' \n{"symbol":"z","px":2}'
        ).encode()
        expected = Trade.from_json_lines(text)
        self.assertEqual(len(expected), 3)
        for data in (text, text + b"\n", text + b"\r\n\r\n"):
            for at in range(len(data) + 1):
                self.assertEqual(
                    list(Trade.iter_json_lines(Pieces(*filter(None, (data[:at], data[at:]))))), expected, at
                )
            for size in (1, 2, 3, 7):
                pieces = [data[i : i + size] for i in range(0, len(data), size)]
                self.assertEqual(list(Trade.iter_json_lines(Pieces(*pieces))), expected, size)

    def test_long_lines(self):
        Trade = self.calls.Trade
        trades = [Trade("s" * n, n) for n in (1, CHUNK, 3, 5 * CHUNK + 1, CHUNK - 30, 0, 2 * CHUNK, 7)]
        data = Trade.to_json_lines(trades)
        self.assertEqual(list(Trade.iter_json_lines(io.BytesIO(data))), trades)
        many = [Trade("s", n) for n in range(5000)]
        self.assertEqual(list(Trade.iter_json_lines(io.BytesIO(Trade.to_json_lines(many)))), many)

    def test_lengths_around_a_chunk(self):
        Trade = self.calls.Trade
        empty = len(Trade.to_json_lines([Trade("", 1)]))
        for n in range(CHUNK - empty - 2, CHUNK - empty + 3):
            trades = [Trade("s" * n, 1), Trade("t", 2)]
            data = Trade.to_json_lines(trades)
            for end in (data, data[:-1]):
                self.assertEqual(list(Trade.iter_json_lines(io.BytesIO(end))), trades, n)

    def test_errors_are_those_of_from_json_lines(self):
        Point = self.calls.Point
        good = b'{"x":1}'
        for bad in (
            b"{",
            b'{"x":tru}',
            b"\xff",
            b'{"x":"\xc3"}',
            b'{"x":1}{',
            b'{"x":1,\r',
            b'"a',
            b'{"x":"1"}',
            b'{"y":1}',
            b"[]",
            b'{"x":1,"x":2}',
            b"[" * 501,
            b'{"x":1e999}',
            b"\0",
        ):
            for before in (b"", b"\n", good + b"\n", good + b"\r\n \n" + good + b"\n"):
                for after in (b"", b"\n", b"\n" + good):
                    data = before + bad + after
                    expected = outcome(Point.from_json_lines, data)
                    self.assertEqual(outcome(lambda: list(Point.iter_json_lines(io.BytesIO(data)))), expected)
                    pieces = [data[i : i + 1] for i in range(len(data))]
                    self.assertEqual(outcome(lambda: list(Point.iter_json_lines(Pieces(*pieces)))), expected)
                    self.assertIsInstance(expected[2], dict)

    def test_error_in_words(self):
        lines = b'{"x":1}\n\n{"x":2}\r\n{"x":null}\n'
        records = self.calls.Point.iter_json_lines(io.BytesIO(lines))
        self.assertEqual([next(records).x, next(records).x], [1, 2])
        error = self.invalid("expected float, got NoneType - at $[2].x", next, records)
        self.assertEqual((error.path, error.offset, error.lineno), ("$[2].x", 5, 4))
        self.assertEqual(list(records), [])

        error = self.malformed("expected a value", 5, self.points, b'\n{"x":}')
        self.assertEqual((error.lineno, error.colno, error.doc), (2, 6, '{"x":}'))
        self.assertEqual(str(error), "expected a value: line 2 column 6 (char 5)")

    def test_exhausted_by_an_error(self):
        file = Pieces(b'{"x":1}\nnull\n{"x":2}\n')
        records = self.calls.Point.iter_json_lines(file)
        next(records)
        with self.assertRaises(ValueError):
            next(records)
        self.assertEqual(list(records), [])
        self.assertEqual(len(file.asked), 1)

    def test_on_error(self):
        errors = []
        data = b'null\n{"x":1}\n\n{"x"\n{"x":2}\r\n{"x":"3"}\n{"x":4}\n[1,'
        records = self.points(data, on_error=errors.append)
        self.assertEqual([record.x for record in records], [1, 2, 4])
        self.assertEqual(
            [(type(error).__name__, str(error), error.lineno) for error in errors],
            [
                ("ValidationError", "expected Point, got NoneType - at $[0]", 1),
                ("JSONDecodeError", "unexpected end of text: line 4 column 5 (char 4)", 4),
                ("ValidationError", "expected float, got str - at $[4].x", 6),
                ("JSONDecodeError", "unexpected end of text: line 8 column 4 (char 3)", 8),
            ],
        )
        self.assertEqual(self.points(b"1\n2\n3", on_error=lambda error: None), [])
        self.assertEqual(len(self.points(GOOD, on_error=None)), 2)
        self.refused(TypeError, "'int' object is not callable", self.points, b"1", on_error=0)
        self.assertEqual(len(self.points(GOOD, on_error=0)), 2)

    def test_on_error_raises(self):
        def stop(error):
            raise KeyError("enough")

        records = self.calls.Point.iter_json_lines(Pieces(GOOD + b"1\n" + GOOD), on_error=stop)
        self.assertEqual([next(records).x, next(records).x], [1, 2.5])
        error = self.refused(KeyError, "'enough'", next, records)
        self.assertIsNone(error.__context__)
        self.assertEqual(list(records), [])

    def test_read_raises(self):
        called = []
        file = Pieces(GOOD, OSError("gone"), GOOD)
        records = self.calls.Point.iter_json_lines(file, on_error=called.append)
        self.assertEqual([next(records).x, next(records).x], [1, 2.5])
        self.refused(OSError, "gone", next, records)
        self.assertEqual((list(records), called), ([], []))
        for stop in (StopIteration(), StopIteration(5)):
            error = self.refused(
                RuntimeError, "generator raised StopIteration", self.points, GOOD, stop
            )
            self.assertIs(type(error.__cause__), StopIteration)
            self.assertIs(error.__context__, error.__cause__)

    def test_read_gives_no_bytes(self):
        class Bytes(bytes):
            def split(self, *args):
                raise AssertionError

        self.assertEqual(len(self.points(Bytes(GOOD))), 2)
        for wrong, name in (("", "str"), ("{}", "str"), (None, "NoneType"), (bytearray(), "bytearray")):
            words = f"Point.iter_json_lines(): read() must give bytes, got {name}"
            self.refused(TypeError, words, self.points, wrong)
            self.refused(TypeError, words, self.points, GOOD, wrong)
        words = "Point.iter_json_lines(): read() must give bytes, got str"
        self.refused(TypeError, words, next, self.calls.Point.iter_json_lines(io.StringIO("{}")))

    def test_arguments(self):
        call = self.calls.Point.iter_json_lines
        prefix = "_Json.iter_json_lines() "
        self.refused(TypeError, prefix + "missing 1 required positional argument: 'file'", call)
        self.refused(
            TypeError, prefix + "takes 2 positional arguments but 3 were given", call, 1, print
        )
        self.refused(
            TypeError, prefix + "got an unexpected keyword argument 'x'", call, 1, x=None
        )
        self.refused(AttributeError, "'int' object has no attribute 'read'", call, 5)

    def test_reentrant(self):
        Point = self.calls.Point
        seen = []

        class File:
            def read(self, n):
                if len(seen) < 2:
                    try:
                        next(records)
                    except ValueError as error:
                        seen.append(str(error))
                    return GOOD
                return b""

        records = Point.iter_json_lines(File())
        self.assertEqual([record.x for record in records], [1, 2.5, 1, 2.5])
        self.assertEqual(seen, ["iterator already executing"] * 2)

        records = Point.iter_json_lines(Pieces(b"1\n" + GOOD), on_error=lambda error: next(records))
        self.refused(ValueError, "iterator already executing", next, records)
        self.assertEqual(list(records), [])

    def test_collected(self):
        class File:
            def read(self, n):
                return GOOD

        for count in range(3):
            file = File()
            file.records = self.calls.Point.iter_json_lines(file)
            for _ in range(count):
                next(file.records)
            alive = weakref.ref(file)
            del file
            gc.collect()
            self.assertIsNone(alive())

    def test_lets_go_of_the_file(self):
        class File(Pieces):
            pass

        for pieces in ((GOOD,), (b"1",)):
            file = File(*pieces)
            records = self.calls.Point.iter_json_lines(file)
            alive = weakref.ref(file)
            del file
            outcome(lambda: list(records))
            gc.collect()
            self.assertIsNone(alive())

    def test_kinds_of_files(self):
        points = [self.calls.Point(n, 1) for n in range(10000)]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "points.jsonl")
            for opener, options in ((open, {}), (open, {"buffering": 0}), (gzip.open, {})):
                with opener(path, "wb", **options) as file:
                    self.assertEqual(self.calls.Point.write_json_lines(points, file), 10000)
                with opener(path, "rb", **options) as file:
                    self.assertEqual(list(self.calls.Point.iter_json_lines(file)), points)
                    self.assertFalse(file.closed)

    @unittest.skipUnless(path_of("calls", OTHER).exists(), "the other implementation is not here")
    def test_parity(self):
        ours, theirs = self.calls.Point, load("calls", OTHER).Point
        lines = [b'{"x":1}', b"", b" \r", b'{"x":"\xc3\xa4"}', b"\xff", b"{", b'{"x":-0,"y":1e39}', b"[]\r"]
        for first in lines:
            for second in lines:
                for third in lines:
                    data = b"\n".join((first, second, third))
                    for options in ({}, {"on_error": repr}):
                        self.assertEqual(
                            streamed(ours, data, **options), streamed(theirs, data, **options), data
                        )


class Writing(ModuleCase):
    modules = ("calls",)

    def setUp(self):
        super().setUp()
        self.points = [self.calls.Point(n) for n in range(3)]
        self.text = self.calls.Point.to_json_lines(self.points)

    def write(self, records, file):
        return self.calls.Point.write_json_lines(records, file)

    def test_written(self):
        for records in (self.points, tuple(self.points), iter(self.points), (p for p in self.points)):
            file = io.BytesIO()
            self.assertEqual(self.write(records, file), 3)
            self.assertEqual(file.getvalue(), self.text)
            self.assertFalse(file.closed)
        sink = Sink()
        self.assertEqual((self.write([], sink), sink.calls), (0, []))

    def test_chunks(self):
        points = [self.calls.Point(n) for n in range(20000)]
        sizes = []

        class File:
            def write(self, data):
                sizes.append(len(data))
                self.last = data
                return len(data)

        file = File()
        self.assertEqual(self.write(iter(points), file), 20000)
        self.assertIs(type(file.last), bytes)
        self.assertEqual(sum(sizes), len(self.calls.Point.to_json_lines(points)))
        self.assertGreater(len(sizes), 4)
        self.assertTrue(all(CHUNK <= size < CHUNK + 64 for size in sizes[:-1]), sizes)

    def test_a_record_longer_than_a_chunk(self):
        Trade = self.calls.Trade
        trades = [Trade("s" * n, 1) for n in (3 * CHUNK, 1, CHUNK, 2)]
        file = io.BytesIO()
        self.assertEqual(Trade.write_json_lines(trades, file), 4)
        self.assertEqual(file.getvalue(), Trade.to_json_lines(trades))

    def test_subclasses(self):
        class Sub(self.calls.Point):
            pass

        file = io.BytesIO()
        big = {"x": 1, "id": 1, "flag": True, "any": None, "tiny": 1, "huge": 1, "wide": 1, "maybe": None}
        records = [Sub(1), self.calls.Big(**big, table={})]
        self.assertEqual(self.write(records, file), 2)
        self.assertEqual(file.getvalue(), b"".join(record.to_json() + b"\n" for record in records))
        self.refused(
            TypeError, "Point[1]: expected Point, got Point", Sub.write_json_lines, [Sub(1), 2][:1] + [type("Point", (), {})()], file
        )

    def test_a_record_fails(self):
        nan = self.calls.Point(float("nan"))
        for bad, category, words in (
            (nan, ValueError, "Point.x: nan has no JSON spelling"),
            (5, TypeError, "Point[3]: expected Point, got int"),
        ):
            sink = Sink()
            self.refused(category, words, self.write, [*self.points, bad, *self.points], sink)
            self.assertEqual((sink.data, len(sink.calls)), (self.text, 1))
            self.assertEqual(
                outcome(self.write, [*self.points, bad], Sink()),
                outcome(self.calls.Point.to_json_lines, [*self.points, bad]),
            )
        sink = Sink()
        with self.assertRaises(ValueError):
            self.write([nan, *self.points], sink)
        self.assertEqual(sink.calls, [])

    def test_half_a_record_is_taken_back(self):
        Trade = self.calls.Trade
        bad = Trade("long " * 1000, 1, tags=["a"])
        bad.tags.append(5)
        for before in (0, 1, 30, 3000):
            trades = [Trade("s", n) for n in range(before)]
            sink = Sink()
            self.refused(
                TypeError, "Trade.tags[1]: expected str, got int", Trade.write_json_lines, [*trades, bad], sink
            )
            self.assertEqual(sink.data, Trade.to_json_lines(trades))

    def test_the_iterable_fails(self):
        def records():
            yield from self.points
            raise KeyError("no more")

        sink = Sink()
        self.refused(KeyError, "'no more'", self.write, records(), sink)
        self.assertEqual(sink.data, self.text)
        self.refused(TypeError, "'int' object is not iterable", self.write, 5, sink)

    def test_short_writes(self):
        for kind in (Sink, RawSink):
            for takes in ([1], [1, 2, 3], [5] * 3, [len(self.text)]):
                file = kind(*takes)
                sink = file if kind is Sink else file.sink
                self.assertEqual(self.write(self.points, file), 3)
                self.assertEqual(sink.data, self.text)
                self.assertEqual(sink.calls, ["bytes"] + ["memoryview"] * (len(sink.calls) - 1))

    def test_write_says_nothing(self):
        """Only a raw file that returns None has written nothing."""
        sink = Sink(None)
        self.assertEqual(self.write(self.points, sink), 3)
        self.assertEqual(sink.data, self.text)
        for takes in ((None,), (5, None)):
            error = self.refused(
                BlockingIOError,
                "Point.write_json_lines(): write() would block",
                self.write,
                self.points,
                RawSink(*takes),
            )
            self.assertIsInstance(error, OSError)

    def test_write_says_nonsense(self):
        n = len(self.text)
        where = "Point.write_json_lines(): write()"
        for takes, category, words in (
            ((0,), OSError, f"took 0 of {n} bytes"),
            ((4, 0), OSError, f"took 0 of {n - 4} bytes"),
            ((-1,), OSError, f"took -1 of {n} bytes"),
            ((n + 1,), OSError, f"took {n + 1} of {n} bytes"),
            ((10**30,), OSError, f"took {10**30} of {n} bytes"),
            (("",), TypeError, "must give int or None, got str"),
            ((1.0,), TypeError, "must give int or None, got float"),
        ):
            self.refused(category, f"{where} {words}", self.write, self.points, Sink(*takes))

    def test_write_raises(self):
        sink = Sink(OSError("full"))
        self.refused(OSError, "full", self.write, self.points, sink)
        self.assertEqual(len(sink.calls), 1)
        points = [self.calls.Point(n) for n in range(20000)]
        sink = Sink(CHUNK // 2, OSError("full"))
        self.refused(OSError, "full", self.write, iter(points), sink)
        self.assertEqual(len(sink.calls), 2)

    def test_both_fail(self):
        error = self.refused(
            OSError, "full", self.write, [*self.points, 5], Sink(OSError("full"))
        )
        self.assertEqual(str(error.__context__), "Point[3]: expected Point, got int")

    def test_arguments(self):
        prefix = "_Json.write_json_lines() "
        self.refused(
            TypeError, prefix + "missing 1 required positional argument: 'file'", self.calls.Point.write_json_lines, []
        )
        self.refused(
            TypeError,
            prefix + "missing 2 required positional arguments: 'records' and 'file'",
            self.calls.Point.write_json_lines,
        )
        self.refused(
            TypeError,
            prefix + "got some positional-only arguments passed as keyword arguments: 'file'",
            self.calls.Point.write_json_lines,
            [],
            file=Sink(),
        )
        self.refused(AttributeError, "'int' object has no attribute 'write'", self.write, [], 5)


class Memory(ModuleCase):
    """A stream is never in memory as a whole."""

    modules = ("calls",)
    LINES = 200_000
    ALLOWED = 16 << 20

    def bounded(self, call):
        call(1000)
        gc.collect()
        before = resident()
        call(self.LINES)
        if before and not HAS_SANITIZER:
            self.assertLess(resident() - before, self.ALLOWED)

    def test_reading(self):
        def read(lines):
            line = self.calls.Trade("s" * 100, 1.5, note="n").to_json() + b"\n"
            text = line * 100
            pieces = (text for _ in range(lines // 100))

            class File:
                def read(self, n):
                    return next(pieces, b"")

            count = 0
            for record in self.calls.Trade.iter_json_lines(File()):
                count += 1
            self.assertEqual(count, lines)

        self.bounded(read)

    def test_reading_bad_lines(self):
        def read(lines):
            pieces = (b"{}\n" * 1000 for _ in range(lines // 10000))

            class File:
                def read(self, n):
                    return next(pieces, b"")

            self.assertEqual(list(self.calls.Trade.iter_json_lines(File(), on_error=id)), [])

        self.bounded(read)

    def test_writing(self):
        class File:
            def write(self, data):
                return len(data)

        def write(lines):
            records = (self.calls.Point(n) for n in range(lines))
            self.assertEqual(self.calls.Point.write_json_lines(records, File()), lines)

        self.bounded(write)

    @unittest.skipUnless(hasattr(sys, "getallocatedblocks"), "blocks cannot be counted")
    def test_no_leaks(self):
        Trade = self.calls.Trade

        def work():
            data = Trade.to_json_lines([Trade("s" * 1000, 1)] * 70) + b"1\n{"
            errors = []
            for _ in Trade.iter_json_lines(io.BytesIO(data), on_error=errors.append):
                pass
            next(Trade.iter_json_lines(io.BytesIO(data)))
            outcome(lambda: list(Trade.iter_json_lines(io.BytesIO(data))))
            outcome(lambda: list(Trade.iter_json_lines(Pieces(data, KeyError(1)))))
            outcome(lambda: list(Trade.iter_json_lines(Pieces(data, StopIteration()))))
            trades = [Trade("s" * 1000, 1)] * 70
            Trade.write_json_lines(trades, Sink(5, 7))
            for takes in ((0,), (None,), ("",), (KeyError(1),)):
                outcome(Trade.write_json_lines, [*trades, 5], RawSink(*takes))
            outcome(Trade.from_dict, {"symbol": "s", "px": "1e5"}, strict=False)
            outcome(Trade.from_dict, {"symbol": "s", "px": "x"}, strict=False)
            outcome(Trade.from_dict, 1, 2, 3)
            for record in (Trade, self.calls.Node, self.calls.Big):
                record.json_schema()

        def blocks():
            gc.collect()
            if hasattr(sys, "_clear_type_cache"):  # it keeps the names of looked-up attributes
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    sys._clear_type_cache()
            return sys.getallocatedblocks()

        growth = []
        for _ in range(6):  # the first rounds warm up caches
            before = blocks()
            for _ in range(20):
                work()
            growth.append(blocks() - before)
        self.assertLess(min(growth), 20, growth)


if __name__ == "__main__":
    unittest.main()
