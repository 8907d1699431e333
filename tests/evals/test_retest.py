"""The agreement of repeated readings, on the example that Shrout and Fleiss work through themselves."""

import pytest

from evals.retest import icc

# Table 2 of Shrout & Fleiss (1979): six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_icc_is_that_of_the_paper() -> None:
    assert icc(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_readings_that_agree_have_an_icc_of_one() -> None:
    assert icc([[10, 10, 10], [50, 50, 50], [90, 90, 90]]) == pytest.approx(1.0)
    assert icc([[70, 70], [70, 70]]) == 1.0


def test_a_reading_that_is_always_higher_lowers_agreement() -> None:
    assert icc([[10, 30], [50, 70], [90, 100]]) < icc([[10, 11], [50, 51], [90, 90]])


def test_one_reading_says_nothing_about_agreement() -> None:
    with pytest.raises(ValueError, match="at least two"):
        icc([[1], [2]])
