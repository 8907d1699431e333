"""Where to cut a text into lines, also when it has no line breaks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.profile.dates import DateRange
from scoring.profile.headings import Section, heading_of
from scoring.profile.places import until_place

LONGEST_LINE = 260  # longer ones are cut at sentences, bullets, headings and dates; wrapped lines never are this long
FLAT = 0.3  # share of a text in one line, from which on its headings stand inside of lines
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+|\n\s*\n")
_CUT = re.compile(
    r"(?P<gap> {3,}|\t{2,})"
    r"|\s(?=(?:[•●▪◦‣❖➢➤▸►■◆✓✔\uf0b7\uf0a7]|â€¢|â¢)\s?\S)"
    r"|(?<=[^\W_A-Z][^\W_]|[\w)][.;:)])\s+(?=(?P<heading>(?:[A-Z][A-Za-z]+\s(?:(?:and|&|of)\s)?){0,3}?"
    r"(?:Experience|History|Education|Training|Skills|Summary|Highlights|Accomplishments|Certifications|Qualifications|"
    r"Languages|Interests|Affiliations|Projects|Competencies|Awards|Publications|Employment|Licenses|Internships|Details|"
    r"Activities|Honors|Information|Profile|Objective|Achievements|References|Strengths)\b:?)\s+(?=[A-Z0-9•(]))"
    r"|(?<=[a-z)\d%][.;!?])\s+(?=[A-Z•])"
    r"|(?<=[a-z]{3}[.])(?=[A-Z][a-z])"
)
_PREPOSITION = re.compile(
    r"\b(?:from|between|during|in|since|for|on|of|between the years|von|entre|desde|seit)\s+$", re.IGNORECASE
)
_MOST_WORDS = 14  # of a title and an employer
_LONGEST_NAMES = 160
_TITLED = re.compile(r"(?:[A-Z0-9&(][\w.'’/&()+-]*|of|and|the|for|de|to|in|at|[,/|:&–-]|ï¼\S?|â€.)(?=\s|$)")


def segments(text: str, dates: Sequence[DateRange]) -> Iterator[tuple[int, int]]:
    """Start and end of every line; an empty pair marks a blank line."""
    reached = -1
    wrapped = [found.span for found in dates if "\n" in text[found.span.start : found.span.end]]
    for match in _LINE.finditer(text):
        start, end = match.span()
        if start < reached:
            continue
        while wrapped and wrapped[0].end <= start:
            wrapped.pop(0)
        if wrapped and start <= wrapped[0].start < end:
            end = reached = _line_end(text, wrapped[0].end)
        if end - start <= LONGEST_LINE:
            yield start, end
        else:
            yield from _cut(text, start, end, dates)


def _line_end(text: str, position: int) -> int:
    """The end of the line in which a date that began on an earlier one ends."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _cut(text: str, start: int, end: int, dates: Sequence[DateRange]) -> Iterator[tuple[int, int]]:
    cuts = {start, end}
    flat = end - start >= FLAT * len(text)
    for match in _CUT.finditer(text, start, end):
        if (heading := match["heading"]) is None:
            cuts.add(match.end())
        elif flat and heading_of(heading) is not None:
            cuts.update(match.span("heading"))
        elif text[match.start() - 1] in ".;":
            cuts.add(match.end())
    starts = [found.span.start for found in dates]
    fixed = sorted(cuts)
    for found in dates[bisect_left(starts, start) : bisect_left(starts, end)]:
        if not found.single:
            low = fixed[bisect_right(fixed, found.span.start) - 1]
            cuts.update(_around(text, found, low, end))
    # No cut inside a date.
    for found in dates[bisect_left(starts, start) : bisect_left(starts, end)]:
        cuts.difference_update(range(found.span.start + 1, found.span.end))
    ordered = sorted(cuts)
    yield from pairwise(ordered)


def _around(text: str, found: DateRange, low: int, end: int) -> Iterator[int]:
    """Cut where the capitalised words around a range of dates, its title and employer, begin and end."""
    if _PREPOSITION.search(text, max(low, found.span.start - 12), found.span.start):
        return
    yield _names_begin(text, low, found.span.start)
    high = min(end, found.span.end + _LONGEST_NAMES)
    if stop := _names_end(text, found.span.end, high):
        yield stop


def _names_begin(text: str, low: int, high: int) -> int:
    begin = high
    low = max(low, high - _LONGEST_NAMES)
    for word in reversed(list(re.finditer(r"\S+", text[low:high]))[-_MOST_WORDS:]):
        if not _TITLED.fullmatch(word[0].strip(",")) or heading_of(word[0]) is Section.EXPERIENCE:
            break
        if word[0][0].isupper() or word[0][0] == "(":
            begin = low + word.start()
    return begin


def _names_end(text: str, low: int, high: int) -> int | None:
    """The end of the names after a date: behind a place, else before the capital that opens the description."""
    last_capital = low
    for word in re.finditer(r"\S+", text[low:high]):
        if not _TITLED.fullmatch(word[0].rstrip(",") or ","):
            place = until_place(text[low : low + word.end()])
            if place:
                return low + place
            return last_capital if last_capital > low + 1 and word[0][0].islower() and word[0].isascii() else None
        if word[0][0].isupper():
            last_capital = low + word.start()
    return None
