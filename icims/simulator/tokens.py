"""OAuth access tokens: issued, counted, checked and made to expire."""

import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

THROTTLE_TOKENS, THROTTLE_WINDOW = 500, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Token:
    customer_id: str
    expires: datetime


class TokenBook:
    """Tokens in memory, safe to use from several threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens: dict[str, Token] = {}
        self._recent: dict[str, deque[datetime]] = {}
        self.issued: Counter[str] = Counter()  # by customer id

    def issue(self, customer_id: str, client_id: str, seconds: int) -> str | None:
        """A new token, or None when the client has had more than 500 within ten minutes."""
        now = self._clock()
        with self._lock:
            recent = self._recent.setdefault(client_id, deque())
            while recent and recent[0] < now - THROTTLE_WINDOW:
                recent.popleft()
            if len(recent) >= THROTTLE_TOKENS:
                return None
            recent.append(now)
            token = f"eyJ{secrets.token_urlsafe(32)}"
            self._tokens[token] = Token(customer_id, now + timedelta(seconds=seconds))
            self.issued[customer_id] += 1
            return token

    def customer_of(self, token: str) -> str | None:
        """Whose token this is; None for an unknown or expired one."""
        known = self._tokens.get(token)
        return known.customer_id if known and known.expires > self._clock() else None

    def expire(self, token: str) -> None:
        with self._lock:
            self._tokens.pop(token, None)

    def expire_all(self) -> None:
        with self._lock:
            self._tokens.clear()
