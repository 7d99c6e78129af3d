"""一张图: who opens it, what it says of the weakest indicators and of the filing, and what its pages cost."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

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
from reporting.errors.maps import MapNotOfficial, MapUnreadable
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
from reporting.official_map import read_official_map
from reporting.pair_view import pair_view
from tests.situations.catalogue import an_account
from tests.situations.quarters import the_same_result_in
from tests.situations.scoring import a_confirmed_run, an_issued_run, on_the_insider_list

SQUARE: dict[str, Any] = {
    "type": "FeatureCollection",
    "review_number": "黔S(2021)007号",
    "source": "贵州省自然资源厅标准地图服务",
    "features": [
        {
            "properties": {"code": "520100"},
            "geometry": {"type": "Polygon", "coordinates": [[[106, 60], [108, 60], [108, 60.5], [106, 60]]]},
        }
    ],
}
pytestmark = pytest.mark.django_db
D = Decimal
OPENED = datetime(2021, 4, 1, tzinfo=timezone.get_current_timezone())
DUE = OPENED + timedelta(days=10)
QUESTIONS_OF_THE_PICTURE = 34
AIMED = {
    '"period":"2021c03"': '"period":"2021c06"',
    "{method: minmax, range: [60, 100]}": "{method: target_completion, target: 25}",
    "bad_base: increment": "bad_base: none",
}


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
        f"/dashboard/{run.pk}/periods/",
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
    assert [leader.get(address).status_code for address in pages_of(run)] == [404] * 5
    assert "没有可以查看的考核结果。" in leader.get("/dashboard/").content.decode()
    city = desk(on_the_insider_list(an_account("guiyang.filler", Role.FILLER, "520100")))
    assert [city.get(address).status_code for address in (*pages_of(run), "/dashboard/")] == [403] * 6


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


def test_places_run_over_the_last_eight_issued_quarters_and_no_further_than_the_one_shown(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Nine quarters ask the database no more than one does."""
    run = an_issued_run()
    quarters = [f"{year}c{month:02}" for year in (2019, 2020) for month in (3, 6, 9, 12)]
    for number, period in enumerate(quarters):
        the_same_result_in(period, run, {"520100": 1, "520300": 2 + number})
    the_same_result_in("2021c06", run, {"520100": 9})
    periods, places = places_until(run)
    assert periods == [*quarters[1:], "2021c03"]
    assert places["520300"] == [3, 4, 5, 6, 7, 8, 9, 2]
    client = desk(a_leader(listed=False))
    client.get("/dashboard/")
    with django_assert_num_queries(QUESTIONS_OF_THE_PICTURE):
        page = client.get(f"/dashboard/?run={run.pk}").content.decode()
    assert "2019年上半年" in page
    Run.objects.filter(period="2020c12").update(state=Run.State.APPROVED)
    assert places_until(run)[0] == [*quarters[:7], "2021c03"]


def test_the_change_since_the_quarter_before_is_explained_and_a_chart_has_its_table() -> None:
    """Both quarters rest on the same documents, so nothing changed but the places."""
    run = an_issued_run()
    the_same_result_in("2020c12", run, {"520100": 3, "520300": 1})
    client = desk(a_leader(listed=False))
    page = client.get(f"/dashboard/{run.pk}/cities/520100/").content.decode()
    assert "得分变化原因" in page
    assert "与2020年全年相比" in page
    assert page.count("0.0000") >= 3
    assert "<polyline" in page
    picture = client.get(f"/dashboard/?run={run.pk}").content.decode()
    assert "↑2" in picture
    assert "季度考核位次，数值见下表" in picture


def test_the_switch_sets_the_ranking_against_the_period_before_last_year_or_the_targets() -> None:
    """遵义市 89.83 now against 90; the targets are put into the frozen scheme: growth of 25 %, met by six of nine."""
    run = an_issued_run()
    client = desk(a_leader(listed=False))
    address = f"/dashboard/?run={run.pk}"
    assert "首次考核，不列位次变化。" in client.get(address).content.decode()
    the_same_result_in("2020c12", run, {"520100": 3, "520300": 1})
    before = client.get(f"{address}&against=previous").content.decode()
    assert all(words in before for words in ("与2020年全年相比", "↑2", "↓1", "−0.17"))
    assert "没有已印发的2020年一季度考核结果。" in client.get(f"{address}&against=last-year").content.decode()
    the_same_result_in("2020c03", run, {"520100": 2, "520300": 1})
    assert "与2020年一季度相比" in client.get(f"{address}&against=last-year").content.decode()
    assert "本考核方案未设目标值。" in client.get(f"{address}&against=target").content.decode()
    assert client.get(f"{address}&against=yesterday").status_code == 404
    aimed = the_same_result_in("2021c06", run, {}, edits=AIMED)
    page = client.get(f"/dashboard/?run={aimed.pk}&against=target").content.decode()
    assert "目标 25.0" in page
    assert "+25.0 已达目标" in page
    assert "−25.0 未达目标" in page
    assert page.count("已达目标") == 6
    indicator = client.get(f"/dashboard/{aimed.pk}/indicators/growth/").content.decode()
    assert re.findall(r'class="v">([^<]+)<', indicator)[-3:] == ["遵义市", "黔西南州", "25.0"]


def test_two_quarters_side_by_side_take_each_change_apart(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """遵义市 had 6 600 against 6 000 万元 in the quarter before: growth 10 % of −10 … 37.5 %, now 50 % of −10 … 50 %.

    Growth 0.6 · (60 + 40 · 20 / 47.5) = 46.1053, now 60: +13.8947. Level 0.4 · (60 + 40 · ln(6 600/900) /
    ln(500 000/900)) = 29.0442, now 29.8294: +0.7852. Together +14.6799. 黔东南州 falls from the best growth, 60, to
    0.6 · (60 + 40 · 47.5 / 60) = 55: −5.
    """
    run = an_issued_run()
    client = desk(a_leader(listed=False))
    address = f"/dashboard/{run.pk}/periods/"
    assert "尚无同类的另一期考核结果。" in client.get(address).content.decode()
    before = the_same_result_in("2020c12", run, {"520100": 1}, edits={'"value":"9000"': '"value":"6600"'})
    with django_assert_max_num_queries(QUESTIONS_OF_THE_PICTURE):
        page = client.get(address).content.decode()
    for words in ("2021年一季度与2020年全年对比", "+13.8947", "+0.7852", "+14.6799", "−5.0000"):
        assert words in page
    assert page.count(" checked") == 2
    assert client.get(f"/dashboard/{before.pk}/periods/").content.decode().count("+14.6799") == page.count("+14.6799")
    assert "+13.8947" not in client.get(f"{address}?city=520100&city=520500").content.decode()
    for wrong in ("?city=110000", f"?other={run.pk}", "?other=x", "?other=999999"):
        assert client.get(address + wrong).status_code == 404


def gap(unit: str, distance: str | None) -> IndicatorGap:
    return IndicatorGap(unit, "", "share", None, None, None, None if distance is None else D(distance))


def test_the_weakest_are_the_furthest_below_and_nothing_above_or_missing_is_weak() -> None:
    gaps = [gap("a", "-3"), gap("b", "2"), gap("c", None), gap("d", "-7.5"), gap("e", "0"), gap("f", "-3")]
    assert [one.unit for one in worst_gaps(gaps, 5)] == ["d", "a", "f"]
    assert [one.unit for one in worst_gaps(gaps, 1)] == ["d"]


@pytest.mark.parametrize(
    ("counts", "day", "light"),
    [
        ((9, 9, 0, 0), 4, COMPLETE),
        ((9, 9, 1, 0), 12, CAME_LATE),
        ((9, 4, 0, 0), 5, ON_SCHEDULE),  # half of the time asks for four of nine
        ((9, 3, 0, 0), 5, BEHIND),
        ((1, 0, 0, 0), 5, ON_SCHEDULE),  # one return cannot be half in
        ((1, 0, 0, 0), 7, NEARLY_DUE),
        ((1, 0, 0, 1), 11, OVERDUE),
        ((9, 8, 1, 1), 11, OVERDUE),
    ],
)
def test_a_light_is_red_when_overdue_amber_when_late_behind_or_near_and_green_otherwise(
    counts: tuple[int, int, int, int], day: int, light: tuple[str, str]
) -> None:
    share = FiledShare(*counts, OPENED, DUE)
    assert light_of_share(share, at=OPENED + timedelta(days=day)) == light


def test_a_map_of_boundaries_is_drawn_as_given_only_with_its_review_number_and_source() -> None:
    """Two degrees of longitude at 60.25° are 0.9924 degrees of latitude: 420 wide, half a degree is 212 high."""
    drawn = read_official_map(json.dumps(SQUARE))
    assert (drawn.review_number, drawn.width, drawn.height) == ("黔S(2021)007号", 420, 212)
    assert drawn.shapes == {"520100": "M0.0,211.6 L420.0,211.6 L420.0,0.0 L0.0,211.6 Z"}
    assert drawn.labels == {"520100": (280, 141)}  # two thirds of the way to the east, a third of the way up
    line = [[106, 60], [108, 60.5], [108, 60.5], [106, 60]]
    flat = {"properties": {"code": "520200"}, "geometry": {"type": "Polygon", "coordinates": [line]}}
    assert read_official_map(json.dumps({**SQUARE, "features": [flat]})).labels == {"520200": (0, 212)}
    for name in ("review_number", "source"):
        with pytest.raises(MapNotOfficial):
            read_official_map(json.dumps({**SQUARE, name: " "}))
    for text in ("", "[]", "{}", json.dumps({**SQUARE, "features": []}), json.dumps({**SQUARE, "features": [{}]})):
        with pytest.raises(MapUnreadable):
            read_official_map(text)


def test_where_the_installation_names_such_a_map_it_takes_the_place_of_the_tiles(settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text(json.dumps(SQUARE), encoding="utf-8")
    settings.OFFICIAL_MAP_FILE = str(file)
    run = an_issued_run()
    client = desk(a_leader(listed=False))
    page = client.get("/dashboard/").content.decode()
    assert "审图号：黔S(2021)007号　数据来源：贵州省自然资源厅标准地图服务" in page
    assert "方格示意图" not in page
    settings.OFFICIAL_MAP_FILE = str(tmp_path / "nowhere.json")
    assert "方格示意图" in client.get("/dashboard/").content.decode()
    data = client.get(f"/api/reports/runs/{run.pk}/dashboard/").json()
    assert [place["rank"] for place in data["places"]] == [str(place) for place in range(1, 10)]
    assert data["filing"]["received"] == data["filing"]["owed"] == 10
