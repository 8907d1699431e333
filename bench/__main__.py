"""``make bench``: ratios measured in one run on this machine, beside their targets."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import memory, pipeline, webhook
from demo.servers import EmbeddedServers

Row = tuple[str, str, str, bool | None]


def main() -> int:
    """Print the table; 0 when every target was met."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=["webhook", "pipeline", "memory"], action="append", help="One part of it.")
    parser.add_argument("--applications", type=int, default=500)
    parser.add_argument("--late", type=int, default=2000, help="Applications of the memory bench.")
    given = parser.parse_args()
    parts = given.only or ["webhook", "pipeline", "memory"]
    console = Console()
    table = Table(title=f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    for column in ("figure", "measured", "target", "met"):
        table.add_column(column)
    met = True
    with tempfile.TemporaryDirectory() as name, EmbeddedServers(Path(name) / "var", discard=True) as servers:
        for part in parts:
            console.print(f"{part} …")
            for figure, measured, target, passed in ROWS[part](servers, Path(name), given):
                met = met and passed is not False
                table.add_row(figure, measured, target, "" if passed is None else "yes" if passed else "NO")
    console.print(table)
    return 0 if met else 1


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


ROWS = {"webhook": webhook_rows, "pipeline": pipeline_rows, "memory": memory_rows}

if __name__ == "__main__":
    sys.exit(main())
