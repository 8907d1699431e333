"""Events that the simulated iCIMS sends, and what it does with the answers."""

import gzip
import json
import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask, Response, request
from simulator_lab import WORKFLOW, simulated

from icims.events import parse_event
from icims.hmac_signature import verify
from icims.simulator import serve


class Receiver:
    """A webhook that keeps what it got and answers what it is told to."""

    def __init__(self):
        self.app = Flask("receiver")
        self.requests = []
        self.answer = lambda: Response(status=200)
        self.tokens = 0
        self.lock = threading.Lock()
        self.app.post("/hook")(self.receive)
        self.app.post("/token")(self.issue)

    def receive(self):
        raw = request.get_data()
        body = gzip.decompress(raw) if request.headers.get("Content-Encoding") == "gzip" else raw
        with self.lock:
            self.requests.append((dict(request.headers), raw, json.loads(body)))
        return self.answer()

    def issue(self):
        self.tokens += 1
        if request.form["client_secret"] != "hook-secret":
            return Response(status=401)
        return {"access_token": "abc", "token_type": "Bearer", "expires_in": 3600}

    @property
    def bodies(self):
        return [body for _, _, body in self.requests]


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def lab(receiver):
    with serve(receiver.app) as hook, simulated() as lab:
        lab.hook = hook
        aim(lab)
        yield lab


def aim(lab, **target):
    target = {"url": f"{lab.hook}/hook", **target}
    lab.switch("PATCH", "tenants/4560", {"event_target": target}).raise_for_status()


def send(lab, **options):
    answer = lab.switch("POST", "events", {"customer": "4560", **options})
    answer.raise_for_status()
    return lab.switch("GET", answer.json()["progress"].removeprefix("/_simulator/") + "?wait=20&deliveries=1").json()


def test_a_status_change_carries_ids_as_texts_and_links_in_body_and_header(lab, receiver):
    lab.patch(WORKFLOW, {"status": {"id": "C12295"}})

    progress = send(lab, workflows=[10001])

    ((headers, _, body),) = receiver.requests
    links = body.pop("links")
    assert body == {
        "systemId": "10001",
        "eventType": "WorkFlowStatusChangeEvent",
        "customerId": "4560",
        "userId": "564",
        "personId": "2001",
        "jobId": "1001",
        "oldStatus": "D10100",
        "newStatus": "C12295",
    }
    assert [link["rel"] for link in links] == ["applicantWorkflow", "job", "person", "user"]
    assert headers["Link"].startswith(f'{lab.base}/applicantworkflows/10001;rel="applicantWorkflow";title=')
    assert headers["Content-Encoding"] == "gzip"
    assert (progress["answers"], progress["done"]) == ({"200": 1}, True)


@pytest.mark.parametrize("event", ["AssessmentEvent", "ApplicationCompletedEvent"])
def test_a_completed_application_is_the_candidates_doing_and_names_where_to_return(lab, receiver, event):
    send(lab, workflows=[10001], event=event)

    (body,) = receiver.bodies
    assert (body["eventType"], body["userId"]) == (event, "2001")
    assert body["returnUrl"].startswith("https://")
    assert "personId" not in body


def test_status_ids_can_be_bare_numbers(lab, receiver):
    send(lab, workflows=[10001], numeric_status=True, new_status="C20786")

    assert (receiver.bodies[0]["oldStatus"], receiver.bodies[0]["newStatus"]) == ("10100", "20786")


def test_a_share_of_the_bodies_is_compressed(lab, receiver):
    for number in range(59):
        lab.tenant.add_application(2001, 1001, source=str(number))
    aim(lab, gzip_share=0.5)

    send(lab, job=1001)

    compressed = sum("Content-Encoding" in headers for headers, _, _ in receiver.requests)
    assert 15 < compressed < 45


def test_events_are_repeated_shuffled_and_lost_as_asked(lab, receiver):
    for number in range(99):
        lab.tenant.add_application(2001, 1001, source=str(number))

    progress = send(lab, repeat=3, shuffle=True, lose=0.1, parallel=1, seed=4)

    order = [body["systemId"] for body in receiver.bodies]
    assert progress["total"] == 300
    assert progress["sent"] == len(order) == 300 - progress["lost"]
    assert 10 < progress["lost"] < 60
    assert order != sorted(order)
    assert max(Counter(order).values()) == 3


def test_an_answer_is_recorded_and_never_asked_for_again(lab, receiver):
    receiver.answer = lambda: Response(status=503)

    progress = send(lab, workflows=[10001])

    assert progress["answers"] == {"503": 1}
    assert len(receiver.requests) == 1


def test_a_redirect_is_an_answer_and_is_not_followed(lab, receiver):
    receiver.answer = lambda: Response(status=303, headers={"Location": f"{lab.hook}/hook"})

    progress = send(lab, workflows=[10001], event="AssessmentEvent")

    assert progress["deliveries"][0]["location"] == f"{lab.hook}/hook"
    assert len(receiver.requests) == 1


def test_nobody_listening_and_a_late_answer_are_outcomes_too(lab, receiver):
    release = threading.Event()
    receiver.answer = lambda: (release.wait(10), Response(status=200))[1]
    late = send(lab, workflows=[10001], target={"url": f"{lab.hook}/hook", "timeout_seconds": 0.3})
    release.set()
    nobody = send(lab, workflows=[10001], target={"url": "http://127.0.0.1:9/"})

    assert (late["answers"], nobody["answers"]) == ({"timed out": 1}, {"ConnectionError": 1})


def test_basic_credentials_go_with_the_event(lab, receiver):
    aim(lab, auth="basic", client_id="icims", client_secret="hook-secret")

    send(lab, workflows=[10001])

    assert receiver.requests[0][0]["Authorization"] == "Basic aWNpbXM6aG9vay1zZWNyZXQ="


def test_a_token_is_fetched_once_for_all_events(lab, receiver):
    aim(lab, auth="oauth", token_url=f"{lab.hook}/token", client_id="icims", client_secret="hook-secret")

    send(lab, workflows=[10001], repeat=5)

    assert {headers["Authorization"] for headers, _, _ in receiver.requests} == {"Bearer abc"}
    assert receiver.tokens == 1


def test_a_refused_token_is_an_outcome(lab, receiver):
    aim(lab, auth="oauth", token_url=f"{lab.hook}/token", client_id="icims", client_secret="wrong")

    assert send(lab, workflows=[10001])["answers"] == {"token 401": 1}
    assert receiver.requests == []


@pytest.mark.parametrize("share", [0.0, 1.0], ids=["plain", "gzip"])
def test_a_signed_event_can_be_verified_over_the_bytes_as_sent(lab, receiver, share):
    aim(lab, auth="hmac", client_id="icims", client_secret="hook-key", gzip_share=share)

    send(lab, workflows=[10001])

    ((headers, raw, _),) = receiver.requests
    assert verify("POST", "/hook", "", headers, raw, {"icims": "hook-key"}.get, datetime.now(UTC)) == "icims"


def test_a_status_written_by_api_fires_only_where_the_tenant_is_set_up_so(lab, receiver):
    lab.patch(WORKFLOW, {"status": {"id": "C12295"}})
    before = len(receiver.requests)
    lab.switch("PATCH", "tenants/4560", {"fire_status_events": True})
    lab.patch(WORKFLOW, {"status": {"id": "C12296"}})
    lab.patch(WORKFLOW, {"field51001": 3})
    (batch,) = lab.switch("GET", "events").json()["batches"]
    lab.switch("GET", f"events/{batch['id']}?wait=10")

    assert (before, len(receiver.requests)) == (0, 1)
    assert (receiver.bodies[0]["oldStatus"], receiver.bodies[0]["newStatus"]) == ("C12295", "C12296")
    assert receiver.bodies[0]["userId"] == "95"


def test_what_was_sent_and_answered_stands_with_the_application(lab):
    send(lab, workflows=[10001], repeat=2)

    assert [event["answer"] for event in lab.application()["events"]] == ["200", "200"]
    summary = lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]
    assert summary["events"] == {"sent": 2, "lost": 0, "answers": {"200": 2}}


@pytest.mark.parametrize("event", ["JobPostToWebEvent", "JobUnpostToWebEvent", "ViewJobWebPostEvent"])
def test_a_job_event_is_about_the_job(lab, receiver, event):
    send(lab, job=1001, event=event)

    (body,) = receiver.bodies
    assert (body["systemId"], body["eventType"]) == ("1001", event)
    assert [link["url"] for link in body["links"]] == [f"{lab.base}/jobs/1001", f"{lab.base}/people/564"]
    assert parse_event(json.dumps(body).encode()).job_id == "1001"


@pytest.mark.parametrize(
    "event", ["application.created", "application.received", "application.stage_changed", "candidate.updated"]
)
def test_the_neutral_events_of_middleware_are_sent_with_one_id_for_all_deliveries(lab, receiver, event):
    progress = send(lab, workflows=[10001], event=event, repeat=2)

    first, second = (parse_event(json.dumps(body).encode()) for body in receiver.bodies)
    assert (first.workflow_id, first.job_id, first.person_id) == ("10001", "1001", "2001")
    assert first.dedup_key == second.dedup_key
    assert progress["deliveries"][0]["event_type"] == event


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"workflows": ["abc"]}, id="no-id"),
        pytest.param({"workflows": {"a": 1}}, id="no-list"),
        pytest.param({"job": 4711, "event": "JobPostToWebEvent"}, id="an-unknown-job"),
        pytest.param({"numeric_status": "yes"}, id="a-text-for-a-switch"),
        pytest.param({"target": "http://127.0.0.1/"}, id="a-bare-target"),
        pytest.param({"target": {"url": 5}}, id="a-number-for-an-address"),
        pytest.param({"customer": "1"}, id="an-unknown-customer"),
        pytest.param({"workflows": [4]}, id="an-unknown-application"),
        pytest.param({"event": "application.deleted"}, id="an-unknown-event"),
        pytest.param({"target": {"url": "http://127.0.0.1/", "auth": "magic"}}, id="an-unknown-auth"),
        pytest.param({"target": {"url": "http://127.0.0.1/", "auth": "oauth"}}, id="oauth-without-token-url"),
        pytest.param({"repeet": 3}, id="a-misspelt-key"),
        pytest.param({"parallel": "many"}, id="a-text-for-a-number"),
        pytest.param({"lose": 20}, id="a-percentage"),
    ],
)
def test_a_request_for_events_that_makes_no_sense_is_refused(lab, options):
    answer = lab.switch("POST", "events", {"customer": "4560", "workflows": [10001], **options})

    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]


def test_a_batch_is_broken_off_when_the_simulator_is_reset(lab):
    answer = lab.switch("POST", "events", {"customer": "4560", "workflows": [10001], "repeat": 50, "rate": 2})
    batch = lab.state.events.batches[answer.json()["id"]]

    lab.switch("POST", "reset").raise_for_status()

    assert batch.done
    assert batch.sent < 50
