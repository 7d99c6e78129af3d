"""What a reviewer wrote on a page, read into questions and adopted values."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from assessment.catalogue.queries import working_calendar
from assessment.filing.adoption_actions import Adoption
from assessment.filing.errors.review import DueDayUnreadable
from assessment.filing.models import Cell
from assessment.filing.query_actions import Question
from assessment.methodology.text_numbers import read_number
from assessment.methodology.working_days import CalendarUnknown, add_working_days

DAYS_TO_ANSWER = 3
QUESTION, BASIS, RULE = "question.", "basis.", "rule."


def due_day(at: datetime) -> date:
    """The day offered for an answer, in working days; the reviewer may choose another.

    Where the calendar of the year is not on file it is counted in plain days.
    """
    today = timezone.localtime(at).date()
    try:
        return add_working_days(working_calendar(), today, DAYS_TO_ANSWER)
    except CalendarUnknown:
        return today + timedelta(days=DAYS_TO_ANSWER)


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DueDayUnreadable(received=text) from None


def questions_in(sent: Mapping[str, str]) -> list[Question]:
    """The questions that were written, each with its basis and the rule it comes from; one due date for all."""
    written = {name.removeprefix(QUESTION): str(sent[name]).strip() for name in sent if name.startswith(QUESTION)}
    said = {item: text for item, text in written.items() if text}
    if not said:
        return []
    due_on = read_day(str(sent.get("due_on", "")))
    return [
        Question(
            item=item,
            basis=str(sent.get(f"{BASIS}{item}", Cell.Basis.CURRENT)),
            text=text,
            due_on=due_on,
            rule=str(sent.get(f"{RULE}{item}", "")),
        )
        for item, text in said.items()
    ]


def answers_in(sent: Mapping[str, str]) -> dict[int, str]:
    """Answers by the id of their thread; fields that were left blank are not answers."""
    named = {name.removeprefix("answer."): str(sent[name]).strip() for name in sent if name.startswith("answer.")}
    return {int(key): text for key, text in named.items() if key.isdecimal() and text}


def adoption_in(sent: Mapping[str, str]) -> Adoption:
    """A proposed 考核采用值; raises what `read_number` raises where the value is no number."""
    condition = str(sent.get("condition", Cell.Condition.VALUE))
    typed = str(sent.get("value", "")).strip()
    value: Decimal | None = read_number(typed).value if typed else None
    return Adoption(
        item=str(sent.get("item", "")),
        basis=str(sent.get("basis", Cell.Basis.CURRENT)),
        condition=condition,
        value=value,
        reason=str(sent.get("reason", "")),
        document=str(sent.get("document", "")),
    )
