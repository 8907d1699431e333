"""Step 2: rate the resume against every criterion of the rubric, with quoted evidence."""

from dataclasses import replace

from scoring.assessment import Assessment
from scoring.errors import PermanentError, QuotaExhaustedError, ScoringError, TransientError
from scoring.instructions import without_instructions
from scoring.profile import Profile, read_profile
from scoring.resume import Resume
from scoring.rubric import Rubric
from scoring.run import Dossier, Step
from scoring.summary import stand_in_sentence
from store import AuditNote, Finding
from tasks.deps import Deps
from tasks.extract import UNREAD
from tasks.findings import Extracted, Matched, found, to_json, versions_in
from tasks.step import step

# Why Claude could not be asked, in the words that a card and iCIMS show. The keys are the errors' outcomes.
BECAUSE = {
    "key_rejected": "no key that is accepted",
    "spend_limit": "spend limit",
    "ceiling": "cost ceiling",
    "stopped": "stopped by an operator",
    "circuit_open": "it does not answer",
    "too_large": "the application is too long",
    "bad_request": "it refuses the request",
    "personal_data": "personal data could not be removed",
}
GAVE_UP = "it does not answer"


@step(Step.MATCH)
def match(dossier: Dossier, deps: Deps) -> Finding:
    extracted = found(dossier, Extracted)
    # A run may have waited for long since it was read: for a person, a ceiling, or the model.
    opted_out = deps.store.requests.opted_out(dossier.customer_id, dossier.workflow_id)
    if extracted.resume is None or opted_out:
        abstention = UNREAD if opted_out else extracted.abstention
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
    assessment = _assessed(dossier, deps, rubric, extracted.resume, profile, extracted)
    provenance = assessment.provenance
    note = AuditNote(
        "match.rated",
        versions=versions_in(provenance),
        inputs={"resume_sha256": provenance.resume_sha256, "answers": len(extracted.answers)},
        output={rating.criterion_id: [rating.rating, rating.verdict] for rating in assessment.ratings},
    )
    return Finding(to_json(Matched(profile, assessment)), note)


def _assessed(
    dossier: Dossier, deps: Deps, rubric: Rubric, resume: Resume, profile: Profile, extracted: Extracted
) -> Assessment:
    """By whoever is in force; by the local rules, which say so, where Claude cannot be asked and the requisition is
    set to that. Otherwise what kept it from answering is raised: the run waits, or goes to the dead letters."""
    requisition = deps.store.requisitions.find(dossier.customer_id, extracted.job_id)
    if extracted.assessor != "claude" or requisition is None:
        return deps.local.assess(rubric, resume, profile, extracted.answers, dossier.as_of)
    scorer = deps.scorer_for(dossier.customer_id, requisition)
    assessor = deps.assessor_for(dossier, scorer, extracted.identity)
    try:
        return assessor.assess(rubric, resume, profile, extracted.answers, dossier.as_of)
    except ScoringError as error:
        because = _because(error, last=dossier.attempts >= deps.settings.max_attempts)
        if requisition.when_model_fails != "local" or not because:
            raise
    answered = deps.local.assess(rubric, resume, profile, extracted.answers, dossier.as_of)
    provenance = replace(answered.provenance, instead_of="claude", because=because)
    return replace(answered, provenance=provenance, warnings=(stand_in_sentence(because), *answered.warnings))


def _because(error: ScoringError, *, last: bool) -> str:
    """Why the local rules may stand in, '' where waiting helps: a rate limit, or a fault that will be tried again."""
    outcome = str(getattr(error, "outcome", ""))
    if isinstance(error, (QuotaExhaustedError, PermanentError)):
        return BECAUSE.get(outcome, "")
    return GAVE_UP if isinstance(error, TransientError) and outcome and last else ""
