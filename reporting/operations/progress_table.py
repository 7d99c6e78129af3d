"""进度表: 市（州） × 报表 with state, errors, what is late, and each extension with reason, approver and expiry."""

from datetime import datetime

from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.matrix import MatrixLine, matrix
from assessment.people.models import User
from reporting.operations import terms
from reporting.operations.tables import Column, Entry, Look, Report, Sheet, report_of

_LINE_COLUMNS = (
    Column(terms.CITY, 22),
    Column(terms.FORM, 17, Look.WRAPPED),
    Column("状态", 8, Look.CENTRE),
    Column("版本", 5, Look.CENTRE),
    Column("上报时间", 11, Look.CENTRE),
    Column("迟报", 5, Look.CENTRE),
    Column("逾期", 5, Look.CENTRE),
    Column("强制性、准强制性", 9, Look.NUMBER),
    Column("核实性", 7, Look.NUMBER),
    Column("提示性", 7, Look.NUMBER),
    Column("未办结核实", 8, Look.NUMBER),
    Column("截止时间", 11, Look.CENTRE),
    Column("延期原因", 24, Look.WRAPPED),
    Column("批准人", 9, Look.CENTRE),
    Column("延期有效期至", 11, Look.CENTRE),
)


def progress_report(user: User, period: str, *, at: datetime) -> Report:
    """The matrix of `period` (the newest collected where none is named) as the reader may see it."""
    shown = matrix(user, period, at=at)
    said = formats.period(shown.table.period) if shown.table.period else terms.NO_PERIOD
    title = terms.PROGRESS_TITLE.format(period=said)
    forms = [named(one.form_version.form) for one in shown.table.collections]
    rows = tuple((unit.name_zh, *(_state(line) for line in lines)) for unit, lines in shown.rows)
    overview = Sheet(
        name=terms.PROGRESS_SHEET,
        title=title,
        columns=(Column(terms.CITY, 26), *(Column(form, 38, Look.WRAPPED) for form in forms)),
        rows=rows,
        notes=(terms.PROGRESS_NOTE, terms.SYMBOL_NOTE),
        summary=(terms.SUBMITTED_OF_OWED, *_submitted(shown.rows)) if rows else (),
    )
    lines = Sheet(
        name=terms.PROGRESS_LINES_SHEET,
        title=terms.PROGRESS_LINES_TITLE.format(period=said),
        columns=_LINE_COLUMNS,
        rows=tuple(_line(unit.name_zh, line) for unit, found in shown.rows for line in found if line is not None),
        notes=(terms.PROGRESS_NOTE, terms.SYMBOL_NOTE),
    )
    return report_of(title, (overview, lines), by=user, at=at)


def _state(line: MatrixLine | None) -> str | None:
    """已上报，迟报，核实2项: the state and whatever asks for attention."""
    if line is None:
        return None
    latest, extension = line.line.owed.latest, line.line.owed.deadlines.extension
    parts = [line.line.light.text]
    if line.line.overdue:
        parts.append(terms.OVERDUE)
    if latest is not None and latest.late:
        parts.append(terms.LATE)
    if line.findings.grave:
        parts.append(terms.GRAVE.format(count=line.findings.grave))
    if line.queries:
        parts.append(terms.QUERIED.format(count=line.queries))
    if extension is not None:
        parts.append(terms.EXTENDED.format(until=formats.moment(line.line.owed.deadlines.locks_at)))
    return "，".join(parts)


def _submitted(rows: tuple[tuple[object, tuple[MatrixLine | None, ...]], ...]) -> list[str]:
    columns = zip(*(lines for _, lines in rows), strict=True)
    found = [[line for line in column if line is not None] for column in columns]
    return [f"{sum(not line.line.unfinished for line in column)}/{len(column)}" for column in found]


def _line(unit: str, line: MatrixLine) -> tuple[Entry, ...]:
    owed, found = line.line.owed, line.findings
    latest, extension = owed.latest, owed.deadlines.extension
    approver = extension.decided_by if extension is not None else None
    counts: tuple[Entry, ...] = (None, None, None)
    if latest is not None and latest.submitted_at is not None:
        counts = (found.grave, found.explain, found.inform)
    return (
        unit,
        named(owed.collection.form_version.form),
        line.line.light.text,
        None if latest is None else str(latest.number),
        None if latest is None or latest.submitted_at is None else formats.moment(latest.submitted_at),
        terms.YES if latest is not None and latest.late else None,
        terms.YES if line.line.overdue else None,
        *counts,
        line.queries,
        formats.moment(owed.deadlines.on_time_until),
        None if extension is None else extension.reason,
        None if approver is None else approver.display_name,
        None if extension is None else formats.moment(owed.deadlines.locks_at),
    )
