"""The Search API: filters over records, compiled once and then asked for each record."""

import operator
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from icims.simulator.errors import invalid
from icims.simulator.fields import COMPANIES, JOBS, LINK_TYPES, PEOPLE, WORKFLOWS, Kind
from icims.simulator.profile import Profile
from icims.simulator.search_dates import read_moment
from icims.simulator.tenant import Tenant

PAGE_SIZE = 1000
CACHED_SEARCHES = 512
PREFIXES = {PEOPLE: "person", JOBS: "job", WORKFLOWS: "applicantworkflow", COMPANIES: "company"}
HOPS = {"job": ("baseprofile", JOBS), "person": ("associatedprofile", PEOPLE)}
SUFFIXES = frozenset(("text", "listnode", "number", "date"))
ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    ">=": operator.ge,
    "<=": operator.le,  # not seen anywhere, but its three brothers are [I]
}
Predicate = Callable[[Profile], bool]
Values = Callable[[Profile], list[Any]]


def compile_query(tenant: Tenant, profile_type: str, query: Any) -> Predicate:
    """A test for records of this type. Raises ApiError for what a query cannot be."""
    if not isinstance(query, dict):
        raise invalid("A search is a JSON object with filters.")
    if not _has_filter(query):
        raise invalid("A search needs at least one filter.")  # reported by a third party only
    return _compile_group(tenant, profile_type, query)


def search(tenant: Tenant, profile_type: str, query: Any, before: datetime | None) -> list[int]:
    """Ids of matching records, ascending, at most a page. ``before``: only records that existed then."""
    matches = compile_query(tenant, profile_type, query)
    with tenant.lock:
        profiles = list(tenant.profiles[profile_type].values())
    found = (p.id for p in profiles if (before is None or p.created <= before) and matches(p))
    return sorted(found)[:PAGE_SIZE]


class SearchCache:
    """Answers of the last minutes, shared between users: an answer may be as old as the caller allows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[str, str, str], tuple[datetime, list[int]]] = OrderedDict()

    def get(self, key: tuple[str, str, str], staleness: timedelta) -> list[int] | None:
        with self._lock:
            at, ids = self._answers.get(key, (None, []))
        return ids if at is not None and staleness and self._clock() - at <= staleness else None

    def put(self, key: tuple[str, str, str], ids: list[int]) -> None:
        with self._lock:
            self._answers[key] = (self._clock(), ids)
            self._answers.move_to_end(key)
            while len(self._answers) > CACHED_SEARCHES:
                self._answers.popitem(last=False)


def _has_filter(query: dict[str, Any]) -> bool:
    children = (child for child in _listed(query, "children") if isinstance(child, dict))
    return bool(_listed(query, "filters")) or any(_has_filter(child) for child in children)


def _listed(query: dict[str, Any], key: str) -> list[Any]:
    given = query.get(key) or []
    if not isinstance(given, list):
        raise invalid(f"The {key} of a search are a JSON array.")
    return given


def _compile_group(tenant: Tenant, profile_type: str, query: Any) -> Predicate:
    if not isinstance(query, dict):
        raise invalid("A search is a JSON object with filters.")
    tests = [compile_filter(tenant, profile_type, each) for each in _listed(query, "filters")]
    tests += [_compile_group(tenant, profile_type, child) for child in _listed(query, "children")]
    match query.get("operator", "&"):
        case "&":
            return lambda profile: all(test(profile) for test in tests)
        case "|":
            return lambda profile: any(test(profile) for test in tests)
    raise invalid("The operator of a search must be & or |.")


def compile_filter(tenant: Tenant, profile_type: str, each: Any) -> Predicate:
    if not isinstance(each, dict) or not isinstance(each.get("name"), str):
        raise invalid("A filter needs a name.")
    values_of, kind = _values_of(tenant, profile_type, each["name"])
    given = each.get("value")
    wanted = [
        str(value).strip() for value in (given if isinstance(given, list) else [given]) if value not in (None, "")
    ]
    sign = str(each.get("operator", "="))
    if each.get("secondaryValue"):
        return _between(tenant, values_of, wanted, each["secondaryValue"])
    if sign in ORDERINGS and len(wanted) == 1:
        return _ordered(tenant, values_of, kind, ORDERINGS[sign], wanted[0])
    if sign not in ("=", "!="):
        raise invalid("The operator of a filter must be =, !=, <, > or >= with one value.", each["name"])
    if not wanted:
        # Used both for "is empty" and for "has a value"; we take the former [?].
        return lambda profile: (not values_of(profile)) == (sign == "=")
    dates = kind in (Kind.DATE, Kind.DATETIME)
    folded = {read_moment(value, tenant.clock()) if dates else value.casefold() for value in wanted}
    return lambda profile: any(_folded(value) in folded for value in values_of(profile)) == (sign == "=")


def _between(tenant: Tenant, values_of: Values, wanted: list[str], secondary: Any) -> Predicate:
    upper = secondary[0] if isinstance(secondary, list) else secondary
    start, end = (read_moment(value, tenant.clock()) for value in (wanted[0] if wanted else "", str(upper)))
    return lambda profile: any(isinstance(value, datetime) and start <= value <= end for value in values_of(profile))


def _ordered(
    tenant: Tenant, values_of: Values, kind: Kind, compare: Callable[[Any, Any], bool], wanted: str
) -> Predicate:
    limit: Any
    if kind in (Kind.DATE, Kind.DATETIME):
        limit = read_moment(wanted, tenant.clock())
        return lambda profile: any(compare(value, limit) for value in values_of(profile))
    try:
        limit = Decimal(wanted)
    except InvalidOperation:
        limit = None
    if limit is None or not limit.is_finite():
        return lambda profile: any(compare(str(value), wanted) for value in values_of(profile))
    return lambda profile: any(
        compare(value, limit) for value in values_of(profile) if isinstance(value, int | float | Decimal)
    )


@lru_cache(maxsize=1024)
def _parse_name(profile_type: str, name: str) -> tuple[str, str, str]:
    """(link field or "", profile type that holds the field, field id) of a filter name."""
    prefix, *parts = name.lower().split(".")
    if prefix != PREFIXES[profile_type] or not parts:
        raise invalid("Unknown filter.", name)
    if len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    link, holder = "", profile_type
    if profile_type == WORKFLOWS and parts[0] in HOPS:
        link, holder = HOPS[parts.pop(0)]
        parts = parts or ["id"]
    if len(parts) > 1 and parts[-1] in HOPS:  # associatedprofile.person
        parts.pop()
    field_id = parts[-1]  # groups are named before their children; the last part decides [I]
    if field_id.startswith("customfield"):
        field_id = f"field{field_id.removeprefix('customfield')}"
    return link, holder, field_id


def _values_of(tenant: Tenant, profile_type: str, name: str) -> tuple[Values, Kind]:
    link, holder, field_id = _parse_name(profile_type, name)
    known = tenant.catalogue.get(holder, field_id)
    if known is None and field_id not in ("id", "self"):
        raise invalid("Unknown filter.", name)
    kind = known.kind if known else Kind.NUMBER
    read = _reader(field_id, kind)
    if not link:
        return read, kind
    profiles = tenant.profiles[holder]

    def follow(profile: Profile) -> list[Any]:
        linked = profiles.get(profile.fields.get(link, 0))
        return read(linked) if linked else []

    return follow, kind


def _reader(field_id: str, kind: Kind) -> Values:
    if field_id in ("id", "self"):
        return lambda profile: [profile.id]
    if field_id in ("createddate", "updateddate"):
        attribute = field_id.removesuffix("date")
        return lambda profile: [getattr(profile, attribute).replace(second=0, microsecond=0)]
    if kind in LINK_TYPES:
        return lambda profile: [profile.fields[field_id]] if field_id in profile.fields else []
    return lambda profile: _comparable(profile.fields.get(field_id), kind)


def _comparable(value: Any, kind: Kind) -> list[Any]:
    if value is None:
        return []
    if kind in (Kind.DATE, Kind.DATETIME):
        return [read_moment(value, None)]
    if isinstance(value, dict):
        return [part for part in (value.get("id"), value.get("value"), value.get("abbrev")) if part is not None]
    if isinstance(value, list):
        return [each for item in value for each in _comparable(item, Kind.NODE)]
    return [value]


def _folded(value: Any) -> Any:
    return value if isinstance(value, datetime) else str(value).casefold()
