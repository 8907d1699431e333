"""The notice of one requisition on pages: since when it stands, what it keeps waiting, and putting a day on record."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.guard import reached, requires, signed_in
from app.letters import notice_digest
from app.notice_days import published_on
from app.notice_links import notice_address
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.notice_period import NoticeState
from store import StoredRequisition
from tasks.notice_gate import notice_of_requisition

notices = Blueprint("notices", __name__, url_prefix="/requisitions/<customer_id>/<job_id>/notice")


@notices.get("")
@requires(Permission.SEE_SCORES)
def state(customer_id: str, job_id: str) -> ResponseReturnValue:
    """What the rules of its places ask, and what is on record."""
    requisition = reached(customer_id, job_id)
    return render_template(
        "notice.html",
        requisition=requisition,
        state=notice_state_of(requisition),
        record=site().store.notices.of(customer_id, job_id),
        publications=site().store.notices.publications(customer_id, job_id),
        digest=notice_digest(site().store, requisition),
        ask=notice_address(site().settings, customer_id, job_id),
        today=datetime.now(UTC).date(),
    )


@notices.post("")
@requires(Permission.SIGN_RUBRIC)
def publish(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Put on record that the notice stands there since a day."""
    requisition = reached(customer_id, job_id)
    published = published_on(request.form.get("published", ""))
    place = request.form.get("place", "")
    digest = notice_digest(site().store, requisition)
    site().store.notices.publish(customer_id, job_id, published, place, digest, signed_in().actor)
    return _back(customer_id, job_id)


@notices.post("/<int:publication>/withdraw")
@requires(Permission.SIGN_RUBRIC)
def withdraw(customer_id: str, job_id: str, publication: int) -> ResponseReturnValue:
    reached(customer_id, job_id)
    if publication >= 2**63:
        raise InvalidInputError("there is no such publication")
    site().store.notices.withdraw(customer_id, job_id, publication, signed_in().actor)
    return _back(customer_id, job_id)


def notice_state_of(requisition: StoredRequisition) -> NoticeState:
    """Of a requisition of a configured customer, now."""
    tenant = site().tenants[requisition.customer_id]
    return notice_of_requisition(site().store, tenant, requisition.customer_id, requisition.job_id)


def _back(customer_id: str, job_id: str) -> ResponseReturnValue:
    return redirect(url_for("notices.state", customer_id=customer_id, job_id=job_id), 303)
