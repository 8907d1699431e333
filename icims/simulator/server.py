"""A small threaded HTTP/1.1 server that keeps connections open and can really drop them.

The development server of Werkzeug closes every connection after one answer and the larger servers hide the socket. The
simulator needs both: clients that pool connections, and faults that happen below HTTP.
"""

import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from io import BufferedIOBase, BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

import structlog

log = structlog.get_logger(__name__)

API_BODY_LIMIT = 12 * 1024 * 1024  # the real limit is cut from the stored page [?]
CONTROL_BODY_LIMIT = 512 * 1024 * 1024  # a whole tenant with its resumes arrives in one request
HEADER_LIMIT = 64 * 1024
IDLE_SECONDS = 300.0
DRAIN_SECONDS = 1.0
POLL_SECONDS = 0.05  # how soon the server notices that it shall stop
DRAIN_READS = 1024
STOP = "icims.stop"  # environ key: an Event that is set when the server goes down, so that sleeping requests wake


class ConnectionDroppedError(Exception):
    """Raised by the application to close the connection without an answer."""


class BadRequestError(Exception):
    """The request cannot be read as HTTP/1.1; ``status`` is what the client gets before the connection closes."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class SimulatorServer(socketserver.ThreadingTCPServer):
    """One thread per connection. ``close`` ends the connections that are still open."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], app: WSGIApplication) -> None:
        self.app = app
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._running: set[threading.Thread] = set()
        self._lock = threading.Lock()
        super().__init__(address, Connection)

    @property
    def url(self) -> str:
        """Where a client on this machine finds the server, also when it listens on all addresses."""
        host, port = self.server_address[:2]
        return f"http://{'127.0.0.1' if host == '0.0.0.0' else host!s}:{port}"  # noqa: S104  compared, not bound

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
            self._running.add(threading.current_thread())
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.discard(request)
                self._running.discard(threading.current_thread())

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the signature of socketserver
        # socketserver calls this inside its own exception handler.
        log.error("connection_failed", exc_info=sys.exc_info())

    def close(self) -> None:
        """Stop accepting, end every connection and wait for their threads."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        with self._lock:
            still_open, threads = list(self._open), list(self._running)
        for connection in still_open:
            _shut(connection)
        for thread in threads:
            thread.join(timeout=5)


class Connection(socketserver.StreamRequestHandler):
    """One client connection and the requests that it sends one after the other."""

    server: SimulatorServer
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def handle(self) -> None:
        try:
            while self._exchange():
                pass
        except BadRequestError as error:
            self._refuse(error.status)
        except ConnectionDroppedError:
            _shut(self.connection)
        except (OSError, ValueError):
            return  # the client went away

    def _exchange(self) -> bool:
        """Answer one request; False when the connection ends with it."""
        line = self.rfile.readline(HEADER_LIMIT)
        if not line.strip():
            return bool(line)
        environ = self._environ(line)
        keep = environ.get("HTTP_CONNECTION", "").lower() != "close" and not self.server.stopping.is_set()
        head, body = self._run(environ)
        fixed = f"date: {formatdate(usegmt=True)}\r\nconnection: {'keep-alive' if keep else 'close'}\r\n\r\n"
        answer = head + fixed.encode()
        self.connection.sendall(answer if environ["REQUEST_METHOD"] == "HEAD" else answer + body)
        return keep

    def _run(self, environ: WSGIEnvironment) -> tuple[bytes, bytes]:
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ARG001
            started[:] = [status, headers]
            return None

        try:
            chunks = self.server.app(environ, start_response)
            body = b"".join(chunks)
            if close := getattr(chunks, "close", None):
                close()
        except ConnectionDroppedError:
            raise
        except Exception:
            log.exception("request_failed")
            started, body = ["500 Internal Server Error", []], b""
        status, headers = started
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if not any(name.lower() == "content-length" for name, _ in headers) and not status.startswith("204"):
            lines.append(f"content-length: {len(body)}")
        return "\r\n".join([*lines, ""]).encode("latin-1", "replace"), body

    def _environ(self, line: bytes) -> WSGIEnvironment:
        method, _, rest = line.decode("latin-1").strip().partition(" ")
        target, _, version = rest.partition(" ")
        if version != "HTTP/1.1":
            raise BadRequestError(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
        path, _, query = target.partition("?")
        host, port = self.server.server_address[:2]
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": method.upper(),
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": target,
            "SERVER_NAME": str(host),
            "SERVER_PORT": str(port),
            "SERVER_PROTOCOL": version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": None,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            STOP: self.server.stopping,
        }
        self._read_headers(environ)
        limit = CONTROL_BODY_LIMIT if path.startswith("/_simulator/") else API_BODY_LIMIT
        body = self._read_body(environ, limit)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return environ

    def _read_headers(self, environ: WSGIEnvironment) -> None:
        size = 0
        while line := self.rfile.readline(HEADER_LIMIT).strip(b"\r\n"):
            size += len(line)
            name, colon, value = line.decode("latin-1").partition(":")
            if size > HEADER_LIMIT or not colon:
                raise BadRequestError(HTTPStatus.BAD_REQUEST)
            key = name.strip().upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = f"HTTP_{key}"
            value = value.strip()
            environ[key] = f"{environ[key]},{value}" if key in environ else value

    def _read_body(self, environ: WSGIEnvironment, limit: int) -> bytes:
        if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
            self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if "chunked" in environ.pop("HTTP_TRANSFER_ENCODING", "").lower():
            return _read_chunks(self.rfile, limit)
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdigit():
            raise BadRequestError(HTTPStatus.BAD_REQUEST)
        if int(length) > limit:
            raise BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)  # 413 [I]
        return self.rfile.read(int(length))

    def _refuse(self, status: HTTPStatus) -> None:
        line = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        try:
            self.connection.sendall(line.encode())
            self.connection.shutdown(socket.SHUT_WR)
            # Closing on unread bytes resets the connection, and the client may never see the answer.
            self.connection.settimeout(DRAIN_SECONDS)
            for _ in range(DRAIN_READS):
                if not self.connection.recv(1 << 16):
                    break
        except OSError:
            return


def _read_chunks(stream: BufferedIOBase, limit: int) -> bytes:
    body = bytearray()
    while size := int(stream.readline(64).split(b";")[0], 16):
        if len(body) + size > limit:
            raise BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body += stream.read(size)
        stream.readline(8)
    while stream.readline(HEADER_LIMIT).strip():
        pass  # trailers
    return bytes(body)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def serving(app: WSGIApplication, host: str, port: int) -> Iterator[SimulatorServer]:
    """A running server for the life of the block; port 0 takes a free one."""
    server = SimulatorServer((host, port), app)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="icims-simulator", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(timeout=5)
