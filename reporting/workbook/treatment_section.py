"""Treatments before normalisation: one column per step, the bounds of outliers in parameter cells of their own."""

from decimal import Decimal

from assessment.methodology.scheme_parts import Indicator
from reporting import official_terms as terms
from reporting.workbook.calculation import Calculation, Column, draw_step
from reporting.workbook.parameter_cells import ParameterRow, draw_parameters, reserve_parameters
from reporting.workbook.raw_section import scored_rate
from reporting.workbook.treatment_steps import Step, steps_of


def draw_treated(sheet: Calculation) -> None:
    """Raw → treated, treatment by treatment; untreated indicators pass through.

    The parameter cells stand above the columns whose values they are taken from, so they are filled in last.
    """
    steps: list[Step] = []
    for indicator in sheet.scheme.indicators:
        before = before_treatment(sheet, code=indicator.code)
        chain = steps_of(sheet, indicator=indicator, before=before, values=_start(sheet, indicator=indicator))
        if not chain:
            sheet.places.same(("treated", indicator.code), as_key=before)
        steps += chain
    top = reserve_parameters(sheet, title=terms.STEP_OUTLIERS, lines=sum(step.height for step in steps))
    rows: list[ParameterRow] = []
    columns: list[Column] = []
    for step in steps:
        columns.append(_column(step, top=top + len(rows)))
        rows += step.rows(top + len(rows))
    draw_step(sheet, title=terms.STEP_TREATED, columns=columns)
    draw_parameters(sheet, rows=rows, top=top)


def before_treatment(sheet: Calculation, *, code: str) -> tuple[str, str]:
    """The rate that is scored, for a growth with a floor; else the raw value."""
    scored = ("rate", code)
    return scored if scored in sheet.places.tops else ("raw", code)


def _column(step: Step, *, top: int) -> Column:
    return Column(step.key, step.label, lambda line: step.formula(line, top), step.values.__getitem__)


def _start(sheet: Calculation, *, indicator: Indicator) -> list[Decimal | None]:
    if indicator.growth is None or not indicator.treat:
        return sheet.kept(indicator.code, lambda column: column.raw)
    return [scored_rate(row, indicator=indicator) for row in sheet.rows]
