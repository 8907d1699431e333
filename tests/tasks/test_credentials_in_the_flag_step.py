"""The flag step with a registry: iCIMS and the registry are both asked over real sockets."""

from collections.abc import Callable, Iterator

import pytest
import requests
from redis import Redis

from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import FaultRule, SimulatorState, StoredFile, serve
from registries.simulator import RegistryState, serve_registry
from scoring.run import Step
from settings import Settings, TenantSettings
from store import Opening
from tasks.deps import Deps, Tenant, access_of, registry_of
from tasks.extract import extract
from tasks.flag import flag
from tasks.match import match

CUSTOMER = "7383"
RESUME = b"""Ida Sample

Experience
Registered Nurse, Example Hospital, January 2018 - Present
Cared for patients after surgery, kept the records of the ward and trained new colleagues on the night shift.

Licenses
Registered Nurse (RN), License No. RN-555012
"""
Card = Callable[[], dict[str, object]]


@pytest.fixture
def registry() -> Iterator[tuple[RegistryState, str]]:
    state = RegistryState()
    with serve_registry(state) as url:
        yield state, url


@pytest.fixture
def icims() -> Iterator[tuple[SimulatorState, str]]:
    state = SimulatorState()
    with serve(state) as url:
        yield state, url


@pytest.fixture
def card(deps: Deps, redis: Redis, icims, registry) -> Iterator[Card]:
    """The score card of a nurse's application, after three steps."""
    state, url = icims
    simulated = state.add_tenant(CUSTOMER)
    job = simulated.add_job("Nurse", qualifications="<ul><li>Active RN license required</li></ul>")
    person = simulated.add_person("Ida", "Sample", "ida@example.com", StoredFile(RESUME, "ida.txt", "text/plain"))
    workflow = simulated.add_application(person, job)
    tenant = TenantSettings(
        CUSTOMER, url, f"{url}/oauth/token", client_id="simulator-client", client_secret="simulator-secret"
    )
    client = IcimsClient(access_of(tenant, 2.0), redis=redis)
    deps.tenants[CUSTOMER] = Tenant(tenant, client, FieldMapping())
    deps.registry = registry_of(Settings(credential_registry_url=registry[1], credential_registry_timeout_seconds=0.5))

    def finished() -> dict[str, object]:
        opening = Opening(CUSTOMER, str(workflow), "event-1", "status_changed")
        run_id = deps.store.inbox.open_run(opening).run_id
        assert run_id is not None
        for step, work in ((Step.EXTRACT, extract), (Step.MATCH, match), (Step.FLAG, flag)):
            claimed = deps.store.runs.claim(run_id, step, 60)
            assert claimed is not None
            finding = work(claimed.dossier, deps)
            deps.store.runs.record(claimed.dossier, finding, 1)
        return finding.payload["card"]

    yield finished
    client.close()
    deps.registry.close()
    deps.reader.close()


def test_a_licence_is_checked_under_the_name_that_icims_has(card: Card) -> None:
    (finding,) = card()["credential_findings"]

    assert finding["status"] == "verified"
    assert finding["text"].endswith("verified in the registry, valid until 2030-03-31")


def test_a_registry_that_is_down_holds_no_application_up(card: Card, registry) -> None:
    requests.put(f"{registry[1]}/_simulator/faults", json=[{"kind": "slow", "seconds": 30}], timeout=5)

    shown = card()

    (finding,) = shown["credential_findings"]
    assert finding["status"] == "claimed"
    assert finding["text"].endswith("the registry could not be asked")
    assert shown["missing_requirements"] == []


def test_without_the_name_nothing_is_asked_and_nothing_refuted(card: Card, registry, icims) -> None:
    icims[0].faults.put([FaultRule("status", method="GET", path=r"/people/\d+$", skip=1, status=500)])

    (finding,) = card()["credential_findings"]

    assert finding["text"].endswith("the registry could not be asked")
    assert registry[0].lookups == 0
