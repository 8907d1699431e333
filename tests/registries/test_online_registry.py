"""The client against the simulated registry, over a real socket."""

import time
from datetime import date

import pytest
import requests
from structlog.testing import capture_logs

from registries.access import RegistryAccess
from registries.lookup import PATH, Holder
from registries.online import OnlineRegistry
from registries.simulator import RegistryState, serve_registry
from scoring.credentials import CredentialStatus, check_credentials
from scoring.errors import InvalidInputError, PermanentError, TransientError
from scoring.profile import Certification, Profile, Span
from scoring.rubric import CriterionKind, Mode, Option, Rubric, SourceQuote
from scoring.rubric.model import Criterion, CriterionId

TOKEN = "registry-token"
IDA = Holder(given="Ida Maria", family="Sample")


class Clock:
    """A clock that a test sets by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def state():
    return RegistryState(TOKEN)


@pytest.fixture
def url(state):
    with serve_registry(state) as url:
        yield url


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def registry(url, clock):
    with OnlineRegistry(RegistryAccess(url, TOKEN, timeout_seconds=0.5), clock) as registry:
        yield registry


def finding(registry, name="RN", number="RN-555012", holder=IDA):
    """What the card says about one claimed licence that the job requires."""
    option = Option(kind=CriterionKind.CERTIFICATION, terms=(name,))
    quote = SourceQuote("qualifications", name)
    gate = Criterion(CriterionId("1"), CriterionKind.CERTIFICATION, Mode.GATE, name, 0, (option,), quote)
    profile = Profile(certifications=(Certification(name, "", number, "", Span(0, 2)),))
    rubric = Rubric(requisition_id="job-1", title="Nurse", criteria=(gate,))
    return check_credentials(rubric, profile, (), date(2026, 11, 1), registry.held_by(lambda: holder))[0]


def strike(url, *faults):
    requests.put(f"{url}/_simulator/faults", json=list(faults), timeout=5).raise_for_status()


@pytest.mark.parametrize(
    ("name", "number", "holder", "status", "text"),
    [
        pytest.param(
            *("RN", "rn 555012", IDA, CredentialStatus.VERIFIED, "RN verified in the registry, valid until 2030-03-31"),
            id="active",
        ),
        pytest.param(
            *("CPA", "CPA-55501", Holder(given="Eve", family="Sample"), CredentialStatus.REFUTED),
            "CPA claimed, the registry says expired",
            id="expired",
        ),
        pytest.param(
            *("LPN", "RN-555013", Holder(given="Ben", family="SAMPLE"), CredentialStatus.REFUTED),
            "LPN claimed, the registry says suspended",
            id="suspended",
        ),
        pytest.param(
            *("RN", "RN-999999", IDA, CredentialStatus.CLAIMED),
            "RN claimed, not verified: the registry does not know the number",
            id="unknown",
        ),
        pytest.param(
            *("RN", "RN-555012", Holder(given="Zoe", family="Other"), CredentialStatus.CLAIMED),
            "RN claimed, not verified: the registry has the number under another name",
            id="another name",
        ),
    ],
)
def test_what_the_registry_says_is_what_the_card_says(registry, name, number, holder, status, text):
    found = finding(registry, name, number, holder)

    assert (found.status, found.text) == (status, text)


def test_a_number_under_another_name_is_a_reason_to_ask_and_shows_no_name(url):
    question = {"credential": "nursing", "number": "RN-555012", "holder": {"given": "Zoe", "family": "Other"}}

    answer = requests.post(f"{url}{PATH}", json=question, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=5)

    assert answer.json() == {"state": "name_mismatch"}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 429, "retry_after": 30},
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 403},
        {"kind": "slow", "seconds": 30},
        {"kind": "malformed"},
        {"kind": "strange_state"},
        {"kind": "oversized"},
    ],
    ids=lambda fault: f"{fault['kind']}-{fault.get('status', '')}",
)
def test_a_registry_that_cannot_be_asked_leaves_the_claim_as_it_was(registry, url, fault):
    strike(url, fault)

    with capture_logs() as logs:
        found = finding(registry)

    assert found.status is CredentialStatus.CLAIMED
    assert found.confidence == 0.5
    assert found.text == "RN claimed, not verified: the registry could not be asked"
    assert [entry["event"] for entry in logs] == ["registry_not_asked"]
    assert "555012" not in str(logs)
    assert "Sample" not in str(logs)


def test_a_registry_that_is_not_there_is_a_passing_matter():
    with OnlineRegistry(RegistryAccess("http://127.0.0.1:1")) as registry, pytest.raises(TransientError):
        registry.look_up("RN", "RN-555012")


def test_a_slow_registry_is_waited_for_no_longer_than_set(registry, url):
    strike(url, {"kind": "slow", "seconds": 30})
    started = time.monotonic()

    with pytest.raises(TransientError):
        registry.look_up("RN", "RN-555012", IDA)

    assert time.monotonic() - started < 5


def test_a_wrong_token_is_told_apart_from_a_passing_matter(url):
    with OnlineRegistry(RegistryAccess(url, "another")) as registry, pytest.raises(PermanentError, match="401"):
        registry.look_up("RN", "RN-555012")


def test_an_answer_is_remembered_for_its_holder_and_for_a_while(registry, state, clock):
    for _ in range(3):
        finding(registry)
    remembered = state.lookups
    finding(registry, holder=Holder(given="Zoe", family="Other"))
    for_another = state.lookups
    clock.now += 3601
    finding(registry)

    assert (remembered, for_another, state.lookups) == (1, 2, 3)


def test_after_a_failure_the_registry_is_given_the_rest_that_it_asked_for(registry, state, url, clock):
    strike(url, {"kind": "status", "status": 429, "retry_after": 30, "times": 1})

    statuses = [finding(registry).status]
    clock.now += 29
    statuses.append(finding(registry).status)
    asked = state.lookups
    clock.now += 2
    statuses.append(finding(registry).status)

    assert statuses == [CredentialStatus.CLAIMED, CredentialStatus.CLAIMED, CredentialStatus.VERIFIED]
    assert asked == 1


def test_nothing_is_asked_about_credentials_that_no_registry_covers(registry, state):
    def nobody() -> Holder:
        raise AssertionError("no name is needed")

    profile = Profile(certifications=(Certification("Forklift certificate", "", "FL/2023/88", "", Span(0, 2)),))
    rubric = Rubric(requisition_id="job-1", title="Driver", criteria=())

    (found,) = check_credentials(rubric, profile, (), date(2026, 11, 1), registry.held_by(nobody))

    assert found.text == "Forklift certificate claimed, not verified"
    assert state.lookups == 0


@pytest.mark.parametrize(
    "url", ["http://registry.example.com", "ftp://example.com", "https://", "https://user@example.com", "https://a b:c"]
)
def test_an_address_that_would_show_names_to_others_is_refused(url):
    with pytest.raises(InvalidInputError, match="CREDENTIAL_REGISTRY_URL"):
        RegistryAccess(url)


def test_the_token_stays_out_of_what_is_printed():
    assert "hush" not in repr(RegistryAccess("https://example.com", "hush"))
