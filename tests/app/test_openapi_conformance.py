"""The JSON interface answers whatever is asked as its own description says, over a socket; schemathesis asks."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playground import never_blind
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from showcase import CUSTOMER, RUBRIC, TEXT, Showcase
from signed_in import a_user, everything

from app.openapi import document
from scoring.access import Role
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Resume
from scoring.review import ReviewKind
from scoring.run import RolloutMode
from store import ReviewOpening, Store

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Interface:
    """The interface with an application in it, its description, and what may ask."""

    url: str
    known: dict[str, str]
    session: requests.Session


@pytest.fixture
def interface(web: str, store: Store) -> Iterator[Interface]:
    for job_id in ("77", "78"):
        content = Requisition(RequisitionId(job_id), f"Welder \U0001f525 <{job_id}>")
        store.requisitions.put(CUSTOMER, content, RUBRIC, RolloutMode.ASSIST)
    filled = Showcase(web, store)
    run_id = filled.scored("1", Resume(TEXT, "ab" * 32, "text/plain"))
    review_id = store.reviews.open(ReviewOpening(run_id, ReviewKind.REVIEW_FLAG, ("flagged",)))
    never_blind(store, review_id)
    store.reviews.open(
        ReviewOpening(filled.scored("2", Resume(TEXT, "ab" * 32, "text/plain")), ReviewKind.BLIND_SAMPLE)
    )
    known = {"customer_id": CUSTOMER, "job_id": "77", "run_id": run_id, "review_id": str(review_id)}
    with requests.Session() as session:
        session.trust_env = False
        yield Interface(web, known, session)


def token_for(store: Store, path: str) -> str:
    """An API token of somebody who may ask that much."""
    user = store.users.get(a_user(store, *everything()))
    role = Role.OPERATOR if path == "/health" else Role.RECRUITER
    return store.tokens.make(user, "fuzzed", role, "", 1, "test")


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda part: part)
def test_every_answer_is_one_that_the_description_has(
    interface: Interface, store: Store, path: str, method: str
) -> None:
    headers = {"Authorization": f"Bearer {token_for(store, path)}"}
    schema = schemathesis.openapi.from_dict(document())
    schema.config.update(base_url=f"{interface.url}/api/v1")
    operation = schema[path][method]
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    asked: list[int] = []

    @QUICK
    @given(case=cases, exists=st.booleans())
    def ask(case: Case, exists: bool) -> None:
        if exists:
            case.path_parameters.update({name: interface.known[name] for name in case.path_parameters})
        answer = case.call_and_validate(session=interface.session, headers=headers, checks=CHECKS, timeout=20)
        asked.append(answer.status_code)

    ask()

    assert 200 in asked
