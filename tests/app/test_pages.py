from collections.abc import Callable
from typing import Any

import pytest
import requests
from signed_in import SignedIn, a_token

from scoring.access import Role
from store import Store

PATHS = ["/", "/operations", "/users", "/account", "/metrics", "/api/v1/requisitions", "/api/v1/openapi.json"]


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/health"])
def test_every_page_of_an_empty_installation_can_be_seen(everybody: SignedIn, path: str) -> None:
    assert everybody.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/runs/not-a-run", "/runs/00000000-0000-4000-8000-000000000000", "/requisitions/4560/1", "/nowhere"]
)
def test_what_does_not_exist_is_not_found(everybody: SignedIn, path: str) -> None:
    answer = everybody.get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "<h1>404</h1>" in answer.text


def test_the_process_is_alive_and_ready(web: str) -> None:
    assert requests.get(f"{web}/livez", timeout=10).json() == {"status": "alive"}
    assert requests.get(f"{web}/readyz", timeout=10).json()["status"] == "ready"


def test_a_database_at_another_migration_is_not_ready(web: str, query: Callable[[str], Any]) -> None:
    query("UPDATE alembic_version SET version_num = '0000'")

    answer = requests.get(f"{web}/readyz", timeout=10)

    assert (answer.status_code, "0000" in answer.json()["status"]) == (503, True)


def test_metrics_count_runs_from_the_tables(web: str, store: Store) -> None:
    requests.post(
        f"{web}/webhooks/icims",
        json={"event": "application.created", "application_id": 1, "job_id": 2, "person_id": 3},
        auth=("hook", "hook-secret"),
        timeout=10,
    )

    scraper = {"Authorization": f"Bearer {a_token(store, Role.OPERATOR)}"}
    text = requests.get(f"{web}/metrics", headers=scraper, timeout=10).text

    assert 'icims_scoring_runs{state="open"} 1.0' in text
    assert 'icims_scoring_open_runs{step="extract"} 1.0' in text
