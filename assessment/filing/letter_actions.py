"""Writers of letters of request: to the communications administration, which is asked and not reminded."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.display.formats import day
from assessment.filing.errors.calendar import (
    LetterAnswered,
    LetterAwaitsReply,
    LetterIncomplete,
    NotAskedByLetter,
    ReplyMissing,
)
from assessment.filing.models import Letter
from assessment.messages.actions import notify
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound, OrganisationUnknown
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Organisation

ASKED = N_("Letter of request {number}: data of {period}, reply wished by {until}.")
ANSWERED = N_("{organisation} has replied to the letter of request {number}.")


@dataclass(frozen=True)
class Request:
    """What a letter asks: `asked_for` one line for each table or figure, `contact` whom to call."""

    organisation: str
    period: str
    asked_for: str
    purpose: str
    reply_by: date
    contact: str


def issue_letter(request: Request, *, by: User, at: datetime) -> Letter:
    """Number and issue a letter. What is asked for already and not answered is not asked for twice."""
    with transaction.atomic():
        require(by, Action.LETTER_ISSUE, at=at)
        organisation = Organisation.objects.filter(code=request.organisation).first()
        if organisation is None:
            raise OrganisationUnknown(code=request.organisation)
        if organisation.kind != Organisation.Kind.COMMUNICATIONS_ADMINISTRATION:
            raise NotAskedByLetter(name=organisation.name_zh)
        _check(request)
        asked_for = "\n".join(line.strip() for line in request.asked_for.splitlines() if line.strip())
        year, serial = _next_number(at)
        open_one = Letter.objects.filter(
            organisation=organisation, period=request.period, asked_for=asked_for, replied_at__isnull=True
        ).first()
        if open_one is not None:
            raise LetterAwaitsReply(number=open_one.number)
        letter = Letter.objects.create(
            year=year,
            serial=serial,
            organisation=organisation,
            period=request.period,
            asked_for=asked_for,
            purpose=request.purpose.strip(),
            reply_by=request.reply_by,
            contact=request.contact.strip(),
            issued_by=by,
            issued_at=at,
        )
        record(_fact(Action.LETTER_ISSUE, letter), by=by, at=at)
        _tell_asked(letter, at=at)
    return letter


def answer_letter(letter_id: int, reply: str, *, by: User, at: datetime) -> Letter:
    """Record the reply of the body that was asked; its tables come on their own way."""
    with transaction.atomic():
        require(by, Action.LETTER_ANSWER, at=at)
        letters = Letter.objects.select_for_update(of=("self",)).select_related("organisation", "issued_by")
        letter = letters.filter(pk=letter_id, organisation=by.organisation_id).first()
        if letter is None:
            raise NotFound
        if letter.replied_at is not None:
            raise LetterAnswered(number=letter.number, day=day(letter.replied_at))
        if not reply.strip():
            raise ReplyMissing
        letter.reply, letter.replied_by, letter.replied_at = reply.strip(), by, at
        letter.save(update_fields=["reply", "replied_by", "replied_at"])
        record(_fact(Action.LETTER_ANSWER, letter), by=by, at=at)
        facts = {"organisation": letter.organisation.name_zh, "number": letter.number}
        notify([letter.issued_by], topic="letter", text=ANSWERED, facts=facts, link="/letters/", at=at)
    return letter


def letters_visible_to(user: User, *, at: datetime) -> QuerySet[Letter]:
    """All letters for the bureau; for a body that is asked, its own."""
    require(user, Action.LETTER_VIEW, at=at)
    letters = Letter.objects.select_related("organisation", "issued_by", "replied_by")
    if user.organisation.kind == Organisation.Kind.COMMUNICATIONS_ADMINISTRATION:
        return letters.filter(organisation=user.organisation_id)
    return letters


def _check(request: Request) -> None:
    Period.parse(request.period)
    missing = [
        Phrase(name)
        for name, text in (
            (N_("asked for"), request.asked_for),
            (N_("purpose"), request.purpose),
            (N_("contact"), request.contact),
        )
        if not text.strip()
    ]
    if missing:
        raise LetterIncomplete(missing=missing)


def _next_number(at: datetime) -> tuple[int, int]:
    """The next serial of the year in Beijing, without gaps; a lock of the transaction keeps two from taking one."""
    year = timezone.localtime(at).year
    one_at_a_time("filing.letter", str(year))
    last = Letter.objects.filter(year=year).aggregate(last=Max("serial"))["last"]
    return year, (last or 0) + 1


def _tell_asked(letter: Letter, *, at: datetime) -> None:
    people = User.objects.filter(organisation=letter.organisation, is_active=True)
    facts = {"number": letter.number, "period": letter.period, "until": day(letter.reply_by)}
    notify(people, topic="letter", text=ASKED, facts=facts, link="/letters/", at=at)


def _fact(action: Action, letter: Letter) -> Fact:
    return Fact(
        action.value,
        PROVINCE,
        "filing.letter",
        str(letter.pk),
        facts={"number": letter.number, "organisation": letter.organisation.code, "period": letter.period},
    )
