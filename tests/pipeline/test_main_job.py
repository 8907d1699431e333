from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from signed_in import SignedIn

from bench.installation import CUSTOMER, HOOK_CLIENT, HOOK_SECRET, INTEGRATION_USER, faults
from bench.workload import a_job, resumes
from scoring.access import Grant, Role
from scoring.run import RolloutMode, RunState

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("main_job"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def story(begin: Callable[..., Any]) -> Any:
    return begin()


def test_an_application_gets_its_explained_score_in_icims(story: Any, resume_cache: Path) -> None:
    [workflow] = story.applications(resumes(1, resume_cache), first_id=1)

    answered = story.send([workflow])
    story.wait([workflow], 60)

    application = story.installation.written(whole=True)["applications"][workflow]
    [result] = application["assessmentresults"]
    ranking = story.installation.store.reports.ranking(CUSTOMER, str(a_job()["id"]))
    [ranked] = [entry for entry in ranking if entry.workflow_id == workflow]
    assert answered["answers"] == {"200": 1}
    assert result["assessmentstatus"]["value"] == "Complete"
    assert result["assessmentscore"] == float(ranked.score)
    assert len(result["assessmentnotes"]) <= 192
    assert application["writes"] == {"POST assessmentresults": 1, "PATCH assessmentresults": 1}


def test_every_event_sent_three_times_in_random_order_gives_one_result_each(story: Any, resume_cache: Path) -> None:
    workflows = story.applications(resumes(60, resume_cache), first_id=100)
    before = story.installation.written()["result_entries"]

    answered = story.send(workflows, repeat=3, shuffle=True, gzip_share=0.5, parallel=8)
    story.wait(workflows, 240)

    written = story.installation.written()
    assert answered["answers"] == {"200": 180}
    assert written["result_entries"] - before == 60
    assert written["doubled_results"] == written["duplicate_writes"] == 0
    runs = [story.installation.store.reports.runs_of(CUSTOMER, workflow) for workflow in workflows]
    assert [len(found) for found in runs] == [1] * 60


def test_a_fifth_of_all_calls_failing_loses_and_doubles_nothing(story: Any, resume_cache: Path) -> None:
    workflows = story.applications(resumes(40, resume_cache), first_id=1000)
    each = {"path": "^/customers/", "probability": 0.05}
    rules = (
        {"kind": "status", "status": 429, "retry_after": 1, "headers": {"x-ratelimit-remaining": "500"}, **each},
        {"kind": "status", "status": 500, "seed": 1, **each},
        {"kind": "timeout", "seconds": 3.0, "seed": 2, **each},
        {"kind": "dropped_after_success", "seed": 3, **each},
    )

    with faults(story.installation.sim, *rules):
        story.send(workflows)
        runs = story.wait(workflows, 400)

    applications = story.installation.written(whole=True)["applications"]
    results = {workflow: applications[workflow]["assessmentresults"] for workflow in workflows}
    assert {run.state for run in runs.values()} <= {RunState.SCORED, RunState.ABSTAINED}
    assert [len(entries) for entries in results.values()] == [1] * 40
    for workflow, [entry] in results.items():
        scored = runs[workflow].state is RunState.SCORED
        assert entry["assessmentstatus"]["value"] == ("Complete" if scored else "Incomplete")
        assert entry.get("assessmentscore") == (float(runs[workflow].score) if scored else None)


def test_nothing_reaches_icims_in_shadow_mode(story: Any, resume_cache: Path) -> None:
    job_id = str(a_job()["id"])
    workflows = story.applications(resumes(5, resume_cache), first_id=2000)
    known = story.applications(resumes(1, resume_cache), first_id=2500)
    story.send(known)
    story.wait(known, 60)
    story.installation.store.requisitions.set_mode(CUSTOMER, job_id, RolloutMode.SHADOW, "user:test")

    story.send(workflows)
    story.wait(workflows, 60)
    story.installation.store.requisitions.set_mode(CUSTOMER, job_id, RolloutMode.ASSIST, "user:test")

    applications = story.installation.written(whole=True)["applications"]
    assert [applications[workflow]["writes"] for workflow in workflows] == [{}] * 5
    ranked = story.installation.store.reports.ranking(CUSTOMER, job_id, limit=500)
    assert set(workflows) <= {entry.workflow_id for entry in ranked}


def test_an_event_of_our_own_user_starts_nothing(story: Any, resume_cache: Path) -> None:
    [workflow] = story.applications(resumes(1, resume_cache), first_id=3000)
    event = {
        "systemId": workflow,
        "eventType": "WorkFlowStatusChangeEvent",
        "customerId": CUSTOMER,
        "userId": str(INTEGRATION_USER),
        "newStatus": "10100",
    }

    answer = requests.post(f"{story.web}/webhooks/icims", json=event, auth=(HOOK_CLIENT, HOOK_SECRET), timeout=10)

    assert (answer.status_code, answer.json()["runs"]) == (200, [])
    assert story.installation.store.reports.runs_of(CUSTOMER, workflow) == ()


def test_the_pages_show_the_ranking_and_the_card(story: Any, resume_cache: Path) -> None:
    story.send(story.applications(resumes(1, resume_cache), first_id=4000))
    story.wait([str(504_000)], 60)
    [best, *_] = story.installation.store.reports.ranking(CUSTOMER, str(a_job()["id"]))

    with SignedIn(story.web, story.installation.store, Grant(Role.RECRUITER, CUSTOMER)) as recruiter:
        ranking = recruiter.get(f"/requisitions/{CUSTOMER}/{a_job()['id']}")
        card = recruiter.get(f"/applications/{CUSTOMER}/{best.workflow_id}", allow_redirects=True)

    assert f"Application {best.workflow_id}" in ranking.text
    assert "<mark" in card.text
