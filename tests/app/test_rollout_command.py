"""The way of a mode up and back on the command line, and the list of what iCIMS holds otherwise."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from finished_runs import CUSTOMER, cases_of, finished_runs

from app.cli import cli
from scoring.access import Grant, Role
from scoring.attack_results import AttackResult, as_text
from scoring.errors import InvalidInputError
from scoring.local.assessor import rules_version
from scoring.run import RolloutMode
from scoring.taxonomy import load_taxonomy
from store import Store

Query = Callable[[str], list[Any]]
Command = Callable[..., Result]
NURSE = "canary-nurse"


@pytest.fixture
def command(database_url: str, redis_url: str) -> Command:
    def run(*arguments: str) -> Result:
        env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "ICIMS_CUSTOMER_ID": CUSTOMER}
        return CliRunner().invoke(cli, arguments, env=env)

    return run


@pytest.fixture
def nurses(store: Store) -> Store:
    finished_runs(store, cases_of("nurse"))
    return store


def proposed(command: Command, *arguments: str) -> str:
    done = command("rollout", "propose", "assist", "--job", NURSE, "--reason", "good", "--as", "maria", *arguments)
    assert done.exit_code == 0, done.exception
    return done.output


def mode(store: Store) -> RolloutMode:
    stored = store.requisitions.find(CUSTOMER, NURSE)
    assert stored is not None
    return stored.mode


def test_a_promotion_without_numbers_is_refused_in_one_line_that_names_them(command: Command, nurses: Store) -> None:
    shown = proposed(command)

    refused = command("rollout", "approve", "1", "--as", "tom")

    assert "to do: no agreement recorded" in shown
    assert isinstance(refused.exception, InvalidInputError)
    for missing in ("scored applications", "no agreement recorded", "no impact recorded", "no injection recorded"):
        assert missing in str(refused.exception)
    assert "\n" not in str(refused.exception)
    assert mode(nurses) is RolloutMode.SHADOW


def test_what_is_recorded_is_no_longer_missing(command: Command, nurses: Store) -> None:
    for kind, figures in (
        ("agreement", '{"pairs": 42, "kappa": 0.71}'),
        ("impact", '{"lowest_ratio": null}'),
        ("injection", '{"attacks": 276, "unflagged": 0}'),
    ):
        assert command("rollout", "record", kind, figures, "--job", NURSE).exit_code == 0
    proposed(command)
    found = nurses.rollouts.numbers(nurses.rollouts.get(1).scope)

    approved = command("rollout", "approve", "1", "--as", "tom")

    assert found.scored < 30
    assert str(approved.exception) == f"rollout 1 is not ready: {found.scored} of 30 scored applications"


def test_what_is_measured_stands_beside_what_was_typed(command: Command, nurses: Store, query: Query) -> None:
    typed = command("rollout", "record", "agreement", '{"pairs": 42, "kappa": 0.71}', "--job", NURSE)
    measured = command("rollout", "measure", "--job", NURSE, "--as", "maria")

    assert "recorded as typed" in typed.output
    assert measured.exit_code == 0, measured.exception
    assert "agreement: pairs 0, kappa undefined" in measured.output
    assert "impact: lowest_ratio undefined  (there are no demographic data on these applications)" in measured.output
    sources = "SELECT output->>'source', output->>'scorer' <> '' FROM audit_events WHERE action = 'rollout.recorded'"
    assert set(query(sources)) == {("typed", False), ("measured", True)}


def test_attacks_are_taken_from_what_the_bench_wrote_for_these_rules(
    command: Command, nurses: Store, tmp_path: Path
) -> None:
    bench, rules = tmp_path / "attacks.json", rules_version(load_taxonomy())
    results = [AttackResult("local", "rules", version, "", "", 276, 0) for version in (rules, "000000000000")]

    bench.write_text(as_text(results[1:]))
    refused = command("rollout", "measure", "--job", NURSE, "--attacks", str(bench))
    bench.write_text(as_text(results))
    taken = command("rollout", "measure", "--job", NURSE, "--attacks", str(bench))

    assert isinstance(refused.exception, InvalidInputError)
    assert f"in force is local, rules {rules}" in str(refused.exception)
    assert "injection: attacks 276, unflagged 0" in taken.output


def test_a_typed_agreement_does_not_lead_to_guided(command: Command, nurses: Store) -> None:
    command("rollout", "record", "agreement", '{"pairs": 500, "kappa": 1.0}', "--job", NURSE)

    done = command("rollout", "propose", "guided", "--job", NURSE, "--reason", "good", "--as", "maria")

    assert "to do: agreement was typed in; guided rests on measured agreement only" in done.output


def test_an_administrator_may_override_and_nobody_else(command: Command, nurses: Store, query: Query) -> None:
    nurses.users.add("tom", None, "user:test", grants=[Grant(Role.ADMIN)], identity=("https://idp.example.com", "t"))
    proposed(command)

    refused = command("rollout", "approve", "1", "--as", "ann", "--override", "pilot customer")
    done = command("rollout", "approve", "1", "--as", "tom", "--override", "pilot customer")

    assert "only an administrator" in str(refused.exception)
    assert done.exit_code == 0, done.exception
    assert mode(nurses) is RolloutMode.ASSIST
    [(said,)] = query("SELECT output->>'override' FROM audit_events WHERE action = 'rollout.approved'")
    assert said.startswith("pilot customer (against: ")
    back = command("rollout", "demote", "shadow", "--reason", "complaint", "--as", "ann")
    assert back.exit_code == 0
    assert mode(nurses) is RolloutMode.SHADOW
    assert "demotion to shadow" in command("rollout", "show").output


def test_guided_is_not_proposed_straight_from_shadow_without_saying_so(command: Command, nurses: Store) -> None:
    done = command("rollout", "propose", "guided", "--job", NURSE, "--reason", "good", "--share", "10", "--as", "maria")

    assert "assist was not in force before" in done.output
    assert nurses.rollouts.get(1).pilot is not None
    assert command("rollout", "pilot", "1", "--share", "50", "--as", "maria").exit_code == 0


def test_what_iicims_holds_otherwise_is_listed_with_exit_1(command: Command, nurses: Store, query: Query) -> None:
    assert "nothing differs" in command("reconcile").output
    query(
        "INSERT INTO differences (application_id, kind, target, profile_id, field, theirs_sha256, found_by) "
        "SELECT min(id), 'field_changed', 'workflow', '1', 'field51001', 'x', 'proof' FROM applications"
    )

    listed = command("reconcile")
    settled = command("reconcile", "--theirs", "1")

    assert listed.exit_code == 1
    assert "field_changed field51001" in listed.output
    assert settled.exit_code == 0
    assert nurses.differences.unresolved() == ()
    assert isinstance(command("reconcile", "--ours", "1").exception, InvalidInputError)
