"""Two hundred returns whose verdict was reckoned apart from the engine."""

from pathlib import Path

import pytest

from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import fitted, in_force
from assessment.methodology.periods import Period
from fixtures.checks.cases import CASES as FILE
from fixtures.checks.cases import ITEMS, PERIOD, write
from fixtures.checks.reckoning import ZERO
from tests.check_cases import CASES, FORM, Case, expected, figures_of, said
from tests.methodology.check_examples import rules_of_the_files

RULES = fitted(
    in_force((rule for rule in rules_of_the_files() if rule.form == FORM), Period.parse(PERIOD)),
    asked=list(ITEMS),
    zero_items=ZERO,
)


@pytest.mark.no_cover
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_engine_says_what_was_reckoned(case: Case) -> None:
    assert said(check_return(figures_of(case), RULES).results) == expected(case)


@pytest.mark.no_cover
def test_the_cases_are_written_again_byte_for_byte(tmp_path: Path) -> None:
    write(tmp_path / "cases.json")
    assert (tmp_path / "cases.json").read_bytes() == FILE.read_bytes()


def test_the_cases_cover_every_rule_that_can_fail_and_leave_some_returns_clean() -> None:
    failing = {rule.split()[0] for case in CASES for rule, _ in case["failed"]}
    assert failing == {
        "SW1", "SW2.1", "SW2.2", "SW2.3", "SW3", "SW4.1", "SW5.1", "SW5.2", "SW6", "SW7.1", "SW7.3", "SW7.4", "SW8",
        "SW9.1", "SW9.2", "K1", "K2", "K3",
    }  # fmt: skip
    offers = {offer for case in CASES for _, offer in case["failed"]}
    assert offers == {"", "times_10000", "divided_by_10000", "add_last_period", "subtract_last_period"}
    assert sum(not case["failed"] for case in CASES) >= 20
    assert len(CASES) == len({case["name"] for case in CASES}) == 200
