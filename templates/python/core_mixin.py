"""Mixins: the Python classes in front of records, as in `class Trade(Mixin, _TradeFields)`, and the slots
that they fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _importlib, _typing
from core_errors import _Refusal

if TYPE_CHECKING:
    from core_layout import _Layout
    from core_types import _Type
    from core_typing import _AnyRecord, _C

# [twin]


def _size(cls: type) -> tuple[int, int]:
    return getattr(cls, "__basicsize__", 0), getattr(cls, "__itemsize__", 0)


def _mixin(record: str, module: str, name: str) -> type:
    """The class MODULE:NAME, which must add nothing to instances."""

    def refused(reason: object) -> ImportError:
        return ImportError(f"{record}: cannot use the mixin '{module}:{name}': {reason}")

    try:
        mixin = getattr(_importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise refused(error) from error
    if not isinstance(mixin, type):
        raise refused(f"it is no class, but of type {type(mixin).__name__}")
    if type(mixin) is not type:
        raise refused(f"its metaclass is {type(mixin).__name__}, not type")
    for base in reversed(mixin.__mro__[:-1]):
        for added in ("__dict__", "__weakref__"):
            if added in base.__dict__:
                reason = f"because {base.__name__} has no '__slots__ = ()'"
                raise refused(f"instances would have a {added}, {reason}")
        if _size(base) != _size(object):
            reason = f"instances would have what {base.__name__} has beside their own fields"
            raise refused(reason)
    return mixin


def _mixed(cls: type[_C]) -> type[_C]:
    """Decorates the class of a record that has a mixin: then its fields are in the base behind that;
    or that inherits one, whose __init_subclass__ need not have called ours."""
    mixed: _typing.Any = cls
    own = cls.__dict__.get("_slotgen_layout")
    owner: _typing.Any = cls if own else cls.__bases__[1]
    layout = owner.__dict__["_slotgen_layout"]
    if not layout.is_complete:
        mixed._slotgen_layout = layout
        mixed.__slots__ = owner.__slots__
        layout.complete(cls, getattr(owner.__base__, "_slotgen_layout", None), owner)
    return cls


class _Cached:
    """A slot that the mixin's _compute_NAME(self) fills at first read; stands over the slot itself."""

    peek: _abc.Callable[[_AnyRecord], object]
    put: _abc.Callable[[_AnyRecord, object], None]
    remove: _abc.Callable[[_AnyRecord], None]

    def __init__(self, name: str, type_: _Type) -> None:
        self.name = name
        self.type = type_

    def attach(self, owner: type) -> None:
        slot = owner.__dict__[self.name]
        self.peek, self.put, self.remove = slot.__get__, slot.__set__, slot.__delete__
        setattr(owner, self.name, self)

    def check(self, layout: _Layout) -> None:
        if hasattr(layout.cls, f"_compute_{self.name}"):
            return
        reason = f"it has no _compute_{self.name}(self) for the cached slot '{self.name}'"
        raise ImportError(f"{layout.name}: cannot use the mixin '{layout.mixin}': {reason}")

    def empty(self, record: _AnyRecord) -> None:
        try:
            self.remove(record)
        except AttributeError:
            pass

    def __get__(self, record: _AnyRecord, owner: type | None = None) -> object:
        if record is None:
            return self
        try:
            return self.peek(record)
        except AttributeError:
            pass
        computed = getattr(record, f"_compute_{self.name}")()
        try:
            value = self.type.accept(computed)
        except _Refusal as refusal:
            raise record._slotgen_layout.entering(refusal, self) from None
        self.put(record, value)
        return value

    def __set__(self, record: _AnyRecord, value: object) -> None:
        self.fail(record, "cannot assign to a cached slot")

    def __delete__(self, record: _AnyRecord) -> None:
        try:
            self.remove(record)
            return
        except AttributeError:
            pass
        self.fail(record, "is not computed yet")

    def fail(self, record: _AnyRecord, words: str) -> _typing.NoReturn:
        raise AttributeError(f"{record._slotgen_layout.name}.{self.name}: {words}")
