"""The nightly proof that iCIMS holds what the ledger says: what differs goes on record, and can be written anew."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

import structlog

from icims.errors import IcimsRefusedError
from icims.field_readings import digest_of, digest_of_entry, is_same
from icims.models import ApplicantWorkflow, ResultEntry, read_results, text_of
from scoring.errors import ScoringError
from store import Difference, DifferenceKind, Opening, Seen, WrittenApplication, WrittenField
from tasks import pipeline
from tasks.celery import app
from tasks.deps import Deps, Tenant

log = structlog.get_logger(__name__)

RESULTS = "assessmentresults"
EMPTIED = digest_of(None)
NOT_FOUND = 404
# One call an application, or two where something was written to the person. At least half of the day's calls are left
# to the day's work; where iCIMS does not say how many there are, a slice takes so many applications and no more.
LEFT_TO_THE_DAY = 0.5
APPLICATIONS_A_SLICE = 500
# A night goes on in slices, each well within the time limit of a task.
SLICE_SECONDS = 150.0
HOURS_BETWEEN = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """How many applications were compared, and how many of them differ. ``cut_short`` when the calls ran out."""

    compared: int
    differing: int
    cut_short: bool


@app.task(name="scoring.prove_icims")
def prove_icims() -> None:
    """Compare what was written with what is there, the longest uncompared first, for every tenant."""
    now = datetime.now(UTC)
    quarter = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    if app.deps.store.schedule.start_slot("prove_icims", quarter):
        until = time.monotonic() + SLICE_SECONDS
        for tenant in app.deps.tenants.values():
            prove(app.deps, tenant, hours=HOURS_BETWEEN, until=until)


def prove(deps: Deps, tenant: Tenant, *, hours: int = 0, until: float = inf) -> Proof:
    """Compare applications that were not compared within ``hours``, until ``until`` (monotonic) and as long as half of
    the day's calls are left."""
    customer_id = tenant.settings.customer_id
    compared = differing = 0
    cut_short = False
    for application in deps.store.differences.to_prove(customer_id, APPLICATIONS_A_SLICE, hours):
        if time.monotonic() > until or not _calls_are_left(tenant):
            cut_short = True
            break
        try:
            seen = tuple(_differences(deps, tenant, application))
        except ScoringError as error:
            log.warning("proof_cut_short", customer_id=customer_id, error=str(error))
            cut_short = True
            break
        deps.store.differences.proved(application.application_id, seen)
        compared += 1
        differing += bool(seen)
    log.info("icims_proved", customer_id=customer_id, compared=compared, differing=differing, cut_short=cut_short)
    return Proof(compared, differing, cut_short)


def repair(deps: Deps, difference: Difference, actor: str, resolution: str = "ours") -> str | None:
    """Settle a difference. Ours: the application is scored and written again, through every fence; the id of that run.

    Raises InvalidInputError for a difference that is not open.
    """
    settled = deps.store.differences.settle(difference.id, resolution, actor)
    if resolution != "ours":
        return None
    opening = Opening(
        settled.customer_id, settled.workflow_id, f"repair:{settled.id}", "repair", settled.job_id, cause="repair"
    )
    accepted = deps.store.inbox.open_run(opening)
    if accepted.run_id is not None:
        pipeline.start(accepted.run_id)
    return accepted.run_id


def _calls_are_left(tenant: Tenant) -> bool:
    """Before the first answer of the day nothing is known, and a call is made to learn it."""
    allowance = tenant.client.allowance()
    return allowance is None or allowance.limit is None or allowance.remaining > allowance.limit * LEFT_TO_THE_DAY


def _differences(deps: Deps, tenant: Tenant, application: WrittenApplication) -> Iterable[Seen]:
    written = deps.store.written_fields.of(application.customer_id, application.workflow_id, application.person_id)
    kept = [field for field in written if not field.released]
    on_workflow = [field for field in kept if field.target == "workflow"]
    try:
        workflow = tenant.client.applicant_workflow(application.workflow_id, (RESULTS, *_names(on_workflow)))
    except IcimsRefusedError as error:
        if error.status != NOT_FOUND:
            raise
        yield Seen(DifferenceKind.APPLICATION_GONE)
        return
    yield from _result_differences(tenant, application, workflow)
    yield from _field_differences(on_workflow, workflow.fields)
    on_person = [field for field in kept if field.target == "person"]
    if on_person:
        there = tenant.client.person_fields(application.person_id, _names(on_person))
        yield from _field_differences(on_person, there)


def _result_differences(tenant: Tenant, application: WrittenApplication, workflow: ApplicantWorkflow) -> Iterable[Seen]:
    name = tenant.mapping.assessment_name
    entries = [entry for entry in read_results("", workflow.fields) if entry.is_named(name)]
    if len(entries) > 1:
        yield Seen(DifferenceKind.RESULT_TWICE)
    ours = _entry(entries, application.entry_id)
    if ours is None:
        yield Seen(DifferenceKind.RESULT_MISSING)
    elif application.result_sha256 is not None and digest_of_entry(ours) != application.result_sha256:
        yield Seen(DifferenceKind.RESULT_CHANGED, theirs_sha256=digest_of_entry(ours))


def _entry(entries: Iterable[ResultEntry], entry_id: str) -> ResultEntry | None:
    return next((entry for entry in entries if entry.entry_id == entry_id), None)


def _field_differences(written: Iterable[WrittenField], there: dict[str, object]) -> Iterable[Seen]:
    for field in written:
        group, _, child = field.field.rpartition(".")
        if group and field.sha256 == EMPTIED:
            continue  # a child that we emptied cannot be told from those of other entries
        found = there.get(field.field) if not group else _children(there.get(group), child)
        values = found if group and isinstance(found, list) else [found]
        if not any(is_same(value, field.sha256) for value in values):
            theirs = digest_of(values[0] if values else None)
            yield Seen(DifferenceKind.FIELD_CHANGED, field.target, field.profile_id, field.field, theirs)


def _children(listed: object, child: str) -> list[object]:
    """What stands in this child of every entry of a group: which one is ours, its value says."""
    entries = listed if isinstance(listed, list) else []
    return [entry.get(child) for entry in entries if isinstance(entry, dict) and text_of(entry.get(child))]


def _names(written: Iterable[WrittenField]) -> tuple[str, ...]:
    """The fields to ask for: of a child, its group."""
    return tuple(dict.fromkeys(field.field.partition(".")[0] for field in written))
