"""V-Q1: what a sample must show before its estimate is used (DESIGN; domain §8.4 and §2.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.account_records import Severity
from assessment.methodology.measurement_checks import CheckFinding

FEWEST_RESPONDENTS: Final = 5
MOST_CV_PERCENT: Final = Decimal(30)
LOWEST_RESPONSE_PERCENT: Final = Decimal(70)


@dataclass(frozen=True)
class StratumQuality:
    """One stratum (city × industry × size): units drawn and units that answered."""

    stratum: str
    drawn: int
    respondents: int


@dataclass(frozen=True)
class SampleQuality:
    """`cv_percent` by domain, None where there is none; `in_both_parts`: units of the digital industries."""

    strata: Sequence[StratumQuality]
    cv_percent: dict[str, Decimal | None]
    seed_stored: bool
    in_both_parts: Sequence[str] = ()

    @property
    def response_percent(self) -> Decimal | None:
        """Respondents of all units drawn; None where none was drawn."""
        drawn = sum(stratum.drawn for stratum in self.strata)
        answered = sum(stratum.respondents for stratum in self.strata)
        return Decimal(100) * answered / drawn if drawn else None


def sample_findings(sample: SampleQuality) -> Iterator[CheckFinding]:
    """At least 5 respondents a stratum, CV ≤ 30 %, response ≥ 70 %, seed stored, no unit in both parts."""
    for stratum in sample.strata:
        if stratum.respondents < FEWEST_RESPONDENTS:
            where, received = stratum.stratum, Decimal(stratum.respondents)
            yield _finding("too_few_respondents", where, f">= {FEWEST_RESPONDENTS}", received)
    for domain, cv in sample.cv_percent.items():
        if cv is None or cv > MOST_CV_PERCENT:
            yield _finding("cv_too_large", domain, f"<= {MOST_CV_PERCENT}", "" if cv is None else cv)
    response = sample.response_percent
    if response is None or response < LOWEST_RESPONSE_PERCENT:
        yield _finding("response_too_low", "", f">= {LOWEST_RESPONSE_PERCENT}", "" if response is None else response)
    if not sample.seed_stored:
        yield _finding("seed_not_stored", "", "seed", "")
    for unit in sample.in_both_parts:
        yield _finding("unit_in_both_parts", unit, "one part", unit)


def _finding(code: str, where: str, expected: str, received: Decimal | str) -> CheckFinding:
    return CheckFinding("V-Q1", code, Severity.EXPLAIN, where, expected, received)
