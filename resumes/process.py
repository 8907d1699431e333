"""One restricted process: start it, ask it, replace it when it is spent, end it."""

import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

from resumes.limits import Limits
from resumes.wire import ANSWER_BYTES, HEADER_BYTES, Reply, Request, decode_reply, encode_request
from scoring.errors import TransientError

FILES_PER_CHILD = 500
GROWTH_BYTES = 150_000_000
CPU_SECONDS_PER_CHILD = 120.0
START_SECONDS = 60.0
CHUNK_BYTES = 1_048_576
ROOT = Path(__file__).resolve().parent.parent


class ChildEndedError(Exception):
    """The process ended, or answered nonsense, while it read a file. The message holds its exit code."""


class ChildTimeoutError(Exception):
    """The file took longer than the wall clock or the CPU limit allows."""


class ChildProcess:
    """A process that reads files for one caller at a time. It starts with the first question."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        # The kernel's parent-death signal fires when the *thread* that started the child ends: this one stays.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="resume-reader")
        self._files = 0
        self._baseline = 0
        self.network = ""  # how the running process was cut off the network: see ``confine``

    def ask(self, request: Request) -> Reply:
        """The process's reply.

        After ChildEndedError or ChildTimeoutError the next question starts a new process. Raises TransientError when
        no process can be started.
        """
        payload = encode_request(request)
        try:
            try:
                reply = self._exchange(payload)
            except BrokenPipeError:
                # It was gone before it had the whole file, so before it could read any of it.
                self._discard()
                reply = self._exchange(payload)
        except (ValueError, KeyError, TypeError, OSError) as error:
            self._discard()
            raise ChildEndedError(type(error).__name__) from error
        except (ChildEndedError, ChildTimeoutError):
            self._discard()
            raise
        self._renew_if_spent(reply)
        return reply

    def _exchange(self, payload: bytes) -> Reply:
        process = self._running()
        deadline = time.monotonic() + self._limits.wall_seconds
        self._send(process, payload, deadline)
        return decode_reply(self._receive(process, deadline))

    def end(self) -> None:
        """End the process and the thread that started it. Safe to call on one that never started."""
        self._discard()
        self._starter.shutdown()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # after a fork the process belongs to the other one
            self._owner, self._process = os.getpid(), None
            self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="resume-reader")
        if self._process is None:
            self._process = self._starter.submit(_start).result()
            self._files = self._baseline = 0
            self._await_start(self._process)
        return self._process

    def _await_start(self, process: subprocess.Popen[bytes]) -> None:
        """Wait until the process has imported its readers and confined itself: that is no file's time."""
        try:
            self.network = self._receive(process, time.monotonic() + START_SECONDS).decode()
        except (ChildEndedError, ChildTimeoutError) as error:
            self._discard()
            raise TransientError("the reading process did not start") from error

    def _send(self, process: subprocess.Popen[bytes], payload: bytes, deadline: float) -> None:
        assert process.stdin is not None
        pipe = process.stdin.fileno()
        left = memoryview(payload)
        while left:
            if not select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))[1]:
                raise ChildTimeoutError
            left = left[os.write(pipe, left[:CHUNK_BYTES]) :]

    def _receive(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        received = bytearray()
        size = HEADER_BYTES
        while len(received) < size:
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise ChildTimeoutError
            chunk = os.read(pipe, CHUNK_BYTES)
            if not chunk:
                _raise_ended(process)
            received += chunk
            if size == HEADER_BYTES and len(received) >= HEADER_BYTES:
                size += int.from_bytes(received[:HEADER_BYTES], "big")
                if size > ANSWER_BYTES:
                    raise ChildEndedError("an answer larger than any resume")
        return bytes(received[HEADER_BYTES:])

    def _renew_if_spent(self, reply: Reply) -> None:
        self._files += 1
        self._baseline = self._baseline or reply.resident_bytes
        grown = reply.resident_bytes - self._baseline > GROWTH_BYTES
        if grown or self._files >= FILES_PER_CHILD or reply.cpu_seconds > CPU_SECONDS_PER_CHILD:
            self._discard()

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _start() -> subprocess.Popen[bytes]:
    # No secret of the parent's environment reaches the process, and no proxy setting.
    environment = {"PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "resumes.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
    )
    assert process.stdin is not None
    os.set_blocking(process.stdin.fileno(), False)
    return process


def _raise_ended(process: subprocess.Popen[bytes]) -> NoReturn:
    code = process.wait()
    if code == -signal.SIGXCPU:
        raise ChildTimeoutError
    raise ChildEndedError(f"exit code {code}")
