"""``icims-scoring policy``: what is in force where, and the way to change it and back."""

import json
from typing import Any

import click

from app.commands.policy_options import (
    ROW,
    actor_of,
    actor_option,
    is_admin,
    policy_desk,
    scope_of,
    scope_options,
    scorer_options,
)
from app.commands.policy_stops import ceiling, resume, stop
from app.commands.policy_tables import print_simulation
from app.commands.policy_trials import canary, simulate
from scoring.errors import InvalidInputError
from scoring.scorer import ScorerVersion
from settings import Settings
from store import Activation, Scope, Store
from tasks.policy import Choice, chosen, full_scope, in_words, scope_in_words
from tasks.readiness import concerns, objections
from tasks.scorers import in_force


@click.group()
def policy() -> None:
    """Decide how scores are made: by whom, with which model, and with which cut-offs.

    \b
    A change goes this way:
      1. policy propose --assessor claude --model ... --reason "..." --as maria
      2. policy simulate --proposal 7      who would change tier, and what it costs
      3. policy canary --proposal 7        how far it moves the frozen canary set
      4. policy activate 7 --as tom        by a second person
      5. policy rollback --reason "..."    back to what was in force before

    Without an activated version the settings decide (ASSESSOR, CLAUDE_MODEL). A requisition goes before its family,
    that before the customer, that before everything.
    """


@policy.command()
@scope_options
@click.option("--simulation", "simulation_id", type=ROW, metavar="ID", help="Show what this simulation found.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="Lines of history.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def show(customer: str, family: str, job_id: str, simulation_id: int | None, limit: int, as_json: bool) -> None:
    """Show what is in force, and the history of proposals, activations and rollbacks."""
    with policy_desk() as (settings, store):
        if simulation_id is not None:
            _show_simulation(store, simulation_id, as_json=as_json)
            return
        scope = full_scope(store, scope_of(settings, customer, family, job_id))
        scorer = in_force(settings, store, scope)
        activated = store.versions.in_force(scope) is not None
        history = [entry for entry in store.versions.history(10_000) if _concerns(entry, scope)][:limit]
        if as_json:
            content = {"version": scorer.version, "activated": activated, **scorer.as_json()}
            click.echo(json.dumps({"in_force": content, "history": [_entry_json(entry) for entry in history]}))
            return
        origin = "" if activated else "  (nobody activated a version: as the settings say)"
        click.echo(f"in force {scope_in_words(scope)}: {scorer.version}  {in_words(scorer)}{origin}")
        for concern in concerns(settings, store):
            click.echo(f"  {concern}")
        for entry in history:
            click.echo(_line(store, entry))


@policy.command()
@scorer_options
@scope_options
@click.option("--reason", required=True, help="Why, for the record and for the second person.")
@actor_option
def propose(
    assessor: str | None,
    model: str | None,
    effort: str | None,
    cut_offs: Any,
    customer: str,
    family: str,
    job_id: str,
    reason: str,
    user: str,
) -> None:
    """Propose a way of scoring for everything, a customer, a job family or one requisition.

    Nothing changes yet. What is not given stays as it is in force there, with the prompts and rules that are installed
    here.
    """
    with policy_desk() as (settings, store):
        scope, actor = scope_of(settings, customer, family, job_id), actor_of(store, user)
        scorer = chosen(settings, store, scope, Choice(assessor, model, effort, cut_offs))
        store.versions.put(scorer.version, scorer.as_json(), actor)
        proposal = store.versions.propose(scope, scorer.version, actor, reason)
        click.echo(f"proposal {proposal}: version {scorer.version}  {in_words(scorer)}  {scope_in_words(scope)}")
        _next_steps(settings, store, store.versions.proposal(proposal))


@policy.command()
@click.argument("proposal", type=ROW)
@click.option("--without-trial", metavar="REASON", default="", help="Although it is not tried; for administrators.")
@actor_option
def activate(proposal: int, without_trial: str, user: str) -> None:
    """Put a proposal in force, as a second person.

    It needs a simulation over its scope of the last 30 days and a canary run within the limits, both compared with what
    is in force now. --without-trial goes on the audit record with its reason.
    """
    with policy_desk() as (settings, store):
        waiting, actor = store.versions.proposal(proposal), actor_of(store, user)
        found = objections(settings, store, waiting)
        if waiting.proposed_by == actor:
            raise InvalidInputError(f"proposal {proposal} has to be activated by a second person")
        if found and without_trial.strip() and not is_admin(store, user):
            raise InvalidInputError("only an administrator, named by --as, may activate what is not tried")
        if found and not without_trial.strip():
            raise InvalidInputError(f"proposal {proposal} is not ready: {'; '.join(found)}")
        reason = f"{without_trial.strip()} (against: {'; '.join(found)})" if found else ""
        version = store.versions.activate(proposal, actor, reason)
        click.echo(f"version {version} is in force {scope_in_words(waiting.scope)}")
        for objection in found:
            click.echo(f"  although {objection}")
        click.echo("  scores that exist stay as they are; `icims-scoring rescore` makes them anew")


@policy.command()
@click.argument("proposal", type=ROW)
@click.option("--reason", required=True, help="Why, for the record.")
@actor_option
def withdraw(proposal: int, reason: str, user: str) -> None:
    """Take back a proposal that waits for a second person."""
    with policy_desk() as (_, store):
        store.versions.withdraw(proposal, actor_of(store, user), reason)
        click.echo(f"proposal {proposal} is withdrawn")


@policy.command()
@scope_options
@click.option("--reason", required=True, help="Why, for the record.")
@actor_option
def rollback(customer: str, family: str, job_id: str, reason: str, user: str) -> None:
    """Take the newest activation of exactly this scope out of force. One person is enough to go back."""
    with policy_desk() as (settings, store):
        scope = scope_of(settings, customer, family, job_id)
        version, _ = store.versions.roll_back(scope, actor_of(store, user), reason)
        now = in_force(settings, store, full_scope(store, scope))
        click.echo(f"version {version} is out of force {scope_in_words(scope)}; now {now.version}  {in_words(now)}")


for command in (simulate, canary, stop, resume, ceiling):
    policy.add_command(command)


def _show_simulation(store: Store, simulation_id: int, *, as_json: bool) -> None:
    kept = store.trials.simulation(simulation_id)
    if kept is None:
        raise InvalidInputError(f"no simulation {simulation_id}")
    _, result, created_at = kept
    if as_json:
        click.echo(json.dumps({"simulation": simulation_id, "created_at": created_at.isoformat(), **result}))
    else:
        click.echo(f"simulation {simulation_id} of {created_at:%Y-%m-%d %H:%M}")
        print_simulation(result)


def _concerns(entry: Activation, scope: Scope) -> bool:
    """An entry of a wider scope concerns the narrower one too; without a scope everything is shown."""
    return (
        (not scope.customer_id or entry.scope.customer_id in {"", scope.customer_id})
        and (not scope.job_id or entry.scope.job_id in {"", scope.job_id})
        and (not (scope.family or scope.job_id) or entry.scope.family in {"", scope.family})
    )


def _next_steps(settings: Settings, store: Store, proposal: Activation) -> None:
    for objection in objections(settings, store, proposal):
        click.echo(f"  to do: {objection}")
    click.echo(f"  then, by a second person: icims-scoring policy activate {proposal.id}")


def _state(entry: Activation) -> str:
    if entry.withdrawn_at is not None:
        back = "rolled back" if entry.activated_at else "withdrawn"
        return f"{back} {entry.withdrawn_at:%Y-%m-%d %H:%M}"
    if entry.activated_at is not None:
        return f"activated {entry.activated_at:%Y-%m-%d %H:%M} by {entry.approved_by}"
    return "waits for a second person"


def _line(store: Store, entry: Activation) -> str:
    scorer = ScorerVersion.from_json(store.versions.content(entry.version))
    return (
        f"{entry.id:>6}  {entry.proposed_at:%Y-%m-%d %H:%M}  {entry.version}  {in_words(scorer)}  "
        f"{scope_in_words(entry.scope)}  {entry.proposed_by}: {entry.reason}  {_state(entry)}"
    )


def _entry_json(entry: Activation) -> dict[str, Any]:
    return {
        "proposal": entry.id,
        "customer": entry.scope.customer_id,
        "family": entry.scope.family,
        "requisition": entry.scope.job_id,
        "version": entry.version,
        "reason": entry.reason,
        "proposed_at": entry.proposed_at.isoformat(),
        "proposed_by": entry.proposed_by,
        "activated_at": entry.activated_at and entry.activated_at.isoformat(),
        "approved_by": entry.approved_by,
        "withdrawn_at": entry.withdrawn_at and entry.withdrawn_at.isoformat(),
    }
