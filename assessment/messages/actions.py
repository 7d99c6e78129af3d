"""The only writers of notices and deliveries. A notice is written with the change that it tells of."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import SYSTEM_CHAIN, Fact, record
from assessment.messages.deliveries import send
from assessment.messages.models import Delivery, Notice
from assessment.messages.queries import notices_of
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=1)
AT_ONCE = 200


def notify(  # noqa: PLR0913 - whom, the sentence with its topic and facts, where it leads, when: none can be left out
    to: Iterable[User], *, topic: str, text: str, facts: Mapping[str, str], link: str, at: datetime
) -> int:
    """Put a notice into the inbox of each, and on the way by every sender, in the caller's transaction.

    Nothing is sent here: a mail server that is away never blocks what the notice tells of. Returns how many got one.
    """
    people = {user.pk: user for user in to}
    with transaction.atomic():
        notices = Notice.objects.bulk_create(
            Notice(to=user, topic=topic, text=text, facts=dict(facts), link=link, sent_at=at)
            for user in people.values()
        )
        Delivery.objects.bulk_create(
            Delivery(to=notice.to, notice=notice, sender=name, next_attempt_at=at)
            for notice in notices
            for name in _senders_for(notice.to)
        )
    return len(notices)


def mark_read(notice_id: int, *, by: User, at: datetime) -> Notice:
    """Note that `by` has opened the own notice; the first moment stays."""
    with transaction.atomic():
        notice = notices_of(by).select_for_update().filter(pk=notice_id).first()
        if notice is None:
            raise NotFound
        if notice.read_at is None:
            notice.read_at = at
            notice.save(update_fields=["read_at"])
            record(_read(notice.pk), by=by, at=at)
    return notice


def mark_all_read(last: int, *, by: User, at: datetime) -> int:
    """Note that `by` has seen the own notices up to number `last`; newer ones stay unread."""
    with transaction.atomic():
        unread = notices_of(by).filter(read_at__isnull=True, pk__lte=last)
        count = unread.update(read_at=at)
        record(_read(last, count=count), by=by, at=at)
    return count


def deliver(*, at: datetime) -> int:
    """Send what waits, each in a transaction of its own; another worker passes over a row that is held here."""
    sent = 0
    for _ in range(AT_ONCE):
        outcome = _deliver_one(at=at)
        if outcome is None:
            break
        sent += outcome
    return sent


def request_digests(*, at: datetime) -> int:
    """Once a day, one letter to each with unread notices and an address; asked again on the same day, nothing."""
    today = timezone.localtime(at).date()
    waiting = User.objects.filter(is_active=True, notices__read_at__isnull=True, notices__isnull=False)
    people = waiting.exclude(email="").exclude(deliveries__digest_of=today).distinct()
    letters = [Delivery(to=user, digest_of=today, sender="email", next_attempt_at=at) for user in people]
    return len(Delivery.objects.bulk_create(letters, ignore_conflicts=True))


def _senders_for(user: User) -> list[str]:
    """All senders; e-mail only where an address is known."""
    return [name for name in settings.MESSAGE_SENDERS if name != "email" or user.email]


def _deliver_one(*, at: datetime) -> bool | None:
    """Whether the next waiting message left; None where none waits."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("to", "notice")
        row = rows.filter(state=Delivery.State.WAITING, next_attempt_at__lte=at).order_by("next_attempt_at", "id")[:1]
        delivery = row.first()
        if delivery is None:
            return None
        delivery.attempts += 1
        try:
            send(delivery)
        except Exception as error:  # noqa: BLE001 - a sender is foreign code; whatever it raises is kept and tried again
            _postpone(delivery, error, at=at)
        else:
            delivery.state, delivery.sent_at, delivery.last_error = Delivery.State.SENT, at, ""
        delivery.save()
    return delivery.state == Delivery.State.SENT


def _postpone(delivery: Delivery, error: Exception, *, at: datetime) -> None:
    """Twice as long after each attempt, from one minute; after the last the row says that it failed, and why."""
    log.warning("message %s by %s not sent: %s", delivery.pk, delivery.sender, error)
    delivery.last_error = f"{type(error).__name__}: {error}"[:200]
    delivery.next_attempt_at = at + FIRST_PAUSE * 2 ** (delivery.attempts - 1)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.state = Delivery.State.FAILED


def _read(notice: int, **facts: object) -> Fact:
    return Fact(Action.NOTICE_READ.value, SYSTEM_CHAIN, "messages.notice", str(notice), facts=facts)
