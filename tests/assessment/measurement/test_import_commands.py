"""`import_accounts`, `import_gdp` and their like: all rows or none, and one sentence when it is none."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from assessment.measurement.models import AccountRow, BaseTable, RegionFigure
from tests.situations.measurement import (
    the_communications_administration,
    the_institute,
    the_statistics_bureau,
)

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "fixtures" / "demo"
ACCOUNTS = (
    "region,year,industry,value_added,compensation_of_employees,net_taxes_on_production,depreciation,"
    "operating_surplus,unit,source,vintage,marker\n"
)
GDP = "region,year,value,unit,vintage,source,marker\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def run(command: str, file: Path, **options: str) -> str:
    out = StringIO()
    call_command(command, str(file), stdout=out, **options)
    return out.getvalue()


def a_file(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "table.csv"
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_accounts_of_the_demo_year_come_in_by_the_two_bodies_that_keep_them() -> None:
    by = the_statistics_bureau().username
    run("import_accounts", DEMO / "accounts_2021.csv", by=by, industries="C39,I65")
    by = the_communications_administration().username
    said = run("import_accounts", DEMO / "accounts_2021.csv", by=by, industries="I63,I64")
    assert AccountRow.objects.filter(table__superseded_at__isnull=True).count() == 36
    assert "industry_accounts 2021 preliminary #1: loaded." in said
    again = run("import_accounts", DEMO / "accounts_2021.csv", by=by, industries="I63,I64")
    assert "unchanged" in again
    assert BaseTable.objects.count() == 2


def test_a_file_of_two_years_makes_two_tables_or_the_one_asked_for() -> None:
    by = the_statistics_bureau().username
    run("import_gdp", DEMO / "gdp.csv", by=by, year="2021")
    assert [*BaseTable.objects.values_list("period", flat=True)] == ["2021"]
    run("import_gdp", DEMO / "gdp.csv", by=by)
    assert [*BaseTable.objects.order_by("period").values_list("period", flat=True)] == ["2020", "2021"]


def test_industrial_digitalisation_comes_from_the_institute() -> None:
    run("import_digitalisation", DEMO / "industrial_digitalisation.csv", by=the_institute().username)
    assert RegionFigure.objects.filter(table__kind="industrial_digitalisation").count() == 18


def test_full_width_digits_and_separators_are_repaired_and_each_repair_is_named(tmp_path: Path) -> None:
    file = a_file(
        tmp_path, GDP, "520100,2021,４７１１.04,亿元,final,s,published", '520200,2021,"1,473.91",亿元,final,s,'
    )
    said = run("import_gdp", file, by=the_statistics_bureau().username)
    assert "Row 2, column value was repaired: full_width." in said
    assert "Row 3, column value was repaired: thousands_separators." in said
    assert {str(figure.value) for figure in RegionFigure.objects.all()} == {"47110400.0000", "14739100.0000"}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["520100,2021,四千,亿元,final,s,"], "Row 2, column value: expected 1234.56, received “四千”"),
        (["520100,2021,,亿元,final,s,"], "Row 2, column value: expected 1234.56, received “”"),
        (["999999,2021,1,亿元,final,s,"], "Row 2, column region: expected 520100"),
        (["520100,21,1,亿元,final,s,"], "Row 2, column year: expected 2021, received “21”"),
        (["520100,2021,1,人,final,s,"], "Row 2, column unit: expected"),
        (["520100,2021,1,斤,final,s,"], "Row 2, column unit: expected"),
        (["520100,2021,1,亿元,final,s,", "520200,2021,1,万元,final,s,"], "The rows of one table are in one unit"),
        (["520100,2021,1,亿元,final,s,", "520100,2021,2,亿元,final,s,"], "Row 3 repeats row 2"),
        (["520100,2021,1,亿元,estimate,s,"], "Row 2: estimate is not a vintage"),
        (["520100,2021,-1,亿元,final,s,"], "Row 2, column value: expected > 0"),
        (["520100,2021,1"], "Row 2, column marker"),
        ([], "The table holds no row"),
    ],
)
def test_a_wrong_row_ends_with_one_sentence_and_nothing_stored(tmp_path: Path, rows: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("import_gdp", a_file(tmp_path, GDP, *rows), by=the_statistics_bureau().username)
    assert str(refused.value).startswith(sentence)
    assert not BaseTable.objects.exists()


def test_a_wrong_header_an_unknown_industry_and_a_file_that_is_not_text_are_each_said(tmp_path: Path) -> None:
    by = the_statistics_bureau().username
    with pytest.raises(CommandError, match="The header of the file must be"):
        run("import_gdp", a_file(tmp_path, "region,value\n", "520100,1"), by=by)
    with pytest.raises(CommandError, match="Row 2: J66 is not an industry"):
        run("import_accounts", a_file(tmp_path, ACCOUNTS, "520100,2021,J66,,1,2,3,4,万元,s,final,"), by=by)
    binary = tmp_path / "table.xlsx"
    binary.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(CommandError, match="cannot be read as UTF-8 text"):
        run("import_gdp", binary, by=by)


def test_one_wrong_year_keeps_the_right_one_out_as_well(tmp_path: Path) -> None:
    file = a_file(tmp_path, GDP, "520100,2020,1,亿元,final,s,", "999999,2021,1,亿元,final,s,")
    with pytest.raises(CommandError):
        run("import_gdp", file, by=the_statistics_bureau().username)
    assert not BaseTable.objects.exists()


def test_indices_and_sections_come_in_by_commands_of_their_own() -> None:
    by = the_statistics_bureau().username
    assert "deflator 2021 preliminary #1: loaded." in run("import_deflators", DEMO / "deflators.csv", by=by)
    for section, name in (("I", "section_i"), ("industry", "industry")):
        said = run("import_sections", DEMO / f"{name}.csv", by=by, section=section, year="2020")
        assert f"{name}_value_added 2020 final #1: loaded." in said


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("亿元", "102.5", "Row 2, column unit: expected 上年=100, received “亿元”"),
        ("上年=100", "2.5", "Row 2, column value: expected a price index with last year as 100, from 50 to 200"),
        ("上年=100", "1.025", "received 1.025"),
    ],
)
def test_money_a_rate_or_a_ratio_is_no_index(tmp_path: Path, unit: str, value: str, said: str) -> None:
    file = a_file(tmp_path, GDP, f"520100,2021,{value},{unit},final,示例,reported")
    with pytest.raises(CommandError, match=said):
        run("import_deflators", file, by=the_statistics_bureau().username)
    assert not BaseTable.objects.exists()


def test_an_index_is_no_gdp(tmp_path: Path) -> None:
    file = a_file(tmp_path, GDP, "520100,2021,102.5,上年=100,final,示例,reported")
    with pytest.raises(CommandError, match="expected 元、万元、亿元"):
        run("import_gdp", file, by=the_statistics_bureau().username)
