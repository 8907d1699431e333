import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_builders import a_criterion, a_gate, a_quote, a_rating, a_rubric, an_assessment

from scoring.assessment import Evidence, Verdict
from scoring.card import build_card
from scoring.profile import Profile
from scoring.resume import Abstention, AbstentionReason, Answer, HiddenReason, HiddenText, Resume
from scoring.rubric import CriterionKind
from scoring.verification import verified

TEXT = "Senior Engineer, Example Corp, 2019 - 2024\nLed Python services for payments."
RESUME = Resume(text=TEXT, sha256="a" * 64, media_type="text/plain")
RUBRIC = a_rubric(a_criterion("python", weight=3), a_criterion("sql", weight=2), a_gate("licence"))
STABLE_KEYS = {"resume", "score", "abstained", "confidence", "tier", "criteria", "missing_requirements", "profile"} | {
    "hidden_text",
    "warnings",
    "provenance",
}


def a_card(*ratings, resume=RESUME, rubric=RUBRIC, answers=()):
    return build_card("a.pdf", rubric, resume, Profile(), an_assessment(*ratings), answers)


def a_full_card(**changes):
    return a_card(
        a_rating("python", 4, evidence=(a_quote(TEXT, "Led Python services"),)),
        a_rating("sql", 0),
        a_rating("licence", 0, Verdict.UNKNOWN),
        **changes,
    )


def test_a_card_shows_every_criterion_with_its_points_and_quotes():
    card = json.loads(json.dumps(a_full_card().as_json(with_text=True)))

    assert set(card) >= STABLE_KEYS
    assert card["score"] == sum(criterion["points"] for criterion in card["criteria"]) == 60
    assert [criterion["id"] for criterion in card["criteria"]] == ["python", "sql", "licence"]
    (quote,) = card["criteria"][0]["evidence"]
    assert card["text"][quote["start"] : quote["end"]] == quote["quote"] == "Led Python services"
    assert [missing["criterion_id"] for missing in card["missing_requirements"]] == ["licence"]
    assert "text" not in a_full_card().as_json()


def test_an_abstained_card_has_a_reason_and_no_score():
    abstention = Abstention(AbstentionReason.ENCRYPTED, "the file asks for a password", "b" * 64)

    card = build_card("a.pdf", RUBRIC, abstention, None, None, ()).as_json()

    assert (card["score"], card["abstained"], card["tier"]) == (None, "encrypted", "review")
    assert card["provenance"]["resume_sha256"] == "b" * 64
    assert card["tags"] == ["AI_Review_Required"]


def test_a_resume_about_which_nothing_is_known_is_abstained():
    unknown = [a_rating(name, 0, Verdict.UNKNOWN) for name in ("python", "sql", "licence")]

    card = a_card(*unknown)

    assert (card.score, card.abstained, card.tier) == (None, "nothing_to_score", "review")


def test_a_quote_that_nobody_wrote_earns_nothing():
    invented = Evidence("Invented Python", 0, 15)

    card = a_card(
        a_rating("python", 4, evidence=(invented,)), a_rating("sql", 0), a_rating("licence", 0, Verdict.UNKNOWN)
    )

    assert card.criteria[0].verdict is Verdict.UNKNOWN
    assert card.score == 0
    assert any("quote" in warning for warning in card.warnings)


def test_a_quote_with_a_wrong_place_is_put_right():
    moved = Evidence("Led Python services", 0, 19)

    card = a_card(a_rating("python", 4, evidence=(moved,)), a_rating("sql", 0), a_rating("licence", 0, Verdict.UNKNOWN))

    assert card.criteria[0].evidence == (a_quote(TEXT, "Led Python services"),)
    assert card.score == 60


def test_an_answer_can_be_quoted():
    rubric = a_rubric(a_gate("licence", kind=CriterionKind.ANSWER), a_criterion("python"))
    answer = Answer("q1", "Do you hold a licence?", "Yes")
    quote = a_quote("Yes", "Yes", source="answer:q1")

    card = a_card(a_rating("licence", 4, evidence=(quote,)), a_rating("python", 0), rubric=rubric, answers=(answer,))

    assert card.missing_requirements == ()
    assert card.criteria[0].evidence == (quote,)


@given(st.text(), st.lists(st.tuples(st.text(min_size=1), st.integers(0, 50)), max_size=4), st.integers(0, 4))
def test_after_verification_every_quote_stands_where_it_says(text, quotes, rating):
    resume = Resume(text=text, sha256="", media_type="text/plain")
    evidence = tuple(Evidence(quote, start, start + len(quote)) for quote, start in quotes)

    once = verified(an_assessment(a_rating("python", rating, evidence=evidence)), resume, ())

    assert all(text[e.start : e.end] == e.quote for r in once.ratings for e in r.evidence)
    assert all(r.evidence or not r.rating for r in once.ratings)
    assert verified(once, resume, ()) == once


def test_hidden_text_is_shown_and_changes_no_point():
    hidden = Resume(TEXT, "a" * 64, "application/pdf", hidden=(HiddenText(HiddenReason.TINY, "Python SQL", 2, 14),))

    plain, marked = a_full_card(), a_full_card(resume=hidden)

    assert marked.score == plain.score == Decimal(60)
    assert marked.as_json()["hidden_text"] == [
        {"reason": "too_small_to_read", "excerpt": "Python SQL", "page": 2, "offset": 14}
    ]


def test_a_resume_that_was_read_needs_an_assessment():
    with pytest.raises(ValueError, match="assessment"):
        build_card("a.pdf", RUBRIC, RESUME, Profile(), None, ())
