"""The modified z-score on figures worked by hand."""

from decimal import Decimal

from assessment.methodology.outliers import Spread, Standing, median, spread, standings

D = Decimal
# Growth of nine cities in percent. Median 13, deviations 5 3 2 1 0 1 2 3 47 → ordered 0 1 1 2 2 3 3 5 47, MAD 2.
GROWTH = dict(zip("abcdefghi", map(D, (8, 10, 11, 12, 13, 14, 15, 16, 60)), strict=True))


def test_one_city_that_runs_away_is_named_and_the_others_are_not():
    found = standings(GROWTH)
    # 0.6745 · (60 − 13) / 2 = 15.85075
    assert found["i"].score == D("15.85075")
    assert [key for key, standing in found.items() if standing.stands_apart] == ["i"]
    # 0.6745 · (8 − 13) / 2 = −1.68625
    assert found["a"].score == D("-1.68625")


def test_the_threshold_itself_does_not_stand_apart():
    # Median 0, MAD 0.6745: a figure of 3.5 scores 3.5 exactly, 3.5001 a little more.
    figures = {"a": D("-0.6745"), "b": D(0), "c": D("0.6745"), "d": D("-0.6745"), "e": D(0), "f": D("0.6745")}
    at = standings({**figures, "g": D("3.5")})["g"]
    beyond = standings({**figures, "g": D("3.5001")})["g"]
    assert (at.score, at.stands_apart) == (D("3.5"), False)
    assert (beyond.score, beyond.stands_apart) == (D("3.5001"), True)


def test_below_the_others_is_as_far_as_above():
    # Median 12, deviations 48 4 2 1 0 1 2 3 4, MAD 2: 0.6745 · (−36 − 12) / 2 = −16.188
    assert standings({**GROWTH, "i": D(-36)})["i"] == Standing(D("-16.188"), stands_apart=True)


def test_few_figures_or_mostly_equal_ones_tell_nothing():
    assert standings({key: GROWTH[key] for key in "abci"}) == {}
    assert standings({"a": D(5), "b": D(5), "c": D(5), "d": D(5), "e": D(90)}) == {}
    assert standings({}) == {}


def test_the_middle_of_an_odd_and_of_an_even_number_of_figures():
    assert median([D(3), D(1), D(2)]) == 2
    assert median([D(4), D(1), D(2), D(3)]) == D("2.5")


def test_the_spread_of_figures_and_of_none():
    assert spread(list(GROWTH.values())) == Spread(D(8), D(13), D(60))
    assert spread([]) is None
