"""核对 as the body that laid out the figures sees it: what each unit says of each of its items, over all periods."""

from collections.abc import Collection as Items
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessment.filing.laid_out_queries import newest_figures
from assessment.filing.models import FigureCheck, Version


class CheckState(StrEnum):
    """待核对, 核对无误, 有异议, 异议已答复."""

    WAITING = "waiting"
    AGREED = "agreed"
    DISPUTED = "disputed"
    ANSWERED = "answered"


@dataclass(frozen=True)
class CheckKey:
    period: str
    unit: str
    item: str


@dataclass(frozen=True)
class UnitCheck:
    """`check` is what the unit said last; None while it has said nothing of the figure that stands now."""

    state: CheckState
    check: FigureCheck | None = None


def check_states(form: str, items: Items[str]) -> dict[CheckKey, UnitCheck]:
    """Every figure that is laid out, with its check; three questions, however many periods and units there are."""
    laid = newest_figures().filter(collection__form_version__form__code=form, item__in=items)
    delivered: dict[CheckKey, datetime] = {}
    for figure in laid.select_related("collection", "reporting_unit"):
        key = CheckKey(figure.collection.period, figure.reporting_unit.code, figure.item)
        delivered[key] = max(figure.delivered_at, delivered.get(key, figure.delivered_at))
    said = {_key(check): check for check in _standing(form, items)}
    return {key: _state(said.get(key), at) for key, at in delivered.items()}


def _standing(form: str, items: Items[str]) -> list[FigureCheck]:
    newest = (
        Version.objects.filter(return_filed__collection__form_version__form__code=form)
        .order_by("return_filed_id", "-number")
        .distinct("return_filed_id")
        .values("pk")
    )
    checks = FigureCheck.objects.filter(version__in=newest, item__in=items, superseded_at__isnull=True)
    people = ("checked_by", "answered_by")
    return list(
        checks.select_related(
            "version__return_filed__collection", "version__return_filed__reporting_unit__region", *people
        ).order_by("version__return_filed__reporting_unit__region__position", "pk")
    )


def _key(check: FigureCheck) -> CheckKey:
    filed = check.version.return_filed
    return CheckKey(filed.collection.period, filed.reporting_unit.code, check.item)


def _state(check: FigureCheck | None, delivered_at: datetime) -> UnitCheck:
    """A figure that came after the check, into a return that was signed meanwhile, is to be checked again."""
    if check is None or check.checked_at < delivered_at:
        return UnitCheck(CheckState.WAITING)
    if check.verdict == FigureCheck.Verdict.AGREED:
        return UnitCheck(CheckState.AGREED, check)
    state = CheckState.DISPUTED if check.answered_at is None else CheckState.ANSWERED
    return UnitCheck(state, check)
