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
from scoring.rubric.terms import Group, Term, groups_of
from scoring.rubric.wording import CIRCUMSTANCE, NICE, SOFT, Strength, strength_of
from scoring.taxonomy import Mention, Taxonomy

_LONGEST_QUOTE = 240
_KINDS = {
    "certification": CriterionKind.CERTIFICATION,
    "language": CriterionKind.LANGUAGE,
    "soft": CriterionKind.OTHER,
}
_WANTED_SECTIONS = frozenset({Section.REQUIRED, Section.PREFERRED, Section.EDUCATION})
_LOCAL_NICE = re.compile(
    r"\s*[(\[-]+\s*[^)\]]{0,12}(?:preferred|plus|nice[- ]to[- ]have|optional|bonus|desir\w+|ideal\w*)", re.IGNORECASE
)


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


def demands_of(clause: Clause, mentions: Sequence[Mention], taxonomy: Taxonomy) -> tuple[Demand, ...]:
    """Everything the clause asks for. ``mentions`` index the field's text that the clause was cut from."""
    return tuple(_demands(clause, mentions, taxonomy))


def _demands(clause: Clause, mentions: Sequence[Mention], taxonomy: Taxonomy) -> Iterator[Demand]:
    text, found = clause.text, 0
    known = [
        Term(mention.alias, mention.start - clause.start, mention.end - clause.start, str(taxonomy.kind(mention.skill)))
        for mention in mentions
    ]
    wanted = clause.strength > Strength.MENTIONED
    taken: list[tuple[int, int]] = []
    education = education_asked(text) if wanted or clause.section is Section.OVERVIEW else None
    if education is not None:
        found += 1
        taken.append((education.start, education.end))
        strength = max(clause.strength, Strength.NICE) if clause.strength is Strength.NICE else Strength.MUST
        yield Demand(
            CriterionKind.EDUCATION,
            education.options,
            education.text,
            strength,
            _quote(clause, education.start, education.end),
            firm=True,
        )
    for asked in experience_asked(
        text, known, substitute=years_pattern(text) if education and len(education.options) > 1 else ""
    ):
        found += 1
        taken.append((asked.start, asked.end))
        strength = Strength.NICE if clause.strength is Strength.NICE else Strength.MUST
        yield Demand(
            CriterionKind.EXPERIENCE,
            asked.options,
            asked.text,
            strength,
            _quote(clause, asked.start, asked.end),
            firm=True,
        )
    rest = _masked(text, taken)
    names = [term for term in known if rest[term.start : term.end].strip()]
    names += [term for term in _credentials(rest) if wanted]
    names = _without_overlaps(names)
    item = clause.item and not taken and clause.section in _WANTED_SECTIONS
    for group in groups_of(rest, names, item=item, phrases=wanted):
        found += 1
        yield from _group_demands(clause, group)
    if not found and wanted:
        yield _whole(clause)


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
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _group_demands(clause: Clause, group: Group) -> Iterator[Demand]:
    start, end = group.terms[0].start, group.terms[-1].end
    strength = Strength.NICE if _LOCAL_NICE.match(clause.text, end) else _local_strength(clause, start)
    by_kind: dict[CriterionKind, list[str]] = {}
    for term in group.terms:
        kind = _KINDS.get(term.kind, CriterionKind.SKILL)
        if term.kind in {"phrase", "skill"} and (SOFT.search(term.text) or CIRCUMSTANCE.search(term.text)):
            kind = CriterionKind.OTHER
        names = by_kind.setdefault(kind, [])
        if term.text.lower() not in {name.lower() for name in names}:
            names.append(term.text)
    quote = _quote(clause, start, end)
    soft = by_kind.pop(CriterionKind.OTHER, None)
    if soft:
        yield Demand(
            CriterionKind.OTHER, (Option(CriterionKind.OTHER, tuple(soft)),), _listed(soft), strength, quote, firm=False
        )
    if by_kind:
        options = tuple(Option(kind, tuple(names)) for kind, names in by_kind.items())
        names = [name for option in options for name in option.terms]
        yield Demand(options[0].kind, options, _listed(names), strength, quote, firm=not group.open_ended)


def _local_strength(clause: Clause, start: int) -> Strength:
    """In "Python required, React preferred" each name takes the wording of its own part."""
    if clause.strength is not Strength.NICE or not NICE.search(clause.text):
        return clause.strength
    parts = [match.span() for match in re.finditer(r"[^,;]+(?:,(?=[^,;]*$)[^,;]+)?|[^,;]+", clause.text)]
    for part_start, part_end in parts:
        if part_start <= start < part_end:
            words = clause.text[part_start:part_end]
            if not NICE.search(words) and strength_of(words, Strength.MENTIONED) is Strength.MUST:
                return Strength.MUST
    return clause.strength


def _whole(clause: Clause) -> Demand:
    """A statement without a name in it: soft ones and circumstances become notes, the rest is compared by meaning."""
    words = clause.text.split()
    phrase = clause.text if len(words) <= 14 else clause.text[: _end_of_word(clause.text, 14)]
    aside = SOFT.search(clause.text) or CIRCUMSTANCE.search(clause.text)
    kind = CriterionKind.OTHER if aside else CriterionKind.RESPONSIBILITY
    return Demand(kind, (Option(kind, (phrase,)),), phrase, clause.strength, _quote(clause, 0, len(phrase)), firm=False)


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
