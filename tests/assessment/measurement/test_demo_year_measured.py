"""The illustrative tables of the demo year, measured: what is published of Guizhou comes out of them again.

Published (fixtures/published/digital_economy_facts.csv): 2021 digital industrialisation 3.5 % of GDP, industrial
digitalisation 31.8 %, the two together growing by 20.6 % in nominal terms; 贵阳市 2020 38.2 % of its GDP.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from assessment.measurement.actions import confirm_batch, submit_batch
from assessment.measurement.batch_view import batch_view
from assessment.measurement.delivery_files import read_accounts, read_deflators, read_figures
from assessment.measurement.models import Batch
from assessment.measurement.structure_view import GROWING
from assessment.measurement.table_actions import (
    load_all,
    load_deflators,
    load_digitalisation,
    load_gdp,
    load_industry,
    load_industry_accounts,
    load_section_i,
)
from assessment.methodology.run_document import thaw
from assessment.methodology.run_measurement import DIGITAL_ECONOMY
from tests.situations.measurement import (
    DELIVERED,
    GUIYANG,
    a_measured_batch,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[3] / "fixtures" / "demo"


def the_demo_tables(year: str) -> None:
    accounts = (DEMO / f"accounts_{year}.csv").read_text(encoding="utf-8")
    bodies = {("C39", "I65"): the_statistics_bureau(), ("I63", "I64"): the_communications_administration()}
    for industries, body in bodies.items():
        file = read_accounts(accounts, year=year, industries=industries)
        load_all(file.deliveries, load_industry_accounts, by=body, at=DELIVERED)
    gdp = read_figures((DEMO / "gdp.csv").read_text(encoding="utf-8"), year=year)
    load_all(gdp.deliveries, load_gdp, by=the_statistics_bureau(), at=DELIVERED)
    digitalisation = read_figures((DEMO / "industrial_digitalisation.csv").read_text(encoding="utf-8"), year=year)
    load_all(digitalisation.deliveries, load_digitalisation, by=the_institute(), at=DELIVERED)
    bureau = the_statistics_bureau()
    for name, read, load in (
        ("deflators", read_deflators, load_deflators),
        ("section_i", read_figures, load_section_i),
        ("industry", read_figures, load_industry),
    ):
        text = (DEMO / f"{name}.csv").read_text(encoding="utf-8")
        load_all(read(text, year=year).deliveries, load, by=bureau, at=DELIVERED)


def a_measured_demo_year(year: str) -> Batch:
    the_demo_tables(year)
    return a_measured_batch(year)


def province(batch: Batch, code: str) -> Decimal:
    return Decimal(batch.results.filter(code=code).aggregate(sum=Sum("value"))["sum"])


def test_the_published_shares_and_growth_of_the_province_come_out_again() -> None:
    base, year = a_measured_demo_year("2020"), a_measured_demo_year("2021")
    gdp = province(year, "GDP")
    assert round(province(year, "DIGITAL_INDUSTRIALISATION") / gdp * 100, 1) == Decimal("3.5")
    assert round(province(year, "INDUSTRIAL_DIGITALISATION") / gdp * 100, 1) == Decimal("31.8")
    growth = province(year, "DIGITAL_ECONOMY") / province(base, "DIGITAL_ECONOMY") - 1
    assert round(growth * 100, 1) == Decimal("20.6")
    guiyang = base.results.get(region=GUIYANG, code="SHARE_OF_GDP").value
    assert guiyang is not None
    assert round(guiyang, 1) == Decimal("38.2")


def test_figures_that_are_illustrative_say_so_and_published_ones_do_not() -> None:
    batch = a_measured_demo_year("2021")
    markers = dict(batch.results.filter(code="GDP").values_list("region", "marker"))
    assert {*markers.values()} == {"published", "illustrative"}
    shares = dict(batch.results.filter(code="SHARE_OF_GDP").values_list("region", "marker"))
    assert {region for region, marker in shares.items() if marker == "illustrative"} == {
        region for region, marker in markers.items() if marker == "illustrative"
    }


def test_a_loss_is_allowed_and_nothing_blocks_the_year() -> None:
    """黔西南州's C39 has a negative operating surplus: allowed, and asked about when it is delivered."""
    assert thaw(a_measured_demo_year("2021").result_document)["findings"] == []


def test_the_illustrative_sections_hold_the_measured_industries_and_add_up_to_the_province() -> None:
    for year in ("2020", "2021"):
        checks = thaw(a_measured_demo_year(year).result_document)["checks"]
        assert [one for one in checks if one["rule"] in {"V-A4", "V-A8"}] == []


def test_real_growth_stands_beside_the_published_nominal_one() -> None:
    """20.6 % at prices 2.5 % higher: 1.206 / 1.025 − 1 = 17.66 %."""
    base = a_measured_demo_year("2020")
    submit_batch(base.pk, by=the_institute(), at=DELIVERED)
    confirm_batch(base.pk, by=the_confirmer(), at=DELIVERED)
    year = a_measured_demo_year("2021")
    total = batch_view(year).growth[-1].cells[GROWING.index(DIGITAL_ECONOMY)]
    assert (total.nominal, total.real) == ("20.60", "17.66")
