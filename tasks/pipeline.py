"""The order of the steps, and how a run is set on its way."""

import time
from typing import Any

import structlog
from celery import signature
from celery.canvas import Signature

from scoring.run import ORDER, RunId, Step
from tasks.celery import app

log = structlog.get_logger(__name__)

CLAUDE_QUEUE = "claude"

# After a failed ring the broker is left alone for a moment, so that a storm of events is not slowed by time-outs.
_SILENCE_SECONDS = 5.0
_silent_until = 0.0


def steps(run_id: RunId, first: Step = Step.EXTRACT) -> list[Signature]:
    """The remaining steps in order. Each is immutable: it gets the run's id and nothing from its predecessor."""
    return [
        signature(f"scoring.{name}", args=(run_id,), immutable=True, app=app) for name in ORDER[ORDER.index(first) :]
    ]


def send_on(chain: list[Any] | None, assessor: str) -> None:
    """Once it is known who assesses a run: its next message goes to the queue of that assessor's workers."""
    if chain and assessor == "claude":
        chain[-1].setdefault("options", {})["queue"] = CLAUDE_QUEUE


def start(run_id: RunId, first: Step = Step.EXTRACT, *, assessor: str = "local") -> bool:
    """Ring for a run. With the broker down nothing is lost: the sweep finds the run in the ledger. True if rung.

    ``assessor`` is who was in force when the run was read; it matters for the step that assesses.
    """
    global _silent_until  # noqa: PLW0603  one broker, one memory of its silence in this process
    if time.monotonic() < _silent_until:
        return False
    try:
        # What chain(*steps).apply_async() publishes, without freezing every link first: half its time, for each event.
        head, *rest = steps(run_id, first)
        if first is Step.MATCH:
            send_on([head], assessor)
        head.apply_async(chain=rest[::-1], retry=False)
    except Exception as error:  # noqa: BLE001  whatever keeps the bell from ringing, the ledger holds the run
        _silent_until = time.monotonic() + _SILENCE_SECONDS
        log.warning("ring_deferred", run_id=run_id, error=type(error).__name__)
        return False
    return True
