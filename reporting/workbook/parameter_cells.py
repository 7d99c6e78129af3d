"""Tables of parameters with one column per pool: an indicator, what the cell is, and its formula with the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting import official_terms as terms
from reporting.workbook.calculation import EXACT, FIRST_DATA, Calculation
from reporting.workbook.places import fixed


@dataclass(frozen=True)
class ParameterRow:
    """`formula` and `values` by the number of the pool; `top` of a step's rows is known when they are drawn."""

    indicator: str
    label: str
    formula: Callable[[int], str]
    values: Sequence[Decimal | int | None]
    number_format: str = EXACT


def parameter_cell(row: int, *, pool: int) -> str:
    return fixed(row, FIRST_DATA + pool)


def reserve_parameters(sheet: Calculation, *, title: str, lines: int) -> int:
    """The heads of such a table and room for its lines; the answer is its first line."""
    if not lines:
        return sheet.top
    sheet.begin(title, lines=2 + lines)
    heads = (terms.INDICATOR, terms.PARAMETER, *(sheet.pool_name(pool) for pool in sheet.pools))
    for column, head in enumerate(heads):
        sheet.canvas.text((sheet.top, column), text=head, look="small_head")
    top = sheet.top + 1
    sheet.top = top + lines + 1
    return top


def draw_parameters(sheet: Calculation, *, rows: Sequence[ParameterRow], top: int) -> None:
    for line, row in enumerate(rows, start=top):
        sheet.canvas.text((line, 0), text=row.indicator, look="small_text")
        sheet.canvas.text((line, 1), text=row.label, look="small_text")
        for pool, value in enumerate(row.values):
            sheet.canvas.formula(
                (line, FIRST_DATA + pool), formula=f"={row.formula(pool)}", value=value, number_format=row.number_format
            )
