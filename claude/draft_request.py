"""The requests for drafts: a requisition, or the verdicts of a card, as untrusted data in one JSON object."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from claude.draft_schema import RUBRIC_SCHEMA, SENTENCES_SCHEMA
from claude.model_profile import ModelProfile
from claude.prompt import load_prompt
from scoring.errors import InvalidInputError

MOST_TOKENS = 8_000


class Task(StrEnum):
    """What sentences are wanted for."""

    STRENGTHS = "strengths"
    GAP = "gap"


def rubric_request(profile: ModelProfile, texts: Mapping[str, str]) -> dict[str, Any]:
    """Ask for the criteria of a requisition whose fields are ``texts``."""
    return _request(profile, "draft_rubric", {"untrusted_requisition": dict(texts)}, RUBRIC_SCHEMA)


def sentences_request(profile: ModelProfile, task: Task, card: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for sentences about a card as ``claude.draft_sentences.shown_card`` makes it."""
    return _request(profile, "describe", {"task": task.value, "card": dict(card)}, SENTENCES_SCHEMA)


def read_draft_request(params: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object of a request that was made here. Raises InvalidInputError for any other request."""
    try:
        content: dict[str, Any] = json.loads(params["messages"][0]["content"])
        if "untrusted_requisition" not in content and "task" not in content:
            raise InvalidInputError("not the request of a draft")
    except (KeyError, IndexError, TypeError, ValueError):
        raise InvalidInputError("not the request of a draft") from None
    return content


def _request(
    profile: ModelProfile, prompt: str, content: Mapping[str, Any], schema: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "model": profile.model,
        "max_tokens": min(profile.max_tokens, MOST_TOKENS),
        "system": [{"type": "text", "text": load_prompt(prompt).text}],
        "messages": [
            {"role": "user", "content": json.dumps(content, ensure_ascii=False, separators=(",", ":"))},
        ],
        "output_config": {"effort": profile.effort, "format": {"type": "json_schema", "schema": schema}},
    }
