"""Scoring again in slices: each application once for a reason, none where a stop button is pressed."""

from collections.abc import Callable
from typing import Any

import pytest
from finished_runs import CUSTOMER, cases_of, finished_runs

from settings import Settings
from store import Scope
from tasks import rescoring
from tasks.deps import Deps
from tasks.rescoring import rescore, rescore_scope
from tasks.scorers import made_here

Query = Callable[[str], list[Any]]
NURSE = Scope(CUSTOMER, "", "canary-nurse")


@pytest.fixture
def proposal(deps: Deps) -> int:
    """In force everywhere; two requisitions were scored before."""
    finished_runs(deps.store, cases_of("nurse", "accountant"))

    scorer = made_here(Settings(), "local")
    deps.store.versions.put(scorer.version, scorer.as_json(), "user:maria")
    made = deps.store.versions.propose(Scope(), scorer.version, "user:maria", "Tested")
    deps.store.versions.activate(made, "user:tom")
    return made


def opened(query: Query) -> dict[str, int]:
    rows = query("""
        SELECT job_id, count(*) FROM runs JOIN applications ON applications.id = application_id
        WHERE runs.state = 'open' AND cause = 'rescore' GROUP BY job_id""")
    return dict(rows)


def scored(query: Query) -> dict[str, int]:
    return dict(
        query("""
        SELECT job_id, count(*) FROM scores JOIN applications ON applications.id = application_id
        WHERE current GROUP BY job_id""")
    )


def test_every_score_of_the_scope_gets_one_run_however_often_it_is_asked_for(
    deps: Deps, query: Query, proposal: int
) -> None:
    rescore(proposal, 0)
    rescore(proposal, 0)

    assert opened(query) == scored(query)
    assert len(opened(query)) == 2


def test_a_command_with_the_same_reason_opens_nothing_twice(deps: Deps, query: Query, proposal: int) -> None:
    by_command = rescore_scope(deps.store, NURSE, f"policy-{proposal}")
    again = rescore_scope(deps.store, NURSE, f"policy-{proposal}")

    assert (by_command, again) == (scored(query)[NURSE.job_id], 0)
    assert set(opened(query)) == {NURSE.job_id}


def test_a_slice_ends_early_and_the_next_message_goes_on_from_there(
    deps: Deps, query: Query, proposal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "PAGE", 2)
    monkeypatch.setattr(rescoring, "PAGES_OF_A_SLICE", 2)
    rescore(proposal, 0)
    first = sum(opened(query).values())

    [message] = deps.redis.lrange("icims:local\x06\x166", 0, -1)
    last = query("SELECT max(application_id) FROM runs WHERE state = 'open'")[0][0]
    rescore(proposal, last)

    assert first == 4
    assert b"scoring.rescore" in message
    assert sum(opened(query).values()) > first


def test_where_a_stop_button_is_pressed_nothing_is_opened_until_it_is_lifted(
    deps: Deps, query: Query, proposal: int
) -> None:
    stop = deps.store.stops.press("all", "user:tom", "something is wrong", CUSTOMER, NURSE.job_id)
    rescore(proposal, 0)
    stopped = set(opened(query))
    deps.store.stops.lift(stop, "user:tom")

    rescore(proposal, 0)

    assert NURSE.job_id not in stopped
    assert opened(query) == scored(query)


def test_what_was_rolled_back_meanwhile_opens_nothing(deps: Deps, query: Query, proposal: int) -> None:
    deps.store.versions.roll_back(Scope(), "user:tom", "back")

    rescore(proposal, 0)

    assert opened(query) == {}


def test_progress_counts_scores_that_were_made_since(deps: Deps, proposal: int) -> None:
    since = deps.store.versions.proposal(proposal).activated_at
    assert since is not None
    rescore(proposal, 0)

    found = deps.store.rescores.progress(NURSE, since)

    assert found.done == 0
    assert found.under_way == found.applications > 0
