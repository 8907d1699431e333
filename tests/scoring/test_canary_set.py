"""The set is frozen: what was scored with it years ago has to be comparable with what is scored with it today."""

from collections import Counter

from scoring.canary import load_canary

FROZEN = "68ce21bdbf4e4a28e29b02b46734c43aec2d2a6f2cf5e31b112865e6c1e054a7"


def test_no_byte_of_the_canary_set_has_changed() -> None:
    assert load_canary().sha256 == FROZEN


def test_the_set_covers_occupations_and_every_sort_of_case() -> None:
    cases = load_canary().cases

    assert len(cases) == len({case.id for case in cases}) == 30
    assert len({case.requisition.id for case in cases}) == 6
    assert Counter(case.sort for case in cases) == {"strong": 6, "partial": 10, "weak": 6, "edge": 8}
    assert all(answer.question for case in cases for answer in case.answers)
