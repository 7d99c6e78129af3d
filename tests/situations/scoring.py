"""Situations of the scoring: accepted returns of a quarter, runs of both kinds in every state."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessment.catalogue.models import SchemeVersion
from assessment.filing.models import Cell, Return, Version
from assessment.people.insider_actions import add_insider
from assessment.people.models import InsiderEntry, User
from assessment.people.roles import Role
from assessment.scoring.actions import (
    DecisionOnFigures,
    IssuePlan,
    add_issue_scan,
    agree_with_form,
    approve_run,
    cancel_run,
    confirm_decision,
    confirm_run,
    decide_objection,
    decide_unchecked,
    issue_run,
    plan_issue,
    raise_objection,
    send_feedback,
    start_run,
    start_trial,
    withdraw_objection,
)
from assessment.scoring.feedback_actions import Scan
from assessment.scoring.models import CityFeedback, Objection, PlannedIssue, Run
from assessment.scoring.objection_actions import Claim
from assessment.scoring.publication_view import pattern_now, undecided_figures
from assessment.territory.models import ReportingUnit
from tests.situations.catalogue import (
    a_commission_officer,
    a_frozen_scheme,
    an_account,
    an_open_collection,
    the_calendar,
)
from tests.situations.files import PDF
from tests.situations.kept_rows import kept
from tests.situations.measurement import a_confirmed_batch, an_official, moment, the_confirmer, work_off

FIRST_QUARTER = "2021c03"
GUIAN = "52GA00"
SCORED = moment("2021-04-20 09:00")
CONFIRMED, APPROVED, ISSUED = moment("2021-04-21 09:00"), moment("2021-04-22 09:00"), moment("2021-04-23 09:00")
RELEASED = moment("2021-04-26 08:30")
# A Wednesday; the Sunday after it is worked (调休), so that the fifth working day is Tuesday the 27th.
SENT, ANSWERED = moment("2021-04-21 10:00"), moment("2021-04-21 15:00")
YEAR_SCORED = moment("2022-03-01 09:00")
# Current and same period last year, 万元; 贵阳市 and 贵安新区 together 500 000 against 400 000.
FIRST_QUARTER_FIGURES: dict[str, tuple[int, int]] = {
    "520100": (400_000, 320_000),
    "520200": (2_000, 1_600),
    "520300": (9_000, 6_000),
    "520400": (1_500, 1_200),
    "520500": (1_000, 1_000),
    "520600": (1_200, 1_100),
    "522300": (900, 1_000),
    "522600": (1_100, 800),
    "522700": (1_300, 1_000),
    GUIAN: (100_000, 80_000),
}


def the_officer() -> User:
    return a_commission_officer()


def the_approver() -> User:
    return an_official("approver", Role.COMMISSION_APPROVER, "520000-reform")


def on_the_insider_list(user: User, subject: str = FIRST_QUARTER) -> User:
    """`user`, put on the 知悉人员名单 of the period by the approver."""
    if not InsiderEntry.objects.filter(user=user, subject=subject).exists():
        add_insider(subject, user.username, "承办", by=the_approver(), at=moment("2021-01-20 09:00"))
    return user


def the_frozen_scheme(kind: str = "quarterly") -> SchemeVersion:
    frozen = SchemeVersion.objects.filter(kind=kind, frozen_at__isnull=False).first()
    return frozen or a_frozen_scheme(kind)


def a_draft_of_the_quarterly_scheme() -> SchemeVersion:
    """The next number of the frozen quarterly scheme, not frozen itself."""
    frozen = the_frozen_scheme()
    found = SchemeVersion.objects.filter(code=frozen.code, frozen_at__isnull=True).first()
    if found is not None:
        return found
    frozen.pk, frozen.number, frozen.frozen_at, frozen.frozen_by = None, frozen.number + 1, None, ""
    frozen._state.adding = True
    frozen.save()
    return frozen


def an_accepted_return(code: str, current: int, base: int, *, late: bool = False) -> Version:
    """A version in force with the pair of software revenue.

    Written as rows: the way there through fillers and signers is the filing stage's own business.
    """
    collection = an_open_collection("SW-Q", FIRST_QUARTER)
    unit = ReportingUnit.objects.get(code=code)
    filed, _ = Return.objects.get_or_create(
        collection=collection, reporting_unit=unit, defaults={"created_at": collection.opens_at}
    )
    filler = an_account("filler-of-all", Role.FILLER, "520200")
    version = Version.objects.create(
        return_filed=filed,
        number=filed.versions.count() + 1,
        state=Version.State.ACCEPTED,
        filler=filler,
        created_at=collection.opens_at,
        submitted_at=collection.opens_at,
        late=late,
        digest="0" * 64,
    )
    pair = {"current": current, "same_period_last_year": base}
    Cell.objects.bulk_create(
        Cell(
            version=version,
            item="software_revenue",
            basis=basis,
            condition="value",
            value=Decimal(value),
            changed_by=filler.username,
            changed_at=collection.opens_at,
        )
        for basis, value in pair.items()
    )
    filed.in_force = version
    filed.save(update_fields=["in_force"])
    return version


@kept
def the_returns_of_the_first_quarter(
    figures: Mapping[str, tuple[int, int]] | None = None, *, late: tuple[str, ...] = ()
) -> None:
    for code, (current, base) in (FIRST_QUARTER_FIGURES if figures is None else figures).items():
        an_accepted_return(code, current, base, late=code in late)


@kept
def a_requested_run() -> Run:
    """A quarterly run on the figures above, its job not yet worked off."""
    the_frozen_scheme()
    if not Return.objects.exists():
        the_returns_of_the_first_quarter()
    return start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SCORED)


@kept
def a_computed_run() -> Run:
    run = a_requested_run()
    work_off(run.job)
    return Run.objects.get(pk=run.pk)


@kept
def a_confirmed_run() -> Run:
    return confirm_run(a_computed_run().pk, by=the_confirmer(), at=CONFIRMED)


@kept
def a_run_in_feedback() -> Run:
    """Sent to all units, none of which has answered."""
    the_calendar()
    return send_feedback(a_confirmed_run().pk, by=the_officer(), at=SENT)


def the_filler(unit: str) -> User:
    """The officer of one unit, in an account of its own."""
    found = User.objects.filter(grants__role=Role.FILLER, grants__region__code=unit, username__startswith="filler")
    return found.exclude(username="filler-of-all").first() or an_account(f"filler-{unit}", Role.FILLER, unit)


def the_scan(row: CityFeedback) -> Scan:
    return Scan("数据核对确认表.pdf", PDF, row.digest)


def agreed(row: CityFeedback) -> CityFeedback:
    return agree_with_form(row.pk, the_scan(row), by=the_filler(row.unit), at=ANSWERED)


def agreed_by_all(run: Run, *, but: tuple[str, ...] = ()) -> Run:
    """Each unit agrees in an account of its own."""
    for row in run.feedback.filter(state=CityFeedback.State.AWAITING).exclude(unit__in=but):
        agreed(row)
    return Run.objects.get(pk=run.pk)


@kept
def a_checked_run() -> Run:
    """Every unit has agreed."""
    return agreed_by_all(a_run_in_feedback())


def feedback_row(run: Run, unit: str = "520300") -> CityFeedback:
    return run.feedback.get(unit=unit)


@kept
def an_objection(row: CityFeedback | None = None, *, claimed: int = 9_500) -> Objection:
    """遵义市 holds 9 500 万元 to be right where 9 000 were used."""
    contested = row or feedback_row(a_run_in_feedback())
    claim = Claim("software_revenue", Decimal(claimed), "一户企业三月收入漏报，见附件。", (("利润表.pdf", PDF),))
    return raise_objection(contested.pk, claim, by=the_filler(contested.unit), at=ANSWERED)


@kept
def a_decided_objection(outcome: str = "rejected", objection: Objection | None = None) -> Objection:
    raised = objection or an_objection()
    return decide_objection(raised.pk, outcome, "依据所附资料逐户核对。", by=the_officer(), at=ANSWERED)


@kept
def a_confirmed_objection(outcome: str = "rejected", objection: Objection | None = None) -> Objection:
    return confirm_decision(a_decided_objection(outcome, objection).pk, by=the_approver(), at=ANSWERED)


@kept
def a_withdrawn_objection() -> Objection:
    raised = an_objection()
    return withdraw_objection(raised.pk, by=the_filler(raised.feedback.unit), at=ANSWERED)


@kept
def an_approved_run() -> Run:
    """With the scan of the issued document already beside it."""
    approved = approve_run(a_checked_run().pk, by=the_approver(), at=APPROVED)
    publish_unchecked(approved, at=APPROVED)
    return add_issue_scan(approved.pk, "印发件.pdf", PDF, by=the_officer(), at=APPROVED)


def publish_unchecked(run: Run, *, at: datetime) -> None:
    """The officer answers for the figures whose contributors are not at hand: they go out."""
    figures = frozenset(undecided_figures(run, pattern_now(run)))
    if figures:
        decision = DecisionOnFigures(figures, "publish", "各市（州）单位数均在十家以上")
        decide_unchecked(run.pk, decision, by=the_officer(), at=at)


def a_planned_issue(run: Run) -> PlannedIssue:
    """To go out on the Monday after the Friday of the plan."""
    planned = IssuePlan("黔发改数字〔2021〕1号", "closed", RELEASED)
    return plan_issue(run.pk, planned, by=the_officer(), at=ISSUED)


@kept
def an_issued_run() -> Run:
    return issue_run(an_approved_run().pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=ISSUED)


@kept
def a_replaced_run() -> Run:
    """Its figures changed, and a later version was sent to the cities."""
    first = agreed_by_all(a_run_in_feedback())
    an_accepted_return("520300", 9_400, 6_000)
    later = confirm_run(computed(start_run(FIRST_QUARTER, "quarterly", by=the_officer(), at=SENT)).pk, **by_bureau())
    send_feedback(later.pk, by=the_officer(), at=ANSWERED)
    return Run.objects.get(pk=first.pk)


def by_bureau() -> dict[str, Any]:
    return {"by": the_confirmer(), "at": ANSWERED}


def computed(run: Run) -> Run:
    work_off(run.job)
    return Run.objects.get(pk=run.pk)


@kept
def a_cancelled_run() -> Run:
    return cancel_run(a_computed_run().pk, "数据有误", by=the_officer(), at=ISSUED)


@kept
def a_requested_trial() -> Run:
    """试算 on the same figures."""
    the_frozen_scheme()
    if not Return.objects.exists():
        the_returns_of_the_first_quarter()
    return start_trial(FIRST_QUARTER, "quarterly", by=the_officer(), at=SCORED)


@kept
def a_trial() -> Run:
    return computed(a_requested_trial())


@kept
def a_requested_annual_run() -> Run:
    """The year 2021 on the confirmed measurements of tests.situations.measurement."""
    the_frozen_scheme("annual")
    for year in ("2020", "2021"):
        a_confirmed_batch(year)
    return start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)


@kept
def a_computed_annual_run() -> Run:
    run = a_requested_annual_run()
    work_off(run.job)
    return Run.objects.get(pk=run.pk)


IN_STATE: dict[str, Callable[[], Run]] = {
    Run.State.REQUESTED: a_requested_run,
    Run.State.COMPUTED: a_computed_run,
    Run.State.CONFIRMED: a_confirmed_run,
    Run.State.FEEDBACK: a_checked_run,
    Run.State.APPROVED: an_approved_run,
    Run.State.ISSUED: an_issued_run,
    Run.State.REPLACED: a_replaced_run,
    Run.State.CANCELLED: a_cancelled_run,
}
