"""Lines that head a job: which date makes them so, and what they name."""

import re
from collections.abc import Iterator

from scoring.profile.dates import DateRange
from scoring.profile.headers import Piece, looks_like_a_name, pieces, says_nothing, without_prefix
from scoring.profile.lines import Line
from scoring.profile.model import Span
from scoring.profile.places import is_place, until_place
from scoring.profile.titles import PLACEHOLDER, employer_score, opens_a_duty, title_score

_EDGE = " \xa0\t,;:.()|/–—-•·\u00ad"
_LONGEST_NAME = 80
_TITLE_RUN = re.compile(r"[A-Z][\w/&'’-]*(?:\s+(?:[A-Z][\w/&'’-]*|(?:and|of|&)(?=\s+[A-Z])))*")
_WORD = re.compile(r"[^\W\d_]{2,}")


def anchor_date(line: Line) -> DateRange | None:
    """The date that makes ``line`` the heading of a job: a range, or one date beside short names."""
    if line.heading or not line.dates:
        return None
    ranges = [found for found in line.dates if not found.single]
    if ranges:
        return ranges[0]
    found = line.dates[0]
    if len(line.dates) > 1 or line.bullet or found.start is None:
        return None
    before, after = (part.strip(_EDGE) for part in around(line, found))
    if (
        before
        and after
        and not (found.precise and title_score(before) and (PLACEHOLDER.match(after) or is_place(after)))
    ):
        return None
    return found


def around(line: Line, found: DateRange) -> tuple[str, str]:
    """The text before and after a date of the line."""
    before = line.text[: found.span.start - line.start]
    return without_prefix(before), line.text[found.span.end - line.start :]


def rest_of(line: Line) -> str:
    """The line without its dates; a tab stands for each."""
    text = line.text
    for found in reversed(line.dates):
        text = text[: found.span.start - line.start] + "\t" + text[found.span.end - line.start :]
    return without_prefix(text.strip(_EDGE)).strip(_EDGE)


def is_bare(line: Line) -> bool:
    """Whether the line holds a date and at most a place."""
    rest = rest_of(line)
    return not _WORD.search(rest) or is_place(rest) or says_nothing(rest)


def is_anchor(line: Line) -> bool:
    """Whether the line heads a job by its date: alone, after a name, or before one."""
    found = anchor_date(line)
    if found is None:
        return False
    if is_bare(line):
        return True
    before = around(line, found)[0].strip(_EDGE)
    if before and not looks_like_a_name(before):
        return False
    rest = rest_of(line)
    if line.bullet and title_score(rest) == 0 and not before:
        return False
    return bool(before) or looks_like_a_name(rest.replace("\t", " ")) or _opening(line, found) is not None


def own_pieces(line: Line) -> Iterator[Piece]:
    """The names in an anchor's line; of a long line only those of the part that reads as a heading."""
    found = anchor_date(line)
    if found is None or looks_like_a_name(rest_of(line).replace("\t", " ")):
        yield from pieces(line.text, line.start, line.index, [other.span for other in line.dates])
        return
    if around(line, found)[0].strip(_EDGE):
        yield from pieces(line.text[: found.span.start - line.start], line.start, line.index)
    if opening := _opening(line, found):
        yield from pieces(line.text[opening.start - line.start : opening.end - line.start], opening.start, line.index)


def named_pieces(line: Line) -> list[Piece]:
    """The names of a line that may belong to a job's heading, also when a description follows on the same line."""
    high = named_length(line.text)
    holes = [found.span for found in line.dates]
    return list(pieces(line.text[:high], line.start, line.index, holes)) if high else []


def named_length(text: str) -> int:
    """How many characters of ``text`` can be the heading of a job; 0 for none."""
    if looks_like_a_name(text):
        return len(text)
    place = 0 if opens_a_duty(text) else until_place(text[: _LONGEST_NAME + 30])
    if place and looks_like_a_name(text[:place]) and employer_score(text[:place]) > 0:
        return place
    placeholder = PLACEHOLDER.match(text)
    return placeholder.end() if placeholder else 0


def _opening(line: Line, found: DateRange) -> Span | None:
    """The name that follows a date on a long line ("2014 - 2017: PHP Developer. Wrote ...")."""
    after = line.text[found.span.end - line.start :]
    offset = len(after) - len(after.lstrip(_EDGE))
    name = re.split(r"\. |: | - |; ", after[offset:], maxsplit=1)[0]
    length = named_length(name) or named_length(after[offset:])
    if not length and (run := _TITLE_RUN.match(after, offset)) and title_score(run[0]) > 0:
        length = len(run[0])
    if not length:
        return None
    start = found.span.end + offset
    return Span(start, start + length)
