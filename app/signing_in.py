"""Is it this user? Attempts are limited by account and by address, and every refusal sounds the same."""

import hashlib
import hmac
import ipaddress
import math
from dataclasses import dataclass

import structlog
from flask import request

from app import passwords
from app.site import site
from scoring.errors import ScoringError
from store import User

log = structlog.get_logger(__name__)
FREE_BY_ACCOUNT = 5
FREE_BY_ADDRESS = 30
# Several people may sit behind one address, but few of them ask for something within the same hour.
FREE_FILINGS, FREE_FILINGS_OF_A_NOTICE = 6, 60


class TooManyAttemptsError(ScoringError):
    """``seconds`` until another attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"too many attempts, try again in {self.seconds} seconds"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Counted already, under keyed digests of the login and the address."""

    account: str
    address: str


def begin_attempt(login: str) -> Attempt:
    """Count an attempt before anything is looked at, so that many at once are no way around the limit.

    Raises TooManyAttemptsError when the account or the address has to wait.
    """
    attempt = Attempt(_digest("account", login.strip().lower()), _digest("address", _network()))
    wait = site().store.sign_ins.attempt({attempt.account: FREE_BY_ACCOUNT, attempt.address: FREE_BY_ADDRESS})
    if wait > 0:
        log.info("sign_in_delayed", seconds=math.ceil(wait))
        raise TooManyAttemptsError(math.ceil(wait))
    return attempt


def begin_filing(customer_id: str, job_id: str) -> None:
    """Count a request that a candidate files, by the address and by the job, which several spellings of a link name.

    Raises TooManyAttemptsError when either has to wait.
    """
    keys = {
        _digest("filing", _network()): FREE_FILINGS,
        _digest("notice", f"{customer_id}:{job_id}"): FREE_FILINGS_OF_A_NOTICE,
    }
    wait = site().store.sign_ins.attempt(keys)
    if wait > 0:
        log.info("filing_delayed", seconds=math.ceil(wait))
        raise TooManyAttemptsError(math.ceil(wait))


def user_of(login: str, password: str) -> User | None:
    """The user, if the password is right and the user may sign in; takes the same time if not.

    Raises TooManyAttemptsError when the account or the address has to wait.
    """
    attempt = begin_attempt(login)
    store = site().store
    user = store.users.find(login)
    right = passwords.matches(password, user.password_hash if user and not user.disabled_at else None)
    if user is None or not right:
        store.sign_ins.failed(user.id if user else None, _reason(user))
        return None
    store.sign_ins.succeeded(attempt.account, attempt.address)
    if user.password_hash and passwords.is_outdated(user.password_hash):
        store.users.renew_hash(user.id, user.password_hash, passwords.hashed(password))
    return user


def _reason(user: User | None) -> str:
    if user is None:
        return "unknown_login"
    return "disabled" if user.disabled_at else "wrong_password"


def _digest(kind: str, value: str) -> str:
    key = f"attempts\0{site().settings.secret_key}".encode()
    return f"{kind}:{hmac.new(key, value.encode('utf-8', 'replace'), hashlib.sha256).hexdigest()}"


def _network() -> str:
    """The address, or for IPv6 the network that one customer of a provider has to himself."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
