"""``icims-scoring demo``: one requisition scored end to end on this machine."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import click

from demo.console import DemoConsole
from demo.installation import Installation, Ports
from demo.outcome import abstentions, deaths, progress
from demo.requisitions import demo_requisitions
from demo.staging import LOOK_EVERY_SECONDS, Staged, invented, stage
from demo.supervisor import StopRequested, stopping_on_signals
from demo.tenant import CUSTOMER_ID
from scoring.access import EVERYWHERE
from scoring.errors import PermanentError
from scoring.review import ReviewKind
from scoring.run import RunState
from settings import ROOT
from store import ReviewFilter, Store
from telemetry import logging as telemetry_logging

BEST = 10


@click.command()
@click.option("--applications", default=500, show_default=True, type=click.IntRange(1, 50_000), help="How many.")
@click.option(
    "--assessor", default="local", show_default=True, type=click.Choice(["local", "claude"]), help="Who rates."
)
@click.option(
    "--workers",
    default=min(max(os.cpu_count() or 2, 2), 8),
    show_default=True,
    type=click.IntRange(1, 64),
    help="Worker processes.",
)
@click.option("--seed", default=1, show_default=True, help="Another number invents other candidates.")
@click.option("--port", type=int, help="Dashboard and webhook; 8000 if free, else any.")
@click.option("--flower-port", type=int, help="Flower; 5555 if free, else any.")
@click.option("--simulator-port", type=int, help="Simulated iCIMS; 8081 if free, else any.")
@click.option("--keep/--no-keep", default=None, help="Stay until Ctrl-C after the result; on a terminal the default.")
@click.option(
    "--var-dir",
    default=ROOT / "var" / "demo",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where servers, logs and resume files are kept.",
)
def demo(
    applications: int,
    assessor: str,
    workers: int,
    seed: int,
    port: int | None,
    flower_port: int | None,
    simulator_port: int | None,
    keep: bool | None,
    var_dir: Path,
) -> None:
    """Score a requisition end to end on this machine: nothing to install, nothing leaves it.

    Starts PostgreSQL, Valkey, a simulated iCIMS, web, workers, beat and Flower; invents candidates with real PDF and
    DOCX resumes; sends their events; shows progress and the ranked top ten. Ctrl-C stops everything it started.

    Without a terminal it exits 0 exactly when every application reached a final state and the simulated iCIMS holds
    exactly one result for each scored one.

    With --assessor claude a simulated Messages API answers in Claude's place, and every card says so; no key is needed.
    """
    console = DemoConsole()
    telemetry_logging.configure("WARNING")
    ports = Ports.choose(port, flower_port, simulator_port)
    try:
        with stopping_on_signals():
            plan = invented(applications, seed, console)
            with Installation(var_dir, ports, workers=workers, assessor=assessor, say=console.say) as installation:
                staged = stage(installation, console, plan)
                problems = staged.problems
                with closing(Store(installation.settings.database_url)) as store:
                    _print(installation, console, store, staged)
                _print_people(console, staged)
                if problems:
                    console.print(f"\n[bold red]{_summary(problems)}[/bold red]")
                if console.is_terminal if keep is None else keep:
                    _stay(installation, console)
    except StopRequested as stop:
        console.print("stopped; nothing is left running")
        sys.exit(128 + stop.number)
    if problems:
        raise PermanentError(_summary(problems))


def _summary(problems: Sequence[str]) -> str:
    return f"{len(problems)} results are not as they should be: {problems[0]}"


def _print_people(console: DemoConsole, staged: Staged) -> None:
    console.print(f"An invented colleague has rated {staged.views} applications on his own: see Scores and people")
    console.pairs("Sign in as", [(str(user.grant.role), f"{user.login}, {user.password}") for user in staged.users])


def _print(
    installation: Installation,
    console: DemoConsole,
    store: Store,
    staged: Staged,
) -> None:
    seeded, ranked, seconds = staged.seeded, staged.ranked, staged.seconds
    first, *others, guided = demo_requisitions()
    main, moved, shadow = (progress(store, [str(each.job_id) for each in some]) for some in ([first], [guided], others))
    console.ranking(f"{first.title}: the best {BEST} of {len(seeded.of(first))}", ranked[:BEST], seeded.applications)
    console.pairs(
        "Counts",
        [
            ("scored", str(main.count(RunState.SCORED))),
            ("left to a person", _counted(main.count(RunState.ABSTAINED), abstentions(ranked))),
            ("in shadow mode", f"{shadow.count(RunState.SCORED)} scored for {len(others)} others, nothing written"),
            ("in guided mode", f"{moved.count(RunState.SCORED)} scored for {guided.title}: {_proposed(store)}"),
            ("dead letters", _counted(sum(deaths(store).values()), deaths(store))),
            ("throughput", f"{len(seeded.applications) / seconds:.1f} applications a second ({seconds:.1f} s)"),
        ],
    )
    if installation.model_url:
        _print_model(installation, console, store)
    console.pairs(
        "Addresses",
        [
            ("dashboard", f"{installation.web_url}/"),
            ("Flower", f"{installation.web_url}/flower/ (the operator's)"),
            ("simulated iCIMS", f"{installation.simulator_url}/"),
            *([("simulated model", f"{installation.model_url}/")] if installation.model_url else []),
            ("logs", str(installation.var_dir / "log")),
        ],
    )


def _print_model(installation: Installation, console: DemoConsole, store: Store) -> None:
    spent, settings = store.calls.spent(), installation.settings
    prompt = spent.input_tokens + spent.cache_read_tokens + spent.cache_write_tokens
    console.pairs(
        "The model (simulated: these are no answers of Claude)",
        [
            ("asked", f"{settings.claude_model}, {spent.calls} calls"),
            ("tokens in", f"{prompt}, {spent.cache_read_tokens / max(prompt, 1):.0%} of them read from the cache"),
            ("tokens out", str(spent.output_tokens)),
            ("would cost", f"USD {spent.cost:.4f} by the published prices"),
        ],
    )


def _proposed(store: Store) -> str:
    kinds = store.review_queue.counts([CUSTOMER_ID], EVERYWHERE, ReviewFilter())
    waiting, _ = kinds.get(ReviewKind.PROPOSED_REJECTION, (0, 0))
    return f"{waiting} rejections proposed, which wait for a recruiter"


def _counted(number: int, reasons: Mapping[str, int]) -> str:
    listed = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in reasons.items())
    return f"{number} ({listed})" if listed else str(number)


def _stay(installation: Installation, console: DemoConsole) -> None:
    console.print("\nEverything keeps running. Ctrl-C stops it.")
    try:
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            installation.supervisor.check()
    except StopRequested:
        console.print("\nstopping, a few seconds")
