"""The numbers of a promotion, measured: agreement from blind ratings, impact from an audit, attacks from the bench."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from scoring.agreement import Judged, agreement
from scoring.attack_results import AttackResult, attack_results
from scoring.errors import InvalidInputError
from scoring.fairness import ImpactAudit, lowest_ratio_of
from scoring.promotion import NumberKind, Source
from scoring.scorer import LOCAL, ScorerVersion
from settings import Settings
from store import Scope, Store
from store.measurements import RatedScore
from tasks.promotion import scorer_of
from tasks.simulation_report import SELECTED


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one kind with a remark about how they came to be; ``figures`` None says why there are none."""

    kind: NumberKind
    figures: Mapping[str, Any] | None
    remark: str


@cache
def shipped_attacks() -> tuple[AttackResult, ...]:
    """What the bench counted for the rules and prompts that this program came with."""
    return attack_results((files("tasks") / "data" / "attacks.json").read_bytes())


def measured(
    settings: Settings,
    store: Store,
    scope: Scope,
    attacks: tuple[AttackResult, ...] | None = None,
    audit: ImpactAudit | None = None,
) -> tuple[Measured, ...]:
    """Each kind of number for the scope, under the scorer in force; nothing is kept.

    ``attacks`` None are those that came with the program. Raises InvalidInputError where attacks are given and none of
    them was tried on the rules and prompts in force.
    """
    scorer = scorer_of(settings, store, scope)
    bench = _bench(shipped_attacks() if attacks is None else attacks, scorer)
    if attacks is not None and bench.figures is None:
        raise InvalidInputError(bench.remark)
    return _agreement(store.measurements.rated_blind(scope), scorer), _impact(store, scope, audit), bench


def measure(
    settings: Settings,
    store: Store,
    scope: Scope,
    actor: str,
    attacks: tuple[AttackResult, ...] | None = None,
    audit: ImpactAudit | None = None,
) -> tuple[Measured, ...]:
    """Measure and put on record what could be told. Raises InvalidInputError as ``measured`` does."""
    version = scorer_of(settings, store, scope).version
    found = measured(settings, store, scope, attacks, audit)
    for one in found:
        if one.figures is not None:
            store.rollouts.record(
                scope, one.kind, one.figures, actor, source=Source.MEASURED, scorer=version, remark=one.remark
            )
    return found


def _agreement(rated: tuple[RatedScore, ...], scorer: ScorerVersion) -> Measured:
    pairs = [one for one in rated if _made_by(one, scorer)]
    others = len(rated) - len(pairs)
    judged = [Judged(f"{one.job_id}:{one.workflow_id}", float(one.score), float(one.rating)) for one in pairs]
    found = agreement(judged, (float(scorer.cut_offs[0]), float(scorer.cut_offs[1])), surprises=0)
    kappa = None if found.kappa is None else round(found.kappa, 4)
    people, jobs = len({one.user_id for one in pairs}), len({one.job_id for one in pairs})
    remark = f"blind ratings of {_some(people, 'person', 'people')} for {_some(jobs, 'requisition')}"
    if others:
        remark += f"; {_some(others, 'rating')} left out, whose score another version made"
    return Measured(NumberKind.AGREEMENT, {"pairs": len(pairs), "kappa": kappa}, remark)


def _made_by(one: RatedScore, scorer: ScorerVersion) -> bool:
    """Cut-offs and samples do not matter: they make no other score of an answer, and bands are those in force."""
    made = (one.assessor, one.model, one.prompt_version)
    if scorer.assessor == LOCAL:
        return made == (LOCAL, scorer.model, scorer.rules_version)
    return made == (scorer.assessor, scorer.model, scorer.prompt_version) and one.effort == scorer.effort


def _impact(store: Store, scope: Scope, audit: ImpactAudit | None) -> Measured:
    selected = {workflow_id: tier in SELECTED for workflow_id, tier in store.measurements.tiers(scope).items()}
    tables = None if audit is None else audit.selection_tables(scope.customer_id, selected)
    if tables is None:
        remark = "there are no demographic data on these applications"
        return Measured(NumberKind.IMPACT, {"lowest_ratio": None}, remark)
    lowest = lowest_ratio_of(tables)
    remark = f"{_some(len(selected), 'application')} over {', '.join(table.characteristic for table in tables)}"
    if lowest is None:
        return Measured(NumberKind.IMPACT, None, f"no group is large enough for a ratio: {remark}")
    return Measured(NumberKind.IMPACT, {"lowest_ratio": round(float(lowest), 4)}, remark)


def _bench(results: tuple[AttackResult, ...], scorer: ScorerVersion) -> Measured:
    fitting = [one for one in results if one.describes(scorer)]
    if not fitting:
        tried = "; ".join(_versions(one) for one in results) or "nothing"
        ours = f"{scorer.assessor}, rules {scorer.rules_version}"
        ours += f", prompts {scorer.prompt_version}" if scorer.prompt_version else ""
        return Measured(NumberKind.INJECTION, None, f"attacks were tried on {tried}, and in force is {ours}")
    counts = {"attacks": sum(one.attacks for one in fitting), "unflagged": sum(one.unflagged for one in fitting)}
    return Measured(NumberKind.INJECTION, counts, "; ".join(_versions(one) for one in fitting))


def _versions(one: AttackResult) -> str:
    prompts = f", prompts {one.prompt_version}" if one.prompt_version else ""
    return f"{one.assessor} ({one.model}), rules {one.rules_version}{prompts}"


def _some(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def in_words(one: Measured) -> Iterator[str]:
    """The figures with their remark, and why there are none."""
    figures = "not measured" if one.figures is None else ", ".join(f"{k} {_number(v)}" for k, v in one.figures.items())
    yield f"{one.kind}: {figures}"
    yield one.remark


def _number(value: object) -> str:
    return "undefined" if value is None else str(value)
