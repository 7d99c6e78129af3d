"""市（州） × 报表: the state of each return, a light of three colours, findings, queries, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.filing.models import Version
from assessment.filing.returns_table import Overview, OwedLine, overview
from assessment.filing.review_queries import open_queries
from assessment.filing.standing_findings import FindingCounts, finding_counts
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.territory.models import ReportingUnit

State = Version.State
SOON = timedelta(days=3)
NOT_REVIEWED = frozenset({State.DRAFT, State.AWAITING_SIGNATURE, State.WITHDRAWN})
# 绿, 黄, 红 as tone and words: nothing is told by colour alone.
GREEN, YELLOW, RED = ("good", N_("in order")), ("warn", N_("attention")), ("bad", N_("alarm"))


@dataclass(frozen=True)
class MatrixLine:
    """One field of the matrix."""

    line: OwedLine
    findings: FindingCounts
    queries: int
    lamp: Light

    @property
    def reviewed(self) -> Version | None:
        """The version a reviewer may look at; None while the unit still works on it."""
        latest = self.line.owed.latest
        return None if latest is None or latest.state in NOT_REVIEWED else latest


@dataclass(frozen=True)
class Matrix:
    table: Overview
    rows: tuple[tuple[ReportingUnit, tuple[MatrixLine | None, ...]], ...]

    @property
    def lines(self) -> list[MatrixLine]:
        return [line for _, lines in self.rows for line in lines if line is not None]

    @property
    def queried(self) -> int:
        return sum(line.queries for line in self.lines)


def matrix(user: User, period: str, *, at: datetime) -> Matrix:
    """The matrix of `period` for the regions open to `user`; a constant number of questions."""
    table = overview(user, period, at=at)
    lines = [line for _, found in table.rows for line in found if line is not None]
    counts = finding_counts(line.owed.latest.pk for line in lines if line.owed.latest is not None)
    queries = open_queries(line.owed.filed.pk for line in lines if line.owed.filed is not None)

    def field(line: OwedLine | None) -> MatrixLine | None:
        if line is None:
            return None
        latest, filed = line.owed.latest, line.owed.filed
        found = FindingCounts() if latest is None else counts.get(latest.pk, FindingCounts())
        asked = 0 if filed is None else queries.get(filed.pk, 0)
        return MatrixLine(line, found, asked, lamp_of(line, found, asked))

    return Matrix(table, tuple((unit, tuple(field(line) for line in found)) for unit, found in table.rows))


def lamp_of(line: OwedLine, findings: FindingCounts, queries: int) -> Light:
    """Red: overdue, sent back, or a finding that bars. Yellow: late, something to verify, or the deadline near."""
    latest = line.owed.latest
    if line.overdue or line.sent_back or findings.grave:
        tone, words = RED
    elif (latest is not None and latest.late) or findings.explain or queries or (line.unfinished and line.left < SOON):
        tone, words = YELLOW
    else:
        tone, words = GREEN
    return Light(tone, gettext(words))
