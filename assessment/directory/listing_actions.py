"""Writers of the lists: one enterprise, or a whole list from a CSV. A foreign city's enterprise becomes a claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from assessment.audit.actions import Fact, record
from assessment.directory.claim_actions import Grounds, open_claim
from assessment.directory.errors import ListWrong, RegionNotYours
from assessment.directory.list_file import ListRow, read_list
from assessment.directory.models import Enterprise, Listing
from assessment.directory.settling import settle
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from assessment.territory.models import Region

FROM_A_LIST = "名录导入"


@dataclass(frozen=True)
class ListReport:
    """Codes by what became of them."""

    listed: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    claimed: tuple[str, ...]


def import_list(content: bytes, *, file_name: str, by: User, at: datetime) -> ListReport:
    """Take over a list of enterprises, all of it or nothing; `ListWrong` carries every problem with row and column.

    An enterprise another city lists is not moved: a claim is opened, which the bureau decides.
    """
    require(by, Action.ENTERPRISE_LIST, at=at)
    regions = {region.code for region in regions_open_to(by, Action.ENTERPRISE_LIST, at=at)}
    rows, problems = read_list(content, regions=regions, file_name=file_name)
    if problems:
        raise ListWrong(file=file_name, problems=problems)
    return list_enterprises(rows, by=by, at=at)


def list_enterprises(rows: Iterable[ListRow], *, by: User, at: datetime) -> ListReport:
    """The same for rows that are read already."""
    with transaction.atomic():
        require(by, Action.ENTERPRISE_LIST, at=at)
        regions = {region.code: region for region in regions_open_to(by, Action.ENTERPRISE_LIST, at=at)}
        done = []
        for row in rows:
            if row.region not in regions:
                raise RegionNotYours(received=row.region)
            done.append((row.code, _take(row, regions[row.region], by=by, at=at)))
    return ListReport(*(_only(done, outcome) for outcome in ("listed", "changed", "unchanged", "claimed")))


def _only(done: Iterable[tuple[str, str]], outcome: str) -> tuple[str, ...]:
    return tuple(code for code, found in done if found == outcome)


def _take(row: ListRow, region: Region, *, by: User, at: datetime) -> str:
    enterprise, _ = Enterprise.objects.select_for_update().get_or_create(
        code=row.code, defaults={"name_zh": row.name, "created_at": at, "created_by": by.username}
    )
    held = enterprise.listings.filter(valid_until__isnull=True).select_related("region", "enterprise").first()
    if held is not None and held.region_id != region.pk:
        open_claim(held, region, Grounds(row.industry, FROM_A_LIST), by=by, at=at)
        return "claimed"
    if held is not None and _same(held, row) and enterprise.name_zh == row.name:
        return "unchanged"
    if enterprise.name_zh != row.name:
        enterprise.name_zh = row.name
        enterprise.save(update_fields=["name_zh"])
    if held is None or not _same(held, row):
        _replace(held, enterprise, row, region, by=by)
    settle(enterprise, region, by=by, at=at)
    facts = {"industry": row.industry, "from": row.valid_from.isoformat()}
    record(Fact(Action.ENTERPRISE_LIST, region.code, "directory.enterprise", row.code, facts=facts), by=by, at=at)
    return "listed" if held is None else "changed"


def _replace(held: Listing | None, enterprise: Enterprise, row: ListRow, region: Region, *, by: User) -> None:
    """A change of industry or scope is a new listing from its day; on the same or an earlier day it corrects."""
    starts = row.valid_from
    if held is not None and held.valid_from < starts:
        close(held, on=starts)
    elif held is not None:
        starts = held.valid_from
        held.delete()
    Listing.objects.create(
        enterprise=enterprise,
        region=region,
        industry=row.industry,
        above_threshold=row.above_threshold,
        chip_design=row.chip_design,
        special_field=row.special_field,
        valid_from=starts,
        listed_by=by.username,
    )


def close(held: Listing, *, on: date) -> None:
    held.valid_until = on
    held.save(update_fields=["valid_until"])


def _same(held: Listing, row: ListRow) -> bool:
    stored = (held.industry, held.above_threshold, held.chip_design, held.special_field)
    return stored == (row.industry, row.above_threshold, row.chip_design, row.special_field)
