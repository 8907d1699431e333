"""The doctor compares the statuses of a field mapping with what iCIMS lists and with what events showed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from app.commands.doctor import Check, checks
from icims.simulator import SimulatorState, Tenant, serve
from settings import Settings
from store import StageOutcome, Store

CUSTOMER = "4560"
NAMED = {
    "statuses": {"review": "C12295", "disqualified": "C22001"},
    "upward_from": ["D10100"],
    "trigger_statuses": ["10100"],  # as an event may name it
}
Doctor = Callable[..., list[Check]]


@pytest.fixture
def simulated() -> Iterator[tuple[Tenant, str]]:
    state = SimulatorState()
    with serve(state) as url:
        yield state.add_tenant(CUSTOMER), url


@pytest.fixture
def doctor(simulated: tuple[Tenant, str], database_url: str, tmp_path: Path) -> Doctor:
    """What the doctor says of the statuses of a mapping."""
    _, url = simulated

    def examine(**changes: object) -> list[Check]:
        fields = tmp_path / "fields.yml"
        fields.write_text(yaml.safe_dump(NAMED | changes))
        settings = Settings(
            database_url=database_url,
            icims_customer_id=CUSTOMER,
            icims_client_id="simulator-client",
            icims_client_secret="simulator-secret",
            icims_api_url=url,
            icims_token_url=f"{url}/oauth/token",
            icims_webhook_client_secret="hook",
            icims_fields_file=str(fields),
        )
        return [check for check in checks(settings) if "statuses" in check.name]

    return examine


def hide_the_list(tenant: Tenant) -> None:
    """As for an integration user who may see neither the field nor the list."""
    tenant.options.hidden = {"applicantworkflows": ["status"]}
    for name in [name for name in tenant.lists.names if "status" in name]:
        tenant.lists.remove(name)


def seen(store: Store, old: str, new: str) -> None:
    moved = StageOutcome(CUSTOMER, "77", "1", old, new, "", "7", f"{old}-{new}", datetime.now(UTC))
    store.review_outcomes.note(moved)


def test_statuses_that_icims_lists_are_all_well(doctor: Doctor) -> None:
    (found,) = doctor()

    assert (found.name, found.problem) == ("customer 4560 statuses, compared with the list of iCIMS", "")


def test_each_status_that_icims_does_not_know_is_a_line(doctor: Doctor) -> None:
    found = doctor(statuses={"review": "C12295", "disqualified": "C99001"}, upward_from=["D10100", "C99002"])

    assert [check.problem for check in found] == [
        "statuses.disqualified: C99001 is not in the list of iCIMS",
        "upward_from: C99002 is not in the list of iCIMS",
    ]


def test_a_hidden_field_is_no_matter_where_the_list_is_found_by_its_name(
    doctor: Doctor, simulated: tuple[Tenant, str]
) -> None:
    simulated[0].options.hidden = {"applicantworkflows": ["status"]}

    assert [check.problem for check in doctor(trigger_statuses=["C99003"])] == [
        "trigger_statuses: C99003 is not in the list of iCIMS"
    ]


def test_without_a_list_the_statuses_of_events_are_compared(
    doctor: Doctor, simulated: tuple[Tenant, str], store: Store
) -> None:
    hide_the_list(simulated[0])
    seen(store, "10100", "C12295")

    assert [check.problem for check in doctor()] == ["statuses.disqualified: C22001 is not in the events seen here"]


def test_a_status_that_an_event_showed_is_known_although_it_is_not_listed(doctor: Doctor, store: Store) -> None:
    seen(store, "D10100", "C99004")

    (found,) = doctor(trigger_statuses=["C99004"])

    assert found.name.endswith("compared with the list of iCIMS and the events seen here")


def test_where_there_is_nothing_to_compare_with_the_doctor_says_so(
    doctor: Doctor, simulated: tuple[Tenant, str]
) -> None:
    hide_the_list(simulated[0])

    (found,) = doctor()

    assert (found.problem, "not compared" in found.name) == ("", True)


def test_a_mapping_without_statuses_has_nothing_to_compare(doctor: Doctor) -> None:
    assert doctor(statuses={}, upward_from=[], trigger_statuses=[]) == []
