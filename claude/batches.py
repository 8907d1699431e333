"""Answers by batch, at half the price: handed over in the evening, put where the assessor looks first when they come.

A batch may be left at any point and be taken up by another process: it is written down before it is handed over, every
write of an answer or a cost may be repeated, and a batch whose arrival was never confirmed is found again by its custom
ids. What no batch answers is left to the ordinary calls.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol
from uuid import uuid4

import structlog

from claude.accounting import call_intent, result_of
from claude.application import Application
from claude.assessor import SIMULATED
from claude.batch_client import BatchAnswer, BatchClient, RemoteBatch
from claude.errors import ModelUnavailableError
from claude.ledger import AnswerBook, CallLedger
from claude.messages import Reply
from claude.model_profile import MODELS, ModelProfile
from claude.request import assessment_request
from scoring.errors import QuotaExhaustedError, ScoringError
from scoring.model_batch import BatchCall, BatchItem, BatchState, ModelBatch
from scoring.model_call import CallContext, CallResult, StoredAnswer, answer_key
from scoring.rubric.model import Rubric

log = structlog.get_logger(__name__)

# The service takes 100,000 requests or 256 MB; smaller batches end sooner, and less is lost with one.
MOST_REQUESTS = 1_000
# A request of at most 3 characters a token, and 4 bytes a character.
MOST_TOKENS = 10_000_000
# By then whoever handed a batch over is done or dead: Celery ends a task after 300 s.
LOOK_FOR_AFTER_SECONDS = 900.0
# The service ends every batch within 24 hours; one that does not end is given up.
GIVE_UP_AFTER_SECONDS = 26 * 3600.0
_CLOCKS_APART = timedelta(minutes=10)
_NOTHING = Decimal(0)


class BatchBook(Protocol):
    """Keeps what was handed over, for whoever fetches it."""

    def prepare(self, batch: ModelBatch) -> None: ...

    def submitted(self, batch_id: str, provider_id: str) -> None: ...

    def ingested(self, batch_id: str) -> None: ...

    def deleted(self, batch_id: str) -> None: ...

    def provider_ids(self) -> frozenset[str]: ...

    def calls(self, batch_id: str) -> Mapping[str, BatchCall]: ...


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One application to ask about: its item in the ledger, what is sent, and about how many tokens that is."""

    item: BatchItem
    params: Mapping[str, Any]
    tokens: int


def batch_request(
    profile: ModelProfile, rubric: Rubric, application: Application, customer_id: str, about: BatchItem
) -> BatchRequest:
    """The first question that ClaudeAssessor would ask, under the same key; ``about`` gives the ids.

    The requisition stays cached for an hour, as the requests of a batch are not all worked on at once. Nothing is sent
    that could tell who is asked about, not even the hash of a run.
    """
    document = application.document
    params = assessment_request(profile, rubric, document, ttl="1h")
    intent = call_intent(profile, params, CallContext(customer_id, about.job_id))
    item = replace(
        about,
        key=answer_key(customer_id, document.sha256, rubric.version, profile.answer_versions, 0),
        request_sha256=intent.request_sha256,
        document_sha256=document.sha256,
        rubric_version=rubric.version,
    )
    return BatchRequest(item, params, intent.input_tokens_estimate)


@dataclass(frozen=True, slots=True)
class BatchDesk:
    """Hands batches over and takes them back."""

    client: BatchClient
    batches: BatchBook
    calls: CallLedger
    answers: AnswerBook

    def submit(
        self, customer_id: str, profile: ModelProfile, as_of: date, requests: Sequence[BatchRequest]
    ) -> tuple[BatchItem, ...]:
        """Hand over; the items that were not, because of a ceiling, a stop button or a refusal, come back.

        Where nobody can tell whether a batch arrived its items are not among those: ``tend`` will find out.
        """
        left: list[BatchItem] = []
        for part in _parts(requests):
            items = tuple(request.item for request in part)
            batch = ModelBatch(str(uuid4()), customer_id, BatchState.PREPARED, profile.answer_versions, as_of, items)
            left += self._submit(batch, profile, part)
        return tuple(left)

    def _submit(
        self, batch: ModelBatch, profile: ModelProfile, requests: Sequence[BatchRequest]
    ) -> tuple[BatchItem, ...]:
        self.batches.prepare(batch)
        begun = self._begun(batch, profile, requests)
        left = batch.items[len(begun) :]
        if not begun:
            self._abandon(batch)
            return left
        try:
            remote = self.client.create({request.item.key: request.params for request in begun})
        except ModelUnavailableError as error:
            log.warning("batch_unconfirmed", batch=batch.id, outcome=error.outcome)
            return left
        except ScoringError as error:
            log.warning("batch_refused", batch=batch.id, outcome=str(getattr(error, "outcome", "error")))
            self._abandon(batch)
            return batch.items
        self.batches.submitted(batch.id, remote.id)
        log.info("batch_submitted", batch=batch.id, requests=len(begun), left=len(left))
        return left

    def _begun(
        self, batch: ModelBatch, profile: ModelProfile, requests: Sequence[BatchRequest]
    ) -> Sequence[BatchRequest]:
        """Those for which there is money, and no stop button."""
        for number, request in enumerate(requests):
            context = CallContext(batch.customer_id, request.item.job_id)
            try:
                self.calls.begin(call_intent(profile, request.params, context, batch_id=batch.id))
            except QuotaExhaustedError as error:
                log.warning("batch_cut_short", batch=batch.id, begun=number, outcome=getattr(error, "outcome", ""))
                return requests[:number]
        return requests

    def tend(
        self,
        batch: ModelBatch,
        usable: Callable[[BatchItem, str], bool],
        release: Callable[[ModelBatch], None],
        *,
        stopped: bool = False,
    ) -> BatchState:
        """Take a batch as far as it will go now; the state that it has reached.

        ``usable`` decides whether an answer is good enough to be kept; otherwise its application is asked about again
        with an ordinary call. ``release`` is called once everything that came is kept, and may be called again.
        ``stopped`` cancels what has not begun. Raises what MessagesClient.create raises.
        """
        if batch.state is BatchState.PREPARED:
            batch = self._looked_for(batch)
        if batch.state is BatchState.SUBMITTED and self._fetched(batch, usable, stopped=stopped):
            batch = replace(batch, state=BatchState.INGESTED)
        if batch.state is BatchState.INGESTED:
            release(batch)
            self.batches.ingested(batch.id)
            if batch.provider_id:
                self.client.delete(batch.provider_id)
            self.batches.deleted(batch.id)
            return BatchState.DELETED
        return batch.state

    def _looked_for(self, batch: ModelBatch) -> ModelBatch:
        """A batch that nobody confirmed: found at the provider, given up, or not to be told yet."""
        if batch.age_seconds < LOOK_FOR_AFTER_SECONDS or batch.prepared_at is None:
            return batch
        sent = len(self.batches.calls(batch.id))
        known, keys = self.batches.provider_ids(), {item.key for item in batch.items}
        undecided = False
        for remote in self.client.since(batch.prepared_at - _CLOCKS_APART):
            if remote.id in known or remote.requests != sent:
                continue
            # Only results name the custom ids.
            if not remote.ended:
                undecided = True
            elif any(answer.custom_id in keys for answer in self.client.answers(remote)):
                self.batches.submitted(batch.id, remote.id)
                log.info("batch_found_again", batch=batch.id)
                return replace(batch, state=BatchState.SUBMITTED, provider_id=remote.id)
        if undecided and batch.age_seconds < GIVE_UP_AFTER_SECONDS:
            return batch
        self._close(batch, "not_submitted", paid=False)
        log.warning("batch_lost", batch=batch.id)
        return replace(batch, state=BatchState.INGESTED)

    def _fetched(self, batch: ModelBatch, usable: Callable[[BatchItem, str], bool], *, stopped: bool) -> bool:
        remote = self.client.find(batch.provider_id)
        if remote is not None and not remote.ended:
            overdue = batch.age_seconds > GIVE_UP_AFTER_SECONDS
            if stopped or overdue:
                self.client.cancel(remote.id)
            if overdue:
                self._close(batch, "batch_overdue", paid=True)
            return overdue
        if remote is not None:
            self._ingest(batch, remote, usable)
        # Results that are gone, or never came, may have been paid for.
        self._close(batch, "batch_missing", paid=True)
        return True

    def _ingest(self, batch: ModelBatch, remote: RemoteBatch, usable: Callable[[BatchItem, str], bool]) -> None:
        items, calls = {item.key: item for item in batch.items}, self.batches.calls(batch.id)
        counts: dict[str, int] = {}
        for answer in self.client.answers(remote):
            item = items.get(answer.custom_id)
            call = calls.get(item.request_sha256) if item else None
            if item is None or call is None:
                log.warning("batch_answer_unknown", batch=batch.id)
                continue
            counts[answer.outcome] = counts.get(answer.outcome, 0) + 1
            self.calls.finish(call.id, _result(answer, call, batch))
            if answer.reply is not None and _is_whole(answer.reply) and usable(item, answer.reply.text):
                self.answers.put(_stored(batch, item, answer.reply))
        log.info("batch_ingested", batch=batch.id, **counts)

    def _abandon(self, batch: ModelBatch) -> None:
        """It never left."""
        self._close(batch, "not_submitted", paid=False)
        self.batches.ingested(batch.id)
        self.batches.deleted(batch.id)

    def _close(self, batch: ModelBatch, outcome: str, *, paid: bool) -> None:
        """Finish every call that has no result, at the most that it can have cost or at nothing."""
        for call in self.batches.calls(batch.id).values():
            if call.is_open:
                self.calls.finish(call.id, CallResult(outcome, call.ceiling_cost if paid else _NOTHING))


def _parts(requests: Sequence[BatchRequest]) -> Iterator[Sequence[BatchRequest]]:
    """Pieces that the service takes."""
    first = tokens = 0
    for position, request in enumerate(requests):
        if position > first and (position - first == MOST_REQUESTS or tokens + request.tokens > MOST_TOKENS):
            yield requests[first:position]
            first, tokens = position, 0
        tokens += request.tokens
    if requests:
        yield requests[first:]


def _result(answer: BatchAnswer, call: BatchCall, batch: ModelBatch) -> CallResult:
    if answer.reply is not None:
        return result_of(answer.reply, MODELS[batch.versions.model].price, batch=True)
    # What was not answered is not billed; an answer that could not be read was.
    return CallResult(f"batch_{answer.outcome}", call.ceiling_cost if answer.outcome == "malformed" else _NOTHING)


def _is_whole(reply: Reply) -> bool:
    """A refusal is asked about again as well: a person should not have to read for what a second try may answer."""
    return reply.stop_reason in {"end_turn", "stop_sequence"}


def _stored(batch: ModelBatch, item: BatchItem, reply: Reply) -> StoredAnswer:
    return StoredAnswer(
        key=item.key,
        customer_id=batch.customer_id,
        document_sha256=item.document_sha256,
        rubric_version=item.rubric_version,
        versions=batch.versions,
        sample=0,
        text=reply.text,
        request_id=f"{SIMULATED if reply.simulated else ''}{reply.request_id}",
    )
