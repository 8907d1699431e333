"""Proving who we are: tokens of this process, Basic, signatures."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from seconds_clock import Clock

from icims.client_auth import TOKENS_AT_MOST, TokenCache, read_token
from icims.errors import AmbiguousWriteError, IcimsRefusedError, IcimsUnavailableError
from icims.simulator import FaultRule
from scoring.errors import InvalidInputError, PermanentError


def test_one_token_serves_many_calls(client, lab):
    for _ in range(3):
        client.applicant_workflow(lab.workflow)

    assert lab.tokens == 1


def test_threads_share_one_token(client, lab):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.applicant_workflow(lab.workflow), range(16)))

    assert lab.tokens == 1


def test_a_token_that_is_no_longer_taken_is_renewed_once(client, lab):
    client.applicant_workflow(lab.workflow)
    lab.state.faults.put([FaultRule("expired_token", times=1)])

    workflow = client.applicant_workflow(lab.workflow)

    assert workflow.id == lab.workflow
    assert lab.tokens == 2


def test_a_second_401_is_permanent(client, lab):
    lab.state.faults.put([FaultRule("expired_token")])

    with pytest.raises(IcimsRefusedError) as refused:
        client.applicant_workflow(lab.workflow)

    assert refused.value.status == 401
    assert lab.tokens == 2


def test_a_token_about_to_expire_is_replaced_before_it_is_refused(connect, lab):
    lab.tenant.options.token_seconds = 1
    client = connect()
    client.applicant_workflow(lab.workflow)

    client.applicant_workflow(lab.workflow)
    assert lab.calls(" 401") == 0


def test_a_wrong_secret_is_asked_about_once(connect, lab):
    client = connect(client_secret="wrong")

    for _ in range(5):
        with pytest.raises(IcimsRefusedError, match="oauth/token gave 401"):
            client.applicant_workflow(lab.workflow)

    assert lab.state.strangers.calls["POST oauth/token 401"] == 1


def test_a_token_endpoint_that_is_down_is_transient_even_for_a_post(client, lab):
    lab.state.faults.put([FaultRule("dropped", path="^/oauth")])

    with pytest.raises(IcimsUnavailableError) as refused:
        client.open_result(lab.workflow, "Candidate Scoring", "")

    assert not isinstance(refused.value, AmbiguousWriteError)


def test_a_token_is_used_until_shortly_before_it_expires():
    clock, issued = Clock(now=1000.0), []
    cache = TokenCache(lambda: (issued.append(1) or f"t{len(issued)}", 600.0), clock)
    first = cache.token()
    clock.now += 539

    within = cache.token()
    clock.now += 2
    after = cache.token()

    assert (first, within, after) == ("t1", "t1", "t2")


def test_a_token_that_another_thread_has_replaced_is_not_fetched_again():
    issued = []
    cache = TokenCache(lambda: (issued.append(1) or f"t{len(issued)}", 600.0))
    old = cache.token()
    cache.token(rejected=old)

    late = cache.token(rejected=old)

    assert late == "t2"


def test_the_limit_of_the_token_endpoint_is_kept():
    clock = Clock(now=1000.0)
    cache = TokenCache(lambda: ("t", 600.0), clock)
    for _ in range(TOKENS_AT_MOST):
        cache.token(rejected="t")

    with pytest.raises(IcimsUnavailableError) as refused:
        cache.token(rejected="t")
    clock.now += refused.value.retry_after

    assert cache.token(rejected="t") == "t"


@pytest.mark.parametrize(
    "answer",
    [{}, {"access_token": None}, {"access_token": ""}, {"access_token": "a\r\nX-Evil: 1"}, {"access_token": "a b"}],
)
def test_an_answer_without_a_usable_token_is_refused(answer):
    with pytest.raises(PermanentError):
        read_token(answer)


@pytest.mark.parametrize(
    ("stated", "life"), [(60, 60.0), ("90", 90.0), (None, 300.0), ("soon", 300.0), (-5, 1.0), (10**9, 86_400.0)]
)
def test_the_life_of_a_token_is_read_tolerantly(stated, life):
    assert read_token({"access_token": "a", "expires_in": stated}) == ("a", life)


def test_basic_authentication_works(connect, lab):
    client = connect(auth="basic", client_id="integration", client_secret="simulator-password")

    assert client.applicant_workflow(lab.workflow).job_id == lab.job
    assert lab.tokens == 0


def test_signed_calls_work_for_reading_and_writing(connect, lab):
    client = connect(auth="hmac", client_id="integration", client_secret="simulator-hmac-key")

    client.patch_workflow(lab.workflow, {"field51001": 87})

    assert client.applicant_workflow(lab.workflow, ("field51001",)).fields == {"field51001": 87}


@pytest.mark.parametrize("auth", ["basic", "hmac"])
def test_a_wrong_password_or_key_is_permanent(connect, lab, auth):
    client = connect(auth=auth, client_id="integration", client_secret="wrong")

    with pytest.raises(IcimsRefusedError) as refused:
        client.applicant_workflow(lab.workflow)

    assert (refused.value.status, refused.value.code) == (401, 6)


def test_secrets_are_not_shown(lab):
    assert "simulator-secret" not in repr(lab.access())


@pytest.mark.parametrize(
    "changes",
    [{"auth": "kerberos"}, {"customer_id": "7383/../1"}, {"customer_id": ""}, {"max_in_flight": 0}]
    + [
        {"api_url": url}
        for url in ("http://api.icims.com", "ftp://127.0.0.1", "https://a@b.example.com", "", "https://")
    ],
)
def test_an_access_that_cannot_be_right_is_refused_at_once(lab, changes):
    with pytest.raises(InvalidInputError):
        lab.access(**changes)


def test_errors_survive_the_way_to_another_process():
    error = IcimsRefusedError("GET /x gave 404", 404, 2, "{A}")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert (str(copy), copy.status, copy.code, copy.transaction) == ("GET /x gave 404", 404, 2, "{A}")
