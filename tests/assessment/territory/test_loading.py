"""The territory from its files: the province as it is, twice as once, differences named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assessment.audit.actions import SYSTEM
from assessment.audit.models import Entry
from assessment.territory.actions import load_territory
from assessment.territory.errors import RegionUnknown, TerritoryFileUnreadable
from assessment.territory.files import TerritoryFiles, read_territory
from assessment.territory.models import Organisation, Region, ReportingUnit
from assessment.territory.queries import assessed_regions, region_coded, regions_on
from tests.situations.people import TERRITORY

AT = datetime(2021, 1, 1, tzinfo=UTC)


@pytest.fixture
def loaded(db) -> TerritoryFiles:
    files = read_territory(TERRITORY)
    load_territory(files, by=SYSTEM, at=AT)
    return files


def test_guizhou_has_nine_assessed_cities_88_counties_that_are_off_and_guian_apart(loaded: TerritoryFiles) -> None:
    assert [region.code for region in assessed_regions()] == [
        "520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700",
    ]  # fmt: skip
    counties = regions_on(date(2023, 1, 1)).filter(level=Region.Level.COUNTY)
    assert (counties.count(), counties.filter(assessed=True).count()) == (88, 0)
    guian = region_coded("52GA00")
    assert (guian.in_gb2260, guian.ranked_within.code) == (False, "520100")
    assert ReportingUnit.objects.count() == 10


def test_a_county_that_became_a_district_is_read_by_the_day(loaded: TerritoryFiles) -> None:
    assert regions_on(date(2020, 1, 1)).filter(code="520221").exists()
    assert not regions_on(date(2021, 1, 1)).filter(code="520221").exists()


def test_all_kinds_of_body_but_the_enterprise_are_there(loaded: TerritoryFiles) -> None:
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    assert kinds == set(Organisation.Kind.values) - {"enterprise"}


def test_loading_twice_changes_nothing_and_writes_no_entry(loaded: TerritoryFiles) -> None:
    entries = Entry.objects.count()
    assert load_territory(loaded, by=SYSTEM, at=AT) == []
    assert Entry.objects.count() == entries


def test_a_new_name_is_changed_told_and_recorded(loaded: TerritoryFiles) -> None:
    renamed = TerritoryFiles(
        tuple({**row, "short_name_zh": "贵阳"} if row["code"] == "520100" else row for row in loaded.regions),
        loaded.organisations,
        loaded.reporting_units,
    )
    (difference,) = load_territory(renamed, by=SYSTEM, at=AT)
    assert difference.fields == {"short_name_zh": ("贵阳市", "贵阳")}
    assert Entry.objects.order_by("id").last().action == "territory.change"


@pytest.mark.django_db
def test_an_unknown_parent_is_named_and_nothing_is_loaded() -> None:
    files = read_territory(TERRITORY)
    broken = TerritoryFiles(({**files.regions[1], "parent_code": "999999"},), (), ())
    with pytest.raises(RegionUnknown, match="999999"):
        load_territory(broken, by=SYSTEM, at=AT)
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    "text", ["[1, 2]", "regions: 5", "regions: [{name: x}]", "a: [", "regions: [{code: '1', valid_from: x}]"]
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    for name in ("regions", "organisations", "reporting_units"):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(TerritoryFileUnreadable, match=str(tmp_path)):
        read_territory(tmp_path)
