"""What a command answers when the installation around it is not as it should be: one line and the right code."""

import sys
from collections.abc import Callable

import pytest

from app.cli import main

NOBODY_LISTENS = "postgresql://user:password@127.0.0.1:1/ledger"
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path) -> Command:
    """Run a command with these settings in an empty directory; its exit code and what it said on stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "REDIS_URL", "ICIMS_CUSTOMER_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def run(*arguments: str, **environ: str) -> tuple[int, str]:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["icims-scoring", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        return int(stopped.value.code or 0), capfd.readouterr().err

    return run


@pytest.mark.parametrize(
    "arguments", [("runs", "dead-letters"), ("db", "upgrade"), ("requisitions", "list")], ids=" ".join
)
@pytest.mark.parametrize("database_url", ["", "nonsense", NOBODY_LISTENS], ids=["unset", "nonsense", "unreachable"])
def test_a_command_without_its_database_says_so_in_one_line(
    command: Command, arguments: tuple[str, ...], database_url: str
) -> None:
    code, said = command(*arguments, DATABASE_URL=database_url, ICIMS_CUSTOMER_ID="4560")

    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert "database" in said.lower()
    assert "password@127" not in said


def test_a_command_on_an_empty_database_says_what_to_do(command: Command, database_url: str, query) -> None:
    query("DROP TABLE alembic_version, dead_letters CASCADE")

    code, said = command("runs", "dead-letters", DATABASE_URL=database_url)

    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert "db upgrade" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("runs", "show", "nonsense"),
        ("runs", "dead-letters", "--replay", "9" * 30),
        ("rollout", "propose", "loud", "--reason", "x"),
        ("simulator", "--port", "65536"),
        ("claude-simulator", "--port", "65536"),
        ("registry-simulator", "--port", "65536"),
    ],
    ids=" ".join,
)
def test_bad_usage_is_told_apart_from_a_failure(command: Command, arguments: tuple[str, ...]) -> None:
    assert command(*arguments, DATABASE_URL=NOBODY_LISTENS)[0] == 2


def test_a_broken_setting_is_named(command: Command) -> None:
    code, said = command("doctor", MAX_ATTEMPTS="many")

    assert (code, said) == (1, "icims-scoring: MAX_ATTEMPTS is not a valid int\n")


def test_the_doctor_survives_an_address_that_is_none(command: Command) -> None:
    code, said = command("doctor", DATABASE_URL="nonsense", REDIS_URL="nonsense")

    assert code == 1
    assert said.endswith("checks failed\n")


def test_a_bug_is_told_in_one_line_without_its_message(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "app.commands.doctor", object())

    code, said = command("doctor")

    assert code == 1
    assert said.startswith("icims-scoring: internal error, AttributeError at ")
    assert len(said.splitlines()) == 1
