"""Requests that nobody's browser makes: too large, too deep, in odd encodings, with NUL bytes, and all at random."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playground import CUSTOMERS, Playground, open_playground
from route_table import ROWS, Row
from signed_in import SignedIn, a_token, everything
from test_stored_markup import address

from app.headers import ALWAYS
from app.web import BODY_LIMIT
from demo.servers import EmbeddedServers
from scoring.access import Role

pytestmark = pytest.mark.xdist_group("sandbox")
QUICK = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
# Ending the own session would leave nothing to fuzz.
ENDS = {"/sign-out", "/account/sign-out-everywhere", "/sign-in"}
LASTING = [row for row in ROWS if row.rule not in ENDS]
POSTS = [row for row in ROWS if row.method == "POST"]
FORMS = [row for row in POSTS if not row.rule.startswith(("/webhooks", "/oauth", "/api"))]
NAMES = (
    "q", "after", "before", "sort", "tier", "page", "limit", "offset", "run", "next", "missing", "kind", "state", "job",
    "login", "password", "old", "new", "scope", "days", "name", "role", "customer_id", "family", "job_id", "rating",
    "verdict", "reason", "adjusted", "version", "read", "id", "text", "mode", "weight", "terms", "years", "remove",
    "criterion", "words", "workflow_id", "received", "details", "end", "answer", "score", "threshold",
)  # fmt: skip
ODD = st.one_of(
    st.sampled_from(
        (
            "",
            "\x00",
            "a\x00b",
            "\ud800",
            "9" * 400,
            "-1",
            "1e999",
            "nan",
            "inf",
            "0" * 5000,
            "\u202e",
            "\U0001f525",
            "{}",
            "[]",
            "null",
            "'",
            '"',
            "%",
            "\\",
            "../..",
            "\r\nSet-Cookie: a=b",
            "2026-02-30",
            "0001-01-01",
            "٣",
            "accept",
            "reject",
            "adjust",
            "yes",
            "gate",
            "scored",
            "skill",
            "done",
            "opt_out",
            "4560",
            "77",
            "1",
            "50",
        )
    ),
    st.text(max_size=30),
)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), ODD), max_size=12)
JSON = st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ODD), st.lists)
BODIES = st.dictionaries(st.sampled_from(["rating", "verdict", "reason", "adjusted", "\x00"]), JSON)


@pytest.fixture(scope="module")
def sandbox(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A web application that may be left in any state."""
    with open_playground(servers, "sandbox", tmp_path_factory.mktemp("sandbox")) as playground:
        yield playground


@pytest.fixture
def insider(sandbox: Playground) -> Iterator[SignedIn]:
    """Somebody with every role, so that nothing is refused before it is read."""
    with SignedIn(sandbox.url, sandbox.store, *everything()) as session:
        yield session


def path_of(row: Row, sandbox: Playground) -> str:
    """With what is there for every part that has a name here, and with nothing's id for the others."""
    return re.sub("<[^>]*>", "0", address(row.rule, sandbox.ids[CUSTOMERS[0]]))


def encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def is_answered_well(answer: requests.Response) -> None:
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    if "/static/" not in answer.url:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.rule not in ENDS], ids=lambda row: f"{row.method} {row.rule}"
)
def test_whatever_is_sent_is_answered_or_refused(insider: SignedIn, sandbox: Playground, row: Row) -> None:
    path = path_of(row, sandbox)
    headers = {"X-CSRF-Token": insider.form_token()}

    @QUICK
    @given(asked=PAIRS, sent=PAIRS, page=st.booleans())
    def ask(asked: list[tuple[str, str]], sent: list[tuple[str, str]], page: bool) -> None:
        body = encoded(sent) if row.method == "POST" else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        accepted = {"Accept": "text/html" if page else "application/json"}
        url = f"{path}?{encoded(asked)}"
        is_answered_well(insider.request(row.method, url, data=body, headers=headers | kind | accepted))

    ask()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.rule}")
def test_nul_bytes_under_every_name_are_refused_or_not_read(insider: SignedIn, sandbox: Playground, row: Row) -> None:
    everywhere = encoded([(name, "a\x00b") for name in NAMES])
    headers = {"X-CSRF-Token": insider.form_token(), "Content-Type": "application/x-www-form-urlencoded"}
    body = everywhere if row.method == "POST" else None

    is_answered_well(insider.request(row.method, path_of(row, sandbox), data=body, headers=headers))
    is_answered_well(insider.request(row.method, f"{path_of(row, sandbox)}?{everywhere}", headers=headers))


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.rule)
def test_a_form_that_is_too_large_is_refused_unread(insider: SignedIn, sandbox: Playground, row: Row) -> None:
    form = {"csrf_token": insider.form_token(), "reason": "x" * BODY_LIMIT}

    plain = insider.post(path_of(row, sandbox), data=form)
    parts = insider.post(path_of(row, sandbox), data=form, files={"file": b"x"})

    assert [plain.status_code, parts.status_code] == [413, 413]


@pytest.mark.parametrize("row", [row for row in POSTS if row.rule.startswith("/api")], ids=lambda row: row.rule)
class TestJson:
    """Bodies for the JSON interface, sent by a program with a token."""

    def test_a_body_that_is_too_large_is_refused(self, sandbox: Playground, row: Row) -> None:
        body = json.dumps({"verdict": "accept", "reason": "x" * BODY_LIMIT})

        assert send(sandbox, row, body.encode()) == [413]

    @pytest.mark.parametrize(
        "body",
        [b"", b"[" * 100_000, b'{"a":' * 40_000, b"\xff\xfe\x00", b"\x00", b"{", b"[]", b'"text"', b"null", b"1e999"],
        ids=lambda body: repr(body[:6]),
    )
    def test_a_body_that_is_no_object_is_refused(self, sandbox: Playground, row: Row, body: bytes) -> None:
        assert send(sandbox, row, body) == [400]

    @pytest.mark.parametrize("charset", ["utf-16", "utf-32", "x-none", "\x80", "utf-7"])
    def test_an_odd_encoding_is_answered_or_refused(self, sandbox: Playground, row: Row, charset: str) -> None:
        body = json.dumps({"verdict": "accept", "reason": "a reason", "rating": 50}).encode("utf-16")

        assert send(sandbox, row, body, kind=f"application/json; charset={charset}")[0] < 500

    def test_values_of_every_kind_are_answered_or_refused(self, sandbox: Playground, row: Row) -> None:
        @settings(QUICK, max_examples=50)
        @given(bodies=st.lists(BODIES, min_size=1, max_size=3))
        def ask(bodies: list[dict[str, Any]]) -> None:
            statuses = send(sandbox, row, *(json.dumps(body).encode() for body in bodies))
            assert max(statuses) < 500

        ask()


def send(sandbox: Playground, row: Row, *bodies: bytes, kind: str = "application/json") -> list[int]:
    headers = {"Authorization": f"Bearer {a_token(sandbox.store, Role.RECRUITER)}", "Content-Type": kind}
    with SignedIn(sandbox.url, sandbox.store) as program:
        answers = [program.post(path_of(row, sandbox), data=body, headers=headers) for body in bodies]
    assert not any("Traceback" in answer.text for answer in answers)
    return [answer.status_code for answer in answers]
