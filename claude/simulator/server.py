"""A threaded server for the simulator: a thread for each call, all of them awake within a moment when it stops."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

import structlog
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.05


class QuietHandler(WSGIRequestHandler):
    """Says nothing about single requests; the journal does."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002  the base's signature
        return

    def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:  # noqa: ARG002
        """An answer was broken off on purpose. Without headers sent the base would wait for the next request."""
        self.close_connection = True


class SimulatorServer(ThreadedWSGIServer):
    """One thread per call: hundreds that only wait cost little. ``close`` waits for them."""

    request_queue_size = 512

    def __init__(self, host: str, port: int, app: WSGIApplication) -> None:
        self._running: set[threading.Thread] = set()
        self._lock = threading.Lock()
        super().__init__(host, port, app, handler=QuietHandler)

    @property
    def url(self) -> str:
        """Where a client on this machine finds it, also when it listens on all addresses."""
        host = str(self.server_address[0])
        return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self.server_port}"  # noqa: S104  compared, not bound

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._running.add(threading.current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._running.discard(threading.current_thread())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the base's signature
        # socketserver calls this inside its own exception handler.
        log.warning("connection_failed", error=type(sys.exc_info()[1]).__name__)

    def join(self) -> None:
        with self._lock:
            threads = list(self._running)
        for thread in threads:
            thread.join(timeout=5)


@contextmanager
def serving(app: WSGIApplication, host: str, port: int, stopping: threading.Event) -> Iterator[str]:
    """A running server for the life of the block; gives its base URL. Port 0 takes a free one."""
    server = SimulatorServer(host, port, app)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="claude-simulator", daemon=True)
    thread.start()
    try:
        yield server.url
    finally:
        stopping.set()
        server.shutdown()
        server.join()
        server.server_close()
        thread.join(timeout=5)
