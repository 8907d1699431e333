"""The assessor against the simulated Messages API, with the real ledger and the real limits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from messages_lab import MODEL, RUBRIC, Lab, simulated
from redis import Redis

from claude.asking import Asker
from claude.assessor import IS_SIMULATED, REFUSED, UNPROVED, ClaudeAssessor
from claude.breaker import CircuitBreaker
from claude.errors import (
    KeyRejectedError,
    ModelUnavailableError,
    RateLimitedError,
    SpendStoppedError,
    UnanswerableError,
)
from claude.limits import Pace, RateLimiter
from claude.messages import ClaudeAccess, MessagesClient
from claude.model_profile import model_profile
from scoring.assessment import Assessment, Verdict
from scoring.errors import ScoringError
from scoring.model_call import CallContext
from scoring.profile import read_profile
from scoring.redaction import Identity
from scoring.resume import Answer, Resume
from store import Store

AS_OF = date(2026, 11, 1)
TEXT = """Maria Example
maria@example.com

Experience
Data Engineer, Acme Corp, January 2016 - Present
- Built Python pipelines that run on Kubernetes
- Wrote SQL reports for finance

Education
Bachelor of Science in Computer Science, State University
"""
PACE = Pace(requests=60_000, input_tokens=60_000_000, output_tokens=60_000_000)
ANSWERS = (Answer("start", "Can you start in May?", "Yes"),)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated() as opened:
        yield opened


class Desk:
    """Asks as the pipeline would; ``texts`` is what may be read."""

    def __init__(self, lab: Lab, store: Store, redis: Redis, key: str = "test-key") -> None:
        self._client = MessagesClient(ClaudeAccess(key, lab.url, timeout_seconds=2.0))
        profile = replace(model_profile(MODEL), timeout_seconds=2.0)
        self.asker = Asker(
            self._client, RateLimiter(redis, "test", PACE), CircuitBreaker(redis, MODEL), store.calls, profile
        )
        self._store = store

    def assess(self, text: str = TEXT, **changes: object) -> Assessment:
        assessor = ClaudeAssessor(
            replace(self.asker, profile=replace(self.asker.profile, **changes)),
            self._store.answers,
            self._store.redactions,
            CallContext("1234", "7"),
            Identity(names=("Maria Example",)),
        )
        resume = Resume(text, "f" * 64, "text/plain")
        return assessor.assess(RUBRIC, resume, read_profile(text, AS_OF), ANSWERS, AS_OF)

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def desk(lab: Lab, store: Store, redis: Redis) -> Iterator[Desk]:
    opened = Desk(lab, store, redis)
    yield opened
    opened.close()


def test_every_criterion_gets_one_rating_with_quotes_that_stand_in_the_resume(desk: Desk) -> None:
    assessment = desk.assess()

    assert [rating.criterion_id for rating in assessment.ratings] == [criterion.id for criterion in RUBRIC.criteria]
    quotes = [quote for rating in assessment.ratings for quote in rating.evidence]
    assert len(quotes) > 3
    for quote in quotes:
        text = TEXT if quote.source == "resume" else ANSWERS[0].text
        assert text[quote.start : quote.end] == quote.quote
    assert IS_SIMULATED in assessment.warnings


def test_the_same_application_is_answered_once_and_rated_the_same(lab: Lab, desk: Desk, store: Store) -> None:
    first = desk.assess(max_samples=1)
    calls = store.calls.spent("1234").calls

    again = desk.assess(max_samples=1)

    assert again == first
    assert store.calls.spent("1234").calls == calls == 1
    assert store.answers.get(first.provenance.answer_keys[0]) is not None


def test_neither_name_nor_address_reaches_the_model(lab: Lab, desk: Desk) -> None:
    lab.switch("PUT", "/canaries", {"strings": ["Maria", "maria@example.com"]}).raise_for_status()

    desk.assess()

    assert lab.report()["canary_hits"] == 0
    assert lab.report()["calls"]


def test_the_mapping_of_a_run_is_kept_in_the_database_only(desk: Desk, store: Store) -> None:
    assert store.redactions.get(str(uuid4())) == {}


@pytest.mark.parametrize("behaviour", ["inventing", "hostile"])
def test_what_is_claimed_without_a_quote_that_stands_there_is_unknown(lab: Lab, desk: Desk, behaviour: str) -> None:
    lab.set(behaviour=behaviour, attack_style="inventing")

    assessment = desk.assess(max_samples=1)

    assert all(rating.rating == 0 for rating in assessment.ratings)
    assert {rating.verdict for rating in assessment.ratings} <= {Verdict.UNKNOWN, Verdict.UNMET}
    assert UNPROVED in assessment.review


@pytest.mark.parametrize("behaviour", ["omitting", "duplicating", "out_of_range", "wrong_case"])
def test_a_malformed_answer_still_gives_every_criterion_one_rating(lab: Lab, desk: Desk, behaviour: str) -> None:
    lab.set(behaviour=behaviour)

    assessment = desk.assess(max_samples=1)

    assert [rating.criterion_id for rating in assessment.ratings] == [criterion.id for criterion in RUBRIC.criteria]
    assert all(0 <= rating.rating <= 4 for rating in assessment.ratings)


def test_an_answer_that_cannot_be_used_is_asked_for_once_more(lab: Lab, desk: Desk, store: Store) -> None:
    honest = desk.assess(max_samples=1)
    lab.set(behaviour="repaired")

    repaired = desk.assess(TEXT + "\n", max_samples=1)

    assert [rating.rating for rating in repaired.ratings] == [rating.rating for rating in honest.ratings]
    assert store.calls.spent("1234").calls == 3


def test_noise_near_a_cut_off_is_asked_three_times_and_the_middle_counts(lab: Lab, desk: Desk) -> None:
    lab.set(behaviour="noisy")

    assessments = [desk.assess(TEXT + "\n" * extra) for extra in range(6)]

    assert {assessment.samples for assessment in assessments} <= {1, 3}
    assert any(assessment.samples == 3 and assessment.disagreement for assessment in assessments)
    assert all(len(a.provenance.answer_keys) == a.samples for a in assessments)


def test_a_refusal_leaves_everything_unknown_and_says_so(lab: Lab, desk: Desk, store: Store) -> None:
    lab.fault(kind="refusal")

    assessment = desk.assess(max_samples=1)

    assert {rating.verdict for rating in assessment.ratings} == {Verdict.UNKNOWN}
    assert REFUSED in assessment.review
    assert store.calls.outcomes() == {"answered": 1}


@pytest.mark.parametrize(
    ("fault", "error", "outcome"),
    [
        ({"kind": "status", "status": 429, "retry_after": 7}, RateLimitedError, "rate_limited"),
        ({"kind": "status", "status": 429}, RateLimitedError, "rate_limited"),
        (
            {"kind": "status", "status": 429, "error_code": "enforced_spend_limit_reached"},
            SpendStoppedError,
            "spend_limit",
        ),
        ({"kind": "status", "status": 401}, KeyRejectedError, "key_rejected"),
        ({"kind": "status", "status": 403}, KeyRejectedError, "key_rejected"),
        ({"kind": "status", "status": 400}, UnanswerableError, "bad_request"),
        ({"kind": "status", "status": 413}, UnanswerableError, "too_large"),
        ({"kind": "status", "status": 500}, ModelUnavailableError, "server_error"),
        ({"kind": "status", "status": 504}, ModelUnavailableError, "gateway_timeout"),
        ({"kind": "status", "status": 529}, ModelUnavailableError, "overloaded"),
        ({"kind": "timeout", "seconds": 4}, ModelUnavailableError, "timed_out"),
        ({"kind": "dropped"}, ModelUnavailableError, "connection"),
        ({"kind": "cut"}, ModelUnavailableError, "connection"),
        ({"kind": "garbled"}, ModelUnavailableError, "malformed"),
    ],
)
def test_every_failure_has_its_kind_and_leaves_a_row(
    lab: Lab, desk: Desk, store: Store, fault: dict[str, object], error: type[ScoringError], outcome: str
) -> None:
    lab.fault(**fault)

    with pytest.raises(error):
        desk.assess(max_samples=1)

    assert store.calls.outcomes() == {outcome: 1}
    assert store.calls.spent("1234").open_calls == 0


def test_a_spend_cap_of_the_service_stops_the_calls(lab: Lab, desk: Desk) -> None:
    lab.set(own_spend_limit_usd=0.000001)
    desk.assess(max_samples=1)

    with pytest.raises(SpendStoppedError):
        desk.assess(TEXT + "\n", max_samples=1)


def test_without_a_key_no_call_is_made(lab: Lab, store: Store, redis: Redis) -> None:
    desk = Desk(lab, store, redis, key="")

    with pytest.raises(KeyRejectedError, match="ANTHROPIC_API_KEY"):
        desk.assess()

    desk.close()
    assert not lab.report()["calls"]


def test_a_cut_answer_that_cannot_be_repaired_keeps_what_was_complete(lab: Lab, desk: Desk) -> None:
    lab.fault(kind="max_tokens", tokens=120)

    assessment = desk.assess(max_samples=1)

    assert any(rating.verdict is Verdict.UNKNOWN for rating in assessment.ratings)
