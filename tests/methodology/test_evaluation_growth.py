"""Growth within an evaluation: rates, bad bases, what counts in their place."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import (
    UnitRow,
    evaluate,
)
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.indicator_values import FigureNotPositive
from assessment.methodology.scheme import Scheme
from tests.methodology.scoring_situations import (
    figure,
    footnotes,
    indicator,
    node,
    row,
    scheme,
    shown,
)

GROWTH = "growth: {of: now, base: before, floor: 10, bad_base: %s}"


def pairs(*figures: tuple[int | None, int | None]) -> list[UnitRow]:
    return [row(chr(ord("a") + number), {"now": now, "before": before}) for number, (now, before) in enumerate(figures)]


def growth_scheme(bad_base: str, *, normalise: str = "method: minmax", settings: str = "") -> Scheme:
    return scheme(indicator(normalise, more=GROWTH % bad_base), settings=settings)


class TestGrowth:
    def test_growth_is_computed_from_the_pair_in_percent(self) -> None:
        """19 030 over 15 039 is 26.5 percent, as published for the first quarter of 2021."""
        evaluation = evaluate(growth_scheme("none"), pairs((19030, 15039), (100, 100)))
        assert shown([node(evaluation, "x", "a").raw], 1) == ["26.5"]
        assert [node(evaluation, "x", unit).score for unit in "ab"] == [100, 0]

    def test_a_base_of_zero_gives_no_rate_and_stays_missing_without_a_substitute(self) -> None:
        evaluation = evaluate(growth_scheme("none", settings="missing: renormalise"), pairs((20, 10), (30, 10), (5, 0)))
        bad = node(evaluation, "x", "c")
        assert (bad.raw, bad.score, bad.marker) == (None, None, "not_meaningful")
        assert str(bad.footnotes[0]) == "No growth rate: the base is zero. Change: 5."

    def test_without_a_substitute_the_floor_applies(self) -> None:
        evaluation = evaluate(growth_scheme("none"), pairs((20, 10), (30, 10), (5, 0)))
        bad = node(evaluation, "x", "c")
        assert (bad.score, bad.marker, footnotes(bad)) == (0, "provisional", ["from_zero", "floor"])

    def test_a_negative_base_never_gives_a_positive_rate(self) -> None:
        """(-5 - -10) / -10 would be -50 %, (5 - -10) / -10 would be -150 %, (-20 - -10) / -10 would be 100 %."""
        rows = pairs((20, 10), (30, 10), (5, -10), (-5, -10), (-20, -10), (-5, 10), (-10, -10), (0, 0))
        evaluation = evaluate(growth_scheme("none"), rows)
        labels = [node(evaluation, "x", unit).footnotes[0].code for unit in "cdefgh"]
        assert labels == [
            "loss_to_profit",
            "loss_narrowed",
            "loss_widened",
            "profit_to_loss",
            "loss_unchanged",
            "base_zero",
        ]
        assert all(node(evaluation, "x", unit).raw is None for unit in "cdefgh")

    def test_the_increment_is_scored_among_increments_never_among_rates(self) -> None:
        """Increments 40, 20, 5, 100: c lies at 5, the lowest, although 5 as a rate would lie within 2 … 4 percent."""
        evaluation = evaluate(growth_scheme("increment"), pairs((1040, 1000), (1020, 1000), (5, 0), (108, 8)))
        low, high = node(evaluation, "x", "c"), node(evaluation, "x", "d")
        assert (low.score, high.score) == (0, 100)
        assert footnotes(low) == ["from_zero", "increment_instead"]
        assert footnotes(high) == ["base_below_floor", "increment_instead"]
        assert (high.raw, high.treated, high.marker) == (Decimal(1250), None, "not_meaningful")
        assert [node(evaluation, "x", unit).score for unit in "ab"] == [100, 0]

    def test_declared_points_stand_in_for_the_rate(self) -> None:
        evaluation = evaluate(growth_scheme("{points: 60}"), pairs((20, 10), (30, 10), (5, 0)))
        assert node(evaluation, "x", "c").score == 60
        assert footnotes(node(evaluation, "x", "c")) == ["from_zero", "points_instead"]

    def test_below_the_floor_the_rate_may_be_capped(self) -> None:
        evaluation = evaluate(growth_scheme("{cap: 150}"), pairs((20, 10), (30, 10), (16, 4), (5, 4)))
        capped, kept = node(evaluation, "x", "c"), node(evaluation, "x", "d")
        assert (capped.raw, capped.treated, capped.marker) == (Decimal(300), Decimal(150), "capped")
        assert footnotes(capped) == ["growth_capped"]
        assert (kept.treated, kept.marker, footnotes(kept)) == (Decimal(25), "computed", ["growth_kept"])

    def test_below_the_floor_the_rate_may_be_left_to_the_treatment(self) -> None:
        evaluation = evaluate(growth_scheme("winsorise"), pairs((20, 10), (30, 10), (16, 4)))
        assert node(evaluation, "x", "c").treated == 300

    def test_everyone_falling_still_spans_the_range_unless_bounds_are_declared(self) -> None:
        falling = pairs((50, 100), (90, 100))
        assert node(evaluate(growth_scheme("none"), falling), "x", "b").score == 100
        declared = growth_scheme("none", normalise="method: goalposts, lower: 0, upper: 10, truncate: true")
        assert node(evaluate(declared, falling), "x", "b").score == 0

    def test_a_pair_that_is_not_complete_is_missing(self) -> None:
        evaluation = evaluate(growth_scheme("increment"), pairs((20, 10), (30, 10), (None, 5), (5, None)))
        assert [node(evaluation, "x", unit).marker for unit in "cd"] == ["provisional", "provisional"]

    def test_not_applicable_may_be_a_zero_of_the_pair(self) -> None:
        nothing = Figure.not_applicable("no such activity")
        rows = [*pairs((20, 10), (30, 10)), row("c", {"now": nothing, "before": figure(20)})]
        one = scheme(indicator("method: minmax", more="not_applicable: zero, growth: {of: now, base: before}"))
        assert node(evaluate(one, rows), "x", "c").raw == -100

    def test_the_marker_of_an_imputed_member_of_the_pair_stays_visible(self) -> None:
        imputed = Figure.of(Decimal(10), marker=Marker.IMPUTED)
        rows = [
            *pairs((20, 10), (30, 10)),
            row("c", {"now": Figure.of(Decimal(11)), "before": imputed}),
            row("d", {"now": imputed, "before": Figure.of(Decimal(11))}),
        ]
        evaluation = evaluate(growth_scheme("none"), rows)
        assert [node(evaluation, "x", unit).marker for unit in "bcd"] == ["computed", "imputed", "imputed"]

    def test_increments_that_must_be_positive_are_checked(self) -> None:
        with pytest.raises(FigureNotPositive):
            evaluate(growth_scheme("increment", normalise="method: efficacy_log"), pairs((20, 10), (30, 10), (-5, 0)))
