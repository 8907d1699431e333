"""What a trial of a policy found: a simulation over stored applications, or a run of the frozen canary set."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.guard import places, requires, signed_in
from app.paging import one_of, whole_number
from app.policy_scopes import check_scope
from app.policy_words import TIERS, bars, lowest_ratios, matrix
from app.site import site
from scoring.access import Grant, Permission
from scoring.comparison import LIMITS, Comparison, compare, over_limits
from scoring.scorer import ScorerVersion
from store import CanaryRun, Scope
from store.policy_lists import KeptMoves
from tasks.canary import standings_of

policy_results = Blueprint("policy_results", __name__, url_prefix="/policy")
PAGE = 25
LARGEST_ID = 2**63 - 1


@policy_results.get("/simulations/<int:simulation_id>")
@requires(Permission.SEE_POLICY)
def simulation(simulation_id: int) -> ResponseReturnValue:
    """Who changes tier, how far scores move, and what it costs; single applications for those who may see scores."""
    store = site().store
    kept = store.policy_lists.simulation(simulation_id) if simulation_id <= LARGEST_ID else None
    if kept is None:
        raise NotFound
    version, result, created_at = kept
    where = result.get("scope", {})
    scope = Scope(where.get("customer", ""), where.get("family", ""), where.get("job", ""))
    check_scope(scope)
    way = {name: one_of(name, TIERS) for name in ("from", "to")}
    page = whole_number("page", 1, 1, 100_000)
    granted = signed_in().access.where(Permission.SEE_SCORES)
    moves = _moves(simulation_id, granted, way, page)
    return render_template(
        "policy_simulation.html",
        simulation_id=simulation_id,
        scope=scope,
        version=version,
        result=result,
        created_at=created_at,
        changed=sum(result.get("flips", {}).values()),
        tiers=TIERS,
        matrix=matrix(result),
        bars=bars(result),
        ratios=lowest_ratios(result.get("impact")),
        moves=moves,
        way={name: tier for name, tier in way.items() if tier},
        page=page,
        pages=-(-moves.total // PAGE),
        sees_scores=bool(granted),
        proposal_id=store.policy_trials.proposal_of(simulation_id=simulation_id),
        here=url_for("policy_results.simulation", simulation_id=simulation_id),
    )


def _moves(simulation_id: int, granted: Sequence[Grant], way: Mapping[str, str], page: int) -> KeptMoves:
    """Those of the applications that the caller may see now. What he is shown is kept; who does not review sees also
    what is judged blind, and that goes on record."""
    caller, store = signed_in(), site().store
    found = store.policy_lists.moves(
        simulation_id,
        granted,
        PAGE,
        PAGE * (page - 1),
        from_tier=way["from"],
        to_tier=way["to"],
        viewer=caller.reviewer,
        reviewed=caller.owners.where(Permission.REVIEW),
    )
    store.blindness.looked(
        caller.user_id, [(move["customer"], move["requisition"], move["application"]) for move in found.moves]
    )
    for customer_id, job_id in sorted({place[:2] for place in found.judged_blind}):
        requisition = store.requisitions.find(customer_id, job_id)
        if requisition is None or not caller.reviewer_at(customer_id, requisition.family, job_id):
            listed = [place[2] for place in found.judged_blind if place[:2] == (customer_id, job_id)]
            said = {"simulation": simulation_id, "applications": listed}
            store.access_audit.noted(caller.actor, "score.seen_in_blind_review", said, customer_id, job_id)
    return found


@policy_results.get("/canary-runs/<int:canary_id>")
@requires(Permission.SEE_POLICY)
def canary(canary_id: int) -> ResponseReturnValue:
    """The four figures beside their limits, and the cases that change tier. Nobody in the set is a real person."""
    kept = site().store.trials.canary(canary_id) if canary_id <= LARGEST_ID else None
    if kept is None:
        raise NotFound
    run, created_at = kept
    compared = _compared(run, canary_id)
    over = over_limits(compared) if compared else ()
    return render_template(
        "policy_canary.html",
        canary_id=canary_id,
        run=run,
        created_at=created_at,
        compared=compared,
        over=over,
        simulated=run.blocks and not over,
        limits=LIMITS,
        proposal_id=_own_proposal(canary_id),
    )


def _own_proposal(canary_id: int) -> int | None:
    """The proposal for which it was run, if the caller reaches it: a canary run says nothing about a place."""
    store = site().store
    proposal_id = store.policy_trials.proposal_of(canary_id=canary_id)
    reached = proposal_id is not None and store.policy_lists.proposal(proposal_id, places()) is not None
    return proposal_id if reached else None


def _compared(run: CanaryRun, canary_id: int) -> Comparison | None:
    """With the run that it was compared with when it was made."""
    store = site().store
    before = None if run.compared_with is None else store.trials.newest_canary(run.compared_with, before=canary_id)
    if before is None or before.scores.keys() != run.scores.keys():
        return None
    now, then = (ScorerVersion.from_json(store.versions.content(each.version)) for each in (before, run))
    return compare(standings_of(before.scores, now.cut_offs), standings_of(run.scores, then.cut_offs))
