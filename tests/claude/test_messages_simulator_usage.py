"""What the simulated service bills: the prompt cache, token counts, prices, limits."""

import math
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import anthropic
import pytest
import requests
from messages_lab import RUBRIC, simulated

from claude.request import warming_request


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def test_a_second_call_reads_what_the_first_wrote(lab):
    first, second = lab.ask().usage, lab.ask("Another resume, of Kubernetes work").usage

    assert first.cache_creation_input_tokens > 1_024
    assert (first.cache_read_input_tokens, second.cache_creation_input_tokens) == (0, 0)
    assert second.cache_read_input_tokens == first.cache_creation_input_tokens
    assert first.cache_creation.ephemeral_5m_input_tokens == first.cache_creation_input_tokens


def test_warming_spares_the_fan_out_the_price_of_writing(lab):
    warmed = lab.client.messages.create(**warming_request(lab.profile, RUBRIC))
    first = lab.ask()

    assert warmed.usage.output_tokens == 1
    assert first.usage.cache_read_input_tokens == warmed.usage.cache_creation_input_tokens


def test_a_call_of_no_tokens_warms_where_there_is_no_format(lab):
    request = {key: value for key, value in lab.request().items() if key != "output_config"}
    warmed = lab.client.messages.create(**request | {"max_tokens": 0})

    assert (warmed.content, warmed.usage.output_tokens, warmed.stop_reason) == ([], 0, "max_tokens")
    assert lab.client.messages.create(**request).usage.cache_read_input_tokens > 0
    assert lab.ask().usage.cache_read_input_tokens == 0


def test_parallel_calls_read_only_what_an_answer_that_began_has_written(lab):
    lab.set(latency_seconds=0.5)
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda _: lab.ask().usage, range(3)))

    assert [usage.cache_read_input_tokens for usage in together] == [0, 0, 0]
    assert lab.ask().usage.cache_read_input_tokens > 0


@pytest.mark.parametrize(("ttl", "seconds"), [("5m", 300), ("1h", 3600)])
def test_an_entry_lives_as_long_as_it_was_paid_for_and_a_read_renews_it(lab, ttl, seconds):
    request = lab.request()
    request["system"][1]["cache_control"]["ttl"] = ttl

    def read() -> int:
        return lab.client.messages.create(**request).usage.cache_read_input_tokens

    assert read() == 0
    lab.advance(seconds - 60)
    assert read() > 0
    lab.advance(seconds - 60)
    assert read() > 0
    lab.advance(seconds + 1)
    assert read() == 0


def test_an_hour_is_billed_as_an_hour(lab):
    request = lab.request()
    request["system"][1]["cache_control"]["ttl"] = "1h"

    usage = lab.client.messages.create(**request).usage

    assert usage.cache_creation.ephemeral_1h_input_tokens == usage.cache_creation_input_tokens > 0
    assert usage.cache_creation.ephemeral_5m_input_tokens == 0


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"model": "claude-opus-5-5"}, id="model"),
        pytest.param({"output_config": {"effort": "low"}}, id="effort-and-format"),
        pytest.param({"thinking": {"type": "adaptive"}}, id="thinking"),
    ],
)
def test_another_setting_is_another_prefix(lab, changes):
    lab.ask()

    assert lab.ask(**changes).usage.cache_read_input_tokens == 0


def test_a_prefix_below_the_minimum_is_silently_not_cached(lab):
    lab.set(cache_minimum_tokens=4_096)
    lab.ask()
    usage = lab.ask().usage

    assert (usage.cache_creation_input_tokens, usage.cache_read_input_tokens) == (0, 0)


def test_tokens_are_characters_divided_by_3_point_1(lab):
    counted = lab.client.messages.count_tokens(
        model="claude-sonnet-5-5", messages=[{"role": "user", "content": "x" * 310}]
    )

    assert counted.input_tokens == math.ceil(310 / 3.1) + 4


def test_thinking_is_billed_as_output(lab):
    plain = lab.ask().usage.output_tokens
    lab.set(thinking_tokens=250)

    usage = lab.ask().usage

    assert usage.output_tokens == plain + 250
    assert usage.output_tokens_details.thinking_tokens == 250


def test_the_report_adds_up_tokens_and_money(lab):
    usages = [lab.ask().usage for _ in range(3)]

    report = lab.report()
    price = lab.profile.price
    wanted = sum(
        price.cost(
            usage.input_tokens,
            usage.output_tokens,
            cache_write_5m=usage.cache_creation_input_tokens,
            cache_read=usage.cache_read_input_tokens,
        )
        for usage in usages
    )
    assert report["usage"]["output_tokens"] == sum(usage.output_tokens for usage in usages)
    assert Decimal(report["spent_usd"]) == wanted > 0
    assert report["calls"] == {"POST /v1/messages 200": 3}


def test_a_limit_of_requests_says_how_long_to_wait(lab):
    lab.set(requests_per_minute=6, burst_seconds=20)

    raw = lab.client.messages.with_raw_response.create(**lab.request())
    assert raw.headers["anthropic-ratelimit-requests-limit"] == "6"
    assert raw.headers["anthropic-ratelimit-requests-remaining"] == "1"
    lab.state.limits.admit(0)
    with pytest.raises(anthropic.RateLimitError) as refused:
        lab.ask()
    assert 1 <= int(refused.value.response.headers["retry-after"]) <= 10
    lab.advance(10)
    assert lab.ask().stop_reason == "end_turn"


def test_a_limit_may_keep_to_itself_how_long_to_wait(lab):
    lab.set(requests_per_minute=1, burst_seconds=60, retry_after_header=False)
    lab.ask()

    with pytest.raises(anthropic.RateLimitError) as refused:
        lab.ask()

    assert "retry-after" not in refused.value.response.headers
    assert refused.value.response.headers["anthropic-ratelimit-requests-remaining"] == "0"


def test_what_is_read_from_the_cache_does_not_count_against_the_input_limit(lab):
    lab.ask()
    lab.set(input_tokens_per_minute=4_000)

    raw = lab.client.messages.with_raw_response.create(**lab.request())

    assert raw.headers["anthropic-ratelimit-input-tokens-limit"] == "4000"
    assert int(raw.headers["anthropic-ratelimit-input-tokens-remaining"]) > 3_500
    assert raw.headers["anthropic-ratelimit-input-tokens-reset"].endswith("Z")


def test_input_beyond_the_limit_is_refused_until_the_bucket_has_filled(lab):
    lab.set(input_tokens_per_minute=6_000, cache_minimum_tokens=1_000_000)
    lab.ask()

    with pytest.raises(anthropic.RateLimitError, match="input tokens per minute"):
        lab.ask()
    lab.advance(60)
    assert lab.ask().stop_reason == "end_turn"


def test_output_counts_when_it_is_written(lab):
    lab.set(output_tokens_per_minute=100)
    lab.ask()

    with pytest.raises(anthropic.RateLimitError, match="output tokens per minute"):
        lab.ask()


def test_a_spend_cap_stops_everything_and_names_no_time(lab):
    lab.ask()
    lab.set(spend_cap_usd=0.0001)

    with pytest.raises(anthropic.RateLimitError) as refused:
        lab.ask()

    assert refused.value.error_code == "enforced_spend_limit_reached"
    assert "retry-after" not in refused.value.response.headers


def test_an_own_spend_limit_looks_like_a_wrong_request(lab):
    lab.ask()
    lab.set(own_spend_limit_usd=0.0001)

    with pytest.raises(anthropic.BadRequestError, match="specified API usage limits"):
        lab.ask()


def test_two_hundred_slow_calls_wait_side_by_side(lab):
    lab.set(latency_seconds=3)
    headers = {"x-api-key": "k", "anthropic-version": "2026-10-21"}

    def ask(_: int) -> int:
        body = {"model": "claude-sonnet-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}
        return requests.post(f"{lab.url}/v1/messages", json=body, headers=headers, timeout=30).status_code

    with ThreadPoolExecutor(200) as pool:
        statuses = list(pool.map(ask, range(200)))

    assert statuses == [200] * 200
    assert lab.report()["most_in_flight"] >= 150
