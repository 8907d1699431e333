"""Everything that happened to an application, and where applications stand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import a_user

from scoring.access import Grant, Role
from scoring.review import Decision, ReviewKind, Verdict
from scoring.run import RunId
from store import RankingFilter, ReviewOpening, Scope, StageOutcome, Store
from store.timelines import Happening

JOB = "canary-python"
LATER = datetime.now(UTC) + timedelta(days=1)
REASON = "The certificate stands on page two."


@pytest.fixture
def runs(store: Store) -> list[RunId]:
    """Of the applications 1, 2 and so on."""
    return list(finished_runs(store, cases_of("python")).values())


def do(store: Store, statement: str, **values: object) -> None:
    with store._engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def moved(store: Store, workflow_id: str, status: str, stage: str = "", at: datetime = LATER, job: str = JOB) -> None:
    key = f"{workflow_id}:{status}:{at}"
    store.review_outcomes.note(StageOutcome(CUSTOMER, job, workflow_id, "D1", status, stage, "77", key, at))


def test_runs_writes_views_decisions_and_stages_stand_in_one_list_the_latest_first(
    store: Store, runs: list[RunId]
) -> None:
    ann = a_user(store, Grant(Role.RECRUITER), login="ann.timeline")
    review = store.reviews.open(ReviewOpening(runs[0], ReviewKind.BLIND_SAMPLE))
    store.review_decisions.rate(review, ann, Decimal(70))
    score = store.reports.ranking(CUSTOMER, JOB)
    [mine] = [one.score for one in score if one.workflow_id == "1"]
    assert mine is not None
    store.review_decisions.decide(review, ann, Decision(Verdict.ADJUST, REASON, mine - 5))
    moved(store, "1", "D9", "interview")

    stage, decision, rating, write, run = store.timelines.of_application(CUSTOMER, "1")

    assert [one.kind for one in (stage, decision, rating, write, run)] == [
        Happening.STAGE,
        Happening.DECISION,
        Happening.RATING,
        Happening.WRITE,
        Happening.RUN,
    ]
    assert (decision.details["score"], decision.details["adjusted"]) == (float(mine), float(mine) - 5)
    assert (decision.details["login"], decision.details["reason"]) == ("ann.timeline", REASON)
    assert (rating.details["rating"], rating.details["could_have_seen"]) == (70, False)
    assert (run.details["score"], run.run_id, write.run_id) == (float(mine), runs[0], runs[0])
    assert (stage.details["stage"], stage.details["by"]) == ("interview", "77")


def test_a_list_is_of_one_application_and_ends_where_it_is_told_to(store: Store, runs: list[RunId]) -> None:
    moved(store, "2", "D9")

    assert {one.run_id for one in store.timelines.of_application(CUSTOMER, "1")} == {runs[0]}
    assert len(store.timelines.of_application(CUSTOMER, "1", limit=1)) == 1
    assert store.timelines.of_application("9999", "1") == ()


def test_an_application_stands_where_it_was_moved_last(store: Store, runs: list[RunId]) -> None:
    moved(store, "1", "D7", "interview", LATER)
    moved(store, "1", "D8", "offer", LATER + timedelta(hours=1))
    moved(store, "2", "D44", "", LATER)
    do(
        store,
        "INSERT INTO upward_moves (application_id, run_id, state, from_status, to_status, moved_at) "
        "SELECT application_id, id, 'written', 'D1', 'D5', now() + interval '3 days' FROM runs "
        "WHERE id = CAST(:run AS uuid)",
        run=runs[2],
    )
    moved(store, "3", "D44", "", LATER)

    page = store.rankings.page(CUSTOMER, JOB)

    stages = {one.workflow_id: one.stage for one in page.applications}
    assert (stages["1"], stages["2"], stages["3"], stages["4"]) == ("offer", "D44", "review", "")
    assert store.rankings.stages(CUSTOMER, JOB) == {"D44": 1, "offer": 1, "review": 1}


def test_a_stage_keeps_the_applications_that_stand_there_now(store: Store, runs: list[RunId]) -> None:
    moved(store, "1", "D7", "interview", LATER)
    moved(store, "1", "D8", "offer", LATER + timedelta(hours=1))
    moved(store, "2", "D7", "interview", LATER)

    [found] = store.rankings.page(CUSTOMER, JOB, RankingFilter(stage="interview")).applications

    assert found.workflow_id == "2"
    assert [one.workflow_id for one in store.rankings.every(CUSTOMER, JOB, RankingFilter(stage="offer"))] == ["1"]
    assert store.rankings.page(CUSTOMER, JOB, RankingFilter(stage="hired")).total == 0


def test_a_rating_can_have_seen_a_score_that_stood_on_pages_looked_at_before(store: Store, runs: list[RunId]) -> None:
    ann = a_user(store, Grant(Role.RECRUITER))
    store.blindness.looked(ann, [(CUSTOMER, JOB, "")])
    do(store, "UPDATE scores SET scored_at = now() - interval '1 hour' WHERE run_id = CAST(:run AS uuid)", run=runs[0])
    for run in runs[:2]:
        store.review_decisions.rate(store.reviews.open(ReviewOpening(run, ReviewKind.BLIND_SAMPLE)), ann, Decimal(50))

    views = {view.workflow_id: view for view in store.review_outcomes.views(CUSTOMER, JOB)}

    assert (views["1"].blind, views["1"].could_have_seen) == (False, True)
    assert (views["2"].blind, views["2"].could_have_seen) == (True, False)


def test_what_a_rating_could_have_seen_proves_nothing_for_a_promotion(store: Store, runs: list[RunId]) -> None:
    ann = a_user(store, Grant(Role.RECRUITER))
    do(
        store,
        "INSERT INTO write_backs (application_id, run_id, state, entry_id) "
        "SELECT application_id, id, 'complete', '9' FROM runs WHERE id = CAST(:run AS uuid)",
        run=runs[0],
    )
    for run in runs[:2]:
        store.review_decisions.rate(store.reviews.open(ReviewOpening(run, ReviewKind.BLIND_SAMPLE)), ann, Decimal(50))

    assert [one.workflow_id for one in store.measurements.rated_blind(Scope(CUSTOMER, "", JOB))] == ["2"]
