"""Which explanation belongs to which finding: given for exactly these values, remembered, or lapsed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.models import AcceptedReason, Explanation, Return
from assessment.methodology.canonical import digest
from assessment.methodology.check_rules import CellKey, CheckRule, RuleResult
from assessment.methodology.explanations import REASONS, Deviation, Reason, premise_holds
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period

_BY_CODE = {reason.code: reason for reason in REASONS}


@dataclass(frozen=True)
class Explained:
    """An explanation as a finding carries it. `stands` is False once the value or the rule has changed (已失效).

    `accepted_in` is the period of the return in which the same fact was accepted; empty where the city wrote it now.
    """

    reason: str
    text: str
    given_by: str
    given_at: datetime
    stands: bool
    accepted_in: str = ""

    @property
    def reason_words(self) -> str:
        known = _BY_CODE.get(self.reason)
        if known is None:
            return self.reason
        return known.zh if formats.in_chinese() else known.en


@dataclass(frozen=True)
class Memory:
    """What was said of one return, and what was accepted of its unit before."""

    given: Mapping[tuple[str, str, str], Explanation] = field(default_factory=dict)
    latest: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)
    accepted: Mapping[tuple[str, str, str], AcceptedReason] = field(default_factory=dict)

    def of(self, result: RuleResult, values_digest: str, period: Period) -> Explained | None:
        """The explanation that fits best: for these values, an accepted fact, else the lapsed one."""
        rule = result.rule
        exact = self.given.get((rule.code, rule.digest, values_digest))
        if exact is not None:
            return _given(exact, stands=True)
        place = place_of(result.cells)
        accepted = self.accepted.get((rule.code, rule.digest, place))
        if accepted is not None and _still_true(accepted, result, period):
            return _accepted(accepted)
        lapsed = self.latest.get((rule.code, place))
        return None if lapsed is None else _given(lapsed, stands=False)

    def offered(self, result: RuleResult) -> Explained | None:
        """A fact accepted before that may be taken over with one click, where it is not taken for granted."""
        accepted = self.accepted.get((result.rule.code, result.rule.digest, place_of(result.cells)))
        return None if accepted is None else _accepted(accepted)


def memory_of(filed: Return) -> Memory:
    """Two questions, whatever the number of findings."""
    given = list(Explanation.objects.filter(return_filed=filed).order_by("given_at", "id"))
    accepted = AcceptedReason.objects.filter(
        reporting_unit=filed.reporting_unit_id, form=filed.collection.form_version.form.code
    ).order_by("accepted_at", "id")
    return Memory(
        given={(row.rule, row.rule_digest, row.values_digest): row for row in given},
        latest={(row.rule, row.place): row for row in given},
        accepted={(row.rule, row.rule_digest, row.place): row for row in accepted},
    )


def values_digest(rule: CheckRule, cells: Sequence[CellKey], figures: Mapping[CellKey, Figure]) -> str:
    """The cells the rule looks at, as they stand. The same number typed as 1.50 and 1.5 is the same."""
    looked_at = sorted({*cells} if rule.for_each else {*rule.cells, *cells})
    return digest([[item, basis, *_content(figures.get((item, basis)))] for item, basis in looked_at])


def place_of(cells: Sequence[CellKey]) -> str:
    """The cell a finding points at, as the page names it."""
    return ".".join(cells[0]) if cells else ""


def pairs(cells: Iterable[CellKey]) -> list[list[str]]:
    """Cell keys as JSON keeps them."""
    return [list(cell) for cell in cells]


def _content(figure: Figure | None) -> tuple[str, Decimal | None]:
    return ("absent", None) if figure is None else (figure.condition.value, shortest(figure.value))


def _still_true(accepted: AcceptedReason, result: RuleResult, period: Period) -> bool:
    """A lasting fact, in a later period of the same year, on the same side and no more than half as far again."""
    reason: Reason | None = _BY_CODE.get(accepted.reason)
    before = Period.parse(accepted.period)
    if reason is None or not reason.lasting or before.year != period.year or before > period:
        return False
    return premise_holds(Deviation(accepted.expected, accepted.received), Deviation(result.expected, result.received))


def _given(row: Explanation, *, stands: bool) -> Explained:
    return Explained(row.reason, row.text, row.given_by, row.given_at, stands)


def _accepted(row: AcceptedReason) -> Explained:
    return Explained(row.reason, row.text, row.accepted_by, row.accepted_at, stands=True, accepted_in=row.period)
