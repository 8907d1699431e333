"""Who a candidate is, from the fields of a person: what has to be taken out of a text before a model reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

from icims.models import text_of
from scoring.redaction import Identity

IDENTITY_FIELDS = ("firstname", "middlename", "lastname", "email", "phones", "addresses")
_LONGEST = 300
_MOST = 20


def read_identity(fields: Mapping[str, Any]) -> Identity:
    """What the IDENTITY_FIELDS of a person say, in the spelling of iCIMS; what is hidden or empty is left out."""
    given, middle, family = (_short(fields.get(name)) for name in ("firstname", "middlename", "lastname"))
    names = [" ".join(filter(None, (given, middle, family))), given, family]
    # One letter of a middle name stands in every word.
    names += [middle] if len(middle) > 1 else []
    return Identity(
        names=_distinct(names),
        emails=_distinct([_short(fields.get("email"))]),
        phones=_distinct(_short(entry.get("phonenumber")) for entry in _entries(fields, "phones")),
        addresses=_distinct(
            _short(entry.get(name))
            for entry in _entries(fields, "addresses")
            for name in ("addressstreet1", "addressstreet2", "addresszip")
        ),
    )


def _entries(fields: Mapping[str, Any], group: str) -> Iterator[Mapping[str, Any]]:
    entries = fields.get(group)
    for entry in entries[:_MOST] if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield entry


def _short(value: Any) -> str:
    return " ".join(text_of(value).split())[:_LONGEST]


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
