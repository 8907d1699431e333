"""No candidate's name, e-mail address or telephone number leaves the places that hold candidates' words."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote_plus

import pytest
import requests
import sqlalchemy as sa
from needles import Needles
from redis import Redis
from signed_in import SignedIn, everything

from bench.installation import (
    CUSTOMER,
    HOOK_CLIENT,
    HOOK_SECRET,
    Installation,
    answers,
    faults,
    free_port,
    wait_until,
)
from bench.simulated import simulator
from demo.applications import Application, invent_applications
from demo.people import Person
from demo.requisitions import demo_requisitions
from demo.resume_files import write_resumes
from demo.servers import EmbeddedServers
from demo.tenant import CUSTOMER_ID, FIELD_MAPPING, SimulatedTenant, WebhookTarget
from icims.simulator.tenant import Tenant
from scoring.run import RunId
from store.migrations import upgrade

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("canary"), pytest.mark.timeout(600)]

HOLDING = ("findings", "scores")  # where candidates' words may stand
TABLE = "search[value]=&order[0][column]=0&order[0][dir]=asc&columns[0][data]=name"
FLOWER_PAGES = (
    "/workers",
    "/tasks",
    f"/tasks/datatable?draw=1&start=0&length=1000&{TABLE}",
    "/broker",
    "/api/workers?refresh=true",
    "/api/tasks?limit=10000",
    "/api/queues/length",
    "/metrics",
)
FLOWER = ("flower", "of-this-test")
OUR_PAGES = ("/metrics", "/api/v1/health", "/api/v1/requisitions", "/operations", "/livez", "/readyz")


@dataclass
class Canary:
    """An installation with Flower and beat that has processed 30 applications under faults, and what was seen."""

    installation: Installation
    web: str
    flower: str
    people: Needles
    persons: tuple[Person, ...]
    runs: list[RunId]
    redis_traffic: str
    redis_keys: list[str]

    def logs(self) -> dict[str, str]:
        """By process."""
        return {log.stem: log.read_text("utf-8", "replace") for log in self.installation.log_dir.glob("*.log")}


@pytest.fixture(scope="module")
def canary(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    [wanted, *_] = demo_requisitions()
    applications = invent_applications(wanted, 30)
    Redis.from_url(servers.redis_url).flushall()
    log_dir = tmp_path_factory.mktemp("canary")
    with ExitStack() as stack:
        sim = stack.enter_context(simulator(log_dir))
        installation = stack.enter_context(installed(servers, sim, log_dir))
        web, flower = started(installation, tmp_path_factory.mktemp("beat"))
        watched = stack.enter_context(Watch(servers.redis_url))
        workflows = seeded(sim, web, applications, tmp_path_factory.mktemp("resumes"))
        with faults(sim, {"kind": "status", "status": 500, "path": "^/customers/", "probability": 0.1, "seed": 4}):
            installation.send_events(web, workflows=[int(workflow) for workflow in workflows])
            refused(web, applications)
            installation.wait_for(30, 240)
        runs = [installation.store.reports.runs_of(CUSTOMER, workflow)[0] for workflow in workflows]
        wait_until(lambda: shown_by(flower) >= set(runs), 60, "Flower does not show every run")
        persons = tuple(application.person for application in applications)
        yield Canary(installation, web, flower, Needles(persons), persons, runs, watched.text(), watched.keys())


def installed(servers: EmbeddedServers, sim: str, log_dir: Path) -> Installation:
    database_url = servers.create_database("canary")
    upgrade(database_url)
    [client_id, secret] = next(iter(Tenant(CUSTOMER_ID, lambda: None).clients.items()))
    environ = {
        "ICIMS_CLIENT_ID": client_id,
        "ICIMS_CLIENT_SECRET": secret,
        "ICIMS_FIELDS_FILE": str(FIELD_MAPPING),
        "ICIMS_TIMEOUT_SECONDS": "2",
        "RETRY_CEILING_SECONDS": "4",
        "FLOWER_BASIC_AUTH": ":".join(FLOWER),
        "LOG_LEVEL": "DEBUG",
    }
    return Installation(sim, database_url, servers.redis_url, log_dir, environ)


def started(installation: Installation, beat_dir: Path) -> tuple[str, str]:
    """Web, worker, beat and Flower as the Procfile starts them; the addresses of web and Flower."""
    web, port = installation.start_web(), free_port()
    celery = ("celery", "--app", "tasks")
    listen = ("--url_prefix=flower", "--address=127.0.0.1", f"--port={port}")
    installation.start("flower", *celery, "flower", "--read_only=true", *listen)
    installation.start("beat", *celery, "beat", "--schedule", str(beat_dir / "schedule"), "--pidfile=")
    flower = f"http://127.0.0.1:{port}/flower"
    wait_until(lambda: answers(f"{flower}/healthcheck"), 60, "Flower does not answer")
    installation.start_worker()
    return web, flower


def seeded(sim: str, web: str, applications: tuple[Application, ...], cache: Path) -> tuple[str, ...]:
    """The tenant of the demo, with people's names and contacts in their profiles; the applicant workflows."""
    tenant = SimulatedTenant(sim)
    target = WebhookTarget(f"{web}/webhooks/icims", f"{web}/oauth/token", HOOK_CLIENT, HOOK_SECRET)
    tenant.seed_requisitions(demo_requisitions(), target)
    made = tenant.seed_applications(demo_requisitions(), applications, write_resumes(applications, cache))
    tenant.close()
    return tuple(made.applications)


def refused(web: str, applications: tuple[Application, ...]) -> None:
    """Events that carry a person's data in every place where an id or a word belongs."""
    for application in applications[:5]:
        person = application.person
        words = (person.name, person.email, person.phone)
        for word in words:
            for event in (
                {"event": "application.created", "application_id": word, "job_id": word, "person_id": word},
                {"event": word, "application_id": 1},
                {"eventType": word, "customerId": CUSTOMER, "systemId": word, "userId": word, "newStatus": word},
                {"customerId": word},
                word,
            ):
                answer = requests.post(
                    f"{web}/webhooks/icims/{CUSTOMER}", json=event, auth=(HOOK_CLIENT, HOOK_SECRET), timeout=10
                )
                assert answer.status_code in (400, 401, 422)
        requests.get(f"{web}/webhooks/icims/{person.email}", timeout=10)
        requests.post(f"{web}/webhooks/icims", json={}, auth=(person.email, person.name.encode()), timeout=10)


class Watch:
    """Everything that is sent to Redis while it is open, by MONITOR, and the keys that stand there."""

    def __init__(self, redis_url: str) -> None:
        self._redis = Redis.from_url(redis_url)
        self._seen: list[str] = []
        self._listening = threading.Event()
        self._closed = False

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        assert self._listening.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        self._redis.ping()
        self._thread.join(10)
        self._redis.close()

    def _listen(self) -> None:
        with self._redis.monitor() as monitor:
            self._listening.set()
            while not self._closed:
                self._seen.append(monitor.next_command()["command"])

    def text(self) -> str:
        return "\n".join(self._seen)

    def keys(self) -> list[str]:
        return [key.decode("utf-8", "replace") for key in self._redis.scan_iter(count=1000)]


def shown_by(flower: str) -> set[str]:
    """The arguments of the tasks that Flower knows, without their brackets."""
    tasks = requests.get(f"{flower}/api/tasks?limit=10000", auth=FLOWER, timeout=30).json()
    return {(task["args"] or "").strip("()[],'\"") for task in tasks.values()} - {""}


def rows(canary: Canary, wanted: bool) -> dict[str, str]:
    """Every row of the tables that may (or may not) hold candidates' words, as text."""
    engine = sa.create_engine(canary.installation.database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        tables = [table for table in sa.inspect(connection).get_table_names() if (table in HOLDING) is wanted]
        found = {
            table: "\n".join(connection.execute(sa.text(f"SELECT t::text FROM {table} AS t")).scalars())  # noqa: S608
            for table in tables
        }
    engine.dispose()
    return found


def test_the_search_finds_people_where_their_words_belong(canary: Canary) -> None:
    findings = rows(canary, wanted=True)["findings"]
    [first, *_] = [line for line in findings.splitlines() if canary.people.found_in(line)]

    found = canary.people.found_in(first)

    assert len(canary.people.found_in(findings)) > 60
    assert any(person.email.partition("@")[0] in found for person in canary.persons)
    for encoded in (json.dumps(first), quote_plus(first), base64.b64encode(first.encode()).decode()):
        assert canary.people.found_in(encoded) >= found


def test_no_log_of_any_process_names_a_candidate(canary: Canary) -> None:
    logs = canary.logs()

    found = {process: canary.people.found_in(log) for process, log in logs.items()}

    assert set(logs) == {"simulator", "web", "worker", "beat", "flower"}
    assert all(run_id in logs["worker"] for run_id in canary.runs)
    assert "request_refused" in logs["web"]
    assert '"event": "events_sent"' in logs["simulator"]
    assert found == {process: set() for process in logs}


def test_nothing_that_is_sent_to_redis_names_a_candidate(canary: Canary) -> None:
    assert all(run_id in canary.redis_traffic for run_id in canary.runs)
    assert "LPUSH" in canary.redis_traffic.upper()
    assert canary.people.found_in(canary.redis_traffic) == set()
    assert canary.people.found_in("\n".join(canary.redis_keys)) == set()


@pytest.mark.parametrize("page", FLOWER_PAGES)
def test_no_page_of_flower_names_a_candidate(canary: Canary, page: str) -> None:
    answer = requests.get(f"{canary.flower}{page}", auth=FLOWER, timeout=30)

    assert answer.status_code == 200
    assert len(answer.text) > 10
    assert canary.people.found_in(answer.text) == set()


def test_the_tasks_in_flower_carry_an_id_and_nothing_else(canary: Canary) -> None:
    tasks: dict[str, Any] = requests.get(f"{canary.flower}/api/tasks?limit=10000", auth=FLOWER, timeout=30).json()

    assert shown_by(canary.flower) == set(canary.runs)
    assert {task["kwargs"] for task in tasks.values()} <= {"{}", None}


def test_flower_shows_nothing_without_its_password(canary: Canary) -> None:
    assert requests.get(f"{canary.flower}/api/tasks", timeout=10).status_code == 401


@pytest.mark.parametrize("page", OUR_PAGES)
def test_no_page_about_numbers_names_a_candidate(canary: Canary, page: str) -> None:
    with SignedIn(canary.web, canary.installation.store, *everything()) as everybody:
        answer = everybody.get(page)

    assert answer.status_code == 200
    assert canary.people.found_in(answer.text) == set()


def test_no_other_table_names_a_candidate_and_least_of_all_the_audit_events(canary: Canary) -> None:
    tables = rows(canary, wanted=False)

    found = {table: canary.people.found_in(text) for table, text in tables.items()}

    assert all(run_id in tables["audit_events"] for run_id in canary.runs)
    assert {table: needles for table, needles in found.items() if needles} == {}
