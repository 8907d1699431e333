"""The notice to candidates through a real worker: what waits is not in iCIMS, and comes there once it may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.installation import CUSTOMER, wait_until
from bench.workload import a_job, resumes

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("notice"), pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def story(begin: Callable[..., Any]) -> Any:
    return begin()


def test_scores_reach_icims_only_after_the_notice_and_then_by_themselves(story: Any, resume_cache: Path) -> None:
    store, job = story.installation.store, str(a_job()["id"])
    store.notices.set_places(CUSTOMER, "", ["New York City"], "user:test")
    workflows = story.applications(resumes(3, resume_cache), first_id=1)

    story.send(workflows)
    story.wait(workflows, 120)
    held = story.installation.written()["result_entries"]
    published = datetime.now(UTC).date() - timedelta(days=60)
    store.notices.publish(CUSTOMER, job, published, "careers page", "0" * 64, "user:test")
    story.installation.ring("scoring.release_notices")
    wait_until(lambda: story.installation.written()["result_entries"] == 3, 120, "results are missing", pause=0.5)

    assert held == 0
    assert story.installation.written()["doubled_results"] == 0
