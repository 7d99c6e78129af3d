"""The rules in another engine of VTL: it reads the ruleset as written and decides each example as ours does."""

import importlib
import warnings
from dataclasses import replace
from typing import Any

import pandas
import pytest

from assessment.methodology.check_expression import parse_condition
from assessment.methodology.check_figures import FACTS, Application
from assessment.methodology.check_nodes import Reference
from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import CheckRule, Outcome
from assessment.methodology.check_ruleset import component, components_of, rule_name, vtl_ruleset
from tests.fixtures_coverage import uncounted
from tests.methodology.check_examples import applications, return_of_example, rules_of_the_files

RULES = [replace(rule, for_each=rule.for_each[:1]) for rule in rules_of_the_files()]
IDS = [f"{rule.form} {rule.code} {rule.first_period}" for rule in RULES]
NUMBER_OF = {"passes": 1, "fails": 2}


def data_of(rule: CheckRule) -> pandas.DataFrame:
    """One row for each example and application; what the application does not look at is left empty."""
    rows = []
    for place, (item, basis) in enumerate(applications(rule)):
        for example, number in NUMBER_OF.items():
            figures = return_of_example(rule, getattr(rule, example), item=item, basis=basis)
            at = Application(figures, rule, item=item, basis=basis)
            row: dict[str, Any] = dict.fromkeys(components_of(rule))
            for reference in parse_condition(rule.expression).references:
                value = at.look(reference)
                name = component_name(reference, rule, item=item, basis=basis)
                row[name] = value if value is None or isinstance(value, str) else float(value)
            rows.append({"id": 10 * place + number, **row})
    return pandas.DataFrame(rows)


def component_name(reference: Reference, rule: CheckRule, *, item: str, basis: str) -> str:
    own = {"months", *FACTS, *(threshold.name for threshold in rule.thresholds)}
    return reference.name if reference.name in own else component(reference, item=item, basis=basis)


def structure_of(name: str, rule: CheckRule) -> dict[str, Any]:
    measures = [
        {
            "name": component_name_,
            "type": "String" if component_name_.endswith("condition") else "Number",
            "role": "Measure",
            "nullable": True,
        }
        for component_name_ in dict.fromkeys(components_of(rule))
    ]
    identifier = {"name": "id", "type": "Integer", "role": "Identifier", "nullable": False}
    return {"name": name, "DataStructure": [identifier, *measures]}


@pytest.fixture(scope="module")
def decided() -> dict[str, pandas.DataFrame]:
    """All rules on all examples, in one script of the other engine."""
    script, structures, data = [], [], {}
    for number, rule in enumerate(RULES):
        script.append(vtl_ruleset(f"ruleset_{number}", [rule]))
        script.append(f"RESULT_{number} <- check_datapoint(DATA_{number}, ruleset_{number} all);")
        structures.append(structure_of(f"DATA_{number}", rule))
        data[f"DATA_{number}"] = data_of(rule)
    return {name: dataset.data for name, dataset in uncounted(run_elsewhere)(script, structures, data).items()}


def run_elsewhere(script: list[str], structures: list[dict[str, Any]], data: dict[str, pandas.DataFrame]) -> Any:
    with warnings.catch_warnings():
        # The other engine warns of its own use of pandas while it is imported, and again while it runs.
        warnings.simplefilter("ignore")
        engine = importlib.import_module("vtlengine")
        return engine.run(script="\n".join(script), data_structures={"datasets": structures}, datapoints=data)


@pytest.mark.no_cover
@pytest.mark.parametrize("number", range(len(RULES)), ids=IDS)
def test_another_engine_of_vtl_decides_the_examples_alike(number: int, decided: dict[str, pandas.DataFrame]) -> None:
    rule, found = RULES[number], decided[f"RESULT_{number}"]
    for place, (item, basis) in enumerate(applications(rule)):
        mine = found[found["ruleid"] == rule_name(rule, item=item, basis=basis)].set_index("id")["bool_var"]
        assert bool(mine[10 * place + NUMBER_OF["passes"]]) is True
        assert bool(mine[10 * place + NUMBER_OF["fails"]]) is False
        figures = return_of_example(rule, rule.fails, item=item, basis=basis)
        assert Outcome.FAILED in {result.outcome for result in check_return(figures, [rule]).results}


def test_a_ruleset_writes_each_rule_as_it_stands() -> None:
    total = next(rule for rule in RULES if (rule.form, rule.code) == ("SW-Q", "SW3"))
    text = vtl_ruleset("SW_Q", [total])
    assert text == (
        "define datapoint ruleset SW_Q (variable software_revenue, operating_revenue, software_revenue__last_year,"
        " operating_revenue__last_year) is\n"
        '  SW3: software_revenue <= operating_revenue errorcode "SW3" errorlevel 4;\n'
        "  SW3_last_year: software_revenue__last_year <= operating_revenue__last_year"
        ' errorcode "SW3" errorlevel 4\n'
        "end datapoint ruleset;\n"
    )


def test_texts_words_thresholds_and_months_stay_as_they_are() -> None:
    by_code = {(rule.form, rule.code): rule for rule in RULES}
    assert 'software_revenue__condition <> "empty"' in vtl_ruleset("r", [by_code["SW-Q", "K1"]])
    assert 'software_revenue__last_year_condition <> "empty"' in vtl_ruleset("r", [by_code["SW-Q", "K1"]])
    pay = vtl_ruleset("r", [by_code["SW-Q", "SW9.1"]])
    assert "total_pay * 12 / (average_staff * months), lowest_pay, highest_pay" in pay
    both = vtl_ruleset("r", [by_code["SW-Q", "SW7.4"]])
    assert "software_revenue / software_revenue__last_period)" in both
    assert "software_revenue__last_year / software_revenue__last_period_last_year)" in both
    assert "isnull(software_revenue__last_year)" in both
