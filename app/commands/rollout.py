"""``icims-scoring rollout``: how far scores reach where, who decided it on which numbers, and the way back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from app.commands.ledger import ledger, only_customer
from app.commands.policy_options import ROW, actor_of, actor_option, is_admin, policy_desk, scope_options
from scoring.attack_results import attack_results
from scoring.errors import InvalidInputError
from scoring.promotion import NumberKind
from scoring.rollout import Pilot
from scoring.run import RolloutMode
from settings import Settings
from store import Promotion, Scope, Store
from tasks import measuring, promotion
from tasks.policy import scope_in_words

Command = TypeVar("Command", bound=Callable[..., Any])


def pilot_options(command: Command) -> Command:
    """--share, --application and --recruiter."""
    for option in (
        click.option("--recruiter", "recruiters", metavar="USER", multiple=True, help="Moved by this user of iCIMS."),
        click.option("--application", "applications", metavar="WORKFLOW", multiple=True, help="This one; repeatable."),
        click.option("--share", type=click.IntRange(0, 100), default=0, help="This many per cent of them."),
    ):
        command = option(command)
    return command


@click.group()
def rollout() -> None:
    """Decide how far scores reach: shadow, assist or guided, for a customer, a family or one requisition.

    \b
    The way up goes like this:
      1. rollout measure --job 1201                                       agreement, impact, attacks
      2. rollout propose assist --job 1201 --reason "..." --as maria      maybe with --share 20
      3. rollout approve 7 --as tom                                       by a second person
    The way back is one person's: rollout demote shadow --job 1201 --reason "..."
    """


@rollout.command()
@scope_options
@click.option("--ended", is_flag=True, help="With what has ended.")
def show(customer: str, family: str, job_id: str, ended: bool) -> None:
    """Show the mode in force, the numbers on record, and what waits for approval."""
    with policy_desk() as (settings, store):
        scope = _scope(settings, store, customer, family, job_id)
        click.echo(f"{scope_in_words(scope)}: {promotion.mode_now(settings, store, scope)}")
        click.echo(f"  numbers: {json.dumps(store.rollouts.numbers(scope).as_json(), sort_keys=True)}")
        for each in store.rollouts.listed(scope.customer_id, ended=ended):
            click.echo(_line(each))
            if each.state == "waiting":
                for objection in promotion.objections(settings, store, each):
                    click.echo(f"          to do: {objection}")


@rollout.command()
@scope_options
@click.option(
    "--attacks",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `python -m evals attacks --json FILE` wrote; left out: what came with the program.",
)
@actor_option
def measure(customer: str, family: str, job_id: str, attacks: Path | None, user: str) -> None:
    """Measure the numbers that a promotion rests on, under the scorer in force, and put them on record.

    Agreement is of blind ratings with scores of today; impact needs demographic data; the attacks are those that were
    tried on the rules and prompts in force.
    """
    tried = None if attacks is None else attack_results(attacks.read_bytes())
    with policy_desk() as (settings, store):
        scope = _scope(settings, store, customer, family, job_id)
        for one in measuring.measure(settings, store, scope, actor_of(store, user), tried):
            figures, remark = measuring.in_words(one)
            click.echo(f"{figures}  ({remark})")


@rollout.command()
@click.argument("kind", type=click.Choice([kind.value for kind in NumberKind]))
@click.argument("figures", metavar="JSON")
@scope_options
@actor_option
def record(kind: str, figures: str, customer: str, family: str, job_id: str, user: str) -> None:
    """Put numbers on record by hand. They are marked as typed, and guided rests on measured agreement only.

    \b
    agreement  {"pairs": 42, "kappa": 0.71}
    impact     {"lowest_ratio": 0.91}, or null where there are no demographic data
    injection  {"attacks": 276, "unflagged": 0}
    """
    try:
        content = json.loads(figures)
    except ValueError:
        raise InvalidInputError("the figures are one JSON object") from None
    if not isinstance(content, dict):
        raise InvalidInputError("the figures are one JSON object")
    with ledger() as (settings, store):
        scope = _scope(settings, store, customer, family, job_id)
        store.rollouts.record(scope, NumberKind(kind), content, actor_of(store, user))
    click.echo(f"{kind} is recorded as typed for {scope_in_words(scope)}")


@rollout.command()
@click.argument("mode", type=click.Choice(["assist", "guided"]))
@scope_options
@pilot_options
@click.option("--reason", required=True, help="Why, for the record and for the second person.")
@actor_option
def propose(
    mode: str,
    customer: str,
    family: str,
    job_id: str,
    share: int,
    applications: tuple[str, ...],
    recruiters: tuple[str, ...],
    reason: str,
    user: str,
) -> None:
    """Propose a higher mode, for everybody in the scope or for a pilot group. Nothing changes yet."""
    with policy_desk() as (settings, store):
        scope, group = _scope(settings, store, customer, family, job_id), _pilot(share, applications, recruiters)
        proposal = promotion.propose(settings, store, scope, RolloutMode(mode), group, actor_of(store, user), reason)
        click.echo(_line(store.rollouts.get(proposal)))
        for objection in promotion.objections(settings, store, store.rollouts.get(proposal)):
            click.echo(f"  to do: {objection}")
        click.echo(f"  then, by a second person: icims-scoring rollout approve {proposal}")


@rollout.command()
@click.argument("number", type=ROW)
@click.option("--override", metavar="REASON", default="", help="Although numbers are missing; for administrators.")
@actor_option
def approve(number: int, override: str, user: str) -> None:
    """Put a proposal in force, as a second person."""
    with policy_desk() as (settings, store):
        missing = promotion.approve(
            settings, store, number, actor_of(store, user), override=override, is_admin=is_admin(store, user)
        )
        click.echo(_line(store.rollouts.get(number)))
        for one in missing:
            click.echo(f"  although: {one}")


@rollout.command()
@click.argument("number", type=ROW)
@click.option("--reason", required=True, help="Why, for the record.")
@actor_option
def withdraw(number: int, reason: str, user: str) -> None:
    """Take back a proposal that waits for a second person."""
    with ledger() as (_, store):
        store.rollouts.withdraw(number, actor_of(store, user), reason)
        click.echo(f"rollout {number} is withdrawn")


@rollout.command()
@click.argument("mode", type=click.Choice(["shadow", "assist"]))
@scope_options
@click.option("--reason", required=True, help="Why, for the record.")
@actor_option
def demote(mode: str, customer: str, family: str, job_id: str, reason: str, user: str) -> None:
    """Step back at once, by one person: nothing in the scope reaches further from its next step on."""
    with ledger() as (settings, store):
        scope = _scope(settings, store, customer, family, job_id)
        ended = store.rollouts.demote(scope, RolloutMode(mode), actor_of(store, user), reason)
    click.echo(f"{scope_in_words(scope)} is in {mode} mode; {ended} rollouts ended")


@rollout.command()
@click.argument("number", type=ROW)
@pilot_options
@actor_option
def pilot(number: int, share: int, applications: tuple[str, ...], recruiters: tuple[str, ...], user: str) -> None:
    """Change the group of a rollout: freely while it waits, only to fewer once it is in force."""
    group = _pilot(share, applications, recruiters)
    if group is None:
        raise InvalidInputError("name the group: --share, --application or --recruiter")
    with ledger() as (_, store):
        store.rollouts.set_pilot(number, group, actor_of(store, user))
        click.echo(_line(store.rollouts.get(number)))


def _pilot(share: int, applications: tuple[str, ...], recruiters: tuple[str, ...]) -> Pilot | None:
    if not (share or applications or recruiters):
        return None
    return Pilot(share, frozenset(applications), frozenset(recruiters))


def _scope(settings: Settings, store: Store, customer: str, family: str, job_id: str) -> Scope:
    """A requisition stands for itself here, whatever its family."""
    if family and job_id:
        raise InvalidInputError("a scope is a requisition or a family, not both")
    customer_id = only_customer(settings, customer)
    if job_id and store.requisitions.find(customer_id, job_id) is None:
        raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
    return Scope(customer_id, family, job_id)


def _line(each: Promotion) -> str:
    group = "everybody" if each.pilot is None else json.dumps(each.pilot.as_json(), sort_keys=True)
    by = f"{each.proposed_by}: {each.reason}" + (f"; approved by {each.approved_by}" if each.approved_by else "")
    kind = "demotion to " if each.demotion else ""
    override = f"; override: {each.override}" if each.override else ""
    return f"{each.id:>6}  {each.state:<8}  {kind}{each.mode}  {scope_in_words(each.scope)}  {group}  {by}{override}"
