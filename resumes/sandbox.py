"""Reading in restricted processes that are reused, renewed, and ended with their parent."""

import hashlib
import queue
import threading
from types import TracebackType
from typing import Self

from resumes.limits import LIMITS, Limits
from resumes.process import ChildEndedError, ChildProcess, ChildTimeoutError
from resumes.recognition import Recogniser
from resumes.wire import Request
from scoring.resume import Abstention, AbstentionReason, Resume


class ResumeReader:
    """Reads files in restricted processes (docs/reading-resumes.md says what they may not do).

    ``read`` may be called from any thread; as many files as there are ``children`` are read at once, further callers
    wait. A process starts with the first file, is reused, and is renewed after 500 files, 150 MB of growth, 120 s of
    CPU, a time-out or a crash. Close the reader, or use it as a context manager, to end its processes. With a
    ``recogniser`` (see ``resumes.recognition``) scans are read by character recognition, and marked as such.
    """

    def __init__(self, limits: Limits = LIMITS, children: int = 1, recogniser: Recogniser | None = None) -> None:
        self._limits = limits
        self._recogniser = recogniser
        self._children = tuple(ChildProcess(limits) for _ in range(children))
        # Last in, first out: one caller keeps one warm process however many there are.
        self._free: queue.LifoQueue[ChildProcess] = queue.LifoQueue()
        for child in self._children:
            self._free.put(child)
        self._closing = threading.Lock()
        self._closed = False

    def read(self, content: bytes, filename: str = "", media_type: str = "") -> Resume | Abstention:
        """What ``read_resume`` answers, or TIMED_OUT or CRASHED_READER when the file ended its process.

        Raises TransientError when no process can be started, which says nothing about the file.
        """
        if not content:
            return _abstain(content, AbstentionReason.EMPTY_FILE, "the file holds 0 bytes")
        if len(content) > self._limits.file_bytes:
            detail = f"{len(content)} bytes, at most {self._limits.file_bytes}"
            return _abstain(content, AbstentionReason.TOO_LARGE, detail)
        if self._closed:
            raise RuntimeError("this reader is closed")
        answer = self._read(content, filename, media_type)
        if self._recogniser and isinstance(answer, Abstention) and answer.reason is AbstentionReason.IMAGE_ONLY:
            return self._recogniser.read(content, answer, self._limits)
        return answer

    def _read(self, content: bytes, filename: str, media_type: str) -> Resume | Abstention:
        child = self._free.get()
        try:
            return child.ask(Request(content, filename, media_type, self._limits)).answer
        except ChildTimeoutError:
            return _abstain(content, AbstentionReason.TIMED_OUT, "reading took longer than allowed")
        except ChildEndedError as error:
            return _abstain(content, AbstentionReason.CRASHED_READER, f"reading ended the process: {error}")
        finally:
            self._free.put(child)

    def close(self) -> None:
        """End every process; reads in progress are waited for. Closing twice is allowed; ``read`` then raises."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            for _ in self._children:
                self._free.get().end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _abstain(content: bytes, reason: AbstentionReason, detail: str) -> Abstention:
    return Abstention(reason, detail, hashlib.sha256(content).hexdigest())
