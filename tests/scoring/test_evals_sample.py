from pathlib import Path

import pytest

from evals import flags, ranking, swaps
from evals.baselines import auc, average_precision, ndcg, spearman

SAMPLE = Path(flags.__file__).parent / "sample"


@pytest.mark.parametrize("module", [flags, ranking, swaps], ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_target_is_met_on_the_small_set(module):
    missed = [row for row in module.measure(SAMPLE) if row.passed is False]

    assert missed == []


def test_the_yardsticks_measure_what_their_names_say():
    assert ndcg([1, 1, 0]) == 1
    assert ndcg([0, 0, 1]) == pytest.approx(0.5)
    assert average_precision([True, False, True]) == pytest.approx((1 + 2 / 3) / 2)
    assert auc([(3, True), (2, False), (1, True), (1, False)]) == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
