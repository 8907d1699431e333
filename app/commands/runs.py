"""``icims-scoring runs``: what happened to a run, and what to do with those that died."""

import json

import click
from redis import Redis

from app.commands.describe import describe_command
from app.commands.ledger import acting_user, ledger
from claude.breaker import CircuitBreaker
from scoring.errors import InvalidInputError
from scoring.run import RunId, Step
from scoring.taxonomy import use_extra_taxonomy
from store import Opening, Store
from tasks import pipeline
from tasks.replay import difference

LETTER = click.IntRange(1, 2**63 - 1)


@click.group()
def runs() -> None:
    """Look at runs, describe one, start them again, and clear the dead letters."""


@runs.command()
@click.argument("run_id", type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="The whole run with its findings as one JSON object.")
def show(run_id: object, as_json: bool) -> None:
    """Show the steps of a run and how it ended."""
    with ledger() as (_, store):
        view = store.reports.run(str(run_id))
    if view is None:
        raise InvalidInputError(f"no run {run_id}")
    if as_json:
        findings = {step.value: payload for step, payload in view.findings.items()}
        click.echo(json.dumps({"run_id": view.run_id, "state": view.state, "findings": findings}))
        return
    click.echo(f"run {view.run_id}: {view.state}, application {view.workflow_id} of customer {view.customer_id}")
    for step, attempts, milliseconds, recorded_at in view.timings:
        click.echo(f"  {step.value:<11} {milliseconds:>6} ms  {attempts} attempt(s)  {recorded_at:%Y-%m-%d %H:%M:%S}")
    if view.next_step:
        click.echo(f"  next: {view.next_step.value}" + (f"; last error: {view.last_error}" if view.last_error else ""))


@runs.command()
@click.argument("run_id", type=click.UUID)
def restart(run_id: object) -> None:
    """Score the application of a run once more, from the beginning, as a new run."""
    with ledger() as (_, store):
        view = store.reports.run(str(run_id))
        if view is None:
            raise InvalidInputError(f"no run {run_id}")
        accepted = store.inbox.open_run(
            Opening(
                customer_id=view.customer_id,
                workflow_id=view.workflow_id,
                dedup_key=f"restart:{view.run_id}",
                kind="restart",
                job_id=view.job_id,
                person_id=view.person_id,
                cause="restart",
            )
        )
        if accepted.run_id is None:
            raise InvalidInputError(f"run {run_id} was restarted before")
        _ring(accepted.run_id)


@runs.command()
@click.argument("run_id", type=click.UUID)
@click.pass_context
def replay(context: click.Context, run_id: object) -> None:
    """Compute the score of a finished run once more from what is stored, without a call, and compare.

    Exit code 0 when it is the same to the point, 1 with the difference when it is not.
    """
    with ledger() as (settings, store):
        use_extra_taxonomy(settings.taxonomy_extra)
        view = store.reports.run(str(run_id))
        if view is None:
            raise InvalidInputError(f"no run {run_id}")
        differs = difference(store, view)
        score = view.findings[Step.FLAG]["card"]["score"]
    if differs:
        click.echo(f"run {run_id} differs: {differs}")
        context.exit(1)
    click.echo(f"run {run_id}: the same, {'not scored' if score is None else f'{score:g}'}")


runs.add_command(describe_command)


@runs.command()
def wake() -> None:
    """Let runs that wait for Claude, or to write, look again now: after a bill, a key or an outage was seen to."""
    with ledger() as (settings, store), Redis.from_url(settings.redis_url, socket_timeout=5) as redis:
        for model in store.calls.models():
            CircuitBreaker(redis, model).answered()
        woken = store.waits.wake()
    click.echo(f"{woken} runs look again; the sweep rings for them within seconds")


@runs.command("dead-letters")
@click.option(
    "--replay", metavar="ID", multiple=True, type=LETTER, help="Open this run again at the step where it died."
)
@click.option("--discard", metavar="ID", multiple=True, type=LETTER, help="Close this run without a score.")
@click.option("--replay-all", is_flag=True, help="Replay every waiting dead letter.")
def dead_letters(replay: tuple[int, ...], discard: tuple[int, ...], replay_all: bool) -> None:
    """List what no retry can help, oldest first; replay or discard it."""
    with ledger() as (_, store):
        if replay_all:
            _replay_all(store)
        for letter_id in replay:
            _replay(store, letter_id)
        for letter_id in discard:
            click.echo(f"{letter_id}: run {store.dead_letters.discard(letter_id, acting_user())} is closed")
        if not replay and not discard and not replay_all:
            waiting = store.dead_letters.waiting()
            for letter in waiting:
                click.echo(
                    f"{letter.id:>6}  {letter.created_at:%Y-%m-%d %H:%M}  {letter.step.value:<10} {letter.kind:<9} "
                    f"application {letter.workflow_id}  run {letter.run_id}  {letter.reason}"
                )
            if not waiting:
                click.echo("no dead letters")


def _replay(store: Store, letter_id: int) -> None:
    run_id, step = store.dead_letters.replay(letter_id, acting_user())
    pipeline.start(run_id, step, assessor=store.waits.assessors([run_id]).get(run_id, "local"))
    click.echo(f"{letter_id}: run {run_id} continues at {step.value}")


def _replay_all(store: Store) -> None:
    """One that a newer run has overtaken does not keep the others waiting."""
    refused = 0
    for letter in store.dead_letters.waiting(limit=100_000):
        try:
            _replay(store, letter.id)
        except InvalidInputError as error:
            refused += 1
            click.echo(str(error))
    if refused:
        raise InvalidInputError(f"{refused} dead letters could not be replayed")


def _ring(run_id: RunId) -> None:
    rung = pipeline.start(run_id)
    click.echo(f"run {run_id} is on its way" if rung else f"run {run_id} waits for the broker; the sweep will find it")
