from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring.errors import InvalidInputError, QuotaExhaustedError
from scoring.model_call import AnswerVersions, CallContext, CallIntent, CallResult, StoredAnswer, answer_key
from store import Store

Query = Callable[[str], list[Any]]
VERSIONS = AnswerVersions("prompt", "claude-haiku-5-5", "medium", "schema")
INTENT = CallIntent(
    context=CallContext("1234", "7"),
    model="claude-haiku-5-5",
    effort="medium",
    prompt_version="prompt",
    schema_version="schema",
    request_sha256="0" * 64,
    input_tokens_estimate=4000,
    ceiling_cost=Decimal("0.01"),
)
ANSWERED = CallResult("answered", Decimal("0.002"), "end_turn", 1000, 0, 0, 3000, 600, "req_1", 2900)


def test_a_call_costs_its_ceiling_until_its_result_is_known(store: Store) -> None:
    call = store.calls.begin(INTENT)
    before = store.calls.spent("1234")

    store.calls.finish(call, ANSWERED)

    assert (before.open_calls, before.cost) == (1, Decimal("0.01"))
    after = store.calls.spent("1234")
    assert (after.open_calls, after.cost, after.cache_read_tokens) == (0, Decimal("0.002"), 3000)


def test_a_second_result_of_a_call_is_ignored(store: Store) -> None:
    call = store.calls.begin(INTENT)
    store.calls.finish(call, ANSWERED)

    store.calls.finish(call, replace(ANSWERED, outcome="overloaded", cost=Decimal(0)))

    assert store.calls.outcomes() == {"answered": 1}


def test_no_call_begins_that_could_pass_the_ceiling_of_the_day(store: Store) -> None:
    store.stops.set_ceiling("1234", "", Decimal("0.015"), "maria")
    store.calls.begin(INTENT)

    with pytest.raises(QuotaExhaustedError, match="customer 1234 for today"):
        store.calls.begin(INTENT)

    store.calls.begin(replace(INTENT, context=CallContext("5678", "7")))


def test_a_requisition_has_a_ceiling_of_its_own(store: Store) -> None:
    store.stops.set_ceiling("1234", "7", Decimal("0.005"), "maria")

    with pytest.raises(QuotaExhaustedError, match="requisition 7"):
        store.calls.begin(INTENT)

    store.calls.begin(replace(INTENT, context=CallContext("1234", "8")))


def test_many_workers_at_once_do_not_pass_a_ceiling(store: Store) -> None:
    store.stops.set_ceiling("1234", "", Decimal("0.05"), "maria")

    def begin(_: int) -> bool:
        try:
            store.calls.begin(INTENT)
        except QuotaExhaustedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        begun = sum(pool.map(begin, range(24)))

    assert begun == 5


@pytest.mark.parametrize(("customer_id", "job_id"), [("", ""), ("1234", ""), ("1234", "7")])
def test_a_pressed_stop_button_stops_every_call_of_its_scope(store: Store, customer_id: str, job_id: str) -> None:
    stop = store.stops.press("model", "maria", "bill", customer_id, job_id)

    with pytest.raises(QuotaExhaustedError, match="stopped by an operator"):
        store.calls.begin(INTENT)

    store.stops.lift(stop, "maria")
    assert store.calls.begin(INTENT)


def test_a_stop_button_of_another_customer_stops_nothing_here(store: Store) -> None:
    store.stops.press("model", "maria", "bill", "5678")

    assert store.calls.begin(INTENT)


def test_pressing_and_lifting_is_on_the_record_and_happens_once(store: Store, query: Query) -> None:
    stop = store.stops.press("all", "maria", "wrong rubric", "1234")
    store.stops.lift(stop, "tom")

    with pytest.raises(InvalidInputError, match="not pressed"):
        store.stops.lift(stop, "tom")

    actions = query("SELECT action, actor FROM audit_events ORDER BY id")
    assert actions == [("stop.pressed", "maria"), ("stop.lifted", "tom")]
    assert store.stops.pressed() == ()


def test_the_first_answer_under_a_key_stays(store: Store) -> None:
    key = answer_key("1234", "d" * 64, "rubric", VERSIONS, 0)
    answer = StoredAnswer(key, "1234", "d" * 64, "rubric", VERSIONS, 0, '{"ratings": []}', "req_1")
    store.answers.put(answer)

    store.answers.put(replace(answer, text="another"))

    assert store.answers.get(key) == answer
    assert store.answers.get(answer_key("1234", "d" * 64, "rubric", VERSIONS, 1)) is None


def test_one_tenant_never_gets_the_answer_of_another() -> None:
    assert answer_key("1", "d", "r", VERSIONS, 0) != answer_key("2", "d", "r", VERSIONS, 0)
