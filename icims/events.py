"""A notification of iCIMS, or of middleware before us, as one Event; what it links to is never fetched."""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from icims.errors import EventTooLargeError
from scoring.errors import InvalidInputError

RETURN_HOSTS = (".icims.com",)
GZIP_MAGIC = b"\x1f\x8b"
MEMBERS_AT_MOST = 8
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip"})


class EventKind(StrEnum):
    """What happened. ``ignored`` ones are accepted, so that iCIMS shows nobody an error, and start nothing."""

    APPLICATION_COMPLETED = "application_completed"
    APPLICATION_CREATED = "application_created"
    APPLICATION_RECEIVED = "application_received"
    STATUS_CHANGED = "status_changed"
    CANDIDATE_UPDATED = "candidate_updated"
    JOB_CHANGED = "job_changed"
    IGNORED = "ignored"


NATIVE = {
    "AssessmentEvent": EventKind.APPLICATION_COMPLETED,
    "ApplicationCompletedEvent": EventKind.APPLICATION_COMPLETED,  # a partner's code expects this spelling
    "WorkFlowStatusChangeEvent": EventKind.STATUS_CHANGED,
    "JobPostToWebEvent": EventKind.JOB_CHANGED,
    "JobUnpostToWebEvent": EventKind.JOB_CHANGED,
    "ViewJobWebPostEvent": EventKind.JOB_CHANGED,
    "RemoteLoginEvent": EventKind.IGNORED,
}
NEUTRAL = {
    "application.created": EventKind.APPLICATION_CREATED,
    "application.received": EventKind.APPLICATION_RECEIVED,
    "application.stage_changed": EventKind.STATUS_CHANGED,
    "candidate.updated": EventKind.CANDIDATE_UPDATED,
}
EVENT_KEYS = ("eventType", "event", "event_type", "type")
NATIVE_BY_NAME = {name.casefold(): kind for name, kind in NATIVE.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """Ids are digits without leading zeros, "" where the event does not name them: the workflow itself knows better.

    ``user_id`` is the recruiter who acted, or the candidate when an application was completed. Statuses are as sent.
    ``return_url`` is set only where a browser may be sent. ``dedup_key`` is equal for two deliveries of one event;
    ``previous_dedup_key`` is the key it had in the window before, "" for events that say when they happened.
    """

    customer_id: str
    kind: EventKind
    workflow_id: str = ""
    job_id: str = ""
    person_id: str = ""
    user_id: str = ""
    old_status: str = ""
    new_status: str = ""
    return_url: str = ""
    occurred_at: datetime | None = None
    event_id: str = ""
    dedup_key: str = ""
    previous_dedup_key: str = ""


def parse_event(
    body: bytes,
    content_encoding: str = "",
    limit: int = 256 * 1024,
    *,
    window: int = 0,
    customer_id: str = "",
    return_hosts: Sequence[str] = RETURN_HOSTS,
) -> Event:
    """The event in a request's body, gzip or plain, native or neutral.

    ``limit`` bounds the body both packed and unpacked. ``window`` numbers the stretch of time it arrived in (see
    ``window_of``): native events carry neither id nor time, so equal ones of one window, or of two neighbouring ones
    through ``previous_dedup_key``, count as one delivery. A status that moves there and back within a window is still
    seen both times, because the old and the new status are part of the key; only the very same move made again counts
    as a repetition. ``customer_id`` is the tenant that the address of the request names, if it does: the event may then
    leave it out, but not name another. ``return_hosts`` are exact hosts, or suffixes that begin with a dot.

    Raises InvalidInputError with a reason in one line (EventTooLargeError over the limit), and nothing else.
    """
    content = _content(_unpacked(body, content_encoding, limit))
    name = next((word for key in EVENT_KEYS if (word := _word(content, key))), "")
    if name not in NEUTRAL and name.casefold() not in NATIVE_BY_NAME:
        raise InvalidInputError(f"the event is none of {', '.join((*NATIVE, *NEUTRAL))}")
    named = _id(content, "customer_id") if name in NEUTRAL else _id(content, "customerId", required=not customer_id)
    if named and customer_id and named != customer_id:
        raise InvalidInputError("the event names another customer than the address it was sent to")
    read = _neutral if name in NEUTRAL else _native
    return _with_keys(read(content, name, named or customer_id, return_hosts), window)


def window_of(received_at: datetime, seconds: int = 600) -> int:
    """The number of the window that ``received_at`` (aware) falls into."""
    return int(received_at.timestamp()) // seconds


def _unpacked(body: bytes, content_encoding: str, limit: int) -> bytes:
    if content_encoding.strip().lower() not in ENCODINGS:
        raise InvalidInputError("the content encoding is neither gzip nor plain")
    if len(body) > limit:
        raise EventTooLargeError(f"the event is larger than {limit} bytes")
    # The documents promise gzip, a captured request was plain, a proxy may have unpacked it: the first bytes decide.
    if not body.startswith(GZIP_MAGIC):
        return body
    unpacked = b""
    for _ in range(MEMBERS_AT_MOST):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            unpacked += member.decompress(body, limit + 1 - len(unpacked))
        except zlib.error:
            raise InvalidInputError("the event is not valid gzip") from None
        if len(unpacked) > limit:
            raise EventTooLargeError(f"the event is larger than {limit} bytes when unpacked")
        if not member.eof:
            raise InvalidInputError("the event is not complete gzip")
        body = member.unused_data
        if not body:
            return unpacked
    raise InvalidInputError("the event is gzip in too many pieces")


def _content(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InvalidInputError("the event is not JSON in UTF-8") from None
    if not isinstance(content, dict):
        raise InvalidInputError("the event is not a JSON object")
    inner = content.get("data")  # some middleware wraps the ids
    return {**inner, **content} if isinstance(inner, dict) else content


def _native(content: Mapping[str, Any], name: str, customer_id: str, return_hosts: Sequence[str]) -> Event:
    kind = NATIVE_BY_NAME[name.casefold()]
    system_id = _id(content, "systemId", required=True)
    links = content.get("links")
    if _linked(links, "onboardworkflows", customer_id) == system_id:
        kind = EventKind.IGNORED  # onboarding sends the same event with its own kind of workflow
    if kind is EventKind.IGNORED:
        return Event(customer_id, kind, user_id=_id(content, "userId"))
    if kind is EventKind.JOB_CHANGED:
        return Event(customer_id, kind, job_id=system_id, user_id=_id(content, "userId"))
    return Event(
        customer_id=customer_id,
        kind=kind,
        workflow_id=system_id,
        job_id=_id(content, "jobId") or _linked(links, "jobs", customer_id),
        person_id=_id(content, "personId") or _linked(links, "people", customer_id, rel="person"),
        user_id=_id(content, "userId"),
        old_status=_word(content, "oldStatus"),
        new_status=_word(content, "newStatus"),
        return_url=_return_url(content.get("returnUrl"), return_hosts),
    )


def _neutral(content: Mapping[str, Any], name: str, customer_id: str, return_hosts: Sequence[str]) -> Event:
    kind = NEUTRAL[name]
    about_person = kind is EventKind.CANDIDATE_UPDATED
    return Event(
        customer_id=customer_id,
        kind=kind,
        workflow_id=_id(content, "application_id", required=not about_person),
        job_id=_id(content, "job_id"),
        person_id=_id(content, "person_id", required=about_person),
        user_id=_id(content, "user_id"),
        old_status=_word(content, "old_status"),
        new_status=_word(content, "new_status"),
        return_url=_return_url(content.get("return_url"), return_hosts),
        occurred_at=_moment(content, "occurred_at"),
        event_id=_word(content, "event_id"),
    )


def _id(content: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = content.get(name)
    if value is None or value == "":
        if required:
            raise InvalidInputError(f"{name} is missing")
        return ""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidInputError(f"{name} is not a number of at most 18 digits")
    return text.lstrip("0") or "0"


def _word(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if text is None:
        return ""
    if not isinstance(text, str) or not text.isprintable() or len(text) > 200:
        raise InvalidInputError(f"{name} is not a text of at most 200 printable characters")
    return text.strip()


def _moment(content: Mapping[str, Any], name: str) -> datetime | None:
    text = _word(content, name)
    try:
        moment = datetime.fromisoformat(text) if text else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInputError(f"{name} is not an ISO 8601 date and time") from None


def _linked(links: Any, kind: str, customer_id: str, rel: str = "") -> str:
    """The id at the end of a link's address. The address itself is a stranger's text and is never called."""
    for link in links if isinstance(links, list) else []:
        url = link.get("url") if isinstance(link, dict) else None
        if not isinstance(url, str) or (rel and link.get("rel") != rel):
            continue
        if found := re.search(rf"/customers/{customer_id}/{kind}/(\d{{1,18}})\Z", url, re.ASCII):
            return found.group(1).lstrip("0") or "0"
    return ""


def _return_url(value: Any, hosts: Sequence[str]) -> str:
    """The address if a candidate's browser may be sent there, else "". Anything that two parsers could read apart
    (user names, backslashes, blanks) is refused."""
    if not isinstance(value, str) or len(value) > 2000 or not re.fullmatch(r"https://[!-\[\]-~]+", value):
        return ""
    try:
        parts = urlsplit(value)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    trusted = any(host.endswith(entry) if entry.startswith(".") else host == entry for entry in hosts)
    return value if trusted and "@" not in parts.netloc and port in (None, 443) else ""


def _with_keys(event: Event, window: int) -> Event:
    if event.event_id:
        return replace(event, dedup_key=_digest("id", event.customer_id, event.event_id))
    ids = (event.customer_id, event.kind, event.workflow_id, event.person_id, event.job_id)
    parts = (*ids, event.old_status, event.new_status)
    if event.occurred_at is not None:
        return replace(event, dedup_key=_digest("at", *parts, event.occurred_at.isoformat()))
    now, before = (_digest("in", *parts, str(number)) for number in (window, window - 1))
    return replace(event, dedup_key=now, previous_dedup_key=before)


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
