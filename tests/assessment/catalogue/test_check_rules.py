"""Check rules in the catalogue: loaded once, never edited, in force by date, shown in the rule book."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessment.audit.actions import SYSTEM
from assessment.audit.models import Entry
from assessment.catalogue.check_files import read_check_files
from assessment.catalogue.documents import read_catalogue
from assessment.catalogue.errors import CheckRuleTwice, FormVersionMissing, SchemeTextWrong
from assessment.catalogue.loading import Outcome, load_catalogue
from assessment.catalogue.models import CheckRule
from assessment.catalogue.queries import rules_for
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import FIXTURES, a_planned_collection, a_reviewer, an_account, the_catalogue, the_cities
from tests.situations.people import LONG_AGO

pytestmark = pytest.mark.django_db
SOFTWARE = "checks/software.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue's files that a test may change."""
    for name in ("forms", "schemes", "checks"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    shutil.copy(FIXTURES / "collections.yaml", tmp_path)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def load(folder: Path, *, at: datetime = LONG_AGO) -> dict[str, Outcome]:
    differences = load_catalogue(read_catalogue(folder), by=SYSTEM, at=at)
    return {d.name: d.outcome for d in differences if d.kind == "check_rule" and d.outcome is not Outcome.UNCHANGED}


def reading(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_rules_come_with_the_catalogue_and_again_without_effect() -> None:
    the_catalogue()
    loaded = CheckRule.objects.get(form="SW-Q", code="SW1")
    assert (loaded.first_period, loaded.last_period, loaded.severity) == ("2020c03", "", "blocking")
    assert CheckRule.objects.count() == len(read_check_files(FIXTURES / "checks"))
    assert load(FIXTURES) == {}


def test_a_rule_in_force_is_never_edited_and_nothing_is_written(folder: Path) -> None:
    the_catalogue()
    edit(folder / SOFTWARE, "rule: software_revenue <= operating_revenue", "rule: software_revenue < operating_revenue")
    edit(folder / SOFTWARE, "fails: {software_revenue: 1000.01", "fails: {software_revenue: 1000.00")
    edit(
        folder / SOFTWARE, "passes: {software_revenue: 1000.00, operating", "passes: {software_revenue: 9.00, operating"
    )
    entries = Entry.objects.count()
    assert load(folder) == {"SW-Q SW3 2020c03": Outcome.REFUSED, "SW-Q-E SW3 2020c03": Outcome.REFUSED}
    assert Entry.objects.count() == entries
    assert CheckRule.objects.get(form="SW-Q", code="SW3").content["rule"] == "software_revenue <= operating_revenue"


def test_a_rule_may_be_given_an_end_once(folder: Path) -> None:
    the_catalogue()
    edit(
        folder / SOFTWARE,
        "form: [SW-Q, SW-Q-E]\n    from: 2020c03",
        "form: [SW-Q, SW-Q-E]\n    from: 2020c03\n    until: 2023c12",
    )
    assert load(folder) == {"SW-Q SW1 2020c03": Outcome.CHANGED, "SW-Q-E SW1 2020c03": Outcome.CHANGED}
    assert "SW1" in {rule.code for rule in rules_for("SW-Q", "2023c12")}
    assert "SW1" not in {rule.code for rule in rules_for("SW-Q", "2024c03")}
    edit(folder / SOFTWARE, "until: 2023c12", "until: 2024c12")
    assert set(load(folder).values()) == {Outcome.REFUSED}


def test_two_entries_for_one_rule_from_one_period_are_refused_with_the_file(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "checks" / "software.yaml", tmp_path / "a.yaml")
    shutil.copy(FIXTURES / "checks" / "software.yaml", tmp_path / "b.yaml")
    with pytest.raises(CheckRuleTwice) as refused:
        read_check_files(tmp_path)
    assert refused.value.where["file"] == "b.yaml"


def test_a_rule_that_cannot_be_read_is_named_with_its_file_and_nothing_is_loaded(folder: Path) -> None:
    the_cities()
    edit(
        folder / SOFTWARE,
        "rule: software_revenue <= operating_revenue",
        "rule: software_revenue <= = operating_revenue",
    )
    with pytest.raises(SchemeTextWrong, match=r"software\.yaml"):
        read_catalogue(folder)
    assert not CheckRule.objects.exists()


def test_the_rules_of_a_period_are_those_in_force_fitted_to_the_form_of_then(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    the_catalogue()
    with django_assert_num_queries(4):
        before = {rule.code: rule for rule in rules_for("SW-Q", "2021c12")}
    after = {rule.code: rule for rule in rules_for("SW-Q", "2022c03")}
    assert "cloud_services_revenue" in before["SW2.2"].expression
    assert "cloud_and_big_data_services_revenue" in after["SW2.2"].expression
    assert "cloud_services_revenue" not in after["SW2.3"].for_each
    assert "SW11" in before
    assert "SW11" not in {rule.code for rule in rules_for("SW-Q", "2021c09")}
    assert "basic_software_revenue" in before["SW1"].zero_items
    assert "software_revenue" not in before["SW1"].zero_items
    assert list(before)[:2] == ["SW1", "SW2.1"]


def test_a_period_without_a_form_has_no_rules() -> None:
    the_catalogue()
    with pytest.raises(FormVersionMissing):
        rules_for("SW-Q", "2019c03")


def test_the_rule_book_shows_each_rule_with_both_examples() -> None:
    the_catalogue()
    filler = an_account("filler-520200", Role.FILLER, "520200")
    page = reading(filler).get(reverse("catalogue:rule-book")).content.decode()
    assert "软件业务收入合计等于四项收入之和" in page
    assert "软件业务收入合计＝软件产品收入＋信息技术服务收入＋信息安全收入＋嵌入式系统软件收入" in page
    assert "嵌入式系统软件收入 <b>20.00</b>" in page
    assert "嵌入式系统软件收入 <b>20.01</b>" in page


@pytest.mark.parametrize(
    ("asked", "has", "has_not"),
    [
        ({"form": "IND-A"}, "V-F1", "SW10"),
        ({"severity": "inform"}, "K3", "SW10"),
        ({"words": "四项收入"}, "SW1", "SW10"),
        ({"words": "sw10"}, "SW10", "SW3"),
        ({"words": "出口 汇率"}, "SW8", "SW10"),
        ({"words": "software_exports yuan", "form": "SW-Q"}, "SW8", "SW10"),
    ],
)
def test_the_rule_book_is_searched_by_form_severity_and_words(asked: dict[str, str], has: str, has_not: str) -> None:
    the_catalogue()
    page = reading(a_reviewer()).get(reverse("catalogue:rule-book"), asked).content.decode()
    assert f">{has}</th>" in page
    assert f">{has_not}</th>" not in page


def test_a_search_without_answer_says_so() -> None:
    the_catalogue()
    page = reading(a_reviewer()).get(reverse("catalogue:rule-book"), {"words": "没有这样的词"})
    assert page.context["pages"] == []
    assert '<div class="card empty">' in page.content.decode()


def test_the_rule_book_asks_as_much_however_many_rules_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    the_catalogue()
    client = reading(a_reviewer())
    client.get(reverse("catalogue:rule-book"))
    for asked in ({}, {"form": "SW-Q"}):
        with django_assert_num_queries(12):
            client.get(reverse("catalogue:rule-book"), asked)


def test_the_ruleset_of_a_period_is_taken_along_as_vtl() -> None:
    the_catalogue()
    answer = reading(a_reviewer()).get(reverse("catalogue:ruleset", args=["SW-Q", "2021c06"]))
    assert answer["Content-Disposition"] == 'attachment; filename="SW_Q_2021c06.vtl"'
    text = answer.content.decode()
    assert text.startswith("define datapoint ruleset SW_Q_2021c06 (variable software_revenue, ")
    assert '  SW3: software_revenue <= operating_revenue errorcode "SW3" errorlevel 4;' in text


def test_the_page_of_a_collection_leads_to_the_rules_of_its_form() -> None:
    collection = a_planned_collection()
    page = reading(a_reviewer()).get(reverse("catalogue:collection", args=[collection.pk])).content.decode()
    assert f'href="{reverse("catalogue:rule-book")}?form=SW-Q"' in page


def test_the_rules_are_listed_over_http_narrowed_by_form_and_severity(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    the_catalogue()
    client = reading(a_reviewer())
    with django_assert_num_queries(8):
        found = client.get("/api/catalogue/check-rules/", {"form": "SW-Q", "severity": "blocking"}).json()
    assert {rule["code"] for rule in found["results"]} == {"SW1", "SW2.1", "SW2.2", "SW2.3", "SW3", "SW10", "K1"}
    (one,) = client.get("/api/catalogue/check-rules/", {"form": "SW-Q", "code": "SW1"}).json()["results"]
    assert one["content"]["passes"]["software_revenue"] == "1000.00"
    assert len(one["digest"]) == 64


def test_administrators_read_no_rules() -> None:
    the_catalogue()
    client = reading(an_account("system", Role.SYSTEM_ADMINISTRATOR))
    assert client.get(reverse("catalogue:rule-book")).status_code == 403
    assert client.get(reverse("catalogue:ruleset", args=["SW-Q", "2021c06"])).status_code == 403
