"""核实单 of a return as a numbered list: what was asked, of which figure, what was answered, how it ended."""

from datetime import datetime

from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.models import QueryMessage
from assessment.filing.return_view import RATE_DECIMALS
from assessment.filing.review_queries import newest_version, sheet_seen
from assessment.filing.sheet_view import SheetRow, sheet_view
from assessment.people.models import User
from reporting.operations import terms
from reporting.operations.tables import Amount, Column, Entry, Look, Report, Sheet, report_of

COLUMNS = (
    Column("序号", 6, Look.CENTRE),
    Column("指标", 22, Look.WRAPPED),
    Column("本期", 15, Look.NUMBER),
    Column("上期", 15, Look.NUMBER),
    Column("增速（%）", 11, Look.NUMBER),
    Column("核实内容", 34, Look.WRAPPED),
    Column("答复", 34, Look.WRAPPED),
    Column("办理时限", 12, Look.CENTRE),
    Column("状态", 9, Look.CENTRE),
    Column("办结", 20, Look.WRAPPED),
)


def query_sheet_report(return_id: int, user: User, *, at: datetime) -> tuple[Report, str]:
    """The workbook and the region it belongs to; `NotFound` behind the wall or where nothing was asked."""
    sheet = sheet_seen(return_id, by=user, at=at)
    view = sheet_view(sheet, newest_version(sheet), at=at)
    filed = sheet.return_filed
    region = filed.reporting_unit.region
    title = terms.QUERIES_TITLE.format(unit=named(region), period=formats.period(filed.collection.period))
    form = named(filed.collection.form_version.form)
    drawn = Sheet(
        name=terms.QUERIES_SHEET,
        title=title,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in view.rows),
        notes=(terms.QUERIES_NOTE.format(number=sheet.number, form=form), terms.SYMBOL_NOTE),
        held=2,
    )
    return report_of(title, (drawn,), by=user, at=at), region.code


def _row(row: SheetRow) -> tuple[Entry, ...]:
    return (
        str(row.thread.serial),
        f"{row.item}（{row.about}）" if row.about else row.item,
        *_figures(row),
        "\n".join(_said(one) for one in row.questions),
        "\n".join(_said(one) for one in row.answers) or None,
        formats.day(row.due_on),
        row.light.text,
        None if row.closing is None else _said(row.closing),
    )


def _figures(row: SheetRow) -> list[Entry]:
    """Numbers as numbers; where there is none, the word that stands for it."""
    texts, decimals = (row.current, row.last_period, row.growth), (row.decimals, row.decimals, RATE_DECIMALS)
    return [
        text if number is None else Amount(number, shown)
        for text, number, shown in zip(texts, row.numbers, decimals, strict=True)
    ]


def _said(message: QueryMessage) -> str:
    return terms.BY_WHOM.format(text=message.text, name=message.by.display_name, day=formats.day(message.at))
