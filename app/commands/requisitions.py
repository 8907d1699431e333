"""``icims-scoring requisitions``: what is scored, how far its scores may reach, and who answers when Claude cannot."""

import click

from app.commands.ledger import acting_user, ledger, only_customer
from scoring.run import RolloutMode


@click.group()
def requisitions() -> None:
    """List requisitions and set their rollout mode."""


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
@click.argument("mode", type=click.Choice([mode.value for mode in RolloutMode if mode is not RolloutMode.GUIDED]))
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
def mode(job_id: str, mode: str, customer: str) -> None:
    """Set how far scores of a requisition may reach: shadow writes nothing to iCIMS, assist writes score and reasons.

    The change is on the audit record with your name. It holds for every step that starts from now on.
    """
    with ledger() as (settings, store):
        store.requisitions.set_mode(only_customer(settings, customer), job_id, RolloutMode(mode), acting_user())
    click.echo(f"requisition {job_id} is in {mode} mode")


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
