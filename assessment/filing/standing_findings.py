"""What the checks say of returns under review, as far as the review has to know it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.filing.checking import Finding, findings_of
from assessment.filing.models import FrozenFindings, Version
from assessment.methodology.check_rules import Outcome, Severity

# What informs never stands in the way of an acceptance.
IN_THE_WAY = frozenset({Severity.BLOCKING, Severity.ACCEPTANCE, Severity.EXPLAIN})


@dataclass(frozen=True)
class FindingCounts:
    """How many checks failed at submission: those that bar, those to be explained, those that only inform."""

    grave: int = 0
    explain: int = 0
    inform: int = 0

    @property
    def in_the_way(self) -> int:
        return self.grave + self.explain


def findings_in_the_way(version: Version) -> list[Finding]:
    """The findings that keep a return from being accepted together with others, explained or not."""
    return [one for one in findings_of(version) if one.severity in IN_THE_WAY]


def finding_counts(versions: Iterable[int]) -> Mapping[int, FindingCounts]:
    """The counts of each submitted version as its receipt vouches for them, in one question."""
    frozen = FrozenFindings.objects.filter(version__in=list(versions))
    return {row.version_id: _counts(row.document["rules"]) for row in frozen}


def _counts(rules: Iterable[Mapping[str, object]]) -> FindingCounts:
    failed = [rule["severity"] for rule in rules if rule["outcome"] == Outcome.FAILED]
    explain, inform = failed.count(Severity.EXPLAIN), failed.count(Severity.INFORM)
    return FindingCounts(len(failed) - explain - inform, explain, inform)
