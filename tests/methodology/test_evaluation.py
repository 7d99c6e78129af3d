"""From figures to scores and places: what is missing, what cannot be compared, who ties with whom."""

from decimal import Decimal

import pytest

from assessment.methodology.evaluation import (
    Evaluation,
    evaluate,
)
from assessment.methodology.explain import explain
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.tree_scores import ScoreNotPositive
from tests.methodology.scoring_situations import (
    column,
    footnotes,
    indicator,
    node,
    ranks,
    row,
    scheme,
    scored,
    shown,
)

TWO = (indicator("method: minmax", weight="3"), indicator("method: minmax", code="y", weight="1"))


class TestMissing:
    rows = (
        row("a", {"x": 0, "y": 10}),
        row("b", {"x": 5, "y": None}),
        row("c", {"x": 10, "y": 20}),
    )

    def test_at_the_floor_a_missing_figure_gets_the_lowest_observed_score_and_says_so(self) -> None:
        evaluation = evaluate(scheme(*TWO), self.rows)
        missing, total = node(evaluation, "y", "b"), node(evaluation, "T", "b")
        assert (missing.raw, missing.normalised, missing.score) == (None, None, Decimal(0))
        assert (missing.marker, footnotes(missing)) == ("provisional", ["floor"])
        assert (total.score, total.marker) == (Decimal("37.5"), "provisional")
        assert str(total.footnotes[0]) == "Contains provisional scores: y."

    def test_the_lowest_observed_score_need_not_be_zero(self) -> None:
        assert shown(scored("method: minmax, range: [60, 100]", [1, None, 2])) == ["60.00", "60.00", "100.00"]

    def test_where_nobody_has_a_figure_all_get_the_midpoint_provisionally(self) -> None:
        evaluation = evaluate(scheme(indicator("method: minmax")), column([None, None]))
        only = node(evaluation, "x", "a")
        assert (only.score, only.marker, footnotes(only)) == (Decimal(50), "provisional", ["floor"])

    def test_where_nobody_has_a_figure_declared_bounds_change_nothing(self) -> None:
        assert shown(scored("method: target_completion, target: 5", [None, None])) == ["50.00", "50.00"]
        assert shown(scored("method: target_met, target: 5", [None])) == ["50.00"]
        assert shown(scored("method: average_tiers, base: 60", [None])) == ["60.00"]

    def test_renormalised_weights_carry_a_marker_and_name_what_is_missing(self) -> None:
        evaluation = evaluate(scheme(*TWO, settings="missing: renormalise"), self.rows)
        total = node(evaluation, "T", "b")
        assert (total.score, total.marker) == (Decimal(50), "provisional")
        assert str(total.footnotes[0]) == "Weights renormalised over what is there; without y."
        assert node(evaluation, "y", "b").score is None
        assert node(evaluation, "y", "b").marker == "missing"

    def test_if_all_is_required_the_total_is_missing_and_has_no_place(self) -> None:
        evaluation = evaluate(scheme(*TWO, settings="missing: require"), self.rows)
        total = node(evaluation, "T", "b")
        assert (total.score, total.marker) == (None, "missing")
        assert ranks(evaluation) == {"c": "1", "a": "2", "b": "--"}
        assert [each.unit for each in evaluation.placings] == ["c", "a", "b"]
        assert (evaluation.placings[2].score, evaluation.placings[2].shown) == (None, None)

    @pytest.mark.parametrize(("threshold", "score"), [("0.5", Decimal(50)), ("0.51", None)])
    def test_a_threshold_counts_the_children_that_are_there(self, threshold: str, score: Decimal | None) -> None:
        evaluation = evaluate(scheme(*TWO, settings=f"missing: {{threshold: {threshold}}}"), self.rows)
        assert node(evaluation, "T", "b").score == score

    def test_a_missing_theme_is_left_out_of_the_total(self) -> None:
        themes = "  - {code: T}\n  - {code: A, parent: T, weight: 1}\n  - {code: B, parent: T, weight: 1}"
        x = "code: x, parent: A, weight: 1, normalise: minmax"
        y = "code: y, parent: B, weight: 1, normalise: minmax"
        evaluation = evaluate(scheme(x, y, aggregates=themes, settings="missing: renormalise"), self.rows)
        assert node(evaluation, "B", "b").score is None
        assert node(evaluation, "T", "b").score == 50

    def test_a_unit_without_any_figure_has_no_total(self) -> None:
        evaluation = evaluate(
            scheme(*TWO, settings="missing: renormalise"), [*self.rows, row("d", {"x": None, "y": None})]
        )
        assert ranks(evaluation)["d"] == "--"

    def test_not_applicable_is_missing_unless_the_form_says_zero(self) -> None:
        cells = [4, Figure.not_applicable("no such activity"), 8]
        rows = [row(unit, {"x": cell}) for unit, cell in zip("abc", cells, strict=True)]
        evaluation = evaluate(scheme(indicator("method: minmax")), rows)
        assert footnotes(node(evaluation, "x", "b")) == ["not_applicable", "floor"]
        kept = evaluate(scheme(indicator("method: minmax"), settings="missing: renormalise"), rows)
        assert node(kept, "x", "b").marker == "not_applicable"
        zero = evaluate(scheme(indicator("method: minmax", more="not_applicable: zero")), rows)
        assert (node(zero, "x", "b").raw, node(zero, "x", "a").score) == (Decimal(0), Decimal(50))
        assert (node(zero, "x", "b").marker, footnotes(node(zero, "x", "b"))) == (
            "not_applicable",
            ["not_applicable_zero"],
        )

    def test_a_missing_total_is_missing_even_if_a_part_is_provisional(self) -> None:
        provisional = Figure.of(Decimal(6), marker=Marker.PROVISIONAL)
        rows = [row("d", {"x": provisional, "y": None}), *self.rows]
        evaluation = evaluate(scheme(*TWO, settings="missing: require"), rows)
        assert [node(evaluation, code, "d").marker for code in "xT"] == ["provisional", "missing"]

    def test_zero_is_a_figure(self) -> None:
        evaluation = evaluate(scheme(indicator("method: minmax")), column([0, 5, None]))
        assert node(evaluation, "x", "a").marker == "computed"
        assert node(evaluation, "x", "c").marker == "provisional"

    def test_other_markers_of_a_figure_stay_visible(self) -> None:
        imputed = Figure.of(Decimal(5), marker=Marker.IMPUTED)
        provisional = Figure.of(Decimal(6), marker=Marker.PROVISIONAL)
        rows = [row("a", {"x": 1}), row("b", {"x": imputed}), row("c", {"x": provisional})]
        evaluation = evaluate(scheme(indicator("method: minmax")), rows)
        assert [node(evaluation, "x", unit).marker for unit in "abc"] == ["computed", "imputed", "provisional"]
        assert [node(evaluation, "T", unit).marker for unit in "abc"] == ["computed", "computed", "provisional"]


class TestTree:
    def test_the_geometric_mean_of_the_published_example(self) -> None:
        """75.368, 96.844, 74.940, 83.404 give 82.18."""
        values = ["75.368", "96.844", "74.940", "83.404"]
        names = ["p", "q", "r", "s"]
        one = scheme(
            *[indicator("method: goalposts, lower: 0, upper: 100", code=name) for name in names],
            settings="aggregation: geometric",
        )
        total = evaluate(one, [row("a", dict(zip(names, values, strict=True)))]).placings[0]
        assert shown([total.score]) == ["82.18"]

    @pytest.mark.parametrize(
        ("aggregation", "expected"),
        [
            ("arithmetic", "32.5000"),  # (3 · 40 + 1 · 10) / 4
            ("geometric", "28.2843"),  # (40³ · 10)^¼
            ("harmonic", "22.8571"),  # 4 / (3 / 40 + 1 / 10)
            ("{power: 2}", "35.0000"),  # √((3 · 1600 + 100) / 4)
            ("{power: -1}", "22.8571"),
        ],
    )
    def test_each_mean_by_hand(self, aggregation: str, expected: str) -> None:
        posts = "method: goalposts, lower: 0, upper: 100"
        one = scheme(
            indicator(posts, weight="3"),
            indicator(posts, code="y", weight="1"),
            settings=f"aggregation: {aggregation}",
        )
        total = evaluate(one, [row("a", {"x": 40, "y": 10})]).placings[0]
        assert shown([total.score], 4) == [expected]

    @pytest.mark.parametrize("aggregation", ["geometric", "harmonic", "{power: -2}"])
    def test_a_score_of_zero_under_such_a_mean_is_refused_with_the_unit(self, aggregation: str) -> None:
        with pytest.raises(ScoreNotPositive) as refusal:
            scored("method: minmax", [1, 2], settings=f"aggregation: {aggregation}")
        assert "In unit a (period “2021”), x scores 0" in str(refusal.value)

    def test_a_power_mean_takes_a_score_of_zero_and_refuses_one_below(self) -> None:
        posts = "method: goalposts, lower: 0, upper: 100"
        one = scheme(indicator(posts), indicator(posts, code="y"), settings="aggregation: {power: 2}")
        rows = [row("a", {"x": 0, "y": 10}), row("b", {"x": 0, "y": 0})]
        totals = {each.unit: each.score for each in evaluate(one, rows).placings}
        assert shown([totals["a"], totals["b"]], 4) == ["7.0711", "0.0000"]  # √(100 / 2)
        with pytest.raises(ScoreNotPositive):
            evaluate(one, [row("a", {"x": -1, "y": 10})])

    def test_a_score_that_no_mean_is_formed_of_is_not_refused(self) -> None:
        posts = "method: goalposts, lower: 0, upper: 100"
        one = scheme(indicator(posts), indicator(posts, code="y"), settings="aggregation: geometric\nmissing: require")
        assert evaluate(one, [row("a", {"x": 0, "y": None})]).placings[0].score is None

    def test_a_missing_score_under_such_a_mean_is_left_out(self) -> None:
        settings = "aggregation: geometric\nmissing: renormalise"
        one = scheme(*(each.replace("minmax", "target_completion, target: 10") for each in TWO), settings=settings)
        evaluation = evaluate(one, [row("a", {"x": 4, "y": None})])
        assert shown([evaluation.placings[0].score]) == ["40.00"]

    def test_levels_may_be_combined_differently(self) -> None:
        themes = "  - {code: T}\n  - {code: A, parent: T, weight: 1}\n  - {code: B, parent: T, weight: 1}"
        posts = "normalise: {method: goalposts, lower: 0, upper: 100}"
        one = scheme(
            f"code: x, parent: A, weight: 1, {posts}",
            f"code: y, parent: A, weight: 1, {posts}",
            f"code: z, parent: B, weight: 1, {posts}",
            aggregates=themes,
            settings="aggregation: [geometric, arithmetic]",
        )
        evaluation = evaluate(one, [row("a", {"x": 4, "y": 9, "z": 10})])
        assert shown([node(evaluation, code, "a").score for code in "ABT"]) == ["6.00", "10.00", "8.00"]
        assert [node(evaluation, code, "a").level for code in "xAT"] == [0, 1, 2]

    def test_weights_are_shares_of_their_parent(self) -> None:
        small = evaluate(scheme(*TWO), [row("a", {"x": 1, "y": 5}), row("b", {"x": 2, "y": 3})])
        large = evaluate(
            scheme(*(each.replace("weight: 3", "weight: 60").replace("weight: 1", "weight: 20") for each in TWO)),
            [row("a", {"x": 1, "y": 5}), row("b", {"x": 2, "y": 3})],
        )
        assert [each.score for each in small.placings] == [each.score for each in large.placings]


class TestAdjustments:
    settings = (
        "adjustments: [{code: BONUS, name: Bonus, column: bonus, cap: 2}, "
        "{code: LATE, name: Late, column: late, points: -0.2, floor: -1}]\ncap: {upper: 100}"
    )

    def evaluation(self) -> Evaluation:
        one = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings=self.settings)
        return evaluate(
            one,
            [
                row("a", {"x": 50, "bonus": 3, "late": 1}),
                row("b", {"x": 50, "bonus": None, "late": 9}),
                row("c", {"x": 99, "bonus": 2, "late": 0}),
            ],
        )

    def test_points_are_added_within_cap_and_floor_and_footnoted(self) -> None:
        evaluation = self.evaluation()
        totals = [node(evaluation, "T", unit) for unit in "ab"]
        assert [each.score for each in totals] == [Decimal("51.8"), Decimal(49)]
        assert [each.normalised for each in totals] == [50, 50]
        assert [str(note) for note in totals[0].footnotes] == ["Bonus: 2 points.", "Late: -0.2 points."]

    def test_what_gives_no_points_is_not_footnoted_and_has_no_minus(self) -> None:
        one = scheme(indicator("method: goalposts, lower: 0, upper: 100"), settings=self.settings)
        evaluation = evaluate(one, [row("a", {"x": 50, "bonus": 0, "late": 0})])
        assert footnotes(node(evaluation, "T", "a")) == []
        steps = explain(evaluation, unit="a", period="2021").children[1:]
        assert [str(each.contribution) for each in steps] == ["0", "0"]

    def test_the_total_is_capped_and_says_so(self) -> None:
        total = node(self.evaluation(), "T", "c")
        assert (total.score, total.marker) == (Decimal(100), "capped")
        assert footnotes(total)[-1] == "upper_cap"

    def test_a_missing_total_is_not_adjusted(self) -> None:
        one = scheme(indicator("method: minmax"), settings=f"{self.settings}\nmissing: require")
        evaluation = evaluate(one, [row("a", {"x": None, "bonus": 3, "late": 1})])
        assert node(evaluation, "T", "a").score is None

    def test_a_cap_alone_is_applied(self) -> None:
        one = scheme(indicator("method: goalposts, lower: 0, upper: 50"), settings="cap: {upper: 100}")
        assert evaluate(one, column([60])).placings[0].score == 100


class TestScores:
    rows = (row("a", {"x": 1, "y": 2}), row("b", {"x": 3, "y": 1}))

    def test_scores_are_a_sequence_of_rows_of_nodes(self) -> None:
        scores = evaluate(scheme(*TWO), self.rows).scores
        assert len(scores) == 6
        assert [(each.unit, each.code) for each in scores[:4]] == [("a", "x"), ("a", "y"), ("a", "T"), ("b", "x")]
        assert scores[-1] == list(scores)[5]
        assert scores.of_row(1)[2] == scores[5]
        with pytest.raises(IndexError):
            scores[6]

    def test_equal_evaluations_have_equal_scores(self) -> None:
        first, second = (evaluate(scheme(*TWO), self.rows).scores for _ in range(2))
        assert first == second
        assert hash(first) == hash(second)
        assert first != tuple(second)
        assert first != evaluate(scheme(*TWO), self.rows[:1]).scores
