"""Versions of scoring as this installation makes them: what the settings say, what is in force, what is proposed."""

from dataclasses import replace
from importlib.metadata import version

from claude.model_profile import model_profile
from scoring.errors import InvalidInputError
from scoring.local.assessor import MODEL, rules_version
from scoring.scorer import CLAUDE, LOCAL, ScorerVersion
from scoring.taxonomy import load_taxonomy
from scoring.triage import CUT_OFFS, CutOffs
from settings import Settings
from store import Scope, Store


def made_here(
    settings: Settings, assessor: str, model: str = "", effort: str = "", cut_offs: CutOffs = CUT_OFFS
) -> ScorerVersion:
    """A way of scoring with the prompts, rules and libraries that are installed here; '' is what the settings say.

    The rules of the local assessor belong to Claude's version too: they decide how much its quotes can carry.
    Raises InvalidInputError for a model or an effort that is not to be used.
    """
    rules = rules_version(load_taxonomy())
    if assessor == LOCAL:
        if model or effort:
            raise InvalidInputError("the local assessor has neither a model nor an effort to choose")
        return ScorerVersion(LOCAL, MODEL, rules_version=rules, cut_offs=cut_offs)
    if assessor != CLAUDE:
        raise InvalidInputError(f"an assessor is {LOCAL} or {CLAUDE}")
    same_model = not model or model == settings.claude_model
    profile = model_profile(
        model or settings.claude_model, effort or (settings.claude_effort if same_model else "") or None
    )
    return ScorerVersion(
        assessor=CLAUDE,
        model=profile.model,
        effort=profile.effort,
        prompt_version=profile.prompt_version,
        schema_version=profile.schema_version,
        rules_version=rules,
        sdk_version=version("anthropic"),
        max_samples=settings.claude_max_samples,
        cut_offs=cut_offs,
    )


def configured(settings: Settings) -> ScorerVersion:
    """What scores where nobody activated anything."""
    return made_here(settings, settings.assessor)


def in_force(settings: Settings, store: Store, scope: Scope) -> ScorerVersion:
    """What two people activated for this scope, else what the settings say."""
    activated = store.versions.in_force(scope)
    return configured(settings) if activated is None else ScorerVersion.from_json(store.versions.content(activated))


def renewed(settings: Settings, chosen: ScorerVersion) -> ScorerVersion:
    """The same choice of assessor, model, effort, samples and cut-offs with what is installed here now.

    Differs from ``chosen`` when prompts, rules, schema or the SDK have changed since.
    """
    if chosen.assessor == LOCAL:
        return made_here(settings, LOCAL, cut_offs=chosen.cut_offs)
    made = made_here(settings, chosen.assessor, chosen.model, chosen.effort, chosen.cut_offs)
    return replace(made, max_samples=chosen.max_samples)
