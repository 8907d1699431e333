"""A whole installation per module: simulator on a socket, gunicorn, a real worker, real Redis and PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from bench.installation import CUSTOMER, Installation, empty_broker, seed, wait_until
from bench.workload import a_job
from demo.servers import EmbeddedServers
from icims.simulator import SimulatorState, create_simulator, serve
from scoring.run import RunState
from store import PastRun
from store.migrations import upgrade

Watch = Callable[[], None]  # called in the simulator's request, before it is answered
QUICK = {
    "STEP_LEASE_SECONDS": "14",
    "ICIMS_TIMEOUT_SECONDS": "2",
    "RING_PATIENCE_SECONDS": "15",
    "RETRY_CEILING_SECONDS": "8",
    "MAX_ATTEMPTS": "12",
}


@dataclass(frozen=True)
class Story:
    """One installation and the base URL of its web process."""

    installation: Installation
    web: str
    simulator: SimulatorState

    def applications(self, resumes: list[tuple[str, bytes]], first_id: int) -> list[str]:
        tenant = self.simulator.tenants.get(CUSTOMER)
        there = tenant is not None and bool(tenant.profiles["jobs"])
        return seed(self.installation.sim, resumes, a_job(), job_is_there=there, first_id=first_id)

    def wait(self, workflows: list[str], seconds: float) -> dict[str, PastRun]:
        """The newest run of each application, once all of them have ended."""
        newest: dict[str, PastRun] = {}

        def ended() -> bool:
            for workflow in workflows:
                history = self.installation.store.histories.of_application(CUSTOMER, workflow)
                if not history or history[0].state is RunState.OPEN:
                    return False
                newest[workflow] = history[0]
            return True

        wait_until(ended, seconds, "runs are still open", pause=0.5)
        return newest

    def send(self, workflows: list[str], **options: object) -> dict[str, object]:
        return self.installation.send_events(self.web, workflows=[int(w) for w in workflows], **options)


@pytest.fixture(scope="module")
def begin(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Story]]:
    """Start an installation with these settings; all are stopped when the module ends."""
    with ExitStack() as stack:

        def start(concurrency: int = 2, claude_threads: int = 0, watch: Watch | None = None, **environ: str) -> Story:
            empty_broker(servers.redis_url)
            database_url = servers.create_database(f"story_{uuid4().hex[:12]}")
            upgrade(database_url)
            simulator = SimulatorState()
            app = create_simulator(simulator)
            if watch is not None:
                app.before_request(watch)
            sim = stack.enter_context(serve(app))
            log_dir: Path = tmp_path_factory.mktemp("logs")
            installation = Installation(sim, database_url, servers.redis_url, log_dir, {**QUICK, **environ})
            stack.enter_context(installation)
            web = installation.start_web()
            if concurrency:
                installation.start_worker(concurrency=concurrency)
            if claude_threads:
                installation.start_claude_worker(threads=claude_threads)
            installation.sweep_every(1.0)
            return Story(installation, web, simulator)

        yield start


@pytest.fixture(scope="module")
def resume_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("resumes")
