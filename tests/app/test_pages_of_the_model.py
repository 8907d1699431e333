"""What pages and commands say about who answered, what it cost, and what runs wait for."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from showcase import CUSTOMER, RUBRIC, TEXT, Showcase
from signed_in import SignedIn

from app.cli import cli
from scoring.model_call import CallContext, CallIntent, CallResult
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Resume
from scoring.run import RolloutMode, Step
from scoring.summary import stand_in_sentence
from store import Store

SAID = {"assessor": "claude", "model": "claude-sonnet-5-5", "effort": "high", "answer_keys": ["a", "b", "c"]}


@pytest.fixture
def shown(everybody: SignedIn, web: str, store: Store, query: Callable[[str], Any]) -> Callable[..., str]:
    """The page of a run whose card says this about its provenance."""
    store.requisitions.put(CUSTOMER, Requisition(RequisitionId("77"), "Welder"), RUBRIC, RolloutMode.ASSIST)
    scored = Showcase(web, store).scored("1", Resume(TEXT, "ab" * 32, "text/plain"))

    def page(**said: object) -> str:
        import json

        found = json.dumps(said)
        query(
            "UPDATE findings SET payload = jsonb_set(payload, '{card,provenance}', "  # noqa: S608  of our own making
            f"payload->'card'->'provenance' || '{found}'::jsonb) WHERE step = 'flag'"
        )
        return everybody.get(f"/runs/{scored}").text

    return page


def test_the_card_says_which_model_answered_how_often_and_under_which_prompt(shown: Callable[..., str]) -> None:
    text = shown(**SAID)

    assert "Rated by Claude (claude-sonnet-5-5, effort high" in text
    assert "asked 3 times" in text
    assert "Simulated" not in text


def test_the_card_says_that_a_simulator_answered(shown: Callable[..., str]) -> None:
    assert "a simulator answered in Claude’s place" in shown(**SAID, simulated=True)


def test_the_card_says_that_the_local_rules_stood_in_and_why(shown: Callable[..., str]) -> None:
    text = shown(instead_of="claude", because="spend limit")

    assert "<b>local rules</b>, because Claude could not be asked: spend limit" in text
    assert stand_in_sentence("spend limit") == (
        "Answered by the local rules because Claude could not be asked: spend limit."
    )


def test_the_card_shows_gaps_and_credentials_and_escapes_their_words(
    everybody: SignedIn, shown: Callable[..., str], query: Callable[[str], Any]
) -> None:
    shown()
    query("""UPDATE findings SET payload = jsonb_set(jsonb_set(payload, '{card,skills_gap}', '"No <b>forklift</b>"'),
                 '{card,credential_findings}', '[{"name": "AWS <i>", "required": true, "status": "claimed",
                 "confidence": 0.5, "text": "Claimed in the resume.", "reasons": ["no number"]}]')
             WHERE step = 'flag'""")
    [(run_id,)] = query("SELECT id FROM runs")

    text = everybody.get(f"/runs/{run_id}").text

    assert "No &lt;b&gt;forklift&lt;/b&gt;" in text
    assert "<b>AWS &lt;i&gt;</b>" in text
    assert "can be trusted to 50 %: no number" in text


def test_the_card_marks_the_cut_offs_that_it_was_scored_under(
    everybody: SignedIn, shown: Callable[..., str], query: Callable[[str], Any]
) -> None:
    before = shown()
    query("UPDATE findings SET payload = jsonb_set(payload, '{card,cut_offs}', '[40.0, 72.5]') WHERE step = 'flag'")
    [(run_id,)] = query("SELECT id FROM runs")

    text = everybody.get(f"/runs/{run_id}").text

    assert "Possible matches begin at 50, strong ones at 85." in before
    assert "Possible matches begin at 40, strong ones at 72.5." in text
    assert 'x="72.4"' in text
    assert 'x="84.9"' not in text


def test_each_gap_stands_on_a_line_of_its_own(
    everybody: SignedIn, shown: Callable[..., str], query: Callable[[str], Any]
) -> None:
    shown()
    gaps = r"""'"Asked for: welding\nAsked for: forklift"'"""
    query(f"UPDATE findings SET payload = jsonb_set(payload, '{{card,skills_gap}}', {gaps}) WHERE step = 'flag'")  # noqa: S608  of our own making
    [(run_id,)] = query("SELECT id FROM runs")

    text = everybody.get(f"/runs/{run_id}").text

    assert "<li>Asked for: welding</li><li>Asked for: forklift</li>" in text


@pytest.fixture
def waiting(web: str, store: Store) -> str:
    """A run that waits for a ceiling; one call was made before."""
    store.requisitions.put(CUSTOMER, Requisition(RequisitionId("77"), "Welder"), RUBRIC, RolloutMode.ASSIST)
    run_id = Showcase(web, store).opened("5")
    dossier = store.runs.claim(run_id, Step.EXTRACT, 60).dossier
    store.runs.postpone(
        dossier, 900, "the cost ceiling of requisition 77 is reached", counts=False, message_waits=False
    )
    context = CallContext(CUSTOMER, "77")
    call = store.calls.begin(CallIntent(context, "claude-sonnet-5-5", "high", "p", "s", "0" * 64, 10, Decimal("0.2")))
    store.calls.finish(call, CallResult("answered", Decimal("0.12"), input_tokens=100, cache_read_tokens=900))
    return str(run_id)


def test_the_operations_page_says_what_runs_wait_for_and_what_was_spent(
    everybody: SignedIn, store: Store, waiting: str
) -> None:
    store.stops.press("all", "user:test", "drill", CUSTOMER)
    store.stops.set_ceiling(CUSTOMER, "77", Decimal(5), "user:test")

    text = everybody.get("/operations").text

    assert "<b>1 run waits</b> at the step extract: the cost ceiling of requisition 77 is reached" in text
    assert "USD 0.12" in text
    assert "90 %" in text or "90%" in text
    assert "no calls, nothing is written, for customer 4560" in text
    assert "USD 5.00 in all for requisition 77" in text


def test_the_fallback_of_a_requisition_is_set_by_name_and_on_the_record(
    settings: Any, store: Store, waiting: str, query: Callable[[str], Any]
) -> None:
    environ = {"DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url, "ICIMS_CUSTOMER_ID": CUSTOMER}

    done = CliRunner().invoke(
        cli, ["requisitions", "fallback", "77", "--when-model-fails", "local"], env={**environ, "USER": "maria"}
    )

    assert done.exit_code == 0, done.output
    assert store.requisitions.find(CUSTOMER, "77").when_model_fails == "local"
    [(actor, output)] = query("SELECT actor, output FROM audit_events WHERE action = 'fallback.changed'")
    assert (actor.startswith("user:"), output) == (True, {"from": "wait", "to": "local"})
