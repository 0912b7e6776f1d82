"""Records: what every class of the module inherits. Built from the table of fields in each class's
_slotgen_layout, which is in core_layout.py; JSON is in core_json.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _copy, _copyreg, _operator, _struct, _threading, _typing
from core_dataclass import _ClassAttribute
from core_errors import _Refusal
from core_json import _Json
from core_layout import _FACTORY, _METHODS, _Layout
from core_types import _MISSING, _RECORDS

if TYPE_CHECKING:
    from core_typing import _AnyRecord, _Comparison, _Names, _OwnState, _T

# [twin]


def _equal(self: _AnyRecord, other: _AnyRecord) -> _typing.Any:
    if type(other) is not type(self):
        return NotImplemented
    for get in self._slotgen_layout.compared_getters:
        if not get(self) == get(other):
            return False
    return True


def _ordering(operator: _Comparison, if_equal: bool) -> _Comparison:
    """A comparison: the first fields that are not equal decide."""

    def compare(self: _AnyRecord, other: _AnyRecord) -> _typing.Any:
        if type(other) is not type(self):
            return NotImplemented
        for get in self._slotgen_layout.compared_getters:
            value, against = get(self), get(other)
            if not value == against:
                return operator(value, against)
        return if_equal

    return compare


_less = _ordering(_operator.lt, False)
_less_or_equal = _ordering(_operator.le, True)
_greater = _ordering(_operator.gt, False)
_greater_or_equal = _ordering(_operator.ge, True)


def _hash(self: _AnyRecord) -> int:
    layout = self._slotgen_layout
    values = [get(self) for get in layout.compared_getters]
    for index in layout.float_indices:
        if type(values[index]) is float and values[index] != values[index]:
            values[index] = 0  # the hash of NaN is of the object, not of the value
    return hash(tuple(values))


# what copy and pickle themselves ask for the slots of a class; not in typeshed
_slot_names: _abc.Callable[[type], list[str]] = getattr(_copyreg, "_slotnames")
_repr_running: set[tuple[int, int]] = set()


def _own_state(record: _AnyRecord, layout: _Layout) -> _OwnState:
    """What a Python subclass or `dict: true` adds: (__dict__ or None, {slot: value} or None)."""
    slots = {}
    for name in _slot_names(type(record)):
        if name not in layout.slots:
            try:
                slots[name] = getattr(record, name)
            except AttributeError:
                pass
    return getattr(record, "__dict__", None), slots or None


def _set_own_state(record: _AnyRecord, state: _OwnState) -> None:
    attributes, slots = state
    if attributes:
        record.__dict__.update(attributes)
    for name, value in (slots or {}).items():
        object.__setattr__(record, name, value)


class _Shape:
    """Makes records from pickles. It stands in a pickle once for all records of a class."""

    __slots__ = ("cls", "names", "fields", "__weakref__")

    def __init__(self, cls: type[_AnyRecord], names: _Names) -> None:
        self.cls = cls
        self.names = names
        self.fields: list[str] = []  # the same, each on its own
        for name in names:
            self.fields += [name] if isinstance(name, str) else name

    def __call__(self, *values: object) -> _AnyRecord:
        layout = self.cls._slotgen_layout
        given = self.unpack(values) if values else []
        if layout.abstract and self.cls is layout.cls:
            raise layout.no_instance()
        record = object.__new__(self.cls)
        if len(values) == len(self.names):
            layout.restore(record, self.fields, given)
        return record

    def unpack(self, values: _abc.Sequence[object]) -> list[object]:
        """The values of `fields`."""
        given: list[object] = []
        if len(values) != len(self.names):
            raise self.misfit()
        for name, value in zip(self.names, values):
            if isinstance(name, str):
                given.append(value)
            elif type(value) is bytes and len(value) == 8 * len(name):
                given += _struct.unpack(f"<{len(name)}d", value)
            else:
                raise self.misfit()
        return given

    def misfit(self) -> TypeError:
        return TypeError(f"{self.cls._slotgen_layout.name}: cannot restore this state")

    def __reduce__(self) -> tuple[_typing.Any, ...]:
        return _shape, (self.cls, self.names)


def _is_name(name: object) -> bool:
    return isinstance(name, str)


def _are_names(names: object) -> bool:
    return type(names) is tuple and len(names) > 0 and all(map(_is_name, names))


def _shape(cls: type[_AnyRecord], names: _Names) -> _Shape:
    """The shape of records of `cls` that were pickled with these fields."""
    if (
        not isinstance(cls, type)
        or not isinstance(getattr(cls, "_slotgen_layout", None), _Layout)
        or type(names) is not tuple
        or not all([_is_name(name) or _are_names(name) for name in names])
    ):
        raise TypeError("_shape() takes a record of this module and a tuple of names")
    if names != cls._slotgen_layout.pickled_names:
        return _Shape(cls, names)
    shape = cls.__dict__.get("_slotgen_shape")
    if shape is None:
        shape = cls._slotgen_shape = _Shape(cls, names)
    return shape


class _Record(_Json):
    """The base of all records of this module."""

    __slots__ = ()
    _slotgen_is_base = True
    __dataclass_fields__ = _ClassAttribute("__dataclass_fields__")
    __dataclass_params__ = _ClassAttribute("__dataclass_params__")

    def __init_subclass__(cls, **options: _typing.Any) -> None:
        super().__init_subclass__(**options)
        for base in cls.__bases__:
            layout = base.__dict__.get("_slotgen_layout")
            if layout and layout.final and layout.is_complete and layout.cls is base:
                raise TypeError(f"type {base.__name__!r} is not an acceptable base type")
        own = cls.__dict__.get("_slotgen_layout")
        if own and not own.mixin:
            own.complete(cls, getattr(cls.__base__, "_slotgen_layout", None), cls)

    def _slotgen_init(self: _AnyRecord, values: tuple[object, ...]) -> None:
        layout: _Layout = self._slotgen_layout
        checked = []
        try:
            for take, value in zip(layout.takers, values):
                checked.append(take(value))
        except _Refusal as refusal:
            raise layout.entering(refusal, layout.fields[len(checked)]) from None
        if layout.made:
            layout.make(checked, _FACTORY)
        for put, value in zip(layout.putters, checked):
            put(self, value)
        if layout.mixin:
            layout.empty(self)
            if layout.has_post_init:
                self.__post_init__()

    def __setattr__(self, name: str, value: object) -> None:
        layout: _Layout = self._slotgen_layout
        field = layout.field_of(type(self), name)
        if field is None:
            object.__setattr__(self, name, value)
        elif layout.frozen:
            words = "cannot assign to a field of a frozen record"
            raise AttributeError(f"{layout.name}.{name}: {words}")
        elif field.readonly:
            raise AttributeError(f"{layout.name}.{name}: cannot assign to a read-only field")
        else:
            try:
                stored = field.type.accept(value)
            except _Refusal as refusal:
                raise layout.entering(refusal, field) from None
            field.put(self, stored)
            if layout.cached:
                layout.empty(self)

    def __delattr__(self, name: str) -> None:
        layout: _Layout = self._slotgen_layout
        if layout.field_of(type(self), name) is not None:
            raise AttributeError(f"{layout.name}.{name}: cannot delete a field")
        object.__delattr__(self, name)

    def __repr__(self) -> str:
        key = id(self), _threading.get_ident()
        if key in _repr_running:
            return "..."
        _repr_running.add(key)
        try:
            layout: _Layout = self._slotgen_layout
            shown = [field for field in layout.fields if field.is_shown]
            fields = [f"{field.name}={field.get(self)!r}" for field in shown]
            return f"{type(self).__qualname__}({', '.join(fields)})"
        finally:
            _repr_running.discard(key)

    def __rich_repr__(self, /) -> _abc.Iterator[tuple[_typing.Any, ...]]:
        for field in self._slotgen_layout.fields:
            if not field.is_shown:
                continue
            shown = field.name, field.get(self)
            has_shared_default = field.default is not _MISSING and field.default is not _FACTORY
            yield (*shown, field.default) if has_shared_default else shown

    def __copy__(self: _T, /) -> _T:
        layout: _Layout = self._slotgen_layout
        record = layout.new(type(self), layout.values(self))
        _set_own_state(record, _own_state(self, layout))
        return record

    def __deepcopy__(self: _T, memo: dict[int, _typing.Any], /) -> _T:
        layout: _Layout = self._slotgen_layout
        record = object.__new__(type(self))
        memo[id(self)] = record
        values = [_copy.deepcopy(value, memo) for value in layout.values(self)]
        layout.put(record, layout.check(layout.fields, values))
        _set_own_state(record, _copy.deepcopy(_own_state(self, layout), memo))
        return record

    def __replace__(self: _T, /, **changes: _typing.Any) -> _T:
        layout: _Layout = self._slotgen_layout
        return type(self)(**{**dict(zip(layout.names, layout.values(self))), **changes})

    def __reduce_ex__(self, protocol: _typing.SupportsIndex, /) -> tuple[_typing.Any, ...]:
        layout: _Layout = self._slotgen_layout
        shape = _shape(type(self), layout.pickled_names)
        values = layout.pickled(self)
        if type(self) is not layout.cls or hasattr(self, "__dict__"):
            return shape, (), (shape, *values, _own_state(self, layout))
        return (shape, (), (shape, *values)) if layout.tracked else (shape, tuple(values))

    def __reduce__(self) -> tuple[_typing.Any, ...]:
        return self.__reduce_ex__(2)

    def __setstate__(self, state: _typing.Any, /) -> None:
        layout: _Layout = self._slotgen_layout
        values = list(state) if type(state) is tuple else []
        shape = values.pop(0) if values else None
        if type(shape) is not _Shape or shape.cls._slotgen_layout is not layout:
            raise TypeError(f"{layout.name}: cannot restore this state")
        own_state: _typing.Any = (None, None)
        if len(values) == len(shape.names) + 1:
            own_state = values.pop()
        if type(own_state) is not tuple or len(own_state) != 2:
            raise shape.misfit()
        layout.restore(self, shape.fields, shape.unpack(values))
        layout.empty(self)
        _set_own_state(self, own_state)


_METHODS.update({**vars(_Json), **vars(_Record)})


def _annotate_records() -> None:
    """Puts real types in place of the texts in annotations, once every class is there."""
    for layout in _RECORDS.values():
        layout.annotate()
