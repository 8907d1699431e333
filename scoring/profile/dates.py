"""Dates and date ranges as resumes write them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scoring.profile.model import Month, Span
from scoring.profile.months import MONTHS, PRESENT, RANGE_WORDS, SEASONS, SINCE_WORDS

EARLIEST_YEAR = 1945
_YEARS_AHEAD = 12  # an expected graduation or a licence's expiry may lie this far in the future

_NAMES = "|".join(sorted((*MONTHS, *SEASONS), key=len, reverse=True))
_YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
_YEAR_END = r"(?![\d%+]|[.,]\d|s\b|x\b|k\b)"
_POINT = re.compile(
    rf"""(?<![^\W_])(?:
      (?P<iso_year>{_YEAR})[-/.](?P<iso_month>0[1-9]|1[0-2])(?:[-/.](?P<iso_day>[0-3]\d))?(?![\d/])
    | (?P<first>\d\d?)\ ?(?P<mark>[/.-])\ ?(?P<second>\d\d?)\ ?(?P=mark)\ ?(?P<dmy_year>{_YEAR})(?!\d)
    | (?P<month>0?[1-9]|1[0-2])\ ?[/.-]\ ?(?P<month_year>{_YEAR}){_YEAR_END}
    | (?P<short_month>0?[1-9]|1[0-2])/(?P<short_year>\d\d)(?![\d/%])
    | (?:\d\d?(?:st|nd|rd|th|er|\.|º)?\s(?:of\s|de\s)?)?
      (?P<name>{_NAMES})(?![^\W\d_])\.?,?\s?(?:\d\d?(?:st|nd|rd|th)?,\s?)?(?:of\s|de\s|del\s|di\s)?
      [-/.]?\s?(?:(?P<name_year>{_YEAR}){_YEAR_END}|['’‘`]?(?P<name_yy>\d\d)(?![\d,%+:]|\.\d))
    | q(?P<quarter>[1-4])[\s,/'’-]{{0,2}}(?:of\s)?(?P<quarter_year>{_YEAR}|\d\d(?!\d))
    | (?P<quarter_first>{_YEAR})[\s/-]?q(?P<quarter_last>[1-4])\b
    | (?P<year>{_YEAR})(?:(?P<school>[–/-])(?P<school_end>\d\d)(?![\d/.-]))?{_YEAR_END}
    | ['’‘](?P<yy>\d\d)(?![\d%+s])
    )""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d\d")
_DASH = r"(?:-{1,3}>?|[–—―‒−\u00ad~→»]|â€“|â€”|ï¼\S?)"
# "From: 2017 - To: 2020", "Start date: 03/2017, End date: 05/2020".
_LABEL = rf"(?:(?:{_DASH}|[|,;])\s{{0,3}})?\b(?:{RANGE_WORDS}|end(?:ed|ing)?)(?:\s(?:date|month|year))?\s?:\s{{0,3}}"
_BETWEEN = re.compile(
    rf"\s{{0,4}}(?:{_LABEL}|{_DASH}\s{{0,3}}|(?:{RANGE_WORDS}|and|und|et|y|e|en)\b\.?\s{{0,3}})\s?", re.IGNORECASE
)
_PRESENT = re.compile(
    rf"\s{{0,4}}(?:(?:{_LABEL}|{_DASH}|\b(?:{RANGE_WORDS}))\s{{0,4}}(?:(?:{RANGE_WORDS})\s+)?(?:{PRESENT})\b"
    rf"|(?:{_DASH}\s{{0,2}})?\((?:{PRESENT})\)|onwards?\b|\+\s*$|[ \t]{{1,2}}(?:present|current)[ \t]*(?:\n|$))",
    re.IGNORECASE,
)
_GAP = re.compile(r"[ \t]{1,3}")
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")
_OPEN = re.compile(rf"\s*{_DASH}[ \t]*(?=\n|$|\))")
_SINCE = re.compile(rf"\b(?:{SINCE_WORDS})\s{{1,2}}$", re.IGNORECASE)
_SHARED_YEAR = re.compile(
    rf"(?<![^\W_])(?P<name>{_NAMES})\.?\s{{0,2}}(?:{_DASH}|/|\b(?:{RANGE_WORDS})\b)\s{{0,2}}$", re.IGNORECASE
)
_SHARED_NUMBER = re.compile(r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])\s?[-–]\s?$")
# "Windows Server 2008", "Office 2010", "ISO 2015": versions and models, not dates.
_VERSIONED = re.compile(
    r"(?:server|office|windows|excel|word|outlook|powerpoint|project|exchange|sharepoint|visio|access|studio|publisher|"
    r"dynamics|solidworks|autocad|revit|sage|quickbooks|iso|sql|version|oracle|\bv|\bno\.?|#|[$€£]|"
    r"(?<!\d)\d{3}[-. ])\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date or range of dates at ``span``.

    ``start`` and ``end`` are clipped to the day of reading; ``end`` is None with ``current`` true. Both are None when
    the dates make no sense (swapped, wholly in the future). ``last`` is the end as written, which may be ahead.
    ``single`` marks one date alone, ``precise`` that both ends name a month.
    """

    span: Span
    start: Month | None
    end: Month | None
    current: bool
    last: Month | None
    single: bool
    precise: bool


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    first: Month
    last: Month
    named_month: bool
    short: bool  # written with two digits: a date only beside another one
    range: bool = False  # "2019/20" is a range by itself


def find_dates(text: str, as_of: date) -> tuple[DateRange, ...]:
    """All dates and ranges in ``text``, in order and without overlap. Never raises."""
    points = list(_points(text, as_of))
    found: list[DateRange] = []
    index = 0
    while index < len(points):
        point = points[index]
        following = points[index + 1] if index + 1 < len(points) else None
        if following and (_BETWEEN.fullmatch(text, point.end, following.start) or _lost_dash(text, point, following)):
            found.append(_range(point, following, Span(point.start, following.end), as_of))
            index += 2
            continue
        index += 1
        reached = found[-1].span.end if found else 0
        if open_end := _PRESENT.match(text, point.end):
            found.append(_open(point, Span(point.start, open_end.end()), as_of))
        elif since := _SINCE.search(text, max(reached, point.start - 14), point.start):
            found.append(_open(point, Span(since.start(), point.end), as_of))
        elif point.short:
            continue
        elif shared := _shared_start(text, point, reached):
            found.append(_range(shared, point, Span(shared.start, point.end), as_of))
        elif dash := _OPEN.match(text, point.end):
            found.append(_open(point, Span(point.start, dash.end()), as_of))
        else:
            found.append(_range(point, point, Span(point.start, point.end), as_of, single=not point.range))
    return tuple(found)


def _lost_dash(text: str, point: _Point, following: _Point) -> bool:
    """Whether two months at the end of a line stand side by side, as when reading a file loses a soft hyphen."""
    if not (point.named_month and following.named_month) or point.first.index >= following.last.index:
        return False
    return bool(_GAP.fullmatch(text, point.end, following.start) and _LINE_END.match(text, following.end))


def inclusive_months(start: Month, end: Month) -> int:
    """Both end months count: January 2020 to January 2021 is 13."""
    return end.index - start.index + 1


def union_months(intervals: Iterable[tuple[Month, Month]]) -> int:
    """Months covered by at least one interval; overlaps count once, gaps not at all, reversed intervals nothing."""
    covered = 0
    reached = -1
    for first, last in sorted((start.index, end.index) for start, end in intervals if start.index <= end.index):
        covered += max(0, last - max(first, reached + 1) + 1)
        reached = max(reached, last)
    return covered


def _points(text: str, as_of: date) -> Iterator[_Point]:
    # Lower case once: a pattern that ignores case tries every name of a month at every letter.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    for low, high in _windows(text):
        for match in _POINT.finditer(lowered, low, high):
            if point := _point(match, text, as_of):
                yield point


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around digits: names of months are looked for only where a number stands near."""
    low = high = -1
    for match in _DIGITS.finditer(text):
        if match.start() - 28 > high:
            if high >= 0:
                yield low, high
            low = max(0, match.start() - 28)
        high = match.end() + 14
    if high >= 0:
        yield low, high


def _point(match: re.Match[str], text: str, as_of: date) -> _Point | None:
    parts = match.groupdict()
    start, end = match.span()
    first = last = 0
    short = False
    if parts["name"]:
        name = parts["name"].lower()
        year = int(parts["name_year"]) if parts["name_year"] else pivot(int(parts["name_yy"]), as_of)
        first, last = SEASONS.get(name) or (MONTHS[name], MONTHS[name])
        short = not parts["name_year"] and name in SEASONS
    elif parts["iso_year"]:
        year, first = int(parts["iso_year"]), int(parts["iso_month"])
    elif parts["dmy_year"]:
        year, first = int(parts["dmy_year"]), _month_of(int(parts["first"]), int(parts["second"]), parts["mark"])
    elif parts["month_year"]:
        year, first = int(parts["month_year"]), int(parts["month"])
    elif parts["short_year"]:
        year, first, short = pivot(int(parts["short_year"]), as_of), int(parts["short_month"]), True
    elif parts["quarter"] or parts["quarter_last"]:
        written = parts["quarter_year"] or parts["quarter_first"]
        year = int(written) if len(written) == 4 else pivot(int(written), as_of)
        first = int(parts["quarter"] or parts["quarter_last"]) * 3 - 2
        last = first + 2
    elif parts["yy"]:
        year, short = pivot(int(parts["yy"]), as_of), True
    else:
        return _year_point(match, text, as_of)
    if not EARLIEST_YEAR <= year <= as_of.year + _YEARS_AHEAD or first > 12 or (not first and not parts["yy"]):
        return None
    last = last or first
    return _Point(start, end, Month(year, first or 1), Month(year, last or 12), bool(first), short)


def _year_point(match: re.Match[str], text: str, as_of: date) -> _Point | None:
    start, end = match.span()
    year = int(match["year"])
    if year > as_of.year + _YEARS_AHEAD or _VERSIONED.search(text, max(0, start - 14), start):
        return None
    if (tail := match["school_end"]) is not None:
        until = year - year % 100 + int(tail)
        if year < until <= year + 40:
            return _Point(start, end, Month(year, 1), Month(until, 12), False, False, range=True)
        end = match.end("year")
    return _Point(start, end, Month(year, 1), Month(year, 12), False, False)


def pivot(two_digits: int, as_of: date) -> int:
    """The century of a two-digit year: the latest one that is at most ten years ahead of ``as_of``."""
    century = (as_of.year + 10) // 100 * 100
    year = century + two_digits
    return year if year <= as_of.year + 10 else year - 100


def _month_of(first: int, second: int, mark: str) -> int:
    """Day first when written with dots or when the other reading is impossible, else the American month first."""
    if mark == "." or first > 12:
        return second
    return first if second <= 31 else 13


def _shared_start(text: str, point: _Point, reached: int) -> _Point | None:
    """The start of "Jun - Aug 2019" or "03-06/2019", which borrows the year of its end; after what was found before."""
    if not point.named_month:
        return None
    low = max(reached, point.start - 24)
    if match := _SHARED_YEAR.search(text, low, point.start):
        name = match["name"].lower()
        first, last = SEASONS.get(name) or (MONTHS[name], MONTHS[name])
    elif text[point.start].isdigit() and (match := _SHARED_NUMBER.search(text, low, point.start)):
        first = last = int(match["month"])
    else:
        return None
    year = point.last.year
    return _Point(match.start(), match.end(), Month(year, first), Month(year, last), True, False)


def _range(start: _Point, end: _Point, span: Span, as_of: date, *, single: bool = False) -> DateRange:
    today = Month(as_of.year, as_of.month)
    precise = start.named_month and end.named_month
    if end.last.index < start.first.index or start.first.index > today.index:
        return DateRange(span, None, None, False, end.last, single, precise)
    clipped = end.last if end.last.index <= today.index else today
    return DateRange(span, start.first, clipped, False, end.last, single, precise)


def _open(point: _Point, span: Span, as_of: date) -> DateRange:
    today = Month(as_of.year, as_of.month)
    if point.first.index > today.index:
        return DateRange(span, None, None, False, None, False, point.named_month)
    return DateRange(span, point.first, None, True, None, False, point.named_month)
