"""Applications to one requisition side by side: what each was given for each criterion, and by which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.run import Step
from store import RunView

ORDER_OF_MODES = ("gate", "scored", "note")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """``cells`` in the order of the cards, None where that card does not have the criterion."""

    text: str
    mode: str
    max_points: float
    cells: tuple[dict[str, Any] | None, ...]

    @property
    def best(self) -> float:
        return max((cell["points"] for cell in self.cells if cell), default=0.0)


def card_of(run: RunView) -> dict[str, Any] | None:
    card: dict[str, Any] | None = run.findings.get(Step.FLAG, {}).get("card")
    return card


def compared(cards: Sequence[dict[str, Any] | None]) -> tuple[ComparedRow, ...]:
    """A row for each criterion of any card: must-haves, then what is scored by its weight, then notes. Cards that rest
    on different rubrics meet where they ask for the same in the same words."""
    found: dict[tuple[str, str], list[dict[str, Any] | None]] = {}
    for place, card in enumerate(cards):
        for criterion in (card or {"criteria": ()})["criteria"]:
            key = (criterion["mode"], criterion["text"])
            found.setdefault(key, [None] * len(cards))[place] = criterion
    rows = [
        ComparedRow(text, mode, max(cell["max_points"] for cell in cells if cell), tuple(cells))
        for (mode, text), cells in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (ORDER_OF_MODES.index(row.mode), -row.max_points)))
