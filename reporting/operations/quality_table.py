"""填报质量: of each city and return what came late, was sent back, corrected, or explained without being accepted."""

from collections.abc import Sequence
from datetime import datetime

from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.reporting_quality import reporting_quality_of
from assessment.filing.returns_table import overview
from assessment.people.models import User
from reporting.operations import terms
from reporting.operations.tables import Column, Entry, Look, Report, Sheet, report_of

_COUNTS = (
    Column("迟报", 12, Look.NUMBER),
    Column("退回", 12, Look.NUMBER),
    Column("更正", 12, Look.NUMBER),
    Column("说明未采纳", 14, Look.NUMBER),
)


def quality_report(user: User, period: str, *, at: datetime) -> Report:
    """The counts as they stand now; a return nobody has begun counts nowhere and shows --."""
    table = overview(user, period, at=at)
    said = formats.period(table.period) if table.period else terms.NO_PERIOD
    found = [(unit, line.owed) for unit, lines in table.rows for line in lines if line is not None]
    counts = reporting_quality_of([owed.filed.pk for _, owed in found if owed.filed is not None])
    lines: list[tuple[Entry, ...]] = []
    cities: dict[str, list[tuple[int, ...]]] = {}
    for unit, owed in found:
        of_unit = cities.setdefault(unit.name_zh, [])
        form = named(owed.collection.form_version.form)
        if owed.filed is None or owed.latest is None:
            lines.append((unit.name_zh, form, None, None, None, None))
            continue
        one = counts[owed.filed.pk]
        of_unit.append((int(owed.latest.late), one.sent_back, one.corrected, one.refused))
        lines.append((unit.name_zh, form, *of_unit[-1]))
    title = terms.QUALITY_TITLE.format(period=said)
    summed = [row for rows in cities.values() for row in rows]
    sheets = (
        Sheet(
            name=terms.QUALITY_SHEET,
            title=title,
            columns=(Column(terms.CITY, 26), Column("已填报表", 12, Look.NUMBER), *_COUNTS),
            rows=tuple((city, len(rows), *_sums(rows)) for city, rows in cities.items()),
            notes=(terms.QUALITY_NOTE, terms.SYMBOL_NOTE),
            unit=terms.RETURN_UNIT,
            summary=(terms.TOTAL, len(summed), *_sums(summed)) if cities else (),
        ),
        Sheet(
            name=terms.QUALITY_LINES_SHEET,
            title=terms.QUALITY_LINES_TITLE.format(period=said),
            columns=(Column(terms.CITY, 22), Column(terms.FORM, 30, Look.WRAPPED), *_COUNTS),
            rows=tuple(lines),
            notes=(terms.QUALITY_NOTE, terms.SYMBOL_NOTE),
            unit=terms.RETURN_UNIT,
        ),
    )
    return report_of(title, sheets, by=user, at=at)


def _sums(rows: Sequence[tuple[int, ...]]) -> tuple[Entry, ...]:
    """The columns added up; -- where nothing is filed."""
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (None,) * len(_COUNTS)
