"""The same assessment once more, from the answers that are stored, without asking anybody."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from claude.alone import LoneLedger, LonePace, NoBreaker, NoRedactions
from claude.asking import Asker
from claude.assessor import ClaudeAssessor
from claude.errors import KeyRejectedError
from claude.ledger import AnswerBook
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import model_profile
from scoring.assessment import Assessment, Provenance
from scoring.errors import InvalidInputError
from scoring.model_call import CallContext, StoredAnswer
from scoring.profile.model import Profile
from scoring.redaction import Identity
from scoring.resume import Answer, Resume
from scoring.rubric.model import Rubric


@dataclass
class _InOrder:
    """Hands out the answers that a score rests on, one after the other, whatever their keys would be today."""

    book: AnswerBook
    keys: list[str]

    def get(self, key: str) -> StoredAnswer | None:  # noqa: ARG002  as AnswerBook says
        return self.book.get(self.keys.pop(0)) if self.keys else None

    def put(self, answer: StoredAnswer) -> None:
        """Never reached: nothing new is answered."""


@dataclass(frozen=True, slots=True)
class ReplayingAssessor:
    """Implements scoring.assessment.Assessor from the answers that ``provenance`` names."""

    book: AnswerBook
    provenance: Provenance
    identity: Identity

    def assess(
        self, rubric: Rubric, resume: Resume, profile: Profile, answers: Sequence[Answer], as_of: date
    ) -> Assessment:
        """Raises InvalidInputError when an answer is not stored any more."""
        given = self.provenance
        asked = replace(
            model_profile(given.model, given.effort or None),
            prompt_version=given.prompt_version,
            schema_version=given.schema_version,
            max_samples=len(given.answer_keys),
        )
        # Without a key, so that it could not call if it wanted to.
        with closing(MessagesClient(ClaudeAccess(""))) as messages:
            assessor = ClaudeAssessor(
                asker=Asker(messages, LonePace(), NoBreaker(), LoneLedger(), asked),
                answers=_InOrder(self.book, list(given.answer_keys)),
                redactions=NoRedactions(),
                context=CallContext("", ""),
                identity=self.identity,
            )
            try:
                assessment = assessor.assess(rubric, resume, profile, answers, as_of)
            except KeyRejectedError:
                raise InvalidInputError("an answer that the score rests on is not stored any more") from None
        return replace(assessment, provenance=given)
