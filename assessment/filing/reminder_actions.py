"""Writers of reminders: only to those who owe, at most one a day for a unit and collection, by button or by clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import SYSTEM, Actor, Fact, record
from assessment.catalogue.models import Collection
from assessment.display.formats import moment
from assessment.filing.errors.calendar import NothingOwed, RemindedToday
from assessment.filing.models import Reminder, Version
from assessment.filing.obligations import Due, register_of, register_seen
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.methodology.reminder_times import Level, level_at, reminder_due
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import people_of, require
from assessment.people.roles import Role
from assessment.territory.models import ReportingUnit

BEFORE = N_("{unit}: {form} ({period}) is not submitted yet (state: {state}). It is on time until {until}.")
AFTER = N_(
    "{unit}: {form} ({period}) is overdue (state: {state}). It was due on {until}; after {locks} nothing is taken."
)
UNANSWERED = N_("{unit}: queries about {form} ({period}) wait for the answer of the unit.")
TO_SIGN = (Role.STATISTICS_HEAD, Role.UNIT_HEAD, Role.GOVERNMENT_SIGNER)


@dataclass(frozen=True)
class Reminded:
    """What a press of the button did: whom it reached, and who had been reminded today already."""

    sent: tuple[Reminder, ...]
    already_today: tuple[Due, ...]


def remind_unit(collection_id: int, unit: str, *, by: User, at: datetime) -> Reminder:
    """Remind one unit; refused where it owes nothing, or was reminded today already."""
    with transaction.atomic():
        lines = _lines(collection_id, by=by, at=at)
        due = next((line for line in lines if line.obligation.reporting_unit.code == unit), None)
        if due is None:
            raise NotFound
        if not due.owing:
            raise NothingOwed(unit=due.obligation.reporting_unit.name_zh)
        reminder = _remind(due, by=by, at=at)
        if reminder is None:
            earlier = _today(due, at=at)
            raise RemindedToday(unit=due.obligation.reporting_unit.name_zh, moment=moment(earlier.sent_at))
    return reminder


def remind_all(collection_id: int, *, by: User, at: datetime) -> Reminded:
    """Remind every unit that owes; those reminded today are passed over and named."""
    with transaction.atomic():
        sent, already = [], []
        for due in _lines(collection_id, by=by, at=at):
            if not due.owing:
                continue
            reminder = _remind(due, by=by, at=at)
            if reminder is None:
                already.append(due)
            else:
                sent.append(reminder)
    return Reminded(tuple(sent), tuple(already))


def remind_by_clock(*, at: datetime) -> int:
    """What the clock does every few minutes: at 3 days, 1 day, 4 hours and 1 hour before, then each morning of delay.

    It stops by itself once the return is submitted, waived or locked. Run twice at one moment it does nothing more.
    """
    running = Collection.objects.filter(opened_at__isnull=False, opens_at__lte=at).select_related("form_version__form")
    lines = [due for due in register_of(running, at=at) if due.owing and due.deadlines.locks_at >= at]
    earlier = _moments(lines)
    sent = 0
    for due in lines:
        deadline, now = timezone.localtime(due.deadlines.on_time_until), timezone.localtime(at)
        if _by_city(due) and reminder_due(deadline, earlier.get(_key(due), []), now):
            with transaction.atomic():
                sent += _remind(due, by=SYSTEM, at=at) is not None
    return sent


def _lines(collection_id: int, *, by: User, at: datetime) -> list[Due]:
    require(by, Action.REMINDER_SEND, at=at)
    collections = Collection.objects.select_related("form_version__form").filter(opened_at__isnull=False)
    collection = collections.filter(pk=collection_id).first()
    if collection is None:
        raise NotFound
    return [due for due in register_seen(collection, by=by, at=at) if _by_city(due)]


def _by_city(due: Due) -> bool:
    """An enterprise has no account; its city asks it by a new link."""
    return due.obligation.reporting_unit.kind == ReportingUnit.Kind.REGION


def _remind(due: Due, *, by: Actor, at: datetime) -> Reminder | None:
    """Send one reminder; None where one went out today already, whoever sent it."""
    level = level_at(due.deadlines.on_time_until, at)
    reminder, made = Reminder.objects.get_or_create(
        collection=due.obligation.collection,
        reporting_unit=due.obligation.reporting_unit,
        day=timezone.localtime(at).date(),
        defaults={"level": level, "sent_at": at, "sent_by": by.username},
    )
    if not made:
        return None
    people = people_of(due.obligation.reporting_unit.region, *_roles(due, level), at=at)
    topic, text = ("escalation", AFTER) if level > Level.FILLER else ("reminder", BEFORE)
    if _unanswered(due):
        topic, text = "query", UNANSWERED
    reminder.reached = notify(people, topic=topic, text=text, facts=_facts(due), link=_link(due), at=at)
    reminder.save(update_fields=["reached"])
    record(_fact(reminder, due), by=by, at=at)
    return reminder


def _roles(due: Due, level: Level) -> list[Role]:
    """The filler, the signers where signatures are what is missing, and after the deadline who stands above."""
    roles = [Role.FILLER]
    if due.latest is not None and due.latest.state == Version.State.AWAITING_SIGNATURE:
        roles.extend(TO_SIGN)
    if level >= Level.STATISTICS_HEAD:
        roles.append(Role.STATISTICS_HEAD)
    if level >= Level.UNIT_HEAD:
        roles.append(Role.UNIT_HEAD)
    return roles


def _facts(due: Due) -> dict[str, str]:
    form = due.obligation.collection.form_version.form
    return {
        "unit": due.obligation.reporting_unit.name_zh,
        "form_zh": form.name_zh,
        "form_en": form.name_en,
        "period": due.obligation.collection.period,
        "state": due.state_words,
        "until": due.deadlines.on_time_until.isoformat(),
        "locks": due.deadlines.locks_at.isoformat(),
    }


def _link(due: Due) -> str:
    if due.filed is None:
        return "/"
    return f"/returns/{due.filed.pk}/queries/" if _unanswered(due) else f"/returns/{due.filed.pk}/"


def _unanswered(due: Due) -> bool:
    """核实未答: it is submitted, and the unit owes an answer."""
    return due.latest is not None and due.latest.state == Version.State.QUERYING


def _today(due: Due, *, at: datetime) -> Reminder:
    return Reminder.objects.get(
        collection=due.obligation.collection_id,
        reporting_unit=due.obligation.reporting_unit_id,
        day=timezone.localtime(at).date(),
    )


def _moments(lines: Iterable[Due]) -> dict[tuple[int, int], list[datetime]]:
    """The moments of earlier reminders, asked for once."""
    collections = {due.obligation.collection_id for due in lines}
    moments: dict[tuple[int, int], list[datetime]] = {}
    for one in Reminder.objects.filter(collection__in=collections):
        moments.setdefault((one.collection_id, one.reporting_unit_id), []).append(one.sent_at)
    return moments


def _key(due: Due) -> tuple[int, int]:
    return due.obligation.collection_id, due.obligation.reporting_unit_id


def _fact(reminder: Reminder, due: Due) -> Fact:
    return Fact(
        Action.REMINDER_SEND.value,
        due.obligation.reporting_unit.region.code,
        "filing.reminder",
        str(reminder.pk),
        facts={
            "form": due.obligation.collection.form_version.form.code,
            "period": due.obligation.collection.period,
            "reporting_unit": due.obligation.reporting_unit.code,
            "level": reminder.level,
            "reached": reminder.reached,
        },
    )
