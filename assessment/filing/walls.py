"""Whose returns somebody may reach: regions for the city and the province, one row for an enterprise.

A city never opens a row of an enterprise: it sees progress and totals. The province sees both. An enterprise sees its
own row in the one collection its link opens, and nothing else of its city.
"""

from datetime import datetime

from django.db.models import Q

from assessment.directory.queries import is_enterprise
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import Reach, reach_of, require, require_reach
from assessment.territory.models import ReportingUnit

KIND = ReportingUnit.Kind


def returns_within(user: User, action: Action, *, at: datetime, path: str = "") -> Q:
    """The returns with which `user` may do `action`; `path` leads from the row asked about to its return."""
    if is_enterprise(user):
        return Q(
            **{
                f"{path}reporting_unit__kind": KIND.ENTERPRISE,
                f"{path}reporting_unit__code": user.organisation.code,
                f"{path}collection": user.collection_open,
            }
        )
    return _within(reach_of(user, action, at=at), path)


def returns_open(user: User, action: Action, *, at: datetime, path: str = "") -> Q:
    """As `returns_within`, for whoever may do `action` at all; anybody else is refused before anything is looked up."""
    if is_enterprise(user):
        require(user, action, at=at)
        return returns_within(user, action, at=at, path=path)
    return _within(require_reach(user, action, at=at), path)


def _within(reach: Reach, path: str) -> Q:
    within = Q(**{f"{path}reporting_unit__region__in": reach.regions})
    return within if reach.provincial else within & Q(**{f"{path}reporting_unit__kind": KIND.REGION})


def units_within(user: User, action: Action, collection_id: int, *, at: datetime) -> Q:
    """The reporting units for which `user` may do `action` in a collection."""
    if is_enterprise(user):
        code = user.organisation.code if user.collection_open == collection_id else None
        return Q(kind=KIND.ENTERPRISE, code=code)
    reach = reach_of(user, action, at=at)
    within = Q(region__in=reach.regions)
    return within if reach.provincial else within & Q(kind=KIND.REGION)
