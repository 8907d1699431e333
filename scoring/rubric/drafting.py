"""Draft a rubric: merge what the statements of a requisition ask for, and decide gate, score or note."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from scoring.requisition import Requisition
from scoring.rubric.demands import Demand
from scoring.rubric.gathering import gather
from scoring.rubric.linting import concerns_of
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, Mode, Rubric
from scoring.rubric.wording import Strength
from scoring.taxonomy import Taxonomy, load_taxonomy

MOST_CRITERIA = 40
_MOST_OF_KIND = {CriterionKind.RESPONSIBILITY: 8, CriterionKind.OTHER: 10}
_MOST_MENTIONED = 8
_MUST_WEIGHT = {
    CriterionKind.SKILL: 4,
    CriterionKind.EXPERIENCE: 5,
    CriterionKind.EDUCATION: 3,
    CriterionKind.CERTIFICATION: 4,
    CriterionKind.LANGUAGE: 3,
    CriterionKind.ROLE: 4,
    CriterionKind.RESPONSIBILITY: 2,
}
_WEIGHT = {Strength.EXPECTED: 3, Strength.NICE: 2, Strength.MENTIONED: 1}


def draft_rubric(requisition: Requisition, *, as_of: date | None = None) -> Rubric:
    """The same requisition always gives the same criteria: at most 40, each quoting the field it rests on.

    ``as_of`` (today unless given) is the day on which years of a technology can be impossible; it touches the warnings.
    """
    taxonomy = load_taxonomy()
    gathered = gather(requisition, taxonomy)
    criteria = tuple(_numbered(_criteria(_bounded(_merged(gathered.demands, taxonomy)))))
    warnings = tuple(
        str(concern) for concern in concerns_of(requisition, gathered, taxonomy, as_of or datetime.now(UTC).date())
    )
    return Rubric(str(requisition.id), requisition.title, criteria, warnings)


def _key(demand: Demand, taxonomy: Taxonomy) -> tuple[object, ...]:
    """Two demands with the same key ask for the same thing."""
    return (
        demand.kind,
        # Two screening questions may both want a "Yes".
        demand.text if demand.kind is CriterionKind.ANSWER else "",
        tuple(
            (
                option.kind,
                frozenset((taxonomy.canonical(term) or term).lower() for term in option.terms),
                option.min_years,
                option.min_level,
            )
            for option in demand.options
        ),
    )


def _merged(demands: Iterable[Demand], taxonomy: Taxonomy) -> list[Demand]:
    """Each thing once, with the strongest wording; a name asked for with years is not asked for again without."""
    strongest: dict[tuple[object, ...], Demand] = {}
    for demand in demands:
        key = _key(demand, taxonomy)
        if key not in strongest:
            strongest[key] = demand
        elif demand.strength > strongest[key].strength or (demand.firm and not strongest[key].firm):
            strongest[key] = replace(demand, strength=max(demand.strength, strongest[key].strength))
    kept = list(strongest.values())
    asked: dict[str, Strength] = {}
    for demand in kept:
        if (
            demand.kind in {CriterionKind.SKILL, CriterionKind.EXPERIENCE, CriterionKind.CERTIFICATION}
            and demand.strength > Strength.MENTIONED
        ):
            for name in _canonical(demand, taxonomy):
                asked[name] = max(asked.get(name, Strength.MENTIONED), demand.strength)
    timed = {
        name
        for demand in kept
        if demand.kind is CriterionKind.EXPERIENCE
        for name in (_canonical(demand, taxonomy) if len(demand.names) == 1 else ())
    }
    return [demand for demand in kept if not _covered(demand, asked, timed, taxonomy)]


def _covered(demand: Demand, asked: Mapping[str, Strength], timed: set[str], taxonomy: Taxonomy) -> bool:
    if demand.kind is not CriterionKind.SKILL:
        return False
    names = _canonical(demand, taxonomy)
    if demand.strength is Strength.MENTIONED:
        return all(name in asked for name in names)
    return names <= timed or all(asked[name] > demand.strength for name in names)


def _canonical(demand: Demand, taxonomy: Taxonomy) -> frozenset[str]:
    return frozenset((taxonomy.canonical(name) or name).lower() for name in demand.names)


def _rank(demand: Demand) -> tuple[int, int]:
    """What to keep when there is too much: firm and strong first, then duties, then asides."""
    aside = demand.kind is CriterionKind.OTHER and not _is_gate(demand)
    return (aside, -int(demand.strength) - 2 * (demand.kind in {CriterionKind.ROLE, CriterionKind.ANSWER}))


def _bounded(demands: list[Demand]) -> list[Demand]:
    """At most 40 criteria in all, counting the gate and the score of a must-have as two."""
    counts: dict[CriterionKind, int] = {}
    mentioned, room = 0, MOST_CRITERIA
    kept: set[int] = set()
    for position in sorted(range(len(demands)), key=lambda position: (_rank(demands[position]), position)):
        demand = demands[position]
        counts[demand.kind] = counts.get(demand.kind, 0) + 1
        if counts[demand.kind] > _MOST_OF_KIND.get(demand.kind, MOST_CRITERIA):
            continue
        if demand.kind is CriterionKind.SKILL and demand.strength is Strength.MENTIONED:
            mentioned += 1
            if mentioned > _MOST_MENTIONED:
                continue
        needed = len(tuple(_criteria([demand])))
        if needed <= room:
            room -= needed
            kept.add(position)
    return [demand for position, demand in enumerate(demands) if position in kept]


def _criteria(demands: Iterable[Demand]) -> Iterator[Criterion]:
    """Gates first (manner and circumstance last of them), then what is scored by weight, then notes; in each the order
    of the requisition."""
    demands = list(demands)
    for demand in sorted(filter(_is_gate, demands), key=lambda demand: demand.kind is CriterionKind.OTHER):
        yield _criterion(demand, Mode.GATE, 0)
    scored = [demand for demand in demands if demand.kind not in {CriterionKind.OTHER, CriterionKind.ANSWER}]
    weighed = [(demand, _weight(demand)) for demand in scored]
    for demand, weight in sorted(weighed, key=lambda pair: -pair[1]):
        yield _criterion(demand, Mode.SCORED, weight)
    for demand in demands:
        if demand.kind is CriterionKind.OTHER and not _is_gate(demand):
            yield _criterion(demand, Mode.NOTE, 0)


def _is_gate(demand: Demand) -> bool:
    gateable = demand.kind not in {CriterionKind.RESPONSIBILITY, CriterionKind.ROLE}
    return demand.firm and demand.strength is Strength.MUST and gateable


def _weight(demand: Demand) -> int:
    if demand.strength is Strength.MUST:
        weight = _MUST_WEIGHT[demand.kind]
        return weight if demand.firm else max(2, weight - 1)
    if demand.kind is CriterionKind.ROLE:
        return 5 if demand.source.field == "title" else 2
    if demand.source.field == "title":
        return 4
    if re.search(r"\b(?:strongly|highly) (?:preferred|desired|desirable)\b", demand.source.quote, re.IGNORECASE):
        return 3
    return min(2, _WEIGHT[demand.strength]) if demand.kind is CriterionKind.RESPONSIBILITY else _WEIGHT[demand.strength]


def _criterion(demand: Demand, mode: Mode, weight: int) -> Criterion:
    prefix = {Mode.GATE: "g", Mode.SCORED: "s", Mode.NOTE: "n"}[mode]
    return Criterion(
        CriterionId(f"{prefix}-{_slug(demand)}"), demand.kind, mode, demand.text, weight, demand.options, demand.source
    )


def _slug(demand: Demand) -> str:
    words = re.sub(
        r"[^a-z0-9]+", "-", demand.text.lower().replace("+", "p").replace("#", "sharp").replace("'", "")
    ).strip("-")
    if len(words) > 48:
        digest = hashlib.sha256(demand.text.encode()).hexdigest()[:6]
        words = f"{words[:40].rstrip('-')}-{digest}"
    return (
        f"{demand.kind}-{words}" if words else f"{demand.kind}-{hashlib.sha256(demand.text.encode()).hexdigest()[:6]}"
    )


def _numbered(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    """Two different demands may have the same words; the later one's id gets a number."""
    seen: dict[str, int] = {}
    for criterion in criteria:
        seen[criterion.id] = seen.get(criterion.id, 0) + 1
        again = seen[criterion.id]
        yield criterion if again == 1 else replace(criterion, id=CriterionId(f"{criterion.id}-{again}"))
