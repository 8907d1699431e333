"""Score cards for people at a terminal: a ranking, and one card with its points, quotes, gates and gaps."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from scoring.card import CriterionResult, ScoreCard
from scoring.rubric.model import Mode
from scoring.summary import clipped, number, strongest_reason

_BAR = 20
_TIER_STYLE = {"strong": "bold green", "possible": "bold yellow", "limited": "bold", "review": "bold magenta"}
_VERDICT_STYLE = {"met": "green", "partly": "yellow", "unmet": "red", "unknown": "magenta"}


def print_ranking(cards: Sequence[ScoreCard], console: Console) -> None:
    """Best first, with the strongest reason and what is missing; those without a score at the end."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(justify="right", no_wrap=True, min_width=2)
    table.add_column("score", justify="right", no_wrap=True, min_width=5)
    table.add_column("tier", no_wrap=True, min_width=8)
    table.add_column("resume", ratio=2, overflow="fold")
    table.add_column("strongest reason", ratio=4)
    table.add_column("missing or to confirm", ratio=3)
    for rank, card in enumerate(cards, start=1):
        missing = ", ".join(requirement.text for requirement in card.missing_requirements)
        reason = strongest_reason(card.as_json()) if card.abstained is None else f"not scored: {card.abstained}"
        table.add_row(
            str(rank),
            _score(card),
            Text(card.tier, _TIER_STYLE[card.tier]),
            escape(Path(card.resume).name),
            escape(reason),
            escape(clipped(missing, 90)),
        )
    console.print(table)


def print_card(card: ScoreCard, console: Console) -> None:
    """One card in full. Nothing is printed that the JSON does not hold."""
    headline = Text.assemble((_score(card), _TIER_STYLE[card.tier]), "  ", (card.tier, _TIER_STYLE[card.tier]), "  ")
    headline.append(card.resume, "bold")
    headline.append(f"  for {card.title}" if card.title else "", "dim")
    console.print(headline)
    if card.abstained is not None:
        console.print(f"Not scored: {escape(card.abstained)}. A person should read it.")
    else:
        console.print(Text(_confidence(card), "dim"))
    _print_points(card, console)
    _print_gates(card, console)
    _print_lines(
        "Missing or to confirm", [f"{m.text} ({m.verdict}): {m.question}" for m in card.missing_requirements], console
    )
    _print_lines("Gaps", card.skills_gap.splitlines(), console)
    hidden = [f"{entry.reason.replace('_', ' ')}: {clipped(entry.excerpt, 100)}" for entry in card.hidden_text]
    _print_lines("Hidden text, not scored", hidden, console)
    _print_lines("Notes", card.notes, console)
    _print_lines("Warnings", card.warnings, console)


def _score(card: ScoreCard) -> str:
    return "–" if card.score is None else number(float(card.score))


def _confidence(card: ScoreCard) -> str:
    band = card.uncertainty
    between = f", between {number(float(band.low))} and {number(float(band.high))}" if band else ""
    parts = [f"{name} {number(float(value))}" for name, value in card.subscores.items() if value is not None]
    return f"confidence {card.confidence:.2f}{between}" + (f"; {', '.join(parts)}" if parts else "")


def _print_points(card: ScoreCard, console: Console) -> None:
    scored = [result for result in card.criteria if result.criterion.mode is Mode.SCORED]
    if not scored:
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for result in sorted(scored, key=lambda result: (-result.points, -result.max_points)):
        table.add_row(f"+{number(float(result.points))}", _bar(result), _reason(result))
    console.print("\n[bold]Points[/bold]")
    console.print(table)


def _bar(result: CriterionResult) -> Text:
    """Points against their maximum, where a full bar is as long as the criterion's share deserves."""
    if not result.max_points:
        return Text("unknown", _VERDICT_STYLE["unknown"])
    length = max(1, round(float(result.max_points) / 100 * _BAR * 5))
    filled = min(length, round(length * float(result.points) / float(result.max_points)))
    return Text.assemble(("█" * min(filled, _BAR), "green"), ("░" * max(0, min(length, _BAR) - filled), "dim"))


def _reason(result: CriterionResult) -> Text:
    text = Text(clipped(result.criterion.text, 90), _VERDICT_STYLE[result.verdict])
    if result.rationale:
        text.append(f"  {result.rationale}", "dim")
    if result.evidence:
        text.append(f"\n“{clipped(result.evidence[0].quote, 110)}”", "italic")
    return text


def _print_gates(card: ScoreCard, console: Console) -> None:
    gates = [result for result in card.criteria if result.criterion.mode is Mode.GATE]
    if not gates:
        return
    console.print("\n[bold]Must-haves[/bold]")
    for gate in gates:
        line = Text.assemble((f"{gate.verdict:8}", _VERDICT_STYLE[gate.verdict]), clipped(gate.criterion.text, 90))
        line.append(f"  {gate.rationale}", "dim")
        console.print(line)


def _print_lines(heading: str, lines: Sequence[str], console: Console) -> None:
    if not lines:
        return
    console.print(f"\n[bold]{heading}[/bold]")
    for line in lines:
        console.print(Text(f"  {' '.join(line.split())}"))
