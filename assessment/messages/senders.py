"""Ways out of the house. Each takes one message; whatever it raises is kept, and the message is tried again."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage


@dataclass(frozen=True)
class Outgoing:
    """One message in words; `address` is the e-mail address, empty where none is known."""

    username: str
    address: str
    subject: str
    body: str


def send_email(message: Outgoing) -> None:
    """By Django's mail backend. A subject is one line, whatever the facts hold."""
    subject = " ".join(message.subject.split())
    EmailMessage(subject=subject, body=message.body, to=[message.address]).send(fail_silently=False)


def append_to_log(message: Outgoing) -> None:
    """One line of JSON in MESSAGE_LOG: the pattern for a sender of text messages or of an enterprise chat.

    JSON escapes line breaks, so no fact can begin a line of its own.
    """
    path = Path(settings.MESSAGE_LOG)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(json.dumps(asdict(message), ensure_ascii=True, sort_keys=True) + "\n")
