"""Batches between the real ledger and the simulated service: every outcome, and what each costs."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from batch_night import PROFILE, Night, a_night

from claude.errors import UnanswerableError
from scoring.model_batch import BatchState
from store import Store


@pytest.fixture
def night(store: Store, query: Callable[[str], Any]) -> Iterator[Night]:
    with a_night(store, query) as opened:
        yield opened


def test_all_four_outcomes_in_one_batch_are_kept_apart(night: Night) -> None:
    requests = night.requests(4)
    for request, outcome in zip(requests[1:], ("errored", "canceled", "expired"), strict=True):
        night.lab.fault(kind=outcome, custom_id=request.item.key, times=1)
    night.submit(requests)

    states = night.tend()

    assert states == [BatchState.DELETED]
    assert night.answered(requests) == [True, False, False, False]
    assert night.store.calls.outcomes() == {
        "answered": 1,
        "batch_canceled": 1,
        "batch_errored": 1,
        "batch_expired": 1,
    }


def test_results_in_any_order_belong_to_the_application_that_they_were_asked_about(night: Night) -> None:
    requests = night.requests(12)
    night.submit(requests)

    night.tend()

    for number, request in enumerate(requests):
        stored = night.store.answers.get(request.item.key)
        assert stored is not None
        assert f"Firm {number}" in request.params["messages"][0]["content"]
        assert stored.document_sha256 == request.item.document_sha256


def test_a_batch_costs_half_and_every_item_has_its_row(night: Night) -> None:
    requests = night.requests(3)
    night.submit(requests)
    ceiling = night.store.calls.spent("1234").cost

    night.tend()

    spent = night.store.calls.spent("1234")
    [(cost, *tokens)] = night.query(
        "SELECT sum(cost), sum(input_tokens), sum(output_tokens), sum(cache_write_1h_tokens), "
        "sum(cache_read_tokens), sum(cache_write_5m_tokens) FROM model_calls"
    )
    fresh, output, written, read, for_five_minutes = map(int, tokens)
    whole = PROFILE.price.cost(fresh, output, cache_write_1h=written, cache_read=read)
    assert (spent.calls, spent.open_calls, for_five_minutes) == (3, 0, 0)
    assert written > 0
    assert cost == pytest.approx(whole / 2, abs=Decimal("0.000002"))
    assert Decimal(0) < cost < ceiling


def test_nothing_that_could_tell_who_is_asked_about_is_sent(night: Night) -> None:
    night.lab.switch("PUT", "/canaries", {"strings": ["Maria", "maria@example.com", "person-", "workflow-", "run-"]})

    night.submit(night.requests(3))

    assert night.lab.report()["canary_hits"] == 0
    assert all(len(item.key) == 64 for batch in night.store.batches.unfinished() for item in batch.items)


def test_a_batch_is_deleted_at_the_provider_once_it_is_ours(night: Night) -> None:
    night.submit(night.requests())
    kept = night.kept_there()

    night.tend()

    assert (kept, night.kept_there()) == (1, 0)
    assert night.store.batches.unfinished() == ()


def test_a_batch_that_expires_leaves_everything_to_ordinary_calls_and_costs_nothing(night: Night) -> None:
    night.lab.set(batch_seconds=2 * 24 * 3600)
    requests = night.requests()
    night.submit(requests)
    waiting = night.tend()
    night.lab.advance(24 * 3600 + 1)

    states = night.tend()

    assert (waiting, states) == ([BatchState.SUBMITTED], [BatchState.DELETED])
    assert not any(night.answered(requests))
    assert len(night.released) == 1
    assert night.store.calls.outcomes() == {"batch_expired": 4}
    assert night.store.calls.spent("1234").cost == 0


def test_a_batch_that_never_ends_is_given_up_and_deleted_when_it_did_end(night: Night) -> None:
    night.lab.set(batch_seconds=20 * 3600)
    night.submit(night.requests())
    night.grow_older(27)

    with pytest.raises(UnanswerableError, match="HTTP 400"):
        night.tend()
    night.lab.advance(2)
    states = night.tend()

    assert states == [BatchState.DELETED]
    assert night.store.calls.outcomes() == {"batch_overdue": 4}
    assert night.store.calls.spent("1234").cost > 0
    assert night.kept_there() == 0


def test_a_batch_that_the_provider_forgot_counts_as_paid(night: Night) -> None:
    night.submit(night.requests(2))
    most = night.store.calls.spent("1234").cost
    [there] = night.lab.client.messages.batches.list()
    night.lab.client.messages.batches.delete(there.id)

    night.tend()

    assert night.store.calls.outcomes() == {"batch_missing": 2}
    assert night.store.calls.spent("1234").cost == most


def test_what_the_ceiling_does_not_allow_is_not_handed_over(night: Night) -> None:
    requests = night.requests(4)
    two = 2 * PROFILE.price.cost(0, PROFILE.max_tokens, cache_write_1h=requests[0].tokens + 50, batch=True)
    night.store.stops.set_ceiling("1234", "", two, "user:test")

    left = night.submit(requests)

    assert left == tuple(request.item for request in requests[2:])
    [there] = night.lab.client.messages.batches.list()
    assert there.request_counts.processing + there.request_counts.succeeded == 2


def test_a_pressed_stop_button_lets_nothing_out_and_cancels_what_is_out(night: Night) -> None:
    night.lab.set(batch_seconds=3600)
    night.submit(night.requests(2))
    night.store.stops.press("model", "user:test", "too dear")

    left = night.submit(night.requests(2))
    night.tend(stopped=True)
    night.lab.advance(2)
    states = night.tend(stopped=True)

    assert len(left) == 2
    assert states == [BatchState.DELETED]
    assert night.store.calls.outcomes() == {"batch_canceled": 2}


def test_an_answer_that_is_not_good_enough_is_paid_for_and_not_kept(night: Night) -> None:
    requests = night.requests(2)
    night.lab.fault(kind="refusal", custom_id=requests[0].item.key, times=1)
    night.submit(requests)

    night.tend(usable=False)

    assert night.answered(requests) == [False, False]
    assert night.store.calls.outcomes() == {"answered": 2}


@pytest.mark.parametrize("status", [401, 429, 400])
def test_a_batch_that_is_refused_leaves_its_applications_to_ordinary_calls(night: Night, status: int) -> None:
    night.lab.fault(kind="status", status=status, times=1)

    left = night.submit(night.requests(3))

    assert len(left) == 3
    assert night.store.batches.unfinished() == ()
    assert night.store.calls.spent("1234").cost == 0
