"""What iCIMS reads about a person's decision, beside the score that stays as it was."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.moves import primary_gap
from scoring.review import Verdict
from scoring.summary import NOTES_LIMIT, clipped, number

_SAID = {Verdict.ACCEPT: "Kept", Verdict.REJECT: "Not pursued"}


def decision_note(
    card: Mapping[str, Any] | None,
    verdict: Verdict,
    adjusted: Decimal | None,
    reason: str,
    login: str,
    limit: int = NOTES_LIMIT,
) -> str:
    """One line that names who decided what and why; a rejection names the gap that it rests on."""
    said = _SAID.get(verdict) or f"Score adjusted to {number(float(adjusted or 0))}"
    gap = primary_gap(card) if card is not None and verdict is Verdict.REJECT else ""
    start = f"{said} by {clipped(login, 40)}" + (f". Gap: {clipped(gap, 70)}" if gap else "")
    return clipped(f"{start}. {reason}", limit)
