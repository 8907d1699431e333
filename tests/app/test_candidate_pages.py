"""Candidates ask for themselves: no account, no oracle, nothing before a person has checked who asks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests as http
from finished_runs import finished_runs
from signed_in import SignedIn

from app.notice_links import notice_address, read_notice_token
from scoring.access import Grant, Role
from scoring.canary import CanaryCase
from scoring.regulations import RequestKind
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from settings import Settings
from store import CandidateRequest, Store
from tasks.regulation_file import regulations

CUSTOMER, JOB = "4560", "7"
WANTED = Requisition(RequisitionId(JOB), "Developer", qualifications="3+ years of Python required.\nSQL preferred.")
SAID = {
    "kind": "human_review",
    "name": "Ida Sample",
    "reach": "ida@example.com",
    "application": "",
    "details": "Please",
}
TODAY = datetime.now(UTC).date()
RESUME = b"Summary\nPython developer, Example Works, 2015 - 2024. Built SQL reports and services in Python for banks.\n"


@pytest.fixture
def page(settings: Settings, store: Store, web: str) -> str:
    """The path that the notice of the job names."""
    store.requisitions.put(CUSTOMER, WANTED, draft_rubric(WANTED), RolloutMode.ASSIST)
    return notice_address(settings, CUSTOMER, JOB).removeprefix(settings.public_url)


@pytest.fixture
def candidate(web: str) -> Iterator[SignedIn]:
    with SignedIn(web) as browser:
        yield browser


@pytest.fixture
def recruiter(web: str, store: Store) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER)) as session:
        yield session


def filed(candidate: SignedIn, page: str, **said: str) -> str:
    """The path of the page that shows the answer."""
    answer = candidate.submit(page, page, **(SAID | said))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def the_request(store: Store) -> CandidateRequest:
    [found] = store.requests.listed([CUSTOMER])
    return found


def an_application(store: Store) -> str:
    """The id of an application with a finished run."""
    case = CanaryCase("developer", WANTED, "resume.txt", RESUME, "edge", "plain", ())
    finished_runs(store, (case,), CUSTOMER)
    return "1"


def test_the_notice_of_a_job_leads_to_its_page(web: str, page: str, settings: Settings) -> None:
    text = http.get(f"{web}/notices/{CUSTOMER}/{JOB}/text", timeout=20).text

    assert f"{settings.public_url}{page}" in text


def test_what_a_candidate_files_lands_in_the_list_with_its_clock_and_no_application(
    candidate: SignedIn, page: str, store: Store, query: Callable[[str], Any]
) -> None:
    answer = candidate.get(filed(candidate, page)).text
    request = the_request(store)

    assert (request.job_id, request.workflow_id, request.kind) == (JOB, "", RequestKind.HUMAN_REVIEW)
    assert request.due_on == regulations().due(RequestKind.HUMAN_REVIEW, TODAY).on
    assert request.claimant == "Ida Sample\nida@example.com"
    assert "A person will first check" in answer
    assert str(request.due_on) in answer
    assert "Ida" not in answer
    assert query("SELECT count(*) FROM audit_events WHERE output::text LIKE '%Sample%'") == [(0,)]


def test_nothing_happens_to_an_application_before_a_person_has_checked(
    candidate: SignedIn, recruiter: SignedIn, page: str, store: Store
) -> None:
    workflow = an_application(store)
    filed(candidate, page, kind="opt_out", application=workflow)
    request = the_request(store)
    before = store.requests.opted_out(CUSTOMER, workflow)
    done = recruiter.submit(f"/requests/{request.id}/answer", end="done").status_code

    verified = recruiter.submit(f"/requests/{request.id}/verify", workflow_id=workflow).status_code

    assert (before, done) == (False, 400)
    assert verified == 303
    assert store.requests.opted_out(CUSTOMER, workflow)
    assert len(store.reports.runs_of(CUSTOMER, workflow)) == 2


def test_the_reasons_are_shown_once_released_and_hold_no_score(
    candidate: SignedIn, recruiter: SignedIn, page: str, store: Store
) -> None:
    workflow = an_application(store)
    link = filed(candidate, page, kind="explanation")
    request = the_request(store)
    too_early = recruiter.submit(f"/requests/{request.id}/release", read="yes").status_code
    recruiter.submit(f"/requests/{request.id}/verify", workflow_id=workflow)
    unread = recruiter.submit(f"/requests/{request.id}/release").status_code
    before = candidate.get(link).text

    released = recruiter.submit(f"/requests/{request.id}/release", read="yes").status_code
    after = candidate.get(link).text

    assert (too_early, unread, released) == (400, 400, 303)
    assert "What was looked at" not in before
    assert "What was looked at" in after
    assert "What you can do" in after
    assert "score" not in after.lower()
    assert "/applications/" not in after


def test_a_decline_says_why_to_whoever_holds_the_link(
    candidate: SignedIn, recruiter: SignedIn, page: str, store: Store
) -> None:
    link = filed(candidate, page)

    recruiter.submit(f"/requests/{the_request(store).id}/answer", end="declined", answer="We could not tell who asks.")

    assert "We could not tell who asks." in candidate.get(link).text


def test_the_answer_is_the_same_for_known_and_unknown_applications(
    candidate: SignedIn, page: str, store: Store
) -> None:
    workflow = an_application(store)
    pages = []
    for application in (workflow, "999999"):
        link = filed(candidate, page, application=application)
        pages.append(candidate.get(link).text.replace(link.rpartition("/")[2], "KEY"))

    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "change", [lambda t: f"{t[:-9]}AAAAAAAAA", lambda t: f"A{t}", lambda t: t * 9], ids=["other", "longer", "many"]
)
def test_a_link_that_is_not_ours_leads_nowhere(
    web: str, page: str, change: Callable[[str], str], settings: Settings
) -> None:
    token = page.rpartition("/")[2]

    assert read_notice_token(settings, change(token)) is None
    assert http.get(f"{web}/notices/{change(token)}", timeout=20).status_code == 404


def test_a_link_signed_with_another_key_or_for_no_job_leads_nowhere(web: str, page: str, settings: Settings) -> None:
    others = replace(settings, secret_key="another-secret-key-that-is-long-enough")

    for address in (notice_address(others, CUSTOMER, JOB), notice_address(settings, CUSTOMER, "8")):
        path = address.removeprefix(settings.public_url)
        assert http.get(f"{web}{path}", timeout=20).status_code == 404


@pytest.mark.parametrize("key", ["a" * 43, "a", "%00" * 43, "..%2F" * 14, "1"])
def test_nobody_finds_a_request_by_guessing(candidate: SignedIn, page: str, key: str) -> None:
    filed(candidate, page)

    assert candidate.get(f"/asked/{key}").status_code == 404


def test_the_database_holds_no_key(candidate: SignedIn, page: str, query: Callable[[str], Any]) -> None:
    key = filed(candidate, page).rpartition("/")[2]

    [(kept,)] = query("SELECT candidate_requests::text FROM candidate_requests")
    assert key not in kept


def test_a_form_that_is_not_ours_files_nothing(candidate: SignedIn, page: str, store: Store) -> None:
    token = candidate.form_token(page)
    foreign = candidate.post(page, data={**SAID, "csrf_token": token}, headers={"Origin": "https://evil.example.com"})
    without = candidate.post(page, data=SAID)
    another = candidate.post(page, data={**SAID, "csrf_token": "0" * 64})

    assert (foreign.status_code, without.status_code, another.status_code) == (403, 403, 403)
    assert store.requests.listed([CUSTOMER]) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "money"},
        {"name": "  "},
        {"reach": ""},
        {"name": "x" * 201},
        {"application": "9" * 201},
        {"details": "x" * 1501},
        {"kind": "correction", "details": " "},
        {"name": "\x00"},
    ],
    ids=lambda wrong: "-".join(f"{name}-{len(value)}" for name, value in wrong.items()),
)
def test_a_form_that_lacks_something_says_what_and_files_nothing(
    candidate: SignedIn, page: str, store: Store, wrong: dict[str, str]
) -> None:
    answer = candidate.submit(page, page, **(SAID | wrong))

    assert answer.status_code == 422
    assert "Nothing was sent yet" in answer.text
    assert store.requests.listed([CUSTOMER]) == ()


def test_hostile_words_are_kept_as_words(candidate: SignedIn, recruiter: SignedIn, page: str, store: Store) -> None:
    hostile = "<script>alert(1)</script> ' OR 1=1 -- {{7*7}} \u202e\x00"

    link = filed(candidate, page, name=hostile, details=hostile)
    shown = recruiter.get("/requests", headers={"Accept": "text/html"}).text

    assert "\x00" not in the_request(store).details
    assert "<script>alert" not in shown + candidate.get(link).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_many_requests_from_one_address_have_to_wait(candidate: SignedIn, page: str, store: Store) -> None:
    answers = [candidate.submit(page, page, **SAID).status_code for _ in range(8)]

    assert answers.count(303) == 6
    assert answers[-1] == 429
    assert len(store.requests.listed([CUSTOMER])) == 6


def test_another_spelling_of_the_link_is_no_other_notice(
    candidate: SignedIn, page: str, query: Callable[[str], list[Any]]
) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    respelled = page[:-1] + letters[letters.index(page[-1]) ^ 1]  # the last bits say nothing

    for path in (page, respelled):
        filed(candidate, path)

    assert query("SELECT failures FROM sign_in_attempts WHERE key LIKE 'notice:%'") == [(2,)]


def test_requests_of_other_peoples_jobs_are_not_checked_or_released(
    web: str, candidate: SignedIn, page: str, store: Store
) -> None:
    filed(candidate, page, kind="explanation")
    request = the_request(store)

    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER, job_id="8")) as other:
        answers = [
            other.submit(f"/requests/{request.id}/verify", workflow_id="1").status_code,
            other.submit(f"/requests/{request.id}/release", read="yes").status_code,
        ]
        listed = other.get("/requests", headers={"Accept": "text/html"}).text

    assert answers == [404, 404]
    assert "Ida Sample" not in listed
    assert the_request(store) == request


def test_a_request_is_not_tied_to_an_application_out_of_reach(
    web: str, candidate: SignedIn, page: str, store: Store, settings: Settings
) -> None:
    workflow = an_application(store)
    other_job = replace(WANTED, id=RequisitionId("8"))
    store.requisitions.put(CUSTOMER, other_job, draft_rubric(other_job), RolloutMode.ASSIST)
    filed(candidate, notice_address(settings, CUSTOMER, "8").removeprefix(settings.public_url), kind="opt_out")
    request = the_request(store)

    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER, job_id="8")) as only_eight:
        answer = only_eight.submit(f"/requests/{request.id}/verify", workflow_id=workflow)

    assert answer.status_code == 404
    assert not store.requests.opted_out(CUSTOMER, workflow)
