"""No notification, however strange, does more than be refused."""

import gzip
import json
import re

from event_bodies import COMPLETE, NEUTRAL, STATUS_CHANGE
from hypothesis import given
from hypothesis import strategies as st

from icims.events import parse_event
from scoring.errors import InvalidInputError

texts = st.text(max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)
KEYS = [*STATUS_CHANGE, "returnUrl", "event", "type", "data", "application_id", "person_id", "customer_id"]
TYPES = [
    "AssessmentEvent",
    "WorkFlowStatusChangeEvent",
    "JobPostToWebEvent",
    "application.created",
    "candidate.updated",
]
links = st.lists(st.dictionaries(st.sampled_from(["rel", "url"]), anything | st.just("person"), max_size=2), max_size=3)
strange_events = st.dictionaries(
    st.sampled_from([*KEYS, "occurred_at", "event_id", "user_id"]),
    st.sampled_from(TYPES) | st.integers(0, 99).map(str) | anything | links,
    max_size=12,
)


def outcome(body, encoding=""):
    """The event, or the reason why there is none. Anything else is a failure of the test."""
    try:
        return parse_event(body, encoding, 10_000)
    except InvalidInputError as error:
        return str(error)


def is_sound(found):
    if isinstance(found, str):
        return "\n" not in found
    numbers = (found.customer_id, found.workflow_id, found.job_id, found.person_id, found.user_id)
    return len(found.dedup_key) == 64 and all(number == "" or re.fullmatch("[0-9]+", number) for number in numbers)


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "br"]))
def test_no_bytes_do_more_than_be_refused(body, encoding):
    assert is_sound(outcome(body, encoding))


@given(st.binary(max_size=300))
def test_no_bytes_after_a_gzip_header_do_more_than_be_refused(body):
    assert is_sound(outcome(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + body, "gzip"))


@given(strange_events, st.booleans())
def test_no_json_does_more_than_be_refused(content, packed):
    body = json.dumps(content).encode()

    assert is_sound(outcome(gzip.compress(body) if packed else body))


@given(st.data())
def test_no_single_changed_value_does_more_than_be_refused(data):
    base = data.draw(
        st.sampled_from([STATUS_CHANGE, COMPLETE, NEUTRAL | {"occurred_at": "2026-05-31", "event_id": "1"}])
    )
    name = data.draw(st.sampled_from(sorted(base)))

    assert is_sound(outcome(json.dumps(base | {name: data.draw(anything)}).encode()))
