"""Whether the statuses that a tenant's mapping names exist, as far as iCIMS or the events of the tenant tell."""

from collections.abc import Iterator
from contextlib import closing

from icims.client import IcimsClient
from icims.fields import FieldMapping, same_status
from icims.statuses import application_statuses
from settings import Settings
from store import Store


def status_problems(settings: Settings, client: IcimsClient, mapping: FieldMapping) -> tuple[str, Iterator[str]]:
    """What the statuses were compared with, '' where there is nothing to compare them with; and one line each for those
    that are not among them.

    An id is known that iCIMS lists, or that an event showed: the list may hold groups of statuses only [?]. Raises what
    the calls to iCIMS raise.
    """
    listed = application_statuses(client)
    seen = _seen(settings, client.access.customer_id)
    whence = [*(["the list of iCIMS"] if listed else []), *(["the events seen here"] if seen else [])]
    compared = " and ".join(whence)
    return compared, _unknown(mapping, listed | seen, compared) if compared else iter(())


def _unknown(mapping: FieldMapping, known: frozenset[str], compared: str) -> Iterator[str]:
    for key, status in dict.fromkeys(mapping.named_statuses()):
        if not any(same_status(status, each) for each in known):
            yield f"{key}: {status} is not in {compared}"


def _seen(settings: Settings, customer_id: str) -> frozenset[str]:
    if not settings.database_url:
        return frozenset()
    with closing(Store(settings.database_url)) as store:
        return store.review_outcomes.statuses(customer_id)
