"""Deny by default: every route says what it needs, and nothing is answered before that was checked."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, NotFound

from app import browser
from app.callers import Caller, current_caller
from app.site import site
from icims.errors import UnauthorizedError
from scoring.access import Access, Grant, Permission
from scoring.errors import InvalidInputError, PermanentError
from store import StoredRequisition, actor_of

log = structlog.get_logger(__name__)
View = TypeVar("View", bound=Callable[..., Any])


# What shows the scores of a requisition: it is kept who has looked, as he may have to rate blind there one day.
# What shows those of single applications says so itself (app/blindness.py).
SHOW_SCORES = frozenset(
    {
        "pages.requisition",
        "ranking.export",
        "review_figures.feedback",
        "api.ranking",
        "review_api.agreement",
    }
)


class Door(StrEnum):
    """What a route may need that is no permission."""

    OPEN = "open"  # to everybody, forms with a token of their own
    OWN_CREDENTIALS = "own_credentials"  # of iCIMS; the view checks them
    SIGNED_IN = "signed_in"  # whatever the role


@dataclass(frozen=True, slots=True)
class Need:
    """``tokens``: programs may come with an API token instead of a session. ``asks``: a POST that changes nothing."""

    what: Permission | Door
    tokens: bool = False
    asks: bool = False


# Flask makes this route by itself.
DECLARED = {"pages.static": Need(Door.OPEN)}
# The address that people are given, whatever their role.
ENTRANCE = "pages.requisitions"
# Where somebody may go whose password is not his own yet.
WITH_A_TEMPORARY_PASSWORD = {"account.account", "account.change_password", "sign_in.sign_out"}


def requires(what: Permission | Door, *, tokens: bool = False, asks: bool = False) -> Callable[[View], View]:
    """Declare what a route needs. A route without a declaration keeps the web process from starting."""

    def declare(view: View) -> View:
        view.__dict__["need"] = Need(what, tokens, asks)
        return view

    return declare


def need_of(app: Flask, endpoint: str) -> Need | None:
    need: Need | None = DECLARED.get(endpoint) or getattr(app.view_functions[endpoint], "need", None)
    return need


def check_every_route(app: Flask) -> None:
    """Raises PermanentError naming the routes that declare nothing."""
    silent = sorted({rule.endpoint for rule in app.url_map.iter_rules() if need_of(app, rule.endpoint) is None})
    if silent:
        raise PermanentError(f"these routes do not say what they need: {', '.join(silent)}")


def enforce() -> ResponseReturnValue | None:
    """Before every request: who asks, whether the form is ours, and whether the role may."""
    if request.endpoint is None:
        return None
    need = need_of(current_app, request.endpoint)
    assert need is not None
    g.need = need
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        raise NotFound  # no table can hold or look for such an id
    if need.what is Door.OWN_CREDENTIALS:
        return None
    caller = None if need.what is Door.OPEN else _caller(need)
    if request.method not in {"GET", "HEAD", "OPTIONS"} and not (caller and caller.session is None):
        browser.check_form(by_script=need.asks)
        if caller and any("\x00" in value for _, value in request.form.items(multi=True)):
            raise InvalidInputError("a form cannot hold NUL characters")  # no column of the ledger can
    if caller is not None and isinstance(need.what, Permission) and not caller.access.may(need.what):
        if request.endpoint == ENTRANCE and caller.session is not None:
            return redirect(home(caller.access), 303)
        _on_record(caller, "", "")
        raise Forbidden("Your roles do not include this.")
    if caller and caller.must_change_password and request.endpoint not in WITH_A_TEMPORARY_PASSWORD:
        return redirect(url_for("account.account"), 303)
    return None


def home(access: Access) -> str:
    """The first page that somebody may use."""
    if access.may(Permission.SEE_SCORES):
        return url_for("pages.requisitions")
    if access.may(Permission.OPERATE):
        return url_for("pages.operations")
    if access.may(Permission.AUDIT):
        return url_for("administration.users")
    return url_for("account.account")


def _caller(need: Need) -> Caller:
    caller = current_caller()
    if caller is None or (caller.session is None and not need.tokens):
        raise UnauthorizedError("sign in")
    return caller


def signed_in() -> Caller:
    """Who asks. Raises UnauthorizedError when nobody is signed in."""
    caller = current_caller()
    if caller is None:
        raise UnauthorizedError("sign in")
    return caller


def places() -> tuple[Grant, ...]:
    """The grants by which the caller may use the current route; lists are limited to them."""
    return signed_in().access.where(_permission())


def reached(customer_id: str, job_id: str) -> StoredRequisition:
    """The requisition. Raises NotFound when there is none, and likewise when it is not the caller's."""
    found = site().store.requisitions.find(customer_id, job_id) if customer_id in site().tenants else None
    check_reach(customer_id, found.family if found else "", job_id)
    if found is None:
        raise NotFound
    return found


def check_reach(customer_id: str, family: str, job_id: str) -> None:
    """Raises NotFound unless the caller may use the current route for this requisition."""
    caller = signed_in()
    if not caller.access.reaches(_permission(), customer_id, family, job_id):
        _on_record(caller, customer_id if customer_id in site().tenants else "", job_id)
        raise NotFound
    if request.endpoint in SHOW_SCORES:
        site().store.blindness.looked(caller.user_id, [(customer_id, job_id, "")])


def _permission() -> Permission:
    assert isinstance(g.need.what, Permission)
    return g.need.what


def _on_record(caller: Caller, customer_id: str, job_id: str) -> None:
    output = {"user": caller.user_id, "route": request.endpoint, "permission": str(g.need.what)}
    site().store.access_audit.refused(
        actor_of(caller.user_id), "access.denied", output, customer_id, job_id if customer_id else ""
    )
    log.info("access_denied", user_id=caller.user_id, route=request.endpoint)
