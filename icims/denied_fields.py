"""What the scoring path must never see: protected characteristics, identity numbers, visa and pay.

The names come from the EEO lists and the standard fields of iCIMS; custom fields are only told by their label.
"""

import re
from collections.abc import Iterable
from typing import Any

from scoring.errors import InvalidInputError

# Long enough to be unmistakable inside a longer name, such as "candidategenderidentity".
_INSIDE = (
    "gender",
    "ethnic",
    "veteran",
    "disabil",
    "disabledstatus",
    "religio",
    "nationality",
    "nationalorigin",
    "nationalid",
    "citizen",
    "socialsecurity",
    "marital",
    "pregnan",
    "birth",
    "salary",
    "compensation",
    "sexualorientation",
    "hispanic",
    "militarystatus",
    "billrate",
    "payrate",
    "hourlyrate",
)
# Short ones occur in innocent names ("businessname" holds "ssn", "employeeowner" holds "eeo"), so where matters.
_STARTS = ("eeo", "race", "visa", "sex", "ssn", "wage", "agegroup", "agerange")
_ENDS = ("ssn", "visa", "eeo")
_EXACT = frozenset({"age", "dob", "pronouns", "photo", "disabled", "bonus", "commission"})

_WORDS = re.compile(
    r"""\b(?:
        gender | sex | sexual\ orientation | race(?!\ (?:condition|car|track|day)) | ethnicit(?:y|ies) | ethnic
      | hispanic | latin[oax] | veterans? | disabilit(?:y|ies) | disabled | religions? | religious | creed
      | nationalit(?:y|ies) | national\ (?:origin|id) | citizens? | citizenship | (?:date|year|place)\ of\ birth
      | birth\ ?da(?:te|y) | dob | social\ security | ssn | visas? | marital | married | pregnan(?:t|cy)
      | salar(?:y|ies) | compensation | wages? | (?:desired|current|expected|hourly)\ (?:pay|rate) | eeoc? | pronouns
      | how\ old | (?:your|his|her|candidate)\ age | age\ (?:group|range)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_denied(name: str) -> bool:
    """Whether a field or JSON key of this name must not be requested, written or kept."""
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    return bare in _EXACT or bare.startswith(_STARTS) or bare.endswith(_ENDS) or any(part in bare for part in _INSIDE)


def denied_topic(label: str) -> str:
    """The protected topic that a label or question asks about, in its own words; "" when there is none."""
    found = _WORDS.search(label.replace("_", " ").replace("-", " "))
    return found.group().lower() if found else ""


def requestable(fields: Iterable[str]) -> tuple[str, ...]:
    """The field names, for a URL. Raises InvalidInputError for a denied one and for what is no field name of iCIMS."""
    named = tuple(dict.fromkeys(fields))
    for name in named:
        if not re.fullmatch(r"[a-z][a-z0-9]{0,63}", name):
            raise InvalidInputError("a field of iCIMS is named by lower-case letters and digits")
        if is_denied(name):
            raise InvalidInputError(f"{name} holds data that must not reach a score; it is never requested")
    return named


def without_denied(content: Any) -> Any:
    """The same JSON value without any denied key, at every depth: they may arrive although nobody asked."""
    if isinstance(content, dict):
        return {key: without_denied(value) for key, value in content.items() if not is_denied(str(key))}
    if isinstance(content, list):
        return [without_denied(value) for value in content]
    return content
