from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.errors import InvalidInputError
from scoring.scorer import ScorerVersion

CLAUDE = ScorerVersion("claude", "claude-haiku-5-5", "medium", "aa", "bb", "", "2.12.0", 3)
CHANGES = (
    {"assessor": "local"},
    {"model": "claude-opus-5-5"},
    {"effort": "high"},
    {"prompt_version": "ab"},
    {"schema_version": "bc"},
    {"rules_version": "cc"},
    {"sdk_version": "2.13.0"},
    {"max_samples": 1},
    {"drafting_version": "3"},
    {"cut_offs": (Decimal(45), Decimal(85))},
)


def test_every_part_of_the_content_changes_the_version() -> None:
    versions = {replace(CLAUDE, **change).version for change in CHANGES}

    assert len(versions | {CLAUDE.version}) == len(CHANGES) + 1
    assert {name for change in CHANGES for name in change} == set(CLAUDE.as_json())


def test_a_version_comes_back_from_its_json_as_it_was() -> None:
    again = ScorerVersion.from_json(CLAUDE.as_json())

    assert again == CLAUDE
    assert again.version == CLAUDE.version


def test_what_differs_is_named() -> None:
    other = replace(CLAUDE, model="claude-opus-5-5", cut_offs=(Decimal(40), Decimal(80)))

    assert CLAUDE.differences(other) == ("model", "cut_offs")
    assert CLAUDE.differences(CLAUDE) == ()


@pytest.mark.parametrize("cut_offs", [(85, 50), (0, 50), (50, 101), (50, 50)])
def test_cut_offs_out_of_order_or_range_are_refused(cut_offs: tuple[int, int]) -> None:
    with pytest.raises(InvalidInputError, match="cut-offs"):
        replace(CLAUDE, cut_offs=(Decimal(cut_offs[0]), Decimal(cut_offs[1])))


@pytest.mark.parametrize("stored", [{}, {"assessor": "local"}, {**CLAUDE.as_json(), "mood": 1}, {"cut_offs": 5}])
def test_what_is_no_version_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(InvalidInputError, match="not written by this program"):
        ScorerVersion.from_json(stored)
