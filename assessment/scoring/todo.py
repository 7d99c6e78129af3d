"""What waits in the scoring for whoever asks."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from assessment.display.formats import moment
from assessment.display.templatetags.figures import named
from assessment.display.todo import ToDo
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.feedback_queries import feedback_visible_to, objections_visible_to
from assessment.scoring.feedback_view import feedback_light, names_of, objection_light
from assessment.scoring.models import CityFeedback, Objection, Run
from assessment.scoring.queries import runs_visible_to
from assessment.scoring.wording import kind_name, light_of

State = Run.State


def runs_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Computed ones for who confirms, confirmed ones for who sends them, checked ones for who approves, …"""
    wanted = {
        State.COMPUTED: (Action.RUN_CONFIRM, gettext("Confirm")),
        State.CONFIRMED: (Action.FEEDBACK_SEND, gettext("Send for checking")),
        State.FEEDBACK: (Action.RUN_APPROVE, gettext("Approve")),
        State.APPROVED: (Action.RUN_ISSUE, gettext("Issue")),
    }
    mine = {state: verb for state, (action, verb) in wanted.items() if action in allowed}
    if not mine:
        return []
    official = runs_visible_to(user, at=at).filter(purpose=Run.Purpose.OFFICIAL, state__in=list(mine))
    waiting = official.order_by("started_at")
    return [_todo(run, mine[State(run.state)]) for run in waiting]


def feedback_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """The figures of the own unit that are to be checked, while the window is open."""
    if Action.FEEDBACK_ANSWER not in allowed:
        return []
    waiting = feedback_visible_to(user, at=at).filter(
        state=CityFeedback.State.AWAITING, run__state=State.FEEDBACK, run__feedback_until__gte=at
    )
    return [
        ToDo(
            what=gettext("Data check"),
            about=gettext("{kind}, to be answered until {until}").format(
                kind=kind_name(row.run.scheme_version.kind), until=moment(row.run.feedback_until)
            ),
            period=row.run.period,
            light=feedback_light(row),
            since=row.run.feedback_sent_at,
            address=reverse("scoring:feedback", args=[row.pk]),
            verb=gettext("Check the figures"),
        )
        for row in waiting
    ]


def objections_waiting(user: User, allowed: frozenset[Action], *, at: datetime) -> list[ToDo]:
    """Received ones for who decides, decided ones for who confirms."""
    wanted = {
        Objection.State.RECEIVED: (Action.OBJECTION_DECIDE, gettext("Decide on the objection")),
        Objection.State.DECIDED: (Action.OBJECTION_CONFIRM, gettext("Confirm the decision")),
    }
    mine = {state: verb for state, (action, verb) in wanted.items() if action in allowed}
    if not mine:
        return []
    waiting = list(objections_visible_to(user, at=at).filter(state__in=list(mine)).order_by("raised_at"))
    names = names_of(one.feedback for one in waiting)
    return [
        ToDo(
            what=gettext("Objection"),
            about=f"{one.number} {names.get(one.feedback.unit, one.feedback.unit)}",
            period=one.feedback.run.period,
            light=objection_light(one),
            since=one.decided_at or one.raised_at,
            address=reverse("scoring:objection", args=[one.pk]),
            verb=mine[Objection.State(one.state)],
        )
        for one in waiting
    ]


def _todo(run: Run, verb: str) -> ToDo:
    return ToDo(
        what=gettext("Official run"),
        about=named(run.scheme_version, "title"),
        period=run.period,
        light=light_of(run),
        since=run.approved_at or run.feedback_sent_at or run.confirmed_at or run.computed_at,
        address=reverse("scoring:run", args=[run.pk]),
        verb=verb,
    )
