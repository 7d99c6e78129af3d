"""What the measurement tells people of batches, disputes and surveys. Never a figure: that stands on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assessment.catalogue.models import Collection
from assessment.measurement.models import Batch
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.survey_models import Survey, SurveyUnit
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.queries import people_in_role, people_of_organisations
from assessment.people.roles import Role

SUBMITTED = N_("{name}, batch {number} is submitted and waits for confirmation.")
OPINION_WANTED = N_("{name}, batch {number} is submitted; the opinion of the bureau of statistics is wanted.")
CONFIRMED = N_("{name}, batch {number} is confirmed.")
RETURNED = N_("{name}, batch {number} is returned with a reason. Check the inputs, then measure again.")
AGREED = N_("{who} agrees with {name}, batch {number}.")
OBJECTED = N_("{who} objects to {name}, batch {number}.")
DISPUTED = N_("{who} disputes figures of {name}, batch {number} ({count}). The decision of the commission is wanted.")
DECIDED = N_("The commission has decided a dispute over {name}, batch {number}, by {document}.")
SENT = N_("Survey {period}, number {number}: questionnaires were sent to {count} units.")
REMINDED = N_("Survey {period}, number {number}: {count} units without an answer were reminded.")
ASKED = N_("{form}, {period}: your enterprise was drawn into the sample. It is on time until {until}.")
ASKED_AGAIN = N_("{form}, {period} is not submitted yet. It is on time until {until}.")

_BUREAU = (Role.CONFIRMER, Role.STATISTICS_BUREAU)
_INSTITUTE = Role.MEASURING_INSTITUTE


@dataclass(frozen=True)
class _Said:
    """A sentence with its facts."""

    text: str
    facts: Mapping[str, str]


def tell_submitted(batch: Batch, *, at: datetime) -> None:
    """省大数据局 confirms, 省统计局 says what it thinks."""
    _tell_of_batch(people_in_role(Role.CONFIRMER, at=at), batch, _Said(SUBMITTED, {}), at=at)
    _tell_of_batch(people_in_role(Role.STATISTICS_BUREAU, at=at), batch, _Said(OPINION_WANTED, {}), at=at)


def tell_confirmed(batch: Batch, *, at: datetime) -> None:
    told = people_in_role(_INSTITUTE, Role.STATISTICS_BUREAU, Role.COMMISSION_OFFICER, at=at)
    _tell_of_batch(told, batch, _Said(CONFIRMED, {}), at=at)


def tell_returned(batch: Batch, *, at: datetime) -> None:
    _tell_of_batch(people_in_role(_INSTITUTE, at=at), batch, _Said(RETURNED, {}), at=at)


def tell_opinion(opinion: Opinion, disputes: int, *, at: datetime) -> None:
    """The institute and who confirms; where figures are disputed, the commission as well."""
    who = {"who_zh": opinion.given_by.organisation.name_zh, "who_en": opinion.given_by.organisation.name_en}
    text = AGREED if opinion.stand == Opinion.Stand.AGREES else OBJECTED
    _tell_of_batch(people_in_role(_INSTITUTE, Role.CONFIRMER, at=at), opinion.batch, _Said(text, who), at=at)
    if disputes:
        said = _Said(DISPUTED, {**who, "count": str(disputes)})
        _tell_of_batch(people_in_role(Role.COMMISSION_OFFICER, at=at), opinion.batch, said, at=at)


def tell_decided(dispute: Dispute, *, at: datetime) -> None:
    said = _Said(DECIDED, {"document": dispute.document_number, **_batch_facts(dispute.batch)})
    link = reverse("measurement:dispute", args=[dispute.pk])
    told = people_in_role(_INSTITUTE, *_BUREAU, at=at)
    notify(told, topic="dispute", text=said.text, facts=said.facts, link=link, at=at)


def tell_questionnaires_sent(survey: Survey, units: Iterable[SurveyUnit], *, at: datetime) -> None:
    _tell_of_survey(survey, list(units), (SENT, ASKED), at=at)


def tell_reminded(survey: Survey, units: Iterable[SurveyUnit], *, at: datetime) -> None:
    _tell_of_survey(survey, list(units), (REMINDED, ASKED_AGAIN), at=at)


def _tell_of_batch(to: Iterable[User], batch: Batch, said: _Said, *, at: datetime) -> None:
    link = reverse("measurement:batch", args=[batch.pk])
    notify(to, topic="batch", text=said.text, facts={**_batch_facts(batch), **said.facts}, link=link, at=at)


def _tell_of_survey(survey: Survey, units: list[SurveyUnit], texts: tuple[str, str], *, at: datetime) -> None:
    """The institute learns how many, each enterprise that it is asked; nobody learns who else is."""
    if not units or survey.collection is None:
        return
    to_institute, to_enterprise = texts
    facts = {"period": survey.period, "number": str(survey.number), "count": str(len(units))}
    link = reverse("measurement:survey", args=[survey.pk])
    notify(people_in_role(_INSTITUTE, at=at), topic="survey", text=to_institute, facts=facts, link=link, at=at)
    enterprises = people_of_organisations(unit.code for unit in units)
    asked = _asked(survey.collection)
    notify(enterprises, topic="survey", text=to_enterprise, facts=asked, link=reverse("filing:enterprise-row"), at=at)


def _asked(collection: Collection) -> dict[str, str]:
    form = collection.form_version.form
    until = collection.on_time_until.isoformat()
    return {"form_zh": form.name_zh, "form_en": form.name_en, "period": collection.period, "until": until}


def _batch_facts(batch: Batch) -> dict[str, str]:
    return {"name_zh": batch.name_zh, "number": str(batch.number)}
