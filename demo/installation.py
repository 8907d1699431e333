"""A whole installation on this machine: servers, simulated iCIMS, web, workers, beat and Flower."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from demo.postgres_server import last_line
from demo.servers import EmbeddedServers
from demo.supervisor import Supervisor
from demo.tenant import CUSTOMER_ID, FIELD_MAPPING, SimulatedTenant, WebhookTarget
from demo.valkey_server import free_port, is_free
from scoring.errors import PermanentError
from settings import ROOT, Settings

READY_SECONDS = 60.0
# As fast as a hosted model on a high tier would be, so that limits and waiting can be watched.
PER_MINUTE = {"requests": "4000", "input-tokens": "4000000", "output-tokens": "800000"}
MODEL = ("--latency", "1", "--jitter", "1", *(f"--{name}-per-minute={most}" for name, most in PER_MINUTE.items()))
FOREIGN = ("ICIMS_", "ANTHROPIC_", "FLOWER_", "CELERY_", "GUNICORN_")


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports on the loopback interface."""

    web: int
    flower: int
    simulator: int
    model: int = field(default_factory=free_port)  # of the simulated Messages API, where there is one

    @classmethod
    def choose(cls, web: int | None = None, flower: int | None = None, simulator: int | None = None) -> "Ports":
        """The usual ones where they are free, else others. Raises PermanentError for a wanted one that is taken."""
        taken = [port for port in (web, flower, simulator) if port is not None and not is_free(port)]
        if taken:
            raise PermanentError(f"port {taken[0]} is taken")
        return cls(web or _usual(8000), flower or _usual(5555), simulator or _usual(8081))


@dataclass(frozen=True, slots=True)
class Credentials:
    """Made up for one installation; they end with it."""

    operator: str = "operator"
    operator_password: str = field(default_factory=lambda: secrets.token_hex(6), repr=False)
    webhook_client: str = "icims-events"
    webhook_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    secret_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)


class Installation:
    """Runs between entering and leaving the block; ``say`` is told each stage that was reached, in a few words.

    It knows nothing of the surrounding shell's settings and of no ``.env``, so it never meets a real tenant. ``extra``
    settings go to every process. Raises PermanentError, in one line, for what does not start.
    """

    def __init__(
        self,
        var_dir: Path,
        ports: Ports,
        *,
        workers: int = 2,
        assessor: str = "local",
        durable: bool = True,
        extra: Mapping[str, str] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.var_dir = var_dir.resolve()
        self.ports = ports
        self.credentials = Credentials()
        self.servers = EmbeddedServers(self.var_dir, durable=durable, discard=True)
        self._workers = workers
        self._assessor = assessor
        self._extra = dict(extra or {})
        self._say = say
        self._stack = ExitStack()

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.web}"

    @property
    def flower_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.flower}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.simulator}"

    @property
    def model_url(self) -> str:
        """The simulated Messages API, '' where the local rules assess."""
        return f"http://127.0.0.1:{self.ports.model}" if self._assessor == "claude" else ""

    @property
    def webhook(self) -> WebhookTarget:
        """Where the simulated tenant sends its events."""
        return WebhookTarget(
            url=f"{self.web_url}/webhooks/icims",
            token_url=f"{self.web_url}/oauth/token",
            client_id=self.credentials.webhook_client,
            client_secret=self.credentials.webhook_secret,
        )

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _start(self) -> None:
        self._stack.enter_context(self.servers)
        self._say("PostgreSQL and Valkey are up")
        self.environ = self._environ()
        self.settings = Settings.from_environ(self.environ)
        self._upgrade()
        self._say("the database has its schema")
        self.supervisor = self._stack.enter_context(Supervisor(self.var_dir / "log", self.environ, self.var_dir))
        self.tenant = SimulatedTenant(self.simulator_url)
        self._stack.callback(self.tenant.close)
        self._start_processes()

    def _start_processes(self) -> None:
        start, ports = self.supervisor.start, self.ports
        start("simulator", [program("icims-scoring"), "simulator", "--empty", "--port", str(ports.simulator)])
        if self.model_url:
            start(
                "claude-simulator", [program("icims-scoring"), "claude-simulator", *MODEL, "--port", str(ports.model)]
            )
        web = ["--bind", f"127.0.0.1:{ports.web}", "--workers", "2", "--no-control-socket"]
        # Orphaned gunicorn workers would hold the port for 15 s more; asked by SIGINT, their master stops them at once.
        start("web", [program("gunicorn"), *web, "app.web:create_app()"], death_signal=signal.SIGINT)
        self.start_worker()
        if self.model_url:
            self.start_claude_worker()
        celery = [program("celery"), "--app", "tasks"]
        schedule = str(self.var_dir / "celerybeat-schedule")
        start("beat", [*celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"])
        listen = ["--address=127.0.0.1", f"--port={ports.flower}"]
        start("flower", [*celery, "flower", "--read_only=true", "--url_prefix=flower", *listen])
        self._wait("simulator", self.tenant.answers)
        self._say("the simulated iCIMS answers")
        if self.model_url:
            self._wait("claude-simulator", lambda: _answers(f"{self.model_url}/_control"))
            self._say("the simulated Messages API answers: nothing goes to Anthropic, and no language model rates")
        self._wait("web", lambda: _answers(f"{self.web_url}/readyz"))
        self._say("web, workers and beat are up")

    def start_worker(self, name: str = "worker") -> None:
        """Start a worker for the queues ``icims`` and ``local``; several need different names."""
        queues = ["--queues", "icims,local", "--concurrency", str(self._workers)]
        host = f"{name}@%h"
        self.supervisor.start(
            name, [program("celery"), "--app", "tasks", "worker", *queues, "--hostname", host, "--loglevel", "INFO"]
        )

    def start_claude_worker(self, name: str = "claude", threads: int = 32) -> None:
        """Start a worker for the queue ``claude``: its threads mostly wait."""
        pool = ["--queues", "claude", "--pool", "threads", "--concurrency", str(threads)]
        command = [program("celery"), "--app", "tasks", "worker", *pool, "--hostname", f"{name}@%h"]
        self.supervisor.start(name, [*command, "--loglevel", "INFO"])

    def flower_answers(self) -> bool:
        """Whether Flower serves its pages to somebody who knows the password."""
        return _answers(
            f"{self.flower_url}/flower/workers", (self.credentials.operator, self.credentials.operator_password)
        )

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not ready():
            self.supervisor.check()
            if time.monotonic() > deadline:
                raise PermanentError(f"{name} does not answer; see {self.supervisor.log_file(name)}")
            time.sleep(0.1)

    def _upgrade(self) -> None:
        log_file = self.var_dir / "log" / "upgrade.log"
        with log_file.open("wb") as output:
            command = [program("icims-scoring"), "db", "upgrade"]
            done = subprocess.run(
                command, env=self.environ, cwd=self.var_dir, stdout=output, stderr=subprocess.STDOUT, check=False
            )
        if done.returncode:
            raise PermanentError(f"the database could not be prepared: {last_line(log_file)} (see {log_file})")

    def _environ(self) -> dict[str, str]:
        known = {f.name.upper() for f in fields(Settings)}
        kept = {name: value for name, value in os.environ.items() if name not in known and not name.startswith(FOREIGN)}
        credentials = self.credentials
        return kept | {
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "VAR_DIR": str(self.var_dir),
            "SECRET_KEY": credentials.secret_key,
            "PUBLIC_URL": self.web_url,
            "ICIMS_API_URL": self.simulator_url,
            "ICIMS_TOKEN_URL": f"{self.simulator_url}/oauth/token",
            "ICIMS_APPLICATION_URL": f"{self.simulator_url}/applications/{{customer_id}}/{{workflow_id}}",
            "ICIMS_CUSTOMER_ID": CUSTOMER_ID,
            "ICIMS_CLIENT_ID": "simulator-client",
            "ICIMS_CLIENT_SECRET": "simulator-secret",
            "ICIMS_USER_ID": "95",
            "ICIMS_WEBHOOK_CLIENT_ID": credentials.webhook_client,
            "ICIMS_WEBHOOK_CLIENT_SECRET": credentials.webhook_secret,
            "ICIMS_FIELDS_FILE": str(FIELD_MAPPING),
            "ICIMS_DEFAULT_MODE": "shadow",
            "ICIMS_MINUTES_TO_UNDO": "1",  # long enough to try it, short enough to see a decision arrive in iCIMS
            "ASSESSOR": self._assessor,
            "ANTHROPIC_BASE_URL": self.model_url,
            "ANTHROPIC_API_KEY": "simulated" if self.model_url else "",
            # Otherwise the first half minute would keep to what the lowest tier allows.
            **{f"CLAUDE_{name.replace('-', '_').upper()}_PER_MINUTE": most for name, most in PER_MINUTE.items()},
            "FLOWER_BASIC_AUTH": f"{credentials.operator}:{credentials.operator_password}",
            "FLOWER_URL": self.flower_url,
            # Everything is on this machine; a proxy of the surrounding shell would only be in the way.
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
            **self._extra,
        }


def program(name: str) -> str:
    """The full path of a console script, beside this Python first. Raises PermanentError when there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise PermanentError(f"{name} is not installed")
    return found


def _usual(port: int) -> int:
    return port if is_free(port) else free_port()


def _answers(url: str, auth: tuple[str, str] | None = None) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(url, auth=auth, timeout=2).ok
    except requests.RequestException:
        return False
