"""A desk with one application in a simulated iCIMS, and the five steps in this process to take it through."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from redis import Redis
from signed_contracts import sign

from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import SimulatorState, StoredFile, serve
from icims.simulator import Tenant as SimulatedTenant
from scoring.run import RolloutMode, RunId, Step
from settings import TenantSettings
from store import Finding, Opening
from tasks.audit import audit
from tasks.deps import Deps, Tenant, access_of
from tasks.extract import extract
from tasks.flag import flag
from tasks.match import match
from tasks.write_back import write_back

CUSTOMER = "7383"
WORK = dict(zip(Step, (extract, match, flag, write_back, audit), strict=True))
RESUME = b"""Summary
Engineer with six years of Python and PostgreSQL in payment systems.

Experience
Software Engineer, Example Payments, 2018 - 2024
Built Python services on AWS with PostgreSQL, wrote SQL reports and led code reviews for a team of five.

Education
Bachelor of Science in Computer Science, Example University, 2017
"""


@dataclass
class Desk:
    """One application to one requisition, and the steps to take it through."""

    deps: Deps
    state: SimulatorState
    simulated: SimulatedTenant
    workflow: int
    mode: RolloutMode
    events: int = field(default=0)
    signs: bool = True

    def open(self) -> RunId:
        self.events += 1
        opening = Opening(CUSTOMER, str(self.workflow), f"event-{self.events}", "status_changed")
        run_id = self.deps.store.inbox.open_run(opening).run_id
        assert run_id is not None
        return run_id

    def perform(self, run_id: RunId, step: Step) -> Finding:
        claimed = self.deps.store.runs.claim(run_id, step, 60)
        assert claimed is not None
        finding = WORK[step](claimed.dossier, self.deps)
        self.deps.store.runs.record(claimed.dossier, finding, 1)
        return finding

    def until(self, run_id: RunId, last: Step) -> Finding:
        for step in Step:
            finding = self.perform(run_id, step)
            if step is Step.EXTRACT:
                job_id = str(finding.payload["job_id"])
                self.deps.store.requisitions.set_mode(CUSTOMER, job_id, self.mode, "user:test")
                if self.signs and not self.deps.store.contracts.holds(CUSTOMER, job_id):
                    sign(self.deps.store, CUSTOMER, job_id)
            if step is last:
                break
        return finding

    def finish(self) -> RunId:
        run_id = self.open()
        self.until(run_id, Step.AUDIT)
        return run_id

    def results(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self.simulated.profiles["applicantworkflows"][self.workflow].entries(
            "assessmentresults"
        )
        return entries

    def status(self) -> str:
        return str(self.simulated.profiles["applicantworkflows"][self.workflow].fields["status"]["id"])

    def put(self, name: str, value: object) -> None:
        """Somebody in iCIMS changes a field of the application."""
        self.simulated.profiles["applicantworkflows"][self.workflow].fields[name] = value

    def held(self, name: str) -> object:
        return self.simulated.profiles["applicantworkflows"][self.workflow].fields.get(name)

    def map_fields(self, mapping: dict[str, Any]) -> None:
        tenant = self.deps.tenants[CUSTOMER]
        self.deps.tenants[CUSTOMER] = Tenant(tenant.settings, tenant.client, FieldMapping.parse(mapping))

    def until_scored_as(self, query: Callable[[str], Any], card: dict[str, Any]) -> RunId:
        """A run that stands before the write-back, with these parts of its card."""
        run_id = self.open()
        self.until(run_id, Step.FLAG)
        given = json.dumps(card).replace("'", "\u2019").replace(":", "\\:")
        query(
            f"UPDATE findings SET payload = jsonb_set(payload, '{{card}}', payload->'card' || '{given}') "  # noqa: S608
            f"WHERE step = 'flag' AND run_id = '{run_id}'"
        )
        return run_id

    def calls(self, method: str) -> int:
        counted, _, _ = self.state.usages[CUSTOMER].snapshot()
        return sum(count for call, count in counted.items() if call.startswith(method))


@contextmanager
def open_desk(deps: Deps, redis: Redis) -> Iterator[Desk]:
    """A simulated iCIMS with that one application, and the steps against it."""
    state = SimulatorState()
    with serve(state) as url:
        simulated = state.add_tenant(CUSTOMER)
        job = simulated.add_job("Engineer", qualifications="<ul><li>5+ years of Python</li><li>SQL and AWS</li></ul>")
        person = simulated.add_person("Ida", "Sample", "ida@example.com", StoredFile(RESUME, "ida.txt", "text/plain"))
        workflow = simulated.add_application(person, job)
        tenant = TenantSettings(
            CUSTOMER,
            url,
            f"{url}/oauth/token",
            client_id="simulator-client",
            client_secret="simulator-secret",
            known_answer_share=0,  # drawn by a random id, one run in fifty would have a review more
        )
        deps.store._review_rules = {CUSTOMER: tenant.review_rules}
        client = IcimsClient(access_of(tenant, 2.0), redis=redis)
        deps.tenants[CUSTOMER] = Tenant(tenant, client, FieldMapping())
        yield Desk(deps, state, simulated, int(workflow), RolloutMode.ASSIST)
        client.close()
        if "reader" in deps.__dict__:
            deps.reader.close()
