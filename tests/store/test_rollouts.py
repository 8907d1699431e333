"""Modes on record: two people up, one person down, and who is in which group when a step begins."""

from collections.abc import Callable
from typing import Any

import pytest
from finished_runs import CUSTOMER, cases_of, finished_runs
from sqlalchemy.exc import IntegrityError

from scoring.errors import InvalidInputError
from scoring.promotion import NumberKind
from scoring.rollout import Pilot
from scoring.run import RolloutMode, RunId, Step
from store import Opening, Scope, Store

Query = Callable[[str], Any]
SHADOW, ASSIST, GUIDED = RolloutMode.SHADOW, RolloutMode.ASSIST, RolloutMode.GUIDED
NURSE = Scope(CUSTOMER, "", "canary-nurse")
TENANT = Scope(CUSTOMER)


def promoted(store: Store, scope: Scope, mode: RolloutMode, pilot: Pilot | None = None) -> int:
    rollout = store.rollouts.propose(scope, mode, pilot, "user:maria", "it is good")
    store.rollouts.approve(rollout, "user:tom")
    return rollout


def mode_of_a_run(store: Store, workflow: str) -> RolloutMode:
    opening = Opening(CUSTOMER, workflow, f"again:{workflow}", "status_changed", job_id=NURSE.job_id)
    run_id = store.inbox.open_run(opening).run_id
    assert run_id is not None
    claimed = store.runs.claim(RunId(run_id), Step.EXTRACT, 60)
    assert claimed is not None
    return claimed.dossier.mode


@pytest.fixture
def nurses(store: Store) -> Store:
    finished_runs(store, cases_of("nurse"))
    return store


def test_a_proposal_changes_nothing_and_its_proposer_cannot_approve_it(nurses: Store) -> None:
    rollout = nurses.rollouts.propose(NURSE, ASSIST, None, "user:maria", "it is good")

    with pytest.raises(InvalidInputError, match="second person"):
        nurses.rollouts.approve(rollout, "user:maria")

    assert nurses.rollouts.get(rollout).state == "waiting"
    assert mode_of_a_run(nurses, "1") is SHADOW


def test_postgresql_itself_refuses_one_person_and_a_demotion_to_guided(nurses: Store, query: Query) -> None:
    rollout = nurses.rollouts.propose(NURSE, ASSIST, None, "user:maria", "it is good")

    for change in ("approved_by = proposed_by", "demotion = true, mode = 'guided'"):
        with pytest.raises(IntegrityError):
            query(f"UPDATE rollouts SET {change} WHERE id = {rollout}")  # noqa: S608  our own words


def test_what_a_second_person_approved_holds_from_the_next_step_on(nurses: Store, query: Query) -> None:
    promoted(nurses, NURSE, ASSIST)

    stored = nurses.requisitions.find(CUSTOMER, NURSE.job_id)
    assert stored is not None
    assert stored.mode is ASSIST
    assert nurses.reports.requisitions(CUSTOMER)[0].mode is ASSIST
    assert mode_of_a_run(nurses, "1") is ASSIST
    assert query("SELECT actor, action FROM audit_events WHERE trace_id = 'rollout' ORDER BY id") == [
        ("user:maria", "rollout.proposed"),
        ("user:tom", "rollout.approved"),
    ]


def test_only_the_pilot_group_gets_the_higher_mode(nurses: Store) -> None:
    promoted(nurses, TENANT, ASSIST)
    promoted(nurses, NURSE, GUIDED, Pilot(applications=frozenset({"2"})))

    assert mode_of_a_run(nurses, "2") is GUIDED
    assert mode_of_a_run(nurses, "1") is ASSIST
    stored = nurses.requisitions.find(CUSTOMER, NURSE.job_id)
    assert stored is not None
    assert stored.mode is ASSIST


def test_the_recruiter_who_moved_an_application_last_can_be_the_pilot(nurses: Store, query: Query) -> None:
    promoted(nurses, NURSE, GUIDED, Pilot(recruiters=frozenset({"44"})))
    for user, hour in (("45", 1), ("44", 2)):
        query(
            "INSERT INTO stage_outcomes (customer_id, job_id, workflow_id, old_status, new_status, stage,"  # noqa: S608
            f" icims_user_id, event_key, occurred_at) VALUES ('{CUSTOMER}', '', '1', '', '', '', '{user}',"
            f" 'event-{user}', '2026-01-01 0{hour}:00Z')"
        )

    assert mode_of_a_run(nurses, "1") is GUIDED
    assert mode_of_a_run(nurses, "2") is SHADOW


def test_a_family_and_a_requisition_go_before_the_customer(nurses: Store, query: Query) -> None:
    query(f"UPDATE requisitions SET family = 'care' WHERE job_id = '{NURSE.job_id}'")  # noqa: S608  our own words
    promoted(nurses, TENANT, GUIDED)
    nurses.rollouts.demote(Scope(CUSTOMER, "care"), ASSIST, "user:ann", "too early")

    assert mode_of_a_run(nurses, "1") is ASSIST


def test_one_person_steps_back_at_once_for_everything_inside(nurses: Store) -> None:
    inside = promoted(nurses, NURSE, GUIDED)
    waiting = nurses.rollouts.propose(NURSE, GUIDED, None, "user:maria", "again")

    assert nurses.rollouts.demote(TENANT, SHADOW, "user:ann", "complaint") == 2

    assert nurses.rollouts.get(inside).state == nurses.rollouts.get(waiting).state == "ended"
    assert mode_of_a_run(nurses, "1") is SHADOW
    with pytest.raises(InvalidInputError, match="step back"):
        nurses.rollouts.demote(TENANT, GUIDED, "user:ann", "oops")


def test_a_group_in_force_becomes_only_smaller(nurses: Store) -> None:
    rollout = promoted(nurses, NURSE, ASSIST, Pilot(20))

    with pytest.raises(InvalidInputError, match="propose the wider one"):
        nurses.rollouts.set_pilot(rollout, Pilot(30), "user:maria")
    nurses.rollouts.set_pilot(rollout, Pilot(5), "user:maria")

    assert nurses.rollouts.get(rollout).pilot == Pilot(5)


def test_whoever_widens_a_group_that_waits_does_not_approve_it(nurses: Store) -> None:
    rollout = nurses.rollouts.propose(NURSE, ASSIST, Pilot(1), "user:maria", "a few")
    nurses.rollouts.set_pilot(rollout, Pilot(100), "user:tom")

    with pytest.raises(InvalidInputError, match="second person"):
        nurses.rollouts.approve(rollout, "user:tom")

    assert nurses.rollouts.approve(rollout, "user:maria").proposed_by == "user:tom"


def test_a_proposal_keeps_the_numbers_as_they_stood(nurses: Store) -> None:
    nurses.rollouts.record(TENANT, NumberKind.AGREEMENT, {"pairs": 42, "kappa": 0.71}, "service:agreement")
    nurses.rollouts.record(NURSE, NumberKind.AGREEMENT, {"pairs": 21, "kappa": 0.81}, "service:agreement")
    nurses.rollouts.record(Scope("9999"), NumberKind.IMPACT, {"lowest_ratio": 0.9}, "service:bias")

    rollout = nurses.rollouts.propose(NURSE, ASSIST, None, "user:maria", "it is good")
    nurses.rollouts.record(NURSE, NumberKind.AGREEMENT, {"pairs": 5, "kappa": 0.1}, "service:agreement")

    kept = nurses.rollouts.get(rollout).numbers
    assert kept["scored"] == nurses.rollouts.numbers(NURSE).scored > 0
    assert kept["agreement"]["kappa"] == 0.81
    assert "impact" not in kept
