"""Step 5: close the run with a seal over all that it found, and leave to people what is theirs."""

import hashlib
import json

from scoring.run import Dossier, RunState, Step
from store import AuditNote, Finding
from tasks.deps import Deps
from tasks.findings import Audited, Extracted, Flagged, found, to_json, versions_of
from tasks.reviews import open_reviews
from tasks.step import step


@step(Step.AUDIT)
def audit(dossier: Dossier, deps: Deps) -> Finding:
    card = found(dossier, Flagged).card
    extracted = found(dossier, Extracted)
    open_reviews(dossier, deps, card, extracted.rubric_id, extracted.job_id)
    seal = seal_of(dossier)
    note = AuditNote(
        "run.sealed",
        versions=versions_of(card),
        inputs={"resume_sha256": card["provenance"]["resume_sha256"]},
        output={"seal": seal},
    )
    final = RunState.ABSTAINED if card["score"] is None else RunState.SCORED
    return Finding(to_json(Audited(seal)), note, final=final)


def seal_of(dossier: Dossier) -> str:
    """SHA-256 over the findings as JSON with sorted keys and no spaces; the same findings give the same seal."""
    findings = {step_name: dossier.findings[step_name] for step_name in sorted(dossier.findings)}
    canonical = json.dumps(findings, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
