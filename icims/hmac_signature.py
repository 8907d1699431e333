"""The HMAC scheme ``x-icims-v1-hmac-sha256``, which signs our calls to iCIMS and its event notifications to us.

The canonical form comes from a production client's code; the rule for the body hash was checked against a captured
request. How far the two clocks may differ is not documented [?], so the window is the caller's to set.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scoring.errors import InvalidInputError

SCHEME = "x-icims-v1-hmac-sha256"
DATE_HEADER = "x-icims-date"
CONTENT_HEADER = "x-icims-content-sha256"
ALWAYS_SIGNED = frozenset({"host", DATE_HEADER})
SIGNED_WHEN_PRESENT = ("content-type", "host", CONTENT_HEADER, DATE_HEADER)
CLOCK_WINDOW = timedelta(minutes=15)


class SignatureRefusedError(InvalidInputError):
    """The request is not signed by someone we know, or was altered, or is too old."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """What an ``Authorization`` header of this scheme says. ``signed`` holds lower-case header names in order."""

    user: str
    signed: tuple[str, ...]
    signature: str


def sign(
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    user: str,
    key: str,
    now: datetime,
) -> dict[str, str]:
    """The headers to add to a request so that ``verify`` accepts it.

    ``path`` and ``query`` are the percent-encoded text of the request line, ``query`` without its question mark.
    ``headers`` must hold ``Host`` and, for a request with a body, the ``Content-Type`` that will be sent.
    """
    added = {DATE_HEADER: now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"), CONTENT_HEADER: _hash(body)}
    known = _lower(headers) | added
    signed = tuple(name for name in SIGNED_WHEN_PRESENT if name in known)
    signature = _signature(method, path, query, known, signed, key)
    added["Authorization"] = f"{SCHEME} user={user},signedheaders={';'.join(signed)},signature={signature}"
    return added


def verify(
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    key_of: Callable[[str], str | None],
    now: datetime,
    window: timedelta = CLOCK_WINDOW,
) -> str:
    """The user who signed this request. ``key_of`` maps a user name to its key, or to None for a stranger.

    Raises SignatureRefusedError with a one-line reason; a stranger and a wrong signature give the same reason.
    """
    known = _lower(headers)
    claim = parse_authorization(known.get("authorization", ""))
    missing = ALWAYS_SIGNED - set(claim.signed)
    if missing or any(name not in known for name in claim.signed):
        raise SignatureRefusedError("the signature does not cover host and date, or names a header that is absent")
    # A body must be covered, or it could be exchanged under a valid signature. The documented minimum
    # (host;x-icims-date) therefore suffices only for requests without a body [I].
    if body and CONTENT_HEADER not in claim.signed:
        raise SignatureRefusedError("the signature does not cover the body")
    if CONTENT_HEADER in known and not hmac.compare_digest(_ascii(known[CONTENT_HEADER].lower()), _ascii(_hash(body))):
        raise SignatureRefusedError("the body does not match its hash")
    if abs(now - _date(known[DATE_HEADER])) > window:
        raise SignatureRefusedError("the date of the signature is outside the accepted window")
    key = key_of(claim.user)
    # Signing with an empty key takes as long as signing with the right one: a stranger cannot be told by the clock.
    expected = _signature(method, path, query, known, claim.signed, key or "")
    if not hmac.compare_digest(_ascii(expected), _ascii(claim.signature)) or not key:
        raise SignatureRefusedError("the signature is wrong")
    return claim.user


def parse_authorization(value: str) -> Authorization:
    """Read the header tolerantly: spaces, line folds and the order of the three parts vary between senders."""
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() != SCHEME:
        raise SignatureRefusedError(f"Authorization is not of the scheme {SCHEME}")
    parts = {}
    for part in rest.split(","):
        name, _, text = part.partition("=")
        parts[name.strip().lower()] = text.strip().strip('"')
    if not all(parts.get(name) for name in ("user", "signedheaders", "signature")):
        raise SignatureRefusedError("Authorization lacks user, signedheaders or signature")
    signed = tuple(name.strip().lower() for name in parts["signedheaders"].split(";") if name.strip())
    return Authorization(parts["user"], signed, parts["signature"].lower())


def _signature(
    method: str, path: str, query: str, headers: Mapping[str, str], signed: tuple[str, ...], key: str
) -> str:
    lines = [f"{name}:{headers[name]}" for name in signed]
    canonical = "\n".join([method.upper(), path, query, *lines, "", ";".join(signed)])
    string_to_sign = "\n".join([SCHEME, headers[DATE_HEADER], _hash(canonical.encode())])
    return hmac.new(key.encode(), string_to_sign.encode(), hashlib.sha256).hexdigest()


def _date(text: str) -> datetime:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise SignatureRefusedError(f"{DATE_HEADER} is not an ISO 8601 date") from None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in headers.items()}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _ascii(text: str) -> bytes:
    # compare_digest refuses str with characters outside ASCII, which a stranger may well send.
    return text.encode("utf-8", "replace")
