"""What the policy commands share: where a version applies, which way of scoring is meant, and who acts."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import click

from app.commands.ledger import acting_user, ledger, only_customer
from claude.model_profile import EFFORTS
from scoring.errors import InvalidInputError
from scoring.scorer import CLAUDE, LOCAL, ScorerVersion
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings
from store import Scope, Store
from tasks.scorers import in_force, made_here, renewed
from telemetry.logging import configure

Command = TypeVar("Command", bound=Callable[..., Any])
ROW = click.IntRange(1, 2**63 - 1)


class CutOffsType(click.ParamType[tuple[Decimal, Decimal]]):
    """Two numbers: 50,85."""

    name = "POSSIBLE,STRONG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Decimal, Decimal]:
        try:
            possible, strong = (Decimal(part.strip()) for part in str(value).split(","))
        except (ValueError, InvalidOperation):
            self.fail("two numbers with a comma between them are needed, such as 50,85", param, ctx)
        return possible, strong


@dataclass(frozen=True, slots=True)
class Choice:
    """Which way of scoring a command is about; what is None is as in force."""

    assessor: str | None
    model: str | None
    effort: str | None
    cut_offs: tuple[Decimal, Decimal] | None

    @property
    def is_empty(self) -> bool:
        return not (self.assessor or self.model or self.effort or self.cut_offs)


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


def actor_of(user: str) -> str:
    name = " ".join(user.split())
    return f"user:{name}" if name else acting_user()


def scope_of(settings: Settings, customer: str, family: str, job_id: str) -> Scope:
    """A requisition or a family belongs to a customer; without any of them the scope is everything."""
    if job_id and family:
        raise InvalidInputError("a scope is a requisition or a family, not both")
    return Scope(only_customer(settings, customer) if family or job_id else customer, family, job_id)


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
    """The version that a command is about, with what is installed here; what was not chosen is as in force.

    Raises InvalidInputError for a choice that cannot score.
    """
    now = in_force(settings, store, full_scope(store, scope))
    cut_offs = choice.cut_offs or now.cut_offs
    if choice.assessor is None and not choice.model and not choice.effort:
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
