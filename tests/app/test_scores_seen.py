"""Whoever was shown a score, wherever and as whoever, gives no blind view of that application any more."""

from collections.abc import Iterator

import pytest
import requests
import sqlalchemy as sa
from showcase import CUSTOMER, Showcase
from signed_in import SignedIn, a_user

from scoring.access import Grant, Role
from scoring.review import ReviewKind
from scoring.run import RunId
from store import ReviewOpening

NURSES = f"/requisitions/{CUSTOMER}/78"


def run_of(showcase: Showcase, workflow: int) -> RunId:
    return showcase.store.reports.runs_of(CUSTOMER, str(workflow))[0]


def do(showcase: Showcase, statement: str, **values: object) -> None:
    with showcase.store._engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def in_review(
    showcase: Showcase, workflow: int, kind: ReviewKind = ReviewKind.BLIND_SAMPLE, *, blind: bool = True
) -> int:
    review = showcase.store.reviews.open(ReviewOpening(run_of(showcase, workflow), kind, ("low_confidence",)))
    do(showcase, "UPDATE reviews SET blind = :blind WHERE id = :id", blind=blind, id=review)
    return review


@pytest.fixture
def recruiter(showcase: Showcase) -> Iterator[SignedIn]:
    with SignedIn(showcase.url, showcase.store, Grant(Role.RECRUITER)) as session:
        yield session


def page(session: SignedIn, path: str) -> str:
    answer = session.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def rated_later(showcase: Showcase, session: SignedIn, workflow: int) -> bool:
    """Whether a view, given in a blind review that is opened now, is kept as one that could have known the score."""
    review = in_review(showcase, workflow)
    session.submit(f"/reviews/{review}/rating", rating="60")
    rows = "SELECT could_have_seen FROM review_ratings WHERE review_id = :id"
    with showcase.store._engine.begin() as connection:
        seen = bool(connection.execute(sa.text(rows), {"id": review}).scalar_one())
    do(showcase, "UPDATE reviews SET state = 'withdrawn' WHERE job_id = '78'")
    return seen


@pytest.mark.parametrize(
    ("workflow", "path"),
    [
        (1100, "/runs/{run}"),
        (1101, "/api/v1/runs/{run}"),
        (1102, f"{NURSES}/compare?run={{run}}"),
        (1103, f"/applications/{CUSTOMER}/1103/explanation"),
        (1104, f"/applications/{CUSTOMER}/1104/explanation/text"),
        (1105, "/reviews/{review}"),
        (1106, "/api/v1/reviews/{review}"),
        (1107, "/reviews?job=78"),
        (1108, "/api/v1/reviews?job=78"),
    ],
)
def test_a_view_of_somebody_who_had_seen_this_score_is_no_blind_one(
    showcase: Showcase, recruiter: SignedIn, workflow: int, path: str
) -> None:
    review = in_review(showcase, workflow, ReviewKind.PROPOSED_REJECTION, blind=False)

    shown = recruiter.get(path.format(run=run_of(showcase, workflow), review=review))

    assert shown.status_code == 200
    assert rated_later(showcase, recruiter, workflow)


def test_a_score_that_moves_in_a_simulation_was_seen_there(showcase: Showcase, recruiter: SignedIn) -> None:
    moves = showcase.store.policy_lists.moves(showcase.policy.simulation, [Grant(Role.RECRUITER)], 1).moves

    page(recruiter, f"/policy/simulations/{showcase.policy.simulation}")

    assert rated_later(showcase, recruiter, int(moves[0]["application"]))


def test_one_score_seen_makes_no_other_view_less_blind(showcase: Showcase, recruiter: SignedIn) -> None:
    do(showcase, "UPDATE scores SET scored_at = now() - interval '1 day' WHERE run_id = CAST(:run AS uuid)",
       run=run_of(showcase, 1110))  # fmt: skip

    page(recruiter, f"/runs/{run_of(showcase, 1109)}")

    assert not rated_later(showcase, recruiter, 1110)


def test_a_page_that_holds_the_score_back_has_not_shown_it(showcase: Showcase, recruiter: SignedIn) -> None:
    do(showcase, "UPDATE scores SET scored_at = now() - interval '1 day' WHERE run_id = CAST(:run AS uuid)",
       run=run_of(showcase, 1111))  # fmt: skip
    in_review(showcase, 1111)

    page(recruiter, f"/runs/{run_of(showcase, 1111)}")
    page(recruiter, "/reviews?job=78")

    assert not rated_later(showcase, recruiter, 1111)


def test_a_lesser_token_keeps_in_mind_who_looked(showcase: Showcase) -> None:
    user = showcase.store.users.get(a_user(showcase.store, Grant(Role.RECRUITER), Grant(Role.AUDITOR)))
    assert user is not None
    token = showcase.store.tokens.make(user, "test", Role.AUDITOR, "", 1, "test")

    answer = requests.get(
        f"{showcase.url}/api/v1{NURSES}/ranking", headers={"Authorization": f"Bearer {token}"}, timeout=20
    )

    assert answer.status_code == 200
    assert showcase.store.blindness.has_looked(CUSTOMER, "78", user.id)


def test_who_looked_before_he_was_a_reviewer_has_looked(showcase: Showcase) -> None:
    manager = a_user(showcase.store, Grant(Role.HIRING_MANAGER))
    with SignedIn(showcase.url, showcase.store) as session:
        session.keep(showcase.store.sessions.open(manager, "password", "a test"))
        page(session, NURSES)

    assert showcase.store.blindness.has_looked(CUSTOMER, "78", manager)
