"""The five steps in this process, against a real ledger and a simulated iCIMS: what is written, when, how often."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from signed_contracts import sign
from writing_desk import CUSTOMER, RESUME, Desk

from icims.fields import FieldMapping
from icims.simulator import FaultRule, Field, Kind, StoredFile
from scoring.errors import TransientError
from scoring.run import RolloutMode, Step
from store import Opening
from tasks import schedule
from tasks.deps import Tenant
from tasks.write_back import write_back


def test_a_later_run_that_finds_the_same_writes_nothing(desk: Desk) -> None:
    desk.finish()
    written = desk.calls("POST applicantworkflows") + desk.calls("PATCH")

    run_id = desk.open()
    finding = desk.until(run_id, Step.WRITE_BACK)

    assert finding.note.action == "write_back.unchanged"
    assert desk.calls("POST applicantworkflows") + desk.calls("PATCH") == written
    assert len(desk.results()) == 1


def test_a_changed_field_mapping_is_written_although_the_score_is_the_same(desk: Desk) -> None:
    desk.finish()
    tenant = desk.deps.tenants[CUSTOMER]
    desk.simulated.add_field("applicantworkflows", Field("field51001", Kind.NUMBER, "AI match"))
    mapping = FieldMapping.parse({"fields": {"AI_Match_Score": {"field": "field51001", "type": "number"}}})
    desk.deps.tenants[CUSTOMER] = Tenant(tenant.settings, tenant.client, mapping)

    desk.until(desk.open(), Step.WRITE_BACK)

    workflow = desk.simulated.profiles["applicantworkflows"][desk.workflow]
    assert workflow.fields["field51001"] == desk.results()[0]["assessmentscore"]


def test_a_result_that_somebody_deleted_in_icims_is_written_anew(desk: Desk, query: Callable[[str], Any]) -> None:
    desk.finish()
    desk.results().clear()
    desk.simulated.profiles["applicantworkflows"][desk.workflow].fields["assessmentresults"].clear()
    query("UPDATE write_backs SET written_sha256 = 'of another score'")
    run_id = desk.open()
    desk.until(run_id, Step.FLAG)

    held = desk.deps.store.runs.claim(run_id, Step.WRITE_BACK, 60).dossier
    with pytest.raises(TransientError, match="is gone"):
        write_back(held, desk.deps)
    finding = write_back(held, desk.deps)

    [entry] = desk.results()
    assert finding.note.output["entry_id"] == str(entry["entry"])
    assert entry["assessmentstatus"]["value"] == "Complete"


def test_what_a_broken_run_left_in_icims_is_put_right_by_the_next(desk: Desk, query: Callable[[str], Any]) -> None:
    desk.finish()
    [first] = desk.results()
    broken = desk.open()
    desk.until(broken, Step.FLAG)
    query(
        "UPDATE findings SET payload = jsonb_set(payload, '{card,score}', '1.25') "  # noqa: S608  an id of our own
        f"WHERE step = 'flag' AND run_id = '{broken}'"
    )
    desk.state.faults.put([FaultRule("dropped_after_success", method="PATCH")])
    held = desk.deps.store.runs.claim(broken, Step.WRITE_BACK, 60).dossier
    with pytest.raises(TransientError):
        write_back(held, desk.deps)
    desk.deps.store.dead_letters.bury(held, "attempts", "PATCH gave up", "digest")
    left = desk.results()[0]["assessmentscore"]
    desk.state.faults.put([])

    desk.finish()

    assert left == 1.25
    assert desk.results()[0]["assessmentscore"] == first["assessmentscore"] != left


def test_a_worker_that_lost_its_lease_while_posting_stops_there(desk: Desk, query: Callable[[str], Any]) -> None:
    run_id = desk.open()
    desk.until(run_id, Step.FLAG)
    desk.state.faults.put([FaultRule("slow", method="POST", path="assessmentresults", seconds=1.0)])
    held = desk.deps.store.runs.claim(run_id, Step.WRITE_BACK, 60).dossier

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_back, held, desk.deps)
        deadline = time.monotonic() + 10
        while query("SELECT count(*) FROM write_backs WHERE posts = 1") != [(1,)]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        query("UPDATE runs SET lease_token = gen_random_uuid()")

        with pytest.raises(TransientError, match="lease"):
            writing.result(20)

    assert desk.calls("PATCH") == 0


def test_shadow_writes_nothing_whatever_an_event_says_about_the_job(desk: Desk) -> None:
    desk.mode = RolloutMode.SHADOW
    run_id = desk.open()
    desk.until(run_id, Step.FLAG)
    other = str(desk.simulated.add_job("Other", qualifications="<ul><li>Java</li></ul>"))
    tenant = desk.deps.tenants[CUSTOMER]
    schedule.requisition_in_force(desk.deps, tenant, other)
    desk.deps.store.requisitions.set_mode(CUSTOMER, other, RolloutMode.ASSIST, "user:test")
    misled = Opening(CUSTOMER, str(desk.workflow), "event-of-another-job", "status_changed", job_id=other)
    desk.deps.store.inbox.open_run(misled)

    finding = desk.perform(run_id, Step.WRITE_BACK)

    assert finding.note.action == "write_back.withheld"
    assert desk.results() == []
    assert desk.calls("POST applicantworkflows") + desk.calls("PATCH") == 0


@pytest.mark.parametrize("mode", [RolloutMode.SHADOW, RolloutMode.ASSIST])
@pytest.mark.parametrize("resume", [RESUME, b""], ids=["scored", "abstained"])
def test_every_audit_event_of_a_run_says_who_what_when_and_on_which_grounds(
    desk: Desk, query: Callable[[str], Any], mode: RolloutMode, resume: bytes
) -> None:
    desk.mode = mode
    person = desk.simulated.add_person("Ada", "Other", "ada@example.com", StoredFile(resume, "ada.txt", "text/plain"))
    [job] = desk.simulated.profiles["jobs"]
    desk.workflow = int(desk.simulated.add_application(person, job))
    run_id = desk.finish()

    events = query(
        "SELECT action, trace_id, actor, customer_id, job_id, person_id, workflow_id, at, versions, inputs, output "  # noqa: S608  an id of our own
        f"FROM audit_events WHERE run_id = '{run_id}' ORDER BY id"
    )

    assert [event[0] for event in events][:1] == ["run.opened"]
    # What could not be read is left to a person, before the run is sealed.
    assert len(events) == (6 if resume else 7)
    for action, trace_id, actor, *ids, at, versions, inputs, output in events[1:]:
        assert trace_id == run_id, action
        assert actor == "service:icims-scoring"
        assert ids == [CUSTOMER, str(job), str(person), str(desk.workflow)], action
        assert at is not None
        assert versions["rubric"], action
        assert "resume_sha256" in inputs, action
        assert isinstance(output, dict)
        if action.split(".")[0] in ("score", "write_back", "run"):
            assert {"assessor", "model", "prompt", "rubric"} <= set(versions), action


@pytest.mark.parametrize("signs", [False, True])
def test_a_score_leaves_shadow_only_when_a_person_signed_its_rubric(desk: Desk, signs: bool) -> None:
    desk.signs = signs
    run_id = desk.open()

    finding = desk.until(run_id, Step.WRITE_BACK)

    assert finding.payload["mode"] == ("assist" if signs else "shadow")
    assert finding.note.output.get("unsigned", False) is not signs
    assert len(desk.results()) == signs


def test_a_job_that_changed_since_it_was_signed_is_scored_in_shadow_until_it_is_signed_again(desk: Desk) -> None:
    desk.finish()
    [job] = desk.simulated.profiles["jobs"]
    desk.simulated.profiles["jobs"][job].fields["qualifications"] = "<ul><li>5+ years of Java</li></ul>"
    desk.deps.store.requisitions.expire(CUSTOMER, str(job))
    desk.signs = False

    run_id = desk.open()
    desk.until(run_id, Step.AUDIT)
    sign(desk.deps.store, CUSTOMER, str(job))
    written = desk.until(desk.open(), Step.WRITE_BACK)

    assert desk.deps.store.reports.run(run_id).findings[Step.WRITE_BACK]["mode"] == "shadow"
    assert written.payload["mode"] == "assist"
    assert len(desk.results()) == 1


def test_a_rubric_that_returns_to_an_earlier_version_is_scored_again(desk: Desk) -> None:
    desk.signs = False  # what is signed would stay in force
    desk.finish()
    opened = []

    for wanted in ("Java", "Python", "Java"):
        [job] = desk.simulated.profiles["jobs"]
        desk.simulated.profiles["jobs"][job].fields["qualifications"] = f"<ul><li>5+ years of {wanted}</li></ul>"
        opened.append(schedule.rescore_pool(desk.deps))
        newest = desk.deps.store.reports.runs_of(CUSTOMER, str(desk.workflow))[0]
        if desk.deps.store.reports.run(newest).state == "open":
            desk.until(newest, Step.AUDIT)

    assert opened == [1, 1, 1]
