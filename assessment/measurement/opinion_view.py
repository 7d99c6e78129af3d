"""Opinions and disputes as the page of a batch and the page of a decision show them. No score and no rank is here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.measurement.amounts import amount_text
from assessment.measurement.batch_view import BatchView
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.wording import FIGURES, UPHELD, dispute_light, figure_name, stand_light
from assessment.methodology.units import Unit, parse_unit
from assessment.territory.models import Region

LINES_OF_THE_FORM = 3


@dataclass(frozen=True)
class OpinionLine:
    number: int
    light: Light
    text: str
    who: str
    body: str
    at: datetime


@dataclass(frozen=True)
class DisputeLine:
    """Both figures side by side, and the decision where there is one."""

    id: int
    batch_id: int
    batch: str
    batch_number: int
    region: str
    figure: str
    unit: str
    measured: str
    proposed: str
    reasons: str
    objected_by: str
    light: Light
    open: bool
    upheld: str
    document_number: str
    decision_reasons: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class ObjectionForm:
    regions: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    lines: range


def opinion_lines(opinions: Iterable[Opinion]) -> list[OpinionLine]:
    return [
        OpinionLine(
            number=one.number,
            light=stand_light(one),
            text=one.text,
            who=one.given_by.display_name,
            body=one.given_by.organisation.name_zh,
            at=one.given_at,
        )
        for one in opinions
    ]


def dispute_lines(disputes: Iterable[Dispute]) -> list[DisputeLine]:
    names = {one.code: one.short_name_zh or one.name_zh for one in Region.objects.filter(valid_until__isnull=True)}
    return [_dispute(one, names.get(one.region, one.region)) for one in disputes]


def objection_form(view: BatchView) -> ObjectionForm:
    """The figures of the result table, to be named with what should stand instead."""
    return ObjectionForm(
        regions=tuple((line.code, line.name) for line in view.regions),
        figures=tuple((code, figure_name(code)) for code in FIGURES),
        lines=range(LINES_OF_THE_FORM),
    )


def _dispute(one: Dispute, region: str) -> DisputeLine:
    decided_by = one.decided_by
    return DisputeLine(
        id=one.pk,
        batch_id=one.batch_id,
        batch=one.batch.name_zh,
        batch_number=one.batch.number,
        region=region,
        figure=figure_name(one.code),
        unit=_unit_text(one.unit),
        measured=amount_text(one.measured_value, one.unit),
        proposed=amount_text(Decimal(one.proposed_value), one.unit),
        reasons=one.opinion.text,
        objected_by=one.opinion.given_by.organisation.name_zh,
        light=dispute_light(one),
        open=one.state == Dispute.State.OPEN,
        upheld=gettext(UPHELD[Dispute.Upheld(one.upheld)]) if one.upheld else "",
        document_number=one.document_number,
        decision_reasons=one.decision_reasons,
        decided_by=decided_by.display_name if decided_by else "",
        decided_at=one.decided_at,
    )


def _unit_text(unit: str) -> str:
    return "%" if parse_unit(unit) is Unit.PERCENT else gettext("100 million yuan")
