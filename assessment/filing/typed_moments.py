"""Moments and days as a form sends them: local time of the site, to the minute."""

from datetime import date, datetime, time

from django.utils import timezone

from assessment.methodology.errors import N_, AssessmentError


class NotAMoment(AssessmentError):
    code = "not_a_moment"
    message = N_("“{received}” is not a moment. Write it as {example}.")


def read_moment(text: str) -> datetime:
    """`2021-04-20T17:00` or `2021-04-20 17:00` in local time; a day alone means its end of work, 17:00."""
    plain = text.strip()
    try:
        read = datetime.fromisoformat(plain) if len(plain) > len("2021-04-20") else _end_of_work(plain)
    except ValueError:
        raise NotAMoment(received=text, example="2021-04-20 17:00") from None
    return read if timezone.is_aware(read) else timezone.make_aware(read)


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotAMoment(received=text, example="2021-04-20") from None


def _end_of_work(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(17))
