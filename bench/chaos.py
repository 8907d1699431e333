"""``make chaos``: kill workers, Redis and PostgreSQL during runs, let the model fail in every way, and count what is
lost or doubled."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from rich.console import Console
from rich.table import Table

from bench import claude_faults
from bench.claude_office import claude_office
from bench.installation import Installation, StillOpenError, empty_broker, faults, seed
from bench.simulated import simulator
from bench.workload import a_job, resumes, sound_resumes
from demo.servers import EmbeddedServers
from store.migrations import upgrade

QUICK = {
    "STEP_LEASE_SECONDS": "14",
    "ICIMS_TIMEOUT_SECONDS": "2",
    "RING_PATIENCE_SECONDS": "15",
    "RETRY_CEILING_SECONDS": "8",
    "MAX_ATTEMPTS": "15",
}
CLAUDE_QUICK = {"CLAUDE_TIMEOUT_SECONDS": "3", "CLAUDE_REQUESTS_PER_MINUTE": "6000"}
PATIENCE_SECONDS = 1200


@dataclass(frozen=True)
class Outcome:
    """What was left when the dust settled. ``lost`` are applications without a final run or without a result."""

    applications: int
    blows: int
    lost: int
    doubled: int
    extra_runs: int
    dead: int
    seconds: float

    @property
    def clean(self) -> bool:
        return self.lost == self.doubled == self.extra_runs == self.dead == 0


Blow = Callable[[Installation, EmbeddedServers, random.Random], None]


def kill_the_worker(installation: Installation, _: EmbeddedServers, dice: random.Random) -> None:
    """SIGKILL to the process group in the middle of its work, then a new worker."""
    time.sleep(dice.uniform(0.5, 2.5))
    installation.kill("worker")
    installation.start_worker()
    time.sleep(2.5)  # long enough to start working, so that the next blow hits something


def kill_redis(_: Installation, servers: EmbeddedServers, dice: random.Random) -> None:
    """SIGKILL, and back with nothing in it."""
    time.sleep(dice.uniform(1.0, 3.0))
    servers.kill_redis()
    time.sleep(1.0)
    servers.start_redis(empty=True)
    time.sleep(4.0)


def restart_postgres(_: Installation, servers: EmbeddedServers, dice: random.Random) -> None:
    """A crash with recovery."""
    time.sleep(dice.uniform(1.0, 3.0))
    servers.restart_postgres(immediate=True)
    time.sleep(3.0)


def survive(
    servers: EmbeddedServers,
    directory: Path,
    blow: Blow | None,
    *,
    applications: int,
    blows: int,
    sweep: bool = True,
    rules: tuple[dict[str, object], ...] = (),
    events: Mapping[str, object] = MappingProxyType({}),
    patience: float = PATIENCE_SECONDS,
) -> Outcome:
    """Score so many applications while striking so many times; everything is compared with the simulator.

    ``events`` are options of the event sender (repeat, shuffle, gzip_share).
    """
    dice = random.Random(blows)
    started = time.monotonic()
    with ExitStack() as stack:
        empty_broker(servers.redis_url)
        database_url = servers.create_database("chaos", fresh=True)
        upgrade(database_url)
        sim = stack.enter_context(simulator(directory / "log"))
        installation = stack.enter_context(Installation(sim, database_url, servers.redis_url, directory / "log", QUICK))
        workflows = seed(sim, resumes(applications, directory / "resumes"), a_job())
        web = installation.start_web()
        installation.start_worker()
        if sweep:
            installation.sweep_every(2.0)
        if rules:
            stack.enter_context(faults(sim, *rules))
        installation.send_events(web, parallel=4, **events)
        for _ in range(blows if blow else 0):
            assert blow is not None
            blow(installation, servers, dice)
        _wait(installation, applications, patience)
        return _outcome(installation, workflows, blows, time.monotonic() - started)


def _wait(installation: Installation, applications: int, patience: float) -> None:
    try:
        installation.wait_for(applications, patience)
    except StillOpenError:
        return  # what is still open is counted as lost


def _outcome(installation: Installation, workflows: list[str], blows: int, seconds: float) -> Outcome:
    held = installation.written(whole=True)["applications"]
    complete = [
        [e for e in held[workflow]["assessmentresults"] if e["assessmentstatus"]["value"] != "In-Progress"]
        for workflow in workflows
    ]
    states = installation.store.reports.health().by_state
    return Outcome(
        applications=len(workflows),
        blows=blows,
        lost=sum(not entries for entries in complete),
        doubled=sum(len(held[workflow]["assessmentresults"]) > 1 for workflow in workflows),
        extra_runs=sum(states.values()) - len(workflows),
        dead=states.get("dead", 0),
        seconds=seconds,
    )


FAILING = {"path": "^/customers/", "probability": 0.05}
A_FIFTH_FAILS: tuple[dict[str, object], ...] = (
    {"kind": "status", "status": 429, "retry_after": 1, "headers": {"x-ratelimit-remaining": "500"}, **FAILING},
    {"kind": "status", "status": 500, "seed": 1, **FAILING},
    {"kind": "timeout", "seconds": 3.0, "seed": 2, **FAILING},
    {"kind": "dropped_after_success", "seed": 3, **FAILING},
)


@dataclass(frozen=True)
class Scenario:
    """A row of the table; ``applications`` at most as many as the command line says."""

    title: str
    blow: Blow | None = None
    blows: int = 0
    sweep: bool = True
    rules: tuple[dict[str, object], ...] = ()
    events: Mapping[str, object] = field(default_factory=dict)
    applications: int = 1_000_000
    patience: float = PATIENCE_SECONDS


THREE_TIMES = MappingProxyType({"repeat": 3, "shuffle": True, "gzip_share": 0.5})


def main() -> int:
    """Run every scenario; 0 when nothing was lost or doubled and the control did lose."""
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--applications", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--faults", type=int, default=30, help="Applications for each kind of fault of the model.")
    parser.add_argument("--only", choices=("installation", "claude"), help="One of the two tables.")
    given = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    clean = True
    with tempfile.TemporaryDirectory() as name, EmbeddedServers(Path(name) / "var", discard=True) as servers:
        if given.only != "claude":
            clean = _installation_table(servers, Path(name), given, console)
        if given.only != "installation":
            clean = _claude_table(servers, Path(name), given.faults, console) and clean
    return 0 if clean else 1


def _installation_table(servers: EmbeddedServers, directory: Path, given: argparse.Namespace, console: Console) -> bool:
    """Every scenario around our own servers; whether nothing was lost or doubled, and the control did lose."""
    table = Table(title="0 of n means below 3/n at 95 %")
    for column in ("scenario", "applications", "blows", "lost", "doubled", "extra runs", "dead letters", "seconds"):
        table.add_column(column)
    clean = True
    for scenario in (
        Scenario("every event three times, shuffled, half gzip", events=THREE_TIMES, applications=500),
        Scenario("worker group killed", kill_the_worker, given.kills),
        Scenario("Redis killed and restarted empty", kill_redis, 3),
        Scenario("PostgreSQL crashed and restarted", restart_postgres, 3),
        Scenario("20 % of iCIMS calls fail", rules=A_FIFTH_FAILS),
        Scenario("control: Redis killed, no sweep", kill_redis, 1, sweep=False, patience=90),
    ):
        console.print(f"{scenario.title} …")
        count = min(scenario.applications, given.applications)
        outcome = survive(
            servers,
            directory,
            scenario.blow,
            applications=count,
            blows=scenario.blows,
            sweep=scenario.sweep,
            rules=scenario.rules,
            events=scenario.events,
            patience=scenario.patience,
        )
        clean = clean and (outcome.clean if scenario.sweep else outcome.lost > 0)
        counts = (count, outcome.blows, outcome.lost, outcome.doubled, outcome.extra_runs, outcome.dead)
        table.add_row(scenario.title, *map(str, counts), f"{outcome.seconds:.0f}")
        console.print(f"  {outcome.lost} lost, {outcome.doubled} doubled, {outcome.dead} dead letters")
    console.print(table)
    return clean


def _claude_table(servers: EmbeddedServers, directory: Path, count: int, console: Console) -> bool:
    """Every kind of fault of the model's side; whether all of them were clean."""
    table = Table(title=f"{count} applications for each kind of fault between us and the model")
    for column in ("fault", "struck", "waited", "states", "lost", "doubled", "calls", "without a row", "seconds"):
        table.add_column(column)
    files = [(f"resume{suffix}", content) for suffix, content in sound_resumes(count)]
    clean = True
    with claude_office(servers, directory, "chaos_claude", {}, **QUICK, **CLAUDE_QUICK) as office:
        office.installation.start_claude_worker(threads=24)
        for number, kind in enumerate(claude_faults.KINDS, start=1):
            started = time.monotonic()
            found = claude_faults.strike(office, kind, number, files)
            clean = clean and found.clean
            states = ", ".join(f"{runs} {state}" for state, runs in sorted(found.states.items()))
            counts = (found.lost, found.doubled, found.calls, found.unrecorded)
            seconds = f"{time.monotonic() - started:.0f}"
            table.add_row(kind.title, str(found.struck), str(found.waited), states, *map(str, counts), seconds)
            console.print(f"{kind.title}: {'clean' if found.clean else 'NOT CLEAN'}, {dict(found.outcomes)}")
    console.print(table)
    return clean


if __name__ == "__main__":
    sys.exit(main())
