"""What the life of a result tells people: figures to check, objections to decide, decisions, the issue."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.queries import people_in_role, people_of
from assessment.people.roles import Role
from assessment.scoring.models import CityFeedback, Objection, PlannedIssue, Run
from assessment.territory.models import Region

CITY_ROLES = (Role.FILLER, Role.STATISTICS_HEAD, Role.UNIT_HEAD, Role.GOVERNMENT_SIGNER)

SENT = N_("{period}: check the figures of your city and return the stamped confirmation form until {until}.")
OBJECTED = N_("{unit} objects to a figure of {period}: {number}. Decide on the evidence alone.")
TO_CONFIRM = N_("The decision on objection {number} of {unit}, {period}, waits to be confirmed by a second person.")
ACCEPTED = N_("{period}: objection {number} is accepted. The figure is corrected by its owner. Reasons: {reasons}")
REJECTED = N_("{period}: objection {number} is not accepted. Reasons: {reasons}")
SENT_BACK = N_("The decision on objection {number} of {unit}, {period}, was sent back: {reasons}")
ISSUED = N_("{period}: the results of the assessment are issued under {number}.")
PLAN_FAILED = N_("{period}: the issue planned under {number} was not carried out, nothing is issued. The run says why.")
CORRECTED = N_("{period}: a notice of correction {number} is issued; the corrected results take its place.")


def tell_sent(rows: Iterable[CityFeedback], run: Run, *, at: datetime) -> None:
    """The officers of each unit whose answer is awaited."""
    regions = _regions(row.unit for row in rows)
    facts = {"period": run.period, "until": run.feedback_until.isoformat() if run.feedback_until else ""}
    for row in rows:
        if row.unit in regions:
            to = people_of(regions[row.unit], Role.FILLER, at=at)
            link = reverse("scoring:feedback", args=[row.pk])
            notify(to, topic="feedback", text=SENT, facts=facts, link=link, at=at)


def tell_raised(objection: Objection, *, at: datetime) -> None:
    _tell(people_in_role(Role.COMMISSION_OFFICER, at=at), objection, OBJECTED, at=at)


def tell_decided(objection: Objection, *, at: datetime) -> None:
    """Not the unit: it hears of a decision once that stands."""
    _tell(people_in_role(Role.COMMISSION_APPROVER, at=at), objection, TO_CONFIRM, at=at)


def tell_sent_back(objection: Objection, reasons: str, *, at: datetime) -> None:
    _tell(people_in_role(Role.COMMISSION_OFFICER, at=at), objection, SENT_BACK, {"reasons": reasons}, at=at)


def tell_confirmed(objection: Objection, *, at: datetime) -> None:
    region = _regions([objection.feedback.unit]).get(objection.feedback.unit)
    told = [objection.raised_by, *(people_of(region, Role.FILLER, at=at) if region else ())]
    text = ACCEPTED if objection.outcome == Objection.Outcome.ACCEPTED else REJECTED
    _tell(told, objection, text, {"reasons": objection.decision_reasons}, at=at)


def tell_issued(run: Run, *, corrected: str = "", at: datetime) -> None:
    """Everybody of every unit of the result: who fills and who signs."""
    link = reverse("scoring:ranking", args=[run.pk])
    facts = {"period": run.period, "number": corrected or run.issue_number}
    text = CORRECTED if corrected else ISSUED
    units = run.placings.values_list("unit", flat=True)
    for region in _regions(units).values():
        notify(people_of(region, *CITY_ROLES, at=at), topic="result", text=text, facts=facts, link=link, at=at)


def tell_plan_failed(plan: PlannedIssue, *, at: datetime) -> None:
    """Those of the commission who can put it right."""
    facts = {"period": plan.run.period, "number": plan.issue_number}
    to = people_in_role(Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, at=at)
    link = reverse("scoring:run", args=[plan.run_id])
    notify(to, topic="result", text=PLAN_FAILED, facts=facts, link=link, at=at)


def _tell(
    to: Iterable[User], objection: Objection, text: str, facts: Mapping[str, str] | None = None, *, at: datetime
) -> None:
    region = _regions([objection.feedback.unit]).get(objection.feedback.unit)
    about = {
        "number": objection.number,
        "period": objection.feedback.run.period,
        "unit_zh": region.short_name_zh if region else objection.feedback.unit,
        "unit_en": region.short_name_en if region else objection.feedback.unit,
    }
    link = reverse("scoring:objection", args=[objection.pk])
    notify(to, topic="objection", text=text, facts={**about, **(facts or {})}, link=link, at=at)


def _regions(codes: Iterable[str]) -> dict[str, Region]:
    return {region.code: region for region in Region.objects.filter(code__in=list(codes), valid_until__isnull=True)}
