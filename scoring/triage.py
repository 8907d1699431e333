"""Tiers, tags and the uncertainty band at the cut-offs: where a person should look first. Nothing here rejects."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from scoring.requirements import MissingRequirement

STRONG_FROM = Decimal(85)
POSSIBLE_FROM = Decimal(50)
# From where on a score is possible, and from where on strong.
CutOffs = tuple[Decimal, Decimal]
CUT_OFFS: CutOffs = (POSSIBLE_FROM, STRONG_FROM)

# At full confidence a score is good to 2 points (the spread of one resume over file formats); at none to 20.
_BAND_AT_FULL_CONFIDENCE = Decimal(2)
_BAND_WITHOUT_CONFIDENCE = Decimal(20)
LOW_CONFIDENCE = 0.5


class Tier(StrEnum):
    """Where a score stands against the cut-offs; ``review`` when there is no score."""

    STRONG = "strong"
    POSSIBLE = "possible"
    LIMITED = "limited"
    REVIEW = "review"


class Tag(StrEnum):
    """What may be written to the tags field of an application."""

    TOP_FIFTH = "AI_Top_20%"
    STRONG = "AI_Strong_Match"
    POSSIBLE = "AI_Possible_Match"
    LIMITED = "AI_Limited_Match"
    REVIEW_REQUIRED = "AI_Review_Required"
    MISSING_REQUIREMENT = "AI_Missing_Requirement"
    REQUIREMENT_TO_CONFIRM = "AI_Requirement_To_Confirm"
    HIDDEN_TEXT = "AI_Hidden_Text"


_TIER_TAGS = {Tier.STRONG: Tag.STRONG, Tier.POSSIBLE: Tag.POSSIBLE, Tier.LIMITED: Tag.LIMITED}


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The range that the score could reasonably have, within 0 to 100. ``crosses`` names the cut-offs inside it."""

    low: Decimal
    high: Decimal
    crosses: tuple[Decimal, ...]


def tier_of(score: Decimal | None, cut_offs: CutOffs = CUT_OFFS) -> Tier:
    """85 and above is strong, 50 and above possible, below limited, no score review."""
    if score is None:
        return Tier.REVIEW
    possible_from, strong_from = cut_offs
    if score >= strong_from:
        return Tier.STRONG
    return Tier.POSSIBLE if score >= possible_from else Tier.LIMITED


def uncertainty_of(score: Decimal, confidence: float, cut_offs: CutOffs = CUT_OFFS) -> Uncertainty:
    """A band of 2 points at confidence 1, growing linearly to 20 at confidence 0, rounded to 0.25."""
    doubt = 1 - Decimal(str(confidence))
    width = _BAND_AT_FULL_CONFIDENCE + (_BAND_WITHOUT_CONFIDENCE - _BAND_AT_FULL_CONFIDENCE) * doubt
    width = (width * 4).to_integral_value() / 4
    low, high = max(score - width, Decimal(0)), min(score + width, Decimal(100))
    return Uncertainty(low, high, tuple(cut for cut in cut_offs if low < cut <= high))


def tags_of(
    score: Decimal | None,
    confidence: float,
    missing: tuple[MissingRequirement, ...] = (),
    *,
    hidden_text: bool = False,
    review: bool = False,
    in_top_fifth: bool = False,
    cut_offs: CutOffs = CUT_OFFS,
) -> tuple[Tag, ...]:
    """Tags in a fixed order. Review is required without a score, at low confidence, at a cut-off, with a must-have not
    known to be met, when hidden text was found, or when ``review`` says that something about it was unusual. What need
    only be asked for is not tagged."""
    missing = tuple(requirement for requirement in missing if requirement.needs_review)
    tags = [_TIER_TAGS[tier_of(score, cut_offs)]] if score is not None else []
    if in_top_fifth:
        tags.append(Tag.TOP_FIFTH)
    if any(requirement.verdict == "unmet" for requirement in missing):
        tags.append(Tag.MISSING_REQUIREMENT)
    if any(requirement.verdict == "unknown" for requirement in missing):
        tags.append(Tag.REQUIREMENT_TO_CONFIRM)
    if hidden_text:
        tags.append(Tag.HIDDEN_TEXT)
    if (
        score is None
        or confidence < LOW_CONFIDENCE
        or missing
        or hidden_text
        or review
        or uncertainty_of(score, confidence, cut_offs).crosses
    ):
        tags.append(Tag.REVIEW_REQUIRED)
    return tuple(tags)


def top_share(scores: Mapping[str, Decimal | None], share: Fraction = Fraction(1, 5)) -> frozenset[str]:
    """Who belongs to the best ``share`` of a requisition's scored applications, everyone tied at the edge included.

    Unscored applications neither count nor belong.
    """
    ranked = sorted((score for score in scores.values() if score is not None), reverse=True)
    if not ranked:
        return frozenset()
    edge = ranked[ceil(len(ranked) * share) - 1]
    return frozenset(key for key, score in scores.items() if score is not None and score >= edge)
