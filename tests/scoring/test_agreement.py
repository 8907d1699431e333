from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement import Judged, agreement, biggest_surprises, pairs, weighted_kappa
from scoring.calibration import best_cut_off, criteria_agreement

BANDS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40)
VIEWS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=25)


def judged(*pairs_of: tuple[float, float]) -> list[Judged]:
    return [Judged(str(number), score, human) for number, (score, human) in enumerate(pairs_of)]


def from_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Two raters whose ratings are counted in this table."""
    places = list(product(range(len(table)), repeat=2))
    ratings = [place for place in places for _ in range(table[place[0]][place[1]])]
    return [left for left, _ in ratings], [right for _, right in ratings]


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Two categories: weights change nothing, so it is Cohen's (1960) own kappa.
        pytest.param([[20, 5], [10, 15]], 0.4, id="the-textbook-two-by-two"),
        # Observed disagreement 32/60, expected (by hand, from the margins 20 20 20 and 20 20 20) 4/3.
        pytest.param([[14, 4, 2], [4, 12, 4], [2, 4, 14]], 0.6, id="three-by-three-by-hand"),
        pytest.param([[0, 0, 5], [0, 5, 0], [5, 0, 0]], -1.0, id="the-opposite"),
    ],
)
def test_weighted_kappa_has_its_known_values(table: list[list[int]], kappa: float) -> None:
    assert weighted_kappa(*from_table(table), len(table)) == pytest.approx(kappa)


@given(BANDS)
def test_weighted_kappa_is_symmetric_and_between_its_bounds(ratings: list[tuple[int, int]]) -> None:
    left, right = [a for a, _ in ratings], [b for _, b in ratings]

    kappa, mirrored = weighted_kappa(left, right, 5), weighted_kappa(right, left, 5)

    assert (kappa is None) == (mirrored is None)
    assert kappa is None or (kappa == pytest.approx(mirrored) and -1 - 1e-9 <= kappa <= 1)


@given(st.lists(st.integers(0, 4), min_size=2).filter(lambda ratings: len(set(ratings)) > 1))
def test_who_says_the_same_agrees_fully(ratings: list[int]) -> None:
    assert weighted_kappa(ratings, ratings, 5) == 1


def test_kappa_is_not_defined_where_everybody_gets_the_same() -> None:
    assert weighted_kappa([2, 2], [2, 2], 3) is None
    assert weighted_kappa([], [], 3) is None


def test_pairs_are_counted_by_the_order_that_the_person_gave() -> None:
    counted = pairs(judged((90, 80), (50, 60), (50, 20), (10, 60)))

    # In order: 1-2, 1-3, 1-4. Against: 3-4. Tied by the score: 2-3. Level for the person: 2-4.
    assert (counted.concordant, counted.discordant, counted.tied) == (3, 1, 1)
    assert counted.share == pytest.approx(0.7)


@given(VIEWS)
def test_every_pair_that_a_person_ordered_is_counted_once(views: list[tuple[int, int]]) -> None:
    counted = pairs(judged(*views))

    people = [human for _, human in views]
    ordered = sum(people[a] != people[b] for a in range(len(people)) for b in range(a))
    assert counted.concordant + counted.discordant + counted.tied == ordered
    assert counted.share is None or 0 <= counted.share <= 1


def test_the_biggest_surprise_is_the_largest_difference_in_rank() -> None:
    found = biggest_surprises(judged((90, 10), (80, 90), (70, 80), (60, 70)), 2)

    assert [(surprise.judged.key, surprise.place_by_score, surprise.place_by_person) for surprise in found] == [
        ("0", 1, 4),
        ("1", 2, 1),
    ]


def test_tied_applications_share_their_mean_place() -> None:
    (first, *_) = biggest_surprises(judged((50, 10), (50, 20), (10, 30)), 5)

    assert (first.judged.key, first.place_by_score, first.place_by_person) == ("2", 3, 1)
    assert {surprise.place_by_score for surprise in biggest_surprises(judged((50, 10), (50, 20), (10, 30)), 5)} == {
        1.5,
        3,
    }


def test_figures_without_an_application_are_not_defined() -> None:
    found = agreement([], (50, 85))

    assert (found.applications, found.kappa, found.spearman, found.pairs.share) == (0, None, None, None)


@given(VIEWS)
def test_the_interval_holds_the_correlation(views: list[tuple[int, int]]) -> None:
    found = agreement(judged(*views), (50, 85))

    if found.spearman_low is not None:
        assert found.spearman is not None
        assert found.spearman_high is not None
        assert -1 <= found.spearman_low <= found.spearman <= found.spearman_high <= 1


def test_the_best_cut_off_puts_most_people_on_the_side_where_they_were_put() -> None:
    decided = [(float(score), score >= 62) for score in range(40, 90, 2)]

    found = best_cut_off(decided, 50.0)

    assert found is not None
    assert (found.cut_off, found.agreed, found.now, found.decided) == (62, 25, 19, 25)


def test_few_decisions_propose_no_cut_off() -> None:
    assert best_cut_off([(80.0, True)] * 50 + [(20.0, False)] * 9, 50.0) is None


@given(st.lists(st.tuples(st.integers(0, 100).map(float), st.booleans()), max_size=60))
def test_a_proposed_cut_off_never_agrees_less_than_the_one_in_force(decided: list[tuple[float, bool]]) -> None:
    found = best_cut_off(decided, 50.0)

    assert found is None or (found.agreed >= found.now and 0 < found.cut_off <= 100)


def test_a_criterion_that_goes_with_the_decisions_gains_weight_and_one_that_does_not_loses() -> None:
    views = [float(place) for place in range(20)]
    ratings = {"with": list(zip(views, views, strict=True)), "against": list(zip(views, reversed(views), strict=True))}

    gaining, losing = criteria_agreement(ratings, {"with": 6, "against": 6})

    assert (gaining.correlation, gaining.proposed) == (pytest.approx(1), 9)
    assert (losing.correlation, losing.proposed) == (pytest.approx(-1), 3)


def test_weights_are_not_proposed_from_few_decisions() -> None:
    views = [(float(place), float(place)) for place in range(19)]

    (found, _) = criteria_agreement({"a": views, "b": views}, {"a": 6, "b": 6})

    assert (found.applications, found.proposed) == (19, None)
