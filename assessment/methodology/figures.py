"""A figure and its condition: a value, not applicable, not yet available and empty are never confused.

Missing is never zero. Every figure that leaves a computation carries a marker saying how it came about.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Self

from assessment.methodology.errors import N_, AssessmentError


class Condition(StrEnum):
    """State of a cell. `below_unit` (…) and `suppressed` (×) occur in outputs only."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    NOT_AVAILABLE = "not_available"
    EMPTY = "empty"
    BELOW_UNIT = "below_unit"
    SUPPRESSED = "suppressed"


class Marker(StrEnum):
    """How a figure came about."""

    COMPUTED = "computed"
    REPORTED = "reported"
    IMPUTED = "imputed"
    WINSORISED = "winsorised"
    CAPPED = "capped"
    PROVISIONAL = "provisional"
    NOT_MEANINGFUL = "not_meaningful"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    DERIVED = "derived"
    EXTRAPOLATED = "extrapolated"
    SUPPRESSED = "suppressed"
    NEUTRAL = "neutral"


class FigureContradictsItself(AssessmentError):
    code = "figure_contradicts_itself"
    message = N_("A figure in the condition {condition} cannot carry {received}.")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number exactly when `condition` is `value`; the number is finite and keeps its printed decimals."""

    condition: Condition
    value: Decimal | None = None
    reason: str = ""
    marker: Marker = Marker.REPORTED

    def __post_init__(self) -> None:
        if (self.condition is Condition.VALUE) != (self.value is not None):
            raise FigureContradictsItself(condition=self.condition.value, received=self.value)
        if self.value is not None and not self.value.is_finite():
            raise FigureContradictsItself(condition=self.condition.value, received=self.value)

    @classmethod
    def of(cls, value: Decimal, *, marker: Marker = Marker.REPORTED) -> Self:
        """A number; straight into the slots, because a province of counties has 150,000."""
        if value is None or not value.is_finite():
            return cls(Condition.VALUE, value, marker=marker)
        figure = object.__new__(cls)
        _set_condition(figure, Condition.VALUE)
        _set_value(figure, value)
        _set_reason(figure, "")
        _set_marker(figure, marker)
        return figure

    @classmethod
    def not_applicable(cls, reason: str) -> Self:
        """不适用: there is no such activity."""
        return cls(Condition.NOT_APPLICABLE, reason=reason, marker=Marker.NOT_APPLICABLE)

    @classmethod
    def not_available(cls, reason: str) -> Self:
        """暂无数据: it exists but is not known yet."""
        return cls(Condition.NOT_AVAILABLE, reason=reason, marker=Marker.MISSING)

    @classmethod
    def empty(cls) -> Self:
        """Nothing was entered."""
        return cls(Condition.EMPTY, marker=Marker.MISSING)

    @property
    def is_value(self) -> bool:
        return self.value is not None

    def marked(self, marker: Marker) -> Self:
        """The same figure with another marker."""
        return replace(self, marker=marker)


_set_condition, _set_value, _set_reason, _set_marker = (
    vars(Figure)[name].__set__ for name in ("condition", "value", "reason", "marker")
)
