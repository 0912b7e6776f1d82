"""The classes that tests/schemas/mixins.yaml names as mixins. Type checkers see them derive from the private
classes with the fields that stand behind them, so that they know what `self` has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator

if TYPE_CHECKING:
    from mixins import (
        Tree,
        _BikeFields,
        _CheckedFields,
        _EndFields,
        _HappeningFields,
        _KeyFields,
        _LooseFields,
        _OwnFields,
        _PlainFields,
        _ShadowedFields,
        _TreeFields,
        _TruckFields,
        _VehicleFields,
    )
else:
    _PlainFields = _TreeFields = _LooseFields = _OwnFields = _CheckedFields = object
    _ShadowedFields = _VehicleFields = _BikeFields = _HappeningFields = _EndFields = _KeyFields = object

closed: list[str | None] = []  # names of what Closes saw freed
announced: list[type] = []  # what Vehicles saw of classes below it
judged: list[tuple[int, int]] = []  # what __post_init__ of Judges was called for


class Doubles(_PlainFields):
    __slots__ = ()

    def doubled(self) -> Any:
        return type(self)(self.x * 2, self.y * 2)

    @property
    def sum(self) -> float:
        return self.x + self.y

    @classmethod
    def origin(cls) -> Any:
        return cls(0.0, 0.0)


class Named:
    __slots__ = ()

    def name(self) -> str:
        return type(self).__name__


class Sums:
    """That of version2.yaml."""

    __slots__ = ()

    def _compute_total(self: Any) -> float:
        return float(self.x + self.y + self.z)


class Walks(_TreeFields):
    __slots__ = ()

    def _compute_size(self) -> int:
        return 1 + sum(child.size for child in self.children)

    def _compute_leaves(self) -> list[Any]:
        if not self.children:
            return [self]
        return [leaf for child in self.children for leaf in child.leaves]

    def first(self) -> Tree | None:
        return self.children[0] if self.children else None


class Closes:
    __slots__ = ()

    def __del__(self) -> None:
        closed.append(getattr(self, "name", None))  # it may not have been set yet


class Everything(_OwnFields):
    __slots__ = ()

    def __new__(cls, *args: Any, **options: Any) -> Any:
        return super().__new__(cls)

    def __init__(self, x: int, *rest: int) -> None:
        super().__init__(x + 1, *rest)

    def __repr__(self) -> str:
        return f"<{super().__repr__()}>"

    def __str__(self) -> str:
        return "own"

    def __eq__(self, other: object) -> Any:
        return "equal"

    def __hash__(self) -> int:  # type: ignore[override]
        return 17

    def __lt__(self, other: object) -> Any:
        return "less"

    def __len__(self) -> int:
        return 3

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[int]:
        return iter((self.x, self.y))

    def __getitem__(self, key: Any) -> Any:
        return key

    def __contains__(self, item: object) -> bool:
        return item == 4

    def __call__(self, *args: Any) -> Any:
        return args

    def __add__(self, other: object) -> Any:
        return ("add", other)

    def __radd__(self, other: object) -> Any:
        return ("radd", other)

    def __enter__(self) -> str:
        return "entered"

    def __exit__(self, *error: object) -> None:
        pass

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value * 2)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return f"no {name}"

    def to_dict(self) -> dict[str, Any]:
        return {"own": super().to_dict()}


class Judges(_CheckedFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        judged.append((self.low, self.high))
        if self.low == 13:
            raise RuntimeError("thirteen")
        if self.low == 14:
            raise TypeError("fourteen")
        if self.low == 15:
            raise ValueError
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")

    def _compute_span(self) -> int:
        return self.high - self.low

    def _compute_middle(self) -> float:
        return (self.high + self.low) // 2

    def _compute_label(self) -> Any:
        if self.low == 99:
            raise LookupError("no label")
        if self.low == 98:
            return 5
        return None if self.low == 0 else f"{self.low}..{self.high}"

    def _compute_parts(self) -> dict[str, Any]:
        return {"low": self.low, "high": "x" if self.low == 97 else self.high}


class Guards(_ShadowedFields):
    __slots__ = ()

    @property
    def level(self) -> int:
        return super().level * 10

    @level.setter
    def level(self, value: int) -> None:
        raise LookupError(f"level {value}")


class Vehicles(_VehicleFields):
    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        announced.append(cls)

    def _compute_summary(self) -> str:
        return f"{type(self).__name__} with {self.wheels} wheels"

    def _compute_area(self) -> int:
        return self.wheels * 100 + self.seats

    def __repr__(self) -> str:
        return f"{type(self).__name__}!"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    __hash__ = None


if not TYPE_CHECKING:
    _TruckFields = Vehicles


class Trucks(_TruckFields):
    __slots__ = ()

    def _compute_summary(self) -> str:
        return "truck: " + super()._compute_summary()

    def __post_init__(self) -> None:
        if self.load < 0:
            raise ValueError("negative load")


class Bikes(_BikeFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        self.seats = 2


class Happens(_HappeningFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        if self.at < 0:
            raise ValueError("before time")

    def _compute_label(self) -> str:
        return f"{type(self).__name__}@{self.at}"


class Ends(_EndFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.why == "bad":
            raise TypeError("a bad end")


class Keys(_KeyFields):
    __slots__ = ()

    def __lt__(self, other: object) -> Any:
        return "less"

    def _compute_text(self) -> str:
        return f"{self.a}/{self.b}"
