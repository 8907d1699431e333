"""The order of the steps, and how a run is set on its way."""

import time

import structlog
from celery import signature
from celery.canvas import Signature

from scoring.run import ORDER, RunId, Step
from tasks.celery import app

log = structlog.get_logger(__name__)

# After a failed ring the broker is left alone for a moment, so that a storm of events is not slowed by time-outs.
_SILENCE_SECONDS = 5.0
_silent_until = 0.0


def steps(run_id: RunId, first: Step = Step.EXTRACT) -> list[Signature]:
    """The remaining steps in order. Each is immutable: it gets the run's id and nothing from its predecessor."""
    return [
        signature(f"scoring.{name}", args=(run_id,), immutable=True, app=app) for name in ORDER[ORDER.index(first) :]
    ]


def start(run_id: RunId, first: Step = Step.EXTRACT) -> bool:
    """Ring for a run. With the broker down nothing is lost: the sweep finds the run in the ledger. True if rung."""
    global _silent_until  # noqa: PLW0603  one broker, one memory of its silence in this process
    if time.monotonic() < _silent_until:
        return False
    try:
        # What chain(*steps).apply_async() publishes, without freezing every link first: half its time, for each event.
        head, *rest = steps(run_id, first)
        head.apply_async(chain=rest[::-1], retry=False)
    except Exception as error:  # noqa: BLE001  whatever keeps the bell from ringing, the ledger holds the run
        _silent_until = time.monotonic() + _SILENCE_SECONDS
        log.warning("ring_deferred", run_id=run_id, error=type(error).__name__)
        return False
    return True
