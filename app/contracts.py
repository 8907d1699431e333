"""The requirement contract on pages: read, comment, edit with remarks at once, compare and sign."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.guard import reached, requires, signed_in
from app.rubric_form import ADDED_KINDS, Filled, beside, blank_form, filled_form
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.rubric import Mode, Rubric, lint_requisition
from scoring.rubric.contract import STATEMENT
from scoring.rubric.difference import differences, ways
from scoring.rubric.editing import edited
from store import StoredRequisition

contracts = Blueprint("contracts", __name__, url_prefix="/requisitions/<customer_id>/<job_id>/rubric")


@contracts.get("")
@requires(Permission.SEE_SCORES)
def rubric(customer_id: str, job_id: str) -> ResponseReturnValue:
    """What is in force, what is proposed and how they differ, who signed, and what people say about it."""
    requisition = reached(customer_id, job_id)
    store = site().store
    proposal = store.contracts.proposal(customer_id, job_id)
    in_force = store.requisitions.rubric(requisition.rubric_id)
    read = store.requisitions.rubric(proposal.rubric_id) if proposal else in_force
    concerns = lint_requisition(store.requisitions.requisition(customer_id, job_id))
    placed = {criterion.id: beside(criterion, concerns) for criterion in read.criteria}
    return render_template(
        "contract.html",
        requisition=requisition,
        rubric=read,
        modes=[*Mode],
        proposal=proposal,
        changes=differences(in_force, read),
        signatures=store.contracts.signatures(customer_id, job_id),
        comments=store.rubric_comments.of(customer_id, job_id),
        beside=placed,
        elsewhere=[concern for concern in concerns if not any(concern in found for found in placed.values())],
        ways=ways,
        statement=STATEMENT,
    )


@contracts.get("/edit")
@requires(Permission.SIGN_RUBRIC)
def form(customer_id: str, job_id: str) -> ResponseReturnValue:
    requisition, read = _newest(customer_id, job_id)
    return _form(requisition, read, blank_form(read))


@contracts.post("/check")
@requires(Permission.SIGN_RUBRIC)
def check(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The remarks about a form that is being filled in, for the places where they belong; nothing is kept."""
    requisition, read = _newest(customer_id, job_id)
    filled = filled_form(read, request.form)
    return render_template("contract_check.html", **_told(requisition, read, filled))


@contracts.post("/edit")
@requires(Permission.SIGN_RUBRIC)
def edit(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Keep it as the proposal, or show what has to be changed first."""
    requisition, read = _newest(customer_id, job_id)
    filled = filled_form(read, request.form)
    if filled.refused or request.form.get("action") == "check":
        return _form(requisition, read, filled), 422 if filled.refused else 200
    wanted, base = edited(read, filled.kept), request.form.get("version", "")
    site().store.contracts.propose(customer_id, job_id, wanted, base, signed_in().actor)
    return _back(customer_id, job_id)


@contracts.post("/sign")
@requires(Permission.SIGN_RUBRIC)
def sign(customer_id: str, job_id: str) -> ResponseReturnValue:
    reached(customer_id, job_id)
    if request.form.get("read") != "yes":
        raise InvalidInputError("confirm that you have read the criteria and the warnings")
    site().store.contracts.sign(customer_id, job_id, request.form.get("version", ""), signed_in().user_id)
    return _back(customer_id, job_id)


@contracts.post("/withdraw")
@requires(Permission.SIGN_RUBRIC)
def withdraw(customer_id: str, job_id: str) -> ResponseReturnValue:
    reached(customer_id, job_id)
    site().store.contracts.withdraw(customer_id, job_id, signed_in().actor)
    return _back(customer_id, job_id)


@contracts.post("/comments")
@requires(Permission.COMMENT)
def comment(customer_id: str, job_id: str) -> ResponseReturnValue:
    requisition = reached(customer_id, job_id)
    criterion, words = request.form.get("criterion", ""), request.form.get("words", "")
    known = {str(each.id) for each in site().store.requisitions.rubric(requisition.rubric_id).criteria}
    kept = criterion if criterion in known else ""
    site().store.rubric_comments.add(customer_id, job_id, kept, signed_in().user_id, words)
    return _back(customer_id, job_id)


def _newest(customer_id: str, job_id: str) -> tuple[StoredRequisition, Rubric]:
    """What is edited: the proposal, or else what is in force."""
    requisition = reached(customer_id, job_id)
    proposal = site().store.contracts.proposal(customer_id, job_id)
    rubric_id = proposal.rubric_id if proposal else requisition.rubric_id
    return requisition, site().store.requisitions.rubric(rubric_id)


def _form(requisition: StoredRequisition, read: Rubric, filled: Filled) -> str:
    return render_template("contract_edit.html", kinds=ADDED_KINDS, modes=[*Mode], **_told(requisition, read, filled))


def _told(requisition: StoredRequisition, read: Rubric, filled: Filled) -> Mapping[str, Any]:
    changes = () if filled.refused else differences(read, edited(read, filled.kept))
    return {"requisition": requisition, "rubric": read, "filled": filled, "changes": changes}


def _back(customer_id: str, job_id: str) -> ResponseReturnValue:
    return redirect(url_for("contracts.rubric", customer_id=customer_id, job_id=job_id), 303)
