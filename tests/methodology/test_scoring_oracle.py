"""The engine against an independent one in exact fractions, over a thousand schemes drawn with a stored seed."""

import random
from decimal import Decimal
from fractions import Fraction

from assessment.methodology.evaluation import UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import Scheme, parse_scheme
from tests.methodology import fraction_oracle as oracle

SEED = 20211
CASES = 1000
METHODS = (
    "minmax",
    "goalposts",
    "rank",
    "borda",
    "percentile_rank",
    "distance_to_max",
    "target_completion",
    "target_met",
    "rank_ladder",
    "efficacy",
)


def decimal_number(draw: random.Random, most: int) -> Fraction:
    """Few digits, so that ties occur."""
    return Fraction(draw.randint(1, most), draw.choice([1, 10, 100]))


def a_leaf(draw: random.Random, number: int, *, positive: bool) -> oracle.Leaf:
    method = draw.choice(["efficacy", "goalposts", "rank"] if positive else METHODS)
    settings: dict[str, Fraction | bool] = {}
    if method == "goalposts":
        lower = -decimal_number(draw, 9)
        settings = {"lower": lower, "upper": decimal_number(draw, 30), "truncate": draw.random() < 0.5}
    if positive and method == "goalposts":
        settings = {"lower": Fraction(-99999), "upper": Fraction(99999), "truncate": False}
    if method in {"target_completion", "target_met"}:
        settings = {"target": decimal_number(draw, 20)}
    parent = f"A{number % 2 + 1}"
    return oracle.Leaf(f"i{number}", parent, decimal_number(draw, 40), draw.random() < 0.4, method, settings)


def a_case(draw: random.Random) -> oracle.Case:
    harmonic = draw.random() < 0.2
    leaves = [a_leaf(draw, number, positive=harmonic) for number in range(draw.randint(2, 5))]
    units = {}
    for unit in range(draw.randint(1, 8)):
        cells = {
            leaf.code: None if draw.random() < 0.15 else decimal_number(draw, draw.choice([6, 9999])) for leaf in leaves
        }
        units[f"u{unit}"] = cells
    return oracle.Case(
        leaves=leaves,
        themes={"A1": decimal_number(draw, 9), "A2": decimal_number(draw, 9)},
        missing=draw.choice(["floor", "renormalise", "require", "threshold"]),
        threshold=Fraction(draw.randint(1, 10), 10),
        ties=draw.choice(["min", "dense", "average"]),
        key=draw.choice(["exact", "published"]),
        digits=draw.randint(0, 3),
        harmonic=harmonic,
        units=units,
    )


def written(value: Fraction | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def scheme_of(case: oracle.Case) -> Scheme:
    missing = f"{{threshold: {written(case.threshold)}}}" if case.missing == "threshold" else case.missing
    lines = [
        "code: drawn",
        f"missing: {missing}",
        f"rounding: {{digits: {case.digits}}}",
        f"ranking: {{key: {case.key}, ties: {case.ties}}}",
        f"aggregation: {'harmonic' if case.harmonic else 'arithmetic'}",
        "aggregates:",
        "  - {code: T}",
        *(f"  - {{code: {code}, parent: T, weight: {written(weight)}}}" for code, weight in case.themes.items()),
        "indicators:",
    ]
    for leaf in case.leaves:
        settings = "".join(f", {key}: {written(value)}" for key, value in leaf.settings.items())
        direction = "lower" if leaf.lower_is_better else "higher"
        lines.append(
            f"  - {{code: {leaf.code}, parent: {leaf.parent}, weight: {written(leaf.weight)}, "
            f"direction: {direction}, normalise: {{method: {leaf.method}{settings}}}}}"
        )
    return parse_scheme("\n".join(lines))


def rows_of(case: oracle.Case) -> list[UnitRow]:
    return [
        UnitRow(
            unit,
            unit,
            "",
            "2021",
            {
                code: Figure.empty() if cell is None else Figure.of(Decimal(written(cell)))
                for code, cell in cells.items()
            },
        )
        for unit, cells in case.units.items()
    ]


def fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def test_totals_and_places_agree_with_exact_fractions() -> None:
    draw = random.Random(SEED)
    compared = ranked = 0
    for number in range(CASES):
        case = a_case(draw)
        placings = evaluate(scheme_of(case), rows_of(case)).placings
        exact = oracle.totals(case)
        assert {each.unit: fraction(each.score) for each in placings} == exact, f"case {number}: {case}"
        assert {each.unit: fraction(each.rank) for each in placings} == oracle.places(case, exact), (
            f"case {number}: {case}"
        )
        compared += len(placings)
        ranked += sum(each.rank is not None for each in placings)
    assert compared > 3 * CASES
    assert ranked > 2 * CASES


def test_the_order_of_the_rows_changes_nothing() -> None:
    draw = random.Random(SEED + 1)
    for _ in range(60):
        case = a_case(draw)
        scheme, rows = scheme_of(case), rows_of(case)
        shuffled = draw.sample(rows, len(rows))
        first, second = evaluate(scheme, rows), evaluate(scheme, shuffled)
        assert first == second


def test_ranks_do_not_change_when_all_figures_of_an_indicator_are_rescaled() -> None:
    """Min-max, efficacy and rank methods look at positions only: another unit of measurement changes no place."""
    draw = random.Random(SEED + 2)
    free = {"minmax", "rank", "borda", "percentile_rank", "distance_to_max", "rank_ladder", "efficacy"}
    found = 0
    for _ in range(400):
        case = a_case(draw)
        if not {leaf.method for leaf in case.leaves} <= free:
            continue
        found += 1
        scaled = [
            UnitRow(
                each.unit, each.name, "", "2021", {code: times_ten_thousand(cell) for code, cell in each.values.items()}
            )
            for each in rows_of(case)
        ]
        scheme = scheme_of(case)
        assert evaluate(scheme, rows_of(case)).placings == evaluate(scheme, scaled).placings
    assert found > 20


def times_ten_thousand(cell: Figure) -> Figure:
    return cell if cell.value is None else Figure.of(cell.value * 10000)
