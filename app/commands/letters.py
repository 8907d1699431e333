"""``icims-scoring explain`` and ``icims-scoring notice``: letters to candidates as text."""

from datetime import UTC, datetime

import click

from app.commands.ledger import ledger, only_customer
from app.letters import explanation_of, notice_of
from app.notice_links import notice_address
from scoring.errors import InvalidInputError
from settings import Settings, TenantSettings

CUSTOMER = click.option("--customer", default="", help="Customer id; the only configured one if left out.")


@click.command()
@click.argument("workflow_id", metavar="APPLICATION")
@CUSTOMER
def explain(workflow_id: str, customer: str) -> None:
    """Tell a candidate why the application was read as it was: what was found and not, without the score."""
    with ledger() as (settings, store):
        tenant = _tenant(settings, only_customer(settings, customer))
        click.echo(explanation_of(store, tenant, workflow_id).text, nl=False)


@click.command()
@click.argument("job_id", metavar="JOB")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules are to be met; today if left out.")
@CUSTOMER
def notice(job_id: str, on: datetime | None, customer: str) -> None:
    """Print the notice of a job to its candidates, with a part for each place whose rules apply."""
    day = on.date() if on else datetime.now(UTC).date()
    with ledger() as (settings, store):
        tenant = _tenant(settings, only_customer(settings, customer))
        requisition = store.requisitions.find(tenant.customer_id, job_id)
        if requisition is None:
            raise InvalidInputError(f"no requisition {job_id} of customer {tenant.customer_id}")
        link = notice_address(settings, tenant.customer_id, job_id)
        click.echo(notice_of(store, tenant, requisition, day, link).text, nl=False)


def _tenant(settings: Settings, customer_id: str) -> TenantSettings:
    found = next((tenant for tenant in settings.tenants() if tenant.customer_id == customer_id), None)
    if found is None:
        raise InvalidInputError(f"customer {customer_id} is not configured")
    return found
