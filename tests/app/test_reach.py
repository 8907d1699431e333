"""Whose requisition is it? What is somebody else's does not exist, whoever asks and however it is spelled."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from showcase import RUBRIC, TEXT, Showcase
from signed_in import SignedIn

from app.web import create_app
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Resume
from scoring.run import RolloutMode, RunId
from settings import Settings
from store import Opening, Store

Query = Callable[[str], list[Any]]
RECRUITER = Role.RECRUITER
DENIED = """
SELECT actor, customer_id, job_id, output->>'route' FROM audit_events WHERE action = 'access.denied' ORDER BY id
"""
TWO = [Grant(RECRUITER, "4560", job_id="78"), Grant(Role.AUDITOR, "9000")]


@pytest.fixture
def two_customers(settings: Settings, ring: object, tmp_path: Path, query: Query) -> Iterator[tuple[str, Store]]:
    """4560 with the requisitions 77 (family welding) and 78; 9000 with another 77."""
    tenants = tmp_path / "tenants.yml"
    tenants.write_text(yaml.safe_dump([{"customer_id": "9000"}]))
    app = create_app(replace(settings, icims_tenants_file=str(tenants)))
    store = app.extensions["site"].store
    for customer_id, job_id in (("4560", "77"), ("4560", "78"), ("9000", "77"), ("1111", "77")):
        content = Requisition(RequisitionId(job_id), f"Job {job_id} of {customer_id}")
        store.requisitions.put(customer_id, content, RUBRIC, RolloutMode.ASSIST)
    query("UPDATE requisitions SET family = 'welding' WHERE customer_id = '4560' AND job_id = '77'")
    with serve(app) as url:
        yield url, store
    store.close()


def a_run(store: Store, customer_id: str, job_id: str, workflow_id: str) -> RunId:
    opening = Opening(customer_id, workflow_id, workflow_id, "status_changed", job_id=job_id, person_id="9")
    run_id = store.inbox.open_run(opening).run_id
    assert run_id is not None
    return run_id


def paths(customer_id: str, job_id: str, workflow_id: str, run_id: RunId) -> list[str]:
    return [
        f"/requisitions/{customer_id}/{job_id}",
        f"/applications/{customer_id}/{workflow_id}",
        f"/runs/{run_id}",
        f"/runs/{run_id.upper()}",
        f"/api/v1/requisitions/{customer_id}/{job_id}/ranking",
        f"/api/v1/runs/{run_id}",
    ]


@pytest.mark.parametrize(
    ("grants", "seen"),
    [
        pytest.param([Grant(RECRUITER, "4560")], {"4560/77", "4560/78"}, id="a-customer"),
        pytest.param([Grant(RECRUITER, "9000")], {"9000/77"}, id="another-customer"),
        pytest.param([Grant(RECRUITER, "4560", job_id="77")], {"4560/77"}, id="a-requisition"),
        pytest.param([Grant(RECRUITER, "4560", "welding")], {"4560/77"}, id="a-family"),
        pytest.param([Grant(RECRUITER, "4560", "nursing")], set(), id="a-family-without-requisitions"),
        pytest.param(TWO, {"4560/78", "9000/77"}, id="two"),
        pytest.param([Grant(RECRUITER)], {"4560/77", "4560/78", "9000/77"}, id="every-customer-that-is-configured"),
        pytest.param([Grant(RECRUITER, "1111")], set(), id="a-customer-that-is-not-configured"),
    ],
)
def test_one_sees_what_is_granted_and_the_rest_does_not_exist(
    two_customers: tuple[str, Store], grants: list[Grant], seen: set[str]
) -> None:
    url, store = two_customers
    runs = {
        place: a_run(store, *place.split("/"), f"5{number}")
        for number, place in enumerate(("4560/77", "4560/78", "9000/77", "1111/77"))
    }

    with SignedIn(url, store, *grants) as user:
        listed = {f"{r['customer_id']}/{r['job_id']}" for r in user.get("/api/v1/requisitions").json()["requisitions"]}
        page = user.get("/").text
        answers = {
            place: {user.get(path).status_code for path in paths(*place.split("/"), f"5{number}", runs[place])}
            for number, place in enumerate(runs)
        }

    assert listed == seen
    assert {place for place in runs if f'/requisitions/{place}"' in page} == seen
    assert {place for place, statuses in answers.items() if statuses <= {200, 302}} == seen
    assert all(statuses == {404} for place, statuses in answers.items() if place not in seen)


def test_reaching_for_what_is_not_ones_own_is_on_record(two_customers: tuple[str, Store], query: Query) -> None:
    url, store = two_customers
    with SignedIn(url, store, Grant(RECRUITER, "4560")) as user:
        user.get("/requisitions/9000/77")
        user.get("/operations")

    denied = query(DENIED)
    [[user_id]] = query("SELECT user_id FROM sessions")

    actor = f"user:{user_id}"
    assert denied == [(actor, "9000", "77", "pages.requisition"), (actor, "", "", "pages.operations")]


def test_a_run_whose_requisition_is_not_known_yet_is_the_customers_only(two_customers: tuple[str, Store]) -> None:
    url, store = two_customers
    run_id = a_run(store, "4560", "", "60")

    with SignedIn(url, store, Grant(RECRUITER, "4560")) as all_of_it:
        whole = all_of_it.get(f"/runs/{run_id}").status_code
    with SignedIn(url, store, Grant(RECRUITER, "4560", job_id="77")) as one:
        part = one.get(f"/runs/{run_id}").status_code

    assert (whole, part) == (200, 404)


def test_nobody_touches_the_sessions_and_tokens_of_another(two_customers: tuple[str, Store]) -> None:
    url, store = two_customers
    with SignedIn(url, store, Grant(RECRUITER)) as victim, SignedIn(url, store, Grant(RECRUITER)) as attacker:
        user = store.users.get(store.sessions.find(victim.cookies["session"]).user_id)
        store.tokens.make(user, "theirs", RECRUITER, "", 1, "test")
        [session], [token] = store.sessions.of_user(user.id), store.tokens.of_user(user.id)

        ended = attacker.submit(f"/account/sessions/{session.id}/end")
        revoked = attacker.submit(f"/account/tokens/{token.id}/revoke")

        assert (ended.status_code, revoked.status_code) == (303, 400)
        assert victim.get("/").status_code == 200
        assert store.tokens.of_user(user.id)[0].revoked_at is None


def test_a_hiring_manager_sees_no_other_application_in_the_ranking(two_customers: tuple[str, Store]) -> None:
    url, store = two_customers
    Showcase(url, store).scored("71", Resume(TEXT, "ab" * 32, "text/plain"))
    Showcase(url, store).scored("72", Resume(TEXT, "ab" * 32, "text/plain"), "78")

    with SignedIn(url, store, Grant(Role.HIRING_MANAGER, "4560", job_id="77")) as manager:
        ranking = manager.get("/api/v1/requisitions/4560/77/ranking").json()["ranking"]

    assert [entry["workflow_id"] for entry in ranking] == ["71"]
