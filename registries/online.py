"""Asks an online registry about one credential at a time, within time and size limits, and remembers its answers."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Self

import requests
import structlog
from pydantic import ValidationError
from urllib3.exceptions import HTTPError as Urllib3Error

from registries.access import RegistryAccess
from registries.lookup import PATH, Answer, Holder, Question, State
from scoring.credential_numbers import credential_kind
from scoring.credentials import CredentialRegistry, RegistryEntry
from scoring.errors import PermanentError, ScoringError, TransientError

log = structlog.get_logger(__name__)
CHUNK = 16_384
MOST_REMEMBERED = 4096
LONGEST_REST = 600.0
_BUSY = frozenset({408, 425, 429})


class OnlineRegistry:
    """Safe to share between threads, not across a fork. Answers are remembered under a hash: no name is kept."""

    def __init__(self, access: RegistryAccess, clock: Callable[[], float] = time.monotonic) -> None:
        self._access = access
        self._clock = clock
        self._session = _session(access.token)
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, tuple[float, Answer]] = OrderedDict()
        self._resting_until = 0.0

    def held_by(self, holder: Callable[[], Holder]) -> CredentialRegistry:
        """The registry as seen for one person. ``holder`` is called only when there is something to ask."""
        return _OfHolder(self, holder)

    def covers(self, credential: str) -> bool:
        return bool(credential_kind(credential))

    def look_up(self, credential: str, number: str, holder: Holder | None = None) -> RegistryEntry | None:
        """The entry with exactly this number, None when the registry does not know it.

        Raises TransientError when it cannot answer now, and PermanentError when it will not answer us at all; both
        say nothing about the credential.
        """
        question = Question(credential=credential_kind(credential), number=number[:60], holder=holder)
        key = hashlib.sha256(question.model_dump_json().encode()).hexdigest()
        answer = self._recalled(key)
        if answer is None:
            answer = self._asked(question)
            self._remember(key, answer)
        return _entry(answer, credential, number, named=holder is not None)

    def close(self) -> None:
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(self, question: Question) -> Answer:
        left = self._resting_until - self._clock()
        if left > 0:
            raise TransientError("the credential registry is given a rest after a failure", left)
        try:
            answer = self._exchange(question)
        except ScoringError as error:
            said = error.retry_after if isinstance(error, TransientError) else None
            rest = min(LONGEST_REST, self._access.rest_seconds if said is None else said)
            self._resting_until = self._clock() + rest
            log.warning("registry_not_asked", credential=question.credential, reason=str(error))
            raise
        if answer.state is State.NOT_COVERED:
            raise PermanentError("the credential registry does not cover this kind of credential")
        return answer

    def _exchange(self, question: Question) -> Answer:
        deadline = time.monotonic() + self._access.timeout_seconds
        url = f"{self._access.url.rstrip('/')}{PATH}"
        try:
            with self._session.post(
                url,
                json=question.model_dump(exclude_none=True),
                timeout=self._access.timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read(response, self._access.most_bytes, deadline)
                status, headers = response.status_code, response.headers
        except (requests.RequestException, Urllib3Error, TimeoutError) as error:
            raise TransientError(f"the credential registry gave no answer: {type(error).__name__}") from None
        if status in _BUSY or status >= 500:
            raise TransientError(f"the credential registry answered {status}", _seconds(headers.get("Retry-After")))
        if status != 200:
            raise PermanentError(f"the credential registry answered {status}")
        try:
            return Answer.model_validate_json(content)
        except ValidationError:
            raise TransientError("the credential registry answered what cannot be read") from None

    def _recalled(self, key: str) -> Answer | None:
        with self._lock:
            until, answer = self._remembered.get(key, (0.0, None))
            return answer if until > self._clock() else None

    def _remember(self, key: str, answer: Answer) -> None:
        with self._lock:
            self._remembered[key] = (self._clock() + self._access.cache_seconds, answer)
            self._remembered.move_to_end(key)
            while len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)


class _OfHolder:
    """One person's view of the registry; the name is fetched once at most and lives as long as this object."""

    def __init__(self, registry: OnlineRegistry, holder: Callable[[], Holder]) -> None:
        self._registry = registry
        self._fetch = holder
        self._holder: Holder | None = None

    def covers(self, credential: str) -> bool:
        return self._registry.covers(credential)

    def look_up(self, credential: str, number: str) -> RegistryEntry | None:
        if self._holder is None:
            self._holder = self._fetch()
        return self._registry.look_up(credential, number, self._holder)


def _entry(answer: Answer, credential: str, number: str, *, named: bool) -> RegistryEntry | None:
    if answer.state is State.UNKNOWN:
        return None
    mismatch = answer.state is State.NAME_MISMATCH
    return RegistryEntry(
        credential=credential,
        number=number,
        active=answer.state is State.ACTIVE,
        status=answer.state.value.replace("_", " "),
        expires=answer.expires.isoformat() if answer.expires else "",
        name_matches=False if mismatch else True if named else None,
    )


def _read(response: requests.Response, most_bytes: int, deadline: float) -> bytes:
    """``read1`` hands over what has arrived, so that a trickle meets the deadline."""
    content = bytearray()
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        content += chunk
        if len(content) > most_bytes:
            raise TransientError(f"the credential registry answered more than {most_bytes} bytes")
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(content)


def _seconds(written: str | None) -> float | None:
    return float(written) if written and written.isascii() and written.isdigit() else None


def _session(token: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, netrc or certificate bundle from the environment
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"User-Agent": "icims-candidate-scoring", "Accept": "application/json"})
    session.headers["Accept-Encoding"] = "identity"
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session
