"""Sentences about a card, each checked against the criteria and quotes that it cites."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from claude.draft_request import Task
from scoring.instructions import instructions_in
from scoring.proof import SearchableText
from scoring.redaction import Identity, leaks, redact
from scoring.redaction.model import PLACEHOLDER
from scoring.rubric.concerns import concerns_in
from scoring.rubric.model import CriterionId, Mode, Rubric
from scoring.taxonomy import load_taxonomy

MOST_SENTENCES = 20
LONGEST_SENTENCE = 300
_SHOWN = frozenset({"met", "partly"})
_OPEN = frozenset({"unmet", "partly", "unknown"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
}
_Short = Annotated[str, StringConstraints(max_length=400)]


class QuoteDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    criterion_id: _Short
    text: Annotated[str, StringConstraints(max_length=2000)]


class SentenceDraft(BaseModel):
    """One sentence as it was written, before anything of it is believed."""

    model_config = ConfigDict(extra="forbid", strict=True)
    criterion_ids: Annotated[list[_Short], Field(min_length=1, max_length=20)]
    quotes: Annotated[list[QuoteDraft], Field(max_length=20)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SENTENCE)]


def shown_card(rubric: Rubric, card: Mapping[str, Any], task: Task, identity: Identity) -> dict[str, Any]:
    """What a model may see of a card: the job's words, verdicts, and the redacted quotes that carry them.

    Only what the task is about: what is shown, best first, or what is open, must-haves first. A gate and its scored
    twin are shown once.
    """
    wanted = _SHOWN if task is Task.STRENGTHS else _OPEN
    known = {criterion.id for criterion in rubric.criteria}
    listed = [
        criterion
        for criterion in card["criteria"]
        if criterion["id"] in known and criterion["verdict"] in wanted and criterion["mode"] != Mode.NOTE.value
    ]
    if task is Task.STRENGTHS:
        listed = sorted((each for each in listed if each["points"] > 0), key=lambda each: -each["points"])
    else:
        listed.sort(key=lambda each: (each["mode"] != Mode.GATE.value, -each["weight"]))
    once = {each["text"].casefold(): each for each in reversed(listed)}
    shown = [each for each in listed if once[each["text"].casefold()] is each]
    return {
        "title": rubric.title,
        "criteria": [
            {
                "id": each["id"],
                "text": each["text"],
                "mode": each["mode"],
                "verdict": each["verdict"],
                "untrusted_quotes": _quotes(each["evidence"], identity),
            }
            for each in shown
        ],
    }


def read_sentences(text: str, task: Task, shown: Mapping[str, Any], identity: Identity) -> tuple[str, ...] | None:
    """The sentences of an answer, each with the ids that it cites; None when a single one is not carried by them, or
    when a must-have that is open goes unmentioned."""
    try:
        listed = json.loads(text)["sentences"]
        drafts = [SentenceDraft.model_validate(entry) for entry in listed]
    except (ValueError, RecursionError, TypeError, KeyError, ValidationError):
        return None
    if not 0 < len(drafts) <= MOST_SENTENCES:
        return None
    criteria = {criterion["id"]: criterion for criterion in shown["criteria"]}
    if not all(_is_carried(draft, task, criteria, shown["title"], identity) for draft in drafts):
        return None
    cited = {criterion_id for draft in drafts for criterion_id in draft.criterion_ids}
    must = {each["id"] for each in shown["criteria"] if task is Task.GAP and each["mode"] == Mode.GATE.value}
    if not must <= cited:
        return None
    return tuple(f"{' '.join(draft.text.split())} [{', '.join(draft.criterion_ids)}]" for draft in drafts)


def _is_carried(
    draft: SentenceDraft, task: Task, criteria: Mapping[str, Mapping[str, Any]], title: str, identity: Identity
) -> bool:
    if not set(draft.criterion_ids) <= set(criteria):
        return False
    cited = [criteria[CriterionId(criterion_id)] for criterion_id in draft.criterion_ids]
    if not all(_stands(quote, draft, criteria) for quote in draft.quotes):
        return False
    if task is Task.STRENGTHS and {quote.criterion_id for quote in draft.quotes} != set(draft.criterion_ids):
        return False
    grounds = "\n".join([title, *(each["text"] for each in cited), *(q for e in cited for q in e["untrusted_quotes"])])
    return _is_clean(draft.text, identity) and _adds_nothing(draft.text, grounds)


def _stands(quote: QuoteDraft, draft: SentenceDraft, criteria: Mapping[str, Mapping[str, Any]]) -> bool:
    if quote.criterion_id not in draft.criterion_ids or PLACEHOLDER.search(quote.text):
        return False
    quotes: Sequence[str] = criteria[quote.criterion_id]["untrusted_quotes"]
    return any(
        quote.text.strip() == there.strip() or SearchableText(there).locate(quote.text) is not None for there in quotes
    )


def _is_clean(text: str, identity: Identity) -> bool:
    """Says nothing of the person, and nothing to a program."""
    personal = PLACEHOLDER.search(text) or leaks(text, identity) or redact(text, identity).removals
    return not (personal or concerns_in("text", text) or instructions_in(text))


def _adds_nothing(text: str, grounds: str) -> bool:
    """No number and no skill but those of what it cites."""
    there = grounds.casefold()
    known = set(_NUMBER.findall(grounds)) | {number for word, number in _NUMBER_WORDS.items() if word in there}
    words = (word.strip(".,;:") for word in text.casefold().split())
    if not set(_NUMBER.findall(text)) | {_NUMBER_WORDS[word] for word in words if word in _NUMBER_WORDS} <= known:
        return False
    taxonomy = load_taxonomy()
    skills = {mention.skill for mention in taxonomy.find(grounds)}
    return all(mention.skill in skills or mention.alias.casefold() in there for mention in taxonomy.find(text))


def _quotes(evidence: Sequence[Mapping[str, Any]], identity: Identity) -> list[str]:
    """Without those that address a program."""
    return [redact(each["quote"], identity).text for each in evidence if not instructions_in(each["quote"])]
