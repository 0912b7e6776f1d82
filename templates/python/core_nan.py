"""Floats of records with `nan: as_null`: NaN is null in JSON, and null is NaN."""

from family_float import _FloatType

# [twin]


class _nan_as_null(_FloatType):
    """The float type given, but for null."""

    def __init__(self, plain):
        self.__dict__.update(plain.__dict__)

    def dump(self, value):
        number = self.accept(value)
        return None if number != number else super().dump(number)

    def load(self, node, nodes):
        is_null = node is None or nodes.is_null_text(node)
        return float("nan") if is_null else super().load(node, nodes)

    def schema(self, schemas):
        return {"type": ["number", "null"]}
