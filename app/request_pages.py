"""What candidates ask for, on pages: the open requests by the day they are due, recording and answering them."""

from dataclasses import asdict
from datetime import UTC, date, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import check_reach, places, requires, signed_in
from app.letters import explanation_of
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.regulations import RequestKind
from store import CandidateRequest
from store.candidate_requests import ENDS
from tasks import candidate_requests
from tasks.regulation_file import regulations

requests = Blueprint("requests", __name__, url_prefix="/requests")


@requests.get("")
@requires(Permission.REVIEW)
def listed() -> ResponseReturnValue:
    answered = request.args.get("answered") == "yes"
    found = site().store.requests.listed([*site().tenants], places(), answered=answered)
    return render_template(
        "requests.html",
        requests=found,
        answered=answered,
        today=datetime.now(UTC).date(),
        kinds=[*RequestKind],
        ends=ENDS,
        customers=[*site().tenants],
    )


@requests.post("")
@requires(Permission.REVIEW)
def add() -> ResponseReturnValue:
    """Record what a candidate asks for; the application has to be one that the caller may decide on."""
    form = request.form
    customer_id, workflow_id = form.get("customer_id", ""), form.get("workflow_id", "").strip()
    kind, came = form.get("kind", ""), _day(form.get("received", ""))
    if kind not in {*RequestKind} or customer_id not in site().tenants:
        raise InvalidInputError("the form is not one of ours; load it again")
    job_id = _job_of(customer_id, workflow_id, form.get("job_id", "").strip())
    candidate_requests.receive(
        site().store,
        regulations(),
        customer_id,
        workflow_id,
        RequestKind(kind),
        came,
        signed_in().actor,
        details=form.get("details", ""),
        job_id=job_id,
    )
    return redirect(url_for("requests.listed"), 303)


@requests.post("/<int:request_id>/answer")
@requires(Permission.REVIEW)
def answer(request_id: int) -> ResponseReturnValue:
    _reached(request_id)
    end, words = request.form.get("end", ""), request.form.get("answer", "")
    candidate_requests.end(site().store, request_id, end, words, signed_in().actor)
    return redirect(url_for("requests.listed"), 303)


@requests.post("/<int:request_id>/verify")
@requires(Permission.REVIEW)
def verify(request_id: int) -> ResponseReturnValue:
    """A person has checked who filed it, and which application it is about."""
    found = _reached(request_id)
    workflow_id = request.form.get("workflow_id", "").strip()
    _job_of(found.customer_id, workflow_id, found.job_id)
    candidate_requests.verify(site().store, request_id, workflow_id, signed_in().actor)
    return redirect(url_for("requests.listed"), 303)


@requests.post("/<int:request_id>/release")
@requires(Permission.REVIEW)
def release(request_id: int) -> ResponseReturnValue:
    """Show the candidate the reasons as they read now, without the score."""
    found = _reached(request_id)
    if request.form.get("read") != "yes":
        raise InvalidInputError("confirm that you have read what the candidate will read")
    letter = explanation_of(site().store, site().tenants[found.customer_id], found.workflow_id)
    site().store.requests.release(request_id, asdict(letter), signed_in().actor)
    return redirect(url_for("requests.listed"), 303)


def _reached(request_id: int) -> CandidateRequest:
    found = site().store.requests.get(request_id) if request_id < 2**63 else None
    if found is None or found.customer_id not in site().tenants:
        raise NotFound
    check_reach(found.customer_id, found.family, found.job_id)
    return found


def _job_of(customer_id: str, workflow_id: str, given: str) -> str:
    """The application's own job where it is known. Raises NotFound when that is not the caller's."""
    store = site().store
    runs = store.reports.runs_of(customer_id, workflow_id) if "\x00" not in workflow_id + given else ()
    view = store.reports.run(runs[0]) if runs else None
    job_id = view.job_id if view else given
    if not job_id:
        raise InvalidInputError("that application has not reached us yet: name its job as well")
    requisition = store.requisitions.find(customer_id, job_id) if "\x00" not in job_id else None
    check_reach(customer_id, requisition.family if requisition else "", job_id)
    return job_id


def _day(given: str) -> date:
    today = datetime.now(UTC).date()
    try:
        day = date.fromisoformat(given) if given else today
    except ValueError:
        raise InvalidInputError("the day is written as 2026-11-23") from None
    if day > today:
        raise InvalidInputError("a request cannot have come in the future")
    return day
