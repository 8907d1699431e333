"""What the demo shows: a progress bar and colours on a terminal, plain lines anywhere else."""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from rich.text import Text

from demo.applications import Application
from demo.outcome import Progress
from scoring.run import ORDER, Step
from store import RankedApplication

_WAITING = {
    Step.EXTRACT: "to read",
    Step.MATCH: "to rate",
    Step.FLAG: "to score",
    Step.WRITE_BACK: "to write",
    Step.AUDIT: "to seal",
}
PLAIN_WIDTH = 150
PLAIN_EVERY_SECONDS = 5.0


@dataclass(slots=True)
class Bar:
    """How far the applications are; on a terminal a bar, else a line every five seconds and one at the end."""

    console: "DemoConsole"
    total: int
    bar: ProgressBar | None
    last_line: float = 0.0

    def show(self, now: Progress, seconds: float) -> None:
        """Where the applications are after so many seconds. The bar counts steps: an application has five."""
        final = now.final
        waiting = ", ".join(f"{now.awaiting[step]} {_WAITING[step]}" for step in ORDER if now.awaiting.get(step))
        words = waiting or f"{final / seconds:.1f} a second"
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=now.steps_done / len(ORDER), final=final, words=words)
            return
        if seconds - self.last_line >= PLAIN_EVERY_SECONDS or final == self.total:
            self.last_line = seconds
            self.console.say(f"{final} of {self.total} applications are final ({words})")


class DemoConsole:
    """Writes to standard output."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdout.isatty()
        # Without a terminal, rich would take 80 columns and break the table into slivers.
        self._console = Console(highlight=False, width=None if self.is_terminal else PLAIN_WIDTH)
        self._started = time.monotonic()

    def say(self, text: str) -> None:
        """A stage that was reached, with the seconds since the start."""
        self._console.print(f"[dim]{time.monotonic() - self._started:6.1f} s[/dim]  {text}")

    def print(self, text: str = "") -> None:
        self._console.print(text)

    @contextmanager
    def progress(self, total: int) -> Iterator[Bar]:
        """A bar for the life of the block."""
        if not self.is_terminal:
            yield Bar(self, total, None)
            return
        done = TextColumn("{task.percentage:>3.0f} %  {task.fields[final]} of {task.total} final")
        columns = (BarColumn(bar_width=40), done, TimeElapsedColumn(), TextColumn("{task.fields[words]}"))
        with ProgressBar(*columns, console=self._console) as bar:
            bar.add_task("", total=total, final=0, words="")
            yield Bar(self, total, bar)

    def ranking(self, title: str, best: Sequence[RankedApplication], applications: Mapping[str, Application]) -> None:
        """The best applications with the reasons for their place."""
        self.print(f"\n[bold]{title}[/bold]")
        table = Table(header_style="bold", show_lines=True)
        table.add_column("#", justify="right")
        table.add_column("Candidate", min_width=16)
        table.add_column("Score", justify="right")
        table.add_column("Tier")
        table.add_column("Strongest reason", ratio=3)
        table.add_column("Missing requirements", ratio=2)
        for place, each in enumerate(best, 1):
            cells = (
                str(place),
                applications[each.workflow_id].person.name,
                "-" if each.score is None else f"{each.score:.1f}",
                each.tier,
                each.strongest or "-",
                "\n".join(_missing(entry) for entry in each.missing) or "none",
            )
            table.add_row(*map(Text, cells))  # quotes may hold what rich would read as markup
        self._console.print(table)

    def pairs(self, title: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values in two columns."""
        self.print(f"\n[bold]{title}[/bold]")
        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column(min_width=22)
        table.add_column()
        for name, value in pairs:
            table.add_row(Text(name), Text(value))
        self._console.print(table)


def _missing(requirement: Mapping[str, str]) -> str:
    return f"{requirement['text']} ({'to confirm' if requirement['verdict'] == 'unknown' else 'not shown'})"
