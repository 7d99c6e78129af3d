"""Correlations, reliability and components against published examples, scipy and numpy."""

import random

import numpy as np
import pytest
from scipy import stats

from assessment.methodology.correlations import (
    cronbach_alpha,
    inversions,
    kendall,
    pearson,
    principal_components,
    spearman,
)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_pearson_by_hand() -> None:
    """1, 2, 3 against 1, 3, 2: Σ products of deviations 1, both variances 2: 0.5."""
    assert pearson(array(1, 2, 3), array(1, 3, 2)) == pytest.approx(0.5)
    assert pearson(array(1, 2, 3), array(-2, -4, -6)) == pytest.approx(-1)


def test_spearman_of_the_textbook_on_iq_and_hours_of_television() -> None:
    """The ten pairs of Wikipedia's article on Spearman's rank correlation: ρ = −29 / 165."""
    iq = array(106, 86, 100, 101, 99, 103, 97, 113, 112, 110)
    hours = array(7, 0, 27, 50, 28, 29, 20, 12, 6, 17)
    assert spearman(iq, hours) == pytest.approx(-29 / 165)


def test_kendall_by_hand() -> None:
    """1 2 3 4 against 1 3 2 4: five pairs in order, one not: 4 / 6. A tie takes a pair from one side only."""
    assert kendall(array(1, 2, 3, 4), array(1, 3, 2, 4)) == pytest.approx(4 / 6)
    assert kendall(array(1, 2, 3), array(1, 1, 2)) == pytest.approx(2 / (3 * 2) ** 0.5)


def test_columns_with_ties_agree_with_scipy() -> None:
    draw = random.Random(4)
    for _ in range(60):
        size = draw.randint(3, 40)
        first, second = (array(*(draw.randrange(8) for _ in range(size))) for _ in range(2))
        if len(set(first)) < 2 or len(set(second)) < 2:
            continue
        assert pearson(first, second) == pytest.approx(stats.pearsonr(first, second).statistic, abs=1e-12)
        assert spearman(first, second) == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)
        assert kendall(first, second) == pytest.approx(stats.kendalltau(first, second).statistic, abs=1e-12)


def test_inversions_are_counted_pair_by_pair() -> None:
    draw = random.Random(5)
    values = [draw.randrange(50) for _ in range(200)]
    slow = sum(values[a] > values[b] for b in range(200) for a in range(b))
    assert inversions(np.array(values)) == slow


def test_what_cannot_be_formed_is_nothing_never_a_number() -> None:
    assert pearson(array(1, 1, 1), array(1, 2, 3)) is None
    assert kendall(array(1, 1), array(1, 2)) is None
    assert pearson(array(), array()) is None
    assert kendall(array(1), array(1)) is None
    assert cronbach_alpha([array(1, 2, 3)]) is None
    assert cronbach_alpha([array(1, 2, 3), array(-1, -2, -3)]) is None


def test_cronbachs_alpha_by_hand() -> None:
    """Sums 2, 5, 5 have Σ squares 6; the columns 2 and 2: 2 · (1 − 4 / 6) = 2 / 3."""
    assert cronbach_alpha([array(1, 2, 3), array(1, 3, 2)]) == pytest.approx(2 / 3)
    assert cronbach_alpha([array(1, 2, 3), array(1, 2, 3)]) == pytest.approx(1)


def test_two_columns_have_the_components_one_plus_and_minus_their_correlation() -> None:
    (greater, loads), (lesser, _) = principal_components([[1.0, 0.6], [0.6, 1.0]])
    assert (greater, lesser) == (pytest.approx(1.6), pytest.approx(0.4))
    assert loads == pytest.approx([0.8**0.5, 0.8**0.5])


def test_components_agree_with_numpy() -> None:
    draw = np.random.Generator(np.random.PCG64(3))
    assert [value for value, _ in principal_components([[1, 0, 0.5], [0, 1, 0], [0.5, 0, 1]])] == pytest.approx(
        [1.5, 1, 0.5]
    )
    for size in (1, 3, 7, 12, 40):
        matrix = np.corrcoef(draw.random((size, 60))).reshape(size, size)
        found = principal_components(matrix.tolist())
        values, vectors = np.linalg.eigh(matrix)
        assert [value for value, _ in found] == pytest.approx(values[::-1], abs=1e-10)
        loads = np.abs(vectors[:, ::-1]) * np.sqrt(np.abs(values[::-1]))
        assert pytest.approx(loads, abs=1e-8) == np.array([each for _, each in found]).T
