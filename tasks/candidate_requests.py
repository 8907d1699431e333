"""What a candidate's request sets in motion: an opted-out application is run again at once, to be left unscored."""

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


def end(store: Store, request_id: int, state: str, answer: str, actor: str) -> CandidateRequest:
    """Answer a request; an opt-out that is taken back lets the application be scored."""
    ended = store.requests.end(request_id, state, answer, actor)
    if ended.kind is RequestKind.OPT_OUT and state == "withdrawn":
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
