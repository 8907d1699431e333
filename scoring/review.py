"""Reviews: why an application waits for a person, what the person may decide, and what has to be given for it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from scoring.errors import InvalidInputError
from scoring.run import RolloutMode
from scoring.triage import CUT_OFFS, LOW_CONFIDENCE, CutOffs, Tier, tier_of

# One in ten reviews asks for the reviewer's own rating before anything of ours is shown (governance.md C4).
BLIND_SHARE = Fraction(1, 10)
# For every fiftieth scored application a case with a known answer is mixed in.
KNOWN_ANSWER_SHARE = Fraction(1, 50)
MOST_ADJUSTED = Decimal(30)
SHORTEST_REASON = 15
LONGEST_REASON = 2000


class ReviewKind(StrEnum):
    """Why a person has to look, the most urgent first."""

    PROPOSED_REJECTION = "proposed_rejection"
    CONFLICT = "conflict"
    ABSTAINED = "abstained"
    UNKNOWN_GATE = "unknown_gate"
    REVIEW_FLAG = "review_flag"
    UNCERTAINTY_BAND = "uncertainty_band"
    BLIND_SAMPLE = "blind_sample"
    KNOWN_ANSWER = "known_answer"

    @property
    def priority(self) -> int:
        """0 is the most urgent."""
        return list(ReviewKind).index(self)

    @property
    def days(self) -> int:
        """How many days it may wait."""
        return 2 if self.priority < 2 else 3 if self.priority < 5 else 5


class Verdict(StrEnum):
    """About the application, whatever the kind of review: to reject a proposed rejection's application confirms it."""

    ACCEPT = "accept"  # the candidate stays in, the score stands
    REJECT = "reject"  # the candidate is not pursued
    ADJUST = "adjust"  # the candidate stays in, with another score beside the untouched one


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says. ``adjusted`` is the other score, for ADJUST only."""

    verdict: Verdict
    reason: str
    adjusted: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules need to know of a review. ``rated``: this reviewer has committed a rating of his own."""

    kind: ReviewKind
    score: Decimal | None
    blind: bool
    rated: bool

    @property
    def shows_score(self) -> bool:
        """Whether the reviewer may see score, tier and points now."""
        return self.kind is not ReviewKind.KNOWN_ANSWER and (self.rated or not self.blind)

    @property
    def allowed(self) -> tuple[Verdict, ...]:
        """Only a score that there is can be adjusted, and only where it could be read."""
        if self.score is None or self.kind is ReviewKind.KNOWN_ANSWER:
            return (Verdict.ACCEPT, Verdict.REJECT)
        return tuple(Verdict)


def checked(case: Case, decision: Decision) -> Decision:
    """The decision with its reason in order. Raises InvalidInputError, in one line, for one that may not be taken."""
    if case.blind and not case.rated:
        raise InvalidInputError("give your own rating first; the score is shown afterwards")
    if decision.verdict not in case.allowed:
        raise InvalidInputError("there is no score that could be adjusted")
    reason = " ".join(decision.reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise InvalidInputError(f"give your reason in {SHORTEST_REASON} to {LONGEST_REASON} characters")
    if decision.verdict is not Verdict.ADJUST:
        if decision.adjusted is not None:
            raise InvalidInputError("another score goes with an adjustment only")
        return replace(decision, reason=reason)
    adjusted = rating_of(decision.adjusted)
    assert case.score is not None
    if adjusted == case.score:
        raise InvalidInputError("the adjusted score is the score; accept it instead")
    if abs(adjusted - case.score) > MOST_ADJUSTED:
        raise InvalidInputError(f"a score is adjusted by at most {MOST_ADJUSTED} points; reject or accept it instead")
    return replace(decision, reason=reason, adjusted=adjusted)


def rating_of(given: object) -> Decimal:
    """A rating from 0 to 100 in quarters. Raises InvalidInputError for anything else."""
    try:
        rating = Decimal(str(given).strip())
    except ArithmeticError:
        raise InvalidInputError("a rating is a number from 0 to 100") from None
    if not rating.is_finite() or not 0 <= rating <= 100 or rating % Decimal("0.25"):
        raise InvalidInputError("a rating is a number from 0 to 100, in quarters at the finest")
    return rating


def recommended(score: Decimal | None, cut_offs: CutOffs = CUT_OFFS) -> Verdict | None:
    """What the score suggests: nothing between the cut-offs, and nothing without a score."""
    suggestions = {Tier.STRONG: Verdict.ACCEPT, Tier.LIMITED: Verdict.REJECT}
    return suggestions.get(tier_of(score, cut_offs))


def followed(score: Decimal | None, decision: Decision, cut_offs: CutOffs = CUT_OFFS) -> bool | None:
    """Whether the decision is what the score suggested; None where it suggested nothing. An adjustment follows as long
    as the other score would suggest the same."""
    suggestion = recommended(score, cut_offs)
    if suggestion is None:
        return None
    if decision.verdict is Verdict.ADJUST:
        return recommended(decision.adjusted, cut_offs) is suggestion
    return decision.verdict is suggestion


def chosen(share: Fraction, *parts: str) -> bool:
    """Whether this one belongs to a random ``share``: decided by a hash, so that asking again answers the same."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return Fraction(int.from_bytes(digest[:8]), 2**64) < share


def wanted_reviews(
    card: Mapping[str, Any], mode: RolloutMode, *, high_stakes: bool = False
) -> tuple[tuple[ReviewKind, tuple[str, ...]], ...]:
    """Why a person has to look at this score card, the most urgent first, each with codes that say what it is.

    Must-haves in doubt and scores at a cut-off hold something up only where scores move somebody: in guided mode.
    """
    if card["score"] is None:
        return ((ReviewKind.ABSTAINED, (str(card["abstained"]),)),)
    found: list[tuple[ReviewKind, tuple[str, ...]]] = []
    gates = tuple(f"{entry['verdict']}:{entry['criterion_id']}" for entry in card["missing_requirements"])
    if mode is RolloutMode.GUIDED and gates:
        found.append((ReviewKind.UNKNOWN_GATE, gates))
    flags = [f"warning:{number}" for number, _ in enumerate(card.get("review") or (), start=1)]
    flags += ["hidden_text"] if card["hidden_text"] else []
    flags += ["low_confidence"] if card["confidence"] < LOW_CONFIDENCE else []
    flags += ["high_stakes"] if high_stakes and mode is RolloutMode.GUIDED else []
    if flags:
        found.append((ReviewKind.REVIEW_FLAG, tuple(flags)))
    crossed = (card.get("uncertainty") or {}).get("crosses") or ()
    if mode is RolloutMode.GUIDED and crossed:
        found.append((ReviewKind.UNCERTAINTY_BAND, tuple(f"cut_off:{cut}" for cut in crossed)))
    return tuple(found)
