"""Short texts of which decoding keeps one object for many equal ones, as long as a small cache has it."""

from family_text import _TextType

# [twin]


_INTERNED_TEXTS = 256  # kept at most
_INTERNED_LENGTH = 32  # of the longest


class _interned(_TextType):
    """The str type given, but with a cache."""

    def __init__(self, plain):
        self.__dict__.update(plain.__dict__)
        self.texts = {}

    def load(self, node, nodes):
        if type(node) is not str or len(node) > _INTERNED_LENGTH:
            return super().load(node, nodes)
        text = self.texts.get(node)
        if text is None:
            if len(self.texts) >= _INTERNED_TEXTS:
                self.texts.clear()
            text = self.texts[node] = node
        return text
