"""What is delivered once to be measured is what the cities check: figures of tables and batches in DE-A."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.check_states import CheckKey, CheckState, check_states
from assessment.filing.laid_out_actions import Said
from assessment.filing.models import LaidOutFigure, Version
from assessment.measurement.annual_return import FORM, ITEMS_OF_BATCHES, ITEMS_OF_TABLES
from assessment.measurement.laying_out import lay_out_batch
from assessment.measurement.table_check_view import all_checks, count_of, disputes_of
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_queries import assessed_regions
from assessment.people.errors import PermissionRefused
from tests.assessment.measurement.test_demo_year_measured import the_demo_tables
from tests.situations.base_tables import AGAIN, GDP, delivered, usual_gdp
from tests.situations.catalogue import an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.measurement import (
    a_confirmed_batch,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "fixtures" / "demo"
ITEM = "gross_domestic_product"
CHECKED = moment("2022-03-02 09:00")


def printed(year: str, items: set[str]) -> Iterator[tuple[tuple[str, str, str], Decimal | None]]:
    """The annual returns as they are illustrated in the fixtures, worked out apart from the tables."""
    with (DEMO / f"annual_returns_{year}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["item"] in items:
                value = Decimal(row["value"]) if row["value"] else None
                yield (row["region_code"], row["item"], row["basis"]), value


def laid_out(year: str) -> dict[tuple[str, str, str], Decimal | None]:
    figures = LaidOutFigure.objects.filter(collection__period=year).select_related("reporting_unit").order_by("number")
    return {(one.reporting_unit.code, one.item, one.basis): one.value for one in figures}


def begun() -> Version:
    collection = an_open_collection(FORM, "2021")
    return actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=CHECKED)


def say(draft: Version, verdict: str, reason: str = "", *, at: datetime = CHECKED) -> None:
    actions.check_figures(draft.pk, [Said(ITEM, verdict, reason)], by=a_city().filler, at=at)


def test_the_annual_returns_of_the_demo_come_out_of_its_base_tables_figure_by_figure() -> None:
    an_open_collection(FORM, "2021")
    the_demo_tables("2020")
    the_demo_tables("2021")
    expected = dict(printed("2021", set(ITEMS_OF_TABLES)))
    assert len(expected) == 9 * 5 * 2
    assert laid_out("2021") == expected


def test_before_the_base_year_nothing_was_measured_and_that_is_said() -> None:
    collection = an_open_collection(FORM, "2020")
    collection.purpose, collection.locks_at = "base", moment("2022-03-31 18:00")
    collection.save()
    the_demo_tables("2020")
    assert laid_out("2020") == dict(printed("2020", set(ITEMS_OF_TABLES)))
    [said] = {one.reason for one in LaidOutFigure.objects.filter(collection=collection, condition="not_available")}
    assert said == "2019年未开展测算，2020年为首个基期"


def test_a_confirmed_full_year_lays_out_what_the_institute_measured() -> None:
    an_open_collection(FORM, "2021")
    a_confirmed_batch("2020")
    batch = a_confirmed_batch("2021")
    figures = {key: value for key, value in laid_out("2021").items() if key[1] in ITEMS_OF_BATCHES}
    # 六盘水市: four industries 600, with industrial digitalisation 400 in both years.
    assert {key[1:]: value for key, value in figures.items() if key[0] == LIUPANSHUI} == {
        (item, basis): value
        for item, value in zip(ITEMS_OF_BATCHES, (1000, 600, 400), strict=True)
        for basis in ("current", "same_period_last_year")
    }
    assert Entry.objects.filter(action="laid_out.confirmed").exists()
    assert lay_out_batch(batch, by=the_confirmer(), at=moment("2022-02-11 09:00")) == 0
    with pytest.raises(PermissionRefused):
        lay_out_batch(batch, by=the_institute(), at=moment("2022-02-11 09:00"))


def test_eleven_months_and_a_locked_return_take_nothing() -> None:
    an_open_collection(FORM, "2021")
    batch = a_confirmed_batch("2021")
    batch.months = 11
    assert lay_out_batch(batch, by=the_confirmer(), at=CHECKED) == 0
    batch.months = 12
    assert lay_out_batch(batch, by=the_confirmer(), at=moment("2022-04-01 09:00")) == 0


def test_the_table_shows_what_each_city_says_and_asks_again_after_a_new_delivery() -> None:
    draft = begun()
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(90))
    table = delivered(GDP, usual_gdp())
    cities = [code for code, _ in assessed_regions()]
    count = count_of(table, all_checks(), cities)
    assert count is not None
    assert (count.cities, count.agreed, count.waiting) == (9, 0, 9)
    say(draft, "disputed", "与本市核算数不一致")
    [dispute] = disputes_of(table, all_checks())
    assert dispute.reason == "与本市核算数不一致"
    actions.answer_dispute(dispute.pk, "以省统一核算结果为准", by=the_statistics_bureau(), at=AGAIN)
    key = CheckKey("2021", LIUPANSHUI, ITEM)
    assert check_states(FORM, [ITEM])[key].state is CheckState.ANSWERED
    again = delivered(GDP, usual_gdp(100.5), at=AGAIN)
    assert check_states(FORM, [ITEM])[key].state is CheckState.WAITING
    say(draft, "agreed", at=AGAIN)
    count = count_of(again, all_checks(), cities)
    assert count is not None
    assert (count.agreed, count.disputed, count.waiting) == (1, 0, 8)
