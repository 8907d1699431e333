"""The simulated endpoints of message batches."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from claude.simulator.answering import Call, answer, cache_reading
from claude.simulator.api import api, page_limit
from claude.simulator.batches import Batch, Item
from claude.simulator.catalogue import callable_model
from claude.simulator.clock import rfc3339
from claude.simulator.errors import MESSAGES, ApiError, ErrorAnswer, invalid
from claude.simulator.exchange import exchange, json_response, parsed_body, state
from claude.simulator.faults import ANSWERS, OUTCOMES
from claude.simulator.journal import Entry
from claude.simulator.state import new_id
from claude.simulator.validation import check_request

MOST_REQUESTS = 100_000
_CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@api.post("/messages/batches")
def create_batch() -> Response:
    """Requests with wrong parameters are accepted here and end as errored, as in the real service."""
    body = parsed_body()
    listed = body.get("requests") if isinstance(body, Mapping) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_REQUESTS:
        raise invalid(f"requests: a list of 1 to {MOST_REQUESTS} requests is required")
    items = tuple(_item(number, each) for number, each in enumerate(listed))
    if len({item.custom_id for item in items}) < len(items):
        raise invalid("requests: custom_id must be unique within a batch")
    batch = state().batches.open(new_id("msgbatch"), items, state().options.batch_seconds)
    return _described(batch)


@api.get("/messages/batches")
def list_batches() -> Response:
    after, before = request.args.get("after_id", ""), request.args.get("before_id", "")
    page, more = state().batches.page(page_limit(), after, before)
    ids = [batch.id for batch in page]
    return json_response(
        {
            "data": [batch.as_json(state().clock(), _base()) for batch in page],
            "has_more": more,
            "first_id": ids[0] if ids else None,
            "last_id": ids[-1] if ids else None,
        }
    )


@api.get("/messages/batches/<batch_id>")
def get_batch(batch_id: str) -> Response:
    return _described(state().batches.find(batch_id))


@api.post("/messages/batches/<batch_id>/cancel")
def cancel_batch(batch_id: str) -> Response:
    return _described(state().batches.cancel(batch_id))


@api.delete("/messages/batches/<batch_id>")
def delete_batch(batch_id: str) -> Response:
    state().batches.delete(batch_id)
    return json_response({"id": batch_id, "type": "message_batch_deleted"})


@api.get("/messages/batches/<batch_id>/results")
def batch_results(batch_id: str) -> Response:
    """One JSON object a line, in an order that is not that of the requests."""
    batch = state().batches.find(batch_id)
    if batch.as_json(state().clock(), _base())["results_url"] is None:
        raise invalid(f"Batch {batch_id} has no available results.")
    lines = b"".join(_lines(batch))
    return Response(lines, content_type="application/x-jsonl")


def _item(number: int, given: Any) -> Item:
    custom_id = given.get("custom_id") if isinstance(given, Mapping) else None
    if not isinstance(custom_id, str) or not _CUSTOM_ID.fullmatch(custom_id):
        raise invalid(f"requests.{number}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{{1,64}}$'")
    if "params" not in given:
        raise invalid(f"requests.{number}.params: Field required")
    item = Item(custom_id, given["params"])
    try:
        check_request(item.params, state().options)
        if item.params.get("stream"):
            raise invalid("stream: not supported in batches")
    except ApiError as error:
        item.outcome, item.error = "errored", error.answer
        return item
    for rule in state().faults.fire(OUTCOMES, request.path, json.dumps(item.params), custom_id):
        item.outcome = rule.kind
        if rule.kind == "errored":
            item.error = ErrorAnswer(rule.status, rule.message or MESSAGES.get(rule.status, "Simulated."), rule.type)
    return item


def _lines(batch: Batch) -> Iterator[bytes]:
    order = list(batch.items)
    random.Random(batch.id).shuffle(order)  # noqa: S311  any order, but always the same
    with batch.writing:
        for item in order:
            if item.result is None:
                item.result = _result(batch, item)
            yield json.dumps({"custom_id": item.custom_id, "result": item.result}, ensure_ascii=False).encode() + b"\n"


def _result(batch: Batch, item: Item) -> dict[str, Any]:
    outcome = batch.outcome_of(item, state().clock())
    if outcome == "errored" and item.error is not None:
        return {"type": "errored", "error": item.error.as_json(exchange().request_id)}
    if outcome != "succeeded":
        return {"type": outcome}
    return {"type": "succeeded", "message": _message(item)}


def _message(item: Item) -> dict[str, Any]:
    found = exchange()
    model = callable_model(item.params["model"], state().options)
    faults = state().faults.fire(ANSWERS, "/v1/messages/batches", json.dumps(item.params), item.custom_id)
    reading = cache_reading(state(), item.params, model)
    answered = answer(state(), Call(item.params, model, found.number, faults, batch=True), reading)
    state().cache.begin(reading)
    usage = answered.message["usage"]
    state().journal.write(
        Entry(
            request_id=found.request_id,
            at=rfc3339(state().clock()),
            path="(in a batch)",
            outcome="succeeded",
            model=model.id,
            stop_reason=answered.message["stop_reason"],
            behaviour=answered.behaviour,
            custom_id=item.custom_id,
            input_tokens=usage["input_tokens"],
            output_tokens=usage["output_tokens"],
            cache_creation_input_tokens=usage["cache_creation_input_tokens"],
            cache_read_input_tokens=usage["cache_read_input_tokens"],
            cost_usd=answered.cost,
        )
    )
    return answered.message


def _described(batch: Batch) -> Response:
    return json_response(batch.as_json(state().clock(), _base()))


def _base() -> str:
    return request.host_url.rstrip("/")
