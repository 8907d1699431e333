"""Notifications as bytes: which can be unpacked and read, which are refused."""

import gzip
import json

import pytest
from event_bodies import NEUTRAL, STATUS_CHANGE, read

from icims.errors import EventTooLargeError
from icims.events import parse_event
from scoring.errors import InvalidInputError


@pytest.mark.parametrize("encoding", ["gzip", "", "identity", "GZIP"])
def test_a_packed_body_is_told_by_its_first_bytes(encoding):
    body = gzip.compress(json.dumps(STATUS_CHANGE).encode())

    assert parse_event(body, encoding).workflow_id == "13437"


def test_a_body_that_a_proxy_unpacked_is_read():
    assert parse_event(json.dumps(STATUS_CHANGE).encode(), "gzip").workflow_id == "13437"


def test_gzip_in_two_members_is_read():
    text = json.dumps(STATUS_CHANGE).encode()

    assert parse_event(gzip.compress(text[:50]) + gzip.compress(text[50:])).workflow_id == "13437"


def test_a_byte_order_mark_is_no_obstacle():
    assert parse_event(b"\xef\xbb\xbf" + json.dumps(STATUS_CHANGE).encode()).workflow_id == "13437"


def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = gzip.compress(b" " * 50_000_000)

    with pytest.raises(EventTooLargeError, match="when unpacked"):
        parse_event(bomb, "gzip", 100_000)


def test_a_body_over_the_limit_is_refused_unread():
    with pytest.raises(EventTooLargeError, match="larger than 100 bytes"):
        parse_event(b"x" * 101, "", 100)


REFUSED = {
    "empty": (b"", "not JSON"),
    "not json": (b"{", "not JSON"),
    "not utf-8": (b'{"a":"\xff"}', "not JSON"),
    "a list": (b"[]", "not a JSON object"),
    "a number": (b"1", "not a JSON object"),
    "deep": (b"[" * 100_000, "not JSON"),
    "deep object": (b'{"a":' * 50_000, "not JSON"),
    "huge number": (b'{"systemId":' + b"9" * 5_000 + b"}", "not JSON"),
    "no type": (b"{}", "the event is none of AssessmentEvent"),
    "unknown type": (b'{"eventType":"Payday","systemId":"1"}', "the event is none of AssessmentEvent"),
    "broken gzip": (b"\x1f\x8b\x08junk", "not valid gzip"),
    "half gzip": (gzip.compress(json.dumps(STATUS_CHANGE).encode())[:40], "not complete gzip"),
    "gzip in pieces": (gzip.compress(b"") * 20, "too many pieces"),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_malformed_body_is_refused_in_one_line(body, reason):
    with pytest.raises(InvalidInputError) as refused:
        parse_event(body, limit=1_000_000)

    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_unknown_encoding_is_refused():
    with pytest.raises(InvalidInputError, match="neither gzip nor plain"):
        parse_event(b"{}", "br")


@pytest.mark.parametrize("name", ["systemId", "customerId"])
def test_a_native_event_without_its_ids_is_refused(name):
    with pytest.raises(InvalidInputError, match=f"^{name} is missing$"):
        read({key: value for key, value in STATUS_CHANGE.items() if key != name})


def test_a_neutral_event_without_its_application_is_refused():
    with pytest.raises(InvalidInputError, match=r"^application_id is missing$"):
        read({"event": "application.created", "job_id": 5})


@pytest.mark.parametrize("value", [True, 1.5, "1a", "-5", -5, [], {}, "９", "1" * 19, " 5", 10**18])
def test_an_id_that_is_no_number_is_refused(value):
    with pytest.raises(InvalidInputError, match=r"^systemId is not a number"):
        read(STATUS_CHANGE | {"systemId": value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("newStatus", {"id": "C1"}),
        ("newStatus", "a\nb"),
        ("newStatus", "x" * 201),
        ("eventType", []),
        ("oldStatus", True),
    ],
)
def test_a_word_of_another_type_is_refused(name, value):
    with pytest.raises(InvalidInputError, match=f"^{name} is not a text"):
        read(STATUS_CHANGE | {name: value})


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "0001-01-01T00:00:00+23:00"])
def test_a_time_that_cannot_be_read_is_refused(text):
    with pytest.raises(InvalidInputError, match=r"^occurred_at is not an ISO 8601"):
        read(NEUTRAL | {"occurred_at": text})
