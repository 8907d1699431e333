"""How people and scores agree: one's own decisions, those of teams, and one requisition's in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.blindness import viewer_at
from app.guard import places, reached, requires, signed_in
from app.site import site
from scoring.access import Permission
from scoring.agreement import Agreement, Judged, agreement
from scoring.calibration import CriterionAgreement, CutOff, best_cut_off, criteria_agreement
from scoring.triage import CUT_OFFS, CutOffs
from store import Scope
from store.review_outcomes import Figures, PersonsView

review_figures = Blueprint("review_figures", __name__)


@dataclass(frozen=True, slots=True)
class Dot:
    """An application in the picture: 0 to 100 from the left by its score, from the top by the person's view."""

    workflow_id: str
    left: float
    top: float
    blind: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All figures of one requisition. ``blind`` rests on ratings given before the score could be seen, and on no
    others; ``could_have_seen`` counts those that were left out of it."""

    blind: Agreement
    everything: Agreement
    dots: tuple[Dot, ...]
    cut_off: CutOff | None
    criteria: tuple[CriterionAgreement, ...]
    decided: int
    could_have_seen: int


@review_figures.get("/reviews/mine")
@requires(Permission.REVIEW)
def mine() -> ResponseReturnValue:
    """One's own decisions, and those of one's teams without names."""
    outcomes = site().store.review_outcomes
    own = outcomes.figures(list(site().tenants), places(), "all", signed_in().user_id)
    return render_template("review_figures.html", own=own[0] if own else None, teams=_teams())


def _teams() -> list[Figures]:
    """Of each team: the families that a customer put together under one name, and each other family by itself."""
    teams: dict[str, Figures] = {}
    for customer_id, tenant in site().tenants.items():
        names = tenant.team_names
        for of_family in site().store.review_outcomes.figures([customer_id], places()):
            name = names.get(of_family.team, of_family.team)
            before = teams.get(name)
            teams[name] = replace(of_family, team=name) if before is None else before.with_those_of(of_family)
    return [teams[name] for name in sorted(teams)]


@review_figures.get("/requisitions/<customer_id>/<job_id>/feedback")
@requires(Permission.SEE_SCORES)
def feedback(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Where scores and people agree for one requisition, and what that would suggest."""
    in_force = reached(customer_id, job_id)
    cut_offs, rubric = (
        cut_offs_of(customer_id, in_force.family, job_id),
        site().store.requisitions.rubric(in_force.rubric_id),
    )
    return render_template(
        "feedback.html",
        requisition=in_force,
        figures=feedback_of(customer_id, job_id, in_force.rubric_id, cut_offs, viewer_at(in_force)),
        cut_offs=cut_offs,
        customer_id=customer_id,
        texts={criterion.id: criterion.text for criterion in rubric.criteria},
    )


def feedback_of(customer_id: str, job_id: str, rubric_id: int, cut_offs: CutOffs, viewer: str) -> Feedback:
    """Computed anew each time: nothing of it is kept, and nothing of it is applied.

    What ``viewer`` has to rate blind is not in it, but for the suggested cut-off.
    """
    outcomes = site().store.review_outcomes
    views, decided = outcomes.views(customer_id, job_id, viewer), outcomes.decided(customer_id, job_id)
    bands = (float(cut_offs[0]), float(cut_offs[1]))
    rubric = site().store.requisitions.rubric(rubric_id)
    by_run = {view.run_id: float(view.rating) for view in views if view.blind}
    ratings = {
        name: [(rating, by_run[run_id]) for run_id, rating in found.items()]
        for name, found in outcomes.criterion_ratings(list(by_run)).items()
    }
    weights = {str(criterion.id): criterion.weight for criterion in rubric.criteria if criterion.weight}
    return Feedback(
        blind=agreement(_judged([view for view in views if view.blind]), bands),
        everything=agreement(_judged(views), bands),
        dots=tuple(_dot(view) for view in views),
        cut_off=best_cut_off([(float(one.score), one.kept) for one in decided], bands[0]),
        criteria=criteria_agreement(ratings, weights) if ratings else (),
        decided=len(decided),
        could_have_seen=sum(view.could_have_seen for view in views),
    )


def cut_offs_of(customer_id: str, family: str, job_id: str) -> CutOffs:
    """Those of the version in force for the requisition."""
    versions = site().store.versions
    version = versions.in_force(Scope(customer_id, family, job_id))
    stored = versions.content(version).get("cut_offs") if version else None
    if not stored:
        return CUT_OFFS
    possible, strong = stored
    return Decimal(str(possible)), Decimal(str(strong))


def _judged(views: Sequence[PersonsView]) -> list[Judged]:
    return [Judged(view.workflow_id, float(view.score), float(view.rating)) for view in views]


def _dot(view: PersonsView) -> Dot:
    return Dot(view.workflow_id, float(view.score), 100 - float(view.rating), view.blind)
