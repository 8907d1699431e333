"""What a candidate's request sets in motion: an opted-out application is run again at once, to be left unscored."""

import hashlib
import secrets
from datetime import date

from scoring.regulations import Regulations, RequestKind
from store import CandidateRequest, Opening, Store
from tasks import pipeline


def receive(
    store: Store,
    regulations: Regulations,
    customer_id: str,
    workflow_id: str,
    kind: RequestKind,
    received_on: date,
    actor: str,
    *,
    details: str = "",
    job_id: str = "",
) -> int:
    """Put a request on record with the day it is due; its id. Raises InvalidInputError for what cannot be one."""
    due = regulations.due(kind, received_on)
    request_id = store.requests.record(
        customer_id, workflow_id, kind, received_on, due, actor, details=details, job_id=job_id
    )
    if kind is RequestKind.OPT_OUT:
        _run_again(store, customer_id, workflow_id, f"opt_out:{request_id}")
    return request_id


def file(
    store: Store, regulations: Regulations, customer_id: str, job_id: str, kind: RequestKind, received_on: date,
    claimant: str, details: str,
) -> str:  # fmt: skip
    """Take a request from somebody who says to be a candidate of that job; the key of the link that shows its answer.

    Nothing happens to any application before a person has checked who asks. Only the digest of the key is kept.
    """
    key = secrets.token_urlsafe(32)
    due = regulations.due(kind, received_on)
    store.requests.file(customer_id, job_id, kind, received_on, due, digest_of_key(key), claimant, details)
    return key


def digest_of_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def verify(store: Store, request_id: int, workflow_id: str, actor: str) -> CandidateRequest:
    """A person has checked that the candidate of this application asks: now an opt-out takes effect."""
    verified = store.requests.verify(request_id, workflow_id, actor)
    if verified.kind is RequestKind.OPT_OUT:
        _run_again(store, verified.customer_id, verified.workflow_id, f"opt_out:{request_id}")
    return verified


def end(store: Store, request_id: int, state: str, answer: str, actor: str) -> CandidateRequest:
    """Answer a request; an opt-out that is taken back lets the application be scored."""
    ended = store.requests.end(request_id, state, answer, actor)
    if ended.kind is RequestKind.OPT_OUT and state == "withdrawn" and ended.is_verified:
        _run_again(store, ended.customer_id, ended.workflow_id, f"opt_in:{request_id}")
    return ended


def _run_again(store: Store, customer_id: str, workflow_id: str, reason: str) -> None:
    """Of an application that we have seen; another one is asked about when its first run begins."""
    runs = store.reports.runs_of(customer_id, workflow_id)
    if not runs:
        return
    view = store.reports.run(runs[0])
    assert view is not None
    opening = Opening(
        customer_id, workflow_id, reason, "request", job_id=view.job_id, person_id=view.person_id, cause="request"
    )
    accepted = store.inbox.open_run(opening)
    if accepted.run_id is not None:
        pipeline.start(accepted.run_id)
