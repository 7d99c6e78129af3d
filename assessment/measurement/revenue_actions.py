"""The only writer of 营业收入 by city and industry; a delivery supersedes the one before it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.measurement.errors import CellUnreadable, IndustryOfAnotherBody, TooManyDecimals
from assessment.measurement.revenue_files import REVENUES, RevenueEntry, RevenueFile
from assessment.measurement.revenue_models import RevenueDelivery, RevenueRow
from assessment.methodology.canonical import digest
from assessment.methodology.rounding import decimals_of
from assessment.methodology.run_figures import plain_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Organisation, Region

_STORED_DECIMALS = 4
# As with the accounts: the communications administration answers for telecom and internet alone.
_INDUSTRIES_OF = {Organisation.Kind.COMMUNICATIONS_ADMINISTRATION: ("I63", "I64")}


def load_revenues(file: RevenueFile, *, by: User, at: datetime) -> RevenueDelivery:
    """营业收入 of 统计局 or 通信管理局, 万元; the same content again changes nothing."""
    require(by, Action.INDUSTRY_TABLE_LOAD, at=at)
    require_own_revenues(file, by=by)
    key = {"period": file.year, "months": file.months, "source_department": by.organisation.name_zh}
    content = digest({"rows": [_document(entry) for entry in file.entries]})
    with transaction.atomic():
        one_at_a_time("measurement.revenue", *map(str, key.values()))
        before = RevenueDelivery.objects.filter(**key, superseded_at__isnull=True).first()
        if before is not None and before.digest == content:
            return before
        if before is not None:
            before.superseded_at = at
            before.save(update_fields=["superseded_at"])
        last = RevenueDelivery.objects.filter(**key).aggregate(last=Max("number"))["last"] or 0
        delivery = RevenueDelivery.objects.create(
            **key, number=last + 1, loaded_by=by, loaded_at=at, digest=content
        )  # fmt: skip
        RevenueRow.objects.bulk_create(_rows(file, delivery))
        facts = {"period": file.year, "months": file.months, "number": delivery.number, "rows": len(file.entries)}
        changes = {"digest": (before.digest if before else None, content)}
        fact = Fact("revenue.load", PROVINCE, "measurement.revenue", str(delivery.pk), changes=changes, facts=facts)
        record(fact, by=by, at=at)
    return delivery


def require_own_revenues(file: RevenueFile, *, by: User) -> None:
    own = _INDUSTRIES_OF.get(Organisation.Kind(by.organisation.kind))
    foreign = sorted({entry.industry for entry in file.entries} - set(own or ()))
    if own is not None and foreign:
        raise IndustryOfAnotherBody(
            organisation=by.organisation.name_zh, expected=", ".join(own), received=", ".join(foreign)
        )


def _document(entry: RevenueEntry) -> dict[str, Any]:
    amounts = dict(zip(REVENUES, map(plain_number, entry.amounts), strict=True))
    return {"region": entry.region, "industry": entry.industry, **amounts, "source": entry.source}


def _rows(file: RevenueFile, delivery: RevenueDelivery) -> list[RevenueRow]:
    regions = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    for entry in file.entries:
        if entry.region not in regions:
            raise CellUnreadable(row=entry.row, column="region", expected="520100 … 522700", received=entry.region)
        for column, amount in zip(REVENUES, entry.amounts, strict=True):
            if decimals_of(amount) > _STORED_DECIMALS:
                raise TooManyDecimals(row=entry.row, column=column, received=amount)
    return [
        RevenueRow(
            delivery=delivery,
            region=regions[entry.region],
            industry=entry.industry,
            source=entry.source,
            **dict(zip(REVENUES, entry.amounts, strict=True)),
        )
        for entry in file.entries
    ]
