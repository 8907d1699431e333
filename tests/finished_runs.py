"""The canary set as applications that were scored by the local assessor and closed, as the steps record them."""

from resumes import read_resume
from scoring.canary import AS_OF, CanaryCase, load_canary
from scoring.card import build_card
from scoring.instructions import without_instructions
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.redaction import Identity
from scoring.resume import Abstention, Resume
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode, RunId, RunState, Step
from scoring.summary import strongest_reason
from scoring.taxonomy import load_taxonomy
from store import AuditNote, Finding, Opening, ScoreRecord, Store
from tasks.findings import Audited, Extracted, Flagged, Matched, Written, to_json

CUSTOMER = "4560"
NOTE = AuditNote("tested")


def cases_of(*jobs: str) -> tuple[CanaryCase, ...]:
    """The cases for these requisitions, all without any."""
    return tuple(
        case for case in load_canary().cases if not jobs or case.requisition.id.removeprefix("canary-") in jobs
    )


def finished_runs(
    store: Store, cases: tuple[CanaryCase, ...], customer: str = CUSTOMER, identity: Identity | None = None
) -> dict[str, RunId]:
    """Run ids by case. Workflow ids count from 1, person ids from 91; ``identity`` is what the runs knew of each."""
    assessor, runs = LocalAssessor(load_taxonomy()), {}
    for number, case in enumerate(cases, start=1):
        rubric = draft_rubric(case.requisition)
        store.requisitions.put(customer, case.requisition, rubric, RolloutMode.SHADOW)
        reading = read_resume(case.resume, case.filename)
        profile, assessment = None, None
        if isinstance(reading, Resume):
            profile = read_profile(without_instructions(reading.text), AS_OF)
            assessment = assessor.assess(rubric, reading, profile, case.answers, AS_OF)
        runs[case.id] = _recorded(store, customer, str(number), case, reading, Matched(profile, assessment), identity)
    return runs


def _recorded(
    store: Store,
    customer: str,
    workflow: str,
    case: CanaryCase,
    reading: Resume | Abstention,
    matched: Matched,
    identity: Identity | None,
) -> RunId:
    job_id = case.requisition.id
    opening = Opening(
        customer, workflow, f"event:{workflow}", "status_changed", job_id=job_id, person_id=str(90 + int(workflow))
    )
    run_id = store.inbox.open_run(opening).run_id
    assert run_id is not None
    requisition = store.requisitions.find(customer, job_id)
    assert requisition is not None
    rubric = store.requisitions.rubric(requisition.rubric_id)
    name = f"application {workflow}"
    card = build_card(name, rubric, reading, matched.profile, matched.assessment, case.answers)
    shown = card.as_json()
    resume, abstention = (reading, None) if isinstance(reading, Resume) else (None, reading)
    extracted = Extracted(
        resume, abstention, case.answers, job_id, requisition.rubric_id, rubric.version, identity=identity
    )
    record = ScoreRecord(
        job_id=job_id,
        rubric_id=requisition.rubric_id,
        score=card.score,
        confidence=card.confidence,
        tier=card.tier,
        abstained=card.abstained,
        strongest=strongest_reason(shown),
        missing=shown["missing_requirements"],
        assessor=card.provenance.assessor,
        model=card.provenance.model,
        prompt_version=card.provenance.prompt_version,
    )
    final = RunState.SCORED if resume else RunState.ABSTAINED
    for step, finding in {
        Step.EXTRACT: Finding(to_json(extracted), NOTE),
        Step.MATCH: Finding(to_json(matched), NOTE),
        Step.FLAG: Finding(to_json(Flagged(shown)), NOTE, score=record),
        Step.WRITE_BACK: Finding(to_json(Written("shadow", None, (), ())), NOTE),
        Step.AUDIT: Finding(to_json(Audited("ef" * 32)), NOTE, final=final),
    }.items():
        claimed = store.runs.claim(run_id, step, 60)
        assert claimed is not None
        store.runs.record(claimed.dossier, finding, 7)
    return run_id
