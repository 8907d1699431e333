import base64
import gzip
import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from icims.hmac_signature import sign
from store import Store

BASIC = ("hook", "hook-secret")
STATUS_CHANGE = {
    "systemId": "13437",
    "eventType": "WorkFlowStatusChangeEvent",
    "customerId": "4560",
    "userId": "9059",
    "personId": "8986",
    "jobId": "4442",
    "oldStatus": "1753",
    "newStatus": "20786",
    "links": [],
}
NEUTRAL = {"event": "application.created", "application_id": 13437, "job_id": "4442", "person_id": "8986"}


def post(web: str, event: Any, path: str = "/webhooks/icims", **options: Any) -> requests.Response:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    options.setdefault("auth", BASIC)
    return requests.post(f"{web}{path}", data=body, allow_redirects=False, timeout=20, **options)


def count(query: Callable[[str], Any], table: str) -> int:
    return query(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  names of this file


def test_a_status_change_opens_a_run_with_the_ids_of_the_event(web: str, store: Store) -> None:
    answer = post(web, STATUS_CHANGE)

    [run_id] = answer.json()["runs"]
    view = store.reports.run(run_id)
    assert answer.status_code == 200
    assert (view.workflow_id, view.job_id, view.person_id) == ("13437", "4442", "8986")


@pytest.mark.parametrize("path", ["/webhooks/icims", "/webhooks/icims/4560"])
def test_middleware_may_send_the_neutral_envelope(web: str, store: Store, path: str) -> None:
    answer = post(web, NEUTRAL, path)

    assert answer.status_code == 200
    assert store.reports.runs_of("4560", "13437") == tuple(answer.json()["runs"])


def test_a_compressed_event_is_the_same_event(web: str, query: Callable[[str], Any]) -> None:
    post(web, STATUS_CHANGE)

    answer = post(web, gzip.compress(json.dumps(STATUS_CHANGE).encode()), headers={"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json()["runs"]) == (200, [])
    assert count(query, "runs") == 1


def test_application_complete_sends_the_candidate_on(web: str, query: Callable[[str], Any]) -> None:
    back = "https://jobs-tenant.icims.com/jobs/1385/title/assessment?i=1"
    event = {"systemId": "1481", "eventType": "AssessmentEvent", "customerId": "4560", "userId": "1", "returnUrl": back}

    answer = post(web, event)

    assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert count(query, "runs") == 1


def test_a_candidate_is_never_sent_to_a_strangers_page(web: str) -> None:
    event = {
        "systemId": "1481",
        "eventType": "AssessmentEvent",
        "customerId": "4560",
        "userId": "1",
        "returnUrl": "https://evil.example.com/?icims.com",
    }

    assert post(web, event).status_code == 200


def test_a_candidate_update_scores_each_known_application_again(web: str, query: Callable[[str], Any]) -> None:
    for workflow in ("1", "2"):
        post(web, {**STATUS_CHANGE, "systemId": workflow})
    query("UPDATE runs SET state = 'scored', next_step = NULL")

    answer = post(web, {"event": "candidate.updated", "person_id": "8986", "event_id": "abc"})

    assert len(answer.json()["runs"]) == 2


def test_a_changed_job_is_fetched_anew_by_the_next_run(web: str, query: Callable[[str], Any]) -> None:
    query(
        "INSERT INTO requisitions (customer_id, job_id, title, mode, content, content_sha256) "
        "VALUES ('4560', '4442', 'Nurse', 'shadow', '{}', 'x')"
    )

    answer = post(web, {"systemId": "4442", "eventType": "ViewJobWebPostEvent", "customerId": "4560", "userId": "1"})

    assert answer.json()["runs"] == []
    assert query("SELECT fetched_at < now() - interval '1 day' FROM requisitions") == [(True,)]


def test_a_bearer_token_of_ours_opens_the_door(web: str) -> None:
    granted = requests.post(
        f"{web}/oauth/token",
        data={"grant_type": "client_credentials", "client_id": "hook", "client_secret": "hook-secret"},
        timeout=10,
    ).json()

    answer = post(web, STATUS_CHANGE, auth=None, headers={"Authorization": f"Bearer {granted['access_token']}"})

    assert granted["token_type"] == "Bearer"
    assert answer.status_code == 200


def test_a_signed_event_is_accepted_and_a_changed_one_is_not(web: str) -> None:
    body = json.dumps(STATUS_CHANGE).encode()
    host = web.removeprefix("http://")
    headers = {"host": host, "content-type": "application/json"}
    signed = sign("POST", "/webhooks/icims", "", headers, body, "signer", "signing-key", datetime.now(UTC))

    forged = post(web, body.replace(b"13437", b"13438"), auth=None, headers={**headers, **signed})
    answer = post(web, body, auth=None, headers={**headers, **signed})

    assert (forged.status_code, answer.status_code) == (401, 200)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"Authorization": "Basic " + base64.b64encode(b"hook:wrong").decode()}, id="wrong-password"),
        pytest.param({"Authorization": "Bearer made.up.token"}, id="made-up-token"),
        pytest.param(
            {"Authorization": "x-icims-v1-hmac-sha256 user=signer,signedheaders=host,signature=" + "0" * 64},
            id="wrong-signature",
        ),
    ],
)
def test_who_cannot_prove_to_be_icims_leaves_nothing_behind(
    web: str, query: Callable[[str], Any], headers: dict[str, str]
) -> None:
    answer = post(web, STATUS_CHANGE, auth=None, headers=headers)

    assert answer.status_code == 401
    assert len(answer.text.splitlines()) == 1
    assert [count(query, table) for table in ("inbox_events", "runs", "audit_events")] == [0, 0, 0]


BOMB = gzip.compress(b'{"systemId":"' + b"1" * 60_000_000 + b'"}')


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"{", 400, id="half-a-json"),
        pytest.param(b"[1, 2]", 400, id="not-an-object"),
        pytest.param(b"\xff\xfe\x00", 400, id="not-text"),
        pytest.param(b"[" * 100_000, 400, id="deep-nesting"),
        pytest.param({**STATUS_CHANGE, "systemId": {"a": 1}}, 400, id="wrong-type"),
        pytest.param({**STATUS_CHANGE, "systemId": "../../1"}, 400, id="a-path-for-an-id"),
        pytest.param({"eventType": "WorkFlowStatusChangeEvent", "customerId": "4560"}, 400, id="no-workflow"),
        pytest.param({**STATUS_CHANGE, "customerId": "99"}, 400, id="unknown-customer"),
        pytest.param({**STATUS_CHANGE, "eventType": "Surprise"}, 400, id="unknown-event"),
        pytest.param(b" " * (10 * 1024 * 1024), 413, id="ten-megabytes"),
        pytest.param(BOMB, 413, id="gzip-bomb"),
        pytest.param(b"\x1f\x8bnonsense", 400, id="broken-gzip"),
    ],
)
def test_a_malformed_event_is_refused_in_one_line_and_stored_nowhere(
    web: str, query: Callable[[str], Any], body: Any, status: int
) -> None:
    answer = post(web, body)

    assert answer.status_code == status
    assert answer.json()["error"]["userMessage"]
    assert "Traceback" not in answer.text
    assert [count(query, table) for table in ("inbox_events", "runs", "audit_events")] == [0, 0, 0]


def test_the_path_and_the_event_must_name_the_same_customer(web: str) -> None:
    assert post(web, STATUS_CHANGE, "/webhooks/icims/99").status_code == 400


def test_with_redis_down_the_answer_is_the_same_and_the_run_waits(
    web: str, store: Store, ring: Callable[[str], None]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        ring(f"redis://127.0.0.1:{closed.getsockname()[1]}/0")

    answers = [post(web, {**STATUS_CHANGE, "systemId": str(number)}) for number in range(1, 21)]

    assert {answer.status_code for answer in answers} == {200}
    assert len(store.sweep.due(0)) == 20


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param({"grant_type": "client_credentials", "client_id": "hook", "client_secret": "x"}, 401, id="wrong"),
        pytest.param({"grant_type": "password", "client_id": "hook", "client_secret": "hook-secret"}, 400, id="grant"),
        pytest.param({"grant_type": "client_credentials"}, 400, id="no-client"),
    ],
)
def test_a_token_is_given_for_the_right_credentials_only(web: str, asked: dict[str, str], status: int) -> None:
    answer = requests.post(f"{web}/oauth/token", data=asked, timeout=10)

    assert answer.status_code == status
    assert "access_token" not in answer.text
