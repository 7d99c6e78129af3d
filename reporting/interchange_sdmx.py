"""What periods, units of measure and numbers are in SDMX: TIME_PERIOD, FREQ, UNIT_MEASURE, UNIT_MULT and DECIMALS.

Source: the time formats of SDMX 3.0, section 6 (reporting quarter `2021-Q1`, month `2021-02`, year `2021`), and its
cross-domain code lists, whose codes are kept: CL_FREQ, CL_UNIT_MULT, CL_OBS_STATUS, CL_CONF_STATUS.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.units import Unit, UnitUnknown, parse_unit

ANNUAL, QUARTERLY, MONTHLY = "A", "Q", "M"
YEAR_TO_DATE, WHOLE_PERIOD = "YTD", "WHOLE"
MONTHS_OF_A_QUARTER = 3
NO_UNIT: Final = ("_Z", 0)
# The unit without its power of ten, and the power. Amounts of money by ISO 4217.
_UNITS: Final[Mapping[Unit, tuple[str, int]]] = MappingProxyType(
    {
        Unit.YUAN: ("CNY", 0),
        Unit.TEN_THOUSAND_YUAN: ("CNY", 4),
        Unit.HUNDRED_MILLION_YUAN: ("CNY", 8),
        Unit.TEN_THOUSAND_USD: ("USD", 4),
        Unit.HUNDRED_MILLION_USD: ("USD", 8),
        Unit.PERSON: ("PERSONS", 0),
        Unit.YEAR: ("YEARS", 0),
        Unit.ENTERPRISE: ("ENTERPRISES", 0),
        Unit.PERCENT: ("PERCENT", 0),
        Unit.PERCENTAGE_POINT: ("PERCENTAGE_POINTS", 0),
        Unit.POINT: ("POINTS", 0),
        Unit.RATIO: ("RATIO", 0),
        Unit.INDEX: ("INDEX_LAST_YEAR_100", 0),
    }
)
_OWN_UNITS: Final = MappingProxyType({"位": "PLACES"})
_NAMES: Final = MappingProxyType({"CNY": "元（人民币）", "USD": "美元", "PLACES": "位", "_Z": "不适用"})


@dataclass(frozen=True)
class TimeFrame:
    """How often such results come, which period this one closes, and whether its figures run from January."""

    frequency: str
    time_period: str
    accumulation: str


def time_frame(period: Period) -> TimeFrame:
    """The period as SDMX writes it: a cumulative one is named by the quarter or month that closes it, and flagged.

    Worked example: January to June 2021 is Q, 2021-Q2, YTD; January to February 2021 is M, 2021-02, YTD; the year 2021
    is A, 2021, WHOLE.
    """
    if period.kind is not PeriodKind.CUMULATIVE:
        return TimeFrame(ANNUAL, str(period.year), WHOLE_PERIOD)
    quarter, beside = divmod(period.number, MONTHS_OF_A_QUARTER)
    if beside:
        return TimeFrame(MONTHLY, f"{period.year}-{period.number:02d}", YEAR_TO_DATE)
    return TimeFrame(QUARTERLY, f"{period.year}-Q{quarter}", YEAR_TO_DATE)


class UnitCodes:
    """The codes of the units that the observations of one run are in; a unit of its own has a number."""

    def __init__(self, units: Iterable[str]) -> None:
        self._codes: dict[str, tuple[str, int]] = {"": NO_UNIT}
        self._names: dict[str, str] = {"_Z": _NAMES["_Z"]}
        for text in units:
            self._add(text)

    def of(self, text: str) -> tuple[str, int]:
        """UNIT_MEASURE and UNIT_MULT, the power of ten: 万元 is CNY and 4."""
        return self._codes[text]

    @property
    def names(self) -> Mapping[str, str]:
        return self._names

    def _add(self, text: str) -> None:
        if text in self._codes:
            return
        try:
            unit = parse_unit(text)
        except UnitUnknown:
            code, power, name = _OWN_UNITS.get(text, f"UNIT_{len(self._codes)}"), 0, text
        else:
            (code, power), name = _UNITS[unit], unit.name_zh
        self._codes[text] = (code, power)
        self._names.setdefault(code, _NAMES.get(code, name))


def decimals_of(value: str) -> str:
    """DECIMALS: how many digits stand behind the point; nothing where there is no value."""
    return str(len(value.partition(".")[2])) if value else ""
