"""JSON in and out of records. Decoding is fast by the standard library's decoder; where that, or a
field, refuses the text, the strict scanner says whether it is JSON at all, and where what is wrong
stands.
"""

from core_imports import _io, _json
from core_errors import ValidationError, _Refusal, _TOO_DEEP, _TooDeep, _wrong
from core_nodes import _Given, _GivenText, _Parsed
from core_scan import _parse, _scan
from core_schema import _json_schema
from core_types import _run, _too_deep_here

# [twin]


_encode = _json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_LINE_SPACE = " \t\r"
_CHUNK = 1 << 16  # bytes that are written to a file, and asked for, at a time


def _dump(task, layout):
    try:
        return _run(task, _TooDeep)
    except _TooDeep:
        raise ValueError(f"{layout.name}: {_TOO_DEEP}") from None


def _each(records, layout):
    """The records of an iterable, with their numbers, checked."""
    for index, record in enumerate(records):
        if not isinstance(record, layout.cls):
            words = f"expected {layout.name}, got {type(record).__name__}"
            raise TypeError(f"{layout.name}[{index}]: {words}")
        yield record


def _dump_array(records, layout):
    out = []
    for record in _each(records, layout):
        out.append((yield record._slotgen_layout.dump(record)))
    return out


class _array:
    """A document that is an array of records; `expected` is for messages."""

    expected = "list"

    def __init__(self, record_type, cls):
        self.record_type = record_type
        self.cls = cls

    def load(self, node, nodes):
        items = nodes.items(node)
        if items is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_items(items, nodes)

    def load_items(self, items, nodes):
        out = []
        for index, item in enumerate(items):
            try:
                out.append((yield self.record_type.load(item, nodes, self.cls)))
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return out


def _input(data, cls, method):
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


def _load(data, load, root="$", line=None):
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
    text = document = data
    if type(data) is bytes:
        text = data.decode("utf-8", "surrogateescape")
        document = data.decode("utf-8", "replace")
    tree, where = _scan(text, document, type(data) is bytes)
    try:
        return _run(load(tree, _Parsed), _too_deep_here)
    except _Refusal as refusal:
        raise refusal.invalid(root, document, where, line) from refusal.cause


def _load_line(line, load, index, number):
    """The document in line `number` of the input, which is item `index` of the result."""
    try:
        return _load(line, load, f"$[{index}]", number)
    except _json.JSONDecodeError as error:
        error.lineno = number
        place = f"line {number} column {error.colno} (char {error.pos})"
        error.args = (f"{error.msg}: {place}",)
        raise


def _load_lines(data, load):
    separator = "\n" if type(data) is str else b"\n"
    space = _LINE_SPACE if type(data) is str else _LINE_SPACE.encode()
    out = []
    for number, line in enumerate(data.split(separator), 1):
        if line.strip(space):
            out.append(_load_line(line, load, len(out), number))
    return out


def _read_lines(read, cls):
    """The lines of a binary file, without their newlines."""
    parts = []  # of a line that has not ended yet
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


def _iter_records(read, cls, on_error):
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

    def __init__(self, records):
        self._records = records
        self._is_running = False

    def __iter__(self):
        return self

    def __next__(self):
        if self._is_running:
            raise ValueError("iterator already executing")
        self._is_running = True
        try:
            return next(self._records)
        finally:
            self._is_running = False


def _write_chunk(file, write, chunk, layout):
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


def _write_lines(records, file, layout):
    write = file.write
    lines, size, count = [], 0, 0
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

    def to_json(self, /):
        """This record as JSON text, UTF-8."""
        return _encode(_Json.to_dict(self)).encode()

    def to_dict(self, /):
        """What json.loads(self.to_json()) gives; shares nothing with the record."""
        layout = self._slotgen_layout
        return _dump(layout.dump(self), layout)

    @classmethod
    def from_json(cls, data, /):
        """The record that a JSON text, str or UTF-8, stands for."""
        record_type = cls._slotgen_layout.type
        data = _input(data, cls, "from_json")
        return _load(data, lambda tree, nodes: record_type.load(tree, nodes, cls))

    @classmethod
    def from_dict(cls, mapping, /, *, strict=True):
        """The record that a mapping, as json.loads() makes it, stands for; strict=False also takes
        text for numbers, bools and null."""
        nodes = _Given if strict else _GivenText
        try:
            task = cls._slotgen_layout.type.load(mapping, nodes, cls)
            return _run(task, _too_deep_here)
        except _Refusal as refusal:
            raise refusal.invalid() from refusal.cause

    @classmethod
    def to_json_array(cls, records, /):
        """Records as the JSON text of an array, UTF-8."""
        layout = cls._slotgen_layout
        return _encode(_dump(_dump_array(records, layout), layout)).encode()

    @classmethod
    def from_json_array(cls, data, /):
        """The list of records that the JSON text of an array stands for."""
        array = _array(cls._slotgen_layout.type, cls)
        return _load(_input(data, cls, "from_json_array"), array.load)

    @classmethod
    def to_json_lines(cls, records, /):
        """Records as newline-delimited JSON, UTF-8; every record ends in a newline."""
        lines = []
        for record in _each(records, cls._slotgen_layout):
            lines.append(_Json.to_json(record) + b"\n")
        return b"".join(lines)

    @classmethod
    def from_json_lines(cls, data, /):
        """The list of records that newline-delimited JSON stands for."""
        record_type = cls._slotgen_layout.type
        data = _input(data, cls, "from_json_lines")
        return _load_lines(data, lambda tree, nodes: record_type.load(tree, nodes, cls))

    @classmethod
    def write_json_lines(cls, records, file, /):
        """Writes records to a binary file as newline-delimited JSON; returns how many."""
        return _write_lines(records, file, cls._slotgen_layout)

    @classmethod
    def iter_json_lines(cls, file, /, *, on_error=None):
        """An iterator over the records that the lines of a binary file stand for;
        on_error(exception) is called for a bad line, which is then skipped."""
        return _JsonLines(_iter_records(file.read, cls, on_error))

    @classmethod
    def json_schema(cls, /):
        """The JSON Schema (2020-12) of these records' JSON, as a dict."""
        return _json_schema(cls._slotgen_layout)
