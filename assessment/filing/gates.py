"""What bars the next step: 强制性 findings and missing explanations bar the signatures, 准强制性 ones acceptance."""

from collections.abc import Iterable, Sequence

from assessment.evidence.queries import files_of
from assessment.filing.checking import Checked, Finding, checked, findings_of
from assessment.filing.errors.findings import (
    AcceptanceFindings,
    BlockingFindings,
    EvidenceMissing,
    ExplanationsMissing,
)
from assessment.filing.models import Version
from assessment.methodology.check_rules import Severity
from assessment.methodology.errors import AssessmentError

FIRST_NAMED = 3
EVIDENCE_KIND = "filing.version"


def check_may_be_signed(version: Version) -> Checked:
    """The verdict with which the version may be signed or submitted; refused with a count and the first ones."""
    outcome = checked(version)
    findings = outcome.findings
    _refuse(BlockingFindings, [one for one in findings if one.severity is Severity.BLOCKING])
    _refuse(ExplanationsMissing, [one for one in findings if one.needs_explanation])
    _refuse(EvidenceMissing, without_evidence(version, findings))
    return outcome


def check_may_be_accepted(version: Version) -> None:
    """Refused while a 准强制性 check fails; an explanation does not lift it."""
    _refuse(AcceptanceFindings, [one for one in findings_of(version) if one.severity is Severity.ACCEPTANCE])


def without_evidence(version: Version, findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose rule asks for a file at one of its items while none is there."""
    asking = [one for one in findings if one.evidence_required]
    if not asking:
        return []
    files = files_of(EVIDENCE_KIND, [str(version.pk)])
    there = {file.item for file in files if file.withdrawn_at is None}
    return [one for one in asking if not there & {item for item, _ in one.cells}]


def _refuse(error: type[AssessmentError], found: Sequence[Finding]) -> None:
    if found:
        raise error(count=len(found), first=[f"{one.rule} {one.item}（{one.label}）" for one in found[:FIRST_NAMED]])
