"""The pipeline on Celery."""
