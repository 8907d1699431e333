"""The review queue: what waits for a person, one review with its evidence, and the signed decision."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import review_words
from app.blindness import asked_for, shown_in_queue
from app.card_view import answer_anchor, card_view
from app.guard import check_reach, places, requires, signed_in
from app.paging import one_of, searched, whole_number
from app.review_figures import cut_offs_of
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError
from scoring.review import LONGEST_REASON, MOST_ADJUSTED, SHORTEST_REASON, Decision, ReviewKind, Verdict, rating_of
from scoring.run import Step
from store import ReviewFilter, ReviewView, RunView

reviews = Blueprint("reviews", __name__, url_prefix="/reviews")
PAGE_SIZE = 50
LAST_PAGE = 1_000_000
# What PostgreSQL can hold as an id.
LAST_ID = 2**63 - 1


@reviews.record_once
def prepare_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.filters.update(kind_words=review_words.kind_words, reason_words=review_words.reason_words)


@reviews.get("")
@requires(Permission.SEE_SCORES)
def queue() -> ResponseReturnValue:
    """What waits, the most urgent first."""
    wanted, page = _wanted(), whole_number("page", 1, 1, LAST_PAGE)
    found = site().store.review_queue.page(
        list(site().tenants), places(), wanted, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE, signed_in().reviewer
    )
    shown_in_queue(found[:PAGE_SIZE])
    everything = replace(wanted, kind="")
    view = render_template(
        "reviews.html",
        reviews=found[:PAGE_SIZE],
        counts=site().store.review_queue.counts(list(site().tenants), places(), everything, signed_in().reviewer),
        wanted=wanted,
        mine=bool(wanted.assignee),
        page=page,
        more=len(found) > PAGE_SIZE,
    )
    return view, 404 if page > 1 and not found else 200


@reviews.get("/<int:review_id>")
@requires(Permission.SEE_SCORES)
def review(review_id: int) -> ResponseReturnValue:
    """One application with its evidence; before a blind rating only what the candidate wrote."""
    return _page(found_review(review_id))


@reviews.post("/<int:review_id>/claim")
@requires(Permission.REVIEW)
def claim(review_id: int) -> ResponseReturnValue:
    """Take it, so that nobody else decides at the same time."""
    found_review(review_id)
    if not site().store.reviews.claim(review_id, signed_in().user_id):
        raise InvalidInputError("somebody else is at this review, or it is not open any more")
    return _to(review_id)


@reviews.post("/<int:review_id>/release")
@requires(Permission.REVIEW)
def release(review_id: int) -> ResponseReturnValue:
    """Give it back to the queue."""
    found_review(review_id)
    site().store.reviews.release(review_id, signed_in().user_id)
    return redirect(url_for("reviews.queue"), 303)


@reviews.post("/<int:review_id>/assign")
@requires(Permission.REVIEW)
def assign(review_id: int) -> ResponseReturnValue:
    """To a colleague by login, or to nobody."""
    found, login = found_review(review_id), request.form.get("login", "").strip()
    user = site().store.users.find(login) if login else None
    queued = found.queued
    reaches = user and user.access.reaches(Permission.REVIEW, queued.customer_id, found.family, queued.job_id)
    if login and (user is None or not reaches or user.disabled_at is not None):
        raise InvalidInputError("there is nobody of that login who may decide here")
    site().store.reviews.assign(review_id, user.id if user else None, signed_in().actor)
    return _to(review_id)


@reviews.post("/<int:review_id>/rating")
@requires(Permission.REVIEW)
def rate(review_id: int) -> ResponseReturnValue:
    """One's own rating, committed before the score is shown."""
    found = found_review(review_id)
    try:
        rating = rating_of(request.form.get("rating", ""))
        site().store.review_decisions.rate(review_id, signed_in().user_id, rating)
    except InvalidInputError as error:
        return _page(found, str(error)), 400
    return _to(review_id)


@reviews.post("/<int:review_id>/decision")
@requires(Permission.REVIEW)
def decide(review_id: int) -> ResponseReturnValue:
    """Sign it. The next open review follows."""
    found = found_review(review_id)
    queued = found.queued
    try:
        decision = _decision()
        site().store.review_decisions.decide(
            review_id, signed_in().user_id, decision, cut_offs_of(queued.customer_id, found.family, queued.job_id)
        )
    except InvalidInputError as error:
        return _page(found, str(error)), 400
    return _to(review_id)


@reviews.post("/<int:review_id>/undo")
@requires(Permission.REVIEW)
def undo(review_id: int) -> ResponseReturnValue:
    """Take one's decision back, until it is on its way into iCIMS."""
    found = found_review(review_id)
    try:
        site().store.review_decisions.undo(review_id, signed_in().user_id)
    except InvalidInputError as error:
        return _page(found, str(error)), 400
    return _to(review_id)


def _to(review_id: int) -> ResponseReturnValue:
    return redirect(url_for("reviews.review", review_id=review_id), 303)


def found_review(review_id: int) -> ReviewView:
    """Raises NotFound for one that there is not, and likewise for one that is not the caller's."""
    caller = signed_in()
    find = site().store.review_queue.find
    view = find(review_id, caller.user_id, caller.reviewer) if review_id <= LAST_ID else None
    if view is None or view.queued.customer_id not in site().tenants:
        raise NotFound
    queued = view.queued
    check_reach(queued.customer_id, view.family, queued.job_id)
    if view.case.shows_score and queued.workflow_id:
        site().store.blindness.looked(caller.user_id, [(queued.customer_id, queued.job_id, queued.workflow_id)])
    return view


def _wanted() -> ReviewFilter:
    return ReviewFilter(
        kind=one_of("kind", [*ReviewKind]),
        job_id=searched("job"),
        assignee=signed_in().user_id if one_of("assigned", ["me"]) else "",
        overdue=bool(one_of("due", ["late"])),
        state=one_of("state", ["open", "decided"]) or "open",
    )


def _decision() -> Decision:
    verdict, adjusted = request.form.get("verdict", ""), request.form.get("adjusted", "").strip()
    if verdict not in {*Verdict}:
        raise InvalidInputError("choose whether to accept, to reject or to adjust")
    wanted = Verdict(verdict)
    # Browsers send the field with every decision; only an adjustment asks for it.
    other = rating_of(adjusted) if wanted is Verdict.ADJUST else None
    return Decision(wanted, request.form.get("reason", ""), other)


def _page(found: ReviewView, problem: str = "") -> str:
    """``problem`` says why what was just sent was not taken; what was typed stands in its fields again."""
    may_decide = signed_in().access.reaches(
        Permission.REVIEW, found.queued.customer_id, found.family, found.queued.job_id
    )
    run = None if found.run_id is None else site().store.reports.run(found.run_id)
    before, after = site().store.review_queue.around(
        found.queued.id, list(site().tenants), places(), ReviewFilter(), signed_in().reviewer
    )
    return render_template(
        "review.html",
        found=found,
        queued=found.queued,
        problem=problem,
        typed=request.form,
        may_decide=may_decide,
        mine=signed_in().user_id,
        before=before,
        after=after,
        verdicts=found.case.allowed,
        shortest=SHORTEST_REASON,
        longest=LONGEST_REASON,
        furthest=MOST_ADJUSTED,
        cut_offs=cut_offs_of(found.queued.customer_id, found.family, found.queued.job_id),
        **(_shown(run) if run is not None else _read(found.case_text, ())),
        asked=[] if found.rubric_id is None else asked_for(found.rubric_id),
    )


def _shown(run: RunView) -> dict[str, Any]:
    extracted: dict[str, Any] = run.findings.get(Step.EXTRACT, {})
    card: dict[str, Any] | None = run.findings.get(Step.FLAG, {}).get("card")
    text, answers = (extracted.get("resume") or {}).get("text", ""), extracted.get("answers") or []
    return _read(text, answers) | {
        "run": run,
        "card": card,
        "view": card_view(card, text, answers) if card else None,
    }


def _read(text: str, answers: Any) -> dict[str, Any]:
    placed = [(answer_anchor(place), answer) for place, answer in enumerate(answers)]
    return {"text": text, "answers": placed, "run": None, "card": None, "view": None}
