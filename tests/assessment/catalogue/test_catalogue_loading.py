"""The catalogue is what its files say; what is in force is never edited."""

import shutil
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from assessment.audit.actions import SYSTEM
from assessment.audit.models import Entry
from assessment.catalogue.documents import read_catalogue
from assessment.catalogue.errors import CatalogueFileWrong, SchemeTextWrong, VersionInForceDiffers
from assessment.catalogue.loading import Outcome, load_catalogue
from assessment.catalogue.models import Collection, Form, FormVersion, Item, SchemeVersion
from assessment.catalogue.queries import stored_scheme_digest
from tests.situations.catalogue import FIXTURES, a_frozen_scheme, an_open_collection, the_catalogue, the_cities
from tests.situations.people import LONG_AGO

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue's files that a test may change."""
    for name in ("forms", "schemes"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    shutil.copy(FIXTURES / "collections.yaml", tmp_path)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def outcomes(folder: Path) -> dict[str, Outcome]:
    return {d.name: d.outcome for d in load_catalogue(read_catalogue(folder), by=SYSTEM, at=LONG_AGO)}


def test_the_files_become_forms_collections_and_schemes() -> None:
    the_catalogue()
    form = FormVersion.objects.get(form__code="SW-Q", number=1)
    assert (form.first_period, form.last_period, form.valid_until) == ("2020c03", "2021c12", date(2022, 6, 30))
    revenue = form.items.get(code="software_revenue")
    assert (revenue.label_zh, revenue.unit, revenue.decimals) == ("软件业务收入合计", "万元", 2)
    assert revenue.bases == ["current", "same_period_last_year"]
    cloud = Item.objects.get(form_version=form, code="cloud_services_revenue")
    assert cloud.parent == Item.objects.get(form_version=form, code="it_services_revenue")
    assert cloud.of_which
    assert [step.role for step in form.sign_off_steps.all()] == ["filler", "statistics_head", "unit_head"]
    assert Collection.objects.filter(form_version=form).count() == 5
    assert set(SchemeVersion.objects.values_list("kind", flat=True)) == {"quarterly", "annual"}


def test_loading_again_changes_nothing_and_records_nothing() -> None:
    the_cities()
    assert set(outcomes(FIXTURES).values()) == {Outcome.ADDED}
    entries = Entry.objects.count()
    assert set(outcomes(FIXTURES).values()) == {Outcome.UNCHANGED}
    assert Entry.objects.count() == entries


def test_every_addition_is_recorded_in_the_chain_of_the_province() -> None:
    the_cities()
    added = [d for d in load_catalogue(read_catalogue(FIXTURES), by=SYSTEM, at=LONG_AGO) if d.outcome is Outcome.ADDED]
    recorded = Entry.objects.filter(chain="province", action="catalogue.load")
    assert sorted(recorded.values_list("object_id", flat=True)) == sorted(d.name for d in added)


def test_a_form_version_in_force_is_never_edited(folder: Path) -> None:
    the_catalogue()
    replace(folder / "forms" / "SW-Q.yaml", "软件业务收入合计", "软件业务总收入")
    refused = [
        d for d in load_catalogue(read_catalogue(folder), by=SYSTEM, at=LONG_AGO) if d.outcome is Outcome.REFUSED
    ]
    assert [d.name for d in refused] == ["SW-Q v1"]
    assert isinstance(refused[0].reason, VersionInForceDiffers)
    assert FormVersion.objects.get(form__code="SW-Q", number=1).items.get(number="01").label_zh == "软件业务收入合计"


def test_one_refusal_keeps_everything_else_from_being_written(folder: Path) -> None:
    the_catalogue()
    replace(folder / "forms" / "SW-Q.yaml", "软件业务收入合计", "软件业务总收入")
    replace(folder / "collections.yaml", "2021-04-15T18:00:00", "2021-04-16T18:00:00")
    assert outcomes(folder)["SW-Q 2021c03"] is Outcome.CHANGED
    assert Collection.objects.get(form_version__form__code="SW-Q", period="2021c03").on_time_until.day == 15


def test_a_planned_collection_may_move_and_an_open_one_may_not(folder: Path) -> None:
    the_catalogue()
    replace(folder / "collections.yaml", "2021-04-15T18:00:00", "2021-04-16T18:00:00")
    assert outcomes(folder)["SW-Q 2021c03"] is Outcome.CHANGED
    assert Collection.objects.get(form_version__form__code="SW-Q", period="2021c03").on_time_until.day == 16
    an_open_collection()
    replace(folder / "collections.yaml", "2021-04-16T18:00:00", "2021-04-17T18:00:00")
    assert outcomes(folder)["SW-Q 2021c03"] is Outcome.REFUSED
    assert Collection.objects.get(form_version__form__code="SW-Q", period="2021c03").on_time_until.day == 16


def test_a_draft_scheme_follows_its_file_and_a_frozen_one_does_not(folder: Path) -> None:
    the_catalogue()
    scheme = folder / "schemes" / "guizhou-2021-quarterly.yaml"
    replace(scheme, "weight: 40", "weight: 45")
    replace(scheme, "weight: 60", "weight: 55")
    assert outcomes(folder)["guizhou-2021-quarterly v1"] is Outcome.CHANGED
    assert outcomes(FIXTURES)["guizhou-2021-quarterly v1"] is Outcome.CHANGED
    frozen = a_frozen_scheme()
    assert outcomes(folder)["guizhou-2021-quarterly v1"] is Outcome.REFUSED
    assert SchemeVersion.objects.get(pk=frozen.pk).digest == frozen.digest


def test_a_new_version_of_a_frozen_scheme_is_added_beside_it(folder: Path) -> None:
    frozen = a_frozen_scheme()
    replace(folder / "schemes" / "guizhou-2021-quarterly.document.yaml", "version: 1", "version: 2")
    added = outcomes(folder)
    assert added["guizhou-2021-quarterly v2"] is Outcome.ADDED
    assert SchemeVersion.objects.filter(code=frozen.code).count() == 2


def test_the_digest_covers_text_and_document() -> None:
    the_catalogue()
    for version in SchemeVersion.objects.all():
        assert stored_scheme_digest(version) == version.digest
        version.issuer = "省政府"
        assert stored_scheme_digest(version) != version.digest


def _unknown_key(folder: Path) -> None:
    replace(folder / "forms" / "SW-Q.yaml", "frequency: quarterly", "frequence: quarterly")


def _no_unit(folder: Path) -> None:
    replace(folder / "forms" / "SW-Q.yaml", 'unit: "万元"', 'unit: "车皮"')


def _parent_below(folder: Path) -> None:
    replace(folder / "forms" / "SW-Q.yaml", "parent: software_revenue", "parent: total_pay")


def _no_offset(folder: Path) -> None:
    replace(folder / "collections.yaml", "2021-04-01T08:00:00+08:00", "2021-04-01T08:00:00")


def _bad_period(folder: Path) -> None:
    replace(folder / "collections.yaml", 'period: "2021c03"', 'period: "2021Q1"')


def _no_yaml(folder: Path) -> None:
    (folder / "collections.yaml").write_text("collections: [", "utf-8")


def _unknown_role(folder: Path) -> None:
    replace(folder / "forms" / "SW-Q.yaml", "role: unit_head", "role: director")


def _code_twice(folder: Path) -> None:
    replace(folder / "forms" / "SW-Q.yaml", "code: total_pay", "code: total_profit")


def _no_scheme(folder: Path) -> None:
    (folder / "schemes" / "guizhou-2021-annual.yaml").unlink()


def _scheme_of_other_code(folder: Path) -> None:
    replace(folder / "schemes" / "guizhou-2021-annual.yaml", "code: guizhou-2021-annual", "code: guizhou-2022")


def _no_collections(folder: Path) -> None:
    (folder / "collections.yaml").unlink()


SW_Q_LINES = [
    ("decimals: 2", "decimals: many", "items[1].decimals"),
    ("  of_which: false\n", "  of_which: perhaps\n", "items[1].of_which"),
    ('valid_until: "2022-06-30"', 'valid_until: "June 2022"', "legal.valid_until"),
    ("not_applicable: missing", "not_applicable: maybe", "items[1].not_applicable"),
    ("bases: [current, same_period_last_year]", "bases: [next_year]", "items[1].bases"),
    ('label_zh: "软件业务收入合计"', "label_zh: null", "items[1].label_zh"),
    ("number: 1\n", "number: -1\n", "number"),
]


@pytest.mark.parametrize(("old", "new", "place"), SW_Q_LINES)
def test_a_wrong_value_in_a_form_names_its_key(folder: Path, old: str, new: str, place: str) -> None:
    the_cities()
    replace(folder / "forms" / "SW-Q.yaml", old, new)
    with pytest.raises(CatalogueFileWrong) as refused:
        read_catalogue(folder)
    assert refused.value.where["place"] == f"versions[1].{place}"


@pytest.mark.parametrize("content", ["- a\n", "collections: {}\n", "collections:\n  - SW-Q\n", "collections: []\n"])
def test_a_file_of_another_shape_is_refused(folder: Path, content: str) -> None:
    (folder / "collections.yaml").write_text(content, "utf-8")
    with pytest.raises(CatalogueFileWrong):
        read_catalogue(folder)


@pytest.mark.parametrize(
    ("spoil", "file", "place"),
    [
        (_code_twice, "SW-Q.yaml", "versions[1].items.total_profit"),
        (_no_scheme, "guizhou-2021-annual.yaml", "-"),
        (_scheme_of_other_code, "guizhou-2021-annual.yaml", "code"),
        (_no_collections, "collections.yaml", "-"),
        (_unknown_key, "SW-Q.yaml", "-"),
        (_no_unit, "SW-Q.yaml", "versions[1].items[1].unit"),
        (_parent_below, "SW-Q.yaml", "versions[1].items.software_products_revenue.parent"),
        (_no_offset, "collections.yaml", "collections[2].opens_at"),
        (_bad_period, "collections.yaml", "collections[2].period"),
        (_no_yaml, "collections.yaml", "-"),
        (_unknown_role, "SW-Q.yaml", "versions[1].sign_off[3].role"),
    ],
)
def test_a_wrong_file_names_its_place_and_loads_nothing(
    folder: Path, spoil: Callable[[Path], None], file: str, place: str
) -> None:
    the_cities()
    spoil(folder)
    with pytest.raises(CatalogueFileWrong) as refused:
        load_catalogue(read_catalogue(folder), by=SYSTEM, at=LONG_AGO)
    assert (refused.value.where["file"], refused.value.where["place"]) == (file, place)
    assert not Form.objects.exists()


def test_a_scheme_that_does_not_parse_is_named_with_its_line(folder: Path) -> None:
    the_cities()
    replace(folder / "schemes" / "guizhou-2021-annual.yaml", "constant: neutral", "constand: neutral")
    with pytest.raises(SchemeTextWrong) as refused:
        load_catalogue(read_catalogue(folder), by=SYSTEM, at=LONG_AGO)
    assert refused.value.where["file"] == "guizhou-2021-annual.yaml"
    assert "constand" in str(refused.value)


def test_the_command_prints_each_difference_and_fails_on_a_refusal(folder: Path) -> None:
    the_cities()
    said = StringIO()
    call_command("load_catalogue", dir=folder, stdout=said)
    assert "新增：报表 SW-Q v1" in said.getvalue()
    replace(folder / "forms" / "DE-A.yaml", "地区生产总值", "生产总值")
    with pytest.raises(CommandError, match="1 项差异被拒绝，未写入任何内容"):
        call_command("load_catalogue", dir=folder, stdout=said)
    assert "拒绝：报表 DE-A v1" in said.getvalue()
    (folder / "collections.yaml").unlink()
    with pytest.raises(CommandError, match="文件不存在"):
        call_command("load_catalogue", dir=folder, stdout=said)
    assert "新建一个版本" in said.getvalue()
