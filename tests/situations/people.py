"""Situations of people and territory: Guizhou as its files say, and accounts with a role."""

from datetime import UTC, datetime
from pathlib import Path

from assessment.audit.actions import SYSTEM
from assessment.people.actions import Newcomer, create_account, create_grant, set_password
from assessment.people.models import User
from assessment.people.roles import Role, class_of_role
from assessment.territory.actions import load_territory
from assessment.territory.files import read_territory
from assessment.territory.models import Organisation, Region
from assessment.territory.queries import region_coded

TERRITORY = Path(__file__).parents[2] / "fixtures" / "territory"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "Correct-horse-8-battery"


def guizhou() -> None:
    """The province, its nine 市（州）, counties, bodies and reporting units."""
    if not Region.objects.filter(code="520000").exists():
        load_territory(read_territory(TERRITORY), by=SYSTEM, at=LONG_AGO)


def a_user(
    username: str, *roles: Role, region_code: str | None = None, organisation: str = "520000-big-data"
) -> User:
    """An account that may sign in with PASSWORD and holds `roles`, walled to `region_code` where one is given."""
    guizhou()
    newcomer = Newcomer(
        username=username,
        display_name=username.replace(".", " "),
        organisation=Organisation.objects.get(code=organisation),
        employee_number=f"E-{username}",
        separation_class=class_of_role(roles[0]),
    )
    user, _ = create_account(newcomer, by=SYSTEM, at=LONG_AGO)
    set_password(user, PASSWORD, by=SYSTEM, at=LONG_AGO)
    region = region_coded(region_code) if region_code else None
    for role in roles:
        create_grant(user, role, region=region, by=SYSTEM, at=LONG_AGO)
    return User.objects.select_related("organisation").get(id=user.id)
