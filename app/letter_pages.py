"""Letters to candidates on pages: the public notice of a job, and the explanation of one application."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from app.blindness import held_back
from app.guard import Door, requires
from app.letters import explanation_of, notice_of
from app.notice_links import notice_address
from app.pages import found_run
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.letter import Letter

letters = Blueprint("letters", __name__)


@letters.get("/notices/<customer_id>/<job_id>")
@requires(Door.OPEN)
def notice(customer_id: str, job_id: str) -> ResponseReturnValue:
    """For everybody who thinks of applying: how applications to this job are read."""
    ask = notice_address(site().settings, customer_id, job_id)
    return render_template("letter.html", letter=_notice(customer_id, job_id), ask=ask)


@letters.get("/notices/<customer_id>/<job_id>/text")
@requires(Door.OPEN)
def notice_text(customer_id: str, job_id: str) -> ResponseReturnValue:
    return Response(_notice(customer_id, job_id).text, mimetype="text/plain")


@letters.get("/applications/<customer_id>/<workflow_id>/explanation")
@requires(Permission.SEE_SCORES)
def explanation(customer_id: str, workflow_id: str) -> ResponseReturnValue:
    """What the candidate is told, to be read before it is sent."""
    return render_template("letter.html", letter=_explanation(customer_id, workflow_id))


@letters.get("/applications/<customer_id>/<workflow_id>/explanation/text")
@requires(Permission.SEE_SCORES)
def explanation_text(customer_id: str, workflow_id: str) -> ResponseReturnValue:
    return Response(_explanation(customer_id, workflow_id).text, mimetype="text/plain")


def _notice(customer_id: str, job_id: str) -> Letter:
    tenant = site().tenants.get(customer_id)
    requisition = site().store.requisitions.find(customer_id, job_id) if tenant else None
    if tenant is None or requisition is None:
        raise NotFound
    link = notice_address(site().settings, customer_id, job_id)
    return notice_of(site().store, tenant, requisition, datetime.now(UTC).date(), link)


def _explanation(customer_id: str, workflow_id: str) -> Letter:
    tenant = site().tenants.get(customer_id)
    runs = site().store.reports.runs_of(customer_id, workflow_id) if tenant else ()
    if tenant is None or not runs:
        raise NotFound
    view, in_force = found_run(runs[0])
    if held_back([view], in_force.family if in_force else ""):
        raise Forbidden("This application is in a blind review: give your own view first, then its reasons are shown.")
    try:
        return explanation_of(site().store, tenant, workflow_id)
    except InvalidInputError:
        raise NotFound from None
