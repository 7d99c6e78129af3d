"""The only writers of the bureaus' tables: a delivery supersedes the one before it, nothing is ever edited."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.measurement.deliveries import (
    AccountEntry,
    AccountsDelivery,
    Delivery,
    FigureEntry,
    FiguresDelivery,
    delivery_digest,
    in_10k_yuan,
    last_digit_exponent,
)
from assessment.measurement.errors import CellUnreadable, IndustryOfAnotherBody, TooManyDecimals
from assessment.measurement.locks import one_at_a_time
from assessment.measurement.models import AccountRow, BaseTable, RegionFigure
from assessment.methodology.account_records import Finding, FindingCode
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.rounding import decimals_of
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Organisation, Region

Kind = BaseTable.Kind
_STORED_DECIMALS: Final = 4
# The communications administration answers for telecom and internet alone; its letters go by 商请函.
_INDUSTRIES_OF: Final = {Organisation.Kind.COMMUNICATIONS_ADMINISTRATION: ("I63", "I64")}


@dataclass(frozen=True)
class Loaded:
    """`repeated`: the same table was already in force, and nothing was written."""

    table: BaseTable
    findings: tuple[Finding, ...] = ()
    repeated: bool = False


def load_industry_accounts(delivery: AccountsDelivery, *, by: User, at: datetime) -> Loaded:
    """City × industry accounts of 统计局 or 通信管理局; what the checks of the method find is given back."""
    require(by, Action.INDUSTRY_TABLE_LOAD, at=at)
    _require_own_industries(delivery, by=by)
    findings = tuple(
        finding for finding in complete_accounts(delivery.records()).findings if not _is_usual_blank(finding)
    )
    loaded = _load(Kind.INDUSTRY_ACCOUNTS, delivery, _account_rows(delivery), by=by, at=at)
    return Loaded(loaded.table, findings, loaded.repeated)


def load_gdp(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """GDP by city of one vintage; by 统计局 alone."""
    require(by, Action.GDP_LOAD, at=at)
    _require_positive(delivery)
    return _load(Kind.GDP, delivery, _figure_rows(delivery), by=by, at=at)


def load_digitalisation(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """Industrial digitalisation by city, the outcome of the survey; by the measuring institute."""
    require(by, Action.DIGITALISATION_LOAD, at=at)
    return _load(Kind.INDUSTRIAL_DIGITALISATION, delivery, _figure_rows(delivery), by=by, at=at)


def load_all(deliveries: Iterable[Delivery], load: Callable[..., Loaded], *, by: User, at: datetime) -> list[Loaded]:
    """Several deliveries of one file: all of them or none."""
    with transaction.atomic():
        return [load(delivery, by=by, at=at) for delivery in deliveries]


def _load(
    kind: BaseTable.Kind,
    delivery: Delivery,
    rows: Callable[[BaseTable], int],
    *,
    by: User,
    at: datetime,
) -> Loaded:
    key = {
        "kind": kind,
        "period": delivery.year,
        "vintage": delivery.vintage,
        "source_department": by.organisation.name_zh,
    }
    content = delivery_digest(delivery)
    with transaction.atomic():
        one_at_a_time("measurement.table", *key.values())
        before = BaseTable.objects.filter(**key, superseded_at__isnull=True).first()
        if before is not None and before.digest == content:
            return Loaded(before, repeated=True)
        table = _supersede(before, _Header(key, content, last_digit_exponent(delivery)), by=by, at=at)
        number_of_rows = rows(table)
        record(
            Fact(
                f"{kind}.load",
                PROVINCE,
                "measurement.table",
                str(table.pk),
                changes={"digest": (before.digest if before else None, content)},
                facts={
                    "period": table.period,
                    "vintage": table.vintage,
                    "number": table.number,
                    "rows": number_of_rows,
                },
            ),
            by=by,
            at=at,
        )
    return Loaded(table)


@dataclass(frozen=True)
class _Header:
    key: dict[str, str]
    digest: str
    last_digit_exponent: int


def _supersede(before: BaseTable | None, header: _Header, *, by: User, at: datetime) -> BaseTable:
    if before is not None:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    last = BaseTable.objects.filter(**header.key).aggregate(last=Max("number"))["last"] or 0
    return BaseTable.objects.create(
        **header.key,
        number=last + 1,
        loaded_by=by,
        loaded_at=at,
        last_digit_exponent=header.last_digit_exponent,
        digest=header.digest,
    )


def _account_rows(delivery: AccountsDelivery) -> Callable[[BaseTable], int]:
    regions = _regions(delivery.entries)

    def store(table: BaseTable) -> int:
        rows = [_account_row(table, entry, regions[entry.region], delivery) for entry in delivery.entries]
        return len(AccountRow.objects.bulk_create(rows))

    return store


def _account_row(table: BaseTable, entry: AccountEntry, region: Region, delivery: AccountsDelivery) -> AccountRow:
    amounts = {
        item: None if amount is None else _amount(amount, delivery, entry.row, item)
        for item, amount in zip(ACCOUNT_ITEMS, entry.amounts, strict=True)
    }
    return AccountRow(
        table=table, region=region, industry=entry.industry, marker=entry.marker, source=entry.source, **amounts
    )


def _figure_rows(delivery: FiguresDelivery) -> Callable[[BaseTable], int]:
    regions = _regions(delivery.entries)

    def store(table: BaseTable) -> int:
        rows = [
            RegionFigure(
                table=table,
                region=regions[entry.region],
                value=_amount(entry.value, delivery, entry.row, "value"),
                marker=entry.marker,
                source=entry.source,
            )
            for entry in delivery.entries
        ]
        return len(RegionFigure.objects.bulk_create(rows))

    return store


def _regions(entries: Iterable[AccountEntry | FigureEntry]) -> dict[str, Region]:
    known = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    for entry in entries:
        if entry.region not in known:
            raise CellUnreadable(row=entry.row, column="region", expected="520100 … 522700", received=entry.region)
    return known


def _amount(value: Decimal, delivery: Delivery, row: int, column: str) -> Decimal:
    amount = in_10k_yuan(value, delivery.unit)
    if decimals_of(amount) > _STORED_DECIMALS:
        raise TooManyDecimals(row=row, column=column, received=amount)
    return amount


def _is_usual_blank(finding: Finding) -> bool:
    """A blank total is no gap: the bureaus deliver components, and the total is what is computed from them."""
    return finding.code is FindingCode.BLANK_DERIVED and finding.expected == "value_added"


def _require_own_industries(delivery: AccountsDelivery, *, by: User) -> None:
    own = _INDUSTRIES_OF.get(Organisation.Kind(by.organisation.kind))
    foreign = sorted({entry.industry for entry in delivery.entries} - set(own or ()))
    if own is not None and foreign:
        raise IndustryOfAnotherBody(
            organisation=by.organisation.name_zh, expected=", ".join(own), received=", ".join(foreign)
        )


def _require_positive(delivery: FiguresDelivery) -> None:
    for entry in delivery.entries:
        if entry.value <= 0:
            raise CellUnreadable(row=entry.row, column="value", expected="> 0", received=str(entry.value))
