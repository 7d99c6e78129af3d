"""The engine behind `manage.py evaluate` against the second calculation, over schemes and tables drawn with a seed."""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessment.methodology.errors import AssessmentError
from assessment.methodology.evaluation import Evaluation, evaluate
from reporting.evaluation_files import read_rows, read_scheme
from tests.oracle import evaluation as oracle
from tests.oracle.drawn_schemes import Case, drawn_case
from tests.oracle.normalisation import METHODS
from tests.oracle.reading import Refused

SEED = 20214
CASES = 1000
THROUGH_THE_COMMAND = 20
NOT_DRAWN = ("mazziotta_pareto",)
IN_THE_ENGINE = tuple(method for method in METHODS if method not in NOT_DRAWN)
KINDS = {
    "evaluation_figure_not_positive": "not_positive",
    "evaluation_score_not_positive": "not_positive",
    "evaluation_mean_not_positive": "not_positive",
    "evaluation_total_not_positive": "no_denominator",
    "average_not_positive": "no_denominator",
    "bounds_out_of_order": "bounds",
    "indicator_constant": "constant",
    "evaluation_reference_unit_missing": "reference",
}
RULES = (
    "floor", "renormalise", "require", "threshold", "all", "half_even", "dense", "average", "then", "published",
    "winsorise", "clip", "log", "share_of_total", "denominate", "increment", "points", "cap",
    "arithmetic", "geometric", "harmonic", "power",
)  # fmt: skip
OFTEN = 10
# Indicators are not rounded; between 50 digits and the exact number lies far less than half of the 20th decimal.
NEAR = Fraction(1, 10**26)


def cases(seed: int, count: int) -> Iterator[Case]:
    draw = random.Random(seed)
    for _ in range(count):
        yield drawn_case(draw, IN_THE_ENGINE)


def expected(case: Case) -> oracle.Outcome | str:
    try:
        return oracle.evaluate(*case)
    except Refused as refused:
        return refused.kind


def written(case: Case, folder: Path) -> tuple[Path, Path]:
    scheme, table = folder / "S.yaml", folder / "D.csv"
    scheme.write_text(case[0], encoding="utf-8")
    table.write_text(case[1], encoding="utf-8")
    return scheme, table


def computed(case: Case, folder: Path) -> Evaluation | str:
    """As the command does it."""
    scheme_file, table_file = written(case, folder)
    try:
        scheme = read_scheme(scheme_file)
        return evaluate(scheme, read_rows(table_file, scheme, lambda _: None).rows)
    except AssessmentError as refused:
        return KINDS.get(refused.code, f"{refused.code}: {refused}")


def fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def differences(found: Evaluation, wanted: oracle.Outcome) -> list[str]:
    at = {(row.period, row.unit): number for number, row in enumerate(wanted.rows)}
    lines = []
    for node in found.scores:
        own, other = fraction(node.score), wanted.scores[node.code].get(at[node.period, node.unit])
        if own != other and (own is None or other is None or node.level or abs(own - other) > NEAR):
            lines.append(f"{node.period} {node.unit} {node.code}: {node.score}, not {shown(other)}")
    for placing in found.placings:
        number = at[placing.period, placing.unit]
        pair = wanted.published.get(number), wanted.places.get(number)
        if (fraction(placing.shown), fraction(placing.rank)) != pair:
            lines.append(f"{placing.period} {placing.unit}: {placing.shown}, {placing.rank}, not {pair}")
    return lines


def shown(number: Fraction | None) -> str:
    return "nothing" if number is None else f"{Decimal(number.numerator) / Decimal(number.denominator)}"


def words(case: Case) -> set[str]:
    """Everything the scheme names, so that what the drawing reaches can be counted."""
    text = case[0]
    for mark in "{}[],:":
        text = text.replace(mark, " ")
    return set(text.split())


def test_a_thousand_drawn_schemes_give_the_same_scores_places_and_refusals(tmp_path: Path) -> None:
    reached: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for number, case in enumerate(cases(SEED, CASES)):
        wanted, found = expected(case), computed(case, tmp_path)
        where = f"case {number}\n{case[0]}\n{case[1]}"
        if isinstance(wanted, str) or isinstance(found, str):
            assert found == wanted, where
            refused[str(found)] += 1
        else:
            assert differences(found, wanted) == [], where
            reached.update(words(case))
    assert set(refused) == {"not_positive", "no_denominator", "bounds", "constant", "reference"}
    assert sum(refused.values()) < CASES // 3
    rare = {word: reached[word] for word in (*IN_THE_ENGINE, *RULES) if reached[word] < OFTEN}
    assert rare == {}


def test_the_command_writes_what_the_second_calculation_says(tmp_path: Path, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    told = 0
    for number, case in enumerate(cases(SEED + 1, THROUGH_THE_COMMAND)):
        wanted, out = expected(case), tmp_path / str(number)
        scheme, table = written(case, tmp_path)
        arguments = ["evaluate", f"--scheme={scheme}", f"--data={table}", f"--out={out}"]
        if isinstance(wanted, str):
            with pytest.raises(SystemExit):
                call_command(*arguments, stdout=StringIO(), stderr=StringIO())
            assert not out.exists()
            continue
        call_command(*arguments, stdout=StringIO(), stderr=StringIO())
        assert files_differ(out, wanted) == []
        told += 1
    assert told > THROUGH_THE_COMMAND // 2


def files_differ(folder: Path, wanted: oracle.Outcome) -> list[dict[str, str]]:
    at = {(row.period, row.unit): number for number, row in enumerate(wanted.rows)}
    found = []
    for line in records(folder / "scores.csv"):
        other = wanted.scores[line["code"]].get(at[line["period"], line["unit"]])
        if (line["score"] == "") != (other is None) or (
            other is not None and abs(Fraction(line["score"]) - other) > NEAR
        ):
            found.append(line)
    for line in records(folder / "ranking.csv"):
        place = wanted.places.get(at[line["period"], line["unit"]])
        if line["rank"] != ("" if place is None else shown(place)):
            found.append(line)
    return found


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


FURTHER = {
    "standard tiers": "normalise: {method: standard_tiers, standards: [80, 60, 40, 20, 10]}",
    "standard tiers, lower": (
        "direction: lower, normalise: {method: standard_tiers, standards: [1, 20, 41.5, 60, 99], full: 50}"
    ),
    "reference mean": "normalise: {method: mazziotta_pareto, lower: 3, upper: 90, reference: 41.5}",
    "reference mean, lower": (
        "direction: lower, normalise: {method: mazziotta_pareto, lower: 3, upper: 90, reference: 7}"
    ),
    "parts": "",
}
PARTS = (
    "combine: [{code: x, parts: [{points: 4, method: target_met, target: 41.5}, "
    "{points: 6, method: rank_ladder, of: above_target}]}]\n"
)
TABLE = "unit,x,y,z\na,95,12,30\nb,60,40,30\nc,41.5,77,2\nd,33.3,5,90\ne,10,64,51\nf,7,64,50\n"


@pytest.mark.parametrize("aggregation", ["arithmetic", "copeland", "mazziotta_pareto", "[copeland, arithmetic]"])
@pytest.mark.parametrize("case", FURTHER)
def test_methods_that_are_not_drawn_agree_on_a_table(case: str, aggregation: str, tmp_path: Path) -> None:
    """Every further method beside two plain indicators, under every further mean; both refuse a mean of zero."""
    plain = "normalise: {method: minmax, range: [10, 100]}"
    own = f", {FURTHER[case]}" if FURTHER[case] else ""
    text = (
        f"code: further\naggregation: {aggregation}\nranking: {{key: exact}}\n{'' if own else PARTS}"
        "aggregates: [{code: T}, {code: A, parent: T, weight: 3}, {code: B, parent: T, weight: 2}]\nindicators:\n"
        f"  - {{code: x, parent: A, weight: 2{own}}}\n"
        f"  - {{code: y, parent: A, weight: 1.5, {plain}}}\n  - {{code: z, parent: B, weight: 1, {plain}}}\n"
    )
    wanted, found = expected((text, TABLE)), computed((text, TABLE), tmp_path)
    if isinstance(wanted, str) or isinstance(found, str):
        assert (found, aggregation) == (wanted, "mazziotta_pareto"), text
    else:
        assert differences(found, wanted) == [], text
