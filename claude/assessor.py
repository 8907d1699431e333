"""Claude as an assessor: it is shown a redacted application, its quotes are proved, and code does the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from claude.answer import Checked, Source, check_answer, spread
from claude.asking import Asker
from claude.ledger import AnswerBook, RedactionBook
from claude.messages import Reply
from claude.questions import Question, questions_of
from claude.request import Document, assessment_request, repair_request
from scoring.assessment import TOP_RATING, Assessment, Provenance, Rating, Verdict
from scoring.consistency import median_assessment, needs_more_samples
from scoring.errors import PermanentError
from scoring.instructions import instructions_in, without_instructions
from scoring.model_call import CallContext, Purpose, StoredAnswer, answer_key
from scoring.profile.model import Profile
from scoring.redaction import Identity, leaks, redact
from scoring.resume import Answer, Resume
from scoring.rubric.model import Criterion, Mode, Rubric

SIMULATED = "simulated:"

REFUSED = "The model declined to answer; a person has to read this application."
UNUSABLE = "A part of the model's answer could not be used and counts as unknown."
UNPROVED = "The model claimed something without a quote that stands in the application; it counts as unknown."
IS_SIMULATED = "Answered by a simulator, not by Claude."
LEFT_OUT = "Left out, as it is addressed to a screening system"


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

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment:
        """One rating for every criterion, in the rubric's order, each above 0 with a quote that was found.

        Asks once; three times where the score is close to a cut-off or uncertain, and then takes the middle. Raises
        what Asker.ask raises, and PermanentError when personal data would have left.
        """
        del profile  # the model reads for itself; what code read from the resume must not steer it
        # Lines that address a screening system are not about the candidate; blanked, so that offsets stay.
        sources = self._sources(without_instructions(resume.text), answers)
        document = Document(sources[0].redaction.text, _as_seen(answers, sources[1:]), as_of)
        self._guard(document, sources)
        if self.context.run_id:
            mapping = {placeholder: value for s in sources for placeholder, value in s.redaction.mapping().items()}
            self.redactions.put(self.context.run_id, mapping)
        conversation = _Conversation(self, rubric, questions_of(rubric), document, sources)
        samples = [conversation.sample(0, resume)]
        if self.asker.profile.max_samples > 1 and needs_more_samples(rubric, samples[0], resume.quality):
            samples += [conversation.sample(number, resume) for number in range(1, self.asker.profile.max_samples)]
        assessment = median_assessment(rubric, samples)
        left_out = (f"{LEFT_OUT}: '{found.excerpt}'" for found in instructions_in(resume.text))
        return replace(assessment, warnings=tuple(dict.fromkeys((*assessment.warnings, *left_out))))

    def _sources(self, visible: str, answers: Sequence[Answer]) -> tuple[Source, ...]:
        resume = Source("resume", visible, redact(visible, self.identity))
        known = tuple({removal.original for removal in resume.redaction.removals if removal.kind.value == "name"})
        identity = replace(self.identity, names=(*self.identity.names, *known))
        rest = (Source(f"answer:{a.question_id}", a.text, redact(a.text, identity)) for a in answers)
        return (resume, *rest)

    def _guard(self, document: Document, sources: Sequence[Source]) -> None:
        """The last look at what is about to leave."""
        written = "\n".join((document.resume, *(answer.text for answer in document.answers)))
        found = set(leaks(written, self.identity))
        found |= {kind for source in sources for kind in leaks(written, source.redaction)}
        if found:
            kinds = ", ".join(sorted(found))
            raise PermanentError(f"not sent to the model: redaction left {kinds} in the application")


def _as_seen(answers: Sequence[Answer], sources: Sequence[Source]) -> tuple[Answer, ...]:
    return tuple(replace(a, text=source.redaction.text) for a, source in zip(answers, sources, strict=True))


@dataclass(frozen=True, slots=True)
class _Conversation:
    """The questions about one application, asked as often as needed."""

    assessor: ClaudeAssessor
    rubric: Rubric
    questions: tuple[Question, ...]
    document: Document
    sources: tuple[Source, ...]

    def sample(self, number: int, resume: Resume) -> Assessment:
        profile, context = self.assessor.asker.profile, self.assessor.context
        key = answer_key(
            context.customer_id, self.document.sha256, self.rubric.version, profile.answer_versions, number
        )
        stored = self.assessor.answers.get(key)
        if stored is None:
            text, request_id = self._ask(number)
            stored = StoredAnswer(
                key=key,
                customer_id=context.customer_id,
                document_sha256=self.document.sha256,
                rubric_version=self.rubric.version,
                versions=profile.answer_versions,
                sample=number,
                text=text,
                request_id=request_id,
            )
            self.assessor.answers.put(stored)
        checked = self._check(stored.text)
        return Assessment(
            ratings=self._in_order(checked),
            provenance=Provenance(
                assessor="claude",
                model=profile.model,
                prompt_version=profile.prompt_version,
                rubric_version=self.rubric.version,
                resume_sha256=resume.sha256,
                as_of=self.document.as_of.isoformat(),
                schema_version=profile.schema_version,
                answer_keys=(key,),
                effort=profile.effort,
            ),
            warnings=_warnings(checked, stored),
        )

    def _ask(self, number: int) -> tuple[str, str]:
        """The better of at most two answers ('' for a refusal), and which request it came from."""
        context = replace(self.assessor.context, sample=number)
        profile = self.assessor.asker.profile
        request = assessment_request(profile, self.rubric, self.document, run_id=context.run_id)
        prefix = sum(len(block["text"]) for block in request["system"])
        first = self.assessor.asker.ask(request, context, cached_characters=prefix)
        if first.stop_reason == "refusal":
            return "", _origin(first)
        checked = self._check(first.text)
        if not checked.problems:
            return first.text, _origin(first)
        asked_again = repair_request(profile, request, first.text, checked.problems)
        repairing = replace(context, purpose=Purpose.REPAIR)
        second = self.assessor.asker.ask(asked_again, repairing, cached_characters=prefix)
        if _badness(self._check(second.text)) <= _badness(checked) and second.stop_reason != "refusal":
            first = second
        return first.text, _origin(first)

    def _check(self, text: str) -> Checked:
        return check_answer(text, self.questions, self.sources)

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


def _warnings(checked: Checked, stored: StoredAnswer) -> tuple[str, ...]:
    warnings = [UNPROVED] if checked.unproved else []
    if not stored.text:
        warnings.append(REFUSED)
    elif checked.problems and not checked.unproved:
        warnings.append(UNUSABLE)
    if stored.request_id.startswith(SIMULATED):
        warnings.append(IS_SIMULATED)
    return tuple(warnings)
