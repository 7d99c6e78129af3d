from decimal import Decimal

import pytest

from assessment.methodology.figures import Condition, Figure, FigureContradictsItself, Marker


def test_zero_is_a_value_and_not_missing() -> None:
    zero = Figure.of(Decimal(0))
    assert zero.is_value
    assert zero.condition is Condition.VALUE
    assert zero.marker is Marker.REPORTED


def test_the_ways_of_having_no_value_differ() -> None:
    absent = [Figure.not_applicable("no such activity"), Figure.not_available("late"), Figure.empty()]
    assert [figure.condition.value for figure in absent] == ["not_applicable", "not_available", "empty"]
    assert [figure.reason for figure in absent] == ["no such activity", "late", ""]
    assert not any(figure.is_value for figure in absent)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (Condition.VALUE, None),
        (Condition.EMPTY, Decimal(0)),
        (Condition.NOT_AVAILABLE, Decimal(1)),
        (Condition.VALUE, Decimal("NaN")),
        (Condition.VALUE, Decimal("Infinity")),
    ],
)
def test_a_figure_cannot_contradict_its_condition(condition: Condition, value: Decimal | None) -> None:
    with pytest.raises(FigureContradictsItself):
        Figure(condition, value)


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_a_number_is_finite_however_it_is_made(number: str) -> None:
    with pytest.raises(FigureContradictsItself):
        Figure.of(Decimal(number))


def test_a_marker_changes_nothing_but_the_marker() -> None:
    figure = Figure.of(Decimal("1.50")).marked(Marker.IMPUTED)
    assert (figure.value, figure.marker) == (Decimal("1.50"), Marker.IMPUTED)
