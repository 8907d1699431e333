"""Whether a notification comes from the tenant it names: Basic, a bearer token of ours, or a signature."""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from itsdangerous import BadSignature, URLSafeSerializer

from icims.errors import UnauthorizedError
from icims.hmac_signature import CLOCK_WINDOW, CONTENT_HEADER, SCHEME, SignatureRefusedError, verify
from scoring.errors import InvalidInputError

TOKEN_LIFE = timedelta(hours=24)
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class WebhookCredentials:
    """What one tenant may present. A way whose secret is empty is closed.

    ``client_id`` and ``client_secret`` serve as OAuth client and as Basic user; ``token_key`` is the installation's
    secret that signs our tokens. ``body_limit`` bounds what a signed gzip body may unpack to.
    """

    customer_id: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    hmac_user: str = ""
    hmac_key: str = field(default="", repr=False)
    token_key: str = field(default="", repr=False)
    token_life: timedelta = TOKEN_LIFE
    clock_window: timedelta = CLOCK_WINDOW  # not documented [?]
    body_limit: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What a client sends to our ``/oauth/token``."""

    grant_type: str
    client_id: str
    client_secret: str = field(repr=False)


def authenticate(
    headers: Mapping[str, str],
    method: str,
    path: str,
    query: str,
    body: bytes,
    credentials: WebhookCredentials,
    now: datetime,
) -> None:
    """Return when the request proves that it comes from this tenant.

    ``path``, ``query`` and ``body`` are as they came over the wire, ``now`` is aware. Raises UnauthorizedError with one
    of the reasons: missing_authorization, unsupported_scheme, not_configured, bad_credentials, bad_token,
    expired_token, bad_signature.
    """
    authorization = next((value for name, value in headers.items() if name.lower() == "authorization"), "").strip()
    scheme, _, rest = authorization.partition(" ")
    if not scheme:
        raise UnauthorizedError("missing_authorization")
    if scheme.lower() == "basic":
        check_client(credentials, *_basic_pair(rest))
    elif scheme.lower() == "bearer":
        verify_token(rest.strip(), credentials, now)
    elif scheme.lower() == SCHEME:
        _verify_signature(headers, method, path, query, body, credentials, now)
    else:
        raise UnauthorizedError("unsupported_scheme")


def read_token_request(headers: Mapping[str, str], body: bytes) -> TokenRequest:
    """A token request, as a form or as JSON, with the client in the body or in a Basic header.

    Raises InvalidInputError for anything else.
    """
    named = {name.lower(): value for name, value in headers.items()}
    try:
        text = body[:65_536].decode("utf-8")
        content = json.loads(text) if text.lstrip().startswith("{") else dict(parse_qsl(text, max_num_fields=20))
    except (ValueError, RecursionError):
        raise InvalidInputError("the token request is neither a form nor JSON") from None
    scheme, _, rest = named.get("authorization", "").partition(" ")
    pair = _basic_pair(rest) if scheme.lower() == "basic" else (content.get("client_id"), content.get("client_secret"))
    grant_type = content.get("grant_type")
    if not isinstance(grant_type, str) or not all(isinstance(part, str) for part in pair):
        raise InvalidInputError("the token request lacks grant_type, client_id or client_secret")
    return TokenRequest(grant_type, str(pair[0]), str(pair[1]))


def check_client(credentials: WebhookCredentials, client_id: str, client_secret: str) -> None:
    """Return when id and secret are those of the tenant; takes the same time however much of them is right."""
    if not credentials.client_id or not credentials.client_secret:
        raise UnauthorizedError("not_configured")
    right_id = hmac.compare_digest(_bytes(client_id), _bytes(credentials.client_id))
    right_secret = hmac.compare_digest(_bytes(client_secret), _bytes(credentials.client_secret))
    if not (right_id and right_secret):
        raise UnauthorizedError("bad_credentials")


def issue_token(credentials: WebhookCredentials, client_id: str, client_secret: str, now: datetime) -> tuple[str, int]:
    """(token, seconds it lives) for a client that proved its secret. Raises UnauthorizedError.

    The token is bound to the customer and to the present secret: a new secret ends all tokens of the old one.
    """
    check_client(credentials, client_id, client_secret)
    expires_at = int((now + credentials.token_life).timestamp())
    token = _serializer(credentials).dumps({"customer": credentials.customer_id, "expires_at": expires_at})
    return token if isinstance(token, str) else token.decode(), int(credentials.token_life.total_seconds())


def verify_token(token: str, credentials: WebhookCredentials, now: datetime) -> None:
    """Return when the token was issued to this tenant and has not expired. Raises UnauthorizedError."""
    if not credentials.client_secret:
        raise UnauthorizedError("not_configured")
    try:
        claim = _serializer(credentials).loads(token)
    except BadSignature:
        raise UnauthorizedError("bad_token") from None
    if claim["customer"] != credentials.customer_id:
        raise UnauthorizedError("bad_token")
    if now.timestamp() >= claim["expires_at"]:
        raise UnauthorizedError("expired_token")


def _serializer(credentials: WebhookCredentials) -> URLSafeSerializer:
    if not credentials.token_key:
        raise UnauthorizedError("not_configured")
    secret = hashlib.sha256(_bytes(credentials.client_secret)).hexdigest()
    salt = f"icims-webhook:{credentials.customer_id}:{credentials.client_id}:{secret}"
    return URLSafeSerializer(credentials.token_key, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})


def _verify_signature(
    headers: Mapping[str, str],
    method: str,
    path: str,
    query: str,
    body: bytes,
    credentials: WebhookCredentials,
    now: datetime,
) -> None:
    if not credentials.hmac_user or not credentials.hmac_key:
        raise UnauthorizedError("not_configured")
    key_of = {credentials.hmac_user: credentials.hmac_key}.get
    try:
        verify(method, path, query, headers, _hashed(headers, body, credentials.body_limit), key_of, now,
               credentials.clock_window)  # fmt: skip
    except SignatureRefusedError:
        raise UnauthorizedError("bad_signature") from None


def _hashed(headers: Mapping[str, str], body: bytes, limit: int) -> bytes:
    """The body that the sender's hash is of. Whether iCIMS hashes before or after gzip is not known [?]; both bind the
    content equally."""
    claimed = next((value for name, value in headers.items() if name.lower() == CONTENT_HEADER), "").strip().lower()
    if not body.startswith(GZIP_MAGIC) or hashlib.sha256(body).hexdigest() == claimed:
        return body
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, limit)
    except zlib.error:
        return body


def _basic_pair(encoded: str) -> tuple[str, str]:
    try:
        user, _, password = base64.b64decode(encoded.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        raise UnauthorizedError("bad_credentials") from None
    return user, password


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
