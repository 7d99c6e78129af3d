"""A waiting delivery turned into words and handed to its sender."""

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext

from assessment.display.site import site_name
from assessment.messages.errors import SenderUnknown
from assessment.messages.models import Delivery, Notice
from assessment.messages.queries import notices_of
from assessment.messages.senders import Outgoing
from assessment.messages.wording import rendered, topic_of
from assessment.people.models import User

LINES_OF_A_DIGEST = 20


def send(delivery: Delivery) -> None:
    """Hand the message to its sender in the language of the site; raises whatever the sender raises."""
    senders = settings.MESSAGE_SENDERS
    if delivery.sender not in senders:
        raise SenderUnknown(name=delivery.sender, expected=", ".join(senders))
    with translation.override(settings.LANGUAGE_CODE):
        message = _digest(delivery) if delivery.notice is None else _letter(delivery.notice, delivery.to)
    if message.body:
        import_string(senders[delivery.sender])(message)


def _letter(notice: Notice, to: User) -> Outgoing:
    subject = f"{site_name()} · {topic_of(notice)}"
    way_on = gettext("Sign in to the system to deal with it. Do not answer this letter.")
    return Outgoing(to.username, to.email, subject, f"{rendered(notice)}\n\n{way_on}")


def _digest(delivery: Delivery) -> Outgoing:
    """What is still unread when the letter leaves; without a body where everything was read meanwhile."""
    unread = list(notices_of(delivery.to).filter(read_at__isnull=True))
    heading = ngettext("{count} unread message", "{count} unread messages", len(unread)).format(count=len(unread))
    lines = [f"{number}. {rendered(notice)}" for number, notice in enumerate(unread[:LINES_OF_A_DIGEST], 1)]
    body = "\n".join([heading, "", *lines]) if unread else ""
    return Outgoing(delivery.to.username, delivery.to.email, f"{site_name()} · {heading}", body)
