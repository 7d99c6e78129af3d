"""The arithmetic beneath the test of robustness, and its draws, against other sources."""

import math
import random
from decimal import Decimal
from itertools import islice

import numpy as np
import pytest

from assessment.methodology.evaluation import evaluate
from assessment.methodology.robustness_arithmetic import (
    ScoresTooLarge,
    fineness,
    natural_exp,
    natural_log,
    whole_parts,
)
from assessment.methodology.robustness_draws import uniform
from assessment.methodology.robustness_ranks import quantiles_of
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.robustness_tables import Combination, Tables
from tests.methodology.pcg64_oracle import raw_numbers
from tests.methodology.scoring_situations import column, indicator, scheme


def test_logarithm_and_exponential_are_those_of_the_c_library_to_fourteen_digits() -> None:
    draw = random.Random(11)
    values = np.array([draw.uniform(1e-6, 2) * 10 ** draw.randrange(7) for _ in range(2000)])
    logs = natural_log(values)
    assert logs == pytest.approx([math.log(value) for value in values], rel=1e-14, abs=1e-14)
    assert natural_exp(logs) == pytest.approx(values, rel=1e-13)
    assert natural_log(np.array([1.0, 0.5])).tolist() == [0.0, -math.log(2)]
    assert natural_exp(np.array([0.0])).tolist() == [1.0]


def test_shares_become_whole_numbers_whose_products_stay_below_two_to_the_fifty_third() -> None:
    """2^52 / 10^8 = 45,035,996 parts: a quarter is 11,258,999, three quarters 33,776,997."""
    parts = whole_parts(np.array([[0.25, 0.75]]), 1e8)
    assert parts.tolist() == [[11_258_999.0, 33_776_997.0]]
    assert parts.sum() * 1e8 < 2**53


def test_scores_too_large_for_exact_products_are_refused() -> None:
    with pytest.raises(ScoresTooLarge):
        whole_parts(np.array([[1.0]]), 1e13)


def test_figures_are_made_whole_by_a_power_of_two() -> None:
    scale = fineness(4.7)
    assert math.frexp(scale)[0] == 0.5
    assert 2**25 < 4.7 * scale <= 2**27


def test_draws_are_the_upper_half_of_the_raw_numbers_of_the_generator() -> None:
    drawn = uniform(RobustnessSettings(replications=3, seed=5), stream=2, shape=(3, 2))
    assert drawn.reshape(-1).tolist() == [number >> 32 for number in islice(raw_numbers([5, 2]), 6)]


def test_quantiles_of_places_are_those_of_the_whole_order_however_many_replications_there_are() -> None:
    """Places 1 … 998 in any order, doubled: 5 % lies at 1 + 997 · 0.05 = 50.85, the middle at 499.5, 95 % at 948.15."""
    places = np.array([[2 * place] for place in random.Random(20).sample(range(1, 999), 998)], dtype=np.int32)
    found = quantiles_of(places, (1, 10, 19))
    assert found == [[Decimal("50.85")], [Decimal("499.5")], [Decimal("948.15")]]


def test_another_number_of_winsorised_points_leaves_the_other_treatments_as_they_are() -> None:
    """Logarithms of 1, 10, 100 lie at 0, 50 and 100 between the first and the last; the figures at 0, 9.09 and 100."""
    treated = "treat: [{method: winsorise, points: 1}, log]"
    evaluation = evaluate(scheme(indicator("method: minmax", more=treated)), column([1, 10, 100]))
    tables = Tables(evaluation, RobustnessSettings(5, 1, winsorise_points=(0,)))
    assert tables.table(Combination(0, 0), range(3)).scores.tolist() == [[0.0, 50_000_000.0, 100_000_000.0]]
