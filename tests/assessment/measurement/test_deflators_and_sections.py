"""缩减指数, 门类 I and 工业增加值 as deliveries of 省统计局, and what a batch makes of them.

By the simple years of the situations: the digital economy of a city grows from 1 000 to 1 500 万元, 50 %; its 63, 64
and 65 are 450 万元 together, 39 is 150.
"""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.display.formats import NOTHING
from assessment.filing.models import Cell
from assessment.filing.upload_actions import Incoming
from assessment.measurement.batch_view import batch_view
from assessment.measurement.deliveries import FiguresDelivery
from assessment.measurement.errors import CellUnreadable, IndexOutOfRange
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.section_view import SectionLine
from assessment.measurement.structure_view import GROWING
from assessment.measurement.table_actions import (
    load_deflators,
    load_industry,
    load_industry_accounts,
    load_section_i,
)
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_template import table_template_file
from assessment.measurement.upload_actions import confirm_table, upload_table
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.methodology.run_document import thaw
from assessment.methodology.run_measurement import DIGITAL_ECONOMY
from assessment.methodology.units import Unit
from assessment.people.errors import PermissionRefused
from reporting.batch_downloads import download_accounts
from tests.recalculation import Office
from tests.situations.base_tables import FIRST_ROW, delivered, filled, uploaded
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    GUIYANG,
    INDUSTRIES,
    LIUPANSHUI,
    MEASURED,
    a_confirmed_batch,
    a_measured_batch,
    accounts_of,
    figures_of,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
PROVINCE = "520000"
# 1.5 亿元.
ACCOUNT_OF_YI = Amounts(None, Decimal(10_000), Decimal(2_000), Decimal(2_000), Decimal(1_000))
DEFLATOR = TableKey("deflator", "2021", "final")
SECTION_I = TableKey("section_i_value_added", "2021", "final")


def indices(values: Mapping[str, int]) -> FiguresDelivery:
    return figures_of("2021", values, unit=Unit.INDEX)


def a_deflated_batch() -> Batch:
    """贵阳市 has an index of 125, everybody else takes 120 of the province."""
    a_confirmed_batch("2020")
    a_measured_batch("2021")
    load_deflators(indices({GUIYANG: 125, PROVINCE: 120}), by=the_statistics_bureau(), at=DELIVERED)
    return a_measured_batch("2021")


def growth_of_economy(batch: Batch) -> dict[str, Any]:
    rows = thaw(batch.result_document)["growth"]
    return {row["region"]: row for row in rows if row["code"] == DIGITAL_ECONOMY}


def test_an_index_is_delivered_by_template_and_read_back_as_it_was_typed() -> None:
    """Nine cities, the last line is the province; 102.5 is stored as 102.5, not as money."""
    guizhou()
    cells = {f"C{FIRST_ROW}": 103.5, f"C{FIRST_ROW + len(CITIES)}": 102.5}
    table = delivered(DEFLATOR, cells)
    stored = {figure.region.code: str(figure.value) for figure in table.region_figures.select_related("region")}
    assert stored == {GUIYANG: "103.5000", PROVINCE: "102.5000"}
    content, name = table_template_file(DEFLATOR, the_statistics_bureau())
    sheet = load_workbook(BytesIO(content))["基础数据表"]
    assert name == "分市（州）增加值缩减指数_贵州省统计局_2021年度_最终核实数.xlsx"
    assert (sheet[f"C{FIRST_ROW - 1}"].value, sheet[f"C{FIRST_ROW}"].value) == ("缩减指数（上年=100）", 103.5)
    assert Entry.objects.filter(action="deflator.load", object_id=str(table.pk)).count() == 1


def test_an_index_reaches_no_city_and_is_refused_where_it_is_none() -> None:
    guizhou()
    bureau = the_statistics_bureau()
    load_deflators(indices({GUIYANG: 103}), by=bureau, at=DELIVERED)
    assert not Cell.objects.exists()
    with pytest.raises(IndexOutOfRange):
        load_deflators(indices({GUIYANG: 3}), by=bureau, at=DELIVERED)
    with pytest.raises(PermissionRefused):
        load_deflators(indices({GUIYANG: 103}), by=the_institute(), at=DELIVERED)
    with pytest.raises(CellUnreadable):
        load_section_i(figures_of("2021", {GUIYANG: 0}), by=bureau, at=DELIVERED)
    for load in (load_section_i, load_industry):
        with pytest.raises(PermissionRefused):
            load(figures_of("2021", {GUIYANG: 1}), by=the_institute(), at=DELIVERED)


def test_an_index_typed_as_a_rate_is_refused_when_it_is_confirmed_and_nothing_is_written() -> None:
    guizhou()
    upload = uploaded(DEFLATOR, {f"C{FIRST_ROW}": 2.5})
    with pytest.raises(IndexOutOfRange):
        confirm_table(upload.pk, compared_with=None, by=the_statistics_bureau(), at=DELIVERED)
    assert not BaseTable.objects.exists()


def test_real_growth_stands_beside_the_nominal_one_by_the_index_of_the_city_or_of_the_province() -> None:
    """1.5 / 1.25 − 1 = 20 %, 1.5 / 1.2 − 1 = 25 %; 六盘水市 did not grow: 1 / 1.2 − 1 = −16.67 %."""
    rows = growth_of_economy(a_deflated_batch())
    assert (rows[GUIYANG]["nominal_percent"], rows[GUIYANG]["real_percent"]) == ("50", "20")
    assert rows[CITIES[2]]["real_percent"] == "25"
    assert rows[LIUPANSHUI]["real_percent"].startswith("-16.66")
    assert [rows[city]["deflator_of"] for city in (GUIYANG, LIUPANSHUI)] == [GUIYANG, PROVINCE]


def test_without_an_index_there_is_no_real_growth_and_the_document_is_what_it_was() -> None:
    a_confirmed_batch("2020")
    batch = a_measured_batch("2021")
    assert {row["real_percent"] for row in growth_of_economy(batch).values()} == {None}
    assert not {"deflators", "sections"} & set(thaw(batch.document)["inputs"])


def test_the_page_shows_real_growth_and_says_whose_index_it_is_by() -> None:
    """All cities: 13 500 on 9 000, 50 % nominal, 25 % by the index of the province."""
    batch = a_deflated_batch()
    lines = {line.region: line for line in batch_view(batch).growth}
    place = GROWING.index(DIGITAL_ECONOMY)
    own, lent, total = (lines[name].cells[place] for name in ("贵阳市", "遵义市", gettext("All cities")))
    assert [(cell.nominal, cell.real, cell.lent) for cell in (own, lent)] == [
        ("50.00", "20.00", False),
        ("50.00", "25.00", True),
    ]
    assert (total.nominal, total.real) == ("50.00", "25.00")
    client = Client()
    client.force_login(the_confirmer())
    page = client.get(reverse("measurement:batch", args=[batch.pk])).content.decode()
    assert "实际 25.00*" in page
    assert "本市（州）无指数的用全省指数" in page


def test_the_workbook_computes_real_growth_from_the_index(office: Office, tmp_path: Any) -> None:
    path = tmp_path / "accounts.xlsx"
    path.write_bytes(download_accounts(a_deflated_batch().pk, by=the_confirmer(), at=MEASURED).content)
    [computed] = office.recalculated(path, into=tmp_path / "again")
    for book in (path, computed):
        sheet = load_workbook(book, data_only=True)["数字经济测算表"]
        assert [cell.value for cell in sheet[3]][7:11] == ["名义增速", "缩减指数\n（上年=100）", "实际增速", "标识"]
        assert [cell.value for cell in sheet[4]][7:10] == pytest.approx([50, 125, 20])
        assert [cell.value for cell in sheet[13]][7:10] == pytest.approx([50, 120, 25])


def test_the_pages_of_an_index_and_of_a_section_say_what_adds_up() -> None:
    guizhou()
    client = Client()
    client.force_login(the_statistics_bureau())
    index = delivered(DEFLATOR, {f"C{FIRST_ROW}": 103.5, f"C{FIRST_ROW + len(CITIES)}": 102.5})
    page = client.get(reverse("measurement:table", args=[index.pk])).content.decode()
    assert "103.50" in page
    assert "全省" in page
    assert "102.50" in page
    assert "指数不能相加" in page
    section = delivered(SECTION_I, {f"C{FIRST_ROW + number}": 10 for number in range(len(CITIES))})
    assert "90.00" in client.get(reverse("measurement:table", args=[section.pk])).content.decode()


def test_an_industry_that_does_not_fit_in_its_section_is_a_finding_of_the_batch() -> None:
    """63 + 64 + 65 = 450 of 445 + 1 % = 449.45 in 贵阳市; 39 = 150 of 149 in 六盘水市; the province is 1 % off."""
    a_measured_batch("2021")
    bureau = the_statistics_bureau()
    section = dict.fromkeys(CITIES, 500) | {GUIYANG: 445, PROVINCE: 4500}
    load_section_i(figures_of("2021", section), by=bureau, at=DELIVERED)
    load_industry(figures_of("2021", dict.fromkeys(CITIES, 200) | {LIUPANSHUI: 149}), by=bureau, at=DELIVERED)
    batch = a_measured_batch("2021")
    found = {(one["rule"], one["region"], one["code"]) for one in thaw(batch.result_document)["checks"]}
    assert {one for one in found if one[0] in {"V-A4", "V-A8"}} == {
        ("V-A8", GUIYANG, "services_above_section_i"),
        ("V-A8", LIUPANSHUI, "electronics_above_industry"),
        ("V-A4", "", "cities_do_not_add_up:I"),
    }
    with translation.override("zh-hans"):
        shown = {(line.rule, line.region, line.figure) for line in batch_view(batch).findings}
    assert ("V-A8", "贵阳市", "") in shown
    assert ("V-A4", "", "信息传输、软件和信息技术服务业（门类 I）") in shown
    stored = thaw(batch.document)["inputs"]["sections"]
    assert {row["value"] for row in stored} == {"149", "200", "445", "500", "4500"}


def test_the_page_shows_each_industry_beside_its_section() -> None:
    """63 + 64 + 65 are 4.5 亿元 of 5, 39 is 1.5; 工业增加值 was delivered for 贵阳市 alone."""
    delivery = accounts_of("2021", changed={(city, code): ACCOUNT_OF_YI for city in CITIES for code in INDUSTRIES})
    guizhou()
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=DELIVERED)
    section = dict.fromkeys(CITIES[:2], 50_000)
    load_section_i(figures_of("2021", section), by=the_statistics_bureau(), at=DELIVERED)
    load_industry(figures_of("2021", {GUIYANG: 20_000}), by=the_statistics_bureau(), at=DELIVERED)
    batch = a_measured_batch("2021")
    first, second = batch_view(batch).sections
    assert first == SectionLine("贵阳市", "4.50", "5.00", "1.50", "2.00")
    assert (second.section_i, second.industry) == ("5.00", NOTHING)
    client = Client()
    client.force_login(the_confirmer())
    page = client.get(reverse("measurement:batch", args=[batch.pk])).content.decode()
    assert "所测行业与所在门类" in page
    assert "四个行业口径" in page
    assert client.get(f"/api/measurement/batches/{batch.pk}/").json()["scope"] == "four_industries"


def test_a_csv_of_an_index_is_taken_at_the_same_place_and_money_is_not() -> None:
    guizhou()
    bureau = the_statistics_bureau()
    head = "region,year,value,unit,vintage,source,marker\n"
    good = Incoming("index.csv", f"{head}520100,2021,103.5,上年=100,final,示例,reported\n".encode())
    upload = upload_table(DEFLATOR, good, by=bureau, at=DELIVERED)
    assert (upload.problems, upload.document["unit"]) == ([], "index")
    money = Incoming("index.csv", f"{head}520100,2021,103.5,亿元,final,示例,reported\n".encode())
    with pytest.raises(CellUnreadable):
        upload_table(DEFLATOR, money, by=bureau, at=DELIVERED)
    fine = Incoming("index.xlsx", filled(DEFLATOR, {f"C{FIRST_ROW}": 103.12345}, by=bureau))
    assert len(upload_table(DEFLATOR, fine, by=bureau, at=DELIVERED).problems) == 1
