"""抽样框 and strata of the survey of traditional industries: city × industry × size class.

Provincial variant with four base industries: a unit whose main activity is one of them is measured by the income
approach and must not be sampled as well (no double count). Strata by city, division and size class: DESIGN.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from assessment.methodology.periods import Period
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.survey_size_classes import SizeClass, SizeMeasure, size_class

_DIVISION = 3


class Exclusion(StrEnum):
    """Why a unit of the register is not in the frame."""

    DIGITAL_INDUSTRY = "digital_industry"
    SIZE_UNKNOWN = "size_unknown"


class StratumKey(NamedTuple):
    """`industry` is the division, such as C13. Sorts by city, industry, size from large to micro as spelt."""

    city: str
    industry: str
    size: SizeClass

    @property
    def label(self) -> str:
        return "|".join(self)


@dataclass(frozen=True)
class FrameUnit:
    """A unit of the register: its main industry as letter and digits (C1310), measures by which its size is judged."""

    unit: str
    city: str
    industry: str
    measures: Mapping[SizeMeasure, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class StratifiedFrame:
    """Units of each stratum in ascending order of their codes, and the units left out with the reason."""

    strata: Mapping[StratumKey, tuple[str, ...]]
    excluded: tuple[tuple[str, Exclusion], ...]

    def rows(self) -> Iterable[tuple[str, str]]:
        """(unit, label of its stratum), as a draw wants them."""
        return ((unit, key.label) for key, units in self.strata.items() for unit in units)


def stratify(units: Iterable[FrameUnit], period: Period) -> StratifiedFrame:
    """The frame of `period`; size bounds are those in force then. The order of `units` does not matter."""
    strata: defaultdict[StratumKey, list[str]] = defaultdict(list)
    excluded: list[tuple[str, Exclusion]] = []
    for unit in units:
        size = size_class(unit.industry, unit.measures, period)
        if unit.industry.startswith(DIGITAL_INDUSTRIES):
            excluded.append((unit.unit, Exclusion.DIGITAL_INDUSTRY))
        elif size is None:
            excluded.append((unit.unit, Exclusion.SIZE_UNKNOWN))
        else:
            strata[StratumKey(unit.city, unit.industry[:_DIVISION], size)].append(unit.unit)
    ordered = {key: tuple(sorted(strata[key])) for key in sorted(strata)}
    return StratifiedFrame(ordered, tuple(sorted(excluded)))
