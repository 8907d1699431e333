"""What speaks against putting a version in force, and what the operator of one in force should know."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from scoring.errors import InvalidInputError
from scoring.scorer import ScorerVersion
from settings import Settings
from store import Activation, Scope, Store
from tasks.policy import full_scope
from tasks.scorers import in_force, renewed

SIMULATION_LASTS = timedelta(days=30)
# Fewer say something only where there are no more.
LEAST_SIMULATED = 20


def objections(settings: Settings, store: Store, proposal: Activation) -> tuple[str, ...]:
    """Why this proposal must not be activated without a reason on the record, one line each; empty when it may."""
    scorer = ScorerVersion.from_json(store.versions.content(proposal.version))
    scope = full_scope(store, proposal.scope)
    baseline = in_force(settings, store, scope)
    return (
        *_changed(settings, scorer),
        *_canary(store, scorer, baseline),
        *_simulation(store, scorer, baseline, scope),
    )


def concerns(settings: Settings, store: Store, versions: Iterable[str] | None = None) -> tuple[str, ...]:
    """About the versions in force, or about these, one line each: not watched by a canary, or no longer what this code
    does.

    Empty where nothing was ever activated: then the settings decide.
    """
    found: dict[str, None] = {}
    for version in store.versions.all_in_force() if versions is None else versions:
        scorer = ScorerVersion.from_json(store.versions.content(version))
        for concern in (*_changed(settings, scorer), *_unwatched(store, scorer)):
            found[f"version {version}: {concern}"] = None
    return tuple(found)


def _changed(settings: Settings, scorer: ScorerVersion) -> Iterator[str]:
    try:
        differences = scorer.differences(renewed(settings, scorer))
    except InvalidInputError as error:
        yield f"this installation cannot score with it: {error}"
        return
    if differences:
        yield f"what is installed here differs from it in {', '.join(differences)}; propose what is installed"


def _unwatched(store: Store, scorer: ScorerVersion) -> Iterator[str]:
    if store.trials.newest_canary(scorer.version) is None:
        yield "the canary set never ran under it; `policy canary`"


def _canary(store: Store, scorer: ScorerVersion, baseline: ScorerVersion) -> Iterator[str]:
    run = store.trials.newest_canary(scorer.version)
    if run is None:
        yield from _unwatched(store, scorer)
    elif run.blocks:
        yield "its newest canary run is beyond the limits, or was answered by a simulator; `policy canary` says why"
    elif baseline.version not in (run.compared_with, scorer.version):
        yield f"its newest canary run was not compared with version {baseline.version}, which is in force"


def _simulation(store: Store, scorer: ScorerVersion, baseline: ScorerVersion, scope: Scope) -> Iterator[str]:
    kept = store.trials.newest_simulation(scorer.version, scope)
    if kept is None:
        yield "it was never simulated for this scope; `policy simulate`"
    elif datetime.now(UTC) - kept.created_at > SIMULATION_LASTS:
        yield f"simulation {kept.id} is older than {SIMULATION_LASTS.days} days"
    elif not kept.result["applications"]:
        yield f"simulation {kept.id} found no application to try it on"
    elif kept.result.get("scope", {}).get("limit", LEAST_SIMULATED) < LEAST_SIMULATED:
        yield f"simulation {kept.id} was held to fewer than {LEAST_SIMULATED} applications"
    elif kept.result["simulated"]:
        yield f"simulation {kept.id} was answered by a simulator, not by the model"
    elif kept.result["instead_of"] != baseline.version:
        yield f"simulation {kept.id} was not compared with version {baseline.version}, which is in force"
