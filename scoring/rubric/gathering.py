"""Everything a requisition asks for, field by field, and what it should not ask for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.requisition import Requisition
from scoring.rubric.clauses import Clause, clauses_of
from scoring.rubric.concerns import Concern, Place, concerns_in
from scoring.rubric.demands import OF_THE_FIRM, Demand, demands_of
from scoring.rubric.headings import Section
from scoring.rubric.model import CriterionKind, Option, SourceQuote
from scoring.rubric.titles import names_role, role_named
from scoring.rubric.wording import Strength
from scoring.taxonomy import Kind, Taxonomy

_DUTY_WORDS = 14
_KINDS = {Kind.CERTIFICATION: CriterionKind.CERTIFICATION, Kind.LANGUAGE: CriterionKind.LANGUAGE}
_WHOLE = "The work of the resume as a whole, compared with the job"
_RECENT = "The work of the latest positions, compared with the job"
_CAREER = "Share of the career in this line of work"
_FEWEST_DUTY_WORDS = 4
_ENOUGH_TO_COMPARE = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """``demands`` in the order of the requisition, not merged; ``concerns`` of the words alone."""

    demands: tuple[Demand, ...]
    concerns: tuple[Concern, ...]


def gather(requisition: Requisition, taxonomy: Taxonomy) -> Gathered:
    """What blocks a criterion (unlawful or proxy wording) is among the concerns and in no demand."""
    concerns: list[Concern] = []
    demands = list(_demands(requisition, taxonomy, concerns))
    telling = sum(demand.kind not in {CriterionKind.OTHER, CriterionKind.ANSWER} for demand in demands)
    if requisition.title.strip() and telling >= _ENOUGH_TO_COMPARE:
        demands += _whole(requisition)
    return Gathered(tuple(demands), tuple(concerns))


def source_texts(requisition: Requisition) -> dict[str, str]:
    """The text of every field that a source quote may name; a quote stands verbatim in the text of its field."""
    texts = dict(requisition.sections())
    texts["skills"] = "\n".join(requisition.skills)
    if requisition.experience_years is not None:
        texts["experience_years"] = f"{requisition.experience_years:g}"
    texts.update({f"question:{question.id}": question.text for question in requisition.questions})
    return texts


def _demands(requisition: Requisition, taxonomy: Taxonomy, concerns: list[Concern]) -> Iterator[Demand]:
    yield from _title_demands(requisition, taxonomy, _noted(concerns_in("title", requisition.title), concerns))
    for question in requisition.questions:
        field = f"question:{question.id}"
        blocked = _noted(concerns_in(field, question.text), concerns)
        if question.required_answer and not blocked:
            option = Option(CriterionKind.ANSWER, (question.required_answer,))
            source = SourceQuote(field, question.text)
            yield Demand(CriterionKind.ANSWER, (option,), question.text, Strength.MUST, source, firm=True)
    undivided = not requisition.responsibilities and not requisition.qualifications
    for field, text in requisition.sections():
        if field != "title":
            blocked = _noted(concerns_in(field, text), concerns)
            yield from _field_demands(field, text, taxonomy, blocked, undivided=undivided)
    for skill in requisition.skills:
        if not _noted(concerns_in("skills", skill), concerns):
            yield _listed_skill(skill, taxonomy)
    if requisition.experience_years:
        years = requisition.experience_years
        option = Option(CriterionKind.EXPERIENCE, min_years=years)
        source = SourceQuote("experience_years", f"{years:g}")
        text = "1 year of experience" if years == 1 else f"{years:g} years of experience"
        yield Demand(CriterionKind.EXPERIENCE, (option,), text, Strength.MUST, source, firm=True)


def _noted(places: Sequence[Place], concerns: list[Concern]) -> list[tuple[int, int]]:
    """Note the concerns; the ranges whose words may not become a criterion."""
    concerns.extend(place.concern for place in places)
    return [(place.start, place.end) for place in places if place.blocks]


def _title_demands(
    requisition: Requisition, taxonomy: Taxonomy, blocked: Sequence[tuple[int, int]]
) -> Iterator[Demand]:
    role = role_named(requisition.title)
    if not role or blocked:
        return
    source = SourceQuote("title", requisition.title)
    yield Demand(
        CriterionKind.ROLE, (Option(CriterionKind.ROLE, (role,)),), role, Strength.EXPECTED, source, firm=False
    )
    for mention in taxonomy.find(role):
        if taxonomy.kind(mention.skill) is Kind.SKILL and not names_role(mention.alias):
            option = Option(CriterionKind.SKILL, (mention.alias,))
            yield Demand(CriterionKind.SKILL, (option,), mention.alias, Strength.EXPECTED, source, firm=True)


def _field_demands(
    field: str, text: str, taxonomy: Taxonomy, blocked: Sequence[tuple[int, int]], *, undivided: bool
) -> Iterator[Demand]:
    """In a text without any heading the sentences that are not about the company are read as duties."""
    mentions = taxonomy.find(text)
    for clause in clauses_of(field, text):
        inside = [mention for mention in mentions if clause.start <= mention.start and mention.end <= clause.end]
        cut = [
            (start - clause.start, end - clause.start)
            for start, end in blocked
            if clause.start < end and start < clause.end
        ]
        yield from demands_of(clause, inside, taxonomy, cut)
        told = undivided and len(clause.text.split()) >= _FEWEST_DUTY_WORDS and not OF_THE_FIRM.search(clause.text)
        if (clause.section is Section.DUTIES or told) and clause.strength is Strength.MENTIONED and not cut:
            yield _duty(clause)


def _whole(requisition: Requisition) -> Iterator[Demand]:
    """Three roles without a name: is the resume about what the job is about, are its latest positions, and how much of
    the career was in the line of work that the title names (docs/decisions/0011)?"""
    source = SourceQuote("title", requisition.title)
    compared = [(_WHOLE, Option(CriterionKind.ROLE)), (_RECENT, Option(CriterionKind.RESPONSIBILITY))]
    if role := role_named(requisition.title):
        compared.append((_CAREER, Option(CriterionKind.EXPERIENCE, fields=(role,))))
    for text, option in compared:
        yield Demand(CriterionKind.ROLE, (option,), text, Strength.EXPECTED, source, firm=False)


def _duty(clause: Clause) -> Demand:
    words = list(re.finditer(r"\S+", clause.text))
    phrase = clause.text[: words[min(len(words), _DUTY_WORDS) - 1].end()].rstrip(",;:")
    option = Option(CriterionKind.RESPONSIBILITY, (phrase,))
    source = SourceQuote(clause.field, phrase)
    return Demand(CriterionKind.RESPONSIBILITY, (option,), phrase, Strength.MENTIONED, source, firm=False)


def _listed_skill(skill: str, taxonomy: Taxonomy) -> Demand:
    """A tag of the skills list. A tag that is a role is compared with titles; a soft one counts least of all."""
    known = taxonomy.canonical(skill) is not None
    taxonomy_kind = taxonomy.kind(skill)
    kind = _KINDS.get(taxonomy_kind, CriterionKind.SKILL)
    if not known and names_role(skill):
        kind = CriterionKind.ROLE
    strength = Strength.MENTIONED if taxonomy_kind is Kind.SOFT else Strength.EXPECTED
    return Demand(kind, (Option(kind, (skill,)),), skill, strength, SourceQuote("skills", skill), firm=True)
