"""What waits in the scoring for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from assessment.scoring.queries import runs_visible_to
from assessment.scoring.wording import light_of

State = Run.State


def runs_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Computed ones for who confirms, confirmed ones for who approves, approved ones for who issues."""
    wanted = {
        State.COMPUTED: (Action.RUN_CONFIRM, gettext("Confirm")),
        State.CONFIRMED: (Action.RUN_APPROVE, gettext("Approve")),
        State.APPROVED: (Action.RUN_ISSUE, gettext("Issue")),
    }
    mine = {state: verb for state, (action, verb) in wanted.items() if action in allowed}
    if not mine:
        return []
    waiting = runs_visible_to(user, at=at).filter(state__in=list(mine)).order_by("started_at")
    return [_todo(run, mine[State(run.state)]) for run in waiting]


def _todo(run: Run, verb: str) -> ToDo:
    return ToDo(
        what=gettext("Official run"),
        about=named(run.scheme_version, "title"),
        period=run.period,
        light=light_of(run),
        since=run.approved_at or run.confirmed_at or run.computed_at,
        address=reverse("scoring:run", args=[run.pk]),
        verb=verb,
    )
