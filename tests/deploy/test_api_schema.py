"""The description of the API as it is served: worked out once, in the language of the reader."""

import json

import pytest
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from assessment.people.roles import Role
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db


def served(client: Client, language: str) -> object:
    answer = client.get("/api/schema/", {"lang": language}, headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_the_description_is_the_one_worked_out_anew_and_repeats_in_each_language() -> None:
    client = Client()
    client.force_login(a_user("reader", Role.REVIEWER))
    first = {language: served(client, language) for language in ("zh-hans", "en")}
    assert {language: served(client, language) for language in first} == first
    with translation.override("en"):
        anew = SchemaGenerator().get_schema(request=None, public=True)
    assert first["en"] == json.loads(json.dumps(anew, default=str))
