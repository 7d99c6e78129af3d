"""The template of a return: whose it is, what it holds, what can be changed, and that other programs keep it."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.filing.models import Version
from assessment.filing.return_template import template_of
from assessment.filing.workbook.layout import SHEET
from assessment.filing.workbook.reading import read_return_workbook
from tests.recalculation import Office
from tests.situations.filing import a_city, a_draft, a_filled_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files")]
QUERIES_OF_A_TEMPLATE = 11


def opened(version: Version) -> Any:
    return load_workbook(BytesIO(template_of(version)))


def test_it_carries_the_return_it_is_for_and_the_legal_marks() -> None:
    draft = a_filled_draft()
    identity = read_return_workbook(template_of(draft)).identity
    assert (identity.form, identity.period, identity.unit) == ("SW-Q", "2021c03", "520200")
    assert (identity.version, identity.revision) == (str(draft.pk), str(draft.revision))
    sheet = opened(draft)[SHEET]
    assert "六盘水市" in sheet["A3"].value
    assert "2021年一季度" in sheet["A3"].value
    assert [sheet[f"J{row}"].value[:4] for row in (2, 3, 4)] == ["制定机关", "批准机关", "有效期至"]


def test_only_the_cells_to_fill_are_open_and_there_is_no_password() -> None:
    sheet = opened(a_draft())[SHEET]
    unlocked = {cell.column_letter for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == set("DEFGHI")
    assert sheet.protection.sheet
    assert sheet.protection.password is None


def test_the_conditions_are_chosen_from_a_list_and_each_cell_has_a_name() -> None:
    book = opened(a_draft())
    lists = {validation.formula1 for validation in book[SHEET].data_validations.dataValidation}
    assert lists == {'"数值,不适用,暂无数据,未填"'}
    assert book.defined_names["software_revenue.current"].attr_text == f"'{SHEET}'!$D$7"
    assert book[SHEET].page_setup.orientation == "landscape"
    assert book[SHEET].page_setup.paperSize == 9


def test_what_was_filled_comes_back_as_it_was_and_zero_is_not_blank() -> None:
    read = {(cell.item, cell.basis): cell for cell in read_return_workbook(template_of(a_filled_draft())).cells}
    assert read["software_revenue", "current"].value == Decimal("1234.5")
    assert read["total_pay", "current"].condition == "empty"


def test_it_survives_being_opened_and_saved_by_another_program(tmp_path: Path, office: Office) -> None:
    draft = a_filled_draft()
    file = tmp_path / "template.xlsx"
    file.write_bytes(template_of(draft))
    (saved,) = office.recalculated(file, into=tmp_path / "saved")
    first, second = read_return_workbook(file.read_bytes()), read_return_workbook(saved.read_bytes())
    assert second.cells == first.cells
    assert second.identity == first.identity
    assert second.problems == ()
    assert load_workbook(saved, data_only=True)[SHEET]["J7"].value == pytest.approx(23.45)


def test_whoever_sees_the_return_downloads_it_and_nobody_beyond_the_wall(django_assert_max_num_queries: Any) -> None:
    draft = a_filled_draft()
    client, foreign = Client(), Client()
    client.force_login(a_city().statistics_head)
    foreign.force_login(a_city("520300").filler)
    with django_assert_max_num_queries(QUERIES_OF_A_TEMPLATE + 6):
        answer = client.get(f"/returns/versions/{draft.pk}/template/")
    assert answer.status_code == 200
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert foreign.get(f"/returns/versions/{draft.pk}/template/").status_code == 404
