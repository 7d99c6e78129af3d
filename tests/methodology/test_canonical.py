"""The canonical form: one text for one content, on any machine, for ever."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from assessment.methodology.canonical import NotCanonical, canonical_bytes, digest


class Colour(StrEnum):
    RED = "red"


def test_keys_are_sorted_nothing_is_spaced_decimals_are_plain_and_the_schema_number_comes_first() -> None:
    document = {"b": Decimal("1E+3"), "a": (1, None, True), "颜色": Colour.RED, "day": date(2021, 4, 15)}
    expected = '[1,{"a":[1,null,true],"b":"1000","day":"2021-04-15","颜色":"red"}]'
    assert canonical_bytes(document).decode() == expected
    assert canonical_bytes({}, schema=2) == b"[2,{}]"


def test_the_order_of_keys_does_not_change_the_digest_and_a_last_zero_does() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest(Decimal("1.0")) != digest(Decimal("1"))


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"bytes", object()])
def test_what_two_machines_may_print_differently_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes({"value": value})
