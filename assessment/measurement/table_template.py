"""The template of one base table, filled with what the system knows: the delivery in force and the year before."""

from collections.abc import Iterator
from decimal import Decimal

from assessment.display.site import is_demo
from assessment.measurement.deliveries import as_delivered
from assessment.measurement.models import AccountRow, BaseTable, OperatorAccount, RegionFigure
from assessment.measurement.operators import ALLOCATED, ALLOCATED_INDUSTRY
from assessment.measurement.table_keys import UNIT_OF, TableKey, industries_of
from assessment.measurement.table_queries import CountedLevel, assessed_regions, in_force_of, levels_of, the_province
from assessment.measurement.wording import INDUSTRIES_ZH, KINDS_ZH, vintage_name_zh
from assessment.measurement.workbook.layout import OperatorLine, TableIdentity, TableLine, TableTemplate
from assessment.measurement.workbook.template import write_table_template
from assessment.methodology.income_approach import ACCOUNT_ITEMS, COMPONENT_NAMES
from assessment.methodology.periods import Period
from assessment.methodology.production_approach import PRODUCTION_ITEMS
from assessment.methodology.run_measurement import GDP
from assessment.methodology.units import Unit
from assessment.people.models import User

_DEMO = "（演示数据）"
_VALUE_HEADINGS = {
    BaseTable.Kind.GDP: "地区生产总值",
    BaseTable.Kind.INDUSTRIAL_DIGITALISATION: "产业数字化增加值",
    BaseTable.Kind.DEFLATOR: "缩减指数",
    BaseTable.Kind.SECTION_I: "门类I增加值",
    BaseTable.Kind.INDUSTRY: "工业增加值",
}
Prior = dict[tuple[str, str], CountedLevel]


def table_template_of(key: TableKey, user: User) -> TableTemplate:
    """What stands on the template that the body of `user` fills for this table."""
    unit = UNIT_OF[key.kind]
    table = in_force_of(key, user.organisation.name_zh)
    prior = levels_of(str(int(key.period) - 1), user.organisation.name_zh)
    accounts = key.kind == BaseTable.Kind.INDUSTRY_ACCOUNTS
    industries = industries_of(user) if accounts else ()
    lines = _account_lines(table, industries, prior) if accounts else _figure_lines(table, key, prior)
    has_operators = accounts and ALLOCATED_INDUSTRY in industries
    return TableTemplate(
        identity=TableIdentity(key.kind, key.period, key.vintage, user.organisation.code),
        title=f"{KINDS_ZH[BaseTable.Kind(key.kind)]}（基础数据）",
        body_name=user.organisation.name_zh,
        period_name=Period.parse(key.period).name_zh,
        vintage_name=vintage_name_zh(key.vintage),
        unit=unit,
        lines=tuple(lines),
        value_heading=_VALUE_HEADINGS.get(BaseTable.Kind(key.kind), ""),
        cities=tuple((code, name) for code, name in assessed_regions()) if has_operators else (),
        operators=tuple(_operators(table)) if has_operators else (),
        demo=_DEMO if is_demo() else "",
    )


def table_template_file(key: TableKey, user: User) -> tuple[bytes, str]:
    """The workbook and its name: 分市（州）分行业增加值_省统计局_2021年_初步核算数.xlsx"""
    template = table_template_of(key, user)
    kind = KINDS_ZH[BaseTable.Kind(key.kind)]
    name = f"{kind}_{template.body_name}_{template.period_name}_{template.vintage_name}.xlsx"
    return write_table_template(template), name


def _account_lines(table: BaseTable | None, industries: tuple[str, ...], prior: Prior) -> Iterator[TableLine]:
    rows = {} if table is None else {(row.region.code, row.industry): row for row in _rows(table)}
    for industry in industries:
        for code, name in (*assessed_regions(), the_province()):
            row, before = rows.get((code, industry)), prior.get((code, industry))
            yield TableLine(
                code,
                name,
                industry,
                INDUSTRIES_ZH[industry],
                {} if row is None else _values(row),
                marker="reported" if row is None else row.marker,
                source="" if row is None else row.source,
                prior=None if before is None else _plain(before.value),
            )


def _figure_lines(table: BaseTable | None, key: TableKey, prior: Prior) -> Iterator[TableLine]:
    figures: dict[str, RegionFigure] = {}
    if table is not None:
        figures = {figure.region.code: figure for figure in table.region_figures.select_related("region")}
    unit = UNIT_OF[key.kind]
    for code, name in (*assessed_regions(), the_province()):
        figure, before = figures.get(code), prior.get((code, GDP)) if key.kind == BaseTable.Kind.GDP else None
        yield TableLine(
            code,
            name,
            values={} if figure is None else {"value": _in(figure.value, unit)},
            marker="reported" if figure is None else figure.marker,
            source="" if figure is None else figure.source,
            prior=None if before is None else _in(before.value, unit),
        )


def _rows(table: BaseTable) -> list[AccountRow]:
    """What was filled in; what came out of the allocation is computed again."""
    return list(table.account_rows.exclude(marker=ALLOCATED).select_related("region"))


def _operators(table: BaseTable | None) -> Iterator[OperatorLine]:
    if table is None:
        return
    for one in OperatorAccount.objects.filter(table=table).prefetch_related("revenue_by_city__region"):
        by_city = {line.region.code: _plain(line.revenue) for line in one.revenue_by_city.all()}
        amounts = tuple(_plain(getattr(one, name)) for name in COMPONENT_NAMES)
        yield OperatorLine(one.name, amounts, _plain(one.revenue), by_city)


def _values(row: AccountRow) -> dict[str, Decimal | None]:
    amounts = {name: getattr(row, name) for name in (*ACCOUNT_ITEMS, *PRODUCTION_ITEMS)}
    return {name: None if amount is None else _plain(amount) for name, amount in amounts.items()}


def _in(value: Decimal, unit: Unit) -> Decimal:
    return _plain(as_delivered(value, unit))


def _plain(value: Decimal) -> Decimal:
    """1500.0000 as 1500."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
