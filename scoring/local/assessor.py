"""The local assessor: rates every criterion by rules, without a model and without a network."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from scoring.assessment import Assessment, Provenance, Rating
from scoring.instructions import Instruction, instructions_in, without_instructions
from scoring.local import synonyms, vocabulary
from scoring.local.answers import rate_answer, settled
from scoring.local.case import Case, Outcome, best_of
from scoring.local.certificate import rate_certification, rate_language
from scoring.local.curated import name_groups
from scoring.local.duty import rate_duty, rate_statement
from scoring.local.education import rate_education
from scoring.local.experience import rate_experience
from scoring.local.role import rate_role
from scoring.local.skill import rate_skill
from scoring.local.view import ResumeView
from scoring.profile.model import Profile
from scoring.resume import Answer, Resume
from scoring.rubric.model import Criterion, CriterionKind, Option, Rubric
from scoring.taxonomy import Taxonomy

MODEL = "local-1"
ADDRESSED = "The visible text addresses a screening system; a person should read it."
# Raised by hand whenever a rule changes what it concludes; the curated words are hashed along.
_RULES = "3"

_RULE_OF: Mapping[CriterionKind, Callable[[Option, Case], Outcome]] = {
    CriterionKind.SKILL: rate_skill,
    CriterionKind.EXPERIENCE: rate_experience,
    CriterionKind.EDUCATION: rate_education,
    CriterionKind.CERTIFICATION: rate_certification,
    CriterionKind.LANGUAGE: rate_language,
    CriterionKind.ROLE: rate_role,
    CriterionKind.RESPONSIBILITY: rate_duty,
    CriterionKind.OTHER: rate_statement,
}


def rules_version(taxonomy: Taxonomy) -> str:
    """12 hex digits that change with the rules, the curated words that they use, and the taxonomy with what an
    operator imported into it."""
    words = (
        _RULES,
        taxonomy.version,
        repr(synonyms.GROUPS),
        repr(sorted(vocabulary.STOP | vocabulary.FILLER | vocabulary.GENERAL)),
        repr(sorted(vocabulary.WHOLE)),
        repr(sorted(vocabulary.IRREGULAR.items())),
        repr(name_groups("families.txt")),
        repr(name_groups("frequent_words.txt")),
        repr(name_groups("fields_of_study.txt")),
    )
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


class LocalAssessor:
    """Holds nothing but the taxonomy, so one instance serves all threads. The same input gives the same assessment."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._version = rules_version(taxonomy)

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment:
        """One rating for every criterion, in the rubric's order, each with verbatim quotes. Never raises for a resume
        that could be read."""
        addressed = instructions_in(resume.text)
        text = without_instructions(resume.text) if addressed else resume.text
        case = Case(ResumeView(text, profile, as_of), answers, self._taxonomy, rubric)
        rated = [_rate(criterion, case) for criterion in rubric.criteria]
        return Assessment(
            ratings=tuple(rating for rating, _ in rated),
            provenance=Provenance("local", MODEL, self._version, _version_of(rubric), resume.sha256, as_of.isoformat()),
            warnings=tuple(dict.fromkeys([*map(left_out, addressed), *(warning for _, warning in rated if warning)])),
            review=(ADDRESSED,) if addressed else (),
        )


def left_out(instruction: Instruction) -> str:
    """What a recruiter is told about a line that counts for nothing."""
    return f"Left out, as it is addressed to a screening system: '{instruction.excerpt}'"


@lru_cache(maxsize=64)
def _version_of(rubric: Rubric) -> str:
    """Hashing a rubric's content costs as much as rating some criteria; a requisition's resumes share it."""
    return rubric.version


def _rate(criterion: Criterion, case: Case) -> tuple[Rating, str]:
    if criterion.kind is CriterionKind.ANSWER:
        outcome, warning = rate_answer(criterion, case), ""
    else:
        found = best_of([_RULE_OF[option.kind](option, case) for option in criterion.options])
        outcome, warning = settled(criterion, found, case)
    rating = outcome.rating if outcome.known else 0
    verdict = outcome.verdict(criterion.mode)
    return Rating(criterion.id, rating, verdict, outcome.evidence, outcome.rationale), warning
