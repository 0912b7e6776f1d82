"""The mixin of schemas/point3d.yaml."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from point3d import Point3D, _Point3DFields as Fields
else:
    Fields = object


class PointMixin(Fields):
    """What can be done with a point. Points are values, so what changes one makes another."""

    __slots__ = ()

    def distance_to(self, other: Point3D) -> float:
        x, y, z = self.x - other.x, self.y - other.y, self.z - other.z
        return sqrt(x * x + y * y + z * z)

    def translate(self, dx: float = 0.0, dy: float = 0.0, dz: float = 0.0) -> Self:
        return self.__replace__(x=self.x + dx, y=self.y + dy, z=self.z + dz)
