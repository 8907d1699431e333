"""The gate of the requirement contract: what a run was rated by decides whether its mode may be more than shadow."""

from scoring.rubric.contract import contract_allows
from scoring.run import Dossier, RolloutMode
from tasks.deps import Deps
from tasks.findings import Extracted, found


def mode_under_contract(dossier: Dossier, deps: Deps, mode: RolloutMode) -> RolloutMode:
    """The mode, or shadow where nobody signed the rubric that rated this run for the job as it reads now."""
    if mode is RolloutMode.SHADOW:
        return mode
    rubric_id = found(dossier, Extracted).rubric_id
    return contract_allows(mode, holds=deps.store.contracts.holds(dossier.customer_id, dossier.job_id, rubric_id))
