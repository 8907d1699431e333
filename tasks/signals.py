"""Worker start and stop: settings that cannot work end it, logging once per process, connections closed at the end."""

import sys
from typing import Any

from celery import signals

from scoring.errors import InvalidInputError
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings
from tasks.celery import app
from tasks.deps import recogniser_of, registry_of
from telemetry import logging as telemetry_logging


@signals.setup_logging.connect
def configure_logging(**_: Any) -> None:
    telemetry_logging.configure(Settings.from_environ().log_level)


@signals.worker_init.connect
def refuse_settings_that_cannot_work(**_: Any) -> None:
    """Better one line at the start than the same failure in every run. Children inherit the loaded taxonomy."""
    try:
        settings = Settings.from_environ()
        use_extra_taxonomy(settings.taxonomy_extra)
        recogniser_of(settings)
        registry_of(settings)
    except InvalidInputError as error:
        sys.exit(f"worker: {error}")


@signals.worker_process_shutdown.connect
def close_dependencies(**_: Any) -> None:
    if app.has_deps:
        app.deps.close()
