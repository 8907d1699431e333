"""Signing and editing the requirements of a job by command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from signed_in import a_user

from app.cli import cli
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Store

CUSTOMER, JOB = "4560", "7"
WANTED = Requisition(RequisitionId(JOB), "Developer", qualifications="3+ years of Python required.\nSQL preferred.")


@pytest.fixture(autouse=True)
def job(store: Store, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ICIMS_CUSTOMER_ID", CUSTOMER)
    draft = draft_rubric(WANTED)
    store.requisitions.put(CUSTOMER, WANTED, draft, RolloutMode.ASSIST)
    return draft.version


def run(*arguments: str, **options: Any) -> Any:
    return CliRunner().invoke(cli, ["requisitions", *arguments], **options)


def test_a_rubric_is_taken_out_edited_handed_in_and_signed(store: Store, tmp_path: Path) -> None:
    a_user(store, Grant(Role.RECRUITER, CUSTOMER), login="robin")
    rubric = json.loads(run("rubric", JOB, "--json").output)
    for criterion in rubric["criteria"]:
        if criterion["text"] == "SQL":
            criterion["weight"] = 5
    rubric["criteria"].append(
        {"kind": "skill", "mode": "note", "text": "Rust", "options": [{"kind": "skill", "terms": ["Rust"]}]}
    )
    file = tmp_path / "rubric.json"
    file.write_text(json.dumps(rubric), encoding="utf-8")

    proposed = run("rubric", JOB, "--edit", str(file))
    signed = run("sign", JOB, "--as", "robin", "--yes")

    assert (proposed.exit_code, signed.exit_code) == (0, 0), proposed.output + signed.output
    assert "proposed, not signed" in proposed.output
    assert "“SQL” has weight 5 of 5 instead of 2." in proposed.output
    assert store.requisitions.find(CUSTOMER, JOB).signed
    assert ", signed" in run("rubric", JOB).output


@pytest.mark.parametrize("grant", [Grant(Role.HIRING_MANAGER, CUSTOMER), Grant(Role.RECRUITER, CUSTOMER, job_id="8")])
def test_who_may_not_sign_does_not_sign_by_command_either(store: Store, grant: Grant) -> None:
    a_user(store, grant, login="robin")

    result = run("sign", JOB, "--as", "robin", "--yes")

    assert isinstance(result.exception, InvalidInputError)
    assert not store.requisitions.find(CUSTOMER, JOB).signed


def test_a_disabled_user_and_nobody_sign_nothing(store: Store) -> None:
    store.users.disable(a_user(store, Grant(Role.RECRUITER, CUSTOMER), login="robin"), "test")

    assert run("sign", JOB, "--as", "robin", "--yes").exit_code == 1
    assert run("sign", JOB, "--as", "nobody", "--yes").exit_code == 1
    assert store.contracts.signatures(CUSTOMER, JOB) == ()


def test_whoever_says_no_signs_nothing(store: Store) -> None:
    a_user(store, Grant(Role.RECRUITER, CUSTOMER), login="robin")

    result = run("sign", JOB, "--as", "robin", input="n\n")

    assert "I have read every criterion" in result.output
    assert store.contracts.signatures(CUSTOMER, JOB) == ()


@pytest.mark.parametrize(
    ("content", "reason"), [("no json", "not valid JSON"), ("{}", "list of criteria"), ("[" * 99_999, "not valid JSON")]
)
def test_a_file_that_is_no_rubric_is_refused(content: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "rubric.json"
    file.write_text(content, encoding="utf-8")

    result = run("rubric", JOB, "--edit", str(file))

    assert isinstance(result.exception, InvalidInputError)
    assert reason in str(result.exception)
