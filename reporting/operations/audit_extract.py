"""审计摘录: the record of chosen days, actor and unit, with the heads of the chains and whether they hold.

The audit administrator reads every chain; a unit reads its own.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import Max, QuerySet
from django.utils import timezone

from assessment.audit.actions import PROVINCE, SYSTEM_CHAIN
from assessment.audit.models import Entry as Record
from assessment.audit.queries import ChainState, chain_states
from assessment.display import formats
from assessment.methodology.canonical import digest
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import display_names, require_reach
from reporting.errors.extract import ExtractDateUnreadable, ExtractDaysReversed
from reporting.operations import terms
from reporting.operations.tables import CHECK_CODE_DIGITS, Column, Entry, Look, Report, Sheet, titled

OUTCOMES = {Record.Outcome.DONE: terms.DONE, Record.Outcome.REFUSED: terms.REFUSED}
CHUNK = 2000
MOST_FAULTS = 20
LONGEST_FACTS = 300
_DAY = 10
_DIGEST = re.compile("[0-9a-f]{40,64}")

_COLUMNS = (
    Column("单位（链）", 14),
    Column("序号", 7, Look.NUMBER),
    Column("时间", 11, Look.CENTRE),
    Column("账号", 18),
    Column("操作人", 12, Look.CENTRE),
    Column("操作", 18),
    Column("对象", 20),
    Column("对象编号", 10),
    Column("变更字段", 24, Look.WRAPPED),
    Column("附记", 36, Look.WRAPPED),
    Column("结果", 6, Look.CENTRE),
    Column("校验值", 11, Look.CENTRE),
)
_CHAIN_COLUMNS = (
    Column("单位（链）", 18),
    Column("条数", 10, Look.NUMBER),
    Column("链首（最后一条校验值）", 72, Look.WRAPPED),
    Column("未锚定条数", 12, Look.NUMBER),
    Column("校验状态", 16, Look.CENTRE),
    Column("发现的问题", 40, Look.WRAPPED),
)


@dataclass(frozen=True)
class Asked:
    """Which part of the record. An empty field narrows nothing; both days count whole, by the clock of the site."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    unit: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Self:
        """As typed; `ExtractDateUnreadable`, `ExtractDaysReversed`."""
        since, until = _day(typed.get("since", "")), _day(typed.get("until", ""))
        if since is not None and until is not None and until < since:
            raise ExtractDaysReversed(since=since.isoformat(), until=until.isoformat())
        return cls(since, until, typed.get("actor", "").strip(), typed.get("unit", "").strip())

    def narrowed(self, records: QuerySet[Record]) -> QuerySet[Record]:
        if self.since is not None:
            records = records.filter(at__gte=_midnight(self.since))
        if self.until is not None:
            records = records.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return records.filter(by=self.actor) if self.actor else records


def audit_extract(user: User, asked: Asked, *, at: datetime) -> Report:
    """The extract; its rows are read from the database as they are written, in the order of the chains.

    `NotFound` for a unit behind the wall.
    """
    reach = require_reach(user, Action.AUDIT_EXTRACT, at=at)
    names = dict(reach.regions.values_list("code", "name_zh"))
    if reach.provincial:
        names |= {PROVINCE: terms.PROVINCE_CHAIN, SYSTEM_CHAIN: terms.SYSTEM_CHAIN}
    if asked.unit and asked.unit not in names:
        raise NotFound
    chains = [asked.unit] if asked.unit else None if reach.provincial else list(names)
    open_records = Record.objects.all() if chains is None else Record.objects.filter(chain__in=chains)
    last: int = open_records.aggregate(last=Max("pk"))["last"] or 0
    states = chain_states(chains)
    found = asked.narrowed(open_records.filter(pk__lte=last)).order_by("chain", "sequence")
    people = display_names(found.order_by("by").values_list("by", flat=True).distinct())
    scope = terms.AUDIT_SCOPE.format(
        since=asked.since or terms.ANY_TIME,
        until=asked.until or terms.ANY_TIME,
        actor=asked.actor or terms.ALL,
        unit=names.get(asked.unit, terms.ALL),
        last=last,
    )
    sheets = (
        Sheet(
            name=terms.AUDIT_SHEET,
            title=terms.AUDIT_TITLE,
            columns=_COLUMNS,
            rows=_rows(found, names, people),
            notes=(scope, terms.AUDIT_NOTE),
            held=2,
        ),
        Sheet(
            name=terms.AUDIT_CHAINS_SHEET,
            title=terms.AUDIT_CHAINS_TITLE,
            columns=_CHAIN_COLUMNS,
            rows=tuple(_chain(state, names) for state in states),
            notes=(terms.CHAINS_NOTE,),
        ),
    )
    code = digest([[state.chain, state.head] for state in states])[:CHECK_CODE_DIGITS]
    return titled(terms.AUDIT_TITLE, sheets, code=code, by=user, at=at)


def _rows(found: QuerySet[Record], names: Mapping[str, str], people: Mapping[str, str]) -> Iterator[tuple[Entry, ...]]:
    for record in found.iterator(chunk_size=CHUNK):
        yield (
            names.get(record.chain, record.chain),
            record.sequence,
            formats.moment_to_the_second(record.at),
            record.by,
            people.get(record.by),
            record.action,
            record.object_type,
            record.object_id,
            "、".join(change["field"] for change in record.changes) or None,
            _facts(record.facts),
            OUTCOMES.get(Record.Outcome(record.outcome), record.outcome),
            record.mac[:CHECK_CODE_DIGITS],
        )


def _facts(facts: Mapping[str, object]) -> str | None:
    if not facts:
        return None
    said = "；".join(f"{name}：{_plain(value)}" for name, value in facts.items())
    return said if len(said) <= LONGEST_FACTS else f"{said[:LONGEST_FACTS]}…"


def _plain(value: object) -> str:
    """As it stands; of a digest the digits that are compared by eye."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{text[:CHECK_CODE_DIGITS]}…" if _DIGEST.fullmatch(text) else text


def _chain(state: ChainState, names: Mapping[str, str]) -> tuple[Entry, ...]:
    faults = [
        terms.FAULT_AT.format(sequence=one.sequence, fault=terms.FAULTS.get(one.code, one.code))
        for one in state.faults[:MOST_FAULTS]
    ]
    verdict = terms.BROKEN if faults else terms.SOUND
    name = names.get(state.chain, state.chain)
    return (name, state.count, state.head, state.unanchored, verdict, "；".join(faults) or None)


def _day(text: str) -> date | None:
    typed = text.strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ExtractDateUnreadable(received=typed[:_DAY]) from None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
