"""Totals of a city from the rows of its enterprises, and what is marked since the last period."""

from decimal import Decimal

from assessment.methodology.enterprise_totals import RowChange, changes_of_rows, total_of_rows
from assessment.methodology.figures import Condition, Figure, Marker

D = Decimal
THIRTY = D(30)


def test_rows_add_up_exactly_and_zero_is_a_row() -> None:
    total = total_of_rows([Figure.of(D("1234.50")), Figure.of(D("0.01")), Figure.of(D(0))])
    assert total.figure == Figure.of(D("1234.51"), marker=Marker.COMPUTED)
    assert total.complete


def test_a_row_that_says_nothing_makes_the_total_incomplete_and_is_never_zero() -> None:
    total = total_of_rows([Figure.of(D(10)), Figure.empty(), Figure.not_available("年报未出")])
    assert total.figure.value == D(10)
    assert (total.missing, total.complete) == (2, False)


def test_an_activity_an_enterprise_does_not_have_adds_nothing() -> None:
    total = total_of_rows([Figure.of(D(10)), Figure.not_applicable("无出口")])
    assert (total.figure.value, total.complete) == (D(10), True)


def test_an_activity_no_enterprise_has_is_not_applicable_for_the_city() -> None:
    total = total_of_rows([Figure.not_applicable("无"), Figure.not_applicable("无")])
    assert total.figure.condition is Condition.NOT_APPLICABLE
    assert total.complete


def test_without_a_figure_there_is_no_total() -> None:
    assert total_of_rows([]).figure == Figure.empty()
    assert total_of_rows([Figure.empty()]) == total_of_rows([Figure.not_available("未出")])


def test_rows_are_new_gone_changed_or_usual() -> None:
    before = {"A": D(100), "B": D(100), "C": D(100), "D": D(50)}
    now = {"A": D(130), "B": D("130.01"), "C": D("69.99"), "E": D(7)}
    assert changes_of_rows(before, now, more_than_percent=THIRTY) == {
        "A": RowChange.USUAL,  # exactly +30 %
        "B": RowChange.CHANGED,
        "C": RowChange.CHANGED,
        "D": RowChange.GONE,
        "E": RowChange.NEW,
    }


def test_a_row_from_zero_is_changed_and_a_row_without_figures_is_not() -> None:
    before = {"A": D(0), "B": None, "C": D(0), "D": D(5)}
    now = {"A": D(1), "B": D(1), "C": D(0), "D": None}
    assert changes_of_rows(before, now, more_than_percent=THIRTY) == {
        "A": RowChange.CHANGED,
        "B": RowChange.USUAL,
        "C": RowChange.USUAL,
        "D": RowChange.USUAL,
    }
