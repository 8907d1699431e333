"""Who may notify us: Basic, tokens of our own, signatures; one tenant's proof is worth nothing for another."""

import base64
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from icims.errors import UnauthorizedError
from icims.hmac_signature import sign
from icims.webhook_auth import (
    WebhookCredentials,
    authenticate,
    check_client,
    issue_token,
    read_token_request,
    verify_token,
)
from scoring.errors import InvalidInputError

NOW = datetime(2026, 5, 31, 14, 10, tzinfo=UTC)
TENANT = WebhookCredentials(
    customer_id="7383",
    client_id="icims",
    client_secret="secret of the tenant",
    hmac_user="signer",
    hmac_key="key of the tenant",
    token_key="key of the installation",
)
BODY = b'{"systemId":"1"}'


def basic(user, password):
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def request(headers, credentials=TENANT, *, body=BODY, method="POST", path="/webhooks/icims", query="", now=NOW):
    authenticate(headers, method, path, query, body, credentials, now)


def signed(body=BODY, path="/webhooks/icims", now=NOW, user="signer", key="key of the tenant"):
    headers = {"Host": "scores.example.com", "Content-Type": "application/json"}
    return headers | sign("POST", path, "", headers, body, user, key, now)


def bearer(credentials=TENANT, now=NOW):
    token, _ = issue_token(credentials, credentials.client_id, credentials.client_secret, now)
    return {"Authorization": f"Bearer {token}"}


def refusal(headers, credentials=TENANT, **options):
    with pytest.raises(UnauthorizedError) as refused:
        request(headers, credentials, **options)
    return refused.value.reason


@pytest.mark.parametrize(
    "headers", [basic("icims", "secret of the tenant"), bearer(), signed()], ids=["basic", "bearer", "hmac"]
)
def test_each_of_the_three_ways_is_accepted(headers):
    request(headers)


def test_the_name_of_the_header_may_be_written_small():
    request({"authorization": basic("icims", "secret of the tenant")["Authorization"].replace("Basic", "basic")})


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"Authorization": "  "}])
def test_nothing_is_not_enough(headers):
    assert refusal(headers) == "missing_authorization"


def test_another_scheme_is_refused():
    assert refusal({"Authorization": "Digest a=b"}) == "unsupported_scheme"


@pytest.mark.parametrize(
    ("user", "password"),
    [
        *(("icims", wrong) for wrong in ("wrong", "", "secret of the tenant ", "sécret")),
        *(("other", "secret of the tenant"), ("", "")),
    ],
)
def test_a_wrong_pair_is_refused(user, password):
    assert refusal(basic(user, password)) == "bad_credentials"


@pytest.mark.parametrize("value", ["Basic", "Basic !!!", "Basic /w==", "Basic aWNpbXM="])
def test_a_pair_that_cannot_be_read_is_refused(value):
    assert refusal({"Authorization": value}) == "bad_credentials"


@pytest.mark.parametrize("headers", [basic("", ""), bearer(), signed(), {"Authorization": "Bearer x"}])
def test_a_tenant_without_secrets_admits_nobody(headers):
    assert refusal(headers, WebhookCredentials("7383")) == "not_configured"


def test_an_empty_key_of_the_installation_signs_nothing():
    with pytest.raises(UnauthorizedError, match="not_configured"):
        issue_token(replace(TENANT, token_key=""), "icims", "secret of the tenant", NOW)


def test_a_token_lives_a_day():
    headers = bearer()

    request(headers, now=NOW + timedelta(hours=23, minutes=59))
    assert refusal(headers, now=NOW + timedelta(hours=24)) == "expired_token"


def test_the_life_of_a_token_is_told_and_can_be_set():
    shorter = replace(TENANT, token_life=timedelta(minutes=5))

    _, seconds = issue_token(shorter, "icims", "secret of the tenant", NOW)

    assert seconds == 300
    assert refusal(bearer(shorter), now=NOW + timedelta(minutes=5)) == "expired_token"


def test_a_token_is_only_given_to_whoever_knows_the_secret():
    with pytest.raises(UnauthorizedError, match="bad_credentials"):
        issue_token(TENANT, "icims", "guess", NOW)


@pytest.mark.parametrize(
    "other",
    [{"customer_id": "7384"}, {"client_secret": "rotated"}, {"token_key": "another installation"}, {"client_id": "x"}],
)
def test_a_token_of_another_tenant_or_secret_is_refused(other):
    assert refusal(bearer(), replace(TENANT, **other)) == "bad_token"


@given(st.integers(0, 10_000), st.characters(codec="ascii", categories=["L", "N"]))
def test_a_changed_token_is_refused(position, character):
    token, _ = issue_token(TENANT, "icims", "secret of the tenant", NOW)
    place = position % (len(token) - 1)  # two bits of the very last character stand for nothing
    assume(token[place] != character)

    with pytest.raises(UnauthorizedError):
        verify_token(token[:place] + character + token[place + 1 :], TENANT, NOW)


@given(st.text(max_size=80))
def test_no_text_is_a_token_by_chance(text):
    with pytest.raises(UnauthorizedError, match="bad_token"):
        verify_token(text, TENANT, NOW)


def test_a_token_says_nothing_secret():
    token, _ = issue_token(TENANT, "icims", "secret of the tenant", NOW)

    payload = token.split(".")[0]
    assert json.loads(base64.urlsafe_b64decode(payload + "==")) == {
        "customer": "7383",
        "expires_at": int((NOW + timedelta(hours=24)).timestamp()),
    }


@pytest.mark.parametrize(
    "options",
    [
        {"body": b'{"systemId":"2"}'},
        {"path": "/webhooks/icims/7384"},
        {"query": "a=b"},
        {"method": "PUT"},
        {"now": NOW + timedelta(minutes=16)},
        {"now": NOW - timedelta(minutes=16)},
    ],
    ids=["body", "path", "query", "method", "late", "early"],
)
def test_a_signature_holds_for_one_request_at_one_time(options):
    assert refusal(signed(), **options) == "bad_signature"


@pytest.mark.parametrize("claim", [{"user": "stranger"}, {"key": "wrong"}])
def test_a_signature_of_somebody_else_is_refused(claim):
    assert refusal(signed(**claim)) == "bad_signature"


def test_the_window_of_the_clock_can_be_set():
    wider = replace(TENANT, clock_window=timedelta(hours=1))

    request(signed(), wider, now=NOW + timedelta(minutes=59))


def test_a_signed_body_may_be_hashed_before_or_after_it_was_packed():
    packed = gzip.compress(BODY)

    request(signed(body=packed), body=packed)
    request(signed(body=BODY), body=packed)


def test_a_packed_body_that_was_exchanged_is_refused():
    assert refusal(signed(body=BODY), body=gzip.compress(b'{"systemId":"2"}')) == "bad_signature"


def test_a_packed_body_does_not_unpack_beyond_the_limit():
    bomb = gzip.compress(b" " * 20_000_000)

    assert refusal(signed(body=BODY), body=bomb) == "bad_signature"


def test_secrets_are_not_shown():
    shown = repr(TENANT) + repr(read_token_request({}, b"grant_type=a&client_id=b&client_secret=hunter2"))

    assert not any(secret in shown for secret in ("secret of", "key of", "hunter2"))


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"grant_type=g&client_id=icims&client_secret=a%20b"),
        ({"Content-Type": "application/json"}, b'{"grant_type":"g","client_id":"icims","client_secret":"a b"}'),
        (basic("icims", "a b"), b"grant_type=g"),
    ],
    ids=["form", "json", "basic"],
)
def test_a_token_request_is_read_in_the_forms_that_clients_send(headers, body):
    asked = read_token_request(headers, body)

    assert (asked.grant_type, asked.client_id, asked.client_secret) == ("g", "icims", "a b")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"\xff", b'{"grant_type":1}', b"grant_type=a&client_id=b", b"[" * 9999]
)
def test_another_token_request_is_malformed(body):
    with pytest.raises(InvalidInputError):
        read_token_request({}, body)


def test_letters_beyond_ascii_in_a_secret_are_compared():
    tenant = replace(TENANT, client_secret="gehéim")

    check_client(tenant, "icims", "gehéim")
    request(basic("icims", "gehéim"), tenant)
