"""Where an online registry is, as whom we ask it, and how patient we are."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from scoring.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class RegistryAccess:
    """``timeout_seconds`` bounds a whole look-up. An answer is believed for ``cache_seconds``. After a failure nothing
    is asked for ``rest_seconds``, or for as long as the registry said.

    Raises InvalidInputError for an address that is not https; plain http is taken for this machine and for names
    without a dot, which only resolve inside a private network.
    """

    url: str
    token: str = field(default="", repr=False)
    timeout_seconds: float = 5.0
    cache_seconds: float = 3600.0
    rest_seconds: float = 15.0
    most_bytes: int = 65_536

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise InvalidInputError("CREDENTIAL_REGISTRY_URL cannot be read") from None
        plain = parts.username is None and not parts.query and not parts.fragment
        if not host or not plain or not (parts.scheme == "https" or (parts.scheme == "http" and _is_private(host))):
            raise InvalidInputError("CREDENTIAL_REGISTRY_URL must be https://host/..., without user, query or fragment")


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return "." not in host
