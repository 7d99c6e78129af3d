"""What the institute chooses for a batch, what a batch freezes beside the tables, and cancelling."""

from decimal import Decimal

import pytest

from assessment.audit.errors import WrongState
from assessment.jobs.models import Job
from assessment.measurement.actions import cancel_measuring, request_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.errors import GdpVintageNotDelivered, ParameterSetUnknown
from assessment.measurement.models import Batch
from assessment.measurement.parameter_sets import parameter_sets, sets_for
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.methodology.run_document import thaw
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    GUIYANG,
    MEASURED,
    a_confirmed_batch,
    a_measured_batch,
    a_requested_batch,
    accounts_of,
    figures_of,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
    work_off,
)

pytestmark = pytest.mark.django_db


def measured(**chosen: str) -> Batch:
    batch = request_batch("2021", choice=Choice(**chosen), by=the_institute(), at=MEASURED)
    assert work_off(batch.job).state == Job.State.DONE
    return Batch.objects.get(pk=batch.pk)


def share(batch: Batch) -> Decimal | None:
    return batch.results.get(region=GUIYANG, code="SHARE_OF_GDP").value


def test_every_figure_carries_its_method_and_its_parameter_set() -> None:
    batch = a_measured_batch()
    assert (batch.method_version, batch.parameter_set) == ("2021.2", "2020-1")
    assert batch.parameters == {
        "set": "2020-1",
        "reconciliation_tolerance_percent": "0.5",
        "extrapolation_rule": "relative_speed",
        "enterprise_statements": "off",
    }
    stated = set(batch.results.values_list("method_version", "parameter_set"))
    assert stated == {("2021.2", "2020-1")}


def test_another_parameter_set_is_another_batch_and_an_unknown_one_is_refused() -> None:
    the_tables_of("2021")
    first, second = measured(), measured(parameter_set="2020-1-rate")
    assert second.number == first.number + 1
    assert second.parameters["extrapolation_rule"] == "value_added_rate"
    with pytest.raises(ParameterSetUnknown):
        measured(parameter_set="1999")


def test_identifiers_of_sets_are_unique_and_one_holds_by_default() -> None:
    identifiers = [one.id for one in parameter_sets()]
    assert len(identifiers) == len(set(identifiers))
    assert sets_for("2021")[0].default


def test_the_gdp_vintage_chosen_counts_and_by_default_the_weightiest_does() -> None:
    """1 500 of 10 000 is 15 %; of the preliminary 12 000 it is 12.5 %."""
    the_tables_of("2021")
    preliminary = figures_of("2021", dict.fromkeys(CITIES, 12000), vintage="preliminary")
    load_gdp(preliminary, by=the_statistics_bureau(), at=DELIVERED)
    assert share(measured()) == 15
    assert share(measured(gdp_vintage="preliminary")) == Decimal("12.5")
    with pytest.raises(GdpVintageNotDelivered) as refused:
        measured(gdp_vintage="census_revised")
    assert refused.value.where["known"] == ["final", "preliminary"]


def test_growth_is_measured_on_the_confirmed_year_before() -> None:
    """2020: 1 000, 2021: 1 500 in 贵阳市, which is 50 % more."""
    a_confirmed_batch("2020")
    growth = thaw(a_measured_batch("2021").result_document)["growth"]
    [row] = [row for row in growth if (row["region"], row["code"]) == (GUIYANG, "DIGITAL_ECONOMY")]
    assert (row["base"], row["nominal_percent"], row["real_percent"]) == ("1000", "50", None)


def test_without_a_confirmed_year_before_there_is_no_growth() -> None:
    a_measured_batch("2020")
    assert thaw(a_measured_batch("2021").result_document)["growth"] == []


def test_a_part_of_the_year_beyond_the_year_is_found() -> None:
    """January to November 2 000 + 600 against 1 500 of the year: V-A9."""
    the_tables_of("2021")
    load_industry_accounts(accounts_of("2021", vintage="months_01_11"), by=the_statistics_bureau(), at=DELIVERED)
    load_digitalisation(
        figures_of("2021", dict.fromkeys(CITIES, 2000), vintage="months_01_11"), by=the_institute(), at=DELIVERED
    )
    work_off(request_batch("2021", months=11, by=the_institute(), at=MEASURED).job)
    checks = thaw(measured().result_document)["checks"]
    assert ("V-A9", GUIYANG, "1500", "2600") in {
        (one["rule"], one["region"], one["expected"], one["received"]) for one in checks
    }


def test_a_cancelled_measuring_begins_anew_when_it_is_asked_for_again() -> None:
    batch = a_requested_batch()
    cancel_measuring(batch.pk, by=the_institute(), at=MEASURED)
    batch.refresh_from_db()
    assert batch.job is not None
    assert batch.job.state == Job.State.CANCELLED
    again = a_requested_batch()
    assert again.pk == batch.pk
    assert work_off(again.job).state == Job.State.DONE


def test_what_is_measured_cannot_be_cancelled() -> None:
    with pytest.raises(WrongState):
        cancel_measuring(a_measured_batch().pk, by=the_institute(), at=MEASURED)
