"""Inputs and raw values of the indicators: filed figures, growth from its pair, results of the accounts."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from assessment.methodology.evaluation import UnitRow
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.growth import BadBase, GrowthPair, GrowthPolicy, growth
from assessment.methodology.scheme_parts import GrowthRule, Indicator, NotApplicableRule
from reporting import official_terms as terms
from reporting.workbook.calculation import (
    AMOUNT,
    Calculation,
    Column,
    Kept,
    draw_step,
    open_unit_table,
    plain_format,
)
from reporting.workbook.wording import column_label


def draw_inputs(sheet: Calculation) -> None:
    """Every column the scheme reads: input cells, or references to the accounts that drive them."""
    columns = sheet.scheme.columns
    labels = [column_label(sheet.report, code=code) for code in columns]
    first = open_unit_table(sheet, title=terms.STEP_INPUTS, labels=labels)
    for offset, code in enumerate(columns):
        sheet.places.put(("input", code), top=sheet.top, column=first + offset)
    formats = {code: column_format(sheet.rows, code=code) for code in columns}
    for line in range(len(sheet.rows)):
        for offset, code in enumerate(columns):
            at = (sheet.top + line, first + offset)
            _draw_input(sheet, at=at, code=code, line=line, number_format=formats[code])


def draw_raw(sheet: Calculation) -> None:
    """Raw values that are not simply an input: growth rates, and 不适用 where the form makes it a true zero."""
    columns: list[Column] = []
    for indicator in sheet.scheme.indicators:
        key = ("raw", indicator.code)
        if indicator.growth is None and indicator.not_applicable is NotApplicableRule.MISSING:
            sheet.places.same(key, as_key=("input", indicator.code))
            continue
        columns += _raw_columns(sheet, indicator=indicator)
    draw_step(sheet, title=terms.STEP_RAW, columns=columns)


def column_format(rows: Iterable[UnitRow], *, code: str) -> str:
    """One number format for all figures of a column."""
    return plain_format(*(row.values[code].value for row in rows if code in row.values))


def _draw_input(sheet: Calculation, *, at: tuple[int, int], code: str, line: int, number_format: str) -> None:
    figure = sheet.rows[line].values.get(code, Figure.empty())
    accounts = sheet.report.accounts
    result = next((name for name, column in accounts.drives.items() if column == code), "") if accounts else ""
    if result:
        formula = f"={sheet.places.ref(result, line=line)}"
        sheet.canvas.formula(at, formula=formula, value=figure.value, number_format=number_format)
    else:
        sheet.canvas.figure(at, figure=figure, look="input", number_format=number_format)


def _raw_columns(sheet: Calculation, *, indicator: Indicator) -> list[Column]:
    rule = indicator.growth
    if rule is None:
        key, value = ("raw", indicator.code), sheet.kept(indicator.code, lambda column: column.raw).__getitem__
        formula = _reader(sheet, indicator=indicator, column=indicator.code)
        return [Column(key, indicator.name, lambda line: known(formula(line), formula(line)), value)]
    return _growth_columns(sheet, indicator=indicator, rule=rule)


def _growth_columns(sheet: Calculation, *, indicator: Indicator, rule: GrowthRule) -> list[Column]:
    """The raw rate; the change, where the scheme may score it; the rate that is scored, where a floor applies."""
    code, policy = indicator.code, rule.policy
    current = _reader(sheet, indicator=indicator, column=rule.of)
    base = _reader(sheet, indicator=indicator, column=rule.base)

    def rate(line: int) -> str:
        now, then = current(line), base(line)
        quotient = f'IF(OR({then}<=0,{now}<0),"{terms.NO_RATE}",({now}-{then})*100/{then})'
        return _if_pair(now, then, formula=quotient)

    def increment(line: int) -> str:
        now, then = current(line), base(line)
        return _if_pair(now, then, formula=f"{now}-{then}")

    def scored(line: int) -> str:
        raw = sheet.places.ref(("raw", code), line=line)
        instead = _instead(policy, raw=raw)
        if rule.three_years_ago is not None:
            instead = _averaged(current(line), sheet.places.ref(("input", rule.three_years_ago), line=line))
        return f"IF(ISNUMBER({raw}),IF({base(line)}<{policy.floor:f},{instead},{raw}),{raw})"

    columns = [Column(("raw", code), f"{indicator.name}（%）", rate, _rate_kept(sheet, indicator=indicator))]
    if policy.bad_base is BadBase.INCREMENT:
        label = f"{indicator.name}{terms.INCREMENT_SUFFIX}"
        columns.append(Column(("increment", code), label, increment, _increment_kept(sheet, indicator), AMOUNT))
    if policy.floor > 0:
        label = f"{indicator.name}{terms.RATE_SUFFIX}"
        columns.append(Column(("rate", code), label, scored, _scored_kept(sheet, indicator=indicator)))
    return columns


def _instead(policy: GrowthPolicy, *, raw: str) -> str:
    """What a rate on a base below the floor counts as."""
    if policy.bad_base is BadBase.WINSORISE:
        return raw
    if policy.bad_base is BadBase.CAP and policy.cap_percent is not None:
        return f"MIN({raw},{policy.cap_percent:f})"
    return f'"{terms.NO_RATE}"'


def _averaged(current: str, earlier: str) -> str:
    """The mean yearly rate since the figure three years before, where that one is above zero."""
    return f'IF(N({earlier})>0,(({current}/{earlier})^(1/3)-1)*100,"{terms.NO_RATE}")'


def known(cell: str, formula: str) -> str:
    """A formula over a cell that may hold a word instead of a number."""
    return f'IF(ISNUMBER({cell}),{formula},"{terms.NOT_AVAILABLE}")'


def _if_pair(current: str, base: str, *, formula: str) -> str:
    return f'IF(AND(ISNUMBER({current}),ISNUMBER({base})),{formula},"{terms.NOT_AVAILABLE}")'


def _reader(sheet: Calculation, *, indicator: Indicator, column: str) -> Callable[[int], str]:
    """An input as the indicator reads it: 不适用 is a true zero where the form says so."""

    def read(line: int) -> str:
        cell = sheet.places.ref(("input", column), line=line)
        if indicator.not_applicable is NotApplicableRule.ZERO:
            return f'IF({cell}="{terms.CONDITIONS["not_applicable"]}",0,{cell})'
        return cell

    return read


def _pair_of(row: UnitRow, *, indicator: Indicator) -> GrowthPair | None:
    numbers = []
    for column in indicator.columns[:2]:
        figure = row.values.get(column, Figure.empty())
        zero = figure.condition is Condition.NOT_APPLICABLE and indicator.not_applicable is NotApplicableRule.ZERO
        numbers.append(Decimal(0) if zero else figure.value)
    current, base = numbers
    earlier = row.values[indicator.columns[2]].value if len(indicator.columns) > 2 else None
    return None if current is None or base is None else GrowthPair(current, base, earlier)


def _rate_kept(sheet: Calculation, *, indicator: Indicator) -> Kept:
    """The raw rate; where the pair allows none, the word for it."""
    raw = sheet.kept(indicator.code, lambda column: column.raw)

    def value(line: int) -> Decimal | str | None:
        if raw[line] is not None:
            return raw[line]
        return None if _pair_of(sheet.rows[line], indicator=indicator) is None else terms.NO_RATE

    return value


def _increment_kept(sheet: Calculation, indicator: Indicator) -> Kept:
    def value(line: int) -> Decimal | None:
        pair = _pair_of(sheet.rows[line], indicator=indicator)
        return None if pair is None else pair.current - pair.base

    return value


def _scored_kept(sheet: Calculation, *, indicator: Indicator) -> Kept:
    def value(line: int) -> Decimal | str | None:
        row = sheet.rows[line]
        paired = _pair_of(row, indicator=indicator) is not None
        rate = scored_rate(row, indicator=indicator)
        return (terms.NO_RATE if paired else None) if rate is None else rate

    return value


def scored_rate(row: UnitRow, *, indicator: Indicator) -> Decimal | None:
    """The rate of a growth in percent as the policy has it, before treatments."""
    pair = _pair_of(row, indicator=indicator)
    return None if pair is None or indicator.growth is None else growth(pair, indicator.growth.policy).rate_percent
