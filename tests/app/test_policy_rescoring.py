"""After an activation the scores of its scope are made anew by the workers, when somebody asks for it on the page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from finished_runs import cases_of, finished_runs
from redis import Redis
from signed_in import SignedIn
from tried_policies import a_ready_proposal

from bench.installation import Installation, wait_until
from scoring.access import Grant, Role
from store import Scope, Store

Query = Callable[[str], list[Any]]
SignIn = Callable[..., SignedIn]
CUSTOMER, JOB = "4560", "canary-nurse"
NURSE = Scope(CUSTOMER, "", JOB)


@pytest.fixture
def activated(store: Store) -> int:
    """A proposal in force for a requisition whose applications were scored before."""
    finished_runs(store, cases_of("nurse"))
    proposal = a_ready_proposal(store, NURSE)
    store.versions.activate(proposal, "user:tom")
    return proposal


@pytest.fixture
def workers(database_url: str, redis_url: str, redis: Redis, tmp_path: Path) -> Iterator[Installation]:
    """Real workers of the test's ledger, when a test starts them; iCIMS does not answer them."""
    with Installation("http://127.0.0.1:9", database_url, redis_url, tmp_path / "logs") as installation:
        yield installation


def open_runs(query: Query) -> int:
    return query("SELECT count(*) FROM runs WHERE state = 'open'")[0][0]


@pytest.mark.timeout(240)
def test_the_workers_open_a_run_for_every_score_and_the_page_shows_how_far_they_are(
    sign_in: SignIn, store: Store, query: Query, activated: int, workers: Installation
) -> None:
    maria, scores = sign_in(), query("SELECT count(*) FROM scores WHERE current")[0][0]
    before = maria.get(f"/policy/proposals/{activated}").text

    answer = maria.submit(f"/policy/proposals/{activated}/rescore")
    waiting = maria.get(answer.headers["Location"]).text
    workers.start_worker(concurrency=1)
    wait_until(lambda: open_runs(query) == scores, 90, "no runs were opened", 0.3)
    going = maria.get(f"/policy/proposals/{activated}/rescoring").text

    assert (answer.status_code, f"0 of {scores} scores there were made since" in before) == (303, True)
    assert "Waits for a worker" in waiting
    assert f'hx-get="/policy/proposals/{activated}/rescoring?asked=1"' in waiting
    assert f"{scores} are on their way" in going
    assert f'hx-get="/policy/proposals/{activated}/rescoring"' in going
    said = "SELECT actor, customer_id, job_id, output FROM audit_events WHERE action = 'policy.rescore_requested'"
    [(actor, *place, output)] = query(said)
    assert (actor[:5], place, output) == ("user:", [CUSTOMER, JOB], {"proposal": activated, "family": ""})


def test_nothing_begins_while_a_stop_button_is_pressed_there(
    sign_in: SignIn, store: Store, query: Query, activated: int
) -> None:
    store.stops.press("all", "user:tom", "something is wrong", CUSTOMER)

    answer = sign_in().submit(f"/policy/proposals/{activated}/rescore")

    assert (answer.status_code, "stop button" in answer.text) == (400, True)
    assert query("SELECT count(*) FROM audit_events WHERE action = 'policy.rescore_requested'") == [(0,)]


def test_with_the_broker_away_the_page_says_that_nothing_has_begun(
    sign_in: SignIn, activated: int, ring: Callable[[str], None]
) -> None:
    maria = sign_in()
    ring("redis://127.0.0.1:1/0")

    answer = maria.submit(f"/policy/proposals/{activated}/rescore")

    assert (answer.status_code, "try again" in answer.text) == (503, True)


def test_what_is_no_longer_in_force_is_no_reason_to_score_again(sign_in: SignIn, store: Store, activated: int) -> None:
    newer = a_ready_proposal(store, NURSE)
    store.versions.activate(newer, "user:tom")
    superseded = sign_in().submit(f"/policy/proposals/{activated}/rescore").status_code
    store.versions.roll_back(NURSE, "user:tom", "back")

    rolled_back = sign_in().submit(f"/policy/proposals/{newer}/rescore").status_code

    assert (superseded, rolled_back) == (400, 400)
    assert 'id="rescore"' not in sign_in().get(f"/policy/proposals/{newer}").text


@pytest.mark.parametrize(
    ("grant", "status"),
    [
        pytest.param(Grant(Role.RECRUITER, CUSTOMER, job_id="another"), 404, id="another requisition"),
        pytest.param(Grant(Role.RECRUITER, "9000"), 404, id="another customer"),
        pytest.param(Grant(Role.AUDITOR, CUSTOMER), 403, id="auditor"),
    ],
)
def test_only_who_may_set_policy_there_has_scores_made_anew(
    sign_in: SignIn, query: Query, activated: int, grant: Grant, status: int
) -> None:
    assert sign_in(grant).submit(f"/policy/proposals/{activated}/rescore").status_code == status
    assert query("SELECT count(*) FROM audit_events WHERE action = 'policy.rescore_requested'") == [(0,)]
