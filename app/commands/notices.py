"""``icims-scoring notices``: whose rules on notices hold where, and since when each notice stands."""

from datetime import datetime

import click

from app.commands.ledger import acting_user, ledger, only_customer
from app.letters import notice_digest
from app.notice_days import published_on
from scoring.errors import InvalidInputError
from settings import Settings
from store import Store
from tasks.notice_gate import notice_of_requisition
from tasks.regulation_file import regulations

CUSTOMER = click.option("--customer", default="", help="Customer id; the only configured one if left out.")


@click.group()
def notices() -> None:
    """Keep scores in shadow until the notice to candidates stands for as long as a place's rules ask.

    Nothing waits until a place is named: "places" for the whole customer, or with --job for one requisition. Then
    "publish" puts on record since when the notice (icims-scoring notice JOB) can be read. What waited is written by
    itself when its days are over.
    """


@notices.command()
@click.argument("names", metavar="PLACE...", nargs=-1)
@click.option("--none", "nowhere", is_flag=True, help="No place: nothing waits for the notice.")
@click.option(
    "--job", "job_id", default="", help="One requisition; every one that has no places of its own if left out."
)
@CUSTOMER
def places(names: tuple[str, ...], nowhere: bool, job_id: str, customer: str) -> None:
    """Say whose rules hold, such as "New York City" Illinois. Without a PLACE: show what can be named."""
    known = regulations().noticed_places
    strange = [name for name in names if name not in known]
    if strange or not (names or nowhere):
        listed = ", ".join(known)
        if not names:
            click.echo(f"places with rules on notices: {listed}")
            return
        raise InvalidInputError(f"{strange[0]} is not one of {listed}")
    if names and nowhere:
        raise click.UsageError("name places, or --none")
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        store.notices.set_places(customer_id, job_id, names, acting_user())
        click.echo(_said(settings, store, customer_id, job_id) if job_id else f"customer {customer_id}: {_list(names)}")


@notices.command()
@click.argument("job_id", metavar="JOB")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it was published; today if left out.")
@click.option("--at", "place", required=True, help="Where it can be read: an address, or a few words.")
@CUSTOMER
def publish(job_id: str, on: datetime | None, place: str, customer: str) -> None:
    """Put on record that the notice of a job stands there since a day."""
    day = published_on(f"{on:%Y-%m-%d}" if on else "")
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        requisition = store.requisitions.find(customer_id, job_id)
        if requisition is None:
            raise InvalidInputError(f"no requisition {job_id} of customer {customer_id}")
        digest = notice_digest(store, requisition)
        number = store.notices.publish(customer_id, job_id, day, place, digest, acting_user())
        click.echo(f"publication {number}: {_said(settings, store, customer_id, job_id)}")


@notices.command()
@click.argument("job_id", metavar="JOB")
@click.argument("publication", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@CUSTOMER
def withdraw(job_id: str, publication: int, customer: str) -> None:
    """Take a publication back that was recorded by mistake, or is gone."""
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        store.notices.withdraw(customer_id, job_id, publication, acting_user())
        click.echo(_said(settings, store, customer_id, job_id))


@notices.command()
@click.argument("job_id", metavar="JOB")
@CUSTOMER
def show(job_id: str, customer: str) -> None:
    """Show whose rules hold for a job, its publications, and what waits."""
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        click.echo(_said(settings, store, customer_id, job_id))
        for each in store.notices.publications(customer_id, job_id):
            gone = f", withdrawn {each.withdrawn_at:%Y-%m-%d}" if each.withdrawn_at else ""
            click.echo(f"{each.id:>6}  {each.published_on}  {each.place}  by {each.recorded_by}{gone}")


def _said(settings: Settings, store: Store, customer_id: str, job_id: str) -> str:
    tenant = next((tenant for tenant in settings.tenants() if tenant.customer_id == customer_id), None)
    state = notice_of_requisition(store, tenant, customer_id, job_id)
    said = f"job {job_id}: {_list(state.places)}"
    if not state.regulations:
        return f"{said}; nothing waits for the notice"
    asked = f"{said}; {', '.join(state.regulations)} ask for {state.business_days} business days"
    if state.usable_from is None:
        return f"{asked}; {state.wait}: no publication is on record"
    return f"{asked}; {state.wait or 'it stands'}: published {state.published_on}, usable from {state.usable_from}"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "no place"
