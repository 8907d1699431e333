"""What the service refuses before a model sees it, in the words of API version 2026-10-21."""

import re
from collections.abc import Mapping
from typing import Any

from claude.model_profile import EFFORTS
from claude.simulator.catalogue import Model, callable_model
from claude.simulator.errors import invalid
from claude.simulator.options import Options
from claude.simulator.prefix import breakpoints, prompt_tokens
from claude.simulator.schemas import check_schema

KNOWN = frozenset(
    {
        "model", "max_tokens", "messages", "system", "metadata", "output_config", "thinking", "tools", "tool_choice",
        "stop_sequences", "stream", "service_tier", "cache_control", "inference_geo", "container", "diagnostics",
        "speed",
    }
)  # fmt: skip
SAMPLING = ("temperature", "top_p", "top_k")
MOST_BREAKPOINTS = 4
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+?\d[\d ().-]{8,}\d$")


def check_request(params: Any, options: Options, *, counting: bool = False) -> Model:
    """The model that shall answer. Raises ApiError 400 or 404 for what the service refuses; ``counting`` leaves out
    what count_tokens does not ask for."""
    if not isinstance(params, Mapping):
        raise invalid("The request body is not a JSON object")
    for name in SAMPLING:
        if name in params:
            raise invalid(f"{name}: `{name}` is not supported with anthropic-version 2026-10-21")
    if unknown := sorted(set(params) - KNOWN):
        raise invalid(f"{unknown[0]}: Extra inputs are not permitted")
    if not isinstance(params.get("model"), str):
        raise invalid("model: Field required")
    model = callable_model(params["model"], options)
    _check_turns(params)
    _check_system(params)
    _check_thinking(params, model)
    _check_format(params)
    _check_cache(params)
    _check_metadata(params)
    if not counting:
        _check_length(params, model)
    return model


def _check_turns(params: Mapping[str, Any]) -> None:
    turns = params.get("messages")
    if not isinstance(turns, list):
        raise invalid("messages: Field required")
    if not turns:
        raise invalid("messages: at least one message is required")
    for number, turn in enumerate(turns):
        if not isinstance(turn, Mapping) or turn.get("role") not in ("user", "assistant"):
            raise invalid(f"messages.{number}.role: Input should be 'user' or 'assistant'")
        if not turn.get("content"):
            raise invalid(f"messages.{number}: all messages must have non-empty content")
        _check_content(turn["content"], f"messages.{number}.content")
    if turns[0]["role"] != "user":
        raise invalid('messages: first message must use the "user" role')
    if turns[-1]["role"] == "assistant":
        raise invalid(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )


def _check_system(params: Mapping[str, Any]) -> None:
    if params.get("system"):
        _check_content(params["system"], "system")


def _check_content(content: Any, place: str) -> None:
    if isinstance(content, str):
        return
    if not isinstance(content, list):
        raise invalid(f"{place}: Input should be a valid string or list")
    for number, block in enumerate(content):
        if not isinstance(block, Mapping) or not isinstance(block.get("type"), str):
            raise invalid(f"{place}.{number}.type: Field required")
        if block["type"] == "text" and not str(block.get("text", "")).strip():
            raise invalid(f"{place}.{number}: text content blocks must contain non-whitespace text")


def _check_thinking(params: Mapping[str, Any], model: Model) -> None:
    choice = params.get("tool_choice") or {}
    if choice.get("type") in ("any", "tool"):
        raise invalid(f"tool_choice: forced tool use ({choice['type']!r}) is not supported by {model.id}")
    kind = (params.get("thinking") or {}).get("type")
    if kind is not None and kind not in model.thinking:
        raise invalid(f"thinking.type: {kind!r} is not supported by {model.id}; it accepts {sorted(model.thinking)}")


def _check_format(params: Mapping[str, Any]) -> None:
    config = params.get("output_config")
    if config is None:
        return
    if not isinstance(config, Mapping) or set(config) - {"effort", "format"}:
        raise invalid("output_config: Extra inputs are not permitted")
    if config.get("effort") not in (None, *EFFORTS):
        raise invalid(f"output_config.effort: Input should be one of {list(EFFORTS)}")
    wanted = config.get("format")
    if wanted is not None:
        if not isinstance(wanted, Mapping) or wanted.get("type") != "json_schema":
            raise invalid("output_config.format.type: Input should be 'json_schema'")
        check_schema(wanted.get("schema"))


def _check_cache(params: Mapping[str, Any]) -> None:
    lifetimes = breakpoints(params)
    if set(lifetimes) - {"5m", "1h"}:
        raise invalid("cache_control.ttl: Input should be '5m' or '1h'")
    if len(lifetimes) > MOST_BREAKPOINTS:
        raise invalid(f"A maximum of {MOST_BREAKPOINTS} blocks with cache_control may be provided.")
    if lifetimes != sorted(lifetimes):
        raise invalid("cache_control: a block with ttl='1h' must not come after a block with ttl='5m'")


def _check_metadata(params: Mapping[str, Any]) -> None:
    metadata = params.get("metadata")
    if metadata is None:
        return
    if not isinstance(metadata, Mapping) or set(metadata) - {"user_id"}:
        raise invalid("metadata: Extra inputs are not permitted")
    user_id = metadata.get("user_id")
    if user_id is not None and (not isinstance(user_id, str) or len(user_id) > 512 or _ADDRESS.match(user_id)):
        raise invalid("metadata.user_id: must be an opaque identifier without an e-mail address or phone number")


def _check_length(params: Mapping[str, Any], model: Model) -> None:
    most = params.get("max_tokens")
    if most is None:
        raise invalid("max_tokens: Field required")
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise invalid("max_tokens: Input should be a non-negative integer")
    if most > model.max_output_tokens:
        raise invalid(f"max_tokens: {most} > {model.max_output_tokens}, the maximum for {model.id}")
    thinking = (params.get("thinking") or {}).get("type") == "enabled"
    if most == 0 and (params.get("stream") or (params.get("output_config") or {}).get("format") or thinking):
        raise invalid("max_tokens: 0 cannot be combined with stream, output_config.format or thinking")
    tokens = prompt_tokens(params)
    if tokens > model.context_tokens:
        raise invalid(f"prompt is too long: {tokens} tokens > {model.context_tokens} maximum")
