"""A resume as lines, each with its section and its dates; texts without line breaks are cut into lines first."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from scoring.profile.dates import DateRange, find_dates
from scoring.profile.headings import Section, heading_of, loose_heading_of
from scoring.profile.model import Span
from scoring.profile.segments import segments
from scoring.profile.titles import employer_score, title_score

_BULLET = re.compile(
    r"[ \t]*(?:(?:[•●▪◦‣∙·*❖➢➤▸►■□○◆♦✓✔⁃–—\-\uf0b7\uf0a7+>]|â€¢|â¢|\(?\d{1,2}[.)]|q(?= [A-Z]))[ \t]+|"
    r"[•●▪◦‣❖➢➤▸►■□○◆♦✓✔\uf0b7\uf0a7])+"
)
# Headings that also stand inside a job; after them the work history may go on.
_INNER = frozenset({Section.SKILLS, Section.SUMMARY, Section.ACHIEVEMENTS})
_WRAPPED = 50
_SURE = 0.7
_LONGEST_HEADER = 120
_LABEL = re.compile(r"(?:\*\*|#+\s*)?([^\W\d_][^:\n|•]{2,40}?)\s*(?:\*\*)?[:：]\s*(?:\*\*)?\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` without bullet and surrounding space stands at ``start``. ``heading`` marks the title of a section."""

    index: int
    start: int
    end: int
    text: str
    section: Section
    bullet: bool
    heading: bool
    blank_before: bool
    dates: tuple[DateRange, ...]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    text: str
    bullet: bool
    blank_before: bool


@lru_cache(maxsize=4)
def read_lines(text: str, as_of: date) -> tuple[Line, ...]:
    """The non-empty lines of ``text`` in order, with spans into it. A profile and a match of it share them."""
    dates = find_dates(text, as_of)
    starts = [found.span.start for found in dates]
    raw = list(_raw_lines(text, dates))
    section = Section.NONE
    lines: list[Line] = []
    for index, line in enumerate(raw):
        opened = _opened(raw, index, section, starts)
        label = None if opened else _label(line, section)
        if opened or (label and _lasting(label, section)):
            section = opened or label or section
        elif section is Section.EXPERIENCE:
            label = None
        found = dates[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        lines.append(
            Line(
                index,
                line.start,
                line.end,
                line.text,
                label or section,
                line.bullet,
                opened is not None,
                line.blank_before,
                found,
            )
        )
    return tuple(_resumed(lines))


def _resumed(lines: list[Line]) -> Iterator[Line]:
    """The same lines, with jobs that follow a heading inside the work history ("Key achievements") put back into it."""
    inside = interrupted = resumed = False
    for index, line in enumerate(lines):
        if line.heading:
            interrupted = (inside or interrupted or resumed) and line.section in _INNER
            inside, resumed = line.section is Section.EXPERIENCE, False
        elif interrupted and _opens_a_job(lines, index):
            interrupted, resumed = False, True
        belongs = resumed and not line.heading and line.section in _INNER
        yield replace(line, section=Section.EXPERIENCE) if belongs else line


def _opens_a_job(lines: list[Line], index: int) -> bool:
    """Whether a line with a range of dates, or the line right before one, names a job."""
    line = lines[index]
    if line.bullet or len(line.text) > _LONGEST_HEADER:
        return False
    if any(not found.single for found in line.dates):
        return bool(title_score(line.text) >= _SURE) or bool(employer_score(line.text) >= _SURE)
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or following.bullet or not any(not found.single for found in following.dates):
        return False
    return len(following.text) <= _LONGEST_HEADER and title_score(line.text) >= _SURE


def _raw_lines(text: str, dates: Sequence[DateRange]) -> Iterator[_Raw]:
    blank = True
    for start, end in segments(text, dates):
        piece = text[start:end]
        stripped = piece.strip()
        if not stripped:
            blank = True
            continue
        bullet = _BULLET.match(piece)
        if bullet and bullet.end() < len(piece.rstrip()):
            offset = bullet.end()
        else:
            bullet = None
            offset = len(piece) - len(piece.lstrip())
        content = piece[offset:].strip()
        at = start + offset
        yield _Raw(at, at + len(content), content, bullet is not None, blank)
        blank = False


def _opened(raw: list[_Raw], index: int, section: Section, dates: list[int]) -> Section | None:
    """The section this line opens as a heading."""
    line = raw[index]
    if len(line.text) > 60:
        return None
    found = heading_of(line.text)
    if found is not None and _continues(raw, index):
        return None
    if found is not None:
        return None if line.bullet and not line.text.endswith(":") else _kept(found, line, section)
    if line.bullet or line.text.endswith((".", ",", ";")):
        return None
    if (found := loose_heading_of(line.text)) and (line.text.isupper() or _date_follows(raw, index, dates)):
        return found
    return None


def _continues(raw: list[_Raw], index: int) -> bool:
    """Whether a line is the last word of a wrapped sentence ("... proposals and / presentations.")."""
    text = raw[index].text
    if text.endswith((".", ",", ";")) and not text.isupper():
        return True
    if not text[0].islower() or raw[index].blank_before or not index:
        return False
    previous = raw[index - 1].text
    return len(previous) >= _WRAPPED and not previous.endswith((".", ":"))


def _kept(found: Section, line: _Raw, section: Section) -> Section | None:
    """Words such as "Programming" or "Leadership" are items when they stand inside a list of skills."""
    if section is Section.SKILLS and found in (Section.SKILLS, Section.VOLUNTEERING, Section.COURSEWORK):
        return found if line.text.isupper() or line.text.endswith(":") or line.blank_before else None
    return found


def _date_follows(raw: list[_Raw], index: int, dates: list[int]) -> bool:
    """Whether the first date after this line stands within the next three lines, and this line has none itself."""
    ahead = raw[min(index + 3, len(raw) - 1)].end
    first = bisect_left(dates, raw[index].start)
    return first < len(dates) and raw[index].end <= dates[first] < ahead


def _label(line: _Raw, section: Section) -> Section | None:
    """The section named by "Skills: Python, SQL", for this line at least."""
    match = _LABEL.match(line.text) if ":" in line.text or "：" in line.text else None
    if not match:
        return None
    found = heading_of(match[1])
    if found is None or (
        section is Section.EXPERIENCE
        and found in (Section.PROJECTS, Section.OTHER, Section.ACHIEVEMENTS, Section.SUMMARY)
    ):
        return None
    if section in (Section.SKILLS, Section.EDUCATION, Section.CERTIFICATIONS) and found is not Section.EXPERIENCE:
        return found if found is Section.LANGUAGES else None
    return found


def _lasting(label: Section, section: Section) -> bool:
    """Inside a job "Skills: ..." or "Projects: ..." speaks of that job; the section goes on after it."""
    if section in (Section.SKILLS, Section.EDUCATION):
        return False
    return not (section is Section.EXPERIENCE and label in (Section.SKILLS, Section.EXPERIENCE, Section.COURSEWORK))
