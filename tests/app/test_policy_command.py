"""The way of a change of scoring, from the proposal to the rollback, on the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner, Result
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import a_user

from app.cli import cli
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from settings import Settings
from store import Scope, Store, actor_of
from tasks.scorers import made_here

Query = Callable[[str], list[Any]]
Policy = Callable[..., Result]


def tried(policy: Policy, proposal: str = "1") -> None:
    assert policy("simulate", "--proposal", proposal).exit_code == 0
    assert policy("canary", "--proposal", proposal).exit_code in {0, 1}


def proposed(policy: Policy, *arguments: str) -> None:
    done = policy("propose", *arguments, "--reason", "fewer to read", "--as", "maria")
    assert done.exit_code == 0, done.output


def an_administrator(store: Store, login: str = "tom") -> str:
    return a_user(store, Grant(Role.ADMIN), login=login)


def test_before_anything_is_activated_the_settings_decide(policy: Policy) -> None:
    shown = policy("show").output

    assert "in force everywhere" in shown
    assert "local  local-1  50/85" in shown
    assert "as the settings say" in shown


def test_new_cut_offs_are_proposed_simulated_activated_by_another_and_rolled_back(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    proposed(policy, "--cut-offs", "48,85")
    tried(policy)

    own = policy("activate", "1", "--as", "maria")
    done = policy("activate", "1", "--as", "tom")

    assert isinstance(own.exception, InvalidInputError)
    assert "second person" in str(own.exception)
    assert done.exit_code == 0, done.exception
    assert "48/85" in policy("show").output.splitlines()[0]
    back = policy("rollback", "--reason", "too many", "--as", "ann").output
    assert "50/85" in back
    assert "rolled back" in policy("show").output


def test_an_untried_proposal_is_refused_with_everything_that_is_missing(policy: Policy) -> None:
    proposed(policy, "--cut-offs", "45,85")

    refused = policy("activate", "1", "--as", "tom")

    assert isinstance(refused.exception, InvalidInputError)
    assert "the canary set never ran under it" in str(refused.exception)
    assert "never simulated for this scope" in str(refused.exception)


def test_without_a_trial_an_administrator_gives_the_reason_for_the_record(
    policy: Policy, store: Store, query: Query
) -> None:
    proposed(policy, "--cut-offs", "45,85")
    refused = policy("activate", "1", "--as", "tom", "--without-trial", "holiday cover")
    tom = an_administrator(store)

    done = policy("activate", "1", "--as", "tom", "--without-trial", "holiday cover")

    assert "only an administrator" in str(refused.exception)
    assert done.exit_code == 0
    [(actor, reason)] = query(
        "SELECT actor, output->>'without_trial' FROM audit_events WHERE action = 'policy.activated'"
    )
    assert actor == actor_of(tom)
    assert reason.startswith("holiday cover (against: ")


def test_a_canary_run_over_the_limits_blocks_the_activation(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    proposed(policy, "--cut-offs", "20,40")
    tried(policy)

    ran = policy("canary", "--proposal", "1")
    refused = policy("activate", "1", "--as", "tom")

    assert ran.exit_code == 1
    assert "blocks: " in ran.output
    assert "change tier > 10%" in ran.output
    assert "beyond the limits" in str(refused.exception)


def test_a_simulation_counts_for_thirty_days(policy: Policy, store: Store, query: Query) -> None:
    finished_runs(store, cases_of("nurse"))
    proposed(policy, "--cut-offs", "48,85")
    tried(policy)
    query("UPDATE policy_simulations SET created_at = now() - interval '31 days'")

    refused = policy("activate", "1", "--as", "tom")

    assert str(refused.exception).endswith("simulation 1 is older than 30 days")


def test_a_simulation_of_one_requisition_says_nothing_about_the_others(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of("nurse", "teacher"))
    proposed(policy, "--cut-offs", "48,85")
    policy("canary", "--proposal", "1")
    policy("simulate", "--cut-offs", "48,85", "--job", "canary-nurse")

    refused = policy("activate", "1", "--as", "tom")
    proposed(policy, "--cut-offs", "48,85", "--job", "canary-nurse")

    assert "never simulated for this scope" in str(refused.exception)
    assert policy("activate", "2", "--as", "tom").exit_code == 0
    assert store.versions.in_force(Scope(CUSTOMER, job_id="canary-nurse")) is not None
    assert store.versions.in_force(Scope(CUSTOMER, job_id="canary-teacher")) is None


def test_what_was_compared_with_another_version_than_is_in_force_does_not_count(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    proposed(policy, "--cut-offs", "48,85")
    tried(policy)
    proposed(policy, "--cut-offs", "49,85")
    an_administrator(store)
    policy("activate", "2", "--as", "tom", "--without-trial", "a quick fix")

    refused = str(policy("activate", "1", "--as", "tom").exception)

    assert refused.count("which is in force") == 2


def test_a_simulation_names_who_changes_tier_and_changes_nothing(policy: Policy, store: Store, query: Query) -> None:
    runs = finished_runs(store, cases_of("nurse"))
    scores = query("SELECT run_id, score, tier FROM scores ORDER BY run_id")
    audited = query("SELECT count(*) FROM audit_events")

    result = json.loads(policy("simulate", "--cut-offs", "56,79", "--json").stdout)

    moves = {move["application"]: (move["from"], move["to"], move["shift"]) for move in result["moves"]}
    assert moves == {"1": ("possible", "strong", 0.0), "2": ("possible", "limited", 0.0)}
    assert (result["ratings"], result["applications"]) == ("as stored", len(runs))
    assert result["impact"] is None
    assert query("SELECT run_id, score, tier FROM scores ORDER BY run_id") == scores
    assert query("SELECT count(*) FROM audit_events") == audited
    again = policy("show", "--simulation", str(result["simulation"])).output
    assert "no demographic data" in again
    assert "2 (40.0%)" in again


def test_scored_anew_under_the_same_version_nothing_moves(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of())

    result = json.loads(policy("simulate", "--json").stdout)

    assert (result["ratings"], result["differences"]) == ("made anew", [])
    assert (result["applications"], result["mean_shift"], result["moves"]) == (30, 0.0, [])
    assert result["rank_correlation"] == 1.0
    assert result["review"]["before"] == result["review"]["after"]


def test_only_the_newest_applications_of_the_scope_are_tried(policy: Policy, store: Store) -> None:
    finished_runs(store, cases_of("nurse", "teacher"))

    def applications(*arguments: str) -> int:
        count = json.loads(policy("simulate", *arguments, "--json").stdout)["applications"]
        return int(count)

    assert applications("--limit", "3") == 3
    assert applications("--job", "canary-teacher") == 3
    assert applications("--customer", "999") == 0


def test_the_doctor_names_a_version_in_force_that_no_canary_watches(
    policy: Policy, store: Store, database_url: str
) -> None:
    an_administrator(store)

    def said() -> str:
        output = CliRunner().invoke(cli, ["doctor"], env={"DATABASE_URL": database_url, "ASSESSOR": "local"}).output
        return next(line for line in output.splitlines() if "versions in force" in line)

    before = said()
    proposed(policy, "--cut-offs", "48,85")
    policy("activate", "1", "--as", "tom", "--without-trial", "x")
    unwatched = said()
    policy("canary")

    assert before == "ok   versions in force"
    assert unwatched.startswith("FAIL versions in force: version ")
    assert unwatched.endswith("the canary set never ran under it; `policy canary`")
    assert said() == "ok   versions in force"


def test_a_version_that_is_no_longer_what_is_installed_is_named_and_not_tried(policy: Policy, store: Store) -> None:
    older = replace(made_here(Settings(), "local"), rules_version="000000000000")
    store.versions.put(older.version, older.as_json(), "user:maria")
    proposal = str(store.versions.propose(Scope(), older.version, "user:maria", "as it was"))
    an_administrator(store)
    policy("activate", proposal, "--as", "tom", "--without-trial", "x")

    refused = policy("simulate", "--proposal", proposal)

    assert "differs from it in rules_version" in policy("show").output
    assert refused.exit_code == 1
    assert "differs in rules_version" in refused.output


def test_a_stop_is_pressed_listed_and_lifted(policy: Policy, query: Query) -> None:
    pressed = policy("stop", "model", "--reason", "odd scores", "--as", "maria").output

    assert "stop 1 is pressed" in pressed
    assert "user:maria: odd scores" in policy("stop").output
    assert policy("resume", "1", "--as", "tom").output == "stop 1 is lifted\n"
    assert policy("stop").output == "no stop button is pressed\n"
    assert query("SELECT action, actor FROM audit_events ORDER BY id") == [
        ("stop.pressed", "user:maria"),
        ("stop.lifted", "user:tom"),
    ]


def test_stopping_needs_a_reason(policy: Policy) -> None:
    assert "needs a --reason" in str(policy("stop", "all").exception)


def test_a_ceiling_is_set_and_listed_with_what_was_spent(policy: Policy, store: Store) -> None:
    policy("ceiling", "12.50")
    policy("ceiling", "3", "--job", "7")

    assert policy("ceiling").output.splitlines() == [
        f"customer {CUSTOMER}  a day  12.50 USD, spent 0.0000",
        f"customer {CUSTOMER}  requisition 7, in all  3.00 USD, spent 0.0000",
    ]
    assert [ceiling.usd for ceiling in store.stops.ceilings()] == [Decimal("12.5"), Decimal(3)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("propose", "--model", "claude-2", "--reason", "x"), "unknown model"),
        (("propose", "--assessor", "local", "--effort", "high", "--reason", "x"), "neither a model nor an effort"),
        (("propose", "--cut-offs", "85,50", "--reason", "x"), "the lower one first"),
        (("propose", "--family", "a", "--job", "7", "--reason", "x"), "not both"),
        (("activate", "99"), "no proposal 99"),
        (("rollback", "--reason", "x"), "nothing was activated for exactly this scope"),
        (("show", "--simulation", "99"), "no simulation 99"),
        (("ceiling", "many"), "is not an amount"),
        (("ceiling", "NaN"), "less than 1,000,000"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(policy: Policy, arguments: tuple[str, ...], words: str) -> None:
    refused = policy(*arguments)

    assert isinstance(refused.exception, InvalidInputError)
    assert words in str(refused.exception)


def test_cut_offs_that_are_no_numbers_are_bad_usage(policy: Policy) -> None:
    refused = policy("propose", "--cut-offs", "high", "--reason", "x")

    assert refused.exit_code == 2
    assert "such as 50 and 85" in refused.output
