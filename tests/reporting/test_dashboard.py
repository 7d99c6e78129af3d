"""一张图: who opens it, what it says of the weakest indicators and of the filing, and what its pages cost."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from reporting.city_profile_view import city_profile
from reporting.dashboard_queries import places_until
from reporting.dashboard_view import Picture, picture_of
from reporting.filing_lights import (
    BEHIND,
    CAME_LATE,
    COMPLETE,
    NEARLY_DUE,
    ON_SCHEDULE,
    OVERDUE,
    FiledShare,
    light_of_share,
)
from reporting.indicator_gaps import IndicatorGap, worst_gaps
from reporting.pair_view import pair_view
from tests.situations.catalogue import an_account
from tests.situations.scoring import a_confirmed_run, an_issued_run, on_the_insider_list

pytestmark = pytest.mark.django_db
D = Decimal
OPENED = datetime(2021, 4, 1, tzinfo=timezone.get_current_timezone())
DUE = OPENED + timedelta(days=10)
QUESTIONS_OF_THE_PICTURE = 40


def a_leader(*, listed: bool = True) -> User:
    leader = an_account("leader", Role.COMMISSION_LEADER)
    return on_the_insider_list(leader) if listed else leader


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages_of(run: Run) -> tuple[str, ...]:
    return (
        f"/dashboard/?run={run.pk}",
        f"/dashboard/{run.pk}/cities/520100/",
        f"/dashboard/{run.pk}/indicators/growth/",
        f"/dashboard/{run.pk}/pair/?one=520100&other=520300",
    )


def number(text: str) -> Decimal:
    return D(text.replace("−", "-").replace("+", "").replace(",", ""))


def test_before_the_issue_the_listed_read_every_page_under_their_name_and_each_reading_is_recorded() -> None:
    run, leader = a_confirmed_run(), a_leader()
    client = desk(leader)
    for address in pages_of(run):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "unpublished-mark" in page.content.decode()
        assert leader.display_name in page.content.decode()
    read = Entry.objects.filter(action="score.view", object_id=str(run.pk), by=leader.username)
    assert read.count() == len(pages_of(run))


def test_who_is_not_listed_finds_nothing_before_the_issue_and_a_city_never() -> None:
    run = a_confirmed_run()
    leader = desk(a_leader(listed=False))
    assert [leader.get(address).status_code for address in pages_of(run)] == [404] * 4
    assert "没有可以查看的考核结果。" in leader.get("/dashboard/").content.decode()
    city = desk(on_the_insider_list(an_account("guiyang.filler", Role.FILLER, "520100")))
    assert [city.get(address).status_code for address in (*pages_of(run), "/dashboard/")] == [403] * 5


def test_an_issued_picture_opens_without_a_mark_and_leads_to_the_figures_in_three_clicks(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    run = an_issued_run()
    client = desk(a_leader(listed=False))
    client.get("/dashboard/")
    with django_assert_max_num_queries(QUESTIONS_OF_THE_PICTURE):
        page = client.get("/dashboard/").content.decode()
    assert "unpublished-mark" not in page
    profile = client.get(found(page, rf'href="(/dashboard/{run.pk}/cities/520100/)"')).content.decode()
    indicator = client.get(found(profile, rf'href="(/dashboard/{run.pk}/indicators/\w+/)"')).content.decode()
    figures = client.get(found(indicator, rf'href="(/rankings/{run.pk}/520100/)"')).content.decode()
    assert "500,000.00" in figures
    assert not Entry.objects.filter(action="score.view").exists()


def found(page: str, pattern: str) -> str:
    match = re.search(pattern, page)
    assert match is not None, pattern
    return match[1]


def the_picture() -> Picture:
    run = an_issued_run()
    return picture_of(run, reader=a_leader(listed=False), at=timezone.now())


def test_what_two_cities_and_a_city_are_made_of_adds_up_and_gaps_to_the_mean_cancel_out() -> None:
    picture = the_picture()
    view = pair_view(picture, "520300", "520100")
    assert view.total is not None
    assert abs(sum(number(line.difference) for line in view.lines) - number(view.total.difference)) < D("0.001")
    scores = {row.unit: number(row.score) for row in picture.view.rows if row.rank is not None}
    assert abs(number(view.total.difference) - (scores["520300"] - scores["520100"])) < D("0.011")
    for code in {gap.code for gap in picture.gaps}:
        gaps = [gap.gap for gap in picture.gaps if gap.code == code and gap.gap is not None]
        assert len(gaps) == 9
        assert abs(sum(gaps)) < D("1e-15")
    profile = city_profile(picture, "520100")
    assert abs(sum(part.amount for part in profile.row.parts) - scores["520100"]) < D("0.01")
    assert profile.change is None
    assert places_until(picture.run)[0] == ["2021c03"]


def gap(unit: str, distance: str | None) -> IndicatorGap:
    return IndicatorGap(unit, "", "share", None, None, None, None if distance is None else D(distance))


def test_the_weakest_are_the_furthest_below_and_nothing_above_or_missing_is_weak() -> None:
    gaps = [gap("a", "-3"), gap("b", "2"), gap("c", None), gap("d", "-7.5"), gap("e", "0"), gap("f", "-3")]
    assert [one.unit for one in worst_gaps(gaps, 5)] == ["d", "a", "f"]
    assert [one.unit for one in worst_gaps(gaps, 1)] == ["d"]


@pytest.mark.parametrize(
    ("owed", "received", "late", "overdue", "day", "light"),
    [
        (9, 9, 0, 0, 4, COMPLETE),
        (9, 9, 1, 0, 12, CAME_LATE),
        (9, 4, 0, 0, 5, ON_SCHEDULE),  # half of the time asks for four of nine
        (9, 3, 0, 0, 5, BEHIND),
        (1, 0, 0, 0, 5, ON_SCHEDULE),  # one return cannot be half in
        (1, 0, 0, 0, 7, NEARLY_DUE),
        (1, 0, 0, 1, 11, OVERDUE),
        (9, 8, 1, 1, 11, OVERDUE),
    ],
)
def test_a_light_is_red_when_overdue_amber_when_late_behind_or_near_and_green_otherwise(
    owed: int, received: int, late: int, overdue: int, day: int, light: tuple[str, str]
) -> None:
    share = FiledShare(owed, received, late, overdue, OPENED, DUE)
    assert light_of_share(share, at=OPENED + timedelta(days=day)) == light
