"""A base table comes as a filled template: compared first, taken over whole, laid out for the cities at once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessment.audit.models import Entry
from assessment.display.wording import say, say_phrase
from assessment.filing.errors.workbook import OldWorkbook, RowMoved, SignsChanged
from assessment.filing.models import LaidOutFigure
from assessment.filing.told_again import phrase_of
from assessment.filing.upload_actions import Incoming
from assessment.measurement.actions import request_batch
from assessment.measurement.errors import (
    ComparisonOutdated,
    DeliveryEmpty,
    IndustryGivenTwice,
    OtherTable,
    RevisionUnexplained,
    TableTemplateUnknown,
    UploadSettled,
    UploadUndeliverable,
)
from assessment.measurement.models import AccountRow, BaseTable, TableUpload
from assessment.measurement.revisions import revisions_document
from assessment.measurement.table_actions import load_gdp
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_preview_view import table_preview
from assessment.measurement.upload_actions import (
    confirm_table,
    discard_table,
    expire_tables,
    upload_table,
)
from assessment.measurement.upload_states import KEPT
from assessment.methodology.branch_allocation import RevenueDoesNotAddUp
from assessment.methodology.run_document import thaw
from assessment.people.errors import NotFound, PermissionRefused
from tests.situations.base_tables import (
    ACCOUNTS,
    AGAIN,
    DELIVERED,
    GDP,
    delivered,
    filled,
    uploaded,
    usual_accounts,
    usual_gdp,
)
from tests.situations.catalogue import an_open_collection
from tests.situations.measurement import (
    CITIES,
    GUIYANG,
    LIUPANSHUI,
    figures_of,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
OF_TELECOM = TableKey("industry_accounts", "2021", "preliminary")
OPERATORS = "跨地区经营单位"


@pytest.fixture(autouse=True)
def _province() -> None:
    guizhou()


def sentences(upload: TableUpload) -> list[str]:
    return [say_phrase(phrase_of(one)) for one in upload.problems]


def laid_out(item: str, unit: str = LIUPANSHUI) -> dict[str, tuple[Decimal | None, str]]:
    figures = LaidOutFigure.objects.filter(item=item, reporting_unit__code=unit).order_by("number")
    return {one.basis: (one.value, one.vintage) for one in figures}


def test_a_filled_template_is_read_compared_and_written_only_when_confirmed() -> None:
    upload = uploaded(ACCOUNTS, usual_accounts())
    assert (upload.problems, BaseTable.objects.count()) == ([], 0)
    preview = table_preview(upload)
    assert [(one.old, one.new) for one in preview.changes[:4]] == [
        ("--", "100.00"), ("--", "20.00"), ("--", "20.00"), ("--", "10.00"),
    ]  # fmt: skip
    table = delivered(ACCOUNTS, usual_accounts())
    row = AccountRow.objects.get(table=table, region__code=GUIYANG, industry="C39")
    assert (row.compensation_of_employees, row.value_added) == (Decimal(100), None)
    assert table.account_rows.count() == 20


def test_a_template_comes_back_filled_and_an_unchanged_one_changes_nothing() -> None:
    table = delivered(ACCOUNTS, usual_accounts())
    again = uploaded(ACCOUNTS, {}, at=AGAIN)
    assert table_preview(again).changes == ()
    confirmed = confirm_table(again.pk, compared_with=table.pk, by=the_statistics_bureau(), at=AGAIN)
    assert confirmed.table == table
    assert BaseTable.objects.count() == 1


def test_production_stands_beside_income_and_vat_is_asked_for_where_output_is_net_of_it() -> None:
    cells = usual_accounts() | {"J6": 400, "K6": 260, "L6": "不含增值税", "M6": 8, "J7": 300}
    cells |= {"L8": "不含增值税", "M9": 3, "L10": "净额"}
    upload = uploaded(ACCOUNTS, cells)
    assert [one["where"]["cell"] for one in upload.problems] == ["K7", "M8", "M9", "L10"]
    good = usual_accounts() | {"J6": 400, "K6": 264, "L6": "不含增值税", "M6": 8}
    found = [(one.expected, one.received) for one in table_preview(uploaded(ACCOUNTS, good)).findings]
    # 400 − 264 + 8 = 144, not 150; in whole 万元 rounding hides 0.5 × (4 + 3 + 1) = 4 at most.
    assert ("150.00", "144.00") in found
    row = AccountRow.objects.get(table=delivered(ACCOUNTS, good), region__code=GUIYANG, industry="C39")
    assert (row.total_output, row.intermediate_consumption, row.value_added_tax) == (400, 264, 8)


def test_every_bad_cell_is_told_at_once_with_its_place_and_nothing_can_be_confirmed() -> None:
    cells = usual_accounts() | {"E6": "=1+1", "F7": "约二十", "G8": "１，２００", "H9": 1.00001}
    upload = uploaded(ACCOUNTS, cells)
    told = sentences(upload)
    assert [place in text for place, text in zip(("E6", "F7", "H9"), told, strict=True)] == [True] * 3
    assert [one["cell"] for one in upload.repairs][:1] == ["基础数据表!G8"]
    with pytest.raises(UploadUndeliverable):
        confirm_table(upload.pk, compared_with=None, by=the_statistics_bureau(), at=DELIVERED)
    assert not BaseTable.objects.exists()


def test_the_template_of_another_table_and_a_book_of_ones_own_are_refused() -> None:
    bureau = the_statistics_bureau()
    gdp = filled(GDP, usual_gdp(), by=bureau)
    with pytest.raises(OtherTable) as refused:
        upload_table(TableKey("gdp", "2021", "final"), Incoming("a.xlsx", gdp), by=bureau, at=DELIVERED)
    assert "初步核算数" in say(refused.value)
    theirs = filled(OF_TELECOM, {}, by=the_communications_administration())
    with pytest.raises((OtherTable, RowMoved)):
        upload_table(ACCOUNTS, Incoming("a.xlsx", theirs), by=bureau, at=DELIVERED)
    with pytest.raises(OldWorkbook):
        upload_table(GDP, Incoming("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), by=bureau, at=DELIVERED)
    with pytest.raises(DeliveryEmpty):
        uploaded(GDP, {})

    def without_signs(book: Any) -> None:
        for name in [name for name in book.defined_names if name.startswith("identity_")]:
            del book.defined_names[name]

    def another_year(book: Any) -> None:
        book.defined_names["identity_period"].attr_text = '"2020"'

    for change, error in ((without_signs, TableTemplateUnknown), (another_year, SignsChanged)):
        content = filled(GDP, usual_gdp(), by=bureau, change=change)
        with pytest.raises(error):
            upload_table(GDP, Incoming("a.xlsx", content), by=bureau, at=DELIVERED)


def test_a_delivery_that_came_meanwhile_is_looked_at_before_it_is_overwritten() -> None:
    bureau = the_statistics_bureau()
    upload = uploaded(GDP, usual_gdp(101))
    discard_table(upload.pk, by=bureau, at=DELIVERED)
    first = uploaded(GDP, usual_gdp(100))
    table = delivered(GDP, usual_gdp(101))
    with pytest.raises(UploadSettled):
        confirm_table(first.pk, compared_with=None, by=bureau, at=DELIVERED)
    second = uploaded(GDP, usual_gdp(102))
    with pytest.raises(ComparisonOutdated):
        confirm_table(second.pk, compared_with=None, by=bureau, at=DELIVERED)
    confirm_table(second.pk, compared_with=table.pk, by=bureau, at=DELIVERED)
    table.refresh_from_db()
    assert table.superseded_at == DELIVERED


def test_confirming_twice_writes_once_and_discarding_leaves_the_tables_alone() -> None:
    bureau = the_statistics_bureau()
    upload = uploaded(GDP, usual_gdp())
    first = confirm_table(upload.pk, compared_with=None, by=bureau, at=DELIVERED)
    entries = Entry.objects.count()
    again = confirm_table(upload.pk, compared_with=None, by=bureau, at=DELIVERED)
    assert (again.table, Entry.objects.count()) == (first.table, entries)
    with pytest.raises(UploadSettled):
        discard_table(upload.pk, by=bureau, at=DELIVERED)


def test_what_nobody_confirms_lapses_after_a_day() -> None:
    upload = uploaded(GDP, usual_gdp())
    assert expire_tables(at=DELIVERED + KEPT) == 0
    late = DELIVERED + KEPT + timedelta(minutes=1)
    with pytest.raises(UploadSettled):
        confirm_table(upload.pk, compared_with=None, by=the_statistics_bureau(), at=late)
    assert (expire_tables(at=late), expire_tables(at=late)) == (1, 0)
    upload.refresh_from_db()
    assert (upload.state, upload.decided_by) == ("expired", "system")
    assert discard_table(upload.pk, by=the_statistics_bureau(), at=late).state == "expired"


def test_each_body_confirms_its_own_upload_and_nobody_elses() -> None:
    upload = uploaded(ACCOUNTS, usual_accounts())
    for other in (the_communications_administration(), the_institute()):
        with pytest.raises(NotFound):
            confirm_table(upload.pk, compared_with=None, by=other, at=DELIVERED)
    with pytest.raises(PermissionRefused):
        confirm_table(upload.pk, compared_with=None, by=the_confirmer(), at=DELIVERED)
    for stranger in (the_institute(), the_confirmer()):
        with pytest.raises(PermissionRefused):
            uploaded(GDP, usual_gdp(), by=stranger)


def test_confirming_lays_the_figures_out_in_the_annual_return_of_the_year() -> None:
    an_open_collection("DE-A", "2021")
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(90))
    delivered(GDP, usual_gdp(100))
    delivered(ACCOUNTS, usual_accounts())
    assert laid_out("gross_domestic_product") == {
        "current": (Decimal(1_000_000), "初步核算数"),
        "same_period_last_year": (Decimal(900_000), "最终核实数"),
    }
    assert laid_out("electronics_manufacturing_value_added") == {"current": (Decimal(150), "初步核算数")}
    assert laid_out("telecommunications_value_added") == {}
    final = TableKey("gdp", "2021", "final")
    delivered(final, usual_gdp(101), at=AGAIN, reason="年度资料补充")
    assert laid_out("gross_domestic_product")["current"] == (Decimal(1_010_000), "最终核实数")
    delivered(GDP, usual_gdp(99), at=AGAIN, reason="初步数据录入有误")
    assert laid_out("gross_domestic_product")["current"] == (Decimal(1_010_000), "最终核实数")


def test_a_revision_of_more_than_two_per_cent_needs_a_reason_that_is_signed() -> None:
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(100))
    delivered(GDP, usual_gdp(200))
    final = TableKey("gdp", "2021", "final")
    # 200 -> 204 is 2 % of the level and no more, but 4 points of growth on 100.
    preview = table_preview(uploaded(final, usual_gdp(204)))
    assert {(one.level, one.growth, one.beyond) for one in preview.revisions} == {("+2.00", "+4.00", True)}
    with pytest.raises(RevisionUnexplained) as refused:
        delivered(final, usual_gdp(204))
    assert "贵阳" in say(refused.value)
    table = delivered(final, usual_gdp(204), reason="经济普查资料衔接")
    assert (table.revision_reason, table.loaded_by) == ("经济普查资料衔接", the_statistics_bureau())


def test_a_small_revision_needs_none() -> None:
    delivered(GDP, usual_gdp(200))
    assert delivered(TableKey("gdp", "2021", "final"), usual_gdp(204)).revision_reason == ""


def test_a_batch_can_state_the_last_revision_of_each_region_with_its_reason() -> None:
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(100))
    delivered(GDP, {"C6": 200, "C7": 300})
    delivered(TableKey("gdp", "2021", "final"), {"C6": 210, "C7": 300}, reason="经济普查资料衔接")
    delivered(GDP, {"C6": 190, "C7": 300}, at=AGAIN)
    # 200 and 210 亿元 on 100: growth of 100 % and 110 %; the late preliminary figure no longer counts.
    assert revisions_document("2021") == [
        {
            "region": GUIYANG,
            "before": "2000000",
            "after": "2100000",
            "growth_before": "100",
            "growth_after": "110",
            "reason": "经济普查资料衔接",
        }
    ]


def test_a_batch_of_the_full_year_freezes_the_revision_and_its_reason() -> None:
    the_tables_of("2021")
    revised = figures_of("2021", dict.fromkeys(CITIES, 10_500))
    load_gdp(revised, by=the_statistics_bureau(), at=AGAIN, reason="经济普查资料衔接")
    document = thaw(request_batch("2021", by=the_institute(), at=AGAIN).document)
    [reason] = {row["reason"] for row in document["inputs"]["revisions"]}
    assert (reason, len(document["inputs"]["revisions"])) == ("经济普查资料衔接", 9)


def operators(*, revenue: int = 1000, name: str = "演示电信公司") -> dict[str, Any]:
    """One operator: 100, 30, 50, 20 万元 in the province, revenue 600 of 贵阳 and 400 of 六盘水."""
    line = [name, 100, 30, 50, 20, revenue, 600, 400]
    return {f"{OPERATORS}!{column}6": value for column, value in zip("ABCDEFGH", line, strict=True)}


def test_an_operator_registered_elsewhere_is_allocated_by_revenue_and_marked() -> None:
    body = the_communications_administration()
    table = delivered(OF_TELECOM, operators(), by=body)
    rows = {row.region.code: row for row in table.account_rows.select_related("region").filter(industry="I63")}
    # 60 % and 40 %.
    assert [
        (
            row.compensation_of_employees,
            row.net_taxes_on_production,
            row.depreciation,
            row.operating_surplus,
            row.marker,
        )
        for row in (rows[GUIYANG], rows[LIUPANSHUI])
    ] == [(60, 18, 30, 12, "allocated"), (40, 12, 20, 8, "allocated")]
    assert table_preview(uploaded(OF_TELECOM, {}, by=body, at=AGAIN)).changes == ()


def test_revenue_that_does_not_add_up_and_an_industry_given_twice_are_refused() -> None:
    body = the_communications_administration()
    with pytest.raises(RevenueDoesNotAddUp):
        delivered(OF_TELECOM, operators(revenue=1001), by=body)
    with pytest.raises(IndustryGivenTwice):
        delivered(OF_TELECOM, operators() | {"E6": 1, "F6": 1, "G6": 1, "H6": 1}, by=body)
    nameless = uploaded(OF_TELECOM, operators(name=""), by=body)
    assert "A6" in sentences(nameless)[0]
