"""A way of scoring, its difference from another, and what a trial of it found, in words and figures for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.rendering import points
from scoring.scorer import LOCAL, ScorerVersion
from scoring.triage import Tier
from store import Scope

TIERS = tuple(tier.value for tier in (Tier.STRONG, Tier.POSSIBLE, Tier.LIMITED, Tier.REVIEW))
NAMES = {
    "assessor": "Rated by",
    "model": "Model",
    "effort": "Effort",
    "prompt_version": "Prompt",
    "schema_version": "Form of answers",
    "rules_version": "Rules",
    "sdk_version": "Client library",
    "max_samples": "Answers asked for at most",
    "drafting_version": "Drafting of rubrics",
    "cut_offs": "Cut-offs",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about a version; ``now`` and ``then`` are the same where nothing changes."""

    name: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many applications move by about ``shift`` points; ``left`` and ``height`` are shares of 100."""

    shift: int
    applications: int
    left: float
    width: float
    height: float


def place_words(scope: Scope) -> str:
    """Where a version applies, at the beginning of a line."""
    if not scope.customer_id:
        return "Everywhere"
    if scope.job_id:
        return f"Requisition {scope.job_id}, customer {scope.customer_id}"
    if scope.family:
        return f"Job family {scope.family}, customer {scope.customer_id}"
    return f"Customer {scope.customer_id}"


def in_a_phrase(scope: Scope) -> str:
    """The same within a sentence."""
    words = place_words(scope)
    return words[0].lower() + words[1:]


def rated_by(scorer: ScorerVersion) -> str:
    """Who rates, in one phrase."""
    if scorer.assessor == LOCAL:
        return "the rules of this program"
    return f"Claude, {scorer.model}{f', effort {scorer.effort}' if scorer.effort else ''}"


def tiers_words(scorer: ScorerVersion) -> str:
    possible, strong = (points(float(cut)) for cut in scorer.cut_offs)
    return f"possible from {possible}, strong from {strong}"


def details(scorer: ScorerVersion) -> tuple[tuple[str, str], ...]:
    """Everything that the version holds, by name; what does not apply is left out."""
    return tuple((NAMES[name], said) for name in NAMES if (said := _said(scorer, name)))


def changes(now: ScorerVersion, then: ScorerVersion) -> tuple[Line, ...]:
    """What differs, in the order of NAMES."""
    different = set(now.differences(then))
    return tuple(Line(NAMES[n], _said(now, n) or "none", _said(then, n) or "none") for n in NAMES if n in different)


def without_command(line: str) -> str:
    """An objection without the command that would answer it: the page has a button for it."""
    return line.split("; `", 1)[0]


def matrix(result: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """How many stand in which tier before (outer) and after (inner); empty where a result does not say."""
    counts = {before: dict.fromkeys(TIERS, 0) for before in TIERS}
    for each in result.get("tiers", ()):
        counts[each["from"]][each["to"]] += each["applications"]
    return counts if result.get("tiers") else {}


def bars(result: Mapping[str, Any]) -> tuple[Bar, ...]:
    """The shifts as a histogram over the whole of its range; empty where nothing moves by as much as a bar."""
    shifts = {int(shift): count for shift, count in result.get("shifts", {}).items()}
    if not set(shifts) - {0}:
        return ()
    reach = max(abs(shift) for shift in shifts)
    places = range(-reach, reach + 1, 5)
    most, width = max(shifts.values()), 100 / len(places)
    return tuple(
        Bar(shift, shifts.get(shift, 0), place * width, 0.8 * width, 100 * shifts.get(shift, 0) / most)
        for place, shift in enumerate(places)
    )


def lowest_ratios(impact: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Of each customer with demographic data: the lowest impact ratio before and after, and who falls below 0.8."""
    return [
        {
            "customer": one["customer"],
            "before": one["before"]["lowest_ratio"],
            "after": one["after"]["lowest_ratio"],
            "below": one["after"]["below_four_fifths"],
        }
        for one in impact or ()
    ]


def _said(scorer: ScorerVersion, name: str) -> str:
    if name == "assessor":
        return "the rules of this program" if scorer.assessor == LOCAL else "Claude"
    if name == "cut_offs":
        return tiers_words(scorer)
    value = getattr(scorer, name)
    return str(value) if value else ""
