"""Before the notice to candidates stands for long enough, no score leaves shadow; then it does by itself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from writing_desk import CUSTOMER, Desk

from scoring.notice_period import NoticeWait, first_use
from scoring.run import RolloutMode, RunId, Step
from store import Finding
from tasks.findings import Written, read_finding
from tasks.notice_gate import notice_of_requisition, release_after_notice

NEW_YORK, TODAY = "New York City", datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=60)
Query = Callable[[str], list[Any]]


def job_of(desk: Desk) -> str:
    return str(desk.simulated.profiles["applicantworkflows"][desk.workflow].fields["baseprofile"])


def publish(desk: Desk, on: date) -> int:
    return desk.deps.store.notices.publish(CUSTOMER, job_of(desk), on, "careers page", "0" * 64, "user:test")


def written(desk: Desk, run_id: RunId) -> Written:
    view = desk.deps.store.reports.run(run_id)
    assert view is not None
    return read_finding(view.findings, Written)


def newest(desk: Desk) -> RunId:
    return desk.deps.store.reports.runs_of(CUSTOMER, str(desk.workflow))[0]


@pytest.fixture
def gated(desk: Desk) -> Desk:
    desk.deps.store.notices.set_places(CUSTOMER, "", [NEW_YORK], "user:test")
    return desk


@pytest.mark.parametrize(
    ("on", "wait"),
    [
        (None, NoticeWait.MISSING),
        (TODAY, NoticeWait.PERIOD),
        (TODAY - timedelta(days=11), NoticeWait.PERIOD),
        (LONG_AGO, ""),
    ],
    ids=["never-published", "published-today", "nine-business-days-at-most", "long-ago"],
)
def test_a_score_stays_in_shadow_until_its_notice_stands_for_ten_business_days(
    gated: Desk, query: Query, on: date | None, wait: str
) -> None:
    if on is not None:
        publish(gated, on)

    run_id = gated.finish()

    assert written(gated, run_id).withheld == wait
    assert written(gated, run_id).mode == (RolloutMode.SHADOW if wait else RolloutMode.ASSIST)
    assert len(gated.results()) == (0 if wait else 1)
    [(said,)] = query("SELECT output->>'withheld' FROM audit_events WHERE action LIKE 'write_back.%'")
    assert (said or "") == wait


def test_guided_moves_no_status_before_the_notice(gated: Desk, query: Query) -> None:
    gated.mode = RolloutMode.GUIDED
    gated.map_fields({"statuses": {"review": "C12295"}, "upward_from": ["D10100"]})
    gated.put("status", {"id": "D10100", "value": "New"})
    strong = {"score": 93.5, "tier": "strong", "missing_requirements": [], "tags": [], "review": [], "hidden_text": []}
    certain = {"abstained": None, "uncertainty": {"low": 0, "high": 100, "crosses": []}}

    early = gated.until_scored_as(query, {**strong, **certain})
    gated.perform(early, Step.WRITE_BACK)
    gated.perform(early, Step.AUDIT)
    held = gated.status()
    publish(gated, LONG_AGO)
    later = gated.until_scored_as(query, {**strong, **certain})
    gated.perform(later, Step.WRITE_BACK)

    assert (held, written(gated, early).move) == ("D10100", None)
    assert gated.status() == "C12295"


def test_without_a_place_on_record_nothing_waits(desk: Desk) -> None:
    assert written(desk, desk.finish()).withheld == ""
    assert len(desk.results()) == 1


def test_a_requisition_can_say_for_itself_that_it_is_nowhere_of_the_kind(gated: Desk) -> None:
    gated.deps.store.notices.set_places(CUSTOMER, job_of(gated), [], "user:test")

    assert written(gated, gated.finish()).withheld == ""


def test_a_place_whose_rules_name_no_days_needs_the_notice_and_no_more(desk: Desk) -> None:
    desk.deps.store.notices.set_places(CUSTOMER, "", ["Illinois"], "user:test")

    before = written(desk, desk.finish()).withheld
    publish(desk, TODAY)

    assert before == NoticeWait.MISSING
    assert written(desk, desk.finish()).withheld == ""


def test_a_withdrawn_publication_counts_for_nothing(gated: Desk) -> None:
    publication = publish(gated, LONG_AGO)
    gated.deps.store.notices.withdraw(CUSTOMER, job_of(gated), publication, "user:test")

    assert written(gated, gated.finish()).withheld == NoticeWait.MISSING


def test_what_waited_is_written_once_the_notice_stands_for_long_enough(gated: Desk) -> None:
    waited = gated.finish()
    too_early = release_after_notice(gated.deps, CUSTOMER)
    publish(gated, LONG_AGO)

    opened = release_after_notice(gated.deps, CUSTOMER)
    again = release_after_notice(gated.deps, CUSTOMER)
    released = newest(gated)
    for step in Step:
        finding: Finding = gated.perform(released, step)

    assert (too_early, opened, again) == (0, 1, 0)
    assert released != waited
    assert finding.final is not None
    assert len(gated.results()) == 1
    assert release_after_notice(gated.deps, CUSTOMER) == 0


def test_the_holidays_of_the_tenant_make_the_period_longer(gated: Desk) -> None:
    published, now = date(2026, 11, 16), datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    publish(gated, published)
    tenant = gated.deps.tenants[CUSTOMER].settings
    with_holiday = type(tenant)(CUSTOMER, holidays="2026-11-26")

    plain = notice_of_requisition(gated.deps.store, tenant, CUSTOMER, job_of(gated), now)
    later = notice_of_requisition(gated.deps.store, with_holiday, CUSTOMER, job_of(gated), now)

    assert (plain.usable_from, plain.wait) == (date(2026, 11, 30), None)
    assert (later.usable_from, later.wait) == (first_use(published, 10, {date(2026, 11, 26)}), None)
    assert later.usable_from == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        (datetime(2026, 11, 30, 11, 59, tzinfo=UTC), NoticeWait.PERIOD),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), None),
    ],
)
def test_a_period_is_over_when_its_last_day_has_begun_everywhere(
    gated: Desk, now: datetime, wait: NoticeWait | None
) -> None:
    publish(gated, date(2026, 11, 16))

    assert notice_of_requisition(gated.deps.store, None, CUSTOMER, job_of(gated), now).wait is wait
