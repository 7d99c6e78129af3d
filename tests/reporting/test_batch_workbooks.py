"""增加值核算表 and 测算批次对比表: LibreOffice computes the identities again and agrees with what the batch holds."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.measurement.actions import confirm_batch
from assessment.measurement.models import Batch
from assessment.measurement.table_actions import load_industry_accounts
from assessment.measurement.wording import FIGURES, figure_name
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.people.errors import NotFound, PermissionRefused
from reporting.batch_downloads import download_accounts, download_comparison
from tests.recalculation import Office
from tests.situations.measurement import (
    DELIVERED,
    GUIYANG,
    MEASURED,
    a_confirmed_batch,
    a_measured_batch,
    a_requested_batch,
    a_submitted_batch,
    accounts_of,
    an_objection,
    the_communications_administration,
    the_confirmer,
    the_statistics_bureau,
    the_tables_of,
    work_off,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 3, 1, 2, 0, tzinfo=UTC)
ECONOMIES, ACCOUNTS, COMPARISON = "数字经济测算表", "增加值核算表", "测算批次对比表"
FIRST = 4


def accounts_book(batch: Batch, folder: Path) -> Path:
    path = folder / "accounts.xlsx"
    path.write_bytes(download_accounts(batch.pk, by=the_confirmer(), at=NOW).content)
    return path


def texts(path: Path, sheet: str) -> str:
    rows = load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    return "\n".join(str(value) for row in rows for value in row if value is not None)


def row_of(path: Path, sheet: str, row: int, columns: str) -> list[Any]:
    opened = load_workbook(path, data_only=True)[sheet]
    return [opened[f"{column}{row}"].value for column in columns]


def test_identities_share_and_growth_are_formulas_that_recompute(office: Office, tmp_path: Path) -> None:
    """贵阳市: 600 + 900 = 1 500, 15 % of 10 000, 50 % on 1 000; the province 13 500 of 90 000, on 9 000."""
    a_confirmed_batch("2020")
    written = accounts_book(a_measured_batch("2021"), tmp_path)
    formulas = load_workbook(written)
    assert formulas[ACCOUNTS]["G4"].value == "=SUM(C4:F4)"
    assert formulas[ECONOMIES]["D4"].value == "=B4+C4"
    [computed] = office.recalculated(written, into=tmp_path / "again")
    for book in (written, computed):
        assert row_of(book, ACCOUNTS, FIRST, "CDEFG") == [100, 20, 20, 10, 150]
        assert row_of(book, ECONOMIES, FIRST, "BCDEFGH") == pytest.approx([600, 900, 1500, 10000, 15, 1000, 50])
        assert row_of(book, ECONOMIES, FIRST + 9, "BCDEFGH") == pytest.approx(
            [5400, 8100, 13500, 90000, 15, 9000, 50]
        )  # fmt: skip


def test_an_account_with_gaps_says_so_and_nothing_is_summed_over_it(tmp_path: Path) -> None:
    the_tables_of("2021")
    blanks = Amounts(Decimal(150), Decimal(100), None, None, Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "C39"): blanks})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    written = accounts_book(a_measured_batch("2021"), tmp_path)
    assert row_of(written, ACCOUNTS, FIRST, "CG") == ["暂无数据", "暂无数据"]
    assert row_of(written, ECONOMIES, FIRST, "BDF") == ["暂无数据"] * 3
    assert row_of(written, ECONOMIES, FIRST + 9, "BD") == ["暂无数据"] * 2


def test_a_part_of_the_year_and_a_contested_figure_are_footnoted(tmp_path: Path) -> None:
    batch = a_submitted_batch("2021")
    an_objection(batch)
    confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)
    note = texts(accounts_book(Batch.objects.get(pk=batch.pk), tmp_path), ECONOMIES)
    assert "有争议：贵阳市" in note
    assert "方法版本 2021.2" in note
    assert "推算数" not in note
    delivery = accounts_of("2020", vintage="months_01_11")
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=DELIVERED)
    months = a_requested_batch("2020", months=11)
    work_off(months.job)
    assert "推算数" in texts(accounts_book(months, tmp_path), ACCOUNTS)


def test_the_parts_of_a_difference_sum_to_it_in_the_workbook_too(office: Office, tmp_path: Path) -> None:
    first, second = a_measured_batch("2020"), a_measured_batch("2021")
    path = tmp_path / "comparison.xlsx"
    path.write_bytes(download_comparison(second.pk, first.pk, by=the_confirmer(), at=NOW).content)
    [computed] = office.recalculated(path, into=tmp_path / "again")
    sheet = load_workbook(computed, data_only=True)[COMPARISON]
    rows = [row for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[10] is not None]
    assert len(rows) == 81
    assert {row[10] for row in rows} == {0}
    assert [row[1] for row in rows[:9]] == [figure_name(code) for code in FIGURES]
    economy = next(row for row in rows if row[3] == pytest.approx(0.1) and row[4] == pytest.approx(0.15))
    assert economy[5:10] == pytest.approx((0.05, 0.05, 0, 0, 0))


def test_a_download_is_recorded_and_who_sees_no_batch_gets_none() -> None:
    batch = a_measured_batch("2021")
    download = download_accounts(batch.pk, by=the_confirmer(), at=NOW)
    assert download.file_name == f"2021年全年增加值核算表-{batch.result_digest[:8]}.xlsx"
    assert load_workbook(BytesIO(download.content)).sheetnames == [ECONOMIES, ACCOUNTS]
    assert Entry.objects.filter(action="batch.download", object_id=str(batch.pk)).count() == 1
    with pytest.raises(PermissionRefused):
        download_accounts(batch.pk, by=the_communications_administration(), at=NOW)
    with pytest.raises(NotFound):
        download_accounts(a_requested_batch("2020").pk, by=the_confirmer(), at=NOW)
