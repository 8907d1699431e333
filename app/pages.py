"""Pages for people: requisitions, the ranking of one, the score card of a run, and what an operator watches."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import rendering
from app.blindness import asked_for, held_back, viewer_at
from app.card_view import answer_anchor, card_view
from app.guard import check_reach, places, reached, requires, signed_in
from app.notice_pages import notice_state_of
from app.operations import live_view, troubles
from app.paging import searched, whole_number
from app.ranking_query import RankingQuery
from app.site import site
from scoring.access import Permission
from scoring.rubric import Mode
from scoring.run import Step
from scoring.triage import Tag
from store import RunView, StoredRequisition

pages = Blueprint("pages", __name__, static_folder="static", static_url_path="/static")
PAGE_SIZE = 50
LAST_PAGE = 1_000_000


@pages.record_once
def prepare_templates(state: BlueprintSetupState) -> None:
    rendering.register(state.app)


@pages.get("/")
@requires(Permission.SEE_SCORES)
def requisitions() -> ResponseReturnValue:
    """Requisitions with volume, tiers and rollout mode, newest first."""
    search, page = searched("q"), whole_number("page", 1, 1, LAST_PAGE)
    found = site().store.reports.requisitions(
        *site().tenants, search=search, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE, within=places()
    )
    operates = signed_in().access.may(Permission.OPERATE)
    view = render_template(
        "requisitions.html",
        requisitions=found[:PAGE_SIZE],
        search=search,
        page=page,
        more=len(found) > PAGE_SIZE,
        dead_letters=site().store.reports.health().dead_letters if operates else 0,
    )
    return view, 404 if page > 1 and not found else 200


@pages.get("/requisitions/<customer_id>/<job_id>")
@requires(Permission.SEE_SCORES)
def requisition(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The ranking: filtered, sorted, page by page."""
    in_force, query = reached(customer_id, job_id), RankingQuery.of_request()
    rubric = site().store.requisitions.rubric(in_force.rubric_id)
    return render_template(
        "requisition.html",
        requisition=site().store.reports.requisition(customer_id, job_id),
        in_force=in_force,
        notice=notice_state_of(in_force),
        rubric=rubric,
        must_haves=rubric.of_mode(Mode.GATE),
        scored=rubric.of_mode(Mode.SCORED),
        noted=rubric.of_mode(Mode.NOTE),
        ranked=site().store.rankings.page(
            customer_id,
            job_id,
            query.wanted,
            query.order,
            limit=PAGE_SIZE,
            after=query.after,
            before=query.before,
            from_the_end=query.at_end,
            viewer=viewer_at(in_force),
        ),
        stages=site().store.rankings.stages(customer_id, job_id),
        at=partial(url_for, "pages.requisition", customer_id=customer_id, job_id=job_id),
        query=query,
        tags=[*Tag],
    )


@pages.get("/applications/<customer_id>/<workflow_id>")
@requires(Permission.SEE_SCORES)
def application(customer_id: str, workflow_id: str) -> ResponseReturnValue:
    """Where the link in iCIMS leads: the application's newest run."""
    runs = site().store.reports.runs_of(customer_id, workflow_id) if customer_id in site().tenants else ()
    if not runs:
        raise NotFound
    view, _ = found_run(runs[0])
    return redirect(url_for("pages.run", run_id=view.run_id))


@pages.get("/runs/<run_id>")
@requires(Permission.SEE_SCORES)
def run(run_id: str) -> ResponseReturnValue:
    """The score card with its evidence, and what each step did."""
    view, in_force = found_run(run_id)
    hidden = bool(held_back([view], in_force.family if in_force else ""))
    extracted: dict[str, Any] = view.findings.get(Step.EXTRACT, {})
    card: dict[str, Any] | None = None if hidden else view.findings.get(Step.FLAG, {}).get("card")
    text = (extracted.get("resume") or {}).get("text", "")
    answers = extracted.get("answers") or []
    return render_template(
        "run.html",
        run=view,
        card=card,
        view=card_view(card, text, answers) if card else None,
        answers=[(answer_anchor(place), answer) for place, answer in enumerate(answers)],
        conflicts=view.findings.get(Step.WRITE_BACK, {}).get("conflicts") or [],
        timeline=site().store.timelines.of_application(view.customer_id, view.workflow_id),
        in_force=in_force,
        hidden=hidden,
        text=text,
        asked=asked_for(in_force.rubric_id) if hidden and in_force else [],
    )


@pages.get("/operations")
@requires(Permission.OPERATE)
def operations() -> ResponseReturnValue:
    """What waits, since when and why; and the dead letters."""
    flower = bool(site().settings.flower_url and site().settings.flower_basic_auth)
    return render_template("operations.html", **live_view(0), **troubles(), flower=flower)


def found_run(run_id: str) -> tuple[RunView, StoredRequisition | None]:
    """The run, and its requisition once that is known.

    Raises NotFound for an id that is none, that no run of a configured customer has, or whose run is not the caller's.
    """
    try:
        run_id = str(UUID(run_id))
    except ValueError:
        raise NotFound from None
    view = site().store.reports.run(run_id)
    if view is None or view.customer_id not in site().tenants:
        raise NotFound
    in_force = site().store.requisitions.find(view.customer_id, view.job_id)
    check_reach(view.customer_id, in_force.family if in_force else "", view.job_id)
    return view, in_force
