"""Does the pipeline use up the model's rate limit, do more workers help until then, and what do waiting calls weigh?"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.claude_office import ClaudeOffice, claude_office
from bench.installation import wait_until
from bench.workload import sound_resumes
from demo.servers import EmbeddedServers

LATENCY_SECONDS = 3.0
REQUESTS_PER_MINUTE = 600
LIMITED: dict[str, object] = {
    "latency_seconds": LATENCY_SECONDS,
    "requests_per_minute": REQUESTS_PER_MINUTE,
    "burst_seconds": 1.0,
}
THREADS = 48  # 600 a minute of 3 s each keep 30 busy
WARM_UP = 10  # before the clock starts: imports, rubric, connections, the prompt cache
# Of the steps from one to four workers: far below the limit.
FEW_THREADS = 4
ROUNDS = 6
IN_FLIGHT = 100
LONG_LATENCY_SECONDS = 10.0


@dataclass(frozen=True)
class PaceFigures:
    """``seconds`` from the first event until the last result; of ``calls`` so many were ``refused`` with 429."""

    applications: int
    samples: int
    calls: int
    refused: int
    seconds: float

    @property
    def allowed_seconds(self) -> float:
        """What the limit allows: every call at its pace, and the latency of the last one."""
        return self.calls * 60 / REQUESTS_PER_MINUTE + LATENCY_SECONDS

    @property
    def ratio(self) -> float:
        return self.seconds / self.allowed_seconds


def pace(servers: EmbeddedServers, directory: Path, applications: int, samples: int) -> PaceFigures:
    """One requisition with so many applications under the limit; ``samples`` near a cut-off."""
    files = _files(applications + WARM_UP)
    environ = {"CLAUDE_REQUESTS_PER_MINUTE": str(REQUESTS_PER_MINUTE), "CLAUDE_MAX_SAMPLES": str(samples)}
    with claude_office(servers, directory, "bench_claude_pace", LIMITED, **environ) as office:
        office.installation.start_claude_worker(threads=THREADS)
        workflows = office.applications(files)
        office.send(workflows[:WARM_UP])
        office.installation.wait_for(WARM_UP, 180)
        before, refused = _calls(office)
        started = time.monotonic()
        office.send(workflows[WARM_UP:])
        office.installation.wait_for(len(files), 900)
        seconds = time.monotonic() - started
        after, refused_after = _calls(office)
        assert office.installation.written()["result_entries"] == len(files)
    return PaceFigures(applications, samples, after - before, refused_after - refused, seconds)


def scaling(servers: EmbeddedServers, directory: Path, workers: Sequence[int] = (1, 2, 4)) -> list[tuple[int, float]]:
    """(workers, calls a second), each with four threads, as long as the limit is far away."""
    found = []
    for count in workers:
        applications = count * FEW_THREADS * ROUNDS
        environ = {"CLAUDE_REQUESTS_PER_MINUTE": str(REQUESTS_PER_MINUTE), "CLAUDE_MAX_SAMPLES": "1"}
        with claude_office(servers, directory, "bench_claude_scaling", LIMITED, **environ) as office:
            for number in range(count):
                office.installation.start_claude_worker(f"claude-{number}", threads=FEW_THREADS)
            workflows = office.applications(_files(applications + WARM_UP))
            office.send(workflows[:WARM_UP])
            office.installation.wait_for(WARM_UP, 180)
            office.send(workflows[WARM_UP:])
            office.installation.wait_for(len(workflows), 600)
            [(calls, seconds)] = office.query(
                "SELECT count(*), extract(epoch FROM max(finished_at) - min(begun_at)) FROM ("
                "SELECT * FROM model_calls ORDER BY id DESC LIMIT :applications) AS newest",
                applications=applications,
            )
        found.append((count, calls / float(seconds)))
    return found


@dataclass(frozen=True)
class WaitingFigures:
    """Peak resident megabytes of the worker for Claude with so many calls in flight at once, and at rest before."""

    in_flight: int
    megabytes: float
    at_rest: float


def waiting(servers: EmbeddedServers, directory: Path, in_flight: int = IN_FLIGHT) -> WaitingFigures:
    """One worker process and twice as many applications as calls in flight, without a limit, answered slowly."""
    options: dict[str, object] = {"latency_seconds": LONG_LATENCY_SECONDS}
    environ = {"CLAUDE_REQUESTS_PER_MINUTE": "60000", "CLAUDE_MAX_SAMPLES": "1"}
    with claude_office(servers, directory, "bench_claude_waiting", options, **environ) as office:
        worker = psutil.Process(office.installation.start_claude_worker(threads=in_flight + 10).pid)
        # All are read before the first is asked about, so that the calls pile up.
        workflows = office.applications(_files(2 * in_flight + WARM_UP))
        office.send(workflows[:WARM_UP])
        office.installation.wait_for(WARM_UP, 180)
        with _peak(worker) as peak:
            at_rest = peak[0]
            stop = office.installation.store.stops.press("model", "bench", "pile up")
            office.send(workflows[WARM_UP:])
            wait_until(lambda: _held(office) >= 2 * in_flight, 300, "the applications are not all read", pause=0.5)
            office.installation.store.stops.lift(stop, "bench")
            office.installation.wait_for(len(workflows), 600)
        most = int(office.switch("GET", "/report")["most_in_flight"])
    return WaitingFigures(most, peak[0], at_rest)


def _files(count: int) -> list[tuple[str, bytes]]:
    return [(f"resume{suffix}", content) for suffix, content in sound_resumes(count)]


def _calls(office: ClaudeOffice) -> tuple[int, int]:
    """(all calls, those that were refused for their rate) as the ledger has them."""
    [(calls, refused)] = office.query(
        "SELECT count(*), count(*) FILTER (WHERE outcome = 'rate_limited') FROM model_calls"
    )
    return int(calls), int(refused)


def _held(office: ClaudeOffice) -> int:
    return sum(wait.runs for wait in office.installation.store.waits.reasons() if wait.step == "match")


@contextmanager
def _peak(process: psutil.Process) -> Iterator[list[float]]:
    """[the most resident megabytes of the process and its children], watched ten times a second."""
    found, over = [_megabytes(process)], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            found[0] = max(found[0], _megabytes(process))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join(5)


def _megabytes(process: psutil.Process) -> float:
    return sum(each.memory_info().rss for each in (process, *process.children(recursive=True))) / 2**20
