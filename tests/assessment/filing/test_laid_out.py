"""DE-A: three bodies lay out, the city only checks; disputes go to the body that answers for the figure."""

from decimal import Decimal

import pytest
from django.test import Client

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.errors.corrections import ItemLaidOut
from assessment.filing.errors.laid_out import (
    AnswerMissing,
    ChecksMissing,
    DisputeAnswered,
    DisputeReasonMissing,
    DisputesUnanswered,
    FigureNotDelivered,
    ItemNotLaidOut,
    ItemOfAnotherBody,
    ItemOfBaseTable,
    UnitUnknown,
    VerdictUnknown,
)
from assessment.filing.errors.returns import FileWrong
from assessment.filing.laid_out_actions import Laid, Said
from assessment.filing.laid_out_queries import BODIES, ITEMS_OF_BASE_TABLES, checked_items, disputes_before
from assessment.filing.models import Cell, LaidOutFigure, Version
from assessment.filing.open_items import items_open
from assessment.filing.queries import steps_to_sign
from assessment.measurement.annual_return import ITEMS_OF_TABLES
from assessment.people.errors import NotFound, PermissionRefused
from assessment.territory.models import Organisation
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city
from tests.situations.laid_out import (
    ANSWERED,
    CHECKED,
    DELIVERED,
    GDP,
    NOT_OURS,
    a_checked_draft,
    a_dispute,
    a_laid_out_draft,
    a_submitted_annual,
    an_annual_draft,
    an_answered_dispute,
    laid,
    the_bodies,
    the_deliveries,
)
from tests.situations.measurement import the_communications_administration, the_institute, the_statistics_bureau

pytestmark = pytest.mark.django_db
ECONOMY = "digital_economy_value_added"
HEADING = "region_code,period,form,item,basis,value,unit,condition,reason,source"


def open_of(draft: Version) -> frozenset[str] | None:
    return items_open(draft, FormOfReturn.of(draft.return_filed.collection).items)


def value_of(version: Version, item: str, basis: str = "current") -> Decimal | None:
    value: Decimal | None = Cell.objects.get(version=version, item=item, basis=basis).value
    return value


def deliver(figure: Laid) -> int:
    collection = an_open_collection("DE-A", "2021")
    return actions.deliver_figures(collection.pk, [figure], by=the_statistics_bureau(), at=ANSWERED)


def test_every_source_department_of_the_form_has_its_body() -> None:
    form = an_open_collection("DE-A", "2021").form_version
    departments = set(form.items.filter(laid_out=True).values_list("source_department", flat=True))
    assert departments == set(BODIES)
    assert set(BODIES.values()) <= set(Organisation.Kind.values)


def test_a_draft_begins_with_what_was_laid_out_and_nothing_in_it_can_be_typed() -> None:
    draft, filler = a_laid_out_draft(), a_city().filler
    assert value_of(draft, GDP) == 10000
    assert value_of(draft, GDP, "same_period_last_year") == 9000
    assert value_of(draft, "telecommunications_value_added") == 1000
    assert {cell.source for cell in draft.cells.all()} == {f"{name}（初步核算数）" for name in BODIES}
    assert open_of(draft) == frozenset()
    change = CellChange(GDP, "current", "value", Decimal(1))
    with pytest.raises(ItemLaidOut) as refused:
        actions.save_cells(draft.pk, [change], revision=0, by=filler, at=CHECKED)
    assert refused.value.where == {"item": GDP, "department": "省统计局"}


def test_a_body_delivers_only_its_own_items() -> None:
    collection = an_open_collection("DE-A", "2021")
    with pytest.raises(ItemOfAnotherBody):
        actions.deliver_figures(collection.pk, [laid(GDP, ("1", "1"), "current")], by=the_institute(), at=DELIVERED)
    with pytest.raises(PermissionRefused):
        actions.deliver_figures(collection.pk, [], by=a_reviewer(), at=DELIVERED)
    with pytest.raises(UnitUnknown):
        deliver(laid(GDP, ("1", "1"), "current", "52GA00"))
    quarterly = an_open_collection("SW-Q", "2021c03")
    own = Laid(LIUPANSHUI, CellChange("software_revenue", "current", "value", Decimal(1)))
    with pytest.raises(ItemNotLaidOut):
        actions.deliver_figures(quarterly.pk, [own], by=the_statistics_bureau(), at=DELIVERED)
    with pytest.raises(NotFound):
        actions.deliver_figures(0, [], by=the_statistics_bureau(), at=DELIVERED)
    assert not LaidOutFigure.objects.exists()


def test_what_is_delivered_again_unchanged_changes_nothing_and_a_new_figure_gets_the_next_number() -> None:
    the_deliveries()
    entries = Entry.objects.count()
    assert deliver(laid(GDP, ("10000", "9000"), "current")) == 0
    assert Entry.objects.count() == entries
    assert deliver(laid(GDP, ("10050", "9000"), "current", vintage="最终核实数")) == 1
    newest = LaidOutFigure.objects.filter(item=GDP, basis="current").order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.value, newest.vintage) == (2, 10050, "最终核实数")


def test_a_draft_takes_a_new_figure_over_and_its_check_is_asked_again() -> None:
    draft = a_checked_draft()
    deliver(laid(GDP, ("10050", "9000"), "current"))
    assert value_of(draft, GDP) == 10050
    with pytest.raises(ChecksMissing) as missing:
        actions.request_signatures(draft.pk, by=a_city().filler, at=ANSWERED)
    assert missing.value.where == {"count": 1, "item": "地区生产总值"}


def test_what_was_signed_stays_as_it_was_signed_and_the_page_says_that_a_newer_figure_came() -> None:
    submitted = a_submitted_annual(a_checked_draft())
    deliver(laid(GDP, ("10050", "9000"), "current"))
    assert value_of(submitted, GDP) == 10000
    assert [one.item.code for one in checked_items(submitted) if one.renewed] == [GDP]


def test_the_chain_ends_with_the_government_of_the_city_and_every_item_is_checked_first() -> None:
    draft = a_laid_out_draft()
    with pytest.raises(ChecksMissing) as missing:
        actions.request_signatures(draft.pk, by=a_city().filler, at=CHECKED)
    assert missing.value.where["count"] == 8
    assert [step.role for step in steps_to_sign(draft)] == ["statistics_head", "unit_head", "government_signer"]


def test_a_dispute_needs_a_reason_and_agreement_needs_a_figure() -> None:
    draft, filler = an_annual_draft(), a_city().filler
    with pytest.raises(DisputeReasonMissing):
        actions.check_figures(draft.pk, [Said(GDP, "disputed", "不对")], by=filler, at=CHECKED)
    with pytest.raises(FigureNotDelivered):
        actions.check_figures(draft.pk, [Said(GDP, "agreed")], by=filler, at=CHECKED)
    with pytest.raises(VerdictUnknown):
        actions.check_figures(draft.pk, [Said(GDP, "maybe")], by=filler, at=CHECKED)
    with pytest.raises(ItemNotLaidOut):
        actions.check_figures(draft.pk, [Said("software_revenue", "agreed")], by=filler, at=CHECKED)
    actions.check_figures(draft.pk, [Said(GDP, "disputed", NOT_OURS)], by=filler, at=CHECKED)
    assert draft.figure_checks.get().reason == NOT_OURS


def test_a_changed_mind_keeps_what_was_said_before() -> None:
    dispute, filler = a_dispute(), a_city().filler
    entries = Entry.objects.count()
    actions.check_figures(dispute.version_id, [Said(GDP, "disputed", NOT_OURS)], by=filler, at=ANSWERED)
    assert Entry.objects.count() == entries
    actions.check_figures(dispute.version_id, [Said(GDP, "agreed")], by=filler, at=ANSWERED)
    said = dispute.version.figure_checks.filter(item=GDP).order_by("id")
    assert [(one.verdict, one.superseded_at) for one in said] == [("disputed", ANSWERED), ("agreed", None)]


def test_only_a_draft_is_checked() -> None:
    submitted = a_submitted_annual(a_checked_draft())
    with pytest.raises(WrongState):
        actions.check_figures(submitted.pk, [Said(GDP, "agreed")], by=a_city().filler, at=ANSWERED)


def test_a_disputed_return_is_accepted_only_when_its_body_has_answered() -> None:
    dispute = a_dispute()
    version = a_submitted_annual(dispute.version)
    actions.open_review(version.pk, by=a_reviewer(), at=ANSWERED)
    with pytest.raises(DisputesUnanswered):
        actions.accept(version.pk, by=a_reviewer(), at=ANSWERED)
    with pytest.raises(NotFound):
        actions.answer_dispute(dispute.pk, "以统一核算为准", by=the_communications_administration(), at=ANSWERED)
    with pytest.raises(AnswerMissing):
        actions.answer_dispute(dispute.pk, " 好 ", by=the_statistics_bureau(), at=ANSWERED)
    actions.answer_dispute(dispute.pk, "以省统一核算结果为准", by=the_statistics_bureau(), at=ANSWERED)
    with pytest.raises(DisputeAnswered):
        actions.answer_dispute(dispute.pk, "以省统一核算结果为准", by=the_statistics_bureau(), at=ANSWERED)
    assert actions.accept(version.pk, by=a_reviewer(), at=ANSWERED).state == "accepted"


def test_each_body_sees_the_disputes_about_its_own_items() -> None:
    answered = an_answered_dispute()
    bureau, communications, institute = the_bodies()
    assert list(disputes_before(bureau, at=ANSWERED)) == [answered]
    assert not disputes_before(communications, at=ANSWERED).exists()
    assert not disputes_before(institute, at=ANSWERED).exists()


def test_a_next_version_is_not_asked_again_about_figures_that_are_the_same() -> None:
    version = a_submitted_annual(a_checked_draft())
    actions.withdraw(version.pk, by=a_city().filler, at=ANSWERED)
    deliver(laid(GDP, ("10050", "9000"), "current"))
    draft = an_annual_draft(at=ANSWERED)
    assert value_of(draft, GDP) == 10050
    said = draft.figure_checks.values_list("item", flat=True)
    assert len(said) == 7
    assert GDP not in said


def test_a_file_is_taken_in_whole_or_not_at_all_with_row_and_column_of_each_slip() -> None:
    an_open_collection("DE-A", "2021")
    good = f"{LIUPANSHUI},2021,DE-A,{ECONOMY},current,1.5,亿元,value,,初步核算数"
    bad = [
        f"{ZUNYI},2021,DE-A,{ECONOMY},yearly,1,万元,value,,",
        f"{ZUNYI},2021,DE-X,{ECONOMY},current,1,万元,value,,",
        f"52GA00,2021,DE-A,{ECONOMY},current,1,万元,value,,",
        f"{LIUPANSHUI},2021,DE-A,{ECONOMY},current,1,万元,value,,",
    ]
    body = the_institute()
    content = "\n".join([HEADING, good, *bad]).encode()
    with pytest.raises(FileWrong) as refused:
        actions.deliver_file(content, file_name="figures.csv", by=body, at=DELIVERED)
    problems = refused.value.where["problems"]
    assert isinstance(problems, list)
    assert [(one.where["row"], one.where["name"]) for one in problems] == [
        (3, "basis"), (4, "form"), (5, "region_code"), (6, "item"),
    ]  # fmt: skip
    assert not LaidOutFigure.objects.exists()
    report = actions.deliver_file(f"{HEADING}\n{good}\n".encode(), file_name="figures.csv", by=body, at=DELIVERED)
    assert (report.figures, report.new) == (1, 1)
    assert LaidOutFigure.objects.get().value == 15000


def test_what_a_base_table_carries_is_delivered_with_the_table_and_not_by_a_file() -> None:
    an_open_collection("DE-A", "2021")
    content = f"{HEADING}\n{LIUPANSHUI},2021,DE-A,{GDP},current,1.5,亿元,value,,初步核算数\n".encode()
    with pytest.raises(ItemOfBaseTable) as refused:
        actions.deliver_file(content, file_name="gdp.csv", by=the_statistics_bureau(), at=DELIVERED)
    assert "“基础数据”" in say(refused.value)
    assert not LaidOutFigure.objects.exists()


def test_the_items_of_base_tables_are_those_that_the_measurement_lays_out_from_them() -> None:
    assert set(ITEMS_OF_TABLES) == ITEMS_OF_BASE_TABLES


def test_the_page_leads_a_bureau_to_its_base_tables_and_the_institute_to_its_file(client: Client) -> None:
    an_open_collection("DE-A", "2021")
    client.force_login(the_statistics_bureau())
    assert 'href="/tables/deliver/"' in client.get("/laid-out/").content.decode()
    client.force_login(the_institute())
    assert 'type="file"' in client.get("/laid-out/").content.decode()


@pytest.mark.parametrize(
    ("back", "address"),
    [("/tables/7/#disputes", "/tables/7/#disputes"), ("", "/laid-out/"), ("//elsewhere.example/", "/laid-out/")],
)
def test_an_answer_leads_back_to_the_page_it_was_given_on_and_never_off_the_site(
    client: Client, back: str, address: str
) -> None:
    check = a_dispute()
    client.force_login(the_statistics_bureau())
    given = {"answer": "以省统一核算结果为准", "back": back}
    assert client.post(f"/laid-out/disputes/{check.pk}/", given).headers["Location"] == address


def test_a_delivery_is_recorded_without_its_figures() -> None:
    the_deliveries()
    kept = Entry.objects.filter(action="laid_out.deliver").order_by("sequence")
    assert [entry.by for entry in kept] == ["statistics", "communications", "institute"]
    assert "10000" not in str([(entry.facts, entry.changes) for entry in kept])
    assert {entry.at for entry in kept} == {DELIVERED}
