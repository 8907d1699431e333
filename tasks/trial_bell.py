"""Asking for a trial, and ringing for the worker that carries it out."""

import structlog
from celery import signature

from scoring.canary import load_canary
from scoring.errors import InvalidInputError
from scoring.scorer import CLAUDE
from settings import Settings
from store import Activation, PolicyTrial, Store
from store.policy_trials import CANARY, SIMULATION, DailyShare
from tasks.celery import app
from tasks.pipeline import CLAUDE_QUEUE
from tasks.policy import trial_of

log = structlog.get_logger(__name__)

LOCAL_QUEUE = "local"
DEFAULT_APPLICATIONS, MOST_APPLICATIONS = 200, 1000
# By one person: the ceilings of a customer may be off, and trials would use them up for everybody's applications.
MOST_PAID_A_DAY = 2000


def request_trial(
    settings: Settings, store: Store, proposal: Activation, kind: str, applications: int, actor: str
) -> PolicyTrial:
    """The trial that is under way from now on: a new one, or the one that was asked for already.

    Raises InvalidInputError for a proposal that does not wait or cannot be tried here, and for a number of applications
    out of range; likewise where the model is asked, for more than one person may have tried a day.
    """
    if proposal.activated_at is not None or proposal.withdrawn_at is not None:
        raise InvalidInputError(f"proposal {proposal.id} is not waiting")
    if kind not in {SIMULATION, CANARY}:
        raise InvalidInputError(f"a trial is a {SIMULATION} or a {CANARY} run")
    if kind == SIMULATION and not 0 < applications <= MOST_APPLICATIONS:
        raise InvalidInputError(f"1 to {MOST_APPLICATIONS} applications are tried at once")
    trial = trial_of(settings, store, proposal)
    asks_a_model = trial.scorer.assessor == CLAUDE if kind == CANARY else trial.asks_a_model
    queue = CLAUDE_QUEUE if asks_a_model else LOCAL_QUEUE
    requested = store.policy_trials.request(
        proposal.id,
        kind,
        queue,
        0 if kind == CANARY else applications,
        actor,
        DailyShare(MOST_PAID_A_DAY, len(load_canary().cases)) if asks_a_model else None,
    )
    if requested.state == "waiting":
        ring(requested.id, requested.queue)
    return requested


def ring(trial_id: int, queue: str) -> None:
    """With the broker down nothing is lost: the sweep finds the trial in the ledger."""
    try:
        signature("scoring.try_version", args=(trial_id,), immutable=True, app=app).apply_async(
            queue=queue, retry=False
        )
    except Exception as error:  # noqa: BLE001  whatever keeps the bell from ringing, the ledger holds the trial
        log.warning("ring_deferred", trial=trial_id, error=type(error).__name__)
