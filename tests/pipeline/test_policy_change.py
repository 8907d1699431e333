"""A change of policy over the pages of a whole installation: what is scored afterwards stands in the new tiers."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from signed_in import SignedIn

from bench.installation import CUSTOMER, wait_until
from bench.workload import a_job, resumes
from scoring.access import Grant, Role
from store import RankedApplication, Store

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("policy_change"), pytest.mark.timeout(600)]
JOB = str(a_job()["id"])


@pytest.fixture(scope="module")
def story(begin: Callable[..., Any]) -> Any:
    return begin()


def ranked(store: Store, workflow: str) -> RankedApplication:
    [found] = [entry for entry in store.reports.ranking(CUSTOMER, JOB) if entry.workflow_id == workflow]
    return found


def test_a_change_that_two_people_made_decides_the_tier_of_the_next_application(story: Any, resume_cache: Path) -> None:
    store, [file] = story.installation.store, resumes(1, resume_cache)
    [before] = story.applications([file], first_id=1)
    story.send([before])
    story.wait([before], 90)
    score = ranked(store, before).score
    place = {"customer": CUSTOMER, "job": JOB}
    with (
        SignedIn(story.web, store, Grant(Role.RECRUITER, CUSTOMER)) as maria,
        SignedIn(story.web, store, Grant(Role.ADMIN)) as tom,
    ):
        cut_offs = {"possible": str(score / 2), "strong": str(score)}
        proposed = maria.submit("/policy/propose", **place, **cut_offs, reason="The best of them first")
        proposal = int(proposed.headers["Location"].rpartition("/")[2])
        for trial in ("simulate", "canary"):
            maria.submit(f"/policy/proposals/{proposal}/{trial}", applications="20")
        wait_until(
            lambda: {trial.state for trial in store.policy_trials.newest(proposal)} == {"done"}, 180, "trials go on"
        )
        tom.submit(f"/policy/proposals/{proposal}/activate", without_trial="The canary set is about other jobs")
    [after] = story.applications([file], first_id=2)
    story.send([after])
    story.wait([after], 90)

    assert Decimal(0) < score < 85
    assert (ranked(store, after).score, ranked(store, after).tier) == (score, "strong")
    assert ranked(store, before).tier != "strong"
