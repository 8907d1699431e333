"""Trials of a policy over the pages, with real workers; and what their results and people's decisions lead to."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from finished_runs import cases_of, finished_runs
from redis import Redis
from signed_in import SignedIn
from tried_policies import NOW, a_tried_proposal

from bench.installation import Installation, wait_until
from scoring.access import Grant, Role
from scoring.review import ReviewKind
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import PolicyTrial, ReviewOpening, Scope, StageOutcome, Store

Query = Callable[[str], list[Any]]
SignIn = Callable[..., SignedIn]
CUSTOMER, JOB = "4560", "canary-nurse"
LOWER = {"customer": CUSTOMER, "job": JOB, "possible": "48", "strong": "85", "reason": "Too few are looked at"}


@pytest.fixture
def nurses(store: Store) -> None:
    """The requisition, without applications."""
    requisition = cases_of("nurse")[0].requisition
    store.requisitions.put(CUSTOMER, requisition, draft_rubric(requisition), RolloutMode.SHADOW)


@pytest.fixture
def workers(database_url: str, redis_url: str, redis: Redis, tmp_path: Path) -> Iterator[Installation]:
    """Real workers of the test's ledger, when a test starts them."""
    with Installation("http://127.0.0.1:9", database_url, redis_url, tmp_path / "logs") as installation:
        yield installation


def proposed(person: SignedIn, **fields: str) -> int:
    answer = person.submit("/policy/propose", **{**LOWER, **fields})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def trials_of(store: Store, proposal: int) -> dict[str, PolicyTrial]:
    return {trial.kind: trial for trial in store.policy_trials.newest(proposal)}


def test_a_simulation_shows_single_applications_to_those_who_may_see_scores(sign_in: SignIn, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    tried = a_tried_proposal(store, Scope(CUSTOMER, job_id=JOB), "Tested")
    address = f"/policy/simulations/{tried.simulation}"

    seen, hidden = sign_in().get(address).text, sign_in(Grant(Role.ADMIN)).get(address).text

    assert f"/applications/{CUSTOMER}/" in seen
    assert "would be strong" in hidden
    assert f"/applications/{CUSTOMER}/" not in hidden


def test_an_application_whose_reviewer_has_to_judge_blind_is_not_listed_to_reviewers(
    sign_in: SignIn, store: Store, query: Query
) -> None:
    finished_runs(store, cases_of("nurse"))
    tried = a_tried_proposal(store, Scope(CUSTOMER, job_id=JOB), "Tested")
    address, maria = f"/policy/simulations/{tried.simulation}", sign_in()
    [workflow, *_] = re.findall(rf"/applications/{CUSTOMER}/(\d+)", maria.get(address).text)
    [run_id] = store.reports.runs_of(CUSTOMER, workflow)
    store.reviews.open(ReviewOpening(run_id, ReviewKind.BLIND_SAMPLE, ("warning",)))

    hers, auditors = maria.get(address).text, sign_in(Grant(Role.AUDITOR, CUSTOMER)).get(address).text

    assert f'/applications/{CUSTOMER}/{workflow}"' not in hers
    assert f'/applications/{CUSTOMER}/{workflow}"' in auditors
    assert query("SELECT output -> 'applications' FROM audit_events WHERE action = 'score.seen_in_blind_review'") == [
        ([workflow],)
    ]


def test_whoever_has_given_his_own_view_finds_the_application_listed_again(sign_in: SignIn, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    tried = a_tried_proposal(store, Scope(CUSTOMER, job_id=JOB), "Tested")
    address, maria, tom = f"/policy/simulations/{tried.simulation}", sign_in(), sign_in()
    [workflow, *_] = re.findall(rf"/applications/{CUSTOMER}/(\d+)", tom.get(address).text)
    [run_id] = store.reports.runs_of(CUSTOMER, workflow)
    review = store.reviews.open(ReviewOpening(run_id, ReviewKind.BLIND_SAMPLE, ("warning",)))

    rated = maria.submit(f"/reviews/{review}/rating", rating="60")

    assert rated.status_code == 303, rated.text
    listed = [f'/applications/{CUSTOMER}/{workflow}"' in person.get(address).text for person in (maria, tom)]
    assert listed == [True, False]


def test_a_cut_off_that_decisions_suggest_is_proposed_by_whoever_agrees(sign_in: SignIn, store: Store) -> None:
    finished_runs(store, cases_of("nurse") * 6)
    ranking = [one for one in store.reports.ranking(CUSTOMER, JOB, 50) if one.score is not None]
    for place, one in enumerate(ranking):
        stage = "interview" if place < 12 else "rejected"
        moved = StageOutcome(CUSTOMER, JOB, one.workflow_id, "", "", stage, "7", one.workflow_id, datetime.now(UTC))
        store.review_outcomes.note(moved)
    maria = sign_in()

    feedback = maria.get(f"/requisitions/{CUSTOMER}/{JOB}/feedback").text
    link = unescape(re.search(r'id="propose-cut-off" href="([^"]+)"', feedback)[1])
    form = maria.get(link).text

    suggested = re.search(r"possible=([0-9.]+)", link)[1]
    assert f'name="possible" type="number" min="0.25" max="100" step="any" value="{suggested}"' in form
    assert f'name="job" maxlength="200" value="{JOB}"' in form
    assert "Suggested by" in form
    assert store.policy_lists.waiting([Grant(Role.ADMIN)], 10) == ()


def test_with_the_broker_away_a_trial_waits_on_the_ledger_and_is_asked_for_once(
    sign_in: SignIn, store: Store, nurses: None, ring: Callable[[str], None]
) -> None:
    maria = sign_in()
    proposal = proposed(maria)
    ring("redis://127.0.0.1:1/0")

    answers = [maria.submit(f"/policy/proposals/{proposal}/simulate", applications="5") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [trial.id for trial in store.policy_trials.newest(proposal)] == [1]
    assert "Waits for a worker" in maria.get(f"/policy/proposals/{proposal}/progress").text


@pytest.mark.parametrize("applications", ["", "0", "1001", "many", "²"])
def test_a_simulation_is_over_a_number_of_applications(
    sign_in: SignIn, store: Store, nurses: None, applications: str
) -> None:
    maria = sign_in()
    proposal = proposed(maria)

    refused = maria.submit(f"/policy/proposals/{proposal}/simulate", applications=applications)

    assert refused.status_code == 400
    assert store.policy_trials.newest(proposal) == ()


@pytest.mark.timeout(240)
def test_a_worker_tries_a_proposal_a_second_person_activates_it_and_it_holds(
    sign_in: SignIn, store: Store, workers: Installation, query: Query
) -> None:
    finished_runs(store, cases_of("nurse"))
    maria, tom = sign_in(), sign_in()
    proposal = proposed(maria)
    workers.start_worker(concurrency=1)

    maria.submit(f"/policy/proposals/{proposal}/simulate", applications="20")
    maria.submit(f"/policy/proposals/{proposal}/canary")
    wait_until(
        lambda: {trial.state for trial in trials_of(store, proposal).values()} == {"done"}, 120, "trials go on", 0.3
    )
    page = tom.get(f"/policy/proposals/{proposal}").text
    done = tom.submit(f"/policy/proposals/{proposal}/activate")

    trials = trials_of(store, proposal)
    found = maria.get(f"/policy/simulations/{trials['simulation'].simulation_id}").text
    assert "of 5 change tier" in found
    assert "Within the limits." in maria.get(f"/policy/canary-runs/{trials['canary'].canary_id}").text
    assert "Everything is there." in page
    assert trials["canary"].done == trials["canary"].total > 0
    assert done.status_code == 303
    assert store.versions.content(store.versions.in_force(Scope(CUSTOMER, job_id=JOB)))["cut_offs"] == [48, 85]
    assert query("SELECT count(*) FROM runs") == [(5,)]


@pytest.mark.timeout(300)
def test_a_killed_workers_trial_is_taken_over_and_ends_with_one_result(
    sign_in: SignIn, store: Store, workers: Installation, database_url: str, query: Query
) -> None:
    finished_runs(store, cases_of("nurse"))
    maria = sign_in()
    proposal = proposed(maria)
    engine = sa.create_engine(sa.make_url(database_url).set(drivername="postgresql+psycopg2"), poolclass=sa.NullPool)
    store.policy_trials.request(proposal, "canary", "local", 0, "user:maria")

    with engine.begin() as locking:
        # What it looks at first: the worker stands there, with the trial in its hands, until it is killed.
        locking.execute(sa.text("LOCK TABLE canary_runs IN ACCESS EXCLUSIVE MODE"))
        workers.start_worker("first", concurrency=1)
        workers._bell.send_task("scoring.try_version", args=(1,), queue="local")
        wait_until(lambda: store.policy_trials.get(1).state == "running", 60, "nobody came for it", 0.05)
        workers.kill("first")
    engine.dispose()
    # As if the time of the lease had passed.
    query("UPDATE policy_trials SET lease_until = now() - interval '1 s', rung_at = now() - interval '1 min'")
    workers.start_worker("second", concurrency=1)
    workers.sweep_every(1.0)
    wait_until(lambda: store.policy_trials.get(1).state == "done", 120, "nobody took it over", 0.3)

    trial = store.policy_trials.get(1)
    assert trial.attempts == 2
    assert query(f"SELECT id FROM canary_runs WHERE version <> '{NOW.version}'") == [(trial.canary_id,)]  # noqa: S608
