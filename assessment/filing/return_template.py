"""The template of one return, filled with what the system knows of it."""

from collections.abc import Iterable
from decimal import Decimal

from assessment.catalogue.models import FormVersion, Item
from assessment.display import formats
from assessment.display.site import is_demo
from assessment.filing.cells import shortest
from assessment.filing.models import Cell, Version
from assessment.filing.prior_figures import Prior, prior_figures
from assessment.filing.workbook.layout import (
    CONDITION_WORDS,
    Identity,
    Line,
    PrintedCell,
    PrintedLine,
    Template,
)
from assessment.filing.workbook.template import write_template
from assessment.methodology.periods import Period
from assessment.methodology.units import UnitUnknown, parse_unit

DEMO = "（演示数据）"
_SIGNED_BY = "填报人：{0}统计负责人：{0}单位负责人：{0}报出日期：　　　　年　　月　　日"
NOTES = (
    "注：空白为未填，0 为确无此项，不适用、暂无数据须填原因。上年同期累计按本年可比口径填报。",
    "　　与去年同期原报数不同的，须说明。部分合计数或相对数因单位取舍不同而产生的计算误差，均未作机械调整。",
    _SIGNED_BY.format("　" * 10),
)
_HISTORY = "（历史导入）"
_DEEPEST = 2


def template_of(version: Version) -> bytes:
    """The workbook of a version as the filler downloads it."""
    filed = version.return_filed
    form = filed.collection.form_version
    prior = prior_figures(filed)
    items = list(form.items.select_related("parent"))
    template = Template(
        identity=identity_of_version(version),
        form_name=form.form.name_zh,
        unit_name=filed.reporting_unit.name_zh,
        period_name=Period.parse(filed.collection.period).name_zh,
        last_period_name=_prior_name(prior.last_period),
        last_year_name=_prior_name(prior.filed_last_year),
        legal=_legal_marks(form),
        lines=tuple(_printed(version, items, prior.last_period, prior.filed_last_year)),
        notes=NOTES,
        demo=DEMO if is_demo() else "",
    )
    return write_template(template)


def file_name_of(version: Version) -> str:
    """软件业务收入季报_遵义市_2021年前三季度_第3版.xlsx"""
    filed = version.return_filed
    period = Period.parse(filed.collection.period).name_zh
    name = filed.collection.form_version.form.name_zh
    return f"{name}_{filed.reporting_unit.name_zh}_{period}_第{version.number}版.xlsx"


def identity_of_version(version: Version) -> Identity:
    filed = version.return_filed
    form = filed.collection.form_version
    return Identity(
        form=form.form.code,
        form_digest=form.digest,
        period=filed.collection.period,
        unit=filed.reporting_unit.code,
        version=str(version.pk),
        number=str(version.number),
        revision=str(version.revision),
    )


def lines_of_form(items: Iterable[Item]) -> list[Line]:
    return [Line(item.code, item.label_zh, tuple(item.bases)) for item in items]


def _printed(version: Version, items: list[Item], last_period: Prior, last_year: Prior) -> Iterable[PrintedLine]:
    cells: dict[str, dict[str, Cell]] = {}
    for cell in version.cells.all():
        cells.setdefault(cell.item, {})[cell.basis] = cell
    depths: dict[int, int] = {}
    opened: set[int] = set()
    for item in items:
        depths[item.pk] = 0 if item.parent_id is None else depths.get(item.parent_id, 0) + 1
        first = item.of_which and item.parent_id not in opened
        if item.of_which and item.parent_id is not None:
            opened.add(item.parent_id)
        of_item = cells.get(item.code, {})
        notes = sorted({cell.sent_back_note for cell in of_item.values() if cell.sent_back_note})
        yield PrintedLine(
            line=Line(item.code, _label(item, first_of_which=first), tuple(item.bases)),
            number=item.number,
            unit=_unit_name(item.unit),
            decimals=item.decimals,
            depth=min(depths[item.pk], _DEEPEST),
            cells={basis: _printed_cell(cell) for basis, cell in of_item.items()},
            last_period=_shown(last_period, item.code),
            filed_last_year=_shown(last_year, item.code),
            note="；".join(notes),
        )


def _label(item: Item, *, first_of_which: bool) -> str:
    if not item.of_which:
        return item.label_zh
    return f"其中：{item.label_zh}" if first_of_which else f"　　　{item.label_zh}"


def _printed_cell(cell: Cell) -> PrintedCell:
    return PrintedCell(cell.condition, shortest(cell.value), cell.reason)


def _shown(prior: Prior, item: str) -> Decimal | str | None:
    figure = prior.figures.get(item)
    if figure is None:
        return None
    if figure.value is not None:
        return figure.value
    word = CONDITION_WORDS.get(figure.condition.value, "")
    return None if figure.condition.value == "empty" else word


def _prior_name(prior: Prior) -> str:
    if prior.period is None:
        return ""
    return prior.period.name_zh + (_HISTORY if prior.history else "")


def _legal_marks(form: FormVersion) -> tuple[str, ...]:
    return (
        f"表　　号：{form.table_number}",
        f"制定机关：{form.maker}",
        f"批准机关：{form.approver}　{form.approval_number}",
        f"有效期至：{formats.day(form.valid_until)}",
    )


def _unit_name(unit: str) -> str:
    try:
        return parse_unit(unit).name_zh
    except UnitUnknown:
        return unit
