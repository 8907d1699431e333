"""Who may call the simulated iCIMS."""

from urllib.parse import urlsplit

import pytest
import requests
from simulator_lab import AUDIENCE, WORKFLOW, simulated

from icims.hmac_signature import sign
from icims.simulator import User


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def bearer(lab, token):
    return requests.get(f"{lab.base}/{WORKFLOW}", headers={"Authorization": f"Bearer {token}"}, timeout=10)


def test_a_token_opens_the_api_until_it_expires(lab):
    answer = lab.token().json()

    before = bearer(lab, answer["access_token"]).status_code
    lab.clock.advance(seconds=answer["expires_in"] + 1)
    after = bearer(lab, answer["access_token"])

    assert (before, after.status_code, answer["token_type"]) == (200, 401, "Bearer")
    assert after.json()["errors"][0]["errorCode"] == 6


def test_a_token_may_be_asked_for_with_json(lab):
    body = {
        "grant_type": "client_credentials",
        "client_id": "simulator-client",
        "client_secret": "simulator-secret",
        "audience": AUDIENCE,
    }

    answer = requests.post(f"{lab.url}/oauth/token", json=body, timeout=10)

    assert bearer(lab, answer.json()["access_token"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        pytest.param({"client_secret": "wrong"}, 401, "access_denied", id="wrong-secret"),
        pytest.param({"client_id": "wrong"}, 401, "access_denied", id="unknown-client"),
        pytest.param({"audience": "https://api.icims.com/v1"}, 403, "access_denied", id="audience-without-slash"),
        pytest.param({"grant_type": "password"}, 400, "unsupported_grant_type", id="another-grant"),
    ],
)
def test_a_token_is_refused(lab, change, status, error):
    answer = lab.token(**change)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_tokens_are_counted_and_more_than_500_in_ten_minutes_are_throttled(lab):
    issued = [lab.state.tokens.issue("4560", "simulator-client", 60) for _ in range(500)]
    throttled = lab.token()
    lab.clock.advance(minutes=11)

    assert all(issued)
    assert throttled.status_code == 429
    assert lab.token().status_code == 200
    summary = lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]
    assert summary["tokens_issued"] == 501


def test_a_token_of_one_tenant_does_not_open_another(lab):
    lab.state.add_tenant("9999")
    token = lab.token().json()["access_token"]

    answer = requests.get(
        f"{lab.url}/customers/9999/people/1", headers={"Authorization": f"Bearer {token}"}, timeout=10
    )

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["errorCode"] == 3


@pytest.mark.parametrize("auth", [("integration", "wrong"), ("nobody", "simulator-password"), ("integration", "")])
def test_wrong_basic_credentials_are_refused_with_both_challenges(lab, auth):
    answer = requests.get(f"{lab.base}/{WORKFLOW}", auth=auth, timeout=10)

    assert answer.status_code == 401
    assert "Basic" in answer.headers["WWW-Authenticate"]
    assert "x-icims-v1-hmac-sha256" in answer.headers["WWW-Authenticate"]
    assert answer.headers["X-Error"] == "6:Invalid Username or Password credentials provided."


@pytest.mark.parametrize("value", ["", "Basic", "Basic %%%", "Bearer", "Digest x", "Basic /w=="])
def test_a_strange_authorization_is_a_401_and_never_a_crash(lab, value):
    answer = requests.get(f"{lab.base}/{WORKFLOW}", headers={"Authorization": value}, timeout=10)

    assert answer.status_code == 401


def test_an_unknown_customer_is_not_told_from_wrong_credentials(lab):
    answer = requests.get(f"{lab.url}/customers/1/people/1", auth=lab.session.auth, timeout=10)

    assert answer.status_code == 401


def signed(lab, method, target, body, key="simulator-hmac-key"):
    parts = urlsplit(f"{lab.base}/{target}")
    headers = {"Host": parts.netloc, "Content-Type": "application/json"}
    headers |= sign(method, parts.path, parts.query, headers, body, "integration", key, lab.clock.now)
    return requests.request(method, parts.geturl(), data=body, headers=headers, timeout=10)


def test_a_signed_call_is_accepted_with_body_and_query(lab):
    read = signed(lab, "GET", f"{WORKFLOW}?fields=source,status", b"")
    written = signed(lab, "PATCH", WORKFLOW, b'{"field51001": 3}')

    assert (read.status_code, written.status_code) == (200, 204)


def test_a_call_signed_with_another_key_is_refused(lab):
    assert signed(lab, "GET", WORKFLOW, b"", key="other").status_code == 401


def test_an_old_signature_is_refused_and_the_window_can_be_set(lab):
    parts = urlsplit(f"{lab.base}/{WORKFLOW}")
    headers = {"Host": parts.netloc}
    headers |= sign("GET", parts.path, "", headers, b"", "integration", "simulator-hmac-key", lab.clock.now)
    lab.clock.advance(minutes=20)

    late = requests.get(parts.geturl(), headers=headers, timeout=10).status_code
    lab.tenant.options.clock_window_minutes = 30
    tolerated = requests.get(parts.geturl(), headers=headers, timeout=10).status_code

    assert (late, tolerated) == (401, 200)


def test_who_is_not_in_the_integration_group_finds_nothing(lab):
    lab.tenant.users["guest"] = User(password="guest-password", integration=False)
    query = {"filters": [{"name": "job.id", "value": ["1001"]}]}

    found = requests.post(f"{lab.base}/search/jobs", json=query, auth=("guest", "guest-password"), timeout=10)

    assert found.json() == {"searchResults": []}
    assert lab.post("search/jobs", query).json()["searchResults"][0]["id"] == 1001
