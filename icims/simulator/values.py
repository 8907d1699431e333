"""Field values: what a write may carry, how it is kept, and how a read shows it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from icims.simulator.errors import invalid, not_found
from icims.simulator.fields import COMPANIES, LINK_TYPES, Field, Kind

if TYPE_CHECKING:
    from icims.simulator.tenant import Tenant

DATE_TIME = "%Y-%m-%d %I:%M %p"
TIMEFRAMES = ("Hourly", "Daily", "Weekly", "Monthly", "Yearly")
# Ids of two-letter regions as far as samples show them; others get an id derived from the abbreviation [I].
KNOWN_REGIONS = {"MA": "D41001024", "US": "D41001"}
PLAIN_KINDS = frozenset((Kind.TEXT, Kind.AREA, Kind.HTML, Kind.URL, Kind.DROPDOWN))


def is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def stored_value(tenant: Tenant, field: Field | None, name: str, value: Any) -> Any:
    """Check a value and bring it into the shape we keep. Raises ApiError naming the field, never the value."""
    if field is None:
        raise invalid("Field not found.", name)  # how a real tenant answers is not known [?]
    if field.kind in PLAIN_KINDS:
        return _text(field, value)
    if field.kind in LINK_TYPES:
        return _link(tenant, field, value)
    if field.kind is Kind.NODE:
        return _node(tenant, field, value)
    if field.kind is Kind.NODES:
        return [_node(tenant, field, each) for each in _list(field, value)]
    if field.kind is Kind.GROUP:
        return [stored_entry(tenant, field, entry) for entry in _list(field, value)]
    return _scalar(field, value)


def stored_entry(tenant: Tenant, group: Field, values: Any) -> dict[str, Any]:
    """The children of one entry of a group. Names with capitals are taken as lower-case."""
    if not isinstance(values, dict):
        raise invalid("An entry must be a JSON object.", group.id)
    stored = {}
    for name, value in values.items():
        lower = name.lower()
        if lower in ("entry", "links") or is_empty(value):
            continue
        stored[lower] = stored_value(tenant, group.child(lower), lower, value)
    return stored


def shown_value(tenant: Tenant, field: Field, value: Any, base: str) -> Any:
    """The value in the JSON of a read; ``base`` is the customer's address, which links begin with."""
    if field.kind in LINK_TYPES:
        profile_type = LINK_TYPES[field.kind]
        title = tenant.title(profile_type, value)
        return {"id": value, "value": title, "profile": f"{base}/{profile_type}/{value}"}
    if field.kind is Kind.ADDRESS:
        return _shown_address(tenant, value, base)
    if field.kind is Kind.GROUP:
        return [shown_entry(tenant, field, entry, base) for entry in value]
    return value


def shown_entry(tenant: Tenant, group: Field, entry: dict[str, Any], base: str) -> dict[str, Any]:
    shown = {}
    for name, value in entry.items():
        child = group.child(name)
        shown[name] = value if child is None else shown_value(tenant, child, value, base)
    return shown


def shown_datetime(moment: datetime) -> str:
    return moment.strftime(DATE_TIME)


def _text(field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise invalid("The value must be a text.", field.id)
    if field.max_length and len(str(value)) > field.max_length:
        raise invalid(f"The value exceeds {field.max_length} characters.", field.id)  # refused rather than cut [?]
    return str(value)


def _link(tenant: Tenant, field: Field, value: Any) -> int:
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    profile_type = LINK_TYPES[field.kind]
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid("The value must be the id of a profile.", field.id)
    if field.id in ("baseprofile", "associatedprofile") and value not in tenant.profiles[profile_type]:
        raise not_found("Job" if field.id == "baseprofile" else "Person")
    return value


def _node(tenant: Tenant, field: Field, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not ("id" in value or "value" in value):
        raise invalid("The value must be a list node with id or value.", field.id)
    known = tenant.lists.find(field.list_name, value)
    if known is not None:
        return known
    # A vendor's package is sent as id and value of the customer's node; where the id is strange, the value decides [I].
    text = value.get("value")
    if text and (known := tenant.lists.find(field.list_name, {"value": text})):
        return known
    if not text or field.id == "status" or tenant.options.refuse_unknown_nodes:
        raise invalid("The list has no such node.", field.id)
    return tenant.lists.add(field.list_name, str(text))


def _list(field: Field, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise invalid("The value must be a JSON array.", field.id)
    return value


def _scalar(field: Field, value: Any) -> Any:
    try:
        match field.kind:
            case Kind.NUMBER:
                return _number(value, whole=True)
            case Kind.DECIMAL:
                return _number(value, whole=False)
            case Kind.DATE:
                return date.fromisoformat(value).isoformat()
            case Kind.DATETIME:
                return shown_datetime(datetime.strptime(value, DATE_TIME))  # noqa: DTZ007  the format carries no zone: UTC
            case Kind.CHECKBOX if isinstance(value, bool):
                return value
            case Kind.REGION:
                return _region(value)
            case Kind.CURRENCY | Kind.SALARY:
                return _money(field.kind, value)
            case Kind.ADDRESS:
                return {"id": int(value["id"]), "companyid": int(value["companyid"])}
    except (ValueError, TypeError, KeyError, InvalidOperation):
        raise invalid(f"The value does not fit the type {field.kind}.", field.id) from None
    raise invalid(f"A field of the type {field.kind} cannot be written this way.", field.id)


def _number(value: Any, *, whole: bool) -> int | float:
    # Numbers may come as text: a real client sends {"field51069": "87"}.
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite() or (whole and number != number.to_integral_value()):
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _region(value: dict[str, str]) -> dict[str, str]:
    abbreviation = value.get("abbrev", "")
    text = value.get("value", abbreviation)
    if not text and "id" not in value:
        raise ValueError
    return {
        "id": value.get("id") or KNOWN_REGIONS.get(abbreviation, f"D41{text}"),
        "abbrev": abbreviation,
        "value": text,
    }


def _money(kind: Kind, value: dict[str, Any]) -> dict[str, Any]:
    money = {"currency": str(value["currency"]), "amount": _number(value["amount"], whole=False)}
    if kind is Kind.CURRENCY:
        return {**money, "amountstring": f"{money['amount']:,.2f}"}
    if value["timeframe"] not in TIMEFRAMES:
        raise ValueError
    return {**money, "timeframe": value["timeframe"]}


def _shown_address(tenant: Tenant, value: dict[str, int], base: str) -> dict[str, Any]:
    company_id, address_id = value["companyid"], value["id"]
    company = tenant.profiles[COMPANIES].get(company_id)
    entry = company.entry("addresses", address_id) if company else None
    parts = [tenant.title(COMPANIES, company_id)]
    if entry:
        parts += [entry.get("addressstreet1", ""), entry.get("addresscity", "")]
    return {
        "id": address_id,
        "companyid": company_id,
        "address": f"{base}/{COMPANIES}/{company_id}/fields/addresses/{address_id}",
        "value": " - ".join(filter(None, parts)),
    }
