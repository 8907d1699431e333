"""Who assesses a run, what happens when Claude cannot, and where the person's identity is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from redis import Redis
from signed_contracts import sign

from claude.errors import ModelUnavailableError, RateLimitedError, UnanswerableError
from claude.simulator import Options, SimulatorState, serve
from claude.simulator.faults import FaultRule
from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import SimulatorState as IcimsState
from icims.simulator import StoredFile
from icims.simulator import serve as serve_icims
from scoring.errors import QuotaExhaustedError
from scoring.run import RolloutMode, RunId, Step
from settings import TenantSettings
from store import Finding, Opening, Scope
from tasks import pipeline
from tasks.deps import Deps, Tenant, access_of
from tasks.extract import extract
from tasks.flag import flag
from tasks.match import match
from tasks.write_back import write_back

CUSTOMER = "7383"
WORK = {Step.EXTRACT: extract, Step.MATCH: match, Step.FLAG: flag, Step.WRITE_BACK: write_back}
RESUME = b"""Ida Sample
ida@example.com, (212) 555-0100

Experience
Software Engineer, Example Payments, 2018 - 2024
Built Python services on AWS with PostgreSQL, wrote SQL reports and led code reviews for a team of five.
"""


@dataclass
class Desk:
    deps: Deps
    model: SimulatorState
    workflow: int
    job: int
    results: Callable[[], list[dict[str, Any]]]

    def open(self) -> RunId:
        run_id = self.deps.store.inbox.open_run(Opening(CUSTOMER, str(self.workflow), "event", "status_changed")).run_id
        assert run_id is not None
        return run_id

    def perform(self, run_id: RunId, step: Step, attempts: int = 1) -> Finding:
        dossier = self.deps.store.runs.claim(run_id, step, 60).dossier
        finding = WORK[step](replace(dossier, attempts=attempts), self.deps)
        self.deps.store.runs.record(dossier, finding, 1)
        return finding

    def read(self) -> RunId:
        run_id = self.open()
        self.perform(run_id, Step.EXTRACT)
        self.deps.store.requisitions.set_mode(CUSTOMER, str(self.job), RolloutMode.ASSIST, "user:test")
        sign(self.deps.store, CUSTOMER, str(self.job))
        return run_id

    def fail(self, **rule: object) -> None:
        self.model.faults.add([FaultRule(**rule)])

    def fall_back(self) -> None:
        self.deps.store.requisitions.set_when_model_fails(CUSTOMER, str(self.job), "local", "user:test")


@pytest.fixture
def desk(deps: Deps, redis: Redis) -> Iterator[Desk]:
    icims, model = IcimsState(), SimulatorState(Options())
    with serve_icims(icims) as url, serve(model) as model_url:
        simulated = icims.add_tenant(CUSTOMER)
        job = simulated.add_job("Engineer", qualifications="<ul><li>5+ years of Python</li><li>SQL and AWS</li></ul>")
        person = simulated.add_person("Ida", "Sample", "ida@example.com", StoredFile(RESUME, "ida.txt", "text/plain"))
        workflow = int(simulated.add_application(person, job))
        tenant = TenantSettings(
            CUSTOMER, url, f"{url}/oauth/token", client_id="simulator-client", client_secret="simulator-secret"
        )
        client = IcimsClient(access_of(tenant, 2.0), redis=redis)
        deps.tenants[CUSTOMER] = Tenant(tenant, client, FieldMapping())
        deps.settings = replace(
            deps.settings,
            assessor="claude",
            anthropic_base_url=model_url,
            anthropic_api_key="simulated",
            claude_timeout_seconds=5.0,
            claude_requests_per_minute=6000,
            claude_input_tokens_per_minute=9_000_000,
            claude_output_tokens_per_minute=9_000_000,
        )
        profile = simulated.profiles["applicantworkflows"][workflow]
        yield Desk(deps, model, workflow, int(job), lambda: profile.entries("assessmentresults"))
        client.close()
        if "claude" in deps.__dict__:
            deps.claude.close()
        if "reader" in deps.__dict__:
            deps.reader.close()


def provenance(finding: Finding) -> dict[str, Any]:
    return dict(finding.payload["assessment"]["provenance"])


def test_the_identity_is_kept_with_the_run_and_nowhere_else(desk: Desk, query: Callable[[str], Any]) -> None:
    desk.model.canaries.add(["Ida Sample", "ida@example.com", "555-0100"])
    run_id = desk.read()

    desk.perform(run_id, Step.MATCH)

    found = desk.deps.store.reports.run(run_id).findings[Step.EXTRACT]
    assert found["identity"]["emails"] == ["ida@example.com"]
    assert query("SELECT count(*) FROM audit_events WHERE audit_events::text ILIKE '%sample%'") == [(0,)]
    assert query("SELECT count(*) FROM model_answers WHERE text ILIKE '%ida@example.com%'") == [(0,)]
    assert desk.model.journal.summary()["canary_hits"] == 0


def test_where_the_local_rules_are_in_force_nobody_is_identified(desk: Desk) -> None:
    desk.deps.store.versions.put("v1", {"assessor": "local"}, "maria")
    proposal = desk.deps.store.versions.propose(Scope(CUSTOMER), "v1", "maria", "for now")
    desk.deps.store.versions.activate(proposal, "tom")
    run_id = desk.read()

    finding = desk.perform(run_id, Step.MATCH)

    assert provenance(finding)["assessor"] == "local"
    assert desk.deps.store.reports.run(run_id).findings[Step.EXTRACT]["identity"] is None
    assert not desk.model.journal.summary()["calls"]


@pytest.mark.parametrize("status", [400, 413])
def test_an_application_that_the_model_never_answers_goes_to_a_person(desk: Desk, status: int) -> None:
    run_id = desk.read()
    desk.fail(kind="status", status=status)

    with pytest.raises(UnanswerableError):
        desk.perform(run_id, Step.MATCH)


@pytest.mark.parametrize(
    ("rule", "because"),
    [
        ({"status": 413}, "the application is too long"),
        ({"status": 401}, "no key that is accepted"),
        ({"status": 402}, "spend limit"),
    ],
)
def test_the_local_rules_stand_in_and_say_why(desk: Desk, rule: dict[str, Any], because: str) -> None:
    run_id = desk.read()
    desk.fall_back()
    desk.fail(kind="status", **rule)

    finding = desk.perform(run_id, Step.MATCH)

    said = provenance(finding)
    assert (said["assessor"], said["instead_of"], said["because"]) == ("local", "claude", because)
    assert because in finding.payload["assessment"]["warnings"][0]
    assert finding.note.versions["because"] == because


def test_a_passing_fault_is_waited_for_and_only_the_last_attempt_falls_back(desk: Desk) -> None:
    run_id = desk.read()
    desk.fall_back()
    desk.fail(kind="status", status=529)

    held = desk.deps.store.runs.claim(run_id, Step.MATCH, 60).dossier

    with pytest.raises(ModelUnavailableError):
        match(held, desk.deps)
    last = match(replace(held, attempts=desk.deps.settings.max_attempts), desk.deps)

    assert last.note.versions["because"] == "it does not answer"


def test_a_rate_limit_never_falls_back(desk: Desk) -> None:
    run_id = desk.read()
    desk.fall_back()
    desk.fail(kind="status", status=429, retry_after=7)

    with pytest.raises(RateLimitedError):
        desk.perform(run_id, Step.MATCH, attempts=desk.deps.settings.max_attempts)


def test_a_stop_of_everything_holds_back_a_score_that_is_computed_already(desk: Desk) -> None:
    run_id = desk.read()
    for step in (Step.MATCH, Step.FLAG):
        desk.perform(run_id, step)
    desk.deps.store.stops.press("all", "user:test", "drill")

    with pytest.raises(QuotaExhaustedError, match="stopped by an operator"):
        desk.perform(run_id, Step.WRITE_BACK)

    assert desk.results() == []


def test_the_message_of_a_run_goes_to_the_queue_of_its_assessor() -> None:
    chain: list[dict[str, Any]] = [{"task": "scoring.flag"}, {"task": "scoring.match", "options": {"priority": 1}}]

    pipeline.send_on(chain, "claude")

    assert chain == [
        {"task": "scoring.flag"},
        {"task": "scoring.match", "options": {"priority": 1, "queue": "claude"}},
    ]


@pytest.mark.parametrize(
    ("assessor", "queue"), [("claude", "icims:claude\x06\x166"), ("local", "icims:local\x06\x166")]
)
def test_a_waiting_run_is_rung_for_in_that_queue(deps: Deps, redis: Redis, assessor: str, queue: str) -> None:
    assert pipeline.start(RunId("1"), Step.MATCH, assessor=assessor)

    assert redis.llen(queue) == 1
