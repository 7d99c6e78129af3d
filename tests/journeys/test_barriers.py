"""Every page as the role that uses it: no grave barrier, nothing the content policy blocks, no inner scroll at 1366."""

from collections.abc import Callable

import pytest

from assessment.measurement.table_keys import TableKey
from assessment.people.models import User
from assessment.people.roles import Role
from tests.journeys.conftest import Desk, still_running
from tests.situations.base_tables import ACCOUNTS, GDP, delivered, uploaded, usual_accounts, usual_gdp
from tests.situations.catalogue import a_draft_scheme, a_planned_collection, a_reviewer, an_account, an_open_collection
from tests.situations.filing import (
    LIUPANSHUI,
    a_city,
    a_filled_draft,
    a_submitted_version,
    a_version_sent_back,
    a_version_under_review,
    awaiting_signature,
)
from tests.situations.measurement import a_submitted_batch, the_confirmer, the_institute, the_statistics_bureau
from tests.situations.packs import an_issued_run_with_packs, the_pack
from tests.situations.people import guizhou
from tests.situations.scoring import (
    a_computed_annual_run,
    a_computed_run,
    a_requested_run,
    on_the_insider_list,
    the_officer,
)

pytestmark = pytest.mark.journey
Situation = Callable[[], tuple[User, list[str]]]


def a_filler_with_a_draft() -> tuple[User, list[str]]:
    version = a_filled_draft()
    still_running(version.return_filed.collection)
    return a_city(LIUPANSHUI).filler, [
        "/",
        f"/returns/{version.return_filed_id}/",
        f"/returns/versions/{version.pk}/fill/",
    ]


def a_filler_with_a_return_sent_back() -> tuple[User, list[str]]:
    version = a_version_sent_back()
    return a_city(LIUPANSHUI).filler, ["/", f"/returns/{version.return_filed_id}/", "/returns/", "/rankings/"]


def a_signer() -> tuple[User, list[str]]:
    version = awaiting_signature()
    return a_city(LIUPANSHUI).statistics_head, ["/", f"/returns/{version.return_filed_id}/"]


def a_reviewer_with_work() -> tuple[User, list[str]]:
    a_submitted_version("520300")
    version = a_version_under_review()
    planned = a_planned_collection("SW-Q", "2021c06")
    return a_reviewer(), [
        "/",
        "/returns/",
        f"/returns/{version.return_filed_id}/",
        f"/collections/{planned.pk}/",
        "/check-rules/",
    ]


def a_confirmer_with_work() -> tuple[User, list[str]]:
    batch = a_submitted_batch()
    run = a_computed_run()
    return the_confirmer(), ["/", "/batches/", f"/batches/{batch.pk}/", "/runs/", f"/runs/{run.pk}/"]


def an_institute() -> tuple[User, list[str]]:
    a_submitted_batch()
    return the_institute(), ["/", "/batches/"]


def a_statistics_bureau() -> tuple[User, list[str]]:
    """A table in two vintages with its revision, accounts with both approaches, and a file with a bad cell."""
    guizhou()
    delivered(GDP, usual_gdp(100))
    table = delivered(TableKey("gdp", "2021", "final"), usual_gdp(110), reason="经济普查资料衔接")
    accounts = delivered(ACCOUNTS, usual_accounts() | {"J6": 400, "K6": 240})
    upload = uploaded(ACCOUNTS, {"E6": "约"})
    addresses = ["/tables/", "/tables/deliver/", *(f"/tables/{one.pk}/" for one in (table, accounts))]
    return the_statistics_bureau(), [*addresses, f"/tables/uploads/{upload.pk}/"]


def an_officer_with_a_run_at_work() -> tuple[User, list[str]]:
    run = a_requested_run()
    scheme = a_draft_scheme("annual")
    return the_officer(), ["/", "/runs/", f"/runs/{run.pk}/", f"/schemes/{scheme.pk}/"]


def a_leader_before_the_issue() -> tuple[User, list[str]]:
    run = a_computed_annual_run()
    leader = on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER), "2021")
    pages = ("", "520100/")
    publication = f"/runs/{run.pk}/publication/"
    return leader, ["/", "/rankings/", publication, *(f"/rankings/{run.pk}/{one}" for one in pages)]


def a_city_after_the_issue() -> tuple[User, list[str]]:
    run = an_issued_run_with_packs()
    rankings = [f"/rankings/{run.pk}/", f"/rankings/{run.pk}/520100/"]
    packs = ["/city-results/", f"/city-results/{the_pack(run, '520100').pk}/"]
    return an_account("guiyang.filler", Role.FILLER, "520100"), [*rankings, *packs]


def an_administrator() -> tuple[User, list[str]]:
    return an_account("system.administrator", Role.SYSTEM_ADMINISTRATOR), ["/", "/password/", "/nowhere/"]


@pytest.mark.parametrize(
    "situation",
    [
        a_filler_with_a_draft,
        a_filler_with_a_return_sent_back,
        a_signer,
        a_reviewer_with_work,
        a_confirmer_with_work,
        an_institute,
        a_statistics_bureau,
        an_officer_with_a_run_at_work,
        a_leader_before_the_issue,
        a_city_after_the_issue,
        an_administrator,
    ],
)
def test_no_page_has_a_grave_barrier(situation: Situation, desk: Desk, settings: pytest.FixtureRequest) -> None:
    settings.DEMO_DATA = True  # type: ignore[attr-defined]
    user, addresses = situation()
    desk.sit_down(user)
    for address in addresses:
        page = desk.go(address)
        assert "（演示数据）" in page.title()
        assert page.locator("h1").count() == 1
        assert page.locator("header.top nav a").count() <= 7
        assert (address, desk.grave_barriers()) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_the_sign_in_page_and_its_errors_have_no_grave_barrier(desk: Desk) -> None:
    desk.go("/sign-in/")
    assert desk.grave_barriers() == []
    desk.press("登录")
    assert desk.grave_barriers() == []


def test_a_barrier_and_a_forbidden_style_would_be_noticed(desks: Callable[[], Desk]) -> None:
    desk = desks()
    page = desk.go("/sign-in/")
    for markup in ('<img src="/static/display/icon.svg">', '<p style="color:red">x</p>'):
        page.evaluate("markup => document.querySelector('main').insertAdjacentHTML('beforeend', markup)", markup)
    assert [found.split(":")[0] for found in desk.grave_barriers()] == ["image-alt"]
    desk.look()
    assert any("style-src" in fault for fault in desk.faults)
    desk.faults.clear()


def test_a_form_with_slips_has_no_grave_barrier(desk: Desk) -> None:
    still_running(an_open_collection())
    desk.sit_down(a_city().filler)
    desk.go("/")
    page = desk.press("开始填报")
    page.locator('input[name="software_revenue.current"]').fill("约三千万")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_selector(".cell.is-wrong")
    assert desk.grave_barriers() == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")


def test_every_control_of_a_page_is_reached_by_tab_and_shows_where_the_focus_is(desk: Desk) -> None:
    user, _ = a_reviewer_with_work()
    desk.sit_down(user)
    page = desk.go("/returns/")
    controls = page.locator("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']").count()
    reached = set()
    for _ in range(controls + 2):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const a = document.activeElement, s = getComputedStyle(a);"
            " return [a.outerHTML.slice(0, 160) + a.getBoundingClientRect().top, s.outlineStyle]; })()"
        )
        if not seen[0].startswith("<body"):
            reached.add(seen[0])
            assert seen[1] != "none", seen[0]
    assert len(reached) >= controls
