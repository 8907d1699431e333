"""What every call of the simulated API goes through: key, version, size, faults, headers, journal."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from claude.model_profile import API_VERSION
from claude.simulator.answering import Answered
from claude.simulator.clock import rfc3339
from claude.simulator.errors import MESSAGES, ApiError, ErrorAnswer, invalid
from claude.simulator.faults import TRANSPORT, FaultRule
from claude.simulator.journal import Entry
from claude.simulator.options import accepts
from claude.simulator.state import EXTENSION, ORGANIZATION, SimulatorState, new_id

BODY_LIMIT = 32 * 1024 * 1024
BATCH_LIMIT = 256 * 1024 * 1024
VERSIONS = frozenset({"2023-06-01", API_VERSION})
_TEN_MINUTES = 600.0


@dataclass(slots=True)
class Exchange:
    """One call on its way. ``outcome`` replaces the HTTP status in the journal where there is none to see."""

    request_id: str
    number: int
    started: float
    body: bytes
    path: str
    outcome: str = ""
    waiting: float = 0.0  # seconds that faults add
    answered: Answered | None = None
    canaries: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def state() -> SimulatorState:
    found: SimulatorState = current_app.extensions[EXTENSION]
    return found


def exchange() -> Exchange:
    found: Exchange = g.exchange
    return found


def open_exchange() -> Response | None:
    """Before every call: an answer where the call goes no further."""
    body = request.get_data()
    number = state().journal.begin()
    found = g.exchange = Exchange(new_id("req"), number, time.monotonic(), body, request.path)
    found.canaries = state().canaries.found_in(body)
    accepted = accepts(state().options, {name.lower(): value for name, value in request.headers.items()})
    if not accepted:
        message = "x-api-key header is required" if accepted is None else MESSAGES[401]
        raise ApiError(ErrorAnswer(401, message))
    if request.headers.get("anthropic-version") not in VERSIONS:
        raise invalid("anthropic-version: header is required and must be a valid version")
    if len(body) > (BATCH_LIMIT if request.path == "/v1/messages/batches" else BODY_LIMIT):
        raise ApiError(ErrorAnswer(413, MESSAGES[413]))
    for rule in state().faults.fire(TRANSPORT, request.path, found.text):
        if (answer := _struck(rule, found)) is not None:
            return answer
    return None


def close_exchange(response: Response) -> Response:
    """After every call: the headers of the service, and a line in the journal."""
    found: Exchange | None = g.get("exchange")
    response.headers["x-simulated"] = "true"
    if found is None:
        return response
    response.headers["request-id"] = found.request_id
    response.headers["anthropic-organization-id"] = ORGANIZATION
    if request.path == "/v1/messages":
        response.headers.update(state().limits.headers())
    state().journal.write(_entry(found, response))
    return response


def end_exchange(error: BaseException | None) -> None:  # noqa: ARG001  flask's signature
    if g.get("exchange") is not None:
        state().journal.end()


def refused(error: ApiError) -> Response:
    found: Exchange | None = g.get("exchange")
    body = error.answer.as_json(found.request_id if found else new_id("req"))
    return json_response(body, error.answer.status, error.answer.headers)


def http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    return refused(ApiError(ErrorAnswer(status.value, MESSAGES.get(status.value, status.phrase))))


def json_response(content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, status=status, headers=dict(headers or {}), content_type="application/json")


def parsed_body() -> Any:
    try:
        return json.loads(exchange().body)
    except ValueError:
        raise invalid("The request body is not valid JSON") from None


def dropped(outcome: str) -> Response:
    """Closes the connection without an answer."""
    exchange().outcome = outcome
    return Response(_broken(b""))


def cut(response: Response, share: float) -> Response:
    """Closes the connection in the middle of the body, which the headers promise whole."""
    exchange().outcome = "cut"
    body = response.get_data()
    headers = {"content-length": str(len(body)), "content-type": response.content_type or ""}
    return Response(_broken(body[: max(1, min(int(len(body) * share), len(body) - 1))]), headers=headers)


def garbled(response: Response, share: float) -> Response:
    """A whole answer whose JSON is not."""
    exchange().outcome = "garbled"
    body = response.get_data()
    return Response(body[: int(len(body) * share)], content_type=response.content_type)


def wait_until_answer(seconds: float) -> bool:
    """Wait until so long after the call arrived, and what faults add; False when the server went down over it."""
    found = exchange()
    left = found.started + seconds + found.waiting - time.monotonic()
    return not (left > 0 and state().stopping.wait(left))


def _struck(rule: FaultRule, found: Exchange) -> Response | None:
    match rule.kind:
        case "slow":
            found.waiting += rule.seconds
            return None
        case "timeout":
            state().stopping.wait(rule.seconds or _TEN_MINUTES)
            return dropped("timeout")
        case "dropped":
            return dropped("dropped")
    raise ApiError(rule.error)


def _broken(part: bytes) -> Iterator[bytes]:
    if part:
        yield part
    raise ConnectionAbortedError


def _entry(found: Exchange, response: Response) -> Entry:
    answered = found.answered
    usage = answered.message["usage"] if answered else {}
    return Entry(
        request_id=found.request_id,
        at=rfc3339(state().clock()),
        path=f"{request.method} {request.url_rule.rule if request.url_rule else '(unknown)'}",
        outcome=found.outcome or str(response.status_code),
        model=answered.message["model"] if answered else "",
        bytes=len(found.body),
        body_sha256=hashlib.sha256(found.body).hexdigest() if found.body else "",
        stop_reason=answered.message["stop_reason"] if answered else "",
        behaviour=answered.behaviour if answered else "",
        milliseconds=int((time.monotonic() - found.started) * 1000),
        input_tokens=usage.get("input_tokens", 0),
        output_tokens=usage.get("output_tokens", 0),
        cache_creation_input_tokens=usage.get("cache_creation_input_tokens", 0),
        cache_read_input_tokens=usage.get("cache_read_input_tokens", 0),
        cost_usd=answered.cost if answered else Decimal(0),
        canaries=found.canaries,
    )
