"""The canonical form: one text for one content, on any machine, for ever."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from assessment.methodology.canonical import (
    SCHEMA,
    NotCanonical,
    canonical_bytes,
    digest,
    list_text,
    object_text,
    text_of,
)


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


def test_a_document_put_together_from_texts_is_the_same_text() -> None:
    document = {"乙": [{"b": 'with "marks"\n', "a": None}, []], "alpha": {"x": 1}, "Z": True}
    parts = {name: text_of(part) for name, part in document.items()}
    assert list_text((str(SCHEMA), object_text(parts))) == canonical_bytes(document).decode()
    assert (object_text({}), list_text([])) == ("{}", "[]")


def test_what_is_deep_inside_is_refused_as_well_and_a_circle_has_no_end() -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes({"a": [{"b": [1, {"c": 1.5}]}]})
    assert canonical_bytes({"a": [{1: "x"}]}) == b'[1,{"a":[{"1":"x"}]}]'
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(ValueError, match="Circular"):
        canonical_bytes(circle)
