"""Who may call the simulated API: OAuth tokens, Basic and HMAC."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Request

from icims.hmac_signature import SCHEME, SignatureRefusedError, verify
from icims.simulator.errors import BAD_CREDENTIALS, ApiError, Problem, access_denied, not_found
from icims.simulator.state import SimulatorState
from icims.simulator.tenant import Tenant

WRONG = Problem(BAD_CREDENTIALS, "Invalid Username or Password credentials provided.")


def authenticate(state: SimulatorState, customer: str, request: Request) -> tuple[Tenant, bool]:
    """The tenant, and whether the user is in the group that may search. Raises ApiError 401 or 404."""
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    tenant = state.tenants.get(customer)
    match scheme.lower():
        case "bearer":
            return _by_token(state, customer, tenant, credentials.strip()), True
        case "basic" if tenant:
            return tenant, _by_password(tenant, credentials.strip())
        case scheme if scheme == SCHEME and tenant:
            return tenant, _by_signature(state, tenant, request)
    raise ApiError(HTTPStatus.UNAUTHORIZED, WRONG)


def oauth_token(state: SimulatorState, given: Mapping[str, Any]) -> tuple[HTTPStatus, dict[str, Any]]:
    """Status and JSON of a token request. The words of the refusals are ours [?], their statuses [I]."""
    if given.get("grant_type") != "client_credentials":
        return HTTPStatus.BAD_REQUEST, {"error": "unsupported_grant_type"}
    client_id, secret = str(given.get("client_id", "")), str(given.get("client_secret", ""))
    # Taken as a list: tenants may be added meanwhile.
    tenant = next((tenant for tenant in list(state.tenants.values()) if client_id in tenant.clients), None)
    if tenant is None or not _same(tenant.clients[client_id], secret):
        return HTTPStatus.UNAUTHORIZED, {"error": "access_denied", "error_description": "Unauthorized"}
    if given.get("audience") != tenant.options.audience:
        return HTTPStatus.FORBIDDEN, {"error": "access_denied", "error_description": "Unknown audience"}
    seconds = tenant.options.token_seconds
    token = state.tokens.issue(tenant.customer_id, client_id, seconds)
    if token is None:
        return HTTPStatus.TOO_MANY_REQUESTS, {"error": "too_many_requests"}
    return HTTPStatus.OK, {"access_token": token, "token_type": "Bearer", "expires_in": seconds, "scope": "all"}


def _by_token(state: SimulatorState, customer: str, tenant: Tenant | None, token: str) -> Tenant:
    owner = state.tokens.customer_of(token)
    if owner is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, Problem(BAD_CREDENTIALS, "The access token is invalid or has expired."))
    if tenant is None:
        raise not_found("Customer")
    if owner != customer:
        raise access_denied("Customer")  # another tenant's token [I]
    return tenant


def _by_password(tenant: Tenant, credentials: str) -> bool:
    try:
        name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ApiError(HTTPStatus.UNAUTHORIZED, WRONG) from None
    user = tenant.users.get(name)
    if user is None or not user.password or not _same(user.password, password):
        raise ApiError(HTTPStatus.UNAUTHORIZED, WRONG)
    return user.integration


def _by_signature(state: SimulatorState, tenant: Tenant, request: Request) -> bool:
    path, _, query = str(request.environ.get("REQUEST_URI", request.path)).partition("?")
    keys = {name: user.hmac_key for name, user in tenant.users.items()}
    window = timedelta(minutes=tenant.options.clock_window_minutes)
    headers, body = dict(request.headers), request.get_data()
    try:
        name = verify(request.method, path, query, headers, body, keys.get, state.clock(), window)
    except SignatureRefusedError as error:
        raise ApiError(HTTPStatus.UNAUTHORIZED, Problem(BAD_CREDENTIALS, str(error))) from None
    return tenant.users[name].integration


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
