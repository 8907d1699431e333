"""The pipeline on Celery: ``celery --app tasks``."""

from tasks.celery import app

# Celery's command line looks for this name.
celery = app

__all__ = ["app", "celery"]
