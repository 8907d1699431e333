"""The JSON interface under /api/v1, described by /api/v1/openapi.json."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.blindness import held_back, viewer_at
from app.guard import Door, places, reached, requires
from app.openapi import LAST_OFFSET, PAGE_LIMIT, document
from app.pages import found_run
from app.paging import one_of, searched, whole_number
from app.site import site
from scoring.access import Permission
from scoring.run import Step
from scoring.triage import Tier

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.get("/openapi.json")
@requires(Door.SIGNED_IN, tokens=True)
def openapi() -> ResponseReturnValue:
    return document()


@api.get("/requisitions")
@requires(Permission.SEE_SCORES, tokens=True)
def requisitions() -> ResponseReturnValue:
    """Requisitions with their counts, newest first. ``limit`` 1 to 200, ``offset`` from 0, ``q`` as on the page."""
    limit, offset = page_asked()
    found = site().store.reports.requisitions(
        *site().tenants, search=searched("q"), limit=limit, offset=offset, within=places()
    )
    return {"requisitions": [asdict(summary) for summary in found], "limit": limit, "offset": offset}


@api.get("/requisitions/<customer_id>/<job_id>/ranking")
@requires(Permission.SEE_SCORES, tokens=True)
def ranking(customer_id: str, job_id: str) -> ResponseReturnValue:
    """Current scores, best first. ``limit`` 1 to 200, ``offset`` from 0; ``tier`` keeps one tier only.

    What the caller has to rate blind first stands after every score, without one.
    """
    limit, offset = page_asked()
    tier = one_of("tier", [*Tier])
    in_force = reached(customer_id, job_id)
    ranked = site().store.reports.ranking(customer_id, job_id, limit, offset, tier, viewer_at(in_force))
    return {"ranking": [_ranked(asdict(entry)) for entry in ranked], "limit": limit, "offset": offset}


@api.get("/runs/<run_id>")
@requires(Permission.SEE_SCORES, tokens=True)
def run(run_id: str) -> ResponseReturnValue:
    """A run's state and, once it is computed and the caller may see it, its score card."""
    view, in_force = found_run(run_id)
    hidden = bool(held_back([view], in_force.family if in_force else ""))
    return {
        "run_id": view.run_id,
        "customer_id": view.customer_id,
        "workflow_id": view.workflow_id,
        "job_id": view.job_id,
        "person_id": view.person_id,
        "state": view.state,
        "next_step": view.next_step,
        "cause": view.cause,
        "trace_id": view.trace_id,
        "opened_at": view.opened_at.isoformat(),
        "finished_at": view.finished_at.isoformat() if view.finished_at else None,
        "in_blind_review": hidden,
        "card": None if hidden else view.findings.get(Step.FLAG, {}).get("card"),
    }


@api.get("/health")
@requires(Permission.OPERATE, tokens=True)
def health() -> ResponseReturnValue:
    """Counts of runs by state and step, the age of the oldest due run, dead letters."""
    return asdict(site().store.reports.health())


def page_asked() -> tuple[int, int]:
    """``limit`` and ``offset`` of the request."""
    return whole_number("limit", 50, 1, PAGE_LIMIT), whole_number("offset", 0, 0, LAST_OFFSET)


def _ranked(entry: dict[str, Any]) -> dict[str, Any]:
    score = None if entry["score"] is None else float(entry["score"])
    return entry | {"score": score, "tier": entry["tier"] or None, "scored_at": entry["scored_at"].isoformat()}
