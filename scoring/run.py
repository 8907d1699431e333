"""A run: one passage of one application through the five steps, and what each step found."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NewType

RunId = NewType("RunId", str)


class Step(StrEnum):
    EXTRACT = "extract"
    MATCH = "match"
    FLAG = "flag"
    WRITE_BACK = "write_back"
    AUDIT = "audit"


ORDER = tuple(Step)


def step_after(step: Step) -> Step | None:
    """The step that follows, or None after the last."""
    position = ORDER.index(step) + 1
    return ORDER[position] if position < len(ORDER) else None


class RunState(StrEnum):
    """``open`` runs await a step; the others are final. A dead letter can be replayed, which opens it again."""

    OPEN = "open"
    SCORED = "scored"
    ABSTAINED = "abstained"
    DEAD = "dead"  # in the dead letters, waiting for a person
    DISCARDED = "discarded"  # a person decided that it needs no score


class RolloutMode(StrEnum):
    """How far a requisition's scores may reach. Shadow: nothing visible in iCIMS. Assist: score and reasons written.
    Guided: status moves too, downward only after a recruiter confirmed."""

    SHADOW = "shadow"
    ASSIST = "assist"
    GUIDED = "guided"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known about a run when a step starts. ``findings`` holds the JSON payload of each finished step."""

    run_id: RunId
    step: Step
    token: str
    attempts: int
    customer_id: str
    workflow_id: str
    job_id: str
    person_id: str
    mode: RolloutMode
    as_of: date
    trace_id: str
    findings: dict[Step, dict[str, Any]] = field(default_factory=dict)
    high_stakes: bool = False  # every status move waits for a person
