"""Where one customer's iCIMS is and as whom we call it."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from scoring.errors import InvalidInputError

AUTH_KINDS = ("oauth", "basic", "hmac")


@dataclass(frozen=True, slots=True)
class IcimsAccess:
    """``client_id`` and ``client_secret`` are those of the chosen ``auth``: OAuth client, Basic user and password, or
    HMAC user and key. ``timeout_seconds`` bounds the wait for each part of an answer. ``deadline_seconds`` bounds one
    try of a call with everything before it (token, a place among those in flight): after it nothing is sent, and no
    answer is waited for. ``daily_reserve`` calls of the day's allowance are left to others.

    Raises InvalidInputError for an address that is not https. Plain http is taken for this machine and for names
    without a dot, which only resolve inside a private network: that is where a simulator runs.
    """

    customer_id: str
    api_url: str = "https://api.icims.com"
    token_url: str = "https://login.icims.com/oauth/token"  # noqa: S105  an address
    audience: str = "https://api.icims.com/v1/"  # EU and Canada: not found [?], so it is configured
    auth: str = "oauth"
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    timeout_seconds: float = 30.0
    max_in_flight: int = 4
    connect_seconds: float = 5.0
    deadline_seconds: float = 120.0
    daily_reserve: int = 0
    max_file_bytes: int = 11 * 2**20  # 10 MB, which a resume may have, and a margin so that its reader sees the excess
    max_json_bytes: int = 5 * 2**20

    def __post_init__(self) -> None:
        digits(self.customer_id, "customer id")
        if self.auth not in AUTH_KINDS:
            raise InvalidInputError(f"iCIMS auth is one of {', '.join(AUTH_KINDS)}")
        origin(self.api_url)
        origin(self.token_url)
        if self.max_in_flight < 1:
            raise InvalidInputError("max_in_flight is at least 1")

    @property
    def origins(self) -> frozenset[str]:
        """The only two places that the client opens a connection to."""
        return frozenset({origin(self.api_url), origin(self.token_url)})


def digits(value: object, name: str) -> str:
    """An id as the digits that may enter a URL. Raises InvalidInputError for anything else."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidInputError(f"the {name} is not a number of at most 18 digits")
    return text.lstrip("0") or "0"


def origin(url: str) -> str:
    """``scheme://host[:port]`` of an address that may be called; raises InvalidInputError for others."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidInputError("an iCIMS address cannot be read") from None
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.query or parts.fragment or not _private_enough(parts):
        raise InvalidInputError("an iCIMS address must be https://host/..., without user, query or fragment")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port else "")


def _private_enough(parts: SplitResult) -> bool:
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return parts.scheme == "http" and ip_address(host).is_loopback
    except ValueError:
        return parts.scheme == "http" and "." not in host
