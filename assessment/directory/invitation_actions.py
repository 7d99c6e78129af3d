"""Writers of links to enterprises that no city lists: the sample of a survey is asked by the province itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.catalogue.calendar_actions import add_obligation
from assessment.catalogue.models import Collection
from assessment.directory.errors import CollectionNotForEnterprises
from assessment.directory.link_actions import Issued, issue_to
from assessment.directory.models import Enterprise
from assessment.directory.settling import settle_for
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region, ReportingUnit


@dataclass(frozen=True)
class Invited:
    """An enterprise as the frame calls it."""

    code: str
    name_zh: str
    region: Region


@dataclass(frozen=True)
class _Addressee:
    enterprise: Enterprise
    region: Region


def invite(enterprises: Iterable[Invited], collection: Collection, *, by: User, at: datetime) -> list[Issued]:
    """A new link for each to the one form; an earlier one is taken back. `CollectionNotForEnterprises` for others."""
    form = collection.form_version.form
    if form.filed_by != ReportingUnit.Kind.ENTERPRISE:
        raise CollectionNotForEnterprises(form=form.code)
    with transaction.atomic():
        require(by, Action.SURVEY_INVITE, at=at)
        return [_invite(one, collection, by=by, at=at) for one in enterprises]


def _invite(invited: Invited, collection: Collection, *, by: User, at: datetime) -> Issued:
    enterprise, _ = Enterprise.objects.get_or_create(
        code=invited.code, defaults={"name_zh": invited.name_zh, "created_at": at, "created_by": by.username}
    )
    settle_for(collection.form_version.form.code, enterprise, invited.region, by=by, at=at)
    unit = ReportingUnit.objects.get(code=invited.code)
    add_obligation(collection, unit, by=by, at=at)
    return issue_to(_Addressee(enterprise, invited.region), collection, by=by, at=at)
