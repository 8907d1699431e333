"""Step 3: compute the score, flag the basic qualifications that are not shown, have claimed credentials checked."""

from typing import Any

from scoring.card import build_card
from scoring.run import Dossier, Step
from scoring.summary import strongest_reason
from scoring.triage import CUT_OFFS, CutOffs
from store import AuditNote, Finding, ScoreRecord
from tasks.deps import Deps
from tasks.extract import UNREAD
from tasks.findings import Extracted, Flagged, Matched, found, to_json, versions_of
from tasks.step import step


@step(Step.FLAG)
def flag(dossier: Dossier, deps: Deps) -> Finding:
    extracted, matched = found(dossier, Extracted), found(dossier, Matched)
    rubric = deps.store.requisitions.rubric(extracted.rubric_id)
    reading = extracted.resume or extracted.abstention
    assert reading is not None
    unrated = extracted.resume is not None and matched.assessment is None
    if unrated or deps.store.requests.opted_out(dossier.customer_id, dossier.workflow_id):
        # Since it was read, or before it was rated: what was found is not made a score any more.
        reading = UNREAD
    name = f"application {dossier.workflow_id}"
    registry = deps.registry_for(dossier.customer_id, dossier.person_id)
    card = build_card(
        name,
        rubric,
        reading,
        matched.profile,
        matched.assessment,
        extracted.answers,
        registry,
        _cut_offs(dossier, deps, extracted.job_id),
    )
    shown = card.as_json()
    record = ScoreRecord(
        job_id=extracted.job_id,
        rubric_id=extracted.rubric_id,
        score=card.score,
        confidence=card.confidence,
        tier=card.tier,
        abstained=card.abstained,
        strongest=strongest_reason(shown),
        missing=shown["missing_requirements"],
        assessor=card.provenance.assessor,
        model=card.provenance.model,
        prompt_version=card.provenance.prompt_version,
        tags=tuple(shown["tags"]),
    )
    return Finding(to_json(Flagged(shown)), _note(shown), score=record)


def _cut_offs(dossier: Dossier, deps: Deps, job_id: str) -> CutOffs:
    requisition = deps.store.requisitions.find(dossier.customer_id, job_id)
    return CUT_OFFS if requisition is None else deps.scorer_for(dossier.customer_id, requisition).cut_offs


def _note(card: dict[str, Any]) -> AuditNote:
    return AuditNote(
        "score.abstained" if card["score"] is None else "score.computed",
        versions=versions_of(card),
        inputs={"resume_sha256": card["provenance"]["resume_sha256"]},
        output={
            "score": card["score"],
            "tier": card["tier"],
            "confidence": card["confidence"],
            "abstained": card["abstained"],
            "missing": [[entry["criterion_id"], entry["verdict"]] for entry in card["missing_requirements"]],
        },
    )
