"""``icims-scoring requisitions``: what is scored, whether its moves wait, and who answers when Claude cannot."""

import click

from app.commands.ledger import acting_user, ledger, only_customer


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
