"""One's own account: password, the places where one is signed in, tokens for programs."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import passwords
from app.guard import Door, requires, signed_in
from app.sign_in import goodbye
from app.signing_in import begin_attempt
from app.site import site
from scoring.access import INSTALLATION_ROLES, Role
from scoring.errors import InvalidInputError
from store import Session, User

account_pages = Blueprint("account", __name__, url_prefix="/account")
TOKEN_DAYS = (7, 30, 90, 366)


@account_pages.get("")
@requires(Door.SIGNED_IN)
def account() -> ResponseReturnValue:
    return _page()


@account_pages.post("/password")
@requires(Door.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Asks for the old one, whoever sits at the keyboard; every other session ends."""
    user, session = _user()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if user.password_hash is None:
        raise InvalidInputError("your identity provider keeps your password")
    attempt = begin_attempt(user.login)
    if not passwords.matches(old, user.password_hash):
        return _page("The old password is not right."), 400
    site().store.sign_ins.succeeded(attempt.account, attempt.address)
    if old == new:
        return _page("The new password is the old one."), 400
    try:
        passwords.check_rules(new, user.login)
    except InvalidInputError as error:
        return _page(f"{str(error).capitalize()}."), 400
    site().store.users.set_password(
        user.id, passwords.hashed(new), signed_in().actor, keep_session=session.id if session else ""
    )
    return redirect(url_for("account.account"), 303)


@account_pages.post("/sign-out-everywhere")
@requires(Door.SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    site().store.sessions.end_all(signed_in().user_id)
    return goodbye()


@account_pages.post("/sessions/<session_id>/end")
@requires(Door.SIGNED_IN)
def end_session(session_id: str) -> ResponseReturnValue:
    """Another of one's own sessions; somebody else's is left alone."""
    site().store.sessions.end(signed_in().user_id, session_id)
    return redirect(url_for("account.account"), 303)


@account_pages.post("/tokens")
@requires(Door.SIGNED_IN)
def make_token() -> ResponseReturnValue:
    """The answer shows the token, this once."""
    user, _ = _user()
    role, _, customer_id = request.form.get("scope", "").partition(":")
    days = request.form.get("days", "")
    if role not in {*Role} or days not in {str(known) for known in TOKEN_DAYS}:
        raise InvalidInputError("choose a role and a number of days from the lists")
    token = site().store.tokens.make(
        user, request.form.get("name", ""), Role(role), customer_id, int(days), signed_in().actor
    )
    return _page(token=token)


@account_pages.post("/tokens/<token_id>/revoke")
@requires(Door.SIGNED_IN)
def revoke_token(token_id: str) -> ResponseReturnValue:
    site().store.tokens.revoke(signed_in().user_id, token_id, signed_in().actor)
    return redirect(url_for("account.account"), 303)


def _user() -> tuple[User, Session | None]:
    caller = signed_in()
    user = site().store.users.get(caller.user_id)
    assert user is not None
    return user, caller.session


def _page(problem: str = "", token: str = "") -> str:
    user, session = _user()
    store = site().store
    return render_template(
        "account.html",
        user=user,
        current=session,
        problem=problem,
        token=token,
        rules=passwords.RULES,
        sessions=store.sessions.of_user(user.id),
        tokens=store.tokens.of_user(user.id),
        scopes=_scopes(user),
        token_days=TOKEN_DAYS,
    )


def _scopes(user: User) -> list[tuple[str, str]]:
    """(role, customer) pairs that a token of the user can have; '' is every customer that the user has."""
    roles = dict.fromkeys(grant.role for grant in user.grants)
    customers = [*site().tenants] if len(site().tenants) > 1 else []
    pairs = []
    for role in roles:
        pairs.append((role.value, ""))
        if role not in INSTALLATION_ROLES:
            pairs += [(role.value, each) for each in customers if user.access.narrowed(role, each).grants]
    return pairs
