from collections.abc import Callable
from typing import Any

import pytest

from scoring.errors import InvalidInputError
from store import CanaryRun, Scope, Store

Query = Callable[[str], list[Any]]
TENANT = Scope("1234")
NURSES = Scope("1234", family="nurses")
JOB = Scope("1234", job_id="7")


def in_force(store: Store, scope: Scope, version: str) -> None:
    store.versions.put(version, {"assessor": "claude"}, "maria")
    store.versions.activate(store.versions.propose(scope, version, "maria", "better"), "tom")


def test_nothing_is_in_force_before_a_second_person_agreed(store: Store) -> None:
    store.versions.put("v1", {"assessor": "claude"}, "maria")
    proposal = store.versions.propose(TENANT, "v1", "maria", "better")

    assert store.versions.in_force(TENANT) is None

    store.versions.activate(proposal, "tom")
    assert store.versions.in_force(TENANT) == "v1"


def test_nobody_activates_a_proposal_of_their_own(store: Store) -> None:
    store.versions.put("v1", {}, "maria")
    proposal = store.versions.propose(TENANT, "v1", "maria", "better")

    with pytest.raises(InvalidInputError, match="second person"):
        store.versions.activate(proposal, "maria")

    assert store.versions.in_force(TENANT) is None


def test_the_narrower_scope_goes_first(store: Store) -> None:
    in_force(store, JOB, "v3")
    in_force(store, NURSES, "v2")
    in_force(store, TENANT, "v1")

    found = [store.versions.in_force(Scope("1234", family, job)) for family, job in (("nurses", "7"), ("nurses", "8"))]

    assert found == ["v3", "v2"]
    assert store.versions.in_force(Scope("1234", "cooks", "9")) == "v1"
    assert store.versions.in_force(Scope("5678")) is None


def test_rolling_back_brings_the_version_before_into_force(store: Store) -> None:
    in_force(store, TENANT, "v1")
    in_force(store, TENANT, "v2")

    assert store.versions.roll_back(TENANT, "maria", "too many flips") == ("v2", "v1")
    assert store.versions.roll_back(TENANT, "maria", "still") == ("v1", None)

    with pytest.raises(InvalidInputError, match="nothing was activated"):
        store.versions.roll_back(TENANT, "maria", "again")


def test_a_version_can_come_back_after_it_was_rolled_back(store: Store) -> None:
    in_force(store, TENANT, "v1")
    store.versions.roll_back(TENANT, "maria", "too early")

    in_force(store, TENANT, "v1")

    assert store.versions.in_force(TENANT) == "v1"


def test_who_proposed_activated_and_rolled_back_is_on_the_record(store: Store, query: Query) -> None:
    in_force(store, TENANT, "v1")
    store.versions.roll_back(TENANT, "ann", "shift")

    assert query("SELECT action, actor, versions->>'scorer' FROM audit_events ORDER BY id") == [
        ("policy.proposed", "maria", "v1"),
        ("policy.activated", "tom", "v1"),
        ("policy.rolled_back", "ann", "v1"),
    ]
    [activation] = store.versions.history()
    assert (activation.proposed_by, activation.approved_by) == ("maria", "tom")


def test_an_unknown_version_cannot_be_proposed(store: Store) -> None:
    with pytest.raises(InvalidInputError, match="no version"):
        store.versions.propose(TENANT, "nothing", "maria", "better")


def test_the_newest_canary_run_of_a_version_is_found(store: Store) -> None:
    store.versions.put("v1", {}, "maria")
    run = CanaryRun("v1", None, 2, None, None, None, None, blocks=False, scores={"a": 51.25, "b": None})
    store.trials.put_canary(run)

    assert store.trials.newest_canary("v1") == run
    assert store.trials.newest_canary("v2") is None
