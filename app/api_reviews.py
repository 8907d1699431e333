"""The review queue in the JSON interface."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.api import page_asked
from app.blindness import shown_in_queue, viewer_at
from app.guard import places, reached, requires, signed_in
from app.paging import one_of, searched
from app.review_figures import cut_offs_of, feedback_of
from app.reviews import found_review
from app.site import site
from scoring.access import Permission
from scoring.agreement import Agreement
from scoring.errors import InvalidInputError
from scoring.review import Decision, ReviewKind, Verdict, rating_of
from store import QueuedReview, ReviewFilter

review_api = Blueprint("review_api", __name__, url_prefix="/api/v1")


@review_api.get("/reviews")
@requires(Permission.SEE_SCORES, tokens=True)
def reviews() -> ResponseReturnValue:
    """What waits for a person, the most urgent first. ``kind`` keeps one kind, ``job`` one requisition."""
    limit, offset = page_asked()
    wanted = ReviewFilter(
        kind=one_of("kind", [*ReviewKind]),
        job_id=searched("job"),
        state=one_of("state", ["open", "decided"]) or "open",
    )
    found = site().store.review_queue.page(list(site().tenants), places(), wanted, limit, offset, signed_in().reviewer)
    shown_in_queue(found)
    return {"reviews": [_queued(one) for one in found], "limit": limit, "offset": offset}


@review_api.get("/reviews/<int:review_id>")
@requires(Permission.SEE_SCORES, tokens=True)
def review(review_id: int) -> ResponseReturnValue:
    """One review; the score only where the caller may see it."""
    found = found_review(review_id)
    said, case = found.said, found.case
    score = case.score if case.shows_score else None
    # What may be decided afterwards would tell a case with a known answer from the others.
    needs_rating = case.blind and not case.rated
    return _queued(found.queued) | {
        "run_id": found.run_id if case.shows_score else None,
        "score": None if score is None else float(score),
        "needs_rating": needs_rating,
        "verdicts": [] if needs_rating else list(case.allowed),
        "decision": None
        if said is None
        else {
            "verdict": said.verdict,
            "adjusted": None if said.adjusted is None else float(said.adjusted),
            "reason": said.reason,
            "score_shown": said.score_shown,
            "decided_at": said.decided_at.isoformat(),
            "undoable": said.undoable,
            "written": said.written,
        },
    }


@review_api.post("/reviews/<int:review_id>/rating")
@requires(Permission.REVIEW, tokens=True)
def rate(review_id: int) -> ResponseReturnValue:
    """Commit one's own ``rating``, before the score is shown."""
    found_review(review_id)
    rating = rating_of(_body().get("rating"))
    site().store.review_decisions.rate(review_id, signed_in().user_id, rating)
    return review(review_id)


@review_api.post("/reviews/<int:review_id>/decision")
@requires(Permission.REVIEW, tokens=True)
def decide(review_id: int) -> ResponseReturnValue:
    """Sign ``verdict`` with its ``reason``, and for an adjustment the ``adjusted`` score."""
    queued, given = found_review(review_id), _body()
    verdict, adjusted = given.get("verdict"), given.get("adjusted")
    if not isinstance(verdict, str) or verdict not in {*Verdict}:
        raise InvalidInputError(f"verdict is one of {', '.join(Verdict)}")
    other = None if adjusted is None else rating_of(adjusted)
    decision = Decision(Verdict(verdict), str(given.get("reason", "")), other)
    place = (queued.queued.customer_id, queued.family, queued.queued.job_id)
    site().store.review_decisions.decide(review_id, signed_in().user_id, decision, cut_offs_of(*place))
    return review(review_id)


@review_api.get("/requisitions/<customer_id>/<job_id>/agreement")
@requires(Permission.SEE_SCORES, tokens=True)
def agreement(customer_id: str, job_id: str) -> ResponseReturnValue:
    """How scores and people agree for one requisition, on blind ratings and on all views."""
    in_force = reached(customer_id, job_id)
    cut_offs = cut_offs_of(customer_id, in_force.family, job_id)
    figures = feedback_of(customer_id, job_id, in_force.rubric_id, cut_offs, viewer_at(in_force))
    return {"blind": _figures(figures.blind), "all": _figures(figures.everything)}


def _queued(one: QueuedReview) -> dict[str, Any]:
    hidden = one.blind
    return {
        "id": one.id,
        "kind": one.kind,
        "customer_id": one.customer_id,
        "job_id": one.job_id,
        "workflow_id": "" if hidden else one.workflow_id,
        "reasons": [] if hidden else list(one.reasons),
        "state": one.state,
        "blind": one.blind,
        "opened_at": one.opened_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "overdue": one.overdue,
    }


def _figures(found: Agreement) -> dict[str, Any]:
    return {
        "applications": found.applications,
        "kappa": found.kappa,
        "spearman": found.spearman,
        "same_order": found.pairs.share,
        "mean_distance": found.mean_distance,
    }


def _body() -> dict[str, Any]:
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # nested thousands deep
        given = None
    if not isinstance(given, dict):
        raise InvalidInputError("send a JSON object")
    return given
