"""A base table comes as CSV: the same comparison, every bad cell told at once with its row."""

import pytest

from assessment.display.wording import say, say_phrase
from assessment.filing.told_again import phrase_of
from assessment.filing.upload_actions import Incoming
from assessment.measurement.delivery_files import read_figures
from assessment.measurement.errors import (
    DeliveryWrong,
    OtherTable,
    UploadUndeliverable,
)
from assessment.measurement.models import TableUpload
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_preview_view import table_preview
from assessment.measurement.upload_actions import (
    confirm_table,
    upload_table,
)
from tests.situations.base_tables import (
    DELIVERED,
    FIRST_ROW,
    GDP,
    uploaded,
    usual_gdp,
)
from tests.situations.measurement import (
    the_statistics_bureau,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province() -> None:
    guizhou()


def sentences(upload: TableUpload) -> list[str]:
    return [say_phrase(phrase_of(one)) for one in upload.problems]


def test_a_csv_goes_the_same_way_and_belongs_to_the_vintage_it_is_sent_for() -> None:
    text = "region,year,value,unit,vintage,source,marker\n520100,2021,4711.04,亿元,final,s,published\n"
    bureau = the_statistics_bureau()
    with pytest.raises(OtherTable):
        upload_table(GDP, Incoming("gdp.csv", text.encode()), by=bureau, at=DELIVERED)
    upload = upload_table(TableKey("gdp", "2021", "final"), Incoming("gdp.csv", text.encode()), by=bureau, at=DELIVERED)
    [change] = table_preview(upload).changes
    assert (change.old, change.new) == ("--", "4,711.04")


def test_every_bad_cell_of_a_csv_is_told_at_once_as_in_a_workbook() -> None:
    head = "region,year,industry,value_added,compensation_of_employees,net_taxes_on_production,depreciation,"
    rows = [
        "520100,2021,C39,,x,20,y,10,万元,s,final,reported",
        "520200,2021,J66,,100,20,20,10,万元,s,final,reported",
        "520300,2021,C39,,100,20,20,10,斤,s,final,reported",
        "999999,2021,C39,,100,20.00001,20,10,万元,s,final,reported",
        "520400,2021,C39,,100,20,20,10,万元,s,later,reported",
        "520100,2021,C39,,100,20,20,10,万元,s,final,reported",
        "520500,2021,C39,,100,20,20,10,万元,s,final,reported",
    ]
    text = "\n".join([f"{head}operating_surplus,unit,source,vintage,marker", *rows]).encode()
    key = TableKey("industry_accounts", "2021", "final")
    upload = upload_table(key, Incoming("a.csv", text), by=the_statistics_bureau(), at=DELIVERED)
    told = [(one["where"]["row"], one["where"].get("column", "")) for one in upload.problems]
    assert told == [
        (2, "compensation_of_employees"),
        (2, "depreciation"),
        (3, ""),
        (4, "unit"),
        (5, "region"),
        (5, "net_taxes_on_production"),
        (6, ""),
        (7, ""),
    ]
    preview = table_preview(upload)
    assert (len(preview.problems), preview.changes) == (8, ())
    with pytest.raises(UploadUndeliverable):
        confirm_table(upload.pk, compared_with=None, by=the_statistics_bureau(), at=DELIVERED)


def test_a_csv_whose_quotes_do_not_fit_is_told_with_its_row() -> None:
    head = "region,year,value,unit,vintage,source,marker"
    text = f'{head}\n520100,2021,4711.04,亿元,final,s,published\n520200,2021,"1"2,亿元,final,s,published\n'
    key = TableKey("gdp", "2021", "final")
    upload = upload_table(key, Incoming("gdp.csv", text.encode()), by=the_statistics_bureau(), at=DELIVERED)
    assert [one["where"]["row"] for one in upload.problems] == [3]


def test_a_level_of_gdp_that_is_not_above_zero_is_told_before_it_is_confirmed() -> None:
    upload = uploaded(GDP, {**usual_gdp(), f"C{FIRST_ROW}": 0, f"C{FIRST_ROW + 2}": -5})
    assert [one["where"]["cell"] for one in upload.problems] == [f"C{FIRST_ROW}", f"C{FIRST_ROW + 2}"]
    head = "region,year,value,unit,vintage,source,marker"
    text = f"{head}\n520100,2021,0,亿元,final,s,r\n520200,2021,-1,亿元,final,s,r\n"
    key = TableKey("gdp", "2021", "final")
    upload = upload_table(key, Incoming("gdp.csv", text.encode()), by=the_statistics_bureau(), at=DELIVERED)
    assert [one["where"]["row"] for one in upload.problems] == [2, 3]


def test_an_import_by_command_or_api_names_all_cells_in_one_sentence() -> None:
    head = "region,year,value,unit,vintage,source,marker"
    with pytest.raises(DeliveryWrong) as refused:
        read_figures(f"{head}\n520100,2021,x,亿元,final,s,r\n520200,2021,,亿元,final,s,r\n")
    assert "2 处" in say(refused.value)
    assert "第 2 行" in say(refused.value)
