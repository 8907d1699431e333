"""One HTTP exchange with iCIMS: to configured hosts only, within time, size, quota and in-flight limits."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

import requests
import structlog
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import MaxRetryError, NewConnectionError

from icims.client_access import IcimsAccess
from icims.client_auth import TokenCache, prove, read_token, token_request
from icims.client_quota import DailyQuota
from icims.client_retries import REPEATABLE, look_again, repeated
from icims.errors import (
    AmbiguousWriteError,
    AnswerTooLargeError,
    IcimsUnavailableError,
    failure,
    retry_after,
    transaction_of,
)
from icims.in_flight import InFlightLimit

if TYPE_CHECKING:
    from redis import Redis

log = structlog.get_logger(__name__)
CHUNK = 65_536
Reading = TypeVar("Reading")
Observe = Callable[[str, str, int, float], None]


@dataclass(frozen=True, slots=True)
class Call:
    """``template`` is the path with the names of ids in braces, as metrics show it; ``ids`` are digits or field names
    that were checked. ``keep`` bytes of the answer are read; a longer one is cut where ``cut`` is set, else refused."""

    method: str
    template: str
    ids: Mapping[str, str]
    query: Mapping[str, str] | None = None
    content: Mapping[str, Any] | None = None
    keep: int = 5 * 2**20
    cut: bool = False

    @property
    def path(self) -> str:
        return self.template.format_map({name: quote(value, safe="") for name, value in self.ids.items()})


@dataclass(frozen=True, slots=True)
class Answer:
    call: str  # method and path, for messages
    status: int
    headers: CaseInsensitiveDict[str]
    content: bytes = field(repr=False)
    oversized: bool = False

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def transaction(self) -> str:
        return transaction_of(self.headers)


class Transport:
    """Connections, token and limits of one tenant in one process; safe to share between threads, not across a fork."""

    def __init__(self, access: IcimsAccess, redis: "Redis | None" = None, observe: Observe | None = None) -> None:
        self.quota = DailyQuota(access.customer_id, redis, access.daily_reserve)
        self._access = access
        self._observe = observe
        lease = access.deadline_seconds + access.connect_seconds
        self._in_flight = InFlightLimit(access.customer_id, access.max_in_flight, redis, lease_seconds=lease)
        self._tokens = TokenCache(self._fetch_token)
        self._session = _session(access)

    def read(self, call: Call, reader: Callable[[Answer], Reading]) -> Reading:
        """What ``reader`` makes of the successful answer (2xx). Both are repeated within the thread's RetryBudget where
        that is allowed: an answer that cannot be read may be readable next time.

        Raises TransientError, its child AmbiguousWriteError when a POST may have taken effect, QuotaExhaustedError,
        or IcimsRefusedError.
        """
        return repeated(call.method, lambda: reader(self._once(call)))

    def close(self) -> None:
        self._session.close()

    def _once(self, call: Call) -> Answer:
        self.quota.check()
        deadline = time.monotonic() + self._access.deadline_seconds
        token = self._tokens.token() if self._access.auth == "oauth" else ""
        answer = self._send(call, token, deadline)
        if answer.status == 401 and token:
            # A rejected token means that nothing was done, so even a POST may be sent again with a fresh one.
            answer = self._send(call, self._tokens.token(rejected=token), deadline)
        said = self.quota.learn(answer.headers, retry_after(answer.headers) if answer.status == 429 else None)
        if answer.is_success:
            return answer
        # The status of an exhausted day is 429 [T]; a 403 that says "0 remaining" is read the same way.
        if answer.status in (429, 403) and said is not None and said.remaining == 0:
            raise self.quota.exhausted(said)
        harmless = call.method in REPEATABLE
        raise failure(answer.call, answer.status, answer.headers, answer.content, repeatable=harmless)

    def _send(self, call: Call, token: str, deadline: float) -> Answer:
        query = f"?{urlencode(call.query, safe=',')}" if call.query else ""
        headers = {"Accept": "*/*" if call.cut else "application/json"}
        body = None
        if call.content is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(call.content, allow_nan=False).encode()
        url = f"{self._access.api_url.rstrip('/')}{call.path}{query}"
        request = self._session.prepare_request(requests.Request(call.method, url, headers, data=body))
        prove(request, self._access, token)
        patience = min(self._access.timeout_seconds, deadline - time.monotonic())
        with self._in_flight.place(patience):
            if call.method != "GET":
                look_again()
            return self._exchange(request, call.template, call.path, call.keep, deadline, cut=call.cut)

    def _fetch_token(self) -> tuple[str, float]:
        form = token_request(self._access)
        request = self._session.prepare_request(requests.Request("POST", self._access.token_url, data=form))
        deadline = time.monotonic() + self._access.deadline_seconds
        # Asking twice for a token harms nobody, so a lost answer is no ambiguous write.
        answer = self._exchange(request, "/oauth/token", "/oauth/token", CHUNK, deadline, repeatable=True)
        if answer.status != 200:
            raise failure(answer.call, answer.status, answer.headers, answer.content, repeatable=True)
        log.info("token_fetched", customer_id=self._access.customer_id)
        return read_token(json_object(answer))

    def _exchange(
        self,
        request: requests.PreparedRequest,
        template: str,
        path: str,
        keep: int,
        deadline: float,
        *,
        cut: bool = False,
        repeatable: bool = False,
    ) -> Answer:
        started = time.monotonic()
        left = deadline - started
        if left <= 0:
            raise IcimsUnavailableError(f"{request.method} {path} was not sent: its time was up before")
        timeout = (min(self._access.connect_seconds, left), min(self._access.timeout_seconds, left))
        status = 0
        try:
            with self._session.send(request, stream=True, timeout=timeout, allow_redirects=False) as response:
                content, oversized = _read(response, keep, deadline)
                status = response.status_code
                answer = Answer(f"{request.method} {path}", status, response.headers, content, oversized)
        except (requests.RequestException, Urllib3Error, TimeoutError) as error:
            repeatable = repeatable or request.method in REPEATABLE or _was_never_sent(error)
            kind = IcimsUnavailableError if repeatable else AmbiguousWriteError
            raise kind(f"{request.method} {path} got no answer: {type(error).__name__}") from error
        finally:
            if self._observe is not None:
                self._observe(request.method or "", template, status, time.monotonic() - started)
        if answer.oversized and answer.is_success and not cut:
            message = f"{answer.call} answered more than {keep} bytes"
            raise AnswerTooLargeError(message, status, None, answer.transaction)
        return answer


def _read(response: requests.Response, keep: int, deadline: float) -> tuple[bytes, bool]:
    """(content, whether more followed). ``read1`` hands over what has arrived, so a trickle meets the deadline."""
    content = bytearray()
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        content += chunk
        if len(content) > keep:
            return bytes(content[:keep]), True
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(content), False


def json_object(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; ``{}`` for an empty one or an array.

    Raises IcimsUnavailableError for what is no JSON: a page of a gateway, which the next call may not meet.
    """
    if not answer.content.strip():
        return {}
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        raise IcimsUnavailableError(f"{answer.call} answered {answer.status} without JSON") from None
    return content if isinstance(content, dict) else {}


def _session(access: IcimsAccess) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, netrc or certificate bundle from the environment
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers = CaseInsensitiveDict(
        {"User-Agent": "icims-candidate-scoring", "Accept": "application/json", "Accept-Encoding": "identity"}
    )
    # Without an adapter for any other address, no code path can open a connection elsewhere.
    session.adapters.clear()
    for address in access.origins:
        session.mount(f"{address}/", HTTPAdapter(pool_connections=1, pool_maxsize=access.max_in_flight, max_retries=0))
    return session


def _was_never_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
