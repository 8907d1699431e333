"""Step 4: put score and reasons on the applicant workflow, exactly one result per application."""

from dataclasses import asdict, replace
from typing import Any

from icims.client import RetryBudget
from icims.errors import AmbiguousWriteError, IcimsRefusedError
from icims.field_readings import digest_of_update
from icims.fields import FieldPatches
from scoring.errors import TransientError
from scoring.resume import AbstentionReason
from scoring.run import Dossier, RolloutMode, Step
from store import AuditNote, Finding, WriteState
from tasks.contract import mode_under_contract
from tasks.deps import Deps, Tenant
from tasks.fences import fence, last_look, margin_of, not_now
from tasks.field_writes import FieldWrites, write_fields
from tasks.findings import Flagged, StatusMove, Written, found, to_json, versions_of
from tasks.guided import move_status
from tasks.notice_gate import mode_under_notice
from tasks.opted_out import has_result, is_opted_out, taken_back, write_tag
from tasks.step import step
from tasks.write_contents import Contents, contents_of

BUDGET = RetryBudget(retries=4, seconds=20.0)
NOT_FOUND = 404


@step(Step.WRITE_BACK)
def write_back(dossier: Dossier, deps: Deps) -> Finding:
    card = found(dossier, Flagged).card
    if not is_opted_out(card) and deps.store.requests.opted_out(dossier.customer_id, dossier.workflow_id):
        return _too_late(card)
    mode, withheld = _reach(dossier, deps)
    takes_back = is_opted_out(card) and has_result(dossier, deps)
    if is_opted_out(card) and not takes_back:
        tagged = _tagged(dossier, deps, card, mode)
        if tagged is not None:
            return tagged
    if mode is RolloutMode.SHADOW and not takes_back:
        return _withhold(dossier, deps, card, withheld)
    return _write_result(dossier, deps, card, mode, takes_back=takes_back)


def _reach(dossier: Dossier, deps: Deps) -> tuple[RolloutMode, str]:
    """The mode after the gates of contract and notice; what holds it in shadow that would have gone further."""
    mode = mode_under_contract(dossier, deps, dossier.mode)
    if mode is not dossier.mode:
        return mode, "unsigned"
    return mode_under_notice(deps, dossier.customer_id, dossier.job_id, mode)


def _tagged(dossier: Dossier, deps: Deps, card: dict[str, Any], mode: RolloutMode) -> Finding | None:
    if mode is not RolloutMode.SHADOW:
        deps.tenant(dossier.customer_id)
    tenant = deps.tenants.get(dossier.customer_id)
    if tenant is None:
        return None
    with tenant.client.budget(BUDGET, last_look(dossier, deps)):
        return write_tag(dossier, deps, tenant, card, mode)


def _withhold(dossier: Dossier, deps: Deps, card: dict[str, Any], withheld: str) -> Finding:
    fields = _hidden_score(dossier, deps, card)
    said = {"unsigned": withheld == "unsigned", "withheld": withheld, "fields": list(fields.fields)}
    note = AuditNote("write_back.withheld", versions_of(card), _inputs(card), said)
    shown = Written(RolloutMode.SHADOW, None, fields.fields, fields.receipts, fields.conflicts, withheld=withheld)
    return Finding(to_json(shown), note)


def _too_late(card: dict[str, Any]) -> Finding:
    """The candidate opted out since this score was made: it goes nowhere. The next run takes back what stands."""
    said = {"unsigned": False, "withheld": AbstentionReason.OPTED_OUT, "fields": []}
    note = AuditNote("write_back.withheld", versions_of(card), _inputs(card), said)
    shown = Written(RolloutMode.SHADOW, None, (), (), withheld=AbstentionReason.OPTED_OUT)
    return Finding(to_json(shown), note)


def _inputs(card: dict[str, Any]) -> dict[str, Any]:
    return {"resume_sha256": card["provenance"]["resume_sha256"]}


def _write_result(
    dossier: Dossier, deps: Deps, card: dict[str, Any], mode: RolloutMode, *, takes_back: bool
) -> Finding:
    tenant = deps.tenant(dossier.customer_id)
    notes = "" if takes_back else deps.store.review_writes.notes_of(dossier.run_id)
    contents = contents_of(card, tenant.mapping, _address(dossier, deps), notes)
    if takes_back:
        contents = taken_back(dossier, deps, tenant, contents)
    with tenant.client.budget(BUDGET, last_look(dossier, deps)):
        entry_id, unchanged = _entry(dossier, deps, tenant, contents.digest)
        written = Written(mode, entry_id, (), ())
        if not unchanged:
            written = replace(_write(dossier, deps, tenant, entry_id, contents), mode=mode)
        if not deps.store.write_backs.move(
            dossier,
            WriteState.COMPLETE,
            written_sha256=contents.digest,
            result_sha256=None if unchanged else digest_of_update(contents.result),
        ):
            raise TransientError("the lease ended during the write-back")
        written = replace(written, move=move_status(dossier, deps, tenant, card, mode))
    action = "taken_back" if takes_back else "written"
    note = AuditNote(
        "write_back.unchanged" if unchanged else f"write_back.{action}",
        versions_of(card),
        inputs={**_inputs(card), "values_sha256": contents.digest},
        output={
            "entry_id": entry_id,
            "fields": list(written.fields),
            "transactions": list(written.receipts),
            "conflicts": list(written.conflicts),
            "move": _said(written.move),
        },
    )
    return Finding(to_json(written), note)


def _hidden_score(dossier: Dossier, deps: Deps, card: dict[str, Any]) -> FieldWrites:
    """In shadow mode nothing is written but the score, into the field that the tenant has hidden, where it has one."""
    tenant = deps.tenants.get(dossier.customer_id)
    if tenant is None or not tenant.mapping.shadow_field or card["score"] is None:
        return FieldWrites((), (), ())
    with tenant.client.budget(BUDGET, last_look(dossier, deps)):
        score = FieldPatches(workflow={tenant.mapping.shadow_field: card["score"]})
        return write_fields(dossier, deps, tenant, score)


def _said(move: StatusMove | None) -> dict[str, Any]:
    """Codes and ids, for the record."""
    return {} if move is None else {name: value for name, value in asdict(move).items() if name != "note"}


def _entry(dossier: Dossier, deps: Deps, tenant: Tenant, digest: str) -> tuple[str, bool]:
    """The id of our one entry, made if there is none; True when it already holds exactly these values."""
    margin = margin_of(tenant)
    intent = deps.store.write_backs.intend(dossier, margin)
    if intent is None:
        raise not_now(dossier, deps, "the lease is too short for a write")
    if intent.entry_id is not None and intent.state is WriteState.COMPLETE and intent.written_sha256 == digest:
        return intent.entry_id, True
    url = _address(dossier, deps)
    entry_id = intent.entry_id
    if entry_id is None and intent.state is WriteState.POSTING:
        # A POST was begun once and its answer is not known to us: look before writing again.
        entry_id = _existing(tenant, dossier, url)
    if entry_id is None:
        entry_id = _open_entry(dossier, deps, tenant, url, margin)
    # From here on what iCIMS holds is not known to be what was last completed.
    if not deps.store.write_backs.move(dossier, WriteState.POSTED, entry_id=entry_id):
        raise not_now(dossier, deps, "the lease ended during the write-back")
    return entry_id, False


def _existing(tenant: Tenant, dossier: Dossier, url: str) -> str | None:
    entries = tenant.client.results(dossier.workflow_id)
    ours = [entry for entry in entries if entry.url == url or entry.is_named(tenant.mapping.assessment_name)]
    return min((entry.entry_id for entry in ours), key=int, default=None)


def _open_entry(dossier: Dossier, deps: Deps, tenant: Tenant, url: str, margin: float) -> str:
    if not deps.store.write_backs.move(dossier, WriteState.POSTING, margin=margin):
        raise not_now(dossier, deps, "the lease is too short for a write")
    try:
        return tenant.client.open_result(dossier.workflow_id, tenant.mapping.assessment_name, url)
    except AmbiguousWriteError as error:
        # A slow server may still be applying it: reading back too early would find nothing and write twice.
        raise TransientError(str(error), retry_after=tenant.client.access.deadline_seconds) from error


def _write(dossier: Dossier, deps: Deps, tenant: Tenant, entry_id: str, contents: Contents) -> Written:
    fence(dossier, deps, tenant)
    try:
        receipt = tenant.client.complete_result(dossier.workflow_id, entry_id, contents.result)
    except IcimsRefusedError as error:
        if error.status != NOT_FOUND:
            raise
        deps.store.write_backs.forget_entry(dossier)
        raise TransientError(f"entry {entry_id} of workflow {dossier.workflow_id} is gone") from error
    fields = write_fields(dossier, deps, tenant, contents.patches)
    return Written(dossier.mode, entry_id, fields.fields, (receipt.transaction, *fields.receipts), fields.conflicts)


def _address(dossier: Dossier, deps: Deps) -> str:
    """Our page of the application: what the result in iCIMS links to, and what marks it as ours."""
    return f"{deps.settings.public_url}/applications/{dossier.customer_id}/{dossier.workflow_id}"
