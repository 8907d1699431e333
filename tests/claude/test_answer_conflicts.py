"""Resume against screening answers: the cards of a model carry what the cards of the local rules carry."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from evals.model_desk import ModelDesk, card_by, simulated_desk
from scoring.assessment import Assessment, Evidence, Rating, Verdict
from scoring.card import ScoreCard
from scoring.conflicts import with_conflicts
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.redaction import Identity
from scoring.resume import Answer, Resume
from scoring.rubric import draft_rubric, requisition_from_json
from scoring.taxonomy import load_taxonomy

AS_OF = date(2026, 11, 1)
TEXT = """Maria Example
maria@example.com

Experience
Data Engineer, Acme Corp, January 2023 - Present
- Built Python pipelines that run on Kubernetes
- Wrote SQL reports for finance
"""
RUBRIC = draft_rubric(
    requisition_from_json(
        {
            "id": "1001",
            "title": "Data Engineer",
            "qualifications": (
                "Must have 5+ years of Python experience\nSQL is required\nKubernetes is a plus\nRust is a plus"
            ),
        }
    )
)
RESUME = Resume(TEXT, "f" * 64, "text/plain")
DENIED = (
    Answer("k", "Do you have experience with Kubernetes?", "No"),
    Answer("p", "How many years of Python experience do you have?", "7"),
    Answer("r", "Do you know Rust?", "Yes"),  # of which the resume says nothing at all
)
TOLD = ["5 years of experience: Python", "Kubernetes"]
RULES = LocalAssessor(load_taxonomy())


@pytest.fixture
def desk() -> Iterator[ModelDesk]:
    with simulated_desk() as opened:
        yield opened


def test_a_models_card_names_each_disagreement_once_with_the_words_of_both(desk: ModelDesk) -> None:
    card = card_by(desk.assessor(Identity(names=("Maria Example",)), samples=3), RUBRIC, RESUME, DENIED)

    assert told(card) == TOLD == told(card_by(RULES, RUBRIC, RESUME, DENIED))
    texts = {"resume": TEXT} | {f"answer:{answer.question_id}": answer.text for answer in DENIED}
    for result in card.criteria:
        if result.criterion.text in TOLD:
            assert {quote.source.partition(":")[0] for quote in result.evidence} == {"resume", "answer"}
            assert all(texts[quote.source][quote.start : quote.end] == quote.quote for quote in result.evidence)


def test_answers_that_agree_with_the_resume_are_no_disagreement(desk: ModelDesk) -> None:
    agreeing = (replace(DENIED[0], text="Yes"), replace(DENIED[1], text="3"), replace(DENIED[2], text="No"))

    card = card_by(desk.assessor(Identity()), RUBRIC, RESUME, agreeing)

    assert told(card) == []


def test_a_model_that_only_follows_the_answer_is_shown_what_the_resume_says() -> None:
    silent = rated_by_a_model(rating=0, verdict=Verdict.UNMET, evidence=(Evidence("No", 0, 2, "answer:k"),))

    found = with_conflicts(RUBRIC, silent, DENIED[:1], by_rules(DENIED[:1]))

    (warning,) = found.warnings
    assert warning.startswith("Resume and answer disagree about Kubernetes: 'Built Python pipelines")
    (kubernetes,) = (criterion.id for criterion in RUBRIC.criteria if criterion.text == "Kubernetes")
    assert {quote.source for quote in found[kubernetes].evidence} == {"resume", "answer:k"}
    assert [(r.rating, r.verdict) for r in found.ratings] == [(r.rating, r.verdict) for r in silent.ratings]


def test_the_models_own_words_come_before_those_of_the_rules() -> None:
    start = TEXT.index("run on Kubernetes")
    own = Evidence("run on Kubernetes", start, start + len("run on Kubernetes"))
    shown = rated_by_a_model(rating=3, verdict=Verdict.MET, evidence=(own,))

    found = with_conflicts(RUBRIC, shown, DENIED[:1], by_rules(DENIED[:1]))

    assert found.warnings == ("Resume and answer disagree about Kubernetes: 'run on Kubernetes' / 'No'",)


def test_looking_for_disagreements_twice_changes_nothing() -> None:
    silent = rated_by_a_model(rating=0, verdict=Verdict.UNMET, evidence=(Evidence("No", 0, 2, "answer:k"),))
    once = with_conflicts(RUBRIC, silent, DENIED, by_rules(DENIED))

    assert with_conflicts(RUBRIC, once, DENIED, by_rules(DENIED)) == once


def told(card: ScoreCard) -> list[str]:
    """What the card says resume and answers disagree about."""
    begin = "Resume and answer disagree about "
    return [line.removeprefix(begin).split(": '")[0] for line in card.warnings if line.startswith(begin)]


def by_rules(answers: tuple[Answer, ...]) -> Assessment:
    return RULES.assess(RUBRIC, RESUME, read_profile(TEXT, AS_OF), answers, AS_OF)


def rated_by_a_model(rating: int, verdict: Verdict, evidence: tuple[Evidence, ...]) -> Assessment:
    """Kubernetes as given, the rest as if it had found nothing."""
    ratings = (
        Rating(criterion.id, rating, verdict, evidence)
        if criterion.text == "Kubernetes"
        else Rating(criterion.id, 0, Verdict.UNKNOWN)
        for criterion in RUBRIC.criteria
    )
    return Assessment(tuple(ratings), by_rules(()).provenance)
