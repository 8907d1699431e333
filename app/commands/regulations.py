"""``icims-scoring regulations``: what the law asks of scoring candidates on a day, with its sources."""

from datetime import UTC, datetime
from textwrap import fill

import click

from scoring.regulations import Regulation
from tasks.regulation_file import regulations as known


@click.command()
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day to look at; today if left out.")
@click.option("--all", "everything", is_flag=True, help="Also what does not apply: replaced, voluntary.")
def regulations(on: datetime | None, everything: bool) -> None:
    """List what applies on a day and what comes after it, each with what it needs, the day it was checked and sources.

    Nothing here is legal advice.
    """
    day = on.date() if on else datetime.now(UTC).date()
    found = known()
    _print(f"In force on {day}", found.applying(day))
    _print("Coming", found.coming(day))
    if everything:
        shown = {entry.id for entry in (*found.applying(day), *found.coming(day))}
        _print("Neither", tuple(entry for entry in found.entries if entry.id not in shown))
    stale = [entry.id for entry in found.entries if entry.is_stale(day)]
    if stale:
        click.echo(f"\nNot looked at for more than 120 days, check before relying on it: {', '.join(stale)}")


def _print(heading: str, entries: tuple[Regulation, ...]) -> None:
    click.echo(f"{heading}\n{'=' * len(heading)}")
    if not entries:
        click.echo("nothing\n")
    for entry in entries:
        since = f", from {entry.applies_from}" if entry.applies_from else ""
        replaced = f", replaced by {entry.replaced_by}" if entry.replaced_by else ""
        click.echo(f"{entry.id}: {entry.title}")
        click.echo(f"  {entry.jurisdiction}{since}{replaced}; checked {entry.checked}")
        for need in entry.needs:
            click.echo(fill(need, 100, initial_indent="  - ", subsequent_indent="    "))
        for kind, days in (entry.clocks or {}).items():
            click.echo(f"  - {kind.replace('_', ' ')}: {days} days")
        if entry.remark:
            click.echo(fill(entry.remark, 100, initial_indent="  ", subsequent_indent="  "))
        for source in entry.sources:
            click.echo(f"  {source}")
        click.echo("")
