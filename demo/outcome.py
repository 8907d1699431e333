"""How a demo run went: progress and ranking from the ledger, and the comparison with what iCIMS holds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.requisitions import DemoRequisition
from demo.tenant import CUSTOMER_ID, Seeded
from scoring.run import ORDER, RunState, Step
from store import RankedApplication, Store

COMPLETE = "D37002019001"
EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How many applications have a newest run in each state, and which step the open ones await.

    Applications without a run yet are in neither.
    """

    states: Mapping[RunState, int]
    awaiting: Mapping[Step, int]

    @property
    def final(self) -> int:
        return sum(number for state, number in self.states.items() if state is not RunState.OPEN)

    @property
    def steps_done(self) -> int:
        """Steps that were recorded, all of them for the final ones."""
        return self.final * len(ORDER) + sum(ORDER.index(step) * number for step, number in self.awaiting.items())

    def count(self, state: RunState) -> int:
        return self.states.get(state, 0)


def progress(store: Store, job_ids: Sequence[str] = ()) -> Progress:
    """The state of all applications, or of those to the given requisitions; ``awaiting`` is of all in either case."""
    states: Counter[RunState] = Counter()
    for summary in store.reports.requisitions(CUSTOMER_ID):
        if not job_ids or summary.job_id in job_ids:
            states.update({RunState(state): number for state, number in summary.states.items()})
    awaiting = {Step(step): number for step, number in store.reports.health().open_by_step.items()}
    return Progress(states, awaiting)


def ranking(store: Store, requisition: DemoRequisition) -> tuple[RankedApplication, ...]:
    """Every current score of a requisition, best first, abstained ones last."""
    return store.reports.ranking(CUSTOMER_ID, str(requisition.job_id), limit=EVERYTHING)


def abstentions(ranked: Sequence[RankedApplication]) -> dict[str, int]:
    """How many were abstained for which reason, the commonest first."""
    return dict(Counter(each.abstained for each in ranked if each.abstained).most_common())


def deaths(store: Store) -> dict[str, int]:
    """How many runs wait in the dead letters for which reason, of all requisitions, the commonest first."""
    return dict(Counter(letter.reason for letter in store.dead_letters.waiting(EVERYTHING)).most_common())


def disagreements(
    seeded: Seeded,
    written_to: Sequence[DemoRequisition],
    ranked: Sequence[RankedApplication],
    written: Mapping[str, Mapping[str, Any]],
) -> list[str]:
    """What is wrong with what the simulated iCIMS holds, one line each; empty when all is well.

    Each scored application of the requisitions that are written to holds exactly one result, complete, with that
    score. Nothing holds two, nothing without a score holds a complete one, and the others were not written to at all.
    """
    scores = {each.workflow_id: each.score for each in ranked if each.score is not None}
    visible = {requisition.key for requisition in written_to}
    problems = []
    for workflow, application in seeded.applications.items():
        held = written[workflow]
        results = held["assessmentresults"]
        complete = [entry for entry in results if entry.get("assessmentstatus", {}).get("id") == COMPLETE]
        score = scores.get(workflow)
        if application.requisition not in visible:
            if held["writes"] or results:
                problems.append(f"application {workflow} is in shadow mode and was written to")
        elif len(results) > 1:
            problems.append(f"application {workflow} holds {len(results)} results")
        elif score is None:
            if complete:
                problems.append(f"application {workflow} has no score and holds a result")
        elif len(complete) != 1:
            problems.append(f"application {workflow} was scored and holds no complete result")
        elif abs(float(complete[0].get("assessmentscore", -1)) - float(score)) > 0.01:
            problems.append(f"application {workflow} was scored {score} and holds another score")
    return problems
