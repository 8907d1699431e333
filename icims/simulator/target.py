"""Where a simulated tenant sends its event notifications, and how it authenticates there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from icims.simulator.errors import invalid

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
    def parse(cls, obj: Mapping[str, Any]) -> "EventTarget":
        """Read JSON with the keys of this class; raises ApiError for unknown keys or values."""
        known = [each.name for each in fields(cls)]
        if set(obj) - set(known) or not obj.get("url"):
            raise invalid(f"an event target takes {', '.join(known)}; url is mandatory")
        target = cls(**obj)
        if target.auth not in AUTH_KINDS or (target.auth == "oauth" and not target.token_url):
            raise invalid(f"auth must be one of {', '.join(AUTH_KINDS)}; oauth needs token_url")
        return target
