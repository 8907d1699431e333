"""The frozen set under the local assessor: its scores stand in a file, so that moving one is a decision."""

from dataclasses import replace
from decimal import Decimal

import pytest
from canary_scores import LOCAL, local_scores, scores_in_file

from scoring.errors import InvalidInputError
from scoring.model_call import Purpose
from scoring.scorer import ScorerVersion
from store import CanaryRun, Store
from tasks.canary import run_canary, score_canary
from tasks.trial_assessors import TrialAssessors


def assessors(scorer: ScorerVersion = LOCAL) -> TrialAssessors:
    return TrialAssessors(scorer, Purpose.CANARY, None)


def test_the_local_assessor_gives_every_case_the_score_in_the_file() -> None:
    """After a change of rules that is meant to move scores: .venv/bin/python tests/tasks/canary_scores.py, and commit
    what it wrote with the change."""
    assert local_scores() == scores_in_file()


def test_hidden_text_and_instructions_change_no_score() -> None:
    cards = score_canary(assessors())

    assert cards["electrician-edge-hidden"].score == cards["electrician-partial-1"].score
    assert cards["electrician-edge-hidden"].hidden_text
    assert cards["python-edge-instruction"].score == cards["python-weak-4"].score


def test_what_cannot_be_read_is_abstained() -> None:
    cards = score_canary(assessors())

    assert {name: card.abstained for name, card in cards.items() if card.score is None} == {
        "warehouse-edge-too-short": "too_short",
        "python-edge-damaged-file": "corrupt",
    }


def test_the_same_version_twice_does_not_move(store: Store) -> None:
    first = run_canary(store, LOCAL, assessors(), LOCAL, "user:maria")
    again = run_canary(store, LOCAL, assessors(), LOCAL, "user:maria")

    assert (first.compared, first.run.blocks) == (None, False)
    assert (again.run.compared_with, again.run.mean_shift, again.run.rank_correlation) == (LOCAL.version, 0.0, 1.0)
    assert not again.run.blocks


def test_a_local_version_in_force_that_never_ran_is_scored_first(store: Store) -> None:
    stricter = replace(LOCAL, cut_offs=(Decimal(51), Decimal(85)))

    outcome = run_canary(store, stricter, assessors(stricter), LOCAL, "user:maria")

    assert outcome.run.compared_with == LOCAL.version
    assert [move.key for move in outcome.compared.moves] == ["accountant-partial-3"]
    assert store.trials.newest_canary(LOCAL.version).compared_with is None


def test_scores_that_moved_too_far_block_and_are_kept(store: Store) -> None:
    before = run_canary(store, LOCAL, assessors(), LOCAL, "user:maria").run
    moved = {name: None if score is None else 100 - score for name, score in before.scores.items()}
    store.trials.put_canary(replace(before, scores=moved))

    run_canary(store, LOCAL, assessors(), LOCAL, "user:maria")

    kept = store.trials.newest_canary(LOCAL.version)
    assert kept.blocks
    assert kept.rank_correlation == pytest.approx(-1.0)
    assert kept.max_shift == 100.0
    assert kept.flips is not None
    assert kept.flips > 10


def test_a_run_of_another_set_is_not_compared(store: Store) -> None:
    store.versions.put(LOCAL.version, LOCAL.as_json(), "user:maria")
    store.trials.put_canary(CanaryRun(LOCAL.version, None, 1, None, None, None, None, False, {"older": 50.0}))

    with pytest.raises(InvalidInputError, match="another canary set"):
        run_canary(store, LOCAL, assessors(), LOCAL, "user:maria")


def test_rules_that_are_no_longer_installed_are_not_made_up(store: Store) -> None:
    older = replace(LOCAL, rules_version="000000000000")

    outcome = run_canary(store, LOCAL, assessors(), older, "user:maria")

    assert outcome.compared is None
    assert outcome.run.compared_with is None
