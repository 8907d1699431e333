"""The review queue over HTTP: who sees what, and what a reviewer can do with a form or a token."""

from collections.abc import Iterator

import pytest
import requests
import sqlalchemy as sa
from showcase import CUSTOMER, Showcase
from signed_in import SignedIn, a_token

from scoring.access import Grant, Role
from scoring.review import ReviewKind, Verdict
from store import ReviewOpening

REASON = "The certificate stands on page two."


def opened(showcase: Showcase, workflow: int, kind: ReviewKind, *, blind: bool = False) -> int:
    """A review of one of the applications to requisition 78 or 81."""
    run = showcase.store.reports.runs_of(CUSTOMER, str(workflow))[0]
    review = showcase.store.reviews.open(ReviewOpening(run, kind, ("hidden_text",)))
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text("UPDATE reviews SET blind = :blind WHERE id = :id"), {"blind": blind, "id": review})
    return review


@pytest.fixture
def recruiter(showcase: Showcase) -> Iterator[SignedIn]:
    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER)) as session:
        yield session


def page(session: SignedIn, path: str) -> str:
    answer = session.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def test_a_decision_is_signed_shown_and_taken_back(showcase: Showcase, recruiter: SignedIn) -> None:
    review = opened(showcase, 1001, ReviewKind.REVIEW_FLAG)

    recruiter.submit(f"/reviews/{review}/decision", verdict="accept", reason=REASON, adjusted="")
    decided = page(recruiter, f"/reviews/{review}")
    recruiter.submit(f"/reviews/{review}/undo")
    reopened = page(recruiter, f"/reviews/{review}")

    assert "Accepted" in decided
    assert REASON in decided
    assert "Accepted" not in reopened
    assert "Your decision" in reopened


def test_a_refused_decision_keeps_what_was_typed_and_says_why(showcase: Showcase, recruiter: SignedIn) -> None:
    review = opened(showcase, 1002, ReviewKind.REVIEW_FLAG)

    answer = recruiter.submit(f"/reviews/{review}/decision", verdict="reject", reason="<b>short")

    assert answer.status_code == 400
    assert "Give your reason in 15 to 2000 characters." in answer.text
    assert "&lt;b&gt;short</textarea>" in answer.text


def test_a_blind_review_shows_nothing_of_ours_before_the_rating(showcase: Showcase, recruiter: SignedIn) -> None:
    review = opened(showcase, 2003, ReviewKind.BLIND_SAMPLE, blind=True)

    before = page(recruiter, f"/reviews/{review}")
    refused = recruiter.submit(f"/reviews/{review}/decision", verdict="accept", reason=REASON)
    recruiter.submit(f"/reviews/{review}/rating", rating="72.5")
    after = page(recruiter, f"/reviews/{review}")

    assert ("of 100" in before, "Where the points come from" in before, "Rated" in before) == (False, False, False)
    assert ("2003" in before, "Welded pressure vessels" in before) == (False, True)
    assert refused.status_code == 400
    assert "72.5" in after
    assert "of 100" in after


def test_a_known_answer_case_cannot_be_told_from_a_blind_sample(showcase: Showcase, recruiter: SignedIn) -> None:
    review = showcase.store.reviews.open_known_answer(
        CUSTOMER, "78", "Work experience\nFlorist", Verdict.REJECT, "run-x"
    )

    shown = page(recruiter, f"/reviews/{review}")
    queue = page(recruiter, "/reviews?kind=blind_sample")

    assert "known" not in shown.lower()
    assert ("Florist" in shown, f"Review {review}" in queue) == (True, True)


@pytest.mark.parametrize("role", [Role.HIRING_MANAGER, Role.AUDITOR])
def test_who_may_only_look_finds_no_form(showcase: Showcase, role: Role) -> None:
    review = opened(showcase, 1004, ReviewKind.REVIEW_FLAG)

    with SignedIn(showcase.url, showcase.store, Grant(role)) as session:
        shown = page(session, f"/reviews/{review}")
        refused = session.submit(f"/reviews/{review}/decision", verdict="accept", reason=REASON)

    assert "decision-form" not in shown
    assert refused.status_code == 403


def test_a_review_of_another_requisition_does_not_exist(showcase: Showcase) -> None:
    review = opened(showcase, 1005, ReviewKind.REVIEW_FLAG)

    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER, CUSTOMER, job_id="77")) as session:
        answers = [
            session.get(f"/reviews/{review}").status_code,
            session.submit(f"/reviews/{review}/decision", verdict="accept", reason=REASON).status_code,
            session.submit(f"/reviews/{review}/undo").status_code,
            session.get("/requisitions/4560/78/feedback").status_code,
        ]
        queue = page(session, "/reviews")

    assert answers == [404] * 4
    assert f"/reviews/{review}" not in queue


@pytest.mark.parametrize("number", ["0", "999999999", "9223372036854775808", "9" * 30])
def test_a_review_that_there_is_not_is_not_found(recruiter: SignedIn, number: str) -> None:
    assert recruiter.get(f"/reviews/{number}").status_code == 404


@pytest.mark.parametrize("query", ["?kind=nothing", "?state=gone", "?page=0", "?due=soon", "?assigned=you"])
def test_a_filter_that_makes_no_sense_is_refused(recruiter: SignedIn, query: str) -> None:
    assert recruiter.get(f"/reviews{query}").status_code == 400


def test_a_program_decides_with_a_token(showcase: Showcase) -> None:
    review = opened(showcase, 1006, ReviewKind.REVIEW_FLAG)
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {a_token(showcase.store, Role.RECRUITER)}"
        url = f"{showcase.url}/api/v1/reviews/{review}"

        listed = session.get(f"{showcase.url}/api/v1/reviews?job=78").json()["reviews"]
        wrong = [
            session.post(f"{url}/decision", json=body, timeout=20).status_code
            for body in ([], {"verdict": ["accept"]}, {"verdict": "accept", "reason": "no"}, {"verdict": "adjust"})
        ]
        decided = session.post(f"{url}/decision", json={"verdict": "reject", "reason": f"{REASON}\x00"}, timeout=20)

    assert review in [one["id"] for one in listed]
    assert wrong == [400] * 4
    assert decided.json()["decision"]["verdict"] == "reject"


def test_feedback_shows_where_scores_and_people_differ(showcase: Showcase, recruiter: SignedIn) -> None:
    for workflow, rating in ((2010, 10), (2011, 90), (2013, 40), (2014, 60), (2015, 55)):
        review = opened(showcase, workflow, ReviewKind.BLIND_SAMPLE, blind=True)
        recruiter.submit(f"/reviews/{review}/rating", rating=str(rating))

    shown = page(recruiter, "/requisitions/4560/81/feedback")

    assert shown.count("<circle") >= 5
    assert "Biggest disagreements" in shown
    assert "Application 2010" in shown


def test_a_review_is_handed_to_somebody_who_may_decide_there(showcase: Showcase, recruiter: SignedIn) -> None:
    review = opened(showcase, 1020, ReviewKind.REVIEW_FLAG)
    store = showcase.store
    store.users.add("a.colleague", None, "test", grants=[Grant(Role.RECRUITER, CUSTOMER)])
    store.users.add("an.operator", None, "test", grants=[Grant(Role.OPERATOR)])

    refused = recruiter.submit(f"/reviews/{review}/assign", login="an.operator")
    recruiter.submit(f"/reviews/{review}/assign", login="a.colleague")

    assert refused.status_code == 400
    assert "for a.colleague" in page(recruiter, "/reviews?job=78")
