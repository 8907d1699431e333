"""Character recognition of scans with Tesseract, where it is installed and asked for. Never on by default."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from resumes.limits import Limits
from resumes.process import ROOT
from resumes.wire import ANSWER_BYTES
from scoring.errors import InvalidInputError
from scoring.resume import Abstention, Resume

SECONDS_PER_FILE = 120.0
SECONDS_TO_LIST = 10.0


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A Tesseract program and the languages to recognise ("eng", "deu+eng")."""

    program: str
    languages: str = "eng"

    def read(self, content: bytes, unread: Abstention, limits: Limits) -> Resume | Abstention:
        """The text of a scan, marked by a warning and a lower quality; ``unread`` again where none is recognised.

        Recognition runs in restricted processes of its own and may take minutes.
        """
        command = [sys.executable, "-m", "resumes.recognition_child", str(os.getpid()), self.program, self.languages]
        # Several threads of Tesseract are slower than one on the pages of a resume.
        environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=SECONDS_PER_FILE, env=environment, check=True
            )
            recognised = json.loads(done.stdout[:ANSWER_BYTES])
            return self._resume(recognised, unread, limits)
        except (subprocess.SubprocessError, ValueError, KeyError, TypeError):
            return unread

    def lacking(self) -> tuple[str, ...]:
        """The languages for which this Tesseract has no data; all of them where it does not say."""
        wanted = tuple(self.languages.split("+"))
        try:
            done = subprocess.run(
                [self.program, "--list-langs"], capture_output=True, timeout=SECONDS_TO_LIST, check=True, text=True
            )
        except (subprocess.SubprocessError, OSError, UnicodeDecodeError):
            return wanted
        return tuple(language for language in wanted if language not in done.stdout.split())

    def _resume(self, recognised: dict[str, Any], unread: Abstention, limits: Limits) -> Resume | Abstention:
        text, quality = str(recognised["text"]), float(recognised["quality"])
        if not text or len(text) > limits.characters:
            return unread
        pages = int(recognised["pages"])
        where = "page 1" if pages == 1 else f"pages 1 to {pages}"
        return Resume(
            text=text,
            sha256=unread.sha256,
            media_type=str(recognised["media_type"]),
            pages=pages,
            quality=quality,
            warnings=(f"the text of {where} was recognised from pictures; single letters and figures may be wrong",),
        )


def find_recogniser(languages: str = "eng") -> Recogniser | None:
    """The Tesseract of this machine, or None where it is not installed."""
    program = shutil.which("tesseract")
    return Recogniser(program, languages) if program else None


def required_recogniser(languages: str = "eng") -> Recogniser:
    """Like ``find_recogniser``; raises InvalidInputError, in one line, where Tesseract is not installed."""
    found = find_recogniser(languages)
    if found is None:
        raise InvalidInputError("OCR is on, but Tesseract is not installed: install it, or set OCR=off")
    return found
