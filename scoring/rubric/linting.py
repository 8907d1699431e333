"""What is wrong with a requisition: concerns of its words, and demands that contradict each other or cannot be met."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files

from scoring.requisition import Requisition
from scoring.rubric.concerns import Concern, ConcernKind, Severity, coded_wording
from scoring.rubric.demands import Demand
from scoring.rubric.gathering import Gathered, gather, source_texts
from scoring.rubric.model import Criterion, CriterionKind, SourceQuote
from scoring.rubric.wording import Strength
from scoring.taxonomy import Taxonomy, load_taxonomy

_ENTRY = re.compile(
    r"\b(?:entry[- ]level|no experience (?:necessary|required|needed)|trainee|intern(?:ship)?|"
    r"apprentice)\b",
    re.IGNORECASE,
)
_JUNIOR = re.compile(
    r"\b(?:junior|jr\.?)(?!\s+(?:staff|team|members?|developers|engineers|colleagues|analysts))\b", re.IGNORECASE
)
_SENIOR = re.compile(r"\b(?:senior|sr\.?|principal|head of|director)\b", re.IGNORECASE)
# More years than these contradict the word.
_MOST_ENTRY_YEARS = 1
_MOST_JUNIOR_YEARS = 4
_REVERSED = re.compile(r"\b(\d{1,2}) ?(?:-|–|to) ?(\d{1,2})\+? ?(?:years|yrs)\b", re.IGNORECASE)
_MOST_UNVERIFIABLE = 3


def lint_requisition(requisition: Requisition, *, as_of: date | None = None) -> tuple[Concern, ...]:
    """What a recruiter should change before anybody is scored, gravest first, each with what to ask for instead."""
    taxonomy = load_taxonomy()
    return concerns_of(requisition, gather(requisition, taxonomy), taxonomy, as_of or datetime.now(UTC).date())


def concerns_of(requisition: Requisition, gathered: Gathered, taxonomy: Taxonomy, as_of: date) -> tuple[Concern, ...]:
    """Like lint_requisition, for a requisition that is already read. Each thing is said once."""
    found = [
        *gathered.concerns,
        *_level_against_years(requisition, gathered.demands),
        *impossible_years(gathered.demands, taxonomy, as_of),
        *_field_against_text(gathered.demands),
        *_reversed_ranges(requisition),
        *_unverifiable(gathered.demands),
    ]
    coded = coded_wording(source_texts(requisition))
    if coded is not None:
        found.append(coded)
    once: dict[tuple[str, str], Concern] = {}
    for concern in found:
        once.setdefault((concern.code, concern.source.quote.lower()), concern)
    rank = list(Severity)
    return tuple(sorted(once.values(), key=lambda concern: rank.index(concern.severity)))


def _years_asked(demands: Sequence[Demand]) -> Iterator[tuple[float, Demand]]:
    for demand in demands:
        minimums = [option.min_years for option in demand.options if option.min_years is not None]
        if demand.kind is CriterionKind.EXPERIENCE and demand.strength is Strength.MUST and minimums:
            yield min(minimums), demand


def _level_against_years(requisition: Requisition, demands: Sequence[Demand]) -> Iterator[Concern]:
    years, demand = max(_years_asked(demands), key=lambda asked: asked[0], default=(None, None))
    if years is None or demand is None:
        return
    texts = source_texts(requisition)
    for field in ("title", "overview", "responsibilities", "qualifications"):
        text = texts.get(field, "")
        entry, junior = _ENTRY.search(text), _JUNIOR.search(text)
        word = (
            entry if entry and years > _MOST_ENTRY_YEARS else junior if junior and years > _MOST_JUNIOR_YEARS else None
        )
        if word is not None:
            yield _contradiction(
                "level_against_years",
                SourceQuote(field, word[0]),
                f"stands beside {years:g} required years ({demand.source.field}: “{demand.source.quote[:80]}”)",
                "Drop the years, or name the level that they belong to",
            )
            return
    senior = _SENIOR.search(requisition.title)
    if senior is not None and years <= 1:
        yield _contradiction(
            "level_against_years",
            SourceQuote("title", senior[0]),
            f"stands beside {years:g} required year",
            "Name the years that the level takes, or drop the level",
        )


def _field_against_text(demands: Sequence[Demand]) -> Iterator[Concern]:
    """The number in the experience field against the total years in the text."""
    totals = [(years, demand) for years, demand in _years_asked(demands) if not demand.names]
    stated = [years for years, demand in totals if demand.source.field == "experience_years"]
    for years, demand in totals:
        if stated and demand.source.field != "experience_years" and years != stated[0]:
            yield _contradiction(
                "years_differ",
                demand.source,
                f"asks for {years:g} years, the experience field for {stated[0]:g}",
                "Say the same number in both places",
            )


def _reversed_ranges(requisition: Requisition) -> Iterator[Concern]:
    for field, text in requisition.sections():
        for match in _REVERSED.finditer(text):
            if int(match[1]) > int(match[2]):
                yield _contradiction(
                    "reversed_range",
                    SourceQuote(field, match[0]),
                    "asks for more than its own upper end",
                    "Swap the numbers",
                )


def _contradiction(code: str, source: SourceQuote, message: str, offer: str) -> Concern:
    return Concern(code, ConcernKind.CONTRADICTORY, Severity.MEDIUM, source, message, offer)


@lru_cache(maxsize=1)
def _release_years() -> dict[str, int]:
    lines = (files("scoring.rubric") / "data" / "technology_years.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
    return {name.lower(): int(year) for name, year in pairs}


def impossible_years(demands: Sequence[Demand | Criterion], taxonomy: Taxonomy, as_of: date) -> Iterator[Concern]:
    """Concerns about more years of a technology than it has been out."""
    for demand in demands:
        for option in demand.options:
            released = [_release_year(term, taxonomy) for term in option.terms]
            years = [year for year in released if year is not None]
            # Alternatives are impossible only when each of them is.
            if option.min_years is None or not years or len(years) < len(released):
                continue
            most = as_of.year - min(years) + 1
            if option.min_years > most:
                yield Concern(
                    "impossible_years",
                    ConcernKind.IMPOSSIBLE,
                    Severity.MEDIUM,
                    demand.source,
                    f"asks for {option.min_years:g} years of {' or '.join(option.terms)}, out since {min(years)}",
                    f"At most {most} years of it, or years of the field with knowledge of the technology",
                )


def _release_year(term: str, taxonomy: Taxonomy) -> int | None:
    years = _release_years()
    canonical = taxonomy.canonical(term)
    return years.get(term.lower()) or (years.get(canonical.lower()) if canonical else None)


def _unverifiable(demands: Sequence[Demand]) -> Iterator[Concern]:
    """Soft must-haves: one remark names the first few."""
    soft = [demand for demand in demands if demand.kind is CriterionKind.OTHER and demand.strength is Strength.MUST]
    if len(soft) < _MOST_UNVERIFIABLE:
        return
    named = ", ".join(demand.text for demand in soft[:_MOST_UNVERIFIABLE])
    yield Concern(
        "unverifiable_must_haves",
        ConcernKind.UNVERIFIABLE,
        Severity.LOW,
        soft[0].source,
        f"is one of {len(soft)} must-haves that no resume can show ({named})",
        "Ask for them in the interview, with a question that is the same for everybody",
    )
