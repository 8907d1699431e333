"""Pages for candidates, without an account: to ask for something under the link of a notice, and to see the answer."""

import re
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import Door, requires
from app.notice_links import read_notice_token
from app.signing_in import begin_filing
from app.site import site
from scoring.regulations import RequestKind
from store import StoredRequisition
from tasks import candidate_requests
from tasks.candidate_requests import digest_of_key
from tasks.regulation_file import regulations

candidates = Blueprint("candidates", __name__)
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_LINE, LONGEST_DETAILS = 200, 1500
FIELDS = ("name", "reach", "application")


@candidates.get("/notices/<token>")
@requires(Door.OPEN)
def ask(token: str) -> ResponseReturnValue:
    """The form; the same whether or not anybody applied."""
    return _form(token, _requisition(token))


@candidates.post("/notices/<token>")
@requires(Door.OPEN)
def file(token: str) -> ResponseReturnValue:
    """Take a request. The answer is the same for every name and application, known or not."""
    requisition = _requisition(token)
    wrong = _wrong()
    if wrong:
        return _form(token, requisition, wrong), 422
    begin_filing(requisition.customer_id, requisition.job_id)
    key = candidate_requests.file(
        site().store,
        regulations(),
        requisition.customer_id,
        requisition.job_id,
        RequestKind(request.form["kind"]),
        datetime.now(UTC).date(),
        "\n".join(filter(None, map(_line, FIELDS))),
        request.form.get("details", ""),
    )
    return redirect(url_for("candidates.asked", key=key), 303)


@candidates.get("/asked/<key>")
@requires(Door.OPEN)
def asked(key: str) -> ResponseReturnValue:
    """What became of a request, for whoever holds its link."""
    found = site().store.requests.by_reply(digest_of_key(key)) if KEY.fullmatch(key) else None
    if found is None or found.customer_id not in site().tenants:
        raise NotFound
    return render_template("asked.html", asked=found, address=f"{site().settings.public_url}/asked/{key}")


def _requisition(token: str) -> StoredRequisition:
    """Raises NotFound alike for a link that is not ours and for a job that is gone."""
    named = read_notice_token(site().settings, token)
    if named is None or named[0] not in site().tenants:
        raise NotFound
    found = site().store.requisitions.find(*named)
    if found is None:
        raise NotFound
    return found


def _form(token: str, requisition: StoredRequisition, wrong: dict[str, str] | None = None) -> str:
    promise = regulations().our_promise
    return render_template(
        "ask.html",
        token=token,
        requisition=requisition,
        employer=site().tenants[requisition.customer_id].employer,
        days={kind: promise[kind] for kind in RequestKind},
        wrong=wrong or {},
        given=request.form,
    )


def _wrong() -> dict[str, str]:
    """What has to be changed, by the field."""
    found = {}
    if request.form.get("kind", "") not in {*RequestKind}:
        found["kind"] = "Choose what you ask for."
    if not _line("name"):
        found["name"] = "Tell us your name, as in your application."
    if not _line("reach"):
        found["reach"] = "Tell us how we can reach you."
    found |= {name: f"At most {LONGEST_LINE} characters." for name in FIELDS if len(_line(name)) > LONGEST_LINE}
    if request.form.get("kind") == RequestKind.CORRECTION and not _line("details"):
        found["details"] = "Tell us what has to be corrected."
    if len(request.form.get("details", "")) > LONGEST_DETAILS:
        found["details"] = f"At most {LONGEST_DETAILS} characters."
    return found


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").replace("\x00", " ").split())
