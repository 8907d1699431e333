"""A whole installation for tests and measurements: simulated iCIMS, web, workers and sweep around given servers."""

import base64
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import requests
from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis

import celeryconfig
from bench.contracts import sign_contracts
from store import Store
from store.reports import Health

ROOT = Path(__file__).resolve().parent.parent
CUSTOMER = "4560"
HOOK_CLIENT, HOOK_SECRET = "icims-hook", "hook-secret-of-this-bench"
INTEGRATION_USER = 7


class StillOpenError(AssertionError):
    """The runs did not all end within the given time."""


@dataclass
class Installation:
    """Processes of one installation. ``sim`` is the simulator's URL; its tenant CUSTOMER is seeded by the caller."""

    sim: str
    database_url: str
    redis_url: str
    log_dir: Path
    environ: dict[str, str] = field(default_factory=dict)
    web_port: int = 0
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self.store = Store(self.database_url)
        self._bell = Celery("bell", broker=self.redis_url)
        self._bell.conf.broker_transport_options = celeryconfig.broker_transport_options
        self._sweeping = threading.Event()

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "ICIMS_API_URL": self.sim,
            "ICIMS_TOKEN_URL": f"{self.sim}/oauth/token",
            "ICIMS_CUSTOMER_ID": CUSTOMER,
            "ICIMS_CLIENT_ID": "bench-client",
            "ICIMS_CLIENT_SECRET": "bench-secret",
            "ICIMS_USER_ID": str(INTEGRATION_USER),
            "ICIMS_DEFAULT_MODE": "assist",
            "ICIMS_WEBHOOK_CLIENT_ID": HOOK_CLIENT,
            "ICIMS_WEBHOOK_CLIENT_SECRET": HOOK_SECRET,
            "ICIMS_WEBHOOK_HMAC_USER": "icims-hmac",
            "ICIMS_WEBHOOK_HMAC_KEY": HOOK_SECRET,
            "SECRET_KEY": "a-secret-key-that-is-long-enough-for-tests",
            "PUBLIC_URL": "http://127.0.0.1:8000",
            **self.environ,
        }

    # -- processes ----------------------------------------------------------------------------------------------------

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a process of this Python's environment in a process group of its own, its output in a log file."""
        program = str(Path(sys.executable).parent / command[0])
        with (self.log_dir / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [program, *command[1:]], env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self._processes[name] = process
        return process

    def start_worker(self, name: str = "worker", concurrency: int = 2) -> subprocess.Popen[bytes]:
        options = ("--queues", "icims,local", "--concurrency", str(concurrency), "--without-mingle", "--without-gossip")
        return self.start(name, "celery", "--app", "tasks", "worker", "-n", f"{name}@%h", *options)

    def start_claude_worker(self, name: str = "claude", threads: int = 16) -> subprocess.Popen[bytes]:
        options = ("--queues", "claude", "--pool", "threads", "--concurrency", str(threads), "--without-mingle")
        return self.start(name, "celery", "--app", "tasks", "worker", "-n", f"{name}@%h", "--without-gossip", *options)

    def start_web(self, workers: int = 2) -> str:
        """The base URL, once it answers."""
        self.web_port = self.web_port or free_port()
        bind = f"127.0.0.1:{self.web_port}"
        self.start(
            "web", "gunicorn", "--no-control-socket", "--bind", bind, "--workers", str(workers), "app.web:create_app()"
        )
        wait_until(lambda: answers(f"http://{bind}/livez"), 30, "the web process does not answer")
        return f"http://{bind}"

    def signal(self, name: str, number: signal.Signals) -> None:
        """To the whole process group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._processes[name].pid, number)

    def kill(self, name: str) -> None:
        """SIGKILL to the process group, as the kernel or a container runtime would."""
        self.signal(name, signal.SIGKILL)
        self._processes.pop(name).wait(30)

    def stop(self) -> None:
        self._sweeping.set()
        for name in self._processes:
            self.signal(name, signal.SIGTERM)
        for name, process in self._processes.items():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                self.signal(name, signal.SIGKILL)
                process.wait(15)
        self._bell.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # -- work ---------------------------------------------------------------------------------------------------------

    def ring(self, task: str) -> None:
        """Ask the workers for one of the beat's jobs."""
        with contextlib.suppress(OperationalError):
            self._bell.send_task(task, queue=celeryconfig.task_routes[task]["queue"], retry=False)

    def sweep_every(self, seconds: float) -> None:
        """What beat does every 15 s, faster."""

        def keep_sweeping() -> None:
            while not self._sweeping.wait(seconds):
                self.ring("scoring.sweep")

        threading.Thread(target=keep_sweeping, daemon=True).start()

    def send_events(self, web: str, **options: Any) -> dict[str, Any]:
        """Send the events of all applications of CUSTOMER (or as ``options`` say) and wait for their answers."""
        sign_contracts(self.store, self.env, CUSTOMER, self.written()["jobs"])
        auth = options.pop("auth", "oauth")
        target = {
            "url": f"{web}/webhooks/icims",
            "auth": auth,
            "token_url": f"{web}/oauth/token",
            "client_id": "icims-hmac" if auth == "hmac" else HOOK_CLIENT,
            "client_secret": HOOK_SECRET,
            "gzip_share": options.pop("gzip_share", 1.0),
        }
        batch = post(f"{self.sim}/_simulator/events", {"customer": CUSTOMER, "target": target, **options})
        answered: dict[str, Any] = {}

        def done() -> bool:
            answered.update(get(f"{self.sim}/_simulator/events/{batch['id']}?wait=5"))
            return bool(answered["done"])

        wait_until(done, 600, "the events are not all sent")
        return answered

    def wait_for(self, runs: int, seconds: float) -> Health:
        """The ledger's counts once ``runs`` runs have ended; raises StillOpenError after ``seconds``."""
        found: list[Health] = []

        def all_final() -> bool:
            found[:] = [self.store.reports.health()]
            counts = found[0].by_state
            return not counts.get("open") and sum(counts.values()) >= runs

        wait_until(all_final, seconds, "runs are still open", pause=0.25)
        return found[0]

    def written(self, *, whole: bool = False) -> dict[str, Any]:
        """What the simulated tenant holds: counts, and with ``whole`` every application."""
        state = get(f"{self.sim}/_simulator/state?customer={CUSTOMER}" + ("" if whole else "&summary=1"))
        report: dict[str, Any] = state["customers"][CUSTOMER]
        return report


def seed(
    sim: str,
    resumes: Sequence[tuple[str, bytes]],
    job: dict[str, Any],
    *,
    job_is_there: bool = False,
    first_id: int = 1,
    fields: Iterable[Any] = (),
) -> list[str]:
    """Fill CUSTOMER with one requisition and one application per (file name, content); the workflow ids."""
    people, applications = [], []
    for offset, (name, content) in enumerate(resumes):
        number = first_id + offset
        people.append(
            {
                "id": 200_000 + number,
                "firstname": "Sample",
                "lastname": f"Person{number}",
                "email": f"person{number}@example.com",
                "resume": {"filename": name, "content": base64.b64encode(content).decode()},
            }
        )
        applications.append({"id": 500_000 + number, "person": 200_000 + number, "job": job["id"]})
    post(
        f"{sim}/_simulator/seed",
        {
            "customer": CUSTOMER,
            "clients": {"bench-client": "bench-secret"},
            "user_id": INTEGRATION_USER,
            "lists": {"lists.assessment_name": ["Candidate Scoring"]},
            "fields": list(fields),
            "jobs": [] if job_is_there else [job],
            "people": people,
            "applications": applications,
        },
    )
    requests.patch(
        f"{sim}/_simulator/tenants/{CUSTOMER}", json={"daily_limit": 10_000_000}, timeout=10
    ).raise_for_status()
    return [str(entry["id"]) for entry in applications]


def empty_broker(redis_url: str) -> None:
    """Forget every message: those of an earlier measurement would be worked off in this one."""
    with Redis.from_url(redis_url) as broker:
        broker.flushall()


def post(url: str, content: Any) -> Any:
    answer = requests.post(url, json=content, timeout=60)
    if not answer.ok:
        raise AssertionError(f"POST {url} gave {answer.status_code}: {answer.text[:300]}")
    return answer.json()


def get(url: str) -> Any:
    answer = requests.get(url, timeout=60)
    answer.raise_for_status()
    return answer.json()


def wait_until(true: Callable[[], bool], seconds: float, complaint: str, pause: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise StillOpenError(f"{complaint} after {seconds:g} s")
        time.sleep(pause)


@contextlib.contextmanager
def faults(sim: str, *rules: dict[str, Any]) -> Iterator[None]:
    """Fault rules of the simulator for the life of the block."""
    requests.put(f"{sim}/_simulator/faults", json=list(rules), timeout=10).raise_for_status()
    try:
        yield
    finally:
        requests.delete(f"{sim}/_simulator/faults", timeout=10)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False
