"""How codes, numbers and strangers' words become text on a page."""

import re
from datetime import UTC, datetime
from typing import Any

from flask.sansio.app import App

from app.site import site
from scoring.advice import advice_for
from scoring.application_address import filled
from scoring.summary import TIER_WORDS, clipped
from store import Stop

WORDS = {
    **TIER_WORDS,
    "met": "shown",
    "partly": "partly shown",
    "unmet": "not shown",
    "unknown": "cannot be told",
    "hiring_manager": "hiring manager",
    "event": "an event from iCIMS",
    "news": "an event that arrived during the run before",
    "reconciliation": "found by reconciliation, its event never came",
    "rescore": "the requisition changed",
    "restart": "restarted by an operator",
    "open": "on its way",
    "scored": "scored",
    "abstained": "for a person to read",
    "dead": "in the dead letters",
    "discarded": "closed without a score",
    "extract": "read the resume",
    "match": "rate it",
    "flag": "compute the score",
    "write_back": "write to iCIMS",
    "audit": "seal the record",
    "permanent": "no retry can help",
    "bug": "a fault of this program",
    "attempts": "too many attempts",
    "poison": "the file ended its workers",
    "probing": "open, trying one call at a time",
    "key_rejected": "its key was rejected",
    "spend_limit": "its spend limit is reached",
}

# Characters that turn the reading direction of whatever follows them; shown by their number they can mislead nobody.
_TURNING = {code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}

# How iCIMS numbers the nodes of its lists.
_NODE = re.compile(r"[A-Z]?[0-9]+")


def register(app: App) -> None:
    app.jinja_env.finalize = without_turning
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(in_words=in_words, points=points, percent=percent, duration=duration, clip=clipped)
    app.jinja_env.filters.update(moment=moment, stage_words=stage_words)
    app.jinja_env.globals.update(advice_for=advice_for, icims_address=icims_address, stops_over=stops_over)


def without_turning(value: Any) -> Any:
    """A text without directional overrides, embeddings and isolates; anything else unchanged. It is escaped later."""
    return value.translate(_TURNING) if isinstance(value, str) else value


def in_words(code: str) -> str:
    """A code as a recruiter would say it."""
    return WORDS.get(code, code.replace("_", " "))


def stage_words(stage: str) -> str:
    """Where an application stands: our name of a status, or iCIMS' own number of one that the tenant has not named."""
    return f"status {stage}" if _NODE.fullmatch(stage) else in_words(stage)


def icims_address(application: Any, requisition: Any = None) -> str:
    """Where the tenant's people find an application in iCIMS, '' where that is not set.

    ``application`` knows its ids, but for those that its ``requisition`` knows.
    """
    of = requisition or application
    tenant = site().tenants.get(of.customer_id)
    ids = {
        "customer_id": of.customer_id,
        "workflow_id": application.workflow_id,
        "job_id": of.job_id,
        "person_id": application.person_id,
    }
    return filled(tenant.application_url, ids) if tenant else ""


def stops_over(customer_id: str, job_id: str) -> list[Stop]:
    """The pressed stop buttons that hold for this requisition, oldest first."""
    return [
        stop
        for stop in site().store.stops.pressed()
        if stop.customer_id in {"", customer_id} and stop.job_id in {"", job_id}
    ]


def points(value: float) -> str:
    """Points without needless zeros: 87.5, 10."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share of 1 as a whole percentage."""
    return f"{round(100 * share)} %"


def moment(at: datetime | None) -> str:
    """A time of day by UTC, with its date."""
    return "never" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S UTC}"


def duration(seconds: float) -> str:
    """The two largest units of a duration: "42 s", "3 min", "2 h 5 min", "4 d 3 h"."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min"
