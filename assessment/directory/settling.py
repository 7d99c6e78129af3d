"""What follows from a listing in the foundations below: body, reporting unit and account of the enterprise."""

from datetime import datetime

from assessment.audit.actions import Actor
from assessment.directory.models import Enterprise
from assessment.directory.queries import ENTERPRISE_FORM
from assessment.people.models import User
from assessment.people.respondent_actions import settle_respondent
from assessment.territory.models import Region
from assessment.territory.unit_actions import EnterpriseUnit, settle_enterprise


def settle(enterprise: Enterprise, region: Region, *, by: Actor, at: datetime) -> User:
    """The account of the enterprise, in the region it is listed in."""
    return settle_for(ENTERPRISE_FORM, enterprise, region, by=by, at=at)


def settle_for(form: str, enterprise: Enterprise, region: Region, *, by: Actor, at: datetime) -> User:
    """The account of an enterprise that files `form`; what it files besides it goes on filing."""
    told = EnterpriseUnit(enterprise.code, enterprise.name_zh, (form,))
    body = settle_enterprise(told, region=region, by=by, at=at)
    return settle_respondent(body, by=by, at=at)
