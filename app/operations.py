"""What an operator watches: what waits, how fast it goes, what died, what it costs, and whether everybody answers."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.services import services
from app.site import site
from scoring.run import ORDER
from store import Ceiling

WAITING_SHOWN = 20
LETTERS_SHOWN = 100
HOURS_OF_TEN_YEARS = 10 * 365 * 24
# The page asks again so many times by itself: a quarter of an hour, so that a screen left alone still signs out.
ROUNDS = 90


def live_view(rounds: int) -> dict[str, Any]:
    """The part that is shown anew every few seconds; ``rounds`` is how often it was."""
    store = site().store
    return {
        "at": datetime.now(UTC),
        "health": store.reports.health(),
        "unwritten_count": store.unwritten.count(),
        "waiting": store.reports.waiting(WAITING_SHOWN),
        "reasons": store.waits.reasons(),
        "spent": store.calls.spent(),
        "outcomes": store.calls.outcomes(),
        "stops": store.stops.pressed(),
        "ceilings": [(ceiling, _spent(ceiling)) for ceiling in store.stops.ceilings()],
        "services": services(),
        "hours": {found.step: found for found in store.workings.step_hours()},
        "settings": site().settings,
        "steps": ORDER,
        "rounds": rounds,
        "most_rounds": ROUNDS,
    }


def troubles() -> dict[str, Any]:
    """What waits for a person; it stays as it is while somebody reads it."""
    store = site().store
    return {
        "letters": store.dead_letters.waiting(LETTERS_SHOWN),
        "unwritten": store.unwritten.decisions(LETTERS_SHOWN),
        "trials": store.unwritten.trials(),
    }


def _spent(ceiling: Ceiling) -> Decimal:
    """In all for a requisition, in the last 24 hours for a customer."""
    hours = HOURS_OF_TEN_YEARS if ceiling.job_id else 24
    return site().store.calls.spent(ceiling.customer_id, ceiling.job_id, hours).cost
