"""Signing and verifying with the HMAC scheme of iCIMS."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icims.hmac_signature import SignatureRefusedError, sign, verify

NOW = datetime(2024, 5, 31, 14, 10, 5, tzinfo=UTC)
BODY = b'{"systemId":"13437"}'
PATH = "/customers/1234/people/5"


def signed(body=BODY, method="POST", path=PATH, query="fields=a%2Cb", key="key", now=NOW):
    headers = {"Host": "api.example.com", "Content-Type": "application/json"}
    return headers | sign(method, path, query, headers, body, "integration", key, now)


def accepted(headers, body=BODY, method="POST", path=PATH, query="fields=a%2Cb", now=NOW, **options):
    return verify(method, path, query, headers, body, {"integration": "key"}.get, now, **options)


def test_a_signed_request_is_accepted_and_names_its_user():
    headers = signed()

    user = accepted(headers)

    assert user == "integration"


def test_the_signature_is_that_of_the_published_scheme():
    headers = signed(body=b"", method="GET", query="")

    # Computed once by hand with openssl from the canonical form of the reference.
    assert headers["Authorization"] == (
        "x-icims-v1-hmac-sha256 user=integration,signedheaders=content-type;host;x-icims-content-sha256;x-icims-date,"
        "signature=ecbe298520f3c5407f366fca2fb8efca4cc822f58242d49190ce0c1cd9b2525e"
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"body": b'{"systemId":"13438"}'}, id="another-body"),
        pytest.param({"method": "PATCH"}, id="another-method"),
        pytest.param({"path": "/customers/1234/people/6"}, id="another-path"),
        pytest.param({"query": "fields=a"}, id="another-query"),
        pytest.param({"now": NOW + timedelta(minutes=16)}, id="too-late"),
        pytest.param({"now": NOW - timedelta(minutes=16)}, id="too-early"),
    ],
)
def test_a_request_that_was_altered_or_is_old_is_refused(change):
    headers = signed()

    with pytest.raises(SignatureRefusedError):
        accepted(headers, **change)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("Host", "evil.example.com", id="another-host"),
        pytest.param("Authorization", "", id="none"),
        pytest.param("Authorization", "Bearer abc", id="another-scheme"),
        pytest.param("Authorization", "x-icims-v1-hmac-sha256 user=integration", id="no-signature"),
        pytest.param("x-icims-date", "yesterday", id="no-date"),
        pytest.param("x-icims-content-sha256", "ü", id="not-ascii"),
    ],
)
def test_a_request_with_a_strange_header_is_refused(name, value):
    headers = signed() | {name: value}

    with pytest.raises(SignatureRefusedError):
        accepted(headers)


def test_a_stranger_and_a_wrong_key_are_refused_with_the_same_reason():
    stranger = {**signed(), "Authorization": signed()["Authorization"].replace("user=integration", "user=nobody")}

    with pytest.raises(SignatureRefusedError) as wrong_key:
        accepted(signed(key="other"))
    with pytest.raises(SignatureRefusedError) as unknown:
        accepted(stranger)

    assert str(wrong_key.value) == str(unknown.value)


def test_a_stranger_cannot_sign_with_an_empty_key():
    headers = signed(key="")

    with pytest.raises(SignatureRefusedError):
        verify("POST", PATH, "fields=a%2Cb", headers, BODY, {}.get, NOW)


def test_a_body_outside_the_signature_is_refused():
    headers = signed()
    headers["Authorization"] = headers["Authorization"].replace("x-icims-content-sha256;", "")

    with pytest.raises(SignatureRefusedError, match="cover the body"):
        accepted(headers)


def test_spaces_after_the_commas_and_capital_names_change_nothing():
    headers = {name.upper(): value for name, value in signed().items()}
    headers["AUTHORIZATION"] = headers["AUTHORIZATION"].replace(",", ",\r\n  ")

    assert accepted(headers) == "integration"


def test_the_window_is_the_callers_to_set():
    headers = signed(now=NOW - timedelta(minutes=40))

    assert accepted(headers, window=timedelta(hours=1)) == "integration"


@given(st.text(max_size=200))
def test_no_authorization_text_breaks_the_parser(text):
    headers = signed() | {"Authorization": text}

    with pytest.raises(SignatureRefusedError):
        accepted(headers)
