"""JSON in and out of records. Decoding is fast by the standard library's decoder; where that, or a
field, refuses the text, the strict scanner says whether it is JSON at all, and where what is wrong
stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _io, _json, _typing
from core_errors import ValidationError, _Refusal, _TOO_DEEP, _TooDeep, _wrong
from core_nodes import _Given, _GivenText, _Parsed
from core_scan import _parse, _scan
from core_schema import _json_schema
from core_types import _Type, _run, _too_deep_here

if TYPE_CHECKING:
    from core_layout import _Layout
    from core_types import _record
    from core_typing import _AnyRecord, _JsonSchema, _Loader, _Node, _Nodes, _OnError, _Readable
    from core_typing import _Steps, _T, _Task, _Text, _Writable

# [twin]


_encode = _json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_LINE_SPACE = " \t\r"
_CHUNK = 1 << 16  # bytes that are written to a file, and asked for, at a time


def _dump(task: _Task, layout: _Layout) -> _typing.Any:
    try:
        return _run(task, _TooDeep)
    except _TooDeep:
        raise ValueError(f"{layout.name}: {_TOO_DEEP}") from None


def _each(records: _abc.Iterable[_T], layout: _Layout) -> _abc.Iterator[_T]:
    """The records of an iterable, with their numbers, checked."""
    for index, record in enumerate(records):
        if not isinstance(record, layout.cls):
            words = f"expected {layout.name}, got {type(record).__name__}"
            raise TypeError(f"{layout.name}[{index}]: {words}")
        yield record


def _dump_array(records: _abc.Iterable[_AnyRecord], layout: _Layout) -> _Steps:
    out = []
    for record in _each(records, layout):
        out.append((yield record._slotgen_layout.dump(record)))
    return out


class _array(_Type):
    """A document that is an array of records."""

    expected = "list"

    def __init__(self, record_type: _record, cls: type[_AnyRecord]) -> None:
        self.record_type = record_type
        self.cls = cls

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        items = nodes.items(node)
        if items is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_items(items, nodes)

    def load_items(self, items: list[object], nodes: _Nodes) -> _Steps:
        out: list[object] = []
        for index, item in enumerate(items):
            try:
                out.append((yield self.record_type.load(item, nodes, self.cls)))
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return out


def _input(data: _Text, cls: type[_AnyRecord], method: str) -> str | bytes:
    """The data as exact str or bytes."""
    if type(data) is bytes or type(data) is str:
        return data
    if isinstance(data, str):
        return "".join((data,))
    if isinstance(data, (bytes, bytearray)):
        return bytes(memoryview(data))
    if isinstance(data, memoryview):
        return bytes(data)
    words = f"expected str, bytes, bytearray or memoryview, got {type(data).__name__}"
    raise TypeError(f"{cls._slotgen_layout.name}.{method}(): {words}")


def _load(
    data: str | bytes, load: _Loader, root: str = "$", line: int | None = None
) -> _typing.Any:
    """load(tree, nodes) of a document, run; fast, or else slowly with the reason why not."""
    try:
        tree = _parse(data)
    except (ValueError, RecursionError):
        tree = None
    else:
        try:
            return _run(load(tree, _Parsed), _too_deep_here)
        except _Refusal:
            pass
    text = data.decode("utf-8", "surrogateescape") if isinstance(data, bytes) else data
    document = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    tree, where = _scan(text, document, isinstance(data, bytes))
    try:
        return _run(load(tree, _Parsed), _too_deep_here)
    except _Refusal as refusal:
        raise refusal.invalid(root, document, where, line) from refusal.cause


def _load_line(line: str | bytes, load: _Loader, index: int, number: int) -> _typing.Any:
    """The document in line `number` of the input, which is item `index` of the result."""
    try:
        return _load(line, load, f"$[{index}]", number)
    except _json.JSONDecodeError as error:
        error.lineno = number
        place = f"line {number} column {error.colno} (char {error.pos})"
        error.args = (f"{error.msg}: {place}",)
        raise


def _load_lines(data: str | bytes, load: _Loader) -> list[_typing.Any]:
    lines: list[_typing.Any] = data.split("\n") if isinstance(data, str) else data.split(b"\n")
    space: _typing.Any = _LINE_SPACE if isinstance(data, str) else _LINE_SPACE.encode()
    out: list[_typing.Any] = []
    for number, line in enumerate(lines, 1):
        if line.strip(space):
            out.append(_load_line(line, load, len(out), number))
    return out


def _read_lines(read: _abc.Callable[[int], bytes], cls: type[_AnyRecord]) -> _abc.Iterator[bytes]:
    """The lines of a binary file, without their newlines."""
    parts: list[bytes] = []  # of a line that has not ended yet
    while True:
        chunk = read(_CHUNK)
        if not isinstance(chunk, bytes):
            words = f"read() must give bytes, got {type(chunk).__name__}"
            raise TypeError(f"{cls._slotgen_layout.name}.iter_json_lines(): {words}")
        if not chunk:
            break
        first, *others = b"".join((chunk,)).split(b"\n")
        parts.append(first)
        if others:
            yield b"".join(parts)
            parts = [others.pop()]
            yield from others
    if parts:
        yield b"".join(parts)


def _iter_records(
    read: _abc.Callable[[int], bytes], cls: type[_T], on_error: _OnError | None
) -> _abc.Iterator[_T]:
    """The records of a binary file; a generator."""
    record_type = cls._slotgen_layout.type
    space = _LINE_SPACE.encode()
    index = -1
    for number, line in enumerate(_read_lines(read, cls), 1):
        if not line.strip(space):
            continue
        index += 1
        try:
            record = _load_line(
                line, lambda tree, nodes: record_type.load(tree, nodes, cls), index, number
            )
        except (_json.JSONDecodeError, ValidationError) as error:
            if on_error is None:
                raise
            failure = error
        else:
            yield record
            continue
        on_error(failure)
        del failure


class _JsonLines:
    """What iter_json_lines() returns: an iterator over records."""

    __slots__ = ("_records", "_is_running")

    def __init__(self, records: _abc.Iterator[_typing.Any]) -> None:
        self._records = records
        self._is_running = False

    def __iter__(self) -> _JsonLines:
        return self

    def __next__(self) -> _typing.Any:
        if self._is_running:
            raise ValueError("iterator already executing")
        self._is_running = True
        try:
            return next(self._records)
        finally:
            self._is_running = False


def _write_chunk(
    file: _Writable, write: _abc.Callable[[_typing.Any], object], chunk: bytes, layout: _Layout
) -> None:
    """Gives all of `chunk` to the file; a raw one takes it in pieces, or says None where it would
    block. Other objects need not say anything."""
    where = f"{layout.name}.write_json_lines(): write()"
    view = memoryview(chunk)
    done = 0
    while done < len(chunk):
        taken = write(view[done:] if done else chunk)
        left = len(chunk) - done
        if taken is None:
            if isinstance(file, _io.RawIOBase):
                raise BlockingIOError(f"{where} would block")
            return
        if not isinstance(taken, int):
            raise TypeError(f"{where} must give int or None, got {type(taken).__name__}")
        if not 0 < taken <= left:
            raise OSError(f"{where} took {taken} of {left} bytes")
        done += taken


def _write_lines(records: _abc.Iterable[_AnyRecord], file: _Writable, layout: _Layout) -> int:
    write = file.write
    lines: list[bytes] = []
    size = count = 0
    try:
        for record in _each(records, layout):
            line = _Json.to_json(record) + b"\n"
            lines.append(line)
            size += len(line)
            count += 1
            if size >= _CHUNK:
                chunk = b"".join(lines)
                lines, size = [], 0
                _write_chunk(file, write, chunk, layout)
    finally:  # those before the one that failed
        _write_chunk(file, write, b"".join(lines), layout)
    return count


class _Json:
    """The JSON methods of every record."""

    __slots__ = ()
    _slotgen_is_base = True
    if _typing.TYPE_CHECKING:  # a _Layout, but of another twin where a base is
        _slotgen_layout: _typing.ClassVar[_typing.Any]

    def to_json(self, /) -> bytes:
        """This record as JSON text, UTF-8."""
        return _encode(_Json.to_dict(self)).encode()

    def to_dict(self, /) -> dict[str, _typing.Any]:
        """What json.loads(self.to_json()) gives; shares nothing with the record."""
        layout = self._slotgen_layout
        tree: dict[str, _typing.Any] = _dump(layout.dump(self), layout)
        return tree

    @classmethod
    def from_json(cls: type[_T], data: _Text, /) -> _T:
        """The record that a JSON text, str or UTF-8, stands for."""
        record_type = cls._slotgen_layout.type
        text = _input(data, cls, "from_json")
        record: _T = _load(text, lambda tree, nodes: record_type.load(tree, nodes, cls))
        return record

    @classmethod
    def from_dict(
        cls: type[_T], mapping: _abc.Mapping[str, _typing.Any], /, *, strict: bool = True
    ) -> _T:
        """The record that a mapping, as json.loads() makes it, stands for; strict=False also takes
        text for numbers, bools and null."""
        nodes = _Given if strict else _GivenText
        try:
            task = cls._slotgen_layout.type.load(mapping, nodes, cls)
            record: _T = _run(task, _too_deep_here)
        except _Refusal as refusal:
            raise refusal.invalid() from refusal.cause
        return record

    @classmethod
    def to_json_array(cls: type[_T], records: _abc.Iterable[_T], /) -> bytes:
        """Records as the JSON text of an array, UTF-8."""
        layout = cls._slotgen_layout
        return _encode(_dump(_dump_array(records, layout), layout)).encode()

    @classmethod
    def from_json_array(cls: type[_T], data: _Text, /) -> list[_T]:
        """The list of records that the JSON text of an array stands for."""
        array = _array(cls._slotgen_layout.type, cls)
        records: list[_T] = _load(_input(data, cls, "from_json_array"), array.load)
        return records

    @classmethod
    def to_json_lines(cls: type[_T], records: _abc.Iterable[_T], /) -> bytes:
        """Records as newline-delimited JSON, UTF-8; every record ends in a newline."""
        lines = []
        for record in _each(records, cls._slotgen_layout):
            lines.append(_Json.to_json(record) + b"\n")
        return b"".join(lines)

    @classmethod
    def from_json_lines(cls: type[_T], data: _Text, /) -> list[_T]:
        """The list of records that newline-delimited JSON stands for."""
        record_type = cls._slotgen_layout.type
        text = _input(data, cls, "from_json_lines")
        return _load_lines(text, lambda tree, nodes: record_type.load(tree, nodes, cls))

    @classmethod
    def write_json_lines(cls: type[_T], records: _abc.Iterable[_T], file: _Writable, /) -> int:
        """Writes records to a binary file as newline-delimited JSON; returns how many."""
        return _write_lines(records, file, cls._slotgen_layout)

    @classmethod
    def iter_json_lines(
        cls: type[_T], file: _Readable, /, *, on_error: _OnError | None = None
    ) -> _abc.Iterator[_T]:
        """An iterator over the records that the lines of a binary file stand for;
        on_error(exception) is called for a bad line, which is then skipped."""
        return _JsonLines(_iter_records(file.read, cls, on_error))

    @classmethod
    def json_schema(cls, /) -> _JsonSchema:
        """The JSON Schema (2020-12) of these records' JSON, as a dict."""
        return _json_schema(cls._slotgen_layout)
