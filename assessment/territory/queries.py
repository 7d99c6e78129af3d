"""Reading the territory as it stands on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from assessment.territory.errors import RegionUnknown
from assessment.territory.models import Region


def regions_on(day: date) -> QuerySet[Region]:
    """The regions that exist on `day`."""
    return Region.objects.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def region_coded(code: str) -> Region:
    """The newest region of that code; `RegionUnknown` when there is none."""
    region = Region.objects.select_related("parent__parent").filter(code=code).order_by("-valid_from").first()
    if region is None:
        raise RegionUnknown(code=code)
    return region


def assessed_regions() -> QuerySet[Region]:
    """The 市（州） that are ranked, in 行政区划 order."""
    return Region.objects.filter(assessed=True, valid_until__isnull=True).order_by("position", "code")
