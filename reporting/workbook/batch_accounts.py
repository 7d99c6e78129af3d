"""增加值核算表 and 数字经济测算表 of a batch: identities as live formulas, the values of the batch beside them."""

from decimal import Decimal
from typing import BinaryIO

from assessment.methodology.deflation import real_growth_percent
from assessment.methodology.income_approach import share_of_gdp_percent, value_added
from assessment.methodology.rounding import exact_context
from reporting import batch_terms as terms
from reporting.batch_reports import AccountLine, AccountsReport, EconomyLine
from reporting.workbook.batch_book import (
    FIRST_ROW,
    HEAD_ROW,
    BatchBook,
    draw_notes,
    draw_top,
    head_line,
    made_line,
    suffixed,
)
from reporting.workbook.canvas import At, Canvas
from reporting.workbook.places import relative
from reporting.workbook.styles import decimals_format

AMOUNT, PERCENT = decimals_format(2), decimals_format(2)
FIRST_COMPONENT, VALUE_ADDED = 2, 6
INDUSTRIALISATION, DIGITALISATION, ECONOMY, GDP, SHARE, LAST_YEAR, GROWTH, DEFLATOR, REAL = range(1, 10)
_SUMMED = (INDUSTRIALISATION, DIGITALISATION, ECONOMY, GDP, LAST_YEAR)
HUNDRED = Decimal(100)


def write_accounts_workbook(report: AccountsReport, target: BinaryIO) -> None:
    """Three parts: the accounts, what is made of them, and how they came about."""
    title = terms.ACCOUNTS_TITLE.format(name=report.head.name)
    book = BatchBook(title, demo=report.demo, made_at=report.made_at)
    _draw_economies(book.sheet(terms.ECONOMY_SHEET), report)
    _draw_accounts(book.sheet(terms.ACCOUNTS_SHEET), report)
    book.finish(target)


def _draw_accounts(canvas: Canvas, report: AccountsReport) -> None:
    title = suffixed(terms.ACCOUNTS_TITLE.format(name=report.head.name), demo=report.demo)
    widths = (12, 26, 16, 16, 16, 16, 17, 8, 20)
    draw_top(canvas, title=title, unit=terms.UNIT_10K, heads=terms.ACCOUNT_HEADS, widths=widths)
    for number, line in enumerate(report.accounts):
        _draw_account(canvas, FIRST_ROW + number, line)
    end = FIRST_ROW + len(report.accounts)
    draw_notes(canvas, row=end, to_column=len(widths) - 1, notes=_notes(report))
    canvas.page(title_rows=(0, HEAD_ROW), frozen=(FIRST_ROW, 2), demo=report.demo)


def _draw_account(canvas: Canvas, row: int, line: AccountLine) -> None:
    canvas.text((row, 0), text=line.region)
    canvas.text((row, 1), text=line.industry)
    if line.components is None:
        for column in range(FIRST_COMPONENT, VALUE_ADDED + 1):
            canvas.text((row, column), text=terms.NOTHING, look="centre")
    else:
        for offset, amount in enumerate(line.components.amounts):
            canvas.number((row, FIRST_COMPONENT + offset), value=amount, look="input", number_format=AMOUNT)
        formula = f"=SUM({relative(row, FIRST_COMPONENT)}:{relative(row, VALUE_ADDED - 1)})"
        value = value_added(line.components)
        canvas.formula((row, VALUE_ADDED), formula=formula, value=value, number_format=AMOUNT)
    canvas.text((row, VALUE_ADDED + 1), text=line.mark, look="centre")
    canvas.text((row, VALUE_ADDED + 2), text=line.department)


def _draw_economies(canvas: Canvas, report: AccountsReport) -> None:
    title = suffixed(terms.ECONOMY_TITLE.format(name=report.head.name), demo=report.demo)
    *before, mark = terms.ECONOMY_HEADS
    heads = (*before, *(terms.DEFLATED_HEADS if report.deflated else ()), mark)
    widths = (14, 18, 18, 18, 18, 12, 18, 12, *((20, 12) if report.deflated else ()), 10)
    draw_top(canvas, title=title, unit=terms.UNIT_10K_AND_PERCENT, heads=heads, widths=widths)
    values = [_values(line, report) for line in report.economies]
    for number, line in enumerate(report.economies):
        row = FIRST_ROW + number
        canvas.text((row, 0), text=line.region)
        _draw_economy(canvas, row, line, values[number])
        if report.deflated:
            _draw_real(canvas, row, values[number])
        canvas.text((row, len(heads) - 1), text=line.mark, look="centre")
    end = FIRST_ROW + len(report.economies)
    totals = _draw_total(canvas, end, values, report.deflator)
    if report.deflated:
        _draw_real(canvas, end, totals)
    canvas.text((end, len(heads) - 1), text="", look="centre")
    draw_notes(canvas, row=end + 1, to_column=len(widths) - 1, notes=_notes(report))
    canvas.page(title_rows=(0, HEAD_ROW), frozen=(FIRST_ROW, 1), demo=report.demo)


Values = dict[int, Decimal | None]


def _values(line: EconomyLine, report: AccountsReport) -> Values:
    """What the formulas of one city give; None where a part is missing."""
    accounts = [report.accounts[place].components for place in line.industries]
    known = [value_added(one) for one in accounts if one is not None]
    with exact_context():
        industrialisation = sum(known, Decimal(0)) if known and len(known) == len(accounts) else None
    given = {DIGITALISATION: line.digitalisation, GDP: line.gdp, LAST_YEAR: line.last_year, DEFLATOR: line.deflator}
    return _completed({INDUSTRIALISATION: industrialisation, **given})


def _completed(values: Values) -> Values:
    first, second = values[INDUSTRIALISATION], values[DIGITALISATION]
    with exact_context():
        economy = None if first is None or second is None else first + second
    gdp, before = values[GDP], values[LAST_YEAR]
    share = None if economy is None or not gdp else share_of_gdp_percent(economy, gdp)
    with exact_context():
        growth = None if economy is None or not before else economy * HUNDRED / before - HUNDRED
    index = values[DEFLATOR]
    real = None if growth is None or index is None else real_growth_percent(growth, deflator=index)
    return {**values, ECONOMY: economy, SHARE: share, GROWTH: growth, REAL: real}


def _draw_economy(canvas: Canvas, row: int, line: EconomyLine, values: Values) -> None:
    rows = [FIRST_ROW + place for place in line.industries]
    if rows:
        span = f"{relative(rows[0], VALUE_ADDED)}:{relative(rows[-1], VALUE_ADDED)}"
        first = f"=SUM({terms.ACCOUNTS_SHEET}!{span})"
        _formula(canvas, (row, INDUSTRIALISATION), first, values[INDUSTRIALISATION], AMOUNT)
    else:
        canvas.text((row, INDUSTRIALISATION), text=terms.NOTHING, look="centre")
    for column in (DIGITALISATION, GDP, LAST_YEAR):
        _input(canvas, (row, column), values[column])
    _draw_made(canvas, row, values)


def _draw_made(canvas: Canvas, row: int, values: Values) -> None:
    """What is made of the columns before it: the digital economy, its share, its growth."""
    economy = relative(row, ECONOMY)
    added = f"={relative(row, INDUSTRIALISATION)}+{relative(row, DIGITALISATION)}"
    _formula(canvas, (row, ECONOMY), added, values[ECONOMY], AMOUNT)
    _formula(canvas, (row, SHARE), f"={economy}/{relative(row, GDP)}*100", values[SHARE], PERCENT)
    growth = f"=({economy}/{relative(row, LAST_YEAR)}-1)*100"
    _formula(canvas, (row, GROWTH), growth, values[GROWTH], PERCENT)


def _draw_real(canvas: Canvas, row: int, values: Values) -> None:
    """The price index, and what of the nominal growth it leaves."""
    _input(canvas, (row, DEFLATOR), values[DEFLATOR])
    real = f"=({relative(row, GROWTH)}+100)/{relative(row, DEFLATOR)}*100-100"
    _formula(canvas, (row, REAL), real, values[REAL], PERCENT)


def _draw_total(canvas: Canvas, row: int, values: list[Values], index: Decimal | None) -> Values:
    """Σ 市（州）; a column with a gap has no total. The index is that of the province."""
    totals: Values = {DEFLATOR: index}
    for column in _SUMMED:
        known = [value for one in values if (value := one[column]) is not None]
        with exact_context():
            totals[column] = sum(known, Decimal(0)) if known and len(known) == len(values) else None
    canvas.text((row, 0), text=terms.TOTAL, look="summary_text")
    for column in (INDUSTRIALISATION, DIGITALISATION, GDP, LAST_YEAR):
        span = f"=SUM({relative(FIRST_ROW, column)}:{relative(row - 1, column)})"
        _formula(canvas, (row, column), span, totals[column], AMOUNT)
    completed = _completed(totals)
    _draw_made(canvas, row, completed)
    return completed


def _formula(canvas: Canvas, at: At, formula: str, value: Decimal | None, number_format: str) -> None:
    if value is None:
        canvas.text(at, text=terms.NOTHING, look="centre")
    else:
        canvas.formula(at, formula=formula, value=value, number_format=number_format)


def _input(canvas: Canvas, at: At, value: Decimal | None) -> None:
    if value is None:
        canvas.text(at, text=terms.NOTHING, look="centre")
    else:
        canvas.number(at, value=value, look="input", number_format=AMOUNT)


def _notes(report: AccountsReport) -> list[str]:
    return [
        *([terms.DEMO_NOTE] if report.demo else []),
        *([terms.EXTRAPOLATED_NOTE] if report.head.extrapolated else []),
        *([terms.CONTESTED_NOTE.format(figures="、".join(report.contested))] if report.contested else []),
        terms.FORMULA_NOTE,
        terms.SCOPE_NOTE,
        *([terms.REAL_GROWTH_NOTE] if report.deflated else []),
        terms.ROUNDING_NOTE,
        head_line(report.head),
        made_line(report.made_at),
    ]
