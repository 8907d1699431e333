"""An opted-out application through the five steps: never read, never scored, handed to a person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from redis import Redis
from signed_contracts import sign

from icims.client import IcimsClient
from icims.fields import FieldMapping
from icims.simulator import Field, Kind, SimulatorState, StoredFile, serve
from icims.simulator import Tenant as SimulatedTenant
from scoring.errors import QuotaExhaustedError
from scoring.regulations import RequestKind
from scoring.run import RolloutMode, RunId, Step
from settings import TenantSettings
from store import Finding, Opening
from tasks import candidate_requests
from tasks.audit import audit
from tasks.deps import Deps, Tenant, access_of
from tasks.extract import extract
from tasks.flag import flag
from tasks.match import match
from tasks.proof import prove
from tasks.regulation_file import regulations
from tasks.write_back import write_back

CUSTOMER, TODAY = "7383", date(2026, 11, 23)
WORK = dict(zip(Step, (extract, match, flag, write_back, audit), strict=True))
RESUME = b"""Summary
Engineer with six years of Python and PostgreSQL in payment systems.

Experience
Software Engineer, Example Payments, 2018 - 2024
Built Python services on AWS with PostgreSQL, wrote SQL reports and led code reviews for a team of five.
"""


@dataclass
class Desk:
    """One application to one signed, assisted requisition of a tenant with fields for the score and for tags."""

    deps: Deps
    state: SimulatorState
    simulated: SimulatedTenant
    workflow: str
    job: str

    def open(self, event: str = "event") -> RunId:
        opened = self.deps.store.inbox.open_run(Opening(CUSTOMER, self.workflow, event, "status_changed", self.job))
        assert opened.run_id is not None
        return opened.run_id

    def perform(self, run_id: RunId, step: Step) -> Finding:
        claimed = self.deps.store.runs.claim(run_id, step, 60)
        assert claimed is not None
        finding = WORK[step](claimed.dossier, self.deps)
        self.deps.store.runs.record(claimed.dossier, finding, 1)
        return finding

    def perform_all(self, run_id: RunId) -> list[Finding]:
        found = [self.perform(run_id, Step.EXTRACT)]
        if not self.deps.store.contracts.holds(CUSTOMER, self.job):
            self.deps.store.requisitions.set_mode(CUSTOMER, self.job, RolloutMode.ASSIST, "user:test")
            sign(self.deps.store, CUSTOMER, self.job)
        return found + [self.perform(run_id, step) for step in list(Step)[1:]]

    def ask(self, kind: RequestKind) -> int:
        return candidate_requests.receive(
            self.deps.store, regulations(), CUSTOMER, self.workflow, kind, TODAY, "user:test", details="please"
        )

    def newest(self) -> RunId:
        return self.deps.store.reports.runs_of(CUSTOMER, self.workflow)[0]

    @property
    def fields(self) -> dict[str, Any]:
        return dict(self.simulated.profiles["applicantworkflows"][int(self.workflow)].fields)

    @property
    def results(self) -> list[dict[str, Any]]:
        return list(self.simulated.profiles["applicantworkflows"][int(self.workflow)].entries("assessmentresults"))

    def calls(self, name: str) -> int:
        counted, _, _ = self.state.usages[CUSTOMER].snapshot()
        return sum(count for call, count in counted.items() if name in call)


@pytest.fixture
def desk(deps: Deps, redis: Redis) -> Iterator[Desk]:
    state = SimulatorState()
    with serve(state) as url:
        simulated = state.add_tenant(CUSTOMER)
        simulated.add_field("applicantworkflows", Field("field51001", Kind.NUMBER, "Score"))
        simulated.add_field("applicantworkflows", Field("field51002", Kind.TEXT, "Tags"))
        simulated.add_field("applicantworkflows", Field("field51003", Kind.TEXT, "Recruiter"))
        job = simulated.add_job("Engineer", qualifications="<ul><li>5+ years of Python</li><li>SQL and AWS</li></ul>")
        person = simulated.add_person("Ida", "Sample", "ida@example.com", StoredFile(RESUME, "ida.txt", "text/plain"))
        workflow = simulated.add_application(person, job)
        tenant = TenantSettings(
            CUSTOMER, url, f"{url}/oauth/token", client_id="simulator-client", client_secret="simulator-secret"
        )
        client = IcimsClient(access_of(tenant, 2.0), redis=redis)
        mapping = FieldMapping.parse(
            {
                "fields": {
                    "AI_Match_Score": {"field": "field51001", "type": "number"},
                    "tags": {"field": "field51002", "type": "text"},
                }
            }
        )
        deps.tenants[CUSTOMER] = Tenant(tenant, client, mapping)
        yield Desk(deps, state, simulated, str(workflow), str(job))
        client.close()
        if "reader" in deps.__dict__:
            deps.reader.close()


def test_whoever_opted_out_before_is_not_even_read_and_gets_one_tag(desk: Desk) -> None:
    desk.ask(RequestKind.OPT_OUT)

    extracted, _, flagged, written, _ = desk.perform_all(desk.open())

    assert extracted.payload["abstention"]["reason"] == "opted_out"
    assert extracted.payload["answers"] == []
    assert flagged.payload["card"]["score"] is None
    assert flagged.payload["card"]["criteria"] == []
    assert written.note.action == "write_back.tagged"
    assert desk.fields["field51002"] == "AI_Review_Required"
    assert "field51001" not in desk.fields
    assert desk.results == []
    assert desk.calls("binary") + desk.calls("resume") == 0


def test_an_opt_out_after_the_score_runs_again_and_takes_the_score_out_of_the_result(desk: Desk) -> None:
    desk.perform_all(desk.open())
    [before] = [dict(entry) for entry in desk.results]

    desk.ask(RequestKind.OPT_OUT)
    desk.perform_all(desk.newest())

    [after] = desk.results
    assert before["assessmentscore"] > 0
    assert desk.calls("binary") + desk.calls("resume") > 0
    assert after["assessmentstatus"]["value"] == "Incomplete"
    assert "assessmentscore" not in after
    assert after["assessmentresult"] == after["assessmentnotes"] == "Not assessed by software; a person decides."
    [ranked] = desk.deps.store.reports.ranking(CUSTOMER, desk.job)
    assert (ranked.score, ranked.abstained) == (None, "opted_out")


def test_an_opt_out_empties_the_fields_that_we_filled_and_only_those(desk: Desk) -> None:
    desk.perform_all(desk.open())
    held = desk.simulated.profiles["applicantworkflows"][int(desk.workflow)].fields
    held["field51003"] = "a recruiter's own"
    scored = desk.fields["field51001"]

    desk.ask(RequestKind.OPT_OUT)
    *_, written, _ = desk.perform_all(desk.newest())

    assert scored > 0
    assert "field51001" not in desk.fields
    assert desk.fields["field51002"] == "AI_Review_Required"
    assert desk.fields["field51003"] == "a recruiter's own"
    assert written.note.action == "write_back.taken_back"
    assert set(written.note.output["fields"]) == {"field51001", "field51002"}


def test_what_a_recruiter_wrote_over_ours_stays_when_the_candidate_opts_out(desk: Desk) -> None:
    desk.perform_all(desk.open())
    desk.simulated.profiles["applicantworkflows"][int(desk.workflow)].fields["field51001"] = 12

    desk.ask(RequestKind.OPT_OUT)
    *_, written, _ = desk.perform_all(desk.newest())

    assert desk.fields["field51001"] == 12
    assert written.note.output["conflicts"] == ["field51001"]


def test_what_was_said_is_taken_back_once_and_the_nightly_proof_expects_it_gone(desk: Desk) -> None:
    desk.perform_all(desk.open())
    desk.ask(RequestKind.OPT_OUT)
    desk.perform_all(desk.newest())
    writes = desk.calls("PATCH")

    *_, again, _ = desk.perform_all(desk.open("another event"))
    proof = prove(desk.deps, desk.deps.tenants[CUSTOMER])

    assert again.note.action == "write_back.unchanged"
    assert writes > 0
    assert desk.calls("PATCH") == writes
    assert (proof.compared, proof.differing) == (1, 0)


def test_the_proof_sees_a_score_that_somebody_puts_back_after_an_opt_out(desk: Desk) -> None:
    desk.perform_all(desk.open())
    desk.ask(RequestKind.OPT_OUT)
    desk.perform_all(desk.newest())
    desk.simulated.profiles["applicantworkflows"][int(desk.workflow)].fields["field51001"] = 91

    assert prove(desk.deps, desk.deps.tenants[CUSTOMER]).differing == 1
    [found] = desk.deps.store.differences.unresolved(CUSTOMER)
    assert found.field == "field51001"


def test_an_opt_out_is_honoured_after_the_requisition_went_back_to_shadow(desk: Desk) -> None:
    desk.perform_all(desk.open())
    desk.deps.store.requisitions.set_mode(CUSTOMER, desk.job, RolloutMode.SHADOW, "user:test")

    desk.ask(RequestKind.OPT_OUT)
    desk.perform_all(desk.newest())

    [after] = desk.results
    assert "assessmentscore" not in after
    assert "field51001" not in desk.fields


def test_an_opt_out_empties_the_hidden_field_of_shadow_mode_and_opens_no_result(desk: Desk) -> None:
    desk.deps.tenants[CUSTOMER] = replace(
        desk.deps.tenants[CUSTOMER], mapping=FieldMapping.parse({"shadow_field": "field51001"})
    )
    desk.perform(shadowed := desk.open(), Step.EXTRACT)
    for step in list(Step)[1:]:
        desk.perform(shadowed, step)
    hidden = desk.fields["field51001"]

    desk.ask(RequestKind.OPT_OUT)
    for step in Step:
        desk.perform(desk.newest(), step)

    assert hidden > 0
    assert "field51001" not in desk.fields
    assert desk.results == []


def test_nothing_is_taken_back_while_everything_is_stopped(desk: Desk) -> None:
    desk.perform_all(desk.open())
    desk.ask(RequestKind.OPT_OUT)
    run_id = desk.newest()
    for step in list(Step)[:3]:
        desk.perform(run_id, step)
    desk.deps.store.stops.press("all", "user:test", "test", CUSTOMER)

    with pytest.raises(QuotaExhaustedError):
        desk.perform(run_id, Step.WRITE_BACK)
    assert desk.fields["field51001"] > 0


def test_an_opt_out_that_arrives_between_reading_and_scoring_still_holds(desk: Desk) -> None:
    run_id = desk.open()
    desk.perform(run_id, Step.EXTRACT)
    desk.perform(run_id, Step.MATCH)

    desk.ask(RequestKind.OPT_OUT)
    flagged = desk.perform(run_id, Step.FLAG)

    assert flagged.payload["card"]["abstained"] == "opted_out"
    assert flagged.payload["card"]["score"] is None


def test_an_opt_out_that_is_taken_back_lets_the_application_be_scored(desk: Desk) -> None:
    request_id = desk.ask(RequestKind.OPT_OUT)
    desk.perform_all(desk.open())

    candidate_requests.end(desk.deps.store, request_id, "withdrawn", "", "user:test")
    *_, flagged, _, _ = desk.perform_all(desk.newest())

    assert flagged.payload["card"]["score"] > 0
    assert len(desk.results) == 1


@pytest.mark.parametrize("kind", [RequestKind.HUMAN_REVIEW, RequestKind.CORRECTION, RequestKind.EXPLANATION])
def test_other_requests_start_nothing(desk: Desk, kind: RequestKind) -> None:
    run_id = desk.open()
    desk.perform_all(run_id)

    desk.ask(kind)

    assert desk.newest() == run_id
    assert not desk.deps.store.requests.opted_out(CUSTOMER, desk.workflow)


def test_what_the_candidate_wrote_stands_nowhere_on_record(desk: Desk, query: Callable[[str], list[Any]]) -> None:
    desk.ask(RequestKind.OPT_OUT)

    assert query("SELECT count(*) FROM audit_events WHERE action = 'request.received'") == [(1,)]
    assert query("SELECT count(*) FROM audit_events WHERE output::text LIKE '%please%'") == [(0,)]
