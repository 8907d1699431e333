"""The JSON interface: what it answers, what it refuses, and how little it asks of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from showcase import Showcase
from signed_in import SignedIn, everything

ODD_NUMBERS = ["abc", "-1", "1.5", "1e3", "0x10", "%00", "%C2%B2", "9" * 30, "9" * 5000, "1_0", "%F0%9F%98%80", "null"]
ODD_IDS = ["%00", "x" * 3000, "'; DROP TABLE runs; --", "%F0%9F%98%80", "{}", "urn:uuid:0", "..%2F..%2Fetc", "%ff%fe"]


@pytest.fixture
def ask(showcase: Showcase) -> Iterator[Callable[..., requests.Response]]:
    with SignedIn(showcase.url, showcase.store, *everything()) as everybody:
        yield everybody.get


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("value", ODD_NUMBERS)
@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("path", ["/api/v1/requisitions", "/api/v1/requisitions/4560/78/ranking"])
def test_an_odd_number_is_refused_in_one_line(ask: Callable, path: str, name: str, value: str) -> None:
    answer = ask(f"{path}?{name}={value}")

    assert answer.status_code == 400
    assert answer.json()["error"]["userMessage"].startswith(f"{name} is a whole number from")


@pytest.mark.parametrize(("query", "said"), [("limit=0", "from 1"), ("limit=201", "to 200"), ("tier=best", "strong")])
def test_a_value_out_of_range_is_refused_with_the_range(ask: Callable, query: str, said: str) -> None:
    answer = ask(f"/api/v1/requisitions/4560/78/ranking?{query}")

    assert answer.status_code == 400
    assert said in answer.json()["error"]["userMessage"]


@pytest.mark.parametrize("odd", ODD_IDS)
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/runs/{}",
        "/api/v1/requisitions/{}/78/ranking",
        "/api/v1/requisitions/4560/{}/ranking",
        "/runs/{}",
        "/applications/4560/{}",
        "/applications/{}/1",
        "/requisitions/4560/{}",
        "/static/{}",
    ],
)
def test_an_id_that_is_none_is_not_found(ask: Callable, path: str, odd: str) -> None:
    assert ask(path.replace("{}", odd)).status_code == 404


@pytest.mark.parametrize("search", ["%00", "%25", "_", "'", "\\", "x" * 5000, "%F0%9F%98%80", "%ff"])
@pytest.mark.parametrize("path", ["/", "/api/v1/requisitions"])
def test_whatever_is_searched_for_finds_something_or_nothing(ask: Callable, path: str, search: str) -> None:
    assert ask(f"{path}?q={search}").status_code == 200


def test_a_ranking_comes_in_pages_that_join_without_a_gap(ask: Callable) -> None:
    path = "/api/v1/requisitions/4560/78/ranking"

    whole = ask(f"{path}?limit=200").json()["ranking"]
    parts = [ask(f"{path}?limit=50&offset={offset}").json() for offset in (0, 50, 100, 150)]

    assert [len(part["ranking"]) for part in parts] == [50, 50, 20, 0]
    assert [entry for part in parts for entry in part["ranking"]] == whole
    assert (parts[1]["limit"], parts[1]["offset"]) == (50, 50)


def test_a_tier_holds_exactly_the_applications_that_the_requisition_counts(ask: Callable) -> None:
    [nurse] = ask("/api/v1/requisitions?q=nurse").json()["requisitions"]

    for tier, number in nurse["tiers"].items():
        ranking = ask(f"/api/v1/requisitions/4560/78/ranking?limit=200&tier={tier}").json()["ranking"]
        assert [entry["tier"] for entry in ranking] == [tier] * number


def test_a_run_is_given_with_its_card_under_any_spelling_of_its_id(ask: Callable, showcase: Showcase) -> None:
    run_id = showcase.runs["scored"]

    answers = [ask(f"/api/v1/runs/{spelling}").json() for spelling in (run_id, run_id.upper(), f"urn:uuid:{run_id}")]

    assert answers[0]["card"]["score"] == sum(criterion["points"] for criterion in answers[0]["card"]["criteria"])
    assert answers[1] == answers[2] == answers[0]


def test_every_path_of_the_document_answers_with_what_it_requires(ask: Callable, showcase: Showcase) -> None:
    document = ask("/api/v1/openapi.json").json()

    # What is written to, and what needs a review, is asked in test_openapi_conformance.
    reading = {
        path: methods for path, methods in document["paths"].items() if "get" in methods and "{review" not in path
    }
    assert len(reading) == 6
    for path, methods in reading.items():
        filled = path.format(customer_id="4560", job_id="78", run_id=showcase.runs["scored"])
        answer = ask(f"/api/v1{filled}")
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer.status_code == 200
        assert set(answer.json()) == set(schema["required"])


def test_the_first_page_of_a_ranking_is_light_and_asks_little(ask: Callable) -> None:
    ask("/requisitions/4560/78")

    with counted_statements() as statements:
        page = ask("/requisitions/4560/78")

    assert len(page.content) <= 100_000
    assert len(page.content) > 20_000
    assert 0 < len([statement for statement in statements if "SELECT" in statement]) <= 11


def test_a_card_is_light_and_asks_little(ask: Callable, showcase: Showcase) -> None:
    with counted_statements() as statements:
        page = ask(f"/runs/{showcase.runs['scored']}")

    assert len(page.content) <= 100_000
    assert 0 < len([statement for statement in statements if "SELECT" in statement]) <= 8
