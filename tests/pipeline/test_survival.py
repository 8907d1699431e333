"""Blows in the middle of the work; ``make chaos`` does the same with larger numbers and a control without the sweep."""

from pathlib import Path

import pytest

from bench.chaos import Blow, kill_redis, kill_the_worker, restart_postgres, survive
from demo.servers import EmbeddedServers

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("survival"), pytest.mark.timeout(900)]


@pytest.mark.parametrize(
    ("blow", "blows"),
    [
        pytest.param(kill_the_worker, 4, id="worker-group-killed"),
        pytest.param(kill_redis, 1, id="redis-killed-and-restarted-empty"),
        pytest.param(restart_postgres, 1, id="postgres-crashed"),
    ],
)
def test_nothing_is_lost_or_doubled(servers: EmbeddedServers, tmp_path: Path, blow: Blow, blows: int) -> None:
    outcome = survive(servers, tmp_path, blow, applications=80, blows=blows, patience=300)

    assert (outcome.lost, outcome.doubled, outcome.dead) == (0, 0, 0)


def test_without_the_sweep_a_lost_broker_loses_applications(servers: EmbeddedServers, tmp_path: Path) -> None:
    outcome = survive(servers, tmp_path, kill_redis, applications=80, blows=1, sweep=False, patience=15)

    assert outcome.lost > 0
