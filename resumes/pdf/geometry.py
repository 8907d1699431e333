"""Matrices and boxes of the page, in points, y upwards."""

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(NamedTuple):
    """An upright rectangle; ``x0 <= x1`` and ``y0 <= y1``, else it is empty."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)

    def meet(self, other: "Box") -> "Box":
        """The common part, possibly empty."""
        return Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def share_in(self, other: "Box") -> float:
        """How much of this box lies in the other, 0 to 1; a box without area counts by its centre."""
        if self.area <= 0.0:
            return 1.0 if other.holds((self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2) else 0.0
        return self.meet(other).area / self.area


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def bounds(points: list[tuple[float, float]]) -> Box:
    """The smallest box around at least one point."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def transform(box: Box, m: Matrix) -> Box:
    """The upright box around the transformed corners."""
    a, b, c, d, e, f = m
    corners = ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    return bounds([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])
