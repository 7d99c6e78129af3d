"""What the checks say of returns under review, as far as the review has to know it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.filing.models import Version
from assessment.methodology.check_rules import CellKey, Severity

# What informs never stands in the way of an acceptance.
IN_THE_WAY = frozenset({Severity.BLOCKING, Severity.ACCEPTANCE, Severity.EXPLAIN})


@dataclass(frozen=True)
class StandingFinding:
    """A check that failed; `explanation` is what the unit wrote about it, if anything."""

    code: str
    digest: str
    severity: Severity
    cells: tuple[CellKey, ...]
    label: str
    message: str
    explanation: str


@dataclass(frozen=True)
class FindingCounts:
    """How many checks failed at submission: those that bar, those to be explained, those that only inform."""

    grave: int = 0
    explain: int = 0
    inform: int = 0

    @property
    def in_the_way(self) -> int:
        return self.grave + self.explain


def findings_on(version: Version) -> tuple[StandingFinding, ...]:
    """The failed checks of one version, gravest first."""
    return ()


def findings_in_the_way(version: Version) -> list[StandingFinding]:
    """The findings that keep a return from being accepted together with others, explained or not."""
    return [one for one in findings_on(version) if one.severity in IN_THE_WAY]


def finding_counts(versions: Iterable[int]) -> Mapping[int, FindingCounts]:
    """The counts of each submitted version, in one question."""
    return {}
