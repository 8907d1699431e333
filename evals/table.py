"""A measured figure beside its baseline and its target."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the printed table. ``passed`` is None where no target is set."""

    measure: str
    ours: str
    baseline: str
    target: str
    passed: bool | None
