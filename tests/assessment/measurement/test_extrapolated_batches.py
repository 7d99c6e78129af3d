"""2021年1—11月 carried on from last year by the rule of the parameter set, where no account was delivered."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.jobs.models import Job
from assessment.measurement.actions import request_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.errors import (
    CellUnreadable,
    DeliveryEmpty,
    HeaderWrong,
    IndustryOfAnotherBody,
    IndustryUnknown,
    NothingToMeasure,
    RowRepeated,
    TooManyDecimals,
)
from assessment.measurement.models import Batch, RevenueDelivery
from assessment.measurement.revenue_actions import load_revenues
from assessment.measurement.revenue_files import read_revenues
from assessment.measurement.table_actions import load_industry_accounts
from assessment.measurement.trace_view import trace_of
from assessment.people.errors import PermissionRefused
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    GUIYANG,
    INDUSTRIES,
    MEASURED,
    a_confirmed_batch,
    accounts_of,
    the_communications_administration,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.people import guizhou

pytestmark = pytest.mark.django_db
HEADER = "region,year,months,industry,revenue,revenue_same_months_last_year,revenue_last_year,unit,source\n"


def revenues(*, revenue: str = "660", unit: str = "万元", industries: tuple[str, ...] = INDUSTRIES) -> str:
    """660 in eleven months, 550 in the same months last year, 600 in the whole of it."""
    rows = [f"{city},2021,11,{industry},{revenue},550,600,{unit},快报\n" for city in CITIES for industry in industries]
    return HEADER + "".join(rows)


def delivered(text: str) -> RevenueDelivery:
    return load_revenues(read_revenues(text), by=the_statistics_bureau(), at=DELIVERED)


def eleven_months(**chosen: str) -> Batch:
    batch = request_batch("2021", months=11, choice=Choice(**chosen), by=the_institute(), at=MEASURED)
    assert work_off(batch.job).state == Job.State.DONE
    return Batch.objects.get(pk=batch.pk)


def value(batch: Batch, code: str) -> Decimal | None:
    return batch.results.get(region=GUIYANG, code=code).value


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        # Relative speed: 150 × 660 / 550 = 180. Rate of value added: 660 × 150 / 600 = 165.
        ("", 180),
        ("2020-1-rate", 165),
    ],
)
def test_last_years_account_is_carried_on_by_the_rule_of_the_parameter_set(chosen: str, expected: int) -> None:
    a_confirmed_batch("2020")
    delivered(revenues())
    batch = eleven_months(parameter_set=chosen)
    assert (value(batch, "C39"), value(batch, "DIGITAL_INDUSTRIALISATION")) == (expected, 4 * expected)
    known = batch.results.filter(value__isnull=False)
    assert set(known.values_list("marker", flat=True)) == {"extrapolated"}


def test_a_delivered_account_is_never_replaced_and_the_trace_tells_the_two_apart() -> None:
    a_confirmed_batch("2020")
    delivered(revenues(industries=("C39", "I65")))
    accounts = accounts_of("2021", vintage="months_01_11")
    load_industry_accounts(accounts, by=the_statistics_bureau(), at=DELIVERED)
    assert value(eleven_months(), "C39") == 150


def test_the_trace_names_the_rule_in_the_place_of_a_table() -> None:
    a_confirmed_batch("2020")
    delivered(revenues())
    electronics = trace_of(eleven_months(), GUIYANG).figures[0]
    assert electronics.delivery is not None
    assert electronics.delivery.number is None
    assert electronics.delivery.source == "贵州省统计局 快报"


def test_without_last_years_confirmed_measurement_nothing_is_carried_on() -> None:
    guizhou()
    delivered(revenues())
    with pytest.raises(NothingToMeasure):
        eleven_months()


def test_the_same_revenues_again_change_nothing_and_others_supersede_them() -> None:
    guizhou()
    first = delivered(revenues())
    assert delivered(revenues(unit="万元")).pk == first.pk
    second = delivered(revenues(revenue="671.5"))
    first.refresh_from_db()
    assert (first.superseded_at, second.number) == (DELIVERED, 2)
    assert second.rows.count() == len(CITIES) * len(INDUSTRIES)


def test_amounts_in_hundred_millions_are_stored_in_ten_thousands() -> None:
    guizhou()
    row = delivered(HEADER + "520100,2021,11,C39,0.066,0.055,0.06,亿元,快报\n").rows.get()
    assert (row.revenue, row.revenue_same_months_last_year, row.revenue_last_year) == (660, 550, 600)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a,b\n1,2\n", HeaderWrong),
        (HEADER, DeliveryEmpty),
        (HEADER + "520100,21,11,C39,1,1,1,万元,s\n", CellUnreadable),
        (HEADER + "520100,2021,12,C39,1,1,1,万元,s\n", CellUnreadable),
        (HEADER + "520100,2021,11,C99,1,1,1,万元,s\n", IndustryUnknown),
        (HEADER + "520100,2021,11,C39,x,1,1,万元,s\n", CellUnreadable),
        (HEADER + "520100,2021,11,C39,1,1,1,斤,s\n", CellUnreadable),
        (HEADER + "520100,2021,11,C39,1,1,1,万元,s\n" * 2, RowRepeated),
        (HEADER + "990000,2021,11,C39,1,1,1,万元,s\n", CellUnreadable),
        (HEADER + "520100,2021,11,C39,1.00001,1,1,万元,s\n", TooManyDecimals),
    ],
)
def test_a_wrong_file_is_refused_whole(text: str, refusal: type[Exception]) -> None:
    guizhou()
    with pytest.raises(refusal):
        delivered(text)
    assert not RevenueDelivery.objects.exists()


def test_each_body_delivers_its_own_industries_and_the_institute_none() -> None:
    guizhou()
    with pytest.raises(IndustryOfAnotherBody):
        load_revenues(read_revenues(revenues()), by=the_communications_administration(), at=DELIVERED)
    with pytest.raises(PermissionRefused):
        load_revenues(read_revenues(revenues()), by=the_institute(), at=DELIVERED)


def test_the_command_loads_a_file_or_says_what_is_wrong(tmp_path: Path) -> None:
    guizhou()
    file, said = tmp_path / "revenue.csv", StringIO()
    file.write_text(revenues(), "utf-8")
    call_command("import_revenue", str(file), by=the_statistics_bureau().username, stdout=said)
    assert "revenue 2021 1-11 #1" in said.getvalue()
    file.write_text("a,b\n", "utf-8")
    with pytest.raises(CommandError):
        call_command("import_revenue", str(file), by=the_statistics_bureau().username)
