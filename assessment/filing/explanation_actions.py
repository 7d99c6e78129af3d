"""Writers of explanations, and of the memory of those the reviewer accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from assessment.audit.actions import record
from assessment.filing.cells import CellChange
from assessment.filing.checking import Finding, findings_of
from assessment.filing.entry_actions import save_cells
from assessment.filing.errors.findings import NothingToConvert, NothingToExplain
from assessment.filing.explained import pairs, place_of
from assessment.filing.locking import fact, lock_version, move
from assessment.filing.models import AcceptedReason, Cell, Explanation, Version
from assessment.filing.states import Move
from assessment.methodology.check_rules import Severity
from assessment.methodology.explanations import check_explanation, reason_named
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.permissions import Action

_STORED_SIDE = Decimal("1e-12")


@dataclass(frozen=True)
class Explaining:
    """What an officer says of one finding, named by its key."""

    finding: str
    reason: str
    text: str


def explain(version_id: int, said: Sequence[Explaining], *, by: User, at: datetime) -> Version:
    """Explain findings of a draft, all or none. A second explanation of the same finding replaces the first."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        move(version, Move.SAVE)
        period = Period.parse(version.return_filed.collection.period)
        open_findings = {one.key: one for one in findings_of(version) if one.severity is Severity.EXPLAIN}
        for one in said:
            reason_named(one.reason, period)
            check_explanation(one.text)
            _write(version, _finding(one.finding, open_findings), one, by=by, at=at)
        entry = fact(Action.RETURN_FILL, version, explained=[one.finding for one in said])
        record(entry, by=by, at=at)
    return version


def convert(version_id: int, finding: str, *, revision: int, by: User, at: datetime) -> Version:
    """Carry out the conversion that the finding offers: of a unit or a cumulative period, nothing else."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_FILL, by=by, at=at)
        offered = [one for one in findings_of(version) if one.key == finding and one.converted is not None]
        if not offered:
            raise NothingToConvert(received=finding)
        item, basis = offered[0].cells[0]
        change = CellChange(item, basis, Cell.Condition.VALUE, value=offered[0].converted)
        return save_cells(version_id, [change], revision=revision, by=by, at=at)


def remember_accepted_reasons(version: Version, *, by: User, at: datetime) -> int:
    """Keep what was explained and accepted with `version`, so that one fact is asked for once.

    Called inside the transaction that accepts the version; the acceptance is what the audit records.
    """
    filed = version.return_filed
    rows = [
        AcceptedReason(
            reporting_unit=filed.reporting_unit,
            form=filed.collection.form_version.form.code,
            rule=one.rule,
            rule_digest=one.rule_digest,
            place=place_of(one.cells),
            period=filed.collection.period,
            reason=one.explanation.reason,
            text=one.explanation.text,
            expected=_side(one.result.expected),
            received=_side(one.result.received),
            version=version,
            accepted_by=by.username,
            accepted_at=at,
        )
        for one in findings_of(version)
        if one.explanation is not None and one.stands and not one.explanation.accepted_in
    ]
    AcceptedReason.objects.bulk_create(rows)
    return len(rows)


def _finding(key: str, open_findings: Mapping[str, Finding]) -> Finding:
    if key not in open_findings:
        raise NothingToExplain(received=key, expected=sorted(open_findings) or "--")
    return open_findings[key]


def _write(version: Version, finding: Finding, said: Explaining, *, by: User, at: datetime) -> None:
    Explanation.objects.update_or_create(
        return_filed=version.return_filed,
        rule=finding.rule,
        rule_digest=finding.rule_digest,
        values_digest=finding.values_digest,
        defaults={
            "version": version,
            "place": place_of(finding.cells),
            "cells": pairs(finding.cells),
            "reason": said.reason,
            "text": " ".join(said.text.split()),
            "given_by": by.username,
            "given_at": at,
        },
    )


def _side(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_STORED_SIDE)
