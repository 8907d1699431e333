"""The demo's own judgement: it must notice each way in which results can be wrong."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from demo.applications import invent_applications
from demo.outcome import COMPLETE, abstentions, disagreements
from demo.requisitions import demo_requisitions
from demo.tenant import Seeded
from scoring.run import RunId
from store import RankedApplication

ASSISTED, SHADOW, *_ = demo_requisitions()
SEEDED = Seeded(
    {
        "1": invent_applications(ASSISTED, 2)[0],
        "2": invent_applications(ASSISTED, 2)[1],
        "3": invent_applications(SHADOW, 1)[0],
    }
)


def ranked(workflow: str, score: str | None, abstained: str | None = None) -> RankedApplication:
    return RankedApplication(
        run_id=RunId("run"),
        workflow_id=workflow,
        person_id="7",
        score=None if score is None else Decimal(score),
        confidence=1.0,
        tier="possible",
        abstained=abstained,
        strongest="",
        missing=(),
        scored_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


RANKED = (ranked("1", "61.50"), ranked("2", None, "encrypted"))


def result(score: float | None = 61.5, status: str = COMPLETE) -> dict:
    return {"assessmentscore": score, "assessmentstatus": {"id": status}}


def held(*results: dict, writes: dict | None = None) -> dict:
    return {"assessmentresults": list(results), "writes": writes or {}}


def good() -> dict:
    return {"1": held(result()), "2": held(result(None, "D37002019002")), "3": held()}


def test_one_complete_result_for_each_score_is_right():
    assert disagreements(SEEDED, (ASSISTED,), RANKED, good()) == []


@pytest.mark.parametrize(
    ("workflow", "wrong", "complaint"),
    [
        pytest.param("1", held(), "scored and holds no complete result", id="lost"),
        pytest.param("1", held(result(), result()), "holds 2 results", id="doubled"),
        pytest.param("1", held(result(61.5, "D37002019003")), "no complete result", id="unfinished"),
        pytest.param("1", held(result(16.5)), "another score", id="another-score"),
        pytest.param("2", held(result(0)), "has no score and holds a result", id="a-score-for-an-abstention"),
        pytest.param("3", held(result()), "in shadow mode", id="a-result-in-shadow-mode"),
        pytest.param("3", held(writes={"PATCH": 1}), "in shadow mode", id="a-write-in-shadow-mode"),
    ],
)
def test_every_wrong_result_is_noticed(workflow, wrong, complaint):
    problems = disagreements(SEEDED, (ASSISTED,), RANKED, good() | {workflow: wrong})

    assert len(problems) == 1
    assert complaint in problems[0]
    assert workflow in problems[0]


def test_abstentions_are_counted_by_reason():
    listed = [ranked("1", None, "encrypted"), ranked("2", None, "image_only"), ranked("3", None, "image_only")]

    assert abstentions([*listed, ranked("4", "50")]) == {"image_only": 2, "encrypted": 1}
