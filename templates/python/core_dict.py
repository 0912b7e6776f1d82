"""dict[K, V], kept and not copied as all containers are (core_list.py)."""

from core_nodes import _key_text, _written
from core_types import _Generator, _Type
from core_errors import _Refusal, _show, _wrong

# [twin]


class _dict(_Type):
    expected = "dict"

    def __init__(self, item):
        self.item = item

    @property
    def annotation(self):
        return dict[str, self.item.annotation]

    def accept(self, value):
        if type(value) is not dict:
            raise self.refuse(value)
        accept = self.item.accept
        for index, (key, item) in enumerate(list(value.items())):
            _key_text(key)
            try:
                accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{key!r}]")
        return value

    def dump(self, value):
        if type(value) is not dict:
            raise self.refuse(value)
        return self.dump_pairs(list(value.items()))

    def dump_pairs(self, pairs):
        out = {}
        dump = self.item.dump
        for index, (key, item) in enumerate(pairs):
            text = _written(_key_text(key))
            try:
                result = dump(item)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(index, f"[{key!r}]")
            out[text] = result
        return out

    def load(self, node, nodes):
        pairs = nodes.pairs(node)
        if pairs is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_pairs(pairs, nodes)

    def load_pairs(self, pairs, nodes):
        out = {}
        load = self.item.load
        for index, (key, item) in enumerate(pairs):
            key = _key_text(key)
            try:
                if key in out:
                    raise _Refusal(ValueError, f"key {_show(key)} appears twice", "key")
                value = load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(index, f"[{key!r}]")
            out[key] = value
        return out

    def schema(self, schemas):
        return {"type": "object", "additionalProperties": self.item.schema(schemas)}
