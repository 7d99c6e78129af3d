"""The life of a result beside its figures: state of the check city by city, versions, notice of correction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessment.display.templatetags.components import Light
from assessment.display.wording import say_phrase
from assessment.filing.told_again import phrase_of
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.feedback_queries import issued_run_of
from assessment.scoring.feedback_view import feedback_light, item_name, names_of, objection_light
from assessment.scoring.models import CityFeedback, CorrectionNotice, Objection, PlannedIssue, Run
from assessment.scoring.planned_issues import last_plan
from assessment.scoring.queries import runs_with_scores_open_to


@dataclass(frozen=True)
class CheckLine:
    """One unit of the run: where its answer stands, and its objections."""

    row: CityFeedback
    name: str
    light: Light
    objections: tuple[tuple[Objection, str, Light], ...]


def result_words(run: Run, allowed: frozenset[Action], user: User) -> dict[str, Any]:
    """What the page of a run says of its check, its versions and its notice of correction."""
    notice = correction_notice_of(run)
    checks = check_lines(run) if Action.FEEDBACK_VIEW in allowed else []
    return {
        "versions": versions_of(run),
        "reads_files": Action.RESULT_FILE_READ in allowed,
        "checks": checks,
        "answered": sum(line.row.answered_at is not None for line in checks),
        "notice": notice,
        "plan": _plan_shown(run) if Action.ISSUE_PLAN_VIEW in allowed else None,
        "may_withdraw_plan": Action.ISSUE_PLAN_WITHDRAW in allowed,
        "may_propose_notice": Action.CORRECTION_NOTICE_PROPOSE in allowed and _needs_notice(run, notice),
        "may_confirm_notice": notice is not None
        and notice.confirmed_at is None
        and notice.correcting_id == run.pk
        and notice.proposed_by_id != user.pk
        and Action.CORRECTION_NOTICE_CONFIRM in allowed,
    }


@dataclass(frozen=True)
class PlanLine:
    """The plan of the issue beside an approved run: one that waits, or one that failed and why."""

    plan: PlannedIssue
    refusal: str


def _plan_shown(run: Run) -> PlanLine | None:
    plan = last_plan(run) if run.state == Run.State.APPROVED else None
    if plan is None or plan.state not in {PlannedIssue.State.WAITING, PlannedIssue.State.FAILED}:
        return None
    return PlanLine(plan, say_phrase(phrase_of(plan.failure)) if plan.failure else "")


def _needs_notice(run: Run, notice: CorrectionNotice | None) -> bool:
    return notice is None and run.state == Run.State.APPROVED and issued_run_of(run) is not None


def check_lines(run: Run) -> list[CheckLine]:
    """The units in the order of the run, with what they answered."""
    rows = list(run.feedback.select_related("answered_by", "stamped_form").order_by("unit"))
    raised: dict[int, list[Objection]] = {}
    for objection in Objection.objects.filter(feedback__in=rows).order_by("pk"):
        raised.setdefault(objection.feedback_id, []).append(objection)
    names = names_of(rows)
    return [
        CheckLine(
            row,
            names.get(row.unit, row.unit),
            feedback_light(row),
            tuple((one, item_name(one.item), objection_light(one)) for one in raised.get(row.pk, ())),
        )
        for row in rows
    ]


def versions_of(run: Run) -> list[Run]:
    """The version before and those after this one."""
    found = list(run.successors.exclude(state=Run.State.CANCELLED).defer("document").order_by("pk"))
    return ([run.replaces] if run.replaces is not None else []) + found


def correction_notice_of(run: Run) -> CorrectionNotice | None:
    """The notice by which this run corrects another, or by which another corrects it."""
    notices = CorrectionNotice.objects.select_related("proposed_by", "confirmed_by")
    return notices.filter(correcting=run).first() or notices.filter(corrected=run).first()


def comparable_runs(run: Run, *, by: User, at: datetime) -> list[Run]:
    """The other runs of the same period and kind whose scores `by` may read, newest first."""
    runs = runs_with_scores_open_to(by, at=at).exclude(pk=run.pk)
    return list(runs.filter(period=run.period, scheme_version__kind=run.scheme_version.kind))
