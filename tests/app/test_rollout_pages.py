"""How far scores reach, over HTTP: measured, proposed, approved by another, stepped back from; and blind draws."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import SignedIn

from scoring.access import Grant, Role
from scoring.run import RolloutMode
from store import Scope, Store

Query = Callable[[str], list[Any]]
JOB = "canary-nurse"
MODE = f"/requisitions/{CUSTOMER}/{JOB}/mode"
NURSE = Scope(CUSTOMER, "", JOB)
HERE = {"customer": CUSTOMER, "family": "", "job": JOB}
WIDE = {"customer": CUSTOMER, "family": "", "job": ""}
STEP = {**HERE, "mode": "assist", "reason": "a good quarter", "share": "", "applications": "", "recruiters": ""}


@pytest.fixture
def people(web: str, store: Store) -> Iterator[Callable[..., SignedIn]]:
    """Somebody new with these grants, signed in."""
    finished_runs(store, cases_of("nurse"))
    opened = []

    def sign_in(*grants: Grant) -> SignedIn:
        opened.append(SignedIn(web, store, *(grants or (Grant(Role.RECRUITER, CUSTOMER),))))
        return opened[-1]

    yield sign_in
    for session in opened:
        session.close()


def page(session: SignedIn, path: str = MODE) -> str:
    answer = session.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def proposed(session: SignedIn, store: Store, **changes: str) -> int:
    answer = session.submit("/rollout/propose", **{**STEP, **changes})
    assert answer.status_code == 303, answer.text
    return store.rollouts.listed(CUSTOMER)[0].id


def mode(store: Store) -> RolloutMode:
    stored = store.requisitions.find(CUSTOMER, JOB)
    assert stored is not None
    return stored.mode


def enough(store: Store, query: Query) -> None:
    """Everything that assist needs: typed figures, and as many scores as it takes."""
    for kind, figures in (
        ("agreement", {"pairs": 42, "kappa": 0.71}),
        ("impact", {"lowest_ratio": None}),
        ("injection", {"attacks": 276, "unflagged": 0}),
    ):
        store.rollouts.record(NURSE, kind, figures, "user:test")
    query(
        "INSERT INTO applications (customer_id, workflow_id, job_id, person_id)"
        " SELECT customer_id, 'more-' || n, job_id, '' FROM requisitions, generate_series(1, 30) AS n"
    )
    query(
        "INSERT INTO runs (id, application_id, cause, trace_id, as_of, state)"
        " SELECT gen_random_uuid(), id, 'event', 'x', '2026-11-01', 'scored' FROM applications"
        " WHERE workflow_id LIKE 'more-%'"
    )
    query(
        "INSERT INTO scores (run_id, application_id, requisition_id, rubric_id, score, confidence, tier, strongest,"
        " missing, assessor, model, prompt_version)"
        " SELECT runs.id, application_id, requisitions.id, rubric_id, 60, 1, 'possible', '', '[]', '', '', ''"
        " FROM runs, requisitions WHERE runs.trace_id = 'x'"
    )


def test_a_requisition_leads_to_its_mode_and_says_what_is_missing(people: Callable[..., SignedIn]) -> None:
    maria = people()

    overview, shown = page(maria, f"/requisitions/{CUSTOMER}/{JOB}"), page(maria)

    assert f'href="{MODE}"' in overview
    assert "Nobody has decided anything" in shown
    assert "no agreement recorded" in shown
    assert ('id="propose"' in shown, 'id="demote"' in shown, 'id="measure"' in shown) == (True, False, True)


def test_what_is_measured_stands_on_the_page_with_its_source(people: Callable[..., SignedIn], store: Store) -> None:
    maria = people()

    assert maria.submit("/rollout/measure", **HERE).status_code == 303
    shown = page(maria)

    assert "<b>measured</b>" in shown
    assert "0 pairs, kappa undefined" in shown
    assert "there are no demographic data on these applications" in shown
    store.rollouts.record(NURSE, "agreement", {"pairs": 42, "kappa": 0.71}, "user:test")
    assert "<b>typed</b>" in page(maria)


def test_one_person_proposes_and_another_approves(people: Callable[..., SignedIn], store: Store, query: Query) -> None:
    enough(store, query)
    maria, tom = people(), people()
    rollout = proposed(maria, store)

    own = maria.submit(f"/rollout/{rollout}/approve")
    told = page(maria)
    before = mode(store)
    approved = tom.submit(f"/rollout/{rollout}/approve")

    assert (own.status_code, before) == (400, RolloutMode.SHADOW)
    assert "You proposed it, so somebody else has to approve it" in told
    assert f"/rollout/{rollout}/approve" not in told
    assert (approved.status_code, mode(store)) == (303, RolloutMode.ASSIST)
    shown = page(tom)
    assert f"(rollout {rollout}): a good quarter" in shown
    assert 'id="demote"' in shown


def test_a_pilot_group_is_what_was_typed(people: Callable[..., SignedIn], store: Store) -> None:
    rollout = proposed(people(), store, share="20", applications="17, 18", recruiters="44")

    pilot = store.rollouts.get(rollout).pilot

    assert pilot is not None
    assert pilot.as_json() == {"percent": 20, "applications": ["17", "18"], "recruiters": ["44"]}


def test_what_is_missing_keeps_it_from_being_approved_but_for_an_administrator(
    people: Callable[..., SignedIn], store: Store
) -> None:
    rollout, tom, root = proposed(people(), store), people(), people(Grant(Role.ADMIN))

    refused = tom.submit(f"/rollout/{rollout}/approve", override="please")
    silent = root.submit(f"/rollout/{rollout}/approve")

    assert (refused.status_code, silent.status_code, mode(store)) == (400, 400, RolloutMode.SHADOW)
    assert "Only an administrator may approve it" in refused.text
    assert "no agreement recorded" in silent.text
    assert root.submit(f"/rollout/{rollout}/approve", override="pilot customer").status_code == 303
    assert mode(store) is RolloutMode.ASSIST
    assert "pilot customer (against: " in page(root)


def test_one_person_steps_back_at_once_with_a_reason(people: Callable[..., SignedIn], store: Store) -> None:
    rollout = proposed(people(), store)
    store.rollouts.approve(rollout, "user:test")
    tom = people()

    silent = tom.submit("/rollout/demote", **HERE, mode="shadow", reason="  ")
    kept = mode(store)
    back = tom.submit("/rollout/demote", **HERE, mode="shadow", reason="a complaint")

    assert (silent.status_code, kept) == (400, RolloutMode.ASSIST)
    assert (back.status_code, mode(store)) == (303, RolloutMode.SHADOW)
    assert "a complaint" in page(tom)


def test_a_refused_proposal_keeps_what_was_typed(people: Callable[..., SignedIn]) -> None:
    answer = people().submit("/rollout/propose", **{**STEP, "share": "101", "reason": "<b>why</b>"})

    assert answer.status_code == 400
    assert "A pilot’s share" in answer.text or "A pilot&#39;s share is 0 to 100 per cent." in answer.text
    assert 'value="&lt;b&gt;why&lt;/b&gt;"' in answer.text


@pytest.mark.parametrize(
    "changes",
    [{"mode": "shadow"}, {"mode": "full"}, {"reason": "x" * 501}, {"share": "-1"}, {"share": "²"}],
    ids=str,
)
def test_what_no_proposal_can_be_is_refused(people: Callable[..., SignedIn], changes: dict[str, str]) -> None:
    assert people().submit("/rollout/propose", **{**STEP, **changes}).status_code == 400


def test_a_customer_and_a_family_have_pages_of_their_own(
    people: Callable[..., SignedIn], store: Store, query: Query
) -> None:
    query(f"UPDATE requisitions SET family = 'care' WHERE job_id = '{JOB}'")  # noqa: S608  our own words
    maria = people()
    query(f"UPDATE requisitions SET family = 'care' WHERE job_id = '{JOB}'")  # noqa: S608  our own words

    listed = page(maria, "/rollout")
    proposed(maria, store, job="", family="care")

    assert f"/rollout?customer={CUSTOMER}&amp;family=care" in listed
    assert "a good quarter" in page(maria, f"/rollout?customer={CUSTOMER}&family=care")
    assert "a good quarter" in page(maria, "/rollout")
    assert maria.get(f"/rollout?customer={CUSTOMER}&family=none").status_code == 404


@pytest.mark.parametrize(
    "grant", [Grant(Role.RECRUITER, "9000"), Grant(Role.RECRUITER, CUSTOMER, job_id="78")], ids=["customer", "job"]
)
def test_a_scope_of_others_does_not_exist(people: Callable[..., SignedIn], store: Store, grant: Grant) -> None:
    rollout, stranger = proposed(people(), store), people(grant)

    answers: list[requests.Response] = [
        stranger.get(MODE),
        stranger.get(f"/rollout?customer={CUSTOMER}"),
        stranger.submit(f"/rollout/{rollout}/approve", override="mine"),
        *(
            stranger.submit(f"/rollout/{what}", **{**STEP, **scope})
            for what in ("measure", "propose", "demote")
            for scope in (HERE, WIDE)
        ),
        stranger.submit(f"/requisitions/{CUSTOMER}/{JOB}/blind-reviews", count="5"),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert "a good quarter" not in page(stranger, "/rollout")
    assert [each.state for each in store.rollouts.listed(CUSTOMER, ended=True)] == ["waiting"]
    assert store.rollouts.numbers(NURSE).recorded == {}


def test_who_may_one_requisition_may_not_the_customer(people: Callable[..., SignedIn]) -> None:
    ann = people(Grant(Role.RECRUITER, CUSTOMER, job_id=JOB))

    assert ann.submit("/rollout/propose", **STEP).status_code == 303
    assert ann.submit("/rollout/propose", **{**STEP, "job": ""}).status_code == 404
    assert ann.submit("/rollout/demote", **WIDE, mode="shadow", reason="no").status_code == 404


def test_a_long_history_comes_in_pages(people: Callable[..., SignedIn], store: Store) -> None:
    for number in range(25):
        store.rollouts.demote(NURSE, RolloutMode.SHADOW, "user:test", f"reason number {number}.")

    first, second = page(people()), page(people(), f"{MODE}?page=2")

    assert ("reason number 24." in first, "reason number 0." in first) == (True, False)
    assert "reason number 0." in second
    assert 'rel="next"' in page(people(), "/rollout")


def test_a_draw_opens_blind_reviews_and_leads_to_the_first(
    people: Callable[..., SignedIn], store: Store, query: Query
) -> None:
    maria, draw = people(), f"/requisitions/{CUSTOMER}/{JOB}/blind-reviews"

    answer = maria.submit(draw, count="2")
    shown = page(maria, answer.headers["Location"])

    opened = query("SELECT id, blind, kind FROM reviews WHERE assignee IS NOT NULL ORDER BY id")
    assert [row[1:] for row in opened] == [(True, "blind_sample")] * 2
    assert answer.headers["Location"] == f"/reviews/{opened[0][0]}"
    assert "of 100" not in shown
    assert page(maria, "/reviews?assigned=me").count('href="/reviews/') >= 2


def test_a_draw_from_nothing_says_so(people: Callable[..., SignedIn], store: Store) -> None:
    maria, draw = people(), f"/requisitions/{CUSTOMER}/{JOB}/blind-reviews"
    maria.submit(draw, count="100")

    again = maria.submit(draw, count="1")

    assert again.status_code == 400
    assert "each scored application here was rated already" in again.text.lower()


@pytest.mark.parametrize("count", ["", "0", "101", "many", "1e1", "²"])
def test_a_draw_of_another_size_is_refused(people: Callable[..., SignedIn], count: str) -> None:
    assert people().submit(f"/requisitions/{CUSTOMER}/{JOB}/blind-reviews", count=count).status_code == 400


@pytest.mark.parametrize("looks", [False, True], ids=["blind", "after a look at the ranking"])
def test_ratings_of_a_draw_count_for_whoever_had_not_looked(
    people: Callable[..., SignedIn], store: Store, query: Query, looks: bool
) -> None:
    maria = people()
    query("UPDATE scores SET scored_at = now() - interval '1 day'")
    if looks:
        page(maria, f"/requisitions/{CUSTOMER}/{JOB}")
        query("UPDATE score_views SET first_at = now() - interval '1 hour'")
    told = page(maria)
    first = maria.submit(f"/requisitions/{CUSTOMER}/{JOB}/blind-reviews", count="3").headers["Location"]
    page(maria, f"/requisitions/{CUSTOMER}/{JOB}")

    assert maria.submit(f"{first}/rating", rating="60").status_code == 303
    maria.submit("/rollout/measure", **HERE)

    recorded = store.rollouts.numbers(NURSE).measured["agreement"]
    assert recorded.figures["pairs"] == (0 if looks else 1)
    assert ("You have looked at scores of this requisition" in told) == looks
