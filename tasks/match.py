"""Step 2: rate the resume against every criterion of the rubric, with quoted evidence."""

from scoring.instructions import without_instructions
from scoring.profile import read_profile
from scoring.run import Dossier, Step
from store import AuditNote, Finding
from tasks.deps import Deps
from tasks.findings import Extracted, Matched, found, to_json
from tasks.step import step


@step(Step.MATCH)
def match(dossier: Dossier, deps: Deps) -> Finding:
    extracted = found(dossier, Extracted)
    if extracted.resume is None:
        abstention = extracted.abstention
        note = AuditNote(
            "match.abstained",
            versions={"rubric": extracted.rubric_version},
            inputs={"resume_sha256": abstention.sha256 if abstention else ""},
            output={"reason": abstention.reason if abstention else None},
        )
        return Finding(to_json(Matched(None, None)), note)
    rubric = deps.store.requisitions.rubric(extracted.rubric_id)
    # Lines that address a screening system are not about the candidate's work; blanked, so that offsets stay.
    profile = read_profile(without_instructions(extracted.resume.text), dossier.as_of)
    assessment = deps.assessor.assess(rubric, extracted.resume, profile, extracted.answers, dossier.as_of)
    provenance = assessment.provenance
    note = AuditNote(
        "match.rated",
        versions={
            "assessor": provenance.assessor,
            "model": provenance.model,
            "prompt": provenance.prompt_version,
            "rubric": provenance.rubric_version,
        },
        inputs={"resume_sha256": provenance.resume_sha256, "answers": len(extracted.answers)},
        output={rating.criterion_id: [rating.rating, rating.verdict] for rating in assessment.ratings},
    )
    return Finding(to_json(Matched(profile, assessment)), note)
