"""``icims-scoring requisitions``: what is scored, whether its moves wait, and who answers when Claude cannot."""

from typing import IO

import click

from app.commands.contracts import contract_of, signer_of
from app.commands.ledger import acting_user, ledger, only_customer
from scoring.rubric.contract import STATEMENT


@click.group()
def requisitions() -> None:
    """List requisitions, and set what holds for one of them."""


@requisitions.command("list")
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def list_command(customer: str) -> None:
    """Every requisition with its mode, rubric version and counts."""
    with ledger() as (settings, store):
        for summary in store.reports.requisitions(only_customer(settings, customer)):
            states = ", ".join(f"{count} {state}" for state, count in sorted(summary.states.items())) or "nothing yet"
            click.echo(
                f"{summary.job_id:>8}  {summary.mode.value:<7} {summary.rubric_version}  {summary.title}  ({states})"
            )


@requisitions.command()
@click.argument("job_id")
@click.argument("yes_or_no", metavar="yes|no", type=click.Choice(["yes", "no"]))
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def high_stakes(job_id: str, yes_or_no: str, customer: str) -> None:
    """Set whether every status move of a requisition waits for a person, upward ones too.

    The change is on the audit record with your name. Modes are changed by `icims-scoring rollout`.
    """
    with ledger() as (settings, store):
        store.requisitions.set_high_stakes(
            only_customer(settings, customer), job_id, acting_user(), high_stakes=yes_or_no == "yes"
        )
    click.echo(
        f"requisition {job_id}: " + ("every move waits for a person" if yes_or_no == "yes" else "moves as usual")
    )


@requisitions.command()
@click.argument("job_id")
@click.option(
    "--when-model-fails", "answer", required=True, type=click.Choice(["wait", "local"]), help="Wait is usual."
)
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def fallback(job_id: str, answer: str, customer: str) -> None:
    """Set what happens while Claude cannot be asked: runs wait for it, or the local rules answer in its place.

    Every card, every text in iCIMS and the audit record then say that the local rules answered, and why. The change is
    on the audit record with your name, and runs that wait look again at once.
    """
    with ledger() as (settings, store):
        store.requisitions.set_when_model_fails(only_customer(settings, customer), job_id, answer, acting_user())
        store.waits.wake()
    said = "runs wait for Claude" if answer == "wait" else "the local rules answer where Claude cannot"
    click.echo(f"requisition {job_id}: {said}")


@requisitions.command("rubric")
@click.argument("job_id")
@click.option("--json", "as_json", is_flag=True, help="The rubric as one JSON object, to be edited and handed in.")
@click.option("--edit", "edits", type=click.File("r"), help="Propose this rubric (JSON); it is in force once signed.")
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def rubric_command(job_id: str, as_json: bool, edits: IO[str] | None, customer: str) -> None:
    """Show the rubric that is proposed, or else in force, with what would change; or propose an edited one.

    A criterion without an id is added, one that is left out is removed. Unlawful words are refused with what may be
    asked for instead.
    """
    with ledger() as (settings, store):
        contract = contract_of(store, only_customer(settings, customer), job_id)
        if edits is not None:
            contract = contract.edited(store, edits.read(), acting_user())
        click.echo(contract.as_json() if as_json else contract.as_text(), nl=as_json)


@requisitions.command()
@click.argument("job_id")
@click.option("--as", "login", metavar="USER", required=True, help="Login of who signs: a recruiter of the job.")
@click.option("--yes", is_flag=True, help="Sign without being asked.")
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def sign(job_id: str, login: str, yes: bool, customer: str) -> None:
    """Sign the rubric that is proposed, or else in force. Only a signed rubric lets scores leave shadow."""
    with ledger() as (settings, store):
        contract = contract_of(store, only_customer(settings, customer), job_id)
        signer = signer_of(store, contract.requisition, login)
        if not yes:
            click.echo(contract.as_text(), nl=False)
            click.confirm(STATEMENT, abort=True)
        store.contracts.sign(contract.requisition.customer_id, job_id, contract.rubric.version, signer.id)
    click.echo(f"requisition {job_id}: rubric {contract.rubric.version} is signed and in force")
