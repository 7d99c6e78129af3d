"""What the seeded province gathers: an object in each of its states by the names its address uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.test import Client

from assessment.audit.actions import SYSTEM
from assessment.catalogue.calendar_actions import register_obligations
from assessment.catalogue.models import Collection
from assessment.people.models import User
from tests.authorisation.matrix import FOREIGN, HERE
from tests.situations.people import LONG_AGO

OWN_REGION, FOREIGN_REGION = "520300", "520200"
PLACES: Final = ((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION))
PERIOD = "2021c03"
ANY = "any"
# Months the form covers but is not asked for, chosen so that no return there is history to another one.
QUIET_PERIODS = (
    *(f"2020c{month:02d}" for month in range(4, 12)),
    *("2021c01", "2021c02", "2021c04", "2021c05", "2021c07"),
)  # fmt: skip
NOWHERE = 999_999
MATRIX_MOMENT = datetime.fromisoformat("2021-04-25 09:00+08:00")
Address = Mapping[str, str | int]


@dataclass(frozen=True)
class Target:
    """An object by the names its address uses, and where it lies for a city."""

    where: str
    state: str
    address: Address


@dataclass
class Province:
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    targets: dict[str, list[Target]] = field(default_factory=dict)
    missing: dict[str, Address] = field(default_factory=dict)

    def add(self, subject: str, state: str, *, where: str = HERE, **address: str | int) -> None:
        self.targets.setdefault(subject, []).append(Target(where, state, address))


def another(collection: Collection, period: str) -> Collection:
    """The same collection under another period."""
    another = Collection.objects.create(
        form_version=collection.form_version,
        period=period,
        opens_at=collection.opens_at,
        on_time_until=collection.on_time_until,
        locks_at=collection.locks_at,
        opened_at=collection.opened_at,
        opened_by=collection.opened_by,
    )
    register_obligations(another, by=SYSTEM, at=LONG_AGO)
    return another
