"""Where everything stands on the template of a base table; what is printed there is Chinese in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from assessment.methodology.canonical import digest
from assessment.methodology.units import Unit

TEMPLATE_NUMBER: Final = 1
"""Raised whenever a place below moves; an older template is refused with its own sentence."""

SHEET: Final = "基础数据表"
OPERATORS: Final = "跨地区经营单位"
GUIDE: Final = "填报说明"
HEAD_ROW, FIRST_ROW = 5, 6
REGION, REGION_NAME, INDUSTRY, INDUSTRY_NAME = 1, 2, 3, 4
FIRST_AMOUNT: Final = 5
MOST_OPERATORS: Final = 12
TAX_BASIS: Final = ("含增值税", "不含增值税")
"""总产出口径: stated with VAT in it, or net of it; in the second case the VAT payable is added."""
MARKERS_ZH: Final = {"reported": "报送数", "published": "公布数", "imputed": "推算数", "illustrative": "演示数"}

ACCOUNT_COLUMNS: Final = {
    "compensation_of_employees": "劳动者报酬",
    "net_taxes_on_production": "生产税净额",
    "depreciation": "固定资产折旧",
    "operating_surplus": "营业盈余",
    "value_added": "增加值",
    "total_output": "总产出",
    "intermediate_consumption": "中间投入",
}
FIGURE_COLUMNS: Final = {"value": ""}
TAX_BASIS_HEADING, TAX_HEADING = "总产出口径", "应交增值税"
MARKER_HEADING, SOURCE_HEADING, PRIOR_HEADING = "数据性质", "资料来源", "上年数"
OPERATOR_HEADINGS: Final = ("经营单位", "劳动者报酬", "生产税净额", "固定资产折旧", "营业盈余", "全省营业收入")


@dataclass(frozen=True)
class TableIdentity:
    """Which template this is; kept as constants among the defined names, and only ever compared."""

    kind: str
    period: str
    vintage: str
    body: str
    template: str = str(TEMPLATE_NUMBER)

    @property
    def fields(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "period": self.period,
            "vintage": self.vintage,
            "body": self.body,
            "template": self.template,
        }

    @property
    def check_code(self) -> str:
        return digest({**self.fields})[:16]


@dataclass(frozen=True)
class TableLine:
    """One line to fill: a region, and in accounts an industry; `prior` is the year before, printed and locked."""

    region: str
    region_name: str
    industry: str = ""
    industry_name: str = ""
    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    marker: str = "reported"
    source: str = ""
    prior: Decimal | None = None

    @property
    def label(self) -> str:
        return f"{self.region_name} {self.industry_name}".strip()

    @property
    def code(self) -> str:
        return f"{self.region}|{self.industry}"


@dataclass(frozen=True)
class OperatorLine:
    """An operator as it was delivered before."""

    name: str
    amounts: tuple[Decimal, ...]
    revenue: Decimal
    revenue_by_city: Mapping[str, Decimal]


@dataclass(frozen=True)
class TableTemplate:
    """Everything on the template of one table; `cities` are the columns of the sheet of operators, if there is one."""

    identity: TableIdentity
    title: str
    body_name: str
    period_name: str
    vintage_name: str
    unit: Unit
    lines: tuple[TableLine, ...]
    value_heading: str = ""
    decimals: int = 2
    cities: tuple[tuple[str, str], ...] = ()
    operators: tuple[OperatorLine, ...] = ()
    prior_name: str = ""
    demo: str = ""

    @property
    def has_industries(self) -> bool:
        return any(line.industry for line in self.lines)


@dataclass(frozen=True)
class Places:
    """The columns of one kind of table: amounts, the choices beside them, the hidden code last."""

    amounts: Mapping[str, int]
    tax_basis: int | None
    tax: int | None
    marker: int
    source: int
    prior: int
    code: int


def places_of(*, has_industries: bool) -> Places:
    names = list(ACCOUNT_COLUMNS) if has_industries else list(FIGURE_COLUMNS)
    first = FIRST_AMOUNT if has_industries else INDUSTRY
    amounts = {name: first + number for number, name in enumerate(names)}
    after = first + len(names)
    if not has_industries:
        return Places(amounts, None, None, after, after + 1, after + 2, after + 3)
    return Places(amounts, after, after + 1, after + 2, after + 3, after + 4, after + 5)


def headings_of(template: TableTemplate) -> dict[tuple[int, int], str]:
    """Every heading with the unit in it; the place is (row, column)."""
    places, unit = places_of(has_industries=template.has_industries), template.unit.name_zh
    names = dict(ACCOUNT_COLUMNS) if template.has_industries else {"value": template.value_heading}
    headings = {REGION: "区划代码", REGION_NAME: "市（州）"}
    if template.has_industries:
        headings |= {INDUSTRY: "行业代码", INDUSTRY_NAME: "行业"}
    headings |= {places.amounts[name]: f"{words}（{unit}）" for name, words in names.items()}
    if places.tax_basis is not None and places.tax is not None:
        headings |= {places.tax_basis: TAX_BASIS_HEADING, places.tax: f"{TAX_HEADING}（{unit}）"}
    headings |= {places.marker: MARKER_HEADING, places.source: SOURCE_HEADING}
    headings[places.prior] = f"{PRIOR_HEADING}（{unit}）"
    return {(HEAD_ROW, column): words for column, words in headings.items()}


def operator_headings_of(template: TableTemplate) -> dict[tuple[int, int], str]:
    unit = template.unit.name_zh
    first, *amounts = OPERATOR_HEADINGS
    words = [first, *(f"{word}（{unit}）" for word in amounts)]
    words += [f"{name}营业收入（{unit}）" for _, name in template.cities]
    return {(HEAD_ROW, column): text for column, text in enumerate(words, 1)}
