"""Which figure a reference of a check rule means: of the return itself, of earlier ones, of other units; thresholds."""

from collections.abc import Mapping
from decimal import Decimal

from assessment.methodology.check_expression import HISTORY
from assessment.methodology.check_nodes import Reference, Value
from assessment.methodology.check_rules import (
    CURRENT,
    SAME_PERIOD_LAST_YEAR,
    CellKey,
    CheckRule,
    ReturnFigures,
)
from assessment.methodology.figures import Condition, Figure

FIGURE, MONTHS = "figure", "months"
"""Names of the engine's own: the item a rule is applied to, the closing month of the period (12 for a year)."""

FACTS = ("industry_division", "information_services_value_added", "industrial_value_added")
"""Facts about the unit that no return asks for, handed in with the figures of other units: 行业大类代码 (39, 63, 64,
65), 信息传输、软件和信息技术服务业增加值 and 工业增加值 of the city (万元, from the statistics bureau)."""

_OTHER_BASIS = {CURRENT: SAME_PERIOD_LAST_YEAR, SAME_PERIOD_LAST_YEAR: CURRENT}
_ZERO = Decimal(0)


class Application:
    """A rule laid on one item and basis of a return."""

    def __init__(self, figures: ReturnFigures, rule: CheckRule, *, item: str, basis: str) -> None:
        self.figures, self.rule, self.item, self.basis = figures, rule, item, basis
        self.looked: dict[Reference, Value] = {}
        self._thresholds = thresholds_at(figures, rule)
        self._own = {Reference(MONTHS), *map(Reference, self._thresholds)}

    def look(self, reference: Reference) -> Value:
        """The figure meant, read once; None where it is missing."""
        if reference not in self.looked:
            self.looked[reference] = self._found(reference)
        return self.looked[reference]

    def cell(self, reference: Reference) -> CellKey | None:
        """The cell of this return that is meant; None for history, other units, thresholds and facts."""
        if not reference.of and self._is_no_item(reference.name):
            return None
        item = self._item(reference)
        if reference.of in ("", "condition"):
            return item, self.basis
        if reference.of == "other_basis":
            return item, _OTHER_BASIS[self.basis]
        return (item, SAME_PERIOD_LAST_YEAR) if reference.of == "last_year" else None

    def unknown(self, reference: Reference) -> str:
        """The whole mapping a reference looks into, where nobody knows it: `last_period`, `units`; else empty."""
        if reference.of in HISTORY:
            name = self._history_name(reference.of)
            return name if getattr(self.figures, name) is None else ""
        if self.figures.units is None and self.cell(reference) is None and reference not in self._own:
            return "units"
        return ""

    def named(self, reference: Reference) -> str:
        """A reference as the name of something missing."""
        cell = self.cell(reference)
        if cell is not None:
            return ".".join(cell)
        return f"{self._item(reference)}[{reference.of}]" if reference.of else reference.name

    def _found(self, reference: Reference) -> Value:
        cell = self.cell(reference)
        if cell is not None:
            return self._of_cell(cell, reference)
        if reference in self._own:
            return self._thresholds.get(reference.name, self._month())
        if reference.of in HISTORY:
            known: Mapping[str, Figure] | None = getattr(self.figures, self._history_name(reference.of))
            return self._number(self._item(reference), (known or {}).get(self._item(reference)))
        return (self.figures.units or {}).get(self.named(reference))

    def _of_cell(self, cell: CellKey, reference: Reference) -> Value:
        figure = self.figures.cells.get(cell)
        if reference.of == "condition":
            return (figure.condition if figure else Condition.EMPTY).value
        return self._number(cell[0], figure)

    def _number(self, item: str, figure: Figure | None) -> Decimal | None:
        if figure is None:
            return None
        if figure.condition is Condition.NOT_APPLICABLE and item in self.rule.zero_items:
            return _ZERO
        return figure.value

    def _item(self, reference: Reference) -> str:
        return self.item if reference.name == FIGURE else reference.name

    def _history_name(self, of: str) -> str:
        """`last_period` means last period's figure of the basis at hand."""
        at_base = of == "last_period" and self.basis == SAME_PERIOD_LAST_YEAR
        return "last_period_last_year" if at_base else of

    def _is_no_item(self, name: str) -> bool:
        return name == MONTHS or name in FACTS or name in self._thresholds

    def _month(self) -> Decimal | None:
        month = self.figures.period.month
        return None if month is None else Decimal(month)


def thresholds_at(figures: ReturnFigures, rule: CheckRule) -> dict[str, Decimal]:
    """Of each name the number of the region, else the general one; of several the latest begun."""
    if not rule.thresholds:
        return {}
    since_ever = [t for t in rule.thresholds if t.first_period is None]
    later = [t for t in rule.thresholds if t.first_period is not None and t.first_period <= figures.period]
    begun = since_ever + sorted(later, key=lambda t: t.first_period or figures.period)
    general = {threshold.name: threshold.value for threshold in begun if not threshold.region}
    own = {threshold.name: threshold.value for threshold in begun if threshold.region == figures.region}
    return general | own
