"""The jobs a resume lists."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scoring.profile.dates import inclusive_months
from scoring.profile.degrees import names_a_degree
from scoring.profile.drafts import Draft, find_drafts
from scoring.profile.headers import Header
from scoring.profile.headings import Section
from scoring.profile.lines import Line
from scoring.profile.model import Month, Position, Span

# Where jobs may stand in a resume without a heading for them, or under the wrong one.
_PERHAPS_WORK = frozenset({Section.NONE, Section.SUMMARY, Section.SKILLS, Section.EDUCATION, Section.ACHIEVEMENTS})
_SURE_TITLE = 0.7
_UNPAID = ("volunteer", "volunteering", "voluntary")
_PAID_VOLUNTEERS = ("coordinator", "manager", "director", "supervisor", "services", "programs", "recruiter")


def read_positions(lines: Sequence[Line], as_of: date) -> tuple[Position, ...]:
    """Jobs in the order of the resume. Education, projects and unpaid work are left out, internships are not."""
    sections = frozenset({Section.EXPERIENCE})
    drafts = _jobs(lines, sections)
    if not drafts:
        sections = _PERHAPS_WORK
        drafts = [draft for draft in _jobs(lines, sections) if _is_outside_education(draft, lines)]
    stops = [*(draft.first for draft in drafts[1:]), len(lines)]
    return tuple(
        _position(draft, lines[draft.first].start, _end(draft, stop, lines, sections), as_of)
        for draft, stop in zip(drafts, stops, strict=False)
    )


def _jobs(lines: Sequence[Line], sections: frozenset[Section]) -> list[Draft]:
    work = [line for line in lines if line.section in sections]
    return [draft for draft in _with_shared_employers(find_drafts(work)) if _is_work(draft, lines)]


def _is_outside_education(draft: Draft, lines: Sequence[Line]) -> bool:
    """Under a heading for education, and without dates, only a sure title makes a job."""
    title = draft.header.title
    if title and title.title >= _SURE_TITLE:
        return True
    return lines[draft.first].section is not Section.EDUCATION and draft.found is not None


def _with_shared_employers(drafts: list[Draft]) -> list[Draft]:
    """Give an employer's name to the roles listed under it, and drop its own line of dates."""
    result: list[Draft] = []
    umbrella: Draft | None = None
    for place, draft in enumerate(drafts):
        following = drafts[place + 1] if place + 1 < len(drafts) else None
        if draft.header.title is None and draft.header.employer and following and _spans(draft, following):
            umbrella = draft
            continue
        if draft.header.employer is None and draft.header.title is not None:
            source = umbrella if umbrella and _spans(umbrella, draft) else _heading_above(result, draft)
            if source:
                draft = replace(draft, header=Header(draft.header.title, source.header.employer))
                if source is umbrella and result and result[-1].header.employer is not source.header.employer:
                    draft = replace(draft, first=min(draft.first, source.first))
        result.append(draft)
    return result


def _spans(outer: Draft, inner: Draft) -> bool:
    """Whether the next role follows directly under an employer's line and lies within its dates."""
    if inner.header.title is None or (inner.header.employer and inner.header.employer.employer > 0.5):
        return False
    if outer.found is None or inner.found is None or outer.found.start is None or inner.found.start is None:
        return inner.first - outer.last <= 1
    later = (
        outer.found.current
        or not outer.found.end
        or not inner.found.end
        or inner.found.end.index <= outer.found.end.index
    )
    return outer.found.start.index <= inner.found.start.index and bool(later)


def _heading_above(result: Sequence[Draft], draft: Draft) -> Draft | None:
    """The previous role if its employer stands on a line of its own above its title: then both share it."""
    if not result or not result[-1].header.employer or not result[-1].header.title:
        return None
    previous = result[-1]
    employer, title = previous.header.employer, previous.header.title
    if employer and title and employer.line < title.line and _same_shape(previous, draft):
        return previous
    return None


def _same_shape(previous: Draft, draft: Draft) -> bool:
    """Titles of both stand the same way to their dates, which tells a further role from a job without employer."""
    if previous.found is None or draft.found is None or not previous.header.title or not draft.header.title:
        return False
    return (previous.header.title.start < previous.found.span.start) == (
        draft.header.title.start < draft.found.span.start
    )


def _is_work(draft: Draft, lines: Sequence[Line]) -> bool:
    title, employer = draft.header.title, draft.header.employer
    if title is None and employer is None:
        return False
    name = title.text.lower() if title else ""
    if name.startswith(_UNPAID) and not any(word in name for word in _PAID_VOLUNTEERS):
        return False
    if title and title.title >= _SURE_TITLE:
        return not (employer and names_a_degree(employer.text))
    heading = " ".join(line.text for line in lines[draft.first : draft.last + 1])
    return not names_a_degree(heading) and not heading.lower().startswith(("gpa", "expected", "graduat"))


def _end(draft: Draft, stop: int, lines: Sequence[Line], sections: frozenset[Section]) -> int:
    """Where the description of a job ends: before the next job, or with its section."""
    end = lines[draft.last].end
    for line in lines[draft.last + 1 : stop]:
        if line.heading or line.section not in sections:
            break
        end = line.end
    return end


def _position(draft: Draft, begin: int, finish: int, as_of: date) -> Position:
    found = draft.found
    title, employer = draft.header.title, draft.header.employer
    start = found.start if found else None
    end = found.end if found else None
    current = bool(found and found.current)
    until = Month(as_of.year, as_of.month) if current else end
    months = inclusive_months(start, until) if start and until else None
    return Position(
        title=title.text if title else "",
        employer=employer.text if employer else "",
        start=start,
        end=end,
        current=current,
        months=months,
        span=Span(begin, finish),
        title_span=title.span if title else None,
        employer_span=employer.span if employer else None,
        date_span=found.span if found else None,
    )
