"""Does a worker child grow? Its resident memory after 200 and after 2,000 applications."""

import statistics
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.installation import Installation, empty_broker, seed, wait_until
from bench.simulated import simulator
from bench.workload import a_job, resumes
from demo.servers import EmbeddedServers
from store.migrations import upgrade

FILES = 500


@dataclass(frozen=True)
class MemoryFigures:
    """Mean resident megabytes of a worker child and of its resume reader, early and late."""

    early_applications: int
    late_applications: int
    early_megabytes: float
    late_megabytes: float
    reader_megabytes: float

    @property
    def growth(self) -> float:
        return self.late_megabytes / self.early_megabytes - 1


def measure(servers: EmbeddedServers, directory: Path, early: int = 200, late: int = 2000) -> MemoryFigures:
    """One worker with two children that scores ``late`` applications; the files repeat after 500."""
    files = resumes(min(late, FILES), directory / "resumes")
    empty_broker(servers.redis_url)
    database_url = servers.create_database("bench_memory", fresh=True)
    upgrade(database_url)
    with (
        simulator(directory / "log") as sim,
        Installation(sim, database_url, servers.redis_url, directory / "log") as installation,
    ):
        workflows = [int(w) for w in seed(sim, [files[n % len(files)] for n in range(late)], a_job())]
        web = installation.start_web()
        worker = psutil.Process(installation.start_worker().pid)
        installation.sweep_every(15)
        installation.send_events(web, workflows=workflows[:early])
        installation.wait_for(early, 600)
        first, _ = _resident(worker)
        installation.send_events(web, workflows=workflows[early:])
        installation.wait_for(late, 3000)
        last, reader = _resident(worker)
    return MemoryFigures(early, late, first, last, reader)


def _resident(worker: psutil.Process) -> tuple[float, float]:
    """(megabytes of a child, megabytes of a reader): children are the worker's, readers the children's."""
    children: list[psutil.Process] = []

    def settled() -> bool:
        children[:] = worker.children()
        return len(children) >= 2

    wait_until(settled, 30, "the worker has no children")
    readers = [reader for child in children for reader in child.children()]
    return (_megabytes(children), _megabytes(readers))


def _megabytes(processes: list[psutil.Process]) -> float:
    return statistics.mean(process.memory_info().rss for process in processes) / 2**20 if processes else 0.0
