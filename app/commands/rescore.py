"""``icims-scoring rescore``: ordinary runs for applications that were scored before."""

import click

from app.commands.ledger import ledger, only_customer
from scoring.errors import InvalidInputError
from store import Scope
from tasks.rescoring import rescore_scope


@click.command()
@click.option("--requisition", "job_id", metavar="JOB", required=True, help="Job id of the requisition to score again.")
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
@click.option("--reason", default="manual", show_default=True, help="A word for the record; the same word runs once.")
def rescore(job_id: str, customer: str, reason: str) -> None:
    """Open a run for every scored application of a requisition. Scores in iCIMS are updated where they changed."""
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        if store.requisitions.find(customer_id, job_id) is None:
            raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
        opened = rescore_scope(store, Scope(customer_id, "", job_id), reason)
    click.echo(f"{opened} runs opened")
