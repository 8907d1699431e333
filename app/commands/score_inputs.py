"""What ``score`` is given: requisitions and resumes as files, texts or job objects."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from resumes.recognition import Recogniser
from scoring.errors import InvalidInputError
from scoring.requisition import Requisition
from scoring.resume import Abstention, Resume
from scoring.rubric import Rubric, draft_rubric, requisition_from_json, requisition_from_text

_LONGEST_PATH = 1024
_SUFFIXES = frozenset(
    {".pdf", ".docx", ".doc", ".rtf", ".odt", ".txt", ".md", ".html", ".htm", ".json", ".png", ".jpg", ".jpeg"}
)


class Inputs:
    """Reads inputs and keeps each requisition's rubric. Files are read in a restricted process, which starts with the
    first one and ends with ``close``; texts are read in this process."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        self._recogniser = recogniser
        self._reader: Any = None
        self._rubrics: dict[str, Rubric] = {}

    def resume_file(self, path: Path) -> Resume | Abstention:
        """The visible text of a file, or why there is none. Raises InvalidInputError when there is no such file."""
        return self._read(_content(path), path.name)

    def resume(self, given: object) -> Resume | Abstention:
        """A resume given as its text or as the path of a file."""
        if not isinstance(given, str):
            raise InvalidInputError("resume must be a text or a path")
        path = _path(given)
        if path is not None:
            return self.resume_file(path)
        # Only here are the readers' libraries needed in this process.
        from resumes import read_resume  # noqa: PLC0415

        return read_resume(given.encode("utf-8", "replace"), "resume.txt", "text/plain")

    def rubric_file(self, path: Path) -> Rubric:
        """The rubric of a requisition file: text, JSON job object, or any document that a resume may be."""
        return self.rubric(self._given(path))

    def requisition_file(self, path: Path) -> Requisition:
        """What such a file says, without its rubric."""
        return _requisition(self._given(path))

    def _given(self, path: Path) -> object:
        content = _content(path)
        if path.suffix.lower() == ".json":
            return _parsed(content)
        if path.suffix.lower() in {".txt", ".md", ""}:
            return content.decode("utf-8", "replace")
        reading = self._read(content, path.name)
        if isinstance(reading, Abstention):
            raise InvalidInputError(f"the requisition cannot be read: {reading.reason}")
        return reading.text

    def rubric(self, given: object) -> Rubric:
        """The rubric of a requisition given as its text, the path of a file, or a job object; drafted once for each."""
        if isinstance(given, str) and (path := _path(given)) is not None:
            return self.rubric_file(path)
        key = hashlib.sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest()
        if key not in self._rubrics:
            self._rubrics[key] = draft_rubric(_requisition(given))
        return self._rubrics[key]

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, content: bytes, filename: str) -> Resume | Abstention:
        if self._reader is None:
            from resumes.sandbox import ResumeReader  # noqa: PLC0415  texts alone need no process

            self._reader = ResumeReader(recogniser=self._recogniser)
        reading: Resume | Abstention = self._reader.read(content, filename, "")
        return reading


def _requisition(given: object) -> Requisition:
    if isinstance(given, Mapping):
        return requisition_from_json(given)
    if isinstance(given, str):
        return requisition_from_text(given, "requisition")
    raise InvalidInputError("requisition must be a text, a path or a job object")


def _path(given: str) -> Path | None:
    """The path that a string is, None for a text. One line with the suffix of a document is a path even when no such
    file exists, so that a slip of the pen is reported and not scored."""
    if "\n" in given or not 0 < len(given) <= _LONGEST_PATH:
        return None
    path = Path(given)
    if path.suffix.lower() in _SUFFIXES and " " not in path.suffix:
        return path
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        raise InvalidInputError(f"{path}: {reason.lower()}") from error


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError as error:
        raise InvalidInputError("the requisition is not valid JSON") from error
