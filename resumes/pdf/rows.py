"""Pieces to rows: what stands on one baseline, joined into segments where no wide gap parts it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from resumes.headings import part
from resumes.pdf.marks import Piece
from resumes.pdf.showing import word_gap

SAME_BASELINE = 0.4  # of the smaller font size
WIDE_GAP = 1.1  # font sizes: more than a justified word space, less than a gutter
BULLET_GAP = 4.0
TOUCHING = 0.1
SCRIPT = 0.85  # superscripts and subscripts are smaller than this share of the text around
SCRIPT_LENGTH = 4
LETTER_GAP = 3.5  # font sizes: between two words of a spaced-out heading
LETTERS_SPACED = 4  # single letters in a row that make a spaced-out word
BULLETS = frozenset("•◦▪■●○◆➢➤❖▸►·∙‣⁃–—-*oå§Øvü\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf02d\uf06e\uf0e0\ufffd")


@dataclass(slots=True)
class Segment:
    """Text without a wide gap. ``order`` is when its main part was painted."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int
    font: str = ""


Row = list[Segment]


def is_bulleted(text: str) -> bool:
    """Whether a text begins with a bullet; letters are bullets of symbol fonts only where they stand alone."""
    return text[:1] in BULLETS and bool(text) and (not text[0].isalnum() or text[1:2] in ("", " "))


def rows(pieces: Sequence[Piece]) -> list[Row]:
    """Rows from top to bottom, segments from left to right."""
    _lower_superscripts(pieces)
    found: list[Row] = []
    line: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x)):
        if line and line[0].y - piece.y > SAME_BASELINE * min(piece.size, line[0].size):
            found.append(_segments(line))
            line = []
        line.append(piece)
    if line:
        found.append(_segments(line))
    return found


def _lower_superscripts(pieces: Sequence[Piece]) -> None:
    """Put small raised (or lowered) characters on the baseline of the text that they touch."""
    usual = median([piece.size for piece in pieces])
    small = [piece for piece in pieces if piece.size < SCRIPT * usual and len(piece.text) <= SCRIPT_LENGTH]
    if not small or len(small) > len(pieces) / 2:
        return
    hosts = [piece for piece in pieces if piece.size >= SCRIPT * usual]
    for piece in small:
        for host in hosts:
            rise = (piece.y - host.y) / host.size
            touches = min(abs(piece.x - host.end), abs(host.x - piece.end)) < 0.25 * host.size
            if touches and piece.size < SCRIPT * host.size and -0.35 < rise < 0.7 and rise:
                piece.y = host.y
                break


def _segments(line: list[Piece]) -> Row:
    line.sort(key=lambda piece: piece.x)
    row: Row = []
    group: list[Piece] = []
    for piece in _spaced_words(_without_doubles(line)):
        if group and not _continues(group, piece):
            row.append(_segment(group))
            group = []
        group.append(piece)
    row.append(_segment(group))
    return row


def _continues(group: list[Piece], piece: Piece) -> bool:
    gap = piece.x - group[-1].end
    size = max(group[-1].size, piece.size)
    if len(group) == 1 and group[0].text.strip() in BULLETS:
        return -size < gap < BULLET_GAP * size
    return -size < gap < WIDE_GAP * size


def _segment(group: list[Piece]) -> Segment:
    parts = [group[0].text]
    for left, right in pairwise(group):
        gap = right.x - left.end
        touching = gap < word_gap(min(left.space, right.space)) * min(left.size, right.size) and not right.after_blank
        touching = touching or parts[-1].endswith(" ") or right.text.startswith(" ")
        parts.append(right.text if touching else " " + right.text)
    main = max(group, key=lambda piece: len(piece.text))
    end = max(piece.end for piece in group)
    return Segment("".join(parts).strip(), group[0].x, end, main.y, main.size, main.order, main.font)


def _without_doubles(line: Iterable[Piece]) -> list[Piece]:
    """Bold made by painting twice a little to the side reads once."""
    kept: list[Piece] = []
    for piece in line:
        before = kept[-1] if kept else None
        if before and before.text == piece.text and abs(before.x - piece.x) < 0.3 * piece.size and len(piece.text) > 1:
            continue
        if before and before.text == piece.text and abs(before.x - piece.x) < 0.1 * piece.size:
            continue
        kept.append(piece)
    return kept


def _spaced_words(line: list[Piece]) -> list[Piece]:
    """Single letters at even distances put together into words; everything else as it is."""
    result: list[Piece] = []
    run: list[Piece] = []
    for piece in [*line, None]:
        if piece is not None and _is_letter(piece) and (not run or _is_next_letter(run[-1], piece)):
            run.append(piece)
            continue
        result.extend(_word(run) if len(run) >= LETTERS_SPACED else run)
        run = [piece] if piece is not None and _is_letter(piece) else []
        if piece is not None and not run:
            result.append(piece)
    return result


def _is_letter(piece: Piece) -> bool:
    text = piece.text.strip()
    return len(text) == 1 and (text.isalnum() or text == "&")


def _is_next_letter(left: Piece, right: Piece) -> bool:
    return (
        abs(left.size - right.size) < 0.1 * right.size
        and -0.2 * right.size < right.x - left.end < LETTER_GAP * right.size
    )


def _word(run: list[Piece]) -> list[Piece]:
    gaps = [right.x - left.end for left, right in pairwise(run)]
    usual = median(gaps)
    size = run[0].size
    # Letters set one by one, but not apart: ordinary gaps tell the words.
    if usual < TOUCHING * size or min(gaps) < 0.4 * usual:
        return run
    letters = [run[0].text.strip()]
    for gap, piece in zip(gaps, run[1:], strict=True):
        letters.append(piece.text.strip() if gap <= 1.6 * usual else " " + piece.text.strip())
    text = " ".join(part(word) for word in "".join(letters).split(" "))
    first = run[0]
    joined = Piece(
        text, first.x, run[-1].end, first.y, size, first.box, first.order, first.turn, first.space, font=first.font
    )
    return [joined]
