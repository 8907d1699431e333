"""``icims-scoring reconcile``: where iCIMS holds something else than we wrote, and what becomes of it."""

from contextlib import closing

import click

from app.commands.ledger import acting_user, ledger, only_customer
from app.commands.policy_options import ROW
from scoring.errors import InvalidInputError
from store import Difference, DifferenceKind
from tasks.deps import Deps
from tasks.proof import prove, repair

# What nobody edits by hand in iCIMS; two entries and a deleted application need a person there.
REPAIRABLE = (DifferenceKind.RESULT_CHANGED, DifferenceKind.RESULT_MISSING)


@click.command()
@click.option("--customer", default="", help="Customer id; the only configured one if left out.")
@click.option("--job", "job_id", metavar="JOB", default="", help="Only of this requisition.")
@click.option("--now", is_flag=True, help="Compare first, instead of listing what last night found.")
@click.option("--repair", "repairs", is_flag=True, help="Write our results again where they are missing or changed.")
@click.option("--ours", type=ROW, multiple=True, metavar="ID", help="Write our value over this edited field.")
@click.option("--theirs", type=ROW, multiple=True, metavar="ID", help="Leave it to the recruiters, for good.")
def reconcile(
    customer: str, job_id: str, now: bool, repairs: bool, ours: tuple[int, ...], theirs: tuple[int, ...]
) -> None:
    """List what iCIMS holds otherwise than the ledger says. Exit 1 while there is something.

    A field that a recruiter edited is never written over by --repair: that takes --ours ID. What is repaired is scored
    and written again in the ordinary way, so a stop button and the limit of calls hold for it too.
    """
    with ledger() as (settings, _), closing(Deps.from_settings(settings)) as deps:
        customer_id = only_customer(settings, customer)
        if now:
            proof = prove(deps, deps.tenant(customer_id))
            short = ", cut short: more when calls are left" if proof.cut_short else ""
            click.echo(f"{proof.compared} applications compared, {proof.differing} differ{short}")
        found = {one.id: one for one in _all(deps, customer_id, job_id)}
        for number in (*ours, *theirs):
            if number not in found:
                raise InvalidInputError(f"difference {number} is not open")
        chosen = dict.fromkeys(theirs, "theirs") | dict.fromkeys(ours, "ours")
        if repairs:
            chosen |= {one.id: "ours" for one in found.values() if one.kind in REPAIRABLE}
        for number, resolution in chosen.items():
            run_id = repair(deps, found.pop(number), acting_user(), resolution)
            click.echo(f"{number:>6}  {resolution}" + (f": run {run_id}" if run_id else ""))
        for one in found.values():
            click.echo(_line(one))
        if not found:
            click.echo("nothing differs")
    if found:
        click.get_current_context().exit(1)


def _all(deps: Deps, customer_id: str, job_id: str) -> list[Difference]:
    listed: list[Difference] = []
    while page := deps.store.differences.unresolved(customer_id, job_id, after=listed[-1].id if listed else 0):
        listed += page
    return listed


def _line(one: Difference) -> str:
    where = f"application {one.workflow_id} of requisition {one.job_id}"
    what = f"{one.kind} {one.field}".strip()
    return f"{one.id:>6}  {what}  {where}  {one.found_at:%Y-%m-%d %H:%M} by {one.found_by}"
