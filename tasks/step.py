"""How a function becomes a step: claim, work, record; and what happens when it cannot."""

import hashlib
import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import structlog
from celery import Task
from celery.exceptions import Ignore, Retry, SoftTimeLimitExceeded

from scoring.errors import PermanentError, QuotaExhaustedError, TransientError
from scoring.run import Dossier, RunId, Step
from store import Finding, StoreUnavailableError
from tasks import pipeline
from tasks.celery import app
from tasks.deps import Deps
from telemetry import metrics

log = structlog.get_logger(__name__)

Work = Callable[[Dossier, Deps], Finding]
Written = TypeVar("Written")

# Three workers lost over one step of one run: the file is to blame, not the machine.
POISON_LOSSES = 3
# How long what a step has to say waits for a database that is restarting before it is given up and done again.
RECORD_PATIENCE = (0.2, 1.0, 3.0, 6.0, 10.0)


def step(name: Step) -> Callable[[Work], Work]:
    """Register the decorated function as the named step, and hand it back unchanged.

    The function reads a dossier and returns what it found. Claiming, retrying, recording and auditing are the same for
    every step and live here.
    """

    def register(work: Work) -> Work:
        @app.task(name=f"scoring.{name}", bind=True, max_retries=None)
        def perform(task: Task, run_id: RunId) -> None:
            with structlog.contextvars.bound_contextvars(run_id=run_id, step=name):
                try:
                    Performance(task, run_id, name, work, app.deps).go()
                except (Ignore, Retry):
                    raise
                except Exception:
                    # Outside the work: our own bookkeeping failed. The lease runs out, the sweep brings the run back,
                    # its attempts are counted. Celery would log the message, which may hold a candidate's words.
                    log.exception("step_crashed")
                    raise Ignore from None

        return work

    return register


@dataclass(frozen=True)
class Performance:
    """One delivery of one step. Ends normally, with Retry (this message comes back) or Ignore (this chain ends)."""

    task: Task
    run_id: RunId
    name: Step
    work: Work
    deps: Deps

    def go(self) -> None:
        dossier = self._claim()
        started = time.monotonic()
        try:
            finding = self.work(dossier, self.deps)
        except QuotaExhaustedError as error:
            self._postpone(dossier, error, error.retry_after or 3600.0, counts=False)
        except TransientError as error:
            self._try_again(dossier, error)
        except SoftTimeLimitExceeded:
            self._try_again(dossier, TransientError(f"{self.name} took longer than its time limit"))
        except PermanentError as error:
            self._bury(dossier, "permanent", str(error), error)
        except Exception as error:  # a bug stops its run, loudly, and no other
            log.exception("step_failed", error=type(error).__name__)
            self._bury(dossier, "bug", f"{type(error).__name__} in {self.name}", error)
        else:
            self._record(dossier, finding, time.monotonic() - started)

    def _claim(self) -> Dossier:
        settings = self.deps.settings
        try:
            claimed = self.deps.store.runs.claim(self.run_id, self.name, settings.step_lease_seconds)
        except StoreUnavailableError as error:
            raise self.task.retry(exc=error, countdown=random.uniform(2.0, 8.0)) from error  # noqa: S311  jitter
        if claimed is None:
            log.info("step_skipped")
            raise Ignore
        dossier = claimed.dossier
        if claimed.worker_losses >= POISON_LOSSES:
            self._bury(dossier, "poison", f"{self.name} ended {claimed.worker_losses} workers", None)
        if dossier.attempts > settings.max_attempts:
            self._bury(dossier, "attempts", f"{self.name} was tried {settings.max_attempts} times", None)
        return dossier

    def _record(self, dossier: Dossier, finding: Finding, seconds: float) -> None:
        try:
            recorded = patiently(lambda: self.deps.store.runs.record(dossier, finding, int(seconds * 1000)))
        except (StoreUnavailableError, SoftTimeLimitExceeded):
            raise
        except Exception as error:  # what cannot be written down now cannot be later
            log.exception("step_failed")
            self._bury(dossier, "bug", f"{type(error).__name__} in recording {self.name}", error)
        if recorded is None:
            log.info("step_superseded")
            raise Ignore
        metrics.step_seconds.labels(step=self.name, outcome="recorded").observe(seconds)
        log.info("step_recorded", milliseconds=int(seconds * 1000), attempts=dossier.attempts)
        if self.name is Step.EXTRACT:
            pipeline.send_on(self.task.request.chain, str(finding.payload.get("assessor", "")))
        if recorded.successor is not None:
            pipeline.start(recorded.successor)

    def _try_again(self, dossier: Dossier, error: TransientError) -> None:
        if dossier.attempts >= self.deps.settings.max_attempts:
            self._bury(dossier, "attempts", f"{self.name} failed {dossier.attempts} times: {error}", error)
        ceiling = self.deps.settings.retry_ceiling_seconds
        self._postpone(dossier, error, retry_delay(dossier.attempts, error.retry_after, ceiling), counts=True)

    def _postpone(self, dossier: Dossier, error: TransientError, delay: float, *, counts: bool) -> None:
        short = delay <= app.conf.message_wait_ceiling
        postpone = self.deps.store.runs.postpone
        held = patiently(lambda: postpone(dossier, delay, str(error), counts=counts, message_waits=short))
        metrics.step_seconds.labels(step=self.name, outcome="postponed").observe(0)
        log.warning("step_postponed", seconds=round(delay, 1), error=str(error), attempts=dossier.attempts, held=held)
        if held and short:
            raise self.task.retry(exc=error, countdown=delay)
        raise Ignore

    def _bury(self, dossier: Dossier, kind: str, reason: str, error: BaseException | None) -> NoReturn:
        frames = "" if error is None else "".join(traceback.format_tb(error.__traceback__))
        digest = hashlib.sha256(f"{kind}{type(error).__name__}{frames}".encode()).hexdigest()[:16]
        buried = patiently(lambda: self.deps.store.dead_letters.bury(dossier, kind, reason, digest))
        metrics.step_seconds.labels(step=self.name, outcome="dead").observe(0)
        log.error("run_died", kind=kind, reason=reason, digest=digest)
        if buried is not None and buried.successor is not None:
            pipeline.start(buried.successor)
        raise Ignore


def patiently(write: Callable[[], Written]) -> Written:
    """The answer of the ledger, asked again while its database restarts: a step that could not be given back would be
    held until its lease ends, and be charged as a lost worker."""
    for pause in RECORD_PATIENCE:
        try:
            return write()
        except StoreUnavailableError:
            time.sleep(pause)
    return write()


def retry_delay(attempts: int, retry_after: float | None, ceiling: float) -> float:
    """Seconds to wait: as long as the server said, however long; otherwise doubling from 2 s with jitter, up to
    ``ceiling``."""
    if retry_after is not None:
        return retry_after + random.uniform(0.0, 1.0)  # noqa: S311  jitter
    return random.uniform(0.5, 1.0) * min(2.0**attempts, ceiling)  # noqa: S311  jitter


def task_of(name: Step) -> Any:
    """The registered Celery task of a step."""
    return app.tasks[f"scoring.{name}"]
