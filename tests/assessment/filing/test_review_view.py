"""What a reviewer sees around a return: last period, last year, the other units, changes, what stands apart."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.display.dot_strip import dot_strip
from assessment.filing import actions
from assessment.filing.matrix import matrix
from assessment.filing.models import Cell, Version
from assessment.filing.review_view import Review, ReviewRow, review_of
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city
from tests.situations.review import (
    HALF_YEAR,
    REVIEWED,
    a_confirmer,
    a_half_year,
    a_half_year_queried,
    a_half_year_under_review,
    an_adoption,
    questions_on,
)

pytestmark = pytest.mark.django_db
# The half year runs to its deadline in July; this is after it.
AFTERWARDS = REVIEWED


def reviewed(version: Version) -> Review:
    return review_of(version, list(version.return_filed.collection.form_version.items.select_related("parent")))


def row(review: Review, item: str) -> ReviewRow:
    return next(one for one in review.rows if one.item.code == item)


def test_each_item_stands_beside_the_period_before_and_the_growth_of_its_pair() -> None:
    total = row(reviewed(a_half_year_under_review()), "software_revenue")
    # returns_2021c06.csv and returns_2021c03.csv of 520200; 5017.76 / 4333.13 = 1.15800
    assert [cell.text for cell in total.cells] == ["5,017.76", "4,333.13"]
    assert (total.last_period, total.row.growth) == ("2,040.40", "15.8")
    assert total.filed_last_year == "--"


def test_the_other_units_are_dots_by_their_growth_without_any_order_or_score() -> None:
    total = row(reviewed(a_half_year_under_review()), "software_revenue")
    assert total.distribution is not None
    assert len(total.distribution.strip.others) == 9
    assert total.distribution.strip.own is not None
    # 684.63 / 4333.13
    assert str(total.distribution.own).startswith("15.79989522585")
    assert not {"rank", "place", "score"} & set(vars(total.distribution))


def test_what_has_not_been_submitted_is_no_peer() -> None:
    versions = a_half_year()
    Version.objects.exclude(pk=versions[LIUPANSHUI].pk).filter(return_filed__collection__period=HALF_YEAR).update(
        state="draft"
    )
    assert row(reviewed(versions[LIUPANSHUI]), "software_revenue").distribution is None


def test_a_figure_that_runs_away_stands_apart_and_is_not_touched() -> None:
    version = a_half_year_under_review()
    cell = version.cells.get(item="software_revenue", basis="current")
    cell.value = Decimal(43_331)
    cell.save()
    review = reviewed(Version.objects.get(pk=version.pk))
    # Growth of 900 % among rates between −9.5 and 92 %.
    assert "software_revenue" in [one.item.code for one in review.outliers]
    assert Cell.objects.get(pk=cell.pk).value == Decimal(43_331)


def test_what_changed_since_the_last_submitted_version_carries_its_old_value() -> None:
    first = a_half_year_under_review()
    actions.send_back(first.pk, {"total_pay": "请核对"}, by=a_reviewer(), at=REVIEWED)
    again = Version.objects.get(pk=first.pk)
    again.pk, again.number, again.state = None, 2, "submitted"
    again.save()
    for cell in first.cells.all():
        cell.pk, cell.version = None, again
        if (cell.item, cell.basis) == ("total_pay", "current"):
            cell.value = Decimal("900.5")
        cell.save()
    review = reviewed(again)
    assert [one.item.code for one in review.rows if one.changed] == ["total_pay"]
    assert [cell.before for cell in row(review, "total_pay").cells] == ["910.68", None]
    assert review.changed == 1


def test_open_questions_are_shown_and_settled_ones_of_other_periods_remembered() -> None:
    thread = a_half_year_queried()
    review = reviewed(thread.version)
    assert row(review, "cloud_services_revenue").open_threads == [thread]
    assert review.flagged >= 2
    actions.close_query(thread.pk, "新投产企业", by=a_reviewer(), at=REVIEWED)
    earlier = Version.objects.get(
        return_filed__collection__period="2021c03", return_filed__reporting_unit__code=LIUPANSHUI
    )
    remembered = row(reviewed(earlier), "cloud_services_revenue").earlier
    assert [one.pk for one in remembered] == [thread.pk]


def test_an_adopted_value_is_shown_beside_the_filed_figure() -> None:
    a_half_year()
    old = Version.objects.get(return_filed__collection__period="2021c03", return_filed__reporting_unit__code=ZUNYI)
    proposed = actions.propose_adoption(old.return_filed_id, an_adoption("9000"), by=a_reviewer(), at=REVIEWED)
    assert [cell.adopted for cell in row(reviewed(old), "software_revenue").cells] == [None, None]
    actions.confirm_adoption(proposed.pk, by=a_confirmer(), at=REVIEWED)
    assert [cell.adopted for cell in row(reviewed(old), "software_revenue").cells] == ["9,000.00", None]


@pytest.mark.parametrize("address", ["/returns/versions/{version}/review/", "/returns/{filed}/queries/"])
def test_the_pages_of_a_review_are_closed_to_neighbours(address: str) -> None:
    version = a_half_year_queried().version
    place = address.format(version=version.pk, filed=version.return_filed_id)
    client = Client()
    client.force_login(a_city(ZUNYI).filler)
    answer = client.get(place)
    assert answer.status_code in {403, 404}
    assert "5,017.76" not in answer.content.decode()


def test_the_city_sees_its_sheet_and_nothing_of_the_others() -> None:
    version = a_half_year_queried().version
    client = Client()
    client.force_login(a_city(LIUPANSHUI).filler)
    page = client.get(f"/returns/{version.return_filed_id}/queries/").content.decode()
    assert "增长较快" in page
    assert client.get(f"/returns/versions/{version.pk}/review/").status_code == 403
    # 贵阳市, 上半年: its total and its growth.
    assert not [figure for figure in ("909,511.68", "36.4") if figure in page]


def test_the_matrix_has_a_row_for_each_unit_and_a_light_for_each_return() -> None:
    a_half_year_queried()
    shown = matrix(a_reviewer(), HALF_YEAR, at=AFTERWARDS)
    assert len(shown.rows) == 10
    by_unit = {unit.code: lines[0] for unit, lines in shown.rows}
    assert (by_unit[LIUPANSHUI].queries, by_unit[LIUPANSHUI].lamp.tone) == (2, "warn")
    assert (by_unit[ZUNYI].queries, by_unit[ZUNYI].lamp.tone) == (0, "good")
    own = matrix(a_city(LIUPANSHUI).filler, HALF_YEAR, at=AFTERWARDS)
    assert [unit.code for unit, _ in own.rows] == [LIUPANSHUI]


PAGES = {
    "review": (lambda version: f"/returns/versions/{version.pk}/review/", a_reviewer, 46),
    "matrix": (lambda version: f"/returns/?period={HALF_YEAR}", a_reviewer, 18),
    "sheet": (lambda version: f"/returns/{version.return_filed_id}/queries/", a_reviewer, 21),
    "together": (lambda version: f"/returns/accept-together/?period={HALF_YEAR}", a_reviewer, 14),
    "adopted": (lambda version: "/adopted-values/", a_confirmer, 15),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_page_of_the_review_asks_a_fixed_number_of_questions(
    case: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address, reader, questions = PAGES[case]
    versions = a_half_year()
    asked(versions[LIUPANSHUI], "software_revenue")
    adopted("520100")
    client = signed_in(reader())
    place = address(versions[LIUPANSHUI])
    client.get(place)
    with django_assert_num_queries(questions):
        assert client.get(place).status_code == 200
    asked(versions[LIUPANSHUI], "total_pay", "total_profit")
    asked(versions[ZUNYI], "software_revenue")
    adopted(LIUPANSHUI)
    adopted(ZUNYI)
    with django_assert_num_queries(questions):
        assert client.get(place).status_code == 200


def adopted(code: str) -> None:
    """A proposal beside the return of the first quarter."""
    old = Version.objects.get(return_filed__collection__period="2021c03", return_filed__reporting_unit__code=code)
    actions.propose_adoption(old.return_filed_id, an_adoption("9"), by=a_reviewer(), at=REVIEWED)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(version: Version, *items: str) -> None:
    if Version.objects.get(pk=version.pk).state == "submitted":
        actions.open_review(version.pk, by=a_reviewer(), at=REVIEWED)
    actions.ask(version.pk, questions_on(*items), by=a_reviewer(), at=REVIEWED)


def test_a_dot_strip_runs_from_the_least_to_the_largest() -> None:
    strip = dot_strip([("a", Decimal(0)), ("b", Decimal(10))], ("own", Decimal(5)), Decimal(5))
    assert strip is not None
    # From 6 to 134 of 140: the middle is 70.
    assert [dot.x for dot in strip.others] == ["6.0", "134.0"]
    assert (strip.own and strip.own.x, strip.median) == ("70.0", "70.0")


def test_equal_figures_stand_in_the_middle_and_none_make_no_strip() -> None:
    strip = dot_strip([("a", Decimal(3)), ("b", Decimal(3))], None, Decimal(3))
    assert strip is not None
    assert {dot.x for dot in strip.others} == {"70.0"}
    assert dot_strip([], ("own", Decimal(3)), Decimal(3)) is None
