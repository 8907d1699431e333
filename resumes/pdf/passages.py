"""What a page hides: pieces put together into passages, and the visible line next to which each of them stands."""

from collections.abc import Sequence
from dataclasses import replace

from resumes.characters import normalise
from resumes.extraction import Passage
from resumes.hiding import excerpts
from resumes.pdf.marks import Piece
from resumes.pdf.rows import Row, Segment
from resumes.places import letters
from scoring.resume import HiddenReason

Ordered = Sequence[tuple[int, Sequence[Sequence[Row]]]]  # blocks in reading order, for each direction of writing
# A page number outside the crop or a letter cut by a clip is an accident of layout, not text.
FEWEST_CHARACTERS = {HiddenReason.CLIPPED: 12, HiddenReason.OFF_PAGE: 12, HiddenReason.COVERED: 12}
SAME_LINE = 0.4  # font sizes


def hidden_passages(pieces: Sequence[Piece], page: int) -> list[Passage]:
    """Excerpts of what a page hides, by reason; a few stray characters are no text.

    Pieces between which nothing visible was painted belong together. The place is the index of the first of them.
    """
    found: list[Passage] = []
    sizes: dict[HiddenReason, int] = {}
    begins: dict[HiddenReason, int] = {}
    for index, piece in enumerate(pieces):
        if piece.hidden is None:
            if not piece.text.isspace():
                begins.clear()
            continue
        place = begins.setdefault(piece.hidden, index)
        sizes[piece.hidden] = sizes.get(piece.hidden, 0) + len(piece.text.strip())
        found.append(Passage(piece.hidden, piece.text.strip(), place, page))
    return excerpts(passage for passage in found if sizes[passage.reason] >= FEWEST_CHARACTERS.get(passage.reason, 2))


def placed(found: Sequence[Passage], pieces: Sequence[Piece], ordered: Ordered, before: int) -> list[Passage]:
    """The passages with their place in letters and digits, of which the pages ``before`` have shown so many."""
    return [
        passage if passage.place is None else replace(passage, place=before + _passed(pieces[passage.place], ordered))
        for passage in found
    ]


def letters_shown(ordered: Ordered) -> int:
    """How many letters and digits a page shows."""
    segments = (segment for _, blocks in ordered for block in blocks for row in block for segment in row)
    return sum(letters(normalise(segment.text)) for segment in segments)


def _passed(piece: Piece, ordered: Ordered) -> int:
    """How many letters and digits of a page are read before a piece: up to the nearest visible text, or past it."""
    passed, place, nearest = 0, 0, float("inf")
    for turn, blocks in ordered:
        for segment in (segment for block in blocks for row in block for segment in row):
            start, passed = passed, passed + letters(normalise(segment.text))
            if turn == piece.turn and (distance := _distance(piece, segment)) < nearest:
                place, nearest = start if _precedes(piece, segment) else passed, distance
    return place


def _distance(piece: Piece, segment: Segment) -> float:
    return abs(piece.y - segment.y) + max(0.0, segment.x0 - piece.end, piece.x - segment.x1)


def _precedes(piece: Piece, segment: Segment) -> bool:
    if abs(piece.y - segment.y) <= SAME_LINE * segment.size:
        return piece.x < segment.x0
    return piece.y > segment.y
