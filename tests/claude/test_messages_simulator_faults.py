"""What can go wrong on the way to the simulated service and back, and who may never be heard of there."""

import json
import time

import anthropic
import httpx2
import pytest
from messages_lab import RESUME, simulated


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


@pytest.mark.parametrize(
    ("status", "kind", "error_type"),
    [
        (400, anthropic.BadRequestError, "invalid_request_error"),
        (401, anthropic.AuthenticationError, "authentication_error"),
        (402, anthropic.PaymentRequiredError, "billing_error"),
        (403, anthropic.PermissionDeniedError, "permission_error"),
        (413, anthropic.ContentTooLargeError, "request_too_large"),
        (429, anthropic.RateLimitError, "rate_limit_error"),
        (500, anthropic.InternalServerError, "api_error"),
        (502, anthropic.InternalServerError, "api_error"),
        (503, anthropic.ServiceUnavailableError, "api_error"),
        (504, anthropic.GatewayTimeoutError, "timeout_error"),
        (529, anthropic.OverloadedError, "overloaded_error"),
    ],
)
def test_every_status_is_the_error_that_the_sdk_knows(lab, status, kind, error_type):
    lab.fault(kind="status", status=status)

    with pytest.raises(kind) as refused:
        lab.ask()

    assert refused.value.type == error_type
    assert refused.value.request_id.startswith("req_")


def test_a_fault_says_how_long_to_wait_and_why(lab):
    lab.fault(kind="status", status=429, retry_after=7, error_code="ramp_limit_exceeded", times=1)

    with pytest.raises(anthropic.RateLimitError) as refused:
        lab.ask()

    assert refused.value.response.headers["retry-after"] == "7"
    assert refused.value.error_code == "ramp_limit_exceeded"
    assert lab.ask().stop_reason == "end_turn"


def test_a_dropped_connection_is_a_connection_error(lab):
    lab.fault(kind="dropped")

    with pytest.raises(anthropic.APIConnectionError) as broken:
        lab.ask()
    assert not isinstance(broken.value, anthropic.APITimeoutError)
    assert lab.report()["calls"] == {"POST /v1/messages dropped": 1}


def test_a_call_that_hangs_ends_at_the_clients_time_out(lab):
    lab.fault(kind="timeout", seconds=5)

    with pytest.raises(anthropic.APITimeoutError):
        lab.client.with_options(timeout=0.3).messages.create(**lab.request())


def test_an_answer_can_be_cut_in_the_middle_and_is_billed(lab):
    lab.fault(kind="cut", share=0.5, times=1)

    with pytest.raises(anthropic.APIConnectionError):
        lab.ask()
    assert lab.report()["usage"]["output_tokens"] > 0
    assert lab.ask().stop_reason == "end_turn"


def test_a_stream_can_be_cut_too(lab):
    lab.fault(kind="cut", share=0.5)

    with lab.client.messages.stream(**lab.request()) as stream, pytest.raises(httpx2.RemoteProtocolError):
        stream.get_final_message()


def test_an_answer_can_be_no_json(lab):
    lab.fault(kind="garbled")

    with pytest.raises(json.JSONDecodeError):
        lab.ask()


def test_a_slow_answer_is_still_an_answer(lab):
    lab.fault(kind="slow", seconds=0.6)
    started = time.monotonic()

    assert lab.ask().stop_reason == "end_turn"
    assert time.monotonic() - started >= 0.6


def test_a_refusal_is_an_answer_with_a_reason(lab):
    lab.fault(kind="refusal", category="general_harms")

    message = lab.ask()

    assert (message.stop_reason, message.content) == ("refusal", [])
    assert message.stop_details.category == "general_harms"


@pytest.mark.parametrize(
    ("kind", "stop_reason"), [("max_tokens", "max_tokens"), ("context_window", "model_context_window_exceeded")]
)
def test_an_answer_can_end_early(lab, kind, stop_reason):
    whole = lab.ask().content[0].text
    lab.fault(kind=kind)

    message = lab.ask()

    assert message.stop_reason == stop_reason
    assert whole.startswith(message.content[0].text)
    assert len(message.content[0].text) < len(whole)


def test_an_answer_can_be_dictated(lab):
    lab.fault(kind="answer", text="Certainly!")

    assert lab.ask().content[0].text == "Certainly!"


def test_a_rule_strikes_as_often_and_where_it_says(lab):
    lab.fault(kind="status", status=529, skip=1, times=1, body="Kubernetes")

    assert lab.ask().stop_reason == "end_turn"
    with pytest.raises(anthropic.OverloadedError):
        lab.ask()
    assert lab.ask().stop_reason == "end_turn"
    assert lab.switch("GET", "/faults").json()["faults"][0]["matched"] == 3


def test_the_same_seed_strikes_the_same_calls(lab):
    def struck() -> list[bool]:
        lab.switch("PUT", "/faults", [{"kind": "refusal", "probability": 0.5, "seed": 3}]).raise_for_status()
        return [lab.ask().stop_reason == "refusal" for _ in range(12)]

    first = struck()

    assert first == struck()
    assert len(set(first)) == 2


def test_counting_is_spared_by_faults_of_messages(lab):
    lab.fault(kind="status", status=529)
    request = lab.request()

    assert lab.client.messages.count_tokens(model=request["model"], messages=request["messages"]).input_tokens > 0


@pytest.mark.parametrize(
    ("canary", "found"),
    [
        pytest.param("Jordan Sample", True, id="as-is"),
        pytest.param("jordan  SAMPLE", True, id="in-other-letters"),
        pytest.param('said "hello" \u2014 caf\u00e9', True, id="escaped-twice"),
        pytest.param("Acme Corp Data", False, id="absent"),
    ],
)
def test_a_canary_is_found_wherever_it_hides_and_told_by_its_hash_only(lab, canary, found):
    lab.switch("PUT", "/canaries", {"strings": [canary]}).raise_for_status()
    request_id = lab.ask(RESUME + 'Jordan\nSample said "hello" \u2014 caf\u00e9')._request_id

    told = lab.switch("GET", "/canaries")

    assert told.json()["canary_hits"] == int(found)
    assert [hit["request_id"] for hit in told.json()["canary_requests"]] == [request_id] * found
    assert canary not in told.text


def test_a_canary_in_a_call_that_is_refused_counts_as_well(lab):
    lab.switch("PUT", "/canaries", {"strings": ["Acme Corp"]}).raise_for_status()
    lab.fault(kind="status", status=529)

    with pytest.raises(anthropic.OverloadedError):
        lab.ask()

    assert lab.report()["canary_hits"] == 1


def test_the_journal_keeps_no_word_of_a_request(lab):
    lab.ask()

    journal = lab.switch("GET", "/journal")

    (call,) = journal.json()["calls"]
    assert (call["outcome"], call["stop_reason"], call["behaviour"]) == ("200", "end_turn", "honest")
    assert len(call["body_sha256"]) == 64
    assert "Acme" not in journal.text


@pytest.mark.parametrize(
    ("method", "path", "content", "words"),
    [
        pytest.param("PATCH", "/options", {"latency": 3}, "latency_seconds", id="unknown-option"),
        pytest.param("PATCH", "/options", {"latency_seconds": "3"}, "type float", id="wrong-type"),
        pytest.param("PATCH", "/options", {"behaviour": "kind"}, "honest", id="unknown-behaviour"),
        pytest.param("PUT", "/faults", [{"kind": "fire"}], "dropped", id="unknown-fault"),
        pytest.param("PUT", "/faults", [{"kind": "status", "path": "("}], "regular expressions", id="bad-pattern"),
        pytest.param("PUT", "/canaries", {"strings": [""]}, "none of them empty", id="empty-canary"),
        pytest.param("POST", "/clock", {"advance_seconds": -1}, "advance_seconds", id="back-in-time"),
        pytest.param("DELETE", "/faults/none", None, "no fault none", id="no-such-fault"),
    ],
)
def test_a_wrong_switch_is_refused_with_a_reason_that_teaches(lab, method, path, content, words):
    refused = lab.switch(method, path, content)

    assert refused.status_code in (400, 404)
    assert words in refused.json()["error"]


def test_a_reset_forgets_everything_but_how_it_was_started():
    with simulated(latency_seconds=0.01) as lab:
        lab.set(behaviour="inventing")
        lab.fault(kind="refusal")
        lab.switch("PUT", "/canaries", {"strings": ["Acme"]})
        lab.ask()

        lab.switch("POST", "/reset").raise_for_status()

        overview = lab.switch("GET", "").json()
        assert (overview["options"]["behaviour"], overview["options"]["latency_seconds"]) == ("honest", 0.01)
        assert lab.report()["calls"] == {}
        assert lab.ask().stop_reason == "end_turn"
        assert lab.report()["canary_hits"] == 0
