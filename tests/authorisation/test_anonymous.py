"""Without signing in: the pages that let one in, whether the system lives, and nothing else."""

import pytest
from django.test import Client

from tests.authorisation.addresses import addresses
from tests.authorisation.matrix import matrix

pytestmark = pytest.mark.django_db


def test_every_public_address_is_one_of_the_table() -> None:
    assert set(matrix().public) <= set(addresses())


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head", "options"])
def test_every_other_address_asks_to_sign_in_first(method: str) -> None:
    open_doors = []
    for address in addresses():
        if address in matrix().public:
            continue
        answer = getattr(Client(), method)(address)
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
        # A method nobody may use is refused before anybody is asked for a name; it answers with no content.
        if not to_sign_in and answer.status_code not in {401, 405}:
            open_doors.append((address, answer.status_code))
    assert open_doors == []


@pytest.mark.parametrize("address", matrix().public)
def test_a_public_address_answers_without_a_name_and_shows_no_one(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in {200, 302, 405}, answer.status_code
    if answer.status_code == 302:
        assert answer["Location"].startswith(("/sign-in/", "/"))


def test_the_description_of_the_api_is_for_whoever_has_signed_in() -> None:
    assert Client().get("/api/schema/").status_code == 401


def test_a_post_of_a_page_without_its_csrf_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    answers = {address: client.post(address).status_code for address in addresses() if not address.startswith("/api/")}
    assert len(answers) > 10
    # Without a session the API asks for a name first (401); a page looks at the token before anything else.
    assert {address: status for address, status in answers.items() if status != 403} == {}
