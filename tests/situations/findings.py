"""Situations of checks: a draft with a finding to explain, explained, filed and accepted with its explanation."""

from collections.abc import Iterable
from datetime import datetime

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.checking import Finding, findings_of
from assessment.filing.explanation_actions import Explaining
from assessment.filing.models import Version
from tests.situations.catalogue import FIRST_QUARTER, a_reviewer
from tests.situations.filing import (
    FILLED,
    LIUPANSHUI,
    REVIEWED,
    SIGNED,
    SUBMITTED,
    a_city,
    a_draft,
    a_value,
    sign_all,
)
from tests.situations.kept_rows import kept

GROWTH = "SW7.1:software_revenue.current"
TEXT = "本市一家企业新签政务云合同一千二百万元"


@kept
def a_draft_that_doubled(
    current: str = "2500", base: str = "1000", *, period: str = FIRST_QUARTER, at: datetime = FILLED
) -> Version:
    """A draft whose revenue grew by 150 %: more than the check lets pass unexplained."""
    version = a_draft(LIUPANSHUI, period=period, at=at)
    figures = [a_value(current), a_value(base, basis="same_period_last_year")]
    return actions.save_cells(version.pk, figures, revision=0, by=a_city().filler, at=at)


@kept
def an_explained_draft() -> Version:
    version = a_draft_that_doubled()
    explained(version)
    return version


def explained(version: Version, *, reason: str = "large_contract", text: str = TEXT, at: datetime = FILLED) -> None:
    """Every finding of the draft that asks for an explanation gets this one."""
    said = [Explaining(one.key, reason, text) for one in findings_of(version) if one.severity.value == "explain"]
    actions.explain(version.pk, said, by=a_city().filler, at=at)


def save(version: Version, *changes: CellChange) -> None:
    revision = Version.objects.get(pk=version.pk).revision
    actions.save_cells(version.pk, list(changes), revision=revision, by=a_city().filler, at=FILLED)


def keys(findings: Iterable[Finding]) -> set[str]:
    return {one.key for one in findings}


@kept
def filed_up_to_acceptance(period: str, current: str, base: str, *, reason: str = "large_contract") -> Version:
    """Filled, explained where asked, signed, submitted, reviewed and accepted."""
    version = a_draft_that_doubled(current, base, period=period)
    if any(one.needs_explanation for one in findings_of(version)):
        explained(version, reason=reason)
    city, reviewer = a_city(), a_reviewer()
    actions.request_signatures(version.pk, by=city.filler, at=FILLED)
    sign_all(version, city, at=SIGNED)
    actions.submit(version.pk, by=city.filler, at=SUBMITTED)
    actions.open_review(version.pk, by=reviewer, at=REVIEWED)
    actions.accept(version.pk, by=reviewer, at=REVIEWED)
    return Version.objects.get(pk=version.pk)
