"""When a program may be used after the notice to candidates: whose rules ask for one, since when it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from scoring.errors import InvalidInputError
from scoring.regulations import Regulations

SATURDAY = 5
# Of the earth's clocks: a day has begun everywhere twelve hours after it has in UTC, and somewhere fourteen before.
LAST_TO_BEGIN, FIRST_TO_BEGIN = timedelta(hours=12), timedelta(hours=14)


class NoticeWait(StrEnum):
    """Why a score does not leave shadow yet."""

    MISSING = "notice_missing"  # no publication is on record
    PERIOD = "notice_period"  # it was published, but the days before use are not over


@dataclass(frozen=True, slots=True)
class NoticeState:
    """What the rules of ``places`` ask of one requisition, and how far it is.

    ``regulations`` are the ids of the rules; empty where none asks for a notice. ``usable_from`` is the first day on
    which scores may leave shadow, None while no publication is on record.
    """

    places: tuple[str, ...]
    regulations: tuple[str, ...]
    business_days: int
    published_on: date | None
    usable_from: date | None
    wait: NoticeWait | None


def first_use(noticed: date, business_days: int, holidays: Collection[date] = ()) -> date:
    """The first day on which a tool may be used after a notice: the last of so many business days.

    The day of the notice does not count. Business days are Monday to Friday without the ``holidays``.
    """
    day = noticed
    while business_days > 0:
        day += timedelta(days=1)
        business_days -= day.weekday() < SATURDAY and day not in holidays
    return day


def notice_state(
    known: Regulations,
    places: Collection[str],
    published_on: date | None,
    now: datetime,
    holidays: Collection[date] = (),
) -> NoticeState:
    """How a requisition stands at ``now`` (aware). A rule binds as soon as its day has begun anywhere; a period is over
    when its last day has begun everywhere, so that no time zone makes it shorter."""
    asking = known.asking_for_notice(places, (now.astimezone(UTC) + FIRST_TO_BEGIN).date())
    days = max((entry.notice_business_days for entry in asking), default=0)
    usable = None if published_on is None else first_use(published_on, days, holidays)
    today = (now.astimezone(UTC) - LAST_TO_BEGIN).date() if days else now.astimezone(UTC).date()
    wait = None
    if asking and usable is None:
        wait = NoticeWait.MISSING
    elif asking and usable is not None and usable > today:
        wait = NoticeWait.PERIOD
    return NoticeState(tuple(sorted(places)), tuple(entry.id for entry in asking), days, published_on, usable, wait)


def parse_holidays(written: str) -> frozenset[date]:
    """Days written as ``2026-11-26, 2026-12-25``. Raises InvalidInputError naming the first that is none."""
    found = set()
    for each in filter(None, (part.strip() for part in written.split(","))):
        try:
            found.add(date.fromisoformat(each))
        except ValueError:
            raise InvalidInputError(f"holidays: {each[:20]} is not a day such as 2026-11-26") from None
    return frozenset(found)
