"""Policy on pages: what is in force where, proposals and their trials, activation by a second person, the way back."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import places, requires, signed_in
from app.paging import whole_number
from app.policy_places import customers_of, in_force_at, places_in_force
from app.policy_scopes import may_set, named_scope, within
from app.policy_words import changes, details, in_a_phrase, place_words, rated_by, tiers_words, without_command
from app.site import site
from claude.model_profile import EFFORTS, MODELS
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.scorer import CLAUDE, LOCAL, ScorerVersion
from store import ListedPolicy, Scope
from store.policy_trials import CANARY, SIMULATION
from tasks.policy import Choice, chosen, full_scope, read_cut_offs
from tasks.readiness import concerns, objections
from tasks.scorers import in_force
from tasks.trial_bell import DEFAULT_APPLICATIONS, MOST_APPLICATIONS, request_trial

policy = Blueprint("policy", __name__, url_prefix="/policy")
PAGE = 20
REASON_LIMIT = 500
LARGEST_ID = 2**63 - 1


@policy.app_context_processor
def _words() -> dict[str, Any]:
    return {
        "place_words": place_words,
        "in_a_phrase": in_a_phrase,
        "rated_by": rated_by,
        "tiers_words": tiers_words,
        "version_details": details,
        "scope_arguments": within,
        "may_set_policy": may_set,
        "scorer_of": ScorerVersion.from_json,
        "without_command": without_command,
    }


@policy.get("")
@requires(Permission.SEE_POLICY)
def overview() -> ResponseReturnValue:
    """What is in force at each place that the caller reaches, what waits, and what was."""
    page = whole_number("page", 1, 1, 100_000)
    lists, granted = site().store.policy_lists, places()
    waiting = lists.waiting(granted, PAGE + 1, 0)
    history = lists.history(granted, PAGE + 1, PAGE * (page - 1))
    shown = places_in_force(granted)
    looked_at = {name: request.args.get(name, "") for name in ("customer", "family", "job")}
    asked = named_scope(looked_at) if any(looked_at.values()) else None
    return render_template(
        "policy.html",
        in_force=shown,
        asked=None if asked is None else in_force_at(asked),
        looked_at=looked_at,
        customers=customers_of(Permission.SEE_POLICY),
        concerns=concerns(site().settings, site().store, {one.scorer.version for one in shown if one.activation}),
        waiting=waiting[:PAGE],
        more_waiting=len(waiting) > PAGE,
        history=history[:PAGE],
        page=page,
        more=len(history) > PAGE,
    )


@policy.get("/propose")
@requires(Permission.SET_POLICY)
def form() -> ResponseReturnValue:
    """A proposal to fill in; for a place and with cut-offs where a link says so."""
    return _form(request.args)


@policy.post("/propose")
@requires(Permission.SET_POLICY)
def propose() -> ResponseReturnValue:
    """Keep the proposal for a second person, or show the form again with what is wrong."""
    try:
        scope, reason = named_scope(request.form), _reason("reason")
        scorer = _proposed(scope, request.form)
    except InvalidInputError as error:
        return _form(request.form, str(error)), 422
    versions, actor = site().store.versions, signed_in().actor
    versions.put(scorer.version, scorer.as_json(), actor)
    return _to(versions.propose(scope, scorer.version, actor, reason))


@policy.get("/proposals/<int:proposal_id>")
@requires(Permission.SEE_POLICY)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """What would change, what is missing, its trials, and what the caller may do about it."""
    return render_template("policy_proposal.html", **_told(proposal_id))


@policy.get("/proposals/<int:proposal_id>/progress")
@requires(Permission.SEE_POLICY)
def progress(proposal_id: int) -> ResponseReturnValue:
    """The part of the proposal's page that changes while a trial is under way."""
    return render_template("policy_progress.html", polled=True, **_told(proposal_id))


@policy.post("/proposals/<int:proposal_id>/simulate")
@requires(Permission.SET_POLICY)
def simulate(proposal_id: int) -> ResponseReturnValue:
    """Ask a worker to try it on the newest applications of its scope."""
    reached_proposal(proposal_id)
    given = request.form.get("applications", "").strip()
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        raise InvalidInputError(f"say how many applications: 1 to {MOST_APPLICATIONS}")
    return _trial(proposal_id, SIMULATION, int(given))


@policy.post("/proposals/<int:proposal_id>/canary")
@requires(Permission.SET_POLICY)
def canary(proposal_id: int) -> ResponseReturnValue:
    """Ask a worker to run the frozen canary set under it."""
    return _trial(proposal_id, CANARY, 0)


@policy.post("/proposals/<int:proposal_id>/activate")
@requires(Permission.SET_POLICY)
def activate(proposal_id: int) -> ResponseReturnValue:
    """Put it in force, as a second person. Only an administrator may do so although something is missing."""
    found, store = reached_proposal(proposal_id), site().store
    missing = objections(site().settings, store, found.activation)
    without_trial = " ".join(request.form.get("without_trial", "").split())
    if missing and not (without_trial and signed_in().access.may(Permission.ADMINISTER)):
        raise InvalidInputError(f"proposal {proposal_id} is not ready: {'; '.join(map(without_command, missing))}")
    if len(without_trial) > REASON_LIMIT:
        raise InvalidInputError(f"a reason has at most {REASON_LIMIT} characters")
    said = f"{without_trial} (against: {'; '.join(missing)})" if missing else ""
    store.versions.activate(proposal_id, signed_in().actor, said)
    return _to(proposal_id)


@policy.post("/proposals/<int:proposal_id>/withdraw")
@requires(Permission.SET_POLICY)
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Take back what waits, with a reason: by whoever proposed it, or anybody who may set policy there."""
    reached_proposal(proposal_id)
    site().store.versions.withdraw(proposal_id, signed_in().actor, _reason("reason"))
    return _to(proposal_id)


@policy.get("/rollback")
@requires(Permission.SET_POLICY)
def rollback_form() -> ResponseReturnValue:
    """What would go out of force, and what would come back."""
    scope = named_scope(request.args)
    now = in_force_at(scope)
    if now.activation is None:
        raise InvalidInputError("nothing was activated for exactly this place")
    return render_template("policy_rollback.html", now=now)


@policy.post("/rollback")
@requires(Permission.SET_POLICY)
def rollback() -> ResponseReturnValue:
    """Take the newest activation of this place out of force, if it is still the one that was shown."""
    scope, reason = named_scope(request.form), _reason("reason")
    now = in_force_at(scope)
    if now.activation is None or request.form.get("version", "") != now.scorer.version:
        raise InvalidInputError("something else is in force there by now; look at it first")
    site().store.versions.roll_back(scope, signed_in().actor, reason)
    return redirect(f"{url_for('policy.overview')}?{urlencode(within(scope))}", 303)


def _trial(proposal_id: int, kind: str, applications: int) -> ResponseReturnValue:
    found = reached_proposal(proposal_id).activation
    request_trial(site().settings, site().store, found, kind, applications, signed_in().actor)
    return redirect(url_for("policy.proposal", proposal_id=proposal_id, _anchor="progress"), 303)


def reached_proposal(proposal_id: int) -> ListedPolicy:
    """Raises NotFound where there is none, or where the caller may not use the current route for its scope."""
    found = site().store.policy_lists.proposal(proposal_id, places()) if proposal_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def _told(proposal_id: int) -> Mapping[str, Any]:
    found, settings, store = reached_proposal(proposal_id), site().settings, site().store
    activation, scorer = found.activation, ScorerVersion.from_json(found.content)
    waits = activation.activated_at is None and activation.withdrawn_at is None
    trials = {trial.kind: trial for trial in store.policy_trials.newest(proposal_id)}
    in_force_here = activation.activated_at if activation.withdrawn_at is None else None
    scope = full_scope(store, activation.scope)
    simulation = store.trials.newest_simulation(activation.version, scope)
    return {
        "listed": found,
        "proposal": activation,
        "scorer": scorer,
        "waits": waits,
        "changes": changes(in_force(settings, store, scope), scorer),
        "missing": objections(settings, store, activation) if waits else (),
        "trials": trials,
        "simulation_id": simulation.id if simulation and _reaches_all(simulation.result) else None,
        "canary_id": store.trials.newest_canary_id(activation.version),
        "under_way": [trial for trial in trials.values() if trial.is_under_way],
        "rescored": None if not in_force_here else store.rescores.progress(activation.scope, in_force_here),
        "asked": "asked" in request.args,
        "own": activation.proposed_by == signed_in().actor,
        "applications": DEFAULT_APPLICATIONS,
        "most_applications": MOST_APPLICATIONS,
    }


def _reaches_all(simulated: Mapping[str, Any]) -> bool:
    """A simulation may be over more than the proposal is for."""
    where = simulated.get("scope", {})
    place = full_scope(site().store, Scope(where.get("customer", ""), where.get("family", ""), where.get("job", "")))
    return any(grant.covers(place.customer_id, place.family, place.job_id) for grant in places())


def _form(given: Mapping[str, str], refused: str = "") -> str:
    granted = signed_in().access.where(Permission.SET_POLICY)
    customers = customers_of(Permission.SET_POLICY)
    filled = {name: given.get(name, "")[:REASON_LIMIT] for name in FIELDS}
    if not any(filled[name] for name in ("customer", "family", "job")) and not refused and "" not in customers:
        filled |= {"customer": granted[0].customer_id, "family": granted[0].family, "job": granted[0].job_id}
    scope = Scope()
    try:
        scope = named_scope(filled)
        now = in_force_at(scope)
    except (InvalidInputError, NotFound):
        if not refused:
            raise
        now = None
    return render_template(
        "policy_propose.html",
        filled=filled,
        refused=refused,
        now=now,
        customers=customers,
        families=site().store.policy_lists.families([known for known in customers if known]),
        assessors=(LOCAL, CLAUDE),
        models=list(MODELS),
        efforts=EFFORTS,
    )


FIELDS = ("customer", "family", "job", "possible", "strong", "assessor", "model", "effort", "reason")


def _proposed(scope: Scope, form: Mapping[str, str]) -> ScorerVersion:
    """What is left empty is as in force, one cut-off of two as well. Raises InvalidInputError for a choice that cannot
    score, and for one that says nothing new."""
    settings, store = site().settings, site().store
    now = in_force(settings, store, full_scope(store, scope))
    given = [form.get(name, "").strip() for name in ("possible", "strong")]
    cut_offs = None
    if any(given):
        cut_offs = read_cut_offs(*(words or str(cut) for words, cut in zip(given, now.cut_offs, strict=True)))
    choice = Choice(form.get("assessor", ""), form.get("model", ""), form.get("effort", ""), cut_offs)
    scorer = chosen(settings, store, scope, choice)
    if scorer.version == now.version:
        raise InvalidInputError("nothing would change; say what should be different")
    return scorer


def _reason(name: str) -> str:
    reason = " ".join(request.form.get(name, "").split())
    if not 0 < len(reason) <= REASON_LIMIT:
        raise InvalidInputError(f"say why, for the record, in at most {REASON_LIMIT} characters")
    return reason


def _to(proposal_id: int) -> ResponseReturnValue:
    return redirect(url_for("policy.proposal", proposal_id=proposal_id), 303)
