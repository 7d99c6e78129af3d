"""What was typed into a form that was refused stands on the next page, and on no later one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from assessment.display.kept_input import MOST_CHARACTERS, keep_input, kept_input
from tests.situations.catalogue import an_open_collection
from tests.situations.scoring import FIRST_QUARTER, the_approver

ADDRESS = f"/insiders/{FIRST_QUARTER}/"


def sent(session: dict[str, Any], **fields: Any) -> HttpRequest:
    request = RequestFactory().post("/somewhere/", fields)
    request.session = session  # type: ignore[assignment]
    return request


@pytest.mark.django_db
def test_the_next_page_holds_what_was_typed_and_the_one_after_it_does_not() -> None:
    an_open_collection()
    client = Client()
    client.force_login(the_approver())
    said = {"username": "nobody-has-this-name", "reason": "<听取汇报>", "csrfmiddlewaretoken": "secret-token"}
    page = client.post(ADDRESS, {**said, "reason": ""}, follow=True).content.decode()
    assert f'<template id="kept-input" data-form="{ADDRESS}">' in page
    assert '<data title="username" value="nobody-has-this-name"></data>' in page
    assert "secret-token" not in page
    assert "kept-input" not in client.get(f"/insiders/?period={FIRST_QUARTER}").content.decode()


def test_every_value_of_a_name_is_kept_in_its_order_and_a_file_is_only_told_of() -> None:
    session: dict[str, Any] = {}
    keep_input(sent(session, figure=["a", "b"], reason="一行\n二行", file=SimpleUploadedFile("x.pdf", b"x")))
    kept = kept_input(sent(session))
    assert kept == {
        "form": "/somewhere/",
        "fields": [("figure", "a"), ("figure", "b"), ("reason", "一行\n二行")],
        "files": True,
    }
    assert kept_input(sent(session)) is None


def test_more_than_a_session_should_hold_is_not_kept() -> None:
    session: dict[str, Any] = {}
    keep_input(sent(session, text="字" * (MOST_CHARACTERS + 1)))
    assert session == {}
    assert kept_input(HttpRequest()) is None
