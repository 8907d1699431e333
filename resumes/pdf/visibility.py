"""Which pieces of a drawn page a human reader would see, and why the others would not."""

from bisect import bisect_left
from collections.abc import Sequence

from resumes.errors import UnreadableError
from resumes.pdf.colours import WHITE, Colour, alike, mix
from resumes.pdf.geometry import Box
from resumes.pdf.marks import Area, Piece
from resumes.pdf.pictures import uniform_colour
from scoring.resume import AbstentionReason, HiddenReason

READABLE_SIZE = 2.5  # points on a page of usual size; footnotes of real resumes stay above 4
USUAL_HEIGHT = 842.0  # A4
ON_PAGE = 0.3  # share of a piece that must lie on the page
COVERED = 0.6  # share of a piece under opaque areas that makes it unreadable
PROBES = (0.1, 0.5, 0.9)  # where along a piece its ground is looked at
COMPARISONS_AT_MOST = 20_000_000  # of shapes with pieces of text on one page; real pages stay below 1,000,000
SCAN_SHARE = 0.6  # of the page under pictures


def judge(pieces: Sequence[Piece], areas: Sequence[Area], page: Box) -> None:
    """Mark each piece that cannot be seen with the reason. Pieces and areas are in painting order."""
    magnified = max(1.0, USUAL_HEIGHT / max(page.x1 - page.x0, page.y1 - page.y0, 1.0))
    grounds = _Grounds(areas)
    for piece in pieces:
        if piece.hidden is HiddenReason.INVISIBLE_MODE and piece.seen_through:
            piece.hidden = None
        if piece.hidden is None:
            piece.hidden = _reason(piece, page, magnified, grounds)
    _cover(pieces, areas)


def is_scan(areas: Sequence[Area], page: Box) -> bool:
    """Whether pictures make up most of the page."""
    pictured = sum(area.box.meet(page).area for area in areas if area.picture)
    return page.area > 0 and pictured / page.area >= SCAN_SHARE


def _reason(piece: Piece, page: Box, magnified: float, grounds: "_Grounds") -> HiddenReason | None:
    if piece.size * magnified < READABLE_SIZE:
        return HiddenReason.TINY
    if piece.box.share_in(page) < ON_PAGE:
        return HiddenReason.OFF_PAGE
    if piece.colour is None:
        return None
    if piece.alpha < 1.0:
        faint = [ground for ground in grounds.under(piece) if ground is not None]
        if len(faint) == len(PROBES) and all(alike(mix(piece.colour, ground, piece.alpha), ground) for ground in faint):
            return HiddenReason.TRANSPARENT
        return None
    return HiddenReason.BACKGROUND_COLOUR if grounds.swallow(piece, piece.colour) else None


class _Grounds:
    """What lies under a piece: the page's white, an area's colour, or something that only painting would tell."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._areas = areas
        self._orders = [area.order for area in areas]
        self._colours = {area.colour for area in areas if area.colour is not None and area.solid}
        self._suspects: dict[Colour, bool] = {}
        self._pictured = any(area.picture and area.solid for area in areas)
        self._pictures: dict[int, Colour | None] = {}

    def swallow(self, piece: Piece, colour: Colour) -> bool:
        """Whether the ground has the piece's colour wherever it is probed."""
        if colour not in self._suspects:
            candidates = (WHITE, *self._colours)
            self._suspects[colour] = self._pictured or any(alike(colour, candidate) for candidate in candidates)
        if not self._suspects[colour]:
            return False
        return all(ground is not None and alike(colour, ground) for ground in self.under(piece))

    def under(self, piece: Piece) -> list[Colour | None]:
        """The ground at each probe; None where it is a picture, a pattern or a shape of unclear extent."""
        box = piece.box
        last = bisect_left(self._orders, piece.order)
        points = [
            (box.x0 + share * (box.x1 - box.x0), box.y0 + share * (box.y1 - box.y0))
            if piece.turn not in (0, 2)
            else (box.x0 + share * (box.x1 - box.x0), (box.y0 + box.y1) / 2)
            for share in PROBES
        ]
        return [self._at(x, y, last) for x, y in points]

    def _at(self, x: float, y: float, last: int) -> Colour | None:
        for area in reversed(self._areas[:last]):
            if area.box.holds(x, y):
                return self._colour(area)
        return WHITE

    def _colour(self, area: Area) -> Colour | None:
        if not area.solid or not area.picture:
            return area.colour if area.solid else None
        key = id(area.source)
        if key not in self._pictures:
            self._pictures[key] = uniform_colour(area.source)
        return self._pictures[key]


def _cover(pieces: Sequence[Piece], areas: Sequence[Area]) -> None:
    """Mark what opaque areas painted over afterwards. Raises UnreadableError for more shapes than any resume has."""
    orders = [piece.order for piece in pieces]
    covered: dict[int, float] = {}
    solid = [area for area in areas if area.solid]
    if len(solid) * len(pieces) > COMPARISONS_AT_MOST:
        raise UnreadableError(AbstentionReason.TOO_LARGE, "more painted shapes than any resume has")
    for area in solid:
        for place in range(bisect_left(orders, area.order)):
            piece = pieces[place]
            if piece.hidden is None and not piece.seen_through and (overlap := piece.box.meet(area.box).area) > 0.0:
                covered[place] = covered.get(place, 0.0) + overlap
    for place, overlap in covered.items():
        if overlap >= COVERED * pieces[place].box.area:
            pieces[place].hidden = HiddenReason.COVERED
