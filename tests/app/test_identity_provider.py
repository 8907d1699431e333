"""Signing in through a real OpenID Connect provider on a socket: who gets in, and every way in which nobody does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, new_key
from signed_in import SignedIn

from app.web import create_app
from icims.simulator import serve
from scoring.access import Grant, Role
from scoring.errors import InvalidInputError
from settings import Settings
from store import Store

Query = Callable[[str], list[Any]]


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    started = IdentityProvider()
    with serve(started.app()) as url:
        started.issuer = url
        yield started


@pytest.fixture
def visitor(provider: IdentityProvider, settings: Settings) -> Iterator[SignedIn]:
    """Somebody at the sign-in page of an installation that trusts the provider."""
    trusting = replace(
        settings,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_role_claim="roles",
    )
    app = create_app(trusting)
    store = app.extensions["site"].store
    with serve(app) as url, SignedIn(url, store) as session:
        yield session
    store.close()


def go_there(visitor: SignedIn, onward: str = "") -> str:
    """What the provider sends the browser back with."""
    sent = visitor.get("/sign-in/provider", params={"next": onward} if onward else {})
    assert sent.status_code == 302
    answer = requests.get(sent.headers["Location"], allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    return urlsplit(answer.headers["Location"]).query


def come_back(visitor: SignedIn, query: str) -> requests.Response:
    return visitor.get(f"/sign-in/provider/back?{query}", headers={"Accept": "text/html"})


def reasons(query: Query) -> list[str]:
    return [output["reason"] for (output,) in query("SELECT output FROM audit_events WHERE action = 'sign_in.failed'")]


def test_a_user_that_is_known_by_subject_gets_in_where_he_wanted(
    visitor: SignedIn, provider: IdentityProvider, store: Store
) -> None:
    store.users.add("robin", None, "test", grants=[Grant(Role.RECRUITER)], identity=(provider.issuer, "7"))
    provider.person["roles"] = "recruiter"

    answer = come_back(visitor, go_there(visitor, "/?q=nurse"))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/?q=nurse")
    assert visitor.get("/").status_code == 200
    assert "provider" not in visitor.cookies


def test_the_claim_makes_a_user_and_keeps_his_roles_as_the_provider_states_them(
    visitor: SignedIn, provider: IdentityProvider, store: Store
) -> None:
    provider.person |= {"preferred_username": "Robin", "roles": ["recruiter:4560:77", "astronaut", 7, "operator:4560"]}
    come_back(visitor, go_there(visitor))
    made = store.users.identified(provider.issuer, "7")
    provider.person["roles"] = ["auditor"]
    come_back(visitor, go_there(visitor))

    later = store.users.identified(provider.issuer, "7")

    assert (made.login, made.grants) == ("robin", (Grant(Role.RECRUITER, "4560", job_id="77"),))
    assert later.grants == (Grant(Role.AUDITOR),)


def test_somebody_without_a_role_is_nobody_here(visitor: SignedIn, provider: IdentityProvider, query: Query) -> None:
    answer = come_back(visitor, go_there(visitor))

    assert answer.status_code == 403
    assert "session" not in visitor.cookies
    assert reasons(query) == ["unknown_user"]


def test_the_same_name_or_address_is_not_the_same_person(
    visitor: SignedIn, provider: IdentityProvider, store: Store
) -> None:
    local = store.users.add("admin@example.com", None, "test", grants=[Grant(Role.ADMIN)])
    provider.person |= {"preferred_username": "admin@example.com", "email": "admin@example.com", "roles": ["recruiter"]}

    come_back(visitor, go_there(visitor))

    assert visitor.get("/users").status_code == 403
    assert store.users.get(local).grants == (Grant(Role.ADMIN),)
    assert store.users.identified(provider.issuer, "7").id != local


def test_a_disabled_user_stays_out_and_a_role_withdrawn_there_is_withdrawn_here(
    visitor: SignedIn, provider: IdentityProvider, store: Store, query: Query
) -> None:
    user = store.users.add("robin", None, "test", identity=(provider.issuer, "7"))
    withdrawn = come_back(visitor, go_there(visitor))
    provider.person["roles"] = ["recruiter"]
    store.users.disable(user, "test")

    disabled = come_back(visitor, go_there(visitor))

    assert (withdrawn.status_code, disabled.status_code) == (403, 403)
    assert sorted(reasons(query)) == ["disabled", "nothing_granted"]


@pytest.mark.parametrize(
    "twist",
    [
        pytest.param(lambda claims: claims | {"nonce": "of-another-sign-in"}, id="another-nonce"),
        pytest.param(lambda claims: {k: v for k, v in claims.items() if k != "nonce"}, id="no-nonce"),
        pytest.param(lambda claims: claims | {"aud": "another-client"}, id="for-another-client"),
        pytest.param(lambda claims: claims | {"aud": "another", "azp": CLIENT_ID}, id="for-another-but-azp-is-ours"),
        pytest.param(lambda claims: claims | {"iss": "https://evil.example.com"}, id="of-another-issuer"),
        pytest.param(lambda claims: claims | {"exp": claims["iat"] - 3600}, id="expired"),
        pytest.param(lambda claims: {k: v for k, v in claims.items() if k != "sub"}, id="of-nobody"),
        pytest.param(lambda claims: claims | {"sub": ""}, id="of-an-empty-subject"),
        pytest.param(lambda claims: claims | {"sub": 7}, id="of-a-number"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(
    visitor: SignedIn, provider: IdentityProvider, twist: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    provider.person["roles"] = ["admin"]
    provider.twist = twist

    answer = come_back(visitor, go_there(visitor))

    assert answer.status_code == 403
    assert "session" not in visitor.cookies


def test_another_browser_cannot_finish_what_this_one_began(
    visitor: SignedIn, provider: IdentityProvider, query: Query
) -> None:
    provider.person["roles"] = ["admin"]
    query_string = go_there(visitor)
    visitor.cookies.clear()

    answer = come_back(visitor, query_string)

    assert answer.status_code == 403
    assert reasons(query) == ["mismatching_state"]


def test_an_answer_counts_once_and_only_with_its_own_state(visitor: SignedIn, provider: IdentityProvider) -> None:
    provider.person["roles"] = ["recruiter"]
    first = go_there(visitor)
    code = parse_qs(go_there(visitor))["code"][0]

    mixed = come_back(visitor, f"code={code}&state=made-up")
    repeated = come_back(visitor, first)

    assert (mixed.status_code, repeated.status_code) == (403, 403)


def test_what_the_provider_refuses_is_refused(visitor: SignedIn, query: Query) -> None:
    go_there(visitor)

    answer = come_back(visitor, "error=access_denied&error_description=%3Cscript%3E&state=x")

    assert answer.status_code == 403
    assert "<script>" not in answer.text
    assert reasons(query) == ["access_denied"]


def test_a_new_key_is_fetched_and_a_withdrawn_one_opens_nothing(visitor: SignedIn, provider: IdentityProvider) -> None:
    provider.person["roles"] = ["recruiter"]
    old = provider.signing
    before = come_back(visitor, go_there(visitor))
    provider.rotate()
    after = come_back(visitor, go_there(visitor))
    provider.signing = old

    withdrawn = come_back(visitor, go_there(visitor))
    provider.signing = new_key()
    unpublished = come_back(visitor, go_there(visitor))

    assert (before.status_code, after.status_code) == (303, 303)
    assert (withdrawn.status_code, unpublished.status_code) == (403, 403)


def test_metadata_of_another_issuer_is_not_believed(visitor: SignedIn, provider: IdentityProvider) -> None:
    provider.issuer = "https://evil.example.com"

    assert visitor.get("/sign-in/provider").status_code == 503


@pytest.mark.parametrize(
    "environ",
    [
        {"OIDC_ISSUER": "https://login.example.com"},
        {"OIDC_CLIENT_ID": "scoring"},
        {"OIDC_ISSUER": "http://login.example.com", "OIDC_CLIENT_ID": "scoring"},
        {"OIDC_ISSUER": "login.example.com", "OIDC_CLIENT_ID": "scoring"},
        {"OIDC_ISSUER": "https://[", "OIDC_CLIENT_ID": "scoring"},
        {"FORWARDED_FOR": "-1"},
    ],
    ids=lambda environ: " ".join(environ.values()),
)
def test_a_provider_that_cannot_be_trusted_is_no_setting(environ: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError, match=r"OIDC_|FORWARDED_FOR"):
        Settings.from_environ(environ)
