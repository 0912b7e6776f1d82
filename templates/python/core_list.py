"""list[T]. Containers are exact builtin types, kept and not copied; their items are checked on the
way in, and again whenever they are written, because a list can change behind our back."""

from core_types import _Generator, _Type
from core_errors import _Refusal, _wrong

# [twin]


class _list(_Type):
    expected = "list"

    def __init__(self, item):
        self.item = item

    @property
    def annotation(self):
        return list[self.item.annotation]

    def accept(self, value):
        if type(value) is not list:
            raise self.refuse(value)
        accept = self.item.accept
        for index, item in enumerate(value):
            try:
                accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return value

    def dump(self, value):
        if type(value) is not list:
            raise self.refuse(value)
        return self.dump_items(list(value))

    def dump_items(self, items):
        out = []
        dump = self.item.dump
        for index, item in enumerate(items):
            try:
                result = dump(item)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(result)
        return out

    def load(self, node, nodes):
        items = nodes.items(node)
        if items is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_items(items, nodes)

    def load_items(self, items, nodes):
        out = []
        load = self.item.load
        for index, item in enumerate(items):
            try:
                value = load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(value)
        return out

    def schema(self, schemas):
        return {"type": "array", "items": self.item.schema(schemas)}
