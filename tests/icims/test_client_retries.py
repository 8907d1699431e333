"""Back-off within the pipeline's budget, and the limits of time and of the server's word."""

import threading
import time

import pytest

from icims.client import RetryBudget
from icims.errors import IcimsUnavailableError
from icims.simulator import FaultRule
from scoring.errors import QuotaExhaustedError, TransientError

QUICK = RetryBudget(retries=3, seconds=5, first_wait=0.01)


def test_without_a_budget_nothing_is_repeated(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=500, times=1)])

    with pytest.raises(IcimsUnavailableError):
        client.applicant_workflow(lab.workflow)

    assert lab.calls("GET applicantworkflows/{id}") == 1


@pytest.mark.parametrize(
    "fault",
    [FaultRule("status", path="^/customers", status=503, times=2), FaultRule("dropped", path="^/customers", times=2)],
    ids=["unavailable", "dropped"],
)
def test_a_budget_rides_out_small_faults(client, lab, fault):
    lab.state.faults.put([fault])

    with client.budget(QUICK):
        workflow = client.applicant_workflow(lab.workflow)

    assert workflow.id == lab.workflow
    assert lab.calls("GET applicantworkflows/{id}") == 3


def test_a_truncated_answer_is_tried_again(connect, raw_server, lab):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
    client = connect(api_url=raw_server([head]), auth="basic")

    with client.budget(QUICK), pytest.raises(IcimsUnavailableError, match="got no answer"):
        client.applicant_workflow("5")


def test_the_retries_of_a_budget_are_shared_by_its_calls(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=500)])

    with client.budget(RetryBudget(retries=2, seconds=5, first_wait=0.01)):
        for _ in range(3):
            with pytest.raises(IcimsUnavailableError):
                client.applicant_workflow(lab.workflow)

    assert lab.calls("GET applicantworkflows/{id}") == 5  # three calls and two retries between them


def test_a_wait_that_the_server_asks_for_is_kept(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=503, retry_after=1, times=1)])
    started = time.monotonic()

    with client.budget(QUICK):
        client.applicant_workflow(lab.workflow)

    assert time.monotonic() - started >= 1.0


def test_a_longer_wait_than_the_budget_is_left_to_the_pipeline(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=503, retry_after=120)])

    with client.budget(QUICK), pytest.raises(TransientError) as refused:
        client.applicant_workflow(lab.workflow)

    assert refused.value.retry_after == 120
    assert lab.calls("GET applicantworkflows/{id}") == 1


def test_a_budget_belongs_to_its_thread(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=500)])
    outcome = []

    def elsewhere():
        try:
            client.applicant_workflow(lab.workflow)
        except IcimsUnavailableError:
            outcome.append(lab.calls("GET applicantworkflows/{id}"))

    with client.budget(QUICK):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()

    assert outcome == [1]


def test_an_exhausted_day_is_not_waited_for(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=429)])

    with client.budget(QUICK), pytest.raises(QuotaExhaustedError):
        client.applicant_workflow(lab.workflow)

    assert lab.calls("GET applicantworkflows/{id}") == 1


def test_a_slow_answer_times_out(connect, lab):
    lab.state.faults.put([FaultRule("slow", path="^/customers", seconds=3)])
    client = connect(timeout_seconds=0.2)

    with pytest.raises(IcimsUnavailableError, match="ReadTimeout"):
        client.applicant_workflow(lab.workflow)


@pytest.mark.timeout(15)  # the whole answer would take 20 s
def test_an_answer_that_trickles_meets_the_deadline(connect, raw_server):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    url = raw_server([head, *[b" "] * 400], pause=0.05)
    client = connect(api_url=url, auth="basic", timeout_seconds=1.0, deadline_seconds=0.5)

    with pytest.raises(IcimsUnavailableError, match="TimeoutError"):
        client.applicant_workflow("5")


def test_every_exchange_is_observed_by_its_route(connect, lab):
    seen = []
    client = connect(observe=lambda *call: seen.append(call))

    client.applicant_workflow(lab.workflow)

    assert [call[:3] for call in seen] == [
        ("POST", "/oauth/token", 200),
        ("GET", "/customers/{customer}/applicantworkflows/{id}", 200),
    ]
    assert all(0 < call[3] < 5 for call in seen)


def test_an_exchange_without_an_answer_is_observed_as_status_0(connect, lab):
    seen = []
    client = connect(api_url="http://127.0.0.1:9", auth="basic", observe=lambda *call: seen.append(call))

    with pytest.raises(IcimsUnavailableError):
        client.applicant_workflow(lab.workflow)

    assert [call[2] for call in seen] == [0]
