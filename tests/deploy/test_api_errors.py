"""Every error of the API has one shape and a stable code."""

from pathlib import Path

import polib
import pytest
import rest_framework
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import translation
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from assessment.display.library_words import OF_REQUESTS
from assessment.methodology.errors import AssessmentError

ITS_CATALOGUE = Path(rest_framework.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.mo"
LIBRARY = {entry.msgid for entry in polib.mofile(str(ITS_CATALOGUE))}


class PeriodClosed(AssessmentError):
    code = "period_closed"
    status = 409


class Form(serializers.Serializer):
    period = serializers.CharField()
    cells = serializers.ListField(child=serializers.IntegerField())


class Never(BaseThrottle):
    def allow_request(self, request, view) -> bool:
        return False

    def wait(self) -> float:
        return 42.0


def answer(error: Exception | None = None, *, throttled: bool = False):
    """What the API answers when a view raises this."""

    class View(APIView):
        authentication_classes = ()
        permission_classes = ()
        throttle_classes = (Never,) if throttled else ()

        def get(self, request: Request):
            raise error

    with translation.override("en"):
        response = View.as_view()(RequestFactory().get("/api/anything/"))
    return response.status_code, response.data["error"], response


def test_a_refusal_keeps_its_code_status_and_place():
    status, error, _ = answer(PeriodClosed(period="2021c06", row=3))
    assert (status, error["code"]) == (409, "period_closed")
    assert error["where"] == {"period": "2021c06", "row": 3}
    assert error["message"] == "The request cannot be carried out."


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (exceptions.NotAuthenticated(), 401, "not_signed_in"),
        (exceptions.AuthenticationFailed(), 401, "not_signed_in"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (PermissionDenied(), 403, "permission_denied"),
        (exceptions.NotFound(), 404, "not_found"),
        (Http404(), 404, "not_found"),
        (exceptions.MethodNotAllowed("GET"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported_media_type"),
        (exceptions.ParseError(), 400, "unreadable"),
    ],
)
def test_errors_of_the_framework_have_the_same_shape(error, status, code):
    answered, body, _ = answer(error)
    assert (answered, body["code"], body["where"]) == (status, code, {})
    assert body["message"]


def test_wrong_fields_are_named_each_with_its_reason():
    form = Form(data={"cells": [1, "two"]})
    assert not form.is_valid()
    status, body, _ = answer(exceptions.ValidationError(form.errors))
    assert (status, body["code"]) == (400, "invalid")
    assert set(body["where"]) == {"period", "cells"}
    assert body["where"]["cells"]["1"]


def test_too_many_requests_say_how_long_to_wait():
    status, body, response = answer(throttled=True)
    assert (status, body["code"], response.headers["Retry-After"]) == (429, "too_many_requests", "42")


def test_an_unforeseen_error_gives_a_number_and_nothing_of_itself(caplog):
    status, body, _ = answer(RuntimeError("password=hunter2"))
    assert (status, body["code"]) == (500, "internal_error")
    assert "hunter2" not in str(body)
    assert body["where"]["number"] in caplog.text


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_answers_in_the_same_shape():
    response = Client().get("/api/no-such-thing/")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.django_db
def test_an_unknown_page_is_a_page():
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_health_answers_without_signing_in():
    assert Client().get("/health/").content == b"ok"
    assert Client().get("/health/ready/").content == b"ok"


def test_what_the_library_says_of_a_request_is_said_in_our_words():
    with translation.override("zh-hans"):
        form = Form(data={"period": None, "cells": ["a"]})
        assert not form.is_valid()
        assert form.errors == {"period": ["此项不得为 null。"], "cells": {0: ["应填写整数。"]}}
        other = Form(data=[1])
        assert not other.is_valid()
        assert other.errors == {"non_field_errors": ['请求内容应为 JSON 对象（{"名称": 值}），收到的类型是 list。']}


@pytest.mark.parametrize("sentence", OF_REQUESTS)
def test_each_sentence_that_we_say_ourselves_is_one_of_the_library(sentence: str) -> None:
    assert sentence in LIBRARY
