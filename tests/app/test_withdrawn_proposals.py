"""A proposal that waits is taken back, with a reason, by whoever may set the same there."""

from collections.abc import Callable
from typing import Any

import pytest
from finished_runs import cases_of
from signed_in import SignedIn

from scoring.access import Grant, Role
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from settings import Settings
from store import Scope, Store
from tasks.scorers import made_here

Query = Callable[[str], list[Any]]
SignIn = Callable[..., SignedIn]
CUSTOMER, JOB = "4560", "canary-nurse"
NURSE = Scope(CUSTOMER, "", JOB)


@pytest.fixture
def proposal(store: Store) -> int:
    """By somebody who is no user here."""
    requisition = cases_of("nurse")[0].requisition
    store.requisitions.put(CUSTOMER, requisition, draft_rubric(requisition), RolloutMode.SHADOW)
    scorer = made_here(Settings(), "local")
    store.versions.put(scorer.version, scorer.as_json(), "user:maria")
    return store.versions.propose(NURSE, scorer.version, "user:maria", "Tested")


def test_a_policy_that_waits_is_withdrawn_with_its_reason(
    sign_in: SignIn, store: Store, query: Query, proposal: int
) -> None:
    tom = sign_in()

    answer = tom.submit(f"/policy/proposals/{proposal}/withdraw", reason="Not  needed any more")

    assert answer.status_code == 303
    assert "Withdrawn" in tom.get(f"/policy/proposals/{proposal}").text
    assert "<b>withdrawn</b>" in tom.get("/policy").text
    assert store.policy_lists.waiting([Grant(Role.ADMIN)], 10) == ()
    said = "SELECT actor, customer_id, job_id, output FROM audit_events WHERE action = 'policy.withdrawn'"
    [(actor, *place, output)] = query(said)
    assert actor.startswith("user:")
    assert (place, output) == ([CUSTOMER, JOB], {"proposal": proposal, "reason": "Not needed any more"})


def test_what_was_withdrawn_can_neither_be_activated_nor_withdrawn_nor_tried(sign_in: SignIn, proposal: int) -> None:
    tom = sign_in(Grant(Role.ADMIN))
    tom.submit(f"/policy/proposals/{proposal}/withdraw", reason="Not needed")

    again = [
        tom.submit(f"/policy/proposals/{proposal}/{what}", reason="why", without_trial="why", applications="5")
        for what in ("withdraw", "activate", "simulate", "canary")
    ]

    assert [answer.status_code for answer in again] == [400] * 4
    assert 'action="/policy/proposals/' not in tom.get(f"/policy/proposals/{proposal}").text


def test_what_is_in_force_is_rolled_back_and_not_withdrawn(sign_in: SignIn, store: Store, proposal: int) -> None:
    store.versions.activate(proposal, "user:tom")

    answer = sign_in().submit(f"/policy/proposals/{proposal}/withdraw", reason="Not needed")

    assert answer.status_code == 400
    assert store.versions.in_force(NURSE) is not None


def test_nothing_is_withdrawn_without_a_reason(sign_in: SignIn, store: Store, proposal: int) -> None:
    answer = sign_in().submit(f"/policy/proposals/{proposal}/withdraw", reason=" ")

    assert answer.status_code == 400
    assert store.versions.proposal(proposal).withdrawn_at is None


@pytest.mark.parametrize(
    ("grant", "status"),
    [
        pytest.param(Grant(Role.RECRUITER, CUSTOMER, job_id="another"), 404, id="another requisition"),
        pytest.param(Grant(Role.RECRUITER, "9000"), 404, id="another customer"),
        pytest.param(Grant(Role.AUDITOR, CUSTOMER), 403, id="auditor"),
    ],
)
def test_a_policy_of_another_place_is_not_withdrawn(
    sign_in: SignIn, store: Store, proposal: int, grant: Grant, status: int
) -> None:
    answer = sign_in(grant).submit(f"/policy/proposals/{proposal}/withdraw", reason="Not mine")

    assert answer.status_code == status
    assert store.versions.proposal(proposal).withdrawn_at is None


@pytest.fixture
def promotion(store: Store, proposal: int) -> int:
    """A step up to assist for the requisition of the proposal."""
    del proposal
    return store.rollouts.propose(NURSE, RolloutMode.ASSIST, None, "user:maria", "Tested")


def test_a_step_up_that_waits_is_withdrawn_with_its_reason(
    sign_in: SignIn, store: Store, query: Query, promotion: int
) -> None:
    tom = sign_in()

    answer = tom.submit(f"/rollout/{promotion}/withdraw", reason="Not needed")

    assert answer.status_code == 303
    assert store.rollouts.get(promotion).state == "ended"
    assert "/approve" not in tom.get(f"/requisitions/{CUSTOMER}/{JOB}/mode").text
    [(place, output)] = query(
        "SELECT customer_id || '/' || job_id, output FROM audit_events WHERE action = 'rollout.withdrawn'"
    )
    assert place == f"{CUSTOMER}/{JOB}"
    assert output == {"rollout": promotion, "mode": "assist", "family": "", "reason": "Not needed"}


def test_a_step_up_in_force_is_not_withdrawn(sign_in: SignIn, store: Store, promotion: int) -> None:
    store.rollouts.approve(promotion, "user:tom", "tested")

    answer = sign_in().submit(f"/rollout/{promotion}/withdraw", reason="Not needed")

    assert answer.status_code == 400
    assert store.rollouts.get(promotion).state == "in force"


@pytest.mark.parametrize("grant", [Grant(Role.RECRUITER, CUSTOMER, job_id="another"), Grant(Role.RECRUITER, "9000")])
def test_a_step_up_of_another_place_is_not_withdrawn(
    sign_in: SignIn, store: Store, promotion: int, grant: Grant
) -> None:
    assert sign_in(grant).submit(f"/rollout/{promotion}/withdraw", reason="Not mine").status_code == 404
    assert store.rollouts.get(promotion).state == "waiting"
