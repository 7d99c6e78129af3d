"""Sensitivity, leaving out, audit and settings of a test of robustness, from published examples and by hand."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from assessment.methodology.errors import AssessmentError
from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.robustness import robustness
from assessment.methodology.robustness_audit import effective_weights
from assessment.methodology.robustness_document import robustness_document, settings_document
from assessment.methodology.robustness_draws import DESIGN, Factor, uniform
from assessment.methodology.robustness_sensitivity import jansen, mixed_draws
from assessment.methodology.robustness_settings import RobustnessSettings, settings_of
from tests.methodology.robustness_situations import exact_places, tree
from tests.methodology.scoring_situations import indicator, row, scheme

POSTS = "method: goalposts, lower: 0, upper: 100"


def indices(function: Callable[[np.ndarray], np.ndarray], inputs: int, samples: int) -> list[tuple[float, float]]:
    """First-order and total index of each input of a function of shares from 0 to 1."""
    drawn = uniform(RobustnessSettings(1, 7), stream=DESIGN, shape=(samples, 2 * inputs))
    base, other = drawn[:, :inputs], drawn[:, inputs:]

    def output(draws: np.ndarray) -> np.ndarray:
        return function(draws / 2.0**32)[:, None]

    found = []
    for number in range(inputs):
        mixed = mixed_draws(base, other, Factor("f", (number,)))
        first, total = jansen(output(base), output(other), output(mixed))
        found.append((float(first[0]), float(total[0])))
    return found


def test_the_indices_of_the_function_of_ishigami_are_the_published_ones() -> None:
    """Sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on ±π: S 0.3139, 0.4424, 0; T 0.5576, 0.4424, 0.2437."""

    def ishigami(shares: np.ndarray) -> np.ndarray:
        x = math.pi * (2 * shares - 1)
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    found = indices(ishigami, 3, 40_000)
    assert [first for first, _ in found] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert [total for _, total in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_the_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    """2 x1 + x2: variances 4 and 1, so 0.8 and 0.2, alone and in total."""
    found = indices(lambda x: 2 * x[:, 0] + x[:, 1], 2, 20_000)
    assert [each for pair in found for each in pair] == pytest.approx([0.8, 0.8, 0.2, 0.2], abs=0.02)


def test_what_never_moves_has_no_index() -> None:
    still = np.ones((4, 1))
    assert np.isnan(jansen(still, still, still)).all()


def two_themes(*, apart: bool = False) -> Evaluation:
    """X and y below A, z below B; a first by x, b by y, c by z."""
    above = "  - {code: T}\n  - {code: A, parent: T, weight: 3}\n  - {code: B, parent: T, weight: 1}"
    leaves = [
        indicator(POSTS, code=code, weight=weight).replace("parent: T", f"parent: {parent}")
        for code, weight, parent in (("x", "2", "A"), ("y", "1", "A"), ("z", "1", "B"))
    ]
    group = "other" if apart else ""
    rows = [
        row("a", {"x": 90, "y": 10, "z": 20}),
        row("b", {"x": 60, "y": 80, "z": 10}),
        row("c", {"x": 10, "y": 20, "z": 100}, group=group),
    ]
    return evaluate(scheme(*leaves, aggregates=above), rows)


def test_only_what_is_uncertain_has_indices_and_the_moves_belong_to_it() -> None:
    result = robustness(two_themes(), RobustnessSettings(50, 1, Decimal("0.9"), weight_levels=(0,), samples=400))
    (only,) = result.groups[0].sensitivities
    assert only.factor == "weights:0"
    assert only.first_order is not None
    assert only.total is not None
    assert float(only.first_order) == pytest.approx(1, abs=0.15)
    assert float(only.total) == pytest.approx(1, abs=0.15)
    assert len(only.units_total) == 3


def test_leaving_out_shows_who_moves() -> None:
    """A 63.3, 66.7, 13.3; totals a 52.5, b 52.5, c 35: a and b share the first place.

    Without x: A is y, b first (62.5), c second (40), a third (12.5). Without y: a first (72.5), b 47.5, c 32.5.
    Without A only z is left: c, a, b. Without B: b 66.7, a 63.3, c.
    """
    evaluation = two_themes()
    result = robustness(evaluation, RobustnessSettings(5, 1))
    group = result.groups[0]
    assert [(unit.unit, unit.nominal) for unit in group.uncertainty.units] == [("a", 1), ("b", 1), ("c", 3)]
    found = {each.code: [str(shift) for shift in each.shifts] for each in group.dropped}
    assert found == {
        "x": ["2", "0", "-1"],
        "y": ["0", "1", "0"],
        "z": ["1", "0", "0"],
        "A": ["1", "2", "-2"],
        "B": ["1", "0", "0"],
    }
    out = {each.code: each for each in group.dropped}["A"]
    assert (out.level, out.largest_shift, out.mean_absolute_shift) == (1, 2, Decimal("1.666667"))


def test_leaving_out_agrees_with_the_exact_engine_on_a_weight_of_next_to_nothing() -> None:
    evaluation = tree("ranking: {key: exact}", seed=5)
    group = robustness(evaluation, RobustnessSettings(5, 1)).groups[0]
    order = [unit.unit for unit in group.uncertainty.units]
    nominal = {unit.unit: unit.nominal for unit in group.uncertainty.units}
    assert [each.code for each in group.dropped] == ["i0", "i1", "i2", "i3", "i4", "A0", "A1"]
    for each in group.dropped:
        expected = exact_places(evaluation, weights={each.code: Decimal("0.000000000001")})
        assert list(each.shifts) == [expected[unit] - nominal[unit] for unit in order]


def test_what_the_total_cannot_do_without_is_not_left_out() -> None:
    evaluation = evaluate(scheme(indicator(POSTS)), [row("a", {"x": 1}), row("b", {"x": 2})])
    assert robustness(evaluation, RobustnessSettings(5, 1)).groups[0].dropped == ()


def test_effective_weights_multiply_along_the_way_up() -> None:
    weights = effective_weights(two_themes().scheme)
    assert weights == {
        "T": 1,
        "A": Decimal("0.75"),
        "B": Decimal("0.25"),
        "x": Decimal("0.5"),
        "y": Decimal("0.25"),
        "z": Decimal("0.25"),
    }


def test_the_audit_of_a_family() -> None:
    """X 90, 60, 10 and y 10, 80, 20: deviations 110/3, 20/3, −130/3 and −80/3, 130/3, −50/3, so r = 300 / √(…)."""
    audit = robustness(two_themes(), RobustnessSettings(5, 1)).groups[0].audit
    families = {family.parent: family for family in audit.families}
    (pair, *_) = families["A"].correlations
    x, y = np.array([90, 60, 10.0]), np.array([10, 80, 20.0])
    expected = float(np.corrcoef(x, y)[0, 1])
    assert (pair.first, pair.second) == ("x", "y")
    assert float(pair.pearson or 9) == pytest.approx(expected, abs=1e-6)
    assert float(pair.spearman or 9) == -0.5
    assert float(pair.kendall or 9) == pytest.approx(-1 / 3, abs=1e-6)
    assert [float(each.eigenvalue) for each in families["A"].components] == pytest.approx(
        [1 + abs(expected), 1 - abs(expected)], abs=1e-6
    )
    assert [(each.first, each.second) for each in families["T"].correlations] == [("A", "B"), ("A", "T"), ("B", "T")]
    leaves = {each.code: each for each in audit.indicators}
    assert leaves["x"].effective_weight == Decimal("0.5")
    assert leaves["x"].availability == 1


def test_the_audit_counts_what_is_there_and_leaves_out_what_does_not_vary() -> None:
    parts = (indicator(POSTS), indicator(POSTS, code="y"))
    rows = [row("a", {"x": 5, "y": None}), row("b", {"x": 5, "y": 30}), row("c", {"x": 5, "y": 10})]
    audit = (
        robustness(evaluate(scheme(*parts, settings="missing: renormalise"), rows), RobustnessSettings(5, 1))
        .groups[0]
        .audit
    )
    (family,) = audit.families
    assert (family.units, family.components, family.correlations[0].pearson) == (2, (), None)
    assert [each.availability for each in audit.indicators] == [1, Decimal("0.666667")]
    assert audit.indicators[0].influence is None


def test_a_document_says_everything_in_plain_text() -> None:
    document = robustness_document(robustness(two_themes(apart=True), RobustnessSettings(5, 1, samples=4)))
    assert [each["group"] for each in document["groups"]] == ["", "other"]
    assert document["groups"][0]["units"][0]["nominal"] == "1"
    assert document["groups"][1]["units"][0]["keeps_order"] is None
    assert {each["factor"] for each in document["groups"][0]["sensitivity"]} == {"weights:0", "weights:1"}


WRITTEN = {
    "replications": 10,
    "seed": 3,
    "weight_spread": "0.1",
    "weight_levels": [1],
    "normalisations": ["scheme", "rank", {"method": "minmax", "range": ["1", "100"]}],
    "aggregations": ["scheme", "geometric", {"power": "2"}],
    "winsorise_points": ["scheme", 3],
    "noise": "0.02",
    "noise_samples": 5,
    "samples": 8,
}


def test_settings_are_read_and_written_alike() -> None:
    assert settings_document(settings_of(WRITTEN)) == WRITTEN
    assert settings_of(settings_document(RobustnessSettings(1, 0))) == RobustnessSettings(1, 0)


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "unknown": ({"speed": 1}, "“speed”"),
    "no seed": ({"seed": None}, "“Seed of the draws (seed)”"),
    "no replication": ({"replications": 0}, "a whole number from 1 to 100000"),
    "many replications": ({"replications": 100_001}, "a whole number from 1 to 100000"),
    "a truth for a number": ({"seed": True}, "received True"),
    "a spread of one": ({"weight_spread": "1"}, "0 ≤ r < 1"),
    "noise in words": ({"noise": "little"}, "received little"),
    "endless noise": ({"noise": "NaN"}, "received NaN"),
    "nothing to try": ({"normalisations": []}, "received []"),
    "a word for a list": ({"aggregations": "geometric"}, "expected […]"),
    "a method on the indicator's own scale": ({"normalisations": ["goalposts"]}, "received goalposts"),
    "a method without a name": ({"normalisations": [{"range": ["0", "1"]}]}, "{method: …}"),
    "a number for a method": ({"normalisations": [3]}, "{method: …}"),
    "another parameter": ({"normalisations": [{"method": "minmax", "sd": "1"}]}, "received sd"),
    "a range upside down": ({"normalisations": [{"method": "minmax", "range": ["1", "0"]}]}, "l < u"),
    "an unknown mean": ({"aggregations": ["median"]}, "received median"),
    "a power of zero": ({"aggregations": [{"power": "0"}]}, "{power: 2}"),
    "points in parts": ({"winsorise_points": [1.5]}, "received 1.5"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_settings_that_cannot_be_meant_are_refused(case: str) -> None:
    changes, sentence = REFUSED[case]
    written = {key: value for key, value in {"replications": 5, "seed": 1, **changes}.items() if value is not None}
    with pytest.raises(AssessmentError) as refusal:
        settings_of(written)
    assert sentence in str(refusal.value)
