"""Pages for people: requisitions, the ranking of one, and the score card of a run."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.auth import require_operator
from app.highlights import highlighted
from app.site import site
from scoring.run import Step
from store import RunView

pages = Blueprint("pages", __name__, static_folder="static", static_url_path="/static")
PAGE_SIZE = 50


@pages.before_request
def only_the_operator() -> None:
    if request.endpoint != "pages.static":
        require_operator()


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
    """Every requisition with its volume, tiers and rollout mode."""
    listed = [summary for customer_id in site().tenants for summary in site().store.reports.requisitions(customer_id)]
    return render_template("requisitions.html", requisitions=listed, health=site().store.reports.health())


@pages.get("/requisitions/<customer_id>/<job_id>")
def requisition(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The ranking, page by page."""
    summary = next((r for r in site().store.reports.requisitions(customer_id) if r.job_id == job_id), None)
    if summary is None:
        raise NotFound
    page = max(request.args.get("page", 1, type=int), 1)
    ranked = site().store.reports.ranking(customer_id, job_id, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    return render_template(
        "requisition.html",
        requisition=summary,
        ranked=ranked[:PAGE_SIZE],
        page=page,
        more=len(ranked) > PAGE_SIZE,
        first=(page - 1) * PAGE_SIZE,
    )


@pages.get("/applications/<customer_id>/<workflow_id>")
def application(customer_id: str, workflow_id: str) -> ResponseReturnValue:
    """Where the link in iCIMS leads: the application's newest run."""
    runs = site().store.reports.runs_of(customer_id, workflow_id)
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
    return render_template(
        "run.html",
        run=view,
        card=card,
        waterfall=_waterfall(card) if card else [],
        text=highlighted(text, card) if card and text else None,
        written=view.findings.get(Step.WRITE_BACK),
    )


def found_run(run_id: str) -> RunView:
    """Raises NotFound for an id that is none, or that no run of a configured customer has."""
    try:
        UUID(run_id)
    except ValueError:
        raise NotFound from None
    view = site().store.reports.run(run_id)
    if view is None or view.customer_id not in site().tenants:
        raise NotFound
    return view


def _waterfall(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Scored criteria, most points first, each with where its bar starts and how long it is (percent of 100 points)."""
    earned = sorted(
        (c for c in card["criteria"] if c["mode"] == "scored"), key=lambda c: (-c["points"], -c["max_points"])
    )
    bars, start = [], 0.0
    for criterion in earned:
        bars.append({"criterion": criterion, "start": start, "length": criterion["points"]})
        start += criterion["points"]
    return bars
