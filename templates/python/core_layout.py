"""Layouts: what the module knows of a record's class, and what is done by it: the table of its fields, how they are
read and filled, and what a JSON object needs to become a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _itertools, _struct, _types, _typing
from core_dataclass import _ClassAttribute, _dataclass_fields, _dataclass_params
from core_errors import _Refusal, _show
from core_json import _encode
from core_keys import _drop_defaults, _dump_extra, _key_step, _load_extra, _unknown
from core_nodes import _Parsed, _key_text
from core_scan import _decoder
from core_schema import _titled
from core_types import _MISSING, _RECORDS, _Generator, _Stopped, _absent, _record
from core_types import _run, _too_deep_here

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_types import _Type
    from core_typing import _AnyRecord, _Branch, _Branches, _JsonSchema, _Loader
    from core_typing import _Names, _Node, _Nodes, _Pairs, _Slot, _Steps, _T

# [twin]


class _Factory:
    """Stands in signatures for a default that is made anew for every record."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY: _typing.Any = _Factory()


def _shared(type_: _Type, text: str) -> _typing.Any:
    """A default that all records share, from its JSON text."""
    return _run(type_.load(_decoder.decode(text), _Parsed), _too_deep_here)


class _Field:
    """A field: its type, its key in JSON, and how its slot is read and written unchecked."""

    owner: type
    get: _abc.Callable[[_AnyRecord], _typing.Any]
    put: _abc.Callable[[_AnyRecord, object], None]

    def __init__(
        self,
        name: str,
        type_: _Type,
        key: str | None = None,
        aliases: tuple[str, ...] = (),
        hidden: bool = False,
        extra: bool = False,
        readonly: bool = False,
        boxed: bool = False,
        fresh: str | None = None,
        factory: _abc.Callable[[str], object] | None = None,
        doc: str | None = None,
        shown: bool = True,
        compared: bool = True,
        deprecated: bool = False,
    ) -> None:
        self.name = name
        self.type = type_
        self.key = name if key is None else key
        self.aliases = aliases  # older keys, and older names in pickles
        self.is_extra = extra  # holds the unknown keys
        self.is_hidden = hidden or extra  # no key of JSON is this field's
        self.keys = () if self.is_hidden else (self.key, *aliases)
        self.readonly = readonly
        self.is_packed = type_.is_double and not boxed  # in pickles, where there are some
        self.fresh = fresh  # JSON text of a mutable default
        self.factory = factory  # makes the default: a _made_by
        self.doc = doc
        self.is_shown = shown  # by repr
        self.is_deprecated = deprecated
        self.is_compared = compared  # by ==, ordering and the hash
        self.is_absent = isinstance(type_, _absent)
        self.default: object = _MISSING

    def attach(self, owner: type, inherited: _Field | None = None) -> None:
        """Called once, when the class that the field is of has been made; with its base's field, where
        this one repeats it."""
        if inherited:
            self.owner, self.get, self.put = inherited.owner, inherited.get, inherited.put
            return
        slot = owner.__dict__[self.name]
        self.owner, self.get, self.put = owner, slot.__get__, slot.__set__

    def take(self, value: object) -> object:
        """What the constructor stores for an argument; what a function makes comes later."""
        if value is not _FACTORY:
            return self.type.accept(value)
        return value if self.factory else self.new_default()

    def new_default(self) -> object:
        if self.fresh is None:
            return self.type.accept(self.default) if self.type.is_unsure else self.default
        return _shared(self.type, self.fresh)

    def has_json_default(self) -> bool:
        is_given = self.default is not _MISSING and self.default is not ...
        return is_given and self.factory is None

    def json_default(self, layout: _Layout) -> object:
        """The default as to_dict() gives it."""
        return _run(self.type.dump(layout.default_of(self)), _too_deep_here)

    def schema(self, schemas: _Schemas, layout: _Layout) -> _JsonSchema:
        described = self.type.schema(schemas)
        if self.doc is not None:
            described["description"] = self.doc
        if self.is_deprecated:
            described["deprecated"] = True
        if self.has_json_default():
            try:
                described["default"] = self.json_default(layout)
            except ValueError:
                pass  # one that its own pattern refuses is none
        return described


def _ignore(node: _Node, nodes: _Nodes) -> None:
    """Reads a tag: it was judged before all else."""


# what _Record has; it is made from what stands here, and filled in where it is made
_METHODS: dict[str, object] = {}


def _adopt_methods(cls: type) -> None:
    """Gives a record whose base is of another module the methods of this module's records, but for what
    a mixin of the base has of its own."""
    for name, method in _METHODS.items():
        if name in vars(cls) or name == "__init_subclass__" or not hasattr(method, "__get__"):
            continue
        if type(method) is _ClassAttribute:  # asks the class's layout
            continue
        owner = next(base for base in cls.__mro__ if name in vars(base))
        if not {"_slotgen_layout", "_slotgen_is_base"}.isdisjoint(vars(owner)):
            setattr(cls, name, method)


class _Layout:
    """What is known about a generated class. A Python subclass finds that of its nearest record.

    Where the base is of another module, the fields given are those of the base, too: its types would
    refuse values in that module's name.
    """

    refusal = _Refusal
    class_attributes = {
        "__dataclass_fields__": _dataclass_fields,
        "__dataclass_params__": _dataclass_params,
    }

    def __init__(
        self,
        *own_fields: _Field,
        tracked: bool = False,
        frozen: bool = False,
        final: bool = False,
        forbid_unknown: bool = False,
        omit_defaults: bool = False,
        mixin: str | None = None,
        cached: tuple[_Slot, ...] = (),
        abstract: bool = False,
        tag_field: str = "",
        tag: str | None = None,
        is_open: bool = False,
        members: tuple[str | _Branch, ...] = (),
    ) -> None:
        self.is_complete = False
        self.own_fields = own_fields
        self.own_cached = cached  # slots that a mixin fills
        self.mixin = mixin  # as "module:Class"
        self.tracked = tracked  # instances may be part of reference cycles
        self.frozen = frozen
        self.final = final
        self.forbids_unknown = forbid_unknown  # keys of JSON
        self.omits_defaults = omit_defaults
        # for _drop_defaults(), once they are needed
        self.json_defaults: tuple[tuple[str, object, str], ...] = ()
        self.abstract = abstract
        self.tag_field = tag_field  # the JSON key of the tag
        self.tag = tag
        self.is_open = is_open  # takes unknown tags, in the field with that key
        self.members = members  # names of what an object may become where this record is expected
        # the same as a _Family, where a tag is looked at or abstract
        self.family: _Branches | None = None

    def complete(
        self, cls: type[_AnyRecord], base: _typing.Any, owner: type[_AnyRecord]
    ) -> None:
        """The class is there; `owner`, itself or the one behind its mixin, has the fields."""
        self.is_complete = True
        self.cls = cls
        self.owner = owner
        self.name = cls.__name__
        self.module = cls.__module__
        given = self.own_fields
        repeated: tuple[_Field, ...] = ()
        if base and not isinstance(base, _Layout):
            repeated = base.fields
            self.own_fields = given[len(repeated) :]
            _adopt_methods(owner)
        self.fields: tuple[_Field, ...] = (base.fields if base and not repeated else ()) + given
        for field, inherited in _itertools.zip_longest(given, repeated):
            field.attach(owner, inherited)
        self.names = tuple([field.name for field in self.fields])
        self.by_name = {field.name: field for field in self.fields}
        self.by_alias = {alias: field for field in reversed(self.fields) for alias in field.aliases}
        self.by_key: dict[str, tuple[int, _Loader]] = {
            key: (index, field.type.load)
            for index, field in enumerate(self.fields)
            for key in field.keys
        }
        extra = [index for index, field in enumerate(self.fields) if field.is_extra]
        self.extra_index = extra[0] if extra else -1
        self.judges_unknown = self.forbids_unknown or bool(extra)
        self.getters = tuple([field.get for field in self.fields])
        self.takers = tuple(
            [f.take if f.fresh or f.factory else f.type.accept for f in self.fields]
        )
        self.putters = tuple([field.put for field in self.fields])
        self.made = tuple([(i, f, f.factory) for i, f in enumerate(self.fields) if f.factory])
        in_json = [field for field in self.fields if not field.is_hidden]
        self.rows = tuple([(f.key, f.name, f.get, f.type.dump, f.is_absent) for f in in_json])
        self.head: dict[str, object] = {}
        self.value_count = len(self.fields)
        if self.is_open:
            self.rows = tuple(sorted(self.rows, key=lambda row: row[0] != self.tag_field))
        elif self.tag is not None:  # in JSON like a field, the last one
            self.head[self.tag_field] = self.tag
            self.by_key[self.tag_field] = (len(self.fields), _ignore)
            self.value_count += 1
        compared = [field for field in self.fields if field.is_compared]
        self.compared_getters = tuple([field.get for field in compared])
        self.float_indices = [i for i, field in enumerate(compared) if field.type.is_float]
        self.name_pickled()
        self.init = owner.__dict__["__init__"]
        self.init.__qualname__ = f"{self.name}.__init__"
        self.read_defaults(self.init, given)
        self.read_mixin(base)
        self.type = _record(self.name)
        _RECORDS[self.name] = self

    def name_pickled(self) -> None:
        """What stands in pickles. From three on, floats are packed: as bytes, which are the last value."""
        packed = [field for field in self.fields if field.is_packed]
        if len(packed) < 3:
            packed = []
        single = [field for field in self.fields if field not in packed]
        self.pickled_names: _Names = tuple([field.name for field in single])
        self.pickled_getters = [field.get for field in single]
        self.packed_getters = [field.get for field in packed]
        if packed:
            self.pickled_names += (tuple([field.name for field in packed]),)

    def pickled(self, record: _AnyRecord) -> list[_typing.Any]:
        values = [get(record) for get in self.pickled_getters]
        if self.packed_getters:
            packed = [get(record) for get in self.packed_getters]
            values.append(_struct.pack(f"<{len(packed)}d", *packed))
        return values

    def read_mixin(self, base: _typing.Any) -> None:
        self.mixin = self.mixin or (base and base.mixin)
        self.cached: tuple[_Slot, ...] = (base.cached if base else ()) + self.own_cached
        self.slots = frozenset([*self.names, *[slot.name for slot in self.cached]])
        self.assigned = self.by_name
        self.has_post_init = False
        if not self.mixin:
            return
        for slot in self.own_cached:
            slot.attach(self.owner)
            slot.check(self)
        self.assigned = {
            name: field for name, field in self.by_name.items() if self.is_on_top(name, field)
        }
        self.has_post_init = hasattr(self.cls, "__post_init__")

    def is_on_top(self, name: str, field: _Field) -> bool:
        """Whether no mixin has put something else over the field."""
        return next(cls for cls in self.cls.__mro__ if name in cls.__dict__) is field.owner

    def empty(self, record: _AnyRecord) -> None:
        """A field has changed, so nothing that was computed counts any longer."""
        for slot in self.cached:
            slot.empty(record)

    def judge(self, record: _AnyRecord) -> None:
        """Calls __post_init__ of a record that was decoded."""
        try:
            record.__post_init__()
        except (ValueError, TypeError) as error:
            refusal = _Refusal(ValueError, str(error) or type(error).__name__, "end")
            refusal.cause = error
            raise refusal from None

    def read_defaults(
        self, init: _types.FunctionType, fields: tuple[_Field, ...]
    ) -> None:
        """The defaults stand in the signature, and there alone."""
        code = init.__code__
        positional = code.co_varnames[1 : code.co_argcount]
        defaults = init.__defaults__ or ()
        named = dict(zip(positional[len(positional) - len(defaults) :], defaults))
        named.update(init.__kwdefaults__ or {})
        self.defaults = tuple([named.get(name, _MISSING) for name in self.names])
        for field in fields:
            if field.name in named:
                field.default = named[field.name]

    def annotate(self) -> None:
        """Real types in place of the texts in annotations; once every class is there."""
        annotations = {field.name: field.type.annotation for field in self.fields}
        self.cls.__annotations__ = self.owner.__annotations__ = {
            field.name: annotations[field.name] for field in self.own_fields
        }
        # "return" may be the name of no field, being a keyword
        self.init.__annotations__ = {**annotations, "return": None}

    def values(self, record: _AnyRecord) -> list[_typing.Any]:
        return [get(record) for get in self.getters]

    def check(
        self, fields: _abc.Sequence[_Field], values: _abc.Iterable[object]
    ) -> list[object]:
        """What is stored for `values`, or the exception for the first that is refused."""
        checked = []
        try:
            for field, value in zip(fields, values):
                checked.append(field.type.accept(value))
        except _Refusal as refusal:
            raise self.entering(refusal, fields[len(checked)]) from None
        return checked

    def entering(self, refusal: _Refusal, field: _Field | _Slot) -> Exception:
        return refusal.step(None, f".{field.name}").raised(self.name)

    def put(self, record: _AnyRecord, values: _abc.Iterable[object]) -> None:
        for put, value in zip(self.putters, values):
            put(record, value)

    def new(self, cls: type[_T], values: _abc.Iterable[object]) -> _T:
        """A record of `cls`, this one or a Python subclass, with values that have been checked."""
        record = object.__new__(cls)
        self.put(record, values)
        return record

    def field_of(self, cls: type, name: str) -> _Field | None:
        """The field that `name` means in `cls`; None for others and what a subclass redefines."""
        field = self.assigned.get(name)
        if field is not None and cls is not self.cls:
            for class_ in cls.__mro__:
                if class_ is self.cls:
                    break
                if name in class_.__dict__:
                    return None
        return field

    def no_instance(self) -> TypeError:
        return TypeError(f"{self.name}: an abstract record cannot be instantiated")

    def restore(
        self, record: _AnyRecord, names: _abc.Sequence[str], values: _abc.Iterable[object]
    ) -> None:
        """Fills a record from a pickle: unknown names are dropped, missing ones defaulted."""
        given = []
        for name, value in zip(names, values):
            field = self.by_name.get(name)
            if field is None:
                field = self.by_alias.get(name)
                if field is None or field.name in names:
                    continue
            given.append((field, value))
        fields = [field for field, _ in given]
        checked = dict(zip(fields, self.check(fields, [value for _, value in given])))
        for field, default in zip(self.fields, self.defaults):
            if field in checked or field.factory:
                continue
            if default is _MISSING:
                words = f"field {field.name!r} is missing from the pickle and has no default"
                raise TypeError(f"{self.name}: {words}")
            checked[field] = self.default_of(field)
        values = [checked.get(field, _MISSING) for field in self.fields]
        if self.made:
            self.make(values, _MISSING)
        self.put(record, values)

    def make(self, values: list[object], missing: object) -> None:
        """Calls the functions that make defaults; comes last, when nothing else can be wrong."""
        for index, field, factory in self.made:
            if values[index] is missing:
                value = factory(f"{self.name}.{field.name}")
                try:
                    values[index] = field.type.accept(value)
                except _Refusal as refusal:
                    raise self.entering(refusal, field) from None

    def dump(self, record: _AnyRecord) -> _Steps:
        """A generator, as _Type.dump() returns."""
        out = self.head.copy()
        for key, name, get, dump, is_absent in self.rows:
            value = get(record)
            if value is ... and is_absent:
                continue
            try:
                result = dump(value)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(None, f".{name}").raised(self.name) from None
            out[key] = result
        if self.omits_defaults:
            _drop_defaults(out, self.json_defaults or self.make_json_defaults())
        if self.extra_index >= 0:
            extra = self.fields[self.extra_index]
            try:
                yield from _dump_extra(extra.get(record), extra.type, self.by_key, out)
            except _Refusal as refusal:
                raise refusal.step(None, f".{extra.name}").raised(self.name) from None
        return out

    def make_json_defaults(self) -> tuple[tuple[str, object, str], ...]:
        fields = [f for f in self.fields if not f.is_hidden and f.has_json_default()]
        if self.is_open:  # its tag is always written
            fields = [field for field in fields if field.key != self.tag_field]
        defaults = [(field.key, field.json_default(self)) for field in fields]
        self.json_defaults = tuple([(key, value, _encode(value)) for key, value in defaults])
        return self.json_defaults

    def load(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord]) -> _Steps:
        """A generator, as _Type.load() returns, for a new record of `cls`."""
        left = self.value_count
        values = [_MISSING] * left
        by_key = self.by_key
        extra: dict[str, object] = {}
        for position, (key, node) in enumerate(pairs):
            if type(key) is not str:
                key = _key_text(key)
            try:
                index, load = by_key[key]
            except KeyError:
                if self.judges_unknown:
                    try:
                        yield from self.load_unknown(extra, key, node, nodes)
                    except _Refusal as refusal:
                        raise refusal.step(position, _key_step(key)) from None
                continue
            try:
                if values[index] is not _MISSING:
                    raise _Refusal(ValueError, f"field {_show(key)} appears twice", "key")
                value = load(node, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(position, _key_step(key))
            values[index] = value
            left -= 1
        if extra:
            values[self.extra_index] = extra
            left -= 1
        if left:
            self.fill(values)
        record = object.__new__(cls)
        for put, value in zip(self.putters, values):
            put(record, value)
        if self.has_post_init:
            self.judge(record)
        return record

    def load_unknown(
        self, extra: dict[str, object], key: str, node: _Node, nodes: _Nodes
    ) -> _Steps:
        """A generator that judges what stands under a key that no field has."""
        if self.forbids_unknown:
            raise _unknown(key)
        type_ = self.fields[self.extra_index].type
        return _load_extra(extra, key, node, nodes, type_.item.load)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        """The JSON Schema of these records, referring to others in `schemas`."""
        described = _titled(self.name, self.cls.__doc__)
        described["type"] = "object"
        fields = [field for field in self.fields if not field.is_hidden]
        described["properties"] = {key: {"const": tag} for key, tag in self.head.items()}
        for field in fields:
            described["properties"][field.key] = field.schema(schemas, self)
        required = [field.key for field in fields if field.default is _MISSING]
        if required:
            described["required"] = required
        if self.forbids_unknown:
            described["additionalProperties"] = False
        return described

    def fill(self, values: list[object]) -> None:
        """Puts defaults in the place of what is missing."""
        for index, (field, default) in enumerate(zip(self.fields, self.defaults)):
            if values[index] is not _MISSING or field.factory:
                continue
            if default is _MISSING:
                raise _Refusal(ValueError, f"missing field {_show(field.key)}", "end")
            is_made = default is _FACTORY or field.type.is_unsure
            values[index] = self.default_of(field) if is_made else default
        if self.made:
            try:
                self.make(values, _MISSING)
            except StopIteration as stop:
                raise _Stopped(stop) from None

    def default_of(self, field: _Field) -> object:
        """A default value, checked where the generator could not do it: by a pattern."""
        try:
            return field.new_default()
        except _Refusal as refusal:
            raise self.entering(refusal, field) from refusal.cause
