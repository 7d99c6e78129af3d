"""What rules say of one return: passed, failed with both sides, or not run with what was missing."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.methodology.check_return import check_return, converted
from assessment.methodology.check_rules import (
    CheckRule,
    Conversion,
    Offer,
    Outcome,
    ReturnFigures,
    RuleResult,
    Scope,
    Severity,
    Text,
    Threshold,
    fitted,
    in_force,
)
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period

D = Decimal
WORDS = Text("审核", "check")
BOTH = ("current", "same_period_last_year")


def period(code: str) -> Period:
    return Period.parse(code)


def a_rule(expression: str, **more: Any) -> CheckRule:
    facts: dict[str, Any] = {
        "code": "R1",
        "form": "SW-Q",
        "first_period": period("2020c03"),
        "last_period": None,
        "scope": Scope.RETURN,
        "severity": Severity.BLOCKING,
        "label": WORDS,
        "message": WORDS,
        "expected": WORDS,
        "fix": WORDS,
        "cells": (),
        "digest": "0" * 64,
    }
    return CheckRule(expression=expression, **(facts | more))


def values(**numbers: str) -> dict[str, Figure]:
    return {item: Figure.of(D(number)) for item, number in numbers.items()}


def a_return(current: dict[str, Figure], base: dict[str, Figure] | None = None, **more: Any) -> ReturnFigures:
    cells = {(item, "current"): figure for item, figure in current.items()}
    cells |= {(item, "same_period_last_year"): figure for item, figure in (base or {}).items()}
    return ReturnFigures(form="SW-Q", period=more.pop("period", period("2021c06")), cells=cells, **more)


def the_result(figures: ReturnFigures, rule: CheckRule) -> RuleResult:
    (result,) = check_return(figures, [rule]).results
    return result


def test_a_failed_rule_names_its_cells_and_both_sides() -> None:
    found = the_result(a_return(values(total="100.00", a="60", b="39.99")), a_rule("total = a + b"))
    assert found.outcome is Outcome.FAILED
    assert found.cells == (("total", "current"), ("a", "current"), ("b", "current"))
    assert (found.received, found.expected, found.missing) == (D("100.00"), D("99.99"), ())


def test_a_rule_that_holds_has_passed() -> None:
    assert the_result(a_return(values(total="100", a="60", b="40")), a_rule("total = a + b")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "missing", [Figure.empty(), Figure.not_available("due in July"), Figure.not_applicable("no such business")]
)
def test_a_rule_with_a_figure_that_is_missing_has_not_run_and_names_the_cell(missing: Figure) -> None:
    found = the_result(a_return(values(total="100", a="60") | {"b": missing}), a_rule("total = a + b"))
    assert (found.outcome, found.missing) == (Outcome.NOT_RUN, ("b.current",))
    assert found.received is None


def test_a_cell_the_return_does_not_have_is_missing_too() -> None:
    found = the_result(a_return(values(total="100", a="60")), a_rule("total = a + b[last_year]"))
    assert (found.outcome, found.missing) == (Outcome.NOT_RUN, ("b.same_period_last_year",))


def test_not_applicable_counts_as_zero_where_the_item_says_so() -> None:
    figures = a_return(values(total="60", a="60") | {"b": Figure.not_applicable("no such business")})
    assert the_result(figures, a_rule("total = a + b", zero_items=frozenset({"b"}))).outcome is Outcome.PASSED


def test_a_missing_figure_that_changes_nothing_stops_no_rule() -> None:
    figures = a_return(values(total="0") | {"a": Figure.empty()})
    assert the_result(figures, a_rule("when total > 0 then a > 0")).outcome is Outcome.PASSED


def test_division_by_zero_is_no_failure_and_the_zero_is_named() -> None:
    found = the_result(a_return(values(pay="60", staff="0")), a_rule("pay / staff <= 100"))
    assert (found.outcome, found.missing) == (Outcome.NOT_RUN, ("staff.current",))


@pytest.mark.parametrize(
    ("expression", "missing"),
    [
        ("a >= a[last_period]", "last_period"),
        ("a[last_year] = a[filed_last_year]", "filed_last_year"),
        ("a[last_period_last_year] <= a[last_year]", "last_period_last_year"),
        ("a <= a[province]", "units"),
        ("a <= industrial_value_added", "units"),
    ],
)
def test_a_rule_without_its_history_or_other_units_has_not_run(expression: str, missing: str) -> None:
    found = the_result(a_return(values(a="1"), values(a="1")), a_rule(expression))
    assert (found.outcome, found.missing) == (Outcome.NOT_RUN, (missing,))


def test_a_rule_lacks_its_history_even_where_its_condition_is_not_met() -> None:
    found = the_result(a_return(values(a="0")), a_rule("when a > 0 then a >= a[last_period]"))
    assert found.outcome is Outcome.NOT_RUN


def test_with_history_and_other_units_the_rules_run() -> None:
    figures = a_return(
        values(a="10"),
        values(a="8"),
        last_period=values(a="11"),
        last_period_last_year=values(a="5"),
        filed_last_year=values(a="8"),
        units={"a[province]": D(100), "industrial_value_added": D(9)},
    )
    rules = [
        a_rule("a >= a[last_period]"),
        a_rule("a[last_year] >= a[last_period_last_year]"),
        a_rule("a[last_year] = a[filed_last_year]"),
        a_rule("a <= 0.3 * a[province]"),
        a_rule("a <= industrial_value_added"),
    ]
    outcomes = [result.outcome for result in check_return(figures, rules).results]
    assert outcomes == [Outcome.FAILED, Outcome.PASSED, Outcome.PASSED, Outcome.PASSED, Outcome.FAILED]


def test_what_a_known_history_does_not_hold_is_named_in_brackets() -> None:
    figures = a_return(values(a="10"), last_period={}, units={})
    assert the_result(figures, a_rule("a >= a[last_period]")).missing == ("a[last_period]",)
    assert the_result(figures, a_rule("a <= a[province]")).missing == ("a[province]",)
    assert the_result(figures, a_rule("a <= industrial_value_added")).missing == ("industrial_value_added",)


def test_a_rule_on_both_bases_looks_at_each_with_its_own_history() -> None:
    rule = a_rule("a >= a[last_period]", bases=BOTH)
    figures = a_return(values(a="10"), values(a="8"), last_period=values(a="9"), last_period_last_year=values(a="8.5"))
    current, base = check_return(figures, [rule]).results
    assert (current.outcome, current.cells) == (Outcome.PASSED, (("a", "current"),))
    assert (base.outcome, base.cells) == (Outcome.FAILED, (("a", "same_period_last_year"),))
    assert (base.received, base.expected) == (D(8), D("8.5"))


def test_the_base_of_last_period_must_be_known_for_a_rule_on_the_base() -> None:
    figures = a_return(values(a="10"), values(a="8"), last_period=values(a="9"))
    _, base = check_return(figures, [a_rule("a >= a[last_period]", bases=BOTH)]).results
    assert (base.outcome, base.missing) == (Outcome.NOT_RUN, ("last_period_last_year",))


def test_a_rule_laid_on_items_gives_a_result_for_each() -> None:
    rule = a_rule("figure >= 0", for_each=("a", "b"), bases=BOTH)
    verdict = check_return(a_return(values(a="1", b="-1"), values(a="-2", b="0")), [rule])
    assert [result.cells[0] for result in verdict.failed()] == [("a", "same_period_last_year"), ("b", "current")]
    assert len(verdict.results) == 4


def test_the_other_basis_is_the_other_one_from_either_side() -> None:
    rule = a_rule("figure <= figure[other_basis]", for_each=("a",), bases=BOTH)
    current, base = check_return(a_return(values(a="2"), values(a="1")), [rule]).results
    assert (current.outcome, base.outcome) == (Outcome.FAILED, Outcome.PASSED)
    assert current.cells == (("a", "current"), ("a", "same_period_last_year"))


def test_declared_cells_come_in_their_order_on_the_basis_at_hand() -> None:
    rule = a_rule("a <= b", cells=(("b", "current"), ("a", "current")), bases=("same_period_last_year",))
    found = the_result(a_return({}, values(a="2", b="1")), rule)
    assert found.cells == (("b", "same_period_last_year"), ("a", "same_period_last_year"))


def test_months_are_those_of_the_period() -> None:
    rule = a_rule("pay * 12 / months <= 100")
    figures = values(pay="60")
    assert the_result(a_return(figures, period=period("2021c06")), rule).outcome is Outcome.FAILED
    assert the_result(a_return(figures, period=period("2021c09")), rule).outcome is Outcome.PASSED
    assert the_result(a_return(figures, period=period("2021")), rule).outcome is Outcome.PASSED
    batch = the_result(a_return(figures, period=period("2021b2")), rule)
    assert (batch.outcome, batch.missing) == (Outcome.NOT_RUN, ("months",))


@pytest.mark.parametrize(
    ("region", "at", "outcome"),
    [
        ("520300", "2021c06", Outcome.FAILED),
        ("520100", "2021c06", Outcome.PASSED),
        ("520100", "2022c03", Outcome.FAILED),
        ("520300", "2022c03", Outcome.PASSED),
    ],
)
def test_thresholds_differ_by_region_and_date(region: str, at: str, outcome: Outcome) -> None:
    """40 of 100: above 30 % in general until 2021, inside 95 % of 贵阳市; both change with 2022."""
    thresholds = (
        Threshold("share", D("0.35"), "520100", period("2022c03")),
        Threshold("share", D("0.5"), "", period("2022c03")),
        Threshold("share", D("0.3")),
        Threshold("share", D("0.95"), "520100"),
    )
    figures = a_return(values(a="40"), region=region, period=period(at), units={"a[province]": D(100)})
    assert the_result(figures, a_rule("a <= share * a[province]", thresholds=thresholds)).outcome is outcome


def test_rules_of_another_time_say_nothing() -> None:
    rules = [
        a_rule("a > 0", code="later", first_period=period("2022c03")),
        a_rule("a > 0", code="ended", last_period=period("2021c03")),
        a_rule("a > 0", code="at the year's end", months=(12,)),
        a_rule("a > 0", code="now", last_period=period("2021c06"), months=(6,)),
    ]
    assert [result.rule.code for result in check_return(a_return(values(a="1")), rules).results] == ["now"]


def test_of_the_versions_of_a_rule_the_latest_begun_is_in_force() -> None:
    first = a_rule("a > 0")
    second = a_rule("a > 1", first_period=period("2021c03"))
    other = a_rule("a > 0", code="R2", last_period=period("2020c12"))
    assert in_force([second, first, other], period("2021c06")) == (second,)
    assert in_force([first, second, other], period("2021c06")) == (second,)
    assert in_force([first, second, other], period("2020c12")) == (first, other)


def test_a_rule_is_fitted_to_the_items_of_a_form() -> None:
    rules = [
        a_rule("figure >= 0", code="some", for_each=("a", "b")),
        a_rule("figure >= 0", code="none", for_each=("c",)),
        a_rule("a >= 0", code="all"),
    ]
    some, whole = fitted(rules, asked=["a"], zero_items=["a"])
    assert (some.code, some.for_each, some.zero_items) == ("some", ("a",), frozenset({"a"}))
    assert whole.code == "all"


def test_findings_are_chosen_by_severity() -> None:
    rules = [a_rule("a > 1"), a_rule("a > 1", severity=Severity.EXPLAIN), a_rule("a > 0")]
    verdict = check_return(a_return(values(a="1")), rules)
    assert [result.rule.severity for result in verdict.failed()] == [Severity.BLOCKING, Severity.EXPLAIN]
    assert [result.rule.severity for result in verdict.failed(Severity.EXPLAIN)] == [Severity.EXPLAIN]


OFFERS = (
    Offer(Conversion.DIVIDED_BY_10000, "current", "figure / figure[last_period] >= 100"),
    Offer(Conversion.TIMES_10000, "same_period_last_year", "isnull(figure[last_period]) or figure > 0"),
)


@pytest.mark.parametrize(
    ("history", "conversion", "first"),
    [
        ({"last_period": values(a="5")}, Conversion.DIVIDED_BY_10000, ("a", "current")),
        ({"last_period": values(a="50000")}, Conversion.TIMES_10000, ("a", "same_period_last_year")),
        ({}, Conversion.TIMES_10000, ("a", "same_period_last_year")),
    ],
)
def test_the_first_conversion_that_fits_is_offered_for_its_cell(
    history: dict[str, Any], conversion: Conversion, first: tuple[str, str]
) -> None:
    rule = a_rule("figure / figure[last_year] <= 1000", for_each=("a",), offers=OFFERS)
    found = the_result(a_return(values(a="100000"), values(a="10"), **history), rule)
    assert (found.conversion, found.cells[0]) == (conversion, first)
    assert set(found.cells) == {("a", "current"), ("a", "same_period_last_year")}


def test_without_a_fitting_conversion_nothing_is_offered() -> None:
    rule = a_rule("a <= 1", offers=(Offer(Conversion.TIMES_10000, "current", "a < 0"),))
    assert the_result(a_return(values(a="2")), rule).conversion is None


def test_an_offer_of_a_rule_without_items_is_for_the_first_cell() -> None:
    rule = a_rule("a <= 1", offers=(Offer(Conversion.DIVIDED_BY_10000, "current", "a > 1"),))
    assert the_result(a_return(values(a="2")), rule).cells == (("a", "current"),)


@pytest.mark.parametrize(
    ("conversion", "basis", "expected"),
    [
        (Conversion.TIMES_10000, "current", "123400.00"),
        (Conversion.DIVIDED_BY_10000, "current", "0.001234"),
        (Conversion.ADD_LAST_PERIOD, "current", "17.34"),
        (Conversion.SUBTRACT_LAST_PERIOD, "current", "7.34"),
        (Conversion.ADD_LAST_PERIOD, "same_period_last_year", "13.00"),
    ],
)
def test_a_conversion_is_exact(conversion: Conversion, basis: str, expected: str) -> None:
    figures = a_return(
        values(a="12.34"), values(a="10"), last_period=values(a="5"), last_period_last_year=values(a="3.00")
    )
    assert converted(figures, ("a", basis), conversion) == D(expected)


@pytest.mark.parametrize(
    ("figures", "conversion"),
    [
        (a_return({"a": Figure.empty()}), Conversion.TIMES_10000),
        (a_return(values(b="1")), Conversion.TIMES_10000),
        (a_return(values(a="1")), Conversion.ADD_LAST_PERIOD),
        (a_return(values(a="1"), last_period={"a": Figure.empty()}), Conversion.SUBTRACT_LAST_PERIOD),
    ],
)
def test_nothing_is_converted_from_a_missing_figure(figures: ReturnFigures, conversion: Conversion) -> None:
    assert converted(figures, ("a", "current"), conversion) is None


def test_the_condition_of_a_cell_is_known_also_of_one_that_was_left_out() -> None:
    rule = a_rule('figure[condition] <> "empty"', for_each=("a", "b", "c"))
    figures = a_return({"a": Figure.not_available("due in July"), "b": Figure.empty()})
    outcomes = [result.outcome for result in check_return(figures, [rule]).results]
    assert outcomes == [Outcome.PASSED, Outcome.FAILED, Outcome.FAILED]
