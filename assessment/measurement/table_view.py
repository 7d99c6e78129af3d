"""One base table as its page shows it: components, both approaches, Σ cities against the province, 核对."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.display import formats
from assessment.display.templatetags.components import Light
from assessment.filing.check_states import CheckKey
from assessment.measurement.deliveries import as_delivered
from assessment.measurement.models import AccountRow, BaseTable
from assessment.measurement.table_check_view import Checks, items_of_table, light_of_check
from assessment.measurement.table_keys import UNIT_OF
from assessment.measurement.table_queries import amounts_of, assessed_regions, the_province, value_added_of
from assessment.measurement.wording import figure_name, marker_text
from assessment.methodology import income_approach
from assessment.methodology.income_approach import COMPONENT_NAMES, reconcile
from assessment.methodology.production_approach import ProductionRow, compare_approaches
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_measurement import GDP
from assessment.methodology.units import Unit

FACTOR_DECIMALS = 4


@dataclass(frozen=True)
class Amount:
    """`derived`: the one blank of the account, worked out from the other four."""

    text: str
    derived: bool = False


@dataclass(frozen=True)
class AccountLine:
    """One city's industry; `difference` = production − income, empty where production was not delivered."""

    name: str
    components: tuple[Amount, ...]
    value_added: Amount
    production: str
    difference: str
    differs: bool
    marker: str
    source: str
    check: Light | None


@dataclass(frozen=True)
class ProvinceLine:
    """Σ cities against the province: the factor k is stated, never applied."""

    added: str
    province: str
    difference: str
    factor: str
    within: bool | None


@dataclass(frozen=True)
class IndustryBlock:
    name: str
    lines: tuple[AccountLine, ...]
    province: ProvinceLine


@dataclass(frozen=True)
class FigureLine:
    name: str
    value: str
    marker: str
    source: str
    check: Light | None


def account_blocks(table: BaseTable, checks: Checks) -> list[IndustryBlock]:
    """City × industry with four components, 万元. The rows are fetched with their regions."""
    rows: dict[tuple[str, str], AccountRow] = {(row.industry, row.region.code): row for row in table.account_rows.all()}
    decimals = max(0, -table.last_digit_exponent)
    cities, (province, _) = assessed_regions(), the_province()
    items = items_of_table(table)
    blocks = []
    for industry in sorted({industry for industry, _ in rows}):
        lines = []
        for code, name in cities:
            row = rows.get((industry, code))
            if row is not None:
                key = CheckKey(table.period, code, items.get(industry, ""))
                lines.append(_account_line(row, name, decimals, light_of_check(checks.get(key))))
        values = [value_added_of(rows[industry, code]) for code, _ in cities if (industry, code) in rows]
        total = rows.get((industry, province))
        known = None if total is None else value_added_of(total)
        blocks.append(IndustryBlock(figure_name(industry), tuple(lines), _province_line(values, known)))
    return blocks


def figure_lines(table: BaseTable, checks: Checks) -> list[FigureLine]:
    """GDP in 亿元, industrial digitalisation in 万元, a price index as such: each as it is delivered."""
    figures = {figure.region.code: figure for figure in table.region_figures.all()}
    item = items_of_table(table).get(GDP, "")
    lines = []
    shown_regions = [*assessed_regions(), the_province()] if unit_of(table) is Unit.INDEX else assessed_regions()
    for code, name in shown_regions:
        figure = figures.get(code)
        if figure is not None:
            check = light_of_check(checks.get(CheckKey(table.period, code, item)))
            shown = _in_unit(figure.value, table)
            lines.append(FigureLine(name, formats.number(shown), marker_text(figure.marker), figure.source, check))
    return lines


def figures_against_province(table: BaseTable) -> ProvinceLine | None:
    """None for price indices: they do not add up."""
    if unit_of(table) is Unit.INDEX:
        return None
    figures = {figure.region.code: _in_unit(figure.value, table) for figure in table.region_figures.all()}
    province = figures.get(the_province()[0])
    return _province_line([figures[code] for code, _ in assessed_regions() if code in figures], province)


def unit_of(table: BaseTable) -> Unit:
    return UNIT_OF[table.kind]


def _in_unit(value: Decimal, table: BaseTable) -> Decimal:
    return as_delivered(value, unit_of(table))


def _account_line(row: AccountRow, name: str, decimals: int, check: Light | None) -> AccountLine:
    completed = income_approach.complete(amounts_of(row))
    derived = "" if completed is None else completed.derived_item or ""
    parts: Mapping[str, Decimal | None] = {
        name: getattr(row, name) if completed is None else getattr(completed.components, name)
        for name in COMPONENT_NAMES
    }
    value = value_added_of(row)
    production = ProductionRow(row.total_output, row.intermediate_consumption, row.value_added_tax)
    compared = compare_approaches(production, value, decimals=decimals)
    return AccountLine(
        name=name,
        components=tuple(Amount(formats.number(amount), derived == part) for part, amount in parts.items()),
        value_added=Amount(formats.number(value), derived == "value_added"),
        production="" if compared is None else formats.number(compared.by_production),
        difference="" if compared is None else formats.signed(compared.difference),
        differs=compared is not None and not compared.agree,
        marker=marker_text(row.marker),
        source=row.source,
        check=check,
    )


def _province_line(values: list[Decimal | None], province: Decimal | None) -> ProvinceLine:
    known = [value for value in values if value is not None]
    with exact_context():
        added = sum(known, Decimal(0))
    if province is None or not added:
        shown = formats.number(added) if known else formats.NOTHING
        return ProvinceLine(shown, formats.number(province), formats.NOTHING, formats.NOTHING, None)
    compared = reconcile(added, province)
    return ProvinceLine(
        formats.number(added),
        formats.number(province),
        formats.signed(compared.difference),
        formats.number(compared.factor, decimals=FACTOR_DECIMALS),
        compared.within(),
    )
