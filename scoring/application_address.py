"""Where an application stands in a tenant's own iCIMS: an address pattern, checked once and filled with ids."""

from collections.abc import Mapping
from string import Formatter
from urllib.parse import quote, urlsplit

from scoring.errors import InvalidInputError

PLACEHOLDERS = ("customer_id", "workflow_id", "job_id", "person_id")
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


def check_pattern(pattern: str) -> None:
    """Raises InvalidInputError, saying what is wrong, for a pattern that could lead anywhere but to one application.

    https only (http on this machine), with the placeholders behind the host and the application's own among them. ''
    is no pattern, and leads nowhere.
    """
    if not pattern:
        return
    try:
        parsed = list(Formatter().parse(pattern))
        parts = urlsplit(pattern)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise InvalidInputError("application_url is not an address with {placeholders}") from None
    named = [name for _, name, _, _ in parsed if name is not None]
    for _, name, style, conversion in parsed:
        if name and (name not in PLACEHOLDERS or style or conversion):
            known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
            raise InvalidInputError(f"the placeholders of application_url are {known}")
    if "" in named or "workflow_id" not in named:
        raise InvalidInputError("application_url has no {workflow_id}")
    if any(ord(character) <= 32 or ord(character) == 127 or character == "\\" for character in pattern):
        raise InvalidInputError("application_url holds blanks or backslashes")
    if not host or parts.username is not None or "{" in parts.netloc:
        raise InvalidInputError("application_url names no host, or a user or placeholder in it")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _THIS_MACHINE):
        raise InvalidInputError("application_url is not an https address")


def filled(pattern: str, ids: Mapping[str, str]) -> str:
    """The address of one application; '' without a pattern, and where an id that it asks for is not known yet."""
    wanted = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    if not wanted or not all(ids[name] for name in wanted):
        return ""
    return pattern.format_map({name: quote(ids[name], safe="") for name in wanted})
