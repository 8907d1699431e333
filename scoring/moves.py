"""Which change of status follows from a score card in guided mode. No machine rejects: a person decides every way down.

Cards are JSON objects (``ScoreCard.as_json``). A card that is not as it should be leads to a person, never to a move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

from scoring.rollout import REACH
from scoring.run import RolloutMode
from scoring.summary import clipped, number

Card = Mapping[str, Any]
NOTE_LIMIT = 500
_SCORES = (int, float)


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = "none"  # a person looks; no status is proposed


# Our names of statuses; the tenant's field mapping says which nodes they are.
STATUS = {Direction.UP: "review", Direction.DOWN: "disqualified", Direction.NONE: ""}


class Wait(StrEnum):
    """Why a person decides first."""

    REJECTION = "rejection"  # always
    NO_SCORE = "no_score"
    UNMET_GATE = "unmet_gate"
    UNKNOWN_GATE = "unknown_gate"
    UNCERTAINTY_BAND = "uncertainty_band"
    REVIEW_FLAG = "review_flag"
    STAND_IN = "stand_in"  # answered by a simulator, or by the rules in place of a model
    HIGH_STAKES = "high_stakes"
    UNMAPPED = "unmapped"  # the tenant's mapping does not say which status is meant
    NOT_BELOW = "not_below"  # the application stands where nobody said that review is a way up from
    MOVED_BEFORE = "moved_before"  # it was moved up once, and somebody has moved it since


@dataclass(frozen=True, slots=True)
class Move:
    """A proposed change of status. A move down always waits: one that does not cannot be made (ValueError)."""

    direction: Direction
    note: str
    waits: tuple[Wait, ...] = ()

    def __post_init__(self) -> None:
        if self.direction is not Direction.UP and not self.waits:
            raise ValueError(f"a move {self.direction} waits for a person")

    @property
    def status(self) -> str:
        """Our name of the status it leads to, '' where it leads to none."""
        return STATUS[self.direction]

    @property
    def is_automatic(self) -> bool:
        """Only ever true for a way up."""
        return self.direction is Direction.UP and not self.waits


def planned_move(card: Card, mode: RolloutMode, *, high_stakes: bool = False) -> Move | None:
    """What the card suggests, or None outside guided mode and where there is nothing to propose.

    A strong score (85 and above, or the cut-off in force) goes up by itself when nothing about it is open; a limited
    one (below 50) is proposed to be disqualified, for a person to decide.
    """
    if not REACH[mode].moves:
        return None
    score, waits, tier = _score(card), _waits(card, high_stakes=high_stakes), card.get("tier")
    if score is not None and tier == "strong":
        return Move(Direction.UP, f"Score {number(score)} of 100: to be reviewed.", waits)
    if score is not None and tier == "limited":
        return Move(Direction.DOWN, _note(card, score), (Wait.REJECTION, *waits))
    return Move(Direction.NONE, "A person should look at this application.", waits) if waits else None


def primary_gap(card: Card) -> str:
    """What the job asks for most and the application does not show, in the job's words; '' without a gap."""
    missing = _listed(card, "missing_requirements")
    for verdict in ("unmet", "unknown"):
        for gap in missing:
            if gap.get("verdict") == verdict:
                return str(gap.get("text", ""))
    scored = [c for c in _listed(card, "criteria") if c.get("mode") == "scored" and c.get("verdict") != "met"]
    return max(((_lost(c), str(c.get("text", ""))) for c in scored), key=lambda each: each[0], default=(0.0, ""))[1]


def _waits(card: Card, *, high_stakes: bool) -> tuple[Wait, ...]:
    score, uncertainty, tags = _score(card), card.get("uncertainty"), card.get("tags")
    verdicts = {str(gap.get("verdict")) for gap in _listed(card, "missing_requirements")}
    is_certain = isinstance(uncertainty, Mapping) and not uncertainty.get("crosses", True)
    is_unremarkable = isinstance(tags, Sequence) and "AI_Review_Required" not in tags
    provenance = card.get("provenance")
    is_own = isinstance(provenance, Mapping) and not (provenance.get("instead_of") or provenance.get("simulated"))
    holding = {
        Wait.NO_SCORE: score is None,
        Wait.UNMET_GATE: "unmet" in verdicts,
        Wait.UNKNOWN_GATE: bool(verdicts - {"unmet"}),
        Wait.UNCERTAINTY_BAND: score is not None and not is_certain,
        Wait.REVIEW_FLAG: bool(card.get("review") or card.get("hidden_text")) or not is_unremarkable,
        Wait.STAND_IN: not is_own,
        Wait.HIGH_STAKES: high_stakes,
    }
    return tuple(wait for wait, holds in holding.items() if holds)


def _score(card: Card) -> float | None:
    score = card.get("score")
    if isinstance(score, bool) or not isinstance(score, _SCORES) or card.get("abstained"):
        return None
    return float(score) if isfinite(score) and 0 <= score <= 100 else None


def _listed(card: Card, name: str) -> list[Mapping[str, Any]]:
    entries = card.get(name)
    return [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list | tuple) else []


def _lost(criterion: Mapping[str, Any]) -> float:
    most, points = criterion.get("max_points"), criterion.get("points")
    return float(most) - float(points) if isinstance(most, _SCORES) and isinstance(points, _SCORES) else 0.0


def _note(card: Card, score: float) -> str:
    said = f"Score {number(score)} of 100. Proposed by software, decided by a person."
    gap = clipped(primary_gap(card), NOTE_LIMIT // 2)
    return clipped(f"Primary gap: {gap}. {said}" if gap else said, NOTE_LIMIT)
