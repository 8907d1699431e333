"""The API of iCIMS as a Flask blueprint: authentication, errors and what its resources share."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from flask import Blueprint, Response, current_app, g, request

from icims.simulator.auth import authenticate, oauth_token
from icims.simulator.errors import ApiError, Problem, invalid
from icims.simulator.faults import FaultRule
from icims.simulator.gate import FAULTS, error_answer
from icims.simulator.state import SimulatorState
from icims.simulator.tenant import Tenant

EXTENSION = "icims_simulator"
JSON_TYPE = "application/json;charset=UTF-8"
EMPTY_TYPE = "application/octet-stream"  # of a 201 without body, as recorded

api = Blueprint("icims_api", __name__, url_prefix="/customers/<customer>")
identity = Blueprint("icims_identity", __name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the tenant, and whether the user may search."""

    tenant: Tenant
    integration: bool


def state() -> SimulatorState:
    return cast("SimulatorState", current_app.extensions[EXTENSION])


def caller() -> Caller:
    return cast("Caller", g.caller)


def tenant() -> Tenant:
    return caller().tenant


def base_url() -> str:
    """The customer's address as the client reached it: links and locations begin with it."""
    return f"{request.host_url}customers/{tenant().customer_id}"


def faults(kind: str) -> Iterable[FaultRule]:
    """The fault rules of this kind that strike this call."""
    return (rule for rule in request.environ.get(FAULTS, ()) if rule.kind == kind)


def json_object() -> dict[str, Any]:
    """The body as a JSON object. Raises ApiError for anything else."""
    if not (request.content_type or "").lower().startswith("application/json"):
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Problem(0, "Content-Type must be application/json."))
    try:
        body = json.loads(request.get_data())
    except ValueError:
        raise invalid("The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise invalid("The body must be a JSON object.")
    return body


def json_answer(content: Any, warnings: Iterable[Problem] = ()) -> Response:
    """200 with this JSON; warnings come as headers and inside it."""
    warnings = tuple(warnings)
    if any(True for _ in faults("unknown_keys")):
        content = {**content, "x_new_key": {"since": "a later release"}, "anothernewkey": [1, 2]}
    if warnings:
        told = [{"errorMessage": problem.message, "errorCode": problem.code} for problem in warnings]
        content = {**content, "warnings": told}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return _with_warnings(Response(body, content_type=JSON_TYPE), warnings)


def created(location: str, warnings: Iterable[Problem] = ()) -> Response:
    """201 without body; an empty location says nothing about where."""
    response = Response(status=HTTPStatus.CREATED, content_type=EMPTY_TYPE)
    if location:
        response.headers["Location"] = location
    return _with_warnings(response, warnings)


def changed(location: str = "", warnings: Iterable[Problem] = ()) -> Response:
    """204, which is recorded for entries and files and [I] for whole profiles; those carry a location."""
    response = Response(status=HTTPStatus.NO_CONTENT)
    del response.headers["Content-Type"]
    if location:
        response.headers["Location"] = location
    return _with_warnings(response, warnings)


def error_response(error: ApiError) -> Response:
    body, headers = error_answer(error.problems)
    response = Response(body, status=error.status)
    for name, value in headers:
        if name == "content-type":
            response.content_type = value
        else:
            response.headers.add(name, value)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers.add("WWW-Authenticate", 'Basic realm="iCIMS"')
        response.headers.add("WWW-Authenticate", "x-icims-v1-hmac-sha256")
    return response


@api.url_value_preprocessor
def _take_customer(endpoint: str | None, values: dict[str, Any] | None) -> None:  # noqa: ARG001  Flask's signature
    g.customer = (values or {}).pop("customer", "")


@api.before_request
def _authenticate() -> None:
    g.caller = Caller(*authenticate(state(), g.customer, request))


@identity.post("/oauth/token")
def token() -> Response:
    """The identity host: a token for client credentials, sent as a form (as clients do) or as JSON (as one drawing)."""
    given = request.get_json(silent=True) if request.is_json else request.form
    status, answer = oauth_token(state(), given if isinstance(given, dict) else {})
    return Response(json.dumps(answer), status=status, content_type="application/json")


def _with_warnings(response: Response, warnings: Iterable[Problem]) -> Response:
    for problem in warnings:
        response.headers.add("X-Warning", f"{problem.code}:{problem.field}: {problem.message}")
    return response
