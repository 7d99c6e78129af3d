"""What a request for correction tells people: the reviewers that one waits, the unit how it was decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from assessment.filing.models import Correction
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.queries import people_in_role, people_of
from assessment.people.roles import Role

REQUESTED = N_("{unit} requests correction {number} of {form}, {period}. Decide on the merits.")
GRANTED = N_("{form}, {period}: correction {number} is granted. Begin the corrected version. Grounds: {grounds}")
GRANTED_UNTIL = N_(
    "{form}, {period}: correction {number} is granted; it may be filed until {until}. Grounds: {grounds}"
)
REFUSED = N_("{form}, {period}: correction {number} is refused. Grounds: {grounds}")


def tell_requested(correction: Correction, *, at: datetime) -> None:
    unit = correction.return_filed.reporting_unit
    facts = {"unit_zh": unit.name_zh, "unit_en": unit.name_zh}
    _tell(people_in_role(Role.REVIEWER, at=at), correction, REQUESTED, facts, at=at)


def tell_decided(correction: Correction, *, at: datetime) -> None:
    """Who asked for it, and the officers who fill the return."""
    region = correction.version.return_filed.reporting_unit.region
    told = [correction.requested_by, *people_of(region, Role.FILLER, at=at)]
    facts = {"grounds": correction.decision_reason}
    text = REFUSED if correction.state == Correction.State.REFUSED else GRANTED
    if correction.reopened_until is not None and text == GRANTED:
        text, facts = GRANTED_UNTIL, {**facts, "until": correction.reopened_until.isoformat()}
    _tell(told, correction, text, facts, at=at)


def _tell(to: Iterable[User], correction: Correction, text: str, facts: Mapping[str, str], *, at: datetime) -> None:
    collection = correction.version.return_filed.collection
    form = collection.form_version.form
    about = {
        "form_zh": form.name_zh,
        "form_en": form.name_en,
        "period": collection.period,
        "number": correction.number,
    }
    link = reverse("filing:correction", args=[correction.pk])
    notify(to, topic="correction", text=text, facts={**about, **facts}, link=link, at=at)
