from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from score_builders import a_criterion, a_quote, a_rating, a_rubric, an_assessment

from scoring.assessment import Assessment, Disagreement, Verdict
from scoring.card import build_card
from scoring.consistency import median_assessment, needs_more_samples
from scoring.profile import Profile
from scoring.resume import Resume
from scoring.score import composite_score

TEXT = "Led Python services. Wrote SQL reports."
RUBRIC = a_rubric(a_criterion("python"), a_criterion("sql"))
QUOTE = (a_quote(TEXT, "Led Python services"),)
RATINGS = st.builds(
    lambda rating, known: a_rating("python", rating) if known else a_rating("python", 0, Verdict.UNKNOWN),
    st.integers(0, 4),
    st.booleans(),
)


def sampled(python, sql=4, **changes):
    return replace(an_assessment(a_rating("python", python, evidence=QUOTE), a_rating("sql", sql)), **changes)


@pytest.mark.parametrize(("python", "sql", "wanted"), [(4, 4, False), (3, 4, True), (2, 2, True), (0, 1, False)])
def test_a_second_look_is_taken_within_five_points_of_a_cut_off(python, sql, wanted):
    assessment = sampled(python, sql)

    assert needs_more_samples(RUBRIC, assessment, quality=1.0) is wanted


def test_a_second_look_is_taken_when_little_is_known():
    nothing = an_assessment(a_rating("python", 0, Verdict.UNKNOWN), a_rating("sql", 0, Verdict.UNKNOWN))

    assert needs_more_samples(RUBRIC, nothing, quality=1.0)
    assert needs_more_samples(RUBRIC, sampled(4, 4), quality=0.4)


def test_the_middle_rating_counts_with_the_quotes_of_the_answer_nearest_to_it():
    bare = an_assessment(a_rating("python", 2), a_rating("sql", 4))

    joined = median_assessment(RUBRIC, [sampled(4), bare, sampled(2)])

    assert joined[RUBRIC.criteria[0].id] == a_rating("python", 2, evidence=QUOTE)
    assert joined.disagreement == (Disagreement(RUBRIC.criteria[0].id, 2, 4),)
    assert joined.samples == 3


def test_a_criterion_is_unknown_when_most_answers_say_so():
    unknown = an_assessment(a_rating("python", 0, Verdict.UNKNOWN), a_rating("sql", 4))

    joined = median_assessment(RUBRIC, [unknown, sampled(4), unknown])

    assert joined.ratings[0].verdict is Verdict.UNKNOWN
    assert composite_score(RUBRIC, joined).value == Decimal(100)


def test_equal_answers_leave_no_disagreement():
    joined = median_assessment(RUBRIC, [sampled(3), sampled(3), sampled(3)])

    assert joined.disagreement == ()
    assert joined.ratings == sampled(3).ratings


def test_the_keys_of_all_stored_answers_are_kept_for_replay():
    keyed = [
        sampled(3, provenance=replace(sampled(3).provenance, answer_keys=(key,))) for key in ("one", "two", "three")
    ]

    assert median_assessment(RUBRIC, keyed).provenance.answer_keys == ("one", "two", "three")


@pytest.mark.parametrize("samples", [[], [an_assessment(a_rating("python", 3))]], ids=["none", "incomplete"])
def test_samples_that_do_not_answer_the_rubric_are_refused(samples):
    with pytest.raises(ValueError, match="assessment"):
        median_assessment(RUBRIC, samples)


@given(st.lists(RATINGS, min_size=3, max_size=3))
def test_the_order_of_the_answers_changes_no_rating(ratings):
    rubric = a_rubric(a_criterion("python"))

    joined = {median_assessment(rubric, [an_assessment(r) for r in order]).ratings for order in permutations(ratings)}

    assert len(joined) == 1
    known = [rating.rating for rating in ratings if rating.verdict is not Verdict.UNKNOWN]
    assert next(iter(joined))[0].rating in {0, *known}


def test_a_card_says_in_plain_words_where_answers_differed():
    resume = Resume(TEXT, "a" * 64, "text/plain")
    joined = median_assessment(RUBRIC, [sampled(4), sampled(2), sampled(3)])

    card = build_card("a.pdf", RUBRIC, resume, Profile(), joined, ()).as_json()
    plain = build_card("a.pdf", RUBRIC, resume, Profile(), sampled(3), ()).as_json()

    assert card["disagreement"] == [{"criterion_id": "python", "low": 2, "high": 4}]
    assert any("Rated 3 times" in note and "python (2 to 4 of 4)" in note for note in card["notes"])
    assert plain["disagreement"] == []
    assert not any("Rated" in note for note in plain["notes"])


def test_an_assessment_stored_before_these_fields_existed_still_loads():
    adapter = TypeAdapter(Assessment)
    stored = adapter.dump_python(sampled(3), mode="json")
    for added in ("disagreement", "samples"):
        del stored[added]
    for added in ("schema_version", "answer_keys", "effort"):
        del stored["provenance"][added]

    assert adapter.validate_python(stored) == sampled(3)
