from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessment import Verdict
from scoring.requirements import MissingRequirement
from scoring.rubric import CriterionKind
from scoring.triage import Tag, tags_of, tier_of, top_share, uncertainty_of

scores = st.integers(0, 400).map(lambda quarters: Decimal(quarters) / 4)


def a_missing_requirement(verdict, kind=CriterionKind.SKILL):
    return MissingRequirement("sql", "SQL", verdict, "Where?", kind)


@pytest.mark.parametrize(
    ("score", "tier"),
    [
        ("100", "strong"),
        ("85", "strong"),
        ("84.75", "possible"),
        ("50", "possible"),
        ("49.75", "limited"),
        ("0", "limited"),
    ],
)
def test_tiers_begin_at_85_and_50(score, tier):
    assert tier_of(Decimal(score)) == tier


def test_no_score_goes_to_review():
    assert tier_of(None) == "review"
    assert tags_of(None, 0.0) == (Tag.REVIEW_REQUIRED,)


@given(scores, st.floats(0, 1))
def test_the_band_holds_the_score_and_names_the_cut_offs_it_crosses(score, confidence):
    band = uncertainty_of(score, confidence)

    assert 0 <= band.low <= score <= band.high <= 100
    for cut in (Decimal(50), Decimal(85)):
        assert (cut in band.crosses) == (tier_of(band.low) != tier_of(band.high) and band.low < cut <= band.high)


def test_less_confidence_makes_a_wider_band():
    assert uncertainty_of(Decimal(60), 1.0).low == 58
    assert uncertainty_of(Decimal(60), 0.0).low == 40
    assert uncertainty_of(Decimal(60), 0.0).crosses == (Decimal(50),)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((Decimal(95), 0.95), {Tag.STRONG}),
        ((Decimal(86), 0.95), {Tag.STRONG, Tag.REVIEW_REQUIRED}),
        ((Decimal(70), 0.4), {Tag.POSSIBLE, Tag.REVIEW_REQUIRED}),
        (
            (Decimal(95), 0.95, (a_missing_requirement(Verdict.UNMET),)),
            {Tag.STRONG, Tag.MISSING_REQUIREMENT, Tag.REVIEW_REQUIRED},
        ),
        (
            (Decimal(95), 0.95, (a_missing_requirement(Verdict.UNKNOWN),)),
            {Tag.STRONG, Tag.REQUIREMENT_TO_CONFIRM, Tag.REVIEW_REQUIRED},
        ),
        ((Decimal(95), 0.95, (a_missing_requirement(Verdict.UNKNOWN, CriterionKind.OTHER),)), {Tag.STRONG}),
        (
            (Decimal(95), 0.95, (a_missing_requirement(Verdict.UNMET, CriterionKind.OTHER),)),
            {Tag.STRONG, Tag.MISSING_REQUIREMENT, Tag.REVIEW_REQUIRED},
        ),
    ],
    ids=[
        "clear",
        "at-a-cut-off",
        "low-confidence",
        "must-have-unmet",
        "must-have-unknown",
        "manner-to-ask-for",
        "manner-denied",
    ],
)
def test_what_a_person_must_look_at_is_tagged(arguments, expected):
    assert set(tags_of(*arguments)) == expected


def test_hidden_text_is_tagged_and_reviewed():
    assert {Tag.HIDDEN_TEXT, Tag.REVIEW_REQUIRED} <= set(tags_of(Decimal(95), 0.95, hidden_text=True))


@given(st.dictionaries(st.text(max_size=3), st.none() | scores, max_size=30))
def test_the_best_fifth_is_at_least_a_fifth_and_nobody_outside_it_ties_with_it(ranking):
    top = top_share(ranking)

    scored = {key: score for key, score in ranking.items() if score is not None}
    assert top <= scored.keys()
    assert Fraction(len(top)) >= Fraction(len(scored), 5)
    outside = [score for key, score in scored.items() if key not in top]
    assert not outside or max(outside) < min(scored[key] for key in top)
