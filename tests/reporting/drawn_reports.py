"""Rankings by schemes drawn with a seed, and by every ready-made scheme, as workbooks to be recalculated."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from assessment.methodology.errors import AssessmentError
from assessment.methodology.evaluation import Evaluation, UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import parse_scheme
from reporting.ranking_report import IndicatorColumn, RankingReport
from tests.oracle.drawn_schemes import drawn_case
from tests.oracle.test_agreement import IN_THE_ENGINE
from tests.reporting.ranking_reports import CITIES, report_of

SEED = 20216
SCHEMES = Path(__file__).parents[2] / "fixtures" / "schemes"
READY_MADE = sorted(
    path
    for folder in (SCHEMES, SCHEMES / "ready_made")
    for path in folder.glob("*.yaml")
    if "document" not in path.name
)


def drawn_evaluations(count: int, *, seed: int = SEED) -> Iterator[Evaluation]:
    """As many evaluations as asked for; what the method refuses is drawn again."""
    draw = random.Random(seed)
    while count:
        text, table = drawn_case(draw, IN_THE_ENGINE)
        try:
            evaluation = evaluate(parse_scheme(text), list(_rows(table)))
        except AssessmentError:
            continue
        yield evaluation
        count -= 1


def ready_made_evaluation(path: Path) -> Evaluation:
    """A ready-made scheme over nine cities with drawn figures: amounts that grew by 3 to 14 per cent, and shares."""
    scheme, draw = parse_scheme(path.read_text(encoding="utf-8")), random.Random(path.name)
    pairs = {indicator.growth.of: indicator.growth.base for indicator in scheme.indicators if indicator.growth}
    rows = []
    for unit, name in CITIES.items():
        amounts = {column: Decimal(draw.randint(100_000, 90_000_000)) / 100 for column in pairs}
        shares = {column: Decimal(draw.randint(200, 5_000)) / 100 for column in scheme.columns}
        bases = {base: amounts[of] * draw.randint(88, 97) / 100 for of, base in pairs.items()}
        figures = {column: Figure.of(value) for column, value in {**shares, **amounts, **bases}.items()}
        rows.append(UnitRow(unit, name, "", "2021", figures))
    return evaluate(scheme, rows)


def report_on(evaluation: Evaluation) -> RankingReport:
    """The first of the periods; the units in the order of their codes."""
    period = evaluation.rows[0].period
    columns = tuple(IndicatorColumn(each.code, each.name, "") for each in evaluation.scheme.indicators)
    order = tuple(sorted({row.unit for row in evaluation.rows}))
    return report_of(evaluation, period=period, period_name=period, columns=columns, order=order)


def with_one_figure_changed(evaluation: Evaluation) -> tuple[Evaluation, Evaluation]:
    """The same with the first changeable figure of the period raised: with the old scores kept, and evaluated anew."""
    rows = [row for row in evaluation.rows if row.period == evaluation.rows[0].period]
    for row in rows:
        for column in evaluation.scheme.columns:
            value = row.values[column].value
            if value is None:
                continue
            other = replace(row, values={**row.values, column: Figure.of(value * Decimal("1.25") + 1)})
            changed = tuple(other if each is row else each for each in evaluation.rows)
            try:
                return replace(evaluation, rows=changed), evaluate(evaluation.scheme, changed)
            except AssessmentError:
                continue
    raise AssertionError("no figure of the case may be changed")


def _rows(table: str) -> Iterator[UnitRow]:
    for line in csv.DictReader(io.StringIO(table)):
        figures = {
            name: Figure.of(Decimal(text)) if text else Figure.empty()
            for name, text in line.items()
            if name not in ("unit", "group", "period")
        }
        yield UnitRow(line["unit"], line["unit"], line["group"], line["period"], figures)
