"""Message batches of the simulated service."""

import anthropic
import pytest
from messages_lab import simulated


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def create(lab, count: int = 4, **changes: object) -> anthropic.types.messages.MessageBatch:
    wanted = [{"custom_id": f"run-{number}", "params": lab.request(**changes)} for number in range(count)]
    return lab.client.messages.batches.create(requests=wanted)


def outcomes(lab, batch_id: str) -> dict[str, str]:
    return {line.custom_id: line.result.type for line in lab.client.messages.batches.results(batch_id)}


def test_a_batch_is_answered_in_any_order_at_half_the_price(lab):
    online = lab.ask().usage
    lab.switch("POST", "/reset")
    batch = create(lab, 12)

    lines = list(lab.client.messages.batches.results(batch.id))

    asked = [f"run-{number}" for number in range(12)]
    assert sorted(line.custom_id for line in lines) == sorted(asked)
    assert [line.custom_id for line in lines] != asked
    usage = lines[0].result.message.usage
    assert usage.service_tier == "batch"
    assert usage.output_tokens == online.output_tokens
    one = lab.profile.price.cost(
        usage.input_tokens, usage.output_tokens, cache_write_5m=usage.cache_creation_input_tokens, batch=True
    )
    calls = lab.switch("GET", "/journal").json()["calls"]
    assert next(call["cost_usd"] for call in calls if call["custom_id"] == lines[0].custom_id) == str(one)


def test_reading_the_results_again_gives_the_same_and_costs_nothing(lab):
    batch = create(lab)
    first = [line.model_dump() for line in lab.client.messages.batches.results(batch.id)]
    spent = lab.report()["spent_usd"]

    assert [line.model_dump() for line in lab.client.messages.batches.results(batch.id)] == first
    assert lab.report()["spent_usd"] == spent


def test_a_batch_takes_its_time(lab):
    lab.set(batch_seconds=1800)
    batch = create(lab)

    assert (batch.processing_status, batch.results_url, batch.request_counts.processing) == ("in_progress", None, 4)
    lab.advance(1800)
    ended = lab.client.messages.batches.retrieve(batch.id)
    assert (ended.processing_status, ended.request_counts.succeeded) == ("ended", 4)
    assert ended.ended_at is not None


def test_a_batch_that_does_not_end_in_a_day_expires(lab):
    lab.set(batch_seconds=100_000)
    batch = create(lab)
    lab.advance(86_400)

    assert lab.client.messages.batches.retrieve(batch.id).request_counts.expired == 4
    assert set(outcomes(lab, batch.id).values()) == {"expired"}


def test_the_four_outcomes_can_stand_in_one_batch(lab):
    lab.fault(kind="expired", custom_id="run-1$")
    lab.fault(kind="canceled", custom_id="run-2$")
    lab.fault(kind="errored", custom_id="run-3$", status=500)

    batch = create(lab)

    counts = batch.request_counts
    assert (counts.succeeded, counts.expired, counts.canceled, counts.errored) == (1, 1, 1, 1)
    assert outcomes(lab, batch.id) == {
        "run-0": "succeeded",
        "run-1": "expired",
        "run-2": "canceled",
        "run-3": "errored",
    }


def test_a_wrong_request_is_an_error_of_its_own(lab):
    good, bad = lab.request(), lab.request(model="claude-nothing-9")
    batch = lab.client.messages.batches.create(
        requests=[{"custom_id": "good", "params": good}, {"custom_id": "bad", "params": bad}]
    )

    by_id = {line.custom_id: line.result for line in lab.client.messages.batches.results(batch.id)}

    assert by_id["good"].type == "succeeded"
    assert by_id["bad"].error.error.type == "not_found_error"


def test_a_cancelled_batch_leaves_the_rest_unanswered_and_unbilled(lab):
    lab.set(batch_seconds=600)
    batch = create(lab)

    cancelled = lab.client.messages.batches.cancel(batch.id)
    lab.advance(2)

    assert cancelled.processing_status == "canceling"
    assert set(outcomes(lab, batch.id).values()) == {"canceled"}
    assert lab.report()["spent_usd"] == "0"


def test_a_batch_can_be_deleted_only_when_it_has_ended(lab):
    lab.set(batch_seconds=600)
    batch = create(lab)

    with pytest.raises(anthropic.BadRequestError, match="still processing"):
        lab.client.messages.batches.delete(batch.id)
    lab.advance(600)
    assert lab.client.messages.batches.delete(batch.id).type == "message_batch_deleted"
    with pytest.raises(anthropic.NotFoundError):
        lab.client.messages.batches.retrieve(batch.id)


def test_results_are_gone_after_29_days(lab):
    batch = create(lab)
    lab.advance(29 * 86_400 + 1)

    archived = lab.client.messages.batches.retrieve(batch.id)

    assert archived.results_url is None
    assert archived.archived_at is not None


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        pytest.param(["a", "a"], "unique", id="twice"),
        pytest.param(["with space"], "pattern", id="odd-letters"),
        pytest.param([], "1 to", id="none"),
    ],
)
def test_wrong_custom_ids_are_refused_at_once(lab, ids, words):
    wanted = [{"custom_id": custom_id, "params": lab.request()} for custom_id in ids]

    with pytest.raises(anthropic.BadRequestError, match=words):
        lab.client.messages.batches.create(requests=wanted)


def test_batches_are_listed_newest_first_and_by_page(lab):
    ids = [create(lab, 1).id for _ in range(5)]

    listed = [batch.id for batch in lab.client.messages.batches.list(limit=2)]

    assert listed == ids[::-1]


def test_requests_of_a_batch_share_the_cache(lab):
    batch = create(lab, 5)

    usages = [line.result.message.usage for line in lab.client.messages.batches.results(batch.id)]

    assert [usage.cache_creation_input_tokens > 0 for usage in usages] == [True, False, False, False, False]
    assert all(usage.cache_read_input_tokens > 0 for usage in usages[1:])


def test_a_refusal_in_a_batch_is_a_success_with_that_reason(lab):
    lab.fault(kind="refusal", custom_id="run-0$")
    batch = create(lab, 2)

    by_id = {line.custom_id: line.result for line in lab.client.messages.batches.results(batch.id)}

    assert by_id["run-0"].message.stop_reason == "refusal"
    assert by_id["run-1"].message.stop_reason == "end_turn"
