"""Which deliveries are one event."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from event_bodies import NEUTRAL, STATUS_CHANGE, read

from icims.events import parse_event, window_of


def test_two_deliveries_of_one_event_have_one_key():
    plain = parse_event(json.dumps(STATUS_CHANGE).encode(), window=5)
    packed = parse_event(gzip.compress(json.dumps(STATUS_CHANGE | {"extra": 1}).encode()), "gzip", window=5)

    assert plain.dedup_key == packed.dedup_key


def test_a_delivery_just_after_the_window_is_recognised_by_the_key_before():
    first = read(STATUS_CHANGE, window=5)
    second = read(STATUS_CHANGE, window=6)
    third = read(STATUS_CHANGE, window=7)

    assert second.dedup_key != first.dedup_key
    assert second.previous_dedup_key == first.dedup_key
    assert first.dedup_key not in (third.dedup_key, third.previous_dedup_key)


@pytest.mark.parametrize(
    "change",
    [
        *({name: "1"} for name in ("systemId", "customerId", "personId", "jobId", "oldStatus", "newStatus")),
        {"eventType": "AssessmentEvent"},
        {"newStatus": "1753", "oldStatus": "20786"},
    ],
)
def test_what_differs_in_meaning_differs_in_its_key(change):
    assert read(STATUS_CHANGE | change).dedup_key != read(STATUS_CHANGE).dedup_key


def test_the_senders_event_id_decides_whatever_the_window():
    one = read(NEUTRAL | {"event_id": "e-1"}, window=1)
    again = read(NEUTRAL | {"event_id": "e-1", "job_id": 2}, window=99)
    other = read(NEUTRAL | {"event_id": "e-2"}, window=1)

    assert one.dedup_key == again.dedup_key != other.dedup_key
    assert one.previous_dedup_key == ""


def test_one_id_of_two_customers_is_two_events():
    one = read(NEUTRAL | {"event_id": "e-1"})
    other = read(NEUTRAL | {"event_id": "e-1", "customer_id": 1})

    assert one.dedup_key != other.dedup_key


def test_the_senders_time_decides_whatever_the_window():
    one = read(NEUTRAL | {"occurred_at": "2026-05-31T14:10:00Z"}, window=1)
    again = read(NEUTRAL | {"occurred_at": "2026-05-31T16:10:00+02:00"}, window=99)
    later = read(NEUTRAL | {"occurred_at": "2026-05-31T14:10:01Z"}, window=1)

    assert one.dedup_key == again.dedup_key != later.dedup_key


def test_windows_follow_each_other():
    at = datetime(2026, 5, 31, 14, 10, tzinfo=UTC)

    assert window_of(at + timedelta(seconds=600)) == window_of(at) + 1
    assert window_of(at + timedelta(seconds=599)) == window_of(at)
