"""The door to the simulated API: counts every call, spends the daily limit and lets faults strike."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from threading import Event
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from icims.simulator.errors import ACCESS_DENIED, BAD_CREDENTIALS, FIELD_REQUIRED, Problem
from icims.simulator.faults import FaultRule
from icims.simulator.server import STOP, ConnectionDroppedError
from icims.simulator.state import SimulatorState
from icims.simulator.usage import Usage, seconds_to_midnight

FAULTS = "icims.faults"  # environ key: the fault rules that concern the content of the answer
API_PATHS = ("/customers/", "/oauth/")
FIXED_HEADERS = (
    ("cache-control", "no-cache,no-store,no-transform,must-revalidate,max-age=0,s-maxage=0"),
    ("content-language", "en-US,us"),
    ("strict-transport-security", "max-age=7776000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "SAMEORIGIN"),
)
JSON_TYPE = ("content-type", "application/json;charset=UTF-8")


class Gate:
    """WSGI middleware around the Flask application. Pages and control paths pass untouched."""

    def __init__(self, app: WSGIApplication, state: SimulatorState) -> None:
        self._app = app
        self._state = state

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(API_PATHS):
            return self._app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        customer = path.split("/", 3)[2] if path.startswith("/customers/") else ""
        call = _Call(self._state, environ, start_response, method, path, customer)
        return call.run(self._app)


class _Call:
    """One call on its way through the gate."""

    def __init__(
        self,
        state: SimulatorState,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        method: str,
        path: str,
        customer: str,
    ) -> None:
        self.state = state
        self.environ = environ
        self.start_response = start_response
        self.method, self.path, self.customer = method, path, customer
        self.usage: Usage | None = state.usages.get(customer)
        self.status = ""
        self.remaining = self._spend()

    def run(self, app: WSGIApplication) -> Iterable[bytes]:
        fired = self.state.faults.fire(self.customer, self.method, self.path, self._body_text)
        for rule in fired:
            if rule.kind == "slow":
                self._sleep(rule.seconds)
            elif (answer := self._instead(rule)) is not None:
                return answer
        if self.remaining < 0:
            return self._refuse(HTTPStatus.TOO_MANY_REQUESTS, Problem(0, "The daily limit of calls is reached."))
        self.environ[FAULTS] = fired
        chunks = app(self.environ, self._start)
        lost = next((rule for rule in fired if rule.kind == "dropped_after_success"), None)
        if lost is not None and self.status < "4":
            self._record(f"{self.status[:3]} lost")
            self._sleep(lost.seconds)
            list(chunks)
            raise ConnectionDroppedError
        self._record(self.status[:3])
        return chunks

    def _instead(self, rule: FaultRule) -> Iterable[bytes] | None:
        """The answer that takes the place of the call, or None for a fault that lets it happen."""
        match rule.kind:
            case "dropped":
                self._record("dropped")
                raise ConnectionDroppedError
            case "timeout":
                self._record("timed out")
                self._sleep(rule.seconds or 120)
                raise ConnectionDroppedError
            case "status":
                return self._status_fault(rule)
            case "expired_token":
                self.state.tokens.expire(self.environ.get("HTTP_AUTHORIZATION", "").partition(" ")[2])
                return self._refuse(HTTPStatus.UNAUTHORIZED, Problem(BAD_CREDENTIALS, "The access token has expired."))
            case "access_denied":
                return self._refuse(HTTPStatus.NOT_FOUND, Problem(ACCESS_DENIED, "Access denied."))
            case "required_field":
                problems = [
                    Problem(FIELD_REQUIRED, "This field is required.", name) for name in rule.fields or ("email",)
                ]
                return self._refuse(HTTPStatus.BAD_REQUEST, *problems)
            case "garbled":
                body = b"<html><body>Scheduled maintenance</body></html>"
                return self._answer("200 OK", [("content-type", "text/html")], body)
        return None

    def _status_fault(self, rule: FaultRule) -> Iterable[bytes]:
        headers = list(rule.headers.items())
        if rule.retry_after is not None:
            headers.append(("retry-after", str(rule.retry_after)))  # not evidenced [?]
        if rule.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.remaining = 0
        return self._refuse(HTTPStatus(rule.status), Problem(rule.error_code, rule.message), headers=headers)

    def _refuse(
        self, status: HTTPStatus, *problems: Problem, headers: Iterable[tuple[str, str]] = ()
    ) -> Iterable[bytes]:
        body, error_headers = error_answer(problems)
        return self._answer(f"{status.value} {status.phrase}", [*headers, *error_headers], body)

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> Iterable[bytes]:
        self._start(status, [*headers, ("content-length", str(len(body)))])
        self._record(status[:3])
        return [body]

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status = status
        return self.start_response(status, [*headers, *self._limit_headers(), *FIXED_HEADERS], exc_info)

    def _limit_headers(self) -> list[tuple[str, str]]:
        transaction = ("x-transaction", f"{{{str(uuid4()).upper()}}}")
        tenant = self.state.tenants.get(self.customer)
        if tenant is None:
            return [transaction]
        return [
            ("x-ratelimit-limit", str(tenant.options.daily_limit)),
            ("x-ratelimit-remaining", str(max(self.remaining, 0))),
            ("x-ratelimit-reset", str(seconds_to_midnight(self.state.clock()))),
            transaction,
        ]

    def _spend(self) -> int:
        tenant = self.state.tenants.get(self.customer)
        if self.usage is None or tenant is None:
            return 0
        return self.usage.spend(self.state.clock(), tenant.options.daily_limit)

    def _record(self, outcome: str) -> None:
        (self.usage or self.state.strangers).record(self.method, self.path, outcome)

    def _body_text(self) -> str:
        body: bytes = self.environ["wsgi.input"].read()
        self.environ["wsgi.input"] = BytesIO(body)
        return body.decode("utf-8", "replace")

    def _sleep(self, seconds: float) -> None:
        """Wait, but no longer than the server lives."""
        stopping: Event = self.environ.get(STOP) or Event()
        stopping.wait(seconds)


def error_answer(problems: Iterable[Problem]) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers of an error: the same reasons as JSON and as one X-Error header each."""
    problems = tuple(problems)
    errors = [{"errorMessage": problem.message, "errorCode": problem.code} for problem in problems]
    return json.dumps({"errors": errors}).encode(), [JSON_TYPE, *(("X-Error", problem.header) for problem in problems)]
