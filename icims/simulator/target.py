"""Where a simulated tenant sends its event notifications, and how it authenticates there."""

from dataclasses import dataclass, field
from typing import Any

from icims.simulator.errors import invalid
from icims.simulator.json_values import read_object

AUTH_KINDS = ("oauth", "basic", "hmac", "none")


@dataclass(frozen=True, slots=True)
class EventTarget:
    """The page *Event Notifications* of a tenant. ``gzip_share`` of the bodies is compressed, the rest sent plain."""

    url: str
    auth: str = "none"
    token_url: str = ""
    client_id: str = ""  # OAuth client, Basic user or HMAC user
    client_secret: str = field(default="", repr=False)  # secret, password or key
    gzip_share: float = 1.0
    timeout_seconds: float = 30.0

    @classmethod
    def parse(cls, obj: Any) -> "EventTarget":
        """Read JSON with the keys of this class; raises ApiError for unknown keys or values."""
        target = read_object(cls, obj, "an event target")
        if not target.url.startswith(("http://", "https://")):
            raise invalid("url of an event target must begin with http:// or https://")
        if target.auth not in AUTH_KINDS or (target.auth == "oauth" and not target.token_url):
            raise invalid(f"auth must be one of {', '.join(AUTH_KINDS)}; oauth needs token_url")
        return target
