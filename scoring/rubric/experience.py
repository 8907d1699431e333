"""Experience as an advertisement asks for it: so many years, of what, or in which role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.rubric.model import CriterionKind, Option
from scoring.rubric.terms import Term, groups_of, trimmed_phrase
from scoring.rubric.years import YearsStated, years_stated


@dataclass(frozen=True, slots=True)
class ExperienceAsked:
    """One criterion's options; ``start`` and ``end`` cover the years and what they are years of."""

    options: tuple[Option, ...]
    text: str
    start: int
    end: int


_EMPLOYED_AS = re.compile(
    r"(?:[\w\s'’,/&-]{0,60}?\b(?:experience|exp|background|working|employed|work|spent|serving|practice|service|"
    r"served|tenure|employment|record|expertise|job|stint|knowledge|history|position|role)\b)?[\s,]*"
    r"(?:as|in (?:an? |the )?(?:role|position|capacity) (?:of|as))(?: an?| the|"
    r":)?\s+(?P<role>[A-Za-z(\"“][^;:.\n]{2,80})",
    re.IGNORECASE,
)
_ROLE_STOP = re.compile(
    r"\b(?:is|are|required|preferred|with|who|where|which|that|using|at|for|necessary|must|needed|mandatory|desired|"
    r"or (?:similar|equivalent|related|in)|role|roles|position|positions|capacity|"
    r"including|emphasi\w+|demonstrat\w+|within|dealing|working|plus|minimum|essential|and (?:at least|a minimum|\d)|"
    r"experience|(?:in|on|from) (?:an?|the|our|your|both)|prior|preferably|specifically)\b|\s[-–—]\s|,\s(?=[a-z])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"[\s'’)]*(?:(?:of|in|as|with)\s+)?(?P<lead>(?:[\w/&+#.,-]+\s+){0,7}?)(?:experience|exp\b\.?|expertise|"
    r"background|exposure|practice|employment)\b(?!\s+as\b)",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:in|with|of|using|on|within|as|for|across|working|work|performing|doing|the|at|"
    r"developing|building|managing|leading|supporting|and/or)\b\s*)+",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"\s*(?:of|in|with|using|working (?:with|in|on|as)|on)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_PHRASE_STOP = re.compile(
    r"\b(?:required|preferred|is|are|or (?:an? )?(?:equivalent|related|similar|comparable|relevant|bachelor|master|"
    r"degree)|that|which|who|where|including|such as|e\.g|preferably|plus|desired|must|minimum|and (?:at least|a|an|"
    r"the ability|strong)|"
    r"with|at|within|for|to|using|working|needed|necessary|would|ideally|either|from|on|while|demonstrat\w+|"
    r"mandatory|strongly|specializ\w+|speciali\w+|dealing|and (?:knowledge|experience))\b|[;:(.]|\s[-–—]\s",
    re.IGNORECASE,
)
_GENERIC_LEAD = re.compile(
    r"\b(?:of|in|relevant|related|professional|work|working|industry|hands[- ]on|progressive(?:ly)?|prior|previous|"
    r"proven|total|overall|direct|practical|solid|strong|similar|post[- ]?\w*|job|full[- ]time|"
    r"commercial|recent|responsible|demonstrated|equivalent|combined|real[- ]world|verifiable|minimum|and|or|the|a|"
    r"an|paid|successful|increasing|increasingly|applicable|specific|valuable|their|your|extensive|significant|"
    r"comparable|field)\b[\s,]*",
    re.IGNORECASE,
)


def experience_asked(text: str, known: Sequence[Term], substitute: str) -> Iterator[ExperienceAsked]:
    """Every minimum of years in the statement, except years that stand in for a degree (``substitute``, a pattern)."""
    stated = [
        years
        for years in years_stated(text)
        if not (substitute and re.fullmatch(substitute, text[years.start : years.end]) and _stands_in(text, years))
    ]
    for position, years in enumerate(stated):
        limit = stated[position + 1].start if position + 1 < len(stated) else len(text)
        yield from _of_what(text, years, limit, [term for term in known if term.kind in {"skill", "certification"}])


def _stands_in(text: str, years: YearsStated) -> bool:
    before = text[: years.start]
    return re.search(r"\bor\b|\blieu\b|equivalent", before, re.IGNORECASE) is not None


def _of_what(text: str, years: YearsStated, limit: int, known: Sequence[Term]) -> Iterator[ExperienceAsked]:
    role = _EMPLOYED_AS.match(text, years.end, limit)
    if role is not None:
        stop = _ROLE_STOP.search(text, role.start("role") + 1, role.end("role"))
        names = _roles(text, role.start("role"), stop.start() if stop else role.end("role"))
        if names:
            yield _asked(years, names, names[0].start, names[-1].end)
            return
    lead = _LEAD.match(text, years.end, limit)
    start = lead.end() if lead else years.end
    glue = (_OF_WHAT if lead else _DIRECT).match(text, start, limit)
    if glue is not None:
        stop = _PHRASE_STOP.search(text, glue.end() + 1, limit)
        end = stop.start() if stop else limit
        named = [term for term in known if glue.end() <= term.start < limit and term.start <= end + 40]
        phrase = trimmed_phrase(text, glue.end(), end)
        if named and named[0].start <= end:
            yield from _of_skills(text[:limit], years, named)
            return
        if phrase is not None:
            yield _asked(years, [phrase], years.start, phrase.end)
            return
    if lead is not None:
        named = [term for term in known if lead.start("lead") <= term.start < lead.end("lead")]
        if named:
            yield from _of_skills(text[: lead.end("lead")], years, named)
            return
        generic = _GENERIC_LEAD.match(text, lead.start("lead"), lead.end("lead"))
        at = lead.start("lead")
        while generic is not None:
            at, generic = generic.end(), _GENERIC_LEAD.match(text, generic.end(), lead.end("lead"))
        phrase = trimmed_phrase(text, at, lead.end("lead"))
        if phrase is not None:
            yield _asked(years, [phrase], years.start, lead.end())
            return
    yield from _before(text, years, known, lead.end() if lead else years.end)


def _before(text: str, years: YearsStated, known: Sequence[Term], end: int) -> Iterator[ExperienceAsked]:
    """ "Java (5 years)", "Experience in Java: 5+ years": what the years are of stands in front of them."""
    opened = re.search(
        r"(?:[(:–-]|\bof|\bfor)\s*(?:at least|minimum|min\.?|over|a minimum of)?\s*$",
        text[: years.start],
        re.IGNORECASE,
    )
    named = [term for term in known if term.end <= years.start and years.start - term.end <= 30]
    if opened is not None and named:
        yield _asked(years, named[-1:], named[-1].start, end)
        return
    yield _asked(years, [], years.start, end)


def _of_skills(text: str, years: YearsStated, named: Sequence[Term]) -> Iterator[ExperienceAsked]:
    """Years of each named skill; of a longer list the years count for any of it, as nobody counts them one by one."""
    groups = [
        group
        for group in groups_of(text, named, item=False, phrases=False)
        if group.terms[0].start >= years.end or len(named) == 1
    ]
    if not groups:
        yield _asked(years, named, years.start, named[-1].end)
    elif len(groups) > 2 or any(group.open_ended for group in groups):
        terms = [term for group in groups for term in group.terms]
        yield _asked(years, terms, years.start, years.end)
    else:
        for group in groups:
            yield _asked(years, group.terms, years.start, group.terms[-1].end)


def _roles(text: str, start: int, end: int) -> list[Term]:
    roles, at = [], start
    for match in [*re.finditer(r"\s+or\s+(?:an?\s+|as\s+an?\s+)?", text[:end][start:]), None]:
        stop = end if match is None else start + match.start()
        role = trimmed_phrase(text, at, stop, longest=9)
        if role is not None:
            roles.append(role)
        at = end if match is None else start + match.end()
    return roles


def _asked(years: YearsStated, terms: Sequence[Term], start: int, end: int) -> ExperienceAsked:
    names = tuple(dict.fromkeys(term.text for term in terms))
    option = Option(CriterionKind.EXPERIENCE, names, min_years=years.minimum)
    span = "1 year" if years.minimum == 1 else f"{years.minimum:g} years"
    text = f"{span} of experience" + (f": {' or '.join(names)}" if names else "")
    return ExperienceAsked((option,), text, min(start, years.start), max(end, years.end))
