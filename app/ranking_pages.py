"""What belongs to one requisition beside its ranking: progress while runs are on their way, comparison, export."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.utils import secure_filename

from app.blindness import held_back, viewer_at
from app.comparing import card_of, compared
from app.exports import ranking_csv
from app.guard import reached, requires, signed_in
from app.pages import found_run
from app.ranking_query import RankingQuery
from app.site import site
from scoring.access import Permission
from scoring.errors import InvalidInputError

ranking = Blueprint("ranking", __name__, url_prefix="/requisitions/<customer_id>/<job_id>")
MOST_COMPARED = 5


@ranking.get("/progress")
@requires(Permission.SEE_SCORES)
def progress(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The part of the ranking's page that changes while runs are on their way."""
    reached(customer_id, job_id)
    summary = site().store.reports.requisition(customer_id, job_id)
    return render_template("progress.html", requisition=summary, polled=True)


@ranking.get("/compare")
@requires(Permission.SEE_SCORES)
def compare(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Up to five applications side by side, as chosen in the ranking."""
    in_force = reached(customer_id, job_id)
    chosen = tuple(dict.fromkeys(request.args.getlist("run")))
    if len(chosen) > MOST_COMPARED:
        raise InvalidInputError(f"at most {MOST_COMPARED} applications are compared at once; choose fewer")
    runs = [found_run(run_id)[0] for run_id in chosen]
    if any((run.customer_id, run.job_id) != (customer_id, job_id) for run in runs):
        raise NotFound
    hidden = held_back(runs, in_force.family)
    cards = [None if run.run_id in hidden else card_of(run) for run in runs]
    return render_template(
        "compare.html",
        requisition=in_force,
        runs=runs,
        hidden=hidden,
        cards=cards,
        rows=compared(cards),
        most=MOST_COMPARED,
    )


@ranking.get("/export.csv")
@requires(Permission.SEE_SCORES)
def export(customer_id: str, job_id: str) -> ResponseReturnValue:
    """The whole list as filtered and sorted on the page; who took it is on record."""
    in_force = reached(customer_id, job_id)
    query, caller = RankingQuery.of_request(), signed_in()
    site().store.access_audit.noted(caller.actor, "ranking.exported", query.without("q"), customer_id, job_id)
    applications = site().store.rankings.every(customer_id, job_id, query.wanted, query.order, viewer_at(in_force))
    address = site().settings.public_url + url_for("pages.application", customer_id=customer_id, workflow_id="")

    def lines() -> Iterator[str]:
        yield from ranking_csv(applications, address)

    name = secure_filename(f"ranking-{customer_id}-{job_id}.csv")
    return Response(
        stream_with_context(lines()),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
