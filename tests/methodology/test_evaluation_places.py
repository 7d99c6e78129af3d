"""Places of an evaluation, and what an evaluation refuses."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import (
    RepeatedUnit,
    ScoreOutOfRange,
    evaluate,
)
from assessment.methodology.figure_columns import ColumnMissing
from assessment.methodology.indicator_scores import ReferenceUnitMissing
from assessment.methodology.indicator_values import FigureNotPositive
from assessment.methodology.run_scores import written_scores
from assessment.methodology.scheme import Scheme
from tests.methodology.scoring_situations import (
    column,
    indicator,
    node,
    ranks,
    row,
    scheme,
    scored,
)

TWO = (indicator("method: minmax", weight="3"), indicator("method: minmax", code="y", weight="1"))


class TestPlaces:
    def total(self, *, ranking: str, digits: int = 0, method: str = "half_up") -> Scheme:
        return scheme(
            indicator("method: goalposts, lower: 0, upper: 100"),
            indicator("method: goalposts, lower: 0, upper: 100", code="y", weight="0.0001", more="direction: lower"),
            settings=f"ranking: {ranking}\nrounding: {{method: {method}, digits: {digits}}}\nmissing: renormalise",
        )

    def test_equal_published_scores_tie_although_the_exact_ones_differ(self) -> None:
        rows = column(["80.4", "80.2", "81", "70"])
        published = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings="rounding: {digits: 0}")
        exact = scheme(
            indicator("method: goalposts, lower: 0, upper: 100"),
            settings="rounding: {digits: 0}\nranking: {key: exact}",
        )
        assert ranks(evaluate(published, rows)) == {"c": "1", "a": "2", "b": "2", "d": "4"}
        assert ranks(evaluate(exact, rows)) == {"c": "1", "a": "2", "b": "3", "d": "4"}

    @pytest.mark.parametrize(
        ("ties", "expected"),
        [("min", ["1", "2", "2", "4"]), ("dense", ["1", "2", "2", "3"]), ("average", ["1", "2.5", "2.5", "4"])],
    )
    def test_ties_share_as_the_scheme_declares(self, ties: str, expected: list[str]) -> None:
        one = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings=f"ranking: {{ties: {ties}}}")
        assert list(ranks(evaluate(one, column([9, 5, 5, 1]))).values()) == expected

    def test_ties_are_broken_by_the_figures_named_in_their_direction(self) -> None:
        rows = [
            row("a", {"x": "5", "y": 3}),
            row("b", {"x": "5", "y": 2}),
            row("c", {"x": "5", "y": None}),
            row("d", {"x": "5.4", "y": 3}),
        ]
        assert ranks(evaluate(self.total(ranking="{then: [x, y]}"), rows)) == {"d": "1", "b": "2", "a": "3", "c": "4"}

    def test_ties_may_be_broken_by_the_exact_total(self) -> None:
        rows = column(["80.4", "80.2"])
        one = scheme(
            indicator("method: goalposts, lower: 0, upper: 100"),
            settings="rounding: {digits: 0}\nranking: {then: [T]}",
        )
        assert ranks(evaluate(one, rows)) == {"a": "1", "b": "2"}

    @pytest.mark.parametrize(("method", "shown_score"), [("half_up", "80.13"), ("half_even", "80.12")])
    def test_the_one_rounding_is_the_declared_one(self, method: str, shown_score: str) -> None:
        one = scheme(
            indicator("method: goalposts, lower: 0, upper: 100"),
            settings=f"rounding: {{method: {method}, digits: 2}}",
        )
        placing = evaluate(one, column(["80.125"])).placings[0]
        assert str(placing.shown) == shown_score
        assert placing.score == Decimal("80.125")

    def test_groups_and_periods_are_ranked_apart(self) -> None:
        rows = [
            row("a", {"x": 1}, group="strong"),
            row("b", {"x": 2}, group="strong"),
            row("c", {"x": 9}, group="other"),
            row("a", {"x": 8}, group="strong", period="2022"),
        ]
        placings = evaluate(scheme(indicator("method: rank")), rows).placings
        assert [(each.period, each.group, each.unit, each.rank) for each in placings] == [
            ("2021", "other", "c", 1),
            ("2021", "strong", "b", 1),
            ("2021", "strong", "a", 2),
            ("2022", "strong", "a", 1),
        ]

    def test_bounds_over_all_periods_are_those_of_the_group(self) -> None:
        rows = [
            row("a", {"x": 0}),
            row("b", {"x": 5}),
            row("a", {"x": 10}, period="2022"),
            row("b", {"x": 5}, period="2022"),
            row("c", {"x": 900}, group="other", period="2022"),
        ]
        evaluation = evaluate(scheme(indicator("method: minmax"), settings="pool: all"), rows)
        assert node(evaluation, "x", "b").score == 50
        assert [(each.period, each.group, each.low, each.high) for each in evaluation.bounds] == [
            ("2021", "", 0, 10),
            ("2022", "", 0, 10),
            ("2022", "other", 900, 900),
        ]


class TestRefusals:
    def test_a_unit_may_occur_once_in_a_period(self) -> None:
        with pytest.raises(RepeatedUnit):
            evaluate(scheme(indicator("method: minmax")), [row("a", {"x": 1}), row("a", {"x": 2}, group="g")])

    def test_a_column_must_be_there_even_if_it_is_empty(self) -> None:
        with pytest.raises(ColumnMissing) as refusal:
            evaluate(scheme(*TWO), [row("a", {"x": 1, "y": 1}), row("b", {"x": 2})])
        assert "In unit b (period “2021”), the column y" in str(refusal.value)

    def test_a_reference_unit_without_a_figure_is_refused(self) -> None:
        for cells in ([1, 2, None], [1, 2]):
            with pytest.raises(ReferenceUnitMissing):
                scored("method: distance_to_reference, reference_unit: c", cells)

    def test_a_score_too_large_to_be_exact_is_refused(self) -> None:
        with pytest.raises(ScoreOutOfRange):
            scored("method: scaled, lower: 0, upper: 1", ["1" + "0" * 35])

    def test_zero_or_less_where_the_formula_needs_more_is_refused(self) -> None:
        with pytest.raises(FigureNotPositive):
            scored("method: fraction_of_max", [-1, -2])
        with pytest.raises(FigureNotPositive):
            scored("method: target_completion, target: 1", [0, 2], more="direction: lower")

    def test_no_units_give_an_empty_evaluation(self) -> None:
        evaluation = evaluate(scheme(*TWO), [])
        assert (len(evaluation.scores), evaluation.placings, list(evaluation.scores)) == (0, (), [])
        assert hash(evaluation.scores) == hash(evaluate(scheme(*TWO), []).scores)


def test_a_unit_without_a_total_is_written_down_without_points_and_without_a_place() -> None:
    one = scheme(indicator("method: minmax"), settings="missing: require\nranking: {key: published}")
    written = written_scores(evaluate(one, column([1, 3, None])))
    assert [(each["unit"], each["score"], each["shown"], each["rank"]) for each in written.placings] == [
        ("b", "100", "100.00", "1"),
        ("a", "0", "0.00", "2"),
        ("c", None, None, None),
    ]
