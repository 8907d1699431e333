"""Step 1: fetch the application from iCIMS and read what a person would see in its resume."""

import hashlib
from dataclasses import replace

from icims.client import RetryBudget
from icims.models import ApplicantWorkflow, ResumeFile
from icims.person import IDENTITY_FIELDS, read_identity
from scoring.errors import PermanentError
from scoring.redaction import Identity
from scoring.resume import Abstention, AbstentionReason, Answer, Resume
from scoring.run import Dossier, Step
from store import AuditNote, Finding
from tasks.deps import Deps, Tenant
from tasks.findings import Extracted, to_json
from tasks.requisitions import requisition_in_force
from tasks.step import step

# Small faults are ridden out inside the step; longer ones are the pipeline's to wait for.
BUDGET = RetryBudget(retries=4, seconds=20.0)
# Whoever opted out has neither resume nor answers fetched.
UNREAD = Abstention(AbstentionReason.OPTED_OUT, "", "")


@step(Step.EXTRACT)
def extract(dossier: Dossier, deps: Deps) -> Finding:
    tenant = deps.tenant(dossier.customer_id)
    with tenant.client.budget(BUDGET):
        workflow = _identified(dossier, deps, tenant)
        requisition = requisition_in_force(deps, tenant, workflow.job_id)
        assessor = deps.scorer_for(dossier.customer_id, requisition).assessor
        opted_out = deps.store.requests.opted_out(dossier.customer_id, dossier.workflow_id)
        asked = ((), None) if opted_out else _said(tenant, workflow, with_identity=assessor == "claude")
        answers, identity = asked
        file = None if opted_out else tenant.client.resume(workflow.person_id)
    identified = replace(dossier, job_id=workflow.job_id, person_id=workflow.person_id)
    reading = UNREAD if opted_out else _reading(identified, deps, file)
    extracted = Extracted(
        resume=reading if isinstance(reading, Resume) else None,
        abstention=reading if isinstance(reading, Abstention) else None,
        answers=answers,
        job_id=workflow.job_id,
        rubric_id=requisition.rubric_id,
        rubric_version=requisition.rubric_version,
        assessor=assessor,
        identity=identity,
    )
    return Finding(to_json(extracted), _note(extracted, reading))


def _identified(dossier: Dossier, deps: Deps, tenant: Tenant) -> ApplicantWorkflow:
    """The application as iCIMS has it now: an event is only a hint."""
    fields = tenant.mapping.answer_fields("workflow")
    workflow = tenant.client.applicant_workflow(
        dossier.workflow_id, fields, job_id=dossier.job_id, person_id=dossier.person_id
    )
    if not workflow.job_id or not workflow.person_id:
        raise PermanentError(f"workflow {dossier.workflow_id}: requisition or candidate is hidden from our user")
    if (workflow.job_id, workflow.person_id) != (dossier.job_id, dossier.person_id):
        deps.store.runs.identify(dossier, workflow.job_id, workflow.person_id)
    return workflow


def _said(
    tenant: Tenant, workflow: ApplicantWorkflow, *, with_identity: bool
) -> tuple[tuple[Answer, ...], Identity | None]:
    """The screening answers, and who the person is where a model is about to read what they wrote."""
    fields = (*tenant.mapping.answer_fields("person"), *(IDENTITY_FIELDS if with_identity else ()))
    person = tenant.client.person_fields(workflow.person_id, fields) if fields else {}
    answers = tenant.mapping.answers(workflow.job_id, workflow.fields, person)
    return answers, read_identity(person) if with_identity else None


def _reading(dossier: Dossier, deps: Deps, file: ResumeFile | None) -> Resume | Abstention:
    if file is None:
        return Abstention(AbstentionReason.NO_RESUME, "the candidate's profile holds no resume", "")
    sha256 = hashlib.sha256(file.content).hexdigest()
    if deps.store.runs.note_resume(dossier, sha256):
        return Abstention(AbstentionReason.QUARANTINED, "reading this file ended three workers", sha256)
    return deps.reader.read(file.content, file.filename, file.media_type)


def _note(extracted: Extracted, reading: Resume | Abstention) -> AuditNote:
    read = isinstance(reading, Resume)
    return AuditNote(
        "resume.read" if read else "resume.abstained",
        versions={"rubric": extracted.rubric_version},
        inputs={"resume_sha256": reading.sha256, "answers": len(extracted.answers)},
        output={
            "reason": reading.reason if isinstance(reading, Abstention) else None,
            "characters": len(reading.text) if isinstance(reading, Resume) else 0,
            "hidden_text": [hidden.reason for hidden in reading.hidden],
        },
    )
