"""A simulated tenant on a real socket, and clients that talk to it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import fakeredis
import pytest
from redis import Redis

from icims.client import IcimsAccess, IcimsClient
from icims.simulator import Field, Kind, SimulatorState, StoredFile, Tenant, serve

CUSTOMER = "7383"


class Lab:
    """One tenant with a job, a person with a resume and their application."""

    def __init__(self, state: SimulatorState, url: str) -> None:
        self.state = state
        self.url = url
        self.tenant: Tenant = state.add_tenant(CUSTOMER)
        self.tenant.add_field("applicantworkflows", Field("field51001", Kind.NUMBER, "Match score"))
        self.tenant.add_field("applicantworkflows", Field("field51002", Kind.TEXT, "Summary", max_length=255))
        self.tenant.add_field("people", Field("field61001", Kind.TEXT, "Key skills", max_length=255))
        self.job = str(
            self.tenant.add_job(
                "Senior Engineer",
                overview="<p>We build <b>payments</b>.</p>",
                qualifications="<ul><li>5+ years of Python</li><li>SQL &amp; AWS</li></ul>",
                experienceyears=5,
                education={"value": "Bachelor's degree"},
                skillset=[{"skill": {"value": "Python"}, "skilllevel": "Expert"}],
            )
        )
        self.person = str(
            self.tenant.add_person("Ida", "Sample", "ida@example.com", StoredFile(b"%PDF-1.7 text", "ida.pdf"))
        )
        self.workflow = str(self.tenant.add_application(int(self.person), int(self.job)))

    def access(self, **changes: object) -> IcimsAccess:
        access = IcimsAccess(
            customer_id=CUSTOMER,
            api_url=self.url,
            token_url=f"{self.url}/oauth/token",
            client_id="simulator-client",
            client_secret="simulator-secret",
            timeout_seconds=5.0,
        )
        return replace(access, **changes)

    def calls(self, needle: str) -> int:
        """How many calls of the tenant have ``needle`` in "METHOD route status"."""
        counted, _, _ = self.state.usages[CUSTOMER].snapshot()
        return sum(count for call, count in counted.items() if needle in call)

    @property
    def tokens(self) -> int:
        return self.state.tokens.issued[CUSTOMER]


@pytest.fixture
def lab() -> Iterator[Lab]:
    state = SimulatorState()
    with serve(state) as url:
        yield Lab(state, url)


@pytest.fixture
def connect(lab: Lab) -> Iterator[Callable[..., IcimsClient]]:
    """Make a client for the tenant; keywords that IcimsAccess knows change the access, the others the client."""
    with ExitStack() as stack:

        def make(*, redis: object = None, observe: object = None, **changes: object) -> IcimsClient:
            return stack.enter_context(IcimsClient(lab.access(**changes), redis=redis, observe=observe))

        yield make


@pytest.fixture
def client(connect: Callable[..., IcimsClient]) -> IcimsClient:
    return connect()


@pytest.fixture
def raw_server() -> Iterator[Callable[[list[bytes]], str]]:
    """A server that answers every connection with the given bytes, part after part, and closes it."""
    with ExitStack() as stack:

        def serve_bytes(parts: list[bytes], pause: float = 0.0) -> str:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            stopped = threading.Event()

            def answer() -> None:
                while not stopped.is_set():
                    try:
                        connection, _ = listener.accept()
                    except OSError:
                        return
                    with connection:
                        connection.recv(65_536)
                        for part in parts:
                            try:
                                connection.sendall(part)
                            except OSError:
                                break
                            stopped.wait(pause)

            thread = threading.Thread(target=answer, daemon=True)
            thread.start()
            stack.callback(thread.join, 5)
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            stack.callback(stopped.set)
            return f"http://127.0.0.1:{listener.getsockname()[1]}"

        yield serve_bytes


@pytest.fixture
def redis_server() -> fakeredis.FakeServer:
    """The server behind ``redis``; ``connected = False`` takes it down."""
    return fakeredis.FakeServer()


@pytest.fixture
def redis(redis_server: fakeredis.FakeServer) -> Iterator[fakeredis.FakeRedis]:
    with fakeredis.FakeRedis(server=redis_server) as connection:
        yield connection


@pytest.fixture
def redis_down() -> Iterator[Redis]:
    """A Redis that refuses every connection."""
    with Redis("127.0.0.1", 9, socket_connect_timeout=0.2, retry=None) as connection:
        yield connection
