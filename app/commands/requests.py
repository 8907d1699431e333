"""``icims-scoring requests``: what candidates ask for, until when it is due, and the answers."""

from datetime import UTC, date, datetime

import click

from app.commands.ledger import acting_user, ledger, only_customer
from scoring.errors import InvalidInputError
from scoring.regulations import RequestKind
from store import CandidateRequest
from store.candidate_requests import ENDS
from tasks import candidate_requests
from tasks.regulation_file import regulations

KIND = click.Choice([kind.value for kind in RequestKind])
CUSTOMER = click.option("--customer", default="", help="Customer id; the only configured one if left out.")


@click.group()
def requests() -> None:
    """List, record and answer what candidates ask for: no program, a person, a correction, the reasons."""


@requests.command("list")
@click.option("--answered", is_flag=True, help="Those that were answered, newest first.")
@CUSTOMER
def list_command(answered: bool, customer: str) -> None:
    """Open requests, the most urgent first."""
    with ledger() as (settings, store):
        found = store.requests.listed([only_customer(settings, customer)], answered=answered)
    for request in found:
        click.echo(_line(request, datetime.now(UTC).date()))
    if not found:
        click.echo("no requests")


@requests.command()
@click.argument("workflow_id", metavar="APPLICATION")
@click.argument("kind", type=KIND)
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it came; today if left out.")
@click.option("--details", default="", help="What the candidate wrote, kept with the request and nowhere else.")
@click.option("--job", "job_id", default="", help="The job, while the application has not reached us yet.")
@CUSTOMER
def add(workflow_id: str, kind: str, received: datetime | None, details: str, job_id: str, customer: str) -> None:
    """Record what a candidate asks for. An application that is opted out is never scored from then on."""
    today = datetime.now(UTC).date()
    came = received.date() if received else today
    if came > today:
        raise InvalidInputError("a request cannot have come in the future")
    with ledger() as (settings, store):
        customer_id = only_customer(settings, customer)
        request_id = candidate_requests.receive(
            store,
            regulations(),
            customer_id,
            workflow_id,
            RequestKind(kind),
            came,
            acting_user(),
            details=details,
            job_id=job_id,
        )
        recorded = store.requests.get(request_id)
    assert recorded is not None
    click.echo(_line(recorded, today))


@requests.command()
@click.argument("request_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
@click.argument("end", type=click.Choice(ENDS))
@click.option("--answer", default="", help="What the candidate is told; needed where it is declined.")
def answer(request_id: int, end: str, answer: str) -> None:
    """Answer a request. A withdrawn opt-out lets the application be scored."""
    with ledger() as (_, store):
        ended = candidate_requests.end(store, request_id, end, answer, acting_user())
    click.echo(_line(ended, datetime.now(UTC).date()))


def _line(request: CandidateRequest, today: date) -> str:
    by = request.regulation or "our promise"
    left = request.days_left(today)
    due = f"due {request.due_on} by {by}" + (f", {-left} days overdue" if left < 0 else "")
    state = due if request.state == "open" else f"{request.state} {request.answered_at:%Y-%m-%d}"
    what = request.kind.replace("_", " ")
    return f"{request.id:>6}  {what:<12}  application {request.workflow_id}  job {request.job_id or '?'}  {state}"
