"""A request as the sequence of blocks that the prompt cache sees: tools, system, turns."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claude.simulator.tokens import TURN_TOKENS, block_tokens, format_tokens

TTL_SECONDS: Mapping[str, int] = {"5m": 300, "1h": 3600}


@dataclass(frozen=True, slots=True)
class Block:
    """``key`` names everything up to and with this block, ``tokens`` counts it.

    ``ttl`` is "5m" or "1h" at a breakpoint, '' elsewhere.
    """

    key: str
    tokens: int
    ttl: str


def blocks_of(params: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks in the order of the prompt. Model, effort, thinking and format belong to every key."""
    config = params.get("output_config") or {}
    settings = [params.get("model"), config.get("effort"), config.get("format"), params.get("thinking")]
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    tokens = format_tokens(params)
    found: list[Block] = []
    for label, block, extra in _content(params):
        tokens += block_tokens(block) + extra
        shown = {key: value for key, value in block.items() if key != "cache_control"}
        digest.update(json.dumps([label, shown], sort_keys=True).encode())
        found.append(Block(digest.hexdigest(), tokens, _ttl(block)))
    automatic = params.get("cache_control")
    if automatic and found:
        last = found[-1]
        found[-1] = Block(last.key, last.tokens, last.ttl or automatic.get("ttl") or "5m")
    return tuple(found)


def prompt_tokens(params: Mapping[str, Any]) -> int:
    """All tokens of the input."""
    blocks = blocks_of(params)
    return blocks[-1].tokens if blocks else 0


def breakpoints(params: Mapping[str, Any]) -> list[str]:
    """The lifetimes of the breakpoints, in order."""
    return [block.ttl for block in blocks_of(params) if block.ttl]


def _content(params: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], int]]:
    """(where it stands, the block, tokens of the frame around it)."""
    for tool in params.get("tools") or ():
        yield "tool", tool, 0
    for block in _as_blocks(params.get("system") or ()):
        yield "system", block, 0
    for turn in params["messages"]:
        for number, block in enumerate(_as_blocks(turn["content"])):
            yield turn["role"], block, 0 if number else TURN_TOKENS


def _as_blocks(content: Any) -> list[Mapping[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _ttl(block: Mapping[str, Any]) -> str:
    control = block.get("cache_control")
    return (control.get("ttl") or "5m") if control else ""
