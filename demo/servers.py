"""The embedded PostgreSQL and Valkey of one directory, with exactly one process that owns and stops them."""

import fcntl
import json
import os
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.child_process import born, end_leftover
from demo.postgres_server import SOCKET_DIRECTORY_PREFIX, PostgresServer, ServerStartError
from demo.valkey_server import ValkeyServer
from scoring.errors import PermanentError

__all__ = ["EmbeddedServers", "ServerStartError", "ServersInUseError"]


class ServersInUseError(PermanentError):
    """Another process owns the servers of this directory."""


class EmbeddedServers:
    """Real servers, started by ``start`` (or ``with``) and stopped by ``stop``, over data that stays in ``var_dir``.

    A second owner waits up to ``wait_seconds`` and then gets ServersInUseError, one line that names the first. If the
    owner is killed, the servers end with it (Linux), and the next owner ends whatever is left. ``discard=True`` starts
    without data and deletes it at the end. While they run, ``var_dir/servers.json`` (readable by this user only) holds
    ``database_url`` and ``redis_url`` for other commands.
    """

    def __init__(
        self, var_dir: Path | str, *, durable: bool = True, discard: bool = False, wait_seconds: float = 0.0
    ) -> None:
        self.var_dir = Path(var_dir).resolve()
        logs = self.var_dir / "log"
        self._postgres = PostgresServer(self.var_dir / "postgres", logs / "postgres.log", durable=durable)
        self._valkey = ValkeyServer(self.var_dir / "valkey", logs / "valkey.log")
        self._discard = discard
        self._wait_seconds = wait_seconds
        self._lock: int | None = None

    @property
    def database_url(self) -> str:
        """A SQLAlchemy URL of the database ``icims_scoring``."""
        return self._postgres.url()

    @property
    def redis_url(self) -> str:
        """For redis-py and Celery alike; stays the same when Redis is killed and started again."""
        return self._valkey.url

    @property
    def pids(self) -> tuple[int, int]:
        """Process ids of PostgreSQL and Valkey, while both run."""
        return self._postgres.pid, self._valkey.pid

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Take ownership, end what an earlier owner left behind, and return when both servers answer."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _take_lock(self.var_dir / "servers.lock", self._wait_seconds)
        try:
            self._end_leftovers()
            if self._discard:
                self._discard_data()
            self._postgres.start()
            self._record()
            self._valkey.start()
            self._record()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both and give up ownership; stopping twice is harmless."""
        if self._lock is None:
            return
        try:
            self._valkey.stop()
            self._postgres.stop()
            if self._discard:
                self._discard_data()
            self._state_file.unlink(missing_ok=True)
        finally:
            os.close(self._lock)
            self._lock = None

    def create_database(self, name: str, *, fresh: bool = False) -> str:
        """The URL of a further database, created where missing; ``fresh`` drops an existing one with its data."""
        return self._postgres.create_database(name, fresh=fresh)

    def restart_postgres(self, *, immediate: bool = False) -> None:
        """Stop and start PostgreSQL, breaking off every session; ``immediate`` is a crash with recovery."""
        self._postgres.restart(immediate=immediate)
        self._record()

    def kill_redis(self) -> None:
        """End Valkey with SIGKILL."""
        self._valkey.kill()
        self._record()

    def start_redis(self, *, empty: bool = False) -> None:
        """Start Valkey again under the same URL, with what it had stored or with nothing."""
        self._valkey.start(empty=empty)
        self._record()

    @property
    def _state_file(self) -> Path:
        return self.var_dir / "servers.json"

    def _discard_data(self) -> None:
        self._valkey.discard()
        self._postgres.discard()

    def _record(self) -> None:
        running = []
        for server in (self._postgres, self._valkey):
            try:
                pid = server.pid
            except PermanentError:
                continue
            running.append({"pid": pid, "started": born(pid)})
        state = {
            "owner": os.getpid(),
            "database_url": self.database_url,
            "redis_url": self.redis_url,
            "socket_directory": str(self._postgres.socket_directory),
            "servers": running,
        }
        beside = self._state_file.with_suffix(".new")
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(state), encoding="utf-8")
        beside.replace(self._state_file)

    def _end_leftovers(self) -> None:
        """Only processes that the last owner recorded, by pid and start time, so never a stranger's."""
        try:
            state = json.loads(self._state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        for server in state.get("servers", []):
            if server["started"] is not None:
                end_leftover(server["pid"], server["started"])
        sockets = Path(state.get("socket_directory", ""))
        if sockets.name.startswith(SOCKET_DIRECTORY_PREFIX):
            shutil.rmtree(sockets, ignore_errors=True)
        self._state_file.unlink(missing_ok=True)


def _take_lock(path: Path, wait_seconds: float) -> int:
    """A lock that the kernel releases when its holder dies, however it dies; the file names the holder."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            holder = os.pread(descriptor, 20, 0).decode() or "unknown"
            os.close(descriptor)
            raise ServersInUseError(
                f"the servers in {path.parent} are in use by process {holder}; stop it first"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return descriptor
