"""Which rows of a page go on in the next row: a paragraph wraps where its next word had no room left."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from resumes.pdf.rows import Row, is_bulleted

WRAP = "\x1f"  # where a paragraph goes on in the next row: a space, once broken words are whole
# All in font sizes, where no other unit is named.
SAME_COLUMN = 1.0  # between the left edges of blocks that belong to one column
SAME_EDGE = 0.5  # between the left edges of a line and its continuation
HANGING = 3.5  # between a bullet and its text
SHORTEST = 16  # characters: what fills a narrower column may be an item of a list as well
SHORTEST_BULLETED = 40
LINE_PITCH = 1.6  # between the lines of a paragraph at most, where no line tells
FARTHEST = 2.0  # between the lines of a paragraph that is set widely
PITCH = 1.12  # times the pitch of certain wraps: more parts two paragraphs
WORD_SPACE = 0.25
WIDER = 1.1  # times a word's width, which is estimated by its share of the letters
SLACK = 1.5
ENDED = (".", "!", "?")


YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OPEN = re.compile(r"(?:[,&(–—-]|\b(?:and|or|of|the|a|an|to|in|for|with|from|at|by|on|as))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """The right edge of a column, and the pitch (in font sizes) of lines that certainly go on; None without any.

    ``spaced`` says that paragraphs stand further apart than their lines.
    """

    edge: float
    pitch: float | None
    spaced: bool


def columns(blocks: Sequence[Sequence[Row]]) -> list[Column]:
    """For each block the column that it stands in, judged by all blocks with the same left edge."""
    lefts = [min(row[0].x0 for row in block) for block in blocks]
    return [
        _column([blocks[place] for place, other in enumerate(lefts) if abs(other - left) <= SAME_COLUMN * first.size])
        for left, ((first, *_), *_) in zip(lefts, blocks, strict=True)
    ]


def _column(blocks: Sequence[Sequence[Row]]) -> Column:
    edge = max(row[-1].x1 for block in blocks for row in block)
    pairs = [pair for block in blocks for pair in pairwise(block)]
    full = [pair for pair in pairs if _fills(*pair, edge)]
    short = [_drop(*pair) for pair in pairs if not _fills(*pair, edge)]
    certain = [drop for above, below in full if _is_lower(below) and (drop := _drop(above, below)) <= FARTHEST]
    if certain:
        pitch = PITCH * median(certain)
        return Column(edge, pitch, spaced=2 * sum(drop > pitch for drop in short) > len(short))
    # Without a line that begins in lower case, only paragraphs that stand apart tell lines that do not.
    pitch = PITCH * min((_drop(*pair) for pair in full), default=0.0)
    spaced = bool(pitch and short) and median(short) > pitch
    return Column(edge, pitch if spaced else None, spaced)


def goes_on(above: Row, below: Row, column: Column) -> bool:
    """Whether the text of a row goes on in the row below.

    Where nothing else in the column tells, only what follows a bullet does: a list of items of much the same length
    fills its column, too.
    """
    end, start = above[-1], below[0]
    slack = SLACK * start.size if column.spaced else 0.0  # there the pitch tells more than the width
    if not 0 < _drop(above, below) <= (column.pitch or LINE_PITCH) or not _fills(above, below, column.edge - slack):
        return False
    # What hangs under the text of a bullet belongs to it, also after the end of a sentence.
    ends = end.text.endswith(ENDED) and end.x0 >= start.x0 - SAME_EDGE * start.size
    heads = start.text[0].isupper() and YEAR.search(start.text) and not OPEN.search(end.text)  # perhaps the next job
    if not column.spaced and (ends or heads):
        return False
    if column.pitch is None:
        return is_bulleted(end.text) and len(end.text) >= SHORTEST_BULLETED
    return len(end.text) >= SHORTEST


def seam(above: Row, column: Column, below: Row) -> str:
    """What stands between the last row of a page and the first of the next: nothing but a line end in running text."""
    if _is_lower(below) and _fills(above, below, column.edge):
        return WRAP
    end, start = above[-1], below[0]
    alike = end.font == start.font and abs(end.size - start.size) <= 0.1
    return "\n" if alike and abs(end.x0 - start.x0) <= HANGING * end.size else "\n\n"


def _fills(above: Row, below: Row, edge: float) -> bool:
    """Whether the text below could be the rest of the text above: set alike, and its first word had no room there."""
    end, start = above[-1], below[0]
    if end.font != start.font or abs(end.size - start.size) > 0.1 or not start.text or is_bulleted(start.text):
        return False
    indent = start.x0 - end.x0
    hanging = HANGING if is_bulleted(end.text) else SAME_EDGE
    if not -SAME_EDGE * end.size <= indent <= hanging * end.size:
        return False
    word = start.text.split(" ")[0]
    width = WIDER * (start.x1 - start.x0) * len(word) / len(start.text)
    return end.x1 + WORD_SPACE * end.size + width > edge


def _drop(above: Row, below: Row) -> float:
    return (above[-1].y - below[0].y) / below[0].size


def _is_lower(row: Row) -> bool:
    return row[0].text[:1].islower()
