"""Worker start and stop: settings that cannot work end it, logging once per process, connections closed at the end."""

import sys
from contextlib import closing
from typing import Any

import structlog
from celery import signals
from redis.exceptions import RedisError

from scoring.errors import InvalidInputError, ScoringError
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings
from store import Store
from tasks.celery import app
from tasks.claude_desk import profile_of, scorer_of
from tasks.deps import Deps, recogniser_of, registry_of
from tasks.pipeline import CLAUDE_QUEUE
from tasks.readiness import concerns
from telemetry import logging as telemetry_logging

log = structlog.get_logger(__name__)


@signals.setup_logging.connect
def configure_logging(**_: Any) -> None:
    telemetry_logging.configure(Settings.from_environ().log_level)


@signals.worker_init.connect
def refuse_settings_that_cannot_work(sender: Any, **_: Any) -> None:
    """Better one line at the start than the same failure in every run. Children inherit the loaded taxonomy."""
    try:
        settings = Settings.from_environ()
        if settings.assessor == "claude":
            profile_of(settings, scorer_of(settings))
        use_extra_taxonomy(settings.taxonomy_extra)
        recogniser_of(settings)
        registry_of(settings)
    except InvalidInputError as error:
        sys.exit(f"worker: {error}")
    app.threads = threads_of(sender)


@signals.worker_ready.connect
def look_again(sender: Any, **_: Any) -> None:
    """A worker for Claude that was started with a key: runs that waited for one need not wait for their next look."""
    if CLAUDE_QUEUE not in sender.app.amqp.queues.consume_from:
        return
    settings = Settings.from_environ()
    if not settings.anthropic_api_key:
        log.warning("key_missing", setting="ANTHROPIC_API_KEY")
        return
    try:
        # Opened for this and closed again: with a pool of processes, this one still forks.
        with closing(Deps.from_settings(settings)) as deps:
            deps.claude.forget_failures(settings.claude_model)
            log.info("waiting_runs_woken", runs=deps.store.waits.wake())
    except (ScoringError, RedisError) as error:
        log.warning("waiting_runs_not_woken", error=type(error).__name__)


@signals.worker_ready.connect
def name_concerns(**_: Any) -> None:
    """A version in force that no canary run watches, or that is not what is installed here, still scores."""
    settings = Settings.from_environ()
    try:
        with closing(Store(settings.database_url)) as store:
            for concern in concerns(settings, store):
                log.warning("version_in_force_unsure", reason=concern)
    except ScoringError as error:
        log.warning("versions_in_force_not_checked", error=type(error).__name__)


def threads_of(worker: Any) -> int:
    """How many steps of this worker share one process; 1 with a pool of processes."""
    return int(worker.concurrency) if "thread" in str(worker.pool_cls) else 1


@signals.worker_shutdown.connect
@signals.worker_process_shutdown.connect
def close_dependencies(**_: Any) -> None:
    if app.has_deps:
        app.deps.close()
