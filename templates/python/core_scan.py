"""JSON text to a tree. _parse() is fast and only says whether it worked; _scan() is strict and says
where and why it did not, in words of our own: those of the standard library change from version to
version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _importlib, _itertools, _json, _re, _typing
from core_errors import _MAX_DEPTH, _TOO_DEEP, _malformed

if TYPE_CHECKING:
    from core_typing import _Match, _Node, _Place

# [twin]


def _refuse_constant(name: str) -> _typing.NoReturn:
    raise ValueError(name)


_decoder = _json.JSONDecoder(
    object_pairs_hook=tuple,
    parse_int=str.encode,
    parse_float=str.encode,
    parse_constant=_refuse_constant,
)
# without its C half the standard library's decoder takes more than JSON: digits of any script, say
_has_fast_decoder = _importlib.import_module("json.scanner").c_make_scanner is not None
_SURROGATE_ESCAPE = _re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = _re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F])|.)",
    _re.DOTALL,
)
# what is left of a document to tell its depth: both kinds of brackets as one, and quotes
_SAME_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b'[]{}"'))
_QUOTED = _re.compile(rb'"[^"]*"?')
_BRACKET_STEP = (ord("[") + 1).__sub__  # 1 for [, -1 for ]


def _is_shallow(data: bytes) -> bool:
    """Whether no more than _MAX_DEPTH brackets are open at once. A deeper text must not come near
    the standard library's decoder, which recurses on the C stack."""
    if data.count(b"[") + data.count(b"{") <= _MAX_DEPTH:
        return True
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = data.translate(_SAME_BRACKETS, _NO_BRACKETS).replace(b'""', b"")
    steps = map(_BRACKET_STEP, _QUOTED.sub(b"", brackets))
    return max(_itertools.accumulate(steps), default=0) <= _MAX_DEPTH


def _parse(data: str | bytes) -> _Node:
    """The tree of a document, str or bytes; or ValueError or RecursionError: it must be scanned."""
    if isinstance(data, bytes):
        text, encoded = data.decode(), data
    else:
        text, encoded = data, data.encode()
    if not _has_fast_decoder or not _is_shallow(encoded):
        raise ValueError
    if b"\\u" in encoded and _SURROGATE_ESCAPE.search(text):
        if any(escape.lastindex for escape in _ESCAPE.finditer(text)):
            raise ValueError
    return _decoder.decode(text)



def _matcher(pattern: str) -> _Match:
    """The match() of a pattern that matches everywhere, if only the empty text."""
    return _typing.cast("_Match", _re.compile(pattern).match)


_match_space = _matcher(r"[ \t\n\r]*")
_match_run = _matcher(r'[^ \t\n\r{}\[\],:"]*')
_match_plain = _matcher(r'[^"\\\x00-\x1f\ud800-\udfff]*')
_SURROGATE = _re.compile("[\ud800-\udfff]")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_NUMBER = _re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAMES = {"null": None, "true": True, "false": False}
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class _Scanner:
    """Tokens of a text, read one at a time. kind: one of {}[],: or " (a string), "run", "" (the
    end)."""

    def __init__(self, text: str, document: str, is_bytes: bool) -> None:
        self.text = text
        self.document = document
        self.surrogate = "invalid UTF-8" if is_bytes else "lone surrogate"
        self.at = 0
        self.kind = self.value = ""
        self.start = 0

    def fail(self, message: str, position: int) -> _typing.NoReturn:
        raise _malformed(message, self.document, position)

    def next(self) -> None:
        text = self.text
        self.start = at = _match_space(text, self.at).end()
        if at == len(text):
            self.kind = ""
            return
        self.kind = kind = text[at]
        if kind == '"':
            self.value = self.string(at)
        elif kind in "{}[],:":
            self.at = at + 1
        else:
            self.kind = "run"
            self.at = _match_run(text, at).end()
            self.value = text[at : self.at]
            bad = _SURROGATE.search(self.value)
            if bad:
                self.fail(self.surrogate, at + bad.start())

    def string(self, quote: int) -> str:
        text = self.text
        parts = []
        at = quote + 1
        while True:
            end = _match_plain(text, at).end()
            parts.append(text[at:end])
            if end == len(text):
                self.fail("unterminated string", quote)
            stop = text[end]
            if stop == '"':
                self.at = end + 1
                return "".join(parts)
            if stop < " ":
                self.fail("control character in string", end)
            if stop != "\\":
                self.fail(self.surrogate, end)
            at = self.escape(end, quote, parts)

    def escape(self, backslash: int, quote: int, parts: list[str]) -> int:
        """Reads the escape, or the pair of them, at `backslash`; the position behind it."""
        at = backslash + 1
        letter = self.text[at : at + 1]
        if letter in _ESCAPED:
            parts.append(_ESCAPED[letter])
            return at + 1
        if letter != "u":
            self.fail_escape(at, quote, "invalid escape", backslash)
        code = self.hex(at + 1, quote, backslash)
        at += 5
        if 0xDC00 <= code < 0xE000:
            self.fail("lone surrogate", backslash)
        if 0xD800 <= code < 0xDC00:
            second = at
            for letter in "\\u":
                if at == len(self.text):
                    self.fail("unterminated string", quote)
                if self.text[at] != letter:
                    self.fail("lone surrogate", backslash)
                at += 1
            low = self.hex(at, quote, second)
            at += 4
            if not 0xDC00 <= low < 0xE000:
                self.fail("lone surrogate", backslash)
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        parts.append(chr(code))
        return at

    def hex(self, at: int, quote: int, backslash: int) -> int:
        """The value of the four hex digits at `at`."""
        for digit_at in range(at, at + 4):
            if self.text[digit_at : digit_at + 1] not in _HEX_DIGITS:
                self.fail_escape(digit_at, quote, "invalid escape", backslash)
        return int(self.text[at : at + 4], 16)

    def fail_escape(
        self, at: int, quote: int, message: str, backslash: int
    ) -> _typing.NoReturn:
        """Refuses the character at `at`, which makes the escape at `backslash` a wrong one."""
        if at == len(self.text):
            self.fail("unterminated string", quote)
        if _SURROGATE.match(self.text, at):
            self.fail(self.surrogate, at)
        self.fail(message, backslash)

    def scalar(self, expected: str) -> _Node:
        """The value of a string or a run, where a value must stand."""
        if self.kind == '"':
            return self.value
        if self.kind == "run":
            if self.value in _NAMES:
                return _NAMES[self.value]
            if _NUMBER.fullmatch(self.value):
                return self.value.encode()
        self.fail(expected, self.start)

    def expect(self, kinds: str, message: str) -> None:
        """Refuses the token, unless it is of one of these kinds."""
        if self.kind == "":
            self.fail("unexpected end of text", len(self.text))
        if self.kind not in kinds:
            self.fail(message, self.start)


def _scan(text: str, document: str, is_bytes: bool) -> tuple[_Node, _Place]:
    """(tree, places) of a document; or JSONDecodeError at its first bad position.

    The place of a scalar is where it starts; of an array (start, end, places); of an object (start,
    end, [(where the key starts, place)]); all in characters, `end` being that of the closing
    bracket.
    """
    scanner = _Scanner(text, document, is_bytes)
    root: list[_typing.Any] = []  # holds the document as an array would hold its item
    root_places: list[_Place] = []
    # of the containers around: (items, places, start, key, key_start, in_object)
    stack: list[tuple[list[_typing.Any], list[_Place], int, str, int, bool]] = []
    items, places, start, key, key_start = root, root_places, 0, "", 0
    in_object = False
    expected = "expected a value"
    scanner.next()
    while True:
        # here a value must stand; or, after an opening bracket, the closing one may
        kind = scanner.kind
        if kind == "":
            scanner.fail("unexpected end of text", len(text))
        if kind == "{" or kind == "[":
            if len(stack) == _MAX_DEPTH:
                scanner.fail(_TOO_DEEP, scanner.start)
            stack.append((items, places, start, key, key_start, in_object))
            items, places, start, in_object = [], [], scanner.start, kind == "{"
            scanner.next()
            if in_object:
                if scanner.kind != "}":
                    scanner.expect('"', "expected a key or '}'")
                    key, key_start = _scan_key(scanner)
                    expected = "expected a value"
                    continue
            elif scanner.kind != "]":
                expected = "expected a value or ']'"
                continue
        else:
            value = scanner.scalar(expected)
            place: _Place = scanner.start
            if in_object:
                items.append((key, value))
                places.append((key_start, place))
            else:
                items.append(value)
                places.append(place)
            if stack:
                scanner.next()
        # here a value has ended: of the innermost container, or, after its closing bracket, itself
        while stack:
            if scanner.kind == ("}" if in_object else "]"):
                value = tuple(items) if in_object else items
                place = (start, scanner.start, places)
                items, places, start, key, key_start, in_object = stack.pop()
                if in_object:
                    items.append((key, value))
                    places.append((key_start, place))
                else:
                    items.append(value)
                    places.append(place)
                if stack:
                    scanner.next()
                continue
            scanner.expect(",", "expected ',' or '}'" if in_object else "expected ',' or ']'")
            scanner.next()
            if in_object:
                scanner.expect('"', "expected a key")
                key, key_start = _scan_key(scanner)
            expected = "expected a value"
            break
        else:
            scanner.next()
            if scanner.kind:
                scanner.fail("extra data", scanner.start)
            return root[0], root_places[0]


def _scan_key(scanner: _Scanner) -> tuple[str, int]:
    """The key that the scanner stands at, and its place; moves on behind the colon."""
    key, key_start = scanner.value, scanner.start
    scanner.next()
    scanner.expect(":", "expected ':'")
    scanner.next()
    return key, key_start
