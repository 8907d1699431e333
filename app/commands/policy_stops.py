"""``icims-scoring policy stop, resume and ceiling``: the buttons and the purse."""

from decimal import Decimal, InvalidOperation

import click

from app.commands.ledger import only_customer
from app.commands.policy_options import ROW, actor_of, actor_option, policy_desk
from scoring.errors import InvalidInputError


@click.command()
@click.argument("what", type=click.Choice(["model", "all"]), required=False)
@click.option("--customer", default="", help="Only this customer.")
@click.option("--job", "job_id", metavar="JOB", default="", help="Only this requisition.")
@click.option("--reason", default="", help="Why, for the record; needed to stop.")
@actor_option
def stop(what: str | None, customer: str, job_id: str, reason: str, user: str) -> None:
    """Press a stop button: model (no more calls to it) or all (nothing is written to iCIMS either).

    Runs wait; nothing is lost. Without WHAT, the buttons that are pressed are listed.
    """
    with policy_desk() as (settings, store):
        if what is None:
            pressed = store.stops.pressed()
            for one in pressed:
                where = " ".join(filter(None, (one.customer_id, one.job_id))) or "everywhere"
                by = f"{one.pressed_at:%Y-%m-%d %H:%M}  {one.pressed_by}: {one.reason}"
                click.echo(f"{one.id:>6}  {one.what:<5}  {where}  {by}")
            if not pressed:
                click.echo("no stop button is pressed")
            return
        if not reason.strip():
            raise InvalidInputError("stopping needs a --reason")
        customer_id = only_customer(settings, customer) if job_id else customer
        number = store.stops.press(what, actor_of(store, user), reason, customer_id, job_id)
    click.echo(f"stop {number} is pressed; `icims-scoring policy resume {number}` lifts it")


@click.command()
@click.argument("number", type=ROW)
@actor_option
def resume(number: int, user: str) -> None:
    """Lift a stop button, by the number that `policy stop` lists. Waiting runs go on at once."""
    with policy_desk() as (_, store):
        store.stops.lift(number, actor_of(store, user))
    click.echo(f"stop {number} is lifted")


@click.command()
@click.argument("usd", required=False)
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
@click.option("--job", "job_id", metavar="JOB", default="", help="In all for this requisition, instead of a day.")
@actor_option
def ceiling(usd: str | None, customer: str, job_id: str, user: str) -> None:
    """Set the most that may be spent on the model: USD a day for a customer, or in all for a requisition.

    Without USD, the ceilings are listed with what was spent.
    """
    with policy_desk() as (settings, store):
        if usd is None:
            ceilings = store.stops.ceilings()
            for one in ceilings:
                hours = 24 * 3650 if one.job_id else 24
                spent = store.calls.spent(one.customer_id, one.job_id, hours).cost
                span = f"requisition {one.job_id}, in all" if one.job_id else "a day"
                click.echo(f"customer {one.customer_id}  {span}  {one.usd:.2f} USD, spent {spent:.4f}")
            if not ceilings:
                click.echo("no ceiling is set")
            return
        customer_id = only_customer(settings, customer)
        store.stops.set_ceiling(customer_id, job_id, _amount(usd), actor_of(store, user))
    click.echo(f"customer {customer_id}: at most {usd} USD " + (f"for requisition {job_id}" if job_id else "a day"))


def _amount(usd: str) -> Decimal:
    try:
        amount = Decimal(usd)
    except InvalidOperation:
        raise InvalidInputError(f"{usd[:20]!r} is not an amount of USD") from None
    if not amount.is_finite() or amount >= 1_000_000:
        raise InvalidInputError("a ceiling is less than 1,000,000 USD")
    return amount
