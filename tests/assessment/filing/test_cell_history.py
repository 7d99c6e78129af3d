"""What happened to a cell is kept with its figures, and can be read item by item."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client

from assessment.audit.models import Entry
from assessment.filing import actions, presence
from assessment.filing.cells import CellChange
from assessment.filing.earlier_figures import earlier_figures
from assessment.filing.errors.corrections import ItemClosed
from assessment.filing.errors.entry import NoSuchCell
from assessment.filing.item_view import item_detail
from assessment.filing.models import CellEdit, Version
from assessment.filing.queries import version_seen
from assessment.people.roles import Role
from tests.situations.catalogue import an_account, an_open_collection, moment
from tests.situations.filing import (
    FILLED,
    LIUPANSHUI,
    REVIEWED,
    a_city,
    a_draft,
    a_filled_draft,
    a_value,
    a_version_sent_back,
    an_accepted_version,
)

pytestmark = pytest.mark.django_db
IN_JULY = moment("2021-07-10 09:00")


def save(version: Version, *changes: CellChange, at: datetime = FILLED) -> Version:
    return actions.save_cells(version.pk, changes, revision=version.revision, by=a_city().filler, at=at)


def a_second_version(code: str = LIUPANSHUI) -> Version:
    """Begun after the first was sent back for software_revenue."""
    version = a_version_sent_back(code)
    collection = version.return_filed.collection
    return actions.start_version(collection.pk, code, by=a_city(code).filler, at=REVIEWED)


def half_year_after(accepted: Version) -> Version:
    collection = an_open_collection("SW-Q", "2021c06")
    draft = actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=IN_JULY)
    return version_seen(draft.pk, by=a_city().filler, at=IN_JULY)


def test_each_change_is_kept_with_old_and_new_and_who_and_when() -> None:
    draft = save(a_draft(), a_value("5"))
    save(draft, CellChange("software_revenue", "current", "not_available", reason="年报未审定"))
    second, first = CellEdit.objects.filter(version=draft)
    assert (first.old_condition, first.old_value, first.new_value) == ("empty", None, Decimal(5))
    assert (second.old_value, second.new_condition, second.new_reason) == (Decimal(5), "not_available", "年报未审定")
    assert (second.revision, second.changed_by, second.changed_at) == (2, "filler-520200", FILLED)


def test_what_did_not_change_leaves_no_trace() -> None:
    draft = save(a_draft(), a_value("5"))
    save(draft, a_value("5.00"))
    assert CellEdit.objects.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE filing_celledit SET new_value = 6", "DELETE FROM filing_celledit"])
def test_the_history_cannot_be_rewritten(statement: str) -> None:
    save(a_draft(), a_value("5"))
    with (
        pytest.raises((InternalError, ProgrammingError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert CellEdit.objects.get().new_value == Decimal(5)


def test_after_a_send_back_only_the_named_items_may_change() -> None:
    version = a_second_version()
    with pytest.raises(ItemClosed) as refused:
        save(version, a_value("7"), a_value("8", item="total_pay"), a_value("9", item="total_profit"), at=REVIEWED)
    assert refused.value.where["items"] == ["11 利润总额", "13 从业人员工资总额"]
    assert refused.value.where["open"] == ["01 软件业务收入合计"]
    assert version.cells.get(item="software_revenue", basis="current").value == Decimal("1234.5")
    saved = save(version, a_value("7"), a_value("1001", basis="same_period_last_year"), at=REVIEWED)
    assert saved.revision == version.revision + 1


def test_what_stands_there_already_is_no_change_of_a_locked_item() -> None:
    version = a_second_version()
    save(version, a_value("7"), CellChange("total_pay", "current", "empty"), at=REVIEWED)
    assert version.cells.get(item="software_revenue", basis="current").value == Decimal(7)


def test_an_item_tells_the_last_values_and_the_changes_of_all_versions() -> None:
    draft = half_year_after(an_accepted_version())
    save(draft, a_value("2000"), at=IN_JULY)
    save(Version.objects.get(pk=draft.pk), a_value("2100.50"), at=IN_JULY + timedelta(minutes=1))
    detail = item_detail(version_seen(draft.pk, by=a_city().filler, at=IN_JULY), "software_revenue")
    assert [(past.period, past.value) for past in detail.past] == [("2021c03", Decimal("1234.5"))]
    assert [(edit.old, edit.new, edit.by) for edit in detail.edits] == [
        ("2000", "2100.5", "filler-520200"),
        ("empty", "2000", "filler-520200"),
    ]
    assert detail.method == (
        "01 软件业务收入合计 = 02 软件产品收入 + 05 信息技术服务收入 + 08 信息安全收入 + 09 嵌入式系统软件收入"
    )


def test_only_accepted_figures_of_the_own_unit_stand_beside_the_cells() -> None:
    an_accepted_version("520300")
    draft = half_year_after(a_filled_draft())
    items = {item.code: item for item in draft.return_filed.collection.form_version.items.all()}
    assert dict(earlier_figures(draft, items).last.values) == {}


def test_the_last_period_stands_beside_the_cells() -> None:
    draft = half_year_after(an_accepted_version())
    items = {item.code: item for item in draft.return_filed.collection.form_version.items.all()}
    earlier = earlier_figures(draft, items)
    assert (earlier.last.period, earlier.same_year) == ("2021c03", True)
    assert dict(earlier.last.values) == {"software_revenue": Decimal("1234.5")}
    assert earlier.last_year.period == ""


def test_a_mark_is_recorded_and_changes_no_figure_and_no_revision() -> None:
    draft = a_filled_draft()
    for marked in (True, True, False):
        actions.mark_cell(draft.pk, ("software_revenue", "current"), marked=marked, by=a_city().filler, at=FILLED)
    assert Entry.objects.filter(object_id=str(draft.pk), facts__has_key="marked").count() == 2
    assert Version.objects.get(pk=draft.pk).revision == draft.revision
    with pytest.raises(NoSuchCell):
        actions.mark_cell(draft.pk, ("nothing", "current"), marked=True, by=a_city().filler, at=FILLED)


def test_presence_is_forgotten_and_holds_no_name() -> None:
    draft, other = a_filled_draft(), an_account("second-filler", Role.FILLER, LIUPANSHUI)
    assert presence.announce(draft.pk, "total_pay.current", by=other, at=FILLED) == []
    here = presence.announce(draft.pk, "", by=a_city().filler, at=FILLED + timedelta(seconds=10))
    assert [(one.name, one.cell) for one in here] == [("second-filler", "total_pay.current")]
    assert presence.announce(draft.pk, "", by=a_city().filler, at=FILLED + timedelta(seconds=60)) == []


def test_an_unknown_item_is_not_found() -> None:
    draft = a_filled_draft()
    client = Client()
    client.force_login(a_city().filler)
    assert client.get(f"/api/filing/versions/{draft.pk}/items/nothing/").status_code == 404
