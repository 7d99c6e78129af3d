"""A version as its reviewer looks at it: each item with what lies around it, and what was said of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from assessment.catalogue.models import Item
from assessment.display import formats
from assessment.display.dot_strip import DotStrip, dot_strip
from assessment.evidence.models import StoredFile
from assessment.filing.cells import content_of
from assessment.filing.checking import Finding, findings_of
from assessment.filing.evidence_view import proofs_of, stamped_pages
from assessment.filing.models import AdoptedValue, Cell, QueryThread, Version
from assessment.filing.prior_figures import prior_figures
from assessment.filing.return_view import RATE_DECIMALS, Row, is_rate, rows_of
from assessment.filing.review_queries import (
    Peer,
    adoptions_of,
    earlier_threads,
    peers,
    threads_of,
    version_before,
)
from assessment.methodology.check_rules import CellKey
from assessment.methodology.figures import Figure
from assessment.methodology.growth import GrowthPair, growth
from assessment.methodology.outliers import THRESHOLD, Spread, Standing, spread, standings

CURRENT, BASE = Cell.Basis.CURRENT, Cell.Basis.SAME_PERIOD_LAST_YEAR
OWN = ""
T = TypeVar("T", QueryThread, AdoptedValue, StoredFile)


@dataclass(frozen=True)
class Reviewed:
    """One cell as filed, and as it was in the version before where it has changed since."""

    basis: str
    text: str
    blank: bool
    before: str | None
    adopted: str | None


@dataclass(frozen=True)
class Distribution:
    """Where this unit's rate (or figure, of an item that is a rate) lies among those of the others.

    It tells a position, never a place: nothing here is a score.
    """

    strip: DotStrip
    spread: Spread
    own: Decimal | None
    standing: Standing | None
    decimals: int

    @property
    def stands_apart(self) -> bool:
        return self.standing is not None and self.standing.stands_apart


@dataclass(frozen=True)
class ReviewRow:
    """One item under review."""

    row: Row
    cells: tuple[Reviewed, ...]
    last_period: str
    filed_last_year: str
    distribution: Distribution | None
    findings: Sequence[Finding] = ()
    threads: Sequence[QueryThread] = ()
    earlier: Sequence[QueryThread] = ()
    adoptions: Sequence[AdoptedValue] = ()
    files: Sequence[StoredFile] = ()

    @property
    def item(self) -> Item:
        return self.row.item

    @property
    def changed(self) -> bool:
        return any(cell.before is not None for cell in self.cells)

    @property
    def open_threads(self) -> list[QueryThread]:
        return [thread for thread in self.threads if thread.state != QueryThread.State.CLOSED]

    @property
    def stands_apart(self) -> bool:
        return self.distribution is not None and self.distribution.stands_apart

    @property
    def flagged(self) -> bool:
        """Whether the reviewer has something to look at here."""
        return bool(self.findings or self.open_threads or self.changed or self.stands_apart)


@dataclass(frozen=True)
class Review:
    """The whole return. `papers` prove it as a whole: files of no single item, and the stamped page.

    `outliers` are the rows that stand apart, for the list that states the method.
    """

    version: Version
    rows: tuple[ReviewRow, ...]
    before: Version | None
    whole: Sequence[Finding]
    papers: Sequence[StoredFile] = ()
    threshold: Decimal = THRESHOLD

    @property
    def outliers(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.stands_apart]

    @property
    def flagged(self) -> int:
        return sum(row.flagged for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(row.changed for row in self.rows)


@dataclass(frozen=True)
class _Around:
    """What lies around a version, read once for all items."""

    before: Mapping[CellKey, Cell] = field(default_factory=dict)
    last: Mapping[str, Figure] = field(default_factory=dict)
    year_ago: Mapping[str, Figure] = field(default_factory=dict)
    peers: Mapping[str, Sequence[Peer]] = field(default_factory=dict)
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    threads: Mapping[str, Sequence[QueryThread]] = field(default_factory=dict)
    earlier: Mapping[str, Sequence[QueryThread]] = field(default_factory=dict)
    adoptions: Mapping[str, Sequence[AdoptedValue]] = field(default_factory=dict)
    files: Mapping[str, Sequence[StoredFile]] = field(default_factory=dict)


def review_of(version: Version, items: Sequence[Item]) -> Review:
    """Everything the review page shows, in a number of questions that does not grow with items or units."""
    earlier = version_before(version)
    found = findings_of(version)
    prior = prior_figures(version.return_filed)
    around = _Around(
        before={} if earlier is None else {(cell.item, cell.basis): cell for cell in earlier.cells.all()},
        last=prior.last_period.figures,
        year_ago=prior.filed_last_year.figures,
        peers=peers(version),
        findings=_by_item(found),
        threads=_grouped(threads_of(version)),
        earlier=_grouped(earlier_threads(version)),
        adoptions=_grouped(adoptions_of(version)),
        files=_grouped([file for _, file in proofs_of(version)]),
    )
    rows = tuple(_row(row, around) for row in rows_of(version, items))
    papers = [*around.files.get(OWN, ()), *stamped_pages(version)]
    return Review(version, rows, earlier, [one for one in found if not one.cells], papers)


def _row(row: Row, around: _Around) -> ReviewRow:
    code = row.item.code
    return ReviewRow(
        row=row,
        cells=tuple(_cell(shown.cell, row.item, around) for shown in row.cells if shown.cell is not None),
        last_period=_text(around.last.get(code), row.item),
        filed_last_year=_text(around.year_ago.get(code), row.item),
        distribution=_distribution(row, around.peers.get(code, ())),
        findings=around.findings.get(code, ()),
        threads=around.threads.get(code, ()),
        earlier=around.earlier.get(code, ()),
        adoptions=around.adoptions.get(code, ()),
        files=around.files.get(code, ()),
    )


def _cell(cell: Cell, item: Item, around: _Around) -> Reviewed:
    old = around.before.get((cell.item, cell.basis))
    changed = old is not None and content_of(old) != content_of(cell)
    return Reviewed(
        basis=cell.basis,
        text=formats.cell(cell.condition, cell.value, decimals=item.decimals),
        blank=cell.condition == Cell.Condition.EMPTY,
        before=_text(old, item) if changed else None,
        adopted=_adopted(around.adoptions.get(cell.item, ()), cell, item),
    )


def _adopted(records: Iterable[AdoptedValue], cell: Cell, item: Item) -> str | None:
    """The 考核采用值 in force beside this cell, as text."""
    confirmed = [one for one in records if one.basis == cell.basis and one.state == AdoptedValue.State.CONFIRMED]
    if not confirmed or confirmed[-1].kind == AdoptedValue.Kind.WITHDRAWN:
        return None
    return formats.cell(confirmed[-1].condition, confirmed[-1].value, decimals=item.decimals)


def _text(figure: Cell | Figure | None, item: Item) -> str:
    if figure is None:
        return formats.NOTHING
    return formats.cell(figure.condition, figure.value, decimals=item.decimals) or formats.NOTHING


def _distribution(row: Row, others: Sequence[Peer]) -> Distribution | None:
    rate = is_rate(row.item.unit)
    decimals = row.item.decimals if rate else RATE_DECIMALS
    values = {shown.cell.basis: shown.cell.value for shown in row.cells if shown.cell is not None}
    own = _measure(values.get(CURRENT), values.get(BASE), rate=rate)
    measured = [(peer, _measure(peer.current, peer.base, rate=rate)) for peer in others]
    known = {peer.unit: value for peer, value in measured if value is not None}
    around = spread(list(known.values()))
    if around is None:
        return None
    named = [
        (f"{peer.name_zh} {formats.number(value, decimals=decimals)}", value)
        for peer, value in measured
        if value is not None
    ]
    strip = dot_strip(named, None if own is None else (formats.number(own, decimals=decimals), own), around.median)
    if strip is None:
        return None
    standing = None if own is None else standings({**known, OWN: own}).get(OWN)
    return Distribution(strip, around, own, standing, decimals)


def _measure(current: Decimal | None, base: Decimal | None, *, rate: bool) -> Decimal | None:
    """What may be compared between a large and a small city: 同比 of a level, the figure itself of a rate."""
    if rate:
        return current
    if current is None or base is None:
        return None
    return growth(GrowthPair(current, base)).rate_percent


def _by_item(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Each finding at the item it points at first."""
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.cells:
            grouped[one.cells[0][0]].append(one)
    return grouped


def _grouped(rows: Iterable[T]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        grouped[row.item].append(row)
    return grouped
