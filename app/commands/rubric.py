"""``icims-scoring rubric``: a requisition in, the criteria drafted from it with their source quotes out."""

import json
import sys
from pathlib import Path

import click

from scoring.errors import InvalidInputError
from scoring.model_call import CallContext
from scoring.requisition import Requisition
from scoring.rubric import Mode, Rubric, draft_rubric, requisition_from_json, requisition_from_text
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings

_DOCUMENTS = frozenset({".pdf", ".docx", ".doc", ".rtf", ".odt", ".html", ".htm"})
_HEADINGS = {
    Mode.GATE: "Must-haves (gates: no points, listed as missing where a resume does not show them)",
    Mode.SCORED: "Scored",
    Mode.NOTE: "Notes (shown to a person, counted for nothing)",
}


@click.command()
@click.argument("requisition", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="The rubric as one JSON object.")
@click.option(
    "--drafter",
    type=click.Choice(["local", "claude"]),
    default="local",
    show_default=True,
    help="Who drafts. Claude's draft is checked against the requisition and put in force nowhere.",
)
def rubric(requisition: str, as_json: bool, drafter: str) -> None:
    """Draft the criteria of a requisition: a text, a JSON job object, a PDF or DOCX, or - for standard input.

    Every criterion quotes the words that it rests on. Warnings name wording that is unlawful, contradictory or
    impossible, and what to ask for instead; such wording never becomes a criterion.
    """
    settings = Settings.from_environ()
    use_extra_taxonomy(settings.taxonomy_extra)
    read = _requisition(requisition)
    drafted = draft_rubric(read) if drafter == "local" else _by_claude(settings, read)
    if as_json:
        click.echo(json.dumps(drafted.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(drafted)


def _by_claude(settings: Settings, requisition: Requisition) -> Rubric:
    # Half a second of imports that the local draft does not need.
    from app.commands.claude_session import asker_alone  # noqa: PLC0415
    from claude.drafting import ClaudeDrafter  # noqa: PLC0415

    with asker_alone(settings) as asker:
        return ClaudeDrafter(asker, CallContext("", str(requisition.id))).draft_rubric(requisition)


def _requisition(name: str) -> Requisition:
    if name == "-":
        return _from_text(sys.stdin.buffer.read().decode("utf-8", "replace"), "standard input")
    path = Path(name)
    if path.suffix.lower() in _DOCUMENTS:
        # Only documents need the restricted reader process.
        from app.commands.score_inputs import Inputs  # noqa: PLC0415

        with Inputs() as inputs:
            return inputs.requisition_file(path)
    try:
        return _from_text(path.read_text(encoding="utf-8-sig", errors="replace"), path.stem)
    except OSError as error:
        raise InvalidInputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error


def _from_text(text: str, name: str) -> Requisition:
    if not text.lstrip().startswith("{"):
        return requisition_from_text(text, name)
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"{name} is not valid JSON") from error
    return requisition_from_json(stored)


def _show(drafted: Rubric) -> None:
    # A terminal is only dressed up where a rubric is read by a person.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    console.print(Text.assemble((drafted.title or "(no title)", "bold"), (f"  rubric {drafted.version}", "dim")))
    for mode, heading in _HEADINGS.items():
        criteria = drafted.of_mode(mode)
        if not criteria:
            continue
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1))
        table.add_column(justify="right", no_wrap=True, min_width=2)
        table.add_column(no_wrap=True, style="dim")
        table.add_column(ratio=2, overflow="fold")
        table.add_column(ratio=3, overflow="fold", style="italic")
        for criterion in criteria:
            weight = str(criterion.weight) if mode is Mode.SCORED else ""
            quote = " ".join(criterion.source.quote.split())
            table.add_row(
                weight, criterion.kind.value, Text(criterion.text), Text(f"“{quote}” ({criterion.source.field})")
            )
        console.print(f"\n[bold]{heading}[/bold]")
        console.print(table)
    if drafted.warnings:
        console.print("\n[bold]Warnings[/bold]")
        for warning in drafted.warnings:
            console.print(Text(f"  {warning}"))
