"""Paths: from construction operators to the areas that are painted or clipped to."""

from dataclasses import replace

from resumes.pdf.colours import WHITE, mix
from resumes.pdf.geometry import Box, Matrix, bounds
from resumes.pdf.marks import Area

Point = tuple[float, float]
SMALLEST_SIDE = 2.0  # points; thinner things are rules and borders, which neither carry nor cover text
SUBPATHS_AT_MOST = 40  # beyond, a path is a drawing or outlined letters
RECTANGULAR = 0.85  # share of its box that a shape must fill to count as a surface; rounded corners do
OPAQUE = 0.95


class Path:
    """The current path, in page coordinates."""

    __slots__ = ("_current", "_subpaths")

    def __init__(self) -> None:
        self._subpaths: list[list[Point]] = []
        self._current: list[Point] = []

    def move(self, x: float, y: float, m: Matrix) -> None:
        self._current = [(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])]
        self._subpaths.append(self._current)

    def line(self, x: float, y: float, m: Matrix) -> None:
        """A line, or the end of a curve: for areas its end point is near enough."""
        self._current.append((m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]))

    def rectangle(self, x: float, y: float, width: float, height: float, m: Matrix) -> None:
        self.move(x, y, m)
        self.line(x + width, y, m)
        self.line(x + width, y + height, m)
        self.line(x, y + height, m)

    def box(self) -> Box | None:
        """The box around all of it; None if it is empty."""
        points = [point for subpath in self._subpaths for point in subpath]
        return bounds(points) if points else None

    def surfaces(self) -> list[tuple[Box, bool]]:
        """Each part that is large enough to matter, and whether it fills its box."""
        if len(self._subpaths) > SUBPATHS_AT_MOST:
            whole = self.box()
            return [(whole, False)] if whole is not None else []
        boxes = [(bounds(subpath), subpath) for subpath in self._subpaths if len(subpath) > 2]
        large = [pair for pair in boxes if min(pair[0].x1 - pair[0].x0, pair[0].y1 - pair[0].y0) >= SMALLEST_SIDE]
        return [
            # A part inside another may be its hole (a frame): neither is a surface then.
            (box, _fills(box, subpath) and not any(box.meet(other).area for other, _ in large if other is not box))
            for box, subpath in large
        ]

    def strokes(self, width: float) -> list[Box]:
        """Straight upright strokes that are as thick as a line of text."""
        if width < SMALLEST_SIDE:
            return []
        ends = [bounds(subpath) for subpath in self._subpaths if len(subpath) == 2]
        half = width / 2
        flat = [box for box in ends if min(box.x1 - box.x0, box.y1 - box.y0) < SMALLEST_SIDE]
        return [
            Box(box.x0, box.y0 - half, box.x1, box.y1 + half)
            if box.x1 - box.x0 > box.y1 - box.y0
            else Box(box.x0 - half, box.y0, box.x1 + half, box.y1)
            for box in flat
        ]


def area(painted: Area, clip: Box, alpha: float) -> Area | None:
    """The visible part of something painted; None if it is too small or too transparent to matter."""
    visible = painted.box.meet(clip)
    if min(visible.x1 - visible.x0, visible.y1 - visible.y0) < SMALLEST_SIDE or alpha <= 1 - OPAQUE:
        return None
    colour = painted.colour
    shade = colour if colour is None or alpha >= OPAQUE else mix(colour, WHITE, alpha)
    return replace(painted, box=visible, colour=shade, solid=painted.solid and alpha >= OPAQUE)


def _fills(box: Box, subpath: list[Point]) -> bool:
    """Whether the outline encloses nearly all of its box (shoelace formula)."""
    twice = 0.0
    px, py = subpath[-1]
    for x, y in subpath:
        twice += px * y - x * py
        px, py = x, y
    return abs(twice) / 2 >= RECTANGULAR * box.area
