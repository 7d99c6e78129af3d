"""What the review tells people: the city of questions and decisions, the reviewer of answers. Never a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assessment.filing.models import QueryThread, Version
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.queries import people_of
from assessment.people.roles import Role

CITY = (Role.FILLER, Role.STATISTICS_HEAD)


@dataclass(frozen=True)
class _Said:
    """A sentence with its facts, and the page it leads to."""

    topic: str
    text: str
    facts: Mapping[str, str]
    link: str


def tell_asked(version: Version, threads: Sequence[QueryThread], *, at: datetime) -> None:
    facts = {"count": str(len(threads)), "due": min(thread.due_on for thread in threads).isoformat()}
    text = N_("{form}, {period}: {count} questions wait for your answer until {due}.")
    link = reverse("filing:query-sheet", args=[version.return_filed_id])
    _tell(_city_of(version, at=at), version, _Said("query", text, facts, link), at=at)


def tell_answered(version: Version, threads: Sequence[QueryThread], *, at: datetime) -> None:
    unit = version.return_filed.reporting_unit
    facts = {"count": str(len(threads)), "unit_zh": unit.name_zh, "unit_en": unit.name_zh}
    text = N_("{unit} has answered {count} questions about {form}, {period}.")
    link = reverse("filing:review", args=[version.pk])
    reviewers = [] if version.reviewer is None else [version.reviewer]
    _tell(reviewers, version, _Said("query", text, facts, link), at=at)


def tell_sent_back(version: Version, items: int, *, at: datetime) -> None:
    text = N_("{form}, {period}: {count} items are sent back. Check them against the original documents.")
    _tell(_city_of(version, at=at), version, _Said("review", text, {"count": str(items)}, _return_of(version)), at=at)


def tell_accepted(version: Version, *, at: datetime) -> None:
    text = N_("{form}, {period}: version {number} is accepted and in force.")
    facts = {"number": str(version.number)}
    _tell(_city_of(version, at=at), version, _Said("review", text, facts, _return_of(version)), at=at)


def _tell(to: Sequence[User], version: Version, said: _Said, *, at: datetime) -> None:
    collection = version.return_filed.collection
    form = collection.form_version.form
    about = {"form_zh": form.name_zh, "form_en": form.name_en, "period": collection.period, **said.facts}
    notify(to, topic=said.topic, text=said.text, facts=about, link=said.link, at=at)


def _city_of(version: Version, *, at: datetime) -> list[User]:
    return people_of(version.return_filed.reporting_unit.region, *CITY, at=at)


def _return_of(version: Version) -> str:
    return reverse("filing:version", args=[version.return_filed_id, version.number])
