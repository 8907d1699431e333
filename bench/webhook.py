"""How many events a second the webhook accepts, beside a bare route under the same gunicorn; and a steady minute."""

import base64
import json
import socket
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bench.installation import (
    CUSTOMER,
    HOOK_CLIENT,
    HOOK_SECRET,
    Installation,
    answers,
    empty_broker,
    free_port,
    wait_until,
)
from demo.servers import EmbeddedServers
from store.migrations import upgrade

CONNECTIONS = 16
BASIC = base64.b64encode(f"{HOOK_CLIENT}:{HOOK_SECRET}".encode()).decode()
AUTHORIZATION = f"Authorization: Basic {BASIC}\r\n"


@dataclass(frozen=True)
class WebhookFigures:
    """Requests a second of either route, in interleaved rounds; and the steady minute's latencies in milliseconds."""

    accepted_per_second: float
    bare_per_second: float
    steady_rate: float
    steady_seconds: float
    p50: float
    p99: float
    errors: int

    @property
    def share_of_bare(self) -> float:
        return self.accepted_per_second / self.bare_per_second


def measure(
    servers: EmbeddedServers, directory: Path, *, rounds: int = 3, steady_seconds: float = 60
) -> WebhookFigures:
    """Both routes run under gunicorn with two sync workers; nobody works off the queues meanwhile."""
    empty_broker(servers.redis_url)
    database_url = servers.create_database("bench_webhook", fresh=True)
    upgrade(database_url)
    _bare_table(database_url)
    with Installation("http://127.0.0.1:9", database_url, servers.redis_url, directory / "log") as installation:
        web = installation.start_web()
        bare = _start_bare(installation)
        numbers = iter(range(1, 10_000_000))
        accepted, floor = [], []
        for _ in range(rounds):
            floor.append(_saturate(bare, "/bare", lambda: b"{}", 5.0))
            accepted.append(_saturate(web, "/webhooks/icims", lambda: _event(next(numbers)), 5.0))
        latencies, errors = _steady(web, lambda: _event(next(numbers)), 50, steady_seconds)
    return WebhookFigures(
        statistics.median(accepted),
        statistics.median(floor),
        50,
        steady_seconds,
        1000 * statistics.median(latencies),
        1000 * sorted(latencies)[int(0.99 * len(latencies))],
        errors,
    )


def _bare_table(database_url: str) -> None:
    engine = sa.create_engine(sa.make_url(database_url).set(drivername="postgresql+psycopg2"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE bare (id bigserial PRIMARY KEY, body jsonb)"))
    engine.dispose()


def _start_bare(installation: Installation) -> str:
    port = free_port()
    bind = f"127.0.0.1:{port}"
    installation.start(
        "bare", "gunicorn", "--no-control-socket", "--bind", bind, "--workers", "2", "bench.bare:create_app()"
    )
    wait_until(lambda: answers(f"http://{bind}/none") or _listens(port), 30, "the bare route does not answer")
    return f"http://{bind}"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _event(number: int) -> bytes:
    return json.dumps(
        {
            "systemId": str(number),
            "eventType": "WorkFlowStatusChangeEvent",
            "customerId": CUSTOMER,
            "userId": "9059",
            "personId": str(number),
            "jobId": "4442",
            "oldStatus": "1753",
            "newStatus": "20786",
            "links": [],
        }
    ).encode()


def _saturate(url: str, path: str, body: Callable[[], bytes], seconds: float) -> float:
    """Answers a second with CONNECTIONS clients that ask as fast as they can."""
    end = time.monotonic() + seconds
    counts = [0] * CONNECTIONS

    def ask(client: int) -> None:
        while time.monotonic() < end:
            status, _ = exchange(url, path, body())
            assert status == 200, f"{path} gave {status}"
            counts[client] += 1

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(ask, range(CONNECTIONS)))
    return sum(counts) / seconds


def _steady(url: str, body: Callable[[], bytes], rate: float, seconds: float) -> tuple[list[float], int]:
    """Latencies in seconds of an open loop: a late answer does not delay the next question."""
    latencies: list[float] = []
    errors = 0
    lock = threading.Lock()

    def ask(due: float) -> None:
        nonlocal errors
        time.sleep(max(due - time.monotonic(), 0))
        try:
            status, _ = exchange(url, "/webhooks/icims", body())
        except OSError:
            status = 0
        with lock:
            latencies.append(time.monotonic() - due)
            errors += status != 200

    started = time.monotonic()
    with ThreadPoolExecutor(64) as pool:
        for number in range(int(rate * seconds)):
            due = started + number / rate
            time.sleep(max(due - 0.5 - time.monotonic(), 0))
            pool.submit(ask, due)
    return latencies, errors


def exchange(url: str, path: str, body: bytes) -> tuple[int, bytes]:
    """One HTTP/1.1 request on a connection of its own, as iCIMS sends them (``Connection: close``)."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(
            (
                f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n{AUTHORIZATION}"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
        )
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return int(answer[9:12]), answer
