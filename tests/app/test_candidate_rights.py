"""Notices, explanations and requests, as candidates and recruiters meet them: on pages and by command."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests as http
from click.testing import CliRunner
from signed_in import SignedIn

from app.cli import cli
from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Opening, Store

CUSTOMER, JOB = "4560", "7"
WANTED = Requisition(RequisitionId(JOB), "Developer <b>", qualifications="3+ years of Python required.\nSQL preferred.")
TODAY = datetime.now(UTC).date()


@pytest.fixture
def job(store: Store) -> None:
    store.requisitions.put(CUSTOMER, WANTED, draft_rubric(WANTED), RolloutMode.ASSIST)


@pytest.fixture
def recruiter(web: str, store: Store, job: None) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER)) as session:
        yield session


def command(monkeypatch: Any, database_url: str, *arguments: str) -> Any:
    for name, value in {"DATABASE_URL": database_url, "ICIMS_CUSTOMER_ID": CUSTOMER, "ICIMS_EMPLOYER": "Example Works",
                        "ICIMS_CONTACT": "people@example.com"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(cli, arguments)


def test_anybody_reads_the_notice_of_a_job_without_signing_in(web: str, job: None) -> None:
    page = http.get(f"{web}/notices/{CUSTOMER}/{JOB}", timeout=20)
    text = http.get(f"{web}/notices/{CUSTOMER}/{JOB}/text", timeout=20)

    assert (page.status_code, text.status_code) == (200, 200)
    assert "Developer &lt;b&gt;" in page.text
    assert text.headers["Content-Type"].startswith("text/plain")
    assert "- SQL" in text.text
    assert "Local Law 144" in text.text
    assert "at least 10 business days" in text.text.replace("\n", " ")
    assert "weight" not in text.text


@pytest.mark.parametrize("path", ["/notices/4560/8", "/notices/1/7", "/notices/4560/8/text", "/notices/4560/%00"])
def test_there_is_no_notice_of_a_job_that_is_not_known(web: str, job: None, path: str) -> None:
    assert http.get(f"{web}{path}", timeout=20).status_code == 404


def test_the_command_prints_the_notice_for_the_rules_of_a_day(monkeypatch: Any, database_url: str, job: None) -> None:
    now = command(monkeypatch, database_url, "notice", JOB, "--on", "2026-11-23").output
    later = command(monkeypatch, database_url, "notice", JOB, "--on", "2027-01-01").output

    assert "Example Works uses a program" in now
    assert "Colorado" not in now
    assert "Colorado" in later


def test_the_regulations_of_a_day_are_listed_with_their_sources(monkeypatch: Any, database_url: str) -> None:
    result = command(monkeypatch, database_url, "regulations", "--on", "2027-01-01")

    in_force, coming = result.output.split("Coming\n")
    assert result.exit_code == 0
    assert "colorado-sb26-189" in in_force
    assert "https://coag.gov/resources/ai/" in in_force
    assert "eu-ai-act:" in coming
    assert "sb24-205" not in result.output


def test_a_request_is_recorded_answered_and_leaves_the_list(recruiter: SignedIn, store: Store) -> None:
    recruiter.submit(
        "/requests",
        customer_id=CUSTOMER,
        kind="correction",
        workflow_id="500",
        job_id=JOB,
        details="<i>2015</i>",
    )
    [request] = store.requests.listed([CUSTOMER])
    page = recruiter.get("/requests", headers={"Accept": "text/html"}).text
    answered = recruiter.submit(f"/requests/{request.id}/answer", end="done", answer="Corrected.")

    assert request.due_on == TODAY + timedelta(days=14)
    assert "&lt;i&gt;2015&lt;/i&gt;" in page
    assert "14 days left" in page
    assert answered.status_code == 303
    assert store.requests.listed([CUSTOMER]) == ()
    assert "Corrected." in recruiter.get("/requests?answered=yes", headers={"Accept": "text/html"}).text


def test_an_overdue_request_stands_first_and_says_so(recruiter: SignedIn, store: Store) -> None:
    for workflow, days in (("500", 0), ("501", 20)):
        received = str(TODAY - timedelta(days=days))
        recruiter.submit(
            "/requests", customer_id=CUSTOMER, kind="human_review", workflow_id=workflow, job_id=JOB, received=received
        )

    assert [request.workflow_id for request in store.requests.listed([CUSTOMER])] == ["501", "500"]
    assert "6 days overdue" in recruiter.get("/requests", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "money"},
        {"customer_id": "1"},
        {"workflow_id": ""},
        {"workflow_id": "5 00"},
        {"workflow_id": "5\x000"},
        {"job_id": ""},
        {"received": "yesterday"},
        {"received": "2999-01-01"},
        {"details": "x" * 2001},
    ],
    ids=str,
)
def test_a_request_that_cannot_be_one_is_refused(recruiter: SignedIn, store: Store, wrong: dict[str, str]) -> None:
    right = {"customer_id": CUSTOMER, "kind": "correction", "workflow_id": "500", "job_id": JOB}

    answer = recruiter.submit("/requests", **(right | wrong))

    assert answer.status_code == 400
    assert store.requests.listed([CUSTOMER]) == ()


def test_declining_needs_a_reason_and_an_answer_is_given_once(recruiter: SignedIn, store: Store) -> None:
    recruiter.submit("/requests", customer_id=CUSTOMER, kind="correction", workflow_id="500", job_id=JOB)
    [request] = store.requests.listed([CUSTOMER])

    without = recruiter.submit(f"/requests/{request.id}/answer", end="declined")
    done = recruiter.submit(f"/requests/{request.id}/answer", end="done")
    again = recruiter.submit(f"/requests/{request.id}/answer", end="declined", answer="no")

    assert (without.status_code, done.status_code, again.status_code) == (400, 303, 400)


def test_requests_of_other_peoples_jobs_are_neither_seen_nor_answered(
    web: str, recruiter: SignedIn, store: Store
) -> None:
    store.inbox.open_run(Opening(CUSTOMER, "500", "event", "status_changed", JOB, "9"))
    recruiter.submit("/requests", customer_id=CUSTOMER, kind="correction", workflow_id="500")
    [request] = store.requests.listed([CUSTOMER])
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER, job_id="8")) as other:
        page = other.get("/requests", headers={"Accept": "text/html"}).text
        answers = [
            other.submit(f"/requests/{request.id}/answer", end="done").status_code,
            other.submit("/requests", customer_id=CUSTOMER, kind="opt_out", workflow_id="500", job_id="8").status_code,
        ]

    assert "request" in page
    assert f"request {request.id}<" not in page
    assert answers == [404, 404]
    assert store.requests.get(request.id) == request
    assert asdict(request)["job_id"] == JOB


def test_the_commands_record_list_and_answer(monkeypatch: Any, database_url: str, store: Store, job: None) -> None:
    added = command(monkeypatch, database_url, "requests", "add", "500", "opt_out", "--job", JOB)
    listed = command(monkeypatch, database_url, "requests", "list")
    [request] = store.requests.listed([CUSTOMER])
    ended = command(monkeypatch, database_url, "requests", "answer", str(request.id), "done")

    assert [result.exit_code for result in (added, listed, ended)] == [0, 0, 0]
    assert "opt out" in listed.output
    assert f"due {TODAY + timedelta(days=3)}" in listed.output
    assert store.requests.opted_out(CUSTOMER, "500")


def test_an_application_without_a_result_has_no_explanation(
    monkeypatch: Any, database_url: str, recruiter: SignedIn
) -> None:
    result = command(monkeypatch, database_url, "explain", "500")

    assert result.exit_code == 1
    assert recruiter.get(f"/applications/{CUSTOMER}/500/explanation").status_code == 404
