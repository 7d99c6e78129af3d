"""The only writers of opinions and disputes: 省统计局 gives its opinion, 省发展改革委 records its decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.measurement.batch_records import locked_batch, record_batch
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.notices import tell_decided, tell_opinion
from assessment.measurement.opinion_errors import (
    AgreementWithFigures,
    DecisionIncomplete,
    FigureNotInBatch,
    FigureTwice,
    ObjectionWithoutReason,
    OtherFigureUnreadable,
    SameFigure,
)
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.states import BATCH_STATES, DISPUTE_STATES, DisputeMove, Move
from assessment.methodology.rounding import decimals_of
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

STORED_DECIMALS: Final = 4


@dataclass(frozen=True)
class OtherFigure:
    """A figure of the batch as 省统计局 has it, in the unit of the result (万元, percent)."""

    region: str
    code: str
    value: Decimal


@dataclass(frozen=True)
class Statement:
    """What is said of a batch: a stand, its reasons, and the figures that should stand instead."""

    stand: Opinion.Stand
    text: str = ""
    figures: Sequence[OtherFigure] = ()


@dataclass(frozen=True)
class Decision:
    """先定后算: which of the two figures holds, by which document, and why. It names no score and no rank."""

    upheld: str
    document_number: str
    reasons: str


def give_opinion(batch_id: int, said: Statement, *, by: User, at: datetime) -> Opinion:
    """省统计局's opinion on a submitted batch, before it is confirmed. A later one withdraws the disputes before it."""
    with transaction.atomic():
        batch = locked_batch(batch_id, Action.BATCH_GIVE_OPINION, by=by, at=at)
        batch.state = BATCH_STATES.after(batch.state, Move.GIVE_OPINION)
        _require_consistent(said)
        _withdraw_open(batch)
        opinion = Opinion.objects.create(
            batch=batch,
            number=batch.opinions.count() + 1,
            stand=said.stand,
            text=said.text.strip(),
            given_by=by,
            given_at=at,
        )
        disputes = Dispute.objects.bulk_create(_disputes(opinion, batch, said.figures))
        facts = {"stand": opinion.stand, "number": opinion.number, "disputes": len(disputes)}
        record_batch(Action.BATCH_GIVE_OPINION, batch, by=by, at=at, facts=facts)
        tell_opinion(opinion, len(disputes), at=at)
    return opinion


def decide_dispute(dispute_id: int, decision: Decision, *, by: User, at: datetime) -> Dispute:
    """省发展改革委 records which figure holds. The batch stays as measured: another figure needs another batch."""
    with transaction.atomic():
        require(by, Action.DISPUTE_DECIDE, at=at)
        dispute = Dispute.objects.select_for_update(of=("self",)).filter(pk=dispute_id).first()
        if dispute is None:
            raise NotFound
        dispute.state = DISPUTE_STATES.after(dispute.state, DisputeMove.DECIDE)
        number, reasons = decision.document_number.strip(), decision.reasons.strip()
        if decision.upheld not in Dispute.Upheld.values or not number or not reasons:
            raise DecisionIncomplete
        dispute.upheld, dispute.document_number, dispute.decision_reasons = decision.upheld, number, reasons
        dispute.decided_by, dispute.decided_at = by, at
        dispute.save()
        facts = {"batch": dispute.batch_id, "region": dispute.region, "figure": dispute.code}
        stated = {**facts, "upheld": dispute.upheld, "document_number": number}
        fact = Fact(Action.DISPUTE_DECIDE, PROVINCE, "measurement.dispute", str(dispute.pk), facts=stated)
        record(fact, by=by, at=at)
        tell_decided(dispute, at=at)
    return dispute


def _require_consistent(said: Statement) -> None:
    if said.stand == Opinion.Stand.AGREES and said.figures:
        raise AgreementWithFigures
    if said.stand == Opinion.Stand.OBJECTS and not said.text.strip():
        raise ObjectionWithoutReason


def _withdraw_open(batch: Batch) -> None:
    for dispute in batch.disputes.select_for_update().filter(state=Dispute.State.OPEN):
        dispute.state = DISPUTE_STATES.after(dispute.state, DisputeMove.WITHDRAW)
        dispute.save(update_fields=["state"])


def _disputes(opinion: Opinion, batch: Batch, figures: Sequence[OtherFigure]) -> list[Dispute]:
    results = {(result.region, result.code): result for result in BatchResult.objects.filter(batch=batch)}
    seen: set[tuple[str, str]] = set()
    for figure in figures:
        key = figure.region, figure.code
        if key in seen:
            raise FigureTwice(region=figure.region, code=figure.code)
        seen.add(key)
        _require_another(figure, results.get(key))
    return [
        Dispute(
            opinion=opinion,
            batch=batch,
            region=figure.region,
            code=figure.code,
            unit=results[figure.region, figure.code].unit,
            measured_value=results[figure.region, figure.code].value,
            proposed_value=figure.value,
        )
        for figure in figures
    ]


def _require_another(figure: OtherFigure, result: BatchResult | None) -> None:
    if result is None:
        raise FigureNotInBatch(region=figure.region, code=figure.code)
    if not figure.value.is_finite() or decimals_of(figure.value) > STORED_DECIMALS:
        raise OtherFigureUnreadable(received=figure.value, decimals=STORED_DECIMALS, unit=result.unit)
    if figure.value == result.value:
        raise SameFigure(region=figure.region, code=figure.code, received=figure.value)
