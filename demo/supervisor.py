"""Starts the processes of an installation, watches them, and leaves none behind."""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from demo.child_process import signal_group, start_child
from demo.postgres_server import last_line
from scoring.errors import PermanentError

GRACE_SECONDS = 12.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProcessEndedError(PermanentError):
    """A process that should run has ended; the message holds the last line of its log."""


class StopRequested(BaseException):
    """Somebody asked this program to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Supervisor:
    """Each process leads a group of its own and writes to ``log_dir``/name.log. Leaving the block stops all of them.

    If this process is killed, Linux ends the leaders with it.
    """

    def __init__(self, log_dir: Path, environ: Mapping[str, str], directory: Path) -> None:
        self._log_dir = log_dir
        self._environ = environ
        self._directory = directory
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of the leaders by name."""
        return {name: process.pid for name, process in self._processes.items()}

    def log_file(self, name: str) -> Path:
        return self._log_dir / f"{name}.log"

    def start(self, name: str, arguments: Sequence[str], *, death_signal: signal.Signals = signal.SIGKILL) -> None:
        """Start a program (absolute path first) under a name; its log begins anew.

        ``death_signal`` is what Linux sends it if this process is killed. SIGKILL suits programs whose children notice
        that they are orphans; the ledger holds what a worker was doing.
        """
        self._log_dir.mkdir(parents=True, exist_ok=True)
        with self.log_file(name).open("wb") as output:
            self._processes[name] = start_child(
                arguments,
                environ=self._environ,
                directory=self._directory,
                output=output,
                death_signal=death_signal,
            )

    def check(self) -> None:
        """Raise ProcessEndedError if a process has ended, in one line with the tail of its log."""
        for name, process in self._processes.items():
            status = process.poll()
            if status is not None:
                log_file = self.log_file(name)
                raise ProcessEndedError(f"{name} ended with status {status}: {last_line(log_file)} (see {log_file})")

    def kill(self, name: str) -> None:
        """End a process with all of its group by SIGKILL, as a crash of its machine would, and forget it."""
        process = self._processes.pop(name)
        signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Ask every process to end, the newest first, wait, and kill what is left of each group."""
        stopping = list(reversed(self._processes.values()))
        for process in stopping:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in stopping:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for process in stopping:
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Within the block, Ctrl-C, SIGTERM and SIGHUP raise StopRequested once; stopping is not interrupted again."""

    def stop(number: int, _: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested(number)

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
