"""The empty CSV of revenues for one body."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessment.measurement.revenue_files import template
from assessment.measurement.table_keys import industries_of
from assessment.measurement.table_queries import assessed_regions
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


def revenue_template(*, by: User, at: datetime) -> bytes:
    """Rows for the cities and the industries of the body, January to the last month that is over.

    In January that is the November of last year, since December would make it whole.
    """
    require(by, Action.INDUSTRY_TABLE_LOAD, at=at)
    over = timezone.localtime(at).date().replace(day=1) - timedelta(days=1)
    months = min(over.month, FULL_YEAR_MONTHS - 1)
    cities = [code for code, _ in assessed_regions()]
    text = template(cities, industries_of(by), year=str(over.year), months=months)
    return ("\ufeff" + text).encode()
