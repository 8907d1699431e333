"""Signing in with a password or through the identity provider, and signing out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app import browser, oidc
from app.callers import current_caller, known_caller
from app.guard import Door, home, requires, signed_in
from app.signing_in import TooManyAttemptsError, user_of
from app.site import site
from scoring.access import Access, Permission

sign_in = Blueprint("sign_in", __name__)


@sign_in.record_once
def prepare_templates(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        caller=known_caller, home=_own_home, may=_may, form_field=browser.form_field, form_token=browser.form_token
    )


@sign_in.get("/sign-in")
@requires(Door.OPEN)
def form() -> ResponseReturnValue:
    """The form; somebody who is signed in already is sent on."""
    caller = current_caller()
    onward = browser.safe_path(request.args.get("next", ""))
    if caller is not None:
        return redirect(onward or home(caller.access), 303)
    return _page(onward=onward)


@sign_in.post("/sign-in")
@requires(Door.OPEN)
def with_password() -> ResponseReturnValue:
    """A new session, never one that the browser brought along."""
    login, onward = request.form.get("login", ""), browser.safe_path(request.form.get("next", ""))
    try:
        user = user_of(login, request.form.get("password", ""))
    except TooManyAttemptsError as error:
        response = make_response(_page(f"{str(error).capitalize()}.", login, onward), 429)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    if user is None:
        return _page("That login and password do not belong together.", login, onward), 401
    return welcome(user.id, "password", user.access, onward)


@sign_in.get("/sign-in/provider")
@requires(Door.OPEN)
def with_provider() -> ResponseReturnValue:
    """Off to the identity provider."""
    return oidc.send_there(browser.safe_path(request.args.get("next", "")))


@sign_in.get("/sign-in/provider/back")
@requires(Door.OPEN)
def back_from_provider() -> ResponseReturnValue:
    """Whom the identity provider says it is."""
    try:
        user, onward = oidc.user_who_came_back()
    except oidc.RefusedError as refusal:
        return _page(str(refusal)), 403
    return welcome(user.id, "oidc", user.access, onward)


@sign_in.post("/sign-out")
@requires(Door.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this session."""
    caller = signed_in()
    assert caller.session is not None
    site().store.sessions.end(caller.user_id, caller.session.id)
    return goodbye()


def goodbye() -> Response:
    """Back to the form, with nothing left of us in the browser."""
    response = make_response(redirect(url_for("sign_in.form"), 303))
    browser.end_session(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def welcome(user_id: str, method: str, access: Access, onward: str) -> Response:
    agent = request.headers.get("User-Agent", "")
    token = site().store.sessions.open(user_id, method, agent, replaces=browser.session_token())
    response = make_response(redirect(onward or home(access), 303))
    browser.begin_session(response, token)
    return response


def _may(permission: str) -> bool:
    caller = known_caller()
    return caller is not None and not caller.must_change_password and caller.access.may(Permission(permission))


def _own_home() -> str:
    caller = known_caller()
    return home(caller.access if caller else Access())


def _page(problem: str = "", login: str = "", onward: str = "") -> str:
    provider = bool(site().settings.oidc_issuer)
    return render_template("sign_in.html", problem=problem, login=login[:200], onward=onward, provider=provider)
