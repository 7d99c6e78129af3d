"""The deadline that counts for a unit: that of the collection, or its extension. The one place that knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assessment.catalogue.models import Collection
from assessment.filing.models import Extension
from assessment.territory.models import ReportingUnit

Key = tuple[int, int]
"""(collection, reporting unit)"""


@dataclass(frozen=True)
class Deadlines:
    """On time until `on_time_until`, late until `locks_at`, then nothing is taken. `extension` is what moved them."""

    on_time_until: datetime
    locks_at: datetime
    extension: Extension | None


def deadlines_of(collection: Collection, unit: ReportingUnit, *, at: datetime) -> Deadlines:
    """The deadlines in force at `at`: an extension counts from its decision on."""
    return deadlines_for([collection], at=at, unit=unit).of(collection, unit)


def locks_at(collection: Collection, unit: ReportingUnit, *, at: datetime) -> datetime:
    """When the unit may no longer file: the lock of the collection, or the end of its newest extension."""
    granted = _granted([collection], at=at).filter(reporting_unit=unit).order_by("-decided_at", "-id")
    expires_at = granted.values_list("expires_at", flat=True).first()
    return collection.locks_at if expires_at is None else max(expires_at, collection.locks_at)


@dataclass(frozen=True)
class DeadlineTable:
    """The newest granted extensions of some collections, asked for once."""

    extensions: Mapping[Key, Extension]

    def of(self, collection: Collection, unit: ReportingUnit) -> Deadlines:
        extension = self.extensions.get((collection.pk, unit.pk))
        if extension is None or extension.on_time_until is None or extension.expires_at is None:
            return Deadlines(collection.on_time_until, collection.locks_at, None)
        # An extension never takes away what the collection gives.
        return Deadlines(
            max(extension.on_time_until, collection.on_time_until),
            max(extension.expires_at, collection.locks_at),
            extension,
        )


def deadlines_for(
    collections: Iterable[Collection], *, at: datetime, unit: ReportingUnit | None = None
) -> DeadlineTable:
    """The deadlines of these collections, for all units or for one: one question for a whole list."""
    granted = _granted(collections, at=at).select_related("decided_by")
    narrowed = granted if unit is None else granted.filter(reporting_unit=unit)
    newest = {(one.collection_id, one.reporting_unit_id): one for one in narrowed.order_by("decided_at", "id")}
    return DeadlineTable(newest)


def _granted(collections: Iterable[Collection], *, at: datetime) -> QuerySet[Extension]:
    return Extension.objects.filter(collection__in=list(collections), state=Extension.State.GRANTED, decided_at__lte=at)
