"""The Messages API through its SDK: one call, one answer, no retries of its own, everything validated at the border."""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import anthropic
import httpx2
from pydantic import BaseModel, Field, ValidationError

from claude.errors import ASK_A_PERSON_SECONDS, KeyRejectedError, ModelUnavailableError, translated
from claude.model_profile import API_VERSION

# 16,000 tokens are about 64 kB; far more than that is not an answer to what we asked.
LARGEST_ANSWER = 4_000_000


@dataclass(frozen=True, slots=True)
class ClaudeAccess:
    """How the API is reached. ``base_url`` '' is Anthropic's own; ``connections`` bounds parallel calls."""

    api_key: str = field(repr=False)
    base_url: str = ""
    timeout_seconds: float = 120.0
    connections: int = 128


class CacheCreation(BaseModel):
    ephemeral_5m_input_tokens: int = Field(0, ge=0)
    ephemeral_1h_input_tokens: int = Field(0, ge=0)


class Usage(BaseModel):
    """Tokens as billed. ``input_tokens`` are those neither written to nor read from the cache."""

    input_tokens: int = Field(ge=0)
    output_tokens: int = Field(ge=0)
    cache_creation_input_tokens: int | None = Field(None, ge=0)
    cache_read_input_tokens: int | None = Field(None, ge=0)
    cache_creation: CacheCreation | None = None

    @property
    def cache_write_1h(self) -> int:
        return self.cache_creation.ephemeral_1h_input_tokens if self.cache_creation else 0

    @property
    def cache_write_5m(self) -> int:
        """What was written without saying for how long counts as five minutes, the default."""
        return max((self.cache_creation_input_tokens or 0) - self.cache_write_1h, 0)


class Block(BaseModel):
    type: str
    text: str = ""


class Message(BaseModel):
    """The parts of a message that we rely on."""

    model: str
    content: list[Block]
    stop_reason: str | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class Allowance:
    """One line of the rate-limit headers: how much a minute, and how much is left now."""

    limit: float
    remaining: float


@dataclass(frozen=True, slots=True)
class Reply:
    """``allowances`` by name: requests, input-tokens, output-tokens. ``text`` joins the text blocks, '' without one.
    ``simulated`` when the answer says so of itself."""

    text: str
    stop_reason: str
    usage: Usage
    model: str
    request_id: str
    milliseconds: int
    allowances: Mapping[str, Allowance]
    simulated: bool = False


class MessagesClient:
    """Thread-safe. Every failure is one of ours: RateLimitedError, SpendStoppedError, KeyRejectedError,
    ModelUnavailableError or UnanswerableError."""

    def __init__(self, access: ClaudeAccess) -> None:
        self._access = access
        limits = httpx2.Limits(max_connections=access.connections, max_keepalive_connections=access.connections)
        self._client = anthropic.Anthropic(
            api_key=access.api_key or "-",
            base_url=access.base_url or None,
            timeout=access.timeout_seconds,
            max_retries=0,  # the pipeline waits, counts and tries again
            default_headers={"anthropic-version": API_VERSION},
            http_client=anthropic.DefaultHttpxClient(limits=limits),
        )

    @property
    def sdk(self) -> anthropic.Anthropic:
        """The client itself, for batches."""
        return self._client

    def create(self, params: Mapping[str, Any], timeout_seconds: float | None = None) -> Reply:
        """Send one request and read its answer. A refusal or a full answer is a reply too: look at ``stop_reason``."""
        self.check_key()
        started = time.monotonic()
        try:
            raw = self._client.messages.with_raw_response.create(
                **params, timeout=timeout_seconds or self._access.timeout_seconds
            )
            body = raw.http_response.content
        except anthropic.AnthropicError as error:
            raise translated(error) from error
        except httpx2.HTTPError as error:
            raise ModelUnavailableError("the connection to the model broke", "connection") from error
        message = read_message(body)
        return Reply(
            text="".join(block.text for block in message.content if block.type == "text"),
            stop_reason=message.stop_reason or "",
            usage=message.usage,
            model=message.model,
            request_id=raw.headers.get("request-id", ""),
            milliseconds=round((time.monotonic() - started) * 1000),
            allowances=allowances(raw.headers),
            simulated="x-simulated" in raw.headers,
        )

    def count_tokens(self, params: Mapping[str, Any]) -> int:
        """Input tokens of a request, as the API estimates them; free, under limits of its own."""
        self.check_key()
        counted = {name: params[name] for name in ("model", "system", "messages", "output_config") if name in params}
        try:
            return int(self._client.messages.count_tokens(**counted).input_tokens)
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def model_info(self, model: str) -> anthropic.types.ModelInfo:
        """What the API says about a model: lifecycle, capabilities."""
        self.check_key()
        try:
            return self._client.models.retrieve(model)
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def close(self) -> None:
        self._client.close()

    def check_key(self) -> None:
        """Raises KeyRejectedError when there is none at all."""
        if not self._access.api_key:
            raise KeyRejectedError("ANTHROPIC_API_KEY is not set", ASK_A_PERSON_SECONDS)


def read_message(body: bytes) -> Message:
    """A message from the bytes of an answer. Raises ModelUnavailableError for anything else."""
    if len(body) > LARGEST_ANSWER:
        raise ModelUnavailableError("the model's answer was too large", "malformed")
    try:
        return Message.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        # Not chained: both say what they could not read, and that is a candidate's words.
        raise ModelUnavailableError("the model's answer was not readable", "malformed") from None


def allowances(headers: Mapping[str, str]) -> dict[str, Allowance]:
    """The rate limits that an answer stated; those that cannot be read are left out."""
    found = {}
    for name in ("requests", "input-tokens", "output-tokens"):
        prefix = f"anthropic-ratelimit-{name}"
        with suppress(KeyError, ValueError):
            found[name] = Allowance(float(headers[f"{prefix}-limit"]), float(headers[f"{prefix}-remaining"]))
    return found
