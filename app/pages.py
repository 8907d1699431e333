"""Pages for people: requisitions, the ranking of one, the score card of a run, and what an operator watches."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import rendering
from app.auth import require_operator
from app.card_view import answer_anchor, card_view
from app.paging import one_of, searched, whole_number
from app.site import site
from scoring.rubric import Mode
from scoring.run import ORDER, Step
from scoring.triage import Tier
from store import RunView

pages = Blueprint("pages", __name__, static_folder="static", static_url_path="/static")
PAGE_SIZE = 50
LAST_PAGE = 1_000_000
WAITING_SHOWN = 20
LETTERS_SHOWN = 100


@pages.record_once
def prepare_templates(state: BlueprintSetupState) -> None:
    rendering.register(state.app)


@pages.before_request
def only_the_operator() -> None:
    if request.endpoint != "pages.static":
        require_operator()
    refuse_impossible_ids()


@pages.after_request
def guarded(response: Response) -> Response:
    """Candidates' words are on these pages: nothing is cached, framed, sniffed or fetched from elsewhere."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "pages.static":
        response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/")
def requisitions() -> ResponseReturnValue:
    """Requisitions with volume, tiers and rollout mode, newest first."""
    search, page = searched("q"), whole_number("page", 1, 1, LAST_PAGE)
    found = site().store.reports.requisitions(
        *site().tenants, search=search, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
    )
    view = render_template(
        "requisitions.html",
        requisitions=found[:PAGE_SIZE],
        search=search,
        page=page,
        more=len(found) > PAGE_SIZE,
        dead_letters=site().store.reports.health().dead_letters,
    )
    return view, 404 if page > 1 and not found else 200


@pages.get("/requisitions/<customer_id>/<job_id>")
def requisition(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The ranking, page by page."""
    page, tier = whole_number("page", 1, 1, LAST_PAGE), one_of("tier", [*Tier])
    reports = site().store.reports
    summary = reports.requisition(customer_id, job_id) if customer_id in site().tenants else None
    in_force = site().store.requisitions.find(customer_id, job_id) if summary else None
    if summary is None or in_force is None:
        raise NotFound
    rubric, first = site().store.requisitions.rubric(in_force.rubric_id), (page - 1) * PAGE_SIZE
    ranked = reports.ranking(customer_id, job_id, PAGE_SIZE, first, tier)
    listed = summary.tiers.get(tier, 0) if tier else sum(summary.tiers.values())
    view = render_template(
        "requisition.html",
        requisition=summary,
        rubric=rubric,
        must_haves=rubric.of_mode(Mode.GATE),
        scored=rubric.of_mode(Mode.SCORED),
        noted=rubric.of_mode(Mode.NOTE),
        ranked=ranked,
        tier=tier,
        page=page,
        last=max(-(-listed // PAGE_SIZE), 1),
        first=first,
    )
    return view, 404 if page > 1 and not ranked else 200


@pages.get("/applications/<customer_id>/<workflow_id>")
def application(customer_id: str, workflow_id: str) -> ResponseReturnValue:
    """Where the link in iCIMS leads: the application's newest run."""
    runs = site().store.reports.runs_of(customer_id, workflow_id) if customer_id in site().tenants else ()
    if not runs:
        raise NotFound
    return redirect(url_for("pages.run", run_id=runs[0]))


@pages.get("/runs/<run_id>")
def run(run_id: str) -> ResponseReturnValue:
    """The score card with its evidence, and what each step did."""
    view = found_run(run_id)
    extracted: dict[str, Any] = view.findings.get(Step.EXTRACT, {})
    card: dict[str, Any] | None = view.findings.get(Step.FLAG, {}).get("card")
    text = (extracted.get("resume") or {}).get("text", "")
    answers = extracted.get("answers") or []
    return render_template(
        "run.html",
        run=view,
        card=card,
        view=card_view(card, text, answers) if card else None,
        answers=[(answer_anchor(place), answer) for place, answer in enumerate(answers)],
        written=view.findings.get(Step.WRITE_BACK),
        steps=ORDER,
        history=site().store.histories.of_application(view.customer_id, view.workflow_id),
        in_force=site().store.requisitions.find(view.customer_id, view.job_id),
    )


@pages.get("/operations")
def operations() -> ResponseReturnValue:
    """What waits, since when and why; and the dead letters."""
    store = site().store
    return render_template(
        "operations.html",
        health=store.reports.health(),
        waiting=store.reports.waiting(WAITING_SHOWN),
        letters=store.dead_letters.waiting(LETTERS_SHOWN),
        reasons=store.waits.reasons(),
        spent=store.calls.spent(),
        outcomes=store.calls.outcomes(),
        stops=store.stops.pressed(),
        ceilings=store.stops.ceilings(),
        settings=site().settings,
        steps=ORDER,
        flower_url=site().settings.flower_url,
    )


def refuse_impossible_ids() -> None:
    """Raise NotFound for an id with a NUL character, which no table can hold or look for."""
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        raise NotFound


def found_run(run_id: str) -> RunView:
    """Raises NotFound for an id that is none, or that no run of a configured customer has."""
    try:
        run_id = str(UUID(run_id))
    except ValueError:
        raise NotFound from None
    view = site().store.reports.run(run_id)
    if view is None or view.customer_id not in site().tenants:
        raise NotFound
    return view
