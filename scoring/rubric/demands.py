"""Demands: what one statement of a requisition asks of a person, before the demands of all statements are merged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.rubric.clauses import Clause
from scoring.rubric.credentials import credentials_named, languages_named
from scoring.rubric.education import education_asked, years_pattern
from scoring.rubric.experience import experience_asked
from scoring.rubric.headings import Section
from scoring.rubric.model import CriterionKind, Option, SourceQuote
from scoring.rubric.phrases import MASK, Term
from scoring.rubric.terms import Group, groups_of
from scoring.rubric.titles import names_role
from scoring.rubric.wording import ABOUT_A_PERSON, CIRCUMSTANCE, SOFT, Strength
from scoring.taxonomy import Mention, Taxonomy

_LONGEST_QUOTE = 240
# A line of so few words is about nothing but what it names.
_SHORT = 5
_KINDS = {
    "certification": CriterionKind.CERTIFICATION,
    "language": CriterionKind.LANGUAGE,
    "soft": CriterionKind.OTHER,
}
_ABILITY = re.compile(r"\b(?:ability|abilities|able|capable|capacity|aptitude|talent)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:environments?|settings?|company|companies|industry|sector|organi[sz]ations?|teams?)$", re.IGNORECASE
)
OF_THE_FIRM = re.compile(r"\b(?:we|our|us|they|this (?:role|position|job|applies))\b", re.IGNORECASE)
_WANTED_SECTIONS = frozenset({Section.REQUIRED, Section.PREFERRED, Section.EDUCATION})


@dataclass(frozen=True, slots=True)
class Demand:
    """``firm`` demands can be missing; the others (examples, duties, long sentences) can only be met more or less."""

    kind: CriterionKind
    options: tuple[Option, ...]
    text: str
    strength: Strength
    source: SourceQuote
    firm: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(term for option in self.options for term in option.terms)


def demands_of(
    clause: Clause, mentions: Sequence[Mention], taxonomy: Taxonomy, blocked: Sequence[tuple[int, int]] = ()
) -> tuple[Demand, ...]:
    """Everything the clause asks for. ``mentions`` index the field's text; words in the ``blocked`` ranges
    of the clause are read as if they were not there."""
    return tuple(_demands(clause, mentions, taxonomy, blocked))


def _demands(
    clause: Clause, mentions: Sequence[Mention], taxonomy: Taxonomy, blocked: Sequence[tuple[int, int]]
) -> Iterator[Demand]:
    text, found = _masked(clause.text, blocked), len(blocked)
    known = [
        _term(mention, mention.start - clause.start, str(taxonomy.kind(mention.skill)))
        for mention in mentions
        if text[mention.start - clause.start : mention.end - clause.start] == mention.alias
        and not names_role(mention.alias)
    ]
    wanted = clause.strength > Strength.MENTIONED
    taken: list[tuple[int, int]] = []
    education = education_asked(text) if wanted or clause.section is Section.OVERVIEW else None
    if education is not None:
        found += 1
        taken.append((education.start, education.end))
        strength = _firm(clause.strength_at(education.start))
        yield Demand(
            CriterionKind.EDUCATION,
            education.options,
            education.text,
            strength,
            _quote(clause, education.start, education.end),
            firm=True,
        )
    substitute = years_pattern(text) if education and len(education.options) > 1 else ""
    for asked in experience_asked(_masked(text, taken), known, substitute=substitute):
        found += 1
        taken.append((asked.start, asked.end))
        strength = _firm(clause.strength_at(asked.start))
        yield Demand(
            CriterionKind.EXPERIENCE,
            asked.options,
            asked.text,
            strength,
            _quote(clause, asked.start, asked.end),
            firm=_is_minimum(asked.options),
        )
    rest = _masked(text, taken)
    names = [term for term in known if rest[term.start : term.end].strip(MASK)]
    names += [term for term in _credentials(rest) if wanted]
    names = _without_overlaps(names)
    of_the_firm = OF_THE_FIRM.search(text) is not None and ABOUT_A_PERSON.search(text) is None
    item = clause.item and not taken and clause.section in _WANTED_SECTIONS
    for group in groups_of(rest, names, item=item, phrases=wanted and not of_the_firm):
        found += 1
        yield from _group_demands(clause, group)
    if not found and wanted and clause.section is not Section.EDUCATION and (clause.item or not of_the_firm):
        yield _whole(clause)


def _term(mention: Mention, start: int, kind: str) -> Term:
    """A known name as the job writes it; of "fluent in German" only the language is the name."""
    language = re.search(re.escape(mention.skill), mention.alias, re.IGNORECASE) if kind == "language" else None
    return Term(language[0] if language else mention.alias, start, start + len(mention.alias), kind)


def _is_minimum(options: Sequence[Option]) -> bool:
    """Whether experience is asked for in years or in a role; "work as part of a team" is neither."""
    return any(option.min_years or any(map(names_role, option.terms)) for option in options)


def _firm(strength: Strength) -> Strength:
    """A level or a number of years is a minimum wherever it is asked for, unless the wording is soft."""
    return strength if strength is Strength.NICE else Strength.MUST


def _credentials(text: str) -> Iterator[Term]:
    for named in credentials_named(text):
        yield Term(named.text, named.start, named.end, "certification")
    for named in languages_named(text):
        yield Term(named.text, named.start, named.end, "language")


def _without_overlaps(terms: Sequence[Term]) -> list[Term]:
    """Credentials beat skills inside them ("AWS certification"); else the longer name wins."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.kind not in {"certification", "language"}, term.start - term.end)):
        if all(term.end <= other.start or term.start >= other.end for other in kept):
            kept.append(term)
    return sorted(kept, key=lambda term: term.start)


def _masked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    for start, end in ranges:
        start, end = max(start, 0), min(end, len(text))
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def _group_demands(clause: Clause, group: Group) -> Iterator[Demand]:
    start, end = group.terms[0].start, group.terms[-1].end
    strength = clause.strength_at(start)
    by_kind: dict[CriterionKind, list[str]] = {}
    for term in group.terms:
        kind, name = _KINDS.get(term.kind, CriterionKind.SKILL), term.text
        aside = _aside(clause.text, term)
        if aside is not None:
            kind, name = CriterionKind.OTHER, clause.text[aside[0] : aside[1]]
        names = by_kind.setdefault(kind, [])
        if name.lower() not in {other.lower() for other in names}:
            names.append(name)
    quote = _quote(clause, start, end)
    asked = any(term.asked for term in group.terms)
    soft = by_kind.pop(CriterionKind.OTHER, None)
    if soft:
        option = Option(CriterionKind.OTHER, tuple(soft))
        yield Demand(CriterionKind.OTHER, (option,), _listed(soft), strength, quote, asked and _is_listed(clause))
    if by_kind:
        options = tuple(Option(kind, tuple(names)) for kind, names in by_kind.items())
        names = [name for option in options for name in option.terms]
        firm = asked and not group.open_ended and not _is_vague(clause, group)
        strength = strength if asked else min(strength, Strength.NICE)
        yield Demand(options[0].kind, options, _listed(names), strength, quote, firm)


def _aside(text: str, term: Term) -> tuple[int, int] | None:
    """The range of a phrase that is about manner or circumstance ("attention to detail", "lifting 50 lbs"), or None.

    A known skill is an aside only where nothing but a circumstance names it ("ability to travel").
    """
    if term.kind not in {"phrase", "skill"}:
        return None
    for pattern in (SOFT, CIRCUMSTANCE) if term.kind == "phrase" else (CIRCUMSTANCE,):
        for match in pattern.finditer(text):
            inside = match.start() <= term.start and term.end <= match.end()
            if inside or (term.kind == "phrase" and match.start() < term.end and term.start < match.end()):
                return min(match.start(), term.start), max(match.end(), term.end)
    return None


def _is_vague(clause: Clause, group: Group) -> bool:
    """Whether the group has only phrases that are not missing from a resume the way a named skill can be: surroundings
    ("a start-up environment"), anything in a summary, and plain words, unless the line says nothing else."""
    if any(term.kind != "phrase" for term in group.terms):
        return False
    if clause.section not in _WANTED_SECTIONS or all(_PLACE.search(term.text) for term in group.terms):
        return True
    if not any(term.is_proper for term in group.terms) and all(len(term.text.split()) > 2 for term in group.terms):
        return True
    before = clause.text[max(0, group.terms[0].start - 30) : group.terms[0].start]
    if _ABILITY.search(before) is not None and all(len(term.text.split()) > 2 for term in group.terms):
        return True
    return len(clause.text.split()) > _SHORT and not any(term.is_proper for term in group.terms)


def _whole(clause: Clause) -> Demand:
    """A statement without a name in it: soft ones and circumstances become notes, the rest is compared by meaning."""
    words = clause.text.split()
    phrase = clause.text if len(words) <= 14 else clause.text[: _end_of_word(clause.text, 14)]
    aside = SOFT.search(clause.text) or CIRCUMSTANCE.search(clause.text)
    kind = CriterionKind.OTHER if aside else CriterionKind.RESPONSIBILITY
    firm = kind is CriterionKind.OTHER and len(words) <= _SHORT and _is_listed(clause)
    return Demand(kind, (Option(kind, (phrase,)),), phrase, clause.strength, _quote(clause, 0, len(phrase)), firm)


def _is_listed(clause: Clause) -> bool:
    """Whether the clause stands among the requirements, where even manner and circumstance are asked for."""
    return clause.section in _WANTED_SECTIONS


def _end_of_word(text: str, count: int) -> int:
    return list(re.finditer(r"\S+", text))[count - 1].end()


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _quote(clause: Clause, start: int, end: int) -> SourceQuote:
    """The clause, or of a long one the words around the range; always a verbatim piece of the field."""
    text = clause.text
    if len(text) <= _LONGEST_QUOTE:
        return SourceQuote(clause.field, text)
    spare = max(0, _LONGEST_QUOTE - (end - start))
    left = max(0, start - spare // 2)
    right = min(len(text), max(end, left + _LONGEST_QUOTE))
    if left:
        left = text.find(" ", left, start) + 1 or start
    if right < len(text):
        right = max(end, text.rfind(" ", end, right))
    return SourceQuote(clause.field, text[left:right].strip())
