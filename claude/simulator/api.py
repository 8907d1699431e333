"""The simulated endpoints: messages, count_tokens and models."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from claude.simulator.answering import Call, answer, cache_reading
from claude.simulator.catalogue import find_model, models
from claude.simulator.errors import (
    OWN_LIMIT_MESSAGE,
    SPEND_CAP_CODE,
    SPEND_CAP_MESSAGE,
    ApiError,
    ErrorAnswer,
    invalid,
)
from claude.simulator.exchange import (
    cut,
    dropped,
    exchange,
    garbled,
    json_response,
    open_exchange,
    parsed_body,
    state,
    wait_until_answer,
)
from claude.simulator.faults import ANSWERS
from claude.simulator.prefix import prompt_tokens
from claude.simulator.streaming import events_of
from claude.simulator.validation import check_request

api = Blueprint("claude_api", __name__, url_prefix="/v1")
api.before_request(open_exchange)


@api.post("/messages")
def create_message() -> Response:
    """The order of the real service: what is wrong with the request, then what is wrong with the account, then the
    limits, then the answer."""
    params, found, options = parsed_body(), exchange(), state().options
    model = check_request(params, options)
    _check_spending()
    reading = cache_reading(state(), params, model)
    state().limits.admit(reading.input_tokens + reading.written)
    faults = state().faults.fire(ANSWERS, request.path, found.text)
    answered = answer(state(), Call(params, model, found.number, faults), reading)
    dice = random.Random(f"{options.seed}:{found.number}")  # noqa: S311  reproducible on purpose
    if not wait_until_answer(options.latency_seconds + options.jitter_seconds * dice.random()):
        return dropped("stopped")
    state().cache.begin(reading)
    state().limits.write(answered.message["usage"]["output_tokens"])
    found.answered = answered
    response = _streamed(answered.message) if params.get("stream") else json_response(answered.message)
    for rule in faults:
        if rule.kind == "cut":
            return cut(response, rule.share)
        if rule.kind == "garbled":
            return garbled(response, rule.share)
    return response


@api.post("/messages/count_tokens")
def count_tokens() -> Response:
    params = parsed_body()
    check_request(params, state().options, counting=True)
    return json_response({"input_tokens": prompt_tokens(params)})


@api.get("/models")
def list_models() -> Response:
    known = list(models(state().options).values())
    limit, after = page_limit(), request.args.get("after_id", "")
    start = next((place + 1 for place, model in enumerate(known) if model.id == after), 0)
    page = known[start : start + limit]
    return json_response(
        {
            "data": [model.as_json() for model in page],
            "has_more": start + limit < len(known),
            "first_id": page[0].id if page else None,
            "last_id": page[-1].id if page else None,
        }
    )


@api.get("/models/<model_id>")
def get_model(model_id: str) -> Response:
    return json_response(find_model(model_id, state().options).as_json())


def page_limit() -> int:
    limit = request.args.get("limit", 20, type=int)
    if not 1 <= limit <= 1000:
        raise invalid("limit: Input should be between 1 and 1000")
    return limit


def _check_spending() -> None:
    options, spent = state().options, state().journal.spent
    if options.own_spend_limit_usd and spent >= options.own_spend_limit_usd:
        first = (state().clock().replace(day=1) + timedelta(days=32)).replace(day=1)
        raise invalid(OWN_LIMIT_MESSAGE.format(day=f"{first:%Y-%m-%d}"))
    if options.spend_cap_usd and spent >= options.spend_cap_usd:
        raise ApiError(ErrorAnswer(429, SPEND_CAP_MESSAGE, error_code=SPEND_CAP_CODE))


def _streamed(message: Mapping[str, Any]) -> Response:
    return Response(events_of(message), content_type="text/event-stream; charset=utf-8")
