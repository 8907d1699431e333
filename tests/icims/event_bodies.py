"""Notifications as they arrive, for the tests of what becomes of them."""

import json

from icims.events import parse_event

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
