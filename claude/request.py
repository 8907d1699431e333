"""The requests that we make: policy and requisition as a cached system prompt, the application as untrusted data."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from claude.answer_schema import ANSWER_SCHEMA
from claude.model_profile import ModelProfile
from claude.problem import Problem
from claude.prompt import load_prompt
from claude.questions import Question, questions_of
from scoring.errors import InvalidInputError
from scoring.resume import Answer
from scoring.rubric.model import Rubric

REQUISITION_LINE = "The requisition and its questions, as a JSON object:"
_WARMING_TEXT = '{"untrusted_application": null}'


@dataclass(frozen=True, slots=True)
class Document:
    """An application as the model may see it: redacted resume text and redacted answers. ``as_of`` is what "present"
    means."""

    resume: str
    answers: tuple[Answer, ...]
    as_of: date

    def as_json(self) -> dict[str, Any]:
        answers = [{"id": each.question_id, "question": each.question, "text": each.text} for each in self.answers]
        return {
            "untrusted_application": {"resume": self.resume, "answers": answers},
            "as_of": self.as_of.isoformat(),
        }

    @property
    def text(self) -> str:
        """The user turn. JSON keeps the candidate's words inside of one string, whatever they are made to look like."""
        return _json(self.as_json())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def assessment_request(
    profile: ModelProfile, rubric: Rubric, document: Document, *, run_id: str = "", ttl: str = "5m", again: bool = False
) -> dict[str, Any]:
    """Parameters of the Messages API. ``ttl`` is how long the requisition stays cached, "5m" or "1h" (for batches).

    ``again`` when the same application is asked about more than once: it is cached too, for those that come after.
    """
    request = _request(profile, rubric, document.text, ttl)
    if again:
        block = {"type": "text", "text": document.text, "cache_control": {"type": "ephemeral", "ttl": "5m"}}
        request["messages"] = [{"role": "user", "content": [block]}]
    if run_id:
        # Opaque: it must not say who is meant.
        request["metadata"] = {"user_id": hashlib.sha256(run_id.encode()).hexdigest()}
    return request


def warming_request(profile: ModelProfile, rubric: Rubric, *, ttl: str = "5m") -> dict[str, Any]:
    """Writes the prefix of ``assessment_request`` into the cache, for the price of that prefix.

    It asks for one token and not for none: max_tokens 0 is refused together with a format, and the format is a part of
    the prefix, so that a request without it would warm another one.
    """
    return _request(profile, rubric, _WARMING_TEXT, ttl) | {"max_tokens": 1}


def repair_request(
    profile: ModelProfile, request: Mapping[str, Any], reply_text: str, problems: Iterable[Problem]
) -> dict[str, Any]:
    """The same request with the answer that could not be used, and what was wrong with it.

    It ends with our turn, as a conversation that ends with the model's is refused. ``profile`` may allow more tokens.
    """
    found = [{"code": problem.code.value, "criterion_id": problem.criterion_id} for problem in problems]
    asked_again = f"{load_prompt('repair').text}\n\n{_json({'problems': found})}"
    turns = [
        *request["messages"],
        {"role": "assistant", "content": reply_text or "(no text)"},
        {"role": "user", "content": asked_again},
    ]
    return {**request, "max_tokens": profile.max_tokens, "messages": turns}


def questions_json(rubric: Rubric, questions: Iterable[Question]) -> dict[str, Any]:
    """The requisition as the model reads it."""
    return {"title": rubric.title, "questions": [question.as_json() for question in questions]}


def read_request(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(requisition, document) of a request that ``assessment_request`` made.

    Raises InvalidInputError for any other request.
    """
    try:
        line, _, requisition = params["system"][1]["text"].partition("\n")
        document = json.loads(_first_text(params["messages"][0]["content"]))
        if line != REQUISITION_LINE or "untrusted_application" not in document:
            raise InvalidInputError("not the request of an assessment")
        return json.loads(requisition), document
    except (KeyError, IndexError, TypeError, ValueError):
        raise InvalidInputError("not the request of an assessment") from None


def policy() -> str:
    """What holds for every requisition, with worked examples: they make the prefix long enough for every model's
    cache, and reading it costs less than sending a shorter one."""
    return f"{load_prompt('assess').text}\n\n{load_prompt('examples').text}"


def _request(profile: ModelProfile, rubric: Rubric, user_text: str, ttl: str) -> dict[str, Any]:
    requisition = f"{REQUISITION_LINE}\n{_json(questions_json(rubric, questions_of(rubric)))}"
    return {
        "model": profile.model,
        "max_tokens": profile.max_tokens,
        "system": [
            {"type": "text", "text": policy()},
            {"type": "text", "text": requisition, "cache_control": {"type": "ephemeral", "ttl": ttl}},
        ],
        "messages": [{"role": "user", "content": user_text}],
        "output_config": {"effort": profile.effort, "format": {"type": "json_schema", "schema": ANSWER_SCHEMA}},
    }


def _first_text(content: Any) -> str:
    return str(content if isinstance(content, str) else content[0]["text"])


def _json(content: Any) -> str:
    # No spaces: they are tokens. No escapes: the model must copy what it reads.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
