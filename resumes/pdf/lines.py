"""Blocks to text: fields on a line, paragraphs, words broken at line ends."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from resumes.headings import is_heading
from resumes.pdf.rows import Row, Segment, is_bulleted
from resumes.pdf.wraps import WRAP, Column, goes_on
from resumes.vocabulary import COMPOUNDS, SUFFIXES

WIDE = "   "  # what a wide gap between fields on one line reads as before normalisation
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .,:/@+_-]*[A-Za-z0-9])?")
FRAGMENT = 3  # letters of a second half that is no word of the text: a syllable
PARAGRAPH = 1.35  # times the usual line pitch
# A field on the right ("2019 - 2021") may stand between a broken word and its second half.
BROKEN = re.compile(rf"([^\W\d_]+)-((?: {{3}}[^\n{WRAP}]*)?)([\n{WRAP}])[ ]*([^\W\d_]+)([,.;:!?)]*)[ ]?")
WORD = re.compile(r"[^\W\d_]+")
# Accents that TeX paints as a character of their own, before (or, for those below, after) the letter.
ACCENTS = {
    "\u00b4": "\u0301", "\u02cb": "\u0300", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00a8": "\u0308",
    "\u02c7": "\u030c", "\u02d8": "\u0306", "\u02da": "\u030a", "\u02dd": "\u030b", "\u02d9": "\u0307",
}  # fmt: skip
ACCENTED = re.compile(f"([{''.join(ACCENTS)}])[ ]?([A-Za-z\u0131\u0237])")
CEDILLA = re.compile("([A-Za-z])\u00b8|\u00b8[ ]?([A-Za-z])")


def text_of(blocks: Sequence[Sequence[Row]], standing: Sequence[Column]) -> str:
    """Lines in ``\\n``, blocks and paragraphs parted by a blank line; a row and what it wraps into by ``WRAP``."""
    return "\n\n".join(_block(block, column) for block, column in zip(blocks, standing, strict=True))


def _block(block: Sequence[Row], column: Column) -> str:
    drops = [above[0].y - below[0].y for above, below in pairwise(block)]
    usual = median([drop for drop in drops if drop > 0] or [0.0])
    block = _with_wrapped_fields(block)
    lines = [_line(block[0])]
    for drop, (above, row) in zip(drops, pairwise(block), strict=True):
        size = max(segment.size for segment in row)
        apart = drop > max(PARAGRAPH * usual, 1.2 * size) or drop < -size
        lines += ["\n\n" if apart else WRAP if goes_on(above, row, column) else "\n", _line(row)]
    return "".join(lines)


def _with_wrapped_fields(block: Sequence[Row]) -> list[Row]:
    """Fields beside a text that runs on in the next row ("long title   2021", "of it") moved behind its end."""
    rows = [list(row) for row in block]
    for above, below in pairwise(rows):
        if len(above) > 1 and len(below) == 1 and _runs_on(above, below[0]):
            below.extend(above[1:])
            del above[1:]
    return rows


def _runs_on(above: Row, below: Segment) -> bool:
    """Whether a row's first segment wrapped into the next row because a field stands on its right."""
    text, field = above[0], above[1]
    if text.font != below.font or abs(text.size - below.size) > 0.1 or abs(text.x0 - below.x0) > below.size:
        return False
    if below.x1 > field.x0 or not below.text or is_bulleted(below.text):
        return False
    if text.order < below.order < field.order:  # painted as one text, and the field only then
        return True
    first_word = below.text.split(" ")[0]
    width = (below.x1 - below.x0) * len(first_word) / len(below.text)
    return text.x1 + width + 0.3 * text.size > field.x0 - 0.5 * text.size


def _line(row: Row) -> str:
    texts = [_composed(segment.text) for segment in row]
    if any(RIGHT_TO_LEFT.search(text) for text in texts):
        texts = [_logical(text) for text in reversed(texts)]
    if len(texts) > 1 and is_heading(texts[0]):  # a heading beside the section's first line
        return texts[0] + "\n" + WIDE.join(texts[1:])
    return WIDE.join(texts)


def _logical(text: str) -> str:
    """Text of a right-to-left script as it is read: pages show it from left to right, numbers and Latin words apart."""
    if len(RIGHT_TO_LEFT.findall(text)) * 2 < sum(map(str.isalpha, text)):
        return text
    return LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], text[::-1])


def _composed(text: str) -> str:
    if text.isascii():
        return text
    text = ACCENTED.sub(lambda pair: unicodedata.normalize("NFC", _undotted(pair[2]) + ACCENTS[pair[1]]), text)
    return CEDILLA.sub(lambda pair: unicodedata.normalize("NFC", (pair[1] or pair[2]) + "\u0327"), text)


def _undotted(letter: str) -> str:
    return {"\u0131": "i", "\u0237": "j"}.get(letter, letter)


def unbreak(text: str) -> str:
    """Rows of a paragraph joined; words broken at line ends put together, with their hyphen where they are compounds.

    A word that runs on where no paragraph does stands on the first line.
    """
    breaks = [(found[1].lower(), found[4]) for found in BROKEN.finditer(text)]
    if not breaks:
        return text.replace(WRAP, " ")
    words = {word.lower() for word in WORD.findall(BROKEN.sub(" ", text))}
    # Where no line breaks inside a word, the generator does not hyphenate: every hyphen was written.
    hyphenates = any(_is_broken(first, second, words) for first, second in breaks)

    def whole(broken: re.Match[str]) -> str:
        first, fields, end, second = broken[1], broken[2], broken[3], broken[4]
        after_hyphen = text[max(0, broken.start() - 1) : broken.start()] == "-"
        compound = after_hyphen or _is_compound(first.lower(), second, words, hyphenates)
        ended = broken.end() == len(text) or text[broken.end()] in f"\n{WRAP}"
        return f"{first}{'-' if compound else ''}{second}{broken[5]}{fields}" + ("" if ended else end)

    return BROKEN.sub(whole, text).replace(WRAP, " ")


def _is_broken(first: str, second: str, words: set[str]) -> bool:
    """Whether two halves are certainly one word: it stands elsewhere, or the second half is none by itself."""
    if not second[0].islower():
        return False
    fragment = second in SUFFIXES or (len(second) <= FRAGMENT and second not in words)
    return first + second in words or (fragment and first not in COMPOUNDS)


def _is_compound(first: str, second: str, words: set[str], hyphenates: bool) -> bool:
    """Whether a hyphen at the line end belongs to the word, judged by the other words of the text."""
    if not second[0].islower():
        return True
    if _is_broken(first, second, words):
        return False
    if first in COMPOUNDS or not hyphenates:
        return True
    return {first, second} <= words
