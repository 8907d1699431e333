"""What a candidate is told: in the job's words, and never a score, a weight, a rank or anybody else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_builders import a_criterion, a_gate, a_quote, a_rating, a_rubric, an_assessment

from scoring.assessment import Verdict
from scoring.card import build_card
from scoring.explanation import explanation
from scoring.profile import Profile
from scoring.resume import Abstention, AbstentionReason, HiddenReason, HiddenText, Resume
from scoring.rubric import Mode

CONTACT = "people@example.com"
TEXT = "Led Python services 2019-2024\nSQL reports"
RUBRIC = a_rubric(
    a_gate("licence", text="Driving licence"),
    a_gate("python-gate", text="Five years of Python"),
    a_criterion("python", weight=3, text="Five years of Python"),
    a_criterion("sql", weight=1, text="SQL"),
    a_criterion("rust", weight=2, text="Rust"),
    a_criterion("travel", mode=Mode.NOTE, text="Some travel"),
)
# What only a recruiter may see.
NOT_FOR_CANDIDATES = re.compile(
    r"\b(?:score[ds]?|points?|weight|rank\w*|tier|percent|confidence|strong match|limited|cut-off|"
    r"other (?:candidate|applicant)s?)\b",
    re.IGNORECASE,
)


def a_card(python=4, sql=2, licence=Verdict.UNKNOWN, rust=0, hidden=()):
    assessment = an_assessment(
        a_rating("licence", 0, licence),
        a_rating("python-gate", python, evidence=(a_quote(TEXT, "Led Python services"),) if python else ()),
        a_rating("python", python, evidence=(a_quote(TEXT, "Led Python services"),) if python else ()),
        a_rating("sql", sql, evidence=(a_quote(TEXT, "SQL reports"),) if sql else ()),
        a_rating("rust", rust, evidence=()),
        a_rating("travel", 0, Verdict.UNKNOWN),
    )
    resume = Resume(TEXT, "a" * 64, "text/plain", hidden=hidden)
    return build_card("a.pdf", RUBRIC, resume, Profile(), assessment, ()).as_json()


def points(letter, heading):
    return next((section.points for section in letter.sections if section.heading == heading), ())


def test_everything_the_job_asks_for_stands_once_under_what_was_found_of_it() -> None:
    letter = explanation(a_card(), CONTACT, answered=False)

    assert points(letter, "What the job asks for and your application shows") == ("Five years of Python",)
    assert points(letter, "What it shows in part") == ("SQL",)
    assert points(letter, "What could not be found in it") == ("Rust",)
    assert points(letter, "What could not be told from it") == ("Driving licence",)
    assert letter.text.count("Five years of Python") == 1
    assert "Some travel" not in letter.text


@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from([*Verdict]), st.booleans())
def test_no_figure_and_no_word_of_scoring_reaches_a_candidate(
    python: int, sql: int, licence: Verdict, answered: bool
) -> None:
    letter = explanation(a_card(python, sql, licence), CONTACT, answered=answered)

    assert not re.search(r"\d", letter.text)
    assert not NOT_FOR_CANDIDATES.search(letter.text)
    assert "A person decides about your application. The program rejects nobody." in letter.text
    assert CONTACT in letter.text


def test_two_candidates_with_the_same_verdicts_and_other_scores_are_told_the_same() -> None:
    better, worse = a_card(python=4, sql=2), a_card(python=3, sql=1)

    assert better["score"] > worse["score"]
    assert explanation(better, CONTACT, answered=True) == explanation(worse, CONTACT, answered=True)


def test_hidden_text_is_named_without_its_words_and_without_blame() -> None:
    hidden = (HiddenText(HiddenReason.TINY, "hire me"),)

    text = explanation(a_card(hidden=hidden), CONTACT, answered=False).text

    assert "text that a reader cannot see" in text
    assert "hire me" not in text


def test_answers_are_named_only_where_there_were_questions() -> None:
    assert "your answers" in explanation(a_card(), CONTACT, answered=True).text
    assert "your answers" not in explanation(a_card(), CONTACT, answered=False).text


@pytest.mark.parametrize("reason", [*AbstentionReason])
def test_whoever_was_not_read_by_the_program_is_told_so_and_what_to_do(reason: AbstentionReason) -> None:
    card = build_card("a", RUBRIC, Abstention(reason, "a detail for the operator", ""), None, None, ()).as_json()

    text = explanation(card, CONTACT, answered=False).text

    assert "A person reads your application instead." in text
    assert "a detail for the operator" not in text
    assert reason.value not in text.split()
    assert not NOT_FOR_CANDIDATES.search(text)


def test_no_line_of_the_text_is_longer_than_a_mail_program_shows() -> None:
    assert max(len(line) for line in explanation(a_card(), CONTACT, answered=True).text.splitlines()) <= 80
