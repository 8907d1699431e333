"""Users and their roles: administrators change them, auditors look."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import passwords
from app.guard import requires, signed_in
from app.site import site
from scoring.access import INSTALLATION_ROLES, Grant, Permission, Role
from scoring.errors import InvalidInputError
from store import User

administration = Blueprint("administration", __name__, url_prefix="/users")
PLACE_LIMIT = 200


@administration.get("")
@requires(Permission.AUDIT)
def users() -> ResponseReturnValue:
    """Everybody, with their roles."""
    return render_template("users.html", users=site().store.users.all(), **_choices())


@administration.post("")
@requires(Permission.ADMINISTER)
def add() -> ResponseReturnValue:
    """With a temporary password, which the answer shows this once and the user has to change."""
    grant, password = _grant(), passwords.invented()
    user_id = site().store.users.add(
        request.form.get("login", ""), passwords.hashed(password), signed_in().actor, grants=[grant], temporary=True
    )
    return _page(user_id, password)


@administration.get("/<user_id>")
@requires(Permission.AUDIT)
def user(user_id: str) -> ResponseReturnValue:
    return _page(user_id)


@administration.post("/<user_id>/grants")
@requires(Permission.ADMINISTER)
def grant(user_id: str) -> ResponseReturnValue:
    site().store.users.grant(_user(user_id).id, _grant(), signed_in().actor)
    return _back(user_id)


@administration.post("/<user_id>/grants/revoke")
@requires(Permission.ADMINISTER)
def revoke(user_id: str) -> ResponseReturnValue:
    site().store.users.revoke(_user(user_id).id, _grant(), signed_in().actor)
    return _back(user_id)


@administration.post("/<user_id>/disable")
@requires(Permission.ADMINISTER)
def disable(user_id: str) -> ResponseReturnValue:
    site().store.users.disable(_user(user_id).id, signed_in().actor)
    return _back(user_id)


@administration.post("/<user_id>/enable")
@requires(Permission.ADMINISTER)
def enable(user_id: str) -> ResponseReturnValue:
    site().store.users.enable(_user(user_id).id, signed_in().actor)
    return _back(user_id)


@administration.post("/<user_id>/password")
@requires(Permission.ADMINISTER)
def reset_password(user_id: str) -> ResponseReturnValue:
    """A temporary password, shown this once. Whose password the identity provider keeps gets none."""
    found, password = _user(user_id), passwords.invented()
    if found.subject is not None:
        raise InvalidInputError("the identity provider keeps that password")
    site().store.users.set_password(found.id, passwords.hashed(password), signed_in().actor, temporary=True)
    return _page(user_id, password)


def _user(user_id: str) -> User:
    found = site().store.users.get(user_id)
    if found is None:
        raise NotFound
    return found


def _back(user_id: str) -> ResponseReturnValue:
    return redirect(url_for("administration.user", user_id=user_id), 303)


def _page(user_id: str, password: str = "") -> str:
    return render_template("user.html", user=_user(user_id), password=password, **_choices())


def _choices() -> dict[str, object]:
    return {"roles": [*Role], "customers": [*site().tenants], "everywhere": INSTALLATION_ROLES}


def _grant() -> Grant:
    """Raises InvalidInputError for a place that the role cannot have, or a customer that is none of ours."""
    role, customer_id = request.form.get("role", ""), request.form.get("customer_id", "")
    if role not in {*Role}:
        raise InvalidInputError(f"a role is one of {', '.join(Role)}")
    if customer_id and customer_id not in site().tenants:
        raise InvalidInputError("no such customer")
    family, job_id = (" ".join(request.form.get(name, "").split()) for name in ("family", "job_id"))
    if max(len(family), len(job_id)) > PLACE_LIMIT or not (family + job_id).isprintable():
        raise InvalidInputError("a job family or requisition has at most 200 visible characters")
    return Grant(Role(role), customer_id, family, job_id)
