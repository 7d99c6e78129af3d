"""Reads of the scoring stage: which runs, scores and places a person may see."""

from datetime import datetime

from django.db.models import Q, QuerySet

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.run_document import INDICATORS, Document, evaluation_of, thaw
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, insider_subjects, may, regions_open_to, require
from assessment.scoring.errors.runs import NotComputed
from assessment.scoring.models import CurrentRun, Placing, Run, Score

_PEOPLE = ("started_by", "confirmed_by", "feedback_sent_by", "approved_by", "issued_by", "cancelled_by")
WITHOUT_SCORES = (Run.State.REQUESTED, Run.State.CANCELLED)


def runs_visible_to(user: User, *, at: datetime) -> QuerySet[Run]:
    """Runs with their states and inputs, without a score: for the bureau and the commission; trials for the latter."""
    allowed = _allowed(user, Action.RUN_VIEW, at=at)
    runs = Run.objects.select_related("scheme_version", "job", "batch", *_PEOPLE).defer("document").order_by("-pk")
    return runs if Action.RUN_TRY_VIEW in allowed else runs.filter(purpose=Run.Purpose.OFFICIAL)


def runs_with_scores_open_to(user: User, *, at: datetime) -> QuerySet[Run]:
    """The runs whose scores `user` may read: issued ones, and unissued ones of the 知悉人员名单 the user stands on.

    A city never reads an unissued run, whatever list it stands on: minima and maxima would give the others away.
    """
    allowed = _allowed(user, Action.SCORE_VIEW, at=at)
    issued = Q(state=Run.State.ISSUED)
    if Action.RUN_VIEW in allowed:
        issued |= Q(period__in=insider_subjects(user, at=at).values("subject"))
    runs = Run.objects.filter(issued).exclude(state__in=WITHOUT_SCORES)
    if Action.RUN_TRY_VIEW not in allowed:
        runs = runs.filter(purpose=Run.Purpose.OFFICIAL)
    return runs.select_related("scheme_version", "issued_by").defer("document").order_by("-pk")


def _allowed(user: User, action: Action, *, at: datetime) -> frozenset[Action]:
    """All that `user` may do, once it may do `action`: by one question."""
    allowed = actions_open_to(user, at=at)
    if action not in allowed:
        raise PermissionRefused(action=action.value)
    return allowed


def placings_visible_to(user: User, *, at: datetime) -> QuerySet[Placing]:
    """Totals and places of all units of the runs whose scores are open to `user`."""
    return Placing.objects.filter(run__in=runs_with_scores_open_to(user, at=at).values("pk"))


def scores_visible_to(user: User, *, at: datetime) -> QuerySet[Score]:
    """Every node of the tree; a city sees those of its own unit only."""
    scores = Score.objects.filter(run__in=runs_with_scores_open_to(user, at=at).values("pk"))
    if may(user, Action.RUN_VIEW, at=at):
        return scores
    own = regions_open_to(user, Action.SCORE_VIEW, at=at)
    return scores.filter(unit__in=own.values("code"))


def run_seen(run_id: int, *, by: User, at: datetime) -> Run:
    """One run without scores; `NotFound` where there is none for this reader."""
    run = runs_visible_to(by, at=at).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def run_with_scores_seen(run_id: int, *, by: User, at: datetime) -> Run:
    """One run whose scores `by` may read; an unissued one is not found, exactly as one that does not exist."""
    run = runs_with_scores_open_to(by, at=at).filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def may_explain(user: User, unit: str, *, at: datetime) -> bool:
    """Whether `user` may see how a unit's score came about: any unit for the province, a city its own."""
    require(user, Action.SCORE_VIEW, at=at)
    if may(user, Action.RUN_VIEW, at=at):
        return True
    return regions_open_to(user, Action.SCORE_VIEW, at=at).filter(code=unit).exists()


def current_run(period: str, kind: str) -> Run | None:
    """The run that counts for a period: the last computed one, or the issued one once there is one."""
    current = CurrentRun.objects.select_related("run__scheme_version").filter(period=period, kind=kind).first()
    return current.run if current else None


def ranking_rows(run: Run) -> QuerySet[Placing]:
    """The places of a run by group and rank; units without a place last."""
    return Placing.objects.filter(run=run).order_by("group", "rank", "unit")


def indicators_of(run: Run) -> Document:
    """The figures of the units as the run's second-last step gave them; `NotComputed` before that."""
    text = run.step_results.filter(name=INDICATORS).values_list("document", flat=True).first()
    if text is None:
        raise NotComputed(state=run.state)
    return thaw(text)


def document_of(run: Run) -> Document:
    """The frozen document of a run."""
    return thaw(Run.objects.values_list("document", flat=True).get(pk=run.pk))


def evaluation_of_run(run: Run) -> Evaluation:
    """The evaluation behind a computed run, computed again from its document."""
    if run.state in WITHOUT_SCORES:
        raise NotComputed(state=run.state)
    return evaluation_of(document_of(run))
