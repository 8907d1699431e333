"""What may be done about runs that died, and the buttons that stop everything."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import check_reach, places, requires, signed_in
from app.operations import ROUNDS, live_view
from app.paging import whole_number
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from store import Stop
from tasks import pipeline

operating = Blueprint("operating", __name__)
REASON_LIMIT = 500
LARGEST_ID = 2**63 - 1


@operating.post("/operations/dead-letters/<int:letter_id>/replay")
@requires(Permission.OPERATE)
def replay(letter_id: int) -> ResponseReturnValue:
    """Open the run again at the step where it died."""
    store = site().store
    run_id, step = store.dead_letters.replay(_row(letter_id), signed_in().actor)
    pipeline.start(run_id, step, assessor=store.waits.assessors([run_id]).get(run_id, "local"))
    return redirect(url_for("pages.operations", _anchor="dead-letters"), 303)


@operating.post("/operations/dead-letters/<int:letter_id>/discard")
@requires(Permission.OPERATE)
def discard(letter_id: int) -> ResponseReturnValue:
    """Close the run without a score."""
    site().store.dead_letters.discard(_row(letter_id), signed_in().actor)
    return redirect(url_for("pages.operations", _anchor="dead-letters"), 303)


@operating.post("/operations/decisions/<int:decision_id>/replay")
@requires(Permission.OPERATE)
def write_again(decision_id: int) -> ResponseReturnValue:
    """Let a decision that iCIMS never got be written again."""
    site().store.unwritten.write_again(_row(decision_id), signed_in().actor)
    return redirect(url_for("pages.operations", _anchor="unwritten"), 303)


@operating.post("/operations/decisions/<int:decision_id>/close")
@requires(Permission.OPERATE)
def leave_unwritten(decision_id: int) -> ResponseReturnValue:
    """Keep a decision here that iCIMS never got."""
    site().store.unwritten.leave(_row(decision_id), signed_in().actor)
    return redirect(url_for("pages.operations", _anchor="unwritten"), 303)


@operating.get("/operations/live")
@requires(Permission.OPERATE)
def live() -> ResponseReturnValue:
    """The part of the operations page that changes by itself."""
    return render_template("operations_live.html", **live_view(whole_number("rounds", 1, 1, ROUNDS)))


@operating.get("/stops")
@requires(Permission.STOP)
def stops() -> ResponseReturnValue:
    """The buttons that are pressed where the caller may press them, and a form for one more."""
    within = [stop for stop in site().store.stops.pressed() if _within(stop)]
    return render_template(
        "stops.html",
        pressed=[(stop, _who(stop.pressed_by)) for stop in within],
        customers=[customer_id for customer_id in site().tenants if _may(customer_id)],
        everywhere=_may(""),
    )


@operating.post("/stops")
@requires(Permission.STOP)
def press() -> ResponseReturnValue:
    """Stop now: what is under way halts before its next write."""
    form = request.form
    customer_id, job_id = form.get("customer", ""), form.get("job", "").strip()
    reason = " ".join(form.get("reason", "").split())
    if not 0 < len(reason) <= REASON_LIMIT:
        raise InvalidInputError("say why, for the record")
    if customer_id and customer_id not in site().tenants:
        raise NotFound
    if job_id and not customer_id:
        raise InvalidInputError("name the customer of the requisition")
    _check(customer_id, job_id)
    if job_id and site().store.requisitions.find(customer_id, job_id) is None:
        # A button for a mistyped id would stop nothing while everybody believes it does.
        raise InvalidInputError("that customer has no requisition of this job id, so nothing was stopped")
    site().store.stops.press(form.get("what", ""), signed_in().actor, reason, customer_id, job_id)
    return redirect(url_for("operating.stops"), 303)


@operating.post("/stops/<int:stop_id>/lift")
@requires(Permission.STOP)
def lift(stop_id: int) -> ResponseReturnValue:
    """Go on."""
    found = [stop for stop in site().store.stops.pressed() if stop.id == stop_id]
    if not found:
        raise InvalidInputError(f"stop {stop_id} is not pressed")
    _check(found[0].customer_id, found[0].job_id)
    site().store.stops.lift(stop_id, signed_in().actor)
    return redirect(url_for("operating.stops"), 303)


def _row(letter_id: int) -> int:
    if letter_id > LARGEST_ID:
        raise NotFound
    return letter_id


def _may(customer_id: str) -> bool:
    """For the whole of that customer; '' is every customer."""
    return any(grant.covers(customer_id, "", "") for grant in places())


def _who(actor: str) -> str:
    """The login of a user who pressed it here; a command says itself who it was."""
    user = site().store.users.get(actor.removeprefix("user:")) if actor.startswith("user:") else None
    return user.login if user else actor


def _within(stop: Stop) -> bool:
    return signed_in().access.reaches(Permission.STOP, stop.customer_id, _family(stop), stop.job_id)


def _check(customer_id: str, job_id: str) -> None:
    found = site().store.requisitions.find(customer_id, job_id) if job_id else None
    check_reach(customer_id, found.family if found else "", job_id)


def _family(stop: Stop) -> str:
    found = site().store.requisitions.find(stop.customer_id, stop.job_id) if stop.job_id else None
    return found.family if found else ""
