"""What is dear to build is built once: its tests stay on one worker, and the longest of them begin first."""

import re

import pytest

from deploy.environment import PROJECT
from tests.scheduling import LONGEST_FIRST, TogetherLongestFirst, in_order, together

BUILT_ONCE = re.compile(r"^@pytest\.fixture\(.*scope=\"(module|package)\"", re.MULTILINE)


def test_every_address_in_the_list_is_there() -> None:
    assert [name for names in LONGEST_FIRST.values() for name in names if not (PROJECT / name).exists()] == []


def test_whatever_is_built_once_for_many_tests_is_in_the_list() -> None:
    """Else each worker builds it for its share of them."""
    sharing = [path for path in (PROJECT / "tests").rglob("*.py") if BUILT_ONCE.search(path.read_text("utf-8"))]
    assert sharing
    # What a conftest builds is for tests of its folder.
    places = [path.parent if path.name == "conftest.py" else path for path in sharing]
    known = tuple(place for places in LONGEST_FIRST.values() for place in places)
    addresses = [place.relative_to(PROJECT).as_posix() for place in places]
    assert [one for one in addresses if not together(one) and not any(place.startswith(one) for place in known)] == []


@pytest.mark.parametrize(
    ("address", "unit"),
    [
        ("tests/authorisation/test_matrix.py::test_one[GET /api/people/me/]", "matrix"),
        ("tests/secrecy/test_nothing_leaks_before_issue.py::test_two", "secrecy"),
        ("tests/authorisation/test_anonymous.py::test_three", "tests/authorisation/test_anonymous.py::test_three"),
    ],
)
def test_the_tests_of_an_entry_are_one_unit_of_work_and_any_other_its_own(address: str, unit: str) -> None:
    assert TogetherLongestFirst._split_scope(None, address) == unit  # type: ignore[arg-type] # it asks nothing of itself


def test_the_longest_begin_first_and_the_rest_keeps_its_order() -> None:
    class Item:
        def __init__(self, nodeid: str) -> None:
            self.nodeid = nodeid

    addresses = ["tests/a.py::x", "tests/secrecy/test_b.py::y", "tests/c.py::z", "tests/deploy/test_quickstart.py::w"]
    items = [Item(address) for address in addresses]
    in_order(items)  # type: ignore[arg-type] # only their addresses matter
    assert [item.nodeid for item in items] == [addresses[3], addresses[1], addresses[0], addresses[2]]
