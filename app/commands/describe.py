"""``icims-scoring runs describe``: what a card shows, or does not, in sentences for a person to check."""

from contextlib import closing
from pathlib import Path

import click

from app.commands.ledger import ledger
from scoring.errors import InvalidInputError
from tasks.deps import Deps
from tasks.describing import Described, Description, describe


@click.command("describe")
@click.argument("run_id", type=click.UUID)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Described]),
    default=Described.GAPS.value,
    show_default=True,
    help="gaps: what the application does not show. strengths: what it shows.",
)
@click.option(
    "--save",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the draft in a new file; otherwise it is printed and kept nowhere.",
)
def describe_command(run_id: object, kind: str, save: Path | None) -> None:
    """Have Claude put the gaps or strengths of a scored run into sentences, as a draft for you to check.

    Claude sees the job's words, the verdicts and the redacted quotes of the card, no name and no score. A sentence
    stays only if what it cites carries it; under the draft stands each criterion that is cited, with its quotes. Where
    no draft can be used you get the card's own text, and are told so. It changes no score and nothing in iCIMS. The
    call is on the ledger under the customer's ceilings and stop buttons; its cost is told on standard error.
    """
    with ledger() as (settings, _), closing(Deps.from_settings(settings)) as deps:
        view = deps.store.reports.run(str(run_id))
        if view is None:
            raise InvalidInputError(f"no run {run_id}")
        found = describe(deps, view, Described(kind))
    said = _said(found, kind)
    click.echo(said)
    by = " (simulated: not by Claude, and not paid for)" if found.simulated else ""
    click.echo(f"{found.calls} call{'s' * (found.calls != 1)}, USD {found.usd:.4f}{by}", err=True)
    if save is not None:
        _save(save, said)


def _said(found: Description, kind: str) -> str:
    if not found.text:
        return f"No {kind} to tell of."
    if not found.is_draft:
        return f"No draft could be used, or none was needed. The card's own text:\n{found.text}"
    lines = [found.text, "", "It rests on:"]
    for each in found.grounds:
        lines.append(f"[{each.id}] {each.text}: {each.verdict}")
        lines += [f"    “{' '.join(quote.split())}”" for quote in each.quotes] or ["    nothing in the resume"]
    return "\n".join(lines)


def _save(path: Path, said: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"{said}\n")
    except FileExistsError:
        raise InvalidInputError(f"{path.name} exists already; nothing was written over it") from None
