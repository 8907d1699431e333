"""Children that lead their own process group and do not outlive the process that started them."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import psutil

GUARD = Path(__file__).with_name("guarded_exec.py")

# Linux ties a child to the thread that started it, so one thread that lives as long as this process starts them all.
_LAUNCHER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="launcher")


def start_child(
    arguments: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
    output: IO[bytes] | int | None = None,
    stdin: int = subprocess.DEVNULL,
    user: str | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program (absolute path first) as leader of its own session and process group.

    It gets ``death_signal`` when this process dies in whatever way (Linux only). ``output`` takes stdout and stderr.
    ``user`` needs root. Callable from any thread, also from one that ends before the child.
    """
    guarded = [
        *(sys.executable, "-I", "-S", str(GUARD), str(os.getpid()), str(int(death_signal)), user or "-"),
        *arguments,
    ]
    options: dict[str, Any] = {
        "env": dict(os.environ if environ is None else environ),
        "cwd": directory,
        "stdin": stdin,
        "stdout": output,
        "stderr": subprocess.STDOUT if output is not None else None,
        "start_new_session": True,
    }

    def launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen(guarded, **options)

    return _LAUNCHER.submit(launch).result()


def stop_child(
    process: subprocess.Popen[bytes],
    *,
    first: signal.Signals = signal.SIGTERM,
    grace_seconds: float = 10.0,
    whole_group: bool = False,
) -> int:
    """Ask with ``first``, wait, then kill: returns the exit status with the whole process group gone.

    The leader is asked alone unless ``whole_group``; a leader that knows its children stops them in order.
    """
    if process.poll() is None:
        signal_group(process.pid, first) if whole_group else process.send_signal(first)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace_seconds)
    signal_group(process.pid, signal.SIGKILL)
    return process.wait()


def signal_group(group: int, number: signal.Signals) -> None:
    """Signal a process group; one that is gone needs none."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def born(pid: int) -> float | None:
    """When the process started (seconds since 1970), or None if there is none: with the pid it names one process."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except psutil.Error:
        return None


def end_leftover(pid: int, started: float, seconds: float = 10.0) -> None:
    """Kill a process of an earlier owner with its children; a pid that names another process by now is left alone."""
    current = born(pid)
    if current is None or abs(current - started) > 1.0:
        return
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(family, timeout=seconds)
