"""The filling page asks the database a fixed number of questions, whatever the form and the history."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.catalogue.models import Item
from assessment.filing import actions
from assessment.filing.models import Version
from tests.situations.catalogue import an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, a_city, a_value, an_accepted_version

pytestmark = pytest.mark.django_db
IN_JULY = moment("2021-07-10 09:00")
# Session, account, grants, unread messages, the version with cells, signatures and items, which of them are open; two
# for what was filed before.
QUESTIONS = 16


@pytest.fixture(autouse=True)
def in_july() -> Iterator[None]:
    with time_machine.travel(IN_JULY, tick=False):
        yield


def a_half_year_draft() -> Version:
    collection = an_open_collection("SW-Q", "2021c06")
    return actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=IN_JULY)


def more_items() -> None:
    form = an_open_collection("SW-Q", "2021c06").form_version
    Item.objects.bulk_create(
        Item(
            form_version=form,
            code=f"more_{number}",
            label_zh="补充指标",
            label_en="More",
            unit="万元",
            decimals=2,
            bases=["current", "same_period_last_year"],
            position=1000 + number,
        )
        for number in range(20)
    )


@pytest.mark.parametrize("richer", [False, True])
def test_the_page_opens_with_a_fixed_number_of_questions(
    richer: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_accepted_version()
    if richer:
        more_items()
    draft = a_half_year_draft()
    if richer:
        changes = [a_value("5", item=f"more_{number}") for number in range(20)]
        actions.save_cells(draft.pk, changes, revision=0, by=a_city().filler, at=IN_JULY)
    client = Client()
    client.force_login(a_city().filler)
    client.get("/")
    with django_assert_num_queries(QUESTIONS):
        assert client.get(f"/returns/versions/{draft.pk}/fill/").status_code == 200
