"""Size classes of enterprises 大型, 中型, 小型, 微型: bounds as dated data, by industry.

Source: 统计上大中小微型企业划分办法（2017）, National Bureau of Statistics, 国统字〔2017〕213号, read from a copy
(https://kubaishu.com/life/202393.html); the rows from 物业管理 on, the assignment of industry codes of GB/T 4754-2017
and the start with the year 2018 are MEMORY. Employees in persons, revenue and assets in 万元.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from assessment.methodology.dated_rules import Dated
from assessment.methodology.periods import Period


class SizeClass(StrEnum):
    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class SizeMeasure(StrEnum):
    """从业人员（人）, 营业收入（万元）, 资产总额（万元）."""

    EMPLOYEES = "employees"
    REVENUE = "revenue_10k_yuan"
    ASSETS = "assets_10k_yuan"


# Lowest value of each measure for large, medium and small.
Bounds = Mapping[SizeMeasure, tuple[int, int, int]]

OTHER: Final = ""
_X, _Y, _Z = SizeMeasure.EMPLOYEES, SizeMeasure.REVENUE, SizeMeasure.ASSETS
_INDUSTRY: Final[Bounds] = {_X: (1000, 300, 20), _Y: (40000, 2000, 300)}
_LODGING_AND_MEALS: Final[Bounds] = {_X: (300, 100, 10), _Y: (10000, 2000, 100)}
_INFORMATION: Final[Bounds] = {_X: (2000, 100, 10), _Y: (100000, 1000, 100)}
# By the first characters of the industry code, the longest that fits; OTHER is 其他未列明行业.
_BOUNDS_2017: Final[Mapping[str, Bounds]] = {
    "A": {_Y: (20000, 500, 50)},
    "B": _INDUSTRY,
    "C": _INDUSTRY,
    "D": _INDUSTRY,
    "E": {_Y: (80000, 6000, 300), _Z: (80000, 5000, 300)},
    "F51": {_X: (200, 20, 5), _Y: (40000, 5000, 1000)},
    "F52": {_X: (300, 50, 10), _Y: (20000, 500, 100)},
    "G": {_X: (1000, 300, 20), _Y: (30000, 3000, 200)},
    "G59": {_X: (200, 100, 20), _Y: (30000, 1000, 100)},
    "G60": {_X: (1000, 300, 20), _Y: (30000, 2000, 100)},
    "H61": _LODGING_AND_MEALS,
    "H62": _LODGING_AND_MEALS,
    "I63": _INFORMATION,
    "I64": _INFORMATION,
    "I65": {_X: (300, 100, 10), _Y: (10000, 1000, 50)},
    "K701": {_Y: (200000, 1000, 100), _Z: (10000, 5000, 2000)},
    "K702": {_X: (1000, 300, 100), _Y: (5000, 1000, 500)},
    "L": {_X: (300, 100, 10), _Z: (120000, 8000, 100)},
    OTHER: {_X: (300, 100, 10)},
}
SIZE_BOUNDS: Final = Dated("size classes of enterprises", ((Period.parse("2018"), _BOUNDS_2017),))


def size_class(industry: str, measures: Mapping[SizeMeasure, Decimal | None], period: Period) -> SizeClass | None:
    """The class of an enterprise; None where a measure its industry is judged by is missing.

    Large, medium and small ask for all lower bounds, else the next class down; what reaches none is micro.
    Worked: manufacturing, 350 persons and 1500 万元: medium by persons, small by revenue → small.
    """
    bounds = _bounds_for(industry, SIZE_BOUNDS.at(period))
    for position, above_micro in enumerate((SizeClass.LARGE, SizeClass.MEDIUM, SizeClass.SMALL)):
        reached = True
        for measure, lowest in bounds.items():
            value = measures.get(measure)
            if value is None:
                return None
            reached = reached and value >= lowest[position]
        if reached:
            return above_micro
    return SizeClass.MICRO


def _bounds_for(industry: str, table: Mapping[str, Bounds]) -> Bounds:
    """The row of the longest beginning of the industry code; 其他未列明行业 where no row begins so."""
    return table[max((start for start in table if industry.startswith(start)), key=len)]
