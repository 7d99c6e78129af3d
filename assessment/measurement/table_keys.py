"""Which base tables there are: kind, year, vintage and the body that delivers it; whose turn it is to deliver."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from assessment.measurement.deliveries import check_vintage
from assessment.measurement.errors import KindUnknown
from assessment.measurement.models import BaseTable
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.units import Unit
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.territory.models import Organisation

Kind = BaseTable.Kind
ACTION_OF: Final[Mapping[str, Action]] = {
    Kind.INDUSTRY_ACCOUNTS: Action.INDUSTRY_TABLE_LOAD,
    Kind.GDP: Action.GDP_LOAD,
    Kind.INDUSTRIAL_DIGITALISATION: Action.DIGITALISATION_LOAD,
    Kind.DEFLATOR: Action.DEFLATOR_LOAD,
    Kind.SECTION_I: Action.SECTION_LOAD,
    Kind.INDUSTRY: Action.SECTION_LOAD,
}
# The unit of the template; a CSV names its own.
UNIT_OF: Final[Mapping[str, Unit]] = {
    Kind.INDUSTRY_ACCOUNTS: Unit.TEN_THOUSAND_YUAN,
    Kind.GDP: Unit.HUNDRED_MILLION_YUAN,
    Kind.INDUSTRIAL_DIGITALISATION: Unit.TEN_THOUSAND_YUAN,
    Kind.DEFLATOR: Unit.INDEX,
    Kind.SECTION_I: Unit.HUNDRED_MILLION_YUAN,
    Kind.INDUSTRY: Unit.HUNDRED_MILLION_YUAN,
}
_INDUSTRIES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    Organisation.Kind.STATISTICS_BUREAU: ("C39", "I65"),
    Organisation.Kind.COMMUNICATIONS_ADMINISTRATION: ("I63", "I64"),
}


@dataclass(frozen=True)
class TableKey:
    kind: str
    period: str
    vintage: str

    @property
    def fields(self) -> dict[str, str]:
        return {"kind": self.kind, "period": self.period, "vintage": self.vintage}


def checked_key(kind: str, period: str, vintage: str) -> TableKey:
    """The key, refused where it names no table: an unknown kind, no year, no vintage."""
    if kind not in Kind.values:
        raise KindUnknown(received=kind[:40])
    if Period.parse(period).kind is not PeriodKind.YEAR:
        raise KindUnknown(received=period[:10])
    return TableKey(kind, period, check_vintage(vintage, row=1))


def kinds_open_to(user: User, *, at: datetime) -> list[str]:
    """The kinds the body of `user` delivers."""
    allowed = actions_open_to(user, at=at)
    return [kind for kind, action in ACTION_OF.items() if action in allowed]


def industries_of(user: User) -> tuple[str, ...]:
    """The industries on the template of the body of `user`."""
    return industries_of_body(user.organisation.kind)


def industries_of_body(organisation_kind: str) -> tuple[str, ...]:
    return _INDUSTRIES_OF.get(organisation_kind, DIGITAL_INDUSTRIES)
