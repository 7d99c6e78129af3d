"""Where the calculation of a public copy begins: the scores of the indicators and the points of the adjustments."""

from decimal import Decimal

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Figure
from assessment.methodology.scheme_parts import Adjustment
from assessment.methodology.tree_scores import points_of
from reporting import official_terms as terms
from reporting.workbook.calculation import EXACT, Calculation, Column, draw_step


def draw_given_scores(sheet: Calculation) -> None:
    """Scores as adopted, what the missing rule lends included; points as granted."""
    scores = [
        Column(
            key=("score", indicator.code),
            label=f"{indicator.name}{terms.SCORE_SUFFIX}",
            formula=None,
            value=sheet.kept(indicator.code, lambda column: column.scores).__getitem__,
            number_format=EXACT,
            look="input",
        )
        for indicator in sheet.scheme.indicators
    ]
    draw_step(sheet, title=terms.STEP_SCORES, columns=scores)
    points = [_points(sheet, adjustment) for adjustment in sheet.scheme.adjustments]
    draw_step(sheet, title=terms.STEP_POINTS, columns=points)


def _points(sheet: Calculation, adjustment: Adjustment) -> Column:
    found = [_granted(row, adjustment) for row in sheet.rows]
    return Column(("points", adjustment.code), adjustment.name, None, found.__getitem__, "#,##0.00", "input")


def _granted(row: UnitRow, adjustment: Adjustment) -> Decimal | None:
    figure = row.values.get(adjustment.column, Figure.empty()).value
    return None if figure is None else points_of(adjustment, figure)
