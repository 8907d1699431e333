"""How far scores reach, on pages: the mode in force and why, its numbers, the way up by two people, and back by one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import check_reach, places, reached, requires, signed_in
from app.paging import searched, whole_number
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.rollout import ORDER, WHOLE, Pilot, is_higher
from scoring.run import RolloutMode
from store import Promotion, Scope
from store.review_draws import MOST_DRAWN
from tasks import measuring, promotion

rollouts = Blueprint("rollouts", __name__)
PAGE_SIZE = 20
WAITING_SHOWN = 20
LAST_PAGE = 1_000_000
LARGEST_ID = 2**63 - 1
REASON_LIMIT = 500
GROUP_LIMIT = 200
USUALLY_DRAWN = 20


@rollouts.get("/rollout")
@requires(Permission.SET_POLICY)
def overview() -> ResponseReturnValue:
    """A customer's or a family's mode where one is asked for; else what waits and what was, wherever the caller may."""
    if searched("customer"):
        return _page(_within(Scope(searched("customer"), searched("family"))))
    page = whole_number("page", 1, 1, LAST_PAGE)
    lists, customers = site().store.rollout_lists, list(site().tenants)
    waiting = lists.reached(customers, places(), "waiting", WAITING_SHOWN + 1)
    past = lists.reached(customers, places(), "", PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    view = render_template(
        "rollouts.html",
        scopes=_scopes(),
        waiting=waiting[:WAITING_SHOWN],
        more_waiting=len(waiting) > WAITING_SHOWN,
        past=past[:PAGE_SIZE],
        page=page,
        more=len(past) > PAGE_SIZE,
        named=_named((*waiting, *past)),
        place=_place,
    )
    return view, 404 if page > 1 and not past else 200


@rollouts.get("/requisitions/<customer_id>/<job_id>/mode")
@requires(Permission.SET_POLICY)
def mode(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The mode of a requisition, and where it comes from."""
    reached(customer_id, job_id)
    return _page(Scope(customer_id, "", job_id))


@rollouts.post("/rollout/measure")
@requires(Permission.SET_POLICY)
def measure() -> ResponseReturnValue:
    """Measure now what can be told from the ledger, and put it on record."""
    scope = _scope_of_form()
    measuring.measure(site().settings, site().store, scope, signed_in().actor)
    return _to(scope, "numbers")


@rollouts.post("/rollout/propose")
@requires(Permission.SET_POLICY)
def propose() -> ResponseReturnValue:
    """Propose a higher mode; nothing changes before somebody else approves it."""
    scope = _scope_of_form()
    try:
        wanted, group = _mode("mode"), _pilot(request.form)
        promotion.propose(site().settings, site().store, scope, wanted, group, signed_in().actor, _said("reason"))
    except InvalidInputError as error:
        return _refused(scope, error)
    return _to(scope, "approve")


@rollouts.post("/rollout/<int:rollout_id>/approve")
@requires(Permission.SET_POLICY)
def approve(rollout_id: int) -> ResponseReturnValue:
    """Put it in force as a second person; an administrator may although something is missing."""
    found, caller = _promotion(rollout_id), signed_in()
    if found.proposed_by == caller.actor:
        return _refused(found.scope, InvalidInputError("you proposed it, so somebody else has to approve it"))
    if request.form.get("group", _group(found)) != _group(found):
        return _refused(found.scope, InvalidInputError("its group was changed meanwhile; look at it again"))
    try:
        override = _said("override") if request.form.get("override", "").strip() else ""
        admin = caller.access.may(Permission.ADMINISTER)
        promotion.approve(site().settings, site().store, rollout_id, caller.actor, override=override, is_admin=admin)
    except InvalidInputError as error:
        return _refused(found.scope, error)
    return _to(found.scope)


@rollouts.post("/rollout/<int:rollout_id>/withdraw")
@requires(Permission.SET_POLICY)
def withdraw(rollout_id: int) -> ResponseReturnValue:
    """Take back what waits, with a reason: by whoever proposed it, or anybody who may set policy there."""
    found = _promotion(rollout_id)
    try:
        site().store.rollouts.withdraw(rollout_id, signed_in().actor, _said("reason"))
    except InvalidInputError as error:
        return _refused(found.scope, error)
    return _to(found.scope)


@rollouts.post("/rollout/demote")
@requires(Permission.SET_POLICY)
def demote() -> ResponseReturnValue:
    """Step back at once, alone."""
    scope = _scope_of_form()
    try:
        site().store.rollouts.demote(scope, _mode("mode"), signed_in().actor, _said("reason"))
    except InvalidInputError as error:
        return _refused(scope, error)
    return _to(scope)


@rollouts.post("/requisitions/<customer_id>/<job_id>/blind-reviews")
@requires(Permission.REVIEW)
def draw(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Applications at random, to be rated by the caller before their score is shown; leads to the first."""
    reached(customer_id, job_id)
    given = request.form.get("count", "").strip()
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        raise InvalidInputError(f"say how many: 1 to {MOST_DRAWN}")
    caller = signed_in()
    drawn = site().store.review_draws.draw(customer_id, job_id, caller.user_id, caller.actor, int(given))
    if not drawn:
        raise InvalidInputError(
            "each scored application here was rated already, or waits for a blind rating; "
            f"at most {MOST_DRAWN} drawn ones wait at once"
        )
    return redirect(url_for("reviews.review", review_id=drawn[0]), 303)


def _group(promotion: Promotion) -> str:
    """For whom it is proposed, as the form that approves it says."""
    return json.dumps(promotion.pilot and promotion.pilot.as_json(), sort_keys=True)


def _page(scope: Scope, problem: str = "") -> str:
    """``problem`` says why what was just sent was not taken; what was typed stands in its fields again."""
    settings, store, page = site().settings, site().store, whole_number("page", 1, 1, LAST_PAGE)
    requisition = store.requisitions.find(scope.customer_id, scope.job_id) if scope.job_id else None
    family = requisition.family if requisition else scope.family
    holding = store.rollout_lists.holding(Scope(scope.customer_id, family, scope.job_id))
    waiting = store.rollout_lists.of_scope(scope, waiting=True, limit=WAITING_SHOWN)
    past = store.rollout_lists.of_scope(scope, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    present = promotion.mode_now(settings, store, scope)
    for_all = next((place for place, each in enumerate(holding) if each.pilot is None), len(holding))
    above = [mode for mode in ORDER if is_higher(mode, present)]
    draws = bool(scope.job_id) and signed_in().access.reaches(
        Permission.REVIEW, scope.customer_id, family, scope.job_id
    )
    highest = max((present, *(each.mode for each in (*holding, *waiting))), key=ORDER.index)
    return render_template(
        "mode.html",
        scope=scope,
        requisition=requisition,
        problem=problem,
        typed=request.form,
        present=present,
        because=holding[for_all] if for_all < len(holding) else None,
        groups=holding[:for_all],
        above=above,
        needs=promotion.needs(settings, store, scope, above[0]) if above else (),
        scorer=promotion.scorer_of(settings, store, scope),
        waiting=[(each, promotion.objections(settings, store, each)) for each in waiting],
        back_to=[mode for mode in ORDER if is_higher(highest, mode)],
        past=past[:PAGE_SIZE],
        page=page,
        more=len(past) > PAGE_SIZE,
        mine=signed_in().actor,
        is_admin=signed_in().access.may(Permission.ADMINISTER),
        draws=draws,
        looked=draws and store.blindness.has_looked(scope.customer_id, scope.job_id, signed_in().user_id),
        usually_drawn=USUALLY_DRAWN,
        most_drawn=MOST_DRAWN,
        named=_named((*holding, *waiting, *past)),
        place=_place,
        group=_group,
    )


def _refused(scope: Scope, error: InvalidInputError) -> ResponseReturnValue:
    return _page(scope, str(error)), 400


def _to(scope: Scope, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(_place(scope, anchor), 303)


def _place(scope: Scope, anchor: str | None = None) -> str:
    """The address of a scope's page."""
    if scope.job_id:
        return url_for("rollouts.mode", customer_id=scope.customer_id, job_id=scope.job_id, _anchor=anchor)
    family = scope.family or None
    return url_for("rollouts.overview", customer=scope.customer_id, family=family, _anchor=anchor)


def _scope_of_form() -> Scope:
    given = {name: request.form.get(name, "").strip() for name in ("customer", "family", "job")}
    if not given["customer"] or (given["family"] and given["job"]):
        raise InvalidInputError("name a customer, one of its families or one of its requisitions")
    return _within(Scope(given["customer"], given["family"], given["job"]))


def _within(scope: Scope) -> Scope:
    """The scope. Raises NotFound when there is none like it, and likewise when it is not the caller's."""
    if scope.job_id:
        reached(scope.customer_id, scope.job_id)
        return scope
    if scope.customer_id not in site().tenants:
        raise NotFound
    check_reach(scope.customer_id, scope.family, "")
    if scope.family and scope.family not in site().store.rollout_lists.families(scope.customer_id):
        raise NotFound
    return scope


def _promotion(rollout_id: int) -> Promotion:
    """Raises NotFound for one that there is not, and likewise for one of a scope that is not the caller's."""
    try:
        found = site().store.rollouts.get(rollout_id if rollout_id <= LARGEST_ID else 0)
    except InvalidInputError:
        raise NotFound from None
    _within(found.scope)
    return found


def _scopes() -> list[Scope]:
    """Customers and families for the whole of which the caller may set the mode."""
    found = []
    for customer_id in site().tenants:
        scopes = (Scope(customer_id, family) for family in ("", *site().store.rollout_lists.families(customer_id)))
        reaches = signed_in().access.reaches
        found += [each for each in scopes if reaches(Permission.SET_POLICY, customer_id, each.family, "")]
    return found


def _named(promotions: Iterable[Promotion]) -> dict[str, str]:
    """Logins of everybody on record there; who came by the command line alone stands as he was named."""
    actors = {actor for each in promotions for actor in (each.proposed_by, each.approved_by, each.ended_by) if actor}
    found = {actor: site().store.users.get(actor.removeprefix("user:")) for actor in actors}
    return {actor: user.login if user else actor.removeprefix("user:") for actor, user in found.items()}


def _mode(name: str) -> RolloutMode:
    given = request.form.get(name, "")
    if given not in {*RolloutMode}:
        raise InvalidInputError("choose a mode")
    return RolloutMode(given)


def _said(name: str) -> str:
    reason = " ".join(request.form.get(name, "").split())
    if not 0 < len(reason) <= REASON_LIMIT:
        raise InvalidInputError(f"say why, for the record, in at most {REASON_LIMIT} characters")
    return reason


def _pilot(form: Mapping[str, Any]) -> Pilot | None:
    """Everybody where no group is named."""
    share = form.get("share", "").strip()
    if share and not (share.isascii() and share.isdigit() and int(share[:4]) <= WHOLE):
        raise InvalidInputError("a pilot's share is 0 to 100 per cent")
    applications, recruiters = (
        frozenset(form.get(name, "").replace(",", " ").split()) for name in ("applications", "recruiters")
    )
    if max(len(applications), len(recruiters)) > GROUP_LIMIT:
        raise InvalidInputError(f"name at most {GROUP_LIMIT} of each; a share is for more")
    if not (int(share or 0) or applications or recruiters):
        return None
    return Pilot(int(share or 0), applications, recruiters)
