"""Claude as an assessor: it is shown a redacted application, its quotes are proved, and code does the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from claude.answer import Checked, check_answer, spread
from claude.application import Application, redacted_application
from claude.asking import Asker
from claude.ledger import AnswerBook, RedactionBook
from claude.messages import Reply
from claude.questions import Question, questions_of
from claude.request import assessment_request, repair_request
from claude.warming import CacheWarmer
from scoring.assessment import TOP_RATING, Assessment, Provenance, Rating, Verdict
from scoring.conflicts import with_conflicts
from scoring.consistency import median_assessment, needs_more_samples
from scoring.instructions import instructions_in
from scoring.local import LocalAssessor
from scoring.local.assessor import ADDRESSED, left_out
from scoring.local.case import Case
from scoring.local.view import ResumeView
from scoring.model_call import CallContext, Purpose, StoredAnswer, answer_key
from scoring.profile.model import Profile
from scoring.redaction import Identity
from scoring.resume import Answer, Resume
from scoring.rubric.model import Criterion, Mode, Rubric
from scoring.support import Support, contested, settled_by_rules
from scoring.taxonomy import load_taxonomy

SIMULATED = "simulated:"

REFUSED = "The model declined to answer; a person has to read this application."
UNUSABLE = "A part of the model's answer could not be used and counts as unknown."
UNPROVED = "The model claimed something without a quote that stands in the application; it counts for nothing."
IS_SIMULATED = "Answered by a simulator, not by Claude."


@dataclass(frozen=True, slots=True)
class ClaudeAssessor:
    """Implements scoring.assessment.Assessor for one application: ``context`` and ``identity`` are its own.

    Answers are kept word for word under a key of everything that they depend on: the same input is answered once, and
    gives the same assessment to the point whenever it is asked for again.
    """

    asker: Asker
    answers: AnswerBook
    redactions: RedactionBook
    context: CallContext
    identity: Identity = field(default_factory=Identity)
    warmer: CacheWarmer | None = None
    not_after: float | None = None  # by time.monotonic(): no call begins that could end later

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment:
        """One rating for every criterion, in the rubric's order, each above 0 with a quote that was found, and none
        higher than its quotes carry. A warning names each criterion about which resume and answers disagree.

        Asks once; three times where the score is close to a cut-off or uncertain, and then takes the middle. Raises
        what Asker.ask raises, and PersonalDataLeftError when personal data would have left. What was answered before is
        kept: another try goes on from there.
        """
        application = redacted_application(resume, answers, as_of, self.identity)
        if self.context.run_id:
            self.redactions.put(self.context.run_id, application.placeholders)
        # The model reads for itself: the profile is not shown to it, it only bounds what the model's quotes carry.
        support = Support(Case(ResumeView(application.visible, profile, as_of), answers, load_taxonomy(), rubric))
        rules = LocalAssessor(load_taxonomy()).assess(rubric, resume, profile, answers, as_of)
        conversation = _Conversation(self, rubric, questions_of(rubric), application, support, rules)
        samples = [conversation.sample(0, resume)]
        if self.asker.profile.max_samples > 1 and needs_more_samples(rubric, samples[0], resume.quality):
            samples += [conversation.sample(number, resume) for number in range(1, self.asker.profile.max_samples)]
        assessment = with_conflicts(rubric, median_assessment(rubric, samples), answers, rules)
        addressed = instructions_in(resume.text)
        review = (*assessment.review, *([ADDRESSED] if addressed else []), *contested(rubric, assessment, rules))
        warnings = (*assessment.warnings, *map(left_out, addressed))
        return replace(assessment, warnings=tuple(dict.fromkeys(warnings)), review=tuple(dict.fromkeys(review)))


@dataclass(frozen=True, slots=True)
class _Conversation:
    """The questions about one application, asked as often as needed."""

    assessor: ClaudeAssessor
    rubric: Rubric
    questions: tuple[Question, ...]
    application: Application
    support: Support
    rules: Assessment  # of the local assessor
    _checked: dict[str, Checked] = field(default_factory=dict)

    def sample(self, number: int, resume: Resume) -> Assessment:
        profile, context = self.assessor.asker.profile, self.assessor.context
        # Reckoned once: it takes as long as a call to the database.
        rubric_version, document_sha256 = self.rules.provenance.rubric_version, self.application.document.sha256
        key = answer_key(context.customer_id, document_sha256, rubric_version, profile.answer_versions, number)
        stored = self.assessor.answers.get(key)
        if stored is None:
            text, request_id = self._ask(number)
            stored = StoredAnswer(
                key=key,
                customer_id=context.customer_id,
                document_sha256=document_sha256,
                rubric_version=rubric_version,
                versions=profile.answer_versions,
                sample=number,
                text=text,
                request_id=request_id,
            )
            self.assessor.answers.put(stored)
        checked = self._check(stored.text)
        bounded = self.support.bounded(self._in_order(checked))
        return Assessment(
            ratings=settled_by_rules(self.rubric, bounded.ratings, self.rules),
            provenance=Provenance(
                assessor="claude",
                model=profile.model,
                prompt_version=profile.prompt_version,
                rubric_version=rubric_version,
                resume_sha256=resume.sha256,
                as_of=self.application.document.as_of.isoformat(),
                schema_version=profile.schema_version,
                answer_keys=(key,),
                effort=profile.effort,
                simulated=stored.request_id.startswith(SIMULATED),
            ),
            warnings=(IS_SIMULATED,) if stored.request_id.startswith(SIMULATED) else (),
            review=(*_review(checked, stored), *bounded.review),
        )

    def _ask(self, number: int) -> tuple[str, str]:
        """The better of at most two answers ('' for a refusal), and which request it came from."""
        context = replace(self.assessor.context, sample=number)
        profile = self.assessor.asker.profile
        document, run_id = self.application.document, context.run_id
        # The first is usually the only one; the second writes what the third and the repairs read.
        request = assessment_request(profile, self.rubric, document, run_id=run_id, again=number > 0)
        prefix, not_after = sum(len(block["text"]) for block in request["system"]), self.assessor.not_after
        if self.assessor.warmer is not None:
            self.assessor.warmer.warm(self.assessor.asker, self.rubric, context)
        first = self.assessor.asker.ask(request, context, cached_characters=prefix, not_after=not_after)
        if first.stop_reason == "refusal":
            return "", _origin(first)
        checked = self._check(first.text)
        if not checked.problems:
            return first.text, _origin(first)
        asked_again = repair_request(profile, request, first.text, checked.problems)
        repairing = replace(context, purpose=Purpose.REPAIR)
        second = self.assessor.asker.ask(asked_again, repairing, cached_characters=prefix, not_after=not_after)
        if _badness(self._check(second.text)) <= _badness(checked) and second.stop_reason != "refusal":
            first = second
        return first.text, _origin(first)

    def _check(self, text: str) -> Checked:
        """The same answer is looked at before it is kept and after; its quotes are looked up once."""
        if text not in self._checked:
            self._checked[text] = check_answer(text, self.questions, self.application.sources)
        return self._checked[text]

    def _in_order(self, checked: Checked) -> tuple[Rating, ...]:
        ratings = {rating.criterion_id: rating for rating in spread(checked.ratings, self.questions)}
        return tuple(_counted(ratings[criterion.id], criterion) for criterion in self.rubric.criteria)


def _counted(rating: Rating, criterion: Criterion) -> Rating:
    """A question does not know its mode: what is met as a gate is met as a scored criterion from rating 3 on."""
    if criterion.mode is not Mode.SCORED or rating.verdict is Verdict.UNKNOWN:
        return rating
    verdict = Verdict.MET if rating.rating >= TOP_RATING - 1 else Verdict.PARTLY if rating.rating else Verdict.UNMET
    return replace(rating, verdict=verdict)


def _badness(checked: Checked) -> tuple[int, int]:
    unknown = sum(not rating.evidence and rating.verdict.value == "unknown" for rating in checked.ratings.values())
    return len(checked.problems), unknown


def _origin(reply: Reply) -> str:
    return f"{SIMULATED if reply.simulated else ''}{reply.request_id}"


def _review(checked: Checked, stored: StoredAnswer) -> tuple[str, ...]:
    """What went wrong with the answer, for a person."""
    if not stored.text:
        return (REFUSED,)
    reasons = [UNPROVED] if checked.unproved else []
    if checked.problems and not checked.unproved:
        reasons.append(UNUSABLE)
    return tuple(reasons)
