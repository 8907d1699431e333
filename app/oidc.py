"""Signing in through the tenant's identity provider: OpenID Connect, code flow with PKCE, by Authlib."""

import logging
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Flask, current_app, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from werkzeug.exceptions import NotFound

from app.site import site
from scoring.access import Grant, grants_of_claim
from scoring.errors import InvalidInputError, ScoringError, TransientError
from settings import Settings
from store import User

# Never what anybody could sign with who only knows our secret, and never "none".
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
TIMEOUT_SECONDS = 10
SERVICE = "service:identity-provider"


class RefusedError(ScoringError):
    """The provider's word is not enough to sign anybody in; the message is for the person."""


def stated_issuer(issuer: str) -> str:
    """How the provider names itself. Raises TransientError when it does not say."""
    try:
        answer = requests.get(metadata_url(issuer), timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return str(answer.json().get("issuer", ""))
    except (requests.RequestException, ValueError) as error:
        raise TransientError(f"identity provider: {type(error).__name__}") from error


def metadata_url(issuer: str) -> str:
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def prepare(app: Flask, settings: Settings) -> None:
    """Nothing is asked of the provider before somebody wants to sign in."""
    if not settings.oidc_issuer:
        return
    logging.getLogger("authlib").setLevel(logging.INFO)  # its debug lines hold verifiers
    app.extensions["oidc"] = OAuth(app).register(  # type: ignore[no-untyped-call]
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=metadata_url(settings.oidc_issuer),
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def send_there(onward: str) -> ResponseReturnValue:
    """To the provider, with a state, a nonce and a verifier that only this browser has."""
    session.clear()
    session.permanent = True
    session["onward"] = onward
    back = site().settings.public_url.rstrip("/") + url_for("sign_in.back_from_provider")
    client = _client()
    try:
        response: ResponseReturnValue = client.authorize_redirect(back)
    except (requests.RequestException, RuntimeError, OAuthError) as error:
        raise TransientError(f"identity provider: {type(error).__name__}") from error
    return response


def user_who_came_back() -> tuple[User, str]:
    """The user, and the page that was wanted. Raises RefusedError, with the refusal on record."""
    onward = str(session.get("onward", ""))
    claims = _claims(_client())
    session.clear()
    return _user(claims), onward


def _client() -> FlaskOAuth2App:
    if "oidc" not in current_app.extensions:
        raise NotFound
    client: FlaskOAuth2App = current_app.extensions["oidc"]
    try:
        metadata = client.load_server_metadata()
    except (requests.RequestException, ValueError) as error:
        raise TransientError(f"identity provider: {type(error).__name__}") from error
    if metadata.get("issuer") != site().settings.oidc_issuer:
        client.server_metadata.clear()
        raise TransientError("identity provider: its metadata names another issuer than OIDC_ISSUER")
    stated = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in stated if name in ALGORITHMS]
    return client


def _claims(client: FlaskOAuth2App) -> dict[str, Any]:
    """What the ID token says, once its signature, issuer, audience, nonce and times are right."""
    # Asked for each time: a key that the provider has withdrawn signs nobody in.
    client.server_metadata.pop("jwks", None)
    settings = site().settings
    expected = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
    }
    try:
        token = client.authorize_access_token(claims_options=expected)
    except requests.RequestException as error:
        raise TransientError(f"identity provider: {type(error).__name__}") from error
    except (OAuthError, JoseError, ValueError, RuntimeError) as error:
        raise _refused(None, getattr(error, "error", type(error).__name__)) from error
    claims = token.get("userinfo")
    if not claims or not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise _refused(None, "no_id_token")
    return dict(claims)


def _user(claims: dict[str, Any]) -> User:
    """Whoever has this subject, with the roles that the claim states where one is configured.

    Never by e-mail or name: the provider does not vouch that a local user with the same one is the same person.
    """
    settings, users = site().settings, site().store.users
    grants = _grants(claims, settings.oidc_role_claim)
    user = users.identified(settings.oidc_issuer, claims["sub"])
    if user is None:
        if not grants:
            raise _refused(None, "unknown_user")
        user = users.get(_added(claims, grants))
    elif settings.oidc_role_claim and not user.disabled_at:
        users.provide(user, grants, SERVICE)
        user = users.get(user.id)
    assert user is not None
    if user.disabled_at:
        raise _refused(user.id, "disabled")
    if not user.grants:
        raise _refused(user.id, "nothing_granted")
    return user


def _grants(claims: dict[str, Any], name: str) -> tuple[Grant, ...]:
    stated = claims.get(name, []) if name else []
    return grants_of_claim(stated if isinstance(stated, list) else [stated])


def _added(claims: dict[str, Any], grants: tuple[Grant, ...]) -> str:
    users, identity = site().store.users, (site().settings.oidc_issuer, claims["sub"])
    login = next((str(claims[name]) for name in ("preferred_username", "email") if claims.get(name)), claims["sub"])
    host = urlsplit(identity[0]).netloc
    if users.find(login) is not None:
        login = f"{claims['sub']} ({host})"
    try:
        return users.add(login, None, SERVICE, grants=grants, identity=identity, provided=True)
    except InvalidInputError:
        return users.add(f"{claims['sub']} ({host})", None, SERVICE, grants=grants, identity=identity, provided=True)


def _refused(user_id: str | None, reason: str) -> RefusedError:
    site().store.sign_ins.failed(user_id, reason, method="oidc")
    return RefusedError("The identity provider’s answer does not let you in here. Ask an administrator of this page.")
