"""What goes wrong with files, jobs and events, through a real worker, broker and database."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from troubled_files import ABSTAINED, MISNAMED, a_docx, a_pdf

from bench.contracts import sign_contracts
from bench.installation import CUSTOMER, HOOK_CLIENT, HOOK_SECRET, seed, wait_until
from bench.workload import a_job
from scoring.advice import advice_for
from scoring.run import RunState
from store import PastRun

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("trouble"), pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Trouble:
    """An installation, and what a person would look at afterwards."""

    story: Any

    def job(self, number: int, **changes: Any) -> dict[str, Any]:
        return {**a_job(), "id": number, **changes}

    def seed(self, resumes: list[tuple[str, bytes]], first_id: int, job: dict[str, Any]) -> list[str]:
        return seed(self.story.installation.sim, resumes, job, first_id=first_id)

    def sign(self) -> None:
        """As a recruiter does, whatever rubric waits for it."""
        installation = self.story.installation
        sign_contracts(installation.store, installation.env, CUSTOMER, installation.written()["jobs"])

    def history(self, workflow: str) -> tuple[PastRun, ...]:
        return self.story.installation.store.histories.of_application(CUSTOMER, workflow)

    def wait(self, workflows: list[str], runs: int = 1) -> list[PastRun]:
        """The newest run of each application, once each has had so many and none is open."""

        def final() -> bool:
            histories = [self.history(workflow) for workflow in workflows]
            return all(len(h) >= runs and all(run.state is not RunState.OPEN for run in h) for h in histories)

        wait_until(final, 120, f"{workflows} are not final", pause=0.3)
        return [self.history(workflow)[0] for workflow in workflows]

    def send(self, workflows: list[str], **options: Any) -> None:
        self.story.send(workflows, **options)

    def result(self, workflow: str) -> dict[str, Any]:
        """The one result that iCIMS holds for the application."""
        [result] = self.application(workflow)["assessmentresults"]
        return dict(result)

    def application(self, workflow: str) -> dict[str, Any]:
        return dict(self.story.installation.written(whole=True)["applications"][workflow])

    def command(self, *arguments: str) -> str:
        """What ``icims-scoring`` prints in the environment of the installation; it has to succeed."""
        installation = self.story.installation
        program = [sys.executable, "-c", "from app.cli import main; main()", *arguments]
        done = subprocess.run(program, env=installation.env, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def finding(self, run: PastRun, step: str) -> dict[str, Any]:
        return dict(json.loads(self.command("runs", "show", "--json", run.run_id))["findings"][step])


@pytest.fixture(scope="module")
def trouble(begin: Callable[..., Any]) -> Trouble:
    return Trouble(begin())


@pytest.fixture(scope="module")
def files(trouble: Trouble) -> dict[str, tuple[str, bytes, PastRun]]:
    """(application, content, run) of every troubled and every misnamed file, all sent at once."""
    contents = {name: (file, make()) for name, (file, make, _) in ABSTAINED.items()}
    contents |= {name: (file, make()) for name, (file, make) in MISNAMED.items()}
    workflows = trouble.seed(list(contents.values()), 1, trouble.job(5001))
    trouble.send(workflows)
    runs = trouble.wait(workflows)
    return {
        name: (workflow, contents[name][1], run) for name, workflow, run in zip(contents, workflows, runs, strict=True)
    }


@pytest.mark.parametrize("name", ABSTAINED)
def test_a_file_that_cannot_be_read_is_abstained_with_its_reason(files: dict[str, Any], name: str) -> None:
    _, _, run = files[name]

    assert (run.state, run.abstained, run.score) == (RunState.ABSTAINED, ABSTAINED[name][2], None)


@pytest.mark.parametrize("name", ABSTAINED)
def test_icims_is_told_what_a_person_should_do_and_no_score(trouble: Trouble, files: Any, name: str) -> None:
    result = trouble.result(files[name][0])

    assert result["assessmentstatus"]["value"] == "Incomplete"
    assert "assessmentscore" not in result
    assert result["assessmentresult"] == f"Needs a person's review: {ABSTAINED[name][2].replace('_', ' ')}"
    assert result["assessmentnotes"] == str(advice_for(ABSTAINED[name][2]))


@pytest.mark.parametrize("name", MISNAMED)
def test_a_readable_file_is_scored_whatever_its_name_says(trouble: Trouble, files: Any, name: str) -> None:
    workflow, _, run = files[name]

    assert run.state is RunState.SCORED
    assert trouble.result(workflow)["assessmentscore"] == float(run.score)


@pytest.mark.parametrize("name", [*ABSTAINED, *MISNAMED])
def test_the_original_in_icims_is_untouched(trouble: Trouble, files: dict[str, Any], name: str) -> None:
    workflow, content, _ = files[name]
    tenant = trouble.story.simulator.tenants[CUSTOMER]

    person = tenant.profiles["people"][trouble.application(workflow)["person"]]

    assert person.files["resume"].content == content
    assert not person.writes


def test_no_worker_was_lost_over_any_file(trouble: Trouble, files: dict[str, Any]) -> None:
    runs = [run.run_id for _, _, run in files.values()]

    attempts = [step[1] for run_id in runs for step in trouble.story.installation.store.reports.run(run_id).timings]

    assert attempts == [1] * 5 * len(runs)


def test_a_candidate_without_a_resume_is_abstained(trouble: Trouble) -> None:
    [workflow] = trouble.seed([("resume.pdf", a_pdf())], 100, trouble.job(5005))
    tenant = trouble.story.simulator.tenants[CUSTOMER]
    tenant.profiles["people"][200_100].files.clear()

    trouble.send([workflow])

    assert trouble.wait([workflow])[0].abstained == "no_resume"
    assert trouble.result(workflow)["assessmentnotes"] == str(advice_for("no_resume"))


def test_an_application_that_icims_does_not_know_dies_and_is_scored_after_a_replay(trouble: Trouble) -> None:
    workflow = "500200"
    post_event(trouble, {"systemId": workflow, "jobId": "5006", "personId": "200200"})
    [died] = trouble.wait([workflow])
    [letter] = [line for line in trouble.command("runs", "dead-letters").splitlines() if died.run_id in line]
    trouble.seed([("resume.docx", a_docx())], 200, trouble.job(5006))
    trouble.sign()

    said = trouble.command("runs", "dead-letters", "--replay", letter.split()[0])

    assert (died.state, "404" in letter, "permanent" in letter) == (RunState.DEAD, True, True)
    assert f"run {died.run_id} continues at extract" in said
    [run] = trouble.wait([workflow])
    assert (run.run_id, run.state) == (died.run_id, RunState.SCORED)
    assert trouble.result(workflow)["assessmentscore"] == float(run.score)
    assert died.run_id not in trouble.command("runs", "dead-letters")


def test_a_changed_job_gets_a_new_rubric_and_its_pool_is_scored_again_once_that_is_signed(trouble: Trouble) -> None:
    workflows = trouble.seed([(f"resume{n}.docx", a_docx()) for n in range(5)], 300, trouble.job(5002))
    others = trouble.seed([("resume.docx", a_docx())], 310, trouble.job(5003))
    trouble.send([*workflows, *others])
    before = trouble.wait([*workflows, *others])
    change_job(trouble, 5002, qualifications="Required: 5 years of experience with Rust. Required: PostgreSQL.")

    night(trouble)
    unsigned = [len(trouble.history(workflow)) for workflow in workflows]
    trouble.sign()
    for _ in range(2):
        night(trouble)
    after = trouble.wait(workflows, runs=2)

    assert unsigned == [1] * 5
    assert [len(trouble.history(workflow)) for workflow in (*workflows, *others)] == [2] * 5 + [1]
    assert {run.cause for run in after} == {"rescore"}
    assert {run.rubric_version for run in after}.isdisjoint({run.rubric_version for run in before})
    for workflow, run in zip(workflows, after, strict=True):
        assert trouble.result(workflow)["assessmentscore"] == float(run.score)


def test_a_rescoring_that_changes_nothing_writes_nothing(trouble: Trouble) -> None:
    workflows = trouble.seed([(f"resume{n}.docx", a_docx()) for n in range(3)], 400, trouble.job(5004))
    trouble.send(workflows)
    trouble.wait(workflows)
    written = [trouble.application(workflow)["writes"] for workflow in workflows]

    assert trouble.command("rescore", "--requisition", "5004").strip() == "3 runs opened"
    again = trouble.wait(workflows, runs=2)

    assert [run.state for run in again] == [RunState.SCORED] * 3
    assert [trouble.application(workflow)["writes"] for workflow in workflows] == written
    assert all(writes == {"POST assessmentresults": 1, "PATCH assessmentresults": 1} for writes in written)
    assert trouble.finding(again[0], "write_back")["receipts"] == []


def test_reconciliation_finds_the_applications_whose_event_never_came(trouble: Trouble) -> None:
    workflows = trouble.seed([(f"resume{n}.docx", a_docx()) for n in range(4)], 500, trouble.job(5007))
    trouble.send(workflows, lose=1.0)
    missed = [trouble.history(workflow) for workflow in workflows]

    trouble.story.installation.ring("scoring.reconcile")

    found = trouble.wait(workflows)
    assert missed == [()] * 4
    assert {(run.cause, run.state) for run in found} == {("reconciliation", RunState.SCORED)}
    assert all(trouble.result(workflow) for workflow in workflows)


def post_event(trouble: Trouble, content: dict[str, str]) -> None:
    event = {
        "eventType": "WorkFlowStatusChangeEvent",
        "customerId": CUSTOMER,
        "userId": "9",
        "newStatus": "1",
        **content,
    }
    answer = requests.post(
        f"{trouble.story.web}/webhooks/icims", json=event, auth=(HOOK_CLIENT, HOOK_SECRET), timeout=10
    )
    assert answer.status_code == 200


def change_job(trouble: Trouble, number: int, **changes: str) -> None:
    """As a recruiter would, in iCIMS; no event tells of it."""
    sim = trouble.story.installation.sim
    token = requests.post(
        f"{sim}/oauth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": "bench-client",
            "client_secret": "bench-secret",
            "audience": "https://api.icims.com/v1/",
        },
        timeout=10,
    ).json()["access_token"]
    answer = requests.patch(
        f"{sim}/customers/{CUSTOMER}/jobs/{number}",
        json=changes,
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.ok, answer.text


def night(trouble: Trouble) -> None:
    """Start the nightly rescoring, as on another night than the last, and wait for its end."""
    installation = trouble.story.installation
    log = Path(installation.log_dir / "worker.log")
    ended = log.read_text().count("talent_pool_rescored")
    engine = sa.create_engine(installation.database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM scheduled_slots"))
    engine.dispose()
    installation.ring("scoring.rescore_talent_pool")
    wait_until(lambda: log.read_text().count("talent_pool_rescored") > ended, 60, "the night does not end")
