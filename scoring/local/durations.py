"""How long and how recently somebody did something, as the union of dated episodes."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from scoring.local.view import Passage, ResumeView
from scoring.profile.dates import DateRange
from scoring.profile.headings import Section
from scoring.profile.model import Position

_NOT_WORK = frozenset({Section.EDUCATION, Section.CERTIFICATIONS, Section.COURSEWORK, Section.LANGUAGES})
_HALF_YEAR = 6
RECENT_MONTHS = 60
_MONTH_NAMED = re.compile(
    r"\b(?!present|current|now|today|until|till|since|from|date|ongoing|and|the)[^\W\d_]{3,}|\b\d{1,2}[/.-]\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of work: months ``first`` to ``last`` (indices, both counted). ``start``/``end`` cover heading and
    description, ``heading_end`` the part that names the role. ``position`` indexes the profile, where it knows it."""

    first: int
    last: int
    start: int
    end: int
    heading_end: int
    position: int | None


def episodes(view: ResumeView) -> tuple[Episode, ...]:
    """The dated positions, and dated passages that no position covers ("worked as a welder from 2008 to 2013"), be it
    because none was read there or because their dates lie outside of it."""
    found = [
        Episode(*months, position.span.start, position.span.end, _heading_end(position), index)
        for index, position in enumerate(view.positions)
        if (months := _position_months(view, position)) is not None
    ]
    dated = {episode.position for episode in found}
    by_position = {episode.position: episode for episode in found}
    for passage in view.passages:
        if passage.position in by_position:
            found += _beside(by_position[passage.position], passage, view)
        if passage.position in dated or (passage.position is None and passage.section in _NOT_WORK):
            continue
        for dates in passage.dates:
            months = _range_months(dates, view)
            if months is not None and passage.position not in dated:
                found.append(_told_in(passage, months, view))
                dated |= {passage.position} - {None}
    return tuple(found)


def _beside(position: Episode, passage: Passage, view: ResumeView) -> Iterator[Episode]:
    """Episodes that a passage below a position's heading dates before or after the position."""
    for dates in passage.dates if passage.start >= position.heading_end else ():
        months = _range_months(dates, view)
        if months is not None and (months[1] < position.first or months[0] > position.last):
            yield Episode(*months, passage.start, passage.end, passage.end, None)


def _told_in(passage: Passage, months: tuple[int, int], view: ResumeView) -> Episode:
    """The episode of a dated sentence, which is that of its position where the heading has no dates of its own."""
    if passage.position is None:
        return Episode(*months, passage.start, passage.end, passage.end, None)
    span = view.positions[passage.position].span
    return Episode(*months, span.start, span.end, passage.end, passage.position)


def covered_months(chosen: Iterable[Episode]) -> int:
    """Months in at least one episode; overlaps count once."""
    total, reached = 0, -1
    for first, last in sorted((episode.first, episode.last) for episode in chosen):
        total += max(0, last - max(first, reached + 1) + 1)
        reached = max(reached, last)
    return total


def months_since(chosen: Collection[Episode], view: ResumeView) -> int | None:
    """Months from the end of the latest episode to the day of reading, or None without one."""
    return _today(view) - max(episode.last for episode in chosen) if chosen else None


def in_years(months: int) -> str:
    """ "3 years", "1.5 years", "8 months"."""
    if months < 12:
        return f"{months} month{'s' * (months != 1)}"
    years = f"{months / 12:.1f}".removesuffix(".0")
    return f"{years} year{'s' * (years != '1')}"


def _today(view: ResumeView) -> int:
    return view.as_of.year * 12 + view.as_of.month - 1


def _heading_end(position: Position) -> int:
    spans = (position.title_span, position.employer_span, position.date_span)
    return max((span.end for span in spans if span is not None), default=position.span.end)


def _position_months(view: ResumeView, position: Position) -> tuple[int, int] | None:
    if position.start is None:
        return None
    last = _today(view) if position.current or position.end is None else position.end.index
    written = "" if position.date_span is None else view.text[position.date_span.start : position.date_span.end]
    year_only = not _MONTH_NAMED.search(written) if written else _whole_years(position)
    return _between(position.start.index, last, year_only=year_only, open_end=position.current)


def _whole_years(position: Position) -> bool:
    return (
        position.start is not None
        and position.start.month == 1
        and position.end is not None
        and position.end.month == 12
    )


def _range_months(dates: DateRange, view: ResumeView) -> tuple[int, int] | None:
    if dates.start is None or dates.single:
        return None
    last = _today(view) if dates.end is None else dates.end.index
    return _between(dates.start.index, last, year_only=not dates.precise, open_end=dates.current)


def _between(first: int, last: int, *, year_only: bool, open_end: bool) -> tuple[int, int] | None:
    """Both ends counted. "2016 - 2019" alone can mean two years or four: it is read from the middle of the first year
    to the middle of the last, which is three; one year alone is read as half of it."""
    if year_only:
        if first // 12 == last // 12:
            last = min(last, first + _HALF_YEAR - 1)
        else:
            first += _HALF_YEAR
            last = last if open_end else last - _HALF_YEAR
    return (first, last) if first <= last else None


def years_stated(text: str) -> tuple[float, int, int] | None:
    """The largest number of years that a text claims ("8+ years of Java"), with its range; None without a claim."""
    lowered = text.lower()
    if "year" not in lowered and "yr" not in lowered:
        return None
    claims = [(_number(match["n"]), match.start(), match.end()) for match in _YEARS.finditer(text)]
    claims = [claim for claim in claims if 0 < claim[0] <= 50]
    return max(claims, default=None)


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_YEARS = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,2}}(?:\.\d)?|{'|'.join(_NUMBERS)})\s*(?:\+|plus|\(\d+\))?\s*-?"
    r"(?:years?|yrs?)\b(?!\s+(?:old|ago))",
    re.IGNORECASE,
)


def _number(written: str) -> float:
    known = _NUMBERS.get(written.lower())
    return float(written) if known is None else float(known)
