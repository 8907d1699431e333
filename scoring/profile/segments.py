"""Where to cut a text into lines, also when it has no line breaks."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.profile.dates import DateRange
from scoring.profile.headings import heading_of

LONGEST_LINE = 260  # longer ones are cut at sentences, bullets, headings and dates; wrapped lines never are this long
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+|\n\s*\n")
_CUT = re.compile(
    r"(?P<gap> {3,}|\t{2,})"
    r"|\s(?=(?:[•●▪◦‣❖➢➤▸►■◆✓✔\uf0b7\uf0a7]|â€¢|â¢)\s?\S)"
    r"|(?<=[a-z)\d%][.;!?])\s+(?=[A-Z•])"
    r"|(?<=[a-z]{3}[.])(?=[A-Z][a-z])"
    r"|(?<=[^\W_A-Z][^\W_]|[\w)][.;:)])\s+(?=(?P<heading>(?:[A-Z][A-Za-z]+\s(?:(?:and|&|"
    r"of)\s)?){0,3}?(?:Experience|History|"
    r"Education|Training|Skills|Summary|Highlights|Accomplishments|Certifications|Qualifications|Languages|Interests|"
    r"Affiliations|Projects|Competencies|Awards|Publications|Employment|Licenses|Internships|Details|Activities|Honors|"
    r"Information|Profile|Objective|Achievements|References|Strengths)\b:?)\s+(?=[A-Z0-9•(]))"
)
_TITLED = re.compile(r"(?:[A-Z0-9&(][\w.'’/&()+-]*|of|and|the|for|de|to|in|at|[,/|:&–-])(?=\s|$)")


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
    for match in _CUT.finditer(text, start, end):
        if (heading := match["heading"]) is None:
            cuts.add(match.end())
        elif heading_of(heading) is not None:
            cuts.add(match.start("heading"))
            cuts.add(match.end("heading"))
    starts = [found.span.start for found in dates]
    for found in dates[bisect_left(starts, start) : bisect_left(starts, end)]:
        if not found.single:
            cuts.update(_around(text, found, start, end, cuts))
    # No cut inside a date.
    for found in dates[bisect_left(starts, start) : bisect_left(starts, end)]:
        cuts.difference_update(range(found.span.start + 1, found.span.end))
    ordered = sorted(cuts)
    yield from pairwise(ordered)


def _around(text: str, found: DateRange, start: int, end: int, cuts: set[int]) -> Iterator[int]:
    """Cut where the capitalised words around a range of dates, its title and employer, begin and end."""
    low = max((cut for cut in cuts if cut <= found.span.start), default=start)
    begin = found.span.start
    words = list(re.finditer(r"\S+", text[low:begin]))
    for word in reversed(words[-14:]):
        if not _TITLED.fullmatch(word[0].strip(",")) and not _TITLED.fullmatch(word[0]):
            break
        if word[0][0].isupper() or word[0][0] == "(":
            begin = low + word.start()
    yield begin
    reached = found.span.end
    lowered = False
    last_capital = reached
    for word in re.finditer(r"\S+", text[reached : min(end, reached + 160)]):
        if not _TITLED.fullmatch(word[0].rstrip(",")):
            lowered = word[0][0].islower()
            break
        if word[0][0].isupper():
            last_capital = reached + word.start()
    else:
        last_capital = min(end, reached + 160)
    if lowered and last_capital > reached + 1:
        yield last_capital
