"""计算过程: every score recomputed by live formulas from the input cells, step by step, and compared."""

from collections.abc import Iterable
from decimal import Decimal

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport
from reporting.workbook.accounts_section import draw_accounts
from reporting.workbook.aggregate_section import WeightCells, draw_aggregates, draw_weights
from reporting.workbook.calculation import FIRST_DATA, Calculation
from reporting.workbook.canvas import Canvas
from reporting.workbook.given_scores import draw_given_scores
from reporting.workbook.normalisation_section import draw_normalised
from reporting.workbook.places import fixed
from reporting.workbook.raw_section import draw_inputs, draw_raw
from reporting.workbook.result_section import draw_adjustments, draw_result
from reporting.workbook.treatment_section import draw_treated
from reporting.workbook.wording import titled

RESULT_COLUMNS = 9
LEAST_WIDTH, LEAST_OF_MANY = 14.0, 12.5
"""A head of six signs in a line; beside the accounts, whose columns are many, a score of six decimals."""

OF_A_DIGIT, BESIDE_DIGITS = 0.95, 2.5
"""Characters of a column that a digit takes, and its margins."""

ACCOUNTS_COLUMNS = 12
LEGEND = (
    ("input", terms.INPUT, terms.LEGEND_INPUT),
    ("parameter", terms.PARAMETER, terms.LEGEND_PARAMETER),
    ("formula", terms.FORMULA, terms.LEGEND_FORMULA),
    ("stored", terms.STORED, terms.LEGEND_STORED),
    ("check", terms.DIFFERENCE, terms.LEGEND_CHECK),
)


def draw_calculation(canvas: Canvas, *, report: RankingReport) -> None:
    """Draw the sheet; nothing in it but inputs, parameters and the results compared with is stored."""
    sheet = Calculation.of(canvas, report=report)
    sheet.last_column = _set_widths(sheet)
    verdict = _draw_head(sheet, last_column=sheet.last_column)
    weights = _draw_scores(sheet)
    draw_aggregates(sheet, weights=weights)
    draw_adjustments(sheet)
    first, last = draw_result(sheet)
    span = f"{fixed(sheet.top, first)}:{fixed(sheet.top + len(sheet.rows) - 1, last)}"
    canvas.formula(
        verdict,
        formula=f'=IF(SUMPRODUCT(ABS({span}))=0,"{terms.VERDICT_AGREES}","{terms.VERDICT_DIFFERS}")',
        value=terms.VERDICT_AGREES,
        look="verdict",
    )
    canvas.sheet.set_h_pagebreaks(sheet.breaks)
    canvas.page(title_rows=(0, 0), frozen=None, demo=report.demo, digest=report.digest)
    canvas.protect()


def _draw_scores(sheet: Calculation) -> WeightCells:
    """From the inputs to the scores of the indicators; a public copy begins with the scores."""
    if sheet.report.is_public:
        weights = draw_weights(sheet)
        draw_given_scores(sheet)
        return weights
    if sheet.report.accounts is not None:
        draw_accounts(sheet, accounts=sheet.report.accounts)
    draw_inputs(sheet)
    draw_raw(sheet)
    draw_treated(sheet)
    weights = draw_weights(sheet)
    draw_normalised(sheet)
    return weights


def _set_widths(sheet: Calculation) -> int:
    """Wide enough for the widest step; returns the last column."""
    canvas, scheme = sheet.canvas, sheet.scheme
    canvas.default_height(points=18)
    with_accounts = sheet.report.accounts is not None
    canvas.width(0, characters=20 if with_accounts else 18)
    canvas.width(1, characters=34 if with_accounts else 16)
    count = max(
        ACCOUNTS_COLUMNS if with_accounts else RESULT_COLUMNS,
        len(scheme.columns),
        len(scheme.indicators) * 2,
        RESULT_COLUMNS + (len(scheme.ranking.then) + 2 if scheme.ranking.then else 0),
    )
    wide = _figure_width(sheet)
    for column in range(FIRST_DATA, FIRST_DATA + count):
        canvas.width(column, characters=wide)
    return FIRST_DATA + count - 1


def _figure_width(sheet: Calculation) -> float:
    """Wide enough for the longest figure of the sheet, not wider: the page shrinks to the width of all columns."""
    accounts = sheet.report.accounts
    least = LEAST_WIDTH if accounts is None else LEAST_OF_MANY
    if sheet.report.is_public:
        return least
    amounts = [_largest(row.values[column].value for row in sheet.rows for column in sheet.scheme.columns)]
    if accounts is not None:
        amounts += [_largest(year.gdp.values()) for year in (accounts.current, accounts.base)]
    computed = [each.code for each in sheet.scheme.indicators if each.growth or each.treat]
    columns = [sheet.index.columns[code] for code in computed]
    exact = _largest(value for column in columns for values in (column.raw, column.treated) for value in values)
    longest = max(len(f"{max(amounts):,.2f}"), len(f"{exact:,.6f}"))
    return max(least, longest * OF_A_DIGIT + BESIDE_DIGITS)


def _largest(values: Iterable[Decimal | None]) -> Decimal:
    return max((abs(value) for value in values if value is not None), default=Decimal(0))


def _draw_head(sheet: Calculation, *, last_column: int) -> tuple[int, int]:
    """Title, check code, legend; returns the place of the overall verdict."""
    canvas, report = sheet.canvas, sheet.report
    title = terms.CALCULATION_TITLE.format(title=titled(report))
    canvas.title(to_column=last_column, text=title)
    code = terms.COLON_PAIR.format(label=terms.SAY_CHECK, text=report.check_code)
    line = f"{report.scheme_title}　{report.period_name}　{code}"
    canvas.merged((1, 0), to=(1, last_column - 5), text=line, look="left")
    canvas.height(1, points=22)
    canvas.text((1, last_column - 4), text=terms.VERDICT, look="small_head")
    for number, (look, name, meaning) in enumerate(LEGEND):
        row = 2 + number
        canvas.text((row, 0), text=name, look=look)
        canvas.merged((row, 1), to=(row, last_column), text=meaning, look="legend")
    sheet.top = 2 + len(LEGEND) + 1
    return 1, last_column - 3
