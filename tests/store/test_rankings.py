"""The list of a requisition's applications: filters, orders, and pages that neither repeat nor leave out anybody."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode, Step
from scoring.triage import tier_of
from store import AuditNote, Finding, Opening, Order, Position, RankedApplication, RankingFilter, ScoreRecord, Store
from store.rankings import BATCH

CUSTOMER, JOB = "4560", "7"
NOTE = AuditNote("tested")
LACKS = {"criterion_id": "g-forklift", "text": "Forklift licence", "verdict": "unmet", "question": ""}


@pytest.fixture
def rubric_id(store: Store) -> int:
    requisition = Requisition(RequisitionId(JOB), "Welder", qualifications="Two years of welding are required.")
    store.requisitions.put(CUSTOMER, requisition, draft_rubric(requisition), RolloutMode.SHADOW)
    return int(store.requisitions.find(CUSTOMER, JOB).rubric_id)


@pytest.fixture
def score(store: Store, rubric_id: int) -> Callable[..., None]:
    """Take an application through the steps up to its score; None as points abstains."""

    def take(workflow_id: str, points: object, **changed: Any) -> None:
        opening = Opening(CUSTOMER, workflow_id, f"new:{workflow_id}", "status_changed", job_id=JOB, person_id="9")
        run_id = store.inbox.open_run(opening).run_id
        value = None if points is None else Decimal(str(points))
        given: dict[str, Any] = {
            "confidence": 0.9,
            "tier": tier_of(value),
            "abstained": "scan" if value is None else None,
            "strongest": "+5: Welding — “led a crew”",
            "missing": [],
            **changed,
        }
        record = ScoreRecord(
            JOB, rubric_id, value, assessor="local", model="local-1", prompt_version="rules-1", **given
        )
        for step in (Step.EXTRACT, Step.MATCH, Step.FLAG):
            found = record if step is Step.FLAG else None
            store.runs.record(store.runs.claim(run_id, step, 60).dossier, Finding({}, NOTE, score=found), 1)

    return take


def ids(applications: Iterator[RankedApplication] | tuple[RankedApplication, ...]) -> list[str]:
    return [application.workflow_id for application in applications]


def walk(store: Store, order: Order = Order.SCORE, size: int = 2) -> list[list[str]]:
    """Every page from the first one on."""
    page = store.rankings.page(CUSTOMER, JOB, order=order, limit=size)
    pages = [ids(page.applications)]
    while page.after:
        page = store.rankings.page(CUSTOMER, JOB, order=order, limit=size, after=page.after)
        pages.append(ids(page.applications))
    return pages


def test_pages_follow_each_other_with_equals_in_the_order_in_which_they_applied(
    store: Store, score: Callable[..., None]
) -> None:
    for workflow_id, points in (("1", 50), ("2", 90.5), ("3", 50), ("4", None), ("5", 50), ("6", None), ("7", 0)):
        score(workflow_id, points)

    assert walk(store) == [["2", "1"], ["3", "5"], ["7", "4"], ["6"]]


def test_a_page_says_which_places_it_holds_and_leads_back(store: Store, score: Callable[..., None]) -> None:
    for number in range(5):
        score(str(number), 90 - number)

    first = store.rankings.page(CUSTOMER, JOB, limit=2)
    second = store.rankings.page(CUSTOMER, JOB, limit=2, after=first.after)
    back = store.rankings.page(CUSTOMER, JOB, limit=2, before=second.before)

    assert (first.first, first.last, first.total, first.before) == (1, 2, 5, None)
    assert (second.first, second.last, second.total) == (3, 4, 5)
    assert back == first


def test_the_last_page_is_full_and_the_end(store: Store, score: Callable[..., None]) -> None:
    for number in range(5):
        score(str(number), 90 - number)

    last = store.rankings.page(CUSTOMER, JOB, limit=2, from_the_end=True)

    assert (ids(last.applications), last.first, last.last, last.after) == (["3", "4"], 4, 5, None)
    assert last.before is not None


def test_who_comes_in_meanwhile_moves_nobody_to_another_page(store: Store, score: Callable[..., None]) -> None:
    for number in range(4):
        score(str(number), 90 - number)
    first = store.rankings.page(CUSTOMER, JOB, limit=2)

    score("new", 99)
    second = store.rankings.page(CUSTOMER, JOB, limit=2, after=first.after)

    assert ids(second.applications) == ["2", "3"]
    assert second.first == 4


@pytest.mark.parametrize(("order", "found"), [(Order.SCORE, "213"), (Order.CONFIDENCE, "132"), (Order.NEWEST, "321")])
def test_a_list_has_three_orders(store: Store, score: Callable[..., None], order: Order, found: str) -> None:
    for workflow_id, points, confidence in (("1", 60, 0.95), ("2", 80, 0.5), ("3", 40, 0.723456)):
        score(workflow_id, points, confidence=confidence)

    assert walk(store, order, size=1) == [[workflow_id] for workflow_id in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RankingFilter(), ["1", "2", "3"]),
        (RankingFilter(tier="strong"), ["1"]),
        (RankingFilter(scored="yes"), ["1", "2"]),
        (RankingFilter(scored="no"), ["3"]),
        (RankingFilter(tag="AI_Review_Required"), ["2", "3"]),
        (RankingFilter(missing="g-forklift"), ["2"]),
        (RankingFilter(missing="g"), []),
        (RankingFilter(text="FORKLIFT"), ["2"]),
        (RankingFilter(text="vessels"), ["1"]),
        (RankingFilter(text="3"), ["3"]),
        (RankingFilter(text="g-forklift"), []),
        (RankingFilter(text="%"), []),
        (RankingFilter(tier="possible", text="crane"), []),
    ],
)
def test_a_filter_keeps_what_it_names(
    store: Store, score: Callable[..., None], wanted: RankingFilter, found: list[str]
) -> None:
    score("1", 90, strongest="+5: Pressure vessels")
    score("2", 60, missing=[LACKS], tags=("AI_Possible_Match", "AI_Review_Required"))
    score("3", None, strongest="", tags=("AI_Review_Required",))

    page = store.rankings.page(CUSTOMER, JOB, wanted)

    assert ids(page.applications) == found
    assert page.total == len(found)
    assert ids(store.rankings.every(CUSTOMER, JOB, wanted)) == found


def test_a_list_longer_than_a_batch_comes_whole(store: Store, score: Callable[..., None], query: Any) -> None:
    score("1", 70)
    query(f"""
        INSERT INTO applications (customer_id, workflow_id, job_id, person_id)
        SELECT customer_id, 'x' || n, job_id, person_id FROM applications, generate_series(1, {BATCH}) AS n;
        INSERT INTO runs (id, application_id, cause, trace_id, as_of, state, next_step)
        SELECT gen_random_uuid(), id, 'event', 't', now(), 'scored', NULL FROM applications WHERE workflow_id <> '1';
        INSERT INTO scores (run_id, application_id, requisition_id, rubric_id, score, confidence, tier, strongest,
                            missing, assessor, model, prompt_version)
        SELECT runs.id, runs.application_id, requisition_id, rubric_id, score, confidence, tier, strongest, missing,
               assessor, model, prompt_version
        FROM runs, scores WHERE runs.state = 'scored'""")  # noqa: S608  numbers of our own

    everybody = ids(store.rankings.every(CUSTOMER, JOB, RankingFilter()))

    assert len(everybody) == len(set(everybody)) == BATCH + 1


def test_another_requisition_or_tenant_is_not_in_the_list(store: Store, score: Callable[..., None]) -> None:
    score("1", 70)

    assert store.rankings.page(CUSTOMER, "8").total == 0
    assert store.rankings.page("4561", JOB).total == 0


def test_a_score_that_a_newer_one_replaced_is_not_listed(
    store: Store, score: Callable[..., None], query: Callable[[str], Any]
) -> None:
    score("1", 70)
    query("UPDATE scores SET current = false")

    assert store.rankings.page(CUSTOMER, JOB).applications == ()


@pytest.mark.parametrize("text", ["-90.50~17", "-0.905~1", "1~999"])
def test_a_place_is_written_and_read_back(text: str) -> None:
    assert str(Position.parse(text)) == text


@pytest.mark.parametrize("text", ["", "~", "1", "1~", "a~1", "1e9~1", "inf~1", "1~-1", "-~1", "1" * 31 + "~1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Position.parse(text)
