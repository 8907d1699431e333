"""Drafts by Claude for a person: criteria from a requisition, and what a card's gaps and strengths are in words.

Nothing here puts anything in force, and nothing of a draft is kept that the requisition's words or the card's verdicts
do not carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claude.answer_schema import version_of
from claude.asking import Asker
from claude.draft_criteria import read_criteria
from claude.draft_request import Task, rubric_request, sentences_request
from claude.draft_schema import RUBRIC_SCHEMA, SENTENCES_SCHEMA
from claude.draft_sentences import read_sentences, shown_card
from claude.errors import PersonalDataLeftError
from claude.messages import Reply
from claude.prompt import load_prompt
from scoring import summary
from scoring.instructions import without_instructions
from scoring.model_call import CallContext, Purpose
from scoring.redaction import Identity, leaks
from scoring.requisition import Requisition
from scoring.rubric import Criterion, CriterionKind, Rubric, draft_rubric, source_texts

DRAFT = "Draft by Claude, to be checked by a person"
SIMULATED_DRAFT = "Draft by a simulator, not by Claude, to be checked by a person"
UNUSABLE = "Claude's draft could not be used; this is the local draft."


@dataclass(frozen=True, slots=True)
class ClaudeDrafter:
    """``identity`` is the candidate of the card; a requisition needs none. Methods raise what Asker.ask raises."""

    asker: Asker
    context: CallContext
    identity: Identity = field(default_factory=Identity)

    def draft_rubric(self, requisition: Requisition) -> Rubric:
        """Criteria that each rest on words of the requisition, beside the warnings of the local draft.

        Its warnings say first that it is a draft, then what was left out of it and why. Screening questions, and the
        comparisons with the job as a whole, are drafted by code: they are no matter of opinion. The local draft, and a
        warning, where the answer is of no use.
        """
        local = draft_rubric(requisition)
        texts = {
            name: without_instructions(text)
            for name, text in source_texts(requisition).items()
            if not name.startswith("question:")
        }
        asker = self._asker("draft_rubric", RUBRIC_SCHEMA)
        reply = asker.ask(rubric_request(asker.profile, texts), replace(self.context, purpose=Purpose.RUBRIC_DRAFT))
        drafted = read_criteria(reply.text, texts) if _is_whole(reply) else None
        if drafted is None or not drafted.criteria:
            return replace(local, warnings=(UNUSABLE, *local.warnings))
        by_code = tuple(criterion for criterion in local.criteria if _is_for_code(criterion))
        warnings = (f"{_mark(reply)}.", *drafted.dropped, *local.warnings)
        return Rubric(str(requisition.id), requisition.title, (*by_code, *drafted.criteria), warnings)

    def gap_text(self, rubric: Rubric, card: Mapping[str, Any]) -> str:
        """What the application does not show, marked as a draft; the card's own text, unmarked, where no draft can be
        used. '' without a gap."""
        return self._sentences(Task.GAP, Purpose.GAP_TEXT, rubric, card) or str(card["skills_gap"])

    def strength_summary(self, rubric: Rubric, card: Mapping[str, Any]) -> str:
        """What the application shows, marked as a draft; the local summary, unmarked, where no draft can be used."""
        drafted = self._sentences(Task.STRENGTHS, Purpose.STRENGTH_SUMMARY, rubric, card)
        return drafted or summary.strength_summary(card)

    def _sentences(self, task: Task, purpose: Purpose, rubric: Rubric, card: Mapping[str, Any]) -> str:
        shown = shown_card(rubric, card, task, self.identity)
        if not shown["criteria"]:
            return ""
        quotes = "\n".join(quote for criterion in shown["criteria"] for quote in criterion["untrusted_quotes"])
        if left := leaks(quotes, self.identity):
            raise PersonalDataLeftError(f"not sent to the model: redaction left {', '.join(left)} in a card")
        asker = self._asker("describe", SENTENCES_SCHEMA)
        reply = asker.ask(sentences_request(asker.profile, task, shown), replace(self.context, purpose=purpose))
        sentences = read_sentences(reply.text, task, shown, self.identity) if _is_whole(reply) else None
        return "\n".join((f"{_mark(reply)}:", *sentences)) if sentences else ""

    def _asker(self, prompt: str, schema: dict[str, Any]) -> Asker:
        """The spend row names the prompt and the schema that were used."""
        profile = replace(
            self.asker.profile, prompt_version=load_prompt(prompt).version, schema_version=version_of(schema)
        )
        return replace(self.asker, profile=profile)


def _is_for_code(criterion: Criterion) -> bool:
    whole = criterion.kind is CriterionKind.ROLE and not any(option.terms for option in criterion.options)
    return whole or criterion.kind is CriterionKind.ANSWER


def _is_whole(reply: Reply) -> bool:
    return reply.stop_reason in {"end_turn", "stop_sequence"}


def _mark(reply: Reply) -> str:
    return SIMULATED_DRAFT if reply.simulated else DRAFT
