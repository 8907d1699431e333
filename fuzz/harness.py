"""One target under atheris: ``python -m fuzz.harness NAME CORPUS CRASHES SECONDS``.

Every failure is saved and fuzzing goes on, once for each place in the code that raised.
"""

import hashlib
import importlib
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import atheris

# Of processor time, for at most LONGEST_INPUT bytes in instrumented code, which runs several times slower than usual.
SLOW_SECONDS = 5.0
LONGEST_INPUT = 16_384
INSTRUMENTED = ["resumes", "scoring", "icims", "pypdf"]


class TooSlowError(BaseException):
    """Not an Exception, so that no reader answers it."""


def main() -> None:
    """Returns never: libFuzzer ends the process with 0 when its time is over."""
    name, corpus, crashes, seconds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    with atheris.instrument_imports(include=INSTRUMENTED):
        target = importlib.import_module(f"fuzz.targets.{name}")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST_INPUT}",
        f"-dict={_written(target.WORDS, corpus)}",
        f"-artifact_prefix={crashes}/{name}-",
        "-timeout=60",
        "-rss_limit_mb=2048",
    ]
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed[:LONGEST_INPUT])
    atheris.Setup([sys.argv[0], str(corpus), *options], Guard(name, target.check, crashes))
    atheris.Fuzz()


def _written(words: tuple[str, ...], corpus: Path) -> Path:
    """The words as libFuzzer reads them: quoted, one a line, every byte by its number."""
    path = corpus.with_suffix(".dict")
    lines = ('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"' for word in words)
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


class Guard:
    """Runs the check on each input and saves an input whose check fails where none failed before."""

    def __init__(self, name: str, check: Callable[[bytes], object], crashes: Path) -> None:
        self._name = name
        self._check = check
        self._crashes = crashes
        self._seen: set[str] = set()
        signal.signal(signal.SIGVTALRM, _too_slow)

    def __call__(self, data: bytes) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW_SECONDS)
        try:
            self._check(data)
        except (Exception, TooSlowError) as error:  # noqa: BLE001  every kind of failure is what is looked for
            self._save(data, error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _save(self, data: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        kind = f"{type(error).__name__} {error}" if frames[-1].name == "check" else type(error).__name__
        place = "slow" if isinstance(error, TooSlowError) else f"{frames[-1].filename}:{frames[-1].lineno} {kind}"
        if place in self._seen:
            return
        self._seen.add(place)
        stem = f"{self._name}-{type(error).__name__}-{hashlib.sha256(data).hexdigest()[:12]}"
        (self._crashes / stem).write_bytes(data)
        (self._crashes / f"{stem}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        sys.stderr.write(f"FAILED after {time.process_time():.0f} s: {place}\n")


def _too_slow(_: int, __: FrameType | None) -> Any:
    raise TooSlowError(f"more than {SLOW_SECONDS:g} s")


if __name__ == "__main__":
    main()
