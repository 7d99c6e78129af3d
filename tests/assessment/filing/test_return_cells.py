"""What may stand in a cell, and two officers on one return."""

from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.cells import CellChange, shortest
from assessment.filing.errors.returns import (
    BasisUnknown,
    CellsChangedMeanwhile,
    CollectionLocked,
    ConditionUnknown,
    ItemUnknown,
    ReasonMissing,
    ReasonNotAllowed,
    RevisionUnknown,
    TooManyDigits,
    UnitDiffers,
    ValueMissing,
    ValueNotAllowed,
)
from assessment.filing.models import Cell, Version
from assessment.methodology.errors import AssessmentError
from assessment.methodology.units import UnitUnknown
from assessment.people.roles import Role
from tests.situations.catalogue import an_account
from tests.situations.filing import FILLED, LOCKED, a_city, a_draft, a_value

pytestmark = pytest.mark.django_db


def save(draft: Version, *changes: CellChange, revision: int = 0) -> Version:
    return actions.save_cells(draft.pk, changes, revision=revision, by=a_city().filler, at=FILLED)


def cell(draft: Version, item: str = "software_revenue", basis: str = "current") -> Cell:
    return draft.cells.get(item=item, basis=basis)


def test_the_four_conditions_are_kept_apart() -> None:
    draft = a_draft()
    save(
        draft,
        a_value("0"),
        CellChange("software_exports", "current", "not_applicable", reason="无出口业务"),
        CellChange("total_profit", "current", "not_available", reason="年报未审定"),
    )
    assert (cell(draft).condition, cell(draft).value) == ("value", Decimal(0))
    exports = cell(draft, "software_exports")
    assert (exports.condition, exports.value, exports.reason) == ("not_applicable", None, "无出口业务")
    assert (cell(draft, "total_profit").condition, cell(draft, "total_profit").value) == ("not_available", None)
    assert (cell(draft, "total_pay").condition, cell(draft, "total_pay").value) == ("empty", None)


def test_a_number_in_another_unit_is_converted_exactly() -> None:
    draft = a_draft()
    save(draft, a_value("1.23456789", unit="亿元"), a_value("98765.43", item="total_pay", unit="元"))
    assert cell(draft).value == Decimal("12345.6789")
    assert cell(draft, "total_pay").value == Decimal("9.876543")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (a_value("1", item="hardware_revenue"), ItemUnknown),
        (a_value("1", basis="next_year"), BasisUnknown),
        (CellChange("software_revenue", "current", "below_unit"), ConditionUnknown),
        (CellChange("software_revenue", "current", "value"), ValueMissing),
        (CellChange("software_revenue", "current", "not_available", Decimal(1), reason="r"), ValueNotAllowed),
        (CellChange("software_revenue", "current", "empty", Decimal(0)), ValueNotAllowed),
        (CellChange("software_revenue", "current", "not_applicable", reason=" "), ReasonMissing),
        (CellChange("software_revenue", "current", "empty", reason="later"), ReasonNotAllowed),
        (a_value("1", unit="人"), UnitDiffers),
        (a_value("1", unit="万美元"), UnitDiffers),
        (a_value("1", unit="车皮"), UnitUnknown),
        (a_value("0.123456789"), TooManyDigits),
        (a_value("0.00001", unit="元"), TooManyDigits),
        (a_value("1" + "0" * 22), TooManyDigits),
    ],
)
def test_what_the_form_does_not_ask_for_is_refused_and_nothing_is_saved(
    change: CellChange, error: type[AssessmentError]
) -> None:
    draft = a_draft()
    with pytest.raises(error):
        save(draft, a_value("7", item="total_pay"), change)
    assert cell(draft, "total_pay").condition == "empty"
    assert Version.objects.get(pk=draft.pk).revision == 0


def test_saving_records_field_names_and_no_figure() -> None:
    draft = a_draft()
    save(draft, a_value("8761.25"))
    entry = Entry.objects.filter(object_id=str(draft.pk)).latest("sequence")
    assert "software_revenue.current" in str(entry.changes)
    assert "8761" not in f"{entry.changes}{entry.facts}"


def test_saving_what_stands_there_already_changes_nothing() -> None:
    draft = a_draft()
    save(draft, a_value("1.50"))
    entries = Entry.objects.count()
    assert save(draft, a_value("1.5"), revision=1).revision == 1
    assert Entry.objects.count() == entries


def test_two_officers_on_different_cells_both_save() -> None:
    draft, other = a_draft(), an_account("second-filler", Role.FILLER, "520200")
    save(draft, a_value("1"))
    actions.save_cells(draft.pk, [a_value("2", item="total_pay")], revision=0, by=other, at=FILLED)
    assert (cell(draft).value, cell(draft, "total_pay").value) == (Decimal(1), Decimal(2))
    assert Version.objects.get(pk=draft.pk).revision == 2


def test_two_officers_on_one_cell_are_shown_both_values() -> None:
    draft, other = a_draft(), an_account("second-filler", Role.FILLER, "520200")
    save(draft, a_value("1200.50"), a_value("9", item="total_pay"))
    with pytest.raises(CellsChangedMeanwhile) as refused:
        actions.save_cells(
            draft.pk, [a_value("1300"), a_value("8", item="total_profit")], revision=0, by=other, at=FILLED
        )
    assert refused.value.where["cells"] == [
        {
            "item": "software_revenue",
            "basis": "current",
            "stored": "1200.5",
            "sent": "1300",
            "changed_by": "filler-520200",
            "changed_by_name": "filler-520200",
            "changed_at": "2021-04-10T01:00:00+00:00",
        }
    ]
    assert "已存1200.5，您填1300" in say(refused.value)
    assert cell(draft, "total_profit").condition == "empty"
    saved = actions.save_cells(draft.pk, [a_value("1300")], revision=1, by=other, at=FILLED)
    assert (saved.revision, cell(draft).value) == (2, Decimal(1300))


def test_the_same_value_from_two_officers_is_no_conflict() -> None:
    draft, other = a_draft(), an_account("second-filler", Role.FILLER, "520200")
    save(draft, a_value("5"))
    assert actions.save_cells(draft.pk, [a_value("5")], revision=0, by=other, at=FILLED).revision == 1


def test_a_revision_from_the_future_is_refused() -> None:
    with pytest.raises(RevisionUnknown):
        save(a_draft(), a_value("1"), revision=3)


def test_nothing_is_saved_after_the_lock() -> None:
    draft = a_draft()
    with pytest.raises(CollectionLocked):
        actions.save_cells(draft.pk, [a_value("1")], revision=0, by=a_city().filler, at=LOCKED)


@pytest.mark.parametrize(
    ("stored", "plain"),
    [("1.50000000", "1.5"), ("1200.00000000", "1200"), ("100", "100"), ("-0.00", "0"), ("-3.10", "-3.1")],
)
def test_a_number_has_one_shortest_form(stored: str, plain: str) -> None:
    assert format(shortest(Decimal(stored)) or Decimal(0), "f") == plain
