"""A change of policy before it is one: where it applies, what is chosen, and whether it can be tried here."""

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from scoring.errors import InvalidInputError
from scoring.scorer import CLAUDE, ScorerVersion
from scoring.triage import CutOffs
from settings import Settings
from store import Activation, Scope, Store
from tasks.scorers import in_force, made_here, renewed
from tasks.simulation import Trial


@dataclass(frozen=True, slots=True)
class Choice:
    """Which way of scoring is meant; what is None or '' is as in force."""

    assessor: str | None = None
    model: str | None = None
    effort: str | None = None
    cut_offs: CutOffs | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.assessor or self.model or self.effort or self.cut_offs)


def read_cut_offs(possible: str, strong: str) -> CutOffs:
    """Raises InvalidInputError for what is no number; whether they can be cut-offs is for the version to say."""
    try:
        read = Decimal(possible.strip()), Decimal(strong.strip())
    except InvalidOperation:
        raise InvalidInputError("cut-offs are two numbers, such as 50 and 85 (50,85 in a command)") from None
    if not all(number.is_finite() for number in read):
        raise InvalidInputError("cut-offs are finite numbers")
    return read


def scope_in_words(scope: Scope) -> str:
    if not scope.customer_id:
        return "everywhere"
    of_customer = f"customer {scope.customer_id}"
    if scope.job_id:
        return f"{of_customer}, requisition {scope.job_id}"
    return f"{of_customer}, family {scope.family}" if scope.family else of_customer


def full_scope(store: Store, scope: Scope) -> Scope:
    """A requisition with its family, as the pipeline asks for the version in force."""
    stored = store.requisitions.find(scope.customer_id, scope.job_id) if scope.job_id else None
    return scope if stored is None else replace(scope, family=stored.family)


def chosen(settings: Settings, store: Store, scope: Scope, choice: Choice) -> ScorerVersion:
    """The version that a choice is about, with what is installed here; what was not chosen is as in force.

    Raises InvalidInputError for a choice that cannot score.
    """
    now = in_force(settings, store, full_scope(store, scope))
    cut_offs = choice.cut_offs or now.cut_offs
    if not choice.assessor and not choice.model and not choice.effort:
        return replace(renewed(settings, now), cut_offs=cut_offs)
    assessor = choice.assessor or (CLAUDE if choice.model else now.assessor)
    same = now.assessor == CLAUDE == assessor
    model = choice.model or (now.model if same else "")
    effort = choice.effort or (now.effort if same and model == now.model else "")
    return made_here(settings, assessor, model, effort, cut_offs)


def in_words(scorer: ScorerVersion) -> str:
    """One line: who rates, and the cut-offs."""
    possible, strong = (f"{cut.normalize():f}" for cut in scorer.cut_offs)
    parts = [scorer.assessor, scorer.model, f"effort {scorer.effort}" if scorer.effort else "", f"{possible}/{strong}"]
    return "  ".join(part for part in parts if part)


def trial_of(settings: Settings, store: Store, proposal: Activation) -> Trial:
    """What a proposal would change, against what is in force for its scope now.

    Raises InvalidInputError where this installation would not score as the proposal says.
    """
    scorer = ScorerVersion.from_json(store.versions.content(proposal.version))
    differences = scorer.differences(renewed(settings, scorer))
    if differences:
        raise InvalidInputError(
            f"proposal {proposal.id} cannot be tried: what is installed here differs in {', '.join(differences)}"
        )
    return Trial(scorer, in_force(settings, store, full_scope(store, proposal.scope)))
