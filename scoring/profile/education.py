"""Degrees and studies that a resume lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from scoring.profile.dates import DateRange
from scoring.profile.degrees import DegreeName, find_degrees
from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import Education, Month, Span
from scoring.profile.schools import (
    INSTITUTION,
    field_after,
    field_in_name,
    field_of_study,
    is_name,
    masked,
    school_among,
    school_in,
)
from scoring.rubric.model import EducationLevel

_OPEN = re.compile(
    r"\b(?:in[- ]progress|expected|anticipated|candidate|pursuing|ongoing|currently (?:enrolled|attending|"
    r"studying)|to be completed|"
    r"not completed|did not (?:graduate|finish|complete)|incomplete|coursework (?:towards?|completed)|some college|"
    r"(?:credits?|hours|work(?:ed|ing)?|classes|studies|progress(?:ing)?) towards?|credits? (?:completed|earned)|"
    r"no degree|"
    r"dropped out|voraussichtlich|en cours|en curso|in corso|em andamento|years? completed|semester hours)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(r"\b(?:require|prefer|students?|candidates?|taught|faculty|programs?|teach)", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:with|have|hold|holds|holding|earned|completed|received|obtained|a|my|currently|pursuing|graduat\w+)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|\bwww\.|https?:")
_REACH = 3  # lines around a degree that can belong to it
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class _Entry:
    place: int  # of the line among the lines read
    degree: DegreeName


def read_education(lines: Sequence[Line], as_of: date) -> tuple[Education, ...]:
    """Studies in the order of the resume; from the education section, else wherever a degree is surely named."""
    listed = [line for line in lines if line.section is Section.EDUCATION and not line.heading]
    found = list(_read(listed, list(_entries(listed, sure=False)), as_of))
    if not any(education.level and education.level >= EducationLevel.ASSOCIATE for education in found):
        elsewhere = [line for line in lines if line.section is not Section.EDUCATION and not line.heading]
        spare = [line for line in elsewhere if line.section is not Section.EXPERIENCE or not listed]
        found += _read(spare, list(_entries(spare, sure=True)), as_of)
    return tuple(sorted(found, key=lambda education: education.span.start))


def _entries(lines: Sequence[Line], *, sure: bool) -> Iterator[_Entry]:
    """Degrees named in ``lines``. Outside an education section only clear names in short statements count."""
    for place, line in enumerate(lines):
        found = find_degrees(line.text)
        for number, degree in enumerate(found):
            before = found[number - 1] if number else None
            after = found[number + 1] if number + 1 < len(found) else None
            if sure and (
                degree.ambiguous or degree.level < EducationLevel.ASSOCIATE or not _states_a_degree(line, degree)
            ):
                continue
            if degree.ambiguous and not _fits(line, degree):
                continue
            if before and _is_same(line.text, before, degree):
                continue
            if after and after.level is degree.level and not _field(line, degree, after) and _field(line, after, None):
                continue
            yield _Entry(place, degree)


def _field(line: Line, degree: DegreeName, following: DegreeName | None) -> str:
    return field_of_study(masked(line)[: following.start if following else None], degree)[0]


def _is_same(text: str, first: DegreeName, second: DegreeName) -> bool:
    """ "Bachelor of Science (BS)", "High School Diploma / GED": said twice, held once."""
    if text[second.start - 1] == "(":
        return True
    return first.level is second.level and not re.search(r"\w{4,}", text[first.end : second.start])


def _fits(line: Line, degree: DegreeName) -> bool:
    """An ambiguous abbreviation is a degree where a line or a field of study begins, not after a town."""
    before = line.text[: degree.start].rstrip()
    if before.endswith(",") and re.search(r"[A-Z][a-z]+,$", before) and not INSTITUTION.search(before):
        return False
    after = line.text[degree.end :]
    return not before or bool(re.match(r"\s*(?:in\b|degree|[,:–-]|[A-Z][a-z])|\s*$", after))


def _states_a_degree(line: Line, degree: DegreeName) -> bool:
    text = line.text
    if _REQUIRED.search(text) or _CONTACT.search(text):
        return False
    return len(text) < 120 or bool(_HELD.search(text, max(0, degree.start - 60), degree.start))


def _read(lines: Sequence[Line], entries: Sequence[_Entry], as_of: date) -> Iterator[Education]:
    if not entries:
        return
    lead = _lead(lines, entries[0])
    last: Education | None = None
    for number, entry in enumerate(entries):
        previous = entries[number - 1] if number else None
        following = entries[number + 1] if number + 1 < len(entries) else None
        area = _area(lines, entry, previous, following, lead)
        education = _education(lines, entry, area, previous, following, as_of)
        if last and previous and _repeats(last, education, entry.place - previous.place):
            last = replace(last, field=last.field or education.field, year=last.year or education.year)
            continue
        if last:
            yield last
        last = education
    if last:
        yield last


def _repeats(first: Education, second: Education, distance: int) -> bool:
    """The same level named twice within two lines, with no school of its own the second time."""
    if first.level is not second.level or distance > 1 or (first.year and second.year and first.year != second.year):
        return False
    return second.institution in ("", first.institution) and (not first.field or not second.field or distance == 0)


class _Lead(Enum):
    """What stands above a degree and belongs to it; decided by the first one of a resume."""

    NOTHING = 0
    NAME = 1
    DATE = 2


def _lead(lines: Sequence[Line], first: _Entry) -> _Lead:
    if not first.place:
        return _Lead.NOTHING
    above = lines[first.place - 1]
    if _is_bare_date(above):
        return _Lead.DATE
    own = lines[first.place].text
    if INSTITUTION.search(own[: first.degree.start] + "|" + own[first.degree.end :]):
        return _Lead.NOTHING
    near = lines[max(0, first.place - 2) : first.place]
    return _Lead.NAME if any(is_name(line.text) or line.dates for line in near) else _Lead.NOTHING


def _is_bare_date(line: Line) -> bool:
    return bool(line.dates) and len(line.text) <= 40 and not is_name(masked(line).strip(" |,.-–—"))


def _area(
    lines: Sequence[Line], entry: _Entry, previous: _Entry | None, following: _Entry | None, lead: _Lead
) -> range:
    """Places of the lines that belong to an entry."""
    low = high = entry.place
    if lead is not _Lead.NOTHING:
        floor = min(previous.place + 1, entry.place) if previous else 0
        while low > floor and entry.place - low < _REACH and _belongs(lines[low - 1], lines[low]):
            low -= 1
        while previous and low < entry.place - 1 and not _heads(lines[low], lead):
            low += 1
    ceiling = following.place if following else len(lines)
    while high + 1 < ceiling and high - entry.place < _REACH and _belongs(lines[high + 1], lines[high]):
        if lead is not _Lead.NOTHING and following and _heads(lines[high + 1], lead):
            break
        high += 1
    return range(low, high + 1)


def _heads(line: Line, lead: _Lead) -> bool:
    """Whether a line between two degrees opens the second one."""
    if lead is _Lead.DATE and _is_bare_date(line):
        return True
    return is_name(line.text) and not _is_bare_date(line)


def _belongs(line: Line, neighbour: Line) -> bool:
    return abs(line.index - neighbour.index) == 1 and len(line.text) <= _LONGEST


def _education(
    lines: Sequence[Line],
    entry: _Entry,
    area: range,
    previous: _Entry | None,
    following: _Entry | None,
    as_of: date,
) -> Education:
    line, degree = lines[entry.place], entry.degree
    low = previous.degree.end if previous and previous.place == entry.place else 0
    high = following.degree.start if following and following.place == entry.place else len(line.text)
    text = masked(line)
    field, field_end = field_of_study(text[:high], degree)
    if degree.level is EducationLevel.HIGH_SCHOOL:
        field, field_end = "", degree.end
    span = _span(lines, area, low, high, entry.place)
    chosen = _graduation(
        [found for place in area for found in lines[place].dates if _within(found, span)], line, degree
    )
    institution = _school(lines, area, entry, (text[max(field_end, degree.end) : high], text[low : degree.start]))
    if not field and not degree.field and institution:
        field = field_after(text[degree.end : high], institution)
    written = line.text[degree.start : degree.end].strip(" ,")
    return Education(
        level=degree.level,
        degree=written,
        field=field or degree.field or field_in_name(written),
        institution=institution,
        year=chosen.last.year if chosen and chosen.last else None,
        completed=not (chosen and (chosen.current or _is_ahead(chosen, as_of)))
        and not _is_open(lines, area, low, high, entry),
        span=span,
        degree_span=Span(line.start + degree.start, line.start + degree.end),
    )


def _is_open(lines: Sequence[Line], area: range, low: int, high: int, entry: _Entry) -> bool:
    own = lines[entry.place].text[low:high]
    near = (
        [lines[place].text for place in area if place != entry.place and len(lines[place].text) < 80] if not low else []
    )
    return any(_OPEN.search(text) for text in (own, *near))


def _within(found: DateRange, span: Span) -> bool:
    return span.start <= found.span.start < span.end


def _span(lines: Sequence[Line], area: range, low: int, high: int, own: int) -> Span:
    start = lines[area[0]].start if area[0] != own else lines[own].start + low
    end = lines[area[-1]].end if area[-1] != own else lines[own].start + high
    return Span(start, max(start, end))


def _school(lines: Sequence[Line], area: range, entry: _Entry, own: tuple[str, str]) -> str:
    """The school: on the degree's line after it, then before it, then on the lines around, nearest first."""
    if entry.degree.level is EducationLevel.HIGH_SCHOOL and (name := school_in(own[1] + "High School")):
        written = (own[1] + "High School")[name[0] :]
        if len(written) > len("High School") and written in lines[entry.place].text:
            return written
    order = sorted((place for place in area if place != entry.place), key=lambda place: abs(place - entry.place))
    return school_among([*own, *(masked(lines[place]) for place in order if len(lines[place].text) <= _LONGEST)])


def _graduation(dates: Sequence[DateRange], line: Line, degree: DegreeName) -> DateRange | None:
    """The date on the degree's own line if there is one, else the nearest; ranges end with the graduation."""
    own = [found for found in dates if line.start <= found.span.start < line.end]
    if own:
        after = [found for found in own if found.span.start >= line.start + degree.end]
        return after[0] if after else own[-1]
    near = sorted(dates, key=lambda found: min(abs(found.span.start - line.end), abs(line.start - found.span.end)))
    return near[0] if near else None


def _is_ahead(found: DateRange, as_of: date) -> bool:
    """Whether the graduation is still to come; a bare year counts as past once it has begun."""
    if found.last is None:
        return False
    if not found.precise:
        return found.last.year > as_of.year
    return found.last.index > Month(as_of.year, as_of.month).index
