"""Deliveries of the bureaus: superseded, never edited; each body its own."""

from decimal import Decimal

import pytest

from assessment.audit.models import Entry
from assessment.measurement.errors import IndustryOfAnotherBody, TooManyDecimals
from assessment.measurement.models import AccountRow, BaseTable
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.methodology.account_records import FindingCode
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.methodology.units import Unit
from assessment.people.errors import PermissionRefused
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    GUIYANG,
    LIUPANSHUI,
    accounts_of,
    figures_of,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)

pytestmark = pytest.mark.django_db


def test_a_second_delivery_supersedes_the_first_and_leaves_its_rows_alone() -> None:
    bureau = the_statistics_bureau()
    first = load_gdp(figures_of("2021", {GUIYANG: 10_000}), by=bureau, at=DELIVERED).table
    second = load_gdp(figures_of("2021", {GUIYANG: 10_001}), by=bureau, at=DELIVERED).table
    first.refresh_from_db()
    assert (first.superseded_at, first.number, second.number) == (DELIVERED, 1, 2)
    assert [figure.value for figure in first.region_figures.all()] == [Decimal("10000.0000")]
    assert BaseTable.objects.get(superseded_at__isnull=True) == second


def test_the_same_table_delivered_again_writes_nothing() -> None:
    bureau = the_statistics_bureau()
    load_gdp(figures_of("2021", {GUIYANG: 10_000}), by=bureau, at=DELIVERED)
    before = Entry.objects.count()
    again = load_gdp(figures_of("2021", {GUIYANG: 10_000}), by=bureau, at=DELIVERED)
    assert again.repeated
    assert (BaseTable.objects.count(), Entry.objects.count()) == (1, before)


def test_vintages_stand_beside_each_other() -> None:
    bureau = the_statistics_bureau()
    for vintage in ("preliminary", "final"):
        load_gdp(figures_of("2021", {GUIYANG: 10_000}, vintage=vintage), by=bureau, at=DELIVERED)
    assert BaseTable.objects.filter(superseded_at__isnull=True).count() == 2


def test_a_table_in_yi_is_stored_in_10k_yuan_and_remembers_how_finely_it_was_printed() -> None:
    delivery = figures_of("2021", {GUIYANG: 47}, unit=Unit.HUNDRED_MILLION_YUAN)
    table = load_gdp(delivery, by=the_statistics_bureau(), at=DELIVERED).table
    assert [figure.value for figure in table.region_figures.all()] == [Decimal(470_000)]
    assert table.last_digit_exponent == 4


def test_a_total_that_differs_from_its_parts_is_reported_and_stored_as_it_is() -> None:
    broken = Amounts(Decimal(170), Decimal(100), Decimal(20), Decimal(20), Decimal(10))
    delivery = accounts_of("2021", changed={(GUIYANG, "C39"): broken})
    loaded = load_industry_accounts(delivery, by=the_statistics_bureau(), at=DELIVERED)
    assert [finding.code for finding in loaded.findings] == [FindingCode.IDENTITY_BROKEN]
    stored = AccountRow.objects.get(region__code=GUIYANG, industry="C39")
    assert stored.value_added == Decimal(170)


def test_a_blank_component_stays_blank_in_the_table() -> None:
    blank = Amounts(Decimal(150), Decimal(100), Decimal(20), Decimal(20), None)
    load_industry_accounts(
        accounts_of("2021", changed={(GUIYANG, "C39"): blank}), by=the_statistics_bureau(), at=DELIVERED
    )
    assert AccountRow.objects.get(region__code=GUIYANG, industry="C39").operating_surplus is None


def test_a_number_finer_than_the_column_is_refused_and_nothing_is_stored() -> None:
    fine = Amounts(None, Decimal("100.00001"), Decimal(20), Decimal(20), Decimal(10))
    with pytest.raises(TooManyDecimals):
        load_industry_accounts(
            accounts_of("2021", changed={(LIUPANSHUI, "I65"): fine}), by=the_statistics_bureau(), at=DELIVERED
        )
    assert not BaseTable.objects.exists()


def test_the_communications_administration_delivers_telecom_and_internet_alone() -> None:
    with pytest.raises(IndustryOfAnotherBody):
        load_industry_accounts(accounts_of("2021"), by=the_communications_administration(), at=DELIVERED)


def test_nobody_delivers_the_table_of_another_body() -> None:
    gdp = figures_of("2021", dict.fromkeys(CITIES, 10000))
    with pytest.raises(PermissionRefused):
        load_gdp(gdp, by=the_institute(), at=DELIVERED)
    with pytest.raises(PermissionRefused):
        load_digitalisation(gdp, by=the_statistics_bureau(), at=DELIVERED)
    with pytest.raises(PermissionRefused):
        load_industry_accounts(accounts_of("2021"), by=the_confirmer(), at=DELIVERED)
    assert not BaseTable.objects.exists()


def test_a_delivery_is_written_into_the_chain_of_the_province_without_its_figures() -> None:
    table = load_gdp(figures_of("2021", {GUIYANG: 10_000}), by=the_statistics_bureau(), at=DELIVERED).table
    entry = Entry.objects.get(action="gdp.load")
    assert (entry.chain, entry.object_id, entry.by) == ("province", str(table.pk), "statistics")
    assert "10000" not in str(entry.facts) + str(entry.changes)
