"""计算过程: every score recomputed by live formulas from the input cells, step by step, and compared."""

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.accounts_section import draw_accounts
from reporting.workbook.aggregate_section import draw_aggregates, draw_weights
from reporting.workbook.calculation import FIRST_DATA, Calculation
from reporting.workbook.canvas import Canvas
from reporting.workbook.normalisation_section import draw_normalised
from reporting.workbook.places import fixed
from reporting.workbook.raw_section import draw_inputs, draw_raw
from reporting.workbook.result_section import draw_adjustments, draw_result
from reporting.workbook.treatment_section import draw_treated
from reporting.workbook.wording import titled

LEAST_COLUMNS = 14
LEGEND = (
    ("input", terms.LEGEND_INPUT),
    ("parameter", terms.LEGEND_PARAMETER),
    ("formula", terms.LEGEND_FORMULA),
    ("stored", terms.LEGEND_STORED),
    ("check", terms.LEGEND_CHECK),
)


def draw_calculation(canvas: Canvas, *, report: RankingReport) -> tuple[str, ...]:
    """Draw the sheet; returns what could only be stored, for the notes to name."""
    sheet = Calculation.of(canvas, report=report)
    last_column = max(LEAST_COLUMNS, FIRST_DATA + len(sheet.scheme.columns)) - 1
    canvas.width(0, characters=18)
    canvas.width(1, characters=22)
    for column in range(FIRST_DATA, last_column + 1):
        canvas.width(column, characters=13.5)
    verdict = _draw_head(sheet, last_column=last_column)
    if report.accounts is not None:
        sheet.top = draw_accounts(canvas, accounts=report.accounts, rows=sheet.rows, places=sheet.places, top=sheet.top)
        sheet.step = 2
    draw_inputs(sheet)
    draw_raw(sheet)
    draw_treated(sheet)
    draw_normalised(sheet)
    weights = draw_weights(sheet)
    draw_aggregates(sheet, weights=weights)
    draw_adjustments(sheet)
    first, last = draw_result(sheet)
    bottom = sheet.top - 2
    span = f"{fixed(bottom - len(sheet.rows) + 1, first)}:{fixed(bottom, last)}"
    canvas.formula(
        verdict,
        formula=f'=IF(SUMPRODUCT(ABS({span}))=0,"{terms.VERDICT_AGREES}","{terms.VERDICT_DIFFERS}")',
        value=terms.VERDICT_AGREES,
        look="verdict",
    )
    canvas.page(title_rows=(0, 0), frozen=None, demo=report.demo)
    canvas.protect()
    return tuple(dict.fromkeys(sheet.stored))


def _draw_head(sheet: Calculation, *, last_column: int) -> tuple[int, int]:
    """Title, check code, legend and the place of the overall verdict."""
    canvas, report = sheet.canvas, sheet.report
    title = terms.CALCULATION_TITLE.format(title=titled(report))
    canvas.merged((0, 0), to=(0, last_column), text=title, look="title")
    canvas.height(0, points=40)
    code = terms.COLON_PAIR.format(label=terms.SAY_CHECK, text=report.check_code)
    canvas.merged((1, 0), to=(1, 4), text=f"{report.scheme_title}　{report.period_name}　{code}", look="left")
    canvas.height(1, points=22)
    for number, (look, text) in enumerate(LEGEND):
        sample = (2 + number, 0)
        canvas.text(sample, text=terms.LEGEND if look == "formula" else "", look=look)
        canvas.merged((2 + number, 1), to=(2 + number, 5), text=text, look="left")
    canvas.text((1, last_column - 5), text=terms.VERDICT, look="small_head")
    sheet.top = 2 + len(LEGEND) + 1
    return 1, last_column - 4
