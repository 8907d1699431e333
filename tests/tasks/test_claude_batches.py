"""The nightly rescoring by batch: a pool in the ledger, a simulated iCIMS and a simulated Messages API."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from redis import Redis

from claude.simulator import Options
from claude.simulator import SimulatorState as ClaudeState
from claude.simulator import serve as serve_claude
from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import SimulatorState, StoredFile, serve
from icims.simulator import Tenant as SimulatedTenant
from scoring.run import RunId, Step
from settings import Settings, TenantSettings
from store import Opening
from tasks import batches, schedule
from tasks.audit import audit
from tasks.deps import Deps, Tenant, access_of
from tasks.extract import extract
from tasks.flag import flag
from tasks.match import match
from tasks.write_back import write_back

CUSTOMER = "7383"
WORK = dict(zip(Step, (extract, match, flag, write_back, audit), strict=True))
RESUME = """Ida Sample
ida{number}@example.com

Experience
Software Engineer, Example Payments {number}, 2018 - 2024
Built Python services on AWS with PostgreSQL, wrote SQL reports and led code reviews for a team of five.
"""


class Pool:
    """Scored applications whose requisition changes at the end of the day."""

    def __init__(
        self, deps: Deps, claude: ClaudeState, simulated: SimulatedTenant, query: Callable[[str], Any]
    ) -> None:
        self.deps, self.claude, self._simulated, self._query = deps, claude, simulated, query
        self.job = simulated.add_job("Engineer", qualifications="<ul><li>5+ years of Java</li><li>SQL</li></ul>")
        self.workflows: list[str] = []

    def add(self, count: int) -> None:
        for number in range(count):
            text = RESUME.format(number=number).encode()
            file = StoredFile(text, "ida.txt", "text/plain")
            person = self._simulated.add_person("Ida", "Sample", f"ida{number}@example.com", file)
            self.workflows.append(str(self._simulated.add_application(person, self.job)))
        for workflow in self.workflows:
            opening = Opening(CUSTOMER, workflow, f"event-{workflow}", "status_changed")
            self.score(self.deps.store.inbox.open_run(opening).run_id)
        self._query("UPDATE applications SET pooled = true")

    def score(self, run_id: RunId | None) -> None:
        assert run_id is not None
        for step in Step:
            claimed = self.deps.store.runs.claim(run_id, step, 60)
            assert claimed is not None
            self.deps.store.runs.record(claimed.dossier, WORK[step](claimed.dossier, self.deps), 1)

    def change_the_job(self) -> None:
        fields = self._simulated.profiles["jobs"][self.job].fields
        fields["qualifications"] = "<ul><li>5+ years of Python</li><li>SQL and AWS</li></ul>"

    def use(self, **settings: Any) -> None:
        tenant = self.deps.tenants[CUSTOMER]
        self.deps.tenants[CUSTOMER] = replace(tenant, settings=replace(tenant.settings, **settings))

    def opened(self) -> list[RunId]:
        rows = self._query("SELECT id FROM runs WHERE state = 'open' ORDER BY opened_at")
        return [RunId(str(row[0])) for row in rows]

    def online_calls(self) -> int:
        return int(self._query("SELECT count(*) FROM model_calls WHERE batch_id = '' AND purpose = 'assessment'")[0][0])


@pytest.fixture
def pool(deps: Deps, redis: Redis, query: Callable[[str], Any]) -> Iterator[Pool]:
    state, claude = SimulatorState(), ClaudeState(Options())
    with serve(state) as url, serve_claude(claude) as claude_url:
        simulated = state.add_tenant(CUSTOMER)
        deps.settings = Settings(
            assessor="claude",
            anthropic_api_key="test-key",
            anthropic_base_url=claude_url,
            claude_model="claude-sonnet-5-5",
            claude_max_samples=1,
            claude_timeout_seconds=10.0,
            claude_requests_per_minute=60_000,
            claude_input_tokens_per_minute=60_000_000,
            claude_output_tokens_per_minute=60_000_000,
            step_lease_seconds=60,
            max_attempts=3,
        )
        tenant = TenantSettings(
            CUSTOMER, url, f"{url}/oauth/token", client_id="simulator-client", client_secret="simulator-secret"
        )
        client = IcimsClient(access_of(tenant, 2.0), redis=redis)
        deps.tenants[CUSTOMER] = Tenant(tenant, client, FieldMapping())
        yield Pool(deps, claude, simulated, query)
        client.close()
        deps.claude.close()
        if "reader" in deps.__dict__:
            deps.reader.close()


def test_no_tenant_uses_batches_unless_it_says_so(pool: Pool) -> None:
    pool.add(2)
    pool.change_the_job()

    opened = schedule.rescore_pool(pool.deps)

    assert TenantSettings(CUSTOMER).claude_batches is False
    assert Settings().icims_claude_batches is False
    assert opened == 2
    assert pool.deps.store.batches.unfinished() == ()
    assert not any("batch" in entry["path"] for entry in pool.claude.journal.entries())


def test_runs_that_open_after_a_batch_ask_nothing_online(pool: Pool, query: Callable[[str], Any]) -> None:
    pool.add(3)
    pool.change_the_job()
    pool.use(claude_batches=True)
    before = pool.online_calls()

    at_night = schedule.rescore_pool(pool.deps)
    batches.tend(pool.deps)
    runs = pool.opened()
    for run_id in runs:
        pool.score(run_id)

    assert (at_night, len(runs)) == (0, 3)
    assert pool.online_calls() == before
    assert query("SELECT count(*) FROM scores WHERE current AND assessor = 'claude'") == [(3,)]
    assert query("SELECT count(*), count(outcome) FROM model_calls WHERE batch_id <> ''") == [(3, 3)]


def test_an_application_that_waits_for_a_batch_is_neither_asked_about_nor_scored_twice(pool: Pool) -> None:
    pool.claude.options = pool.claude.options.changed({"batch_seconds": 3600})
    pool.add(2)
    pool.change_the_job()
    pool.use(claude_batches=True)

    opened = [schedule.rescore_pool(pool.deps) for _ in range(2)]
    batches.tend(pool.deps)

    [batch] = pool.deps.store.batches.unfinished()
    assert opened == [0, 0]
    assert len(batch.items) == 2
    assert pool.opened() == []


def test_what_a_batch_does_not_answer_is_asked_online(pool: Pool) -> None:
    pool.add(2)
    pool.change_the_job()
    pool.use(claude_batches=True)
    before = pool.online_calls()
    pool.claude.options = pool.claude.options.changed({"batch_seconds": 48 * 3600})
    schedule.rescore_pool(pool.deps)
    pool.claude.clock.advance(24 * 3600 + 1)

    batches.tend(pool.deps)
    for run_id in pool.opened():
        pool.score(run_id)

    assert pool.online_calls() == before + 2


def test_an_answer_with_invented_quotes_is_asked_for_again_online(pool: Pool) -> None:
    pool.add(1)
    pool.change_the_job()
    pool.use(claude_batches=True)
    before = pool.online_calls()
    pool.claude.options = pool.claude.options.changed({"behaviour": "inventing"})
    schedule.rescore_pool(pool.deps)
    batches.tend(pool.deps)
    pool.claude.options = pool.claude.options.changed({"behaviour": "honest"})

    for run_id in pool.opened():
        pool.score(run_id)

    assert pool.online_calls() == before + 1


def test_runs_are_opened_once_however_often_a_batch_is_taken_back(pool: Pool, query: Callable[[str], Any]) -> None:
    pool.add(2)
    pool.change_the_job()
    pool.use(claude_batches=True)
    schedule.rescore_pool(pool.deps)
    batches.tend(pool.deps)

    query("UPDATE model_batches SET state = 'submitted'")
    batches.tend(pool.deps)

    assert len(pool.opened()) == 2
    assert query("SELECT count(*) FROM model_calls WHERE batch_id <> '' AND outcome = 'answered'") == [(2,)]


def test_a_run_keeps_the_day_of_its_batch(pool: Pool, query: Callable[[str], Any]) -> None:
    pool.add(1)
    pool.change_the_job()
    pool.use(claude_batches=True)
    schedule.rescore_pool(pool.deps)
    query("UPDATE model_batches SET as_of = as_of - 1")

    batches.tend(pool.deps)

    assert query("SELECT (SELECT as_of FROM model_batches) = as_of FROM runs WHERE state = 'open'") == [(True,)]
