"""Notifications of iCIMS and of middleware: what they mean, which are one, which are refused."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icims.errors import EventTooLargeError
from icims.events import EventKind, parse_event, window_of
from icims.simulator.event_payloads import application_complete, status_change
from scoring.errors import InvalidInputError

# The capture of a real notification that the public record holds, with ids of its own.
STATUS_CHANGE = {
    "systemId": "13437",
    "eventType": "WorkFlowStatusChangeEvent",
    "customerId": "2187",
    "userId": "9059",
    "personId": "8986",
    "jobId": "4442",
    "oldStatus": "1753",
    "newStatus": "20786",
    "links": [{"rel": "person", "url": "https://api.icims.com/customers/2187/people/9166"}],
}
COMPLETE = {
    "systemId": "1481",
    "eventType": "AssessmentEvent",
    "customerId": "6269",
    "userId": "1243",
    "returnUrl": "https://jobs-tenant.icims.com/jobs/1385/title/assessment?i=1",
    "links": [
        {"rel": "applicantWorkflow", "url": "https://api.icims.com/customers/6269/applicantworkflows/1481"},
        {"rel": "job", "url": "https://api.icims.com/customers/6269/jobs/1385"},
        {"rel": "person", "url": "https://api.icims.com/customers/6269/people/1243"},
        {"rel": "user", "url": "https://api.icims.com/customers/6269/people/9"},
    ],
}
NEUTRAL = {"event": "application.created", "customer_id": 7383, "application_id": 10001, "job_id": 1001}


def read(content, **options):
    return parse_event(json.dumps(content).encode(), **options)


def test_a_captured_status_change_is_read():
    event = read(STATUS_CHANGE)

    assert event.kind is EventKind.STATUS_CHANGED
    assert (event.customer_id, event.workflow_id, event.job_id, event.person_id) == ("2187", "13437", "4442", "8986")
    assert (event.user_id, event.old_status, event.new_status) == ("9059", "1753", "20786")


@pytest.mark.parametrize("name", ["AssessmentEvent", "ApplicationCompletedEvent", "assessmentevent"])
def test_a_completed_application_takes_its_ids_from_the_links(name):
    event = read(COMPLETE | {"eventType": name})

    assert event.kind is EventKind.APPLICATION_COMPLETED
    assert (event.workflow_id, event.job_id, event.person_id) == ("1481", "1385", "1243")
    assert event.return_url == COMPLETE["returnUrl"]


def test_links_of_another_customer_are_not_believed():
    links = [{"rel": "job", "url": "https://api.icims.com/customers/1/jobs/1385"}]

    assert read(COMPLETE | {"links": links}).job_id == ""


@pytest.mark.parametrize("name", ["JobPostToWebEvent", "JobUnpostToWebEvent", "ViewJobWebPostEvent"])
def test_a_job_event_names_the_job(name):
    event = read({"eventType": name, "systemId": "1385", "customerId": "6269", "userId": "5"})

    assert (event.kind, event.job_id, event.workflow_id) == (EventKind.JOB_CHANGED, "1385", "")


def test_a_remote_login_is_accepted_and_ignored():
    event = read({"eventType": "RemoteLoginEvent", "systemId": "244", "customerId": "6268", "userId": "244"})

    assert (event.kind, event.customer_id) == (EventKind.IGNORED, "6268")


def test_a_status_change_of_onboarding_is_ignored():
    links = [{"rel": "x", "url": "https://api.icims.com/customers/2187/onboardworkflows/13437"}]

    assert read(STATUS_CHANGE | {"links": links}).kind is EventKind.IGNORED


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("application.created", EventKind.APPLICATION_CREATED),
        ("application.received", EventKind.APPLICATION_RECEIVED),
        ("application.stage_changed", EventKind.STATUS_CHANGED),
    ],
)
@pytest.mark.parametrize("key", ["event", "type", "event_type", "eventType"])
def test_a_neutral_event_is_read(name, kind, key):
    content = {key: name, "customer_id": 7383, "application_id": 10001, "job_id": "1001", "new_status": "C12298"}

    event = read(content)

    assert (event.kind, event.customer_id, event.workflow_id, event.job_id) == (kind, "7383", "10001", "1001")
    assert event.new_status == "C12298"


def test_ids_of_a_neutral_event_may_stand_in_data():
    event = read({"event": "application.created", "data": {"application_id": 5, "person_id": 6}})

    assert (event.workflow_id, event.person_id) == ("5", "6")


def test_a_changed_candidate_needs_no_application():
    event = read({"event": "candidate.updated", "person_id": 6})

    assert (event.kind, event.person_id, event.workflow_id) == (EventKind.CANDIDATE_UPDATED, "6", "")


def test_ids_are_digits_without_leading_zeros():
    assert read(STATUS_CHANGE | {"systemId": "0013437", "jobId": 4442}).workflow_id == "13437"


def test_the_address_may_name_the_customer():
    content = {name: value for name, value in STATUS_CHANGE.items() if name != "customerId"}

    assert read(content, customer_id="2187").customer_id == "2187"


def test_an_event_may_not_name_another_customer_than_its_address():
    with pytest.raises(InvalidInputError, match="another customer"):
        read(STATUS_CHANGE, customer_id="9999")


def test_what_the_simulator_sends_is_read(lab):
    workflow = lab.tenant.profiles["applicantworkflows"][int(lab.workflow)]
    base = lab.state.customer_url(lab.tenant)

    changed = read(status_change(lab.tenant, workflow, base, new="C12295", numeric=True))
    completed = read(application_complete(lab.tenant, workflow, base, "AssessmentEvent"))

    assert (changed.workflow_id, changed.new_status) == (lab.workflow, "12295")
    assert (completed.job_id, completed.person_id) == (lab.job, lab.person)


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


def test_a_time_is_brought_to_utc():
    event = read(NEUTRAL | {"occurred_at": "2026-05-31T16:10:00+02:00"})

    assert event.occurred_at == datetime(2026, 5, 31, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "http://jobs.icims.com/x",
        "https://icims.com.example.com/x",
        "https://evilicims.com/x",
        "https://jobs.icims.com@example.com/",
        "https://user@jobs.icims.com/",
        "https://jobs.icims.com:8443/",
        "https://example.com\\.icims.com/",
        "https://example.com/.icims.com",
        "https://jobs.icims.com/\r\nSet-Cookie: a=b",
        "https://[::1",
        "//jobs.icims.com/x",
        "javascript:alert(1)//.icims.com",
        5,
        "https://jobs.icims.com/" + "x" * 2000,
    ],
)
def test_an_address_that_a_browser_should_not_be_sent_to_is_ignored(url):
    event = read(COMPLETE | {"returnUrl": url})

    assert event.return_url == ""
    assert event.workflow_id == "1481"


def test_further_hosts_to_return_to_can_be_named():
    url = "https://careers.example.com/done"

    assert read(COMPLETE | {"returnUrl": url}, return_hosts=("careers.example.com",)).return_url == url
    assert read(COMPLETE | {"returnUrl": url}, return_hosts=(".icims.com",)).return_url == ""


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
