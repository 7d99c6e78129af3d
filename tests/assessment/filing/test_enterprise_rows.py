"""An enterprise files its own row and nothing else; a city adds the rows up and touches none."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.directory import actions as directory
from assessment.directory.event_actions import EventEntry
from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.checking import findings_of
from assessment.filing.enterprise_actions import Statement
from assessment.filing.enterprise_row_view import begin, newest_row
from assessment.filing.enterprise_rows import comparable_bases_of, enterprise_totals, row_lines
from assessment.filing.errors.corrections import CorrectionNeeded
from assessment.filing.errors.enterprises import NamesMissing, NoRowToFill, NotARow, PromiseMissing
from assessment.filing.models import Promise, Receipt, Return, Version
from assessment.filing.queries import owed_by, returns_visible_to, versions_visible_to
from assessment.methodology.enterprise_totals import RowChange
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound, PermissionRefused
from assessment.territory.queries import region_coded
from tests.situations.catalogue import a_reviewer, moment
from tests.situations.enterprises import (
    FILED,
    ISSUED,
    SAID,
    SOURCE,
    a_code,
    a_filed_row,
    a_row_draft,
    account_behind,
    an_accepted_row,
    an_account_of,
    an_enterprise,
    the_collection,
)
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city, a_filled_draft, a_submitted_version, a_value

pytestmark = pytest.mark.django_db
Q1 = Period.parse("2021c03")


def test_an_enterprise_signs_and_files_its_own_row_and_keeps_a_receipt() -> None:
    draft = a_row_draft()
    user = account_behind(draft)
    receipt = actions.sign_and_submit(draft.pk, SAID, by=user, at=FILED)
    version = Version.objects.get(pk=draft.pk)
    assert (version.state, version.late, receipt.digest) == ("submitted", False, version.digest)
    promise = Promise.objects.get(version=version)
    assert (promise.filler_name, promise.head_name, promise.promised_at) == ("王填报", "李负责", FILED)
    assert actions.sign_and_submit(draft.pk, SAID, by=user, at=FILED) == receipt
    assert Receipt.objects.count() == 1
    said = Entry.objects.filter(object_id=str(draft.pk), by=user.username).order_by("sequence")
    assert [entry.action for entry in said][-3:] == ["return.fill", "return.promise", "return.submit"]
    assert receipt.chain_head == said.last().mac  # type: ignore[union-attr]  # there are three


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Statement(" ", "李负责", True), NamesMissing),
        (Statement("王填报", "", True), NamesMissing),
        (Statement("王填报", "李负责", False), PromiseMissing),
    ],
)
def test_without_names_and_promise_nothing_is_filed(said: Statement, refusal: type[Exception]) -> None:
    draft = a_row_draft()
    with pytest.raises(refusal):
        actions.sign_and_submit(draft.pk, said, by=account_behind(draft), at=FILED)
    assert Version.objects.get(pk=draft.pk).state == "draft"
    assert not Promise.objects.exists()


def test_the_return_of_a_city_is_not_signed_by_names_typed_in() -> None:
    draft = a_filled_draft(ZUNYI)
    with pytest.raises(NotARow):
        actions.sign_and_submit(draft.pk, SAID, by=a_city(ZUNYI).filler, at=FILED)


def test_an_enterprise_sees_its_own_row_and_nothing_of_its_city_or_its_neighbour() -> None:
    own, neighbour, city = a_filed_row(1), a_filed_row(2), a_submitted_version(ZUNYI)
    user = account_behind(own)
    assert [one.pk for one in versions_visible_to(user, at=FILED)] == [own.pk]
    assert [one.pk for one in returns_visible_to(user, at=FILED)] == [own.return_filed_id]
    assert [one.latest for one in owed_by(user, at=FILED)] == [own]
    change = [a_value("1")]
    for foreign in (neighbour, city):
        for refused in (
            lambda pk=foreign.pk: actions.save_cells(pk, change, revision=0, by=user, at=FILED),
            lambda pk=foreign.pk: actions.request_signatures(pk, by=user, at=FILED),
            lambda pk=foreign.pk: actions.submit(pk, by=user, at=FILED),
            lambda pk=foreign.pk: actions.sign_and_submit(pk, SAID, by=user, at=FILED),
            lambda pk=foreign.pk: actions.withdraw(pk, by=user, at=FILED),
        ):
            with pytest.raises(NotFound):
                refused()
    for unit in (ZUNYI, a_code(2)):
        with pytest.raises(NotFound):
            actions.start_version(the_collection().pk, unit, by=user, at=FILED)


def test_a_link_opens_one_collection_and_no_other() -> None:
    own = a_filed_row(1)
    user = account_behind(own)
    other = the_collection("2021c06")
    with pytest.raises(NotFound):
        actions.start_version(other.pk, a_code(1), by=user, at=moment("2021-07-02 09:00"))
    user.collection_open = other.pk
    assert not versions_visible_to(user, at=FILED).exists()
    user.collection_open = None
    assert not versions_visible_to(user, at=FILED).exists()
    with pytest.raises(NoRowToFill):
        newest_row(user, at=FILED)
    with pytest.raises(NoRowToFill):
        newest_row(a_city(ZUNYI).filler, at=FILED)


def test_a_city_neither_opens_nor_changes_a_row_and_the_province_opens_it() -> None:
    draft = a_row_draft()
    city = a_city(ZUNYI)
    for user in (city.filler, city.statistics_head, city.unit_head):
        assert not versions_visible_to(user, at=FILED).exists()
        assert not returns_visible_to(user, at=FILED).exists()
    for refused in (
        lambda: actions.save_cells(draft.pk, [a_value("1")], revision=0, by=city.filler, at=FILED),
        lambda: actions.submit(draft.pk, by=city.filler, at=FILED),
        lambda: actions.sign(draft.pk, by=city.statistics_head, at=FILED),
        lambda: actions.withdraw(draft.pk, by=city.filler, at=FILED),
        lambda: actions.start_version(the_collection().pk, a_code(1), by=city.filler, at=FILED),
    ):
        with pytest.raises(NotFound):
            refused()
    assert versions_visible_to(a_reviewer(), at=FILED).filter(pk=draft.pk).exists()
    assert a_code(1) not in {one.reporting_unit.code for one in owed_by(a_reviewer(), at=FILED)}


def test_a_row_is_sent_back_corrected_and_filed_again_through_the_same_link() -> None:
    filed = a_filed_row()
    user = account_behind(filed)
    actions.open_review(filed.pk, by=a_reviewer(), at=FILED)
    actions.send_back(filed.pk, {"software_revenue": "请核对原始凭证"}, by=a_reviewer(), at=FILED)
    version = begin(user, at=FILED)
    assert version.number == 2
    change = CellChange("software_revenue", "current", "value", Decimal(1300))
    actions.save_cells(version.pk, [change], revision=0, by=user, at=FILED)
    assert actions.sign_and_submit(version.pk, SAID, by=user, at=FILED).version_id == version.pk


def test_many_rows_are_accepted_at_once_and_one_that_cannot_be_is_left() -> None:
    rows = [a_filed_row(1), a_filed_row(2), a_row_draft(3)]
    with pytest.raises(PermissionRefused):
        actions.accept_rows([row.pk for row in rows], by=a_city(ZUNYI).filler, at=FILED)
    city = a_submitted_version(ZUNYI)
    done = actions.accept_rows([*(row.pk for row in rows), city.pk], by=a_reviewer(), at=FILED)
    assert done.accepted == (rows[0].pk, rows[1].pk)
    assert [pk for pk, _ in done.left] == [rows[2].pk]
    assert Return.objects.filter(in_force__isnull=False).count() == 2
    assert Version.objects.get(pk=city.pk).state == "submitted"


def test_the_totals_of_a_city_are_the_sums_of_its_rows() -> None:
    """1200 + 300.5 and 1000 + 200: by hand 1500.5 and 1200; another city's row is not among them."""
    a_filed_row(1, revenue="1200", base="1000"), an_accepted_row(2, revenue="300.5", base="200")
    a_filed_row(3, LIUPANSHUI, revenue="1177")
    totals = enterprise_totals(region_coded(ZUNYI), Q1)
    figures = totals.figures
    assert figures["software_revenue", "current"].value == Decimal("1500.5")
    assert figures["software_revenue", "same_period_last_year"].value == Decimal(1200)
    assert figures["enterprises", "current"].value == Decimal(2)
    assert (totals.listed, totals.filed) == (2, 2)
    assert not totals.complete  # the other items of both rows are empty


def test_an_enterprise_that_has_not_filed_leaves_the_total_incomplete() -> None:
    a_filed_row(1), a_row_draft(2), an_enterprise(3)
    totals = enterprise_totals(region_coded(ZUNYI), Q1)
    assert totals.figures["software_revenue", "current"].value == Decimal(1200)
    assert (totals.listed, totals.filed, totals.complete) == (3, 1, False)


def test_totals_are_complete_once_every_row_says_something_for_every_item() -> None:
    draft = a_row_draft()
    assert not enterprise_totals(region_coded(ZUNYI), Q1).complete
    a_complete_row(draft)
    assert enterprise_totals(region_coded(ZUNYI), Q1).complete


def a_complete_row(draft: Version) -> None:
    """1000 of software products and nothing else, in every cell of the form, filed."""
    user = account_behind(draft)
    said = {"average_staff": 10, "total_pay": 100} | dict.fromkeys(
        ("software_revenue", "software_products_revenue", "operating_revenue", "main_business_revenue"), 1000
    )
    changes = [
        CellChange(item.code, basis, "value", Decimal(said.get(item.code, 0)))
        for item in the_collection().form_version.items.all()
        for basis in item.bases
    ]
    actions.save_cells(draft.pk, changes, revision=1, by=user, at=ISSUED)
    actions.sign_and_submit(draft.pk, SAID, by=user, at=FILED)


def test_a_return_of_the_city_that_differs_from_its_enterprises_is_not_signed() -> None:
    """SW10: the only enterprise filed 1000, the city 1234.5. While the row is missing nothing is held against it."""
    city = a_filled_draft(ZUNYI)
    draft = a_row_draft()
    assert "SW10" not in {one.rule for one in findings_of(city)}
    a_complete_row(draft)
    found = [one for one in findings_of(Version.objects.get(pk=city.pk)) if one.rule == "SW10"]
    assert [(one.cells[0][0], one.severity.value) for one in found] == [("software_revenue", "blocking")]


def test_a_correction_counts_from_its_filing_and_the_accepted_row_until_then() -> None:
    accepted = an_accepted_row(1, revenue="1200")
    user = account_behind(accepted)
    asked = actions.request_correction(
        accepted.return_filed_id, ["software_revenue"], "原始凭证补登", by=user, at=FILED
    )
    with pytest.raises(CorrectionNeeded):
        begin(user, at=FILED)
    actions.grant_correction(asked.pk, "原始凭证齐全", by=a_reviewer(), at=FILED)
    second = begin(user, at=FILED)
    actions.save_cells(second.pk, [a_value("1300")], revision=0, by=user, at=FILED)
    assert enterprise_totals(region_coded(ZUNYI), Q1).figures["software_revenue", "current"].value == Decimal(1200)
    actions.sign_and_submit(second.pk, SAID, by=user, at=FILED)
    assert enterprise_totals(region_coded(ZUNYI), Q1).figures["software_revenue", "current"].value == Decimal(1300)


def test_a_move_takes_the_base_from_one_city_to_the_other() -> None:
    """遵义 lists two that had 1000 and 200 last year, 六盘水 one of 500. The one of 200 moves: 1000 and 700."""
    a_filed_row(1, base="1000"), a_filed_row(2, revenue="240", base="200")
    a_filed_row(3, LIUPANSHUI, revenue="550", base="500")
    before = comparable_bases_of(Q1)
    assert {city: base.comparable for city, base in before.items()} == {ZUNYI: Decimal(1200), LIUPANSHUI: Decimal(500)}
    moved = EventEntry(a_code(2), "moved", date(2021, 2, 1), "迁址", to_region=LIUPANSHUI)
    directory.enter_event(moved, by=a_city(ZUNYI).filler, at=FILED)
    after = comparable_bases_of(Q1)
    assert {city: base.comparable for city, base in after.items()} == {ZUNYI: Decimal(1000), LIUPANSHUI: Decimal(700)}
    assert {city: base.filed for city, base in after.items()} == {ZUNYI: Decimal(1200), LIUPANSHUI: Decimal(500)}


def test_an_event_after_the_period_moves_nothing_yet() -> None:
    a_filed_row(1, base="1000")
    closed = EventEntry(a_code(1), "closed", date(2021, 4, 1), "注销")
    directory.enter_event(closed, by=a_city(ZUNYI).filler, at=FILED)
    assert comparable_bases_of(Q1)[ZUNYI].comparable == Decimal(1000)


def test_the_list_marks_who_is_new_who_left_and_who_changed() -> None:
    """A month in the first quarter 1200/3 = 400, in the first half 3000/6 = 500: +25 %, usual; 3700/6: +54.2 %."""
    for number in (1, 2, 3):
        a_filed_row(number, revenue="1200")
    left = EventEntry(a_code(3), "closed", date(2021, 5, 1), "注销")
    directory.enter_event(left, by=a_city(ZUNYI).filler, at=FILED)
    an_enterprise(4, valid_from=date(2021, 5, 1))
    half, filler = the_collection("2021c06"), a_city(ZUNYI).filler
    in_july = moment("2021-07-05 09:00")
    for number, revenue in ((1, "3000"), (2, "3700")):
        issued = directory.issue_link(a_code(number), half.pk, by=filler, at=in_july)
        user = directory.use_link(issued.token, source=SOURCE, at=in_july).user
        draft = begin(user, at=in_july)
        figures = [a_value(revenue), a_value("2500", basis="same_period_last_year")]
        actions.save_cells(draft.pk, figures, revision=0, by=user, at=in_july)
        actions.sign_and_submit(draft.pk, SAID, by=user, at=in_july)
    lines = row_lines(half, region_coded(ZUNYI), by=filler, at=in_july)
    assert {line.listing.enterprise.code: line.change for line in lines} == {
        a_code(1): RowChange.USUAL,
        a_code(2): RowChange.CHANGED,
        a_code(3): RowChange.GONE,
        a_code(4): RowChange.NEW,
    }


def test_the_account_of_an_enterprise_may_nothing_but_its_row() -> None:
    user = an_account_of()
    for refused in (
        lambda: directory.issue_link(a_code(1), the_collection().pk, by=user, at=ISSUED),
        lambda: directory.list_enterprises([], by=user, at=ISSUED),
        lambda: actions.open_review(1, by=user, at=ISSUED),
        lambda: actions.sign(1, by=user, at=ISSUED),
    ):
        with pytest.raises(PermissionRefused):
            refused()
