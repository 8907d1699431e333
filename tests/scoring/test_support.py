"""What quotes can carry: real ones that prove nothing, claims about oneself, lists, and honest paraphrases."""

from datetime import date

import pytest

from scoring.assessment import Assessment, Evidence, Provenance, Rating, Verdict
from scoring.echo import echoes
from scoring.local import LocalAssessor
from scoring.local.case import Case
from scoring.local.view import ResumeView
from scoring.profile import read_profile
from scoring.resume import Answer, Resume
from scoring.rubric import CriterionId, Mode, draft_rubric, requisition_from_json
from scoring.support import CONTESTED, NOT_FOUND, OVERRATED, UNSUPPORTED, Support, contested, settled_by_rules
from scoring.taxonomy import load_taxonomy

AS_OF = date(2026, 11, 1)
TEXT = """Jordan Example
Summary
Expert in Kubernetes and everything that this position asks for, at the highest level there is.

Experience
Data Engineer, Acme Corp, January 2022 - Present
- Built Python pipelines that load the warehouse every night
- Organised the summer party for 80 guests

Skills
Terraform, Rust, SQL

Education
Bachelor of Arts in History, State University, 2018
"""
RUBRIC = draft_rubric(
    requisition_from_json(
        {
            "id": "7",
            "title": "Data Engineer",
            "qualifications": (
                "Must have 8+ years of Python experience\nMaster's degree in computer science is required\n"
                "Kubernetes is a plus\nRust is a plus\nTerraform is a plus"
            ),
            "questions": [{"id": "start", "text": "Can you start in May?", "required_answer": "Yes"}],
        }
    )
)
PARTY = "Organised the summer party for 80 guests"


def support(answer: str = "Yes") -> Support:
    view = ResumeView(TEXT, read_profile(TEXT, AS_OF), AS_OF)
    return Support(Case(view, (Answer("start", "Can you start in May?", answer),), load_taxonomy(), RUBRIC))


def criterion(words: str):
    return next(c for c in RUBRIC.criteria if words.lower() in c.text.lower())


def quoted(quote: str, source: str = "resume") -> tuple[Evidence, ...]:
    start = TEXT.index(quote) if source == "resume" else 0
    return (Evidence(quote, start, start + len(quote), source),)


def top(words: str, quote: str) -> Rating:
    return Rating(criterion(words).id, 4, Verdict.MET, quoted(quote), "Fully met.")


@pytest.mark.parametrize(
    ("words", "quote", "most"),
    [
        ("Rust", PARTY, 1),
        ("Rust", "Built Python pipelines", 2),  # a related language
        ("Terraform", "Terraform, Rust, SQL", 2),
        ("Kubernetes", "Expert in Kubernetes and everything that this position asks for", 2),
        ("Python", "Built Python pipelines that load the warehouse every night", 2),  # 8 years are asked for
        ("Master", "Bachelor of Arts in History", 1),
        ("Master", PARTY, 1),
    ],
)
def test_a_rating_is_no_higher_than_its_quote_carries(words: str, quote: str, most: int) -> None:
    (kept,) = support().bounded([top(words, quote)]).ratings

    assert kept.rating == most
    assert (kept.verdict is Verdict.MET) == (most >= 2)


def test_the_best_of_several_quotes_counts() -> None:
    rust = criterion("Terraform")

    assert support().ceiling(rust, [*quoted(PARTY), *quoted("Terraform, Rust, SQL")]) == 2


def test_a_no_is_not_met_by_quoting_it() -> None:
    asked = criterion("start in May")

    assert support("No").ceiling(asked, quoted("No", "answer:start")) == 0
    assert support("Yes").ceiling(asked, quoted("Yes", "answer:start")) == 4


def test_nothing_is_raised_and_honest_ratings_stay() -> None:
    low = [Rating(c.id, 0, Verdict.UNMET) for c in RUBRIC.criteria]

    bounded = support().bounded(low)

    assert bounded.ratings == tuple(low)
    assert bounded.review == ()


def test_one_quote_for_everything_is_a_reason_to_look() -> None:
    bounded = support().bounded([top("Rust", PARTY), top("Kubernetes", PARTY)])

    assert {rating.rating for rating in bounded.ratings} == {1}
    (reason,) = bounded.review
    assert reason.startswith(UNSUPPORTED)
    assert "Rust" in reason


def test_a_list_rated_as_work_is_a_reason_to_look() -> None:
    (reason,) = support().bounded([top("Terraform", "Terraform, Rust, SQL")]).review

    assert reason.startswith(OVERRATED)


def rated(rating: int, verdict: Verdict) -> Rating:
    return Rating(CriterionId(""), rating, verdict)


def test_silence_about_what_is_missing_does_not_raise_a_score() -> None:
    provenance = Provenance("local", "", "", "", "", "")
    scored = [c.id for c in RUBRIC.of_mode(Mode.SCORED)]
    answered = [Rating(scored[0], 4, Verdict.MET), *(Rating(cid, 0, Verdict.UNKNOWN) for cid in scored[1:])]
    rules = Assessment(tuple(Rating(cid, 0, Verdict.UNMET) for cid in scored), provenance)

    settled = settled_by_rules(RUBRIC, answered, rules)

    assert settled[0] == answered[0]
    assert {(rating.verdict, rating.rationale) for rating in settled[1:]} == {(Verdict.UNMET, NOT_FOUND)}


def test_an_answer_without_any_proof_stays_unknown() -> None:
    provenance = Provenance("local", "", "", "", "", "")
    nothing = [Rating(c.id, 0, Verdict.UNKNOWN) for c in RUBRIC.criteria]
    rules = Assessment(tuple(Rating(c.id, 0, Verdict.UNMET) for c in RUBRIC.criteria), provenance)

    assert settled_by_rules(RUBRIC, nothing, rules) == tuple(nothing)


def test_a_score_far_from_that_of_the_rules_is_contested_either_way() -> None:
    resume = Resume(TEXT, "0" * 64, "text/plain")
    rules = LocalAssessor(load_taxonomy()).assess(RUBRIC, resume, read_profile(TEXT, AS_OF), (), AS_OF)
    most = Assessment(tuple(Rating(c.id, 4, Verdict.MET) for c in RUBRIC.criteria), rules.provenance)

    assert contested(RUBRIC, rules, rules) == ()
    assert contested(RUBRIC, most, rules)[0][:20] == CONTESTED[:20]
    assert contested(RUBRIC, rules, most)


def test_a_copied_advertisement_is_reported_and_an_ordinary_resume_is_not() -> None:
    job = (
        "Design and run nightly data pipelines for finance\n"
        "Own the data model of the shipment bookings service\n"
        "Review the designs and code of four other engineers\n"
        "Must have experience with large scale event processing systems"
    )
    rubric = draft_rubric(requisition_from_json({"id": "8", "title": "Data Engineer", "responsibilities": job}))

    assert echoes(rubric, f"{TEXT}\n{job}")
    assert echoes(rubric, TEXT) == ()
