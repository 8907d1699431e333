"""``icims-scoring rescore``: ordinary runs for applications that were scored before."""

import click

from app.commands.ledger import ledger, only_customer
from scoring.errors import InvalidInputError
from store import Opening, Outcome
from tasks import pipeline

PAGE = 500


@click.command()
@click.option("--requisition", "job_id", metavar="JOB", required=True, help="Job id of the requisition to score again.")
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
@click.option("--reason", default="manual", show_default=True, help="A word for the record; the same word runs once.")
def rescore(job_id: str, customer: str, reason: str) -> None:
    """Open a run for every scored application of a requisition. Scores in iCIMS are updated where they changed."""
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        stored = store.requisitions.find(customer_id, job_id)
        if stored is None:
            raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
        opened, offset = 0, 0
        while page := store.reports.ranking(customer_id, job_id, PAGE, offset):
            for entry in page:
                accepted = store.inbox.open_run(
                    Opening(
                        customer_id=customer_id,
                        workflow_id=entry.workflow_id,
                        dedup_key=f"rescore:{entry.workflow_id}:{stored.rubric_version}:{reason}",
                        kind="rescore",
                        job_id=job_id,
                        person_id=entry.person_id,
                        cause="rescore",
                    )
                )
                if accepted.outcome is Outcome.OPENED and accepted.run_id is not None:
                    pipeline.start(accepted.run_id)
                    opened += 1
            offset += PAGE
    click.echo(f"{opened} runs opened")
