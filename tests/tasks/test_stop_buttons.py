"""The stop button against a change that is already on its way to the door: it does not leave any more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis
from writing_desk import CUSTOMER, Desk

from bench.installation import wait_until
from icims.client import IcimsClient
from icims.fields import FieldPatches
from icims.in_flight import InFlightLimit
from icims.simulator import FaultRule, Field, Kind
from scoring.errors import QuotaExhaustedError
from scoring.run import RunId, Step
from tasks.deps import Tenant, access_of
from tasks.field_writes import FieldWrites, write_fields

PRESSED_BY = "user:test"


@contextmanager
def client_of(desk: Desk, redis: Redis, **options: Any) -> Iterator[None]:
    """Let the steps use another client of the same tenant; ``max_in_flight`` and ``observe`` as wanted."""
    tenant = desk.deps.tenants[CUSTOMER]
    settings = replace(tenant.settings, max_in_flight=options.pop("max_in_flight", 4))
    with closing(IcimsClient(access_of(settings, 2.0), redis=redis, **options)) as client:
        desk.deps.tenants[CUSTOMER] = Tenant(settings, client, tenant.mapping)
        yield
    desk.deps.tenants[CUSTOMER] = tenant


def ready_to_write(desk: Desk) -> RunId:
    run_id = desk.open()
    desk.until(run_id, Step.FLAG)
    return run_id


def test_a_change_that_failed_is_not_repeated_once_the_button_is_pressed(desk: Desk, redis: Redis) -> None:
    run_id = ready_to_write(desk)
    desk.state.faults.put([FaultRule("status", method="PATCH", status=503, retry_after=1, times=1)])
    stops = desk.deps.store.stops

    def press(method: str, _: str, status: int, __: float) -> None:
        if (method, status) == ("PATCH", 503):
            stops.press("all", PRESSED_BY, "a test", CUSTOMER)

    with client_of(desk, redis, observe=press), pytest.raises(QuotaExhaustedError, match="stopped by an operator"):
        desk.perform(run_id, Step.WRITE_BACK)

    assert desk.calls("PATCH") == 1
    [result] = desk.results()
    assert result["assessmentstatus"]["value"] != "Complete"


def test_a_change_that_waits_for_its_place_stays_when_the_button_is_pressed(
    desk: Desk, redis: Redis, query: Callable[[str], list[Any]]
) -> None:
    run_id, ended = ready_to_write(desk), []

    def write() -> None:
        try:
            desk.perform(run_id, Step.WRITE_BACK)
        except QuotaExhaustedError as error:
            ended.append(str(error))

    with client_of(desk, redis, max_in_flight=1):
        writing = threading.Thread(target=write)
        with InFlightLimit(CUSTOMER, 1, redis, lease_seconds=60).place(1.0):  # somebody else's call
            writing.start()
            wait_until(
                lambda: query("SELECT state FROM write_backs") == [("posting",)], 30, "it never came to the door"
            )
            desk.deps.store.stops.press("all", PRESSED_BY, "a test")
        writing.join()

    assert ended == ["writing to iCIMS is stopped by an operator"]
    assert (desk.calls("POST"), desk.results()) == (0, [])


def test_what_stayed_is_written_once_when_the_button_is_lifted(
    desk: Desk, redis: Redis, query: Callable[[str], list[Any]]
) -> None:
    test_a_change_that_failed_is_not_repeated_once_the_button_is_pressed(desk, redis)
    store = desk.deps.store
    [stop] = store.stops.pressed()
    [(run_id,)] = query("SELECT id FROM runs")
    query("UPDATE runs SET lease_token = NULL, lease_until = NULL")

    store.stops.lift(stop.id, PRESSED_BY)
    desk.perform(RunId(str(run_id)), Step.WRITE_BACK)

    assert (desk.calls("POST"), desk.calls("PATCH")) == (1, 2)
    [result] = desk.results()
    assert result["assessmentstatus"]["value"] == "Complete"


def test_however_often_a_field_was_kept_from_changing_what_we_wrote_stays_ours_to_empty(desk: Desk) -> None:
    desk.simulated.add_field("applicantworkflows", Field("field51001", Kind.NUMBER, "Score"))
    claimed = desk.deps.store.runs.claim(ready_to_write(desk), Step.WRITE_BACK, 60)
    tenant, stops = desk.deps.tenants[CUSTOMER], desk.deps.store.stops
    assert claimed is not None

    def write(score: int | None) -> FieldWrites:
        return write_fields(claimed.dossier, desk.deps, tenant, FieldPatches(workflow={"field51001": score}))

    write(61)
    stop = stops.press("all", PRESSED_BY, "a test")
    for score in (72, 83, None):
        with pytest.raises(QuotaExhaustedError, match="stopped by an operator"):
            write(score)
    stops.lift(stop, PRESSED_BY)

    assert (desk.held("field51001"), write(None).conflicts) == (61, ())
    assert not desk.held("field51001")
    desk.put("field51001", 55)
    assert (write(None).conflicts, desk.held("field51001")) == (("field51001",), 55)
