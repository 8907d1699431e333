"""Guided mode: a strong score moves an application up to review; everything else is proposed to a person."""

from dataclasses import replace
from typing import Any

from icims.fields import same_status
from scoring.moves import Direction, Move, Wait, planned_move
from scoring.review import ReviewKind
from scoring.run import Dossier, RolloutMode
from store import ReviewOpening
from tasks.deps import Deps, Tenant
from tasks.fences import margin_of, not_now
from tasks.findings import StatusMove


def move_status(
    dossier: Dossier, deps: Deps, tenant: Tenant, card: dict[str, Any], mode: RolloutMode
) -> StatusMove | None:
    """What became of the move that the card suggests; None where it suggests none.

    Nothing in here can write a status other than the one of review.
    """
    planned = planned_move(card, mode, high_stakes=dossier.high_stakes)
    _withdraw_rejection(dossier, deps, planned)
    if planned is None or planned.direction is Direction.NONE:
        return None if planned is None else _waiting(planned)
    now = tenant.client.applicant_workflow(dossier.workflow_id).status_id
    target = tenant.mapping.status(planned.status)
    if target and same_status(now, target):
        return StatusMove(planned.direction, "unchanged", planned.note, from_status=now, to_status=target)
    if planned.direction is Direction.DOWN:
        return _propose_rejection(dossier, deps, planned, now, target)
    held = _held(dossier, deps, tenant, planned, now, target)
    return _move_up(dossier, deps, tenant, held, now, target) if held.is_automatic else _waiting(held, now, target)


def _held(dossier: Dossier, deps: Deps, tenant: Tenant, move: Move, now: str, target: str) -> Move:
    """The move up with what else holds it back, once it is known where the application stands."""
    before = deps.store.upward_moves.of(dossier.customer_id, dossier.workflow_id)
    waits = {
        Wait.UNMAPPED: not target,
        Wait.NOT_BELOW: not tenant.mapping.is_below_review(now),
        Wait.MOVED_BEFORE: before is not None and before.is_written,
    }
    return replace(move, waits=(*move.waits, *(wait for wait, holds in waits.items() if holds)))


def _move_up(dossier: Dossier, deps: Deps, tenant: Tenant, move: Move, now: str, target: str) -> StatusMove:
    if not deps.store.upward_moves.begin(dossier, now, target, margin_of(tenant)):
        raise not_now(dossier, deps, "the lease ended before the status was written")
    receipt = tenant.client.patch_workflow(dossier.workflow_id, {"status": {"id": target}})
    deps.store.upward_moves.finish(dossier, receipt.transaction)
    return replace(_waiting(move, now, target), outcome="written", transaction=receipt.transaction)


def _propose_rejection(dossier: Dossier, deps: Deps, move: Move, now: str, target: str) -> StatusMove:
    """A review; whoever confirms it has the status written, under his name. What was decided is not asked again."""
    settled = {
        (past.kind, past.reasons) for past in deps.store.reviews.standing(dossier.run_id) if past.state != "open"
    }
    if (ReviewKind.PROPOSED_REJECTION, move.waits) not in settled:
        opening = ReviewOpening(dossier.run_id, ReviewKind.PROPOSED_REJECTION, move.waits, target, now)
        deps.store.reviews.open(opening)
    return _waiting(move, now, target)


def _withdraw_rejection(dossier: Dossier, deps: Deps, planned: Move | None) -> None:
    if planned is not None and planned.direction is Direction.DOWN:
        return
    for past in deps.store.reviews.standing(dossier.run_id):
        if past.kind is ReviewKind.PROPOSED_REJECTION and past.state == "open" and not past.in_hand:
            deps.store.reviews.withdraw(past.id)


def _waiting(move: Move, now: str = "", target: str = "") -> StatusMove:
    return StatusMove(move.direction, "waits", move.note, move.waits, now, target)
