"""The night's answers by batch, for tenants that allow it: asked for before the runs open, kept when they come.

A run that opens afterwards is an ordinary one: its match step finds the answer where it looks first, and asks online
for whatever no batch has answered. docs/decisions/0015 says why this is off unless a tenant turns it on.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import structlog

from claude.answer import check_answer
from claude.application import Application, redacted_application
from claude.batch_client import BatchClient
from claude.batches import BatchDesk, BatchRequest, batch_request
from claude.questions import questions_of
from icims.person import IDENTITY_FIELDS, read_identity
from scoring.errors import PermanentError, ScoringError
from scoring.model_batch import BatchItem, ModelBatch
from scoring.rubric import Rubric
from scoring.run import RunId, Step
from store import Opening, Pooled
from tasks import pipeline
from tasks.celery import app
from tasks.claude_desk import Scorer, profile_of
from tasks.deps import Deps
from tasks.findings import ADAPTERS, Extracted

log = structlog.get_logger(__name__)


@app.task(name="scoring.tend_batches")
def tend_batches() -> None:
    """Fetch what is ready, open its runs, and have the provider delete it."""
    tend(app.deps)


def tend(deps: Deps) -> None:
    """A batch that cannot be looked after now is looked after the next time, and keeps no other one waiting."""
    for batch in deps.store.batches.unfinished():
        try:
            _desk(deps).tend(
                batch,
                usable=lambda item, text, batch=batch: _is_usable(deps, batch, item, text),  # type: ignore[misc]
                release=lambda ended: _release(deps, ended),
                stopped=_is_stopped(deps, batch),
            )
        except ScoringError as error:
            log.warning("batch_not_tended", batch=batch.id, error=str(error))


def without_batches(deps: Deps, stale: Iterable[Pooled]) -> Iterator[Pooled]:
    """Hand over what a batch may answer; what is left is to be scored now.

    An application that waits for a batch is neither handed over again nor scored before the batch is back.
    """
    if not any(tenant.settings.claude_batches for tenant in deps.tenants.values()):
        yield from stale
        return
    waiting = {
        (batch.customer_id, item.workflow_id) for batch in deps.store.batches.unfinished() for item in batch.items
    }
    today = date.today()  # noqa: DTZ011  the calendar day of the installation, as a run's
    asked: dict[tuple[str, Scorer], list[BatchRequest]] = {}
    for pooled in stale:
        if (pooled.customer_id, pooled.workflow_id) in waiting:
            continue
        found = _asked(deps, pooled, today)
        if found is None:
            yield pooled
        else:
            scorer, request = found
            asked.setdefault((pooled.customer_id, scorer), []).append(request)
    for (customer_id, scorer), requests in asked.items():
        profile = profile_of(deps.settings, scorer)
        for item in _desk(deps).submit(customer_id, profile, today, requests):
            yield _pooled(customer_id, item)


def open_rescore(deps: Deps, pooled: Pooled, as_of: date | None = None) -> bool:
    """Open an ordinary run; False where this was done before. ``as_of`` is today unless given."""
    accepted = deps.store.inbox.open_run(
        Opening(
            customer_id=pooled.customer_id,
            workflow_id=pooled.workflow_id,
            dedup_key=f"rescore:{pooled.run_id}:{pooled.rubric_version}",
            kind="rescore",
            job_id=pooled.job_id,
            person_id=pooled.person_id,
            cause="rescore",
            as_of=as_of,
        )
    )
    if accepted.run_id is None:
        return False
    pipeline.start(accepted.run_id)
    return True


def _desk(deps: Deps) -> BatchDesk:
    return BatchDesk(BatchClient(deps.claude.messages), deps.store.batches, deps.store.calls, deps.store.answers)


def _asked(deps: Deps, pooled: Pooled, as_of: date) -> tuple[Scorer, BatchRequest] | None:
    """What to ask about a pooled application, and whom. None where there is nothing that a batch could do."""
    tenant = deps.tenants.get(pooled.customer_id)
    requisition = deps.store.requisitions.find(pooled.customer_id, pooled.job_id)
    if tenant is None or requisition is None or not tenant.settings.claude_batches:
        return None
    scorer = deps.scorer_for(pooled.customer_id, requisition)
    if scorer.assessor != "claude" or requisition.rubric_version != pooled.rubric_version:
        return None
    if deps.store.requests.opted_out(pooled.customer_id, pooled.workflow_id):
        return None
    try:
        application = _application(deps, pooled.customer_id, pooled.run_id, pooled.person_id, as_of)
    except ScoringError as error:
        log.warning("application_not_batched", run_id=pooled.run_id, error=str(error))
        return None
    if application is None:
        return None
    about = BatchItem(
        "", "", "", "", pooled.run_id, pooled.workflow_id, job_id=pooled.job_id, person_id=pooled.person_id
    )
    rubric = deps.store.requisitions.rubric(requisition.rubric_id)
    request = batch_request(profile_of(deps.settings, scorer), rubric, application, pooled.customer_id, about)
    # What is answered already costs nothing online either.
    return None if deps.store.answers.get(request.item.key) else (scorer, request)


def _application(deps: Deps, customer_id: str, run_id: str, person_id: str, as_of: date) -> Application | None:
    """What an earlier run read, as a model may see it; None where it read nothing. A resume that was replaced since
    makes another document: then the run asks online."""
    view = deps.store.reports.run(RunId(run_id))
    if view is None or Step.EXTRACT not in view.findings:
        return None
    extracted: Extracted = ADAPTERS[Extracted].validate_python(view.findings[Step.EXTRACT])
    if extracted.resume is None:
        return None
    identity = extracted.identity
    if identity is None:
        identity = read_identity(deps.tenant(customer_id).client.person_fields(person_id, IDENTITY_FIELDS))
    return redacted_application(extracted.resume, extracted.answers, as_of, identity)


def _is_usable(deps: Deps, batch: ModelBatch, item: BatchItem, text: str) -> bool:
    """Whether an online call would have been content with the answer. Raises TransientError where that cannot be told
    now."""
    rubric = _rubric(deps, batch.customer_id, item)
    if rubric is None:
        return False
    try:
        application = _application(deps, batch.customer_id, item.run_id, item.person_id, batch.as_of)
    except PermanentError:
        return False
    if application is None or application.document.sha256 != item.document_sha256:
        return False
    return not check_answer(text, questions_of(rubric), application.sources).problems


def _rubric(deps: Deps, customer_id: str, item: BatchItem) -> Rubric | None:
    """The rubric that the item was asked about, as long as it is the one in force."""
    requisition = deps.store.requisitions.find(customer_id, item.job_id)
    if requisition is None or requisition.rubric_version != item.rubric_version:
        return None
    return deps.store.requisitions.rubric(requisition.rubric_id)


def _release(deps: Deps, batch: ModelBatch) -> None:
    opened = sum(open_rescore(deps, _pooled(batch.customer_id, item), batch.as_of) for item in batch.items)
    log.info("batch_released", batch=batch.id, opened=opened)


def _pooled(customer_id: str, item: BatchItem) -> Pooled:
    return Pooled(item.run_id, customer_id, item.workflow_id, item.job_id, item.person_id, item.rubric_version)


def _is_stopped(deps: Deps, batch: ModelBatch) -> bool:
    """Whether a stop button is pressed that covers any of it."""
    jobs = {"", *(item.job_id for item in batch.items)}
    return any(
        stop.customer_id in {"", batch.customer_id} and stop.job_id in jobs for stop in deps.store.stops.pressed()
    )
