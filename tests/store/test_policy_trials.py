"""Who holds a trial of a policy, how far it is, and whose result counts."""

from collections.abc import Callable
from typing import Any

import pytest

from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from settings import Settings
from store import CanaryRun, PolicyTrial, Scope, Store
from store.policy_trials import DailyShare
from tasks.scorers import made_here

Query = Callable[[str], list[Any]]
LOCAL = made_here(Settings(), "local")


@pytest.fixture
def proposal(store: Store) -> int:
    return proposed(store, Scope())


def proposed(store: Store, scope: Scope) -> int:
    store.versions.put(LOCAL.version, LOCAL.as_json(), "user:maria")
    return store.versions.propose(scope, LOCAL.version, "user:maria", "tested")


def asked(store: Store, proposal: int, kind: str = "simulation") -> PolicyTrial:
    return store.policy_trials.request(proposal, kind, "local", 10, "user:maria")


def test_whoever_asks_twice_gets_the_trial_that_is_under_way(store: Store, proposal: int) -> None:
    first, again, other = asked(store, proposal), asked(store, proposal), asked(store, proposal, "canary")

    assert first.id == again.id != other.id


def test_after_a_trial_has_ended_another_can_be_asked_for(store: Store, proposal: int) -> None:
    first = asked(store, proposal)
    held = store.policy_trials.claim(first.id, 60)
    store.policy_trials.fail(held, "the model is busy")

    again = asked(store, proposal)

    assert again.id != first.id
    assert store.policy_trials.get(first.id).error == "the model is busy"


def test_one_person_has_only_so_many_applications_tried_a_day_and_failures_count_as_far_as_they_came(
    store: Store, query: Query
) -> None:
    share, ask = DailyShare(30, 5), store.policy_trials.request
    first = ask(proposed(store, Scope()), "simulation", "claude", 25, "user:maria", share)
    ask(proposed(store, Scope()), "canary", "claude", 0, "user:maria", share)
    ask(proposed(store, Scope()), "simulation", "local", 1000, "user:maria")

    with pytest.raises(InvalidInputError, match="at most 30 applications"):
        ask(proposed(store, Scope()), "simulation", "claude", 1, "user:maria", share)

    assert query("SELECT count(*) FROM policy_trials") == [(3,)]
    assert ask(proposed(store, Scope()), "simulation", "claude", 30, "user:tom", share).state == "waiting"
    store.policy_trials.fail(store.policy_trials.claim(first.id, 60), "the model is busy")
    assert ask(proposed(store, Scope()), "simulation", "claude", 25, "user:maria", share).state == "waiting"


def test_a_proposal_that_does_not_exist_is_not_tried(store: Store) -> None:
    with pytest.raises(InvalidInputError, match="no proposal 77"):
        asked(store, 77)


def test_a_trial_is_held_by_one_worker_at_a_time(store: Store, proposal: int) -> None:
    trial = asked(store, proposal)

    first, second = store.policy_trials.claim(trial.id, 60), store.policy_trials.claim(trial.id, 60)

    assert (first.state, first.attempts) == ("running", 1)
    assert second is None


def test_a_lost_workers_trial_is_taken_over_and_only_the_second_result_is_kept(
    store: Store, proposal: int, query: Query
) -> None:
    trial = asked(store, proposal)
    lost = store.policy_trials.claim(trial.id, 0)
    taken = store.policy_trials.claim(trial.id, 60)

    late = store.policy_trials.keep_simulation(lost, Scope(), LOCAL.version, {"moves": []})
    kept = store.policy_trials.keep_simulation(taken, Scope(), LOCAL.version, {"moves": []})

    assert (taken.attempts, late) == (2, None)
    assert query("SELECT id FROM policy_simulations") == [(kept,)]
    assert store.policy_trials.get(trial.id).simulation_id == kept
    assert not store.policy_trials.advance(lost, 5, 10, 60)


def test_a_canary_run_is_kept_once_too(store: Store, proposal: int, query: Query) -> None:
    trial = asked(store, proposal, "canary")
    held = store.policy_trials.claim(trial.id, 60)
    run = CanaryRun(LOCAL.version, None, 1, None, None, None, None, False, {"case": 50.0})

    kept, again = store.policy_trials.keep_canary(held, run), store.policy_trials.keep_canary(held, run)

    assert again is None
    assert query("SELECT id FROM canary_runs") == [(kept,)]


def test_saying_how_far_it_is_holds_a_trial_longer(store: Store, proposal: int) -> None:
    held = store.policy_trials.claim(asked(store, proposal).id, 0)

    store.policy_trials.advance(held, 3, 10, 60)

    assert store.policy_trials.claim(held.id, 60) is None
    seen = store.policy_trials.get(held.id)
    assert (seen.done, seen.total) == (3, 10)


def test_what_nobody_came_for_and_what_a_lost_worker_held_is_rung_again(
    store: Store, proposal: int, query: Query
) -> None:
    waiting = asked(store, proposal)
    lost = store.policy_trials.claim(asked(store, proposal, "canary").id, 0)
    assert store.policy_trials.due(60) == ()
    query("UPDATE policy_trials SET rung_at = now() - interval '2 minutes'")

    due = store.policy_trials.due(60)

    assert sorted(due) == [(waiting.id, "local"), (lost.id, "local")]
    assert store.policy_trials.due(60) == ()


def test_every_request_and_every_end_is_on_record(store: Store, proposal: int, query: Query) -> None:
    held = store.policy_trials.claim(asked(store, proposal).id, 60)
    store.policy_trials.fail(held, "the model is busy")

    said = query(
        "SELECT action, actor, output->>'state' FROM audit_events WHERE action LIKE 'policy.trial%' ORDER BY id"
    )

    assert said == [("policy.trial_requested", "user:maria", None), ("policy.trial_ended", "worker", "failed")]


def test_lists_hold_what_the_grants_cover_and_nothing_else(store: Store) -> None:
    everywhere, customer = proposed(store, Scope()), proposed(store, Scope("4560"))
    family, job = proposed(store, Scope("4560", family="nursing")), proposed(store, Scope("4560", job_id="77"))
    proposed(store, Scope("9000"))

    def waiting(grant: Grant) -> list[int]:
        return [each.activation.id for each in store.policy_lists.waiting([grant], 10)]

    assert waiting(Grant(Role.RECRUITER, "4560")) == [job, family, customer]
    assert waiting(Grant(Role.RECRUITER, "4560", "nursing")) == [family]
    assert waiting(Grant(Role.RECRUITER, "4560", job_id="77")) == [job]
    assert everywhere in waiting(Grant(Role.ADMIN))
    assert store.policy_lists.proposal(customer, [Grant(Role.RECRUITER, "9000")]) is None


def test_lists_are_paged_newest_first(store: Store) -> None:
    ids = [proposed(store, Scope("4560")) for _ in range(5)]
    for each in ids[:4]:
        store.versions.activate(each, "user:tom")

    page = store.policy_lists.history([Grant(Role.ADMIN)], 2, 1)

    assert [each.activation.id for each in page] == [ids[2], ids[1]]
    assert [each.activation.id for each in store.policy_lists.in_force([Grant(Role.ADMIN)], 10)] == [ids[3]]


def test_moves_of_a_simulation_are_paged_and_narrowed_to_a_way_and_to_the_grants(store: Store) -> None:
    store.versions.put(LOCAL.version, LOCAL.as_json(), "user:maria")
    ways = [("strong", "possible"), ("possible", "limited"), ("possible", "limited"), ("limited", "possible")]
    place = {"customer": "4560", "requisition": "77"}
    moves = [{**place, "application": str(n), "from": a, "to": b} for n, (a, b) in enumerate(ways)]
    kept = store.trials.put_simulation("", "", LOCAL.version, {"moves": moves, "applications": 9}, "user:maria")
    mine, theirs = Grant(Role.RECRUITER, "4560", job_id="77"), Grant(Role.RECRUITER, "4560", job_id="78")

    page = store.policy_lists.moves(kept, [mine], 1, 1, from_tier="possible", to_tier="limited")

    assert ([move["application"] for move in page.moves], page.total) == (["2"], 2)
    assert store.policy_lists.moves(kept, [theirs], 10).total == 0
    assert store.policy_lists.simulation(kept)[1] == {"applications": 9}
