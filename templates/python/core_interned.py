"""Short texts of which decoding keeps one object for many equal ones, as long as a small cache has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from family_text import _TextType

if TYPE_CHECKING:
    from core_typing import _Node, _Nodes, _Task

# [twin]


_INTERNED_TEXTS = 256  # kept at most
_INTERNED_LENGTH = 32  # of the longest


class _interned(_TextType):
    """The str type given, but with a cache."""

    def __init__(self, plain: _TextType) -> None:
        self.__dict__.update(plain.__dict__)
        self.texts: dict[str, str] = {}

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        if type(node) is not str or len(node) > _INTERNED_LENGTH:
            return super().load(node, nodes)
        text = self.texts.get(node)
        if text is None:
            if len(self.texts) >= _INTERNED_TEXTS:
                self.texts.clear()
            text = self.texts[node] = node
        return text
