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
    work = [line for line in lines if line.section is Section.EXPERIENCE]
    kept = _jobs(work)
    if not kept:
        work = [line for line in lines if line.section in _PERHAPS_WORK]
        kept = [draft for draft in _jobs(work) if _is_outside_education(draft, work)]
    return tuple(_position(draft, _end(index, kept, work), work, as_of) for index, draft in enumerate(kept))


def _jobs(work: Sequence[Line]) -> list[Draft]:
    return [draft for draft in _with_shared_employers(find_drafts(work)) if _is_work(draft, work)]


def _is_outside_education(draft: Draft, work: Sequence[Line]) -> bool:
    """Under a heading for education, and without dates, only a sure title makes a job."""
    title = draft.header.title
    if title and title.title >= _SURE_TITLE:
        return True
    section = next(line.section for line in work if line.index == draft.first)
    return section is not Section.EDUCATION and draft.found is not None


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


def _is_work(draft: Draft, work: Sequence[Line]) -> bool:
    title, employer = draft.header.title, draft.header.employer
    if title is None and employer is None:
        return False
    name = title.text.lower() if title else ""
    if name.startswith(_UNPAID) and not any(word in name for word in _PAID_VOLUNTEERS):
        return False
    if title and title.title >= _SURE_TITLE:
        return not (employer and names_a_degree(employer.text))
    heading = " ".join(line.text for line in work if draft.first <= line.index <= draft.last)
    return not names_a_degree(heading) and not heading.lower().startswith(("gpa", "expected", "graduat"))


def _end(index: int, drafts: Sequence[Draft], work: Sequence[Line]) -> int:
    """Where the description of a job stops: before the next job, or with its section."""
    stop = drafts[index + 1].first if index + 1 < len(drafts) else work[-1].index + 1
    draft = drafts[index]
    end = draft.last
    for line in work:
        if draft.last < line.index < max(stop, draft.last + 1):
            if line.heading or line.index > end + 1:
                break
            end = line.index
    return end


def _position(draft: Draft, last: int, work: Sequence[Line], as_of: date) -> Position:
    by_index = {line.index: line for line in work}
    found = draft.found
    title, employer = draft.header.title, draft.header.employer
    start = found.start if found else None
    end = found.end if found else None
    current = bool(found and found.current)
    until = Month(as_of.year, as_of.month) if current else end
    months = inclusive_months(start, until) if start and until else None
    first_char = by_index[draft.first].start
    return Position(
        title=title.text if title else "",
        employer=employer.text if employer else "",
        start=start,
        end=end,
        current=current,
        months=months,
        span=Span(first_char, max(by_index[last].end, by_index[draft.last].end)),
        title_span=title.span if title else None,
        employer_span=employer.span if employer else None,
        date_span=found.span if found else None,
    )
