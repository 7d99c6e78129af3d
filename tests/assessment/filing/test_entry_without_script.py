"""The filling page as a plain form: what cannot be read is named beside its cell, and nothing typed is lost."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.models import Cell, Version
from assessment.filing.typed_cells import CARRIED_OVER
from deploy.catalogues import compile_catalogues
from tests.situations.filing import FILLED, LIUPANSHUI, a_city, a_draft, a_value

pytestmark = pytest.mark.django_db
NUMBER = "software_revenue.current"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    compile_catalogues()
    with time_machine.travel(FILLED, tick=False):
        yield


def send(draft: Version, **typed: str) -> HttpResponse:
    client = Client()
    client.force_login(a_city(LIUPANSHUI).filler)
    answer: HttpResponse = client.post(
        f"/returns/versions/{draft.pk}/fill/", {"revision": str(draft.revision), **typed}, HTTP_ACCEPT_LANGUAGE="zh"
    )
    return answer


def cell(draft: Version, item: str = "software_revenue") -> Cell:
    return draft.cells.get(item=item, basis="current")


def test_what_cannot_be_read_is_named_and_everything_typed_comes_back() -> None:
    draft = a_draft()
    answer = send(draft, **{NUMBER: "约三千万", "total_profit.current": "-120.5"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "错误：" in page.split("</title>")[0]
    assert "“约三千万”不是数值" in page
    assert 'value="-120.5"' in page
    assert "本次没有保存" in page
    assert cell(draft, "total_profit").condition == "empty"


def test_a_wide_number_is_read_and_saved() -> None:
    draft = a_draft()
    assert send(draft, **{NUMBER: "３，２００．５０"}).status_code == 302
    assert cell(draft).value == Decimal("3200.5")


def test_saving_what_is_shown_changes_no_figure_however_many_decimals_it_has() -> None:
    draft = a_draft()
    actions.save_cells(draft.pk, [a_value("3200.12345")], revision=0, by=a_city().filler, at=FILLED)
    draft.refresh_from_db()
    send(draft, **{NUMBER: "3,200.12345"})
    assert (cell(draft).value, Version.objects.get(pk=draft.pk).revision) == (Decimal("3200.12345"), 1)


def test_a_reason_is_asked_for_where_there_is_no_figure() -> None:
    draft = a_draft()
    answer = send(draft, **{NUMBER: "", f"{NUMBER}.condition": "not_applicable"})
    assert "填写没有数值的原因" in answer.content.decode()
    send(draft, **{NUMBER: "", f"{NUMBER}.condition": "not_applicable", f"{NUMBER}.reason": "没有此项业务"})
    assert (cell(draft).condition, cell(draft).reason) == ("not_applicable", "没有此项业务")


def test_another_number_than_the_one_taken_over_is_the_fillers_own() -> None:
    draft = a_draft()
    taken = CellChange("average_staff", "current", "value", Decimal(6412), source=CARRIED_OVER)
    actions.save_cells(draft.pk, [taken], revision=0, by=a_city().filler, at=FILLED)
    draft.refresh_from_db()
    send(draft, **{"average_staff.current": "6412"})
    assert cell(draft, "average_staff").source == CARRIED_OVER
    send(draft, **{"average_staff.current": "6500"})
    assert (cell(draft, "average_staff").value, cell(draft, "average_staff").source) == (Decimal(6500), "")
