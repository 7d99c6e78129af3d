"""Reads of the packs: a city its own, nobody another one's."""

from datetime import datetime

from django.db.models import QuerySet

from assessment.methodology.run_document import thaw
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from reporting.models import CityPack
from reporting.pack_report import CityReport, report_of

CONTENTS = ("document", "workbook", "note")


def packs_visible_to(user: User, *, at: datetime) -> QuerySet[CityPack]:
    """The packs of the own regions, newest first, without their contents."""
    require(user, Action.CITY_PACK_VIEW, at=at)
    packs = CityPack.objects.filter(region__in=regions_open_to(user, Action.CITY_PACK_VIEW, at=at))
    return packs.select_related("run__scheme_version", "region").defer("run__document", *CONTENTS).order_by("-pk")


def pack_seen(pack_id: int, *, by: User, at: datetime, content: str = "document") -> CityPack:
    """One of them with one of its contents; `NotFound` where there is none behind the wall."""
    packs = packs_visible_to(by, at=at).defer(None).defer("run__document", *(set(CONTENTS) - {content}))
    pack = packs.filter(pk=pack_id).first()
    if pack is None:
        raise NotFound
    return pack


def newer_pack_of(pack: CityPack) -> CityPack | None:
    """The latest version that took the place of this one, for the same city, period and kind."""
    newer = CityPack.objects.filter(
        region=pack.region_id,
        run__period=pack.run.period,
        run__scheme_version__kind=pack.run.scheme_version.kind,
        version__gt=pack.version,
    )
    return newer.defer(*CONTENTS).order_by("-version").first()


def report_in(pack: CityPack) -> CityReport:
    """What the pack says, from its stored document."""
    return report_of(thaw(pack.document))
