"""The daily allowance, in one process and shared through Redis."""

import time

import pytest
from seconds_clock import Clock

from icims.client import RetryBudget
from icims.client_quota import DailyQuota
from icims.errors import IcimsUnavailableError
from icims.simulator import FaultRule
from scoring.errors import QuotaExhaustedError


def said(remaining, reset=3600, limit=10_000):
    values = {"limit": limit, "remaining": remaining, "reset": reset}
    return {f"x-ratelimit-{name}": str(value) for name, value in values.items()}


def test_the_allowance_is_read_from_every_answer(client, lab):
    assert client.allowance() is None

    client.applicant_workflow(lab.workflow)

    allowance = client.allowance()
    assert allowance is not None
    assert (allowance.limit, allowance.remaining) == (1_000_000, 999_999)
    assert 0 < allowance.resets_at - time.time() <= 86_400


def test_a_spent_day_stops_calls_before_they_are_made(client, lab):
    lab.tenant.options.daily_limit = 2
    client.applicant_workflow(lab.workflow)
    client.applicant_workflow(lab.workflow)

    with pytest.raises(QuotaExhaustedError) as refused:
        client.applicant_workflow(lab.workflow)

    assert 0 < refused.value.retry_after <= 86_400
    assert lab.calls("GET applicantworkflows/{id}") == 2


def test_a_429_without_anything_remaining_is_a_spent_day(client, lab):
    lab.tenant.options.daily_limit = 0

    with pytest.raises(QuotaExhaustedError) as refused:
        client.applicant_workflow(lab.workflow)

    assert refused.value.retry_after > 0


def test_a_429_with_calls_remaining_is_only_a_moment(connect, raw_server):
    answer = (
        b"HTTP/1.1 429 Too Many Requests\r\nx-ratelimit-remaining: 50\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
    )
    client = connect(api_url=raw_server([answer]), auth="basic")

    with pytest.raises(IcimsUnavailableError) as refused:
        client.applicant_workflow("5")

    assert refused.value.retry_after == 7


def test_the_servers_word_on_when_to_come_back_outweighs_midnight(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=429, retry_after=1, times=1)])

    with pytest.raises(QuotaExhaustedError) as refused:
        client.applicant_workflow(lab.workflow)
    time.sleep(1.05)

    assert refused.value.retry_after == pytest.approx(1, abs=0.2)
    assert client.applicant_workflow(lab.workflow).id == lab.workflow


def test_a_short_wait_for_calls_is_sat_out_within_the_budget(client, lab):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=429, retry_after=1, times=1)])

    with client.budget(RetryBudget(retries=1, seconds=5)):
        workflow = client.applicant_workflow(lab.workflow)

    assert workflow.id == lab.workflow


def test_the_reserve_is_left_to_others(connect, lab):
    lab.tenant.options.daily_limit = 10
    client = connect(daily_reserve=7)
    for _ in range(3):
        client.applicant_workflow(lab.workflow)

    with pytest.raises(QuotaExhaustedError, match="7 iCIMS calls left today, 7 in reserve"):
        client.applicant_workflow(lab.workflow)


def test_workers_share_what_they_know_of_the_day(redis):
    one, other = DailyQuota("7383", redis), DailyQuota("7383", redis)
    one.learn(said(0))

    with pytest.raises(QuotaExhaustedError):
        other.check()


def test_another_tenant_is_not_concerned(redis):
    DailyQuota("7383", redis).learn(said(0))

    DailyQuota("7384", redis).check()

    assert DailyQuota("7384", redis).allowance() is None


def test_redis_is_not_asked_for_every_call(redis):
    clock = Clock()
    quota = DailyQuota("7383", redis, share_every=2.0, clock=clock)
    quota.learn(said(500))
    redis.hset("icims:quota:7383", "remaining", 400)

    first = quota.allowance().remaining
    redis.hset("icims:quota:7383", "remaining", 300)
    soon = quota.allowance().remaining
    clock.now += 2
    later = quota.allowance().remaining

    assert (first, soon, later) == (400, 400, 300)


def test_answers_that_overtake_each_other_do_not_raise_the_allowance():
    quota = DailyQuota("7383", clock=Clock())
    quota.learn(said(90))

    quota.learn(said(95))

    assert quota.allowance().remaining == 90


def test_bought_calls_are_believed():
    quota = DailyQuota("7383", clock=Clock())
    quota.learn(said(90))

    quota.learn(said(10_090))

    assert quota.allowance().remaining == 10_090


def test_a_new_day_starts_afresh():
    clock = Clock()
    quota = DailyQuota("7383", clock=clock)
    quota.learn(said(0, reset=60))

    clock.now += 60

    quota.check()
    assert quota.allowance() is None


def test_an_allowance_without_reset_ends_at_midnight_utc():
    quota = DailyQuota("7383", clock=Clock(now=86_400.0 * 19_000 + 80_000))

    quota.learn({"x-ratelimit-remaining": "0"})

    with pytest.raises(QuotaExhaustedError) as refused:
        quota.check()
    assert refused.value.retry_after == 6_400


@pytest.mark.parametrize("headers", [{}, {"x-ratelimit-remaining": "many"}, {"x-ratelimit-remaining": "-1"}])
def test_an_unreadable_allowance_stops_nobody(headers):
    quota = DailyQuota("7383", clock=Clock())

    assert quota.learn(headers) is None
    quota.check()


def test_a_redis_that_failed_is_left_alone_for_a_while(redis, redis_server):
    clock = Clock()
    quota = DailyQuota("7383", redis, clock=clock)
    redis_server.connected = False
    quota.learn(said(50))
    redis_server.connected = True

    quota.learn(said(0))
    silent = redis.hgetall("icims:quota:7383")
    clock.now += 33
    quota.learn(said(0))

    assert silent == {}
    assert redis.hget("icims:quota:7383", "remaining") == b"0"


def test_without_redis_the_day_is_still_counted(redis_down):
    quota = DailyQuota("7383", redis_down)
    quota.learn(said(0))

    with pytest.raises(QuotaExhaustedError):
        quota.check()


def test_a_client_with_redis_keeps_its_limits_there(connect, lab, redis):
    client = connect(redis=redis, max_in_flight=1)

    client.applicant_workflow(lab.workflow)

    assert int(redis.hget("icims:quota:7383", "remaining")) == 999_999
    assert redis.keys("icims:in_flight:*") == []
    assert not any(b"eyJ" in key for key in redis.keys("*"))
