"""From a finished run to a review, and from a decision into a simulated iCIMS: what is written, when, how often."""

import pytest
import sqlalchemy as sa
from signed_in import a_user
from writing_desk import CUSTOMER, Desk

from icims.fields import FieldMapping
from icims.simulator import FaultRule
from scoring.access import EVERYWHERE
from scoring.errors import InvalidInputError
from scoring.review import Decision, ReviewKind, Verdict
from scoring.run import RolloutMode, RunId, Step
from store import ReviewFilter, ReviewOpening, ReviewView
from tasks.deps import Tenant
from tasks.review_writes import write_next_decision

REASON = "The certificate that the job needs has run out."
REJECT = Decision(Verdict.REJECT, REASON)
ELSEWHERE = "C22001"


def decide(desk: Desk, run_id: RunId, decision: Decision, **opening: str) -> int:
    """Open a proposed rejection of this run, decide it, and let the time to undo pass."""
    store = desk.deps.store
    review = store.reviews.open(ReviewOpening(run_id, ReviewKind.PROPOSED_REJECTION, **opening))
    do(desk, "UPDATE reviews SET blind = false")
    store.review_decisions.decide(review, a_user(store, login=f"reviewer-{review}"), decision, grace_seconds=0)
    return review


def do(desk: Desk, statement: str) -> None:
    with desk.deps.store._engine.begin() as connection:
        connection.execute(sa.text(statement))


def view(desk: Desk, review: int) -> ReviewView:
    found = desk.deps.store.review_queue.find(review, a_user(desk.deps.store))
    assert found is not None
    return found


def status(desk: Desk) -> str:
    return str(desk.simulated.profiles["applicantworkflows"][desk.workflow].fields["status"])


def audited(desk: Desk, action: str) -> list[dict[str, object]]:
    with desk.deps.store._engine.begin() as connection:
        return [
            dict(row.output)
            for row in connection.execute(
                sa.text("SELECT output FROM audit_events WHERE action = :action"), {"action": action}
            )
        ]


@pytest.fixture
def guided(desk: Desk) -> Desk:
    desk.mode = RolloutMode.GUIDED
    return desk


def test_a_confirmed_rejection_moves_the_application_once_and_names_the_gap(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    score = guided.results()[0]["assessmentscore"]
    review = decide(guided, run_id, REJECT, proposed_status=ELSEWHERE)

    assert write_next_decision(guided.deps)
    assert not write_next_decision(guided.deps)

    (entry,) = guided.results()
    assert (ELSEWHERE in status(guided), ELSEWHERE in before) == (True, False)
    assert entry["assessmentnotes"].startswith(f"Not pursued by reviewer-{review}")
    assert REASON in entry["assessmentnotes"]
    assert entry["assessmentscore"] == score
    said = view(guided, review).said
    assert said is not None
    assert (said.written, view(guided, review).queued.state) == ("complete", "closed")
    (event,) = audited(guided, "decision.complete")
    assert (event["status"], event["verdict"], "notes" in event) == (ELSEWHERE, "reject", False)


def test_nothing_is_written_before_a_person_decides(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    guided.deps.store.reviews.open(ReviewOpening(run_id, ReviewKind.PROPOSED_REJECTION, proposed_status=ELSEWHERE))

    assert not write_next_decision(guided.deps)
    assert status(guided) == before


def test_an_application_that_somebody_moved_meanwhile_is_left_where_it_is(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    decide(guided, run_id, REJECT, proposed_status=ELSEWHERE, seen_status="C12298")

    write_next_decision(guided.deps)

    queue = guided.deps.store.review_queue.page([CUSTOMER], EVERYWHERE, ReviewFilter(kind="conflict"), 10)
    assert status(guided) == before
    assert [queued.reasons for queued in queue] == [("status_moved",)]


def test_a_candidate_who_is_kept_is_noted_and_not_moved(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    decide(guided, run_id, Decision(Verdict.ACCEPT, REASON), proposed_status=ELSEWHERE)

    write_next_decision(guided.deps)

    assert status(guided) == before
    assert guided.results()[0]["assessmentnotes"].startswith("Kept by reviewer-")


def test_without_guided_mode_a_rejection_is_noted_and_moves_nobody(desk: Desk) -> None:
    run_id, before = desk.finish(), status(desk)
    decide(desk, run_id, REJECT, proposed_status=ELSEWHERE)

    write_next_decision(desk.deps)

    assert status(desk) == before
    assert desk.results()[0]["assessmentnotes"].startswith("Not pursued")


def test_in_shadow_a_decision_stays_here(desk: Desk) -> None:
    desk.mode = RolloutMode.SHADOW
    review = decide(desk, desk.finish(), REJECT, proposed_status=ELSEWHERE)

    write_next_decision(desk.deps)

    said = view(desk, review).said
    assert said is not None
    assert said.written == "withheld"
    assert desk.calls("PATCH") == 0


def test_a_known_answer_case_never_reaches_icims(desk: Desk) -> None:
    run_id = desk.finish()
    calls, store = desk.calls("PATCH"), desk.deps.store
    view_of = store.reports.run(run_id)
    assert view_of is not None
    review = store.reviews.open_known_answer(CUSTOMER, view_of.job_id, "Florist", Verdict.REJECT, "for-this-test")
    reviewer = a_user(store)
    store.review_decisions.rate(review, reviewer, 5)  # type: ignore[arg-type]
    store.review_decisions.decide(review, reviewer, REJECT, grace_seconds=0)

    assert write_next_decision(desk.deps)

    assert (desk.calls("PATCH"), audited(desk, "decision.withheld")[0]["why"]) == (calls, "known_answer")


def test_a_mapped_status_serves_where_none_was_proposed(guided: Desk) -> None:
    tenant = guided.deps.tenants[CUSTOMER]
    mapping = FieldMapping.parse({"statuses": {"disqualified": ELSEWHERE}})
    guided.deps.tenants[CUSTOMER] = Tenant(tenant.settings, tenant.client, mapping)
    decide(guided, guided.finish(), REJECT)

    write_next_decision(guided.deps)

    assert ELSEWHERE in status(guided)


def test_a_failing_icims_is_tried_again_and_given_up_on_record(guided: Desk) -> None:
    review = decide(guided, guided.finish(), REJECT, proposed_status=ELSEWHERE)
    guided.state.faults.put([FaultRule("status", method="PATCH", status=500)])

    for _ in range(3):
        write_next_decision(guided.deps)
        do(guided, "UPDATE review_writes SET due_at = now()")

    assert len(audited(guided, "decision.failed")) == 1
    said = view(guided, review).said
    assert said is not None
    assert (said.written, write_next_decision(guided.deps)) == ("failed", False)


def test_a_stop_between_claim_and_write_holds_everything_back(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    decide(guided, run_id, REJECT, proposed_status=ELSEWHERE)
    pending = guided.deps.store.review_writes.claim(60)
    assert pending is not None
    guided.deps.store.stops.press("all", "user:test", "a test")

    assert not guided.deps.store.review_writes.begin(pending, 5)
    assert status(guided) == before


def test_a_run_that_is_written_twice_opens_one_review(guided: Desk) -> None:
    first = guided.finish()
    opened = [standing.id for standing in guided.deps.store.reviews.standing(first)]

    guided.finish()

    assert [standing.id for standing in guided.deps.store.reviews.standing(first)] == opened


def test_what_was_decided_is_not_asked_again_for_the_same_reasons(guided: Desk) -> None:
    run_id = guided.finish()
    store = guided.deps.store
    (asked, *_) = store.reviews.standing(run_id)
    do(guided, "UPDATE reviews SET blind = false")
    store.review_decisions.decide(asked.id, a_user(store), Decision(Verdict.ACCEPT, REASON))

    later = guided.finish()

    assert [standing.state for standing in store.reviews.standing(later)] == ["decided"]


def test_a_later_score_leaves_the_note_of_a_decision_standing(guided: Desk) -> None:
    decide(guided, guided.finish(), REJECT, proposed_status=ELSEWHERE)
    write_next_decision(guided.deps)
    note = guided.results()[0]["assessmentnotes"]
    tenant = guided.deps.tenants[CUSTOMER]
    guided.deps.tenants[CUSTOMER] = Tenant(
        tenant.settings, tenant.client, FieldMapping.parse({"assessment": {"result_length": 60}})
    )

    guided.until(guided.open(), Step.WRITE_BACK)

    assert guided.results()[0]["assessmentnotes"] == note


def test_a_decision_is_kept_here_where_a_notice_is_asked_for_since_and_none_is_published(guided: Desk) -> None:
    run_id, before = guided.finish(), status(guided)
    guided.deps.store.notices.set_places(CUSTOMER, "", ["New York City"], "user:test")
    review = decide(guided, run_id, REJECT, proposed_status=ELSEWHERE)

    assert write_next_decision(guided.deps)

    assert status(guided) == before
    said = view(guided, review).said
    assert said is not None
    assert said.written == "withheld"


def given_up(desk: Desk) -> tuple[int, int]:
    """A decision that iCIMS refused for good: the review and the decision."""
    run_id = desk.finish()
    desk.state.faults.put([FaultRule("status", method="PATCH", status=400)])
    review = decide(desk, run_id, Decision(Verdict.ACCEPT, REASON))
    write_next_decision(desk.deps)
    [found] = desk.deps.store.unwritten.decisions()
    assert found.review_id == review
    assert "400" in found.reason
    desk.state.faults.put([])
    return review, found.decision_id


def test_a_decision_that_was_given_up_is_written_when_an_operator_asks_for_it(desk: Desk) -> None:
    review, decision_id = given_up(desk)
    unwritten = desk.deps.store.unwritten

    unwritten.write_again(decision_id, "user:operator")
    assert (unwritten.count(), write_next_decision(desk.deps)) == (0, True)

    said = view(desk, review).said
    assert said is not None
    assert said.written == "complete"
    assert "kept" in desk.results()[0]["assessmentnotes"].lower()
    assert [entry["decision"] for entry in audited(desk, "decision.replayed")] == [decision_id]


def test_a_decision_that_was_given_up_can_be_kept_here(desk: Desk) -> None:
    review, decision_id = given_up(desk)
    before = desk.results()[0]["assessmentnotes"]

    desk.deps.store.unwritten.leave(decision_id, "user:operator")

    said = view(desk, review).said
    assert said is not None
    assert (said.written, desk.deps.store.unwritten.decisions()) == ("withheld", ())
    assert not write_next_decision(desk.deps)
    assert desk.results()[0]["assessmentnotes"] == before
    with pytest.raises(InvalidInputError, match="could not be written"):
        desk.deps.store.unwritten.write_again(decision_id, "user:operator")


def test_a_decision_that_a_newer_one_has_overtaken_is_not_written_over_it(desk: Desk) -> None:
    _, decision_id = given_up(desk)
    do(desk, "UPDATE reviews SET kind = 'sample'")
    [run_id] = desk.deps.store.reports.runs_of(CUSTOMER, str(desk.workflow))
    decide(desk, run_id, REJECT)

    with pytest.raises(InvalidInputError, match="newer"):
        desk.deps.store.unwritten.write_again(decision_id, "user:operator")
