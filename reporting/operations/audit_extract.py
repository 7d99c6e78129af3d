"""审计摘录: the record of chosen days, actor and unit, with the heads of the chains and whether they hold.

The audit administrator reads every chain; a unit reads its own.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Self

from django.db.models import QuerySet
from django.utils import timezone

from assessment.audit.action_words import ACTIONS, OBJECTS
from assessment.audit.actions import PROVINCE, SYSTEM_CHAIN
from assessment.audit.chain_states import ChainState, chain_states
from assessment.audit.models import Entry as Record
from assessment.display import formats
from assessment.methodology.canonical import digest
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import display_names, require_reach
from reporting.errors.extract import ExtractActionUnknown, ExtractDateUnreadable, ExtractDaysReversed
from reporting.operations import terms
from reporting.operations.tables import CHECK_CODE_DIGITS, Column, Entry, Look, Report, Sheet, titled

OUTCOMES = {Record.Outcome.DONE: terms.DONE, Record.Outcome.REFUSED: terms.REFUSED}
CHUNK = 2000
MOST_FAULTS = 20
LONGEST_FACTS = 300
LONGEST_CODE = 40
MOST_ROWS = 1_000_000
"""What one sheet of Excel holds, with its head and notes: 1 048 576 rows at most."""
Progress = Callable[[int, int], None]
_DAY = 10
_DIGEST = re.compile("[0-9a-f]{40,64}")

_COLUMNS = (
    Column("单位（链）", 14),
    Column("序号", 7, Look.NUMBER),
    Column("时间", 11, Look.CENTRE),
    Column("账号", 17),
    Column("操作人", 11, Look.CENTRE),
    Column("操作", 15, Look.WRAPPED),
    Column("操作代码", 16, Look.WRAPPED),
    Column("对象", 13, Look.WRAPPED),
    Column("对象编号", 10, Look.WRAPPED),
    Column("变更字段", 20, Look.WRAPPED),
    Column("附记", 34, Look.WRAPPED),
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
    action: str = ""
    subject: str = ""
    number: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Self:
        """As typed; `ExtractDateUnreadable`, `ExtractDaysReversed`, `ExtractActionUnknown`."""
        since, until = _day(typed.get("since", "")), _day(typed.get("until", ""))
        if since is not None and until is not None and until < since:
            raise ExtractDaysReversed(since=since.isoformat(), until=until.isoformat())
        words = {name: typed.get(name, "").strip() for name in ("actor", "unit", "action", "subject", "number")}
        for name, known in (("action", ACTIONS), ("subject", OBJECTS)):
            if words[name] and words[name] not in known:
                raise ExtractActionUnknown(received=words[name][:LONGEST_CODE])
        return cls(since, until, **words)

    @property
    def document(self) -> dict[str, str]:
        """As it is stored and read again by `of`."""
        return {name: str(value) if value else "" for name, value in asdict(self).items()}

    def narrowed(self, records: QuerySet[Record]) -> QuerySet[Record]:
        if self.since is not None:
            records = records.filter(at__gte=_midnight(self.since))
        if self.until is not None:
            records = records.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        fields = {"by": self.actor, "action": self.action, "object_type": self.subject, "object_id": self.number}
        return records.filter(**{name: value for name, value in fields.items() if value})

    def narrowing(self, units: Mapping[str, str]) -> str:
        """What narrows the record, in a few words, units by their names; blank where nothing does."""
        days = f"{self.since or terms.ANY_TIME}—{self.until or terms.ANY_TIME}" if self.since or self.until else ""
        subject = " ".join(filter(None, (OBJECTS.get(self.subject), self.number)))
        return " · ".join(
            filter(None, (days, units.get(self.unit, self.unit), self.actor, ACTIONS.get(self.action), subject))
        )

    def in_words(self, unit: str, last: int) -> str:
        """The note that says what was asked for."""
        subject = OBJECTS.get(self.subject, terms.ALL) + (f" {self.number}" if self.number else "")
        return terms.AUDIT_SCOPE.format(
            since=self.since or terms.ANY_TIME,
            until=self.until or terms.ANY_TIME,
            actor=self.actor or terms.ALL,
            unit=unit or terms.ALL,
            action=ACTIONS.get(self.action, terms.ALL),
            subject=subject,
            last=last,
        )


def check_reach(asked: Asked, user: User, *, at: datetime) -> None:
    """`NotFound` for a unit behind the wall of `user`."""
    _open_chains(user, asked, at=at)


@dataclass(frozen=True)
class Extract:
    """What is found of the record up to entry `last`; its rows are read as they are written, chain by chain.

    `names` are the chains the reader may see, `chains` those that are checked (None: all), `total` counts the rows.
    """

    asked: Asked
    last: int
    names: Mapping[str, str]
    chains: list[str] | None
    found: QuerySet[Record]
    total: int

    @classmethod
    def of(cls, user: User, asked: Asked, last: int, *, at: datetime) -> Self:
        names, chains = _open_chains(user, asked, at=at)
        records = Record.objects.all() if chains is None else Record.objects.filter(chain__in=chains)
        found = asked.narrowed(records.filter(pk__lte=last)).order_by("chain", "sequence")
        return cls(asked, last, names, chains, found, found.count())

    def report(self, progress: Progress, *, by: User, at: datetime) -> Report:
        """The workbook; `progress` is told how many rows of how many are written."""
        states = chain_states(self.chains)
        notes = (self.asked.in_words(self.names.get(self.asked.unit, ""), self.last), terms.AUDIT_NOTE)
        rows = self._rows(progress)
        sheets = [
            Sheet(
                name=terms.AUDIT_SHEET if number == 1 else terms.AUDIT_NEXT_SHEET.format(number=number),
                title=terms.AUDIT_TITLE,
                columns=_COLUMNS,
                rows=islice(rows, MOST_ROWS),
                notes=notes,
                held=2,
            )
            for number in range(1, max(1, -(-self.total // MOST_ROWS)) + 1)
        ]
        chains = Sheet(
            name=terms.AUDIT_CHAINS_SHEET,
            title=terms.AUDIT_CHAINS_TITLE,
            columns=_CHAIN_COLUMNS,
            rows=tuple(_chain(state, self.names) for state in states),
            notes=(terms.CHAINS_NOTE,),
        )
        code = digest([[state.chain, state.head] for state in states])[:CHECK_CODE_DIGITS]
        return titled(terms.AUDIT_TITLE, (*sheets, chains), code=code, by=by, at=at)

    def _rows(self, progress: Progress) -> Iterator[tuple[Entry, ...]]:
        people = display_names(self.found.order_by("by").values_list("by", flat=True).distinct())
        for number, record in enumerate(self.found.iterator(chunk_size=CHUNK), start=1):
            if number % CHUNK == 0:
                progress(number, self.total)
            yield (
                self.names.get(record.chain, record.chain),
                record.sequence,
                formats.moment_to_the_second(record.at),
                record.by,
                people.get(record.by),
                ACTIONS.get(record.action),
                record.action,
                OBJECTS.get(record.object_type, record.object_type),
                record.object_id,
                "、".join(change["field"] for change in record.changes) or None,
                _facts(record.facts),
                OUTCOMES.get(Record.Outcome(record.outcome), record.outcome),
                record.mac[:CHECK_CODE_DIGITS],
            )


def _open_chains(user: User, asked: Asked, *, at: datetime) -> tuple[dict[str, str], list[str] | None]:
    """The chains `user` may read with their names, and which of them are asked for (None: every one there is)."""
    reach = require_reach(user, Action.AUDIT_EXTRACT, at=at)
    names = dict(reach.regions.values_list("code", "name_zh"))
    if reach.provincial:
        names |= {PROVINCE: terms.PROVINCE_CHAIN, SYSTEM_CHAIN: terms.SYSTEM_CHAIN}
    if asked.unit and asked.unit not in names:
        raise NotFound
    return names, [asked.unit] if asked.unit else None if reach.provincial else list(names)


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
