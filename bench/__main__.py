"""``make bench``: ratios measured in one run on this machine, beside their targets."""

import argparse
import itertools
import logging
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from bench import cost, dashboard, matching, memory, pipeline, reading, throughput, webhook
from demo.servers import EmbeddedServers

Row = tuple[str, str, str, bool | None]
EVAL_DATA = Path(os.environ.get("EVAL_DATA", "../shared/eval"))


def main() -> int:
    """Print the table; 0 when every target was met."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = [*SPEED, *ROWS]
    parser.add_argument("--only", choices=names, action="append", help="One part of it; may be given again.")
    parser.add_argument("--applications", type=int, default=500)
    parser.add_argument("--late", type=int, default=2000, help="Applications of the memory bench.")
    parser.add_argument("--quick", action="store_true", help="A fifth of the applications, half of the steps.")
    given = parser.parse_args()
    parts = given.only or names
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    console = Console(width=None if sys.stdout.isatty() else 140)
    table = Table(title=f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    for column in ("figure", "measured", "target", "met"):
        table.add_column(column)
    met = True
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = None
        for part in parts:
            console.print(f"{part} …")
            if part in SPEED:
                rows = SPEED[part](given)
            else:
                servers = servers or stack.enter_context(EmbeddedServers(directory / "var", discard=True))
                rows = ROWS[part](servers, directory, given)
            for figure, measured, target, passed in rows:
                met = met and passed is not False
                console.print(f"  {figure.strip()}: {measured}", style="dim")
                table.add_row(figure, measured, target, "" if passed is None else "yes" if passed else "NO")
    console.print(table)
    return 0 if met else 1


def reading_rows(_: argparse.Namespace) -> Iterator[Row]:
    figures = reading.measure(EVAL_DATA)
    for found in figures:
        yield f"reading {found.files} {found.title}: time over the bare library", *_at_most(found.ratio, 1.3)
        cost = f"{found.sandboxed:.1f} / {found.bare:.1f} ms"
        yield "  a file, restricted process / bare library", cost, "", None
    added = statistics.mean(found.sandboxed - found.in_process for found in figures)
    fresh = reading.fresh_process_milliseconds()
    yield "  reused restricted process adds to a file", f"{added:.1f} ms", "", None
    yield "  a fresh process for a file would take", f"{fresh:.0f} ms", "", None


def _at_most(ratio: float, target: float) -> tuple[str, str, bool]:
    return f"{ratio:.2f}", f"<= {target:.2f}", ratio <= target


def matching_rows(_: argparse.Namespace) -> Iterator[Row]:
    for found in matching.measure(EVAL_DATA):
        title = f"profile and match, {found.resumes} {found.title} resumes of {found.words:.0f} words, 20 criteria"
        yield title, f"{found.both:.1f} ms", "<= 10 ms", found.both <= 10
        yield "  profile / match, medians", f"{found.profile:.1f} / {found.match:.1f} ms", "", None
        multiple = f"{found.both / found.tf_idf:.1f} x {found.tf_idf:.2f} ms"
        yield "  as a multiple of TF-IDF cosine on the same texts", multiple, "", None


def start_rows(_: argparse.Namespace) -> Iterator[Row]:
    seconds, processor = matching.start_seconds()
    yield "icims-scoring score: start to end for one PDF", f"{seconds:.2f} s", "<= 1.50 s", seconds <= 1.5
    yield "  of which processor time", f"{processor:.2f} s", "", None


def webhook_rows(servers: EmbeddedServers, directory: Path, _: argparse.Namespace) -> Iterator[Row]:
    found = webhook.measure(servers, directory)
    share = found.share_of_bare
    yield "webhook: share of a bare route", f"{share:.2f}", ">= 0.50", share >= 0.5
    yield "  accepted a second / bare route", f"{found.accepted_per_second:.0f} / {found.bare_per_second:.0f}", "", None
    steady = f"{found.steady_rate:g}/s for {found.steady_seconds:g} s"
    yield f"  p99 at {steady}", f"{found.p99:.0f} ms (p50 {found.p50:.0f})", "<= 250 ms", found.p99 <= 250
    yield f"  errors at {steady}", str(found.errors), "0", found.errors == 0


def pipeline_rows(servers: EmbeddedServers, directory: Path, given: argparse.Namespace) -> Iterator[Row]:
    found = pipeline.measure(servers, directory, given.applications)
    yield "pipeline: wall time over plain loops", f"{found.ratio:.2f}", "<= 1.50", found.ratio <= 1.5
    seconds = f"{found.pipeline_seconds:.1f} s / {found.plain_seconds:.1f} s"
    yield f"  {found.applications} applications, pipeline / plain", seconds, "", None
    yield "  applications a second", f"{found.applications / found.pipeline_seconds:.1f}", "", None
    cost = f"{found.orchestration_milliseconds:.1f} ms beside {found.empty_chain_milliseconds:.1f} ms"
    yield "  orchestration an application, beside five empty tasks", cost, "", None


def memory_rows(servers: EmbeddedServers, directory: Path, given: argparse.Namespace) -> Iterator[Row]:
    found = memory.measure(servers, directory, late=given.late)
    grown = f"{found.early_megabytes:.0f} MB to {found.late_megabytes:.0f} MB ({found.growth:+.0%})"
    title = f"worker child after {found.early_applications} and {found.late_applications} applications"
    yield title, grown, "<= +20 %", found.growth <= 0.2
    yield "  its resume reader", f"{found.reader_megabytes:.0f} MB", "", None


def dashboard_rows(servers: EmbeddedServers, directory: Path, given: argparse.Namespace) -> Iterator[Row]:
    applications = 1000 if given.quick else 5000
    pages = dashboard.measure(servers, directory, applications)
    size = pages[0].kilobytes
    yield f"dashboard, {applications} applications: first page", f"{size:.0f} kB", "<= 100 kB", size <= 100
    for found in pages:
        yield f"  {found.title}: p95", f"{found.p95:.0f} ms (p50 {found.p50:.0f})", "<= 150 ms", found.p95 <= 150


def claude_rows(servers: EmbeddedServers, directory: Path, given: argparse.Namespace) -> Iterator[Row]:
    applications = given.applications // 5 if given.quick else given.applications
    for samples in (1, 3):
        found = throughput.pace(servers, directory, applications, samples)
        title = (
            f"Claude, 600 a minute, 3 s: {applications} applications, up to {samples} call{'s' * (samples > 1)} each"
        )
        yield title, *_at_most(found.ratio, 1.15)
        yield "  seconds / what the limit allows", f"{found.seconds:.1f} / {found.allowed_seconds:.1f}", "", None
        yield "  calls; refused for their rate", f"{found.calls}; {found.refused}", "", None
    steps = throughput.scaling(servers, directory, (1, 2) if given.quick else (1, 2, 4))
    for (fewer, slow), (more, fast) in itertools.pairwise(steps):
        title = f"  {fewer} to {more} workers of 4 threads: calls a second"
        yield title, f"{fast / slow:.2f} ({slow:.2f} to {fast:.2f})", ">= 1.80", fast / slow >= 1.8
    held = throughput.waiting(servers, directory)
    title = f"worker for Claude, {held.in_flight} calls in flight: peak memory"
    megabytes = f"{held.megabytes:.0f} MB ({held.at_rest:.0f} at rest)"
    yield title, megabytes, "<= 400 MB", held.megabytes <= 400 and held.in_flight >= throughput.IN_FLIGHT


def cost_rows(given: argparse.Namespace) -> Iterator[Row]:
    for found in cost.measure(given.applications):
        alone, by_batch = found.first_alone / found.naive_input, found.first_batched / found.naive_input
        cached, batched = found.cached_input / found.naive_input, found.batched_input / found.naive_input
        yield f"{found.model}: input cost over naive", f"{alone:.3f}", "<= 0.350", alone <= Decimal("0.35")
        yield "  by batch", f"{by_batch:.3f}", "<= 0.350", by_batch <= Decimal("0.35")
        yield "  with second looks: cached / batched", f"{cached:.3f} / {batched:.3f}", "", None
        dollars = " / ".join(f"{1000 * usd:.3f}" for usd in (found.naive, found.cached, found.batched))
        yield "  USD for 1,000, all calls and output", dollars, "", None
        yield "  calls a candidate; read from cache", _calls(found), "", None
        prefix = f"{found.prefix_tokens} / {found.cache_minimum}"
        yield "  tokens cached / least that can be", prefix, "", None


def _calls(found: cost.CostFigures) -> str:
    return f"{found.calls:.2f}; {found.read_share:.0%} of input"


SPEED = {"reading": reading_rows, "matching": matching_rows, "start": start_rows, "cost": cost_rows}
ROWS = {
    "webhook": webhook_rows,
    "pipeline": pipeline_rows,
    "memory": memory_rows,
    "dashboard": dashboard_rows,
    "claude": claude_rows,
}

if __name__ == "__main__":
    sys.exit(main())
