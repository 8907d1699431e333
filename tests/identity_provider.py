"""A small OpenID Connect provider: discovery, authorization with PKCE, tokens signed with keys that it can change."""

import base64
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "scoring", "secret-of-the-client"
REDIRECT = "http://127.0.0.1:8000/sign-in/provider/back"


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": uuid4().hex, "use": "sig", "alg": "RS256"})


def unchanged(claims: dict[str, Any]) -> dict[str, Any]:
    return claims


@dataclass
class IdentityProvider:
    """``person`` is who is at the provider's keyboard; ``twist`` changes the claims before they are signed."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "7"})
    twist: Callable[[dict[str, Any]], dict[str, Any]] = unchanged
    signing: RSAKey = field(default_factory=new_key)
    published: list[RSAKey] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.published = [self.signing]

    def rotate(self) -> None:
        """Sign with a new key, and no longer stand by the old one."""
        self.signing = new_key()
        self.published = [self.signing]

    def app(self) -> Flask:
        app = Flask("identity-provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self.metadata)
        app.add_url_rule("/jwks", view_func=self.jwks)
        app.add_url_rule("/authorize", view_func=self.authorize)
        app.add_url_rule("/token", view_func=self.token, methods=["POST"])
        return app

    def metadata(self) -> ResponseReturnValue:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/jwks",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
            code_challenge_methods_supported=["S256"],
        )

    def jwks(self) -> ResponseReturnValue:
        return jsonify(keys=[key.as_dict(private=False) for key in self.published])

    def authorize(self) -> ResponseReturnValue:
        asked = request.args
        if asked["client_id"] != CLIENT_ID or asked["redirect_uri"] != REDIRECT:
            return "unknown client", 400
        if asked.get("code_challenge_method") != "S256" or "openid" not in asked["scope"].split():
            return "PKCE and the scope openid are asked for here", 400
        code = uuid4().hex
        self.codes[code] = {"challenge": asked["code_challenge"], "nonce": asked["nonce"]}
        return redirect(f"{REDIRECT}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self) -> ResponseReturnValue:
        known = request.authorization
        if known is None or (known.username, known.password) != (CLIENT_ID, CLIENT_SECRET):
            return jsonify(error="invalid_client"), 401
        granted = self.codes.pop(request.form["code"], None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if granted is None or granted["challenge"] != challenge or request.form["redirect_uri"] != REDIRECT:
            return jsonify(error="invalid_grant"), 400
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, "nonce": granted["nonce"]}
        return jsonify(access_token=uuid4().hex, token_type="Bearer", id_token=self.signed(claims | self.person))

    def signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": "RS256", "kid": self.signing.kid}
        return jwt.encode(header, self.twist(claims), self.signing)
