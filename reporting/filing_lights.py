"""序时进度: how far the returns of the cities are, against the time that has passed, as lights in words.

Green, amber and red are told by sign and word first. Red: the deadline has passed and a return is missing. Amber: a
return came late, fewer returns are in than the share of the time that has passed calls for, or the deadline is near.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import floor

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.display.templatetags.figures import named
from assessment.filing.obligations import Due
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period
from assessment.territory.models import Region

NEAR = timedelta(days=3)
COMPLETE, ON_SCHEDULE = ("good", N_("all in")), ("good", N_("on schedule"))
CAME_LATE, NEARLY_DUE, BEHIND = ("warn", N_("came late")), ("warn", N_("due soon")), ("warn", N_("behind schedule"))
OVERDUE = ("bad", N_("overdue"))


@dataclass(frozen=True)
class FiledShare:
    """Returns owed, received and received late, between the opening and the last deadline of any of them."""

    owed: int
    received: int
    late: int
    overdue: int
    opened_at: datetime
    until: datetime

    def elapsed(self, at: datetime) -> Decimal:
        """The share of the time that has passed, 0 to 1."""
        whole = max((self.until - self.opened_at).total_seconds(), 1)
        passed = (at - self.opened_at).total_seconds()
        return Decimal(min(max(passed, 0), whole)) / Decimal(whole)


@dataclass(frozen=True)
class LightLine:
    unit: str
    name: str
    received: int
    owed: int
    light: Light


@dataclass(frozen=True)
class FilingLights:
    """`lines` in 行政区划 order, 贵安新区 within 贵阳市; `elapsed` is the time that has passed, in percent."""

    period: str
    until: datetime
    elapsed: Decimal
    received: int
    owed: int
    light: Light
    lines: tuple[LightLine, ...]


def light_of_share(share: FiledShare, *, at: datetime) -> tuple[str, str]:
    """Tone and message id, by the rule of this module."""
    if share.overdue:
        return OVERDUE
    if share.received >= share.owed:
        return CAME_LATE if share.late else COMPLETE
    if share.received < floor(share.elapsed(at) * share.owed):
        return BEHIND
    return NEARLY_DUE if share.until - at <= NEAR else ON_SCHEDULE


def filing_lights(register: Sequence[Due], regions: Mapping[str, Region], *, at: datetime) -> FilingLights | None:
    """The lights of the newest period in the register; None where nobody owes anything."""
    owing = [due for due in register if due.obligation.waived_at is None]
    if not owing:
        return None
    period = max(Period.parse(due.obligation.collection.period) for due in owing).code
    here = [due for due in owing if due.obligation.collection.period == period]
    by_key = {region.pk: region for region in regions.values()}
    by_city: dict[int, tuple[Region, list[Due]]] = {}
    for due in here:
        city = _city_of(due.obligation.reporting_unit.region, by_key)
        by_city.setdefault(city.pk, (city, []))[1].append(due)
    whole = _share(here, at=at)
    lines = [_line(city, _share(dues, at=at), at=at) for city, dues in by_city.values()]
    return FilingLights(
        period=period,
        until=whole.until,
        elapsed=whole.elapsed(at) * 100,
        received=whole.received,
        owed=whole.owed,
        light=_light(whole, at=at),
        lines=tuple(lines),
    )


def _city_of(region: Region, by_key: Mapping[int, Region]) -> Region:
    """The assessed region it is, lies in or is ranked within."""
    if region.ranked_within_id is not None:
        return by_key.get(region.ranked_within_id, region)
    parent = None if region.parent_id is None else by_key.get(region.parent_id)
    return parent if region.level == Region.Level.COUNTY and parent is not None else region


def _share(dues: Iterable[Due], *, at: datetime) -> FiledShare:
    found = list(dues)
    return FiledShare(
        owed=len(found),
        received=len([due for due in found if due.received]),
        late=len([due for due in found if due.late]),
        overdue=len([due for due in found if not due.received and due.deadlines.on_time_until < at]),
        opened_at=min(due.obligation.collection.opens_at for due in found),
        until=max(due.deadlines.on_time_until for due in found),
    )


def _line(city: Region, share: FiledShare, *, at: datetime) -> LightLine:
    return LightLine(city.code, named(city, "short_name"), share.received, share.owed, _light(share, at=at))


def _light(share: FiledShare, *, at: datetime) -> Light:
    tone, words = light_of_share(share, at=at)
    return Light(tone, gettext(words))
