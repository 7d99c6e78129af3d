"""The optional second way: accepted statements of enterprises where no account was delivered, switched by the set."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.catalogue.models import Collection, FormVersion
from assessment.filing.models import Cell, Return, Version
from assessment.jobs.models import Job
from assessment.measurement.actions import request_batch, return_batch, submit_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.errors import NothingToMeasure
from assessment.measurement.models import Batch
from assessment.measurement.statement_trace import statements_behind
from assessment.measurement.table_actions import load_industry_accounts
from assessment.measurement.trace_view import trace_of
from assessment.methodology.income_approach import Components
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.models import ReportingUnit
from assessment.territory.queries import region_coded
from tests.situations.catalogue import an_account, the_catalogue
from tests.situations.enterprises import an_enterprise
from tests.situations.measurement import (
    DELIVERED,
    MEASURED,
    ZUNYI,
    accounts_of,
    the_commission_officer,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
# Compensation 100, net taxes 5 + 15, depreciation 20, surplus 10: value added 150 万元.
STATEMENTS = {
    "compensation_payable": 100,
    "taxes_and_surcharges": 5,
    "value_added_tax_payable": 15,
    "depreciation_of_year": 20,
    "operating_profit": 10,
}


def accepted_statements(number: int, items: dict[str, int]) -> str:
    """A version in force of IND-A 2021, written as rows: how an enterprise files is the filing stage's business."""
    code = an_enterprise(number)
    form = FormVersion.objects.get(form__code="IND-A")
    moments = {
        "opens_at": DELIVERED,
        "on_time_until": DELIVERED + timedelta(days=20),
        "locks_at": DELIVERED + timedelta(days=30),
    }
    collection, _ = Collection.objects.get_or_create(form_version=form, period="2021", defaults=moments)
    region = region_coded(ZUNYI)
    unit, _ = ReportingUnit.objects.get_or_create(
        code=code, defaults={"kind": "enterprise", "name_zh": f"演示企业{number}", "region": region}
    )
    filed = Return.objects.create(collection=collection, reporting_unit=unit, created_at=DELIVERED)
    filler = an_account("filler-of-all", Role.FILLER, "520200")
    version = Version.objects.create(
        return_filed=filed, number=1, state="accepted", filler=filler, created_at=DELIVERED, submitted_at=DELIVERED
    )
    Cell.objects.bulk_create(
        Cell(version=version, item=item, basis="current", condition="value", value=Decimal(value), changed_at=DELIVERED)
        for item, value in items.items()
    )
    filed.in_force = version
    filed.save(update_fields=["in_force"])
    return code


def deliver_all_but_software() -> None:
    delivery = accounts_of("2021")
    entries = tuple(entry for entry in delivery.entries if entry.industry != "I65")
    load_industry_accounts(replace(delivery, entries=entries), by=the_statistics_bureau(), at=DELIVERED)


def measured(chosen: str) -> Batch:
    batch = request_batch("2021", choice=Choice(chosen), by=the_institute(), at=MEASURED)
    assert work_off(batch.job).state == Job.State.DONE
    return Batch.objects.get(pk=batch.pk)


def measured_again(batch: Batch) -> Batch:
    submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    return_batch(batch.pk, "再测算一次", by=the_confirmer(), at=MEASURED)
    return measured("2020-1-statements")


def software(batch: Batch) -> tuple[Decimal | None, str] | None:
    return batch.results.filter(region=ZUNYI, code="I65").values_list("value", "marker").first()


@pytest.fixture
def two_statements(db: None) -> list[str]:
    the_catalogue()
    deliver_all_but_software()
    return sorted(accepted_statements(number, STATEMENTS) for number in (1, 2))


def test_statements_stand_in_for_a_missing_account_and_are_provisional(two_statements: list[str]) -> None:
    assert software(measured("2020-1-statements")) == (300, "provisional")


def test_by_default_statements_are_left_out(two_statements: list[str]) -> None:
    assert software(measured("")) is None


def test_a_delivered_account_counts_before_the_statements(two_statements: list[str]) -> None:
    load_industry_accounts(accounts_of("2021"), by=the_statistics_bureau(), at=MEASURED)
    assert software(measured("2020-1-statements")) == (150, "computed")


def test_what_an_enterprise_left_out_is_never_counted_as_zero(two_statements: list[str]) -> None:
    accepted_statements(3, STATEMENTS)
    accepted_statements(4, {"compensation_payable": 100})
    assert software(measured("2020-1-statements")) == (None, "missing")


def traced_page(batch: Batch, user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/batches/{batch.pk}/regions/{ZUNYI}/").content.decode()


def traced_over_http(batch: Batch, user: User) -> list[dict[str, Any]]:
    client = Client()
    client.force_login(user)
    told: list[dict[str, Any]] = client.get(f"/api/measurement/batches/{batch.pk}/trace/{ZUNYI}/").json()["statements"]
    return told


def test_an_account_is_traced_to_the_statements_it_was_made_from(two_statements: list[str]) -> None:
    batch = measured("2020-1-statements")
    traced = next(one for one in trace_of(batch, ZUNYI).figures if one.code == "I65")
    assert traced.delivery is not None
    assert traced.delivery.source == "IND-A"
    lines = statements_behind(batch, ZUNYI, by=the_confirmer(), at=MEASURED)
    assert [line.named.code for line in lines if line.named] == two_statements
    assert [line.components for line in lines] == [Components(*map(Decimal, (100, 20, 20, 10)))] * 2
    assert [line.value_added for line in lines] == [150, 150]
    assert sum(line.value_added or 0 for line in lines) == traced.value


def test_the_bureau_reads_names_and_finds_the_way_to_each_statement(two_statements: list[str]) -> None:
    batch = measured("2020-1-statements")
    text = traced_page(batch, the_confirmer())
    assert all(code in text for code in two_statements)
    version = Version.objects.get(return_filed__reporting_unit__code=two_statements[0])
    assert f'href="{reverse("filing:version", args=[version.return_filed_id, 1])}"' in text
    first = traced_over_http(batch, the_confirmer())[0]
    assert (first["code"], first["version_number"], first["value_added"]) == (two_statements[0], 1, "150")


def test_the_institute_follows_the_same_arithmetic_under_pseudonyms(two_statements: list[str]) -> None:
    batch = measured("2020-1-statements")
    text = traced_page(batch, the_institute())
    assert not any(code in text for code in two_statements)
    assert "演示企业" not in text
    told = traced_over_http(batch, the_institute())
    assert [(one["enterprise"], one["code"], one["return_filed"]) for one in told] == [(None, None, None)] * 2
    assert all(one["pseudonym"] in text for one in told)
    assert [one["components"]["compensation_of_employees"] for one in told] == ["100", "100"]
    again = measured_again(batch)
    others = {one["pseudonym"] for one in traced_over_http(again, the_institute())}
    assert not others & {one["pseudonym"] for one in told}


def test_whoever_neither_measures_nor_confirms_sees_no_statement(two_statements: list[str]) -> None:
    batch = measured("2020-1-statements")
    for user in (the_statistics_bureau(), the_commission_officer()):
        assert traced_over_http(batch, user) == []
        assert two_statements[0] not in traced_page(batch, user)


def test_a_statement_that_gives_no_account_shows_blanks(two_statements: list[str]) -> None:
    accepted_statements(4, {"compensation_payable": 100})
    lines = statements_behind(measured("2020-1-statements"), ZUNYI, by=the_confirmer(), at=MEASURED)
    assert [line.amounts for line in lines if line.components is None] == [("--",) * 5]


def test_with_neither_tables_nor_statements_there_is_nothing_to_measure() -> None:
    guizhou()
    with pytest.raises(NothingToMeasure):
        measured("2020-1-statements")
