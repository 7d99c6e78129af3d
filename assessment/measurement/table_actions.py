"""The only writers of the bureaus' tables: a delivery supersedes the one before it, nothing is ever edited."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.audit.named_locks import one_at_a_time
from assessment.measurement.deliveries import (
    AccountEntry,
    AccountsDelivery,
    Delivery,
    FigureEntry,
    FiguresDelivery,
    delivery_digest,
    last_digit_exponent,
)
from assessment.measurement.errors import (
    CellUnreadable,
    IndexOutOfRange,
    IndustryOfAnotherBody,
    RevisionUnexplained,
)
from assessment.measurement.laying_out import lay_out_tables
from assessment.measurement.models import AccountRow, BaseTable, RegionFigure
from assessment.measurement.operators import store_operators, with_allocated
from assessment.measurement.revisions import regions_to_explain, revisions_of
from assessment.measurement.stored_amounts import stored_amount
from assessment.methodology.account_records import Finding, FindingCode
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.production_approach import PRODUCTION_ITEMS
from assessment.methodology.run_figures import plain_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Organisation, Region

Kind = BaseTable.Kind
FEWEST_CHARACTERS: Final = 5
INDEX_RANGE: Final = (50, 200)
_AMOUNTS: Final = (*ACCOUNT_ITEMS, *PRODUCTION_ITEMS)
# Industrial digitalisation reaches the cities with the confirmed batch, not as a table.
_SHOWN_TO_CITIES: Final = frozenset({Kind.INDUSTRY_ACCOUNTS, Kind.GDP})
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
    require_own_industries(delivery, by=by)
    whole = with_allocated(delivery)
    findings = tuple(finding for finding in complete_accounts(whole.records()).findings if not is_usual_blank(finding))
    loaded = _load(_Coming(Kind.INDUSTRY_ACCOUNTS, delivery, _account_rows(whole)), by=by, at=at)
    return Loaded(loaded.table, findings, loaded.repeated)


def load_gdp(delivery: FiguresDelivery, *, by: User, at: datetime, reason: str = "") -> Loaded:
    """GDP by city of one vintage; by 统计局 alone. A revision beyond V-R1 needs a reason (`RevisionUnexplained`)."""
    require(by, Action.GDP_LOAD, at=at)
    require_positive(delivery)
    with transaction.atomic():
        one_at_a_time("measurement.gdp")
        to_explain = regions_to_explain(revisions_of(delivery, by.organisation.name_zh))
        if to_explain and len(reason.strip()) < FEWEST_CHARACTERS:
            raise RevisionUnexplained(regions=_names(to_explain))
        coming = _Coming(Kind.GDP, delivery, _figure_rows(delivery), reason.strip() if to_explain else "")
        return _load(coming, by=by, at=at)


def load_digitalisation(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """Industrial digitalisation by city, the outcome of the survey; by the measuring institute."""
    require(by, Action.DIGITALISATION_LOAD, at=at)
    return _load(_Coming(Kind.INDUSTRIAL_DIGITALISATION, delivery, _figure_rows(delivery)), by=by, at=at)


def load_deflators(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """Price indices by region, last year = 100; by 统计局 alone."""
    require(by, Action.DEFLATOR_LOAD, at=at)
    require_indices(delivery)
    return _load(_Coming(Kind.DEFLATOR, delivery, _figure_rows(delivery)), by=by, at=at)


def load_section_i(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """Value added of 门类 I by region, which the industries 63 to 65 must fit in (V-A8); by 统计局 alone."""
    return _load_section(Kind.SECTION_I, delivery, by=by, at=at)


def load_industry(delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    """工业增加值 by region, which industry 39 must fit in (V-A8); by 统计局 alone."""
    return _load_section(Kind.INDUSTRY, delivery, by=by, at=at)


def _load_section(kind: BaseTable.Kind, delivery: FiguresDelivery, *, by: User, at: datetime) -> Loaded:
    require(by, Action.SECTION_LOAD, at=at)
    require_positive(delivery)
    return _load(_Coming(kind, delivery, _figure_rows(delivery)), by=by, at=at)


def load_all(deliveries: Iterable[Delivery], load: Callable[..., Loaded], *, by: User, at: datetime) -> list[Loaded]:
    """Several deliveries of one file: all of them or none."""
    with transaction.atomic():
        return [load(delivery, by=by, at=at) for delivery in deliveries]


@dataclass(frozen=True)
class _Coming:
    """A delivery on its way into the tables; `store` writes its rows and says how many."""

    kind: BaseTable.Kind
    delivery: Delivery
    store: Callable[[BaseTable], int]
    reason: str = ""


def _load(coming: _Coming, *, by: User, at: datetime) -> Loaded:
    """Store the delivery and lay out its figures for the cities, in one transaction."""
    delivery = coming.delivery
    key = {
        "kind": coming.kind,
        "period": delivery.year,
        "vintage": delivery.vintage,
        "source_department": by.organisation.name_zh,
    }
    content = delivery_digest(delivery)
    with transaction.atomic():
        one_at_a_time("measurement.table", *key.values())
        before = BaseTable.objects.filter(**key, superseded_at__isnull=True).first()
        repeated = before is not None and before.digest == content
        table = before if before is not None and repeated else _new(coming, key, before, by=by, at=at)
        if coming.kind in _SHOWN_TO_CITIES:
            lay_out_tables(delivery.year, by=by, at=at)
    return Loaded(table, repeated=repeated)


def _new(coming: _Coming, key: dict[str, str], before: BaseTable | None, *, by: User, at: datetime) -> BaseTable:
    header = _Header(key, delivery_digest(coming.delivery), last_digit_exponent(coming.delivery), coming.reason)
    table = _supersede(before, header, by=by, at=at)
    facts = {
        "period": table.period,
        "vintage": table.vintage,
        "number": table.number,
        "rows": coming.store(table),
        "reason_given": bool(table.revision_reason),
    }
    changes = {"digest": (before.digest if before else None, table.digest)}
    record(
        Fact(f"{coming.kind}.load", PROVINCE, "measurement.table", str(table.pk), changes=changes, facts=facts),
        by=by,
        at=at,
    )
    return table


@dataclass(frozen=True)
class _Header:
    key: dict[str, str]
    digest: str
    last_digit_exponent: int
    revision_reason: str


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
        revision_reason=header.revision_reason,
    )


def _account_rows(delivery: AccountsDelivery) -> Callable[[BaseTable], int]:
    regions = _regions(delivery.entries)

    def store(table: BaseTable) -> int:
        rows = [_account_row(table, entry, regions[entry.region], delivery) for entry in delivery.entries]
        store_operators(table, delivery, regions)
        return len(AccountRow.objects.bulk_create(rows))

    return store


def _account_row(table: BaseTable, entry: AccountEntry, region: Region, delivery: AccountsDelivery) -> AccountRow:
    amounts = {
        item: None if amount is None else stored_amount(amount, delivery.unit, row=entry.row, column=item)
        for item, amount in zip(_AMOUNTS, (*entry.amounts, *entry.production.amounts), strict=True)
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
                value=stored_amount(entry.value, delivery.unit, row=entry.row, column="value"),
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


def _names(codes: Iterable[str]) -> str:
    named = dict(Region.objects.filter(valid_until__isnull=True).values_list("code", "short_name_zh"))
    return "、".join(named.get(code, code) for code in codes)


def is_usual_blank(finding: Finding) -> bool:
    """A blank total is no gap: the bureaus deliver components, and the total is what is computed from them."""
    return finding.code is FindingCode.BLANK_DERIVED and finding.expected == "value_added"


def require_own_industries(delivery: AccountsDelivery, *, by: User) -> None:
    own = _INDUSTRIES_OF.get(Organisation.Kind(by.organisation.kind))
    foreign = sorted({entry.industry for entry in delivery.entries} - set(own or ()))
    if own is not None and foreign:
        raise IndustryOfAnotherBody(
            organisation=by.organisation.name_zh, expected=", ".join(own), received=", ".join(foreign)
        )


def require_positive(delivery: FiguresDelivery) -> None:
    for entry in delivery.entries:
        if entry.value <= 0:
            raise CellUnreadable(row=entry.row, column="value", expected="> 0", received=str(entry.value))


def require_indices(delivery: FiguresDelivery) -> None:
    """4.5 (a rate of change) or 1.045 (a ratio) is no index with last year as 100."""
    low, high = INDEX_RANGE
    for entry in delivery.entries:
        if not low <= entry.value <= high:
            received = plain_number(entry.value)
            raise IndexOutOfRange(row=entry.row, low=low, high=high, received=received)
