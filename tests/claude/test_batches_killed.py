"""Batches whose worker dies, at every place: nothing is lost, and nothing is paid for twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from batch_night import Night, a_night

from claude.batch_client import BatchClient
from scoring.model_batch import BatchItem, BatchState, ModelBatch
from store import Store


class KilledError(Exception):
    """The worker is gone."""


@pytest.fixture
def night(store: Store, query: Callable[[str], Any]) -> Iterator[Night]:
    with a_night(store, query) as opened:
        yield opened


def test_a_worker_that_dies_between_handing_over_and_noting_it_pays_once(night: Night) -> None:
    requests = night.requests()
    create = night.desk.client.create

    class DiesAfterwards(BatchClient):
        def create(self, requests: Any) -> Any:
            create(requests)
            raise KilledError

    night.desk = replace(night.desk, client=DiesAfterwards(night.messages))
    with pytest.raises(KilledError):
        night.submit(requests)
    night.desk = replace(night.desk, client=BatchClient(night.messages))
    too_early = night.tend()
    night.grow_older(0.5)

    states = night.tend()

    assert too_early == [BatchState.PREPARED]
    assert states == [BatchState.DELETED]
    assert all(night.answered(requests))
    assert night.store.calls.spent("1234").calls == len(requests)
    assert night.kept_there() == 0


def test_a_worker_that_dies_before_handing_over_leaves_no_cost_and_lets_go(night: Night) -> None:
    requests = night.requests()

    class Dies(BatchClient):
        def create(self, requests: Any) -> Any:
            raise KilledError

    night.desk = replace(night.desk, client=Dies(night.messages))
    with pytest.raises(KilledError):
        night.submit(requests)
    night.desk = replace(night.desk, client=BatchClient(night.messages))
    night.grow_older(0.5)

    states = night.tend()

    assert states == [BatchState.DELETED]
    assert len(night.released) == 1
    assert night.store.calls.spent("1234").cost == 0
    assert night.store.calls.outcomes() == {"not_submitted": len(requests)}


@pytest.mark.parametrize("dies_after", [0, 1, 2, 3])
def test_a_worker_that_dies_while_fetching_is_followed_by_one_that_finishes(night: Night, dies_after: int) -> None:
    requests = night.requests(3)
    night.submit(requests)
    [batch] = night.store.batches.unfinished()
    seen = []

    def usable(item: BatchItem, _: str) -> bool:
        if len(seen) == dies_after:
            raise KilledError
        seen.append(item)
        return True

    def release(_: ModelBatch) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        night.desk.tend(batch, usable, release)
    cost_then = night.store.calls.spent("1234")
    states = night.tend()

    assert states == [BatchState.DELETED]
    assert all(night.answered(requests))
    assert night.store.calls.outcomes() == {"answered": 3}
    assert night.store.calls.spent("1234").calls == cost_then.calls == 3
    assert night.kept_there() == 0


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 529}, {"kind": "dropped"}])
def test_a_batch_of_which_nobody_knows_whether_it_arrived_is_looked_for_first(
    night: Night, fault: dict[str, Any]
) -> None:
    night.lab.fault(times=1, **fault)

    left = night.submit(night.requests(3))
    waiting = night.tend()
    night.grow_older(0.5)
    states = night.tend()

    assert left == ()
    assert (waiting, states) == ([BatchState.PREPARED], [BatchState.DELETED])
    assert len(night.released) == 1


def test_two_batches_of_one_size_are_told_apart_by_their_custom_ids(night: Night) -> None:
    requests = night.requests(6)
    foreign = [{"custom_id": f"other-{n}", "params": dict(requests[0].params)} for n in range(3)]
    night.lab.client.messages.batches.create(requests=foreign)
    night.lab.fault(kind="dropped", times=1)

    night.submit(requests[:3])
    night.grow_older(0.5)
    night.tend()

    assert night.kept_there() == 1
    assert night.store.calls.outcomes() == {"not_submitted": 3}
