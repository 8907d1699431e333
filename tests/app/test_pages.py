from collections.abc import Callable
from typing import Any

import pytest
import requests

OPERATOR = ("operator", "operator-password")
PATHS = ["/", "/metrics", "/api/v1/requisitions", "/api/v1/openapi.json", "/api/v1/health"]


@pytest.mark.parametrize("path", [*PATHS, "/requisitions/4560/1", "/runs/x", "/applications/4560/1"])
def test_nothing_about_candidates_is_shown_without_signing_in(web: str, path: str) -> None:
    anonymous = requests.get(f"{web}{path}", timeout=10)
    wrong = requests.get(f"{web}{path}", auth=("operator", "wrong"), timeout=10)

    assert (anonymous.status_code, wrong.status_code) == (401, 401)
    assert anonymous.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("path", PATHS)
def test_the_operator_sees_every_page_of_an_empty_installation(web: str, path: str) -> None:
    assert requests.get(f"{web}{path}", auth=OPERATOR, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "path", ["/runs/not-a-run", "/runs/00000000-0000-4000-8000-000000000000", "/requisitions/4560/1", "/nowhere"]
)
def test_what_does_not_exist_is_not_found(web: str, path: str) -> None:
    answer = requests.get(f"{web}{path}", auth=OPERATOR, headers={"Accept": "text/html"}, timeout=10)

    assert answer.status_code == 404
    assert "<h1>404</h1>" in answer.text


def test_pages_carry_the_headers_that_keep_them_private(web: str) -> None:
    headers = requests.get(f"{web}/", auth=OPERATOR, timeout=10).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_process_is_alive_and_ready(web: str) -> None:
    assert requests.get(f"{web}/livez", timeout=10).json() == {"status": "alive"}
    assert requests.get(f"{web}/readyz", timeout=10).json()["status"] == "ready"


def test_a_database_at_another_migration_is_not_ready(web: str, query: Callable[[str], Any]) -> None:
    query("UPDATE alembic_version SET version_num = '0000'")

    answer = requests.get(f"{web}/readyz", timeout=10)

    assert (answer.status_code, "0000" in answer.json()["status"]) == (503, True)


def test_metrics_count_runs_from_the_tables(web: str) -> None:
    requests.post(
        f"{web}/webhooks/icims",
        json={"event": "application.created", "application_id": 1, "job_id": 2, "person_id": 3},
        auth=("hook", "hook-secret"),
        timeout=10,
    )

    text = requests.get(f"{web}/metrics", auth=OPERATOR, timeout=10).text

    assert 'icims_scoring_runs{state="open"} 1.0' in text
    assert 'icims_scoring_open_runs{step="extract"} 1.0' in text
