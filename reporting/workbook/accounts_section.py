"""Step one of an annual assessment: four components → value added → digital economy → share and growth."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.income_approach import Components, value_added
from assessment.methodology.rounding import exact_context
from reporting import official_terms as terms
from reporting.ranking_report import AccountsBlock, AccountsYear
from reporting.workbook.calculation import AMOUNT, FIRST_DATA, Calculation
from reporting.workbook.canvas import Canvas, head_text
from reporting.workbook.places import relative

PERCENT = "#,##0.0000"
ACCOUNT_HEIGHT = 15.0
"""Nine cities with four industries each stand on the first page, under the legend."""

RESULT_COLUMNS = (
    terms.DIGITAL_INDUSTRIES,
    terms.INDUSTRIAL_DIGITALISATION,
    terms.DIGITAL_ECONOMY,
    terms.GDP,
    terms.SHARE_OF_GDP,
)


@dataclass(frozen=True)
class UnitAccounts:
    """One unit's results of one year, as kept beside the formulas."""

    digital_industries: Decimal
    industrial_digitalisation: Decimal
    digital_economy: Decimal
    gdp: Decimal
    share: Decimal

    @classmethod
    def of(cls, accounts: AccountsBlock, *, year: AccountsYear, unit: str) -> "UnitAccounts":
        with exact_context():
            parts = [value_added(year.industries[unit, code]) for code, _ in accounts.industries]
            digital_industries = sum(parts, Decimal(0))
            traditional = year.industrial_digitalisation[unit]
            total = digital_industries + traditional
            return cls(digital_industries, traditional, total, year.gdp[unit], total / year.gdp[unit] * 100)


def draw_accounts(sheet: Calculation, *, accounts: AccountsBlock) -> None:
    """Draw both tables; the results are found under the names used in `accounts.drives`."""
    first = _draw_components(sheet, accounts=accounts)
    _draw_result_heads(sheet, accounts=accounts)
    count = len(RESULT_COLUMNS)
    for key, column in (
        ("digital_economy", FIRST_DATA + 2),
        ("share", FIRST_DATA + 4),
        ("digital_economy_last_year", FIRST_DATA + count + 2),
        ("growth", FIRST_DATA + 2 * count),
    ):
        sheet.places.put(key, top=sheet.top, column=column)
    height = len(accounts.industries)
    for position, row in enumerate(sheet.rows):
        line = sheet.top + position
        sheet.canvas.merged((line, 0), to=(line, 1), text=row.name, look="small_text")
        industries = range(first + position * height, first + (position + 1) * height)
        _draw_unit(sheet.canvas, accounts=accounts, unit=row.unit, line=line, industries=industries)
    sheet.top += len(sheet.rows) + 1


def _draw_components(sheet: Calculation, *, accounts: AccountsBlock) -> int:
    """Unit × industry with the four components of both years; returns the first line of figures."""
    canvas, width = sheet.canvas, len(terms.COMPONENTS) + 1
    years = (accounts.current, accounts.base)
    sheet.begin(terms.STEP_ACCOUNTS.format(unit=accounts.unit), lines=3 + len(sheet.rows) * len(accounts.industries))
    top = sheet.top
    for column, head in ((0, sheet.report.unit_heading), (1, terms.INDUSTRY)):
        canvas.merged((top, column), to=(top + 1, column), text=head, look="small_head")
    for number, year in enumerate(years):
        start = FIRST_DATA + number * width
        canvas.merged((top, start), to=(top, start + width - 1), text=year.label, look="small_head")
        for offset, label in enumerate((*terms.COMPONENTS, terms.VALUE_ADDED)):
            canvas.text((top + 1, start + offset), text=label, look="small_head")
    first, count = top + 2, len(accounts.industries)
    for position, row in enumerate(sheet.rows):
        line = first + position * count
        for each in range(line, line + count):
            canvas.height(each, points=ACCOUNT_HEIGHT)
        sheet.top = line
        sheet.keep_together(count)
        canvas.merged((line, 0), to=(line + count - 1, 0), text=row.name, look="small_wrapped")
        for offset, (code, label) in enumerate(accounts.industries):
            canvas.text((line + offset, 1), text=label, look="small_text")
            for number, year in enumerate(years):
                at = (line + offset, FIRST_DATA + number * width)
                _draw_account(canvas, at=at, components=year.industries[row.unit, code])
    sheet.top = first + len(sheet.rows) * count + 1
    return first


def _draw_account(canvas: Canvas, *, at: tuple[int, int], components: Components) -> None:
    row, column = at
    values = (
        components.compensation_of_employees,
        components.net_taxes_on_production,
        components.depreciation,
        components.operating_surplus,
    )
    for offset, value in enumerate(values):
        canvas.number((row, column + offset), value=value, look="input", number_format=AMOUNT)
    span = f"{relative(row, column)}:{relative(row, column + len(values) - 1)}"
    canvas.formula(
        (row, column + len(values)),
        formula=f"=SUM({span})",
        value=value_added(components),
        number_format=AMOUNT,
    )


def _draw_result_heads(sheet: Calculation, *, accounts: AccountsBlock) -> None:
    canvas, count = sheet.canvas, len(RESULT_COLUMNS)
    sheet.begin(terms.STEP_DIGITAL.format(unit=accounts.unit), lines=5 + len(sheet.rows))
    top = sheet.top
    canvas.height(top + 1, points=30)
    canvas.merged((top, 0), to=(top + 1, 1), text=sheet.report.unit_heading, look="small_head")
    for number, year in enumerate((accounts.current, accounts.base)):
        start = FIRST_DATA + number * count
        canvas.merged((top, start), to=(top, start + count - 1), text=year.label, look="small_head")
        for offset, label in enumerate(RESULT_COLUMNS):
            canvas.text((top + 1, start + offset), text=head_text(label), look="small_head")
    last = FIRST_DATA + 2 * count
    for offset, label in enumerate((terms.NOMINAL_GROWTH, terms.SHARE_CHANGE)):
        at = (top, last + offset)
        canvas.merged(at, to=(top + 1, last + offset), text=head_text(label), look="small_head")
    sheet.top += 2


def _draw_unit(canvas: Canvas, *, accounts: AccountsBlock, unit: str, line: int, industries: range) -> None:
    count = len(RESULT_COLUMNS)
    results = [UnitAccounts.of(accounts, year=year, unit=unit) for year in (accounts.current, accounts.base)]
    for number, result in enumerate(results):
        start = FIRST_DATA + number * count
        added = FIRST_DATA + number * (len(terms.COMPONENTS) + 1) + len(terms.COMPONENTS)
        span = f"{relative(industries.start, added)}:{relative(industries.stop - 1, added)}"
        parts, whole = f"{relative(line, start)}+{relative(line, start + 1)}", relative(line, start + 2)
        canvas.formula((line, start), formula=f"=SUM({span})", value=result.digital_industries, number_format=AMOUNT)
        canvas.number((line, start + 1), value=result.industrial_digitalisation, look="input", number_format=AMOUNT)
        canvas.formula((line, start + 2), formula=f"={parts}", value=result.digital_economy, number_format=AMOUNT)
        canvas.number((line, start + 3), value=result.gdp, look="input", number_format=AMOUNT)
        canvas.formula(
            (line, start + 4),
            formula=f"={whole}/{relative(line, start + 3)}*100",
            value=result.share,
            number_format=PERCENT,
        )
    current, base = results
    with exact_context():
        growth = (current.digital_economy / base.digital_economy - 1) * 100
        change = current.share - base.share
    last = FIRST_DATA + 2 * count
    now, then = relative(line, FIRST_DATA + 2), relative(line, FIRST_DATA + count + 2)
    canvas.formula((line, last), formula=f"=({now}/{then}-1)*100", value=growth, number_format=PERCENT)
    shares = f"={relative(line, FIRST_DATA + 4)}-{relative(line, FIRST_DATA + count + 4)}"
    canvas.formula((line, last + 1), formula=shares, value=change, number_format=PERCENT)
