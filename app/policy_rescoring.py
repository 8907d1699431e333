"""Scoring again what stands in the scope of an activated policy, and how far that has got."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.guard import requires, signed_in
from app.policy_pages import reached_proposal
from app.site import site
from scoring.access import Permission
from tasks.rescoring import request_rescore

policy_rescoring = Blueprint("policy_rescoring", __name__, url_prefix="/policy")


@policy_rescoring.post("/proposals/<int:proposal_id>/rescore")
@requires(Permission.SET_POLICY)
def rescore(proposal_id: int) -> ResponseReturnValue:
    """Have the workers score again, under what is in force now, whatever has a score there."""
    activation = reached_proposal(proposal_id).activation
    request_rescore(site().store, activation)
    scope = activation.scope
    said = {"proposal": proposal_id, "family": scope.family}
    site().store.access_audit.noted(
        signed_in().actor, "policy.rescore_requested", said, scope.customer_id, scope.job_id
    )
    asked = url_for("policy.proposal", proposal_id=proposal_id, asked=1, _anchor="rescoring")
    return redirect(asked, 303)


@policy_rescoring.get("/proposals/<int:proposal_id>/rescoring")
@requires(Permission.SEE_POLICY)
def progress(proposal_id: int) -> ResponseReturnValue:
    """The part of the proposal's page that changes while scores are made anew."""
    found = reached_proposal(proposal_id).activation
    since = found.activated_at
    rescored = None if since is None else site().store.rescores.progress(found.scope, since)
    return render_template("policy_rescoring.html", proposal=found, rescored=rescored, asked="asked" in request.args)
