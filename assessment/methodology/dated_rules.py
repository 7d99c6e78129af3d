"""Rules with a date: a formula, threshold or coefficient in force from a period on.

A version in force is never edited; a new one starts later. Asked before its first date a rule raises.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period

T = TypeVar("T")


class RuleNotYetInForce(AssessmentError):
    code = "rule_not_yet_in_force"
    message = N_("The rule “{rule}” starts with period {first}; it says nothing about {period}.")


class RuleVersionsOutOfOrder(AssessmentError):
    code = "rule_versions_out_of_order"
    message = N_("The versions of the rule “{rule}” must start one after another; found {received}.")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """`versions` are (start period, value), ascending, each start once."""

    rule: str
    versions: tuple[tuple[Period, T], ...]

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.versions]
        if not starts or any(later <= earlier for earlier, later in pairwise(starts)):
            raise RuleVersionsOutOfOrder(rule=self.rule, received=", ".join(map(str, starts)) or "-")

    def at(self, period: Period) -> T:
        """The value in force for `period`: the version with the latest start not after it."""
        return self._version(period)[1]

    def since(self, period: Period) -> Period:
        """The start of the version in force for `period`, to be stored beside a result."""
        return self._version(period)[0]

    @property
    def newest(self) -> T:
        """The version with the latest start: for work on files that name no period."""
        return self.versions[-1][1]

    def _version(self, period: Period) -> tuple[Period, T]:
        found = [version for version in self.versions if version[0] <= period]
        if not found:
            raise RuleNotYetInForce(rule=self.rule, first=self.versions[0][0], period=period)
        return found[-1]
