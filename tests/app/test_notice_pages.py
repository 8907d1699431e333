"""The notice of a requisition on pages and by command: what is missing, and putting its day on record."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from signed_in import SignedIn

from app.cli import cli
from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Store

CUSTOMER, JOB = "4560", "7"
PAGE = f"/requisitions/{CUSTOMER}/{JOB}"
WANTED = Requisition(RequisitionId(JOB), "Developer", qualifications="3+ years of Python required.")
TODAY = datetime.now(UTC).date()
LONG_AGO = str(TODAY - timedelta(days=60))
HTML = {"Accept": "text/html"}


@pytest.fixture
def recruiter(web: str, store: Store) -> Iterator[SignedIn]:
    store.requisitions.put(CUSTOMER, WANTED, draft_rubric(WANTED), RolloutMode.ASSIST)
    store.notices.set_places(CUSTOMER, JOB, ["New York City"], "user:test")
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER)) as session:
        yield session


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, database_url: str, recruiter: SignedIn) -> Callable[..., Result]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ICIMS_CUSTOMER_ID", CUSTOMER)
    return lambda *arguments: CliRunner().invoke(cli, ["notices", *arguments])


def test_the_requisition_says_what_is_missing_and_from_when_it_may_be_used(recruiter: SignedIn) -> None:
    missing = recruiter.get(PAGE, headers=HTML).text
    recruiter.submit(f"{PAGE}/notice", published=str(TODAY), place="careers page")
    waiting = recruiter.get(PAGE, headers=HTML).text
    recruiter.submit(f"{PAGE}/notice", published=LONG_AGO, place="careers page")
    stands = recruiter.get(PAGE, headers=HTML).text

    assert "no publication is on record" in missing
    assert f"was published on {TODAY}, and has to stand for 10 business days" in waiting
    assert f"stands since {LONG_AGO}" in stands
    assert "stay in shadow" not in stands


def test_a_publication_is_on_record_and_can_be_withdrawn(
    recruiter: SignedIn, store: Store, query: Callable[[str], Any]
) -> None:
    recruiter.submit(f"{PAGE}/notice", published=LONG_AGO, place="careers page")
    [publication] = store.notices.publications(CUSTOMER, JOB)

    recruiter.submit(f"{PAGE}/notice/{publication.id}/withdraw")
    again = recruiter.submit(f"{PAGE}/notice/{publication.id}/withdraw")

    assert store.notices.of(CUSTOMER, JOB).published_on is None
    assert again.status_code == 400
    assert query("SELECT action FROM audit_events WHERE action LIKE 'notice.%' ORDER BY id") == [
        ("notice.places_set",),
        ("notice.published",),
        ("notice.withdrawn",),
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"published": str(TODAY + timedelta(days=2))}, {"published": "soon"}, {"place": " "}, {"place": "x" * 501}],
)
def test_a_publication_that_cannot_be_one_is_refused(recruiter: SignedIn, store: Store, wrong: dict[str, str]) -> None:
    answer = recruiter.submit(f"{PAGE}/notice", **({"published": LONG_AGO, "place": "careers page"} | wrong))

    assert answer.status_code == 400
    assert store.notices.publications(CUSTOMER, JOB) == ()


def test_a_publication_of_another_job_is_not_withdrawn(recruiter: SignedIn, store: Store) -> None:
    other = store.notices.publish(CUSTOMER, "8", TODAY, "elsewhere", "0" * 64, "user:test")

    assert recruiter.submit(f"{PAGE}/notice/{other}/withdraw").status_code == 400
    assert store.notices.of(CUSTOMER, "8").published_on == TODAY


def test_a_notice_whose_job_changed_since_says_so(recruiter: SignedIn, store: Store) -> None:
    recruiter.submit(f"{PAGE}/notice", published=LONG_AGO, place="careers page")
    before = recruiter.get(f"{PAGE}/notice", headers=HTML).text
    changed = Requisition(RequisitionId(JOB), "Developer", qualifications="3+ years of Rust required.")
    store.requisitions.put(CUSTOMER, changed, draft_rubric(changed), RolloutMode.ASSIST)

    after = recruiter.get(f"{PAGE}/notice", headers=HTML).text

    assert "has changed since" not in before
    assert "has changed since" in after


def test_the_commands_name_places_publish_show_and_withdraw(command: Callable[..., Result]) -> None:
    listed = command("places").output
    missing = command("places", "New York City", "--job", JOB).output
    published = command("publish", JOB, "--on", LONG_AGO, "--at", "careers page").output
    shown = command("show", JOB).output
    withdrawn = command("withdraw", JOB, published.split(":")[0].removeprefix("publication ")).output
    nowhere = command("places", "--none", "--job", JOB).output

    assert "Illinois" in listed
    assert "nyc-ll144 ask for 10 business days; notice_missing" in missing
    assert f"it stands: published {LONG_AGO}" in published
    assert "careers page" in shown
    assert "notice_missing" in withdrawn
    assert "nothing waits" in nowhere


@pytest.mark.parametrize(
    "wrong", [("places", "Atlantis"), ("publish", "99", "--at", "page"), ("withdraw", JOB, "99"),
              ("publish", JOB, "--on", "2999-01-01", "--at", "page")]
)  # fmt: skip
def test_a_command_about_what_there_is_not_is_refused(command: Callable[..., Result], wrong: tuple[str, ...]) -> None:
    assert command(*wrong).exit_code == 1
