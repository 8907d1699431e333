"""The stop button against real workers in the middle of a batch: nothing more is written; lifted, all is, once."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from flask import request
from signed_in import SignedIn

from bench.installation import CUSTOMER, faults, wait_until
from bench.workload import sound_resumes
from scoring.access import Grant, Role
from scoring.run import RunState, Step

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("stopped_workers"), pytest.mark.timeout(600)]
WORKERS = 2
APPLICATIONS = 24
STOPPED = "writing to iCIMS is stopped by an operator"


@dataclass
class Writes:
    """When each change reached the simulator, by the clock of this process."""

    at: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self) -> None:
        if request.method in {"POST", "PUT", "PATCH", "DELETE"} and request.path.startswith("/customers/"):
            with self._lock:
                self.at.append(time.monotonic())


@pytest.fixture(scope="module")
def writes() -> Writes:
    return Writes()


@pytest.fixture(scope="module")
def story(begin: Callable[..., Any], writes: Writes) -> Any:
    return begin(concurrency=WORKERS, watch=writes.note)


@pytest.fixture(scope="module")
def first_ids() -> Iterator[int]:
    """So that no application of one test is one of another."""
    return count(1, 1000)


@pytest.fixture
def operator(story: Any) -> Iterator[SignedIn]:
    with SignedIn(story.web, story.installation.store, Grant(Role.OPERATOR)) as session:
        yield session


@pytest.mark.parametrize("customer_id", [CUSTOMER, ""], ids=["of-the-tenant", "of-everything"])
def test_after_the_press_nothing_is_written_and_after_the_lift_everything_once(
    story: Any, writes: Writes, operator: SignedIn, first_ids: Iterator[int], customer_id: str
) -> None:
    store, before = story.installation.store, len(writes.at)
    files = [
        (f"resume{number}{suffix}", content) for number, (suffix, content) in enumerate(sound_resumes(APPLICATIONS))
    ]
    workflows = story.applications(files, first_id=next(first_ids))

    with faults(
        story.installation.sim, {"kind": "slow", "seconds": 0.2, "path": "^/customers/", "method": "POST|PATCH"}
    ):
        story.send(workflows)
        wait_until(lambda: len(writes.at) - before >= APPLICATIONS // 2, 120, "too few writes")
        pressed = operator.submit("/stops", "/stops", what="all", customer=customer_id, reason="A test of the button.")
        pressed_at = time.monotonic()
        wait_until(lambda: waiting(story) == still_open(story), 120, "the runs do not all wait")

    # A call that had passed its last look when the button was pressed may arrive; each process makes one at a time.
    late = [at for at in writes.at if at > pressed_at]
    written, held = len(writes.at), still_open(story)
    assert pressed.status_code == 303
    assert len(late) <= WORKERS
    assert APPLICATIONS // 4 < held <= APPLICATIONS

    store.waits.wake()
    wait_until(lambda: waiting(story) == held, 60, "the runs did not look again, or no longer wait")
    assert len(writes.at) == written
    assert "writing to iCIMS is stopped by an operator" in operator.get("/operations").text

    [stop] = store.stops.pressed()
    assert operator.submit(f"/stops/{stop.id}/lift", "/stops").status_code == 303
    runs = story.wait(workflows, 240)

    applications = story.installation.written(whole=True)["applications"]
    assert {run.state for run in runs.values()} == {RunState.SCORED}
    assert [len(applications[workflow]["assessmentresults"]) for workflow in workflows] == [1] * APPLICATIONS
    assert {tuple(sorted(applications[workflow]["writes"].items())) for workflow in workflows} == {
        (("PATCH assessmentresults", 1), ("POST assessmentresults", 1))
    }


def still_open(story: Any) -> int:
    return int(story.installation.store.reports.health().by_state.get("open", 0))


def waiting(story: Any) -> int:
    """Runs in the state that the operations page names: before the write-back, because of the button."""
    waits = [wait for wait in story.installation.store.waits.reasons() if wait.reason == STOPPED]
    assert {wait.step for wait in waits} <= {Step.WRITE_BACK}
    return sum(wait.runs for wait in waits)
