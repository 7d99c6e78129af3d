"""上报说明: what the cities explained, narrowed like the search, with the rule, the cell and its value."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext

from assessment.catalogue.models import CheckRule, Item
from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.explanation_queries import explanations_visible_to
from assessment.filing.explanations_table import ExplanationLine, ExplanationSearch, explanation_lines
from assessment.filing.models import Cell, Explanation
from assessment.filing.return_view import BASES
from assessment.people.models import User
from reporting.operations import terms
from reporting.operations.checks_table import rule_label
from reporting.operations.tables import Amount, Column, Entry, Look, Report, Sheet, report_of

_COLUMNS = (
    Column(terms.CITY, 16),
    Column(terms.FORM, 17, Look.WRAPPED),
    Column("报告期", 13, Look.CENTRE),
    Column("版本", 5, Look.CENTRE),
    Column("审核关系", 8, Look.CENTRE),
    Column("审核内容", 18, Look.WRAPPED),
    Column("指标", 20, Look.WRAPPED),
    Column("数值", 13, Look.NUMBER),
    Column("原因", 12, Look.WRAPPED),
    Column("说明", 32, Look.WRAPPED),
    Column("说明人", 10, Look.CENTRE),
    Column("说明时间", 11, Look.CENTRE),
)


def explanations_report(user: User, search: ExplanationSearch, *, at: datetime) -> Report:
    """Every explanation the reader may see and asked for, newest first: five questions, however many there are."""
    found = list(search.narrowed(explanations_visible_to(user, at=at)))
    labels = _labels(found)
    rows = [
        (*_said(line), labels.get(row.rule_digest, row.rule), *cell, line.reason, line.text, line.given_by, moment)
        for row, line, cell in zip(found, explanation_lines(found), _cells(found), strict=True)
        for moment in [formats.moment(line.given_at)]
    ]
    sheet = Sheet(
        name=terms.EXPLANATIONS_SHEET,
        title=terms.EXPLANATIONS_TITLE,
        columns=_COLUMNS,
        rows=tuple(rows),
        notes=(terms.EXPLANATIONS_NOTE, terms.SYMBOL_NOTE),
    )
    return report_of(terms.EXPLANATIONS_TITLE, (sheet,), by=user, at=at)


def _said(line: ExplanationLine) -> tuple[Entry, ...]:
    return (line.unit, line.form, formats.period(line.period), str(line.number), line.rule)


def _labels(found: Iterable[Explanation]) -> dict[str, str]:
    """What each rule says, by the digest of its wording."""
    rules = CheckRule.objects.filter(digest__in={row.rule_digest for row in found})
    return {rule.digest: rule_label(rule.content) for rule in rules}


def _cells(found: Sequence[Explanation]) -> list[tuple[Entry, Entry]]:
    """The name and the figure of the cell each finding points at; a check of the whole return points at none."""
    places = [row.place.partition(".")[::2] for row in found]
    codes = {item for item, _ in places}
    forms = {row.return_filed.collection.form_version_id for row in found}
    items = {
        (one.form_version_id, one.code): one for one in Item.objects.filter(form_version__in=forms, code__in=codes)
    }
    cells = Cell.objects.filter(version__in={row.version_id for row in found}, item__in=codes)
    values = {(one.version_id, one.item, one.basis): one for one in cells}
    return [
        _cell(
            items.get((row.return_filed.collection.form_version_id, item)),
            values.get((row.version_id, item, basis)),
            basis=basis,
        )
        for row, (item, basis) in zip(found, places, strict=True)
    ]


def _cell(item: Item | None, cell: Cell | None, *, basis: str) -> tuple[Entry, Entry]:
    if item is None:
        return None, None
    label = formats.with_unit(named(item, "label"), item.unit)
    said = label if basis == Cell.Basis.CURRENT or basis not in BASES else f"{label}，{gettext(BASES[basis])}"
    if cell is None:
        return said, None
    if cell.value is None:
        return said, formats.cell(cell.condition, None) or None
    return said, Amount(cell.value, item.decimals)
