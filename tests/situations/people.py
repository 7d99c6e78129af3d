"""Situations of people and territory: Guizhou as its files say, and accounts with a role."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.hashers import make_password

from assessment.audit.actions import SYSTEM
from assessment.people.actions import create_grant
from assessment.people.models import User
from assessment.people.roles import Role, class_of_role
from assessment.territory.actions import load_territory
from assessment.territory.files import TerritoryFiles, read_territory
from assessment.territory.models import Organisation, Region, ReportingUnit
from assessment.territory.queries import region_coded
from tests.situations.kept_rows import put_back

TERRITORY = Path(__file__).parents[2] / "fixtures" / "territory"
TERRITORY_TABLES = (Region, Organisation, ReportingUnit)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "Correct-horse-8-battery"


@lru_cache(maxsize=1)
def territory_files() -> TerritoryFiles:
    return read_territory(TERRITORY)


@lru_cache(maxsize=1)
def hashed_password() -> str:
    return make_password(PASSWORD)


def guizhou() -> None:
    """The province, its nine 市（州）, counties, bodies and reporting units."""
    if not Region.objects.filter(code="520000").exists():
        put_back("territory", TERRITORY_TABLES, lambda: load_territory(territory_files(), by=SYSTEM, at=LONG_AGO))


def a_user(username: str, *roles: Role, region_code: str | None = None, organisation: str = "520000-big-data") -> User:
    """An account that may sign in with PASSWORD and holds `roles`, walled to `region_code` where one is given."""
    guizhou()
    user = User.objects.create(
        username=username,
        display_name=username.replace(".", " "),
        organisation=Organisation.objects.get(code=organisation),
        employee_number=f"E-{username}",
        separation_class=class_of_role(roles[0]).value,
        password=hashed_password(),
        must_change_password=False,
        created_at=LONG_AGO,
    )
    region = region_coded(region_code) if region_code else None
    for role in roles:
        create_grant(user, role, region=region, by=SYSTEM, at=LONG_AGO)
    return user
