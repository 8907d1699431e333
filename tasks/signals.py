"""Worker start and stop: logging once per process, connections closed at the end."""

from typing import Any

from celery import signals

from settings import Settings
from tasks.celery import app
from telemetry import logging as telemetry_logging


@signals.setup_logging.connect
def configure_logging(**_: Any) -> None:
    telemetry_logging.configure(Settings.from_environ().log_level)


@signals.worker_process_shutdown.connect
def close_dependencies(**_: Any) -> None:
    if app.has_deps:
        app.deps.close()
