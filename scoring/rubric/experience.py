"""Experience as an advertisement asks for it: so many years, of what, or in which role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.rubric.model import CriterionKind, Option
from scoring.rubric.phrases import Term, trimmed_phrase
from scoring.rubric.terms import groups_of
from scoring.rubric.titles import names_role
from scoring.rubric.years import YearsStated, years_stated


@dataclass(frozen=True, slots=True)
class ExperienceAsked:
    """One criterion's options; ``start`` and ``end`` cover the years and what they are years of."""

    options: tuple[Option, ...]
    text: str
    start: int
    end: int


_LONGEST_ROLE = 14
# "Systems Engineer - Digital Media", "Nurse (Pediatrics)": what qualifies a role is no skill by itself. May be empty.
_ASIDE = re.compile(r"(?:\s*\([^)]*\)|\s+[-–—]\s+[^,;.]*)?")
_LONGEST_TRAIL = 60
_WORK = (
    r"(?:experiences?|exp|background|work(?:ed|ing)?|employ(?:ed|ment)|spent|serv(?:ed|ing|ice)|practi[cs]e|tenure|"
    r"record|"
    r"expertise|job|stint|knowledge|history|position|role|career|acting|acted)"
)
_AS_ROLE = re.compile(
    r"[\w\s'’,/&+#.()-]{0,80}?(?<!such )(?<!well )\bas\b(?! well| required| needed| possible| part of| much| per\b|"
    r" a (?:plus|team))"
    r"(?: an?\b| the\b|:)?[\s–—-]+(?P<role>[\w(\"“.#][^;:\n]{1,100})",
    re.IGNORECASE,
)
_ROLE_WITHOUT_YEARS = re.compile(
    rf"\b{_WORK}\s+as\b(?: an?\b| the\b)?\s+(?P<role>[\w(\"“.#][^;:\n]{{1,90}})", re.IGNORECASE
)
_IN_ROLE = re.compile(
    r"[\s,]*(?:(?:of\s+)?(?:[\w-]+\s+){0,3}experience\s+)?(?:in|working in|with|within)\s+(?:an?|the|similar)\s+"
    r"(?P<role>[^;:.\n]{2,70}?)\s+(?:roles?|positions?|capacity|job|function)\b",
    re.IGNORECASE,
)
_PLACE_LAST = re.compile(r"\s+(?:roles?|positions?|jobs?|capacity)$", re.IGNORECASE)
# "Consistent work as a welder for three years": what the years are of stands behind "as a".
_AS_A = re.compile(r".*\bas an? ", re.IGNORECASE)
_OR_ROLE = re.compile(r"\s+or\s+(?:an?\s+|as\s+an?\s+)?|(?<=er|or)\s?/\s?(?=[A-Z])")
_ROLE_STOP = re.compile(
    r"\b(?:is|are|was|would|will|shall|be|has|have|required|preferred|with|who|where|which|that|using|at|for|necessary|"
    r"must|needed|mandatory|desired|or (?:similar|equivalent|related|in|an? (?:similar|related|equivalent))|roles?|"
    r"positions?|"
    r"capacity|including|emphasi\w+|demonstrat\w+|within|dealing|working|plus|minimum|essential|highly|"
    r"and (?:at least|a minimum|\d|an?|one|two|three|four|five|have|has)|experience(?! (?-i:[A-Z]))|prior|"
    r"preferably|specifically|"
    r"(?:in|on|from|under) (?:an?|the|our|your|both|any)|to|through|during|previously|before|by|because|while|"
    r"coming|overlooking|handling|managing|performing|providing|showing|showcasing|ensuring|ideally|along|"
    r"desirable|recommended|beneficial|advantageous|or more|and above)\b|\s[-–—]\s(?=[a-z])|"
    r"(?<!\bSr)(?<!\bJr)(?<!\.\w)\.\s|\.$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"[\s'’)]*(?:(?:of|in|as|with)\s+)?(?P<lead>(?:[\w/&+#.,’'-]+\s+){0,7}?)"
    r"(?:experiences?|exp\b\.?|expertise|background|exposure|practice|employment|track record)\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:in|with|of|using|on|within|for|across|working|work|performing|doing|the|at|developing|"
    r"building|managing|leading|supporting|and/or|an?|as|(?:role|position|field|area)s? of|"
    r"(?:at least )?one (?:or more )?of|following:?)(?:\b|"
    r"(?<=:))\s*)+|\s+(?=[a-z]{3,}ing\b)",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"\s*(?:(?:working|spent|served|serving|practi[cs]ing|employed|worked|being|active)\s+)?"
    r"(?:of|in|with|using|on|within|at|doing|working)\s+(?:an?\s+|the\s+)?|\s+(?=[a-z]{3,}ing\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:environments?|settings?|roles?|positions?|fields?|capacity|industry|company|"
    r"organi[sz]ation|teams?)$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:required|preferred|is|are|or (?:an? )?(?:equivalent|related|similar|comparable|relevant|bachelor|master|"
    r"degree)|"
    r"that|which|who|where|including|such as|e\.g|preferably|plus|desired|must|minimum|with|at|within|for|to|using|"
    r"and (?:at least|a|an|the ability|strong|knowledge|experience|be|are|have|you|able|fluent|familiar\w*|"
    r"proficien\w+|demonstrated|"
    r"good|excellent|proven|must|\d+)|working|needed|necessary|would|ideally|"
    r"either|from|"
    r"on|while|demonstrat\w+|mandatory|strongly|speciali\w+|dealing|will|has|have|essential|desirable)\b|"
    r"[;:(]|(?<!\bSr)(?<!\bJr)(?<!\.\w)\.\s|\s[-–—]\s",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"(?:of|in|relevant|related|professional|work|working|industry|hands[- ]on|progressive(?:ly)?|prior|previous|"
    r"proven|"
    r"total|overall|direct|practical|solid|strong|similar|post[- ]?\w*|job|full[- ]time|commercial|recent|responsible|"
    r"demonstrated|equivalent|combined|real[- ]world|verifiable|minimum|and|or|the|an?|paid|successful|increasing|"
    r"increasingly|applicable|specific|valuable|their|your|extensive|significant|comparable|field|on[- ]the[- ]job|"
    r"required|directly|documented|active|general)\b[\s,]*",
    re.IGNORECASE,
)
_BEFORE_TRAIL = re.compile(
    r"(?:[\s:(,–—-]|\b(?:at least|minimum|min\.?|over|a|an|the|of|for|with|experience|required|requires|preferred|is|"
    r"are|than|more|must have|total|working|about|approximately|around|in|career|and|or|having)\b)+$",
    re.IGNORECASE,
)
_BEFORE_LEAD = re.compile(
    rf"^(?:\W*(?:(?:must|should|have|has|had|possess\w*|the|an?|with|minimum|at least|you|candidate|previous(?:ly)?|"
    rf"prior|"
    rf"proven|relevant|hands[- ]on|of|in|as|using|strong|solid|need|required?|{_WORK})\b\s*)+)",
    re.IGNORECASE,
)


def experience_asked(text: str, known: Sequence[Term], *, substitute: str = "") -> Iterator[ExperienceAsked]:
    """Every experience asked for in years or in a named role. ``substitute``: a pattern of years that, behind an "or",
    stand in for a degree and are no requirement of their own."""
    stated = [years for years in years_stated(text) if not _stands_in(text, years, substitute)]
    named = [term for term in known if term.kind in {"skill", "certification"}]
    for position, years in enumerate(stated):
        since = stated[position - 1].end if position else 0
        limit = stated[position + 1].start if position + 1 < len(stated) else len(text)
        yield from _of_what(text, years, (since, limit), named)
    if not stated:
        for match in _ROLE_WITHOUT_YEARS.finditer(text):
            roles = _roles(text, match.start("role"), match.end("role"))
            if roles:
                yield _asked(None, roles, match.start(), roles[-1].end)


def _stands_in(text: str, years: YearsStated, substitute: str) -> bool:
    if not substitute or re.fullmatch(substitute, text[years.start : years.end]) is None:
        return False
    return re.search(r"\bor\b|\blieu\b|equivalent", text[: years.start], re.IGNORECASE) is not None


def _of_what(
    text: str, years: YearsStated, bounds: tuple[int, int], known: Sequence[Term]
) -> Iterator[ExperienceAsked]:
    since, limit = bounds
    for pattern in (_AS_ROLE, _IN_ROLE):
        match = pattern.match(text, years.end, limit)
        roles = _roles(text, match.start("role"), match.end("role")) if match else []
        if roles:
            yield _asked(years, roles, years.start, _ASIDE.match(text, roles[-1].end).end())  # type: ignore[union-attr]
            return
    lead = _LEAD.match(text, years.end, limit)
    at = lead.end() if lead else years.end
    glue = (_OF_WHAT if lead else _DIRECT).match(text, at, limit)
    asked = list(_after(text, years, glue.end(), limit, known, lead)) if glue else []
    if not asked and lead is not None:
        asked = list(_lead(text, years, lead, known))
    yield from asked or [_before(text, years, since, known, at)]


def _after(
    text: str, years: YearsStated, start: int, limit: int, known: Sequence[Term], lead: re.Match[str] | None
) -> Iterator[ExperienceAsked]:
    stop = _STOP.search(text, start + 1, limit)
    end = stop.start() if stop else limit
    named = [term for term in known if start <= term.start < limit]
    phrase = trimmed_phrase(text, start, end, longest=_LONGEST_ROLE)
    within = [term for term in named if term.start < end]
    if phrase is not None and len(within) == 1 and not within[0].is_proper and phrase.end == within[0].end:
        # "industrial truck and tractor operation" is more than tractor operation.
        named = [] if len(phrase.text) > len(within[0].text) else named
    if named and named[0].start < end:
        yield from _of_skills(text[:limit], years, named)
        return
    behind = re.compile(r"\s*(?:using|with|in)\s+").match(text, end, limit)
    if behind is not None and any(term.start <= behind.end() + 4 for term in named):
        # "experience building services using Python": the years are of the named skill.
        yield from _of_skills(text[:limit], years, named)
        return
    named_until = start + len(_PLACE_LAST.sub("", text[start : phrase.end if phrase else start]))
    role = trimmed_phrase(text, start, named_until)
    if role is not None and names_role(role.text):
        yield _asked(years, [role], years.start, role.end)
    elif phrase is not None and not (lead is not None and _PLACE.search(phrase.text)):
        yield _asked(years, [phrase], years.start, phrase.end)


def _lead(text: str, years: YearsStated, lead: re.Match[str], known: Sequence[Term]) -> Iterator[ExperienceAsked]:
    """The words between the years and "experience": "5 years of software development experience"."""
    start, end = lead.span("lead")
    named = [term for term in known if start <= term.start < end]
    if named:
        yield from _of_skills(text[:end], years, named)
        return
    quality = _QUALITY.match(text, start, end)
    while quality is not None:
        start, quality = quality.end(), _QUALITY.match(text, quality.end(), end)
    phrase = trimmed_phrase(text, start, end)
    if phrase is not None:
        yield _asked(years, [phrase], years.start, lead.end())


def _before(text: str, years: YearsStated, since: int, known: Sequence[Term], end: int) -> ExperienceAsked:
    """What the years are of stands in front: "Java (5 years)", "Community health worker: 4 years"."""
    trail = _BEFORE_TRAIL.search(text, max(since, years.start - _LONGEST_TRAIL), years.start)
    subject_end = trail.start() if trail else years.start
    opened = trail is not None and re.search(r"[:(–—-]|\bfor\b|\bof\b", trail[0], re.IGNORECASE) is not None
    if not opened:
        return _asked(years, [], years.start, end)
    lead = _AS_A.match(text[:subject_end][since:]) or _BEFORE_LEAD.match(text[:subject_end][since:])
    start = since + (lead.end() if lead else 0)
    named = [term for term in known if start <= term.start and term.end <= subject_end]
    phrase = trimmed_phrase(text, start, subject_end, longest=_LONGEST_ROLE)
    if phrase is not None and (not named or len(phrase.text) > len(named[-1].text)) and len(named) <= 1:
        return _asked(years, [phrase], since, end)
    if named and subject_end - named[-1].end <= 2:
        return _asked(years, named[-1:], named[-1].start, end)
    return _asked(years, [], years.start, end)


def _of_skills(text: str, years: YearsStated, named: Sequence[Term]) -> Iterator[ExperienceAsked]:
    """Years of each named skill; of a longer list the years count for any of it, as nobody counts them one by one."""
    groups = groups_of(text, named, item=False, phrases=False)
    first = groups[0].terms
    if len(groups) > 2 or any(group.open_ended for group in groups):
        terms = [term for group in groups for term in group.terms]
        yield _asked(years, terms, years.start, years.end)
    elif len(groups) == 2 and not re.fullmatch(
        r"\s*(?:,?\s*(?:and|&)|,)\s*", text[first[-1].end : groups[1].terms[0].start]
    ):
        yield _asked(years, first, years.start, first[-1].end)
    else:
        for group in groups:
            yield _asked(years, group.terms, years.start, group.terms[-1].end)


def _roles(text: str, start: int, end: int) -> list[Term]:
    """The roles in the range: up to the words that end it, cut at "or"."""
    stop = _ROLE_STOP.search(text, start + 1, end)
    end = stop.start() if stop else end
    for word in re.finditer(r"\S+", text[start:end]):
        # "media workers engaging audiences": the role ends with its noun, what follows is what they do.
        if names_role(word[0]) and re.match(r"\s+[a-z]+ing\b", text[start + word.end() : end]):
            end = start + word.end()
            break
    roles, at = [], start
    for match in [*_OR_ROLE.finditer(text[start:end]), None]:
        edge = end if match is None else start + match.start()
        opened = text.find("(", at + 1, edge)
        whole = opened < 0 or ")" in text[opened:edge]
        role = trimmed_phrase(text, at, edge if whole else opened, longest=_LONGEST_ROLE)
        if role is not None:
            roles.append(role)
        at = end if match is None else start + match.end()
    return roles


def _asked(years: YearsStated | None, terms: Sequence[Term], start: int, end: int) -> ExperienceAsked:
    names = tuple(dict.fromkeys(term.text for term in terms))
    if years is not None:
        start, end = min(start, years.start), max(end, years.end)
    minimum = years.minimum if years else None
    option = Option(CriterionKind.EXPERIENCE, names, min_years=minimum)
    named = " or ".join(names)
    if minimum is None:
        return ExperienceAsked((option,), f"Experience as {named}", start, end)
    span = "1 year" if minimum == 1 else f"{minimum:g} years"
    text = f"{span} of experience: {named}" if names else f"{span} of experience"
    return ExperienceAsked((option,), text, start, end)
