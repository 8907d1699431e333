"""From the parameters of a request to the message that answers it, with its usage."""

import json
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from claude.request import read_request
from claude.simulator.behaviours import Situation, answer_text
from claude.simulator.catalogue import Model
from claude.simulator.drafts import draft_text
from claude.simulator.faults import FaultRule
from claude.simulator.prompt_cache import Reading
from claude.simulator.schemas import instance_of
from claude.simulator.state import SimulatorState, new_id
from claude.simulator.tokens import CHARACTERS_PER_TOKEN, text_tokens
from scoring.errors import InvalidInputError

PLAIN_ANSWER = "This is a simulated answer."
_REFUSED = "Simulated: the request was declined."


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was accepted. ``number`` counts the calls before it, for reproducible dice."""

    params: Mapping[str, Any]
    model: Model
    number: int
    faults: Sequence[FaultRule] = ()
    batch: bool = False

    @property
    def behaviour_rule(self) -> FaultRule | None:
        return next((rule for rule in self.faults if rule.kind == "behaviour"), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """``message`` is the body of the answer; ``cost`` in USD, 0 for a model without a published price."""

    message: dict[str, Any]
    cost: Decimal
    behaviour: str


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    stop_reason: str = "end_turn"
    category: str | None = None


def cache_reading(state: SimulatorState, params: Mapping[str, Any], model: Model) -> Reading:
    """What the call would read from and write to the prompt cache now."""
    given = state.options.cache_minimum_tokens
    return state.cache.read(params, model.cache_minimum if given < 0 else given)


def answer(state: SimulatorState, call: Call, reading: Reading) -> Answered:
    """The message that a model of the current behaviour gives."""
    rule = call.behaviour_rule
    behaviour = rule.behaviour if rule else state.options.behaviour
    said = _said(state, call, behaviour, reading)
    output = text_tokens(said.text) + state.options.thinking_tokens if call.params["max_tokens"] else 0
    usage = _usage(reading, output, state.options.thinking_tokens, batch=call.batch)
    refused = said.stop_reason == "refusal"
    message = {
        "id": new_id("msg"),
        "type": "message",
        "role": "assistant",
        "model": call.model.id,
        "content": [{"type": "text", "text": said.text, "citations": None}] if said.text else [],
        "stop_reason": said.stop_reason,
        "stop_sequence": None,
        "stop_details": {"type": "refusal", "category": said.category, "explanation": _REFUSED} if refused else None,
        "container": None,
        "usage": usage,
    }
    return Answered(message, _cost(call, reading, output), behaviour)


def _said(state: SimulatorState, call: Call, behaviour: str, reading: Reading) -> _Said:
    for rule in call.faults:
        match rule.kind:
            case "refusal":
                return _Said("", "refusal", rule.category or None)
            case "answer":
                return _bounded(rule.text, call, reading)
            case "max_tokens":
                whole = _bounded(_text(state, call, behaviour), call, reading)
                return _Said(_first(whole.text, rule.tokens), "max_tokens")
            case "context_window":
                whole = _bounded(_text(state, call, behaviour), call, reading)
                return _Said(whole.text[: len(whole.text) // 2], "model_context_window_exceeded")
    return _bounded(_text(state, call, behaviour), call, reading)


def _text(state: SimulatorState, call: Call, behaviour: str) -> str:
    try:
        requisition, document = read_request(call.params)
        if document["untrusted_application"] is None:
            return '{"ratings":[]}'  # a warming call
        honest = state.honest.ratings(requisition, document)
        dice = random.Random(f"{state.options.seed}:{call.number}")  # noqa: S311  reproducible on purpose
        turn = sum(turn["role"] == "assistant" for turn in call.params["messages"])
        situation = Situation(requisition, document, turn, state.options.attack_style, dice)
        return answer_text(behaviour, honest, situation)
    except (InvalidInputError, KeyError, TypeError, ValueError):
        return _other_answer(call.params)


def _other_answer(params: Mapping[str, Any]) -> str:
    """For requests that are no assessment: a draft of ours, an instance of their format, or a sentence."""
    with suppress(InvalidInputError, KeyError, TypeError, ValueError):
        return draft_text(params)
    wanted = (params.get("output_config") or {}).get("format")
    return json.dumps(instance_of(wanted["schema"], "Simulated")) if wanted else PLAIN_ANSWER


def _bounded(text: str, call: Call, reading: Reading) -> _Said:
    """The text as far as max_tokens and the context window allow."""
    most = call.params["max_tokens"]
    room = call.model.context_tokens - reading.total
    needed = text_tokens(text)
    if needed > room:
        return _Said(_first(text, room), "model_context_window_exceeded")
    if needed > most:
        return _Said(_first(text, most), "max_tokens")
    return _Said(text)


def _first(text: str, tokens: int) -> str:
    return text[: int(max(tokens, 0) * CHARACTERS_PER_TOKEN)]


def _usage(reading: Reading, output: int, thinking: int, *, batch: bool) -> dict[str, Any]:
    return {
        "input_tokens": reading.input_tokens,
        "output_tokens": output,
        "cache_creation_input_tokens": reading.written,
        "cache_read_input_tokens": reading.read,
        "cache_creation": {
            "ephemeral_5m_input_tokens": reading.written_5m,
            "ephemeral_1h_input_tokens": reading.written_1h,
        },
        "output_tokens_details": {"thinking_tokens": min(thinking, output)},
        "service_tier": "batch" if batch else "standard",
        "inference_geo": "not_available",
    }


def _cost(call: Call, reading: Reading, output: int) -> Decimal:
    if call.model.price is None:
        return Decimal(0)
    return call.model.price.cost(
        reading.input_tokens,
        output,
        cache_write_5m=reading.written_5m,
        cache_write_1h=reading.written_1h,
        cache_read=reading.read,
        batch=call.batch,
    )
