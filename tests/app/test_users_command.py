"""``icims-scoring users``: the first administrator, and everything else without a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app import passwords
from app.cli import cli
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from store import Store

PASSWORD = "seven wet umbrellas"
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str) -> Run:
    def command(*arguments: str, typed: str = "") -> Result:
        environ = {"DATABASE_URL": database_url, "ICIMS_CUSTOMER_ID": "4560", "USER": "maria"}
        return CliRunner().invoke(cli, ["users", *arguments], input=typed, env=environ)

    return command


def test_the_first_administrator_is_made_with_a_password_from_standard_input(run: Run, store: Store) -> None:
    before = run("list").output
    done = run("add", "Ada", "--role", "admin", typed=f"{PASSWORD}\n")

    ada = store.users.find("ada")
    assert "users add NAME --role admin" in before
    assert (done.exit_code, ada.grants) == (0, (Grant(Role.ADMIN),))
    assert passwords.matches(PASSWORD, ada.password_hash)
    assert PASSWORD not in done.output
    assert "ada" in run("list").output


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "ada", "--role", "emperor"],
        ["add", "ada", "--role", "admin:4560"],
        ["add", "ada", "--role", "recruiter::77"],
        ["grant", "nobody", "recruiter"],
        ["disable", "nobody"],
        ["revoke-token", "nobody", "ics_abcdef"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused_in_one_line(run: Run, arguments: list[str]) -> None:
    result = run(*arguments, typed=f"{PASSWORD}\n")

    assert isinstance(result.exception, InvalidInputError)


def test_a_weak_password_is_refused(run: Run, store: Store) -> None:
    result = run("add", "ada", typed="password1234\n")

    assert isinstance(result.exception, InvalidInputError)
    assert store.users.find("ada") is None


def test_roles_come_and_go_and_are_written_as_they_are_listed(run: Run, store: Store, query: Any) -> None:
    run("add", "ada", "--role", "recruiter:4560:family=welding", typed=f"{PASSWORD}\n")
    run("grant", "ada", "hiring_manager:4560:77", "auditor")
    listed = run("list").output
    run("revoke", "ada", "recruiter:4560:family=welding")

    assert all(grant in listed for grant in ("recruiter:4560:family=welding", "hiring_manager:4560:77", "auditor"))
    assert set(store.users.find("ada").grants) == {Grant(Role.HIRING_MANAGER, "4560", job_id="77"), Grant(Role.AUDITOR)}
    assert query("SELECT DISTINCT actor FROM audit_events") == [("user:maria",)]


def test_a_user_is_disabled_let_in_again_and_given_another_password(run: Run, store: Store) -> None:
    run("add", "ada", typed=f"{PASSWORD}\n")
    run("disable", "ada")
    disabled = store.users.find("ada").disabled_at
    run("disable", "ada", "--undo")
    run("password", "ada", "--temporary", typed="eleven dry raincoats\n")

    ada = store.users.find("ada")
    assert disabled is not None
    assert (ada.disabled_at, ada.password_is_temporary) == (None, True)
    assert passwords.matches("eleven dry raincoats", ada.password_hash)


def test_a_token_is_printed_once_and_revoked_by_its_beginning(run: Run, store: Store) -> None:
    run("add", "ada", "--role", "operator", typed=f"{PASSWORD}\n")
    token = run("token", "ada", "--name", "prometheus", "--role", "operator").output.strip()
    worked = store.tokens.find(token) is not None

    revoked = run("revoke-token", "ada", token[:10])

    assert worked
    assert (revoked.exit_code, store.tokens.find(token)) == (0, None)


def test_a_user_of_the_identity_provider_needs_no_password(run: Run, store: Store) -> None:
    done = run("add", "ada", "--role", "recruiter:4560", "--identity", "https://login.example.com", "00u7")

    assert done.exit_code == 0, done.output
    assert store.users.identified("https://login.example.com", "00u7").login == "ada"
    assert isinstance(run("password", "ada", typed=f"{PASSWORD}\n").exception, InvalidInputError)
