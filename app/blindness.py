"""What the caller may not see yet: scores of applications that he has to rate blind first."""

from collections.abc import Sequence

from app.guard import signed_in
from app.site import site
from scoring.review import ReviewKind
from scoring.rubric import Mode
from store import QueuedReview, RunView, StoredRequisition

# Below the lowest cut-off, and close to one.
TELLING = {ReviewKind.PROPOSED_REJECTION, ReviewKind.UNCERTAINTY_BAND}


def viewer_at(requisition: StoredRequisition) -> str:
    """From whom scores of this requisition may be held back: the caller where he may review, nobody ('') otherwise."""
    return signed_in().reviewer_at(requisition.customer_id, requisition.family, requisition.job_id)


def held_back(runs: Sequence[RunView], family: str) -> frozenset[str]:
    """The ids of those runs, all of one requisition, whose results the caller may not see yet. Whoever asks shows him
    the others: that is kept.

    Who does not review sees all; during a blind review that goes on record.
    """
    if not runs:
        return frozenset()
    caller, (customer_id, job_id) = signed_in(), (runs[0].customer_id, runs[0].job_id)
    viewer = caller.reviewer_at(customer_id, family, job_id)
    found = site().store.blindness.of_runs([run.run_id for run in runs], viewer)
    if found and not viewer:
        said = {"runs": sorted(found)}
        site().store.access_audit.noted(caller.actor, "score.seen_in_blind_review", said, customer_id, job_id)
    hidden = frozenset(run_id for run_id, held in found.items() if held)
    shown = [(run.customer_id, run.job_id, run.workflow_id) for run in runs if run.run_id not in hidden]
    site().store.blindness.looked(caller.user_id, shown)
    return hidden


def shown_in_queue(listed: Sequence[QueuedReview]) -> None:
    """Keep which of these reviews tell the caller where a score lies: some kinds are opened for nothing else."""
    told = [(one.customer_id, one.job_id, one.workflow_id) for one in listed if one.kind in TELLING and not one.blind]
    site().store.blindness.looked(signed_in().user_id, [place for place in told if place[2]])


def asked_for(rubric_id: int) -> list[tuple[str, bool]]:
    """What the job asks for, and whether it is a must-have: all that is said of it before a blind rating."""
    rubric = site().store.requisitions.rubric(rubric_id)
    asked: dict[str, bool] = {}
    for criterion in (*rubric.of_mode(Mode.GATE), *rubric.of_mode(Mode.SCORED)):
        asked.setdefault(criterion.text, criterion.mode is Mode.GATE)
    return list(asked.items())
