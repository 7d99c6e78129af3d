"""The user's own workbook back: what is wrong in which cell, and how to put it right."""

from dataclasses import asdict
from datetime import datetime

from assessment.evidence.actions import hand_out
from assessment.filing.cells import content_of
from assessment.filing.checking import Finding, findings_of
from assessment.filing.models import Upload
from assessment.filing.upload_actions import changes_of
from assessment.filing.upload_view import cells_of, labels_by_row, problems_of
from assessment.filing.workbook.isolation import mark_isolated
from assessment.filing.workbook.marks import Mark
from assessment.methodology.check_rules import Severity
from assessment.people.models import User

# The official words; the workbook is Chinese whatever the page's language.
SEVERITY_WORDS = {
    Severity.BLOCKING: ("强制性", "bad"),
    Severity.ACCEPTANCE: ("准强制性", "bad"),
    Severity.EXPLAIN: ("核实性", "warn"),
    Severity.INFORM: ("提示性", "note"),
}
MARKED_ENDING = "_标注.xlsx"
UNREADABLE = "不能读取"
CORRECT_HERE = "在本单元格改正后，可直接上传本文件。"


def marked_workbook(upload: Upload, *, by: User, at: datetime) -> bytes:
    """The marked copy; who took it is written down. It never suggests a figure, only what a rule says of fixing it."""
    content = hand_out(upload.file, by=by, at=at)
    return mark_isolated(content, [asdict(mark) for mark in marks_of(upload)])


def marks_of(upload: Upload) -> list[Mark]:
    stored = {(cell.item, cell.basis): content_of(cell) for cell in upload.version.cells.all()}
    changes = [change for change in changes_of(upload) if stored[change.item, change.basis] != content_of(change)]
    findings = findings_of(upload.version, changes)
    places = cells_of(findings, upload)
    labels = labels_by_row(upload)
    unreadable = [
        Mark([one.cell], labels.get(one.row, ""), UNREADABLE, "bad", "", one.sentence, "", "", CORRECT_HERE)
        for one in problems_of(upload)
    ]
    return unreadable + [_mark(finding, places[finding.key]) for finding in findings if not finding.stands]


def _mark(finding: Finding, cells: list[str]) -> Mark:
    severity, tone = SEVERITY_WORDS[finding.severity]
    return Mark(
        cells=cells,
        label=finding.label,
        severity=severity,
        tone=tone,
        rule=finding.rule,
        problem=finding.message,
        expected=finding.expected,
        received=finding.received,
        fix=finding.fix,
    )
