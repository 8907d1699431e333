"""``icims-scoring policy simulate and canary``: a way of scoring is tried before it counts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import click
from rich.console import Console
from rich.progress import Progress as ProgressBar

from app.commands.policy_options import (
    ROW,
    actor_of,
    actor_option,
    policy_desk,
    scope_of,
    scope_options,
    scorer_options,
)
from app.commands.policy_tables import print_canary, print_simulation
from scoring.canary import load_canary
from scoring.errors import InvalidInputError
from scoring.model_call import Purpose
from scoring.scorer import CLAUDE, ScorerVersion
from settings import Settings
from store import Scope, Store
from tasks.canary import run_canary
from tasks.deps import Deps
from tasks.policy import Choice, chosen, full_scope, in_words, scope_in_words, trial_of
from tasks.scorers import in_force
from tasks.simulation import Trial
from tasks.simulation import simulate as try_on
from tasks.simulation_report import simulation_report, where_of
from tasks.trial_assessors import Progress, TrialAssessors

PROPOSAL = click.option("--proposal", type=ROW, metavar="ID", help="The version of this proposal, for its scope.")


@click.command()
@PROPOSAL
@scorer_options
@scope_options
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 100_000), help="Newest applications.")
@click.option("--json", "as_json", is_flag=True, help="The whole result as one JSON object.")
@actor_option
def simulate(
    proposal: int | None,
    assessor: str | None,
    model: str | None,
    effort: str | None,
    cut_offs: tuple[Decimal, Decimal] | None,
    customer: str,
    family: str,
    job_id: str,
    limit: int,
    as_json: bool,
    user: str,
) -> None:
    """Score stored applications once more under a version that is not in force, and compare.

    Shown are who changes tier, shifts, rank correlation, review load, cost, and impact ratios where demographic data
    exist. No run, no score and no field in iCIMS changes. Calls to Claude are on the ledger as simulation, within its
    limits and ceilings; answers that are known are not paid for again. Where only cut-offs differ, nobody is asked.
    """
    with policy_desk() as (settings, store):
        choice = Choice(assessor, model, effort, cut_offs)
        scope, scorer = _subject(settings, store, proposal, choice, scope_of(settings, customer, family, job_id))
        trial = Trial(scorer, in_force(settings, store, full_scope(store, scope)))
        actor = actor_of(store, user)
        store.versions.put(scorer.version, scorer.as_json(), actor)
        needs_model = trial.asks_a_model
        with _assessors(settings, scorer, Purpose.SIMULATION, needs_model=needs_model) as assessors, _shown() as shown:
            tried = try_on(store, store.trials.newest_runs(scope, limit), trial, assessors, shown)
        result = {"scope": where_of(scope, limit), **simulation_report(trial, tried, assessors.bill)}
        number = store.trials.put_simulation(scope.customer_id, scope.job_id, scorer.version, result, actor)
    if as_json:
        click.echo(json.dumps({"simulation": number, **result}))
        return
    click.echo(f"simulation {number}: {in_words(scorer)}  {scope_in_words(scope)}")
    print_simulation(result)


@click.command()
@PROPOSAL
@scorer_options
@scope_options
@click.option("--json", "as_json", is_flag=True, help="Figures and scores as one JSON object.")
@actor_option
@click.pass_context
def canary(
    context: click.Context,
    proposal: int | None,
    assessor: str | None,
    model: str | None,
    effort: str | None,
    cut_offs: tuple[Decimal, Decimal] | None,
    customer: str,
    family: str,
    job_id: str,
    as_json: bool,
    user: str,
) -> None:
    """Score the frozen canary set, and compare with the newest run of the version in force.

    Without a choice, what is in force is scored with what is installed here: run it after every change of model,
    prompts, rules or SDK. Exit 1 where the limits of docs/decisions/0014 are passed, which blocks an activation.
    """
    with policy_desk() as (settings, store):
        choice = Choice(assessor, model, effort, cut_offs)
        scope, scorer = _subject(settings, store, proposal, choice, scope_of(settings, customer, family, job_id))
        baseline = in_force(settings, store, full_scope(store, scope))
        needs_model = scorer.assessor == CLAUDE
        with _assessors(settings, scorer, Purpose.CANARY, needs_model=needs_model) as assessors, _shown() as shown:
            outcome = run_canary(store, scorer, assessors, baseline, actor_of(store, user), shown)
        cost = 0.0 if assessors.bill is None else float(assessors.bill.usd)
    if as_json:
        run = outcome.run
        figures = {
            "version": run.version,
            "compared_with": run.compared_with,
            "set_sha256": load_canary().sha256,
            "cases": run.cases,
            "mean_shift": run.mean_shift,
            "max_shift": run.max_shift,
            "rank_correlation": run.rank_correlation,
            "flips": run.flips,
            "blocks": run.blocks,
            "over": list(outcome.over),
            "usd": cost,
            "scores": dict(run.scores),
        }
        click.echo(json.dumps(figures))
    else:
        click.echo(f"canary set under {scorer.version}  {in_words(scorer)}")
        print_canary(outcome, cost)
    if outcome.run.blocks:
        context.exit(1)


def _subject(
    settings: Settings, store: Store, proposal: int | None, choice: Choice, scope: Scope
) -> tuple[Scope, ScorerVersion]:
    """Where, and which version: that of a proposal, or the one that the options describe."""
    if proposal is None:
        return scope, chosen(settings, store, scope, choice)
    if not choice.is_empty or scope != Scope():
        raise click.UsageError("--proposal says which version and where; leave the other options out")
    waiting = store.versions.proposal(proposal)
    try:
        return waiting.scope, trial_of(settings, store, waiting).scorer
    except InvalidInputError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _assessors(
    settings: Settings, scorer: ScorerVersion, purpose: Purpose, *, needs_model: bool
) -> Iterator[TrialAssessors]:
    """Redis, key and tenants are needed where a model is asked."""
    deps = Deps.from_settings(settings) if needs_model else None
    try:
        yield TrialAssessors(scorer, purpose, deps)
    finally:
        if deps is not None:
            deps.close()


@contextmanager
def _shown() -> Iterator[Progress]:
    """A bar on standard error, gone afterwards; none where that is no terminal."""
    console = Console(stderr=True)
    with ProgressBar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Scoring", total=None)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield show
