"""Any bytes as a notification of iCIMS, plain and packed."""

import gzip
import json

from fuzz.targets._answers import promise
from icims.events import parse_event
from scoring.errors import InvalidInputError

WORDS = (
    '"systemId":', '"eventType":', '"AssessmentEvent"', '"WorkFlowStatusChangeEvent"', '"JobPostToWebEvent"',
    '"application.created"', '"candidate.updated"', '"customerId":', '"personId":', '"jobId":', '"oldStatus":',
    '"newStatus":', '"returnUrl":', '"https://a.icims.com/"', '"links":[{"rel":"person","url":"', '"data":{',
    '"event":', '"application_id":', '"person_id":', '"occurred_at":"2026-05-31T10:00:00Z"', '"event_id":', "null",
    "true", "1e999", "\\u0000", "\\ud800", "[", "]", "{", "}", ",",
)  # fmt: skip
_LIMIT = 10_000


def check(data: bytes) -> None:
    """Refused as invalid in one line, or an event with numbers for ids and a key to know it by."""
    for body in (data, gzip.compress(data, 1)):
        try:
            event = parse_event(body, "", _LIMIT)
        except InvalidInputError as error:
            promise("\n" not in str(error), "a reason of more than one line")
            continue
        ids = (event.customer_id, event.workflow_id, event.job_id, event.person_id, event.user_id)
        promise(all(not one or (one.isascii() and one.isdigit()) for one in ids), "an id that is not a number")
        promise(len(event.dedup_key) == 64, "no key to know the event by")


def seeds() -> list[bytes]:
    native = {
        "systemId": "5", "eventType": "WorkFlowStatusChangeEvent", "customerId": "4560", "userId": "7", "personId": "9",
        "jobId": "44", "oldStatus": "D1", "newStatus": "D2", "returnUrl": "https://example.icims.com/a",
        "links": [{"rel": "person", "url": "https://api.icims.com/customers/4560/people/9", "title": ""}],
    }  # fmt: skip
    neutral = {
        "event": "application.created", "data": {"application_id": 5, "job_id": "44", "person_id": "9"},
        "customer_id": "4560", "occurred_at": "2026-05-31T10:00:00Z", "event_id": "e-1",
    }  # fmt: skip
    return [json.dumps(native).encode(), json.dumps(neutral).encode()]
