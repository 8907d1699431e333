"""The provider's side of message batches: hand over, look after, fetch, delete."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import anthropic
import httpx2
from anthropic.types.messages import MessageBatch, MessageBatchIndividualResponse
from pydantic import ValidationError

from claude.errors import ModelUnavailableError, translated
from claude.messages import Message, MessagesClient, Reply

SIMULATED_HEADER = "x-simulated"
UPLOAD_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class RemoteBatch:
    """``requests`` counts all of them, whatever became of each."""

    id: str
    created_at: datetime
    ended: bool
    requests: int
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of one request: succeeded, errored, canceled or expired. Only the first has a reply, and a price."""

    custom_id: str
    outcome: str
    reply: Reply | None = None


class BatchClient:
    """Failures are those of MessagesClient."""

    def __init__(self, messages: MessagesClient) -> None:
        self._messages = messages

    def create(self, requests: Mapping[str, Mapping[str, Any]]) -> RemoteBatch:
        """Hand over requests by their custom ids. After a ModelUnavailableError it may be there all the same."""
        listed: Any = [{"custom_id": custom_id, "params": params} for custom_id, params in requests.items()]
        self._messages.check_key()
        try:
            return _remote(self._messages.sdk.messages.batches.create(requests=listed, timeout=UPLOAD_SECONDS))
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def find(self, batch_id: str) -> RemoteBatch | None:
        """The batch as it is now, None where the provider does not know it (any more)."""
        self._messages.check_key()
        try:
            raw = self._messages.sdk.messages.batches.with_raw_response.retrieve(batch_id)
            return _remote(raw.parse(), simulated=SIMULATED_HEADER in raw.headers)
        except anthropic.NotFoundError:
            return None
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def since(self, moment: datetime) -> Iterator[RemoteBatch]:
        """Every batch of the key's workspace that was created at that moment or later, newest first."""
        self._messages.check_key()
        try:
            for batch in self._messages.sdk.messages.batches.list(limit=100):
                if batch.created_at < moment:
                    return
                yield _remote(batch)
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def answers(self, batch: RemoteBatch) -> Iterator[BatchAnswer]:
        """What became of each request of a batch that has ended, in any order. Reading it again costs nothing."""
        self._messages.check_key()
        try:
            for line in self._messages.sdk.messages.batches.results(batch.id):
                yield _answer(line, batch)
        except anthropic.AnthropicError as error:
            raise translated(error) from error
        except httpx2.HTTPError as error:
            raise ModelUnavailableError("the results of a batch broke off", "connection") from error
        except (ValueError, AttributeError):  # not chained: it repeats what could not be read
            raise ModelUnavailableError("the results of a batch were not readable", "malformed") from None

    def cancel(self, batch_id: str) -> None:
        """Let what has not begun be. What is done already is answered, and paid for."""
        self._messages.check_key()
        try:
            self._messages.sdk.messages.batches.cancel(batch_id)
        except anthropic.AnthropicError as error:
            raise translated(error) from error

    def delete(self, batch_id: str) -> None:
        """Have the provider forget an ended batch. One that it does not know is forgotten already."""
        self._messages.check_key()
        try:
            self._messages.sdk.messages.batches.delete(batch_id)
        except anthropic.NotFoundError:
            return
        except anthropic.AnthropicError as error:
            raise translated(error) from error


def _remote(batch: MessageBatch, *, simulated: bool = False) -> RemoteBatch:
    counts = batch.request_counts
    requests = counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired
    return RemoteBatch(batch.id, batch.created_at, batch.processing_status == "ended", requests, simulated)


def _answer(line: MessageBatchIndividualResponse, batch: RemoteBatch) -> BatchAnswer:
    outcome = str(line.result.type)
    if line.result.type != "succeeded":
        return BatchAnswer(line.custom_id, outcome)
    try:
        message = Message.model_validate(line.result.message.model_dump(mode="json"))
    except ValidationError:
        return BatchAnswer(line.custom_id, "malformed")
    text = "".join(block.text for block in message.content if block.type == "text")
    origin = f"{batch.id}:{line.result.message.id}"
    reply = Reply(text, message.stop_reason or "", message.usage, message.model, origin, 0, {}, batch.simulated)
    return BatchAnswer(line.custom_id, outcome, reply)
