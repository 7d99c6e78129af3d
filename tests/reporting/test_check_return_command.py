"""`manage.py check_return` as a person runs it: on a file, with an empty environment and no services."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.utils.translation import override

from fixtures.checks.cases import PERIOD
from tests.check_cases import CASES, COLUMNS, FORM, Case, csv_of, expected, history_of
from tests.situations.filing import a_draft
from tests.situations.workbooks import filled

PROJECT = Path(__file__).parents[2]
DEMO = PROJECT / "fixtures" / "demo"


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Done:
    """The command in this process, in English."""
    stdout, stderr = StringIO(), StringIO()
    try:
        with override("en"):
            call_command("check_return", *arguments, stdout=stdout, stderr=stderr)
    except SystemExit as leaving:
        return Done(int(str(leaving.code)), stdout.getvalue(), stderr.getvalue())
    return Done(0, stdout.getvalue(), stderr.getvalue())


def run_offline(*arguments: str) -> Done:
    """The command as a process that knows nothing but its arguments."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check_return", *arguments],
        cwd=PROJECT,
        env={"COVERAGE_PROCESS_START": os.environ["COVERAGE_PROCESS_START"]}
        if "COVERAGE_PROCESS_START" in os.environ
        else {},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def asked(file: Path, *more: str, period: str = PERIOD) -> tuple[str, ...]:
    return (f"--form={FORM}", f"--period={period}", *more, str(file))


def a_file(folder: Path, text: str, name: str = "return.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(*lines: Iterable[str]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(line) for line in lines)]) + "\n"


def a_row(item: str = "software_revenue", value: str = "100", **more: str) -> list[str]:
    row = {
        "region_code": "520300",
        "period": PERIOD,
        "form": FORM,
        "item": item,
        "basis": "current",
        "value": value,
        "unit": "万元",
        "condition": "value",
        "reason": "",
        "source": "",
    }
    return list((row | more).values())


@pytest.mark.no_cover
@pytest.mark.parametrize("with_history", [True, False], ids=["with history", "without history"])
def test_the_command_says_of_200_returns_what_was_reckoned(with_history: bool, tmp_path: Path) -> None:
    cases = [case for case in CASES if case["history"] is with_history]
    assert len(cases) == 100
    file = a_file(tmp_path, csv_of(cases))
    more = [f"--history={a_file(tmp_path, history_of(cases), 'history.csv')}"] if with_history else []
    done = run(*asked(file, *more, "--json"))
    assert done.returncode == 1
    answered = {each["region_code"]: each["results"] for each in json.loads(done.stdout)["returns"]}
    differing = [case["name"] for case in cases if _said(answered[case["name"]]) != _expected(case)]
    assert differing == []


def _said(results: list[dict[str, Any]]) -> tuple[list[tuple[str, str]], dict[str, int]]:
    failed = sorted(
        (f"{r['rule']} {r['cells'][0]}", r["conversion"] or "") for r in results if r["outcome"] == "failed"
    )
    not_run: dict[str, int] = {}
    for result in results:
        if result["outcome"] == "not_run":
            assert result["missing"]
            not_run[result["rule"]] = not_run.get(result["rule"], 0) + 1
    return failed, not_run


def _expected(case: Case) -> tuple[list[tuple[str, str]], dict[str, int]]:
    failed, not_run = expected(case)
    return sorted(failed.elements()), dict(not_run)


def test_a_process_with_an_empty_environment_checks_a_demo_return() -> None:
    done = run_offline(*asked(DEMO / "returns_2021c09.csv", period="2021c09"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "520600" in done.stdout
    assert "K3" in done.stdout


def test_a_finding_that_blocks_is_told_with_place_sides_and_what_to_do(tmp_path: Path) -> None:
    parts = ("software_products_revenue", "it_services_revenue", "information_security_revenue")
    text = rows(a_row(value="100"), *(a_row(part, "20") for part in parts), a_row("embedded_software_revenue", "50"))
    done = run(*asked(a_file(tmp_path, text)))
    assert done.returncode == 1
    assert "[Mandatory] SW1 software_revenue.current: Total software revenue is 100.00" in done.stdout
    assert "add up to 110.00; the difference is −10.00" in done.stdout
    assert "Check the records" in done.stdout
    assert "not run for lack of: filed_last_year, last_period, last_period_last_year, units" in done.stdout.lower()


def test_a_unit_is_converted_to_that_of_the_form_and_a_slip_is_offered_its_conversion(tmp_path: Path) -> None:
    base = a_row(value="1", unit="亿元", basis="same_period_last_year")
    done = run(*asked(a_file(tmp_path, rows(a_row(value="120000000"), base)), "--json"))
    (found,) = [
        r for r in json.loads(done.stdout)["returns"][0]["results"] if r["rule"] == "SW7.3" and r["outcome"] == "failed"
    ]
    assert (found["conversion"], found["cells"][0]) == ("divided_by_10000", "software_revenue.current")
    assert found["received"] == "12000"


def test_history_gives_other_units_and_the_annual_survey(tmp_path: Path) -> None:
    annual = a_row(value="96", period="2021")
    province = a_row(value="200", region_code="520000", period="2021c12")
    first, second = (a_row(value=value, form="SW-Q-E", period="2021c12") for value in ("60", "39.99"))
    history = a_file(tmp_path, rows(annual, province, first, second, a_row("unknown_item", "1")), "history.csv")
    file = a_file(tmp_path, rows(a_row(value="100", period="2021c12")))
    done = run(*asked(file, f"--history={history}", "--json", period="2021c12"))
    outcome = {
        r["rule"]: (r["outcome"], r["expected"])
        for r in json.loads(done.stdout)["returns"][0]["results"]
        if r["cells"][0] == "software_revenue.current"
    }
    assert outcome["SW10"] == ("failed", "99.99")
    assert outcome["SW7.2"] == ("failed", "60.0")
    assert outcome["SW11"] == ("passed", None)
    assert done.returncode == 1


def test_a_missing_row_of_an_enterprise_leaves_the_sum_missing(tmp_path: Path) -> None:
    first = a_row(value="60", form="SW-Q-E")
    second = a_row(value="", form="SW-Q-E", condition="not_available", reason="due in July")
    file = a_file(tmp_path, rows(a_row()))
    for lines in ((first, second), (second, first)):
        history = a_file(tmp_path, rows(*lines), "history.csv")
        done = run(*asked(file, f"--history={history}", "--json"))
        (found,) = [
            r
            for r in json.loads(done.stdout)["returns"][0]["results"]
            if r["rule"] == "SW10" and r["cells"][0] == "software_revenue.current"
        ]
        assert found["outcome"] == "not_run"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (a_row("software_income"), "Row 2, column 4 (item): The form SW-Q has no item “software_income” in 2021c06"),
        (a_row(basis="both"), "Row 2, column 5 (basis): “both” is not a basis"),
        (
            a_row(period="2021c09"),
            "Row 2, column 2 (period): this row belongs to 2021c09; the command was asked to check",
        ),
        (a_row(form="DE-A"), "Row 2, column 3 (form): this row belongs to DE-A"),
        (a_row(condition="unsure"), "Row 2, column 8 (condition): “unsure” is not a condition of a cell"),
        (a_row(unit="人"), "Row 2, column 7 (unit)"),
        (a_row(value=""), "Row 2, column 6 (value)"),
        (a_row(value="12 34"), "Row 2, column 6 (value): “12 34” is not a number"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(line: list[str], said: str, tmp_path: Path) -> None:
    done = run(*asked(a_file(tmp_path, rows(line))))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    done = run(*asked(a_file(tmp_path, rows(a_row(), a_row()))))
    assert done.returncode == 2
    assert "stand in row 2 already" in done.stderr
    history = a_file(tmp_path, rows(a_row(period="2021c03"), a_row(period="2021c03")), "history.csv")
    assert run(*asked(a_file(tmp_path, rows(a_row())), f"--history={history}")).returncode == 2


def test_a_history_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    history = a_file(tmp_path, rows(a_row(value="much", period="2021c03")), "history.csv")
    done = run(*asked(a_file(tmp_path, rows(a_row())), f"--history={history}"))
    assert done.returncode == 2
    assert "“much” is not a number" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--form=SW-M", "--period=2021c06"), "There is no form “SW-M”"),
        (("--form=SW-Q", "--period=2019c03"), "no version for the period 2019c03"),
        (("--form=SW-Q", "--period=2021q2"), "“2021q2” is not a period"),
    ],
)
def test_an_unknown_form_or_period_is_said_to_be_one(arguments: tuple[str, str], said: str, tmp_path: Path) -> None:
    done = run(*arguments, str(a_file(tmp_path, rows(a_row()))))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    done = run(*asked(tmp_path / "nothing.csv"))
    assert done.returncode == 2
    assert "nothing.csv" in done.stderr


@pytest.mark.django_db
def test_a_filled_template_is_checked_without_the_database_it_came_from(tmp_path: Path) -> None:
    """E.g. D7 is the total, 本期累计, and G7 its 上年同期累计; the parts are left empty."""
    content = filled(a_draft(), {"D7": 120000000, "G7": 10000})
    file = tmp_path / "软件业务收入季报.xlsx"
    file.write_bytes(content)
    done = run_offline(*asked(file, "--json", period="2021c03"))
    assert done.stderr == ""
    (filed,) = json.loads(done.stdout)["returns"]
    assert filed["region_code"] == "520200"
    found = {(r["rule"], r["conversion"]) for r in filed["results"] if r["outcome"] == "failed" and r["rule"] != "K2"}
    assert ("SW7.3", "divided_by_10000") in found
    assert "SW1" in {r["rule"] for r in filed["results"] if r["outcome"] == "not_run"}
    other = run(*asked(file, period="2021c06"))
    assert (other.returncode, other.stdout) == (2, "")
    assert "This is the template for first quarter 2021; this return is for first half 2021" in other.stderr


@pytest.mark.django_db
def test_a_wrong_cell_of_a_template_is_named(tmp_path: Path) -> None:
    file = tmp_path / "软件业务收入季报.xlsx"
    file.write_bytes(filled(a_draft(), {"D7": "约三千万"}))
    done = run(*asked(file, period="2021c03"))
    assert done.returncode == 2
    assert "D7" in done.stderr
