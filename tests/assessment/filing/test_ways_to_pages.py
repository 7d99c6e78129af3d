"""From the head of the returns every page about them is reached, and the navigation stays short."""

import re

import pytest
from django.test import Client

from assessment.filing import actions
from assessment.filing.models import Version
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import a_reviewer, an_account, an_open_collection, moment
from tests.situations.filing import (
    a_city,
    a_correcting_draft,
    a_version_sent_back,
)
from tests.situations.review import a_confirmer

pytestmark = pytest.mark.django_db
REGIONAL = {Role.FILLER, Role.STATISTICS_HEAD, Role.UNIT_HEAD, Role.GOVERNMENT_SIGNER}


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def links(client: Client) -> list[str]:
    page = client.get("/returns/").content.decode()
    found = re.search(r'<nav class="places.*?</nav>', page, re.DOTALL)
    assert found is not None
    return re.findall(r'href="([^"]+)"', found[0])


def test_every_link_at_the_head_of_the_returns_opens_for_whom_it_is_shown() -> None:
    an_open_collection()
    shown = {}
    city = a_city()
    for person in (city.filler, city.statistics_head, city.unit_head, a_reviewer(), a_confirmer()):
        client = desk(person)
        shown[person.username] = links(client)
        for address in shown[person.username]:
            assert client.get(address).status_code == 200, (person.username, address)
    for names in shown.values():
        assert {"/corrections/", "/returns/explanations/", "/returns/receipts/verify/", "/check-rules/"} <= set(names)
    assert {"/adopted-values/", "/letters/", "/collections/", "/enterprises/claims/"} <= set(shown["reviewer"])
    assert not {"/adopted-values/", "/letters/"} & set(shown[city.filler.username])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ENTERPRISE])
def test_nobody_has_more_than_seven_places_in_the_head(role: Role) -> None:
    client = desk(an_account(f"some-{role.value}", role, *(["520200"] if role in REGIONAL else [])))
    page = client.get("/").content.decode()
    head = page[page.index("<header") : page.index("</header>")]
    assert 1 <= len(re.findall(r"<a href", head.partition("<nav")[2].partition("</nav>")[0])) <= 7


@pytest.mark.parametrize("address", ["/corrections/", "/adopted-values/", "/letters/", "/check-rules/"])
def test_a_page_beside_the_returns_marks_the_returns_as_where_one_is(address: str) -> None:
    page = desk(a_reviewer()).get(address).content.decode()
    assert '<a href="/returns/" aria-current="page">' in page
    assert page.count('aria-current="page"') == 1


def banner(version: Version, user: User) -> str:
    page = desk(user).get(f"/returns/versions/{version.pk}/fill/").content.decode()
    found = re.search(r'<p class="banner">(.*?)</p>', page)
    return found[1] if found else ""


def test_the_grid_says_why_cells_are_closed() -> None:
    correcting = a_correcting_draft()
    assert "同意更正的指标" in banner(correcting, a_city().filler)
    back = a_version_sent_back("520300")
    collection, filler = back.return_filed.collection_id, a_city("520300").filler
    again = actions.start_version(collection, "520300", by=filler, at=moment("2021-04-14 09:00"))
    assert "退回" in banner(again, filler)
