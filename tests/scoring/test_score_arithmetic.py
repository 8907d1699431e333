from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_builders import a_criterion, a_gate, a_quote, a_rating, a_rubric, an_assessment

from scoring.assessment import Verdict
from scoring.rubric import CriterionKind, Option
from scoring.score import composite_score

PYTHON = (Option(CriterionKind.SKILL, ("Python",)),)
weighted_ratings = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4), st.booleans()), min_size=1, max_size=120)


def scored(rows):
    """Rows of (weight, rating, known), scored as criteria c000, c001, ..."""
    criteria = [a_criterion(f"c{i:03}", weight=weight) for i, (weight, _, _) in enumerate(rows)]
    ratings = [
        a_rating(f"c{i:03}", rating) if known else a_rating(f"c{i:03}", 0, Verdict.UNKNOWN)
        for i, (_, rating, known) in enumerate(rows)
    ]
    return composite_score(a_rubric(*criteria), an_assessment(*ratings))


def exact(rows):
    known = [(weight, rating) for weight, rating, is_known in rows if is_known]
    return Fraction(25 * sum(w * r for w, r in known), sum(w for w, _ in known))


def test_a_score_is_the_weighted_share_of_the_top_rating():
    score = scored([(3, 4, True), (1, 2, True)])

    assert score.value == Decimal("87.5")
    assert score.points == {"c000": 75, "c001": Decimal("12.5")}
    assert score.max_points == {"c000": 75, "c001": 25}


def test_half_a_step_rounds_up():
    score = scored([(5, 2, True), (5, 0, True), (5, 0, True), (1, 0, True), *[(4, 0, True)] * 16])

    assert exact([(5, 2, True)] + [(5, 0, True)] * 2 + [(1, 0, True)] + [(4, 0, True)] * 16) == Fraction(25, 8)
    assert score.value == Decimal("3.25")


@given(weighted_ratings)
def test_points_add_up_to_the_score_exactly(rows):
    score = scored(rows)

    if score.value is None:
        assert not any(score.points.values())
        return
    assert sum(score.points.values()) == score.value
    assert sum(score.max_points.values()) == 100
    assert sum(float(points) for points in score.points.values()) == float(score.value)
    assert abs(Fraction(score.value) - exact(rows)) <= Fraction(1, 8)


@given(weighted_ratings)
def test_points_are_quarters_between_nothing_and_their_maximum(rows):
    score = scored(rows)

    for criterion, points in score.points.items():
        assert 0 <= points <= score.max_points[criterion]
        assert points % Decimal("0.25") == score.max_points[criterion] % Decimal("0.25") == 0


@given(weighted_ratings)
def test_no_rating_earns_nothing_and_top_ratings_earn_a_hundred(rows):
    score = scored(rows)
    best = scored([(weight, 4, True) for weight, _, _ in rows])

    for i, (_, rating, known) in enumerate(rows):
        assert score.points[f"c{i:03}"] == 0 or (known and rating > 0)
    assert best.value == 100
    assert best.points == best.max_points


@given(weighted_ratings, st.data())
def test_a_better_rating_never_lowers_the_score(rows, data):
    i = data.draw(st.integers(0, len(rows) - 1))
    weight, rating, _ = rows[i]
    worse = [*rows[:i], (weight, rating, True), *rows[i + 1 :]]
    better = [*rows[:i], (weight, data.draw(st.integers(rating, 4)), True), *rows[i + 1 :]]

    assert scored(better).value >= scored(worse).value


@given(weighted_ratings, st.data())
def test_an_unknown_criterion_changes_nothing_for_the_others(rows, data):
    i = data.draw(st.integers(0, len(rows)))
    with_unknown = [*rows[:i], (data.draw(st.integers(1, 5)), 0, False), *rows[i:]]

    without, beside = scored(rows), scored(with_unknown)

    assert without.value == beside.value
    assert list(without.points.values()) == [p for j, p in enumerate(beside.points.values()) if j != i]
    assert beside.confidence <= without.confidence


@given(weighted_ratings, st.randoms(use_true_random=False))
def test_the_order_of_criteria_does_not_matter(rows, random):
    named = [(a_criterion(f"c{i}", weight=w), a_rating(f"c{i}", r)) for i, (w, r, _) in enumerate(rows)]
    shuffled = random.sample(named, len(named))

    first = composite_score(a_rubric(*(c for c, _ in named)), an_assessment(*(r for _, r in named)))
    second = composite_score(a_rubric(*(c for c, _ in shuffled)), an_assessment(*(r for _, r in shuffled)))

    assert (first.value, dict(first.points), dict(first.max_points)) == (
        second.value,
        dict(second.points),
        dict(second.max_points),
    )


@pytest.mark.parametrize("rows", [[], [(3, 0, False)]], ids=["no-criteria", "all-unknown"])
def test_without_a_known_criterion_there_is_no_score(rows):
    score = scored(rows)

    assert score.value is None
    assert score.abstained == "nothing_to_score"
    assert score.confidence == 0


def test_a_fifth_of_a_must_have_is_for_meeting_it_at_all():
    rubric = a_rubric(a_gate("g-python", options=PYTHON), a_criterion("s-python", options=PYTHON))

    listed = composite_score(rubric, an_assessment(a_rating("g-python", 1, Verdict.MET), a_rating("s-python", 1)))
    related = composite_score(rubric, an_assessment(a_rating("g-python", 1), a_rating("s-python", 1)))

    assert listed.value == 40
    assert related.value == 20


def test_gates_carry_no_points_but_an_unknown_one_lowers_the_confidence():
    rubric = a_rubric(a_criterion("python"), a_gate("licence"))

    met = composite_score(rubric, an_assessment(a_rating("python", 4), a_rating("licence", 4)))
    unknown = composite_score(rubric, an_assessment(a_rating("python", 4), a_rating("licence", 0, Verdict.UNKNOWN)))

    assert met.value == unknown.value == 100
    assert "licence" not in met.points
    assert unknown.confidence == met.confidence / 2


def test_what_a_resume_seldom_says_does_not_lower_the_confidence():
    rubric = a_rubric(a_criterion("python"), a_gate("teamwork", kind=CriterionKind.OTHER))

    met = composite_score(rubric, an_assessment(a_rating("python", 4), a_rating("teamwork", 4)))
    unknown = composite_score(rubric, an_assessment(a_rating("python", 4), a_rating("teamwork", 0, Verdict.UNKNOWN)))

    assert unknown.confidence == met.confidence > 0


def test_confidence_is_known_weight_times_quality_times_strength_of_evidence():
    text = "Led Python services"
    rubric = a_rubric(a_criterion("python", weight=3), a_criterion("sql", weight=1), a_criterion("go", weight=4))
    assessment = an_assessment(
        a_rating("python", 4, evidence=(a_quote(text, "Python"),)),
        a_rating("sql", 0),
        a_rating("go", 0, Verdict.UNKNOWN),
    )

    score = composite_score(rubric, assessment, quality=0.5)

    assert score.confidence == pytest.approx(4 / 8 * 0.5 * (3 * 1 + 1 * 0.8) / 4, abs=0.001)


def test_subscores_use_the_same_arithmetic_on_their_own_criteria():
    rubric = a_rubric(
        a_criterion("python", weight=3),
        a_criterion("sql", weight=1),
        a_criterion("degree", kind=CriterionKind.EDUCATION),
        a_criterion("years", kind=CriterionKind.EXPERIENCE),
    )
    assessment = an_assessment(
        a_rating("python", 4), a_rating("sql", 0), a_rating("degree", 2), a_rating("years", 0, Verdict.UNKNOWN)
    )

    score = composite_score(rubric, assessment)

    assert score.subscores == {"technical": 75, "education": 50, "experience": None, "credentials": None}
