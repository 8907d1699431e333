"""Proving to iCIMS who we are: a token of this process, Basic, or a signature."""

import base64
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest

from icims.client_access import IcimsAccess
from icims.errors import IcimsUnavailableError
from icims.hmac_signature import sign
from scoring.errors import PermanentError

# iCIMS switches off a client that asks for more than 500 tokens in 10 minutes. Ten processes that do nothing but ask
# stay below that.
TOKENS_AT_MOST = 45
TOKEN_WINDOW = 600.0
REFUSAL_HOLDS = 30.0


class TokenCache:
    """The OAuth token of one client, shared by the threads of this process until shortly before it expires.

    It is not shared through Redis: a process asks once in 24 hours, so even a worker that is replaced every few minutes
    stays far from the limit of the token endpoint, and a token at rest in Redis would be one more secret to guard.
    What could come near the limit (an API that answers every token with 401, a wrong secret under load) is stopped
    here: at most 45 requests in 10 minutes, and a refusal is remembered for 30 seconds.
    """

    def __init__(self, fetch: Callable[[], tuple[str, float]], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch  # asks for a token and its life in seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._expires_at = 0.0
        self._asked: deque[float] = deque()
        self._refusal: tuple[float, PermanentError] | None = None

    def token(self, rejected: str = "") -> str:
        """The current token; a new one when it has expired or is the ``rejected`` one.

        Threads that bring the same rejected token cause one request. Raises what ``fetch`` raises, and
        IcimsUnavailableError when too many tokens were asked for.
        """
        with self._lock:
            if self._token and self._token != rejected and self._clock() < self._expires_at:
                return self._token
            self._stay_below_the_limit()
            self._asked.append(self._clock())
            try:
                token, life = self._fetch()
            except PermanentError as error:
                self._refusal = (self._clock() + REFUSAL_HOLDS, error)
                raise
            self._token, self._refusal = token, None
            self._expires_at = self._clock() + life - min(60.0, life / 10)
            return token

    def _stay_below_the_limit(self) -> None:
        now = self._clock()
        if self._refusal and now < self._refusal[0]:
            raise self._refusal[1].with_traceback(None)
        while self._asked and now - self._asked[0] >= TOKEN_WINDOW:
            self._asked.popleft()
        if len(self._asked) >= TOKENS_AT_MOST:
            raise IcimsUnavailableError(
                f"{TOKENS_AT_MOST} tokens were asked for in {TOKEN_WINDOW:.0f} s", self._asked[0] + TOKEN_WINDOW - now
            )


def token_request(access: IcimsAccess) -> dict[str, str]:
    """The form that asks for a token."""
    return {
        "grant_type": "client_credentials",
        "client_id": access.client_id,
        "client_secret": access.client_secret,
        "audience": access.audience,
    }


def read_token(answer: dict[str, Any]) -> tuple[str, float]:
    """(token, seconds it lives) of the token endpoint's answer. Raises PermanentError where it holds no token."""
    token, life = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or " " in token or not token:
        raise PermanentError("the token endpoint of iCIMS answered without a usable token")
    try:
        seconds = float(life)  # type: ignore[arg-type]  # whatever it is, it is a number or it is refused
    except (TypeError, ValueError):
        seconds = 300.0  # not stated: ask again soon
    return token, min(max(seconds, 1.0), 86_400.0)


def prove(request: PreparedRequest, access: IcimsAccess, token: str) -> None:
    """Add the headers that show iCIMS who is calling."""
    if access.auth == "oauth":
        request.headers["Authorization"] = f"Bearer {token}"
    elif access.auth == "basic":
        pair = f"{access.client_id}:{access.client_secret}".encode()
        request.headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    else:
        parts = urlsplit(request.url or "")
        request.headers["Host"] = parts.netloc
        body = request.body or b""
        request.headers.update(
            sign(
                request.method or "",
                parts.path,
                parts.query,
                {name: str(value) for name, value in request.headers.items()},
                body if isinstance(body, bytes) else body.encode(),
                access.client_id,
                access.client_secret,
                datetime.now(UTC),
            )
        )
