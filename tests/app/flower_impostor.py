"""What stands where Flower should, and the settings of a web process that has it, or a real one, behind it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from settings import Settings

PASSWORD = "hush-hush"
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def flower_settings(database_url: str, redis_url: str, flower_url: str) -> Settings:
    """A web process with this Flower behind it."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="a-secret-key-that-is-long-enough-for-tests",
        icims_customer_id="4560",
        flower_url=flower_url,
        flower_basic_auth=f"flower:{PASSWORD}",
    )


@dataclass
class Impostor:
    """What stands where Flower should: notes what it is asked, and answers as a test wants."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"hello"
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @contextmanager
    def serving(self) -> Iterator[str]:
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                impostor.asked.append((self.command, self.path, dict(self.headers)))
                self.send_response(impostor.status)
                for name, value in impostor.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(impostor.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()
