"""Throughput of the pipeline against the same work in plain loops, and what the orchestration costs."""

import time
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from bench.installation import CUSTOMER, Installation, empty_broker, seed
from bench.simulated import simulator
from bench.workload import a_job, resumes
from demo.servers import EmbeddedServers
from store import Opening
from store.migrations import upgrade

PROCESSES = 2
# Applications before the clock starts, in both ways: imports, taxonomy, rubric and connections are there then.
WARM_UP = 10


@dataclass(frozen=True)
class PipelineFigures:
    """Seconds of wall time for ``applications`` applications, and chains of five empty tasks a second."""

    applications: int
    plain_seconds: float
    pipeline_seconds: float
    empty_chains_per_second: float

    @property
    def ratio(self) -> float:
        return self.pipeline_seconds / self.plain_seconds

    @property
    def orchestration_milliseconds(self) -> float:
        """Wall time that the pipeline adds to an application, on all processes together."""
        return 1000 * (self.pipeline_seconds - self.plain_seconds) / self.applications

    @property
    def empty_chain_milliseconds(self) -> float:
        return 1000 / self.empty_chains_per_second


def measure(servers: EmbeddedServers, directory: Path, applications: int = 500) -> PipelineFigures:
    """Both ways in one run, each on a fresh database and a fresh simulator."""
    files = resumes(applications + WARM_UP, directory / "resumes")
    with simulator(directory / "log") as sim:
        plain = _plain(_installed(servers, sim, directory, "bench_plain"), files, directory)
    with simulator(directory / "log") as sim:
        through = _pipeline(_installed(servers, sim, directory, "bench_pipeline"), files)
    return PipelineFigures(applications, plain, through, _empty_chains(servers, directory))


def _installed(servers: EmbeddedServers, sim: str, directory: Path, database: str) -> Installation:
    empty_broker(servers.redis_url)
    database_url = servers.create_database(database, fresh=True)
    upgrade(database_url)
    return Installation(sim, database_url, servers.redis_url, directory / "log")


def _plain(installation: Installation, files: list[tuple[str, bytes]], directory: Path) -> float:
    with installation:
        workflows = seed(installation.sim, files, a_job())
        runs = [_open(installation, workflow) for workflow in workflows]
        loops = []
        for number in range(PROCESSES):
            listed = directory / f"plain-{number}.txt"
            listed.write_text("\n".join(runs[number::PROCESSES]), encoding="utf-8")
            name = f"plain-{number}"
            (installation.log_dir / f"{name}.log").unlink(missing_ok=True)
            warm_up = str(WARM_UP // PROCESSES)
            loops.append(installation.start(name, "python", "-m", "bench.plain", warm_up, str(listed)))
        codes = [loop.wait() for loop in loops]
        assert codes == [0] * PROCESSES, "a plain loop failed"
        assert installation.written()["result_entries"] == len(files)
        lines = [_last_line(installation.log_dir / f"plain-{number}.log") for number in range(PROCESSES)]
        spans = [[float(moment) for moment in line.split()] for line in lines]
        return max(span[1] for span in spans) - min(span[0] for span in spans)


def _last_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip().splitlines()[-1]


def _open(installation: Installation, workflow: str) -> str:
    accepted = installation.store.inbox.open_run(Opening(CUSTOMER, workflow, f"bench:{workflow}", "bench"))
    assert accepted.run_id is not None
    return accepted.run_id


def _pipeline(installation: Installation, files: list[tuple[str, bytes]]) -> float:
    with installation:
        workflows = [int(workflow) for workflow in seed(installation.sim, files, a_job())]
        web = installation.start_web()
        installation.start_worker(concurrency=PROCESSES)
        installation.send_events(web, workflows=workflows[:WARM_UP])
        installation.wait_for(WARM_UP, 120)
        started = time.monotonic()
        installation.send_events(web, workflows=workflows[WARM_UP:], parallel=4)
        installation.wait_for(len(files), 1200)
        seconds = time.monotonic() - started
        assert installation.written()["result_entries"] == len(files)
        return seconds


def _empty_chains(servers: EmbeddedServers, directory: Path, chains: int = 600) -> float:
    """Chains of five empty tasks a second under the same settings."""
    counter = Redis.from_url(servers.redis_url)
    counter.delete("bench:done")
    installation = Installation("http://127.0.0.1:9", servers.database_url, servers.redis_url, directory / "log")
    with installation:
        options = ("--queues", "local", "--concurrency", str(PROCESSES), "--without-mingle", "--without-gossip")
        installation.start("empty", "celery", "--app", "bench.empty", "worker", *options)
        installation.start("empty-chains", "python", "-m", "bench.empty", str(chains)).wait(300)
        done = float(counter.get("bench:seconds") or 0)
    counter.close()
    return chains / done
