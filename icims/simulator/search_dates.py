"""Dates in search filters: literal ones in UTC, and macros such as {DATE:START}{DATE:-9}."""

import re
from datetime import UTC, datetime, timedelta

from icims.simulator.errors import invalid

MACRO = re.compile(r"\{DATE(?::(START|END|[+-]?\d+))?\}", re.IGNORECASE)
FORMATS = ("%Y-%m-%d %I:%M %p", "%Y-%m-%d")


def read_moment(text: str, now: datetime | None) -> datetime:
    """The moment that a filter value or a stored date means, aware and in UTC.

    Macros may be joined: {DATE:START} is the beginning of the day, {DATE:END} its last minute, {DATE:-9} nine days
    earlier [I from samples]. Without ``now`` only literal dates are read. Raises ApiError for anything else.
    """
    if now is not None and text.upper().startswith("{DATE"):
        return _read_macros(text, now)
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise invalid("A date must look like 2024-05-31 04:00 AM, 2024-05-31 or {DATE:-9}.")


def _read_macros(text: str, now: datetime) -> datetime:
    moment = now.replace(second=0, microsecond=0)
    if MACRO.sub("", text).strip():
        raise invalid("A date macro must look like {DATE:START}{DATE:-9}.")
    for macro in MACRO.findall(text):
        match macro.upper():
            case "START":
                moment = moment.replace(hour=0, minute=0)
            case "END":
                moment = moment.replace(hour=23, minute=59)
            case "":
                pass
            case days:
                moment = _days_later(moment, int(days))
    return moment


def _days_later(moment: datetime, days: int) -> datetime:
    try:
        return moment + timedelta(days=days)
    except OverflowError:
        raise invalid("A date macro must stay within the calendar.") from None
