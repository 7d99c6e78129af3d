"""Batches: frozen inputs, measured values, and two bodies that must agree."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessment.audit.models import Entry
from assessment.jobs.models import Job
from assessment.measurement.actions import confirm_batch, request_batch, return_batch, submit_batch
from assessment.measurement.errors import (
    BatchIncomplete,
    MonthsOutOfRange,
    NothingToMeasure,
    ReasonMissing,
    SamePerson,
    YearExpected,
)
from assessment.measurement.models import Batch
from assessment.measurement.queries import confirmed_batch
from assessment.measurement.table_actions import load_gdp, load_industry_accounts
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.methodology.run_document import thaw
from assessment.people.actions import create_grant
from assessment.people.errors import PermissionRefused
from assessment.people.roles import Role
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    GUIYANG,
    LIUPANSHUI,
    MEASURED,
    QIANNAN,
    a_confirmed_batch,
    a_measured_batch,
    a_requested_batch,
    a_submitted_batch,
    accounts_of,
    figures_of,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
    work_off,
)
from tests.situations.people import LONG_AGO, guizhou

pytestmark = pytest.mark.django_db


def values(batch: Batch, region: str) -> dict[str, Decimal | None]:
    return dict(batch.results.filter(region=region).values_list("code", "value"))


def test_value_added_is_the_sum_of_the_components_and_the_digital_economy_of_its_two_parts() -> None:
    batch = a_measured_batch("2021")
    assert values(batch, LIUPANSHUI) == {
        "C39": 150,
        "I63": 150,
        "I64": 150,
        "I65": 150,
        "DIGITAL_INDUSTRIALISATION": 600,
        "INDUSTRIAL_DIGITALISATION": 400,
        "DIGITAL_ECONOMY": 1_000,
        "GDP": 10_000,
        "SHARE_OF_GDP": 10,
    }
    assert values(batch, QIANNAN)["SHARE_OF_GDP"] == 20


def test_one_hundred_more_of_compensation_moves_the_digital_economy_by_one_hundred_and_nothing_else() -> None:
    before = a_measured_batch("2021")
    more = Amounts(None, Decimal(200), Decimal(20), Decimal(20), Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "C39"): more})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    after = a_measured_batch("2021")
    assert after.number == before.number + 1
    moved = {code: value - values(before, GUIYANG)[code] for code, value in values(after, GUIYANG).items()}
    assert {code: step for code, step in moved.items() if step} == {
        "C39": 100,
        "DIGITAL_INDUSTRIALISATION": 100,
        "DIGITAL_ECONOMY": 100,
        "SHARE_OF_GDP": 1,  # 100 of 10 000
    }
    assert values(after, LIUPANSHUI) == values(before, LIUPANSHUI)


def test_the_components_count_where_the_printed_total_differs() -> None:
    the_tables_of("2021")
    broken = Amounts(Decimal(170), Decimal(100), Decimal(20), Decimal(20), Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "C39"): broken})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    batch = a_measured_batch("2021")
    assert values(batch, GUIYANG)["C39"] == 150
    [finding] = thaw(batch.result_document)["findings"]
    assert (finding["code"], finding["expected"], finding["received"], finding["difference"]) == (
        "identity_broken", "170", "150", "-20",
    )  # fmt: skip


def test_a_single_blank_is_derived_and_says_so_all_the_way_up() -> None:
    the_tables_of("2021")
    blank = Amounts(Decimal(150), Decimal(100), None, Decimal(20), Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "I65"): blank})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    batch = a_measured_batch("2021")
    assert values(batch, GUIYANG)["I65"] == 150
    markers = dict(batch.results.filter(region=GUIYANG).values_list("code", "marker"))
    assert (markers["I65"], markers["DIGITAL_ECONOMY"], markers["C39"]) == ("derived", "derived", "computed")


def test_two_blanks_leave_the_city_without_a_figure_and_the_batch_cannot_be_submitted() -> None:
    the_tables_of("2021")
    blanks = Amounts(Decimal(150), Decimal(100), None, None, Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "I65"): blanks})
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=MEASURED)
    batch = a_measured_batch("2021")
    assert values(batch, GUIYANG)["DIGITAL_ECONOMY"] is None
    with pytest.raises(BatchIncomplete) as refused:
        submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    assert refused.value.where["regions"] == ["贵阳市"]


def test_a_provincial_total_is_compared_and_nothing_is_scaled_by_it() -> None:
    the_tables_of("2021")
    gdp = dict.fromkeys(CITIES, 10000) | {"520000": 91_000}
    load_gdp(figures_of("2021", gdp), by=the_statistics_bureau(), at=MEASURED)
    batch = a_measured_batch("2021")
    [row] = thaw(batch.result_document)["reconciliation"]
    # 9 × 10 000 = 90 000 against 91 000: 1 000 short, 1.1 % of the total, beyond 0.5 %.
    assert (row["code"], row["sum_of_regions"], row["province"], row["difference"], row["within"]) == (
        "GDP", "90000", "91000", "-1000", False,
    )  # fmt: skip
    assert row["factor"].startswith("1.0111111")
    assert values(batch, GUIYANG)["GDP"] == 10_000


def test_of_two_vintages_the_weightier_counts_whichever_was_loaded_last() -> None:
    the_tables_of("2021")
    preliminary = figures_of("2021", dict.fromkeys(CITIES, 9000), vintage="preliminary")
    load_gdp(preliminary, by=the_statistics_bureau(), at=MEASURED)
    assert values(a_measured_batch("2021"), GUIYANG)["GDP"] == 10_000


def test_january_to_november_informs_says_so_on_every_figure_and_never_scores() -> None:
    guizhou()
    delivery = accounts_of("2021", vintage="months_01_11")
    load_industry_accounts(delivery, by=the_statistics_bureau(), at=DELIVERED)
    batch = a_requested_batch("2021", months=11)
    work_off(batch.job)
    assert batch.name_zh == "2021年1—11月"
    known = batch.results.filter(value__isnull=False)
    assert {*known.values_list("marker", flat=True)} == {"extrapolated"}
    submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)
    assert confirmed_batch("2021") is None


def test_the_same_tables_asked_for_again_give_the_same_batch() -> None:
    first = a_requested_batch("2021")
    assert request_batch("2021", by=the_institute(), at=MEASURED).pk == first.pk
    assert (Batch.objects.count(), Job.objects.count()) == (1, 1)


@pytest.mark.parametrize("ended", [Job.State.FAILED, Job.State.CANCELLED])
def test_a_batch_whose_job_ended_without_a_result_is_measured_on_request(ended: str) -> None:
    batch = a_requested_batch("2021")
    Job.objects.filter(pk=batch.job_id).update(state=ended)
    again = request_batch("2021", by=the_institute(), at=MEASURED)
    assert again.pk == batch.pk
    assert work_off(again.job).state == Job.State.DONE


def test_a_job_delivered_twice_measures_once() -> None:
    batch = a_requested_batch("2021")
    work_off(batch.job)
    count = batch.results.count()
    work_off(batch.job)
    assert (batch.results.count(), count) == (81, 81)  # 9 cities × (4 industries + 5 figures)


def test_without_tables_there_is_nothing_to_measure() -> None:
    guizhou()
    with pytest.raises(NothingToMeasure):
        request_batch("2021", by=the_institute(), at=MEASURED)


@pytest.mark.parametrize(("year", "months", "error"), [("2021c03", 12, YearExpected), ("2021", 13, MonthsOutOfRange)])
def test_a_batch_belongs_to_a_year_and_covers_one_to_twelve_months(
    year: str, months: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        request_batch(year, months=months, by=the_institute(), at=MEASURED)


def test_who_measures_does_not_confirm_and_who_confirms_does_not_measure() -> None:
    batch = a_submitted_batch("2021")
    with pytest.raises(PermissionRefused):
        confirm_batch(batch.pk, by=the_institute(), at=MEASURED)
    with pytest.raises(PermissionRefused):
        request_batch("2021", by=the_confirmer(), at=MEASURED)


def test_a_person_with_both_roles_still_needs_another_to_confirm() -> None:
    both = the_institute()
    create_grant(both, Role.CONFIRMER, region=None, by=both, at=LONG_AGO)
    batch = a_submitted_batch("2021")
    with pytest.raises(SamePerson):
        confirm_batch(batch.pk, by=both, at=MEASURED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state="confirmed", confirmed_by=both)


def test_a_return_states_its_reason_and_a_new_batch_takes_the_next_number() -> None:
    batch = a_submitted_batch("2021")
    with pytest.raises(ReasonMissing):
        return_batch(batch.pk, "  ", by=the_confirmer(), at=MEASURED)
    returned = return_batch(batch.pk, "贵阳市 C39 请核对", by=the_confirmer(), at=MEASURED)
    assert returned.decision_note == "贵阳市 C39 请核对"
    assert a_requested_batch("2021").number == batch.number + 1


def test_every_step_of_a_batch_is_in_the_chain_of_the_province() -> None:
    batch = a_confirmed_batch("2021")
    entries = Entry.objects.filter(object_type="measurement.batch", object_id=str(batch.pk)).order_by("sequence")
    assert [(entry.action, entry.by, entry.chain) for entry in entries] == [
        ("batch.measure", "institute", "province"),
        ("batch.measured", "system", "province"),
        ("batch.submit", "institute", "province"),
        ("batch.confirm", "confirmer", "province"),
    ]
