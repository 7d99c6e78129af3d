"""Behind the proxy the caller's address is the one the proxy saw."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from deploy.proxy import CallerAddressMiddleware


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ({"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        # What comes before the last comma was claimed by the caller.
        ({"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}, "203.0.113.7"),
        ({}, "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_the_proxy_saw(header, address):
    request = RequestFactory().get("/", headers=header)
    CallerAddressMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address
