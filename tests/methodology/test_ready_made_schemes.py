"""Each ready-made scheme on a few cities whose scores are worked here by hand from the rule its file names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.scheme import parse_scheme
from tests.methodology.scoring_situations import node, row

READY_MADE = Path(__file__).parents[2] / "fixtures" / "schemes" / "ready_made"
ECONOMY, INDUSTRIALISATION, DIGITALISATION = (
    "digital_economy_value_added",
    "digital_industrialisation_value_added",
    "industrial_digitalisation_value_added",
)
BASE = "1000"


def grown(rate: str, column: str = ECONOMY) -> dict[str, str]:
    """The pair of a column that grew by `rate` percent from 1000 万元."""
    return {column: str(Decimal(BASE) * (100 + Decimal(rate)) / 100), f"{column}_last_year": BASE}


def evaluated(code: str, cities: Mapping[str, Mapping[str, str]]) -> Evaluation:
    text = (READY_MADE / f"{code}.yaml").read_text("utf-8")
    return evaluate(parse_scheme(text), [row(city, values) for city, values in cities.items()])


def by_hand(cities: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Cities a, b, c … by share and growth, both in percent."""
    return {chr(ord("a") + number): {"share": share, **grown(rate)} for number, (share, rate) in enumerate(cities)}


def shown(evaluation: Evaluation) -> dict[str, str]:
    return {placing.unit: str(placing.shown) for placing in evaluation.placings}


def points_of(evaluation: Evaluation, code: str, city: str) -> Decimal:
    score = node(evaluation, code, city).score
    assert score is not None
    return score


def test_every_ready_made_scheme_is_worked_here() -> None:
    assert {path.stem for path in READY_MADE.glob("*.yaml") if not path.stem.endswith(".document")} == {
        "efficacy-60-40",
        "rank-ladder-4-6",
        "provincial-average-tiers",
        "fixed-goalposts",
        "target-completion",
    }


def test_efficacy_gives_the_printed_scores_of_one_indicator_and_of_four() -> None:
    """Shares between 20 and 40 %, rates between 6 and 12 %: 27.684 → 15.368 / 40 of the way, and so on."""
    cities = {
        "printed": {
            "share": "27.684",
            **grown("11.5266"),
            **grown("8.241", INDUSTRIALISATION),
            **grown("9.5106", DIGITALISATION),
        },
        "below": {
            "share": "40",
            **grown("12"),
            **grown("5.81", INDUSTRIALISATION),
            **grown("12", DIGITALISATION),
        },
    }
    evaluation = evaluated("efficacy-60-40", cities)
    assert [
        points_of(evaluation, code, "printed")
        for code in ("share", "growth", "digital_industrialisation_growth", "industrial_digitalisation_growth")
    ] == [Decimal("75.368"), Decimal("96.844"), Decimal("74.940"), Decimal("83.404")]
    assert shown(evaluation)["printed"] == "82.18"
    below = points_of(evaluation, "digital_industrialisation_growth", "below")
    assert below.quantize(Decimal("0.01")) == Decimal("58.73")


def test_the_ladder_gives_ten_points_to_nine_cities_by_place() -> None:
    evaluation = evaluated("rank-ladder-4-6", by_hand([(str(50 - place), "7") for place in range(9)]))
    points = [points_of(evaluation, "share", city) / 10 for city in "abcdefghi"]
    assert [str(each.normalize()) for each in points] == ["1E+1", "9.5", "9", "8.5", "8", "7.5", "7", "6.5", "6"]


def test_four_points_are_for_the_target_and_six_by_place_from_it_on() -> None:
    """10 = 4 + 6, 9.7 = 4 + 5.7, 9.4 = 4 + 5.4, at 8 % itself 9.1 = 4 + 5.1; below it nothing."""
    evaluation = evaluated("rank-ladder-4-6", by_hand([("30", rate) for rate in ("12", "10", "9", "8", "7.9")]))
    points = [points_of(evaluation, "growth", city) / 10 for city in "abcde"]
    assert points == [Decimal(10), Decimal("9.7"), Decimal("9.4"), Decimal("9.1"), Decimal(0)]


def test_tiers_count_from_the_average_of_the_cities() -> None:
    """Totals 1250, 950, 800 on an average of 1000: 60 + 60 · (10/20 + 10/40 + 5/60), 60 − 60 · 5/20, 60 − 60 · (10/20 +
    10/40). Rates 25, −5, −20 on an average of 0: 60 + 60 · (10/60 + 10/80 + 5/100), 60 − 5, 60 − 60 · (10/60 + 10/80).
    """
    cities = {"a": grown("25"), "b": grown("-5"), "c": grown("-20")}
    evaluation = evaluated("provincial-average-tiers", cities)
    assert [points_of(evaluation, ECONOMY, city) for city in "abc"] == [Decimal(110), Decimal(45), Decimal(15)]
    increments = [points_of(evaluation, "growth", city).quantize(Decimal("0.000001")) for city in "abc"]
    assert increments == [Decimal("80.5"), Decimal(55), Decimal("42.5")]
    assert shown(evaluation) == {"a": "95.25", "b": "50.00", "c": "28.75"}


def test_fixed_bounds_let_a_score_leave_the_scale() -> None:
    """Share (x − 20) / 30, growth x / 20: 50 and 25, 120 and −10."""
    evaluation = evaluated("fixed-goalposts", by_hand([("35", "5"), ("56", "-2")]))
    assert shown(evaluation) == {"a": "37.50", "b": "55.00"}


def test_completion_of_a_target_is_capped_and_a_target_is_met_or_not() -> None:
    """Share 34 / 40 = 85 and 50 / 40 = 125, capped at 120; growth 8 % is met, 7.99 % is not. Weights 60 and 40."""
    evaluation = evaluated("target-completion", by_hand([("34", "8"), ("50", "7.99")]))
    assert shown(evaluation) == {"a": "91.00", "b": "72.00"}
