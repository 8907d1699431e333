"""What the policy commands share: options for the scope and the way of scoring, the ledger, and who acts."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

import click

from app.commands.ledger import acting_user, ledger, only_customer
from claude.model_profile import EFFORTS
from scoring.access import Role
from scoring.errors import InvalidInputError
from scoring.scorer import CLAUDE, LOCAL
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings
from store import Scope, Store
from store import actor_of as user_on_record
from tasks.policy import read_cut_offs
from telemetry.logging import configure

Command = TypeVar("Command", bound=Callable[..., Any])
ROW = click.IntRange(1, 2**63 - 1)


class CutOffsType(click.ParamType[tuple[Decimal, Decimal]]):
    """Two numbers: 50,85."""

    name = "POSSIBLE,STRONG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Decimal, Decimal]:
        possible, _, strong = str(value).partition(",")
        try:
            return read_cut_offs(possible, strong)
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)


def scope_options(command: Command) -> Command:
    """--customer, --family and --job."""
    for option in (
        click.option("--job", "job_id", metavar="JOB", default="", help="Only this requisition."),
        click.option("--family", default="", help="Only requisitions of this job family."),
        click.option("--customer", default="", help="Only this customer; with --family or --job, the only one."),
    ):
        command = option(command)
    return command


def scorer_options(command: Command) -> Command:
    """--assessor, --model, --effort and --cut-offs."""
    for option in (
        click.option("--cut-offs", type=CutOffsType(), help="From where on a score is possible, and strong: 50,85."),
        click.option("--effort", type=click.Choice(EFFORTS), help="How hard the model thinks."),
        click.option("--model", help="A fixed snapshot of Claude, such as claude-haiku-5-5."),
        click.option("--assessor", type=click.Choice([LOCAL, CLAUDE]), help="Who rates."),
    ):
        command = option(command)
    return command


def actor_option(command: Command) -> Command:
    """--as: the person on whose behalf the command runs."""
    help_text = "Who does this, for the record; your login if left out."
    return click.option("--as", "user", metavar="USER", default="", help=help_text)(command)


@contextmanager
def policy_desk() -> Iterator[tuple[Settings, Store]]:
    """The ledger, with the taxonomy that the workers use: it is part of the rules' version.

    Log lines go to standard error, and only those that matter: standard output is the command's answer.
    """
    configure("WARNING")
    # One case of the canary set is damaged on purpose, which pypdf would report.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with ledger() as (settings, store):
        use_extra_taxonomy(settings.taxonomy_extra)
        yield settings, store


def actor_of(store: Store, user: str) -> str:
    """A user of ours by his id, as the pages put him on record, so that one person does not count as two; anybody else
    as named, in small letters. Without a name it is whoever runs the command."""
    name = (" ".join(user.split()) or acting_user().removeprefix("user:")).lower()
    found = store.users.find(name)
    return f"user:{name}" if found is None else user_on_record(found.id)


def is_admin(store: Store, user: str) -> bool:
    """Whether that login is an administrator of ours who may still sign in."""
    found = store.users.find(" ".join(user.split()).lower()) if user else None
    return found is not None and found.disabled_at is None and any(g.role is Role.ADMIN for g in found.grants)


def scope_of(settings: Settings, customer: str, family: str, job_id: str) -> Scope:
    """A requisition or a family belongs to a customer; without any of them the scope is everything."""
    if job_id and family:
        raise InvalidInputError("a scope is a requisition or a family, not both")
    return Scope(only_customer(settings, customer) if family or job_id else customer, family, job_id)
