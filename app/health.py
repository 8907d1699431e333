"""Is the process alive, can it work, and what do the tables say: /livez, /readyz, /metrics."""

import os

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.guard import Door, requires
from app.site import site
from scoring.access import Permission
from scoring.errors import TransientError
from store import Health
from store.migrations import head

health = Blueprint("health", __name__)


@health.get("/livez")
@requires(Door.OPEN)
def livez() -> ResponseReturnValue:
    """The process answers. Nothing else is asked, so that a broken database restarts no web process."""
    return {"status": "alive"}


@health.get("/readyz")
@requires(Door.OPEN)
def readyz() -> ResponseReturnValue:
    """PostgreSQL answers and has the schema of this code. Redis is not asked: events are accepted without it."""
    try:
        found = site().store.reports.migration()
    except TransientError:
        return {"status": "database unreachable"}, 503
    if found != head():
        return {"status": f"database is at migration {found}, this code needs {head()}"}, 503
    return {"status": "ready", "migration": found}


@health.get("/metrics")
@requires(Permission.OPERATE, tokens=True)
def metrics() -> ResponseReturnValue:
    """Prometheus text: the ledger's own counts, and the instruments of every process that shares the directory."""
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    tables = CollectorRegistry()
    tables.register(LedgerCollector(site().store.reports.health()))
    body = generate_latest(tables) + generate_latest(registry)
    return Response(body, content_type=CONTENT_TYPE_LATEST)


class LedgerCollector(Collector):
    """Gauges read from the tables: they are right whichever process is asked."""

    def __init__(self, counts: Health) -> None:
        self._counts = counts

    def collect(self) -> list[GaugeMetricFamily]:
        counts = self._counts
        states = GaugeMetricFamily("icims_scoring_runs", "Runs by state.", labels=["state"])
        for state, number in counts.by_state.items():
            states.add_metric([state], number)
        awaiting = GaugeMetricFamily("icims_scoring_open_runs", "Open runs by the step they await.", labels=["step"])
        for step, number in counts.open_by_step.items():
            awaiting.add_metric([step], number)
        return [
            states,
            awaiting,
            GaugeMetricFamily(
                "icims_scoring_oldest_open_run_seconds", "Age of the oldest due run.", counts.oldest_open_seconds
            ),
            GaugeMetricFamily("icims_scoring_dead_letters", "Dead letters nobody has resolved.", counts.dead_letters),
            GaugeMetricFamily(
                "icims_scoring_leases_expired",
                "Steps whose worker vanished and that wait for the sweep.",
                counts.leases_expired,
            ),
        ]
