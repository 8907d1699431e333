"""An installation whose applications Claude assesses: real workers, limits and ledger, a simulated Messages API."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.installation import Installation, empty_broker, seed
from bench.simulated import messages_simulator, simulator, switch
from bench.workload import a_job
from demo.servers import EmbeddedServers
from store.migrations import upgrade

MODEL = "claude-sonnet-5-5"
# Nothing but the limit that is measured holds calls back.
PLENTY = {"CLAUDE_INPUT_TOKENS_PER_MINUTE": "900000000", "CLAUDE_OUTPUT_TOKENS_PER_MINUTE": "900000000"}


@dataclass(frozen=True)
class ClaudeOffice:
    """``url`` is that of the simulated Messages API, ``web`` that of our web process."""

    installation: Installation
    url: str
    web: str

    def applications(
        self, files: Sequence[tuple[str, bytes]], job: int = 1401, first_id: int = 1, title: str = ""
    ) -> list[int]:
        """The workflow ids of so many new applications to a requisition of their own.

        Under another ``title`` the same resumes are asked about again.
        """
        wanted = {**a_job(), "id": job} | ({"jobtitle": title} if title else {})
        found = seed(self.installation.sim, files, wanted, first_id=first_id)
        return [int(workflow) for workflow in found]

    def switch(self, method: str, path: str, content: object = None) -> Any:
        return switch(self.url, method, path, content)

    def send(self, workflows: Sequence[int]) -> None:
        self.installation.send_events(self.web, workflows=list(workflows), parallel=4)

    def look_again(self) -> None:
        """As an operator does who has paid the bill."""
        command = [str(Path(sys.executable).parent / "icims-scoring"), "runs", "wake"]
        subprocess.run(command, env=self.installation.env, check=True, capture_output=True, timeout=60)

    def query(self, statement: str, **values: object) -> list[Any]:
        """Rows straight from the ledger."""
        engine = sa.create_engine(self.installation.database_url, poolclass=sa.NullPool)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(sa.text(statement), values)]
        finally:
            engine.dispose()


@contextmanager
def claude_office(
    servers: EmbeddedServers, directory: Path, database: str, options: dict[str, object], **environ: str
) -> Iterator[ClaudeOffice]:
    """A web process and one worker for everything but Claude; the caller starts Claude's workers."""
    with ExitStack() as stack:
        empty_broker(servers.redis_url)
        database_url = servers.create_database(database, fresh=True)
        upgrade(database_url)
        log_dir = directory / "log"
        sim = stack.enter_context(simulator(log_dir))
        url = stack.enter_context(messages_simulator(log_dir, **options))
        asked = {
            "ASSESSOR": "claude",
            "CLAUDE_MODEL": MODEL,
            "ANTHROPIC_BASE_URL": url,
            "ANTHROPIC_API_KEY": "simulated",
        }
        installation = Installation(sim, database_url, servers.redis_url, log_dir, {**PLENTY, **asked, **environ})
        stack.enter_context(installation)
        web = installation.start_web()
        installation.start_worker()
        installation.sweep_every(2.0)
        yield ClaudeOffice(installation, url, web)
