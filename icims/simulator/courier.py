"""Delivering one event notification: compressed or plain, authenticated, timed, and never tried again."""

import gzip
import json
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from icims.hmac_signature import sign
from icims.simulator.event_payloads import link_header, subject_of
from icims.simulator.target import EventTarget

USER_AGENT = "Apache-HttpClient/4.5.13 (Java/11; iCIMS simulator)"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event that was sent. ``outcome`` is the HTTP status, or what happened instead of an answer."""

    workflow: str
    event_type: str
    outcome: str
    location: str
    compressed: bool
    seconds: float


class Courier:
    """Delivers events to one target and holds the access token that the target gave out."""

    def __init__(self, target: EventTarget) -> None:
        self._target = target
        self._session = requests.Session()
        self._session.trust_env = False
        self._token = ""
        self._token_expires = 0.0
        self._token_lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._session.close()

    def deliver(self, payload: dict[str, Any], *, compressed: bool) -> Delivery:
        """Send one event. Whatever happens is an outcome: nothing is raised, and nothing is tried again."""
        start = time.monotonic()
        location = ""
        try:
            response = self._post(payload, compressed=compressed)
            outcome, location = str(response.status_code), response.headers.get("Location", "")
        except requests.Timeout:
            outcome = "timed out"
        except requests.HTTPError as error:
            outcome = f"token {error.response.status_code}"
        except requests.RequestException as error:
            outcome = type(error).__name__
        event, subject = subject_of(payload)
        return Delivery(subject, event, outcome, location, compressed, round(time.monotonic() - start, 4))

    def _post(self, payload: dict[str, Any], *, compressed: bool) -> requests.Response:
        body = json.dumps(payload, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "Connection": "close",
            "User-Agent": USER_AGENT,
        }
        if links := link_header(payload):
            headers["Link"] = links
        if compressed:
            body = gzip.compress(body, compresslevel=1)
            headers["Content-Encoding"] = "gzip"
        self._authenticate(headers, body)
        target = self._target
        basic = (target.client_id, target.client_secret) if target.auth == "basic" else None
        return self._session.post(
            target.url, data=body, headers=headers, auth=basic, timeout=target.timeout_seconds, allow_redirects=False
        )

    def _authenticate(self, headers: dict[str, str], body: bytes) -> None:
        target = self._target
        if target.auth == "oauth":
            headers["Authorization"] = f"Bearer {self._access_token()}"
        elif target.auth == "hmac":
            parts = urlsplit(target.url)
            signed = headers | {"Host": parts.netloc}
            # The hash covers the bytes as sent; a capture confirms it for a plain body, for gzip it is [I].
            now = datetime.now(UTC)
            headers |= sign(
                "POST", parts.path or "/", parts.query, signed, body, target.client_id, target.client_secret, now
            )

    def _access_token(self) -> str:
        with self._token_lock:
            if time.monotonic() < self._token_expires:
                return self._token
            form = {
                "grant_type": "client_credentials",
                "client_id": self._target.client_id,
                "client_secret": self._target.client_secret,
            }
            response = self._session.post(
                self._target.token_url, data=form, timeout=self._target.timeout_seconds, allow_redirects=False
            )
            response.raise_for_status()
            answer = response.json()
            self._token = str(answer.get("access_token", ""))
            self._token_expires = time.monotonic() + float(answer.get("expires_in", 0)) * 0.9
            return self._token
